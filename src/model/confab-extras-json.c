/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-extras-private.h"

#include "confab-json.h"

/* Extras as JSON: with the draft, and of what was attached with the prompt. */

static void
set_attachments (ConfabExtras *self,
                 JsonObject   *object,
                 gboolean      with_data)
{
  GListModel *list = confab_extras_get_attachments (self);
  JsonArray *array;

  if (g_list_model_get_n_items (list) == 0)
    return;

  array = json_array_new ();
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (ConfabAttachment) each = g_list_model_get_item (list, i);

      json_array_add_element (array, confab_attachment_to_json (each, with_data));
    }
  json_object_set_array_member (object, "attachments", array);
}

/**
 * confab_extras_dup_rest:
 * @self: extras
 *
 * Returns: (transfer full) (nullable): what is kept with the prompt, for
 *   confab_attachments_from_rest(): what was attached, without what is in it
 */
char *
confab_extras_dup_rest (ConfabExtras *self)
{
  g_autoptr (JsonObject) object = json_object_new ();

  g_return_val_if_fail (CONFAB_IS_EXTRAS (self), NULL);

  set_attachments (self, object, FALSE);

  return json_object_get_size (object) > 0 ? confab_json_object_to_text (object) : NULL;
}

/**
 * confab_extras_to_json:
 * @self: extras
 *
 * Returns: (transfer full) (nullable): all of it but the base, for confab_extras_read_json(); %NULL
 *   when there is nothing
 */
char *
confab_extras_to_json (ConfabExtras *self)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonObject *options;

  g_return_val_if_fail (CONFAB_IS_EXTRAS (self), NULL);

  options = confab_options_get_root (confab_extras_get_options (self));
  set_attachments (self, object, TRUE);
  if (json_object_get_size (options) > 0)
    json_object_set_object_member (object, "options", json_object_ref (options));

  return json_object_get_size (object) > 0 ? confab_json_object_to_text (object) : NULL;
}

/* (transfer full): those that make sense */
static GPtrArray *
read_attachments (JsonArray *array)
{
  GPtrArray *attachments = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      g_autoptr (ConfabAttachment) attachment =
        confab_attachment_new_from_json (json_array_get_element (array, i));

      if (attachment != NULL && *confab_attachment_get_address (attachment) != '\0')
        g_ptr_array_add (attachments, g_steal_pointer (&attachment));
    }

  return attachments;
}

/**
 * confab_extras_read_json:
 * @self: extras
 * @text: what confab_extras_to_json() has made, or anything
 *
 * Takes what is in it and makes sense, in the place of what was there.
 */
void
confab_extras_read_json (ConfabExtras *self,
                         const char   *text)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GPtrArray) attachments = NULL;
  g_autoptr (ConfabOptions) options = NULL;
  JsonObject *object;
  JsonObject *own;

  g_return_if_fail (CONFAB_IS_EXTRAS (self));
  g_return_if_fail (text != NULL);

  node = confab_json_parse (text, -1, NULL);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return;

  object = json_node_get_object (node);
  own = confab_json_get_object (object, "options");
  options = own != NULL ? confab_options_new_take (json_object_ref (own)) : NULL;
  attachments = read_attachments (confab_json_get_array (object, "attachments"));
  confab_extras_replace (self, attachments, options);
}
