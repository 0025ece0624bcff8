/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-ui"

#include "config.h"

#include "confab-chat-page-private.h"

#include <glib/gi18n.h>

#include "confab-note-bar.h"

/* Of what is seen, a page key moves this much: the last line is the first one then. */
#define PAGE_STEP 0.9

G_DEFINE_FINAL_TYPE_WITH_CODE (ConfabChatPage, confab_chat_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (CONFAB_TYPE_ASKER,
                                                      confab_chat_page_asker_init))

enum {
  PROP_0,
  PROP_SESSION,
  N_PROPS,
};

enum {
  SENT,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
update_title (ConfabChatPage *self)
{
  const char *title = self->session != NULL ? confab_session_get_title (self->session) : NULL;
  const char *app = NULL;
  g_autofree char *subtitle = NULL;

  if (self->session != NULL)
    app = confab_studio_app_get_name (confab_session_get_app (self->session));

  adw_window_title_set_title (self->title,
                              title != NULL && *title != '\0' ? title : _("New Session"));
  if (self->session != NULL && confab_session_get_temporary (self->session))
    /* Translators: %s is the name of an application; of the session nothing is stored. */
    subtitle = g_strdup_printf (_("%s · Temporary"), app);
  adw_window_title_set_subtitle (self->title,
                                 subtitle != NULL ? subtitle : app != NULL ? app : "");
  confab_composer_set_app_name (self->composer, app);
}

static void
session_notified_cb (ConfabChatPage *self,
                     GParamSpec     *pspec)
{
  g_assert (CONFAB_IS_CHAT_PAGE (self));

  if (g_str_equal (pspec->name, "title"))
    update_title (self);
  else if (g_str_equal (pspec->name, "app"))
    {
      confab_conversation_view_set_conversation (self->view, NULL);
      confab_conversation_view_set_conversation (self->view, self->conversation);
      confab_chat_page_watch_extras (self);
      update_title (self);
      confab_chat_page_update_new (self);
      confab_chat_page_update_menu (self);
      confab_chat_page_update_remote (self);
    }
  else if (g_str_equal (pspec->name, "pinned") || g_str_equal (pspec->name, "archived"))
    confab_chat_page_update_menu (self);
  else if (g_str_equal (pspec->name, "answering"))
    {
      confab_chat_page_update_actions (self);
      confab_chat_page_update_remote (self);
      if (!confab_session_get_answering (self->session))
        confab_conversation_view_announce_last (self->view);
    }
  else if (g_str_equal (pspec->name, "id"))
    {
      confab_chat_page_update_actions (self);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
    }
}

static void
messages_changed_cb (ConfabChatPage *self)
{
  g_assert (CONFAB_IS_CHAT_PAGE (self));

  confab_chat_page_update_new (self);
  confab_chat_page_update_remote (self);
}

/* A line under the header, only while something is beneath it. */
static void
scrolled_cb (ConfabChatPage *self,
             GtkAdjustment  *adjustment)
{
  gboolean beneath;

  g_assert (CONFAB_IS_CHAT_PAGE (self));

  beneath = gtk_adjustment_get_value (adjustment) > gtk_adjustment_get_lower (adjustment) + 0.5;
  if (beneath == gtk_widget_has_css_class (self->top, "scrolled-beneath"))
    return;

  if (beneath)
    gtk_widget_add_css_class (self->top, "scrolled-beneath");
  else
    gtk_widget_remove_css_class (self->top, "scrolled-beneath");
}

static void
composer_changed_cb (ConfabChatPage *self)
{
  g_autofree char *text = NULL;

  if (self->session == NULL)
    return;

  self->recalled = 0;
  confab_composer_set_error (self->composer, NULL);
  confab_chat_page_update_remote (self); /* an hour may have passed */
  /* What is written anew is no draft: that waits until this is over. */
  if (self->editing != NULL)
    return;
  text = confab_composer_dup_text (self->composer);
  confab_engine_save_draft (self->engine, self->session, text);
}

static void
show_place (ConfabChatPage *self,
            gint64          message,
            guint           index)
{
  confab_conversation_view_show_found (self->view, message, index);
  /* It comes into the list, and then into view. */
  if (confab_conversation_find (self->conversation, message) == NULL)
    confab_conversation_show_message (self->conversation, message);
}

static void
find_marked_cb (ConfabChatPage *self,
                const char     *text)
{
  confab_conversation_view_set_found (self->view, text);
}

static void
find_chosen_cb (ConfabChatPage *self,
                gint64          message,
                guint           index)
{
  if (self->conversation != NULL)
    show_place (self, message, index);
}

static void
find_closed_cb (ConfabChatPage *self)
{
  confab_chat_page_focus_composer (self);
}

/* With nothing written the page keys are the conversation's. */
static void
page_wanted_cb (ConfabChatPage *self,
                int             direction)
{
  GtkAdjustment *adjustment = confab_conversation_view_get_vadjustment (self->view);
  double step = gtk_adjustment_get_page_size (adjustment) * PAGE_STEP;

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + direction * step);
}

static void
recall_cb (ConfabChatPage *self,
           int             direction)
{
  confab_chat_page_recall (self, direction);
}

static void
forget_session (ConfabChatPage *self)
{
  confab_chat_page_forget_extras (self);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_func (self->session, session_notified_cb, self);
  if (self->conversation != NULL)
    {
      g_signal_handlers_disconnect_by_func (self->conversation, messages_changed_cb, self);
      g_signal_handlers_disconnect_by_func (self->conversation, confab_chat_page_update_remote,
                                            self);
    }
  g_clear_object (&self->conversation);
  g_clear_object (&self->session);
}

static void
confab_chat_page_dispose (GObject *object)
{
  ConfabChatPage *self = CONFAB_CHAT_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  forget_session (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_CHAT_PAGE);
  g_clear_object (&self->actions);
  g_clear_object (&self->editing);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (confab_chat_page_parent_class)->dispose (object);
}

static void
confab_chat_page_finalize (GObject *object)
{
  ConfabChatPage *self = CONFAB_CHAT_PAGE (object);

  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (confab_chat_page_parent_class)->finalize (object);
}

static void
confab_chat_page_get_property (GObject    *object,
                               guint       id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  ConfabChatPage *self = CONFAB_CHAT_PAGE (object);

  switch (id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
confab_chat_page_class_init (ConfabChatPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = confab_chat_page_dispose;
  object_class->finalize = confab_chat_page_finalize;
  object_class->get_property = confab_chat_page_get_property;
  confab_chat_page_install_layout (widget_class);

  properties[PROP_SESSION] =
    g_param_spec_object ("session", NULL, NULL, CONFAB_TYPE_SESSION,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SENT] = g_signal_new ("sent", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, CONFAB_TYPE_SESSION);

  g_type_ensure (CONFAB_TYPE_COMPOSER);
  g_type_ensure (CONFAB_TYPE_CONVERSATION_VIEW);
  g_type_ensure (CONFAB_TYPE_FIND_BAR);
  g_type_ensure (CONFAB_TYPE_NOTE_BAR);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/confab_chat/Confab/confab-chat-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabChatPage, top);
  gtk_widget_class_bind_template_child (widget_class, ConfabChatPage, header);
  gtk_widget_class_bind_template_child (widget_class, ConfabChatPage, title);
  gtk_widget_class_bind_template_child (widget_class, ConfabChatPage, menu);
  gtk_widget_class_bind_template_child (widget_class, ConfabChatPage, store_note);
  gtk_widget_class_bind_template_child (widget_class, ConfabChatPage, keyring_note);
  gtk_widget_class_bind_template_child (widget_class, ConfabChatPage, remote_note);
  gtk_widget_class_bind_template_child (widget_class, ConfabChatPage, edit_note);
  gtk_widget_class_bind_template_child (widget_class, ConfabChatPage, find_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabChatPage, find_bar);
  gtk_widget_class_bind_template_child (widget_class, ConfabChatPage, stack);
  gtk_widget_class_bind_template_child (widget_class, ConfabChatPage, view);
  gtk_widget_class_bind_template_child (widget_class, ConfabChatPage, composer);
  gtk_widget_class_bind_template_callback (widget_class, composer_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, find_marked_cb);
  gtk_widget_class_bind_template_callback (widget_class, find_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, find_closed_cb);
  gtk_widget_class_bind_template_callback (widget_class, page_wanted_cb);
  gtk_widget_class_bind_template_callback (widget_class, recall_cb);
  confab_chat_page_install_new (widget_class);
}

static void
confab_chat_page_init (ConfabChatPage *self)
{
  GtkAdjustment *adjustment;

  self->cancellable = g_cancellable_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  confab_chat_page_create_new (self);

  adjustment = confab_conversation_view_get_vadjustment (self->view);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (scrolled_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (scrolled_cb), self,
                           G_CONNECT_SWAPPED);

  confab_chat_page_create_actions (self);
  confab_chat_page_update_actions (self);
}

/**
 * confab_chat_page_new:
 *
 * Returns: (transfer floating): a page without a session
 */
GtkWidget *
confab_chat_page_new (void)
{
  return g_object_new (CONFAB_TYPE_CHAT_PAGE, NULL);
}

/**
 * confab_chat_page_set_engine:
 * @self: a chat page
 * @engine: (transfer none): what does the work; once
 */
void
confab_chat_page_set_engine (ConfabChatPage *self,
                             ConfabEngine   *engine)
{
  g_return_if_fail (CONFAB_IS_CHAT_PAGE (self));
  g_return_if_fail (CONFAB_IS_ENGINE (engine));
  g_return_if_fail (self->engine == NULL);

  self->engine = g_object_ref (engine);
  confab_conversation_view_set_pace (
    self->view, confab_context_get_pace (confab_engine_get_context (engine)));
  confab_chat_page_start_extras (self);
  gtk_drop_down_set_model (self->new_app, confab_engine_get_apps (engine));
  g_signal_connect_object (confab_engine_get_apps (engine), "items-changed",
                           G_CALLBACK (confab_chat_page_update_menu), self, G_CONNECT_SWAPPED);
  g_object_bind_property (engine, "store-note", self->store_note, "text", G_BINDING_SYNC_CREATE);
  g_object_bind_property (engine, "keyring-note", self->keyring_note, "text",
                          G_BINDING_SYNC_CREATE);
}

/**
 * confab_chat_page_get_actions:
 * @self: a chat page
 *
 * Returns: (transfer none): its actions, to be known as `chat` to the whole window
 */
GActionGroup *
confab_chat_page_get_actions (ConfabChatPage *self)
{
  g_return_val_if_fail (CONFAB_IS_CHAT_PAGE (self), NULL);

  return G_ACTION_GROUP (self->actions);
}

/**
 * confab_chat_page_get_session:
 * @self: a chat page
 *
 * Returns: (transfer none) (nullable): the session on show
 */
ConfabSession *
confab_chat_page_get_session (ConfabChatPage *self)
{
  g_return_val_if_fail (CONFAB_IS_CHAT_PAGE (self), NULL);

  return self->session;
}

/**
 * confab_chat_page_set_session:
 * @self: a chat page
 * @session: (transfer none): the session to show, with its draft
 */
void
confab_chat_page_set_session (ConfabChatPage *self,
                              ConfabSession  *session)
{
  g_return_if_fail (CONFAB_IS_CHAT_PAGE (self));
  g_return_if_fail (CONFAB_IS_SESSION (session));
  g_return_if_fail (self->engine != NULL);

  if (self->session == session)
    return;

  confab_chat_page_end_edit (self, FALSE);
  self->recalled = 0;
  forget_session (self);

  self->session = g_object_ref (session);
  self->conversation = confab_engine_dup_conversation (self->engine, session);
  g_signal_connect_object (session, "notify", G_CALLBACK (session_notified_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->conversation, "items-changed", G_CALLBACK (messages_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->conversation, "notify::loaded",
                           G_CALLBACK (confab_chat_page_update_remote), self, G_CONNECT_SWAPPED);

  confab_find_bar_set_conversation (self->find_bar, self->conversation);
  confab_conversation_view_set_conversation (self->view, self->conversation);
  confab_composer_set_busy (self->composer, FALSE);
  confab_composer_set_error (self->composer, NULL);
  confab_composer_set_text (self->composer, confab_session_get_draft (session));
  confab_chat_page_watch_extras (self);
  update_title (self);
  confab_chat_page_update_new (self);
  confab_chat_page_update_new_app (self);
  confab_chat_page_update_actions (self);
  confab_chat_page_update_remote (self);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

/**
 * confab_chat_page_show_message:
 * @self: a chat page with a session
 * @message: the id of one of its messages
 * @text: (nullable): what was looked for; it is marked
 *
 * Scrolls to a message, which is loaded where it is not here yet.
 */
void
confab_chat_page_show_message (ConfabChatPage *self,
                               gint64          message,
                               const char     *text)
{
  g_return_if_fail (CONFAB_IS_CHAT_PAGE (self));
  g_return_if_fail (self->conversation != NULL);

  confab_find_bar_close (self->find_bar);
  confab_conversation_view_set_found (self->view, text);
  show_place (self, message, 0);
}

/**
 * confab_chat_page_set_beside_sidebar:
 * @self: a chat page
 * @beside_sidebar: whether the sidebar stands to its left and has the window's buttons of that side
 */
void
confab_chat_page_set_beside_sidebar (ConfabChatPage *self,
                                     gboolean        beside_sidebar)
{
  g_return_if_fail (CONFAB_IS_CHAT_PAGE (self));

  adw_header_bar_set_show_start_title_buttons (self->header, !beside_sidebar);
}

/**
 * confab_chat_page_set_text_scale:
 * @self: a chat page
 * @scale: the size of the conversation's text, per cent
 */
void
confab_chat_page_set_text_scale (ConfabChatPage *self,
                                 int             scale)
{
  g_return_if_fail (CONFAB_IS_CHAT_PAGE (self));

  confab_conversation_view_set_text_scale (self->view, scale / 100.0);
}

/**
 * confab_chat_page_set_narrow:
 * @self: a chat page
 * @narrow: whether there is no room beside it: what the menu has is in the menu only
 */
void
confab_chat_page_set_narrow (ConfabChatPage *self,
                             gboolean        narrow)
{
  g_return_if_fail (CONFAB_IS_CHAT_PAGE (self));

  gtk_widget_set_visible (self->find_button, !narrow);
}

/**
 * confab_chat_page_bind_settings:
 * @self: a chat page
 * @settings: (transfer none): the person's
 *
 * Lets it go by the settings that are about writing, now and when they change.
 */
void
confab_chat_page_bind_settings (ConfabChatPage *self,
                                GSettings      *settings)
{
  g_return_if_fail (CONFAB_IS_CHAT_PAGE (self));
  g_return_if_fail (G_IS_SETTINGS (settings));

  g_settings_bind (settings, "control-sends", self->composer, "control-sends",
                   G_SETTINGS_BIND_GET);
}

/**
 * confab_chat_page_focus_composer:
 * @self: a chat page
 *
 * Puts the cursor where the person writes.
 */
void
confab_chat_page_focus_composer (ConfabChatPage *self)
{
  g_return_if_fail (CONFAB_IS_CHAT_PAGE (self));

  gtk_widget_grab_focus (confab_composer_get_text_view (self->composer));
}

/* Called by the actions: see confab-chat-page-actions.c. */
void
confab_chat_page_emit_sent (ConfabChatPage *self,
                            ConfabSession  *session)
{
  if (self->session == session)
    {
      confab_chat_page_update_new (self);
      confab_chat_page_update_actions (self);
    }
  g_signal_emit (self, signals[SENT], 0, session);
}
