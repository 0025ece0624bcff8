/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <locale.h>
#include <sys/resource.h>

#include <glib/gi18n.h>

#include "confab-cli.h"
#include "confab-ui.h"

int
main (int    argc,
      char **argv)
{
  const struct rlimit no_core = { 0, 0 };
  const char *locale_directory;

  /* A core image would hold the API key. */
  setrlimit (RLIMIT_CORE, &no_core);

  setlocale (LC_ALL, "");
  /* Uninstalled runs have their catalogues in the build folder. */
  locale_directory = g_getenv ("CONFAB_LOCALEDIR");
  bindtextdomain (GETTEXT_PACKAGE, locale_directory != NULL ? locale_directory : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  if (confab_cli_wants (argc, argv))
    return confab_cli_main (argc, argv);

  return confab_ui_main (argc, argv);
}
