/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "store-support.h"

#include "confab-salvage.h"
#include "confab-store-search.h"

/* An answer while it grows: what is journalled of it piece by piece, and what becomes of that. */

static void
journal_now (StoreFixture         *fixture,
             ConfabMessageRecord  *answer,
             gsize                 start,
             GError              **error)
{
  Pending pending = { NULL };

  /* Either way it is in the file when this has finished. */
  confab_store_journal_answer_async (fixture->store, answer, start, start % 2 == 0, NULL,
                                     pending_cb, &pending);
  confab_store_journal_answer_finish (fixture->store, pending_wait (&pending), error);
  g_object_unref (pending.result);
}

static void
journal (StoreFixture *fixture,
         gint64        id,
         gsize         start,
         const char   *text)
{
  ConfabMessageRecord *answer = make_answer (id, CONFAB_STATUS_STREAMING, text);
  g_autoptr (GError) error = NULL;

  answer->thoughts = g_strdup_printf ("[%" G_GSIZE_FORMAT "]", start);
  answer->first_text_us = 5;
  journal_now (fixture, answer, start, &error);
  g_assert_no_error (error);
}

static ConfabMessageRecord *
load_answer (StoreFixture        *fixture,
             const ConfabTurnIds *ids)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) messages =
    store_load_messages (fixture->store, ids->session, 0, 1, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (messages->len, ==, 1);

  return confab_message_record_copy (g_ptr_array_index (messages, 0));
}

static void
check_text (StoreFixture        *fixture,
            const ConfabTurnIds *ids,
            const char          *expected)
{
  g_autoptr (ConfabMessageRecord) answer = load_answer (fixture, ids);

  g_assert_cmpstr (answer->text, ==, expected);
}

static gint64
count_growth (StoreFixture *fixture)
{
  return database_ask (fixture->path, "SELECT (SELECT count(*) FROM open_answer) * 100"
                                      " + (SELECT count(*) FROM open_text)");
}

static void
begin (StoreFixture  *fixture,
       ConfabTurnIds *ids)
{
  store_fixture_begin (fixture, 0, store_add_app (fixture->store, NULL), "Tell me", ids);
}

static void
test_pieces (StoreFixture  *fixture,
             gconstpointer  data)
{
  g_autoptr (ConfabMessageRecord) open = NULL;
  g_autoptr (ConfabMessageRecord) ended = NULL;
  ConfabMessageRecord *whole;
  g_autoptr (GError) error = NULL;
  ConfabTurnIds ids;

  begin (fixture, &ids);
  journal (fixture, ids.answer, 0, "你");
  check_text (fixture, &ids, "你");
  /* The same piece with more in it, then another one behind it. */
  journal (fixture, ids.answer, 0, "你好，");
  journal (fixture, ids.answer, 9, "wor");
  journal (fixture, ids.answer, 9, "world");
  g_assert_cmpint (count_growth (fixture), ==, 102);

  open = load_answer (fixture, &ids);
  g_assert_cmpstr (open->text, ==, "你好，world");
  g_assert_cmpstr (open->thoughts, ==, "[9]");
  g_assert_cmpint (open->first_text_us, ==, 5);
  g_assert_cmpint (open->status, ==, CONFAB_STATUS_STREAMING);
  g_assert_cmpint (open->run, ==, confab_store_get_run (fixture->store));
  /* The row with all that was sent is left alone meanwhile. */
  g_assert_cmpint (database_ask (fixture->path, "SELECT count(*) FROM message"
                                                " WHERE role <> 'user' AND text = ''"
                                                " AND thoughts IS NULL"), ==, 1);

  whole = make_answer (ids.answer, CONFAB_STATUS_COMPLETE, "你好，world!");
  g_assert_true (store_save_answer (fixture->store, whole, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (count_growth (fixture), ==, 0);
  ended = load_answer (fixture, &ids);
  g_assert_cmpstr (ended->text, ==, "你好，world!");
  g_assert_null (ended->thoughts);
  g_assert_cmpint (ended->run, ==, 0);

  /* What has ended does not grow any more. */
  journal_now (fixture, make_answer (ids.answer, CONFAB_STATUS_STREAMING, "late"), 0, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_cmpint (count_growth (fixture), ==, 0);
  check_text (fixture, &ids, "你好，world!");
  database_check_index (fixture->path);
}

/* When it is asked again after an error, or a filter has rewritten it. */
static void
test_taken_back (StoreFixture  *fixture,
                 gconstpointer  data)
{
  ConfabTurnIds ids;

  begin (fixture, &ids);
  journal (fixture, ids.answer, 0, "one ");
  journal (fixture, ids.answer, 4, "two ");
  journal (fixture, ids.answer, 8, "three");
  journal (fixture, ids.answer, 4, "2");
  check_text (fixture, &ids, "one 2");
  journal (fixture, ids.answer, 0, "");
  check_text (fixture, &ids, "");
  g_assert_cmpint (count_growth (fixture), ==, 100);
  journal (fixture, ids.answer, 0, "again");
  check_text (fixture, &ids, "again");
}

/* As a killed process leaves it. */
static void
test_left_open (StoreFixture  *fixture,
                gconstpointer  data)
{
  g_autoptr (ConfabMessageRecord) answer = NULL;
  ConfabTurnIds ids;

  begin (fixture, &ids);
  journal (fixture, ids.answer, 0, "All of ");
  journal (fixture, ids.answer, 7, "this");
  store_fixture_reopen (fixture);

  answer = load_answer (fixture, &ids);
  g_assert_cmpint (answer->status, ==, CONFAB_STATUS_INTERRUPTED);
  g_assert_cmpint (answer->run, ==, 0);
  g_assert_cmpstr (answer->text, ==, "All of this");
  g_assert_cmpstr (answer->thoughts, ==, "[7]");
  g_assert_cmpint (count_growth (fixture), ==, 0);
  database_check_index (fixture->path);
}

static void
test_deleted (StoreFixture  *fixture,
              gconstpointer  data)
{
  ConfabTurnIds ids;
  g_autoptr (GError) error = NULL;

  begin (fixture, &ids);
  journal (fixture, ids.answer, 0, "a secret ");
  journal (fixture, ids.answer, 9, "of two");
  g_assert_true (store_delete_session (fixture->store, ids.session, &error));
  g_assert_no_error (error);
  store_fixture_reopen (fixture);
  g_assert_cmpint (database_ask (fixture->path, "SELECT count(*) FROM message"), ==, 0);
  g_assert_cmpint (count_growth (fixture), ==, 0);
}

/* In the session it is found while it grows, across the end of a piece. */
static void
test_found (StoreFixture  *fixture,
            gconstpointer  data)
{
  ConfabTurnIds ids;
  Pending pending = { NULL };
  g_autoptr (GArray) places = NULL;
  g_autoptr (GError) error = NULL;

  begin (fixture, &ids);
  journal (fixture, ids.answer, 0, "Lak");
  journal (fixture, ids.answer, 3, "sa");
  confab_store_find_places_async (fixture->store, ids.session, ids.answer, "laksa", NULL,
                                  pending_cb, &pending);
  places = confab_store_find_places_finish (fixture->store, pending_wait (&pending), &error);
  g_assert_no_error (error);
  g_object_unref (pending.result);
  g_assert_cmpuint (places->len, ==, 1);
}

/* Of a damaged database it is read as well. */
static void
test_salvaged (StoreFixture  *fixture,
               gconstpointer  data)
{
  ConfabTurnIds ids;
  g_autofree char *aside = NULL;
  g_autoptr (ConfabMessageRecord) answer = NULL;
  g_autoptr (GError) error = NULL;
  gint64 n_sessions;

  begin (fixture, &ids);
  journal (fixture, ids.answer, 0, "What there ");
  journal (fixture, ids.answer, 11, "was");
  store_close (fixture->store);
  aside = confab_salvage (fixture->path, NULL, &n_sessions, &error);
  g_assert_no_error (error);
  g_assert_cmpint (n_sessions, ==, 1);
  g_assert_cmpint (count_growth (fixture), ==, 0);

  g_assert_true (store_open (fixture->store, &error));
  answer = load_answer (fixture, &ids);
  g_assert_cmpint (answer->status, ==, CONFAB_STATUS_INTERRUPTED);
  g_assert_cmpstr (answer->text, ==, "What there was");
  g_assert_cmpstr (answer->thoughts, ==, "[11]");
}

#define ADD(path, func)                                                                            \
  g_test_add ("/store/growth/" path, StoreFixture, NULL, store_fixture_set_up, func,               \
              store_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("pieces", test_pieces);
  ADD ("taken-back", test_taken_back);
  ADD ("left-open", test_left_open);
  ADD ("deleted", test_deleted);
  ADD ("found", test_found);
  ADD ("salvaged", test_salvaged);

  return g_test_run ();
}
