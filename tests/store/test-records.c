/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "store-support.h"

/* What is written is read again, as it was. */

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

  store_fixture_reopen (fixture);

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

  store_fixture_reopen (fixture);

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
  store_fixture_begin (fixture, 0, app, "Who are\nyou?", &ids);
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

  store_fixture_reopen (fixture);

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
  database_check_index (fixture->path);
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

  store_fixture_begin (fixture, 0, store_add_app (fixture->store, NULL), "Hello", &ids);
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

  store_fixture_begin (fixture, 0, app, "Hello", &ids);
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

/* What could not be made takes nothing along: its id is another session's by then. */
static void
test_not_imported (StoreFixture  *fixture,
                   gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabSessionRecord) session = NULL;
  GPtrArray *messages =
    g_ptr_array_new_with_free_func ((GDestroyNotify) confab_message_record_free);
  Pending importing = { NULL };
  Pending saving = { NULL };
  gint64 app = store_add_app (fixture->store, NULL);
  gint64 id;

  store_close (fixture->store);
  database_ask (fixture->path, "CREATE TRIGGER full BEFORE INSERT ON message"
                               " BEGIN SELECT raise (ABORT, 'full'); END");
  store_open (fixture->store, &error);
  g_assert_no_error (error);

  g_ptr_array_add (messages, make_prompt ("Hello"));
  confab_store_import_session_async (fixture->store, make_session (0, app, "Theirs"), messages, 0,
                                     NULL, pending_cb, &importing);
  confab_store_save_session_async (fixture->store, make_session (0, app, "Mine"), TEST_ALL_PARTS,
                                   NULL, pending_cb, &saving);
  g_assert_null (confab_store_import_session_finish (fixture->store, pending_wait (&importing),
                                                     &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  id = confab_store_save_session_finish (fixture->store, pending_wait (&saving), &error);
  g_assert_no_error (error);

  store_fixture_reopen (fixture);
  session = store_find_session (fixture->store, id);
  g_assert_nonnull (session);
  g_assert_cmpstr (session->title, ==, "Mine");
  g_object_unref (importing.result);
  g_object_unref (saving.result);
}

#define ADD(path, func)                                                                            \
  g_test_add ("/store/records/" path, StoreFixture, NULL, store_fixture_set_up, func,              \
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
  ADD ("not-imported", test_not_imported);

  return g_test_run ();
}
