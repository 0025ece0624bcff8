/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-error.h"
#include "confab-json.h"
#include "confab-message.h"
#include "confab-options.h"
#include "confab-session.h"

static void
test_status_words (void)
{
  for (guint i = 0; i < CONFAB_N_STATUSES; i++)
    {
      ConfabStatus back = CONFAB_STATUS_QUEUED;

      g_assert_true (confab_status_from_word (confab_status_to_word ((ConfabStatus) i), &back));
      g_assert_cmpuint (back, ==, i);
      g_assert_true (confab_status_is_open ((ConfabStatus) i) == (i < CONFAB_STATUS_COMPLETE));
    }
}

static void
count_cb (ConfabMessage *message,
          guint          change,
          guint         *seen)
{
  *seen |= change;
  seen[1]++;
}

static void
test_message_text (void)
{
  g_autoptr (ConfabMessage) message = NULL;
  ConfabMessageRecord *record = confab_message_record_new ();
  guint seen[2] = { 0, 0 };
  gsize length;

  record->text = g_strdup ("He");
  message = confab_message_new (record);
  g_signal_connect (message, "changed", G_CALLBACK (count_cb), seen);

  confab_message_append_text (message, "llo world", 3);
  g_assert_cmpstr (confab_message_get_text (message, &length), ==, "Hello");
  g_assert_cmpuint (length, ==, 5);
  g_assert_cmpuint (seen[0], ==, CONFAB_MESSAGE_TEXT);
  g_assert_cmpuint (confab_message_get_rewrites (message), ==, 0);

  /* A longer text that begins with this one is an append, another one is a rewrite. */
  confab_message_replace_text (message, "Hello there", 11);
  g_assert_cmpuint (confab_message_get_rewrites (message), ==, 0);
  confab_message_replace_text (message, "Help", 4);
  g_assert_cmpuint (confab_message_get_rewrites (message), ==, 1);
  g_assert_cmpstr (confab_message_get_record (message)->text, ==, "Help");
  g_assert_cmpuint (seen[1], ==, 3);

  /* Nothing new says nothing. */
  confab_message_append_text (message, "", 0);
  confab_message_replace_text (message, "Help", 4);
  confab_message_set_status (message, confab_message_get_status (message));
  g_assert_cmpuint (seen[1], ==, 3);
}

static void
test_message_record (void)
{
  g_autoptr (ConfabMessage) message = NULL;
  g_autoptr (ConfabMessageRecord) copy = NULL;
  g_autoptr (GPtrArray) usage = confab_usage_new ();
  g_autoptr (ConfabFailure) failure = confab_failure_new (CONFAB_ERROR_SERVER, "X", "words");

  message = confab_message_new (confab_message_record_new ());
  g_ptr_array_add (usage, confab_model_usage_new ("qwen-max", 121, 37));
  confab_message_set_usage (message, usage);
  confab_message_set_failure (message, failure);
  confab_message_append_text (message, "text", 4);

  copy = confab_message_dup_record (message);
  g_clear_object (&message);
  g_assert_cmpstr (copy->text, ==, "text");
  g_assert_cmpstr (copy->failure->code, ==, "X");
  g_assert_cmpuint (copy->usage->len, ==, 1);
}

static void
test_usage_json (void)
{
  g_autoptr (GPtrArray) usage = confab_usage_new ();
  g_autoptr (GPtrArray) back = NULL;
  g_autoptr (GPtrArray) odd = NULL;
  g_autofree char *text = NULL;
  const ConfabModelUsage *entry;

  g_ptr_array_add (usage, confab_model_usage_new ("qwen-max", 121, 37));
  g_ptr_array_add (usage, confab_model_usage_new (NULL, 1, 2));
  text = confab_usage_to_json (usage);
  back = confab_usage_from_json (text);

  g_assert_cmpuint (back->len, ==, 2);
  entry = g_ptr_array_index (back, 0);
  g_assert_cmpstr (entry->model_id, ==, "qwen-max");
  g_assert_cmpint (entry->input_tokens, ==, 121);
  entry = g_ptr_array_index (back, 1);
  g_assert_null (entry->model_id);
  g_assert_cmpint (entry->output_tokens, ==, 2);

  odd = confab_usage_from_json ("[1,null,{\"input_tokens\":\"7\"}]");
  g_assert_cmpuint (odd->len, ==, 1);
  g_assert_null (confab_usage_from_json ("{}"));
  g_assert_null (confab_usage_from_json (NULL));
}

static void
test_options (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabOptions) empty = confab_options_new_from_json (NULL, &error);
  g_autoptr (ConfabOptions) options = NULL;
  g_autoptr (ConfabOptions) plain = NULL;
  g_autofree char *nothing = confab_options_to_json (empty);
  g_autofree char *text = NULL;
  const char *bad[] = { "[]", "{\"input\":1}", "{\"parameters\":[]}", "{\"stream\":\"x\"}", "{" };

  g_assert_cmpstr (nothing, ==, "{}");
  g_assert_cmpint (confab_options_get_stream (empty), ==, CONFAB_STREAM_INCREMENTAL);

  options = confab_options_new_from_json (
    "{\"input\":{\"biz_params\":{\"n\":2,\"b\":true,\"z\":null}},\"stream\":\"cumulative\"}", &error);
  g_assert_no_error (error);
  text = confab_options_to_json (options);
  g_assert_cmpstr (text, ==,
                   "{\"input\":{\"biz_params\":{\"n\":2,\"b\":true,\"z\":null}},"
                   "\"stream\":\"cumulative\"}");

  plain = confab_options_with_stream (options, CONFAB_STREAM_NONE);
  g_assert_cmpint (confab_options_get_stream (plain), ==, CONFAB_STREAM_NONE);
  g_assert_cmpint (confab_options_get_stream (options), ==, CONFAB_STREAM_CUMULATIVE);
  g_assert_true (json_object_has_member (confab_options_get_input (plain), "biz_params"));

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_null (confab_options_new_from_json (bad[i], &error));
      g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_USAGE);
      g_clear_error (&error);
    }
}

static void
notify_cb (GObject    *object,
           GParamSpec *pspec,
           guint      *count)
{
  (*count)++;
}

static void
test_session_notify (void)
{
  g_autoptr (ConfabConnection) connection = confab_connection_new (confab_connection_record_new ());
  g_autoptr (ConfabStudioApp) app = confab_studio_app_new (confab_app_record_new (), connection);
  g_autoptr (ConfabSession) session = confab_session_new (confab_session_record_new (), app);
  guint count = 0;

  g_signal_connect (session, "notify", G_CALLBACK (notify_cb), &count);
  confab_session_set_title (session, "One");
  confab_session_set_title (session, "One");
  confab_session_set_answering (session, TRUE);
  confab_session_set_updated_at (session, 5);
  g_assert_cmpuint (count, ==, 3);
  g_assert_true (confab_session_get_app (session) == app);
  g_assert_cmpstr (confab_session_get_record (session)->title, ==, "One");

  /* The id the session already holds may be handed in again. */
  confab_session_set_remote (session, "abc", 1, 1);
  confab_session_set_remote (session, confab_session_get_record (session)->remote_id, 2, 2);
  g_assert_cmpstr (confab_session_get_record (session)->remote_id, ==, "abc");
}

static void
test_kinds (void)
{
  g_assert_true (confab_kind_keeps_session (CONFAB_KIND_AGENT));
  g_assert_true (confab_kind_keeps_session (CONFAB_KIND_DIALOG_WORKFLOW));
  g_assert_false (confab_kind_keeps_session (CONFAB_KIND_WORKFLOW));
  g_assert_false (confab_kind_keeps_session (CONFAB_KIND_ORCHESTRATION));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model/status/words", test_status_words);
  g_test_add_func ("/model/message/text", test_message_text);
  g_test_add_func ("/model/message/record", test_message_record);
  g_test_add_func ("/model/usage/json", test_usage_json);
  g_test_add_func ("/model/options", test_options);
  g_test_add_func ("/model/session/notify", test_session_notify);
  g_test_add_func ("/model/kinds", test_kinds);

  return g_test_run ();
}
