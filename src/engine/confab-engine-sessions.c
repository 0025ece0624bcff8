/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-engine"

#include "config.h"

#include "confab-engine-private.h"
#include "confab-text.h"

/* A draft is on disk this long after the last key press. */
#define DRAFT_MS 500

/* Another process may have deleted the session, or put something into a blank one: that is no
 * matter of the disk, and what is shown has to follow. */
/**
 * confab_engine_session_written:
 * @self: the engine
 * @error: (nullable): how writing something of a session ended
 *
 * Keeps what is shown, and the note about the database, true.
 */
void
confab_engine_session_written (ConfabEngine *self,
                               const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      self->look_whole = TRUE;
      confab_engine_look_again (self);
    }
  else
    confab_engine_write_done (self, error);
}

static void
session_saved_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (ConfabEngine) self = user_data;
  g_autoptr (GError) error = NULL;

  confab_store_save_session_finish (CONFAB_STORE (source), result, &error);
  confab_engine_session_written (self, error);
}

/**
 * confab_engine_save_session:
 * @self: the engine
 * @session: a session
 * @parts: what of it has changed
 *
 * Writes it. A session that is not stored yet is written whole with its first message, or for its
 * draft.
 */
void
confab_engine_save_session (ConfabEngine       *self,
                            ConfabSession      *session,
                            ConfabSessionParts  parts)
{
  if (confab_session_get_id (session) == 0 ||
      !confab_session_list_contains (self->sessions, session) ||
      !confab_engine_check_can_write (self, NULL))
    return;

  confab_store_save_session_async (
    confab_context_get_store (self->context),
    confab_session_record_copy (confab_session_get_record (session)), parts, NULL,
    session_saved_cb, g_object_ref (self));
}

/**
 * confab_engine_new_session:
 * @self: the engine
 * @app: the application to talk to
 *
 * Returns: (transfer full): a session that is stored, and in the list, with its first message or
 *   draft
 */
ConfabSession *
confab_engine_new_session (ConfabEngine    *self,
                           ConfabStudioApp *app)
{
  ConfabSessionRecord *record;

  g_return_val_if_fail (CONFAB_IS_ENGINE (self), NULL);
  g_return_val_if_fail (CONFAB_IS_STUDIO_APP (app), NULL);

  record = confab_session_record_new ();
  record->app = confab_studio_app_get_record (app)->id;
  record->created_at = confab_clock_get_wall (confab_context_get_clock (self->context));
  record->updated_at = record->created_at;
  record->last_status = CONFAB_STATUS_COMPLETE;

  return confab_session_new (record, app);
}

/**
 * confab_engine_conversation_gone:
 * @engine: the engine
 * @conversation: a conversation that is being disposed of
 */
void
confab_engine_conversation_gone (gpointer  engine,
                                 GObject  *conversation)
{
  ConfabEngine *self = engine;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->conversations);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (value == conversation)
      {
        g_hash_table_iter_remove (&iter);
        return;
      }
}

static void
conversation_error_cb (ConfabEngine       *self,
                       GParamSpec         *pspec,
                       ConfabConversation *conversation)
{
  confab_engine_load_done (self, confab_conversation_get_error (conversation));
}

static ConfabConversation *
create_conversation (ConfabEngine  *self,
                     ConfabSession *session,
                     ConfabStore   *store)
{
  ConfabConversation *conversation = confab_conversation_new (session, store);

  g_hash_table_insert (self->conversations, session, conversation);
  g_object_weak_ref (G_OBJECT (conversation), confab_engine_conversation_gone, self);
  g_signal_connect_object (conversation, "notify::error", G_CALLBACK (conversation_error_cb), self,
                           G_CONNECT_SWAPPED);

  return conversation;
}

/**
 * confab_engine_dup_conversation:
 * @self: the engine
 * @session: a session
 *
 * Returns: (transfer full): the one conversation object of @session
 */
ConfabConversation *
confab_engine_dup_conversation (ConfabEngine  *self,
                                ConfabSession *session)
{
  ConfabConversation *conversation;

  g_return_val_if_fail (CONFAB_IS_ENGINE (self), NULL);
  g_return_val_if_fail (CONFAB_IS_SESSION (session), NULL);

  conversation = g_hash_table_lookup (self->conversations, session);
  if (conversation != NULL)
    return g_object_ref (conversation);

  if (!confab_session_get_temporary (session))
    return create_conversation (self, session, confab_context_get_store (self->context));

  /* Nothing else has its messages. */
  conversation = create_conversation (self, session, NULL);
  g_hash_table_insert (self->kept, g_object_ref (session), g_object_ref (conversation));

  return conversation;
}

/**
 * confab_engine_new_unstored:
 * @self: the engine
 * @app: the application to talk to
 *
 * Returns: (transfer full): a conversation of a session of its own, of which nothing is stored
 */
ConfabConversation *
confab_engine_new_unstored (ConfabEngine    *self,
                            ConfabStudioApp *app)
{
  g_autoptr (ConfabSession) session = confab_engine_new_session (self, app);

  return create_conversation (self, session, NULL);
}

/* Drafts ------------------------------------------------------------------------------------ */

/* One in which nothing is to be found any more needs no place in the list. */
static void
drop_when_blank (ConfabEngine  *self,
                 ConfabSession *session)
{
  g_autoptr (ConfabSession) alive = g_object_ref (session);

  if (session == self->current || confab_session_get_answering (session) ||
      confab_session_get_temporary (session) || !confab_session_is_blank (session) ||
      !confab_session_list_contains (self->sessions, session) ||
      !confab_engine_check_can_write (self, NULL))
    return;

  g_hash_table_remove (self->drafts, session);
  confab_session_list_remove (self->sessions, session);
  confab_engine_delete_stored (self, confab_session_get_id (session), CONFAB_DELETE_BLANK);
}

/* What a session with a new row id is told about. */
typedef struct {
  ConfabEngine *engine;
  ConfabSession *session;
} Storing;

static void
session_stored_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  Storing *storing = user_data;
  g_autoptr (ConfabEngine) self = storing->engine;
  g_autoptr (ConfabSession) session = storing->session;
  g_autoptr (GError) error = NULL;
  gboolean is_wanted;
  gint64 id;

  g_free (storing);
  id = confab_store_save_session_finish (CONFAB_STORE (source), result, &error);
  is_wanted = g_hash_table_remove (self->storing, session);
  confab_engine_write_done (self, error);

  if (error == NULL && !is_wanted)
    confab_engine_delete_stored (self, id, CONFAB_DELETE_FOR_GOOD);

  if (error == NULL && is_wanted)
    {
      confab_session_set_id (session, id);
      confab_session_list_place (self->sessions, session);
      /* Set while it was being written. */
      if (confab_session_get_record (session)->options != NULL)
        confab_engine_save_session (self, session, CONFAB_SESSION_OPTIONS);
    }
  else
    {
      /* A prompt that waits for the id goes its way without. */
      g_object_notify (G_OBJECT (session), "id");
    }

  if (error == NULL && is_wanted)
    confab_engine_flush_extras (self);
  /* What was typed meanwhile. */
  if (error == NULL && g_hash_table_contains (self->drafts, session))
    confab_engine_flush_drafts (self);
  drop_when_blank (self, session);
  confab_engine_close_when_saved (self);
}

/* Text in a session in which nothing was sent yet: from here on it is in the list. */
static void
store_for_draft (ConfabEngine  *self,
                 ConfabSession *session)
{
  Storing *storing;

  if (confab_session_is_blank (session) || confab_session_get_answering (session) ||
      confab_session_get_temporary (session) || !confab_engine_check_can_write (self, NULL))
    return;

  storing = g_new0 (Storing, 1);
  storing->engine = g_object_ref (self);
  storing->session = g_object_ref (session);
  g_hash_table_add (self->storing, g_object_ref (session));
  confab_store_save_session_async (
    confab_context_get_store (self->context),
    confab_session_record_copy (confab_session_get_record (session)), 0, NULL, session_stored_cb,
    storing);
}

/**
 * confab_engine_flush_drafts:
 * @self: the engine
 *
 * Writes the drafts that are not on disk yet.
 */
void
confab_engine_flush_drafts (ConfabEngine *self)
{
  GHashTableIter iter;
  gpointer session;

  g_clear_handle_id (&self->draft_source, g_source_remove);
  confab_engine_flush_extras (self);

  g_hash_table_iter_init (&iter, self->drafts);
  while (g_hash_table_iter_next (&iter, &session, NULL))
    {
      /* Written once it is known where. */
      if (g_hash_table_contains (self->storing, session))
        continue;

      if (confab_session_get_id (session) == 0)
        store_for_draft (self, session);
      else
        confab_engine_save_session (self, session, CONFAB_SESSION_DRAFT);
      g_hash_table_iter_remove (&iter);
    }
}

static gboolean
drafts_due_cb (gpointer user_data)
{
  ConfabEngine *self = CONFAB_ENGINE (user_data);

  self->draft_source = 0;
  confab_engine_flush_drafts (self);

  return G_SOURCE_REMOVE;
}

/**
 * confab_engine_schedule_draft:
 * @self: the engine
 * @session: a session
 *
 * What waits to be sent there is on disk half a second later.
 */
void
confab_engine_schedule_draft (ConfabEngine  *self,
                              ConfabSession *session)
{
  if (confab_session_get_id (session) == 0)
    confab_session_set_updated_at (
      session, confab_clock_get_wall (confab_context_get_clock (self->context)));
  g_hash_table_add (self->drafts, g_object_ref (session));
  if (self->draft_source == 0)
    self->draft_source = g_timeout_add (DRAFT_MS, drafts_due_cb, self);
}

/**
 * confab_engine_save_draft:
 * @self: the engine
 * @session: a session
 * @draft: (nullable): what is typed and not sent
 *
 * Keeps a draft; it is on disk half a second later, or when the engine is closed.
 */
void
confab_engine_save_draft (ConfabEngine  *self,
                          ConfabSession *session,
                          const char    *draft)
{
  g_return_if_fail (CONFAB_IS_ENGINE (self));
  g_return_if_fail (CONFAB_IS_SESSION (session));

  if (draft != NULL && *draft == '\0')
    draft = NULL;
  if (g_strcmp0 (confab_session_get_draft (session), draft) == 0)
    return;

  confab_session_set_draft (session, draft);
  confab_engine_schedule_draft (self, session);
}

/**
 * confab_engine_rename_session:
 * @self: the engine
 * @session: a session
 * @title: its new title; what is not one line becomes one
 */
void
confab_engine_rename_session (ConfabEngine  *self,
                              ConfabSession *session,
                              const char    *title)
{
  g_autofree char *line = NULL;

  g_return_if_fail (CONFAB_IS_ENGINE (self));
  g_return_if_fail (CONFAB_IS_SESSION (session));

  line = confab_text_one_line (title, CONFAB_TITLE_CHARACTERS);
  if (*line == '\0')
    return;

  confab_session_set_title (session, line);
  confab_engine_save_session (self, session, CONFAB_SESSION_TITLE);
}

/**
 * confab_engine_set_current_session:
 * @self: the engine
 * @session: (nullable): the session the person looks at
 *
 * An answer that ends in another one than this makes it unread; looking at it makes it read. One
 * that is left without a message, a title or a draft is deleted.
 */
void
confab_engine_set_current_session (ConfabEngine  *self,
                                   ConfabSession *session)
{
  g_autoptr (ConfabSession) left = NULL;

  g_return_if_fail (CONFAB_IS_ENGINE (self));
  g_return_if_fail (session == NULL || CONFAB_IS_SESSION (session));

  if (self->current != NULL && self->current != session)
    left = g_object_ref (self->current);
  g_set_weak_pointer (&self->current, session);
  if (left != NULL)
    drop_when_blank (self, left);
  if (session != NULL && confab_session_get_unread (session))
    {
      confab_session_set_unread (session, FALSE);
      confab_engine_save_session (self, session, CONFAB_SESSION_UNREAD);
    }
}
