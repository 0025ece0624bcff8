/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-demo"

#include "config.h"

#include "confab-demo-sources.h"

#include "confab-json.h"

static JsonArray *
make_images (const ConfabDemoSourceDetails *details)
{
  JsonArray *images = json_array_new ();

  if (details->image != NULL)
    json_array_add_string_element (images, details->image);

  return images;
}

/**
 * confab_demo_source_to_reference:
 * @hit: what was found
 * @number: its number in the text
 * @details: what else is known of it
 *
 * Returns: (transfer full): one element of `doc_references` (protocol 3.3)
 */
JsonObject *
confab_demo_source_to_reference (const ConfabDemoHit           *hit,
                                 guint                          number,
                                 const ConfabDemoSourceDetails *details)
{
  JsonObject *reference = json_object_new ();
  g_autofree char *index_id = g_strdup_printf ("%u", number);

  json_object_set_array_member (reference, "images", make_images (details));
  json_object_set_string_member (reference, "text", hit->section->text);
  json_object_set_string_member (reference, "index_id", index_id);
  json_object_set_string_member (reference, "title", hit->section->title);
  json_object_set_string_member (reference, "doc_name", hit->section->document_title);
  json_object_set_string_member (reference, "doc_id", hit->section->document_id);
  if (details->page > 0)
    {
      JsonArray *pages = json_array_new ();

      json_array_add_int_element (pages, details->page);
      json_object_set_array_member (reference, "page_number", pages);
      json_object_set_null_member (reference, "doc_url");
      json_object_set_null_member (reference, "biz_id");
    }

  return reference;
}

/**
 * confab_demo_source_to_observed:
 * @hit: what was found
 * @number: its number in the text
 * @details: what else is known of it
 *
 * Returns: (transfer full): one element of a retrieval's observation (protocol 3.2)
 */
JsonObject *
confab_demo_source_to_observed (const ConfabDemoHit           *hit,
                                guint                          number,
                                const ConfabDemoSourceDetails *details)
{
  JsonObject *observed = json_object_new ();
  g_autofree char *id = g_strdup_printf ("%s_%u", hit->section->document_id, hit->position);

  json_object_set_string_member (observed, "content", hit->section->text);
  json_object_set_string_member (observed, "dataId", hit->section->document_id);
  json_object_set_string_member (observed, "dataName", hit->section->document_title);
  json_object_set_boolean_member (observed, "display", TRUE);
  json_object_set_string_member (observed, "id", id);
  json_object_set_array_member (observed, "images", make_images (details));
  json_object_set_int_member (observed, "referenceIndex", number);
  json_object_set_double_member (observed, "score", hit->coverage);
  json_object_set_string_member (observed, "title", hit->section->title);
  json_object_set_boolean_member (observed, "webSearch", FALSE);

  return observed;
}

/**
 * confab_demo_sources_add_retrieval:
 * @thoughts: gets a step more
 * @query: what was searched
 * @rag_options: (nullable): what limited the search
 * @observed: (transfer full): what was found
 * @is_chinese: in which language
 *
 * The retrieval as the service reports it (protocol 3.2): texts that are JSON themselves.
 */
void
confab_demo_sources_add_retrieval (ConfabDemoThoughts *thoughts,
                                   const char         *query,
                                   JsonObject         *rag_options,
                                   JsonArray          *observed,
                                   gboolean            is_chinese)
{
  g_autoptr (JsonObject) thought = NULL;
  g_autoptr (JsonObject) arguments = json_object_new ();
  g_autoptr (JsonNode) observation = json_node_new (JSON_NODE_ARRAY);
  g_autofree char *arguments_text = NULL;
  g_autofree char *observation_text = NULL;

  json_object_set_string_member (arguments, "query", query);
  if (rag_options != NULL)
    json_object_set_object_member (arguments, "rag_options", json_object_ref (rag_options));
  arguments_text = confab_json_object_to_text (arguments);
  json_node_take_array (observation, observed);
  observation_text = confab_json_to_text (observation);

  thought = confab_demo_thought_new ("agentRag", "rag",
                                     is_chinese ? "知识检索" : "Knowledge retrieval");
  json_object_set_string_member (thought, "arguments", arguments_text);
  confab_demo_thoughts_add_call (thoughts, thought, observation_text);
}
