/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "engine-fixture.h"
#include "keyring-daemon.h"

#include <signal.h>
#include <string.h>

#include "confab-engine-catalogue.h"
#include "confab-error.h"

/* Against a real gnome-keyring, inside keyring-session.sh daemon: it is locked, and its prompt is on
 * the screen of a person who does not see it. */

#define WAITING "Waiting for the keyring."

static const char *program;

static void
greeting_script (FaultPeer *peer,
                 gpointer   user_data)
{
  fault_peer_read_request (peer);
  fault_peer_send (peer, FAULT_HEAD_EVENTS);
  fault_peer_send_chunk (peer, FAULT_FRAME ("Hello.", "stop"));
  fault_peer_send_last_chunk (peer);
}

/* A run that finds its key in the desktop's keyring, if it gets in. */
static ConfabConversation *
talk_again (EngineFixture *fixture,
            FaultServer   *server)
{
  g_autoptr (ConfabKeyStore) keyring = confab_secret_key_store_new ();
  g_autoptr (ConfabKeyStore) next_keyring = confab_secret_key_store_new ();
  g_autoptr (ConfabConversation) conversation = NULL;
  g_autoptr (ConfabStudioApp) app = NULL;
  g_autoptr (ConfabSession) session = NULL;

  confab_context_set_keyring (fixture->context, keyring);
  conversation = engine_talk_to (fixture->engine, server);
  g_assert_null (confab_engine_get_keyring_note (fixture->engine));
  g_clear_object (&conversation);

  engine_fixture_stop (fixture);
  engine_fixture_start (fixture);
  confab_context_set_keyring (fixture->context, next_keyring);
  app = g_list_model_get_item (confab_engine_get_apps (fixture->engine), 0);
  session = confab_engine_new_session (fixture->engine, app);

  return confab_engine_dup_conversation (fixture->engine, session);
}

static gboolean
waits (ConfabMessage *answer)
{
  const char *note = confab_message_get_note (answer);

  return note != NULL && g_str_has_prefix (note, WAITING);
}

static void
test_waits (EngineFixture *fixture,
            gconstpointer  data)
{
  g_autoptr (HeldPrompter) prompter = held_prompter_new ();
  g_autoptr (FaultServer) server = fault_server_new (greeting_script, NULL);
  g_autoptr (ConfabConversation) conversation = talk_again (fixture, server);
  g_autoptr (ConfabMessage) answer = NULL;
  g_autoptr (ConfabMessage) again = NULL;
  g_autoptr (GError) error = NULL;

  confab_context_set_keyring_timeout (fixture->context, 1500);
  keyring_daemon_lock ();
  answer = engine_send (fixture->engine, conversation, "Hello", &error);
  g_assert_no_error (error);
  loop_until (waits (answer));
  g_assert_cmpint (confab_message_get_status (answer), ==, CONFAB_STATUS_QUEUED);
  loop_until (held_prompter_get_n_begun (prompter) == 1);

  engine_wait_for_end (answer);
  g_assert_cmpint (confab_message_get_status (answer), ==, CONFAB_STATUS_FAILED);
  g_assert_cmpint (confab_message_get_failure (answer)->error_class, ==, CONFAB_ERROR_KEYRING);
  g_assert_cmpstr (confab_message_get_failure (answer)->code, ==, CONFAB_FAILURE_KEYRING);
  g_assert_null (confab_message_get_note (answer));
  g_assert_nonnull (confab_engine_get_keyring_note (fixture->engine));
  g_assert_cmpuint (fault_server_get_n_connections (server), ==, 0);

  /* The prompt is still there for the person who comes back. */
  g_assert_cmpuint (held_prompter_get_n_stopped (prompter), ==, 0);

  keyring_daemon_unlock ();
  again = engine_retry (fixture->engine, conversation, answer, &error);
  g_assert_no_error (error);
  engine_wait_for_end (again);
  g_assert_cmpint (confab_message_get_status (again), ==, CONFAB_STATUS_COMPLETE);
  g_assert_null (confab_engine_get_keyring_note (fixture->engine));
}

static void
take_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* A key that the keyring does not take in time is kept for this run, and the window says so. */
static void
test_saving_waits (EngineFixture *fixture,
                   gconstpointer  data)
{
  g_autoptr (HeldPrompter) prompter = held_prompter_new ();
  g_autoptr (FaultServer) server = fault_server_new (greeting_script, NULL);
  g_autoptr (ConfabConversation) conversation = talk_again (fixture, server);
  g_autoptr (ConfabStudioApp) app = g_list_model_get_item (
    confab_engine_get_apps (fixture->engine), 0);
  g_autoptr (ConfabMessage) answer = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean in_keyring = TRUE;

  confab_context_set_keyring_timeout (fixture->context, 1500);
  keyring_daemon_lock ();
  confab_engine_set_key_async (fixture->engine, confab_studio_app_get_connection (app), "sk-0002",
                               NULL, take_result_cb, &result);
  loop_until (held_prompter_get_n_begun (prompter) == 1);
  loop_until (result != NULL);
  g_assert_true (confab_engine_set_key_finish (fixture->engine, result, &in_keyring, &error));
  g_assert_no_error (error);
  g_assert_false (in_keyring);
  g_assert_nonnull (strstr (confab_engine_get_keyring_note (fixture->engine),
                            "kept for this run only"));

  /* It is the one that is used, and nobody is asked any more. */
  answer = engine_send (fixture->engine, conversation, "Hello", &error);
  g_assert_no_error (error);
  engine_wait_for_end (answer);
  g_assert_cmpint (confab_message_get_status (answer), ==, CONFAB_STATUS_COMPLETE);
  keyring_daemon_unlock ();
}

/* Stopping it leaves the keyring, and its prompt, as they are. */
static void
test_stopped (EngineFixture *fixture,
              gconstpointer  data)
{
  g_autoptr (HeldPrompter) prompter = held_prompter_new ();
  g_autoptr (FaultServer) server = fault_server_new (greeting_script, NULL);
  g_autoptr (ConfabConversation) conversation = talk_again (fixture, server);
  g_autoptr (ConfabMessage) answer = NULL;
  g_autoptr (GError) error = NULL;

  keyring_daemon_lock ();
  answer = engine_send (fixture->engine, conversation, "Hello", &error);
  g_assert_no_error (error);
  loop_until (waits (answer));
  loop_until (held_prompter_get_n_begun (prompter) == 1);
  confab_engine_stop (fixture->engine, confab_conversation_get_session (conversation));
  g_assert_cmpint (confab_message_get_status (answer), ==, CONFAB_STATUS_STOPPED);
  g_assert_cmpuint (held_prompter_get_n_stopped (prompter), ==, 0);
  g_assert_null (confab_message_get_note (answer));
  keyring_daemon_unlock ();
}

static void
line_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  char **line = user_data;

  *line = g_data_input_stream_read_line_finish_utf8 (G_DATA_INPUT_STREAM (source), result, NULL,
                                                     NULL);
}

static void
waited_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  gboolean *waited = user_data;

  g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
  *waited = TRUE;
}

/* The command line says what it waits for, and can be interrupted. */
static void
test_ask (EngineFixture *fixture,
          gconstpointer  data)
{
  g_autoptr (HeldPrompter) prompter = held_prompter_new ();
  g_autoptr (FaultServer) server = fault_server_new (greeting_script, NULL);
  g_autoptr (ConfabConversation) conversation = talk_again (fixture, server);
  g_autofree char *data_home = g_build_filename (fixture->directory, "home", NULL);
  g_autofree char *link = g_build_filename (data_home, "confab", NULL);
  g_autoptr (GFile) link_file = g_file_new_for_path (link);
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GDataInputStream) errors = NULL;
  g_autofree char *line = NULL;
  g_autoptr (GError) error = NULL;
  gboolean waited = FALSE;

  g_clear_object (&conversation);
  engine_fixture_stop (fixture);
  g_assert_cmpint (g_mkdir_with_parents (data_home, 0700), ==, 0);
  g_assert_true (g_file_make_symbolic_link (link_file, fixture->directory, NULL, &error));
  keyring_daemon_lock ();

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                                        G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", data_home, TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, program, "ask", "--app", "tested-app",
                                         "Hello", NULL);
  g_assert_no_error (error);
  errors = g_data_input_stream_new (g_subprocess_get_stderr_pipe (process));
  g_data_input_stream_read_line_async (errors, G_PRIORITY_DEFAULT, NULL, line_read_cb, &line);
  loop_until (line != NULL);
  g_assert_true (g_str_has_prefix (line, "confab: " WAITING));
  loop_until (held_prompter_get_n_begun (prompter) == 1);

  g_subprocess_send_signal (process, SIGINT);
  g_subprocess_wait_async (process, NULL, waited_cb, &waited);
  loop_until (waited);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 128 + SIGINT);
  g_assert_cmpuint (fault_server_get_n_connections (server), ==, 0);

  g_assert_true (g_file_delete (link_file, NULL, &error));
  keyring_daemon_unlock ();
}

/* Deleting --------------------------------------------------------------------------------- */

#define NAMES(plugin) "{\"tokens\":{\"" plugin "\":true}}"

/* How many items the keyring itself has for a plug-in; for %NULL those of the key. */
static guint
count_items (ConfabConnection *connection,
             const char       *plugin)
{
  const char *account = confab_connection_get_record (connection)->account;
  g_autofree char *token = g_strdup_printf ("%s/token/%s", account, plugin);
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) items = NULL;
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{ss}"));
  g_variant_builder_add (&builder, "{ss}", "account", plugin != NULL ? token : account);
  reply = keyring_daemon_call ("/org/freedesktop/secrets", "org.freedesktop.Secret.Service",
                               "SearchItems", g_variant_new ("(a{ss})", &builder));
  items = g_variant_get_child_value (reply, 0);

  return g_variant_n_children (items);
}

static void
keep_token (EngineFixture    *fixture,
            ConfabConnection *connection,
            const char       *plugin)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean in_keyring = FALSE;

  confab_engine_set_token_async (fixture->engine, connection, plugin, "token-0001", NULL,
                                 take_result_cb, &result);
  loop_until (result != NULL);
  confab_engine_set_key_finish (fixture->engine, result, &in_keyring, &error);
  g_assert_no_error (error);
  g_assert_true (in_keyring);
  g_assert_cmpuint (count_items (connection, plugin), ==, 1);
}

static gboolean
has_token (EngineFixture    *fixture,
           ConfabConnection *connection,
           const char       *plugin)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean has;

  confab_engine_has_token_async (fixture->engine, connection, plugin, NULL, take_result_cb,
                                 &result);
  loop_until (result != NULL);
  has = confab_engine_has_token_finish (fixture->engine, result, &error);
  g_assert_no_error (error);

  return has;
}

static void
set_options (EngineFixture   *fixture,
             ConfabStudioApp *app,
             const char      *options)
{
  g_autoptr (ConfabAppRecord) record = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  record = confab_app_record_copy (confab_studio_app_get_record (app));
  g_free (record->options);
  record->options = g_strdup (options);
  confab_engine_change_app_async (fixture->engine, app, record, NULL, take_result_cb, &result);
  loop_until (result != NULL);
  confab_engine_change_app_finish (fixture->engine, result, &error);
  g_assert_no_error (error);
}

static ConfabPreset *
add_preset (EngineFixture   *fixture,
            ConfabStudioApp *app,
            const char      *options)
{
  ConfabPresetRecord record = { 0, confab_studio_app_get_record (app)->id, (char *) "Preset",
                                CONFAB_PRESET_PLUGIN, (char *) options };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  ConfabPreset *preset;

  confab_engine_save_preset_async (fixture->engine, &record, NULL, take_result_cb, &result);
  loop_until (result != NULL);
  preset = confab_engine_save_preset_finish (fixture->engine, result, &error);
  g_assert_no_error (error);

  return preset;
}

/* Two applications of one connection, with a plug-in each and one that both have. */
static void
test_deleted (EngineFixture *fixture,
              gconstpointer  data)
{
  g_autoptr (ConfabKeyStore) keyring = confab_secret_key_store_new ();
  g_autoptr (ConfabStudioApp) app = NULL;
  g_autoptr (ConfabStudioApp) other = NULL;
  g_autoptr (ConfabPreset) preset = NULL;
  g_autoptr (ConfabPreset) other_preset = NULL;
  g_autoptr (GAsyncResult) forgotten = NULL;
  g_autoptr (GAsyncResult) deleted = NULL;
  g_autoptr (GError) error = NULL;
  ConfabConnection *connection;

  confab_context_set_keyring (fixture->context, keyring);
  app = engine_add_app (fixture->engine, "https://h.example/api/v1", "one", &error);
  g_assert_no_error (error);
  other = engine_add_app (fixture->engine, "https://h.example/api/v1", "two", &error);
  g_assert_no_error (error);
  connection = confab_studio_app_get_connection (app);
  g_assert_true (confab_studio_app_get_connection (other) == connection);

  set_options (fixture, app, "{\"tokens\":{\"mine\":true,\"both\":true,\"off\":true}}");
  set_options (fixture, other, NAMES ("both"));
  preset = add_preset (fixture, app, NAMES ("preset"));
  other_preset = add_preset (fixture, other, NAMES ("settings"));
  for (guint i = 0; i < 5; i++)
    {
      static const char * const plugins[] = { "mine", "both", "off", "preset", "settings" };

      g_assert_false (has_token (fixture, connection, plugins[i]));
      keep_token (fixture, connection, plugins[i]);
      g_assert_true (has_token (fixture, connection, plugins[i]));
    }
  keep_token (fixture, connection, "by-name");

  /* The settings of one plug-in: a preset, what an application says, and what the person asks for. */
  confab_engine_delete_preset (fixture->engine, other_preset);
  loop_until (count_items (connection, "settings") == 0);
  set_options (fixture, app, "{\"tokens\":{\"mine\":true,\"both\":true}}");
  loop_until (count_items (connection, "off") == 0);
  confab_engine_delete_token_async (fixture->engine, connection, "by-name", NULL, take_result_cb,
                                    &forgotten);
  loop_until (forgotten != NULL);
  g_assert_true (confab_engine_delete_token_finish (fixture->engine, forgotten, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_items (connection, "by-name"), ==, 0);
  g_assert_false (has_token (fixture, connection, "by-name"));

  /* An application: what the other one needs stays, and so does the key. */
  g_assert_cmpuint (count_items (connection, "mine"), ==, 1);
  g_assert_cmpuint (count_items (connection, "preset"), ==, 1);
  confab_engine_delete_app_async (fixture->engine, app, NULL, take_result_cb, &deleted);
  loop_until (deleted != NULL);
  g_assert_true (confab_engine_delete_app_finish (fixture->engine, deleted, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_items (connection, "mine"), ==, 0);
  g_assert_cmpuint (count_items (connection, "preset"), ==, 0);
  g_assert_cmpuint (count_items (connection, "both"), ==, 1);
  g_assert_cmpuint (count_items (connection, NULL), ==, 1);
  g_assert_null (confab_engine_get_keyring_note (fixture->engine));
}

/* A keyring that the person does not open keeps its tokens, and then nothing is deleted. */
static void
test_not_deleted (EngineFixture *fixture,
                  gconstpointer  data)
{
  g_autoptr (ConfabKeyStore) keyring = confab_secret_key_store_new ();
  g_autoptr (ConfabStudioApp) app = NULL;
  g_autoptr (GAsyncResult) deleted = NULL;
  g_autoptr (GError) error = NULL;
  ConfabConnection *connection;

  confab_context_set_keyring (fixture->context, keyring);
  app = engine_add_app (fixture->engine, "https://h.example/api/v1", "one", &error);
  g_assert_no_error (error);
  connection = confab_studio_app_get_connection (app);
  set_options (fixture, app, NAMES ("mine"));
  keep_token (fixture, connection, "mine");

  keyring_daemon_lock ();
  confab_engine_delete_app_async (fixture->engine, app, NULL, take_result_cb, &deleted);
  loop_until (deleted != NULL);
  g_assert_false (confab_engine_delete_app_finish (fixture->engine, deleted, &error));
  g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_KEYRING);
  g_assert_true (g_str_has_prefix (error->message, "Nothing was deleted."));
  g_assert_cmpuint (g_list_model_get_n_items (confab_engine_get_apps (fixture->engine)), ==, 1);
  keyring_daemon_unlock ();
  g_assert_true (has_token (fixture, connection, "mine"));
}

static void
add (const char *path,
     void      (*test) (EngineFixture *, gconstpointer))
{
  g_test_add (path, EngineFixture, NULL, engine_fixture_set_up, test, engine_fixture_tear_down);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_unsetenv ("DASHSCOPE_API_KEY");
  g_unsetenv ("DASHSCOPE_HTTP_BASE_URL");
  g_assert_cmpint (argc, ==, 2);
  program = argv[1];

  /* The first: the prompts below, whose askers go, can be too much for gnome-keyring. */
  add ("/keyring/deleted", test_deleted);
  add ("/keyring/not-deleted", test_not_deleted);
  add ("/keyring/waits", test_waits);
  add ("/keyring/saving-waits", test_saving_waits);
  add ("/keyring/stopped", test_stopped);
  add ("/keyring/ask", test_ask);

  return g_test_run ();
}
