/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-ui"

#include "config.h"

#include "confab-window-private.h"

#include <glib/gi18n.h>

#include "confab-actions.h"
#include "confab-engine-sessions.h"
#include "confab-prompt.h"

/* What is done with a session as a whole, and the way back. */

/* A session the person has deleted, until its toast is gone and with it the way back. A temporary
 * one is in no trash: until then the engine has it as it was. */
typedef struct {
  ConfabWindow *window; /* not owned: its list of deletions owns this */
  ConfabSession *session;
  AdwToast *toast;
} Deletion;

void
confab_deletion_free (gpointer data)
{
  Deletion *deletion = data;

  g_signal_handlers_disconnect_by_data (deletion->toast, deletion);
  g_object_unref (deletion->toast);
  g_object_unref (deletion->session);
  g_free (deletion);
}

void
confab_window_show_error (ConfabWindow *self,
                          const GError *error)
{
  g_autofree char *text = NULL;

  if (self->toasts == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  text = g_markup_escape_text (error->message, -1);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (text));
}

/* (transfer full): for a toast, which is markup. */
static char *
dup_toast_text (const char    *format,
                ConfabSession *session)
{
  const char *name = confab_session_get_title (session);
  g_autofree char *title = NULL;
  GString *text = g_string_new (format);

  title = g_markup_escape_text (name != NULL && *name != '\0' ? name : _("New Session"), -1);
  g_string_replace (text, "%s", title, 1);

  return g_string_free (text, FALSE);
}

static void
undo_toast_dismissed_cb (ConfabWindow *self,
                         AdwToast     *toast)
{
  g_assert (CONFAB_IS_WINDOW (self));

  if (self->undo_toast == toast)
    g_clear_weak_pointer (&self->undo_toast);
}

/* Before what was said earlier: this is what the person has just done. */
AdwToast *
confab_window_create_undo_toast (ConfabWindow *self,
                                 const char   *text)
{
  AdwToast *toast = adw_toast_new (text);

  adw_toast_set_button_label (toast, _("_Undo"));
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (undo_toast_dismissed_cb), self,
                           G_CONNECT_SWAPPED);
  g_set_weak_pointer (&self->undo_toast, toast);

  return toast;
}

/* As the button of the newest toast. */
static void
undo (ConfabWindow *self)
{
  g_autoptr (AdwToast) toast = NULL;
  const char *action;

  if (self->undo_toast == NULL)
    return;

  toast = g_object_ref (self->undo_toast);
  g_clear_weak_pointer (&self->undo_toast);
  action = adw_toast_get_action_name (toast);
  if (action != NULL)
    gtk_widget_activate_action_variant (GTK_WIDGET (self), action,
                                        adw_toast_get_action_target_value (toast));
  else
    g_signal_emit_by_name (toast, "button-clicked");
  adw_toast_dismiss (toast);
}

static void
undo_clicked_cb (AdwToast *toast,
                 Deletion *deletion)
{
  ConfabWindow *self = deletion->window;
  g_autoptr (ConfabSession) session = g_object_ref (deletion->session);

  g_ptr_array_remove (self->deletions, deletion);
  if (!confab_session_get_temporary (session) &&
      !confab_engine_restore_session (self->engine, session))
    return;

  confab_window_open_session (self, session);
  confab_chat_page_focus_composer (self->chat);
}

static void
forget (ConfabWindow  *self,
        ConfabSession *session)
{
  if (confab_session_get_temporary (session))
    confab_engine_delete_session (self->engine, session);
  else
    confab_engine_forget_session (self->engine, session);
}

static void
toast_dismissed_cb (AdwToast *toast,
                    Deletion *deletion)
{
  ConfabWindow *self = deletion->window;
  g_autoptr (ConfabSession) session = g_object_ref (deletion->session);

  g_ptr_array_remove (self->deletions, deletion);
  forget (self, session);
}

/* @format has the place of the title. */
static void
offer_undo (ConfabWindow  *self,
            ConfabSession *session,
            const char    *format)
{
  Deletion *deletion = g_new0 (Deletion, 1);
  g_autofree char *text = dup_toast_text (format, session);

  deletion->window = self;
  deletion->session = g_object_ref (session);
  deletion->toast = g_object_ref_sink (confab_window_create_undo_toast (self, text));
  g_signal_connect (deletion->toast, "button-clicked", G_CALLBACK (undo_clicked_cb), deletion);
  g_signal_connect (deletion->toast, "dismissed", G_CALLBACK (toast_dismissed_cb), deletion);
  g_ptr_array_add (self->deletions, deletion);

  adw_toast_overlay_add_toast (self->toasts, g_object_ref (deletion->toast));
}

/* Where the session is no more, its neighbour is shown. */
void
confab_window_leave_session (ConfabWindow  *self,
                             ConfabSession *session)
{
  ConfabSession *next;

  if (confab_window_get_session (self) != session)
    return;

  next = confab_session_groups_get_neighbour (self->groups, session, 1);
  if (next != NULL && next != session)
    confab_window_open_session (self, next);
  else
    confab_window_new_session (self, confab_session_get_app (session));
}

/* Takes it out of sight at once; it can be taken back as long as the toast is there. */
void
confab_window_delete_session (ConfabWindow  *self,
                              ConfabSession *session)
{
  g_autoptr (ConfabSession) alive = g_object_ref (session);
  gint64 id = confab_session_get_id (session);

  confab_window_leave_session (self, session);
  /* Left without anything in it, it is gone already, and there is nothing to undo; a temporary one
   * goes when it is left. */
  if (confab_session_get_temporary (session) || confab_window_find_session (self, id) != session)
    return;

  confab_engine_delete_session (self->engine, session);
  /* Where nothing can be written it stays, and a note says so. */
  if (confab_window_find_session (self, id) == session)
    return;

  /* Translators: %s is the title of a session. */
  offer_undo (self, session, _("“%s” deleted"));
  confab_chat_page_focus_composer (self->chat);
}

/* The window goes, and with it the way back: what was deleted is deleted now. */
void
confab_window_finish_deletions (ConfabWindow *self)
{
  for (guint i = 0; i < self->deletions->len; i++)
    {
      Deletion *deletion = g_ptr_array_index (self->deletions, i);

      forget (self, deletion->session);
    }
  g_ptr_array_set_size (self->deletions, 0);
}

/* Another session is on show: a temporary one that was left goes, and can be taken back. */
void
confab_window_watch_temporary (ConfabWindow *self)
{
  ConfabSession *session = confab_window_get_session (self);
  g_autoptr (ConfabSession) left = NULL;

  if (self->temporary == session)
    return;

  left = g_steal_pointer (&self->temporary);
  if (session != NULL && confab_session_get_temporary (session))
    self->temporary = g_object_ref (session);

  if (left != NULL && confab_session_is_blank (left))
    confab_engine_delete_session (self->engine, left);
  else if (left != NULL)
    /* Translators: %s is the title of a session. */
    offer_undo (self, left, _("Temporary session “%s” ended"));
}

/* A session of which nothing is stored, with the application the person is at. */
void
confab_window_new_temporary (ConfabWindow *self)
{
  ConfabStudioApp *app = confab_window_get_app (self);
  ConfabSession *current = confab_window_get_session (self);
  g_autoptr (ConfabSession) session = NULL;

  if (app == NULL || self->chat == NULL)
    return;

  if (current == NULL || !confab_session_get_temporary (current) ||
      !confab_session_is_blank (current))
    {
      session = confab_engine_new_temporary (self->engine, app);
      confab_window_open_session (self, session);
    }
  if (confab_split_get_folded (self->split))
    confab_split_set_show_sidebar (self->split, FALSE);
  confab_chat_page_focus_composer (self->chat);
}

/* The stored session that an action is about. */
static ConfabSession *
get_target (ConfabWindow *self,
            gint64        id)
{
  ConfabSession *session = self->chat != NULL ? confab_window_find_session (self, id) : NULL;

  return session != NULL && confab_session_get_id (session) != 0 ? session : NULL;
}

static void
title_entered_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (ConfabSession) session = CONFAB_SESSION (user_data);
  g_autofree char *title = confab_prompt_text_finish (result, NULL);
  ConfabWindow *self = CONFAB_WINDOW (source);

  if (title != NULL && self->engine != NULL)
    confab_engine_rename_session (self->engine, session, title);
}

static void
rename_session_activated (GtkWidget  *widget,
                          const char *name,
                          GVariant   *parameter)
{
  ConfabWindow *self = CONFAB_WINDOW (widget);
  ConfabSession *session = get_target (self, g_variant_get_int64 (parameter));

  if (session == NULL)
    return;

  confab_prompt_text_async (widget,
                            &(ConfabPrompt) {
                              .heading = _("Rename Session"),
                              .label = _("Title"),
                              .initial = confab_session_get_title (session),
                              .accept = _("_Rename"),
                            },
                            self->cancellable, title_entered_cb, g_object_ref (session));
}

static void
delete_session_activated (GtkWidget  *widget,
                          const char *name,
                          GVariant   *parameter)
{
  ConfabWindow *self = CONFAB_WINDOW (widget);
  gint64 id = g_variant_get_int64 (parameter);
  ConfabSession *session = get_target (self, id);

  if (session == NULL && id == 0 && self->temporary != NULL)
    session = self->temporary;
  if (session != NULL)
    confab_window_delete_session (self, session);
}

static void
pin_session_activated (GtkWidget  *widget,
                       const char *name,
                       GVariant   *parameter)
{
  ConfabWindow *self = CONFAB_WINDOW (widget);
  ConfabSession *session = get_target (self, g_variant_get_int64 (parameter));

  if (session != NULL)
    confab_engine_pin_session (self->engine, session, !confab_session_get_pinned (session));
}

static void
archive_session_activated (GtkWidget  *widget,
                           const char *name,
                           GVariant   *parameter)
{
  ConfabWindow *self = CONFAB_WINDOW (widget);
  ConfabSession *session = get_target (self, g_variant_get_int64 (parameter));
  gboolean archived;
  g_autofree char *text = NULL;
  AdwToast *toast;

  if (session == NULL)
    return;

  archived = !confab_session_get_archived (session);
  if (archived)
    confab_window_leave_session (self, session);
  confab_engine_archive_session (self->engine, session, archived);

  /* Translators: %s is the title of a session. */
  text = dup_toast_text (archived ? _("“%s” archived") : _("“%s” taken out of the archive"),
                         session);
  toast = confab_window_create_undo_toast (self, text);
  adw_toast_set_action_name (toast, CONFAB_ACTION_ARCHIVE_SESSION);
  adw_toast_set_action_target (toast, "x", confab_session_get_id (session));
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
session_duplicated_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr (ConfabWindow) self = CONFAB_WINDOW (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabSession) copy = NULL;

  copy = confab_engine_duplicate_session_finish (CONFAB_ENGINE (source), result, &error);
  if (copy == NULL)
    confab_window_show_error (self, error);
  else if (self->chat != NULL)
    {
      confab_window_open_session (self, copy);
      confab_chat_page_focus_composer (self->chat);
    }
}

static void
duplicate_session_activated (GtkWidget  *widget,
                             const char *name,
                             GVariant   *parameter)
{
  ConfabWindow *self = CONFAB_WINDOW (widget);
  ConfabSession *session = get_target (self, g_variant_get_int64 (parameter));

  if (session != NULL)
    confab_engine_duplicate_session_async (self->engine, session, self->cancellable,
                                           session_duplicated_cb, g_object_ref (self));
}

static void
move_session_activated (GtkWidget  *widget,
                        const char *name,
                        GVariant   *parameter)
{
  ConfabWindow *self = CONFAB_WINDOW (widget);
  GListModel *apps = confab_engine_get_apps (self->engine);
  ConfabSession *session;
  gint64 session_id;
  gint64 app_id;

  g_variant_get (parameter, "(xx)", &session_id, &app_id);
  session = get_target (self, session_id);

  for (guint i = 0; session != NULL && i < g_list_model_get_n_items (apps); i++)
    {
      g_autoptr (ConfabStudioApp) app = g_list_model_get_item (apps, i);

      if (confab_studio_app_get_record (app)->id != app_id)
        continue;

      if (!confab_engine_move_session (self->engine, session, app))
        adw_toast_overlay_add_toast (
          self->toasts, adw_toast_new (_("A session cannot be moved while an answer is coming")));
      return;
    }
}

static void
undo_activated (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  undo (CONFAB_WINDOW (widget));
}

/* Called for the class: the actions about one session, which they name by its number. */
void
confab_window_install_session_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, CONFAB_ACTION_RENAME_SESSION, "x",
                                   rename_session_activated);
  gtk_widget_class_install_action (widget_class, CONFAB_ACTION_DELETE_SESSION, "x",
                                   delete_session_activated);
  gtk_widget_class_install_action (widget_class, CONFAB_ACTION_PIN_SESSION, "x",
                                   pin_session_activated);
  gtk_widget_class_install_action (widget_class, CONFAB_ACTION_ARCHIVE_SESSION, "x",
                                   archive_session_activated);
  gtk_widget_class_install_action (widget_class, CONFAB_ACTION_DUPLICATE_SESSION, "x",
                                   duplicate_session_activated);
  gtk_widget_class_install_action (widget_class, CONFAB_ACTION_MOVE_SESSION, "(xx)",
                                   move_session_activated);
  gtk_widget_class_install_action (widget_class, CONFAB_ACTION_UNDO, NULL, undo_activated);
}
