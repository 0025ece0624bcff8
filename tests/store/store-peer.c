/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Another Confab, for the tests of two processes:
 *   store-peer hold DIRECTORY      begins turns in several states, says "RUN IDS…", and stays
 *   store-peer stream DIRECTORY    begins a turn and journals an answer that grows for ever; each
 *                                  piece is said after it was saved
 *   store-peer append DIRECTORY N  begins and ends N turns in one session
 *   store-peer open DIRECTORY      opens, says "STATE NOTE", reads, tries to save, closes
 */

#include "config.h"

#include "store-support.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

typedef struct {
  ConfabStatus  status;
  const char   *text;
  const char   *thoughts;
} OpenAnswer;

/* test-runs.c expects these, in this order. */
static const OpenAnswer open_answers[] = {
  { CONFAB_STATUS_QUEUED, "", NULL },
  { CONFAB_STATUS_CONNECTING, "", NULL },
  { CONFAB_STATUS_SENT, "", NULL },
  { CONFAB_STATUS_STREAMING, "", "[]" },
  { CONFAB_STATUS_STREAMING, "Half an ans", NULL },
  { CONFAB_STATUS_CONNECTING, "", "[{\"thought\":\"so\"}]" },
};

static void
say (const char *format,
     ...) G_GNUC_PRINTF (1, 2);

static void
say (const char *format,
     ...)
{
  va_list args;

  va_start (args, format);
  vprintf (format, args);
  va_end (args);
  fflush (stdout);
}

static void
stay (void)
{
  for (;;)
    g_main_context_iteration (NULL, TRUE);
}

static void
hold (ConfabStore *store)
{
  g_autoptr (GError) error = NULL;
  gint64 app = store_add_app (store, &error);

  g_assert_no_error (error);
  say ("%" G_GINT64_FORMAT, confab_store_get_run (store));
  for (gsize i = 0; i < G_N_ELEMENTS (open_answers); i++)
    {
      ConfabMessageRecord *answer;
      ConfabTurnIds ids;

      store_begin_turn (store, make_session (0, app, "Held"), make_prompt ("A question"),
                        make_answer (0, CONFAB_STATUS_QUEUED, ""), &ids, &error);
      g_assert_no_error (error);
      answer = make_answer (ids.answer, open_answers[i].status, open_answers[i].text);
      answer->thoughts = g_strdup (open_answers[i].thoughts);
      store_save_answer (store, answer, NULL, &error);
      g_assert_no_error (error);
      say (" %" G_GINT64_FORMAT ":%" G_GINT64_FORMAT, ids.session, ids.answer);
    }
  say ("\n");
  stay ();
}

static void
stream (ConfabStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  gint64 app = store_add_app (store, &error);
  ConfabTurnIds ids;

  g_assert_no_error (error);
  store_begin_turn (store, make_session (0, app, "Streamed"), make_prompt ("Go on"),
                    make_answer (0, CONFAB_STATUS_QUEUED, ""), &ids, &error);
  g_assert_no_error (error);
  say ("%" G_GINT64_FORMAT "\n", ids.session);

  for (guint i = 0;; i++)
    {
      g_string_append_printf (text, "%u ", i);
      store_save_answer (store, make_answer (ids.answer, CONFAB_STATUS_STREAMING, text->str), NULL,
                         &error);
      g_assert_no_error (error);
      say ("%u\n", i);
    }
}

static void
append (ConfabStore *store,
        guint        n_turns)
{
  g_autoptr (GError) error = NULL;
  gint64 app = store_add_app (store, &error);
  ConfabTurnIds ids = { 0 };

  g_assert_no_error (error);
  for (guint i = 0; i < n_turns; i++)
    {
      store_begin_turn (store, make_session (ids.session, app, "Appended"),
                        make_prompt ("A question"), make_answer (0, CONFAB_STATUS_QUEUED, ""),
                        &ids, &error);
      g_assert_no_error (error);
      store_save_answer (store, make_answer (ids.answer, CONFAB_STATUS_COMPLETE, "An answer"),
                         NULL, &error);
      g_assert_no_error (error);
    }
  say ("%" G_GINT64_FORMAT "\n", ids.session);
}

/* A disk that takes no byte after this one, as far as this process is concerned. */
static void
stop_writing_if_asked (void)
{
  const char *limit = g_getenv ("STORE_PEER_FILE_SIZE");
  struct rlimit size;

  if (limit == NULL)
    return;

  size.rlim_cur = size.rlim_max = strtoul (limit, NULL, 10);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &size), ==, 0);
}

static void
open_and_tell (ConfabStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sessions = NULL;
  g_autofree char *note = confab_store_dup_note (store);

  say ("%d %s\n", confab_store_get_state (store), note != NULL ? note : "");
  sessions = store_load_sessions (store, &error);
  if (sessions != NULL)
    say ("sessions %u\n", sessions->len);
  else
    say ("sessions: %s\n", error->message);
  g_clear_error (&error);

  stop_writing_if_asked ();
  store_add_app (store, &error);
  say ("save: %s\n", error != NULL ? error->message : "ok");
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GError) error = NULL;
  ConfabStore *store;

  g_assert_cmpint (argc, >=, 3);
  store = confab_store_new (argv[2]);
  if (!store_open (store, &error))
    {
      say ("%d %s\n", confab_store_get_state (store), error->message);
      g_object_unref (store);
      return 0;
    }

  if (strcmp (argv[1], "hold") == 0)
    hold (store);
  else if (strcmp (argv[1], "stream") == 0)
    stream (store);
  else if (strcmp (argv[1], "append") == 0)
    append (store, (guint) atoi (argv[3]));
  else if (strcmp (argv[1], "open") == 0)
    open_and_tell (store);
  else
    g_assert_not_reached ();

  store_close (store);
  g_object_unref (store);

  return 0;
}
