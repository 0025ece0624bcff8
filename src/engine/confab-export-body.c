/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-export-body.h"

#include <string.h>

#include "confab-document.h"

/**
 * confab_export_body_html:
 * @text: what an answer says, in Markdown, valid UTF-8
 *
 * Writes it as the window shows it: headings, lists, tables and code. What stands in it as HTML is
 * text, links are checked, and no image is loaded.
 *
 * Returns: (transfer full): HTML
 */
char *
confab_export_body_html (const char *text)
{
  g_autoptr (ConfabDocument) document = confab_document_new ();
  ConfabDocumentChange change;

  confab_document_update (document, text, strlen (text), FALSE, TRUE, &change);

  return confab_document_export (document, NULL, NULL, CONFAB_MARKUP_HTML);
}
