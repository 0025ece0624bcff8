/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-engine"

#include "config.h"

#include "confab-engine-sessions.h"

#include "confab-engine-private.h"

/* Deleting sessions, and taking that back. */

static void
session_deleted_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (ConfabEngine) self = user_data;
  g_autoptr (GError) error = NULL;

  confab_store_delete_session_finish (CONFAB_STORE (source), result, &error);
  confab_engine_session_written (self, error);
}

/**
 * confab_engine_delete_stored:
 * @self: the engine
 * @id: row id of a session
 * @deletion: how
 */
void
confab_engine_delete_stored (ConfabEngine   *self,
                             gint64          id,
                             ConfabDeletion  deletion)
{
  confab_store_delete_session_async (confab_context_get_store (self->context), id, deletion, NULL,
                                     session_deleted_cb, g_object_ref (self));
}

/**
 * confab_engine_drop_session:
 * @self: the engine
 * @session: a session
 *
 * Takes it out of sight, and ends what is going on in it. What is stored of it stays.
 */
void
confab_engine_drop_session (ConfabEngine  *self,
                            ConfabSession *session)
{
  confab_engine_stop (self, session);
  confab_engine_stop_sending (self, session, TRUE);
  g_hash_table_remove (self->drafts, session);
  g_hash_table_remove (self->kept, session);
  confab_session_list_remove (self->sessions, session);
}

/**
 * confab_engine_delete_session:
 * @self: the engine
 * @session: a session
 *
 * Stops its open answer and deletes it with all its messages, one that is being sent included. A
 * stored one can be restored for a while. Nothing happens when the database cannot be written to.
 */
void
confab_engine_delete_session (ConfabEngine  *self,
                              ConfabSession *session)
{
  g_autoptr (ConfabSession) alive = NULL;

  g_return_if_fail (CONFAB_IS_ENGINE (self));
  g_return_if_fail (CONFAB_IS_SESSION (session));

  alive = g_object_ref (session);
  if (!confab_session_get_temporary (session) && !confab_engine_check_can_write (self, NULL))
    return;

  /* What was typed last is there when it comes back. */
  if (g_hash_table_contains (self->drafts, session))
    confab_engine_save_session (self, session, CONFAB_SESSION_DRAFT);
  confab_engine_drop_session (self, session);
  if (confab_session_get_id (session) == 0)
    {
      /* Where it is just being stored, it goes as soon as it is known what goes. */
      g_hash_table_remove (self->storing, session);
      return;
    }

  g_hash_table_add (self->trash, g_object_ref (session));
  confab_engine_delete_stored (self, confab_session_get_id (session), CONFAB_DELETE_TO_TRASH);
}

static void
session_restored_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (ConfabEngine) self = user_data;
  g_autoptr (GError) error = NULL;

  confab_store_restore_session_finish (CONFAB_STORE (source), result, &error);
  confab_engine_session_written (self, error);

  /* What was under way when it was deleted has come to its end meanwhile. */
  self->look_whole = TRUE;
  confab_engine_look_again (self);
}

/**
 * confab_engine_restore_session:
 * @self: the engine
 * @session: a session that was deleted
 *
 * Takes back a deletion: the session is in the list again, as it was.
 *
 * Returns: %FALSE when it has gone for good
 */
gboolean
confab_engine_restore_session (ConfabEngine  *self,
                               ConfabSession *session)
{
  g_autoptr (ConfabSession) alive = NULL;

  g_return_val_if_fail (CONFAB_IS_ENGINE (self), FALSE);
  g_return_val_if_fail (CONFAB_IS_SESSION (session), FALSE);

  alive = g_object_ref (session);
  if (!g_hash_table_remove (self->trash, session))
    return FALSE;

  confab_session_list_place (self->sessions, session);
  confab_store_restore_session_async (confab_context_get_store (self->context),
                                      confab_session_get_id (session), NULL, session_restored_cb,
                                      g_object_ref (self));

  return TRUE;
}

/**
 * confab_engine_forget_session:
 * @self: the engine
 * @session: a session that was deleted
 *
 * Deletes it for good: nobody is asked any more whether it shall come back.
 */
void
confab_engine_forget_session (ConfabEngine  *self,
                              ConfabSession *session)
{
  gint64 id;

  g_return_if_fail (CONFAB_IS_ENGINE (self));
  g_return_if_fail (CONFAB_IS_SESSION (session));

  id = confab_session_get_id (session);
  if (g_hash_table_remove (self->trash, session))
    confab_engine_delete_stored (self, id, CONFAB_DELETE_FOR_GOOD);
}
