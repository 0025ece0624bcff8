/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-cli.h"

#include <signal.h>

#include "confab-ask-command.h"
#include "confab-demo-command.h"

static const struct {
  const char *name;
  int (*run) (int argc, char **argv);
} commands[] = {
  { "ask", confab_ask_command },
  { "demo-service", confab_demo_command },
};

/**
 * confab_cli_wants:
 * @argc: number of arguments
 * @argv: the program's arguments
 *
 * Returns: whether they name a command that needs no window
 */
gboolean
confab_cli_wants (int    argc,
                  char **argv)
{
  for (guint i = 0; argc > 1 && i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (argv[1], commands[i].name))
      return TRUE;

  return FALSE;
}

/**
 * confab_cli_main:
 * @argc: number of arguments
 * @argv: the program's arguments, of which confab_cli_wants() is true
 *
 * Runs a command; it gets its own arguments, the first of which is its name.
 *
 * Returns: the exit status
 */
int
confab_cli_main (int    argc,
                 char **argv)
{
  g_return_val_if_fail (confab_cli_wants (argc, argv), 2);

  /* Who reads our output may go away: that is a failed write then, not a sudden end. */
  signal (SIGPIPE, SIG_IGN);

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (argv[1], commands[i].name))
      return commands[i].run (argc - 1, argv + 1);

  g_return_val_if_reached (2);
}
