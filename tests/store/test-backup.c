/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Daily copies, and putting one back. */

#include "config.h"

#include "store-support.h"

#include <glib/gstdio.h>
#include <string.h>

#define DAY ((gint64) 24 * 60 * 60 * G_USEC_PER_SEC)
#define START G_GINT64_CONSTANT (1764072000000000)

static void
back_up (ConfabStore *store,
         gint64       now)
{
  Pending pending = { NULL };
  g_autoptr (GError) error = NULL;

  confab_store_back_up_async (store, now, 3, NULL, pending_cb, &pending);
  confab_store_back_up_finish (store, pending_wait (&pending), &error);
  g_assert_no_error (error);
  g_object_unref (pending.result);
}

static guint
count_sessions (ConfabStore *store)
{
  g_autoptr (GPtrArray) sessions = store_load_sessions (store, NULL);

  return sessions->len;
}

static gint64
add_session (ConfabStore *store,
             gint64       app,
             const char  *title)
{
  ConfabTurnIds ids;

  g_assert_true (store_begin_turn (store, make_session (0, app, title), make_prompt ("A question"),
                                   make_answer (0, CONFAB_STATUS_COMPLETE, "An answer"), &ids,
                                   NULL));

  return ids.session;
}

static void
test_daily (StoreFixture  *fixture,
            gconstpointer  data)
{
  ConfabStore *store = fixture->store;
  gint64 app = store_add_app (store, NULL);
  g_autoptr (GPtrArray) names = NULL;
  g_autofree char *path = NULL;

  for (guint day = 0; day < 5; day++)
    {
      add_session (store, app, "One of a day");
      back_up (store, START + day * DAY);
      add_session (store, app, "Another of the day");
      back_up (store, START + day * DAY);
    }

  names = confab_store_list_backups (store);
  g_assert_cmpuint (names->len, ==, 3);
  path = g_build_filename (fixture->directory, "backups", names->pdata[0], NULL);
  g_assert_cmpint (database_ask (path, "SELECT count(*) FROM session"), ==, 9);
  g_assert_cmpint (database_ask (path, "SELECT count(*) FROM pragma_integrity_check"
                                       " WHERE integrity_check <> 'ok'"), ==, 0);
}

static void
test_restore (StoreFixture  *fixture,
              gconstpointer  data)
{
  ConfabStore *store = fixture->store;
  gint64 app = store_add_app (store, NULL);
  g_autoptr (GPtrArray) names = NULL;
  g_autofree char *note = NULL;
  g_autoptr (GError) error = NULL;

  add_session (store, app, "Before");
  back_up (store, START);
  add_session (store, app, "After");
  names = confab_store_list_backups (store);
  g_assert_false (confab_store_request_restore (store, "../confab.db", &error));
  g_clear_error (&error);
  g_assert_true (confab_store_request_restore (store, names->pdata[0], &error));
  g_assert_cmpuint (count_sessions (store), ==, 2);
  store_close (store);

  g_assert_true (store_open (store, &error));
  g_assert_cmpuint (count_sessions (store), ==, 1);
  note = confab_store_dup_rescue_note (store);
  g_assert_cmpint (database_ask (strstr (note, fixture->directory),
                                 "SELECT count(*) FROM session"), ==, 2);
  store_close (store);

  /* Once is enough. */
  g_assert_true (store_open (store, &error));
  g_assert_null (confab_store_dup_rescue_note (store));
}

/* Where nothing can be read the newest copy is what there is. */
static void
test_damaged (StoreFixture  *fixture,
              gconstpointer  data)
{
  ConfabStore *store = fixture->store;
  gint64 app = store_add_app (store, NULL);

  add_session (store, app, "Kept");
  back_up (store, START);
  store_close (store);
  g_assert_true (g_file_set_contents (fixture->path, "no database", -1, NULL));
  g_assert_true (store_open (store, NULL));
  g_assert_cmpuint (count_sessions (store), ==, 1);
}

#define ADD(path, test)                                                                            \
  g_test_add ("/store/backup/" path, StoreFixture, NULL, store_fixture_set_up, test,               \
              store_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("daily", test_daily);
  ADD ("restore", test_restore);
  ADD ("damaged", test_damaged);

  return g_test_run ();
}
