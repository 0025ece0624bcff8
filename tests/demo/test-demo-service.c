/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the demo service answers when nothing goes wrong, and how it starts and stops. */

#include "config.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "confab-json.h"

#include "demo-call.h"
#include "loop.h"

#define INCREMENTAL "{\"incremental_output\":true}"
#define THOUGHTS "{\"has_thoughts\":true,\"incremental_output\":true}"

static void
test_incremental (DemoFixture   *fixture,
                  gconstpointer  unused)
{
  g_autoptr (DemoReply) reply = demo_ask (fixture->service, "assistant", TRUE, "Who are you?", NULL,
                                          INCREMENTAL);
  g_autoptr (GPtrArray) frames = demo_reply_frames (reply);
  g_autofree char *type = demo_reply_header (reply, "content-type");
  g_autofree char *request_id = demo_reply_header (reply, "x-request-id");
  g_autofree char *finished = demo_reply_header (reply, "x-dashscope-finished");
  gint64 before = 0;

  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpint (reply->end, ==, DEMO_END_COMPLETE);
  g_assert_cmpstr (type, ==, "text/event-stream;charset=UTF-8");
  g_assert_cmpstr (finished, ==, "false");
  g_assert_cmpuint (frames->len, >, 50);
  /* One frame, one chunk: each can be read when it is sent. */
  g_assert_cmpuint (reply->chunk_sizes->len, ==, frames->len);

  for (guint i = 0; i < frames->len; i++)
    {
      JsonObject *frame = g_ptr_array_index (frames, i);
      JsonArray *models = confab_json_get_array (confab_json_get_object (frame, "usage"), "models");
      JsonObject *usage = json_array_get_object_element (models, 0);
      const char *text = demo_output (frame, "text");
      gint64 n_tokens = 0;

      g_assert_cmpstr (confab_json_get_string (frame, "request_id"), ==, request_id);
      g_assert_cmpuint (strlen (demo_output (frame, "session_id")), ==, 32);
      g_assert_true (confab_json_get_int (usage, "output_tokens", &n_tokens));
      g_assert_cmpint (n_tokens, >=, before);
      before = n_tokens;

      if (i + 1 < frames->len)
        {
          g_assert_cmpstr (demo_output (frame, "finish_reason"), ==, "null");
          g_assert_cmpuint (strlen (text), >, 0);
        }
      else
        {
          g_assert_cmpstr (demo_output (frame, "finish_reason"), ==, "stop");
          g_assert_cmpstr (text, ==, "");
        }
    }
}

static void
test_cumulative (DemoFixture   *fixture,
                 gconstpointer  unused)
{
  g_autoptr (DemoReply) reply = demo_ask (fixture->service, "assistant", TRUE, "Who are you?", NULL,
                                          NULL);
  g_autoptr (GPtrArray) frames = demo_reply_frames (reply);
  const char *before = "";

  for (guint i = 0; i < frames->len; i++)
    {
      const char *text = demo_output (g_ptr_array_index (frames, i), "text");

      g_assert_true (g_str_has_prefix (text, before));
      if (i + 1 < frames->len)
        g_assert_cmpuint (strlen (text), >, strlen (before));
      else
        g_assert_cmpstr (text, ==, before);
      before = text;
    }
}

static void
test_modes_agree (DemoFixture   *fixture,
                  gconstpointer  unused)
{
  static const char *const prompts[] = { "Who are you?", "你是谁？", "I want to visit Singapore",
                                         "怎样停止回答？", "What is the capital of France?",
                                         "What did I ask before?" };

  for (gsize i = 0; i < G_N_ELEMENTS (prompts); i++)
    {
      g_autoptr (DemoReply) whole = NULL;
      g_autoptr (DemoReply) growing = NULL;
      g_autoptr (DemoReply) pieces = NULL;
      g_autofree char *whole_text = NULL;
      g_autofree char *growing_text = NULL;
      g_autofree char *pieces_text = NULL;

      whole = demo_ask (fixture->service, "assistant", FALSE, prompts[i], NULL, NULL);
      growing = demo_ask (fixture->service, "assistant", TRUE, prompts[i], NULL, NULL);
      pieces = demo_ask (fixture->service, "assistant", TRUE, prompts[i], NULL, INCREMENTAL);
      whole_text = demo_reply_text (whole, FALSE);
      growing_text = demo_reply_text (growing, FALSE);
      pieces_text = demo_reply_text (pieces, TRUE);

      g_assert_cmpstr (demo_output (whole->json, "finish_reason"), ==, "stop");
      g_assert_cmpuint (strlen (whole_text), >, 20);
      g_assert_cmpstr (growing_text, ==, whole_text);
      g_assert_cmpstr (pieces_text, ==, whole_text);
      g_assert_null (strstr (whole_text, "<ref>"));
      g_assert_null (confab_json_get_array (confab_json_get_object (whole->json, "output"),
                                            "doc_references"));
    }
}

/* The rounds of the documentation's sample. */
static void
test_session (DemoFixture   *fixture,
              gconstpointer  unused)
{
  g_autoptr (DemoReply) first = NULL;
  g_autoptr (DemoReply) second = NULL;
  g_autoptr (DemoReply) third = NULL;
  g_autoptr (DemoReply) fourth = NULL;
  const char *session_id;
  const char *text;

  first = demo_ask (fixture->service, "assistant", FALSE, "I want to visit Singapore", NULL, NULL);
  session_id = demo_output (first->json, "session_id");
  second = demo_ask (fixture->service, "assistant", FALSE,
                     "What are the attractions and foods there?", session_id, NULL);
  g_assert_cmpstr (demo_output (second->json, "session_id"), ==, session_id);
  text = demo_output (second->json, "text");
  g_assert_nonnull (strstr (text, "Merlion"));
  g_assert_nonnull (strstr (text, "Laksa"));

  /* This can only be understood with what was asked before. */
  third = demo_ask (fixture->service, "assistant", FALSE, "Tell me more", session_id, NULL);
  g_assert_true (g_str_has_suffix (demo_output (third->json, "text"), "*From “Visiting Singapore”*"));

  fourth = demo_ask (fixture->service, "assistant", FALSE, "What did I ask before?", session_id,
                     NULL);
  text = demo_output (fourth->json, "text");
  g_assert_nonnull (strstr (text, "Just before this you asked: “Tell me more”"));
  g_assert_nonnull (strstr (text, "1. I want to visit Singapore"));
}

static void
test_session_chinese (DemoFixture   *fixture,
                      gconstpointer  unused)
{
  g_autoptr (DemoReply) first = NULL;
  g_autoptr (DemoReply) second = NULL;
  g_autoptr (DemoReply) third = NULL;
  g_autoptr (DemoReply) nothing = NULL;
  const char *session_id;

  first = demo_ask (fixture->service, "assistant", FALSE, "我想去新加坡旅游", NULL, NULL);
  session_id = demo_output (first->json, "session_id");
  second = demo_ask (fixture->service, "assistant", FALSE, "那里有什么好吃的？", session_id, NULL);
  g_assert_nonnull (strstr (demo_output (second->json, "text"), "海南鸡饭"));
  third = demo_ask (fixture->service, "assistant", FALSE, "我刚才问了什么？", session_id, NULL);
  g_assert_true (g_str_has_prefix (demo_output (third->json, "text"),
                                   "您刚才问的是：“那里有什么好吃的？”"));
  nothing = demo_ask (fixture->service, "assistant", FALSE, "我刚才问了什么？", NULL, NULL);
  g_assert_nonnull (strstr (demo_output (nothing->json, "text"), "还没有问过"));
}

static void
test_session_unknown (DemoFixture   *fixture,
                      gconstpointer  unused)
{
  const char *const unknown = "0123456789abcdef0123456789abcdef";
  g_autoptr (DemoReply) reply = NULL;
  g_autoptr (DemoReply) next = NULL;
  const char *session_id;

  reply = demo_ask (fixture->service, "assistant", FALSE, "Who are you?", unknown, NULL);
  session_id = demo_output (reply->json, "session_id");
  g_assert_cmpuint (strlen (session_id), ==, 32);
  g_assert_cmpstr (session_id, !=, unknown);
  next = demo_ask (fixture->service, "assistant", FALSE, "Who are you?", session_id, NULL);
  g_assert_cmpstr (demo_output (next->json, "session_id"), ==, session_id);
}

/* The caller's own history counts as the service's would, and is kept from there on. */
static void
test_messages (DemoFixture   *fixture,
               gconstpointer  unused)
{
  const DemoCall call = {
    .body = "{\"input\":{\"prompt\":\"ignored\",\"messages\":["
            "{\"role\":\"system\",\"content\":\"Be kind\"},"
            "{\"role\":\"user\",\"content\":\"I want to visit Singapore\"},"
            "{\"role\":\"assistant\",\"content\":\"Good\"},"
            "{\"role\":\"user\",\"content\":\"What did I ask before?\"}]}}",
  };
  g_autoptr (DemoReply) reply = demo_call (fixture->service, &call);
  g_autoptr (DemoReply) next = NULL;

  g_assert_nonnull (strstr (demo_output (reply->json, "text"), "“I want to visit Singapore”"));
  next = demo_ask (fixture->service, "assistant", FALSE, "What are the foods there?",
                   demo_output (reply->json, "session_id"), NULL);
  g_assert_nonnull (strstr (demo_output (next->json, "text"), "Laksa"));
  g_assert_cmpstr (demo_output (next->json, "session_id"), ==,
                   demo_output (reply->json, "session_id"));

  /* They win over a session: it is not the one that goes on. */
  {
    g_autofree char *body = g_strdup_printf ("{\"input\":{\"session_id\":\"%s\",\"messages\":["
                                             "{\"role\":\"user\",\"content\":\"hi\"}]}}",
                                             demo_output (reply->json, "session_id"));
    const DemoCall both = { .body = body };
    g_autoptr (DemoReply) other = demo_call (fixture->service, &both);

    g_assert_cmpstr (demo_output (other->json, "session_id"), !=,
                     demo_output (reply->json, "session_id"));
  }
}

static void
test_thoughts (DemoFixture   *fixture,
               gconstpointer  unused)
{
  g_autoptr (DemoReply) reply = demo_ask (fixture->service, "assistant", TRUE,
                                          "What are the attractions and foods there?", NULL,
                                          THOUGHTS);
  g_autoptr (DemoReply) plain = demo_ask (fixture->service, "assistant", FALSE,
                                          "What are the attractions and foods there?", NULL, NULL);
  g_autoptr (GPtrArray) frames = demo_reply_frames (reply);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (JsonNode) observation = NULL;
  JsonObject *output = NULL;
  JsonObject *thought;
  JsonObject *observed;
  guint n_before = 0;

  for (guint i = 0; i < frames->len; i++)
    {
      JsonArray *references;
      guint n_references;
      guint n_marks = 0;

      output = confab_json_get_object (g_ptr_array_index (frames, i), "output");
      g_string_append (text, confab_json_get_string (output, "text"));
      references = confab_json_get_array (output, "doc_references");
      n_references = references != NULL ? json_array_get_length (references) : 0;

      /* A reference comes with the frame in which its mark is whole, and stays. */
      for (const char *at = text->str; (at = strstr (at, "</ref>")) != NULL; at++)
        n_marks++;
      g_assert_cmpuint (n_references, ==, n_marks);
      g_assert_cmpuint (n_references, >=, n_before);
      n_before = n_references;
    }
  g_assert_cmpuint (n_before, ==, 2);
  g_assert_nonnull (strstr (text->str, "<ref>[1]</ref>"));
  g_assert_nonnull (strstr (text->str, "<ref>[2]</ref>"));

  thought = json_array_get_object_element (confab_json_get_array (output, "thoughts"), 0);
  g_assert_cmpstr (confab_json_get_string (thought, "action_type"), ==, "agentRag");
  g_assert_cmpstr (confab_json_get_string (thought, "action"), ==, "rag");
  g_assert_cmpstr (confab_json_get_string (thought, "arguments"), ==,
                   "{\"query\":\"What are the attractions and foods there?\"}");
  observation = confab_json_parse (confab_json_get_string (thought, "observation"), -1, NULL);
  g_assert_true (JSON_NODE_HOLDS_ARRAY (observation));
  observed = json_array_get_object_element (json_node_get_array (observation), 1);
  g_assert_cmpstr (confab_json_get_string (observed, "title"), ==, "Foods");
  g_assert_nonnull (strstr (confab_json_get_string (observed, "content"), "Laksa"));

  /* Without its marks it is the text of every other mode. */
  g_string_replace (text, "<ref>[1]</ref>", "", 0);
  g_string_replace (text, "<ref>[2]</ref>", "", 0);
  g_assert_cmpstr (text->str, ==, demo_output (plain->json, "text"));
}

static void
test_references (DemoFixture   *fixture,
                 gconstpointer  unused)
{
  const DemoCall simple = {
    .body = "{\"input\":{\"prompt\":\"What are the foods?\",\"doc_reference_type\":\"simple\"}}",
  };
  const DemoCall indexed = {
    .body = "{\"input\":{\"prompt\":\"What are the foods?\",\"doc_reference_type\":\"indexed\"}}",
  };
  g_autoptr (DemoReply) first = demo_call (fixture->service, &simple);
  g_autoptr (DemoReply) second = demo_call (fixture->service, &indexed);
  JsonObject *output = confab_json_get_object (first->json, "output");
  JsonObject *reference;

  reference = json_array_get_object_element (confab_json_get_array (output, "doc_references"), 0);
  g_assert_cmpstr (confab_json_get_string (reference, "index_id"), ==, "1");
  g_assert_cmpstr (confab_json_get_string (reference, "title"), ==, "Foods");
  g_assert_cmpstr (confab_json_get_string (reference, "doc_name"), ==, "Visiting Singapore");
  g_assert_null (strstr (demo_output (first->json, "text"), "<ref>"));
  g_assert_nonnull (strstr (demo_output (second->json, "text"), "<ref>[1]</ref>"));
  g_assert_null (confab_json_get_array (output, "thoughts"));
}

/* A real answer takes its time: first token after 0.3 s, 2 to 8 seconds in all. */
static void
test_pace (DemoFixture   *fixture,
           gconstpointer  unused)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (DemoReply) reply = NULL;
  gint64 milliseconds;

  confab_demo_service_set_pace (fixture->service, 0.1);
  reply = demo_ask (fixture->service, "assistant", TRUE, "What are the foods?", NULL, INCREMENTAL);
  milliseconds = (g_get_monotonic_time () - start) / 1000;
  g_assert_cmpint (milliseconds, >=, 100);
  g_assert_cmpint (reply->end, ==, DEMO_END_COMPLETE);
}

static void
test_client_closes (DemoFixture   *fixture,
                    gconstpointer  unused)
{
  const DemoCall calls[] = {
    { .app = "assistant", .is_stream = TRUE, .body = "{\"input\":{\"prompt\":\"hi\"}}" },
    { .app = "fault-stall", .is_stream = TRUE, .body = "{\"input\":{\"prompt\":\"hi\"}}" },
    { .app = "fault-cut-between", .is_stream = TRUE, .body = "{\"input\":{\"prompt\":\"hi\"}}" },
    { .app = "assistant", .body = "{\"input\":{\"prompt\":\"hi\"}}" },
  };

  confab_demo_service_set_pace (fixture->service, 50.0);
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      int fd = demo_call_open (fixture->service, &calls[i]);

      loop_until (confab_demo_service_get_n_requests (fixture->service) == i + 1);
      g_assert_cmpuint (confab_demo_service_get_n_closed_early (fixture->service), ==, i);
      close (fd);
      loop_until (confab_demo_service_get_n_closed_early (fixture->service) == i + 1);
    }
}

static guint
count_descriptors (void)
{
  g_autoptr (GDir) directory = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (directory) != NULL)
    n++;

  return n;
}

/* With streams of all kinds under way, each time. */
static void
test_stop_and_start (void)
{
  static const char *const apps[] = { "assistant", "fault-stall", "fault-reset", "fault-split" };
  g_autoptr (ConfabDemoService) service = confab_demo_service_new ();
  guint n_descriptors = 0;

  g_assert_cmpuint (confab_demo_service_get_port (service), ==, 0);
  confab_demo_service_stop (service);

  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (GError) error = NULL;
      int fds[G_N_ELEMENTS (apps)];
      char byte;

      confab_demo_service_start (service, 0, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (g_str_has_prefix (confab_demo_service_get_key (service), "sk-demo-"));
      for (guint k = 0; k < G_N_ELEMENTS (apps); k++)
        {
          const DemoCall call = { .app = apps[k], .is_stream = TRUE,
                                  .body = "{\"input\":{\"prompt\":\"hi\"}}" };

          fds[k] = demo_call_open (service, &call);
        }
      /* The stall answers at once with its headers; the others wait for their first piece. */
      loop_until (confab_demo_service_get_n_requests (service) == (i + 1) * G_N_ELEMENTS (apps));

      confab_demo_service_stop (service);
      g_assert_cmpuint (confab_demo_service_get_port (service), ==, 0);
      for (guint k = 0; k < G_N_ELEMENTS (apps); k++)
        {
          while (recv (fds[k], &byte, 1, 0) > 0)
            ;
          close (fds[k]);
        }

      if (i == 2)
        n_descriptors = count_descriptors ();
    }

  g_assert_cmpuint (count_descriptors (), ==, n_descriptors);
  g_assert_finalize_object (g_steal_pointer (&service));
}

static void
test_start_fails (DemoFixture   *fixture,
                  gconstpointer  unused)
{
  g_autoptr (ConfabDemoService) second = confab_demo_service_new ();
  g_autoptr (GError) error = NULL;
  guint16 port = confab_demo_service_get_port (fixture->service);
  g_autofree char *number = g_strdup_printf ("port %u", port);

  g_assert_false (confab_demo_service_start (second, port, NULL, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, number));
  g_assert_cmpuint (confab_demo_service_get_port (second), ==, 0);

  /* It is well again with another port. */
  g_clear_error (&error);
  g_assert_true (confab_demo_service_start (second, 0, "k", &error));
  g_assert_no_error (error);
  g_assert_cmpstr (confab_demo_service_get_key (second), ==, "k");

  /* And a start while it runs leaves it as it is. */
  port = confab_demo_service_get_port (second);
  g_assert_true (confab_demo_service_start (second, 0, "other", &error));
  g_assert_cmpuint (confab_demo_service_get_port (second), ==, port);
  g_assert_cmpstr (confab_demo_service_get_key (second), ==, "k");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function)                                                                        \
  g_test_add ("/demo/service/" path, DemoFixture, NULL, demo_fixture_set_up, function,             \
              demo_fixture_tear_down)
  ADD ("incremental", test_incremental);
  ADD ("cumulative", test_cumulative);
  ADD ("modes-agree", test_modes_agree);
  ADD ("session", test_session);
  ADD ("session-chinese", test_session_chinese);
  ADD ("session-unknown", test_session_unknown);
  ADD ("messages", test_messages);
  ADD ("thoughts", test_thoughts);
  ADD ("references", test_references);
  ADD ("pace", test_pace);
  ADD ("client-closes", test_client_closes);
  ADD ("start-fails", test_start_fails);
#undef ADD
  g_test_add_func ("/demo/service/stop-and-start", test_stop_and_start);

  return g_test_run ();
}
