/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "store-support.h"

#include "confab-database.h"

#include <glib/gstdio.h>
#include <string.h>

/* Closes and opens again, so that what is read afterwards came from the disk. */
static void
reopen (StoreFixture *fixture)
{
  g_autoptr (GError) error = NULL;

  store_close (fixture->store);
  store_open (fixture->store, &error);
  g_assert_no_error (error);
  g_assert_cmpint (confab_store_get_state (fixture->store), ==, CONFAB_STORE_OPEN);
}

/* The full-text tables hold exactly what the messages and titles hold. No answer may be open. */
static void
check_index (const char *path)
{
  g_assert_cmpint (database_ask (path, "INSERT INTO message_index (message_index, rank)"
                                       " VALUES ('integrity-check', 1)"), ==, 0);
  g_assert_cmpint (database_ask (path, "INSERT INTO session_index (session_index, rank)"
                                       " VALUES ('integrity-check', 1)"), ==, 0);
  g_assert_cmpint (database_ask (path, "SELECT count(*) FROM pragma_integrity_check"
                                       " WHERE integrity_check <> 'ok'"), ==, 0);
  g_assert_cmpint (database_ask (path, "SELECT count(*) FROM pragma_foreign_key_check"), ==, 0);
}

static gint64
begin (StoreFixture  *fixture,
       gint64         session,
       gint64         app,
       const char    *prompt,
       ConfabTurnIds *ids)
{
  g_autoptr (GError) error = NULL;

  store_begin_turn (fixture->store, make_session (session, app, "A title"), make_prompt (prompt),
                    make_answer (0, CONFAB_STATUS_QUEUED, ""), ids, &error);
  g_assert_no_error (error);

  return ids->session;
}

/* --- Round trips --- */

static void
test_catalogue (StoreFixture  *fixture,
                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabCatalogue) empty = NULL;
  g_autoptr (ConfabCatalogue) catalogue = NULL;
  ConfabConnectionRecord *connection = confab_connection_record_new ();
  ConfabConnectionRecord *got_connection;
  g_autofree char *account = g_strdup (connection->account);
  ConfabAppRecord *app;
  ConfabAppRecord *got_app;
  Pending pending = { NULL };
  gint64 connection_id;
  gint64 app_ids[2];

  empty = store_load_catalogue (fixture->store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (empty->connections->len, ==, 0);
  g_assert_cmpuint (empty->apps->len, ==, 0);

  connection->name = g_strdup ("新加坡");
  connection->base_url = g_strdup ("https://dashscope-intl.aliyuncs.com/api/v1");
  connection->workspace = g_strdup ("ws-1");
  connection->connect_timeout = 7;
  connection->idle_timeout = 77;
  connection->is_demo = TRUE;
  confab_store_save_connection_async (fixture->store, connection, NULL, pending_cb, &pending);
  connection_id = confab_store_save_connection_finish (fixture->store, pending_wait (&pending),
                                                       &error);
  g_assert_no_error (error);
  g_assert_cmpint (connection_id, >, 0);
  g_clear_object (&pending.result);

  for (int i = 0; i < 2; i++)
    {
      app = confab_app_record_new ();
      app->connection_id = connection_id;
      app->app_id = g_strdup ("cities");
      app->name = g_strdup (i == 0 ? "Second" : "First");
      app->kind = CONFAB_KIND_DIALOG_WORKFLOW;
      app->color = g_strdup ("green_4");
      app->options = i == 0 ? g_strdup ("{\"stream\":\"none\"}") : NULL;
      app->position = 5 - i;
      confab_store_save_app_async (fixture->store, app, NULL, pending_cb, &pending);
      app_ids[i] = confab_store_save_app_finish (fixture->store, pending_wait (&pending), &error);
      g_assert_no_error (error);
      g_clear_object (&pending.result);
    }

  reopen (fixture);

  catalogue = store_load_catalogue (fixture->store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (catalogue->connections->len, ==, 1);
  got_connection = g_ptr_array_index (catalogue->connections, 0);
  g_assert_cmpint (got_connection->id, ==, connection_id);
  g_assert_cmpstr (got_connection->account, ==, account);
  g_assert_cmpstr (got_connection->name, ==, "新加坡");
  g_assert_cmpstr (got_connection->base_url, ==, "https://dashscope-intl.aliyuncs.com/api/v1");
  g_assert_cmpstr (got_connection->workspace, ==, "ws-1");
  g_assert_cmpuint (got_connection->connect_timeout, ==, 7);
  g_assert_cmpuint (got_connection->idle_timeout, ==, 77);
  g_assert_true (got_connection->is_demo);

  g_assert_cmpuint (catalogue->apps->len, ==, 2);
  got_app = g_ptr_array_index (catalogue->apps, 0);
  g_assert_cmpint (got_app->id, ==, app_ids[1]);
  g_assert_cmpstr (got_app->name, ==, "First");
  g_assert_null (got_app->options);
  got_app = g_ptr_array_index (catalogue->apps, 1);
  g_assert_cmpint (got_app->id, ==, app_ids[0]);
  g_assert_cmpint (got_app->connection_id, ==, connection_id);
  g_assert_cmpstr (got_app->app_id, ==, "cities");
  g_assert_cmpstr (got_app->name, ==, "Second");
  g_assert_cmpint (got_app->kind, ==, CONFAB_KIND_DIALOG_WORKFLOW);
  g_assert_cmpstr (got_app->color, ==, "green_4");
  g_assert_cmpstr (got_app->options, ==, "{\"stream\":\"none\"}");
  g_assert_cmpint (got_app->position, ==, 5);

  /* Changing one. */
  app = confab_app_record_copy (got_app);
  g_free (app->name);
  app->name = g_strdup ("Renamed");
  confab_store_save_app_async (fixture->store, app, NULL, pending_cb, &pending);
  g_assert_cmpint (confab_store_save_app_finish (fixture->store, pending_wait (&pending), &error),
                   ==, app_ids[0]);
  g_assert_no_error (error);
  g_clear_object (&pending.result);
  g_clear_pointer (&catalogue, confab_catalogue_free);
  catalogue = store_load_catalogue (fixture->store, &error);
  got_app = g_ptr_array_index (catalogue->apps, 1);
  g_assert_cmpstr (got_app->name, ==, "Renamed");
}

static void
test_references (StoreFixture  *fixture,
                 gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  ConfabAppRecord *app = confab_app_record_new ();
  Pending pending = { NULL };

  /* An application of no connection, a session of no application. */
  app->connection_id = 99;
  confab_store_save_app_async (fixture->store, app, NULL, pending_cb, &pending);
  g_assert_cmpint (confab_store_save_app_finish (fixture->store, pending_wait (&pending), &error),
                   ==, 0);
  g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_STORE);
  g_clear_error (&error);
  g_object_unref (pending.result);

  g_assert_cmpint (store_save_session (fixture->store, make_session (0, 99, "x"), &error), ==, 0);
  g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_STORE);
  g_clear_error (&error);

  /* A session that is not there. */
  g_assert_cmpint (store_save_session (fixture->store,
                                       make_session (7, store_add_app (fixture->store, NULL), "x"),
                                       &error), ==, 0);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
test_session (StoreFixture  *fixture,
              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabSessionRecord) got = NULL;
  ConfabSessionRecord *record;
  gint64 app = store_add_app (fixture->store, NULL);
  gint64 id;

  record = make_session (0, app, "Travel 旅行");
  record->remote_id = g_strdup ("0123456789abcdef0123456789abcdef");
  record->remote_used_at = 3;
  record->remote_rounds = 4;
  record->created_at = 5;
  record->updated_at = 6;
  record->pinned = TRUE;
  record->archived = TRUE;
  record->unread = TRUE;
  record->options = g_strdup ("{}");
  record->draft = g_strdup ("not sent yet");
  record->preview = g_strdup ("the last words");
  record->last_status = CONFAB_STATUS_STOPPED;
  id = store_save_session (fixture->store, record, &error);
  g_assert_no_error (error);
  g_assert_cmpint (id, >, 0);

  reopen (fixture);

  got = store_find_session (fixture->store, id);
  g_assert_cmpint (got->app, ==, app);
  g_assert_cmpstr (got->title, ==, "Travel 旅行");
  g_assert_cmpstr (got->remote_id, ==, "0123456789abcdef0123456789abcdef");
  g_assert_cmpint (got->remote_used_at, ==, 3);
  g_assert_cmpuint (got->remote_rounds, ==, 4);
  g_assert_cmpint (got->created_at, ==, 5);
  g_assert_cmpint (got->updated_at, ==, 6);
  g_assert_true (got->pinned);
  g_assert_true (got->archived);
  g_assert_true (got->unread);
  g_assert_cmpstr (got->options, ==, "{}");
  g_assert_cmpstr (got->draft, ==, "not sent yet");
  g_assert_cmpstr (got->preview, ==, "the last words");
  g_assert_cmpint (got->last_status, ==, CONFAB_STATUS_STOPPED);
  g_assert_cmpuint (got->message_count, ==, 0);
}

static void
test_sessions_newest_first (StoreFixture  *fixture,
                            gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sessions = NULL;
  gint64 app = store_add_app (fixture->store, NULL);
  const gint64 times[] = { 30, 10, 20, 20 };
  const guint order[] = { 0, 3, 2, 1 };
  gint64 ids[G_N_ELEMENTS (times)];

  for (gsize i = 0; i < G_N_ELEMENTS (times); i++)
    {
      ConfabSessionRecord *record = make_session (0, app, "x");

      record->updated_at = times[i];
      ids[i] = store_save_session (fixture->store, record, &error);
      g_assert_no_error (error);
    }

  sessions = store_load_sessions (fixture->store, &error);
  g_assert_cmpuint (sessions->len, ==, G_N_ELEMENTS (times));
  for (gsize i = 0; i < G_N_ELEMENTS (times); i++)
    {
      ConfabSessionRecord *record = g_ptr_array_index (sessions, i);

      g_assert_cmpint (record->id, ==, ids[order[i]]);
    }
}

static void
test_turn (StoreFixture  *fixture,
           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) messages = NULL;
  g_autoptr (ConfabSessionRecord) session = NULL;
  ConfabMessageRecord *answer;
  ConfabMessageRecord *got;
  ConfabModelUsage *usage;
  ConfabTurnIds ids;
  gint64 app = store_add_app (fixture->store, NULL);
  gint64 run = confab_store_get_run (fixture->store);

  g_assert_cmpint (run, >, 0);
  begin (fixture, 0, app, "Who are\nyou?", &ids);
  g_assert_cmpint (ids.session, >, 0);
  g_assert_cmpint (ids.prompt, >, 0);
  g_assert_cmpint (ids.answer, >, ids.prompt);

  messages = store_load_messages (fixture->store, ids.session, 0, 10, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (messages->len, ==, 2);
  got = g_ptr_array_index (messages, 0);
  g_assert_cmpint (got->id, ==, ids.prompt);
  g_assert_cmpint (got->session, ==, ids.session);
  g_assert_cmpint (got->parent, ==, 0);
  g_assert_cmpint (got->run, ==, 0);
  g_assert_cmpint (got->role, ==, CONFAB_ROLE_USER);
  g_assert_cmpint (got->status, ==, CONFAB_STATUS_COMPLETE);
  g_assert_cmpstr (got->text, ==, "Who are\nyou?");
  got = g_ptr_array_index (messages, 1);
  g_assert_cmpint (got->id, ==, ids.answer);
  g_assert_cmpint (got->parent, ==, ids.prompt);
  g_assert_cmpint (got->run, ==, run);
  g_assert_cmpint (got->role, ==, CONFAB_ROLE_ASSISTANT);
  g_assert_cmpint (got->status, ==, CONFAB_STATUS_QUEUED);
  g_assert_cmpstr (got->text, ==, "");
  g_assert_null (got->failure);
  g_assert_null (got->usage);
  g_clear_pointer (&messages, g_ptr_array_unref);

  session = store_find_session (fixture->store, ids.session);
  g_assert_cmpuint (session->message_count, ==, 2);
  g_assert_cmpstr (session->preview, ==, "Who are you?");
  g_assert_cmpint (session->last_status, ==, CONFAB_STATUS_QUEUED);
  g_assert_cmpint (session->updated_at, ==, 2000);
  g_clear_pointer (&session, confab_session_record_free);

  /* The journal: the answer stays open and keeps its run. */
  store_save_answer (fixture->store, make_answer (ids.answer, CONFAB_STATUS_STREAMING, "I am"),
                     NULL, &error);
  g_assert_no_error (error);
  messages = store_load_messages (fixture->store, ids.session, 0, 1, &error);
  got = g_ptr_array_index (messages, 0);
  g_assert_cmpstr (got->text, ==, "I am");
  g_assert_cmpint (got->status, ==, CONFAB_STATUS_STREAMING);
  g_assert_cmpint (got->run, ==, run);
  g_clear_pointer (&messages, g_ptr_array_unref);
  session = store_find_session (fixture->store, ids.session);
  g_assert_cmpint (session->last_status, ==, CONFAB_STATUS_STREAMING);
  g_assert_cmpstr (session->preview, ==, "Who are you?");
  g_clear_pointer (&session, confab_session_record_free);

  /* The end, with everything an answer can have. */
  answer = make_answer (ids.answer, CONFAB_STATUS_REFUSED, "I am\n\nthe *Assistant*.");
  answer->thoughts = g_strdup ("[{\"thought\":\"想\"}]");
  answer->references = g_strdup ("[{\"index_id\":\"1\"}]");
  answer->nodes = g_strdup ("[{\"node\":1}]");
  answer->usage = confab_usage_new ();
  g_ptr_array_add (answer->usage, confab_model_usage_new ("qwen-plus", 12, 345));
  answer->request_id = g_strdup ("req-1");
  answer->finish_reason = g_strdup ("stop");
  answer->request = g_strdup ("{\"input\":{}}");
  answer->failure = confab_failure_new (CONFAB_ERROR_QUOTA, "Throttling", "Slow down");
  answer->failure->request_id = g_strdup ("req-2");
  answer->failure->http_status = 429;
  answer->failure->retry_after = 30;
  answer->first_text_us = 250000;
  answer->duration_us = 500000;
  session = make_session (ids.session, app, "A title");
  session->remote_id = g_strdup ("remote");
  session->remote_rounds = 1;
  store_save_answer (fixture->store, answer, g_steal_pointer (&session), &error);
  g_assert_no_error (error);

  reopen (fixture);

  messages = store_load_messages (fixture->store, ids.session, 0, 1, &error);
  got = g_ptr_array_index (messages, 0);
  g_assert_cmpint (got->run, ==, 0);
  g_assert_cmpint (got->status, ==, CONFAB_STATUS_REFUSED);
  g_assert_cmpstr (got->text, ==, "I am\n\nthe *Assistant*.");
  g_assert_cmpstr (got->thoughts, ==, "[{\"thought\":\"想\"}]");
  g_assert_cmpstr (got->references, ==, "[{\"index_id\":\"1\"}]");
  g_assert_cmpstr (got->nodes, ==, "[{\"node\":1}]");
  g_assert_cmpuint (got->usage->len, ==, 1);
  usage = g_ptr_array_index (got->usage, 0);
  g_assert_cmpstr (usage->model_id, ==, "qwen-plus");
  g_assert_cmpint (usage->input_tokens, ==, 12);
  g_assert_cmpint (usage->output_tokens, ==, 345);
  g_assert_cmpstr (got->request_id, ==, "req-1");
  g_assert_cmpstr (got->finish_reason, ==, "stop");
  g_assert_cmpstr (got->request, ==, "{\"input\":{}}");
  g_assert_cmpint (got->failure->error_class, ==, CONFAB_ERROR_QUOTA);
  g_assert_cmpstr (got->failure->code, ==, "Throttling");
  g_assert_cmpstr (got->failure->message, ==, "Slow down");
  g_assert_cmpstr (got->failure->request_id, ==, "req-2");
  g_assert_cmpint (got->failure->http_status, ==, 429);
  g_assert_cmpint (got->failure->retry_after, ==, 30);
  g_assert_cmpint (got->created_at, ==, 2000);
  g_assert_cmpint (got->first_text_us, ==, 250000);
  g_assert_cmpint (got->duration_us, ==, 500000);

  session = store_find_session (fixture->store, ids.session);
  g_assert_cmpstr (session->preview, ==, "I am the Assistant.");
  g_assert_cmpint (session->last_status, ==, CONFAB_STATUS_REFUSED);
  g_assert_cmpint (session->updated_at, ==, 502000);
  g_assert_cmpstr (session->remote_id, ==, "remote");
  g_assert_cmpuint (session->message_count, ==, 2);

  store_close (fixture->store);
  check_index (fixture->path);
}

/* A terminal state is the last one. */
static void
test_one_end (StoreFixture  *fixture,
              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) messages = NULL;
  ConfabMessageRecord *got;
  ConfabTurnIds ids;

  begin (fixture, 0, store_add_app (fixture->store, NULL), "Hello", &ids);
  store_save_answer (fixture->store, make_answer (ids.answer, CONFAB_STATUS_COMPLETE, "all"),
                     NULL, &error);
  g_assert_no_error (error);

  g_assert_false (store_save_answer (fixture->store,
                                     make_answer (ids.answer, CONFAB_STATUS_STOPPED, "other"),
                                     NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);

  messages = store_load_messages (fixture->store, ids.session, 0, 1, &error);
  got = g_ptr_array_index (messages, 0);
  g_assert_cmpstr (got->text, ==, "all");
  g_assert_cmpint (got->status, ==, CONFAB_STATUS_COMPLETE);
}

/* Asking again: one more answer to the same prompt. */
static void
test_ask_again (StoreFixture  *fixture,
                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) messages = NULL;
  g_autoptr (ConfabSessionRecord) session = NULL;
  ConfabMessageRecord *answer;
  ConfabMessageRecord *got;
  ConfabTurnIds ids;
  ConfabTurnIds again;
  gint64 app = store_add_app (fixture->store, NULL);

  begin (fixture, 0, app, "Hello", &ids);
  store_save_answer (fixture->store, make_answer (ids.answer, CONFAB_STATUS_FAILED, ""),
                     NULL, &error);
  g_assert_no_error (error);

  answer = make_answer (0, CONFAB_STATUS_QUEUED, "");
  answer->parent = ids.prompt;
  store_begin_turn (fixture->store, make_session (ids.session, app, "A title"), NULL, answer,
                    &again, &error);
  g_assert_no_error (error);
  g_assert_cmpint (again.session, ==, ids.session);
  g_assert_cmpint (again.prompt, ==, ids.prompt);
  g_assert_cmpint (again.answer, >, ids.answer);

  messages = store_load_messages (fixture->store, ids.session, 0, 10, &error);
  g_assert_cmpuint (messages->len, ==, 3);
  got = g_ptr_array_index (messages, 2);
  g_assert_cmpint (got->parent, ==, ids.prompt);
  session = store_find_session (fixture->store, ids.session);
  g_assert_cmpuint (session->message_count, ==, 3);
  g_assert_cmpstr (session->preview, ==, "Hello");
  g_assert_cmpint (session->last_status, ==, CONFAB_STATUS_QUEUED);

  /* The earlier answer is not what the session's row speaks of. */
  g_assert_false (store_save_answer (fixture->store,
                                     make_answer (ids.answer, CONFAB_STATUS_COMPLETE, "late"),
                                     NULL, NULL));
}

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

  begin (fixture, 0, app, "First", &ids);
  begin (fixture, 0, app, "Of another session", &other);

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

  begin (fixture, 0, app, "Hello", &ids);
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

  begin (fixture, 0, app, "Hello", &ids);
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
      begin (fixture, 0, app, "in between", &elsewhere);
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

  begin (fixture, 0, store_add_app (fixture->store, NULL), "Count", &ids);
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

  begin (fixture, 0, app, "I stay", &other);
  store_save_answer (fixture->store, make_answer (other.answer, CONFAB_STATUS_COMPLETE, "me too"),
                     NULL, &error);

  /* More than one step of the purge. */
  for (int i = 0; i < 100; i++)
    {
      begin (fixture, ids.session, app, "Top secret plans", &ids);
      store_save_answer (fixture->store,
                         make_answer (ids.answer, CONFAB_STATUS_COMPLETE, "Hushhush answer"),
                         NULL, &error);
      g_assert_no_error (error);
    }
  /* An open answer, which is in no index, is deleted as well. */
  begin (fixture, ids.session, app, "And one more", &ids);

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

  reopen (fixture);
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
  check_index (fixture->path);
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

  begin (fixture, 0, app, "介绍一下新加坡", &ids);
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
  check_index (fixture->path);
}

/* --- Hostile text --- */

static void
test_hostile_text (StoreFixture  *fixture,
                   gconstpointer  data)
{
  g_autofree char *huge = g_strnfill (1024 * 1024, 'x');
  g_autofree char *cjk = NULL;
  g_autoptr (GString) many = g_string_new (NULL);
  gint64 app = store_add_app (fixture->store, NULL);

  for (guint i = 0; i < 350000; i++)
    g_string_append (many, "汉");
  cjk = g_strdup (many->str);

  {
    const char *texts[][2] = {
      { "'); DROP TABLE message; --", NULL },
      { "\"quoted\" 'quoted' `quoted` [quoted]", NULL },
      { "NEAR(a b) OR * ^ : {x} -", NULL },
      { "%s%n%d ?1 :a @b $c", NULL },
      { "\x1b]52;c;x\x07 \xe2\x80\xae rtl \xef\xbb\xbf", NULL },
      { "bad \xff\xfe utf-8 \xc3", "bad \xef\xbf\xbd\xef\xbf\xbd utf-8 \xef\xbf\xbd" },
      { huge, NULL },
      { cjk, NULL },
      { "", NULL },
    };

    for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
      {
        const char *expected = texts[i][1] != NULL ? texts[i][1] : texts[i][0];
        g_autoptr (GError) error = NULL;
        g_autoptr (GPtrArray) messages = NULL;
        g_autoptr (ConfabSessionRecord) session = NULL;
        ConfabMessageRecord *got;
        ConfabTurnIds ids;

        store_begin_turn (fixture->store, make_session (0, app, texts[i][0]),
                          make_prompt (texts[i][0]), make_answer (0, CONFAB_STATUS_QUEUED, ""),
                          &ids, &error);
        g_assert_no_error (error);
        store_save_answer (fixture->store,
                           make_answer (ids.answer, CONFAB_STATUS_COMPLETE, texts[i][0]), NULL,
                           &error);
        g_assert_no_error (error);

        messages = store_load_messages (fixture->store, ids.session, 0, 10, &error);
        g_assert_no_error (error);
        got = g_ptr_array_index (messages, 0);
        g_assert_true (g_str_equal (got->text, expected));
        got = g_ptr_array_index (messages, 1);
        g_assert_true (g_str_equal (got->text, expected));
        session = store_find_session (fixture->store, ids.session);
        g_assert_true (g_str_equal (session->title, expected));
        g_assert_true (session->preview == NULL || g_utf8_validate (session->preview, -1, NULL));
      }
  }

  store_close (fixture->store);
  check_index (fixture->path);
}

/* Texts that came into the file some other way: one bad row stops nothing. */
static void
test_hostile_rows (StoreFixture  *fixture,
                   gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) messages = NULL;
  ConfabMessageRecord *got;
  ConfabTurnIds ids;

  begin (fixture, 0, store_add_app (fixture->store, NULL), "Hello", &ids);
  store_save_answer (fixture->store, make_answer (ids.answer, CONFAB_STATUS_COMPLETE, "x"), NULL,
                     &error);
  store_close (fixture->store);
  {
    g_autoptr (ConfabDatabase) database = NULL;

    database = confab_database_open (fixture->path, CONFAB_DATABASE_WRITE, &error);
    g_assert_no_error (error);
    confab_database_execute (database,
                             "UPDATE message SET text = CAST (x'61006280ff' AS TEXT),"
                             " status = 'dancing', usage = '{{{{', error_class = 'singing',"
                             " created_at = -5 WHERE role = 'assistant'", &error);
    g_assert_no_error (error);
  }

  store_open (fixture->store, &error);
  g_assert_no_error (error);
  messages = store_load_messages (fixture->store, ids.session, 0, 10, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (messages->len, ==, 2);
  got = g_ptr_array_index (messages, 1);
  g_assert_true (g_utf8_validate (got->text, -1, NULL));
  g_assert_true (g_str_has_prefix (got->text, "a"));
  g_assert_true (strchr (got->text, 'b') != NULL);
  g_assert_cmpint (got->status, ==, CONFAB_STATUS_UNKNOWN);
  g_assert_null (got->usage);
  g_assert_cmpint (got->failure->error_class, ==, CONFAB_ERROR_OTHER);
}

/* --- Life --- */

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
    begin (fixture, ids.session, app, text, &ids);
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

      begin (fixture, ids.session, app, "Who are you, and what can you do for me? 你是谁？", &ids);
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
  g_test_add ("/store/store/" path, StoreFixture, NULL, store_fixture_set_up, func,                \
              store_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("catalogue", test_catalogue);
  ADD ("references", test_references);
  ADD ("session", test_session);
  ADD ("sessions-newest-first", test_sessions_newest_first);
  ADD ("turn", test_turn);
  ADD ("one-end", test_one_end);
  ADD ("ask-again", test_ask_again);
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
  ADD ("hostile-text", test_hostile_text);
  ADD ("hostile-rows", test_hostile_rows);
  ADD ("files", test_files);
  ADD ("close-while-reading", test_close_while_reading);
  ADD ("cancelled", test_cancelled);
  ADD ("context", test_context);
  ADD ("cost", test_cost);
  g_test_add_func ("/store/store/not-open", test_not_open);
  g_test_add_func ("/store/store/all-at-once", test_all_at_once);
  g_test_add_func ("/store/store/opened-often", test_opened_often);
  g_test_add_func ("/store/store/dropped", test_dropped);
  g_test_add_func ("/store/store/cancelled-opening", test_cancelled_opening);

  return g_test_run ();
}
