/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-ui"

#include "config.h"

#include "confab-window-private.h"

/* What a window shows: the welcome, or the conversations beside their list, and when. */

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
      confab_window_remember_session (self, session);
      confab_sidebar_set_current (self->sidebar, session);
    }
}

/* Another one, or the same, which has been stored now. */
static void
page_session_changed_cb (ConfabWindow *self)
{
  g_assert (CONFAB_IS_WINDOW (self));

  confab_window_remember_session (self, confab_chat_page_get_session (self->chat));
  confab_window_watch_temporary (self);
  confab_sidebar_set_current (self->sidebar, confab_chat_page_get_session (self->chat));
  confab_engine_set_current_session (self->engine, confab_chat_page_get_session (self->chat));
  confab_window_tell_seen (self);
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

  self->groups =
    confab_session_groups_new (CONFAB_SESSION_LIST (confab_engine_get_sessions (self->engine)),
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

/* Nothing before the engine is ready; then the conversations when there is an application, else the
 * welcome. */
void
confab_window_update_content (ConfabWindow *self)
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
