/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-ui"

#include "config.h"

#include "confab-window-private.h"

#include "confab-actions.h"
#include "confab-text-size.h"

G_DEFINE_FINAL_TYPE (ConfabWindow, confab_window, ADW_TYPE_APPLICATION_WINDOW)

enum
{
  SEEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* The session on show has been seen, if somebody can see it. */
void
confab_window_tell_seen (ConfabWindow *self)
{
  ConfabSession *session = self->chat != NULL ? confab_chat_page_get_session (self->chat) : NULL;

  if (session != NULL && gtk_window_is_active (GTK_WINDOW (self)))
    g_signal_emit (self, signals[SEEN], 0, session);
}

/* For the next start. */
void
confab_window_remember_session (ConfabWindow  *self,
                                ConfabSession *session)
{
  if (self->settings != NULL && session != NULL && confab_session_get_id (session) != 0)
    g_settings_set_int64 (self->settings, "last-session", confab_session_get_id (session));
}

static void
engine_ready_cb (ConfabWindow *self)
{
  g_assert (CONFAB_IS_WINDOW (self));

  if (!self->demo_wanted)
    confab_engine_complete_demo (self->engine);
  confab_window_update_content (self);
}

static void
apps_changed_cb (ConfabWindow *self)
{
  g_assert (CONFAB_IS_WINDOW (self));

  confab_window_update_content (self);
}

static void
text_scale_changed_cb (ConfabWindow *self)
{
  int scale = g_settings_get_int (self->settings, "text-scale");

  g_assert (CONFAB_IS_WINDOW (self));

  if (scale != self->text_scale)
    confab_window_set_text_scale (self, scale);
}

static void
active_changed_cb (ConfabWindow *self)
{
  g_assert (CONFAB_IS_WINDOW (self));

  if (!gtk_window_is_active (GTK_WINDOW (self)))
    return;

  confab_window_tell_seen (self);

  /* Perhaps the machine slept over midnight, which no timer counts. */
  if (self->groups != NULL)
    confab_session_groups_check_day (self->groups);

  /* Where files cannot be watched, such as on another computer's disk. */
  if (self->engine != NULL)
    confab_engine_look_again (self->engine);
}

static gboolean
confab_window_close_request (GtkWindow *window)
{
  ConfabWindow *self = CONFAB_WINDOW (window);

  confab_window_finish_work (self);

  return GTK_WINDOW_CLASS (confab_window_parent_class)->close_request (window);
}

static void
confab_window_dispose (GObject *object)
{
  ConfabWindow *self = CONFAB_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->gone_source, g_source_remove);
  if (self->engine != NULL)
    confab_window_finish_deletions (self);
  /* GTK keeps the window's actions longer than the window, and these keep its parts. */
  g_action_map_remove_action (G_ACTION_MAP (self), "show-sidebar");
  g_action_map_remove_action (G_ACTION_MAP (self), "show-archived");
  gtk_widget_insert_action_group (GTK_WIDGET (self), "chat", NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_WINDOW);
  self->welcome = NULL;
  self->split = NULL;
  self->sidebar = NULL;
  self->chat = NULL;
  g_clear_weak_pointer (&self->undo_toast);
  g_clear_object (&self->temporary);
  g_clear_object (&self->groups);
  g_clear_object (&self->engine);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (confab_window_parent_class)->dispose (object);
}

static void
confab_window_finalize (GObject *object)
{
  ConfabWindow *self = CONFAB_WINDOW (object);

  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->deletions);

  G_OBJECT_CLASS (confab_window_parent_class)->finalize (object);
}

static void
confab_window_class_init (ConfabWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkWindowClass *window_class = GTK_WINDOW_CLASS (klass);

  object_class->dispose = confab_window_dispose;
  object_class->finalize = confab_window_finalize;
  window_class->close_request = confab_window_close_request;

  signals[SEEN] = g_signal_new ("seen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 1, CONFAB_TYPE_SESSION);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/confab_chat/Confab/confab-window.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, ConfabWindow, stack);

  confab_window_install_actions (widget_class);
  /* Not an accelerator of the application: those come before input methods, popovers and the
   * search, which have their own use for Esc. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "chat.stop", NULL);
  /* Likewise: what was typed is undone first. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK,
                                       CONFAB_ACTION_UNDO, NULL);
}

static void
confab_window_init (ConfabWindow *self)
{
  self->cancellable = g_cancellable_new ();
  self->deletions = g_ptr_array_new_with_free_func (confab_deletion_free);

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "notify::is-active", G_CALLBACK (active_changed_cb), NULL);
}

/**
 * confab_window_new:
 * @application: the application
 * @engine: (transfer none): what does the work; it need not be started yet
 * @settings: (transfer none) (nullable): where size and last session are remembered
 *
 * Returns: (transfer none): the window, owned by GTK until it is closed
 */
GtkWidget *
confab_window_new (GtkApplication *application,
                   ConfabEngine   *engine,
                   GSettings      *settings)
{
  ConfabWindow *self;

  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (CONFAB_IS_ENGINE (engine), NULL);

  self = g_object_new (CONFAB_TYPE_WINDOW, "application", application, NULL);
  self->engine = g_object_ref (engine);
  self->settings = settings != NULL ? g_object_ref (settings) : NULL;
  self->text_scale = settings != NULL ? g_settings_get_int (settings, "text-scale")
                                      : CONFAB_TEXT_SIZE_NORMAL;

  if (settings != NULL)
    {
      gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (settings, "window-width"),
                                   g_settings_get_int (settings, "window-height"));
      if (g_settings_get_boolean (settings, "window-maximized"))
        gtk_window_maximize (GTK_WINDOW (self));
    }

  if (settings != NULL)
    g_signal_connect_object (settings, "changed::text-scale", G_CALLBACK (text_scale_changed_cb),
                             self, G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::ready", G_CALLBACK (engine_ready_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (confab_engine_get_apps (engine), "items-changed",
                           G_CALLBACK (apps_changed_cb), self, G_CONNECT_SWAPPED);
  confab_window_update_content (self);

  return GTK_WIDGET (self);
}

/**
 * confab_window_get_session:
 * @self: a window
 *
 * Returns: (transfer none) (nullable): the session on show
 */
ConfabSession *
confab_window_get_session (ConfabWindow *self)
{
  g_return_val_if_fail (CONFAB_IS_WINDOW (self), NULL);

  return self->chat != NULL ? confab_chat_page_get_session (self->chat) : NULL;
}

/**
 * confab_window_open_session:
 * @self: a window that shows sessions
 * @session: (transfer none): the session to show
 */
void
confab_window_open_session (ConfabWindow  *self,
                            ConfabSession *session)
{
  g_return_if_fail (CONFAB_IS_WINDOW (self));
  g_return_if_fail (CONFAB_IS_SESSION (session));
  g_return_if_fail (self->chat != NULL);

  confab_chat_page_set_session (self->chat, session);
}

/* A session with @app, or with the application the person is at. */
void
confab_window_new_session (ConfabWindow    *self,
                           ConfabStudioApp *app)
{
  g_autoptr (ConfabSession) session = NULL;

  if (app == NULL)
    app = confab_window_get_app (self);
  if (app == NULL || self->chat == NULL)
    return;

  /* One that is still empty is as good as a new one. */
  session = confab_window_get_session (self);
  if (session != NULL && confab_session_get_id (session) == 0 &&
      confab_session_is_blank (session) && confab_session_get_app (session) == app &&
      !confab_session_get_temporary (session))
    g_object_ref (session);
  else
    session = confab_engine_new_session (self->engine, app);

  confab_window_open_session (self, session);
  if (confab_split_get_folded (self->split))
    confab_split_set_show_sidebar (self->split, FALSE);
  confab_chat_page_focus_composer (self->chat);
}

/* The application that the sidebar shows, else that of the session on show, else the first. */
ConfabStudioApp *
confab_window_get_app (ConfabWindow *self)
{
  GListModel *apps = confab_engine_get_apps (self->engine);
  ConfabSession *session = confab_window_get_session (self);
  g_autoptr (ConfabStudioApp) first = NULL;

  if (self->sidebar != NULL && confab_sidebar_get_app (self->sidebar) != NULL)
    return confab_sidebar_get_app (self->sidebar);
  if (session != NULL)
    return confab_session_get_app (session);

  /* The list keeps it. */
  first = g_list_model_get_item (apps, 0);

  return first;
}

/* The stored session of that id, or that on show for 0. */
ConfabSession *
confab_window_find_session (ConfabWindow *self,
                            gint64        id)
{
  GListModel *sessions = confab_engine_get_sessions (self->engine);
  guint n = g_list_model_get_n_items (sessions);

  if (id == 0)
    return confab_window_get_session (self);

  for (guint i = 0; i < n; i++)
    {
      /* The list keeps it. */
      g_autoptr (ConfabSession) session = g_list_model_get_item (sessions, i);

      if (confab_session_get_id (session) == id)
        return session;
    }

  return NULL;
}

/**
 * confab_window_open_by_id:
 * @self: a window
 * @id: of a session
 *
 * Shows a session, now or as soon as the sessions are known. One that is not there changes nothing.
 */
void
confab_window_open_by_id (ConfabWindow *self,
                          gint64        id)
{
  ConfabSession *session;

  g_return_if_fail (CONFAB_IS_WINDOW (self));

  if (self->chat == NULL)
    {
      self->wanted_session = id;
      return;
    }

  session = confab_window_find_session (self, id);
  if (session == NULL)
    return;

  confab_window_open_session (self, session);
  confab_chat_page_focus_composer (self->chat);
}

/**
 * confab_window_finish_work:
 * @self: a window
 *
 * Does now what was put off for a moment, and remembers how the window looks.
 */
void
confab_window_finish_work (ConfabWindow *self)
{
  int width;
  int height;

  g_return_if_fail (CONFAB_IS_WINDOW (self));

  confab_window_finish_deletions (self);
  if (self->settings == NULL)
    return;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_int (self->settings, "window-width", width);
  g_settings_set_int (self->settings, "window-height", height);
  g_settings_set_boolean (self->settings, "window-maximized",
                          gtk_window_is_maximized (GTK_WINDOW (self)));
  /* Folded, it is closed because there is no room, not because the person wants it so. */
  if (self->split != NULL && !confab_split_get_folded (self->split))
    g_settings_set_boolean (self->settings, "show-sidebar",
                            confab_split_get_show_sidebar (self->split));
  confab_window_remember_session (self, confab_window_get_session (self));
}
