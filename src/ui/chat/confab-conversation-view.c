/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-conversation-view-private.h"

#include <glib/gi18n.h>

#include "confab-announce.h"
#include "confab-answer-facts.h"
#include "confab-copy.h"

struct _ConfabConversationView {
  GtkWidget           parent_instance;

  GtkWidget          *overlay;
  GtkWidget          *scrolled;
  GtkWidget          *list;
  GtkWidget          *newest;
  GtkWidget          *status;

  ConfabConversation *conversation;
  GListModel         *messages;
};

G_DEFINE_FINAL_TYPE (ConfabConversationView, confab_conversation_view, GTK_TYPE_WIDGET)

static void
older_wanted_cb (ConfabConversationView *self,
                 ConfabMessageList      *list)
{
  g_assert (CONFAB_IS_CONVERSATION_VIEW (self));

  if (self->conversation != NULL && confab_conversation_get_has_older (self->conversation))
    confab_conversation_load_older (self->conversation);
}

static void
at_newest_changed_cb (ConfabConversationView *self,
                      GParamSpec             *pspec,
                      ConfabMessageList      *list)
{
  gboolean at_newest = confab_message_list_get_at_newest (list);

  g_assert (CONFAB_IS_CONVERSATION_VIEW (self));

  /* A button that goes takes the focus with it. */
  if (at_newest && gtk_widget_has_focus (self->newest) && self->messages != NULL)
    confab_message_list_focus_row (list, g_list_model_get_n_items (self->messages) - 1);
  gtk_widget_set_visible (self->newest, !at_newest);
}

static void
newest_clicked_cb (ConfabConversationView *self,
                   GtkButton              *button)
{
  g_assert (CONFAB_IS_CONVERSATION_VIEW (self));

  confab_message_list_follow (CONFAB_MESSAGE_LIST (self->list), CONFAB_FOLLOW_EVENT_TO_END);
}

static void
make_newest_button (ConfabConversationView *self)
{
  const char *title = _("Go to the Newest Message");

  self->newest = gtk_button_new_from_icon_name ("go-down-symbolic");
  gtk_widget_add_css_class (self->newest, "circular");
  gtk_widget_add_css_class (self->newest, "newest");
  gtk_widget_set_tooltip_text (self->newest, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->newest),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_widget_set_focus_on_click (self->newest, FALSE);
  gtk_widget_set_halign (self->newest, GTK_ALIGN_END);
  gtk_widget_set_valign (self->newest, GTK_ALIGN_END);
  gtk_widget_set_margin_end (self->newest, 12);
  gtk_widget_set_margin_bottom (self->newest, 12);
  gtk_widget_set_visible (self->newest, FALSE);
  g_signal_connect_object (self->newest, "clicked", G_CALLBACK (newest_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_overlay_add_overlay (GTK_OVERLAY (self->overlay), self->newest);
}

static void
confab_conversation_view_dispose (GObject *object)
{
  ConfabConversationView *self = CONFAB_CONVERSATION_VIEW (object);

  if (self->list != NULL)
    confab_conversation_view_set_conversation (self, NULL);
  g_clear_pointer (&self->overlay, gtk_widget_unparent);
  self->list = NULL;

  G_OBJECT_CLASS (confab_conversation_view_parent_class)->dispose (object);
}

static void
confab_conversation_view_class_init (ConfabConversationViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_conversation_view_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "conversation");
}

static void
confab_conversation_view_init (ConfabConversationView *self)
{
  self->list = confab_message_list_new ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Conversation"), -1);
  g_signal_connect_object (self->list, "older-wanted", G_CALLBACK (older_wanted_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "notify::at-newest", G_CALLBACK (at_newest_changed_cb), self,
                           G_CONNECT_SWAPPED);

  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), self->list);

  self->overlay = gtk_overlay_new ();
  gtk_overlay_set_child (GTK_OVERLAY (self->overlay), self->scrolled);
  gtk_widget_set_parent (self->overlay, GTK_WIDGET (self));
  gtk_widget_set_hexpand (self->overlay, TRUE);
  gtk_widget_set_vexpand (self->overlay, TRUE);
  make_newest_button (self);
  self->status = confab_announce_new_label ();
  gtk_overlay_add_overlay (GTK_OVERLAY (self->overlay), self->status);
}

/**
 * confab_conversation_view_new:
 *
 * Returns: (transfer floating): a view without a conversation
 */
GtkWidget *
confab_conversation_view_new (void)
{
  return g_object_new (CONFAB_TYPE_CONVERSATION_VIEW, NULL);
}

/**
 * confab_conversation_view_set_pace:
 * @self: the view
 * @pace: (nullable): what is told of each painted frame
 */
void
confab_conversation_view_set_pace (ConfabConversationView *self,
                                   ConfabPace             *pace)
{
  g_return_if_fail (CONFAB_IS_CONVERSATION_VIEW (self));

  confab_message_list_set_pace (CONFAB_MESSAGE_LIST (self->list), pace);
}

/**
 * confab_conversation_view_set_text_scale:
 * @self: the view
 * @scale: the size of the text, 1 is that of the font
 */
void
confab_conversation_view_set_text_scale (ConfabConversationView *self,
                                         double                  scale)
{
  g_return_if_fail (CONFAB_IS_CONVERSATION_VIEW (self));

  confab_message_list_set_text_scale (CONFAB_MESSAGE_LIST (self->list), scale);
}

/**
 * confab_conversation_view_get_conversation:
 * @self: the view
 *
 * Returns: (transfer none) (nullable): the conversation it shows
 */
ConfabConversation *
confab_conversation_view_get_conversation (ConfabConversationView *self)
{
  g_return_val_if_fail (CONFAB_IS_CONVERSATION_VIEW (self), NULL);

  return self->conversation;
}

/**
 * confab_conversation_view_set_conversation:
 * @self: the view
 * @conversation: (nullable): the conversation to show, from its end
 */
void
confab_conversation_view_set_conversation (ConfabConversationView *self,
                                           ConfabConversation     *conversation)
{
  const char *author = NULL;

  g_return_if_fail (CONFAB_IS_CONVERSATION_VIEW (self));
  g_return_if_fail (conversation == NULL || CONFAB_IS_CONVERSATION (conversation));

  if (self->conversation == conversation && (conversation != NULL || self->messages == NULL))
    return;

  g_set_object (&self->conversation, conversation);

  if (conversation != NULL)
    {
      ConfabSession *session = confab_conversation_get_session (conversation);
      ConfabStudioApp *app = session != NULL ? confab_session_get_app (session) : NULL;

      if (app != NULL)
        author = confab_studio_app_get_name (app);
    }

  confab_conversation_view_set_messages (self, (GListModel *) conversation, author);
}

/**
 * confab_conversation_view_set_messages:
 * @self: the view
 * @messages: (nullable): a list of #ConfabMessage, oldest first
 * @author: (nullable): who answers
 */
void
confab_conversation_view_set_messages (ConfabConversationView *self,
                                       GListModel             *messages,
                                       const char             *author)
{
  g_return_if_fail (CONFAB_IS_CONVERSATION_VIEW (self));
  g_return_if_fail (messages == NULL || G_IS_LIST_MODEL (messages));

  g_set_object (&self->messages, messages);

  confab_message_list_set_author (CONFAB_MESSAGE_LIST (self->list), author);
  confab_message_list_set_model (CONFAB_MESSAGE_LIST (self->list), messages);
}

/**
 * confab_conversation_view_get_vadjustment:
 * @self: the view
 *
 * Returns: (transfer none): the adjustment that scrolls it
 */
GtkAdjustment *
confab_conversation_view_get_vadjustment (ConfabConversationView *self)
{
  g_return_val_if_fail (CONFAB_IS_CONVERSATION_VIEW (self), NULL);

  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled));
}

/**
 * confab_conversation_view_follow:
 * @self: the view
 *
 * Goes to the end and follows it: the person has sent something.
 */
void
confab_conversation_view_follow (ConfabConversationView *self)
{
  g_return_if_fail (CONFAB_IS_CONVERSATION_VIEW (self));

  confab_message_list_follow (CONFAB_MESSAGE_LIST (self->list), CONFAB_FOLLOW_EVENT_SENT);
}

/**
 * confab_conversation_view_copy_last:
 * @self: the view
 *
 * Copies the last answer that has text.
 *
 * Returns: %FALSE when there is none
 */
gboolean
confab_conversation_view_copy_last (ConfabConversationView *self)
{
  guint n;

  g_return_val_if_fail (CONFAB_IS_CONVERSATION_VIEW (self), FALSE);

  n = self->messages != NULL ? g_list_model_get_n_items (self->messages) : 0;
  for (guint i = n; i > 0; i--)
    {
      g_autoptr (ConfabMessage) message = g_list_model_get_item (self->messages, i - 1);
      gsize length;

      confab_message_get_text (message, &length);

      if (confab_message_get_role (message) == CONFAB_ROLE_ASSISTANT && length > 0)
        {
          confab_copy_message (GTK_WIDGET (self), message);
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * confab_conversation_view_set_found:
 * @self: the view
 * @text: (nullable): what was looked for
 *
 * Marks all places of a text, until another conversation is shown.
 */
void
confab_conversation_view_set_found (ConfabConversationView *self,
                                    const char             *text)
{
  g_return_if_fail (CONFAB_IS_CONVERSATION_VIEW (self));

  confab_message_list_set_found (CONFAB_MESSAGE_LIST (self->list), text);
}

/**
 * confab_conversation_view_show_found:
 * @self: the view
 * @message: a message's id
 * @index: which of the places in it, from 0
 *
 * Scrolls there, as soon as the message is in the list.
 */
void
confab_conversation_view_show_found (ConfabConversationView *self,
                                     gint64                  message,
                                     guint                   index)
{
  g_return_if_fail (CONFAB_IS_CONVERSATION_VIEW (self));

  confab_message_list_show_found (CONFAB_MESSAGE_LIST (self->list), message, index);
}

/**
 * confab_conversation_view_toggle_caret:
 * @self: the view
 *
 * Shows a caret in the text that is moved by keys, or takes it away. Where the keys went elsewhere
 * it is shown, and they go to the last message.
 */
void
confab_conversation_view_toggle_caret (ConfabConversationView *self)
{
  g_return_if_fail (CONFAB_IS_CONVERSATION_VIEW (self));

  confab_message_list_toggle_caret (CONFAB_MESSAGE_LIST (self->list));
}

/**
 * confab_conversation_view_announce_last:
 * @self: the view
 *
 * Has a screen reader say how the last answer begins, once it has ended.
 */
void
confab_conversation_view_announce_last (ConfabConversationView *self)
{
  g_autoptr (ConfabMessage) message = NULL;
  g_autofree char *text = NULL;
  ConfabStudioApp *app;
  guint n;

  g_return_if_fail (CONFAB_IS_CONVERSATION_VIEW (self));

  n = self->conversation != NULL ? g_list_model_get_n_items (self->messages) : 0;
  if (n == 0)
    return;
  message = g_list_model_get_item (self->messages, n - 1);
  if (confab_message_get_role (message) != CONFAB_ROLE_ASSISTANT ||
      confab_status_is_open (confab_message_get_status (message)))
    return;

  app = confab_session_get_app (confab_conversation_get_session (self->conversation));
  text = confab_answer_facts_announced (message, confab_studio_app_get_name (app));
  confab_announce (self->status, text);
}

/**
 * confab_conversation_view_get_list:
 * @self: the view
 *
 * Returns: (transfer none): the list inside
 */
ConfabMessageList *
confab_conversation_view_get_list (ConfabConversationView *self)
{
  g_return_val_if_fail (CONFAB_IS_CONVERSATION_VIEW (self), NULL);

  return CONFAB_MESSAGE_LIST (self->list);
}

/**
 * confab_conversation_view_get_newest:
 * @self: the view
 *
 * Returns: (transfer none): the button that leads to the newest message
 */
GtkWidget *
confab_conversation_view_get_newest (ConfabConversationView *self)
{
  g_return_val_if_fail (CONFAB_IS_CONVERSATION_VIEW (self), NULL);

  return self->newest;
}
