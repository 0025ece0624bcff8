/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-json.h"
#include "confab-nodes.h"

/* The messages of an answer in their order, and the one for each node that they make. */
static const struct
{
  const char *name;
  const char *messages[7];
  const char *merged;
} cases[] = {
  { "text in pieces, the last one with the completing message",
    { "{\"node_id\":\"E\",\"node_type\":\"End\",\"node_status\":\"executing\",\"node_msg_seq_id\":1,"
      "\"node_is_completed\":false,\"message\":{\"role\":\"assistant\",\"content\":\"I am\"}}",
      "{\"node_id\":\"E\",\"node_type\":\"End\",\"node_status\":\"executing\",\"node_msg_seq_id\":2,"
      "\"node_is_completed\":false,\"message\":{\"role\":\"assistant\",\"content\":\" Qwen\"}}",
      "{\"node_id\":\"E\",\"node_type\":\"End\",\"node_status\":\"success\",\"node_msg_seq_id\":3,"
      "\"node_is_completed\":true,\"message\":{\"role\":\"assistant\",\"content\":\".\"}}" },
    "[{\"node_id\":\"E\",\"node_type\":\"End\",\"node_status\":\"success\",\"node_msg_seq_id\":3,"
    "\"node_is_completed\":true,\"message\":{\"role\":\"assistant\",\"content\":\"I am Qwen.\"}}]" },

  { "nodes at the same time",
    { "{\"node_id\":\"A\",\"message\":{\"content\":\"a\"}}",
      "{\"node_id\":\"B\",\"message\":{\"content\":\"x\"}}",
      "{\"node_id\":\"A\",\"message\":{\"content\":\"b\"}}",
      "{\"node_id\":\"B\",\"message\":{\"content\":\"y\"}}",
      "{\"node_id\":\"A\",\"node_is_completed\":true,\"message\":{\"content\":\"\"}}" },
    "[{\"node_id\":\"A\",\"node_is_completed\":true,\"message\":{\"content\":\"ab\"}},"
    "{\"node_id\":\"B\",\"message\":{\"content\":\"xy\"}}]" },

  { "pieces within JSON",
    { "{\"node_id\":\"L\",\"message\":{\"content\":\"{\\\"result\\\":\\\"\\\","
      "\\\"reasoningContent\\\":\\\"Hm\\\"}\"}}",
      "{\"node_id\":\"L\",\"message\":{\"content\":\"{\\\"result\\\":\\\"Hello\\\","
      "\\\"reasoningContent\\\":\\\"\\\"}\"}}",
      "{\"node_id\":\"L\",\"message\":{\"content\":\"{\\\"result\\\":\\\" there\\\","
      "\\\"reasoningContent\\\":\\\"\\\",\\\"n\\\":2}\"}}" },
    "[{\"node_id\":\"L\",\"message\":{\"content\":\"{\\\"result\\\":\\\"Hello there\\\","
    "\\\"reasoningContent\\\":\\\"Hm\\\",\\\"n\\\":2}\"}}]" },

  { "the same whole JSON, growing",
    { "{\"node_id\":\"L\",\"message\":{\"content\":\"{\\\"result\\\":\\\"Hel\\\"}\"}}",
      "{\"node_id\":\"L\",\"message\":{\"content\":\"{\\\"result\\\":\\\"Hello\\\"}\"}}",
      "{\"node_id\":\"L\",\"message\":{\"content\":\"{\\\"result\\\":\\\"Hello there\\\"}\"}}",
      "{\"node_id\":\"L\",\"message\":{\"content\":\"{\\\"result\\\":\\\"Hello there, you\\\"}\"}}",
      "{\"node_id\":\"L\",\"message\":{\"content\":\"{\\\"result\\\":\\\"Hello there, you all\\\"}\"}}",
      "{\"node_id\":\"L\",\"message\":{\"content\":\"{\\\"result\\\":\\\"Hello there, you all\\\"}\"}}" },
    "[{\"node_id\":\"L\",\"message\":{\"content\":\"{\\\"result\\\":\\\"Hello there, you all\\\"}\"}}]" },

  { "equal pieces are pieces",
    { "{\"node_id\":\"L\",\"message\":{\"content\":\"{\\\"result\\\":\\\"ha\\\"}\"}}",
      "{\"node_id\":\"L\",\"message\":{\"content\":\"{\\\"result\\\":\\\"ha\\\"}\"}}" },
    "[{\"node_id\":\"L\",\"message\":{\"content\":\"{\\\"result\\\":\\\"haha\\\"}\"}}]" },

  { "the rounds of a loop",
    { "{\"node_id\":\"C\",\"parent_node_id\":\"P\",\"message\":{\"content\":\"{\\\"nodeId\\\":\\\"C\\\","
      "\\\"index\\\":0,\\\"nodeStatus\\\":\\\"executing\\\",\\\"input\\\":{\\\"a\\\":1}}\"}}",
      "{\"node_id\":\"C\",\"parent_node_id\":\"P\",\"message\":{\"content\":\"{\\\"nodeId\\\":\\\"C\\\","
      "\\\"index\\\":1,\\\"nodeStatus\\\":\\\"executing\\\"}\"}}",
      "{\"node_id\":\"C\",\"parent_node_id\":\"Q\",\"message\":{\"content\":\"{\\\"nodeId\\\":\\\"C\\\","
      "\\\"index\\\":1,\\\"nodeStatus\\\":\\\"fail\\\"}\"}}",
      "{\"node_id\":\"C\",\"parent_node_id\":\"P\",\"message\":{\"content\":\"{\\\"nodeId\\\":\\\"C\\\","
      "\\\"index\\\":0,\\\"nodeStatus\\\":\\\"success\\\",\\\"output\\\":\\\"o\\\"}\"}}" },
    "[{\"node_id\":\"C\",\"parent_node_id\":\"P\",\"message\":{\"content\":\"{\\\"nodeId\\\":\\\"C\\\","
    "\\\"index\\\":0,\\\"nodeStatus\\\":\\\"success\\\",\\\"input\\\":{\\\"a\\\":1},"
    "\\\"output\\\":\\\"o\\\"}\"}},"
    "{\"node_id\":\"C\",\"parent_node_id\":\"P\",\"message\":{\"content\":\"{\\\"nodeId\\\":\\\"C\\\","
    "\\\"index\\\":1,\\\"nodeStatus\\\":\\\"executing\\\"}\"}},"
    "{\"node_id\":\"C\",\"parent_node_id\":\"Q\",\"message\":{\"content\":\"{\\\"nodeId\\\":\\\"C\\\","
    "\\\"index\\\":1,\\\"nodeStatus\\\":\\\"fail\\\"}\"}}]" },

  { "an object of the node's own is whole",
    { "{\"node_id\":\"J\",\"message\":{\"content\":\"{\\\"city\\\": 1}\"}}",
      "{\"node_id\":\"J\",\"message\":{\"content\":\"{\\\"city\\\": 2}\"}}" },
    "[{\"node_id\":\"J\",\"message\":{\"content\":\"{\\\"city\\\": 2}\"}}]" },

  { "JSON that is text in pieces",
    { "{\"node_id\":\"J\",\"message\":{\"content\":\"{\\\"a\\\":\"}}",
      "{\"node_id\":\"J\",\"message\":{\"content\":\"{}\"}}",
      "{\"node_id\":\"J\",\"message\":{\"content\":\"}\"}}" },
    "[{\"node_id\":\"J\",\"message\":{\"content\":\"{\\\"a\\\":{}}\"}}]" },

  { "anything, of any type",
    { "{\"node_id\":7,\"x\":[null,{}],\"message\":{\"content\":5,\"tool\":{\"y\":true}}}",
      "{\"message\":\"no object\"}", "{}" },
    "[{\"node_id\":7,\"x\":[null,{}],\"message\":{\"content\":5,\"tool\":{\"y\":true}}}]" },
};

static void
test_merge (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (ConfabNodes) nodes = confab_nodes_new ();
  g_autoptr (JsonArray) array = NULL;
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_ARRAY);
  g_autofree char *text = NULL;

  for (guint j = 0; j < G_N_ELEMENTS (cases[i].messages) && cases[i].messages[j] != NULL; j++)
    {
      g_autoptr (JsonNode) message = confab_json_parse (cases[i].messages[j], -1, NULL);

      confab_nodes_merge (nodes, json_node_get_object (message));
    }

  array = confab_nodes_to_array (nodes);
  json_node_set_array (root, array);
  text = confab_json_to_text (root);
  g_assert_cmpstr (text, ==, cases[i].merged);
}

/* What is kept does not grow with what is repeated, and each message costs what it is. */
static void
test_size (void)
{
  g_autoptr (ConfabNodes) nodes = confab_nodes_new ();
  GString *whole = g_string_new (NULL);

  for (guint i = 0; i < 2000; i++)
    {
      g_autofree char *text = NULL;
      g_autoptr (JsonNode) message = NULL;

      g_string_append (whole, "another ten");
      text = g_strdup_printf (
        "{\"node_id\":\"L\",\"message\":{\"content\":\"{\\\"result\\\":\\\"%s\\\"}\"}}",
        whole->str);
      message = confab_json_parse (text, -1, NULL);
      g_assert_true (confab_nodes_merge (nodes, json_node_get_object (message)));
    }

  g_assert_cmpuint (confab_nodes_get_n (nodes), ==, 1);
  g_assert_cmpuint (confab_nodes_get_size (nodes), <, whole->len + 4096);
  g_string_free (whole, TRUE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/nodes/", cases[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_merge);
    }
  g_test_add_func ("/nodes/size", test_size);

  return g_test_run ();
}
