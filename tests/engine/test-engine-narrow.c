/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The demo's phone advisor asked again from one document of its answer, and without it. */

#include "config.h"

#include "confab-engine-catalogue.h"
#include "confab-engine-narrow.h"
#include "confab-options-fields.h"
#include "engine-fixture.h"

#define PROMPT "Which phone has a good camera?"

static void
result_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static ConfabMessage *
ask (EngineFixture      *fixture,
     ConfabConversation *conversation,
     const char         *prompt)
{
  g_autoptr (GError) error = NULL;
  ConfabMessage *answer = engine_send (fixture->engine, conversation, prompt, &error);

  g_assert_no_error (error);
  engine_wait_for_end (answer);
  g_assert_cmpint (confab_message_get_status (answer), ==, CONFAB_STATUS_COMPLETE);

  return answer;
}

static ConfabMessage *
ask_narrow (EngineFixture      *fixture,
            ConfabConversation *conversation,
            ConfabMessage      *answer,
            const char         *index,
            ConfabNarrowing     how)
{
  g_autoptr (ConfabOptions) options = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  ConfabMessage *again;

  options = confab_engine_narrow (fixture->engine, conversation, answer, index, how, &error);
  g_assert_no_error (error);
  confab_engine_retry_async (fixture->engine, conversation, answer, options, NULL, result_cb,
                             &result);
  loop_until (result != NULL);
  again = confab_engine_retry_finish (fixture->engine, result, &error);
  g_assert_no_error (error);
  engine_wait_for_end (again);
  g_assert_cmpint (confab_message_get_status (again), ==, CONFAB_STATUS_COMPLETE);

  return again;
}

/* The ids of the documents that an answer names, each once. (transfer full) */
static GPtrArray *
list_documents (ConfabMessage *answer)
{
  g_autoptr (GPtrArray) citations =
    confab_citations_parse (confab_message_get_record (answer)->references);
  GPtrArray *documents = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < citations->len; i++)
    {
      const ConfabCitation *citation = g_ptr_array_index (citations, i);

      if (!g_ptr_array_find_with_equal_func (documents, citation->doc_id, g_str_equal, NULL))
        g_ptr_array_add (documents, g_strdup (citation->doc_id));
    }

  return documents;
}

static void
test_only_and_without (EngineFixture *fixture,
                       gconstpointer  data)
{
  g_autoptr (ConfabConversation) conversation =
    engine_talk_to_demo (fixture, CONFAB_DEMO_PHONES_ID);
  g_autoptr (ConfabMessage) answer = ask (fixture, conversation, PROMPT);
  g_autoptr (GPtrArray) all = list_documents (answer);
  g_autoptr (ConfabMessage) only = NULL;
  g_autoptr (ConfabMessage) without = NULL;
  g_autoptr (ConfabMessage) again = NULL;
  g_autoptr (GPtrArray) documents = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *sent = NULL;
  g_autofree char *expected = NULL;

  g_assert_cmpuint (all->len, >=, 2);

  only = ask_narrow (fixture, conversation, answer, "1", CONFAB_NARROW_ONLY);
  documents = list_documents (only);
  g_assert_cmpuint (documents->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (documents, 0), ==, g_ptr_array_index (all, 0));
  sent = engine_dup_sent (fixture->context, "/body/parameters/rag_options");
  expected = g_strdup_printf ("{\"pipeline_ids\":[\"kb_phones\",\"kb_prices\",\"kb_service\"],"
                              "\"file_ids\":[\"%s\"]}", (char *) g_ptr_array_index (all, 0));
  g_assert_cmpstr (sent, ==, expected);

  /* It is another version of the answer, to the same question. */
  g_assert_cmpint (confab_message_get_record (only)->parent, ==,
                   confab_message_get_record (answer)->parent);
  g_assert_cmpuint (confab_message_get_n_versions (only, NULL), ==, 2);

  /* Without its only document there is none. */
  g_assert_null (confab_engine_narrow (fixture->engine, conversation, only, "1",
                                       CONFAB_NARROW_WITHOUT, &error));
  g_assert_nonnull (error);

  without = ask_narrow (fixture, conversation, answer, "1", CONFAB_NARROW_WITHOUT);
  g_clear_pointer (&documents, g_ptr_array_unref);
  documents = list_documents (without);
  g_assert_cmpuint (documents->len, >=, 1);
  g_assert_false (g_ptr_array_find_with_equal_func (documents, g_ptr_array_index (all, 0),
                                                    g_str_equal, NULL));

  /* What was said for this one message is said when it is asked again, and of no other one. */
  g_clear_pointer (&sent, g_free);
  sent = engine_dup_sent (fixture->context, "/body/parameters");
  again = engine_retry (fixture->engine, conversation, without, &error);
  engine_wait_for_end (again);
  g_clear_pointer (&expected, g_free);
  expected = engine_dup_sent (fixture->context, "/body/parameters");
  g_assert_cmpstr (expected, ==, sent);

  g_clear_object (&again);
  again = ask (fixture, conversation, PROMPT);
  g_clear_pointer (&sent, g_free);
  sent = engine_dup_sent (fixture->context, "/body/parameters/rag_options");
  g_assert_null (sent);
}

/* On top of what the session filters by. */
static void
test_over_session (EngineFixture *fixture,
                   gconstpointer  data)
{
  g_autoptr (ConfabConversation) conversation =
    engine_talk_to_demo (fixture, CONFAB_DEMO_PHONES_ID);
  ConfabSession *session = confab_conversation_get_session (conversation);
  g_autoptr (ConfabOptions) options =
    confab_options_new_from_json ("{\"parameters\":{\"seed\":7,\"rag_options\":{"
                                  "\"pipeline_ids\":[\"kb_phones\"],\"tags\":[\"camera\"]}}}", NULL);
  g_autoptr (ConfabMessage) answer = NULL;
  g_autoptr (ConfabMessage) only = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autofree char *sent = NULL;
  g_autofree char *expected = NULL;

  confab_engine_set_session_options (fixture->engine, session, options);
  answer = ask (fixture, conversation, PROMPT);
  all = list_documents (answer);
  only = ask_narrow (fixture, conversation, answer, "1", CONFAB_NARROW_ONLY);
  sent = engine_dup_sent (fixture->context, "/body/parameters/rag_options");
  expected = g_strdup_printf ("{\"pipeline_ids\":[\"kb_phones\"],\"tags\":[\"camera\"],"
                              "\"file_ids\":[\"%s\"]}", (char *) g_ptr_array_index (all, 0));
  g_assert_cmpstr (sent, ==, expected);
  g_clear_pointer (&sent, g_free);
  sent = engine_dup_sent (fixture->context, "/body/parameters/seed");
  g_assert_cmpstr (sent, ==, "7");
}

/* Where the service has no words for it, it is said why. */
static void
test_refused (EngineFixture *fixture,
              gconstpointer  data)
{
  g_autoptr (ConfabConversation) conversation =
    engine_talk_to_demo (fixture, CONFAB_DEMO_ASSISTANT_ID);
  g_autoptr (ConfabMessage) answer = ask (fixture, conversation, "How do I pin a session?");
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (confab_message_get_record (answer)->references);
  g_assert_null (confab_engine_narrow (fixture->engine, conversation, answer, "1",
                                       CONFAB_NARROW_ONLY, &error));
  g_test_message ("%s", error->message);
  g_clear_error (&error);
  g_assert_null (confab_engine_narrow (fixture->engine, conversation, answer, "99",
                                       CONFAB_NARROW_ONLY, &error));
  g_assert_nonnull (error);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_unsetenv ("DASHSCOPE_API_KEY");
  g_unsetenv ("DASHSCOPE_HTTP_BASE_URL");

#define ADD(path, function)                                                                        \
  g_test_add ("/narrow/" path, EngineFixture, NULL, engine_fixture_set_up, function,               \
              engine_fixture_tear_down)

  ADD ("only-and-without", test_only_and_without);
  ADD ("over-session", test_over_session);
  ADD ("refused", test_refused);

  return g_test_run ();
}
