/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-citation.h"
#include "confab-evidence.h"
#include "confab-node.h"
#include "confab-thought.h"
#include "confab-usage.h"

static void
test_citations (void)
{
  g_autoptr (GPtrArray) citations = confab_citations_parse (
    "[{\"index_id\":\"2\",\"title\":\"T\",\"doc_id\":\"d\",\"doc_name\":\"N\",\"doc_url\":null,"
    "\"text\":\"passage\",\"biz_id\":\"\",\"images\":[\"https://h/i\",\"\",null],"
    "\"page_number\":[3,4],\"new\":{\"a\":1},\"gone\":null},7,{\"title\":5,\"images\":\"no\"}]");
  const ConfabCitation *citation;

  g_assert_cmpuint (citations->len, ==, 2);
  citation = confab_citations_find (citations, "2");
  g_assert_nonnull (citation);
  g_assert_cmpstr (citation->title, ==, "T");
  g_assert_cmpstr (citation->doc_id, ==, "d");
  g_assert_cmpstr (citation->doc_name, ==, "N");
  g_assert_null (citation->doc_url);
  g_assert_null (citation->biz_id);
  g_assert_cmpstr (citation->text, ==, "passage");
  g_assert_cmpuint (g_strv_length (citation->images), ==, 1);
  g_assert_cmpstr (citation->pages[1], ==, "4");
  g_assert_cmpstr (citation->rest, ==, "{\"new\":{\"a\":1}}");

  /* One without a number gets the number of its place. */
  citation = confab_citations_find (citations, "3");
  g_assert_nonnull (citation);
  g_assert_cmpstr (citation->title, ==, "5");
  g_assert_cmpuint (g_strv_length (citation->images), ==, 0);
  g_assert_null (confab_citations_find (citations, "1"));
}

static void
test_thoughts (void)
{
  g_autoptr (GPtrArray) thoughts = confab_thoughts_parse (
    "[{\"action_type\":\"agentRag\",\"action\":\"rag\",\"action_name\":\"知识检索\","
    "\"arguments\":\"{\\\"query\\\":\\\"q\\\"}\",\"observation\":\"[{\\\"content\\\":\\\"c\\\","
    "\\\"dataId\\\":\\\"i\\\",\\\"dataName\\\":\\\"n\\\",\\\"display\\\":true,"
    "\\\"referenceIndex\\\":1,\\\"score\\\":0.5,\\\"title\\\":\\\"t\\\",\\\"images\\\":[\\\"u\\\"],"
    "\\\"webSearch\\\":false}]\"},"
    "{\"action_type\":\"agentRag\",\"action\":\"memory\",\"observation\":\"[\\\"likes tea\\\"]\"},"
    "{\"action_type\":\"reasoning\",\"action\":\"reasoning\",\"thought\":\"Hm\",\"response\":\"Hm\"},"
    "{\"action_type\":\"api\",\"action\":\"code\",\"action_input\":{\"x\":[1,true]},"
    "\"observation\":\"{\\\"y\\\":2}\",\"thought\":\"so\",\"response\":\"then\",\"extra\":1},"
    "{\"response\":\"{\\\"nodeId\\\":\\\"L\\\",\\\"nodeStatus\\\":\\\"executing\\\"}\"},"
    "{\"action_type\":\"response\",\"response\":\"on the way\"},"
    "{\"action_type\":\"api\",\"action_input\":\"text\"},null,[],{}]");
  const ConfabThought *thought;
  const ConfabThoughtPassage *passage;

  g_assert_cmpuint (thoughts->len, ==, 8);

  thought = g_ptr_array_index (thoughts, 0);
  g_assert_cmpuint (thought->kind, ==, CONFAB_THOUGHT_RETRIEVAL);
  g_assert_cmpstr (thought->action_name, ==, "知识检索");
  g_assert_cmpstr (thought->arguments, ==, "{\"query\":\"q\"}");
  g_assert_cmpuint (thought->passages->len, ==, 1);
  passage = g_ptr_array_index (thought->passages, 0);
  g_assert_cmpstr (passage->content, ==, "c");
  g_assert_cmpstr (passage->data_id, ==, "i");
  g_assert_cmpstr (passage->data_name, ==, "n");
  g_assert_cmpstr (passage->title, ==, "t");
  g_assert_cmpstr (passage->reference_index, ==, "1");
  g_assert_cmpfloat (passage->score, ==, 0.5);
  g_assert_cmpstr (passage->images[0], ==, "u");
  g_assert_cmpstr (passage->rest, ==, "{\"display\":true,\"webSearch\":false}");

  thought = g_ptr_array_index (thoughts, 1);
  g_assert_cmpuint (thought->kind, ==, CONFAB_THOUGHT_MEMORY);
  g_assert_cmpstr (thought->memories[0], ==, "likes tea");
  g_assert_null (thought->memories[1]);

  thought = g_ptr_array_index (thoughts, 2);
  g_assert_cmpuint (thought->kind, ==, CONFAB_THOUGHT_REASONING);
  g_assert_cmpstr (thought->text, ==, "Hm");
  g_assert_null (thought->response);

  thought = g_ptr_array_index (thoughts, 3);
  g_assert_cmpuint (thought->kind, ==, CONFAB_THOUGHT_TOOL);
  g_assert_cmpstr (thought->arguments, ==, "{\"x\":[1,true]}");
  g_assert_cmpstr (thought->observation, ==, "{\"y\":2}");
  g_assert_cmpstr (thought->text, ==, "so");
  g_assert_cmpstr (thought->response, ==, "then");
  g_assert_cmpstr (thought->rest, ==, "{\"extra\":1}");

  thought = g_ptr_array_index (thoughts, 4);
  g_assert_cmpuint (thought->kind, ==, CONFAB_THOUGHT_NODE);
  g_assert_cmpstr (thought->node->id, ==, "L");
  g_assert_null (thought->text);

  thought = g_ptr_array_index (thoughts, 5);
  g_assert_cmpuint (thought->kind, ==, CONFAB_THOUGHT_RESPONSE);
  g_assert_cmpstr (thought->text, ==, "on the way");

  thought = g_ptr_array_index (thoughts, 6);
  g_assert_cmpstr (thought->arguments, ==, "text");

  thought = g_ptr_array_index (thoughts, 7);
  g_assert_cmpuint (thought->kind, ==, CONFAB_THOUGHT_OTHER);
  g_assert_cmpuint (thought->passages->len, ==, 0);
}

static void
test_nodes_of_messages (void)
{
  g_autoptr (GPtrArray) nodes = confab_nodes_parse (
    "[{\"node_id\":\"S\",\"node_name\":\"开始\",\"node_type\":\"Start\",\"node_status\":\"success\","
    "\"node_is_completed\":true,\"node_msg_seq_id\":1,\"message\":{\"role\":\"assistant\","
    "\"content\":\"\"},\"new\":1},"
    "{\"node_id\":\"L\",\"node_type\":\"LLM\",\"node_status\":\"executing\","
    "\"message\":{\"content\":\"{\\\"result\\\":\\\"Hi\\\",\\\"reasoningContent\\\":\\\"Hm\\\"}\"}},"
    "{\"node_id\":\"C\",\"parent_node_id\":\"Loop\",\"node_status\":\"fail\",\"message\":{\"content\":"
    "\"{\\\"nodeId\\\":\\\"C\\\",\\\"nodeName\\\":\\\"Child\\\",\\\"index\\\":1,"
    "\\\"nodeExecTime\\\":\\\"100ms\\\",\\\"input\\\":{\\\"a\\\":1},\\\"output\\\":\\\"out\\\","
    "\\\"errorCode\\\":\\\"E\\\",\\\"errorInfo\\\":\\\"why\\\"}\"}},"
    "{\"node_id\":\"J\",\"node_is_completed\":true,\"message\":{\"content\":\"{\\\"city\\\":1}\"}}]",
    "[{\"response\":\"{\\\"nodeId\\\":\\\"not this\\\"}\"}]");
  const ConfabNode *node;

  g_assert_cmpuint (nodes->len, ==, 4);

  node = g_ptr_array_index (nodes, 0);
  g_assert_cmpstr (node->id, ==, "S");
  g_assert_cmpstr (node->name, ==, "开始");
  g_assert_cmpstr (node->type, ==, "Start");
  g_assert_cmpuint (node->state, ==, CONFAB_NODE_SUCCESS);
  g_assert_null (node->content);
  g_assert_cmpint (node->index, ==, -1);
  g_assert_cmpint (node->exec_time_ms, ==, -1);
  g_assert_cmpstr (node->rest, ==, "{\"new\":1}");

  node = g_ptr_array_index (nodes, 1);
  g_assert_cmpuint (node->state, ==, CONFAB_NODE_RUNNING);
  g_assert_cmpstr (node->content, ==, "Hi");
  g_assert_cmpstr (node->reasoning, ==, "Hm");

  node = g_ptr_array_index (nodes, 2);
  g_assert_cmpuint (node->state, ==, CONFAB_NODE_FAILED);
  g_assert_cmpstr (node->parent_id, ==, "Loop");
  g_assert_cmpint (node->index, ==, 1);
  g_assert_cmpstr (node->name, ==, "Child");
  g_assert_cmpint (node->exec_time_ms, ==, 100);
  g_assert_cmpstr (node->input, ==, "{\"a\":1}");
  g_assert_cmpstr (node->output, ==, "out");
  g_assert_cmpstr (node->error_code, ==, "E");
  g_assert_cmpstr (node->error_info, ==, "why");

  node = g_ptr_array_index (nodes, 3);
  g_assert_cmpuint (node->state, ==, CONFAB_NODE_SUCCESS);
  g_assert_cmpstr (node->content, ==, "{\"city\":1}");
}

static void
test_nodes_of_thoughts (void)
{
  g_autoptr (GPtrArray) nodes = confab_nodes_parse (
    NULL,
    "[{\"response\":\"{\\\"nodeName\\\":\\\"LLM_1\\\",\\\"nodeType\\\":\\\"LLM\\\","
    "\\\"nodeStatus\\\":\\\"success\\\",\\\"nodeId\\\":\\\"LLM_Ilo9\\\",\\\"nodeExecTime\\\":"
    "\\\"1332ms\\\",\\\"nodeResult\\\":\\\"{\\\\\\\"result\\\\\\\":\\\\\\\"piece\\\\\\\","
    "\\\\\\\"reasoningContent\\\\\\\":\\\\\\\"why\\\\\\\",\\\\\\\"more\\\\\\\":1}\\\","
    "\\\"usages\\\":[{\\\"model_id\\\":\\\"m\\\",\\\"input_tokens\\\":3}],\\\"q\\\":2}\"},"
    "{\"response\":\"words\"},{\"response\":\"{\\\"nodeId\\\":\\\"E\\\",\\\"nodeResult\\\":"
    "{\\\"result\\\":7},\\\"nodeExecTime\\\":\\\"soon\\\"}\"}]");
  const ConfabNode *node;

  g_assert_cmpuint (nodes->len, ==, 2);

  node = g_ptr_array_index (nodes, 0);
  g_assert_cmpstr (node->id, ==, "LLM_Ilo9");
  g_assert_cmpstr (node->content, ==, "piece");
  g_assert_cmpstr (node->reasoning, ==, "why");
  g_assert_cmpstr (node->output, ==, "{\"more\":1}");
  g_assert_cmpint (node->exec_time_ms, ==, 1332);
  g_assert_cmpuint (node->state, ==, CONFAB_NODE_SUCCESS);
  g_assert_cmpuint (node->usage->len, ==, 1);
  g_assert_cmpstr (node->rest, ==, "{\"q\":2}");

  node = g_ptr_array_index (nodes, 1);
  g_assert_cmpstr (node->content, ==, "7");
  g_assert_cmpint (node->exec_time_ms, ==, -1);
  g_assert_cmpstr (node->exec_time, ==, "soon");
}

static void
test_nothing (void)
{
  static const char * const texts[] = { NULL, "", "{", "{}", "null", "7", "[]", "[[[", "[null,1]" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GPtrArray) citations = confab_citations_parse (texts[i]);
      g_autoptr (GPtrArray) thoughts = confab_thoughts_parse (texts[i]);
      g_autoptr (GPtrArray) nodes = confab_nodes_parse (texts[i], texts[i]);

      g_assert_cmpuint (citations->len, ==, 0);
      g_assert_cmpuint (thoughts->len, ==, 0);
      g_assert_cmpuint (nodes->len, ==, 0);
    }
}

static void
test_pretty (void)
{
  g_autofree char *object = confab_evidence_dup_pretty ("{\"a\":[1]}");
  g_autofree char *text = confab_evidence_dup_pretty ("just words");
  g_autofree char *invalid = confab_evidence_dup_pretty ("a\377");
  g_autofree char *number = confab_evidence_dup_pretty ("0012");

  g_assert_true (strchr (object, '\n') != NULL);
  g_assert_cmpstr (text, ==, "just words");
  g_assert_cmpstr (number, ==, "0012");
  g_assert_null (confab_evidence_dup_pretty (NULL));
  g_assert_cmpstr (invalid, ==, "a\357\277\275");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/evidence/citations", test_citations);
  g_test_add_func ("/evidence/thoughts", test_thoughts);
  g_test_add_func ("/evidence/nodes/messages", test_nodes_of_messages);
  g_test_add_func ("/evidence/nodes/thoughts", test_nodes_of_thoughts);
  g_test_add_func ("/evidence/nothing", test_nothing);
  g_test_add_func ("/evidence/pretty", test_pretty);

  return g_test_run ();
}
