/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-engine"

#include "config.h"

#include "confab-conversation.h"

#include "confab-conversation-private.h"

#include <string.h>

#define PAGE 50

struct _ConfabConversation
{
  GObject parent_instance;

  ConfabSession *session;
  ConfabStore *store; /* NULL: of this run only */
  GPtrArray *messages;
  GCancellable *cancellable;

  gboolean loaded;
  gboolean has_older;
  gboolean loading;
  gboolean looking;
  gboolean look_due; /* once more, when what is under way is here */
  gint64 seen;       /* all messages up to this id are here, whoever has written them */
  char *error; /* why the last page is not here */
};

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
set_error (ConfabConversation *self,
           const char         *message)
{
  if (g_strcmp0 (self->error, message) == 0)
    return;

  g_free (self->error);
  self->error = g_strdup (message);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

/* Ids are given in the order in which messages are stored, so none comes later before these. */
static void
note_seen (ConfabConversation *self,
           GPtrArray          *records)
{
  const ConfabMessageRecord *last;

  if (records->len == 0)
    return;

  last = g_ptr_array_index (records, records->len - 1);
  self->seen = MAX (self->seen, last->id);
}

/* Messages come oldest first and stand before everything that is here. */
static void
prepend (ConfabConversation *self,
         GPtrArray          *records)
{
  guint n = records->len;

  for (guint i = 0; i < n; i++)
    {
      ConfabMessageRecord *record = g_ptr_array_index (records, i);

      g_ptr_array_insert (self->messages, (int) i,
                          confab_message_new (confab_message_record_copy (record)));
    }

  if (n > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, n);
}

static void
messages_loaded_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (ConfabConversation) self = user_data;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GError) error = NULL;

  records = confab_store_load_messages_finish (CONFAB_STORE (source), result, &error);
  self->loading = FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  /* What is there is not known: neither that there is nothing, nor that there is no more. */
  if (records == NULL)
    {
      set_error (self, error->message);
      return;
    }

  note_seen (self, records);
  prepend (self, records);
  set_has_older (self, records->len == PAGE);

  if (!self->loaded)
    {
      self->loaded = TRUE;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADED]);
    }

  if (self->look_due)
    confab_conversation_look (self);
}

static void
load (ConfabConversation *self,
      gint64              before)
{
  self->loading = TRUE;
  set_error (self, NULL);
  confab_store_load_messages_async (self->store, confab_session_get_id (self->session), before,
                                    PAGE, self->cancellable, messages_loaded_cb,
                                    g_object_ref (self));
}

/* Another process writes it: an own one was made here and knows of no run. */
static gboolean
is_foreign_and_open (ConfabMessage *message)
{
  return confab_status_is_open (confab_message_get_status (message)) &&
         confab_message_get_record (message)->run != 0;
}

static void
update_message (ConfabMessage             *message,
                const ConfabMessageRecord *record)
{
  gsize old_length;
  const char *old = confab_message_get_text (message, &old_length);
  const char *text = record->text != NULL ? record->text : "";
  gsize length = strlen (text);

  if (length >= old_length && memcmp (text, old, old_length) == 0)
    confab_message_append_text (message, text + old_length, length - old_length);
  else
    confab_message_replace_text (message, text, length);

  confab_message_set_usage (message, record->usage);
  confab_message_set_ids_of_service (message, record->request_id, record->finish_reason);
  confab_message_set_evidence (message, record->thoughts, record->references, record->nodes);
  confab_message_set_rest (message, record->rest);
  confab_message_set_times (message, record->first_text_us, record->duration_us);
  confab_message_set_failure (message, record->failure);
  confab_message_set_status (message, record->status);
}

/* Ids are the order: an own message may have come behind it meanwhile. */
static void
insert (ConfabConversation        *self,
        const ConfabMessageRecord *record)
{
  guint position = self->messages->len;

  while (position > 0 &&
         confab_message_get_id (g_ptr_array_index (self->messages, position - 1)) > record->id)
    position--;

  g_ptr_array_insert (self->messages, (int) position,
                      confab_message_new (confab_message_record_copy (record)));
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
}

static void
news_loaded_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (ConfabConversation) self = user_data;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GError) error = NULL;

  records = confab_store_load_messages_finish (CONFAB_STORE (source), result, &error);
  self->looking = FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (records == NULL)
    {
      set_error (self, error->message);
      return;
    }

  note_seen (self, records);
  for (guint i = 0; i < records->len; i++)
    {
      ConfabMessageRecord *record = g_ptr_array_index (records, i);
      ConfabMessage *message = confab_conversation_find (self, record->id);

      if (message == NULL)
        insert (self, record);
      else if (is_foreign_and_open (message))
        update_message (message, record);
    }

  if (self->look_due)
    confab_conversation_look (self);
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
    load (self, 0);
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
    load (self, 0);
  else if (self->has_older)
    load (self, confab_message_get_id (g_ptr_array_index (self->messages, 0)));
}

/**
 * confab_conversation_append:
 * @self: a conversation
 * @prompt: (nullable): the person's message, %NULL when an earlier one is asked again
 * @answer: the open answer
 *
 * Adds the messages of a turn in one change.
 */
void
confab_conversation_append (ConfabConversation *self,
                            ConfabMessage      *prompt,
                            ConfabMessage      *answer)
{
  guint position;

  g_return_if_fail (CONFAB_IS_CONVERSATION (self));
  g_return_if_fail (CONFAB_IS_MESSAGE (answer));

  position = self->messages->len;
  if (prompt != NULL)
    g_ptr_array_add (self->messages, g_object_ref (prompt));
  g_ptr_array_add (self->messages, g_object_ref (answer));
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, self->messages->len - position);
}

/**
 * confab_conversation_look:
 * @self: a conversation
 *
 * Brings its end up to date with the database: messages of other processes, and how their open
 * answers go on.
 */
void
confab_conversation_look (ConfabConversation *self)
{
  gint64 from;

  g_return_if_fail (CONFAB_IS_CONVERSATION (self));

  if (self->store == NULL || confab_session_get_id (self->session) == 0)
    return;

  self->look_due = self->loading || self->looking;
  if (self->look_due)
    return;

  if (!self->loaded)
    {
      load (self, 0);
      return;
    }

  /* Not from the last one on: an own message may have been stored behind a foreign one. */
  from = self->seen + 1;
  for (guint i = self->messages->len; i > 0; i--)
    if (is_foreign_and_open (g_ptr_array_index (self->messages, i - 1)))
      from = confab_message_get_id (g_ptr_array_index (self->messages, i - 1));

  self->looking = TRUE;
  confab_store_load_messages_from_async (self->store, confab_session_get_id (self->session), from,
                                         self->cancellable, news_loaded_cb, g_object_ref (self));
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
