/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-extras-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "confab-error.h"
#include "confab-json.h"
#include "confab-options-fields.h"
#include "confab-options-local.h"

/* Of all that one message carries whole. It is held in memory and in the database more than once. */
#define MAX_EMBEDDED (20 * 1000 * 1000)

#define UNSET "/unset"

struct _ConfabExtras
{
  GObject parent_instance;

  GListStore *attachments;
  ConfabOptions *options; /* without the attachments */
  ConfabOptions *base;    /* (nullable): instead of application, presets and session */
};

G_DEFINE_FINAL_TYPE (ConfabExtras, confab_extras, G_TYPE_OBJECT)

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
emit_changed (ConfabExtras *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
confab_extras_finalize (GObject *object)
{
  ConfabExtras *self = CONFAB_EXTRAS (object);

  g_object_unref (self->attachments);
  confab_options_unref (self->options);
  g_clear_pointer (&self->base, confab_options_unref);

  G_OBJECT_CLASS (confab_extras_parent_class)->finalize (object);
}

static void
confab_extras_class_init (ConfabExtrasClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_extras_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
confab_extras_init (ConfabExtras *self)
{
  self->attachments = g_list_store_new (CONFAB_TYPE_ATTACHMENT);
  self->options = confab_options_new_empty ();
}

/**
 * confab_extras_new:
 *
 * Returns: (transfer full): nothing, to which something can be added
 */
ConfabExtras *
confab_extras_new (void)
{
  return g_object_new (CONFAB_TYPE_EXTRAS, NULL);
}

static gboolean
has_options (ConfabExtras *self)
{
  return json_object_get_size (confab_options_get_root (self->options)) > 0;
}

/**
 * confab_extras_is_empty:
 * @self: extras
 *
 * Returns: whether a message with them is as one without
 */
gboolean
confab_extras_is_empty (ConfabExtras *self)
{
  g_return_val_if_fail (CONFAB_IS_EXTRAS (self), TRUE);

  return self->base == NULL && !has_options (self) &&
         g_list_model_get_n_items (G_LIST_MODEL (self->attachments)) == 0;
}

/**
 * confab_extras_clear:
 * @self: extras
 *
 * Takes all of it away.
 */
void
confab_extras_clear (ConfabExtras *self)
{
  g_return_if_fail (CONFAB_IS_EXTRAS (self));

  if (confab_extras_is_empty (self))
    return;

  g_list_store_remove_all (self->attachments);
  g_clear_pointer (&self->base, confab_options_unref);
  confab_options_unref (self->options);
  self->options = confab_options_new_empty ();
  emit_changed (self);
}

/* Attachments ------------------------------------------------------------------------------- */

/**
 * confab_extras_get_attachments:
 * @self: extras
 *
 * Returns: (transfer none): a list of #ConfabAttachment
 */
GListModel *
confab_extras_get_attachments (ConfabExtras *self)
{
  g_return_val_if_fail (CONFAB_IS_EXTRAS (self), NULL);

  return G_LIST_MODEL (self->attachments);
}

/* Its position, or -1. */
static int
find_same (ConfabExtras     *self,
           ConfabAttachment *attachment)
{
  GListModel *list = G_LIST_MODEL (self->attachments);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (ConfabAttachment) each = g_list_model_get_item (list, i);

      if (confab_attachment_get_kind (each) != confab_attachment_get_kind (attachment))
        continue;
      /* There is one memory. */
      if (confab_attachment_get_kind (each) == CONFAB_ATTACHMENT_MEMORY ||
          g_str_equal (confab_attachment_get_address (each),
                       confab_attachment_get_address (attachment)))
        return (int) i;
    }

  return -1;
}

static gsize
get_embedded (ConfabExtras *self)
{
  GListModel *list = G_LIST_MODEL (self->attachments);
  gsize size = 0;

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (ConfabAttachment) each = g_list_model_get_item (list, i);

      size += confab_attachment_get_size (each);
    }

  return size;
}

/**
 * confab_extras_add:
 * @self: extras
 * @attachment: (transfer none): goes along with the message; what is there already is not there twice,
 *   and another memory comes in the place of the first
 * @error: return location for a sentence
 *
 * Returns: whether there was room for it
 */
gboolean
confab_extras_add (ConfabExtras      *self,
                   ConfabAttachment  *attachment,
                   GError           **error)
{
  int same;

  g_return_val_if_fail (CONFAB_IS_EXTRAS (self), FALSE);
  g_return_val_if_fail (CONFAB_IS_ATTACHMENT (attachment), FALSE);

  same = find_same (self, attachment);
  if (same >= 0)
    {
      g_list_store_splice (self->attachments, (guint) same, 1, (gpointer *) &attachment, 1);
      emit_changed (self);
      return TRUE;
    }

  if (get_embedded (self) + confab_attachment_get_size (attachment) > MAX_EMBEDDED)
    {
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_USAGE,
                           _("Images of more than 20 MB in all do not fit into one message. Attach "
                             "some by their public address, or send them one after another."));
      return FALSE;
    }

  g_list_store_append (self->attachments, attachment);
  emit_changed (self);

  return TRUE;
}

/**
 * confab_extras_remove:
 * @self: extras
 * @attachment: one of them
 *
 * Takes it away.
 */
void
confab_extras_remove (ConfabExtras     *self,
                      ConfabAttachment *attachment)
{
  guint position;

  g_return_if_fail (CONFAB_IS_EXTRAS (self));

  if (!g_list_store_find (self->attachments, attachment, &position))
    return;

  g_list_store_remove (self->attachments, position);
  emit_changed (self);
}

/* Options ----------------------------------------------------------------------------------- */

/**
 * confab_extras_get_options:
 * @self: extras
 *
 * Returns: (transfer none): the options of this message only, without the attachments
 */
ConfabOptions *
confab_extras_get_options (ConfabExtras *self)
{
  g_return_val_if_fail (CONFAB_IS_EXTRAS (self), NULL);

  return self->options;
}

static void
take_options (ConfabExtras  *self,
              ConfabOptions *options)
{
  confab_options_unref (self->options);
  self->options = options;
}

/**
 * confab_extras_set_presets:
 * @self: extras
 * @presets: (nullable) (array length=n_presets): the ids of the presets that are used for this message,
 *   in their order; %NULL for those of the session
 * @n_presets: how many
 */
void
confab_extras_set_presets (ConfabExtras *self,
                           const gint64 *presets,
                           gsize         n_presets)
{
  g_return_if_fail (CONFAB_IS_EXTRAS (self));

  take_options (self, presets != NULL
                        ? confab_options_with_presets (self->options, presets, n_presets)
                        : confab_options_without_presets (self->options));
  emit_changed (self);
}

/**
 * confab_extras_has_presets:
 * @self: extras
 *
 * Returns: whether this message has presets of its own, be it none
 */
gboolean
confab_extras_has_presets (ConfabExtras *self)
{
  gsize n;
  g_autofree gint64 *presets = NULL;

  g_return_val_if_fail (CONFAB_IS_EXTRAS (self), FALSE);

  presets = confab_options_dup_presets (self->options, &n);

  return presets != NULL;
}

static gboolean
is_below (const char *path,
          const char *above)
{
  gsize length = strlen (above);

  return strncmp (path, above, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

/* What is taken away, without what concerns @path; with it when @adds. (transfer full) (nullable) */
static JsonNode *
copy_unset (ConfabExtras *self,
            const char   *path,
            gboolean      adds)
{
  JsonArray *old = confab_json_get_array (confab_options_get_root (self->options), UNSET + 1);
  JsonArray *array = json_array_new ();
  JsonNode *node;

  for (guint i = 0; old != NULL && i < json_array_get_length (old); i++)
    {
      const char *each = json_array_get_string_element (old, i);

      if (!is_below (each, path))
        json_array_add_string_element (array, each);
    }
  if (adds)
    json_array_add_string_element (array, path);

  if (json_array_get_length (array) == 0)
    {
      json_array_unref (array);
      return NULL;
    }

  node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, array);

  return node;
}

static void
change (ConfabExtras *self,
        const char   *path,
        JsonNode     *value,
        gboolean      takes_away)
{
  g_autoptr (JsonNode) unset = copy_unset (self, path, takes_away);

  take_options (self, confab_options_with (self->options, UNSET, unset));
  take_options (self, confab_options_with (self->options, path, value));
  emit_changed (self);
}

/**
 * confab_extras_set_value:
 * @self: extras
 * @path: a JSON pointer into options; not to a token
 * @value: what is sent there with this message, whatever the session says
 */
void
confab_extras_set_value (ConfabExtras *self,
                         const char   *path,
                         JsonNode     *value)
{
  g_return_if_fail (CONFAB_IS_EXTRAS (self));
  g_return_if_fail (value != NULL);

  change (self, path, value, FALSE);
}

/**
 * confab_extras_take_away:
 * @self: extras
 * @path: a JSON pointer into options
 *
 * Nothing is sent there with this message, whatever the session says.
 */
void
confab_extras_take_away (ConfabExtras *self,
                         const char   *path)
{
  g_return_if_fail (CONFAB_IS_EXTRAS (self));

  change (self, path, NULL, TRUE);
}

/**
 * confab_extras_let_be:
 * @self: extras
 * @path: a JSON pointer into options
 *
 * This message has nothing of its own to say there: it is as the session says.
 */
void
confab_extras_let_be (ConfabExtras *self,
                      const char   *path)
{
  g_return_if_fail (CONFAB_IS_EXTRAS (self));

  change (self, path, NULL, FALSE);
}

/**
 * confab_extras_takes_away:
 * @self: extras
 * @path: a JSON pointer into options
 *
 * Returns: whether this very path is taken away
 */
gboolean
confab_extras_takes_away (ConfabExtras *self,
                          const char   *path)
{
  JsonArray *unset;

  g_return_val_if_fail (CONFAB_IS_EXTRAS (self), FALSE);

  unset = confab_json_get_array (confab_options_get_root (self->options), UNSET + 1);
  for (guint i = 0; unset != NULL && i < json_array_get_length (unset); i++)
    if (g_str_equal (json_array_get_string_element (unset, i), path))
      return TRUE;

  return FALSE;
}

/**
 * confab_extras_get_base:
 * @self: extras
 *
 * Returns: (transfer none) (nullable): the options that this message begins with instead of those of
 *   the session
 */
ConfabOptions *
confab_extras_get_base (ConfabExtras *self)
{
  g_return_val_if_fail (CONFAB_IS_EXTRAS (self), NULL);

  return self->base;
}

/**
 * confab_extras_set_base:
 * @self: extras
 * @base: (nullable): what a message was sent with that is to be sent again in other words
 */
void
confab_extras_set_base (ConfabExtras  *self,
                        ConfabOptions *base)
{
  g_return_if_fail (CONFAB_IS_EXTRAS (self));

  g_clear_pointer (&self->base, confab_options_unref);
  self->base = base != NULL ? confab_options_ref (base) : NULL;
  emit_changed (self);
}

/* The addresses of all of one kind. (transfer full) (nullable) */
static char **
list_addresses (ConfabExtras         *self,
                ConfabAttachmentKind  kind)
{
  GListModel *list = G_LIST_MODEL (self->attachments);
  GPtrArray *addresses = g_ptr_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (ConfabAttachment) each = g_list_model_get_item (list, i);

      if (confab_attachment_get_kind (each) == kind)
        g_ptr_array_add (addresses, g_strdup (confab_attachment_get_address (each)));
    }
  if (addresses->len == 0)
    {
      g_ptr_array_unref (addresses);
      return NULL;
    }
  g_ptr_array_add (addresses, NULL);

  return (char **) g_ptr_array_free (addresses, FALSE);
}

/**
 * confab_extras_dup_layer:
 * @self: extras
 *
 * Returns: (transfer full): the options of this message only, attachments among them
 */
ConfabOptions *
confab_extras_dup_layer (ConfabExtras *self)
{
  g_auto (GStrv) images = NULL;
  g_auto (GStrv) files = NULL;
  g_auto (GStrv) memories = NULL;
  g_autoptr (ConfabOptions) layer = NULL;
  ConfabOptions *next;

  g_return_val_if_fail (CONFAB_IS_EXTRAS (self), NULL);

  layer = confab_options_ref (self->options);
  images = list_addresses (self, CONFAB_ATTACHMENT_IMAGE);
  files = list_addresses (self, CONFAB_ATTACHMENT_FILE);
  memories = list_addresses (self, CONFAB_ATTACHMENT_MEMORY);
  if (images != NULL)
    {
      next = confab_options_with_strings (layer, CONFAB_FIELD_IMAGE_LIST,
                                          (const char * const *) images);
      confab_options_unref (layer);
      layer = next;
    }
  if (files != NULL)
    {
      next = confab_options_with_strings (layer, CONFAB_FIELD_FILE_LIST,
                                          (const char * const *) files);
      confab_options_unref (layer);
      layer = next;
    }
  if (memories != NULL)
    {
      next = confab_options_with_string (layer, CONFAB_FIELD_MEMORY_ID, memories[0]);
      confab_options_unref (layer);
      layer = next;
    }

  return g_steal_pointer (&layer);
}

/**
 * confab_extras_replace:
 * @self: extras
 * @attachments: (transfer none) (element-type ConfabAttachment): what goes along, in the place of what
 *   did
 * @options: (transfer none) (nullable): the options of this message; %NULL for those it has
 */
void
confab_extras_replace (ConfabExtras  *self,
                       GPtrArray     *attachments,
                       ConfabOptions *options)
{
  g_return_if_fail (CONFAB_IS_EXTRAS (self));

  g_list_store_remove_all (self->attachments);
  for (guint i = 0; i < attachments->len; i++)
    g_list_store_append (self->attachments, g_ptr_array_index (attachments, i));
  if (options != NULL)
    take_options (self, confab_options_ref (options));
  emit_changed (self);
}
