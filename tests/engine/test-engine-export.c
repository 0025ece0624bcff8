/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sessions in files, and back. */

#include "config.h"

#include "confab-export.h"
#include "confab-import-file.h"
#include "engine-fixture.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void
answer_script (FaultPeer *peer,
               gpointer   user_data)
{
  fault_peer_read_request (peer);
  fault_peer_send (peer, FAULT_HEAD_EVENTS);
  fault_peer_send_chunk (peer, FAULT_FRAME ("<b>鸡饭</b> & ```\\n\\n### Food\\n\\n"
                                             "- **laksa**, ![a](https://h.example/a.png)\\n"
                                             "- [x](javascript:x)\\n\\n"
                                             "| what | price |\\n|---|---|\\n| Laksa | S$ 6 |", "stop"));
  fault_peer_send_last_chunk (peer);
}

static void
result_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

static gboolean
reads (EngineFixture *fixture,
       const char    *sql,
       const char    *expected)
{
  g_autofree char *value = engine_read_database (fixture, sql);

  return g_strcmp0 (value, expected) == 0;
}

static char *
export (EngineFixture      *fixture,
        ConfabExportFormat  format,
        ConfabExportParts   parts,
        GFile              *file)
{
  GListModel *model = confab_engine_get_sessions (fixture->engine);
  g_autoptr (GPtrArray) sessions = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    g_ptr_array_add (sessions, g_list_model_get_item (model, i));
  confab_engine_export_async (fixture->engine, sessions, format, parts, file, NULL, result_cb,
                              &result);
  loop_until (result != NULL);
  confab_engine_export_finish (fixture->engine, result, &error);
  g_assert_no_error (error);
  g_file_load_contents (file, NULL, &text, NULL, NULL, &error);
  g_assert_no_error (error);

  return text;
}

static void
talk (EngineFixture      *fixture,
      ConfabConversation *conversation,
      const char         *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabMessage) answer = engine_send (fixture->engine, conversation, text, &error);
  g_autoptr (ConfabMessage) again = NULL;

  g_assert_no_error (error);
  engine_wait_for_end (answer);
  again = engine_retry (fixture->engine, conversation, answer, &error);
  g_assert_no_error (error);
  engine_wait_for_end (again);
  loop_until (reads (fixture, "SELECT count(*) FROM message WHERE run IS NOT NULL", "0"));
}

static void
test_round_trip (EngineFixture *fixture,
                 gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (answer_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  ConfabSession *session = confab_conversation_get_session (conversation);
  g_autofree char *path = g_build_filename (fixture->directory, "export", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *json = NULL;
  g_autofree char *markdown = NULL;
  g_autofree char *html = NULL;
  g_autofree char *bare = NULL;
  g_autofree char *summary = NULL;
  g_autoptr (GPtrArray) sessions = NULL;
  struct stat info;

  talk (fixture, conversation, "What </div><script> is there?");
  talk (fixture, conversation, "And then?");

  markdown = export (fixture, CONFAB_EXPORT_MARKDOWN, 0, file);
  g_assert_true (g_str_has_prefix (markdown, "# What \\</div\\>\\<script\\> is there?\n"));
  g_assert_nonnull (strstr (markdown, "\n<b>鸡饭</b> & ```\n"));
  html = export (fixture, CONFAB_EXPORT_HTML, CONFAB_EXPORT_PARAMETERS, file);
  g_assert_null (strstr (html, "<script>"));
  g_assert_nonnull (strstr (html, "&lt;b&gt;鸡饭&lt;/b&gt; &amp; ```"));
  g_assert_nonnull (strstr (html, "<h3>Food</h3>"));
  g_assert_nonnull (strstr (html, "<strong>laksa</strong>"));
  g_assert_nonnull (strstr (html, "<td>S$ 6</td>"));
  g_assert_null (strstr (html, "href=\"javascript:"));
  g_assert_null (strstr (html, "<img"));
  bare = export (fixture, CONFAB_EXPORT_JSON, 0, file);
  g_assert_null (strstr (bare, "\"request\""));
  json = export (fixture, CONFAB_EXPORT_JSON,
                 CONFAB_EXPORT_THOUGHTS | CONFAB_EXPORT_CITATIONS | CONFAB_EXPORT_PARAMETERS, file);
  g_assert_nonnull (strstr (json, "\"request\""));
  g_assert_null (strstr (json, TEST_KEY));
  g_assert_cmpint (stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);

  confab_engine_import_async (fixture->engine, file, confab_session_get_app (session), NULL,
                              result_cb, &result);
  loop_until (result != NULL);
  sessions = confab_engine_import_finish (fixture->engine, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sessions->len, ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (confab_engine_get_sessions (fixture->engine)), ==, 2);

  /* Message by message the same, on the same path, and found by its text. */
  g_assert_true (reads (fixture,
                        "SELECT count(*) FROM message a JOIN message b ON b.id = a.id + 6"
                        " AND b.session <> a.session AND b.text = a.text AND b.role = a.role"
                        " AND b.status = a.status AND b.created_at = a.created_at"
                        " AND b.duration_us = a.duration_us AND b.request IS a.request"
                        " AND coalesce (b.parent - 6, 0) = coalesce (a.parent, 0)",
                        "6"));
  summary = engine_read_database (fixture,
                                  "SELECT (max (head) - min (head)) || '|' || min (title) || '|' ||"
                                  " min (message_count) FROM session");
  g_assert_cmpstr (summary, ==, "6|What </div><script> is there?|6");
  g_assert_true (reads (fixture, "SELECT count(*) FROM session WHERE remote_id IS NOT NULL", "1"));
}

/* A file that is not ours is refused, with a reason, and nothing has changed. */
static void
test_hostile (EngineFixture *fixture,
              gconstpointer  data)
{
#define HEAD "{\"format\":\"confab-export\",\"version\":1,\"sessions\":["
#define SESSION HEAD "{\"title\":\"x\",\"messages\":["
  static const char * const refused[] = {
    "",
    "{}",
    "[]",
    "not JSON",
    "SQLite format 3",
    "\xff\xfe",
    "{\"format\":\"confab-export\",\"version\":2,\"sessions\":[]}",
    "{\"format\":\"confab-export\",\"version\":1}",
    HEAD "1]}",
    HEAD "{}]}",
    HEAD "{\"messages\":{}}]}",
    SESSION "null]}]}",
    SESSION "{\"id\":1,\"role\":\"system\",\"text\":\"x\"}]}]}",
    SESSION "{\"id\":-1,\"role\":\"user\",\"text\":\"x\"}]}]}",
    SESSION "{\"id\":1,\"role\":\"user\",\"text\":7}]}]}",
    SESSION "{\"id\":1,\"role\":\"user\",\"text\":\"x\"},{\"id\":1,\"role\":\"user\",\"text\":\"y\"}]}]}",
  };
  g_autofree char *deep = g_strnfill (100000, '[');
  g_autoptr (GPtrArray) odd = NULL;
  g_autoptr (GError) error = NULL;
  const ConfabImported *session;
  const ConfabMessageRecord *message;
  static const char strange[] =
    SESSION "{\"id\":5,\"parent\":9,\"role\":\"user\",\"text\":\"a\",\"created_at\":-1},"
    "{\"id\":9,\"parent\":9,\"role\":\"assistant\",\"text\":\"b\",\"status\":\"streaming\","
    "\"created_at\":9223372036854775807,\"thoughts\":\"../../etc\",\"request\":[]}],"
    "\"options\":{\"x\":7},\"app\":7}]}";

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      GPtrArray *sessions = confab_import_parse (refused[i], strlen (refused[i]), &error);

      g_assert_null (sessions);
      g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_USAGE);
      g_clear_error (&error);
    }
  g_assert_null (confab_import_parse (deep, strlen (deep), &error));
  g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_USAGE);
  g_clear_error (&error);
  g_assert_null (confab_import_parse ("{\0}", 3, &error));
  g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_USAGE);
  g_clear_error (&error);

  odd = confab_import_parse (strange, strlen (strange), &error);
  g_assert_no_error (error);
  session = g_ptr_array_index (odd, 0);
  message = g_ptr_array_index (session->messages, 0);
  g_assert_cmpint (message->parent, ==, 0);
  g_assert_cmpint (message->created_at, ==, 0);
  message = g_ptr_array_index (session->messages, 1);
  g_assert_cmpint (message->parent, ==, 5);
  g_assert_cmpint (message->status, ==, CONFAB_STATUS_INTERRUPTED);
  g_assert_cmpint (message->created_at, ==, 0);
  g_assert_null (message->thoughts);
  g_assert_null (message->request);
}

static void
refuse_file (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;

  g_assert_null (confab_import_read_file (file, NULL, &error));
  g_assert_nonnull (error);
}

static void
test_files (EngineFixture *fixture,
            gconstpointer  data)
{
  g_autofree char *good = g_build_filename (fixture->directory, "good.json", NULL);
  g_autofree char *link = g_build_filename (fixture->directory, "link.json", NULL);
  g_autofree char *pipe = g_build_filename (fixture->directory, "pipe.json", NULL);
  g_autofree char *huge = g_build_filename (fixture->directory, "huge.json", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (good);
  g_autoptr (GPtrArray) sessions = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (good, HEAD "]}", -1, NULL));
  sessions = confab_import_read_file (file, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sessions->len, ==, 0);

  g_assert_cmpint (symlink (good, link), ==, 0);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_true (g_file_set_contents (huge, "", -1, NULL));
  g_assert_cmpint (truncate (huge, (off_t) CONFAB_IMPORT_MAX_BYTES + 1), ==, 0);
  refuse_file (link);
  refuse_file (pipe);
  refuse_file (huge);
  refuse_file ("/dev/zero");
  refuse_file (fixture->directory);
  refuse_file ("/nowhere/at/all");
}

static void
test_names (EngineFixture *fixture,
            gconstpointer  data)
{
  g_autoptr (ConfabStudioApp) app = NULL;
  g_autoptr (GPtrArray) sessions = g_ptr_array_new_with_free_func (g_object_unref);
  ConfabSession *session;
  g_autofree char *name = NULL;
  g_autofree char *none = NULL;

  app = engine_add_app (fixture->engine, "https://h.example/api/v1", "app", NULL);
  session = confab_engine_new_session (fixture->engine, app);
  g_ptr_array_add (sessions, session);
  confab_session_set_title (session, "../../etc/宿舍\n$(rm) .");
  name = confab_export_suggest_name (sessions, CONFAB_EXPORT_HTML);
  g_assert_cmpstr (name, ==, "etc 宿舍 rm.html");
  confab_session_set_title (session, "/");
  none = confab_export_suggest_name (sessions, CONFAB_EXPORT_JSON);
  g_assert_cmpstr (none, ==, "Confab.json");
}

#define ADD(path, test)                                                                            \
  g_test_add ("/export/" path, EngineFixture, NULL, engine_fixture_set_up, test,                   \
              engine_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_unsetenv ("DASHSCOPE_API_KEY");
  g_unsetenv ("DASHSCOPE_HTTP_BASE_URL");

  ADD ("round-trip", test_round_trip);
  ADD ("hostile", test_hostile);
  ADD ("files", test_files);
  ADD ("names", test_names);

  return g_test_run ();
}
