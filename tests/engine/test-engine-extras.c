/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What one message carries besides its text. */

#include "config.h"

#include <string.h>

#include "confab-engine-extras.h"
#include "confab-engine-private.h"
#include "confab-json.h"
#include "engine-fixture.h"

#define CANARY "tok-canary-5d1f"
#define IMAGE_URL "https://example.com/plans/house%20plan.png"

static const guint8 png[] = {
  0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R',
};

static ConfabAttachment *
create_png (const char *name)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (png, sizeof png);
  g_autoptr (GError) error = NULL;
  ConfabAttachment *attachment = confab_attachment_new_image (name, bytes, &error);

  g_assert_no_error (error);

  return attachment;
}

static void
add_address (ConfabExtras         *extras,
             ConfabAttachmentKind  kind,
             const char           *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabAttachment) attachment = confab_attachment_new (kind, text, &error);

  g_assert_no_error (error);
  g_assert_true (confab_extras_add (extras, attachment, &error));
  g_assert_no_error (error);
}

static void
set_string (ConfabExtras *extras,
            const char   *path,
            const char   *value)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_VALUE);

  json_node_set_string (node, value);
  confab_extras_set_value (extras, path, node);
}

static void
result_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* (transfer full) (nullable) */
static ConfabPlannedRequest *
plan_request (ConfabEngine        *engine,
              ConfabConversation  *conversation,
              const char          *prompt,
              ConfabExtras        *extras,
              GError             **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  confab_engine_plan_request_async (engine, conversation, NULL, prompt, extras, result_cb, &result);
  loop_until (result != NULL);

  return confab_engine_plan_request_finish (result, error);
}

static ConfabMessage *
send (EngineFixture      *fixture,
      ConfabConversation *conversation,
      ConfabMessage      *edited,
      const char         *prompt,
      ConfabExtras       *extras)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  ConfabMessage *answer;

  /* What is answered, and how slowly, is no matter here. */
  engine_hurry_demo (fixture->context);
  confab_engine_send_extras_async (fixture->engine, conversation, edited, prompt, extras, NULL,
                                   result_cb, &result);
  loop_until (result != NULL);
  answer = confab_engine_send_extras_finish (fixture->engine, result, &error);
  g_assert_no_error (error);
  engine_wait_for_end (answer);

  return answer;
}

static void
check_last (EngineFixture *fixture,
            const char    *path,
            const char    *expected)
{
  g_autofree char *value = engine_dup_sent (fixture->context, path);

  g_assert_cmpstr (value, ==, expected);
}

/* What is attached is on disk, is sent, and is kept with what was sent; the next message has none. */
static void
test_attach (EngineFixture *fixture,
             gconstpointer  data)
{
  g_autofree char *n_extras = NULL;
  g_autoptr (ConfabStudioApp) app = engine_add_demo (fixture->engine);
  g_autoptr (ConfabSession) session = confab_engine_new_session (fixture->engine, app);
  g_autoptr (ConfabConversation) conversation = NULL;
  g_autoptr (ConfabAttachment) image = create_png ("roof.png");
  g_autofree char *images = g_strdup_printf ("[\"%s\",\"%s\"]",
                                             confab_attachment_get_address (image), IMAGE_URL);
  g_autoptr (ConfabMessage) answer = NULL;
  g_autoptr (ConfabMessage) prompt = NULL;
  g_autoptr (ConfabMessage) again = NULL;
  g_autoptr (ConfabMessage) other = NULL;
  g_autoptr (ConfabExtras) editing = NULL;
  g_autoptr (GPtrArray) attachments = NULL;
  g_autoptr (GError) error = NULL;
  ConfabExtras *extras = confab_engine_get_extras (fixture->engine, session);
  gint64 id;

  g_assert_true (confab_extras_add (extras, image, NULL));
  add_address (extras, CONFAB_ATTACHMENT_IMAGE, " " IMAGE_URL "\n");
  add_address (extras, CONFAB_ATTACHMENT_FILE, "https://example.com/rules.pdf");
  add_address (extras, CONFAB_ATTACHMENT_MEMORY, "mem01");
  add_address (extras, CONFAB_ATTACHMENT_MEMORY, "mem02");
  set_string (extras, "/parameters/model_id", "qwen-plus");

  /* Without a word of text it is worth a place in the list. */
  loop_until (confab_session_get_id (session) != 0);
  id = confab_session_get_id (session);
  g_clear_object (&session);
  g_clear_object (&app);
  engine_fixture_stop (fixture);
  engine_fixture_start (fixture);

  session = g_object_ref (confab_engine_find_session (fixture->engine, id));
  extras = confab_engine_get_extras (fixture->engine, session);
  loop_until (g_list_model_get_n_items (confab_extras_get_attachments (extras)) == 4);

  conversation = confab_engine_dup_conversation (fixture->engine, session);
  answer = send (fixture, conversation, NULL, "What is this?", extras);
  check_last (fixture, "/body/input/image_list", images);
  check_last (fixture, "/body/input/file_list", "[\"https://example.com/rules.pdf\"]");
  check_last (fixture, "/body/input/memory_id", "\"mem02\"");
  check_last (fixture, "/body/parameters/model_id", "\"qwen-plus\"");
  g_assert_true (confab_extras_is_empty (extras));

  prompt = engine_get_message (conversation, 0);
  attachments = confab_attachments_from_rest (confab_message_get_record (prompt)->rest);
  g_assert_cmpuint (attachments->len, ==, 4);
  g_assert_cmpstr (confab_attachment_get_name (g_ptr_array_index (attachments, 0)), ==, "roof.png");
  g_assert_cmpstr (confab_attachment_get_name (g_ptr_array_index (attachments, 1)), ==,
                   "house plan.png");
  g_assert_null (strstr (confab_message_get_record (prompt)->rest, "base64"));

  other = send (fixture, conversation, NULL, "And now?", extras);
  check_last (fixture, "/body/input/image_list", NULL);
  check_last (fixture, "/body/parameters/model_id", NULL);

  /* Asked again, it is what it was. */
  again = engine_retry (fixture->engine, conversation, answer, &error);
  g_assert_no_error (error);
  engine_wait_for_end (again);
  check_last (fixture, "/body/input/image_list", images);

  /* Written anew, too, but for what is taken away. */
  editing = confab_engine_dup_prompt_extras (fixture->engine, conversation, prompt, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (confab_extras_get_attachments (editing)), ==, 4);
  g_clear_pointer (&attachments, g_ptr_array_unref);
  image = (g_object_unref (image),
           g_list_model_get_item (confab_extras_get_attachments (editing), 0));
  g_assert_cmpstr (confab_attachment_get_name (image), ==, "roof.png");
  g_assert_cmpuint (confab_attachment_get_size (image), ==, sizeof png);
  confab_extras_remove (editing, image);
  g_clear_object (&again);
  again = send (fixture, conversation, prompt, "What is that?", editing);
  check_last (fixture, "/body/input/image_list", "[\"" IMAGE_URL "\"]");
  check_last (fixture, "/body/input/memory_id", "\"mem02\"");
  check_last (fixture, "/body/parameters/model_id", "\"qwen-plus\"");
  g_clear_object (&prompt);
  prompt = engine_get_message (conversation, 0);
  attachments = confab_attachments_from_rest (confab_message_get_record (prompt)->rest);
  g_assert_cmpuint (attachments->len, ==, 3);

  g_clear_object (&conversation);
  g_clear_object (&session);
  engine_fixture_stop (fixture);
  n_extras = engine_read_database (fixture, "SELECT count(*) FROM extras");
  g_assert_cmpstr (n_extras, ==, "0");
  engine_fixture_start (fixture);
}

/* What the session says is taken away for one message, and is back for the next one. */
static void
test_layers (EngineFixture *fixture,
             gconstpointer  data)
{
  g_autoptr (ConfabConversation) conversation =
    engine_talk_to_demo (fixture, CONFAB_DEMO_ASSISTANT_ID);
  ConfabSession *session = confab_conversation_get_session (conversation);
  ConfabStudioApp *app = confab_session_get_app (session);
  ConfabExtras *extras = confab_engine_get_extras (fixture->engine, session);
  g_autoptr (ConfabAppRecord) record = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (ConfabMessage) first = NULL;
  g_autoptr (ConfabMessage) second = NULL;
  g_autoptr (ConfabOptionsMerge) merge = NULL;
  g_autoptr (GError) error = NULL;
  ConfabLayer layer;

  record = confab_app_record_copy (confab_studio_app_get_record (app));
  g_free (record->options);
  record->options = g_strdup ("{\"parameters\":{\"top_k\":7,\"rag_options\":"
                              "{\"tags\":[\"a\"],\"pipeline_ids\":[\"p\"]}}}");
  confab_engine_change_app_async (fixture->engine, app, record, NULL, result_cb, &result);
  loop_until (result != NULL);
  g_assert_true (confab_engine_change_app_finish (fixture->engine, result, &error));

  confab_extras_take_away (extras, "/parameters/rag_options");
  g_assert_true (confab_extras_takes_away (extras, "/parameters/rag_options"));
  merge = confab_engine_merge_extras (fixture->engine, session, extras, FALSE);
  g_assert_null (confab_options_get (confab_options_merge_get_options (merge),
                                     "/parameters/rag_options"));
  g_assert_true (confab_options_merge_find (merge, "/parameters/rag_options", &layer, NULL));
  g_assert_cmpint (layer, ==, CONFAB_LAYER_MESSAGE);

  first = send (fixture, conversation, NULL, "Hello", extras);
  check_last (fixture, "/body/parameters/rag_options", NULL);
  check_last (fixture, "/body/parameters/top_k", "7");
  g_assert_true (confab_extras_is_empty (extras));

  second = send (fixture, conversation, NULL, "Hello", extras);
  check_last (fixture, "/body/parameters/rag_options/tags", "[\"a\"]");

  /* Set, taken away and let be again: nothing of it stays. */
  set_string (extras, "/parameters/rag_options/x", "y");
  confab_extras_take_away (extras, "/parameters/rag_options");
  confab_extras_let_be (extras, "/parameters/rag_options");
  g_assert_true (confab_extras_is_empty (extras));
}

/* What is shown is what is sent, and no secret is in it or in what is copied of it. */
static void
test_plan (EngineFixture *fixture,
           gconstpointer  data)
{
  static const char * const languages[] = { "curl", "python", "java" };
  static const char * const codes[] = { CONFAB_DEMO_PLUGIN, "mcp" };
  g_autoptr (ConfabStudioApp) app = NULL;
  g_autoptr (ConfabStudioApp) first = engine_add_demo (fixture->engine);
  GListModel *apps = confab_engine_get_apps (fixture->engine);
  g_autoptr (ConfabSession) session = NULL;
  g_autoptr (ConfabConversation) conversation = NULL;
  g_autoptr (ConfabPlannedRequest) plan = NULL;
  g_autoptr (ConfabPlannedRequest) sent = NULL;
  g_autoptr (JsonNode) request = NULL;
  g_autoptr (JsonNode) body = NULL;
  g_autoptr (JsonNode) planned = NULL;
  g_autoptr (ConfabOptions) options = NULL;
  g_autoptr (ConfabMessage) answer = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (ConfabAppRecord) record = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *request_text = NULL;
  g_autofree char *headers = NULL;
  ConfabExtras *extras;

  for (guint i = 0; i < g_list_model_get_n_items (apps); i++)
    {
      g_autoptr (ConfabStudioApp) each = g_list_model_get_item (apps, i);

      if (g_str_equal (confab_studio_app_get_record (each)->app_id, CONFAB_DEMO_DORMITORY_AUTH_ID))
        g_set_object (&app, each);
    }
  g_assert_nonnull (app);
  /* The service has an address once something is to be sent to it. */
  session = confab_engine_new_session (fixture->engine, app);
  conversation = confab_engine_dup_conversation (fixture->engine, session);
  extras = confab_engine_get_extras (fixture->engine, session);
  plan = plan_request (fixture->engine, conversation, "?", extras, &error);
  g_assert_no_error (error);
  g_clear_pointer (&plan, confab_planned_request_free);
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      confab_engine_set_token_async (fixture->engine, confab_studio_app_get_connection (app),
                                     codes[i], CANARY, NULL, result_cb, &result);
      loop_until (result != NULL);
      g_clear_object (&result);
    }
  record = confab_app_record_copy (confab_studio_app_get_record (app));
  g_free (record->options);
  record->options = g_strdup ("{\"input\":{\"biz_params\":{\"user_defined_params\":"
                              "{\"dormitory\":{\"article_index\":2}}}},"
                              "\"tokens\":{\"dormitory\":true,\"mcp\":\"Authorization\"}}");
  confab_engine_change_app_async (fixture->engine, app, record, NULL, result_cb, &result);
  loop_until (result != NULL);
  g_assert_true (confab_engine_change_app_finish (fixture->engine, result, &error));

  set_string (extras, "/parameters/model_id", "qwen-plus");
  plan = plan_request (fixture->engine, conversation, "Rules?", extras, &error);
  g_assert_no_error (error);
  text = confab_planned_request_dup_body (plan, TRUE);
  g_assert_null (strstr (text, CANARY));
  g_assert_nonnull (strstr (text, "\"***\""));
  headers = confab_planned_request_dup_headers (plan);
  g_assert_nonnull (strstr (headers, "Authorization: Bearer ***"));
  g_assert_true (confab_planned_request_can_write (plan));

  answer = send (fixture, conversation, NULL, "Rules?", extras);
  request_text = engine_dup_sent (fixture->context, "/body");
  request = confab_json_parse (request_text, -1, NULL);
  planned = confab_json_parse (text, -1, NULL);
  g_assert_true (json_node_equal (planned, request));

  /* The same of what was sent. */
  sent = confab_planned_request_new_from_record (confab_message_get_record (answer)->request,
                                                 &error);
  g_assert_no_error (error);
  g_free (text);
  text = confab_planned_request_dup_body (sent, FALSE);
  body = confab_json_parse (text, -1, NULL);
  g_assert_true (json_node_equal (body, planned));
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autofree char *before = confab_planned_request_write (plan, languages[i]);
      g_autofree char *after = confab_planned_request_write (sent, languages[i]);

      g_assert_cmpstr (before, ==, after);
      g_assert_null (strstr (before, CANARY));
      g_assert_null (strstr (before, TEST_KEY));
      g_assert_nonnull (strstr (before, "CONFAB_TOKEN_DORMITORY"));
      g_assert_nonnull (strstr (before, "CONFAB_TOKEN_MCP"));
      g_assert_null (strstr (before, "***"));
    }
}

/* What the service would refuse is shown all the same, with what is wrong. */
static void
test_plan_with_problems (EngineFixture *fixture,
                         gconstpointer  data)
{
  g_autoptr (ConfabStudioApp) app = engine_add_demo (fixture->engine);
  g_autoptr (ConfabSession) session = confab_engine_new_session (fixture->engine, app);
  g_autoptr (ConfabConversation) conversation =
    confab_engine_dup_conversation (fixture->engine, session);
  g_autoptr (ConfabPlannedRequest) plan = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *body = NULL;
  const ConfabProblem *problem;
  ConfabExtras *extras = confab_engine_get_extras (fixture->engine, session);

  set_string (extras, "/parameters/temperature", "warm");
  plan = plan_request (fixture->engine, conversation, "Hello", extras, &error);
  g_assert_no_error (error);
  problem = g_ptr_array_index (confab_planned_request_get_problems (plan), 0);
  g_assert_cmpstr (problem->path, ==, "/parameters/temperature");
  g_assert_false (confab_planned_request_can_write (plan));
  body = confab_planned_request_dup_body (plan, TRUE);
  g_assert_nonnull (strstr (body, "\"warm\""));
}

static void
refuse_address (ConfabAttachmentKind  kind,
                const char           *text)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (confab_attachment_new (kind, text, &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (strlen (error->message), >, 20);
}

/* What cannot be attached is refused with a sentence. */
static void
test_refused (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) text = g_bytes_new_static ("%PDF-1.7", 8);
  g_autofree guint8 *large = g_malloc0 (CONFAB_ATTACHMENT_MAX_BYTES + 1);
  g_autoptr (GBytes) large_bytes = NULL;
  g_autoptr (ConfabExtras) extras = confab_extras_new ();

  refuse_address (CONFAB_ATTACHMENT_FILE, "ftp://example.com/a.pdf");
  refuse_address (CONFAB_ATTACHMENT_FILE, "file:///etc/passwd");
  refuse_address (CONFAB_ATTACHMENT_FILE, "data:image/png;base64,iVBORw0KGgo=");
  refuse_address (CONFAB_ATTACHMENT_IMAGE, "data:image/png;base64,");
  refuse_address (CONFAB_ATTACHMENT_IMAGE, "data:image/png;base64,aGVsbG8=");
  refuse_address (CONFAB_ATTACHMENT_IMAGE, "https://");
  refuse_address (CONFAB_ATTACHMENT_IMAGE, "https://me:secret@example.com/a.png");
  refuse_address (CONFAB_ATTACHMENT_IMAGE, "https://example.com/a b.png\nX-Evil: 1");
  refuse_address (CONFAB_ATTACHMENT_IMAGE, "photo.png");
  refuse_address (CONFAB_ATTACHMENT_MEMORY, "");
  refuse_address (CONFAB_ATTACHMENT_MEMORY, "two words");

  g_assert_null (confab_attachment_new_image ("rules.pdf", text, &error));
  g_assert_nonnull (strstr (error->message, "rules.pdf"));
  g_clear_error (&error);

  memcpy (large, png, sizeof png);
  large_bytes = g_bytes_new_static (large, CONFAB_ATTACHMENT_MAX_BYTES + 1);
  g_assert_null (confab_attachment_new_image ("big.png", large_bytes, &error));
  g_assert_nonnull (strstr (error->message, "big.png"));
  g_clear_error (&error);

  /* Three large ones are too much for one message. */
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (large, CONFAB_ATTACHMENT_MAX_BYTES - i);
      g_autoptr (ConfabAttachment) image = confab_attachment_new_image ("l.png", bytes, NULL);

      g_assert_nonnull (image);
      g_assert_true (confab_extras_add (extras, image, &error) == (i < 2));
    }
  g_assert_nonnull (error);
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

  add ("/engine/extras/attach", test_attach);
  add ("/engine/extras/layers", test_layers);
  add ("/engine/extras/plan", test_plan);
  add ("/engine/extras/plan-with-problems", test_plan_with_problems);
  g_test_add_func ("/engine/extras/refused", test_refused);

  return g_test_run ();
}
