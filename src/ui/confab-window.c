/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-ui"

#include "config.h"

#include "confab-window-private.h"

#include <glib/gi18n.h>

#include "confab-actions.h"
#include "confab-text-size.h"

G_DEFINE_FINAL_TYPE (ConfabWindow, confab_window, ADW_TYPE_APPLICATION_WINDOW)

enum
{
  SEEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
tell_seen (ConfabWindow *self)
{
  ConfabSession *session = self->chat != NULL ? confab_chat_page_get_session (self->chat) : NULL;

  if (session != NULL && gtk_window_is_active (GTK_WINDOW (self)))
    g_signal_emit (self, signals[SEEN], 0, session);
}

static void
remember_session (ConfabWindow  *self,
                  ConfabSession *session)
{
  if (self->settings != NULL && session != NULL && confab_session_get_id (session) != 0)
    g_settings_set_int64 (self->settings, "last-session", confab_session_get_id (session));
}

static void
session_opened_cb (ConfabWindow  *self,
                   ConfabSession *session,
                   gboolean       to_text)
{
  g_assert (CONFAB_IS_WINDOW (self));

  confab_window_open_session (self, session);
  if (!to_text)
    return;

  if (confab_split_get_folded (self->split))
    confab_split_set_show_sidebar (self->split, FALSE);
  confab_chat_page_focus_composer (self->chat);
}

static void
hit_opened_cb (ConfabWindow    *self,
               ConfabSearchHit *hit,
               const char      *text)
{
  gint64 message = confab_search_hit_get_message (hit);

  g_assert (CONFAB_IS_WINDOW (self));

  confab_window_open_session (self, confab_search_hit_get_session (hit));
  if (message != 0)
    confab_chat_page_show_message (self->chat, message, text);
  if (confab_split_get_folded (self->split))
    confab_split_set_show_sidebar (self->split, FALSE);
}

/* Stored only now: the sidebar lists it from here on. */
static void
session_sent_cb (ConfabWindow  *self,
                 ConfabSession *session)
{
  g_assert (CONFAB_IS_WINDOW (self));

  if (confab_chat_page_get_session (self->chat) == session)
    {
      remember_session (self, session);
      confab_sidebar_set_current (self->sidebar, session);
    }
}

/* Another one, or the same, which has been stored now. */
static void
page_session_changed_cb (ConfabWindow *self)
{
  g_assert (CONFAB_IS_WINDOW (self));

  remember_session (self, confab_chat_page_get_session (self->chat));
  confab_window_watch_temporary (self);
  confab_sidebar_set_current (self->sidebar, confab_chat_page_get_session (self->chat));
  confab_engine_set_current_session (self->engine, confab_chat_page_get_session (self->chat));
  tell_seen (self);
}

static void
split_changed_cb (ConfabWindow *self)
{
  gboolean beside;

  g_assert (CONFAB_IS_WINDOW (self));

  beside = confab_split_get_show_sidebar (self->split) && !confab_split_get_folded (self->split);
  confab_chat_page_set_beside_sidebar (self->chat, beside);
  confab_chat_page_set_narrow (self->chat, confab_split_get_folded (self->split));
}

static void
create_main (ConfabWindow *self)
{
  g_autoptr (GPropertyAction) show_sidebar = NULL;
  g_autoptr (GPropertyAction) show_archived = NULL;
  g_autoptr (ConfabSearch) search = NULL;
  ConfabContext *context = confab_engine_get_context (self->engine);

  self->groups = confab_session_groups_new (confab_engine_get_sessions (self->engine),
                                        confab_context_get_clock (context));
  self->sidebar = CONFAB_SIDEBAR (confab_sidebar_new ());
  confab_sidebar_set_groups (self->sidebar, self->groups, confab_engine_get_apps (self->engine));
  search = confab_search_new (self->engine);
  confab_sidebar_set_search (self->sidebar, search);
  self->chat = CONFAB_CHAT_PAGE (confab_chat_page_new ());
  gtk_widget_set_size_request (GTK_WIDGET (self->chat), 360, -1);
  confab_chat_page_set_engine (self->chat, self->engine);
  confab_chat_page_set_text_scale (self->chat, self->text_scale);
  if (self->settings != NULL)
    confab_chat_page_bind_settings (self->chat, self->settings);

  self->split = CONFAB_SPLIT (confab_split_new ());
  confab_split_set_sidebar (self->split, GTK_WIDGET (self->sidebar));
  confab_split_set_content (self->split, GTK_WIDGET (self->chat));
  if (self->settings != NULL)
    confab_split_set_show_sidebar (self->split,
                                   g_settings_get_boolean (self->settings, "show-sidebar"));
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->split), "main");

  show_sidebar = g_property_action_new ("show-sidebar", self->split, "show-sidebar");
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (show_sidebar));
  show_archived = g_property_action_new ("show-archived", self->sidebar, "archived");
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (show_archived));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "chat",
                                  confab_chat_page_get_actions (self->chat));

  g_signal_connect_object (self->sidebar, "opened", G_CALLBACK (session_opened_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sidebar, "hit-opened", G_CALLBACK (hit_opened_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->chat, "sent", G_CALLBACK (session_sent_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->chat, "notify::session", G_CALLBACK (page_session_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->split, "notify::show-sidebar", G_CALLBACK (split_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->split, "notify::folded", G_CALLBACK (split_changed_cb), self,
                           G_CONNECT_SWAPPED);
  split_changed_cb (self);
  confab_window_update_actions (self);
}

static void
show_welcome (ConfabWindow *self)
{
  if (self->welcome == NULL)
    {
      self->welcome = CONFAB_WELCOME_PAGE (confab_welcome_page_new ());
      confab_welcome_page_set_engine (self->welcome, self->engine);
      gtk_stack_add_named (self->stack, GTK_WIDGET (self->welcome), "welcome");
    }

  gtk_stack_set_visible_child_name (self->stack, "welcome");
  gtk_widget_grab_focus (GTK_WIDGET (self->welcome));
}

/* The session of the last time, else the newest, else a new one. */
static void
show_main (ConfabWindow *self)
{
  ConfabSession *session = NULL;

  if (self->split != NULL)
    {
      gtk_stack_set_visible_child_name (self->stack, "main");
      return;
    }

  create_main (self);
  gtk_stack_set_visible_child_name (self->stack, "main");

  if (self->wanted_session != 0)
    session = confab_window_find_session (self, self->wanted_session);
  if (session == NULL && self->settings != NULL)
    session = confab_window_find_session (self, g_settings_get_int64 (self->settings,
                                                                      "last-session"));
  if (session == NULL)
    session = confab_session_groups_get_neighbour (self->groups, NULL, 1);
  if (session != NULL)
    confab_window_open_session (self, session);
  else
    confab_window_new_session (self, NULL);
  confab_chat_page_focus_composer (self->chat);
}

static gboolean
has_app (ConfabWindow    *self,
         ConfabStudioApp *app)
{
  GListModel *apps = confab_engine_get_apps (self->engine);

  for (guint i = 0; i < g_list_model_get_n_items (apps); i++)
    {
      g_autoptr (ConfabStudioApp) each = g_list_model_get_item (apps, i);

      if (each == app)
        return TRUE;
    }

  return FALSE;
}

/* An application was deleted, with all its sessions: what is on show may be gone. Not at once: one
 * that is moved is out of the list for a moment. */
static gboolean
leave_gone_app_cb (gpointer user_data)
{
  ConfabWindow *self = user_data;
  ConfabSession *session = confab_window_get_session (self);
  g_autoptr (ConfabStudioApp) first = NULL;

  self->gone_source = 0;
  if (confab_sidebar_get_app (self->sidebar) != NULL &&
      !has_app (self, confab_sidebar_get_app (self->sidebar)))
    confab_sidebar_set_app (self->sidebar, NULL);
  if (session == NULL || has_app (self, confab_session_get_app (session)))
    return G_SOURCE_REMOVE;

  first = g_list_model_get_item (confab_engine_get_apps (self->engine), 0);
  if (first != NULL)
    confab_window_new_session (self, first);

  return G_SOURCE_REMOVE;
}

static void
update_content (ConfabWindow *self)
{
  confab_window_update_actions (self);
  if (!confab_engine_get_ready (self->engine))
    return;

  if (g_list_model_get_n_items (confab_engine_get_apps (self->engine)) > 0)
    {
      show_main (self);
      if (self->gone_source == 0)
        self->gone_source = g_idle_add_full (G_PRIORITY_DEFAULT, leave_gone_app_cb, self, NULL);
    }
  else if (!self->demo_wanted)
    {
      show_welcome (self);
    }

  if (self->demo_wanted)
    {
      self->demo_wanted = FALSE;
      confab_window_try_demo (self);
    }
}

static void
engine_ready_cb (ConfabWindow *self)
{
  g_assert (CONFAB_IS_WINDOW (self));

  if (!self->demo_wanted)
    confab_engine_complete_demo (self->engine);
  update_content (self);
}

static void
apps_changed_cb (ConfabWindow *self)
{
  g_assert (CONFAB_IS_WINDOW (self));

  update_content (self);
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

  tell_seen (self);

  /* Perhaps the machine slept over midnight, which no timer counts. */
  if (self->groups != NULL)
    confab_session_groups_check_day (self->groups);

  /* Where files cannot be watched, such as on another computer's disk. */
  if (self->engine != NULL)
    confab_engine_look_again (self->engine);
}

static void
demo_added_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (ConfabWindow) self = CONFAB_WINDOW (user_data);
  g_autoptr (ConfabStudioApp) app = NULL;
  g_autoptr (GError) error = NULL;

  app = confab_engine_add_demo_finish (CONFAB_ENGINE (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->engine == NULL)
    return;

  self->demo_running = FALSE;
  if (self->welcome != NULL)
    confab_welcome_page_set_busy (self->welcome, FALSE);

  if (app == NULL)
    {
      if (self->split == NULL)
        {
          show_welcome (self);
          confab_welcome_page_set_error (self->welcome, error->message);
        }
      else
        {
          confab_window_show_error (self, error);
        }
      return;
    }

  show_main (self);
  confab_window_new_session (self, app);
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
  update_content (self);

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
 * confab_window_try_demo:
 * @self: a window
 *
 * Adds the demo's applications and opens a session with one, as soon as the engine is ready.
 */
void
confab_window_try_demo (ConfabWindow *self)
{
  g_return_if_fail (CONFAB_IS_WINDOW (self));

  if (self->demo_running)
    return;
  if (!confab_engine_get_ready (self->engine))
    {
      self->demo_wanted = TRUE;
      return;
    }

  self->demo_running = TRUE;
  if (self->welcome != NULL)
    {
      confab_welcome_page_set_error (self->welcome, NULL);
      confab_welcome_page_set_busy (self->welcome, TRUE);
    }
  confab_engine_add_demo_async (self->engine, self->cancellable, demo_added_cb,
                                g_object_ref (self));
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
  remember_session (self, confab_window_get_session (self));
}
