/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-json.h"
#include "confab-thoughts.h"

/* Each frame's thoughts, and what they make together. */
static const struct {
  const char *name;
  ConfabStreamMode mode;
  const char *frames[5];
  const char *merged;
} cases[] = {
  { "reasoning", CONFAB_STREAM_INCREMENTAL,
    { "[{\"action\":\"reasoning\",\"action_type\":\"reasoning\",\"thought\":\"Hm\","
      "\"response\":\"Hm\",\"action_name\":\"思考过程\"}]",
      "[{\"action\":\"reasoning\",\"action_type\":\"reasoning\",\"thought\":\", well\","
      "\"response\":\", well\",\"action_name\":\"思考过程\"}]",
      "[{\"action\":\"reasoning\",\"action_type\":\"reasoning\",\"thought\":\"\","
      "\"response\":\"\",\"action_name\":\"\"}]" },
    "[{\"action\":\"reasoning\",\"action_type\":\"reasoning\",\"action_name\":\"思考过程\","
    "\"thought\":\"Hm, well\",\"response\":\"Hm, well\"}]" },

  { "reasoning, cumulative", CONFAB_STREAM_CUMULATIVE,
    { "[{\"action_type\":\"reasoning\",\"thought\":\"Hm\"}]",
      "[{\"action_type\":\"reasoning\",\"thought\":\"Hm, well\"}]",
      "[{\"action_type\":\"reasoning\",\"thought\":\"\"}]" },
    "[{\"action_type\":\"reasoning\",\"thought\":\"Hm, well\"}]" },

  { "a retrieval before it repeats itself", CONFAB_STREAM_INCREMENTAL,
    { "[{\"action_type\":\"agentRag\",\"action\":\"rag\",\"arguments\":\"{}\"}]",
      "[{\"action_type\":\"agentRag\",\"action\":\"rag\",\"arguments\":\"{}\","
      "\"observation\":\"[1]\",\"response\":\"r\"},{\"action_type\":\"reasoning\",\"thought\":\"a\"}]",
      "[{\"action_type\":\"agentRag\",\"action\":\"rag\",\"observation\":\"[1]\","
      "\"response\":\"r\"},{\"action_type\":\"reasoning\",\"thought\":\"b\"}]",
      "[{\"action_type\":\"reasoning\",\"thought\":\"c\"}]" },
    "[{\"action_type\":\"agentRag\",\"action\":\"rag\",\"arguments\":\"{}\","
    "\"observation\":\"[1]\",\"response\":\"r\"},{\"action_type\":\"reasoning\",\"thought\":\"abc\"}]" },

  { "two of a kind", CONFAB_STREAM_INCREMENTAL,
    { "[{\"action_type\":\"reasoning\",\"thought\":\"a\"},"
      "{\"action_type\":\"reasoning\",\"thought\":\"b\"}]",
      "[{\"action_type\":\"reasoning\",\"thought\":\"c\"},"
      "{\"action_type\":\"reasoning\",\"thought\":\"d\"}]" },
    "[{\"action_type\":\"reasoning\",\"thought\":\"ac\"},"
    "{\"action_type\":\"reasoning\",\"thought\":\"bd\"}]" },

  { "workflow nodes", CONFAB_STREAM_INCREMENTAL,
    { "[{\"response\":\"{\\\"nodeId\\\":\\\"L\\\",\\\"nodeName\\\":\\\"L\\\",\\\"nodeResult\\\":"
      "\\\"{\\\\\\\"result\\\\\\\":\\\\\\\"He\\\\\\\"}\\\",\\\"nodeStatus\\\":\\\"executing\\\"}\"}]",
      "[{\"response\":\"{\\\"nodeId\\\":\\\"L\\\",\\\"nodeName\\\":\\\"LLM\\\",\\\"nodeResult\\\":"
      "\\\"{\\\\\\\"result\\\\\\\":\\\\\\\"llo\\\\\\\"}\\\",\\\"nodeStatus\\\":\\\"executing\\\"}\"}]",
      "[{\"response\":\"{\\\"nodeId\\\":\\\"E\\\"}\"},"
      "{\"response\":\"{\\\"nodeId\\\":\\\"L\\\",\\\"nodeName\\\":\\\"LLM\\\",\\\"nodeResult\\\":"
      "\\\"{\\\\\\\"result\\\\\\\":\\\\\\\"\\\\\\\"}\\\",\\\"nodeStatus\\\":\\\"success\\\"}\"}]" },
    "[{\"response\":\"{\\\"nodeId\\\":\\\"L\\\",\\\"nodeName\\\":\\\"LLM\\\",\\\"nodeStatus\\\":"
    "\\\"success\\\",\\\"nodeResult\\\":\\\"{\\\\\\\"result\\\\\\\":\\\\\\\"Hello\\\\\\\"}\\\"}\"},"
    "{\"response\":\"{\\\"nodeId\\\":\\\"E\\\"}\"}]" },

  { "workflow nodes that say plain text", CONFAB_STREAM_INCREMENTAL,
    { "[{\"response\":\"{\\\"nodeId\\\":\\\"E\\\",\\\"nodeResult\\\":\\\"He\\\"}\"}]",
      "[{\"response\":\"{\\\"nodeId\\\":\\\"E\\\",\\\"nodeResult\\\":\\\"llo\\\"}\"}]",
      "[{\"response\":\"{\\\"nodeId\\\":\\\"E\\\",\\\"nodeResult\\\":\\\"\\\"}\"}]" },
    "[{\"response\":\"{\\\"nodeId\\\":\\\"E\\\",\\\"nodeResult\\\":\\\"Hello\\\"}\"}]" },

  { "workflow nodes, cumulative", CONFAB_STREAM_CUMULATIVE,
    { "[{\"response\":\"{\\\"nodeId\\\":\\\"L\\\",\\\"nodeResult\\\":\\\"a\\\"}\"}]",
      "[{\"response\":\"{\\\"nodeId\\\":\\\"L\\\",\\\"nodeResult\\\":\\\"ab\\\"}\"}]" },
    "[{\"response\":\"{\\\"nodeId\\\":\\\"L\\\",\\\"nodeResult\\\":\\\"ab\\\"}\"}]" },

  { "unknown members, any type", CONFAB_STREAM_INCREMENTAL,
    { "[{\"action_type\":\"new\",\"x\":{\"y\":[1,null,true]},\"z\":1.5},7,\"no\",null,[]]",
      "[{\"action_type\":\"new\",\"x\":null,\"more\":\"m\"}]" },
    "[{\"action_type\":\"new\",\"x\":{\"y\":[1,null,true]},\"z\":1.5,\"more\":\"m\"}]" },

  { "types that are no strings", CONFAB_STREAM_INCREMENTAL,
    { "[{\"action_type\":7,\"action\":null,\"thought\":5,\"response\":{}}]",
      "[{\"action_type\":\"reasoning\",\"thought\":[1],\"response\":\"{broken\"}]" },
    "[{\"action_type\":7,\"action\":null,\"thought\":5,\"response\":{}},"
    "{\"action_type\":\"reasoning\",\"thought\":[1],\"response\":\"{broken\"}]" },
};

static void
test_merge (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ConfabThoughts) thoughts = confab_thoughts_new (cases[i].mode);
      g_autoptr (JsonNode) result = json_node_new (JSON_NODE_ARRAY);
      g_autoptr (JsonNode) wanted = confab_json_parse (cases[i].merged, -1, NULL);
      g_autofree char *text = NULL;
      gsize size = 0;

      g_test_message ("%s", cases[i].name);
      g_assert_nonnull (wanted);
      for (guint frame = 0; cases[i].frames[frame] != NULL; frame++)
        {
          g_autoptr (JsonNode) node = confab_json_parse (cases[i].frames[frame], -1, NULL);
          gboolean changed;

          g_assert_nonnull (node);
          changed = confab_thoughts_merge (thoughts, json_node_get_array (node));
          /* Growth and change go together. */
          if (confab_thoughts_get_size (thoughts) != size)
            g_assert_true (changed);
          size = confab_thoughts_get_size (thoughts);
        }

      json_node_take_array (result, confab_thoughts_to_array (thoughts));
      text = confab_json_to_text (result);
      g_test_message ("%s", text);
      g_assert_true (json_node_equal (result, wanted));
    }
}

/* A repeated frame changes nothing, and takes no room. */
static void
test_repeated (void)
{
  static const char frame[] =
    "[{\"action_type\":\"agentRag\",\"observation\":\"[{\\\"content\\\":\\\"long\\\"}]\"},"
    "{\"action_type\":\"reasoning\",\"thought\":\"\",\"response\":\"\"}]";
  g_autoptr (ConfabThoughts) thoughts = confab_thoughts_new (CONFAB_STREAM_INCREMENTAL);
  g_autoptr (JsonNode) node = confab_json_parse (frame, -1, NULL);
  gsize size;

  g_assert_true (confab_thoughts_merge (thoughts, json_node_get_array (node)));
  size = confab_thoughts_get_size (thoughts);
  for (guint i = 0; i < 100; i++)
    g_assert_false (confab_thoughts_merge (thoughts, json_node_get_array (node)));
  g_assert_cmpuint (confab_thoughts_get_size (thoughts), ==, size);
  g_assert_cmpuint (confab_thoughts_get_n (thoughts), ==, 2);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/thoughts/merge", test_merge);
  g_test_add_func ("/thoughts/repeated", test_repeated);

  return g_test_run ();
}
