/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-ui.h"

#include <glib/gi18n.h>

#include "confab-application.h"
#include "confab-memory.h"
#include "confab-resources.h"

/**
 * confab_ui_init:
 *
 * Makes templates, style sheets and icons known; before the first widget. Twice does no harm.
 */
void
confab_ui_init (void)
{
  /* Called by name, not by a constructor, which the linker would leave out of a static library. */
  confab_register_resource ();
}

/**
 * confab_ui_main:
 * @argc: number of arguments
 * @argv: the arguments
 *
 * Runs the program with its window.
 *
 * Returns: the exit status
 */
int
confab_ui_main (int    argc,
                char **argv)
{
  g_autoptr (ConfabContext) context = NULL;
  g_autoptr (ConfabApplication) application = NULL;

  confab_memory_set_up ();
  confab_ui_init ();
  g_set_application_name ("Confab");

  context = confab_context_new (NULL, TRUE);
  application = confab_application_new (context, G_APPLICATION_DEFAULT_FLAGS);

  return g_application_run (G_APPLICATION (application), argc, argv);
}
