/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-carried.h"

#include <glib/gi18n.h>
#include <string.h>

#include "confab-json-path.h"
#include "confab-json.h"
#include "confab-options-fields.h"
#include "confab-options-forms.h"
#include "confab-options-local.h"
#include "confab-options-slice.h"
#include "confab-text.h"

#define BIZ_PARAMS "/input/biz_params"
#define RAG_OPTIONS "/parameters/rag_options"

/* Of a value so much is shown in a chip; it is ellipsised earlier where there is no room. */
#define VALUE_CHARACTERS 80

#define PAGE_KNOWLEDGE "knowledge"
#define PAGE_PLUGINS   "plug-ins"
#define PAGE_INPUTS    "inputs"
#define PAGE_ANSWERS   "answers"
#define PAGE_ADVANCED  "advanced"

static void
free_carried (gpointer data)
{
  ConfabCarried *self = data;

  g_free (self->text);
  g_free (self->summary);
  g_free (self->path);
  g_free (self->preset);
  g_clear_object (&self->attachment);
  g_free (self);
}

/**
 * confab_value_dup_line:
 * @value: (nullable): a value
 *
 * Returns: (transfer full): one line: a text as it is, anything else as JSON
 */
char *
confab_value_dup_line (JsonNode *value)
{
  g_autofree char *json = NULL;

  if (value == NULL)
    return g_strdup ("");
  if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_STRING)
    return confab_text_one_line (json_node_get_string (value), VALUE_CHARACTERS);

  json = confab_json_to_text (value);

  return confab_text_one_line (json, VALUE_CHARACTERS);
}

/**
 * confab_layer_dup_source:
 * @layer: a layer
 * @preset: (nullable): the name of the preset
 *
 * Returns: (transfer full): where a value is from, as a person would say it
 */
char *
confab_layer_dup_source (ConfabLayer  layer,
                         const char  *preset)
{
  switch (layer)
    {
    case CONFAB_LAYER_APP:
      return g_strdup (_("From the application"));
    case CONFAB_LAYER_PRESET:
      /* Translators: %s is the name that the person has given to a preset. */
      return g_strdup_printf (_("From the preset “%s”"), preset != NULL ? preset : "");
    case CONFAB_LAYER_SESSION:
      return g_strdup (_("From this session"));
    case CONFAB_LAYER_MESSAGE:
    default:
      return g_strdup (_("For this message only"));
    }
}

/**
 * confab_carried_dup_source:
 * @self: one of the things that are carried
 *
 * Returns: (transfer full): where it is from
 */
char *
confab_carried_dup_source (const ConfabCarried *self)
{
  if (self->is_off)
    return g_strdup (_("Not sent with this message"));

  return confab_layer_dup_source (self->layer, self->preset);
}

/* Takes over @text. */
static ConfabCarried *
add (GPtrArray          *list,
     ConfabOptionsMerge *merge,
     const char         *path,
     const char         *icon_name,
     const char         *page,
     char               *text)
{
  ConfabCarried *self = g_new0 (ConfabCarried, 1);
  const char *preset = NULL;

  self->icon_name = icon_name;
  self->text = text;
  self->path = g_strdup (path);
  self->page = page;
  if (path != NULL && confab_options_merge_find (merge, path, &self->layer, &preset))
    self->preset = g_strdup (preset);
  g_ptr_array_add (list, self);

  return self;
}

static guint
count_strings (ConfabOptions *options,
               ConfabField    field)
{
  JsonNode *node = confab_options_get_value (options, field);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node)
           ? json_array_get_length (json_node_get_array (node))
           : 0;
}

static guint
count_members (ConfabOptions *options,
               ConfabField    field)
{
  JsonNode *node = confab_options_get_value (options, field);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node)
           ? json_object_get_size (json_node_get_object (node))
           : 0;
}

/* Takes over @counted. */
static void
append_count (GString *text,
              guint    n,
              char    *counted)
{
  if (n > 0)
    g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", counted);
  g_free (counted);
}

/* "2 knowledge bases, 1 file" */
static char *
dup_filter (ConfabOptions *options)
{
  GString *text = g_string_new (NULL);
  guint n_pipelines = count_strings (options, CONFAB_FIELD_PIPELINE_IDS);
  guint n_files = count_strings (options, CONFAB_FIELD_FILE_IDS);
  guint n_tags = count_strings (options, CONFAB_FIELD_TAGS);
  guint n_conditions = count_members (options, CONFAB_FIELD_METADATA_FILTER) +
                       count_members (options, CONFAB_FIELD_STRUCTURED_FILTER);
  guint n_session_files = count_strings (options, CONFAB_FIELD_SESSION_FILE_IDS);

  append_count (text, n_pipelines,
                g_strdup_printf (ngettext ("%u knowledge base", "%u knowledge bases", n_pipelines),
                                 n_pipelines));
  append_count (text, n_files,
                g_strdup_printf (ngettext ("%u file", "%u files", n_files),
                                 n_files));
  append_count (text, n_tags,
                g_strdup_printf (ngettext ("%u tag", "%u tags", n_tags),
                                 n_tags));
  append_count (text, n_conditions,
                g_strdup_printf (ngettext ("%u condition", "%u conditions", n_conditions),
                                 n_conditions));
  append_count (text, n_session_files,
                g_strdup_printf (ngettext ("%u session file", "%u session files", n_session_files),
                                 n_session_files));
  if (text->len == 0)
    g_string_append (text, _("set"));

  return g_string_free (text, FALSE);
}

static void
add_knowledge (GPtrArray          *list,
               ConfabOptionsMerge *merge)
{
  ConfabOptions *options = confab_options_merge_get_options (merge);
  ConfabLayer layer;
  const char *preset = NULL;
  g_autofree char *filter = NULL;
  char *text;

  if (confab_options_get (options, RAG_OPTIONS) == NULL)
    return;

  filter = dup_filter (options);
  confab_options_merge_find (merge, RAG_OPTIONS, &layer, &preset);
  if (preset != NULL)
    /* Translators: %1$s is the name of a preset, %2$s something like "2 knowledge bases, 1 tag". */
    text = g_strdup_printf (_("Knowledge: %1$s · %2$s"), preset, filter);
  else
    /* Translators: %s is something like "2 knowledge bases, 1 tag". */
    text = g_strdup_printf (_("Knowledge: %s"), filter);
  add (list, merge, RAG_OPTIONS, "accessories-dictionary-symbolic", PAGE_KNOWLEDGE, text);
}

/* Translators: the name of a parameter and its value. */
#define NAME_IS_VALUE N_("%1$s = %2$s")

static void
add_value (GPtrArray          *list,
           ConfabOptionsMerge *merge,
           const char         *path,
           const char         *name,
           JsonNode           *value,
           const char         *icon_name,
           const char         *page)
{
  g_autofree char *line = confab_value_dup_line (value);

  add (list, merge, path, icon_name, page, g_strdup_printf (_(NAME_IS_VALUE), name, line));
}

static void
add_members (GPtrArray          *list,
             ConfabOptionsMerge *merge,
             const char         *path,
             const char * const *without,
             const char         *icon_name,
             const char         *page)
{
  JsonNode *node = confab_options_get (confab_options_merge_get_options (merge), path);
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return;

  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &name, &value))
    {
      g_autofree char *below = confab_json_path_join (path, name, NULL);

      if (!g_strv_contains (without, name))
        add_value (list, merge, below, name, value, icon_name, page);
    }
}

/* The parameters of each plug-in, and the plug-ins whose token alone is sent. */
static void
add_plugins (GPtrArray          *list,
             ConfabOptionsMerge *merge)
{
  static const char * const nothing[] = { NULL };
  ConfabOptions *options = confab_options_merge_get_options (merge);
  JsonNode *plugins = confab_options_get_value (options, CONFAB_FIELD_USER_DEFINED_PARAMS);
  g_autoptr (GPtrArray) tokens = confab_options_dup_tokens (options);
  JsonObject *object =
    plugins != NULL && JSON_NODE_HOLDS_OBJECT (plugins) ? json_node_get_object (plugins) : NULL;
  g_autoptr (GList) codes = object != NULL ? json_object_get_members (object) : NULL;

  for (GList *l = codes; l != NULL; l = l->next)
    {
      g_autofree char *path = confab_json_path_join (BIZ_PARAMS "/user_defined_params", l->data,
                                                     NULL);

      add_members (list, merge, path, nothing, "application-x-addon-symbolic", PAGE_PLUGINS);
    }

  for (guint i = 0; i < tokens->len; i++)
    {
      const ConfabTokenRef *ref = g_ptr_array_index (tokens, i);
      g_autofree char *path = confab_json_path_join ("/tokens", ref->code, NULL);
      const char *label = confab_options_merge_get_label (merge, CONFAB_LABEL_PLUGIN, ref->code);

      add (list, merge, path, "channel-secure-symbolic", PAGE_PLUGINS,
           /* Translators: a token of a plug-in, of which %s is the name. */
           g_strdup_printf (_("Token: %s"), label != NULL ? label : ref->code));
    }
}

/* What a person has a word for. */
typedef struct {
  ConfabField field;
  const char *on;  /* of a switch: when it is true, else when it is false */
  const char *off;
} Switch;

static const Switch switches[] = {
  { CONFAB_FIELD_ENABLE_THINKING, N_("Thinking"), N_("No thinking") },
  { CONFAB_FIELD_ENABLE_WEB_SEARCH, N_("Web search"), N_("No web search") },
  { CONFAB_FIELD_HAS_THOUGHTS, N_("Show thoughts"), N_("No thoughts") },
  { CONFAB_FIELD_ENABLE_SYSTEM_TIME, N_("System time"), N_("No system time") },
};

/* Of the application it says how answers are read, and not what is asked: for each message the same. */
static gboolean
has_own_thoughts (ConfabOptionsMerge *merge,
                  ConfabExtras       *extras)
{
  ConfabLayer layer = CONFAB_LAYER_APP;

  confab_options_merge_find (merge, confab_field_get_info (CONFAB_FIELD_HAS_THOUGHTS)->path, &layer,
                             NULL);
  if (layer == CONFAB_LAYER_MESSAGE)
    return confab_options_is_set (confab_extras_get_options (extras), CONFAB_FIELD_HAS_THOUGHTS);

  return layer != CONFAB_LAYER_APP;
}

static void
add_switches (GPtrArray          *list,
              ConfabOptionsMerge *merge,
              ConfabExtras       *extras)
{
  ConfabOptions *options = confab_options_merge_get_options (merge);

  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    {
      const char *path = confab_field_get_info (switches[i].field)->path;
      gboolean on;

      if (!confab_options_get_boolean (options, switches[i].field, &on) ||
          (switches[i].field == CONFAB_FIELD_HAS_THOUGHTS && !has_own_thoughts (merge, extras)))
        continue;

      add (list, merge, path, "preferences-system-symbolic", PAGE_ANSWERS,
           g_strdup (_(on ? switches[i].on : switches[i].off)));
    }
}

static gboolean
is_switch (const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    if (g_str_equal (confab_field_get_info (switches[i].field)->path, path))
      return TRUE;

  return FALSE;
}

static void
add_addresses (GPtrArray          *list,
               ConfabOptionsMerge *merge)
{
  ConfabOptions *options = confab_options_merge_get_options (merge);
  guint n_images = count_strings (options, CONFAB_FIELD_IMAGE_LIST);
  guint n_files = count_strings (options, CONFAB_FIELD_FILE_LIST);
  const char *memory = confab_options_get_string (options, CONFAB_FIELD_MEMORY_ID);

  if (n_images > 0)
    add (list, merge, "/input/image_list", "image-x-generic-symbolic", PAGE_ADVANCED,
         g_strdup_printf (ngettext ("%u image", "%u images", n_images),
                                 n_images));
  if (n_files > 0)
    add (list, merge, "/input/file_list", "text-x-generic-symbolic", PAGE_ADVANCED,
         g_strdup_printf (ngettext ("%u file", "%u files", n_files),
                                 n_files));
  if (memory != NULL)
    add (list, merge, "/input/memory_id", "document-open-recent-symbolic", PAGE_ADVANCED,
         /* Translators: %s is the id of a long-term memory. */
         g_strdup_printf (_("Memory: %s"), memory));
}

/* What has been said of above, or by the conversation itself. */
static gboolean
is_known (const char *path)
{
  static const char * const known[] = {
    BIZ_PARAMS, RAG_OPTIONS, "/tokens", "/input/image_list", "/input/file_list", "/input/memory_id",
  };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_has_prefix (path, known[i]) &&
        (path[strlen (known[i])] == '/' || path[strlen (known[i])] == '\0'))
      return TRUE;

  return is_switch (path);
}

/* The page that has a row for it, and that of all else. */
static const char *
find_page (const char *path)
{
  guint n;
  const ConfabOptionsForm *forms = confab_options_forms_get (&n);

  for (guint i = 0; i < n; i++)
    if (forms[i].paths != NULL && confab_options_is_in_slice (path, forms[i].paths))
      return forms[i].name;

  return PAGE_ADVANCED;
}

/* All else, by the name it has in the request. */
static void
add_others (GPtrArray          *list,
            ConfabOptionsMerge *merge)
{
  ConfabOptions *options = confab_options_merge_get_options (merge);
  g_auto (GStrv) paths = confab_options_merge_dup_paths (merge);

  for (guint i = 0; paths[i] != NULL; i++)
    {
      JsonNode *value = confab_options_get (options, paths[i]);
      const char *name = strrchr (paths[i], '/') + 1;

      if (value == NULL || is_known (paths[i]))
        continue;
      /* It is what is done when nobody says anything. */
      if (g_str_equal (paths[i], "/stream") &&
          confab_options_get_stream (options) == CONFAB_STREAM_INCREMENTAL)
        continue;

      add_value (list, merge, paths[i], name, value, "preferences-other-symbolic",
                 find_page (paths[i]));
    }
}

/* What is taken away from this message: to be seen, and to be had back. */
static void
add_taken (GPtrArray          *list,
           ConfabOptionsMerge *merge,
           ConfabExtras       *extras)
{
  JsonArray *unset = confab_json_get_array (
    confab_options_get_root (confab_extras_get_options (extras)), "unset");

  for (guint i = 0; unset != NULL && i < json_array_get_length (unset); i++)
    {
      const char *path = json_array_get_string_element (unset, i);
      const char *slash = strrchr (path, '/');
      ConfabCarried *taken;

      if (confab_options_get (confab_options_merge_get_options (merge), path) != NULL)
        continue; /* something else has come in its place */

      taken = add (list, merge, path, "edit-clear-symbolic", NULL,
                   g_strdup (g_str_equal (path, RAG_OPTIONS)          ? _("Knowledge")
                             : g_str_equal (path, "/input/image_list") ? _("Images")
                             : g_str_equal (path, "/input/file_list")  ? _("Files")
                                                                       : slash + 1));
      taken->is_off = TRUE;
      taken->layer = CONFAB_LAYER_MESSAGE;
    }
}

static const char *
get_attachment_icon (ConfabAttachmentKind kind)
{
  switch (kind)
    {
    case CONFAB_ATTACHMENT_FILE:
      return "text-x-generic-symbolic";
    case CONFAB_ATTACHMENT_MEMORY:
      return "document-open-recent-symbolic";
    case CONFAB_ATTACHMENT_IMAGE:
    default:
      return "image-x-generic-symbolic";
    }
}

static void
add_attachments (GPtrArray    *list,
                 ConfabExtras *extras)
{
  GListModel *attachments = confab_extras_get_attachments (extras);

  for (guint i = 0; i < g_list_model_get_n_items (attachments); i++)
    {
      g_autoptr (ConfabAttachment) attachment = g_list_model_get_item (attachments, i);
      ConfabCarried *self =
        add (list, NULL, NULL, get_attachment_icon (confab_attachment_get_kind (attachment)), NULL,
             g_strdup (confab_attachment_get_name (attachment)));

      self->layer = CONFAB_LAYER_MESSAGE;
      self->summary = confab_attachment_dup_summary (attachment);
      self->attachment = g_steal_pointer (&attachment);
    }
}

/**
 * confab_carried_list:
 * @merge: what the next message is sent with, without its attachments
 * @extras: what it carries of its own
 *
 * Returns: (transfer full) (element-type ConfabCarried): all of it, in the order in which chips stand
 */
GPtrArray *
confab_carried_list (ConfabOptionsMerge *merge,
                     ConfabExtras       *extras)
{
  static const char * const of_plugins[] = {
    "user_defined_params", "user_defined_tokens", "user_prompt_params", NULL,
  };
  static const char * const nothing[] = { NULL };
  GPtrArray *list = g_ptr_array_new_with_free_func (free_carried);

  g_return_val_if_fail (merge != NULL, list);

  add_attachments (list, extras);
  add_knowledge (list, merge);
  add_plugins (list, merge);
  add_members (list, merge, BIZ_PARAMS, of_plugins, "view-list-symbolic", PAGE_INPUTS);
  add_members (list, merge, BIZ_PARAMS "/user_prompt_params", nothing, "view-list-symbolic",
               PAGE_INPUTS);
  add_addresses (list, merge);
  add_switches (list, merge, extras);
  add_others (list, merge);
  add_taken (list, merge, extras);

  return list;
}
