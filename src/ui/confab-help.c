/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-help.h"

#include <glib/gi18n.h>

/**
 * confab_help_get_app_id_uri:
 *
 * Returns: (transfer none): the page of Model Studio's help about calling an application, which
 * shows where its App ID is found
 */
const char *
confab_help_get_app_id_uri (void)
{
  /* Translators: the address of the help page in your language, if the service has one. */
  return _("https://www.alibabacloud.com/help/en/model-studio/call-application-through-api");
}
