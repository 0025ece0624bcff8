/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-session-menu.h"

#include <glib/gi18n.h>

#include "confab-actions.h"

typedef struct {
  ConfabSession *session;
  gboolean on_show; /* then the names are those with keys, and need no number */
} Context;

static void
append (GMenu         *section,
        const Context *context,
        const char    *label,
        const char    *chat_action,
        const char    *win_action)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  if (context->on_show)
    g_menu_item_set_action_and_target (item, chat_action, NULL);
  else
    g_menu_item_set_action_and_target (item, win_action, "x",
                                       confab_session_get_id (context->session));
  g_menu_append_item (section, item);
}

static void
append_section (GMenu *menu,
                GMenu *section)
{
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
}

/* The name of an application is not a mnemonic. */
static char *
dup_label (ConfabStudioApp *app)
{
  g_auto (GStrv) pieces = g_strsplit (confab_studio_app_get_name (app), "_", -1);

  return g_strjoinv ("__", pieces);
}

static void
append_targets (GMenu         *section,
                const Context *context,
                GListModel    *apps)
{
  g_autoptr (GMenu) targets = g_menu_new ();

  for (guint i = 0; i < g_list_model_get_n_items (apps); i++)
    {
      g_autoptr (ConfabStudioApp) app = g_list_model_get_item (apps, i);
      gint64 id = confab_studio_app_get_record (app)->id;
      g_autofree char *label = dup_label (app);
      g_autoptr (GMenuItem) item = NULL;

      if (app == confab_session_get_app (context->session))
        continue;

      item = g_menu_item_new (label, NULL);
      if (context->on_show)
        g_menu_item_set_action_and_target (item, CONFAB_ACTION_MOVE, "x", id);
      else
        g_menu_item_set_action_and_target (item, CONFAB_ACTION_MOVE_SESSION, "(xx)",
                                           confab_session_get_id (context->session), id);
      g_menu_append_item (targets, item);
    }

  if (g_menu_model_get_n_items (G_MENU_MODEL (targets)) > 0)
    g_menu_append_submenu (section, _("_Move to"), G_MENU_MODEL (targets));
}

/**
 * confab_session_menu_new:
 * @session: a session
 * @apps: (nullable): the applications that it can be moved to, its own among them
 * @on_show: whether it is the one on show: then the menu names the keys, and what is only for that
 *
 * The session's menu, as the sidebar's row and the header have it. It speaks of the state in which
 * the session is now.
 *
 * Returns: (transfer full): a menu
 */
GMenuModel *
confab_session_menu_new (ConfabSession *session,
                         GListModel    *apps,
                         gboolean       on_show)
{
  const Context context = { session, on_show };
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) arrange = g_menu_new ();
  g_autoptr (GMenu) end = g_menu_new ();

  g_return_val_if_fail (CONFAB_IS_SESSION (session), NULL);

  if (on_show)
    {
      g_autoptr (GMenu) first = g_menu_new ();

      g_menu_append (first, _("_Find…"), CONFAB_ACTION_FIND);
      g_menu_append (first, _("_Copy Last Answer"), CONFAB_ACTION_COPY_LAST);
      g_menu_append (first, _("What _Will Be Sent…"), CONFAB_ACTION_SHOW_REQUEST);
      g_menu_append (first, _("_Options of This Session"), CONFAB_ACTION_SESSION_OPTIONS);
      append_section (menu, first);
    }

  append (arrange, &context, confab_session_get_pinned (session) ? _("Un_pin") : _("_Pin"),
          CONFAB_ACTION_PIN, CONFAB_ACTION_PIN_SESSION);
  append (arrange, &context, _("_Rename…"), CONFAB_ACTION_RENAME, CONFAB_ACTION_RENAME_SESSION);
  append (arrange, &context, _("D_uplicate"), CONFAB_ACTION_DUPLICATE,
          CONFAB_ACTION_DUPLICATE_SESSION);
  if (apps != NULL)
    append_targets (arrange, &context, apps);
  append (arrange, &context, _("_Export…"), CONFAB_ACTION_EXPORT, CONFAB_ACTION_EXPORT_SESSION);
  append_section (menu, arrange);

  append (end, &context,
          confab_session_get_archived (session) ? _("Take Out of _Archive") : _("_Archive"),
          CONFAB_ACTION_ARCHIVE, CONFAB_ACTION_ARCHIVE_SESSION);
  append (end, &context, _("_Delete"), CONFAB_ACTION_DELETE, CONFAB_ACTION_DELETE_SESSION);
  append_section (menu, end);

  return G_MENU_MODEL (g_steal_pointer (&menu));
}
