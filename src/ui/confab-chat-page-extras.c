/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-ui"

#include "config.h"

#include "confab-chat-page-private.h"

#include <glib/gi18n.h>

#include "confab-actions.h"
#include "confab-composer-offer.h"
#include "confab-engine-extras.h"
#include "confab-prompt.h"
#include "confab-request-window.h"

/* What the next message carries besides its text: chips, attachments, the look at the request. */

static void
update_chips (ConfabChatPage *self)
{
  ConfabChipBar *chips = confab_composer_get_chips (self->composer);
  g_autoptr (ConfabOptionsMerge) merge = NULL;

  if (self->session == NULL || self->extras == NULL)
    return;

  merge = confab_engine_merge_extras (self->engine, self->session, self->extras, FALSE);
  confab_chip_bar_take_carried (chips, confab_carried_list (merge, self->extras));
}

static void
watch_presets (ConfabChatPage *self)
{
  GListModel *presets = confab_engine_get_presets (self->engine);

  for (guint i = 0; i < g_list_model_get_n_items (presets); i++)
    {
      g_autoptr (ConfabPreset) preset = g_list_model_get_item (presets, i);

      g_signal_handlers_disconnect_by_func (preset, update_chips, self);
      g_signal_connect_object (preset, "notify::name", G_CALLBACK (update_chips), self,
                               G_CONNECT_SWAPPED);
    }
}

static void
presets_changed_cb (ConfabChatPage *self)
{
  watch_presets (self);
  update_chips (self);
}

/* The extras of the session, or of the prompt that is written anew. */
static void
take_extras (ConfabChatPage *self,
             ConfabExtras   *extras)
{
  if (self->extras != NULL)
    g_signal_handlers_disconnect_by_func (self->extras, update_chips, self);
  g_set_object (&self->extras, extras);
  if (extras == NULL)
    return;

  g_signal_connect_object (extras, "changed", G_CALLBACK (update_chips), self, G_CONNECT_SWAPPED);
  confab_send_along_set_subject (self->send_along, self->session, extras);
  update_chips (self);
}

/**
 * confab_chat_page_follow_extras:
 * @self: a chat page
 * @editing: (nullable): the prompt that is written anew
 *
 * Shows what the next message of the session carries, or what @editing was sent with.
 */
void
confab_chat_page_follow_extras (ConfabChatPage *self,
                                ConfabMessage  *editing)
{
  g_autoptr (ConfabExtras) extras = NULL;
  g_autoptr (GError) error = NULL;

  if (editing != NULL)
    {
      extras = confab_engine_dup_prompt_extras (self->engine, self->conversation, editing, &error);
      if (extras == NULL)
        {
          confab_composer_set_error (self->composer, error->message);
          extras = confab_extras_new ();
        }
    }
  else if (self->session != NULL)
    extras = g_object_ref (confab_engine_get_extras (self->engine, self->session));

  take_extras (self, extras);
}

/**
 * confab_chat_page_forget_extras:
 * @self: a chat page
 *
 * Lets go of the session's.
 */
void
confab_chat_page_forget_extras (ConfabChatPage *self)
{
  if (self->session != NULL)
    {
      g_signal_handlers_disconnect_by_func (self->session, update_chips, self);
      g_signal_handlers_disconnect_by_func (confab_session_get_app (self->session), update_chips,
                                            self);
    }
  take_extras (self, NULL);
}

/**
 * confab_chat_page_watch_extras:
 * @self: a chat page with a session
 *
 * Follows what changes the layers below the message.
 */
void
confab_chat_page_watch_extras (ConfabChatPage *self)
{
  g_signal_handlers_disconnect_by_func (self->session, update_chips, self);
  g_signal_handlers_disconnect_by_func (confab_session_get_app (self->session), update_chips, self);
  g_signal_connect_object (self->session, "notify::options", G_CALLBACK (update_chips), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (confab_session_get_app (self->session), "notify::options",
                           G_CALLBACK (update_chips), self, G_CONNECT_SWAPPED);
  confab_chat_page_follow_extras (self, NULL);
}

/* Attachments ------------------------------------------------------------------------------- */

static void
add_attachment (ConfabChatPage   *self,
                ConfabAttachment *attachment)
{
  g_autoptr (GError) error = NULL;

  if (self->extras == NULL)
    return;

  if (confab_extras_add (self->extras, attachment, &error))
    confab_composer_set_error (self->composer, NULL);
  else
    confab_composer_set_error (self->composer, error->message);
}

static void
offered_cb (ConfabChatPage   *self,
            ConfabAttachment *attachment)
{
  g_assert (CONFAB_IS_CHAT_PAGE (self));

  add_attachment (self, attachment);
  confab_chat_page_focus_composer (self);
}

/**
 * confab_chat_page_move_attachments:
 * @self: a chat page
 * @from: (nullable): other extras
 *
 * What was attached for another application goes along.
 */
void
confab_chat_page_move_attachments (ConfabChatPage *self,
                                   ConfabExtras   *from)
{
  GListModel *list = from != NULL ? confab_extras_get_attachments (from) : NULL;

  for (guint i = 0; list != NULL && i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (ConfabAttachment) attachment = g_list_model_get_item (list, i);

      add_attachment (self, attachment);
    }
  if (from != NULL)
    confab_extras_clear (from);
}

static void
chooser_responded_cb (GtkNativeDialog *chooser,
                      int              response,
                      ConfabChatPage  *self)
{
  g_autoptr (GListModel) files = NULL;

  if (response == GTK_RESPONSE_ACCEPT && self->composer != NULL)
    files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (chooser));
  for (guint i = 0; files != NULL && i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      confab_composer_offer_file (self->composer, file);
    }

  gtk_native_dialog_destroy (chooser);
  g_object_unref (chooser);
  confab_chat_page_focus_composer (self);
}

static void
attach_image_activated_cb (GSimpleAction *action,
                           GVariant      *parameter,
                           gpointer       user_data)
{
  ConfabChatPage *self = CONFAB_CHAT_PAGE (user_data);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  GtkFileChooserNative *chooser;

  chooser = gtk_file_chooser_native_new (_("Attach Images"),
                                         GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                         GTK_FILE_CHOOSER_ACTION_OPEN, _("_Attach"), NULL);
  gtk_file_filter_set_name (filter, _("Images"));
  gtk_file_filter_add_mime_type (filter, "image/*");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (chooser), TRUE);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (chooser_responded_cb), self,
                           G_CONNECT_DEFAULT);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* What is asked for by a dialog. */
typedef struct {
  ConfabChatPage *page;
  ConfabAttachmentKind kind;
  char *text; /* (nullable): what was typed the last time, and was refused */
} Question;

static void ask (ConfabChatPage       *self,
                 ConfabAttachmentKind  kind,
                 const char           *text,
                 const char           *problem);

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Question *question = user_data;
  g_autoptr (ConfabChatPage) self = question->page;
  ConfabAttachmentKind kind = question->kind;
  g_autofree char *text = confab_prompt_text_finish (result, NULL);
  g_autoptr (ConfabAttachment) attachment = NULL;
  g_autoptr (GError) error = NULL;

  g_free (question);
  if (self->composer == NULL)
    return;

  attachment = text != NULL ? confab_attachment_new (kind, text, &error) : NULL;
  if (error != NULL)
    {
      /* Once more, with what was typed. */
      ask (self, kind, text, error->message);
      return;
    }

  if (attachment != NULL)
    add_attachment (self, attachment);
  confab_chat_page_focus_composer (self);
}

static void
ask (ConfabChatPage       *self,
     ConfabAttachmentKind  kind,
     const char           *text,
     const char           *problem)
{
  ConfabPrompt prompt = { .accept = _("_Attach"), .initial = text };
  Question *question = g_new0 (Question, 1);

  switch (kind)
    {
    case CONFAB_ATTACHMENT_FILE:
      prompt.heading = _("Attach a File");
      prompt.body = _("The service fetches it: its address must be public.");
      prompt.label = _("Address");
      break;
    case CONFAB_ATTACHMENT_MEMORY:
      prompt.heading = _("Attach a Long-Term Memory");
      prompt.body = _("Its id, as Model Studio’s management API has given it.");
      prompt.label = _("Memory ID");
      break;
    case CONFAB_ATTACHMENT_IMAGE:
    default:
      prompt.heading = _("Attach an Image");
      prompt.body = _("The service fetches it: its address must be public. The application needs a "
                      "model that sees.");
      prompt.label = _("Address");
    }
  if (problem != NULL)
    prompt.body = problem;

  question->page = g_object_ref (self);
  question->kind = kind;
  confab_prompt_text_async (GTK_WIDGET (self), &prompt, self->cancellable, answered_cb, question);
}

static void
attach_address_activated_cb (GSimpleAction *action,
                             GVariant      *parameter,
                             gpointer       user_data)
{
  ask (CONFAB_CHAT_PAGE (user_data), CONFAB_ATTACHMENT_IMAGE, NULL, NULL);
}

static void
attach_file_activated_cb (GSimpleAction *action,
                          GVariant      *parameter,
                          gpointer       user_data)
{
  ask (CONFAB_CHAT_PAGE (user_data), CONFAB_ATTACHMENT_FILE, NULL, NULL);
}

static void
attach_memory_activated_cb (GSimpleAction *action,
                            GVariant      *parameter,
                            gpointer       user_data)
{
  ask (CONFAB_CHAT_PAGE (user_data), CONFAB_ATTACHMENT_MEMORY, NULL, NULL);
}

/* Chips ------------------------------------------------------------------------------------- */

/* Where it is set: in the options of the application, of the session, or with this message. */
static void
chip_activated_cb (ConfabChatPage      *self,
                   const ConfabCarried *carried)
{
  const char *page = carried->page;
  const char *preset = carried->preset != NULL ? carried->preset : "";
  gboolean shown;

  g_assert (CONFAB_IS_CHAT_PAGE (self));

  if (carried->layer == CONFAB_LAYER_MESSAGE || page == NULL)
    {
      gtk_menu_button_popup (
        GTK_MENU_BUTTON (confab_chip_bar_get_add (confab_composer_get_chips (self->composer))));
      return;
    }

  shown = carried->layer == CONFAB_LAYER_SESSION
            ? gtk_widget_activate_action (GTK_WIDGET (self), CONFAB_ACTION_SHOW_OPTIONS, "s", page)
            : gtk_widget_activate_action (GTK_WIDGET (self), CONFAB_ACTION_APP_OPTIONS, "(ss)",
                                          page, preset);
  if (!shown)
    gtk_widget_activate_action (GTK_WIDGET (self), CONFAB_ACTION_SETTINGS, NULL);
}

static void
chip_removed_cb (ConfabChatPage      *self,
                 const ConfabCarried *carried)
{
  g_autofree char *path = g_strdup (carried->path);

  g_assert (CONFAB_IS_CHAT_PAGE (self));

  if (carried->attachment != NULL)
    {
      g_autoptr (ConfabAttachment) attachment = g_object_ref (carried->attachment);

      confab_extras_remove (self->extras, attachment);
    }
  else if (carried->is_off ||
           (carried->layer == CONFAB_LAYER_MESSAGE &&
            confab_options_get (confab_extras_get_options (self->extras), path) != NULL))
    confab_extras_let_be (self->extras, path);
  else
    confab_extras_take_away (self->extras, path);
  confab_chat_page_focus_composer (self);
}

/* The request ------------------------------------------------------------------------------- */

static void
planned_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (ConfabPageRequest) request = user_data;
  ConfabChatPage *self = request->page;
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabPlannedRequest) plan =
    confab_engine_plan_request_finish (result, &error);

  if (self->composer != NULL)
    confab_chat_page_set_enabled (self, "show-request", self->session != NULL);
  if (!confab_page_request_is_on_show (request))
    return;

  if (plan == NULL)
    confab_composer_set_error (self->composer, error->message);
  else
    confab_request_window_show (GTK_WIDGET (self), _("What Will Be Sent"),
                                g_steal_pointer (&plan));
}

/* Once at a time. */
static void
show_request_activated_cb (GSimpleAction *action,
                           GVariant      *parameter,
                           gpointer       user_data)
{
  ConfabChatPage *self = CONFAB_CHAT_PAGE (user_data);
  g_autofree char *text = NULL;

  if (self->session == NULL)
    return;

  text = g_strstrip (confab_composer_dup_text (self->composer));
  confab_chat_page_set_enabled (self, "show-request", FALSE);
  confab_engine_plan_request_async (self->engine, self->conversation, self->editing, text,
                                    self->extras, planned_cb, confab_page_request_new (self));
}

static const GActionEntry entries[] = {
  { .name = "attach-image", .activate = attach_image_activated_cb },
  { .name = "attach-image-address", .activate = attach_address_activated_cb },
  { .name = "attach-file-address", .activate = attach_file_activated_cb },
  { .name = "attach-memory", .activate = attach_memory_activated_cb },
  { .name = "show-request", .activate = show_request_activated_cb },
};

/* Adds them to the group `chat`. */
void
confab_chat_page_create_extras_actions (ConfabChatPage *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
}

/* Whether something can be attached now. */
void
confab_chat_page_update_extras_actions (ConfabChatPage *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    confab_chat_page_set_enabled (self, entries[i].name, self->session != NULL);
}

/**
 * confab_chat_page_start_extras:
 * @self: a chat page with its engine
 *
 * Connects the composer's chips.
 */
void
confab_chat_page_start_extras (ConfabChatPage *self)
{
  ConfabChipBar *chips = confab_composer_get_chips (self->composer);

  self->send_along = CONFAB_SEND_ALONG (confab_send_along_new (self->engine));
  confab_chip_bar_set_popover (chips, GTK_WIDGET (self->send_along));
  g_signal_connect_object (chips, "activated", G_CALLBACK (chip_activated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (chips, "removed", G_CALLBACK (chip_removed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->composer, "offered", G_CALLBACK (offered_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (confab_engine_get_presets (self->engine), "items-changed",
                           G_CALLBACK (presets_changed_cb), self, G_CONNECT_SWAPPED);
  watch_presets (self);
}
