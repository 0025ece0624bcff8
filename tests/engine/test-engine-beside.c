/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-engine-sessions.h"
#include "engine-fixture.h"

#include <signal.h>

/* An engine, as the window has one, and other programs on the same files: `confab ask` beside an
 * answer that is coming, and one that is killed with a deletion in its hands. */

#define DELETER "--delete"

static const char *program; /* confab */
static char *myself;

static void
script (FaultPeer *peer,
        gpointer   user_data)
{
  fault_peer_read_request (peer);
  fault_peer_send (peer, FAULT_HEAD_EVENTS);
  /* The first is the engine's, the others are complete at once. */
  if (fault_peer_get_index (peer) == 0)
    {
      fault_peer_send_chunk (peer, FAULT_FRAME ("one", "null"));
      if (!fault_peer_wait_gate (peer))
        return;
    }
  fault_peer_send_chunk (peer, FAULT_FRAME (" two", "stop"));
  fault_peer_send_last_chunk (peer);
}

static void
waited_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
  *(gboolean *) user_data = TRUE;
}

static void
ask_beside (EngineFixture *fixture,
            FaultServer   *server)
{
  g_autofree char *data_home = g_build_filename (fixture->directory, "home", NULL);
  g_autofree char *link = g_build_filename (data_home, "confab", NULL);
  g_autofree char *url = fault_server_dup_url (server, "/api/v1");
  g_autoptr (GFile) link_file = g_file_new_for_path (link);
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  gboolean waited = FALSE;

  g_assert_cmpint (g_mkdir_with_parents (data_home, 0700), ==, 0);
  g_assert_true (g_file_make_symbolic_link (link_file, fixture->directory, NULL, &error));
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", data_home, TRUE);
  g_subprocess_launcher_setenv (launcher, "DASHSCOPE_API_KEY", TEST_KEY, TRUE);
  g_subprocess_launcher_setenv (launcher, "DBUS_SESSION_BUS_ADDRESS", "disabled:", TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, program, "ask", "--base-url", url,
                                         "--app", "tested-app", "Hello", NULL);
  g_assert_no_error (error);
  g_subprocess_wait_async (process, NULL, waited_cb, &waited);
  loop_until (waited);
  g_assert_true (g_subprocess_get_successful (process));
  g_assert_true (g_file_delete (link_file, NULL, &error));
}

/* The engine's own answer, which its run has open. */
static gboolean
streams_on_disk (EngineFixture *fixture)
{
  g_autofree char *row = NULL;

  row = engine_read_database (fixture, "SELECT status || ' ' || (run IS NOT NULL) FROM message"
                                       " WHERE role <> 'user' ORDER BY id LIMIT 1");

  return g_strcmp0 (row, "streaming 1") == 0;
}

static void
test_streaming (EngineFixture *fixture,
                gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  GListModel *sessions = confab_engine_get_sessions (fixture->engine);
  g_autoptr (ConfabMessage) answer = NULL;
  g_autoptr (GError) error = NULL;

  answer = engine_send (fixture->engine, conversation, "Go on", &error);
  g_assert_no_error (error);
  loop_until (g_strcmp0 (confab_message_get_text (answer, NULL), "one") == 0);

  loop_until (streams_on_disk (fixture));

  for (guint i = 1; i <= 3; i++)
    {
      ask_beside (fixture, server);
      g_assert_true (streams_on_disk (fixture));
      g_assert_cmpint (confab_message_get_status (answer), ==, CONFAB_STATUS_STREAMING);
      loop_until (g_list_model_get_n_items (sessions) == i + 1);
    }

  fault_server_open_gate (server);
  engine_wait_for_end (answer);
  g_assert_cmpint (confab_message_get_status (answer), ==, CONFAB_STATUS_COMPLETE);
  g_assert_cmpstr (confab_message_get_text (answer, NULL), ==, "one two");
}

/* What the killed program does: deletes all sessions, says so, and waits for its end. */
static void
run_deleter (const char *directory)
{
  EngineFixture fixture = { NULL };
  GListModel *sessions;

  fixture.directory = g_strdup (directory);
  engine_fixture_start (&fixture);
  sessions = confab_engine_get_sessions (fixture.engine);
  while (g_list_model_get_n_items (sessions) > 0)
    {
      g_autoptr (ConfabSession) session = g_list_model_get_item (sessions, 0);

      confab_engine_delete_session (fixture.engine, session);
    }
  for (;;)
    {
      g_autofree char *left =
        engine_read_database (&fixture, "SELECT count(*) FROM session WHERE deleted = 0");

      if (g_str_equal (left, "0"))
        break;
      g_main_context_iteration (NULL, FALSE);
    }
  g_print ("deleted\n");
  for (;;)
    g_main_context_iteration (NULL, TRUE);
}

static void
line_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  *(char **) user_data =
    g_data_input_stream_read_line_finish_utf8 (G_DATA_INPUT_STREAM (source), result, NULL, NULL);
}

static void
test_deletion_undone (EngineFixture *fixture,
                      gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GDataInputStream) output = NULL;
  g_autoptr (ConfabMessage) answer = NULL;
  g_autoptr (ConfabSession) back = NULL;
  g_autoptr (ConfabConversation) read = NULL;
  g_autofree char *line = NULL;
  g_autoptr (GError) error = NULL;

  fault_server_open_gate (server);
  answer = engine_send (fixture->engine, conversation, "Keep me", &error);
  g_assert_no_error (error);
  engine_wait_for_end (answer);
  g_clear_object (&conversation);
  engine_fixture_stop (fixture);

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, myself, DELETER,
                              fixture->directory, NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_data_input_stream_read_line_async (output, G_PRIORITY_DEFAULT, NULL, line_read_cb, &line);
  loop_until (line != NULL);
  g_assert_cmpstr (line, ==, "deleted");
  g_subprocess_send_signal (process, SIGKILL);
  g_subprocess_wait (process, NULL, NULL);
  g_assert_true (g_subprocess_get_if_signaled (process));

  engine_fixture_start (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (confab_engine_get_sessions (fixture->engine)), ==, 1);
  back = g_list_model_get_item (confab_engine_get_sessions (fixture->engine), 0);
  g_assert_cmpstr (confab_session_get_title (back), ==, "Keep me");
  read = confab_engine_dup_conversation (fixture->engine, back);
  loop_until (confab_conversation_get_loaded (read));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (read)), ==, 2);
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
  int status;

  if (argc == 3 && g_str_equal (argv[1], DELETER))
    run_deleter (argv[2]);

  g_test_init (&argc, &argv, NULL);
  g_unsetenv ("DASHSCOPE_API_KEY");
  g_unsetenv ("DASHSCOPE_HTTP_BASE_URL");
  g_assert_cmpint (argc, ==, 2);
  program = argv[1];
  myself = g_file_read_link ("/proc/self/exe", NULL);
  g_assert_nonnull (myself);

  add ("/beside/streaming", test_streaming);
  add ("/beside/deletion-undone", test_deletion_undone);

  status = g_test_run ();
  g_free (myself);

  return status;
}
