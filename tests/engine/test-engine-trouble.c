/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "broken-key-store.h"
#include "engine-fixture.h"

#include <string.h>

#include <sqlite3.h>

#include "confab-error.h"

/* Disk and keyring as they should not be: Confab starts all the same, and says what is the matter. */

static void
greeting_script (FaultPeer *peer,
                 gpointer   user_data)
{
  fault_peer_read_request (peer);
  fault_peer_send (peer, FAULT_HEAD_EVENTS);
  fault_peer_send_chunk (peer, FAULT_FRAME ("Hello.", "stop"));
  fault_peer_send_last_chunk (peer);
}

static void
test_no_keyring (EngineFixture *fixture,
                 gconstpointer  data)
{
  ConfabKeyringState state = (ConfabKeyringState) GPOINTER_TO_INT (data);
  g_autoptr (ConfabKeyStore) keyring = test_broken_key_store_new (state);
  g_autoptr (FaultServer) server = fault_server_new (greeting_script, NULL);
  g_autoptr (ConfabConversation) conversation = NULL;
  g_autoptr (ConfabMessage) answer = NULL;
  g_autofree char *request = NULL;
  g_autoptr (GError) error = NULL;

  confab_context_set_keyring (fixture->context, keyring);
  g_assert_null (confab_engine_get_keyring_note (fixture->engine));

  conversation = engine_talk_to (fixture->engine, server);
  g_assert_nonnull (confab_engine_get_keyring_note (fixture->engine));

  /* For this run the key is there. */
  answer = engine_send (fixture->engine, conversation, "Hello", &error);
  g_assert_no_error (error);
  engine_wait_for_end (answer);
  g_assert_cmpint (confab_message_get_status (answer), ==, CONFAB_STATUS_COMPLETE);
  request = fault_server_dup_request (server, 0);
  g_assert_nonnull (g_strstr_len (request, -1, "Bearer " TEST_KEY));
}

static void
test_keyring_needed (EngineFixture *fixture,
                     gconstpointer  data)
{
  g_autoptr (ConfabKeyStore) keyring = test_broken_key_store_new (CONFAB_KEYRING_LOCKED);
  g_autoptr (FaultServer) server = fault_server_new (greeting_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  g_autoptr (ConfabStudioApp) app = NULL;
  g_autoptr (ConfabSession) session = NULL;
  g_autoptr (ConfabMessage) answer = NULL;
  g_autoptr (ConfabMessage) again = NULL;
  g_autoptr (GError) error = NULL;

  g_clear_object (&conversation);
  engine_fixture_stop (fixture);
  engine_fixture_start (fixture);
  confab_context_set_keyring (fixture->context, keyring);

  app = g_list_model_get_item (confab_engine_get_apps (fixture->engine), 0);
  session = confab_engine_new_session (fixture->engine, app);
  conversation = confab_engine_dup_conversation (fixture->engine, session);
  answer = engine_send (fixture->engine, conversation, "Hello", &error);
  g_assert_no_error (error);
  engine_wait_for_end (answer);
  g_assert_cmpint (confab_message_get_status (answer), ==, CONFAB_STATUS_FAILED);
  g_assert_cmpint (confab_message_get_failure (answer)->error_class, ==, CONFAB_ERROR_KEYRING);
  g_assert_cmpuint (fault_server_get_n_connections (server), ==, 0);

  /* The environment's key helps on this computer, when there is no other. */
  g_setenv ("DASHSCOPE_API_KEY", TEST_KEY, TRUE);
  again = engine_retry (fixture->engine, conversation, answer, &error);
  g_assert_no_error (error);
  engine_wait_for_end (again);
  g_unsetenv ("DASHSCOPE_API_KEY");
  g_assert_cmpint (confab_message_get_status (again), ==, CONFAB_STATUS_COMPLETE);
}

/* What can be seen with this note, and that nothing can be sent. */
static void
check_refusal (EngineFixture *fixture,
               guint          n_sessions)
{
  GListModel *sessions = confab_engine_get_sessions (fixture->engine);
  ConfabAppDraft draft = { "A", "https://h.example/api/v1", NULL, "app", "sk-123456" };
  g_autoptr (ConfabStudioApp) app = NULL;
  g_autoptr (ConfabSession) session = NULL;
  g_autoptr (ConfabConversation) conversation = NULL;
  g_autoptr (ConfabMessage) answer = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (confab_engine_get_store_note (fixture->engine));
  g_assert_cmpuint (g_list_model_get_n_items (sessions), ==, n_sessions);
  app = engine_add_app (fixture->engine, draft.base_url, draft.app_id, &error);
  g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_STORE);
  g_assert_null (app);
  g_clear_error (&error);

  session = g_list_model_get_item (sessions, 0);
  conversation = confab_engine_dup_conversation (fixture->engine, session);
  loop_until (confab_conversation_get_loaded (conversation));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (conversation)), ==, 2);
  answer = engine_send (fixture->engine, conversation, "More", &error);
  g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_STORE);
  g_assert_null (answer);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (conversation)), ==, 2);
  g_assert_false (confab_session_get_answering (session));
}

/* Confab starts, says where the old file is, and works. */
static void
test_not_a_database (EngineFixture *fixture,
                     gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->directory, "confab.db", NULL);
  g_autofree char *before = g_strnfill (20000, 'x');
  g_autofree char *after = NULL;
  g_autoptr (ConfabStudioApp) app = NULL;
  g_autoptr (GError) error = NULL;
  const char *aside;

  engine_fixture_stop (fixture);
  g_assert_true (g_file_set_contents (path, before, -1, &error));
  engine_fixture_start (fixture);

  g_assert_nonnull (confab_engine_get_store_note (fixture->engine));
  aside = strstr (confab_engine_get_store_note (fixture->engine), fixture->directory);
  g_assert_nonnull (aside);
  g_assert_true (g_file_get_contents (aside, &after, NULL, &error));
  g_assert_cmpstr (after, ==, before);
  app = engine_add_app (fixture->engine, "https://h.example/api/v1", "app", &error);
  g_assert_no_error (error);
}

static void
test_newer (EngineFixture *fixture,
            gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->directory, "confab.db", NULL);
  g_autoptr (FaultServer) server = fault_server_new (greeting_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  g_autoptr (ConfabMessage) answer = engine_send (fixture->engine, conversation, "Hello", NULL);
  sqlite3 *database = NULL;

  engine_wait_for_end (answer);
  g_clear_object (&answer);
  g_clear_object (&conversation);
  engine_fixture_stop (fixture);

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, "PRAGMA user_version = 9999", NULL, NULL, NULL), ==,
                   SQLITE_OK);
  sqlite3_close (database);

  engine_fixture_start (fixture);
  check_refusal (fixture, 1);
}

/* A person may want an answer all the same: then nothing is kept. */
static void
test_unstored (EngineFixture *fixture,
               gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->directory, "confab.db", NULL);
  g_autoptr (FaultServer) server = fault_server_new (greeting_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  g_autoptr (ConfabConversation) unstored = NULL;
  g_autoptr (ConfabMessage) answer = NULL;
  g_autoptr (ConfabMessage) again = NULL;
  g_autofree char *n_messages = NULL;
  g_autoptr (GError) error = NULL;

  unstored = confab_engine_new_unstored (
    fixture->engine, confab_session_get_app (confab_conversation_get_session (conversation)));
  answer = engine_send (fixture->engine, unstored, "Secret", &error);
  g_assert_no_error (error);
  engine_wait_for_end (answer);
  again = engine_retry (fixture->engine, unstored, answer, &error);
  g_assert_no_error (error);
  engine_wait_for_end (again);
  g_assert_cmpint (confab_message_get_status (again), ==, CONFAB_STATUS_COMPLETE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (unstored)), ==, 2);
  g_assert_cmpuint (confab_message_get_n_versions (again, NULL), ==, 2);
  g_assert_cmpuint (g_list_model_get_n_items (confab_engine_get_sessions (fixture->engine)), ==,
                    0);
  n_messages = engine_read_database (fixture, "SELECT count(*) FROM message");
  g_assert_cmpstr (n_messages, ==, "0");
}

static void
held_script (FaultPeer *peer,
             gpointer   user_data)
{
  fault_peer_read_request (peer);
  fault_peer_send (peer, FAULT_HEAD_EVENTS);
  fault_peer_send_chunk (peer, FAULT_FRAME ("So far", "null"));
  fault_peer_wait_hang_up (peer);
}

/* Closing the program in mid-answer is a stop, and it is on disk. */
static void
test_close_while_answering (EngineFixture *fixture,
                            gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (held_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  g_autoptr (ConfabMessage) answer = NULL;
  g_autofree char *row = NULL;
  g_autoptr (GError) error = NULL;

  answer = engine_send (fixture->engine, conversation, "Hello", &error);
  g_assert_no_error (error);
  loop_until (*confab_message_get_text (answer, NULL) != '\0');
  g_clear_object (&conversation);
  engine_fixture_stop (fixture);

  g_assert_cmpint (confab_message_get_status (answer), ==, CONFAB_STATUS_STOPPED);
  row = engine_read_database (
    fixture, "SELECT status || '|' || text || '|' || (run IS NULL) FROM message"
             " WHERE role <> 'user'");
  g_assert_cmpstr (row, ==, "stopped|So far|1");
}

/* The database takes no message: the prompt is not sent, and not in the conversation. */
static void
test_save_fails (EngineFixture *fixture,
                 gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->directory, "confab.db", NULL);
  g_autoptr (FaultServer) server = fault_server_new (greeting_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  ConfabSession *session = confab_conversation_get_session (conversation);
  g_autoptr (ConfabMessage) answer = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database,
                                 "CREATE TRIGGER refuse BEFORE INSERT ON message BEGIN"
                                 " SELECT RAISE (ABORT, 'no'); END", NULL, NULL, NULL),
                   ==, SQLITE_OK);

  answer = engine_send (fixture->engine, conversation, "Hello", &error);
  g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_STORE);
  g_assert_null (answer);
  g_assert_nonnull (confab_engine_get_store_note (fixture->engine));
  g_assert_false (confab_session_get_answering (session));
  g_assert_cmpint (confab_session_get_id (session), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (conversation)), ==, 0);
  g_assert_cmpuint (fault_server_get_n_connections (server), ==, 0);
  g_clear_error (&error);

  /* As soon as it works again, it works again. */
  g_assert_cmpint (sqlite3_exec (database, "DROP TRIGGER refuse", NULL, NULL, NULL), ==,
                   SQLITE_OK);
  sqlite3_close (database);
  answer = engine_send (fixture->engine, conversation, "Hello", &error);
  g_assert_no_error (error);
  engine_wait_for_end (answer);
  loop_until (confab_engine_get_store_note (fixture->engine) == NULL);
}

static void
change_database (EngineFixture *fixture,
                 const char    *sql)
{
  g_autofree char *path = g_build_filename (fixture->directory, "confab.db", NULL);
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  sqlite3_busy_timeout (database, 5000);
  g_assert_cmpint (sqlite3_exec (database, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (database);
}

/* What cannot be read is not shown as nothing, and nothing is stored behind it. */
static void
test_load_fails (EngineFixture *fixture,
                 gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (greeting_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  g_autoptr (ConfabSession) session = NULL;
  g_autoptr (ConfabMessage) answer = NULL;
  g_autofree char *parent = NULL;
  g_autoptr (GError) error = NULL;

  answer = engine_send (fixture->engine, conversation, "Hello", &error);
  g_assert_no_error (error);
  engine_wait_for_end (answer);
  g_clear_object (&answer);
  g_clear_object (&conversation);
  engine_fixture_stop (fixture);

  change_database (fixture, "ALTER TABLE session RENAME TO lost");
  engine_fixture_start (fixture);
  g_assert_nonnull (confab_engine_get_store_note (fixture->engine));
  engine_fixture_stop (fixture);
  change_database (fixture, "ALTER TABLE lost RENAME TO session");

  engine_fixture_start (fixture);
  g_assert_null (confab_engine_get_store_note (fixture->engine));
  session = g_list_model_get_item (confab_engine_get_sessions (fixture->engine), 0);
  change_database (fixture, "ALTER TABLE message RENAME TO lost");
  conversation = confab_engine_dup_conversation (fixture->engine, session);
  loop_until (confab_conversation_get_error (conversation) != NULL);
  g_assert_false (confab_conversation_get_loaded (conversation));
  g_assert_nonnull (confab_engine_get_store_note (fixture->engine));

  answer = engine_send (fixture->engine, conversation, "More", &error);
  g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_STORE);
  g_assert_null (answer);
  g_assert_false (confab_session_get_answering (session));
  g_clear_error (&error);

  /* As soon as it works again, it works again. */
  change_database (fixture, "ALTER TABLE lost RENAME TO message");
  answer = engine_send (fixture->engine, conversation, "More", &error);
  g_assert_no_error (error);
  engine_wait_for_end (answer);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (conversation)), ==, 4);
  g_assert_null (confab_engine_get_store_note (fixture->engine));
  parent = engine_read_database (fixture, "SELECT parent FROM message WHERE text = 'More'");
  g_assert_cmpstr (parent, ==, "2");
}

/* An older page that could not be read is asked for again. */
static void
test_older_fails (EngineFixture *fixture,
                  gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (greeting_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  g_autoptr (ConfabSession) session = NULL;
  g_autoptr (ConfabMessage) answer = engine_send (fixture->engine, conversation, "Hello", NULL);

  engine_wait_for_end (answer);
  g_clear_object (&answer);
  g_clear_object (&conversation);
  engine_fixture_stop (fixture);
  change_database (fixture,
                   "WITH RECURSIVE n (i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM n WHERE i < 60)"
                   " INSERT INTO message (id, session, parent, role, status, text,"
                   " created_at, first_text_us, duration_us) SELECT i, 1, i - 1, 'user', 'complete', 'x', 1, 0, 0"
                   " FROM n");

  engine_fixture_start (fixture);
  session = g_list_model_get_item (confab_engine_get_sessions (fixture->engine), 0);
  conversation = confab_engine_dup_conversation (fixture->engine, session);
  loop_until (confab_conversation_get_loaded (conversation));
  g_assert_true (confab_conversation_get_has_older (conversation));

  change_database (fixture, "ALTER TABLE message RENAME TO lost");
  confab_conversation_load_older (conversation);
  loop_until (confab_conversation_get_error (conversation) != NULL);
  g_assert_true (confab_conversation_get_has_older (conversation));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (conversation)), ==, 50);

  change_database (fixture, "ALTER TABLE lost RENAME TO message");
  confab_conversation_load_older (conversation);
  g_assert_null (confab_conversation_get_error (conversation));
  loop_until (!confab_conversation_get_has_older (conversation));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (conversation)), ==, 60);
}

static void
keep_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* A window that is closed at once waits for the opening, and not when it is dropped. */
static void
test_close_while_opening (EngineFixture *fixture,
                          gconstpointer  data)
{
  g_autoptr (GAsyncResult) started = NULL;
  g_autoptr (GAsyncResult) closed = NULL;
  ConfabStore *store;

  engine_fixture_stop (fixture);
  fixture->context = confab_context_new (fixture->directory, FALSE);
  fixture->engine = confab_engine_new (fixture->context);
  store = confab_context_get_store (fixture->context);

  confab_engine_start_async (fixture->engine, NULL, keep_result_cb, &started);
  confab_engine_close_async (fixture->engine, keep_result_cb, &closed);
  loop_until (closed != NULL);
  g_assert_true (confab_engine_close_finish (fixture->engine, closed, NULL));
  g_clear_object (&closed);

  /* Nothing is left to be done by the time it is told. */
  loop_until (started != NULL);
  g_assert_cmpint (confab_store_get_state (store), ==, CONFAB_STORE_CLOSED);
  g_clear_object (&started);
  g_assert_finalize_object (g_steal_pointer (&fixture->engine));
  g_assert_finalize_object (g_steal_pointer (&fixture->context));
}

static void
add (const char    *path,
     gconstpointer  data,
     void         (*test) (EngineFixture *, gconstpointer))
{
  g_test_add (path, EngineFixture, data, engine_fixture_set_up, test, engine_fixture_tear_down);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_unsetenv ("DASHSCOPE_API_KEY");
  g_unsetenv ("DASHSCOPE_HTTP_BASE_URL");

  add ("/trouble/keyring/absent", GINT_TO_POINTER (CONFAB_KEYRING_ABSENT), test_no_keyring);
  add ("/trouble/keyring/locked", GINT_TO_POINTER (CONFAB_KEYRING_LOCKED), test_no_keyring);
  add ("/trouble/keyring/needed", NULL, test_keyring_needed);
  add ("/trouble/store/not-a-database", NULL, test_not_a_database);
  add ("/trouble/store/newer", NULL, test_newer);
  add ("/trouble/store/save-fails", NULL, test_save_fails);
  add ("/trouble/store/load-fails", NULL, test_load_fails);
  add ("/trouble/store/older-fails", NULL, test_older_fails);
  add ("/trouble/store/close-while-opening", NULL, test_close_while_opening);
  add ("/trouble/unstored", NULL, test_unstored);
  add ("/trouble/close-while-answering", NULL, test_close_while_answering);

  return g_test_run ();
}
