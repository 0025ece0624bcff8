/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-ui"

#include "config.h"

#include "confab-window-private.h"

#include <glib/gi18n.h>

#include "confab-actions.h"
#include "confab-app-form.h"
#include "confab-help.h"
#include "confab-link.h"
#include "confab-prompt.h"
#include "confab-text-size.h"

/* A session the person has deleted, until its toast is gone and with it the way back. */
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

static void
undo_clicked_cb (AdwToast *toast,
                 Deletion *deletion)
{
  ConfabWindow *self = deletion->window;
  g_autoptr (ConfabSession) session = g_object_ref (deletion->session);

  g_ptr_array_remove (self->deletions, deletion);
  confab_session_groups_set_hidden (self->groups, session, FALSE);
  confab_window_open_session (self, session);
  confab_chat_page_focus_composer (self->chat);
}

static void
toast_dismissed_cb (AdwToast *toast,
                    Deletion *deletion)
{
  ConfabWindow *self = deletion->window;
  g_autoptr (ConfabSession) session = g_object_ref (deletion->session);

  g_ptr_array_remove (self->deletions, deletion);
  confab_engine_delete_session (self->engine, session);
  /* Gone from the store, or still there if it could not be written: then it is shown again. */
  confab_session_groups_set_hidden (self->groups, session, FALSE);
}

/* Where the session is no more, its neighbour is shown. */
static void
leave_session (ConfabWindow  *self,
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

/* Takes it out of sight at once, and out of the store when the person has not undone it. */
void
confab_window_delete_session (ConfabWindow  *self,
                              ConfabSession *session)
{
  Deletion *deletion;
  const char *name = confab_session_get_title (session);
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;

  leave_session (self, session);
  /* Left without anything in it, it is gone already, and there is nothing to undo. */
  if (confab_window_find_session (self, confab_session_get_id (session)) != session)
    return;

  title = g_markup_escape_text (name != NULL && *name != '\0' ? name : _("New Session"), -1);
  text = g_strdup_printf (_("“%s” deleted"), title);
  deletion = g_new0 (Deletion, 1);
  deletion->window = self;
  deletion->session = g_object_ref (session);
  deletion->toast = g_object_ref_sink (adw_toast_new (text));
  adw_toast_set_button_label (deletion->toast, _("_Undo"));
  g_signal_connect (deletion->toast, "button-clicked", G_CALLBACK (undo_clicked_cb), deletion);
  g_signal_connect (deletion->toast, "dismissed", G_CALLBACK (toast_dismissed_cb), deletion);
  g_ptr_array_add (self->deletions, deletion);

  confab_session_groups_set_hidden (self->groups, session, TRUE);
  adw_toast_overlay_add_toast (self->toasts, g_object_ref (deletion->toast));
  confab_chat_page_focus_composer (self->chat);
}

/* The window goes, and with it the way back: what was deleted is deleted now. */
void
confab_window_finish_deletions (ConfabWindow *self)
{
  for (guint i = 0; i < self->deletions->len; i++)
    {
      Deletion *deletion = g_ptr_array_index (self->deletions, i);

      confab_engine_delete_session (self->engine, deletion->session);
    }
  g_ptr_array_set_size (self->deletions, 0);
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
  ConfabSession *session = confab_window_find_session (self, g_variant_get_int64 (parameter));

  if (session == NULL || confab_session_get_id (session) == 0)
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
  ConfabSession *session = confab_window_find_session (self, g_variant_get_int64 (parameter));

  if (session != NULL && confab_session_get_id (session) != 0)
    confab_window_delete_session (self, session);
}

static void
app_added_cb (ConfabWindow    *self,
              ConfabStudioApp *app)
{
  g_assert (CONFAB_IS_WINDOW (self));

  confab_window_new_session (self, app);
}

static void
add_app_activated (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  ConfabWindow *self = CONFAB_WINDOW (widget);
  GtkWidget *form = confab_app_form_new (GTK_WINDOW (self), self->engine);

  g_signal_connect_object (form, "added", G_CALLBACK (app_added_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (form));
}

static void
try_demo_activated (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  confab_window_try_demo (CONFAB_WINDOW (widget));
}

static void
app_id_help_activated (GtkWidget  *widget,
                       const char *name,
                       GVariant   *parameter)
{
  confab_link_open (widget, confab_help_get_app_id_uri ());
}

static void
new_session_activated (GtkWidget  *widget,
                       const char *name,
                       GVariant   *parameter)
{
  confab_window_new_session (CONFAB_WINDOW (widget), NULL);
}

static void
go (ConfabWindow *self,
    int           step)
{
  ConfabSession *session;

  if (self->groups == NULL)
    return;

  session = confab_session_groups_get_neighbour (self->groups, confab_window_get_session (self),
                                                 step);
  if (session == NULL)
    return;

  confab_window_open_session (self, session);
  confab_chat_page_focus_composer (self->chat);
}

static void
next_session_activated (GtkWidget  *widget,
                        const char *name,
                        GVariant   *parameter)
{
  go (CONFAB_WINDOW (widget), 1);
}

static void
previous_session_activated (GtkWidget  *widget,
                            const char *name,
                            GVariant   *parameter)
{
  go (CONFAB_WINDOW (widget), -1);
}

/* Keeps the size for this window and the next one. */
void
confab_window_set_text_scale (ConfabWindow *self,
                              int           scale)
{
  self->text_scale = scale;
  if (self->settings != NULL)
    g_settings_set_int (self->settings, "text-scale", scale);
  if (self->chat != NULL)
    confab_chat_page_set_text_scale (self->chat, scale);
}

static void
text_larger_activated (GtkWidget  *widget,
                       const char *name,
                       GVariant   *parameter)
{
  ConfabWindow *self = CONFAB_WINDOW (widget);

  confab_window_set_text_scale (self, confab_text_size_step (self->text_scale, 1));
}

static void
text_smaller_activated (GtkWidget  *widget,
                        const char *name,
                        GVariant   *parameter)
{
  ConfabWindow *self = CONFAB_WINDOW (widget);

  confab_window_set_text_scale (self, confab_text_size_step (self->text_scale, -1));
}

static void
text_normal_activated (GtkWidget  *widget,
                       const char *name,
                       GVariant   *parameter)
{
  ConfabWindow *self = CONFAB_WINDOW (widget);

  confab_window_set_text_scale (self, confab_text_size_step (self->text_scale, 0));
}

static void
focus_composer_activated (GtkWidget  *widget,
                          const char *name,
                          GVariant   *parameter)
{
  ConfabWindow *self = CONFAB_WINDOW (widget);

  if (self->chat != NULL)
    confab_chat_page_focus_composer (self->chat);
}

static void
filter_position_activated (GtkWidget  *widget,
                           const char *name,
                           GVariant   *parameter)
{
  ConfabWindow *self = CONFAB_WINDOW (widget);
  GListModel *apps = confab_engine_get_apps (self->engine);
  int position = g_variant_get_int32 (parameter);
  g_autoptr (ConfabStudioApp) app = NULL;

  if (self->sidebar == NULL)
    return;

  if (position > 0)
    {
      app = g_list_model_get_item (apps, (guint) position - 1);
      if (app == NULL)
        return;
    }
  confab_sidebar_set_app (self->sidebar, app);
}

/* Installs the actions `win.…`; `win.show-sidebar` comes with the sidebar. */
void
confab_window_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, CONFAB_ACTION_ADD_APP, NULL, add_app_activated);
  gtk_widget_class_install_action (widget_class, CONFAB_ACTION_TRY_DEMO, NULL, try_demo_activated);
  gtk_widget_class_install_action (widget_class, CONFAB_ACTION_APP_ID_HELP, NULL,
                                   app_id_help_activated);
  gtk_widget_class_install_action (widget_class, CONFAB_ACTION_NEW_SESSION, NULL,
                                   new_session_activated);
  gtk_widget_class_install_action (widget_class, CONFAB_ACTION_NEXT_SESSION, NULL,
                                   next_session_activated);
  gtk_widget_class_install_action (widget_class, CONFAB_ACTION_PREVIOUS_SESSION, NULL,
                                   previous_session_activated);
  gtk_widget_class_install_action (widget_class, CONFAB_ACTION_RENAME_SESSION, "x",
                                   rename_session_activated);
  gtk_widget_class_install_action (widget_class, CONFAB_ACTION_DELETE_SESSION, "x",
                                   delete_session_activated);
  gtk_widget_class_install_action (widget_class, CONFAB_ACTION_FOCUS_COMPOSER, NULL,
                                   focus_composer_activated);
  gtk_widget_class_install_action (widget_class, CONFAB_ACTION_TEXT_LARGER, NULL,
                                   text_larger_activated);
  gtk_widget_class_install_action (widget_class, CONFAB_ACTION_TEXT_SMALLER, NULL,
                                   text_smaller_activated);
  gtk_widget_class_install_action (widget_class, CONFAB_ACTION_TEXT_NORMAL, NULL,
                                   text_normal_activated);
  gtk_widget_class_install_action (widget_class, CONFAB_ACTION_FILTER_POSITION, "i",
                                   filter_position_activated);
}

/* What can be done now: called when engine, applications or sessions have changed. */
void
confab_window_update_actions (ConfabWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean ready = confab_engine_get_ready (self->engine);
  gboolean has_chat = self->chat != NULL;

  gtk_widget_action_set_enabled (widget, CONFAB_ACTION_ADD_APP, ready);
  gtk_widget_action_set_enabled (widget, CONFAB_ACTION_NEW_SESSION, has_chat);
  gtk_widget_action_set_enabled (widget, CONFAB_ACTION_NEXT_SESSION, has_chat);
  gtk_widget_action_set_enabled (widget, CONFAB_ACTION_PREVIOUS_SESSION, has_chat);
  gtk_widget_action_set_enabled (widget, CONFAB_ACTION_FOCUS_COMPOSER, has_chat);
  gtk_widget_action_set_enabled (widget, CONFAB_ACTION_FILTER_POSITION, has_chat);
}
