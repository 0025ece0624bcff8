/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-engine"

#include "config.h"

#include "confab-engine-sessions.h"

#include <glib/gi18n.h>

#include "confab-engine-private.h"
#include "confab-text.h"

/* What is done with sessions as a whole, but for deleting. */

/**
 * confab_engine_pin_session:
 * @self: the engine
 * @session: a session
 * @pinned: whether it stands before all others
 */
void
confab_engine_pin_session (ConfabEngine  *self,
                           ConfabSession *session,
                           gboolean       pinned)
{
  g_return_if_fail (CONFAB_IS_ENGINE (self));
  g_return_if_fail (CONFAB_IS_SESSION (session));

  confab_session_set_pinned (session, pinned);
  confab_engine_save_session (self, session, CONFAB_SESSION_PINNED);
}

/**
 * confab_engine_archive_session:
 * @self: the engine
 * @session: a session
 * @archived: whether it is put away
 */
void
confab_engine_archive_session (ConfabEngine  *self,
                               ConfabSession *session,
                               gboolean       archived)
{
  g_return_if_fail (CONFAB_IS_ENGINE (self));
  g_return_if_fail (CONFAB_IS_SESSION (session));

  confab_session_set_archived (session, archived);
  confab_engine_save_session (self, session, CONFAB_SESSION_ARCHIVED);
}

/**
 * confab_engine_mark_session:
 * @self: the engine
 * @session: a session
 * @unread: whether it is marked as unread
 */
void
confab_engine_mark_session (ConfabEngine  *self,
                            ConfabSession *session,
                            gboolean       unread)
{
  g_return_if_fail (CONFAB_IS_ENGINE (self));
  g_return_if_fail (CONFAB_IS_SESSION (session));

  confab_session_set_unread (session, unread);
  confab_engine_save_session (self, session, CONFAB_SESSION_UNREAD);
}

/**
 * confab_engine_move_session:
 * @self: the engine
 * @session: a session
 * @app: another application
 *
 * From now on the session talks to @app. The service's session belongs to the old one and is left.
 *
 * Returns: %FALSE while an answer is coming
 */
gboolean
confab_engine_move_session (ConfabEngine    *self,
                            ConfabSession   *session,
                            ConfabStudioApp *app)
{
  g_return_val_if_fail (CONFAB_IS_ENGINE (self), FALSE);
  g_return_val_if_fail (CONFAB_IS_SESSION (session), FALSE);
  g_return_val_if_fail (CONFAB_IS_STUDIO_APP (app), FALSE);

  if (confab_session_get_answering (session))
    return FALSE;

  if (confab_session_get_app (session) == app)
    return TRUE;

  confab_session_set_app (session, app);
  confab_session_set_remote (session, NULL, 0, 0);
  confab_session_set_remote_head (session, 0);
  confab_engine_save_session (self, session, CONFAB_SESSION_APP | CONFAB_SESSION_REMOTE);

  return TRUE;
}

/**
 * confab_engine_new_temporary:
 * @self: the engine
 * @app: the application to talk to
 *
 * Returns: (transfer full): a session of which nothing is ever stored
 */
ConfabSession *
confab_engine_new_temporary (ConfabEngine    *self,
                             ConfabStudioApp *app)
{
  ConfabSession *session;

  g_return_val_if_fail (CONFAB_IS_ENGINE (self), NULL);

  session = confab_engine_new_session (self, app);
  confab_session_set_temporary (session, TRUE);

  return session;
}

/* Copies ------------------------------------------------------------------------------------ */

static void
session_duplicated_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  ConfabEngine *self = g_task_get_source_object (task);
  ConfabSession *original = g_task_get_task_data (task);
  g_autoptr (ConfabSessionRecord) record = NULL;
  ConfabSession *copy;
  GError *error = NULL;

  record = confab_store_duplicate_session_finish (CONFAB_STORE (source), result, &error);
  confab_engine_session_written (self, error);
  if (record == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  copy = confab_session_new (g_steal_pointer (&record), confab_session_get_app (original));
  confab_session_list_place (self->sessions, copy);
  g_task_return_pointer (task, copy, g_object_unref);
}

/**
 * confab_engine_duplicate_session_async:
 * @self: the engine
 * @session: a stored session
 * @cancellable: (nullable): a cancellable
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Copies a session with all that has been said in it, but for an answer that is still coming, with its
 * options and with what waits to be sent.
 */
void
confab_engine_duplicate_session_async (ConfabEngine        *self,
                                       ConfabSession       *session,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *title = NULL;
  g_autofree char *line = NULL;
  GError *error = NULL;

  g_return_if_fail (CONFAB_IS_ENGINE (self));
  g_return_if_fail (CONFAB_IS_SESSION (session));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_engine_duplicate_session_async);
  g_task_set_task_data (task, g_object_ref (session), g_object_unref);

  if (!confab_engine_check_can_write (self, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  /* The copy is made of what is on disk. */
  confab_engine_flush_drafts (self);

  /* Translators: the title of a copied conversation; %s is the title of the first one. */
  title = g_strdup_printf (_("%s (copy)"), confab_session_get_title (session) != NULL
                                             ? confab_session_get_title (session)
                                             : "");
  line = confab_text_one_line (title, 2 * CONFAB_TITLE_CHARACTERS);
  confab_store_duplicate_session_async (
    confab_context_get_store (self->context), confab_session_get_id (session), line,
    confab_clock_get_wall (confab_context_get_clock (self->context)), cancellable,
    session_duplicated_cb, g_object_ref (task));
}

/**
 * confab_engine_duplicate_session_finish:
 * @self: the engine
 * @result: the result
 * @error: return location
 *
 * Returns: (transfer full): the copy, or %NULL with a sentence for the person
 */
ConfabSession *
confab_engine_duplicate_session_finish (ConfabEngine  *self,
                                        GAsyncResult  *result,
                                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
