/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-chat-page-private.h"

#include <glib/gi18n.h>

#include "confab-actions.h"

/* Versions: a prompt that is written anew, those that were written before, and paging. */

/**
 * confab_chat_page_end_edit:
 * @self: a chat page
 * @restore: whether the draft comes back into the composer
 *
 * What is in the composer is a new message again.
 */
void
confab_chat_page_end_edit (ConfabChatPage *self,
                           gboolean        restore)
{
  if (self->editing == NULL)
    return;

  g_clear_object (&self->editing);
  confab_chat_page_follow_extras (self, NULL);
  confab_note_bar_set_text (self->edit_note, NULL);
  if (restore)
    confab_composer_set_text (self->composer, confab_session_get_draft (self->session));
}

static void
edit (ConfabChatPage *self,
      ConfabMessage  *message)
{
  if (confab_session_get_answering (self->session) || confab_composer_get_busy (self->composer))
    return;

  g_set_object (&self->editing, message);
  confab_composer_set_error (self->composer, NULL);
  confab_composer_set_text (self->composer, confab_message_get_text (message, NULL));
  confab_chat_page_follow_extras (self, message);
  confab_note_bar_set_action (self->edit_note, _("Cancel"), CONFAB_ACTION_CANCEL_EDIT);
  confab_note_bar_set_text (
    self->edit_note,
    _("You are editing a question. What followed it is kept as another version. The service cannot "
      "go back in its own session: the messages up to here are sent along."));
  confab_chat_page_focus_composer (self);
}

static void
edit_activated_cb (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  ConfabChatPage *self = CONFAB_CHAT_PAGE (user_data);
  ConfabMessage *message;

  if (self->conversation == NULL)
    return;

  message = confab_conversation_find (self->conversation, g_variant_get_int64 (parameter));
  if (message != NULL && confab_message_get_role (message) == CONFAB_ROLE_USER)
    edit (self, message);
}

/* (transfer full) (nullable): the prompt before which @n newer ones are in the list. */
static ConfabMessage *
find_prompt (ConfabChatPage *self,
             guint           n)
{
  GListModel *messages = G_LIST_MODEL (self->conversation);

  for (guint i = messages != NULL ? g_list_model_get_n_items (messages) : 0; i > 0; i--)
    {
      g_autoptr (ConfabMessage) message = g_list_model_get_item (messages, i - 1);

      if (confab_message_get_role (message) == CONFAB_ROLE_USER && n-- == 0)
        return g_steal_pointer (&message);
    }

  return NULL;
}

static void
edit_last_activated_cb (GSimpleAction *action,
                        GVariant      *parameter,
                        gpointer       user_data)
{
  ConfabChatPage *self = CONFAB_CHAT_PAGE (user_data);
  g_autoptr (ConfabMessage) message = find_prompt (self, 0);

  if (message != NULL)
    edit (self, message);
  else
    confab_chat_page_show_toast (self, _("There is no question yet"));
}

static void
cancel_edit_activated_cb (GSimpleAction *action,
                          GVariant      *parameter,
                          gpointer       user_data)
{
  ConfabChatPage *self = CONFAB_CHAT_PAGE (user_data);

  confab_chat_page_end_edit (self, TRUE);
  confab_chat_page_focus_composer (self);
}

static void
show_version_activated_cb (GSimpleAction *action,
                           GVariant      *parameter,
                           gpointer       user_data)
{
  ConfabChatPage *self = CONFAB_CHAT_PAGE (user_data);
  ConfabMessage *message;
  gint64 id;
  guint which;

  g_variant_get (parameter, "(xu)", &id, &which);
  message = self->conversation != NULL ? confab_conversation_find (self->conversation, id) : NULL;
  if (message != NULL && which < confab_message_get_n_versions (message, NULL))
    confab_conversation_show_version (self->conversation, message, which);
}

static const GActionEntry entries[] = {
  { .name = "edit", .activate = edit_activated_cb, .parameter_type = "x" },
  { .name = "edit-last", .activate = edit_last_activated_cb },
  { .name = "cancel-edit", .activate = cancel_edit_activated_cb },
  { .name = "show-version", .activate = show_version_activated_cb, .parameter_type = "(xu)" },
};

/* Adds them to the group `chat`. */
void
confab_chat_page_create_edit_actions (ConfabChatPage *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
}

/* An earlier prompt into the empty composer, or a later one; after the last it is empty again. */
void
confab_chat_page_recall (ConfabChatPage *self,
                         int             direction)
{
  guint wanted = direction < 0 ? self->recalled + 1 : self->recalled - MIN (self->recalled, 1);
  g_autoptr (ConfabMessage) message = NULL;

  if (wanted > 0)
    message = find_prompt (self, wanted - 1);
  if (wanted > 0 && message == NULL)
    return;

  self->recalled = wanted;
  confab_composer_recall_text (
    self->composer, message != NULL ? confab_message_get_text (message, NULL) : "");
}
