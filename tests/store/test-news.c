/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "store-support.h"

#include "confab-database.h"

#include <string.h>

/* One thing after the other, all of it or nothing; deleting; what others have written. */

/* --- Atomicity and order --- */

static void
test_turn_all_or_nothing (StoreFixture  *fixture,
                          gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabSessionRecord) session = NULL;
  ConfabMessageRecord *prompt;
  ConfabTurnIds ids;
  ConfabTurnIds other;
  gint64 app = store_add_app (fixture->store, NULL);

  store_fixture_begin (fixture, 0, app, "First", &ids);
  store_fixture_begin (fixture, 0, app, "Of another session", &other);

  /* The prompt goes on from a message of another session: neither the new session, nor the renamed
   * one, nor a message is stored. */
  prompt = make_prompt ("Second");
  prompt->parent = other.answer;
  g_assert_false (store_begin_turn (fixture->store, make_session (0, app, "New"), prompt,
                                    make_answer (0, CONFAB_STATUS_QUEUED, ""), NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);

  prompt = make_prompt ("Second");
  prompt->parent = other.answer;
  g_assert_false (store_begin_turn (fixture->store, make_session (ids.session, app, "Renamed"),
                                    prompt, make_answer (0, CONFAB_STATUS_QUEUED, ""), NULL,
                                    &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);

  session = store_find_session (fixture->store, ids.session);
  g_assert_cmpstr (session->title, ==, "A title");
  g_assert_cmpuint (session->message_count, ==, 2);

  store_close (fixture->store);
  g_assert_cmpint (database_ask (fixture->path, "SELECT count(*) FROM session"), ==, 2);
  g_assert_cmpint (database_ask (fixture->path, "SELECT count(*) FROM message"), ==, 4);
}

/* A saved session does not undo what its messages have made of the row meanwhile. */
static void
test_stale_session_record (StoreFixture  *fixture,
                           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabSessionRecord) session = NULL;
  ConfabTurnIds ids;
  gint64 app = store_add_app (fixture->store, NULL);

  store_fixture_begin (fixture, 0, app, "Hello", &ids);
  store_save_session (fixture->store, make_session (ids.session, app, "Renamed"), &error);
  g_assert_no_error (error);

  session = store_find_session (fixture->store, ids.session);
  g_assert_cmpstr (session->title, ==, "Renamed");
  g_assert_cmpuint (session->message_count, ==, 2);
  g_assert_cmpstr (session->preview, ==, "Hello");
  g_assert_cmpint (session->last_status, ==, CONFAB_STATUS_QUEUED);
  g_assert_cmpint (session->updated_at, ==, 2000);
}

static ConfabNews *
look (ConfabStore *store)
{
  g_autoptr (GError) error = NULL;
  Pending pending = { NULL };
  ConfabNews *news;

  confab_store_look_async (store, FALSE, NULL, pending_cb, &pending);
  news = confab_store_look_finish (store, pending_wait (&pending), &error);
  g_object_unref (pending.result);
  g_assert_no_error (error);

  return news;
}

static void
count_cb (ConfabStore *store,
          guint       *count)
{
  (*count)++;
}

static gboolean
set_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;

  return G_SOURCE_REMOVE;
}

/* Own writes are no news, those of others are, once. */
static void
test_look (StoreFixture  *fixture,
           gconstpointer  data)
{
  g_autoptr (ConfabStore) other = confab_store_new (fixture->directory);
  g_autoptr (ConfabNews) news = NULL;
  g_autoptr (ConfabNews) later = NULL;
  g_autoptr (GError) error = NULL;
  guint64 n_writes;
  gint64 app;

  n_writes = confab_store_get_n_writes (fixture->store);
  app = store_add_app (fixture->store, NULL);
  g_assert_cmpuint (confab_store_get_n_writes (fixture->store), ==, n_writes + 2);
  news = look (fixture->store);
  g_assert_null (news);
  g_assert_cmpuint (confab_store_get_n_writes (fixture->store), ==, n_writes + 2);

  store_open (other, &error);
  g_assert_no_error (error);
  store_save_session (other, make_session (0, app, "Theirs"), &error);
  g_assert_no_error (error);
  news = look (fixture->store);
  g_assert_nonnull (news);
  g_assert_cmpuint (news->sessions->len, ==, 1);
  g_assert_cmpuint (news->catalogue->apps->len, ==, 1);

  store_save_session (fixture->store, make_session (0, app, "Ours"), &error);
  g_assert_no_error (error);
  later = look (fixture->store);
  g_assert_null (later);
  later = look (other);
  g_assert_nonnull (later);
  g_assert_cmpuint (later->sessions->len, ==, 2);
  store_close (other);
}

/* A session that seems to be blank has got a message from another process meanwhile. */
static void
test_delete_blank (StoreFixture  *fixture,
                   gconstpointer  data)
{
  gint64 app = store_add_app (fixture->store, NULL);
  gint64 blank = store_save_session (fixture->store, make_session (0, app, ""), NULL);
  ConfabTurnIds ids;
  gint64 sessions[2];

  store_fixture_begin (fixture, 0, app, "Hello", &ids);
  sessions[0] = blank;
  sessions[1] = ids.session;
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (ConfabSessionRecord) left = NULL;
      g_autoptr (GError) error = NULL;
      Pending pending = { NULL };

      confab_store_delete_session_async (fixture->store, sessions[i], CONFAB_DELETE_BLANK, NULL,
                                         pending_cb, &pending);
      confab_store_delete_session_finish (fixture->store, pending_wait (&pending), &error);
      g_object_unref (pending.result);
      left = store_find_session (fixture->store, sessions[i]);
      if (i == 0)
        {
          g_assert_no_error (error);
          g_assert_null (left);
        }
      else
        {
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
          g_assert_nonnull (left);
        }
    }
}

/* Each write is told, many at once, and afterwards nothing wakes up. */
static void
test_watch (StoreFixture  *fixture,
            gconstpointer  data)
{
  gboolean over = FALSE;
  guint count = 0;
  guint after;

  g_signal_connect (fixture->store, "touched", G_CALLBACK (count_cb), &count);
  confab_store_watch (fixture->store);
  for (guint i = 0; i < 20; i++)
    store_add_app (fixture->store, NULL);
  while (count == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count, <, 10);

  g_timeout_add (700, set_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
  after = count;
  over = FALSE;
  g_timeout_add (700, set_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count, ==, after);

  confab_store_unwatch (fixture->store);
}

/* Two processes hold the same session; each writes what it has changed and leaves the rest. */
static void
test_parts (StoreFixture  *fixture,
            gconstpointer  data)
{
  static const ConfabSessionParts parts[] = {
    CONFAB_SESSION_TITLE, CONFAB_SESSION_REMOTE, CONFAB_SESSION_PINNED, CONFAB_SESSION_ARCHIVED,
    CONFAB_SESSION_UNREAD, CONFAB_SESSION_OPTIONS, CONFAB_SESSION_DRAFT,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autoptr (ConfabSessionRecord) after = NULL;
      g_autoptr (GError) error = NULL;
      ConfabSessionRecord *record;
      Pending pending = { NULL };
      gint64 app = store_add_app (fixture->store, NULL);
      gint64 id = store_save_session (fixture->store, make_session (0, app, "old"), &error);

      g_assert_no_error (error);
      record = make_session (id, app, "new");
      record->remote_id = g_strdup ("new");
      record->remote_used_at = 2;
      record->remote_rounds = 3;
      record->pinned = record->archived = record->unread = TRUE;
      record->options = g_strdup ("{}");
      record->draft = g_strdup ("new");
      confab_store_save_session_async (fixture->store, record, parts[i], NULL, pending_cb,
                                       &pending);
      confab_store_save_session_finish (fixture->store, pending_wait (&pending), &error);
      g_object_unref (pending.result);
      g_assert_no_error (error);

      after = store_find_session (fixture->store, id);
      g_assert_cmpstr (after->title, ==, parts[i] == CONFAB_SESSION_TITLE ? "new" : "old");
      g_assert_cmpstr (after->remote_id, ==, parts[i] == CONFAB_SESSION_REMOTE ? "new" : NULL);
      g_assert_cmpint (after->remote_used_at, ==, parts[i] == CONFAB_SESSION_REMOTE ? 2 : 0);
      g_assert_cmpuint (after->remote_rounds, ==, parts[i] == CONFAB_SESSION_REMOTE ? 3 : 0);
      g_assert_cmpint (after->pinned, ==, parts[i] == CONFAB_SESSION_PINNED);
      g_assert_cmpint (after->archived, ==, parts[i] == CONFAB_SESSION_ARCHIVED);
      g_assert_cmpint (after->unread, ==, parts[i] == CONFAB_SESSION_UNREAD);
      g_assert_cmpstr (after->options, ==, parts[i] == CONFAB_SESSION_OPTIONS ? "{}" : NULL);
      g_assert_cmpstr (after->draft, ==, parts[i] == CONFAB_SESSION_DRAFT ? "new" : NULL);
    }
}

static void
test_pages (StoreFixture  *fixture,
            gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  gint64 app = store_add_app (fixture->store, NULL);
  gint64 session = 0;
  gint64 before = 0;
  guint n_pages = 0;
  int expected = 24;

  for (int i = 0; i < 25; i++)
    {
      g_autofree char *text = g_strdup_printf ("%d", i);
      ConfabTurnIds ids;
      ConfabTurnIds elsewhere;
      /* The clock runs backwards: the order is that of the ids. */
      ConfabMessageRecord *prompt = make_prompt (text);

      prompt->created_at = 1000000 - i;
      store_begin_turn (fixture->store, make_session (session, app, "x"), prompt,
                        make_answer (0, CONFAB_STATUS_QUEUED, text), &ids, &error);
      g_assert_no_error (error);
      session = ids.session;
      store_fixture_begin (fixture, 0, app, "in between", &elsewhere);
    }

  for (;;)
    {
      g_autoptr (GPtrArray) page = store_load_messages (fixture->store, session, before, 8, &error);
      ConfabMessageRecord *oldest;

      g_assert_no_error (error);
      if (page->len == 0)
        break;

      n_pages++;
      for (guint i = page->len; i > 0; i--)
        {
          ConfabMessageRecord *record = g_ptr_array_index (page, i - 1);
          g_autofree char *text = g_strdup_printf ("%d", expected);

          g_assert_cmpint (record->session, ==, session);
          g_assert_cmpstr (record->text, ==, text);
          if (record->role == CONFAB_ROLE_USER)
            expected--;
        }

      oldest = g_ptr_array_index (page, 0);
      before = oldest->id;
    }

  g_assert_cmpint (expected, ==, -1);
  g_assert_cmpuint (n_pages, ==, 7);
}

/* Functions are done in the order of the calls, without waiting in between. */
static void
test_order (StoreFixture  *fixture,
            gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) messages = NULL;
  ConfabMessageRecord *got;
  ConfabTurnIds ids;
  Pending pendings[51] = { { NULL } };

  store_fixture_begin (fixture, 0, store_add_app (fixture->store, NULL), "Count", &ids);
  for (gsize i = 0; i < G_N_ELEMENTS (pendings); i++)
    {
      g_autofree char *text = g_strdup_printf ("%" G_GSIZE_FORMAT, i);
      gboolean last = i + 1 == G_N_ELEMENTS (pendings);

      confab_store_save_answer_async (fixture->store,
                                      make_answer (ids.answer,
                                                   last ? CONFAB_STATUS_COMPLETE
                                                        : CONFAB_STATUS_STREAMING,
                                                   text),
                                      NULL, 0, NULL, pending_cb, &pendings[i]);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (pendings); i++)
    {
      confab_store_save_answer_finish (fixture->store, pending_wait (&pendings[i]), &error);
      g_assert_no_error (error);
      g_object_unref (pendings[i].result);
    }

  messages = store_load_messages (fixture->store, ids.session, 0, 1, &error);
  got = g_ptr_array_index (messages, 0);
  g_assert_cmpstr (got->text, ==, "50");
}

/* --- Deleting --- */

static void
test_delete (StoreFixture  *fixture,
             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabSessionRecord) gone = NULL;
  g_autoptr (ConfabSessionRecord) kept = NULL;
  g_autofree char *contents = NULL;
  gsize length;
  ConfabTurnIds ids = { 0 };
  ConfabTurnIds other;
  gint64 app = store_add_app (fixture->store, NULL);

  store_fixture_begin (fixture, 0, app, "I stay", &other);
  store_save_answer (fixture->store, make_answer (other.answer, CONFAB_STATUS_COMPLETE, "me too"),
                     NULL, &error);

  /* More than one step of the purge. */
  for (int i = 0; i < 100; i++)
    {
      store_fixture_begin (fixture, ids.session, app, "Top secret plans", &ids);
      store_save_answer (fixture->store,
                         make_answer (ids.answer, CONFAB_STATUS_COMPLETE, "Hushhush answer"),
                         NULL, &error);
      g_assert_no_error (error);
    }
  /* An open answer, which is in no index, is deleted as well. */
  store_fixture_begin (fixture, ids.session, app, "And one more", &ids);

  store_delete_session (fixture->store, ids.session, &error);
  g_assert_no_error (error);
  gone = store_find_session (fixture->store, ids.session);
  g_assert_null (gone);

  /* What still comes for it says so. */
  g_assert_false (store_delete_session (fixture->store, ids.session, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_cmpint (store_save_session (fixture->store, make_session (ids.session, app, "x"),
                                       &error), ==, 0);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);

  store_fixture_reopen (fixture);
  kept = store_find_session (fixture->store, other.session);
  g_assert_cmpuint (kept->message_count, ==, 2);

  /* Whatever a closing cut off was done after the opening, before this. */
  while (store_recover (fixture->store) == 0)
    {
      g_autoptr (ConfabDatabase) database = NULL;
      gint64 n_left;

      database = confab_database_open (fixture->path, CONFAB_DATABASE_READ, &error);
      g_assert_no_error (error);
      confab_database_query_int (database, "SELECT count(*) FROM session", &n_left, &error);
      g_assert_no_error (error);
      if (n_left == 1)
        break;
    }

  store_close (fixture->store);
  database_check_index (fixture->path);
  g_assert_cmpint (database_ask (fixture->path, "SELECT count(*) FROM message"), ==, 2);
  g_assert_cmpint (database_ask (fixture->path, "SELECT count(*) FROM message_index"
                                                " WHERE message_index MATCH 'secret'"), ==, 0);

  /* The texts themselves are overwritten. */
  g_file_get_contents (fixture->path, &contents, &length, &error);
  g_assert_no_error (error);
  g_assert_null (memmem (contents, length, "Top secret plans", 16));
  g_assert_null (memmem (contents, length, "Hushhush answer", 15));
  g_assert_nonnull (memmem (contents, length, "I stay", 6));
}

/* --- What is found by words --- */

static void
test_index (StoreFixture  *fixture,
            gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  ConfabTurnIds ids;
  gint64 app = store_add_app (fixture->store, NULL);

  store_fixture_begin (fixture, 0, app, "介绍一下新加坡", &ids);
  store_save_answer (fixture->store, make_answer (ids.answer, CONFAB_STATUS_STREAMING, "Halfway"),
                     NULL, &error);
  store_save_session (fixture->store, make_session (ids.session, app, "Naïve Title"), &error);
  g_assert_no_error (error);

  {
    g_autoptr (ConfabDatabase) database = NULL;
    gint64 n;

    database = confab_database_open (fixture->path, CONFAB_DATABASE_READ, &error);
    g_assert_no_error (error);
    confab_database_query_int (database, "SELECT count(*) FROM message_index"
                                         " WHERE message_index MATCH '\"新加\"'", &n, &error);
    g_assert_cmpint (n, ==, 1);
    confab_database_query_int (database, "SELECT count(*) FROM message_index"
                                         " WHERE message_index MATCH '\"加新\"'", &n, &error);
    g_assert_cmpint (n, ==, 0);
    /* An open answer is not in it yet. */
    confab_database_query_int (database, "SELECT count(*) FROM message_index"
                                         " WHERE message_index MATCH 'halfway'", &n, &error);
    g_assert_cmpint (n, ==, 0);
    confab_database_query_int (database, "SELECT count(*) FROM session_index"
                                         " WHERE session_index MATCH 'naive'", &n, &error);
    g_assert_cmpint (n, ==, 1);
    g_assert_no_error (error);
  }

  store_save_answer (fixture->store,
                     make_answer (ids.answer, CONFAB_STATUS_COMPLETE, "Halfway and whole"),
                     NULL, &error);
  g_assert_no_error (error);
  store_close (fixture->store);
  g_assert_cmpint (database_ask (fixture->path, "SELECT rowid FROM message_index"
                                                " WHERE message_index MATCH 'halfway whole'"),
                   ==, ids.answer);
  database_check_index (fixture->path);
}

#define ADD(path, func)                                                                            \
  g_test_add ("/store/news/" path, StoreFixture, NULL, store_fixture_set_up, func,                \
              store_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("turn-all-or-nothing", test_turn_all_or_nothing);
  ADD ("stale-session-record", test_stale_session_record);
  ADD ("parts", test_parts);
  ADD ("look", test_look);
  ADD ("watch", test_watch);
  ADD ("delete-blank", test_delete_blank);
  ADD ("pages", test_pages);
  ADD ("order", test_order);
  ADD ("delete", test_delete);
  ADD ("index", test_index);

  return g_test_run ();
}
