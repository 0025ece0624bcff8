/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-preset-file.h"

#include <glib/gi18n.h>

#include "confab-error.h"
#include "confab-json-writer.h"
#include "confab-json.h"
#include "confab-options.h"
#include "confab-text.h"

/* Presets as a file: options name tokens and never hold one, so neither does the file. */

#define MAX_NAME 200

/**
 * confab_preset_file_write:
 * @records: (element-type ConfabPresetRecord): presets
 *
 * Returns: (transfer full): the text of a file of them, JSON
 */
char *
confab_preset_file_write (GPtrArray *records)
{
  const ConfabJsonStyle style = { .indent = 2 };
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *root = json_object_new ();
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < records->len; i++)
    {
      const ConfabPresetRecord *record = g_ptr_array_index (records, i);
      g_autoptr (ConfabOptions) options = confab_options_new_from_json (record->options, NULL);
      JsonObject *preset = json_object_new ();

      json_object_set_string_member (preset, "name", record->name);
      json_object_set_string_member (preset, "kind", confab_preset_kind_to_word (record->kind));
      json_object_set_object_member (preset, "options",
                                     options != NULL
                                       ? json_object_ref (confab_options_get_root (options))
                                       : json_object_new ());
      json_array_add_object_element (array, preset);
    }

  json_object_set_int_member (root, "version", 1);
  json_object_set_array_member (root, "confab_presets", array);
  json_node_take_object (node, root);

  return confab_json_write (node, &style);
}

static gboolean
read_preset (JsonNode    *node,
             GPtrArray   *records,
             GError     **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *name = confab_json_get_string (object, "name");
  const char *kind = confab_json_get_string (object, "kind");
  JsonObject *own = confab_json_get_object (object, "options");
  g_autofree char *text = own != NULL ? confab_json_object_to_text (own) : NULL;
  g_autoptr (ConfabOptions) options = NULL;
  ConfabPresetRecord *record;

  if (name == NULL || text == NULL)
    {
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_USAGE,
                           _("A preset in this file has no name or no options."));
      return FALSE;
    }

  options = confab_options_new_from_json (text, error);
  if (options == NULL)
    return FALSE;

  record = g_new0 (ConfabPresetRecord, 1);
  record->name = confab_text_one_line (name, MAX_NAME);
  record->options = g_steal_pointer (&text);
  confab_preset_kind_from_word (kind, &record->kind);
  g_ptr_array_add (records, record);

  return TRUE;
}

/**
 * confab_preset_file_read:
 * @text: what a file holds; hostile
 * @length: its length in bytes, or -1
 * @error: return location for %CONFAB_ERROR_USAGE, with a sentence for the person
 *
 * Returns: (transfer full) (element-type ConfabPresetRecord): its presets, without ids and of no
 *   application; %NULL when it is no such file, or has a secret in it
 */
GPtrArray *
confab_preset_file_read (const char  *text,
                         gssize       length,
                         GError     **error)
{
  g_autoptr (JsonNode) node = confab_json_parse (text, length, NULL);
  JsonObject *root =
    node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonArray *array = confab_json_get_array (root, "confab_presets");
  g_autoptr (GPtrArray) records =
    g_ptr_array_new_with_free_func ((GDestroyNotify) confab_preset_record_free);

  if (array == NULL)
    {
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_USAGE,
                           _("This is no file of presets that Confab has exported."));
      return NULL;
    }

  for (guint i = 0; i < json_array_get_length (array); i++)
    if (!read_preset (json_array_get_element (array, i), records, error))
      return NULL;

  return g_steal_pointer (&records);
}
