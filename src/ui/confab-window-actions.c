/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-ui"

#include "config.h"

#include "confab-window-private.h"

#include <glib/gi18n.h>

#include "confab-actions.h"
#include "confab-app-form.h"
#include "confab-help.h"
#include "confab-link.h"
#include "confab-preferences.h"
#include "confab-session-options.h"
#include "confab-quick-switch.h"
#include "confab-text-size.h"

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
settings_activated (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  ConfabWindow *self = CONFAB_WINDOW (widget);

  gtk_window_present (GTK_WINDOW (
    confab_preferences_new (GTK_WINDOW (self), self->engine, self->settings)));
}

static void
show_options (ConfabWindow *self,
              const char   *page)
{
  ConfabSession *session = confab_window_get_session (self);

  if (session != NULL)
    gtk_window_present (GTK_WINDOW (
      confab_session_options_new (GTK_WINDOW (self), self->engine, session, page)));
}

static void
session_options_activated (GtkWidget  *widget,
                           const char *name,
                           GVariant   *parameter)
{
  show_options (CONFAB_WINDOW (widget), NULL);
}

static void
show_options_activated (GtkWidget  *widget,
                        const char *name,
                        GVariant   *parameter)
{
  show_options (CONFAB_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
app_options_activated (GtkWidget  *widget,
                       const char *name,
                       GVariant   *parameter)
{
  ConfabWindow *self = CONFAB_WINDOW (widget);
  ConfabSession *session = confab_window_get_session (self);
  const char *page;
  const char *preset;
  GtkWidget *dialog;

  if (session == NULL)
    return;

  dialog = confab_preferences_new (GTK_WINDOW (self), self->engine, self->settings);
  gtk_window_present (GTK_WINDOW (dialog));
  g_variant_get (parameter, "(&s&s)", &page, &preset);
  confab_preferences_open_app (CONFAB_PREFERENCES (dialog), confab_session_get_app (session), page,
                               *preset != '\0' ? preset : NULL);
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
new_temporary_activated (GtkWidget  *widget,
                         const char *name,
                         GVariant   *parameter)
{
  confab_window_new_temporary (CONFAB_WINDOW (widget));
}

static void
search_activated (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  ConfabWindow *self = CONFAB_WINDOW (widget);

  if (self->sidebar == NULL)
    return;

  confab_split_set_show_sidebar (self->split, TRUE);
  confab_sidebar_focus_search (self->sidebar);
}

static void
switched_cb (ConfabWindow *self,
             GObject      *item)
{
  g_assert (CONFAB_IS_WINDOW (self));

  if (CONFAB_IS_STUDIO_APP (item))
    {
      confab_window_new_session (self, CONFAB_STUDIO_APP (item));
      return;
    }

  confab_window_open_session (self, CONFAB_SESSION (item));
  if (confab_split_get_folded (self->split))
    confab_split_set_show_sidebar (self->split, FALSE);
  confab_chat_page_focus_composer (self->chat);
}

static void
quick_switch_activated (GtkWidget  *widget,
                        const char *name,
                        GVariant   *parameter)
{
  ConfabWindow *self = CONFAB_WINDOW (widget);
  GtkWidget *dialog = confab_quick_switch_new (GTK_WINDOW (self), self->engine);

  g_signal_connect_object (dialog, "chosen", G_CALLBACK (switched_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
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

/* Installs the actions `win.…`; `win.show-sidebar` and
 * `win.show-archived` come with the sidebar. */
void
confab_window_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, CONFAB_ACTION_ADD_APP, NULL, add_app_activated);
  gtk_widget_class_install_action (widget_class, CONFAB_ACTION_SETTINGS, NULL, settings_activated);
  gtk_widget_class_install_action (widget_class, CONFAB_ACTION_SESSION_OPTIONS, NULL,
                                   session_options_activated);
  gtk_widget_class_install_action (widget_class, CONFAB_ACTION_SHOW_OPTIONS, "s",
                                   show_options_activated);
  gtk_widget_class_install_action (widget_class, CONFAB_ACTION_APP_OPTIONS, "(ss)",
                                   app_options_activated);
  gtk_widget_class_install_action (widget_class, CONFAB_ACTION_TRY_DEMO, NULL, try_demo_activated);
  gtk_widget_class_install_action (widget_class, CONFAB_ACTION_APP_ID_HELP, NULL,
                                   app_id_help_activated);
  gtk_widget_class_install_action (widget_class, CONFAB_ACTION_NEW_SESSION, NULL,
                                   new_session_activated);
  gtk_widget_class_install_action (widget_class, CONFAB_ACTION_NEW_TEMPORARY, NULL,
                                   new_temporary_activated);
  gtk_widget_class_install_action (widget_class, CONFAB_ACTION_NEXT_SESSION, NULL,
                                   next_session_activated);
  gtk_widget_class_install_action (widget_class, CONFAB_ACTION_PREVIOUS_SESSION, NULL,
                                   previous_session_activated);
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
  gtk_widget_class_install_action (widget_class, CONFAB_ACTION_SEARCH, NULL, search_activated);
  gtk_widget_class_install_action (widget_class, CONFAB_ACTION_QUICK_SWITCH, NULL,
                                   quick_switch_activated);
  confab_window_install_session_actions (widget_class);
  confab_window_install_file_actions (widget_class);
}

/* What can be done now: called when engine, applications or sessions have changed. */
void
confab_window_update_actions (ConfabWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean ready = confab_engine_get_ready (self->engine);
  gboolean has_chat = self->chat != NULL;

  gtk_widget_action_set_enabled (widget, CONFAB_ACTION_ADD_APP, ready);
  gtk_widget_action_set_enabled (widget, CONFAB_ACTION_SETTINGS, ready);
  gtk_widget_action_set_enabled (widget, CONFAB_ACTION_NEW_SESSION, has_chat);
  gtk_widget_action_set_enabled (widget, CONFAB_ACTION_NEW_TEMPORARY, has_chat);
  gtk_widget_action_set_enabled (widget, CONFAB_ACTION_IMPORT, has_chat);
  gtk_widget_action_set_enabled (widget, CONFAB_ACTION_RESTORE, ready);
  gtk_widget_action_set_enabled (widget, CONFAB_ACTION_NEXT_SESSION, has_chat);
  gtk_widget_action_set_enabled (widget, CONFAB_ACTION_PREVIOUS_SESSION, has_chat);
  gtk_widget_action_set_enabled (widget, CONFAB_ACTION_SEARCH, has_chat);
  gtk_widget_action_set_enabled (widget, CONFAB_ACTION_QUICK_SWITCH, has_chat);
  gtk_widget_action_set_enabled (widget, CONFAB_ACTION_FOCUS_COMPOSER, has_chat);
  gtk_widget_action_set_enabled (widget, CONFAB_ACTION_FILTER_POSITION, has_chat);
}
