/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-chat-page.h"
#include "confab-session-groups.h"
#include "confab-sidebar.h"
#include "confab-split.h"
#include "confab-welcome-page.h"
#include "confab-window.h"

G_BEGIN_DECLS

struct _ConfabWindow
{
  AdwApplicationWindow parent_instance;

  ConfabEngine *engine;
  GSettings *settings;     /* (nullable): where there is no schema nothing is remembered */
  GCancellable *cancellable;
  GPtrArray *deletions;    /* of Deletion: to be undone until their toasts are gone */
  AdwToast *undo_toast;    /* (nullable), weak: the newest that has a way back */
  ConfabSession *temporary; /* (nullable): on show, and gone soon after */
  gboolean demo_wanted;    /* asked for before the engine was ready */
  gboolean demo_running;
  guint gone_source;       /* looks whether the application on show is still there */
  gint64 wanted_session;   /* asked for before there was a chat page, or 0 */
  int text_scale;          /* of the conversation, per cent */

  AdwToastOverlay *toasts;
  GtkStack *stack;

  /* (nullable): made when first shown, which keeps the first frame cheap */
  ConfabWelcomePage *welcome;
  ConfabSplit *split;
  ConfabSidebar *sidebar;
  ConfabSessionGroups *groups;
  ConfabChatPage *chat;
};

void             confab_window_install_actions  (GtkWidgetClass  *widget_class);
void             confab_window_install_session_actions (GtkWidgetClass *widget_class);
void             confab_window_install_file_actions (GtkWidgetClass *widget_class);
void             confab_window_update_content   (ConfabWindow    *self);
void             confab_window_tell_seen        (ConfabWindow    *self);
void             confab_window_remember_session (ConfabWindow    *self,
                                                 ConfabSession   *session);
void             confab_window_update_actions   (ConfabWindow    *self);
void             confab_window_set_text_scale   (ConfabWindow    *self,
                                                 int              scale);
void             confab_window_new_session      (ConfabWindow    *self,
                                                 ConfabStudioApp *app);
ConfabStudioApp *confab_window_get_app          (ConfabWindow    *self);
ConfabSession   *confab_window_find_session     (ConfabWindow    *self,
                                                 gint64           id);
void             confab_window_new_temporary    (ConfabWindow    *self);
void             confab_window_delete_session   (ConfabWindow    *self,
                                                 ConfabSession   *session);
void             confab_window_leave_session    (ConfabWindow    *self,
                                                 ConfabSession   *session);
AdwToast        *confab_window_create_undo_toast (ConfabWindow   *self,
                                                 const char      *text);
void             confab_window_watch_temporary  (ConfabWindow    *self);
void             confab_window_show_error       (ConfabWindow    *self,
                                                 const GError    *error);
void             confab_window_finish_deletions (ConfabWindow    *self);
void             confab_deletion_free           (gpointer         deletion);

G_END_DECLS
