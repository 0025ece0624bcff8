/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-chat-page-private.h"

#include <glib/gi18n.h>

#include "confab-actions.h"
#include "confab-lazy-menu.h"
#include "confab-session-menu.h"

/* The header's menu: what can be done with the session on show. */

/* Which action of the window does it, for the session that has this number. */
static void
forward (ConfabChatPage *self,
         const char     *action)
{
  if (self->session != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), action, "x",
                                confab_session_get_id (self->session));
}

static void
rename_activated_cb (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  forward (CONFAB_CHAT_PAGE (user_data), CONFAB_ACTION_RENAME_SESSION);
}

static void
delete_activated_cb (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  forward (CONFAB_CHAT_PAGE (user_data), CONFAB_ACTION_DELETE_SESSION);
}

static void
pin_activated_cb (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  forward (CONFAB_CHAT_PAGE (user_data), CONFAB_ACTION_PIN_SESSION);
}

static void
archive_activated_cb (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       user_data)
{
  forward (CONFAB_CHAT_PAGE (user_data), CONFAB_ACTION_ARCHIVE_SESSION);
}

static void
duplicate_activated_cb (GSimpleAction *action,
                        GVariant      *parameter,
                        gpointer       user_data)
{
  forward (CONFAB_CHAT_PAGE (user_data), CONFAB_ACTION_DUPLICATE_SESSION);
}

static void
export_activated_cb (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  forward (CONFAB_CHAT_PAGE (user_data), CONFAB_ACTION_EXPORT_SESSION);
}

static void
move_activated_cb (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  ConfabChatPage *self = CONFAB_CHAT_PAGE (user_data);

  if (self->session != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), CONFAB_ACTION_MOVE_SESSION, "(xx)",
                                confab_session_get_id (self->session),
                                g_variant_get_int64 (parameter));
}

static void
find_activated_cb (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  confab_find_bar_open (CONFAB_CHAT_PAGE (user_data)->find_bar, NULL);
}

static const GActionEntry always[] = {
  { .name = "find", .activate = find_activated_cb },
};

/* Of a session that is stored. */
static const GActionEntry entries[] = {
  { .name = "rename", .activate = rename_activated_cb },
  { .name = "delete", .activate = delete_activated_cb },
  { .name = "pin", .activate = pin_activated_cb },
  { .name = "archive", .activate = archive_activated_cb },
  { .name = "duplicate", .activate = duplicate_activated_cb },
  { .name = "export", .activate = export_activated_cb },
  { .name = "move", .activate = move_activated_cb, .parameter_type = "x" },
};

static GMenuModel *
make_menu (gpointer user_data)
{
  ConfabChatPage *self = CONFAB_CHAT_PAGE (user_data);

  if (self->session == NULL)
    return NULL;

  return confab_session_menu_new (self->session, confab_engine_get_apps (self->engine), TRUE);
}

/* Adds them to the group `chat`. */
void
confab_chat_page_create_menu_actions (ConfabChatPage *self)
{
  confab_lazy_menu_set (self->menu, make_menu, self);
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), always, G_N_ELEMENTS (always),
                                   self);
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
}

/* What can be done now with the session as a whole. */
void
confab_chat_page_update_menu (ConfabChatPage *self)
{
  gboolean has_session = self->session != NULL;
  gboolean stored = has_session && confab_session_get_id (self->session) != 0;
  gboolean temporary = has_session && confab_session_get_temporary (self->session);
  gboolean answering = has_session && confab_session_get_answering (self->session);

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    confab_chat_page_set_enabled (self, entries[i].name, stored);
  confab_chat_page_set_enabled (self, "find", has_session);
  confab_chat_page_set_enabled (self, "delete", stored || temporary);
  confab_chat_page_set_enabled (self, "move", stored && !answering);
  gtk_widget_set_sensitive (GTK_WIDGET (self->menu), has_session);
}
