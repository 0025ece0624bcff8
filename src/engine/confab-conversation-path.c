/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-engine"

#include "config.h"

#include "confab-conversation-private.h"

#include <string.h>

/*
 * Which messages are shown: the path that the session is on. In the database they are a tree; a
 * conversation of this run only keeps its tree here. Ids grow along a path.
 */

#define PAGE 50

/* Another process writes it: an own one was made here and knows of no run. */
static gboolean
is_foreign_and_open (ConfabMessage *message)
{
  return confab_status_is_open (confab_message_get_status (message)) &&
         confab_message_get_record (message)->run != 0;
}

static gint64
get_id (ConfabConversation *self,
        guint               position)
{
  return confab_message_get_id (g_ptr_array_index (self->messages, position));
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

/* The message of an item: the one object there is of it, made when there is none. (transfer full)
 * (nullable): of a known one that is not here any more. */
static ConfabMessage *
take_item (ConfabConversation *self,
           ConfabPathItem     *item)
{
  ConfabMessage *message = confab_conversation_find (self, item->id);

  if (message == NULL)
    message = g_hash_table_lookup (self->own, &item->id);

  if (message != NULL)
    {
      g_object_ref (message);
      if (item->record != NULL && is_foreign_and_open (message))
        update_message (message, item->record);
    }
  else if (item->record != NULL)
    {
      message = confab_message_new (g_steal_pointer (&item->record));
    }

  if (message != NULL)
    confab_message_set_versions (message, item->n_versions, item->version);

  return message;
}

/* (transfer full) */
static GPtrArray *
take_items (ConfabConversation *self,
            ConfabPath         *path)
{
  GPtrArray *messages = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < path->items->len; i++)
    {
      ConfabMessage *message = take_item (self, g_ptr_array_index (path->items, i));

      if (message != NULL)
        g_ptr_array_add (messages, message);
    }

  return messages;
}

static void
settle (ConfabConversation *self)
{
  self->settled = self->messages->len > 0 ? get_id (self, self->messages->len - 1) : 0;
}

/* What is due, after something has come. */
static void
go_on (ConfabConversation *self)
{
  gint64 wanted = self->wanted;

  if (self->look_due)
    {
      confab_conversation_look (self);
      return;
    }

  /* Where it is not on this path after all, that is the end of it. */
  if (wanted != 0 && self->has_older && get_id (self, 0) > wanted)
    confab_conversation_load (self, get_id (self, 0));
  self->wanted = 0;
}

/* Pages ------------------------------------------------------------------------------------- */

static void
page_loaded_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (ConfabConversation) self = user_data;
  g_autoptr (ConfabPath) path = NULL;
  g_autoptr (GPtrArray) messages = NULL;
  g_autoptr (GError) error = NULL;

  path = confab_store_load_path_finish (CONFAB_STORE (source), result, &error);
  self->loading = FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  /* What is there is not known: neither that there is nothing, nor that there is no more. */
  if (path == NULL)
    {
      confab_conversation_set_error (self, error->message);
      return;
    }

  /* They stand before everything that is here. */
  messages = take_items (self, path);
  for (guint i = 0; i < self->messages->len; i++)
    g_ptr_array_add (messages, g_object_ref (self->messages->pdata[i]));
  confab_conversation_replace (self, 0, messages);
  if (!self->loaded)
    settle (self);
  confab_conversation_set_loaded (self, path->has_older);

  go_on (self);
}

/**
 * confab_conversation_load:
 * @self: a conversation
 * @before: the id of its first message, or 0 for the newest page
 */
void
confab_conversation_load (ConfabConversation *self,
                          gint64              before)
{
  ConfabPathQuery query = { 0 };

  query.session = confab_session_get_id (self->session);
  query.through = self->through;
  query.before = before;
  query.limit = self->wanted == 0 ? PAGE : 0;
  query.until = self->wanted;

  self->loading = TRUE;
  confab_conversation_set_error (self, NULL);
  confab_store_load_path_async (self->store, &query, self->cancellable, page_loaded_cb,
                                g_object_ref (self));
}

/* The end, as it is now --------------------------------------------------------------------- */

static guint
find_position (ConfabConversation *self,
               gint64              id)
{
  for (guint i = self->messages->len; i > 0; i--)
    if (get_id (self, i - 1) == id)
      return i - 1;

  return G_MAXUINT;
}

static void
end_loaded_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (ConfabConversation) self = user_data;
  g_autoptr (ConfabPath) path = NULL;
  g_autoptr (GPtrArray) messages = NULL;
  g_autoptr (GError) error = NULL;
  guint position = G_MAXUINT;

  path = confab_store_load_path_finish (CONFAB_STORE (source), result, &error);
  self->looking = FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (path == NULL)
    {
      confab_conversation_set_error (self, error->message);
      return;
    }

  /* It goes back to a message that is here, or stands for itself. */
  if (path->items->len > 0)
    position = find_position (self, ((ConfabPathItem *) path->items->pdata[0])->id);
  messages = take_items (self, path);
  confab_conversation_replace (self, position != G_MAXUINT ? position : 0, messages);
  settle (self);
  confab_conversation_set_loaded (self, position != G_MAXUINT ? self->has_older : path->has_older);

  go_on (self);
}

/* From the end back to what is here for sure: all before it is the same. */
static void
load_end (ConfabConversation *self)
{
  g_autoptr (GHashTable) known = NULL;
  ConfabPathQuery query = { 0 };

  known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  query.session = confab_session_get_id (self->session);
  query.through = self->through;
  query.in_turn = TRUE;
  query.least = self->settled;
  query.known = known;
  /* Where nothing of it is here, as much as there was. */
  query.limit = self->messages->len + PAGE;

  for (guint i = 0; i < self->messages->len; i++)
    {
      ConfabMessage *message = g_ptr_array_index (self->messages, i);
      gint64 id = confab_message_get_id (message);

      if (is_foreign_and_open (message))
        query.least = MIN (query.least, id - 1);
      else
        g_hash_table_add (known, g_memdup2 (&id, sizeof id));
    }

  self->looking = TRUE;
  confab_store_load_path_async (self->store, &query, self->cancellable, end_loaded_cb,
                                g_object_ref (self));
}

/**
 * confab_conversation_look:
 * @self: a conversation
 *
 * Brings its end up to date with the database: messages of other processes, how their open answers
 * go on, the path that they have chosen.
 */
void
confab_conversation_look (ConfabConversation *self)
{
  g_return_if_fail (CONFAB_IS_CONVERSATION (self));

  if (self->store == NULL || confab_session_get_id (self->session) == 0)
    return;

  self->look_due = self->loading || self->looking;
  if (self->look_due)
    return;

  if (self->loaded)
    load_end (self);
  else
    confab_conversation_load (self, 0);
}

/* What is made here ------------------------------------------------------------------------- */

static gint64
get_parent (ConfabMessage *message)
{
  return confab_message_get_record (message)->parent;
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  gint64 id_a = confab_message_get_id (*(ConfabMessage * const *) a);
  gint64 id_b = confab_message_get_id (*(ConfabMessage * const *) b);

  return id_a < id_b ? -1 : id_a > id_b;
}

/* Of what is kept here: what follows @parent, oldest first. (transfer full) */
static GPtrArray *
list_followers (ConfabConversation *self,
                gint64              parent)
{
  GPtrArray *followers = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer message;

  g_hash_table_iter_init (&iter, self->own);
  while (g_hash_table_iter_next (&iter, NULL, &message))
    if (get_parent (message) == parent)
      g_ptr_array_add (followers, message);
  g_ptr_array_sort (followers, compare_ids);

  return followers;
}

static void
count_kept (ConfabConversation *self,
            ConfabMessage      *message)
{
  g_autoptr (GPtrArray) versions = list_followers (self, get_parent (message));
  guint which = 0;

  g_ptr_array_find (versions, message, &which);
  confab_message_set_versions (message, versions->len, which);
}

static void
keep (ConfabConversation *self,
      ConfabMessage      *message)
{
  gint64 id = confab_message_get_id (message);

  g_hash_table_insert (self->own, g_memdup2 (&id, sizeof id), g_object_ref (message));
}

/**
 * confab_conversation_get_free_id:
 * @self: a conversation of this run only
 *
 * Returns: an id that is greater than those of all its messages, on whichever path
 */
gint64
confab_conversation_get_free_id (ConfabConversation *self)
{
  gint64 last = 0;
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->own);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    last = MAX (last, *(gint64 *) id);

  return last + 1;
}

/**
 * confab_conversation_append:
 * @self: a conversation
 * @prompt: (nullable): the person's message, %NULL when an earlier one is asked again
 * @answer: the open answer
 * @parent: the id of the message that @prompt follows; of no meaning without @prompt
 *
 * Adds the messages of a turn in one change. What followed the same message before goes out of
 * sight, and becomes another version.
 */
void
confab_conversation_append (ConfabConversation *self,
                            ConfabMessage      *prompt,
                            ConfabMessage      *answer,
                            gint64              parent)
{
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);
  gint64 last;
  guint position;

  g_return_if_fail (CONFAB_IS_CONVERSATION (self));
  g_return_if_fail (CONFAB_IS_MESSAGE (answer));

  if (prompt != NULL)
    {
      keep (self, prompt);
      g_ptr_array_add (added, g_object_ref (prompt));
    }
  else
    parent = confab_message_get_record (answer)->parent;
  keep (self, answer);
  g_ptr_array_add (added, g_object_ref (answer));

  last = confab_conversation_get_last_id (self);
  position = parent != 0 ? find_position (self, parent) + 1 : 0;

  /* Where it follows something that is not here yet, a look brings what is between. */
  if (position == 0 && parent != 0)
    position = self->messages->len;
  else if (self->settled == last || position < self->messages->len)
    self->settled = confab_message_get_id (answer);
  confab_conversation_replace (self, position, added);
  if (self->store == NULL)
    for (guint i = 0; i < added->len; i++)
      count_kept (self, g_ptr_array_index (added, i));
}

/* Versions ---------------------------------------------------------------------------------- */

/* A conversation of this run only: all of it is here. */
static void
show_kept (ConfabConversation *self,
           gint64              parent,
           guint               which)
{
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  guint position = parent != 0 ? find_position (self, parent) + 1 : 0;

  for (;;)
    {
      g_autoptr (GPtrArray) followers = list_followers (self, parent);
      ConfabMessage *message;

      if (followers->len == 0)
        break;

      which = MIN (which, followers->len - 1);
      message = g_ptr_array_index (followers, which);
      confab_message_set_versions (message, followers->len, which);
      g_ptr_array_add (messages, g_object_ref (message));
      parent = confab_message_get_id (message);
      which = G_MAXUINT;
    }

  confab_conversation_replace (self, position, messages);
  settle (self);
}

static void
head_stored_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (ConfabConversation) self = user_data;
  g_autoptr (GError) error = NULL;

  confab_store_set_head_finish (CONFAB_STORE (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    confab_conversation_set_error (self, error->message);
}

/**
 * confab_conversation_show_message:
 * @self: a stored conversation
 * @id: the id of one of its messages
 *
 * Shows the path through a message, and loads it as far back as to there. The session remembers
 * the path, where it can be stored.
 */
void
confab_conversation_show_message (ConfabConversation *self,
                                  gint64              id)
{
  g_return_if_fail (CONFAB_IS_CONVERSATION (self));

  if (self->store == NULL || confab_session_get_id (self->session) == 0)
    return;

  if (confab_store_get_state (self->store) == CONFAB_STORE_OPEN)
    confab_store_set_head_async (self->store, confab_session_get_id (self->session), id,
                                 self->cancellable, head_stored_cb, g_object_ref (self));
  else
    self->through = id;

  self->wanted = id;

  /* Where a page is under way it may be of the old path: then once more. */
  if (self->loading || self->looking)
    self->look_due = TRUE;
  else if (self->loaded)
    load_end (self);
}

static void
siblings_found_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (ConfabConversation) self = user_data;
  g_autoptr (GError) error = NULL;
  gint64 id;

  id = confab_store_find_version_finish (CONFAB_STORE (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (error != NULL)
    confab_conversation_set_error (self, error->message);
  else if (id != 0)
    confab_conversation_show_message (self, id);
}

/**
 * confab_conversation_show_version:
 * @self: a conversation
 * @message: one of its messages
 * @which: the version to show, from 0, oldest first
 *
 * Shows another version of a message, and what followed that.
 */
void
confab_conversation_show_version (ConfabConversation *self,
                                  ConfabMessage      *message,
                                  guint               which)
{
  g_return_if_fail (CONFAB_IS_CONVERSATION (self));
  g_return_if_fail (CONFAB_IS_MESSAGE (message));
  g_return_if_fail (which < confab_message_get_n_versions (message, NULL));

  if (self->store == NULL)
    show_kept (self, get_parent (message), which);
  else
    confab_store_find_version_async (self->store, confab_session_get_id (self->session),
                                     confab_message_get_id (message), which, self->cancellable,
                                     siblings_found_cb, g_object_ref (self));
}
