/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-usage.h"

#include "confab-json.h"

/**
 * confab_model_usage_new:
 * @model_id: (nullable): the model that ran
 * @input_tokens: tokens it read
 * @output_tokens: tokens it wrote
 *
 * Returns: (transfer full): one entry of a usage
 */
ConfabModelUsage *
confab_model_usage_new (const char *model_id,
                        gint64      input_tokens,
                        gint64      output_tokens)
{
  ConfabModelUsage *self = g_new0 (ConfabModelUsage, 1);

  self->model_id = g_strdup (model_id);
  self->input_tokens = input_tokens;
  self->output_tokens = output_tokens;

  return self;
}

/**
 * confab_model_usage_free:
 * @self: (transfer full): an entry
 */
void
confab_model_usage_free (ConfabModelUsage *self)
{
  g_free (self->model_id);
  g_free (self);
}

/**
 * confab_usage_new:
 *
 * Returns: (transfer full) (element-type ConfabModelUsage): an empty usage
 */
GPtrArray *
confab_usage_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) confab_model_usage_free);
}

/**
 * confab_usage_copy:
 * @usage: (nullable) (element-type ConfabModelUsage): a usage
 *
 * Returns: (transfer full) (nullable) (element-type ConfabModelUsage): a copy
 */
GPtrArray *
confab_usage_copy (GPtrArray *usage)
{
  GPtrArray *copy;

  if (usage == NULL)
    return NULL;

  copy = confab_usage_new ();
  for (guint i = 0; i < usage->len; i++)
    {
      const ConfabModelUsage *entry = g_ptr_array_index (usage, i);

      g_ptr_array_add (copy, confab_model_usage_new (entry->model_id, entry->input_tokens,
                                                     entry->output_tokens));
    }

  return copy;
}

/**
 * confab_usage_to_json:
 * @usage: (nullable) (element-type ConfabModelUsage): a usage
 *
 * Returns: (transfer full) (nullable): the wire's `models` array as text, %NULL for %NULL
 */
char *
confab_usage_to_json (GPtrArray *usage)
{
  g_autoptr (JsonBuilder) builder = NULL;
  g_autoptr (JsonNode) root = NULL;

  if (usage == NULL)
    return NULL;

  builder = json_builder_new ();
  json_builder_begin_array (builder);
  for (guint i = 0; i < usage->len; i++)
    {
      const ConfabModelUsage *entry = g_ptr_array_index (usage, i);

      json_builder_begin_object (builder);
      if (entry->model_id != NULL)
        {
          json_builder_set_member_name (builder, "model_id");
          json_builder_add_string_value (builder, entry->model_id);
        }
      json_builder_set_member_name (builder, "input_tokens");
      json_builder_add_int_value (builder, entry->input_tokens);
      json_builder_set_member_name (builder, "output_tokens");
      json_builder_add_int_value (builder, entry->output_tokens);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);

  root = json_builder_get_root (builder);
  return confab_json_to_text (root);
}

/**
 * confab_usage_from_json:
 * @text: (nullable): text of confab_usage_to_json()
 *
 * Returns: (transfer full) (nullable) (element-type ConfabModelUsage): the usage; %NULL when
 *   @text is %NULL or no array. Entries of the wrong type are left out.
 */
GPtrArray *
confab_usage_from_json (const char *text)
{
  g_autoptr (JsonNode) root = NULL;
  JsonArray *array;
  GPtrArray *usage;

  if (text == NULL)
    return NULL;

  root = confab_json_parse (text, -1, NULL);
  if (root == NULL || !JSON_NODE_HOLDS_ARRAY (root))
    return NULL;

  array = json_node_get_array (root);
  usage = confab_usage_new ();
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      gint64 input_tokens = 0;
      gint64 output_tokens = 0;
      JsonObject *entry;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;

      entry = json_node_get_object (node);
      confab_json_get_int (entry, "input_tokens", &input_tokens);
      confab_json_get_int (entry, "output_tokens", &output_tokens);
      g_ptr_array_add (usage, confab_model_usage_new (confab_json_get_string (entry, "model_id"),
                                                      input_tokens, output_tokens));
    }

  return usage;
}
