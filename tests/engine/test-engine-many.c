/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "engine-fixture.h"

#include <string.h>

#include "demo-program.h"

/* A hundred sessions at a time, against the demo service, which is a program of its own here. */

#define N_SESSIONS 100
#define KEY        "sk-many-0123456789"
#define PROMPT     "What are the foods there?"

static const char *program;

typedef struct {
  EngineFixture fixture;
  GSubprocess *service;
  ConfabStudioApp *app;
  GPtrArray *conversations;
  GPtrArray *answers;
} Many;

static void
take_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
set_up (Many          *many,
        gconstpointer  data)
{
  g_autofree char *url = NULL;
  ConfabAppDraft draft = { "Many", NULL, NULL, "assistant", KEY };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  engine_fixture_set_up (&many->fixture, NULL);
  many->service = demo_program_start (program, KEY, data, &url);
  draft.base_url = url;
  confab_engine_add_app_async (many->fixture.engine, &draft, NULL, take_result_cb, &result);
  loop_until (result != NULL);
  many->app = confab_engine_add_app_finish (many->fixture.engine, result, &error);
  g_assert_no_error (error);

  many->conversations = g_ptr_array_new_with_free_func (g_object_unref);
  many->answers = g_ptr_array_new_with_free_func (g_object_unref);
}

static void
tear_down (Many          *many,
           gconstpointer  data)
{
  g_ptr_array_unref (many->answers);
  g_ptr_array_unref (many->conversations);
  g_object_unref (many->app);
  engine_fixture_tear_down (&many->fixture, NULL);
  demo_program_stop (many->service);
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Many *many = user_data;
  g_autoptr (GError) error = NULL;
  ConfabMessage *answer = confab_engine_send_finish (CONFAB_ENGINE (source), result, &error);

  g_assert_no_error (error);
  g_ptr_array_add (many->answers, answer);
}

static void
send_to_all (Many *many)
{
  for (guint i = 0; i < N_SESSIONS; i++)
    {
      g_autoptr (ConfabSession) session = NULL;
      ConfabConversation *conversation;

      session = confab_engine_new_session (many->fixture.engine, many->app);
      conversation = confab_engine_dup_conversation (many->fixture.engine, session);
      g_ptr_array_add (many->conversations, conversation);
      confab_engine_send_async (many->fixture.engine, conversation, PROMPT, NULL, NULL, sent_cb,
                                many);
    }
  loop_until (many->answers->len == N_SESSIONS);
}

static guint
count_status (Many         *many,
              ConfabStatus  status)
{
  guint n = 0;

  for (guint i = 0; i < many->answers->len; i++)
    n += confab_message_get_status (g_ptr_array_index (many->answers, i)) == status;

  return n;
}

static guint
count_open (Many *many)
{
  guint n = 0;

  for (guint i = 0; i < many->answers->len; i++)
    n += confab_status_is_open (confab_message_get_status (g_ptr_array_index (many->answers, i)));

  return n;
}

static gboolean
all_stream (Many *many)
{
  for (guint i = 0; i < many->answers->len; i++)
    if (*confab_message_get_text (g_ptr_array_index (many->answers, i), NULL) == '\0')
      return FALSE;

  return TRUE;
}

static void
test_complete (Many          *many,
               gconstpointer  data)
{
  const char *text;
  g_autofree char *stored = NULL;

  send_to_all (many);
  loop_until (count_open (many) == 0);
  for (guint i = 0; i < N_SESSIONS; i++)
    {
      const ConfabFailure *failure =
        confab_message_get_failure (g_ptr_array_index (many->answers, i));

      if (failure != NULL)
        g_test_message ("%s: %s", failure->code, failure->message);
    }
  g_assert_cmpuint (count_status (many, CONFAB_STATUS_COMPLETE), ==, N_SESSIONS);

  /* The same question in the same state has one answer. */
  text = confab_message_get_text (g_ptr_array_index (many->answers, 0), NULL);
  g_assert_cmpuint (strlen (text), >, 20);
  for (guint i = 1; i < N_SESSIONS; i++)
    g_assert_cmpstr (confab_message_get_text (g_ptr_array_index (many->answers, i), NULL), ==, text);

  loop_until (!confab_engine_is_answering (many->fixture.engine));
  stored = engine_read_database (&many->fixture,
                                 "SELECT count(*) || ' ' || count(DISTINCT text) FROM message"
                                 " WHERE role <> 'user' AND status = 'complete' AND run IS NULL");
  g_assert_cmpstr (stored, ==, "100 1");
}

/* All are under way; the one call leaves none of them open. */
static void
test_stop_all (Many          *many,
               gconstpointer  data)
{
  g_autoptr (ConfabSession) late = NULL;
  g_autoptr (ConfabConversation) conversation = NULL;
  g_autofree char *stored = NULL;
  gint64 begun;

  send_to_all (many);
  loop_until (all_stream (many));
  g_assert_cmpuint (count_open (many), ==, N_SESSIONS);

  /* And a prompt that is just being written is not sent. */
  late = confab_engine_new_session (many->fixture.engine, many->app);
  conversation = confab_engine_dup_conversation (many->fixture.engine, late);
  confab_engine_send_async (many->fixture.engine, conversation, PROMPT, NULL, NULL, sent_cb, many);

  begun = g_get_monotonic_time ();
  confab_engine_stop_all (many->fixture.engine);
  g_assert_cmpuint (count_open (many), ==, 0);
  g_test_message ("stopped after %.1f ms", (double) (g_get_monotonic_time () - begun) / 1e3);
  loop_until (!confab_engine_is_answering (many->fixture.engine));
  g_test_message ("on disk after %.1f ms", (double) (g_get_monotonic_time () - begun) / 1e3);

  g_assert_cmpuint (count_status (many, CONFAB_STATUS_STOPPED), ==, N_SESSIONS + 1);
  stored = engine_read_database (&many->fixture, "SELECT count(*) FROM message"
                                                 " WHERE status = 'stopped' AND run IS NULL");
  g_assert_cmpstr (stored, ==, "101");
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

  g_test_add ("/many/complete", Many, "0.2", set_up, test_complete, tear_down);
  g_test_add ("/many/stop-all", Many, "20", set_up, test_stop_all, tear_down);

  return g_test_run ();
}
