/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-cli"

#include "config.h"

#include "confab-demo-command.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>

#include <glib-unix.h>
#include <glib/gi18n.h>

#include "confab-demo-service.h"
#include "confab-error.h"

#define COMMAND_NAME "demo-service"
#define EXIT_USAGE 2
#define MAX_PACE 100.0

static gboolean
signal_received_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_CONTINUE;
}

/* In the service's thread; one call, so that lines stay whole. */
static void
log_line (const char *line,
          gpointer    user_data)
{
  FILE *file = user_data;

  fprintf (file, "%s\n", line);
  fflush (file);
}

static void
print_facts (ConfabDemoService *service)
{
  g_auto (GStrv) app_ids = confab_demo_service_dup_app_ids ();
  g_autofree char *joined = g_strjoinv (" ", app_ids);

  /* Programs read this: the words before the colons are not translated. */
  printf ("base-url: %s\n", confab_demo_service_get_base_url (service));
  printf ("key: %s\n", confab_demo_service_get_key (service));
  printf ("app-ids: %s\n", joined);
  fflush (stdout);
}

static void
run_until_signal (void)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  guint interrupt_id = g_unix_signal_add (SIGINT, signal_received_cb, loop);
  guint terminate_id = g_unix_signal_add (SIGTERM, signal_received_cb, loop);

  g_main_loop_run (loop);

  g_source_remove (interrupt_id);
  g_source_remove (terminate_id);
}

/**
 * confab_demo_command:
 * @argc: the number of @argv
 * @argv: the command line, with or without the program's name before `demo-service`
 *
 * `confab demo-service`: runs the demo service alone until SIGINT or SIGTERM. Needs no display and
 * no bus. Base URL, key and App IDs go to standard output, all else to standard error.
 *
 * Returns: the exit status: 0, 2 for wrong usage, 1 when the service cannot start
 */
int
confab_demo_command (int    argc,
                     char **argv)
{
  g_autoptr (GOptionContext) context = NULL;
  g_autoptr (ConfabDemoService) service = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *key = NULL;
  int port = 0;
  g_autofree char *log_name = NULL;
  double pace = 1.0;
  gboolean is_quiet = FALSE;
  FILE *log = stderr;
  const GOptionEntry entries[] = {
    { "port", 'p', 0, G_OPTION_ARG_INT, &port, N_("Listen on this port (0: any)"), N_("PORT") },
    { "key", 'k', 0, G_OPTION_ARG_STRING, &key, N_("Accept this API key (else: a new one)"),
      N_("KEY") },
    { "log", 'l', 0, G_OPTION_ARG_FILENAME, &log_name,
      N_("Append a line of JSON for each request to this file"), N_("FILE") },
    { "pace", 0, 0, G_OPTION_ARG_DOUBLE, &pace,
      N_("How long answers take (1: as a real service, 0: no time)"), N_("FACTOR") },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &is_quiet, N_("Do not print a line for each request"),
      NULL },
    { NULL },
  };
  g_auto (GStrv) arguments = NULL;
  guint n_left;

  /* GOption takes the first word for the program's name. */
  if (argc > 0 && g_strcmp0 (argv[0], COMMAND_NAME) != 0 && argc > 1 &&
      g_strcmp0 (argv[1], COMMAND_NAME) == 0)
    argv++;
  arguments = g_strdupv (argv);

  context = g_option_context_new (NULL);
  g_option_context_set_summary (context,
                                _("Runs the demo service alone, on 127.0.0.1, until it is "
                                  "interrupted."));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse_strv (context, &arguments, &error))
    {
      fprintf (stderr, "confab " COMMAND_NAME ": %s\n", error->message);
      return EXIT_USAGE;
    }

  n_left = g_strv_length (arguments);
  if (n_left > 1)
    {
      fprintf (stderr, "confab " COMMAND_NAME ": ");
      fprintf (stderr, _("Unknown argument: %s"), arguments[1]);
      fprintf (stderr, "\n");
      return EXIT_USAGE;
    }
  if (port < 0 || port > G_MAXUINT16)
    {
      fprintf (stderr, "confab " COMMAND_NAME ": %s\n", _("A port is a number from 0 to 65535"));
      return EXIT_USAGE;
    }
  if (key != NULL && *key == '\0')
    {
      fprintf (stderr, "confab " COMMAND_NAME ": %s\n", _("The key must not be empty"));
      return EXIT_USAGE;
    }

  if (!(pace >= 0.0 && pace <= MAX_PACE))
    {
      fprintf (stderr, "confab " COMMAND_NAME ": %s\n", _("A pace is a number from 0 to 100"));
      return EXIT_USAGE;
    }
  if (log_name != NULL)
    {
      log = fopen (log_name, "ae");
      if (log == NULL)
        {
          fprintf (stderr, "confab " COMMAND_NAME ": %s: %s\n", log_name, g_strerror (errno));
          return confab_error_get_exit_status (CONFAB_ERROR_OTHER);
        }
    }

  service = confab_demo_service_new ();
  confab_demo_service_set_pace (service, pace);
  if (!is_quiet || log_name != NULL)
    confab_demo_service_set_log (service, log_line, log);
  if (!confab_demo_service_start (service, (guint16) port, key, &error))
    {
      fprintf (stderr, "confab " COMMAND_NAME ": %s\n", error->message);
      if (log != stderr)
        fclose (log);
      return confab_error_get_exit_status (CONFAB_ERROR_OTHER);
    }

  print_facts (service);
  run_until_signal ();
  confab_demo_service_stop (service);
  if (log != stderr)
    fclose (log);

  return 0;
}
