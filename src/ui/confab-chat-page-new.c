/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-ui"

#include "config.h"

#include "confab-chat-page-private.h"

#include <glib/gi18n.h>

#include "confab-access.h"
#include "confab-engine-sessions.h"

/* The page of a session in which nothing was said yet. */

/* A session that has nothing yet shows whose it will be, and lets the person choose. */
void
confab_chat_page_update_new (ConfabChatPage *self)
{
  gboolean is_new;

  is_new = self->session != NULL && !confab_session_has_begun (self->session) &&
           g_list_model_get_n_items (G_LIST_MODEL (self->conversation)) == 0;
  gtk_stack_set_visible_child_name (self->stack, is_new ? "new" : "conversation");
  if (!is_new)
    return;

  confab_app_dot_set_color (self->new_dot,
                            confab_studio_app_get_color (confab_session_get_app (self->session)));
  gtk_label_set_text (self->new_name,
                      confab_studio_app_get_name (confab_session_get_app (self->session)));
  gtk_label_set_text (self->new_hint,
                      confab_session_get_temporary (self->session)
                        ? _("Nothing of this session is stored. It ends when you leave it.")
                        : _("Write a message to begin."));
}

/* Which application the new session is with, and whether there is a choice. */
void
confab_chat_page_update_new_app (ConfabChatPage *self)
{
  GListModel *apps = confab_engine_get_apps (self->engine);
  guint n = g_list_model_get_n_items (apps);

  gtk_widget_set_visible (GTK_WIDGET (self->new_app), n > 1);
  gtk_widget_set_visible (GTK_WIDGET (self->new_name), n <= 1);
  if (self->session == NULL)
    return;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ConfabStudioApp) app = g_list_model_get_item (apps, i);

      if (app == confab_session_get_app (self->session))
        {
          gtk_drop_down_set_selected (self->new_app, i);
          return;
        }
    }
}

/* What is typed belongs to the application chosen last. */
static void
new_app_selected_cb (ConfabChatPage *self)
{
  ConfabStudioApp *app = gtk_drop_down_get_selected_item (self->new_app);
  g_autoptr (ConfabSession) session = NULL;
  g_autoptr (ConfabExtras) extras = NULL;
  g_autofree char *text = NULL;

  if (app == NULL || self->session == NULL || confab_session_has_begun (self->session) ||
      app == confab_session_get_app (self->session))
    return;

  text = confab_composer_dup_text (self->composer);
  g_set_object (&extras, self->extras);
  if (confab_session_get_temporary (self->session))
    session = confab_engine_new_temporary (self->engine, app);
  else
    session = confab_engine_new_session (self->engine, app);
  confab_engine_save_draft (self->engine, self->session, NULL);
  confab_chat_page_set_session (self, session);
  confab_engine_save_draft (self->engine, session, text);
  confab_composer_set_text (self->composer, text);
  confab_chat_page_move_attachments (self, extras);
  confab_chat_page_focus_composer (self);
}

/* Where type, template and callback are known to the class. */
void
confab_chat_page_install_new (GtkWidgetClass *widget_class)
{
  g_type_ensure (CONFAB_TYPE_APP_DOT);
  gtk_widget_class_bind_template_child (widget_class, ConfabChatPage, new_dot);
  gtk_widget_class_bind_template_child (widget_class, ConfabChatPage, new_name);
  gtk_widget_class_bind_template_child (widget_class, ConfabChatPage, new_app);
  gtk_widget_class_bind_template_child (widget_class, ConfabChatPage, new_hint);
  gtk_widget_class_bind_template_callback (widget_class, new_app_selected_cb);
}

void
confab_chat_page_create_new (ConfabChatPage *self)
{
  g_autoptr (GtkExpression) name = NULL;

  name = gtk_property_expression_new (CONFAB_TYPE_STUDIO_APP, NULL, "name");
  gtk_drop_down_set_expression (self->new_app, name);
  confab_access_name_inner (GTK_WIDGET (self->new_app), GTK_TYPE_TOGGLE_BUTTON, NULL,
                            _("Application of the New Session"));
}
