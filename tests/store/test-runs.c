/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "store-support.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

/* The other process: tests/store/store-peer.c. */

typedef struct {
  GSubprocess      *process;
  GDataInputStream *lines;
} Peer;

static void
peer_start (Peer       *peer,
            const char *command,
            const char *directory,
            const char *argument)
{
  g_autofree char *path = g_test_build_filename (G_TEST_BUILT, "store", "store-peer", NULL);
  g_autoptr (GError) error = NULL;

  peer->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, path, command,
                                    directory, argument, NULL);
  g_assert_no_error (error);
  peer->lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (peer->process));
}

static char *
peer_read (Peer *peer)
{
  g_autoptr (GError) error = NULL;
  char *line = g_data_input_stream_read_line (peer->lines, NULL, NULL, &error);

  g_assert_no_error (error);

  return line;
}

static void
peer_kill (Peer *peer)
{
  g_subprocess_send_signal (peer->process, SIGKILL);
  g_subprocess_wait (peer->process, NULL, NULL);
  g_clear_object (&peer->lines);
  g_clear_object (&peer->process);
}

static void
peer_end (Peer *peer)
{
  g_autoptr (GError) error = NULL;

  g_subprocess_wait_check (peer->process, NULL, &error);
  g_assert_no_error (error);
  g_clear_object (&peer->lines);
  g_clear_object (&peer->process);
}

static ConfabMessageRecord *
load_answer (ConfabStore *store,
             gint64       session)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) messages = store_load_messages (store, session, 0, 1, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (messages->len, ==, 1);

  return confab_message_record_copy (g_ptr_array_index (messages, 0));
}

typedef struct {
  ConfabStatus     before;
  ConfabStatus     after;
  ConfabErrorClass error_class;
} Recovery;

/* As store-peer.c leaves them. */
static const Recovery recoveries[] = {
  { CONFAB_STATUS_QUEUED, CONFAB_STATUS_FAILED, CONFAB_ERROR_OTHER },
  { CONFAB_STATUS_CONNECTING, CONFAB_STATUS_UNKNOWN, CONFAB_ERROR_INCOMPLETE },
  { CONFAB_STATUS_SENT, CONFAB_STATUS_UNKNOWN, CONFAB_ERROR_INCOMPLETE },
  { CONFAB_STATUS_STREAMING, CONFAB_STATUS_INTERRUPTED, CONFAB_ERROR_INCOMPLETE },
  { CONFAB_STATUS_STREAMING, CONFAB_STATUS_INTERRUPTED, CONFAB_ERROR_INCOMPLETE },
  { CONFAB_STATUS_CONNECTING, CONFAB_STATUS_INTERRUPTED, CONFAB_ERROR_INCOMPLETE },
};

static char *
lock_path (const char *directory,
           gint64      run)
{
  g_autofree char *name = g_strdup_printf ("%" G_GINT64_FORMAT ".lock", run);

  return g_build_filename (directory, "runs", name, NULL);
}

static void
test_killed (StoreFixture  *fixture,
             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabStore) second = confab_store_new (fixture->directory);
  g_autofree char *line = NULL;
  g_auto (GStrv) words = NULL;
  g_autofree char *lock = NULL;
  Peer peer;
  gint64 run;

  peer_start (&peer, "hold", fixture->directory, NULL);
  line = peer_read (&peer);
  words = g_strsplit (line, " ", -1);
  g_assert_cmpuint (g_strv_length (words), ==, 1 + G_N_ELEMENTS (recoveries));
  run = g_ascii_strtoll (words[0], NULL, 10);
  g_assert_cmpint (run, >, 0);
  g_assert_cmpint (run, !=, confab_store_get_run (fixture->store));
  lock = lock_path (fixture->directory, run);
  g_assert_true (g_file_test (lock, G_FILE_TEST_EXISTS));

  /* As long as it lives, nothing of it is touched: not by asking, not by another opening. */
  g_assert_cmpint (store_recover (fixture->store), ==, 0);
  store_open (second, &error);
  g_assert_no_error (error);
  g_assert_cmpint (store_recover (second), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (recoveries); i++)
    {
      gint64 session = g_ascii_strtoll (words[1 + i], NULL, 10);
      g_autoptr (ConfabMessageRecord) answer = load_answer (second, session);
      g_autoptr (ConfabSessionRecord) record = store_find_session (second, session);

      g_assert_cmpint (answer->status, ==, recoveries[i].before);
      g_assert_cmpint (answer->run, ==, run);
      g_assert_cmpint (record->last_status, ==, recoveries[i].before);
    }
  store_close (second);

  peer_kill (&peer);
  g_assert_cmpint (store_recover (fixture->store), ==, G_N_ELEMENTS (recoveries));
  g_assert_cmpint (store_recover (fixture->store), ==, 0);
  g_assert_false (g_file_test (lock, G_FILE_TEST_EXISTS));

  for (gsize i = 0; i < G_N_ELEMENTS (recoveries); i++)
    {
      gint64 session = g_ascii_strtoll (words[1 + i], NULL, 10);
      g_autoptr (ConfabMessageRecord) answer = load_answer (fixture->store, session);
      g_autoptr (ConfabSessionRecord) record = store_find_session (fixture->store, session);

      g_assert_cmpint (answer->status, ==, recoveries[i].after);
      g_assert_cmpint (answer->run, ==, 0);
      g_assert_cmpint (answer->failure->error_class, ==, recoveries[i].error_class);
      g_assert_cmpstr (answer->failure->code, ==, CONFAB_FAILURE_CRASHED);
      g_assert_cmpint (record->last_status, ==, recoveries[i].after);
      g_assert_cmpstr (record->preview, ==, i == 4 ? "Half an ans" : "A question");
    }

  store_close (fixture->store);
  g_assert_cmpint (database_ask (fixture->path, "SELECT count(*) FROM run"), ==, 0);
  g_assert_cmpint (database_ask (fixture->path, "SELECT count(*) FROM message_index"
                                                " WHERE message_index MATCH 'half'"), ==, 1);
}

/* The next start finds them, not only a call. */
static void
test_killed_before_start (void)
{
  char *directory = test_directory_new ();
  g_autoptr (ConfabStore) store = confab_store_new (directory);
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;
  Peer peer;

  peer_start (&peer, "hold", directory, NULL);
  line = peer_read (&peer);
  peer_kill (&peer);

  store_open (store, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (recoveries); i++)
    {
      g_auto (GStrv) words = g_strsplit (line, " ", -1);
      g_autoptr (ConfabMessageRecord) answer =
        load_answer (store, g_ascii_strtoll (words[1 + i], NULL, 10));

      g_assert_cmpint (answer->status, ==, recoveries[i].after);
    }
  store_close (store);
  test_directory_remove (directory);
}

/* Killed at random moments while it saves: what it said it had saved is there. */
static void
test_killed_while_saving (void)
{
  char *directory = test_directory_new ();
  g_autofree char *path = g_build_filename (directory, "confab.db", NULL);

  for (guint round = 0; round < 10; round++)
    {
      g_autoptr (ConfabStore) store = confab_store_new (directory);
      g_autoptr (ConfabMessageRecord) answer = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *first = NULL;
      g_autofree char *said = NULL;
      gint32 n_lines = g_test_rand_int_range (1, 60);
      gint64 session;
      Peer peer;
      char *line;

      peer_start (&peer, "stream", directory, NULL);
      first = peer_read (&peer);
      session = g_ascii_strtoll (first, NULL, 10);
      for (gint32 i = 0; i < n_lines; i++)
        {
          g_free (said);
          said = peer_read (&peer);
        }
      g_subprocess_send_signal (peer.process, SIGKILL);
      /* What it said in the meantime counts too, but for a line that was cut. */
      while ((line = peer_read (&peer)) != NULL)
        g_free (line);
      peer_kill (&peer);

      store_open (store, &error);
      g_assert_no_error (error);
      g_assert_cmpint (confab_store_get_state (store), ==, CONFAB_STORE_OPEN);
      answer = load_answer (store, session);
      g_assert_cmpint (answer->status, ==, CONFAB_STATUS_INTERRUPTED);
      {
        g_autofree char *piece = g_strdup_printf ("%s ", said);

        g_assert_nonnull (strstr (answer->text, piece));
      }
      store_close (store);
      g_assert_cmpint (database_ask (path, "SELECT count(*) FROM pragma_integrity_check"
                                           " WHERE integrity_check <> 'ok'"), ==, 0);
    }

  test_directory_remove (directory);
}

/* Two processes make the database at the same time, and write into it. */
static void
test_two_at_once (void)
{
  char *directory = test_directory_new ();
  g_autofree char *path = g_build_filename (directory, "confab.db", NULL);
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  Peer peers[3];

  for (gsize i = 0; i < G_N_ELEMENTS (peers); i++)
    peer_start (&peers[i], "append", directory, "60");
  for (gsize i = 0; i < G_N_ELEMENTS (peers); i++)
    {
      g_autofree char *session = peer_read (&peers[i]);

      g_assert_nonnull (session);
      peer_end (&peers[i]);
    }

  g_assert_false (g_file_test (wal, G_FILE_TEST_EXISTS));
  g_assert_cmpint (database_ask (path, "SELECT count(*) FROM message"), ==, 3 * 2 * 60);
  g_assert_cmpint (database_ask (path, "SELECT count(*) FROM session WHERE message_count = 120"),
                   ==, 3);
  g_assert_cmpint (database_ask (path, "SELECT count(*) FROM message WHERE run IS NOT NULL"), ==,
                   0);
  g_assert_cmpint (database_ask (path, "SELECT count(*) FROM run"), ==, 0);
  g_assert_cmpint (database_ask (path, "INSERT INTO message_index (message_index, rank)"
                                       " VALUES ('integrity-check', 1)"), ==, 0);
  test_directory_remove (directory);
}

/* While this process has the database open no other one may be the last to close it: the -wal file
 * would go, and what was committed with it. */
static void
test_locks_stay (StoreFixture  *fixture,
                 gconstpointer  data)
{
  g_autofree char *wal = g_strconcat (fixture->path, "-wal", NULL);
  g_autofree char *line = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sessions = NULL;
  Peer peer;

  /* A database that is there is looked at before it is opened for writing. */
  store_close (fixture->store);
  store_open (fixture->store, &error);
  g_assert_no_error (error);
  g_assert_cmpint (store_add_app (fixture->store, &error), !=, 0);
  g_assert_true (g_file_test (wal, G_FILE_TEST_EXISTS));

  peer_start (&peer, "append", fixture->directory, "1");
  line = peer_read (&peer);
  g_assert_nonnull (line);
  peer_end (&peer);

  g_assert_true (g_file_test (wal, G_FILE_TEST_EXISTS));
  g_assert_cmpint (store_add_app (fixture->store, &error), !=, 0);
  g_assert_no_error (error);
  sessions = store_load_sessions (fixture->store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sessions->len, ==, 1);
  store_close (fixture->store);
  g_assert_cmpint (database_ask (fixture->path, "SELECT count(*) FROM app"), ==, 3);
}

/* An answer that its owner left open when it closed is found by the next start; files of locks
 * that nobody holds go away, others stay. */
static void
test_left_open (StoreFixture  *fixture,
                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabMessageRecord) answer = NULL;
  g_autofree char *stale = lock_path (fixture->directory, 4711);
  g_autofree char *foreign = g_build_filename (fixture->directory, "runs", "notes.txt", NULL);
  g_autofree char *own = NULL;
  ConfabTurnIds ids;
  gint64 run = confab_store_get_run (fixture->store);

  store_begin_turn (fixture->store,
                    make_session (0, store_add_app (fixture->store, NULL), "Left"),
                    make_prompt ("A question"), make_answer (0, CONFAB_STATUS_SENT, ""), &ids,
                    &error);
  g_assert_no_error (error);
  own = lock_path (fixture->directory, run);
  g_file_set_contents (stale, "", 0, &error);
  g_file_set_contents (foreign, "", 0, &error);
  g_assert_no_error (error);

  store_close (fixture->store);
  g_assert_cmpint (confab_store_get_run (fixture->store), ==, 0);
  store_open (fixture->store, &error);
  g_assert_no_error (error);
  g_assert_cmpint (confab_store_get_run (fixture->store), >, run);

  answer = load_answer (fixture->store, ids.session);
  g_assert_cmpint (answer->status, ==, CONFAB_STATUS_UNKNOWN);
  g_assert_false (g_file_test (own, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (stale, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (foreign, G_FILE_TEST_EXISTS));
}

/* An answer of another run cannot be saved, even when that run lives. */
static void
test_foreign_answer (StoreFixture  *fixture,
                     gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;
  g_auto (GStrv) words = NULL;
  Peer peer;

  peer_start (&peer, "hold", fixture->directory, NULL);
  line = peer_read (&peer);
  words = g_strsplit (line, " ", -1);
  g_assert_false (store_save_answer (fixture->store,
                                     make_answer (g_ascii_strtoll (strchr (words[1], ':') + 1,
                                                                   NULL, 10),
                                                  CONFAB_STATUS_COMPLETE, "mine"),
                                     NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  peer_kill (&peer);
}

#define ADD(path, func)                                                                            \
  g_test_add ("/store/runs/" path, StoreFixture, NULL, store_fixture_set_up, func,                 \
              store_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("killed", test_killed);
  ADD ("locks-stay", test_locks_stay);
  ADD ("left-open", test_left_open);
  ADD ("foreign-answer", test_foreign_answer);
  g_test_add_func ("/store/runs/killed-before-start", test_killed_before_start);
  g_test_add_func ("/store/runs/killed-while-saving", test_killed_while_saving);
  g_test_add_func ("/store/runs/two-at-once", test_two_at_once);

  return g_test_run ();
}
