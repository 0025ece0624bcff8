/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "store-support.h"

#include <glib/gstdio.h>

/* Opening, closing, and what happens meanwhile. */

static void
test_files (StoreFixture  *fixture,
            gconstpointer  data)
{
  g_autofree char *directory = g_build_filename (fixture->directory, "a", "b", NULL);
  g_autofree char *locks = g_build_filename (directory, "runs", NULL);
  g_autofree char *path = g_build_filename (directory, "confab.db", NULL);
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  g_autofree char *shm = g_strconcat (path, "-shm", NULL);
  g_autoptr (ConfabStore) store = confab_store_new (directory);
  g_autoptr (GError) error = NULL;
  GStatBuf info;

  /* Making one touches nothing. */
  g_assert_cmpstr (confab_store_get_directory (store), ==, directory);
  g_assert_false (g_file_test (directory, G_FILE_TEST_EXISTS));
  g_assert_cmpint (confab_store_get_state (store), ==, CONFAB_STORE_CLOSED);

  store_open (store, &error);
  g_assert_no_error (error);
  store_add_app (store, &error);
  g_assert_no_error (error);
  g_assert_null (confab_store_dup_note (store));
  g_assert_cmpint (g_stat (directory, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0700);
  g_assert_cmpint (g_stat (locks, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0700);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (wal, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (shm, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);

  store_close (store);
  g_assert_false (g_file_test (wal, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (shm, G_FILE_TEST_EXISTS));
  g_assert_cmpint (database_ask (path, "SELECT count(*) FROM run"), ==, 0);
}

static void
test_not_open (void)
{
  char *directory = test_directory_new ();
  g_autoptr (ConfabStore) store = confab_store_new (directory);
  g_autoptr (GError) error = NULL;

  g_assert_null (store_load_sessions (store, &error));
  g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_STORE);
  g_clear_error (&error);
  store_close (store);

  store_open (store, &error);
  g_assert_no_error (error);
  store_close (store);
  g_assert_null (store_load_sessions (store, &error));
  g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_STORE);
  g_clear_error (&error);
  g_assert_cmpint (store_add_app (store, &error), ==, 0);
  g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_STORE);

  test_directory_remove (directory);
}

/* Everything may be called at once: reading waits for the opening, closing for what was asked. */
static void
test_all_at_once (void)
{
  char *directory = test_directory_new ();
  g_autoptr (ConfabStore) store = confab_store_new (directory);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sessions = NULL;
  Pending open = { NULL };
  Pending load = { NULL };
  Pending close = { NULL };

  confab_store_open_async (store, NULL, pending_cb, &open);
  confab_store_load_sessions_async (store, NULL, pending_cb, &load);
  confab_store_close_async (store, pending_cb, &close);

  confab_store_close_finish (store, pending_wait (&close), &error);
  g_assert_no_error (error);
  confab_store_open_finish (store, pending_wait (&open), &error);
  g_assert_no_error (error);
  sessions = confab_store_load_sessions_finish (store, pending_wait (&load), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sessions->len, ==, 0);

  g_object_unref (open.result);
  g_object_unref (load.result);
  g_object_unref (close.result);
  test_directory_remove (directory);
}

/* Opening and closing as often as one likes, without waiting for the end of the one before: each
 * thread passes the other's gate as often as it came to it. */
static void
test_opened_often (void)
{
  char *directory = test_directory_new ();
  g_autoptr (ConfabStore) store = confab_store_new (directory);
  Pending pending[4 * 20] = { { NULL } };

  for (gsize i = 0; i < G_N_ELEMENTS (pending); i += 4)
    {
      confab_store_open_async (store, NULL, pending_cb, &pending[i]);
      confab_store_open_async (store, NULL, pending_cb, &pending[i + 1]);
      confab_store_close_async (store, pending_cb, &pending[i + 2]);
      confab_store_close_async (store, pending_cb, &pending[i + 3]);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (pending); i++)
    {
      pending_wait (&pending[i]);
      g_object_unref (pending[i].result);
    }
  g_assert_cmpint (confab_store_get_state (store), ==, CONFAB_STORE_CLOSED);

  test_directory_remove (directory);
}

/* The reader is busy when the writer wants to close: it waits, or nobody could remove the -wal. */
static void
test_close_while_reading (StoreFixture  *fixture,
                          gconstpointer  data)
{
  g_autofree char *text = g_strnfill (1024 * 1024, 'x');
  g_autofree char *wal = g_strconcat (fixture->path, "-wal", NULL);
  g_autoptr (GError) error = NULL;
  Pending loads[8] = { { NULL } };
  ConfabTurnIds ids = { 0 };
  gint64 app = store_add_app (fixture->store, NULL);

  for (guint i = 0; i < 8; i++)
    store_fixture_begin (fixture, ids.session, app, text, &ids);
  for (gsize i = 0; i < G_N_ELEMENTS (loads); i++)
    confab_store_load_messages_async (fixture->store, ids.session, 0, 100, NULL, pending_cb,
                                      &loads[i]);
  store_close (fixture->store);
  g_assert_false (g_file_test (wal, G_FILE_TEST_EXISTS));

  for (gsize i = 0; i < G_N_ELEMENTS (loads); i++)
    {
      g_autoptr (GPtrArray) messages = NULL;

      messages = confab_store_load_messages_finish (fixture->store, pending_wait (&loads[i]),
                                                    &error);
      g_assert_no_error (error);
      g_assert_cmpuint (messages->len, ==, 16);
      g_object_unref (loads[i].result);
    }
}

static void
test_cancelled (StoreFixture  *fixture,
                gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Pending first = { NULL };
  Pending second = { NULL };
  gint64 app = store_add_app (fixture->store, NULL);

  /* One is cancelled before its turn comes, one has been done; both say so. */
  g_cancellable_cancel (cancellable);
  confab_store_save_session_async (fixture->store, make_session (0, app, "x"), 0, cancellable,
                                   pending_cb, &first);
  g_assert_cmpint (confab_store_save_session_finish (fixture->store, pending_wait (&first),
                                                     &error), ==, 0);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_object_unref (first.result);

  g_cancellable_reset (cancellable);
  confab_store_load_sessions_async (fixture->store, cancellable, pending_cb, &second);
  g_cancellable_cancel (cancellable);
  g_assert_null (confab_store_load_sessions_finish (fixture->store, pending_wait (&second),
                                                    &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_object_unref (second.result);
}

/* The last reference goes while a job is under way: the store ends when the job has been told. */
static void
test_dropped (void)
{
  char *directory = test_directory_new ();
  g_autofree char *path = g_build_filename (directory, "confab.db", NULL);
  ConfabStore *store = confab_store_new (directory);
  Pending pending = { NULL };
  gpointer watched = store;

  g_object_add_weak_pointer (G_OBJECT (store), &watched);
  store_open (store, NULL);
  confab_store_load_sessions_async (store, NULL, NULL, NULL);
  confab_store_load_catalogue_async (store, NULL, pending_cb, &pending);
  g_object_unref (store);
  pending_wait (&pending);
  g_object_unref (pending.result);
  while (watched != NULL)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpint (database_ask (path, "SELECT count(*) FROM run"), ==, 0);
  test_directory_remove (directory);
}

static void
test_cancelled_opening (void)
{
  char *directory = test_directory_new ();
  g_autoptr (ConfabStore) store = confab_store_new (directory);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Pending pending = { NULL };

  g_cancellable_cancel (cancellable);
  confab_store_open_async (store, cancellable, pending_cb, &pending);
  g_assert_false (confab_store_open_finish (store, pending_wait (&pending), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_object_unref (pending.result);

  /* Nothing hangs, and it can still be opened. */
  g_assert_null (store_load_sessions (store, &error));
  g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_STORE);
  g_clear_error (&error);
  store_open (store, &error);
  g_assert_no_error (error);
  store_close (store);

  test_directory_remove (directory);
}

/* Results come where they were asked for. */
static gpointer
use_in_thread (gpointer user_data)
{
  StoreFixture *fixture = user_data;
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GPtrArray) sessions = NULL;
  Pending pending = { NULL };

  g_main_context_push_thread_default (context);
  confab_store_load_sessions_async (fixture->store, NULL, pending_cb, &pending);
  while (pending.result == NULL)
    g_main_context_iteration (context, TRUE);
  sessions = confab_store_load_sessions_finish (fixture->store, pending.result, NULL);
  g_object_unref (pending.result);
  g_main_context_pop_thread_default (context);

  return GINT_TO_POINTER (sessions != NULL);
}

static void
test_context (StoreFixture  *fixture,
              gconstpointer  data)
{
  GThread *thread = g_thread_new ("user", use_in_thread, fixture);

  g_assert_true (GPOINTER_TO_INT (g_thread_join (thread)));
}

/* What a turn costs before it may be sent; reported, not judged. */
static void
test_cost (StoreFixture  *fixture,
           gconstpointer  data)
{
  gint64 app = store_add_app (fixture->store, NULL);
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  ConfabTurnIds ids = { 0 };
  guint n = g_test_perf () ? 2000 : 20;
  double median;

  for (guint i = 0; i < n; i++)
    {
      gint64 start = g_get_monotonic_time ();
      double us;

      store_fixture_begin (fixture, ids.session, app,
                           "Who are you, and what can you do for me? 你是谁？", &ids);
      us = (double) (g_get_monotonic_time () - start);
      g_array_append_val (times, us);
      store_save_answer (fixture->store, make_answer (ids.answer, CONFAB_STATUS_COMPLETE, "x"),
                         NULL, NULL);
    }

  for (guint i = 1; i < times->len; i++)
    for (guint j = i; j > 0; j--)
      {
        double *a = &g_array_index (times, double, j - 1);
        double *b = &g_array_index (times, double, j);
        double swap = *a;

        if (*a <= *b)
          break;
        *a = *b;
        *b = swap;
      }

  median = g_array_index (times, double, times->len / 2);
  g_test_minimized_result (median, "begin_turn, from call to callback: median %.0f us,"
                           " 99 %% %.0f us, worst %.0f us",
                           median, g_array_index (times, double, times->len * 99 / 100),
                           g_array_index (times, double, times->len - 1));
}

#define ADD(path, func)                                                                            \
  g_test_add ("/store/life/" path, StoreFixture, NULL, store_fixture_set_up, func,                \
              store_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("files", test_files);
  ADD ("close-while-reading", test_close_while_reading);
  ADD ("cancelled", test_cancelled);
  ADD ("context", test_context);
  ADD ("cost", test_cost);
  g_test_add_func ("/store/life/not-open", test_not_open);
  g_test_add_func ("/store/life/all-at-once", test_all_at_once);
  g_test_add_func ("/store/life/opened-often", test_opened_often);
  g_test_add_func ("/store/life/dropped", test_dropped);
  g_test_add_func ("/store/life/cancelled-opening", test_cancelled_opening);

  return g_test_run ();
}
