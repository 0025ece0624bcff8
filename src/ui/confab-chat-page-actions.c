/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-ui"

#include "config.h"

#include "confab-chat-page-private.h"

#include <glib/gi18n.h>

#include "confab-engine-extras.h"
#include "confab-prompt.h"
#include "confab-url.h"

ConfabPageRequest *
confab_page_request_new (ConfabChatPage *self)
{
  ConfabPageRequest *request = g_new0 (ConfabPageRequest, 1);

  request->page = g_object_ref (self);
  request->session = g_object_ref (self->session);

  return request;
}

void
confab_page_request_free (ConfabPageRequest *request)
{
  g_object_unref (request->page);
  g_object_unref (request->session);
  g_free (request->said);
  g_free (request);
}

gboolean
confab_page_request_is_on_show (const ConfabPageRequest *request)
{
  return request->page->composer != NULL && request->page->session == request->session;
}

void
confab_page_request_show_error (const ConfabPageRequest *request,
                                const GError            *error)
{
  if (confab_page_request_is_on_show (request) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    confab_composer_set_error (request->page->composer, error->message);
}

/* A word on what has just happened. */
void
confab_chat_page_show_toast (ConfabChatPage *self,
                             const char     *text)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);
  AdwToast *toast;

  if (overlay == NULL)
    return;

  toast = adw_toast_new (text);
  adw_toast_set_timeout (toast, 3);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
}

static void
message_sent_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (ConfabPageRequest) request = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabMessage) answer = NULL;
  ConfabChatPage *self = request->page;

  answer = confab_engine_send_extras_finish (CONFAB_ENGINE (source), result, &error);

  if (confab_page_request_is_on_show (request))
    confab_composer_set_busy (self->composer, FALSE);
  if (error != NULL)
    {
      confab_page_request_show_error (request, error);
      return;
    }

  /* It is on disk as a message: only now the text may go. */
  if (confab_page_request_is_on_show (request) && request->edited)
    confab_chat_page_end_edit (self, TRUE);
  else if (confab_page_request_is_on_show (request))
    confab_composer_set_text (self->composer, "");
  if (confab_page_request_is_on_show (request))
    {
      confab_composer_set_error (self->composer, NULL);
      confab_conversation_view_follow (self->view);
    }
  if (self->composer != NULL)
    confab_chat_page_emit_sent (self, request->session);
}

static void
send_activated_cb (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  ConfabChatPage *self = CONFAB_CHAT_PAGE (user_data);
  g_autofree char *text = NULL;
  ConfabPageRequest *request;

  if (self->session == NULL || confab_session_get_answering (self->session) ||
      confab_composer_get_busy (self->composer))
    return;

  confab_chat_page_focus_composer (self);
  if (!confab_composer_has_text (self->composer))
    {
      if (g_list_model_get_n_items (confab_extras_get_attachments (self->extras)) > 0)
        confab_composer_set_error (self->composer,
                                   _("A message needs some words: write what is to be done with "
                                     "what you have attached."));
      return;
    }

  text = confab_composer_dup_text (self->composer);
  g_strstrip (text);
  confab_composer_set_error (self->composer, NULL);
  confab_composer_set_busy (self->composer, TRUE);
  request = confab_page_request_new (self);
  request->edited = self->editing != NULL;
  /* Not cancelled with the page: what the person sent is sent. */
  confab_engine_send_extras_async (self->engine, self->conversation, self->editing, text,
                                   self->extras, NULL, message_sent_cb, request);
}

static void
stop_activated_cb (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  ConfabChatPage *self = CONFAB_CHAT_PAGE (user_data);

  if (self->session != NULL)
    confab_engine_stop (self->engine, self->session);
}

static void
carry_on_activated_cb (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       user_data)
{
  ConfabChatPage *self = CONFAB_CHAT_PAGE (user_data);

  if (self->session == NULL)
    return;

  confab_engine_carry_on (self->engine, self->session, g_variant_get_boolean (parameter));
  confab_chat_page_update_remote (self);
  confab_chat_page_focus_composer (self);
}

static void
answer_retried_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (ConfabPageRequest) request = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabMessage) answer = NULL;

  answer = confab_engine_retry_finish (CONFAB_ENGINE (source), result, &error);
  if (error != NULL)
    confab_page_request_show_error (request, error);
  else if (confab_page_request_is_on_show (request))
    confab_conversation_view_follow (request->page->view);
}

static void
retry (ConfabChatPage *self,
       ConfabMessage  *answer)
{
  confab_composer_set_error (self->composer, NULL);
  confab_engine_retry_async (self->engine, self->conversation, answer, NULL, NULL,
                             answer_retried_cb, confab_page_request_new (self));
}

static void
retry_activated_cb (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  ConfabChatPage *self = CONFAB_CHAT_PAGE (user_data);
  GListModel *messages = G_LIST_MODEL (self->conversation);
  gint64 id = g_variant_get_int64 (parameter);

  if (messages == NULL || confab_session_get_answering (self->session))
    return;

  for (guint i = g_list_model_get_n_items (messages); i > 0; i--)
    {
      g_autoptr (ConfabMessage) message = g_list_model_get_item (messages, i - 1);

      if (confab_message_get_id (message) == id)
        {
          retry (self, message);
          return;
        }
    }
}

static void
ask_again_activated_cb (GSimpleAction *action,
                        GVariant      *parameter,
                        gpointer       user_data)
{
  ConfabChatPage *self = CONFAB_CHAT_PAGE (user_data);
  GListModel *messages = G_LIST_MODEL (self->conversation);
  guint n = messages != NULL ? g_list_model_get_n_items (messages) : 0;
  g_autoptr (ConfabMessage) last = n > 0 ? g_list_model_get_item (messages, n - 1) : NULL;

  if (last == NULL || confab_message_get_role (last) != CONFAB_ROLE_ASSISTANT ||
      confab_session_get_answering (self->session))
    confab_chat_page_show_toast (self, _("There is no answer yet"));
  else
    retry (self, last);
}

static void
key_set_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (ConfabPageRequest) request = user_data;
  g_autoptr (GError) error = NULL;
  gboolean in_keyring;

  if (!confab_engine_set_key_finish (CONFAB_ENGINE (source), result, &in_keyring, &error))
    confab_page_request_show_error (request, error);
  else if (request->page->composer != NULL)
    confab_chat_page_show_toast (request->page, in_keyring ? _("Key saved in the keyring")
                                          : _("Key kept until Confab is closed"));
}

static void
key_entered_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (ConfabPageRequest) request = user_data;
  char *key = confab_prompt_text_finish (result, NULL);

  if (key != NULL && request->page->engine != NULL)
    {
      ConfabChatPage *self = request->page;
      ConfabStudioApp *app = confab_session_get_app (request->session);

      confab_engine_set_key_async (self->engine, confab_studio_app_get_connection (app), key,
                                   self->cancellable, key_set_cb, g_steal_pointer (&request));
    }

  confab_prompt_wipe (key);
}

static void
set_key_activated_cb (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       user_data)
{
  ConfabChatPage *self = CONFAB_CHAT_PAGE (user_data);
  const ConfabConnectionRecord *connection;
  g_autofree char *host = NULL;
  g_autofree char *body = NULL;

  if (self->session == NULL)
    return;

  connection = confab_connection_get_record (
    confab_studio_app_get_connection (confab_session_get_app (self->session)));
  host = confab_url_dup_host (connection->base_url);
  if (host != NULL && confab_engine_get_keyring_note (self->engine) == NULL)
    /* Translators: %s is a host name. */
    body = g_strdup_printf (_("The key is kept in your keyring or, if there is none, until "
                              "Confab is closed. It is sent to %s only."), host);
  else if (host != NULL)
    /* Translators: %s is a host name. */
    body = g_strdup_printf (_("The key is sent to %s only."), host);

  confab_prompt_text_async (GTK_WIDGET (self),
                            &(ConfabPrompt) {
                              .heading = _("Enter API Key"),
                              .body = body,
                              .label = _("API Key"),
                              .accept = _("_Save"),
                              .secret = TRUE,
                            },
                            self->cancellable, key_entered_cb, confab_page_request_new (self));
}

static void
copy_last_activated_cb (GSimpleAction *action,
                        GVariant      *parameter,
                        gpointer       user_data)
{
  ConfabChatPage *self = CONFAB_CHAT_PAGE (user_data);

  confab_chat_page_show_toast (self, confab_conversation_view_copy_last (self->view) ? _("Answer copied")
                                                                    : _("There is no answer yet"));
}

static void
caret_activated_cb (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  ConfabChatPage *self = CONFAB_CHAT_PAGE (user_data);

  confab_conversation_view_toggle_caret (self->view);
}

static const GActionEntry entries[] = {
  { .name = "send", .activate = send_activated_cb },
  { .name = "stop", .activate = stop_activated_cb },
  { .name = "retry", .activate = retry_activated_cb, .parameter_type = "x" },
  { .name = "carry-on", .activate = carry_on_activated_cb, .parameter_type = "b" },
  { .name = "ask-again", .activate = ask_again_activated_cb },
  { .name = "set-key", .activate = set_key_activated_cb },
  { .name = "copy-last", .activate = copy_last_activated_cb },
  { .name = "caret", .activate = caret_activated_cb },
};

/* Whether the action @name of `chat` can be done now. */
void
confab_chat_page_set_enabled (ConfabChatPage *self,
                              const char     *name,
                              gboolean        enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

/* Says what the service probably knows of the session, where it is less than the person sees. */
void
confab_chat_page_update_remote (ConfabChatPage *self)
{
  ConfabRemoteState state = CONFAB_REMOTE_NEW;
  gboolean can_carry;

  if (self->session != NULL && !confab_session_get_answering (self->session))
    state = confab_engine_get_remote_state (self->engine, self->conversation);
  else if (self->session != NULL && confab_note_bar_get_text (self->remote_note) != NULL)
    return; /* as long as an answer comes, what was said stands */

  can_carry = state == CONFAB_REMOTE_EXPIRED || state == CONFAB_REMOTE_FULL ||
              state == CONFAB_REMOTE_CHANGED || state == CONFAB_REMOTE_REFUSED;

  confab_note_bar_set_action (self->remote_note, can_carry ? _("Send History") : NULL,
                              "chat.carry-on(true)");
  confab_note_bar_set_second_action (self->remote_note,
                                     can_carry || state == CONFAB_REMOTE_OWN ? _("Begin Afresh")
                                                                             : NULL,
                                     "chat.carry-on(false)");
  confab_note_bar_set_text (self->remote_note, confab_remote_get_note (state));
}

/* Makes the group `chat` and lets everything inside the page find it. */
void
confab_chat_page_create_actions (ConfabChatPage *self)
{
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  confab_chat_page_create_menu_actions (self);
  confab_chat_page_create_edit_actions (self);
  confab_chat_page_create_narrow_actions (self);
  confab_chat_page_create_extras_actions (self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "chat", G_ACTION_GROUP (self->actions));
}

/* What can be done now: called when session, its id or its state have changed. */
void
confab_chat_page_update_actions (ConfabChatPage *self)
{
  gboolean has_session = self->session != NULL;
  gboolean answering = has_session && confab_session_get_answering (self->session);

  confab_chat_page_set_enabled (self, "send", has_session && !answering);
  confab_chat_page_set_enabled (self, "stop", answering);
  confab_chat_page_set_enabled (self, "retry", has_session && !answering);
  confab_chat_page_set_enabled (self, "ask-again", has_session && !answering);
  confab_chat_page_set_enabled (self, "ask-narrow", has_session && !answering);
  confab_chat_page_set_enabled (self, "edit", has_session && !answering);
  confab_chat_page_set_enabled (self, "edit-last", has_session && !answering);
  confab_chat_page_set_enabled (self, "set-key", has_session);
  confab_chat_page_set_enabled (self, "copy-last", has_session);
  confab_chat_page_set_enabled (self, "caret", has_session);
  confab_chat_page_update_extras_actions (self);

  confab_chat_page_update_menu (self);

  confab_composer_set_answering (self->composer, answering);
}
