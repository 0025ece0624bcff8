/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-engine"

#include "config.h"

#include "confab-conversation.h"

#include "confab-conversation-private.h"

enum {
  PROP_0,
  PROP_LOADED,
  PROP_HAS_OLDER,
  PROP_ERROR,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static GType
confab_conversation_get_item_type (GListModel *model)
{
  return CONFAB_TYPE_MESSAGE;
}

static guint
confab_conversation_get_n_items (GListModel *model)
{
  return CONFAB_CONVERSATION (model)->messages->len;
}

static gpointer
confab_conversation_get_item (GListModel *model,
                              guint       position)
{
  ConfabConversation *self = CONFAB_CONVERSATION (model);

  if (position >= self->messages->len)
    return NULL;

  return g_object_ref (g_ptr_array_index (self->messages, position));
}

static void
init_list_model (GListModelInterface *iface)
{
  iface->get_item_type = confab_conversation_get_item_type;
  iface->get_n_items = confab_conversation_get_n_items;
  iface->get_item = confab_conversation_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ConfabConversation, confab_conversation, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, init_list_model))

static void
set_has_older (ConfabConversation *self,
               gboolean            has_older)
{
  if (self->has_older == has_older)
    return;

  self->has_older = has_older;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HAS_OLDER]);
}

static void
confab_conversation_dispose (GObject *object)
{
  ConfabConversation *self = CONFAB_CONVERSATION (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->session);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (confab_conversation_parent_class)->dispose (object);
}

static void
confab_conversation_finalize (GObject *object)
{
  ConfabConversation *self = CONFAB_CONVERSATION (object);

  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->messages);
  g_hash_table_unref (self->own);
  g_free (self->error);

  G_OBJECT_CLASS (confab_conversation_parent_class)->finalize (object);
}

static void
confab_conversation_get_property (GObject    *object,
                                  guint       property_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  ConfabConversation *self = CONFAB_CONVERSATION (object);

  switch (property_id)
    {
    case PROP_LOADED:
      g_value_set_boolean (value, self->loaded);
      break;
    case PROP_HAS_OLDER:
      g_value_set_boolean (value, self->has_older);
      break;
    case PROP_ERROR:
      g_value_set_string (value, self->error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
confab_conversation_class_init (ConfabConversationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = confab_conversation_dispose;
  object_class->finalize = confab_conversation_finalize;
  object_class->get_property = confab_conversation_get_property;

  properties[PROP_LOADED] =
    g_param_spec_boolean ("loaded", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_HAS_OLDER] =
    g_param_spec_boolean ("has-older", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_ERROR] =
    g_param_spec_string ("error", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
confab_conversation_init (ConfabConversation *self)
{
  self->messages = g_ptr_array_new_with_free_func (g_object_unref);
  self->own = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
  self->cancellable = g_cancellable_new ();
}

/**
 * confab_conversation_new:
 * @session: whose messages
 * @store: (nullable): where they are; %NULL for a session that is never stored
 *
 * Starts loading the newest page of a stored session; a new one is loaded at once, being empty.
 *
 * Returns: (transfer full): the conversation
 */
ConfabConversation *
confab_conversation_new (ConfabSession *session,
                         ConfabStore   *store)
{
  ConfabConversation *self;

  g_return_val_if_fail (CONFAB_IS_SESSION (session), NULL);

  self = g_object_new (CONFAB_TYPE_CONVERSATION, NULL);
  self->session = g_object_ref (session);
  g_set_object (&self->store, store);

  if (store != NULL && confab_session_get_id (session) != 0)
    confab_conversation_load (self, 0);
  else
    self->loaded = TRUE;

  return self;
}

/**
 * confab_conversation_get_session:
 * @self: a conversation
 *
 * Returns: (transfer none): whose messages these are
 */
ConfabSession *
confab_conversation_get_session (ConfabConversation *self)
{
  g_return_val_if_fail (CONFAB_IS_CONVERSATION (self), NULL);

  return self->session;
}

/**
 * confab_conversation_get_loaded:
 * @self: a conversation
 *
 * Returns: whether the newest page is here
 */
gboolean
confab_conversation_get_loaded (ConfabConversation *self)
{
  g_return_val_if_fail (CONFAB_IS_CONVERSATION (self), FALSE);

  return self->loaded;
}

/**
 * confab_conversation_get_has_older:
 * @self: a conversation
 *
 * Returns: whether there are messages before the first one that is here
 */
gboolean
confab_conversation_get_has_older (ConfabConversation *self)
{
  g_return_val_if_fail (CONFAB_IS_CONVERSATION (self), FALSE);

  return self->has_older;
}

/**
 * confab_conversation_get_error:
 * @self: a conversation
 *
 * Returns: (transfer none) (nullable): why the page that was asked for last is not here; %NULL
 *   when it is, or is on its way
 */
const char *
confab_conversation_get_error (ConfabConversation *self)
{
  g_return_val_if_fail (CONFAB_IS_CONVERSATION (self), NULL);

  return self->error;
}

/**
 * confab_conversation_load_older:
 * @self: a conversation
 *
 * Loads the page before the first message, unless there is none or it is on its way. Where the
 * newest page could not be loaded, that is tried again.
 */
void
confab_conversation_load_older (ConfabConversation *self)
{
  g_return_if_fail (CONFAB_IS_CONVERSATION (self));

  if (self->loading)
    return;

  if (!self->loaded)
    confab_conversation_load (self, 0);
  else if (self->has_older)
    confab_conversation_load (self, confab_message_get_id (g_ptr_array_index (self->messages, 0)));
}

/**
 * confab_conversation_get_last_id:
 * @self: a conversation
 *
 * Returns: the row id of its last message, 0 when there is none
 */
gint64
confab_conversation_get_last_id (ConfabConversation *self)
{
  g_return_val_if_fail (CONFAB_IS_CONVERSATION (self), 0);

  if (self->messages->len == 0)
    return 0;

  return confab_message_get_id (g_ptr_array_index (self->messages, self->messages->len - 1));
}

/**
 * confab_conversation_find:
 * @self: a conversation
 * @id: a row id
 *
 * Returns: (transfer none) (nullable): the message, when it is here
 */
ConfabMessage *
confab_conversation_find (ConfabConversation *self,
                          gint64              id)
{
  g_return_val_if_fail (CONFAB_IS_CONVERSATION (self), NULL);

  for (guint i = self->messages->len; i > 0; i--)
    {
      ConfabMessage *message = g_ptr_array_index (self->messages, i - 1);

      if (confab_message_get_id (message) == id)
        return message;
    }

  return NULL;
}

/**
 * confab_conversation_is_stored:
 * @self: a conversation
 *
 * Returns: whether its messages go to the database
 */
gboolean
confab_conversation_is_stored (ConfabConversation *self)
{
  g_return_val_if_fail (CONFAB_IS_CONVERSATION (self), FALSE);

  return self->store != NULL;
}

/* Between its files ------------------------------------------------------------------------- */

/**
 * confab_conversation_set_error:
 * @self: a conversation
 * @message: (nullable): why something could not be read
 */
void
confab_conversation_set_error (ConfabConversation *self,
                               const char         *message)
{
  if (g_strcmp0 (self->error, message) == 0)
    return;

  g_free (self->error);
  self->error = g_strdup (message);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

/**
 * confab_conversation_set_loaded:
 * @self: a conversation whose end is here
 * @has_older: whether there is more before it
 */
void
confab_conversation_set_loaded (ConfabConversation *self,
                                gboolean            has_older)
{
  set_has_older (self, has_older);
  if (self->loaded)
    return;

  self->loaded = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADED]);
}

/**
 * confab_conversation_replace:
 * @self: a conversation
 * @position: from here on
 * @messages: (element-type ConfabMessage): what is there now
 *
 * Tells of no more change than there is.
 */
void
confab_conversation_replace (ConfabConversation *self,
                             guint               position,
                             GPtrArray          *messages)
{
  guint n_old = self->messages->len - position;
  guint n_new = messages->len;
  guint same = 0;
  guint same_end = 0;

  while (same < MIN (n_old, n_new) &&
         self->messages->pdata[position + same] == messages->pdata[same])
    same++;
  while (same_end < MIN (n_old, n_new) - same &&
         self->messages->pdata[position + n_old - 1 - same_end] ==
           messages->pdata[n_new - 1 - same_end])
    same_end++;

  position += same;
  n_old -= same + same_end;
  n_new -= same + same_end;
  if (n_old == 0 && n_new == 0)
    return;

  if (n_old > 0)
    g_ptr_array_remove_range (self->messages, position, n_old);
  for (guint i = 0; i < n_new; i++)
    g_ptr_array_insert (self->messages, (int) (position + i),
                        g_object_ref (messages->pdata[same + i]));
  g_list_model_items_changed (G_LIST_MODEL (self), position, n_old, n_new);
}
