/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the database keeps of a reply, read into lists, and merged as it would have come. */

#include "config.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "confab-citation.h"
#include "confab-evidence.h"
#include "confab-json.h"
#include "confab-nodes.h"
#include "confab-thought.h"
#include "confab-thoughts.h"

int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);

static void
check_text (const char *text)
{
  g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
}

static void
check_node (const ConfabNode *node)
{
  g_assert_nonnull (node->id);
  check_text (node->id);
  check_text (node->name);
  check_text (node->content);
  check_text (node->reasoning);
  check_text (node->rest);
  g_assert_cmpint (node->index, >=, -1);
  g_assert_cmpint (node->exec_time_ms, >=, -1);
}

static void
check_lists (const char *text)
{
  g_autoptr (GPtrArray) citations = confab_citations_parse (text);
  g_autoptr (GPtrArray) thoughts = confab_thoughts_parse (text);
  g_autoptr (GPtrArray) nodes = confab_nodes_parse (text, text);
  g_autofree char *pretty = confab_evidence_dup_pretty (text);

  check_text (pretty);
  for (guint i = 0; i < citations->len; i++)
    {
      const ConfabCitation *citation = g_ptr_array_index (citations, i);

      check_text (citation->index);
      check_text (citation->rest);
      g_assert_nonnull (confab_citations_find (citations, citation->index));
    }
  for (guint i = 0; i < thoughts->len; i++)
    {
      const ConfabThought *thought = g_ptr_array_index (thoughts, i);

      check_text (thought->text);
      check_text (thought->arguments);
      check_text (thought->rest);
      g_assert_nonnull (thought->memories);
      g_assert_cmpint (thought->kind == CONFAB_THOUGHT_NODE, ==, thought->node != NULL);
      if (thought->node != NULL)
        check_node (thought->node);
    }
  for (guint i = 0; i < nodes->len; i++)
    check_node (g_ptr_array_index (nodes, i));
}

static char *
to_text (JsonArray *array)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);

  json_node_take_array (node, array);

  return confab_json_to_text (node);
}

/* The array's elements one after the other, as if each had been in a frame of its own. */
static void
check_merging (JsonArray        *array,
               ConfabStreamMode  mode)
{
  g_autoptr (ConfabNodes) nodes = confab_nodes_new ();
  g_autoptr (ConfabThoughts) thoughts = confab_thoughts_new (mode);
  g_autofree char *merged_nodes = NULL;
  g_autofree char *merged_thoughts = NULL;

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      g_autoptr (JsonArray) frame = json_array_new ();

      json_array_add_element (frame, json_node_copy (element));
      confab_thoughts_merge (thoughts, frame);
      if (JSON_NODE_HOLDS_OBJECT (element))
        confab_nodes_merge (nodes, json_node_get_object (element));
    }
  g_assert_cmpuint (confab_nodes_get_n (nodes), <=, json_array_get_length (array));

  merged_nodes = to_text (confab_nodes_to_array (nodes));
  merged_thoughts = to_text (confab_thoughts_to_array (thoughts));
  check_lists (merged_nodes);
  check_lists (merged_thoughts);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) root = NULL;

  if (size < 1 || memchr (data, 0, size) != NULL)
    return 0;

  text = g_strndup ((const char *) data + 1, size - 1);
  check_lists (text);

  root = confab_json_parse (text, -1, NULL);
  if (root != NULL && JSON_NODE_HOLDS_ARRAY (root))
    check_merging (json_node_get_array (root), (ConfabStreamMode) (data[0] % 3));

  return 0;
}
