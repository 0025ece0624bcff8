/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-app-dot.h"
#include "confab-asker.h"
#include "confab-chat-page.h"
#include "confab-composer.h"
#include "confab-conversation-view.h"
#include "confab-extras.h"
#include "confab-find-bar.h"
#include "confab-note-bar.h"
#include "confab-send-along.h"

G_BEGIN_DECLS

struct _ConfabChatPage
{
  GtkWidget parent_instance;

  ConfabEngine *engine;
  ConfabSession *session;
  ConfabConversation *conversation;
  GCancellable *cancellable; /* ends with the page */
  GSimpleActionGroup *actions;
  ConfabMessage *editing;    /* (nullable): the prompt that is being written anew */
  ConfabExtras *extras;      /* (nullable): what goes along with what is in the composer */
  ConfabSendAlong *send_along; /* unowned: of the chips */
  guint recalled;            /* which of the earlier prompts is in the composer, 0 for none */

  GtkWidget *top;
  AdwHeaderBar *header;
  AdwWindowTitle *title;
  GtkMenuButton *menu;
  ConfabNoteBar *store_note;
  ConfabNoteBar *keyring_note;
  ConfabNoteBar *remote_note;
  ConfabNoteBar *edit_note;
  GtkWidget *find_button;
  ConfabFindBar *find_bar;
  GtkStack *stack;
  ConfabConversationView *view;
  ConfabAppDot *new_dot;
  GtkLabel *new_name;
  GtkDropDown *new_app;
  GtkLabel *new_hint;
  ConfabComposer *composer;
};

/* What a running request belongs to: the page may show another session when it ends. */
typedef struct {
  ConfabChatPage *page;
  ConfabSession *session;
  gboolean edited; /* what was sent is another version of a prompt */
  char *said;      /* (nullable): when it is under way, as markup */
} ConfabPageRequest;

ConfabPageRequest *confab_page_request_new        (ConfabChatPage          *self);
void               confab_page_request_free       (ConfabPageRequest       *request);
gboolean           confab_page_request_is_on_show (const ConfabPageRequest *request);
void               confab_page_request_show_error (const ConfabPageRequest *request,
                                                   const GError            *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabPageRequest, confab_page_request_free)

void confab_chat_page_install_layout (GtkWidgetClass *widget_class);
void confab_chat_page_install_new    (GtkWidgetClass *widget_class);
void confab_chat_page_create_new     (ConfabChatPage *self);
void confab_chat_page_update_new     (ConfabChatPage *self);
void confab_chat_page_update_new_app (ConfabChatPage *self);
void confab_chat_page_create_actions (ConfabChatPage *self);
void confab_chat_page_update_actions (ConfabChatPage *self);
void confab_chat_page_set_enabled    (ConfabChatPage *self,
                                      const char     *name,
                                      gboolean        enabled);
void confab_chat_page_create_menu_actions (ConfabChatPage *self);
void confab_chat_page_show_toast     (ConfabChatPage *self,
                                      const char     *text);
void confab_chat_page_create_edit_actions (ConfabChatPage *self);
void confab_chat_page_end_edit       (ConfabChatPage *self,
                                      gboolean        restore);
void confab_chat_page_recall         (ConfabChatPage *self,
                                      int             direction);
void confab_chat_page_asker_init     (ConfabAskerInterface *iface);
void confab_chat_page_create_narrow_actions (ConfabChatPage *self);
void confab_chat_page_start_extras   (ConfabChatPage *self);
void confab_chat_page_watch_extras   (ConfabChatPage *self);
void confab_chat_page_forget_extras  (ConfabChatPage *self);
void confab_chat_page_follow_extras  (ConfabChatPage *self,
                                      ConfabMessage  *editing);
void confab_chat_page_move_attachments (ConfabChatPage *self,
                                      ConfabExtras   *from);
void confab_chat_page_create_extras_actions (ConfabChatPage *self);
void confab_chat_page_update_extras_actions (ConfabChatPage *self);
void confab_chat_page_update_menu    (ConfabChatPage *self);
void confab_chat_page_update_remote  (ConfabChatPage *self);
void confab_chat_page_emit_sent      (ConfabChatPage *self,
                                      ConfabSession  *session);

G_END_DECLS
