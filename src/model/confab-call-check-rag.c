/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-call-check-rag.h"

#include <glib/gi18n.h>

#include "confab-json-path.h"
#include "confab-options-fields.h"

/* The limits of `rag_options` (protocol 2.4). */
#define MAX_PIPELINES       5
#define MAX_FILES           5
#define MAX_SESSION_FILES   10
#define SESSION_FILE_PREFIX "file_session_"

static const char *
get_path (ConfabField field)
{
  return confab_field_get_info (field)->path;
}

static guint
count (ConfabOptions *options,
       ConfabField    field)
{
  g_auto (GStrv) strings = confab_options_dup_strings (options, field);

  return strings != NULL ? g_strv_length (strings) : 0;
}

static void
check_list (GPtrArray     *problems,
            ConfabOptions *options,
            ConfabField    field,
            guint          limit)
{
  g_auto (GStrv) strings = confab_options_dup_strings (options, field);

  if (strings != NULL && g_strv_length (strings) > limit)
    confab_problems_add (problems, TRUE, get_path (field),
                         ngettext ("There can be at most %u.", "There can be at most %u.", limit),
                         limit);

  for (guint i = 0; strings != NULL && strings[i] != NULL; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%u", get_path (field), i);

      if (*strings[i] == '\0')
        confab_problems_add (problems, TRUE, path, _("This is empty."));
      else if (field == CONFAB_FIELD_SESSION_FILE_IDS &&
               !g_str_has_prefix (strings[i], SESSION_FILE_PREFIX))
        confab_problems_add (problems, TRUE, path,
                             _("The id of a session file begins with “%s”."), SESSION_FILE_PREFIX);
    }
}

static gboolean
is_filter_value (JsonNode *node,
                 gboolean  with_numbers)
{
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  return (type == G_TYPE_STRING && *json_node_get_string (node) != '\0') ||
         (with_numbers && (type == G_TYPE_INT64 || type == G_TYPE_DOUBLE));
}

static gboolean
is_filter (JsonNode *node,
           gboolean  with_numbers)
{
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return is_filter_value (node, with_numbers);

  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (!is_filter_value (json_array_get_element (array, i), with_numbers))
      return FALSE;

  return json_array_get_length (array) > 0;
}

static void
check_filter (GPtrArray     *problems,
              ConfabOptions *options,
              ConfabField    field,
              gboolean       with_numbers)
{
  JsonNode *node = confab_options_get_value (options, field);
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return;

  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &name, &value))
    if (!is_filter (value, with_numbers))
      {
        g_autofree char *path = confab_json_path_join (get_path (field), name, NULL);

        confab_problems_add (problems, TRUE, path,
                             with_numbers
                               ? _("A key needs a value: a text or a number, or a list of these.")
                               : _("A key needs a value: a text, or a list of texts."));
      }
}

/* An id of a file says nothing without its knowledge base. */
static void
check_needs_pipelines (GPtrArray     *problems,
                       ConfabOptions *options)
{
  JsonNode *metadata = confab_options_get_value (options, CONFAB_FIELD_METADATA_FILTER);

  if (count (options, CONFAB_FIELD_PIPELINE_IDS) > 0)
    return;

  if (count (options, CONFAB_FIELD_FILE_IDS) > 0)
    confab_problems_add (problems, TRUE, get_path (CONFAB_FIELD_FILE_IDS),
                         _("Name the knowledge bases of these files, too: pipeline_ids is empty."));
  if (metadata != NULL && JSON_NODE_HOLDS_OBJECT (metadata) &&
      json_object_get_size (json_node_get_object (metadata)) > 0)
    confab_problems_add (problems, TRUE, get_path (CONFAB_FIELD_METADATA_FILTER),
                         _("Name the knowledge bases to filter, too: pipeline_ids is empty."));
}

/**
 * confab_call_check_rag:
 * @problems: gets what is wrong
 * @options: the options of a call
 *
 * Checks the filter on knowledge bases.
 */
void
confab_call_check_rag (GPtrArray     *problems,
                       ConfabOptions *options)
{
  check_list (problems, options, CONFAB_FIELD_PIPELINE_IDS, MAX_PIPELINES);
  check_list (problems, options, CONFAB_FIELD_FILE_IDS, MAX_FILES);
  check_list (problems, options, CONFAB_FIELD_SESSION_FILE_IDS, MAX_SESSION_FILES);
  check_list (problems, options, CONFAB_FIELD_TAGS, G_MAXUINT);
  check_filter (problems, options, CONFAB_FIELD_METADATA_FILTER, FALSE);
  check_filter (problems, options, CONFAB_FIELD_STRUCTURED_FILTER, TRUE);
  check_needs_pipelines (problems, options);
}
