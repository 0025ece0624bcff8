/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-composer.h"

#include <glib/gi18n.h>

#include "confab-access.h"
#include "confab-actions.h"
#include "confab-composer-keys.h"
#include "confab-composer-offer.h"

struct _ConfabComposer
{
  AdwBin parent_instance;

  gboolean answering;
  gboolean busy;
  gboolean control_sends; /* Enter begins a line, and sends with Ctrl */
  gboolean filling;   /* the text is being set, not typed */
  gboolean recalled; /* what stands here came by the Up key, and is as it came */
  gboolean composing; /* an input method shows letters that are not in the buffer yet */

  GtkRevealer *error_revealer;
  GtkLabel *error;
  GtkTextView *text;
  GtkLabel *placeholder;
  GtkButton *button;
  GtkWidget *frame;
  ConfabChipBar *chips;
  GtkWidget *attach;
};

G_DEFINE_FINAL_TYPE (ConfabComposer, confab_composer, ADW_TYPE_BIN)

enum {
  PROP_0,
  PROP_ANSWERING,
  PROP_BUSY,
  PROP_APP_NAME,
  PROP_CONTROL_SENDS,
  N_PROPS,
};

enum {
  CHANGED,
  OFFERED,
  PAGE_WANTED,
  RECALL,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static GtkTextBuffer *
get_buffer (ConfabComposer *self)
{
  return gtk_text_view_get_buffer (self->text);
}

static void
update_placeholder (ConfabComposer *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->placeholder),
                          !self->composing && gtk_text_buffer_get_char_count (get_buffer (self)) == 0);
}

/* One button in one place: what it does depends on whether an answer is coming. */
static void
update_button (ConfabComposer *self)
{
  const char *tooltip = self->answering ? _("Stop (Esc)")
                                        : self->control_sends ? _("Send (Ctrl+Enter)")
                                                              : _("Send (Enter)");
  const char *label = self->answering ? _("Stop") : _("Send");

  if (self->answering)
    gtk_widget_remove_css_class (GTK_WIDGET (self->button), "suggested-action");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->button), "suggested-action");
  gtk_button_set_icon_name (self->button,
                            self->answering ? "media-playback-stop-symbolic" : "go-up-symbolic");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button),
                                  self->answering ? CONFAB_ACTION_STOP : CONFAB_ACTION_SEND);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
}

static void
buffer_changed_cb (ConfabComposer *self)
{
  g_assert (CONFAB_IS_COMPOSER (self));

  update_placeholder (self);
  if (self->filling)
    return;

  self->recalled = FALSE;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
preedit_changed_cb (ConfabComposer *self,
                    const char     *preedit)
{
  g_assert (CONFAB_IS_COMPOSER (self));

  self->composing = preedit != NULL && *preedit != '\0';
  update_placeholder (self);
}

static void
error_dismissed_cb (ConfabComposer *self)
{
  gtk_revealer_set_reveal_child (self->error_revealer, FALSE);
}

/*
 * Enter sends, but it is the input method's first: while letters are being composed it takes
 * them over. Whether it wants the key can only be found out by offering it, hence the capture
 * phase, before the text view does the same and puts in a line break.
 */
static gboolean
key_pressed_cb (ConfabComposer        *self,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                GtkEventControllerKey *controller)
{
  gboolean is_empty = gtk_text_buffer_get_char_count (get_buffer (self)) == 0;
  ConfabComposerKey key =
    confab_composer_key_read (keyval, state, is_empty, self->recalled, self->control_sends);
  GdkEvent *event;

  g_assert (CONFAB_IS_COMPOSER (self));

  if (key == CONFAB_COMPOSER_KEY_NONE)
    return GDK_EVENT_PROPAGATE;

  event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (controller));
  if (event != NULL && gtk_text_view_im_context_filter_keypress (self->text, event))
    return GDK_EVENT_STOP;
  if (self->composing)
    return GDK_EVENT_PROPAGATE;

  if (key == CONFAB_COMPOSER_KEY_SEND)
    gtk_widget_activate_action (GTK_WIDGET (self), CONFAB_ACTION_SEND, NULL);
  else if (key == CONFAB_COMPOSER_KEY_PAGE_UP || key == CONFAB_COMPOSER_KEY_PAGE_DOWN)
    g_signal_emit (self, signals[PAGE_WANTED], 0, key == CONFAB_COMPOSER_KEY_PAGE_UP ? -1 : 1);
  else
    g_signal_emit (self, signals[RECALL], 0, key == CONFAB_COMPOSER_KEY_EARLIER ? -1 : 1);

  return GDK_EVENT_STOP;
}

static void
confab_composer_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CONFAB_TYPE_COMPOSER);

  G_OBJECT_CLASS (confab_composer_parent_class)->dispose (object);
}

static void
confab_composer_get_property (GObject    *object,
                              guint       id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  ConfabComposer *self = CONFAB_COMPOSER (object);

  switch (id)
    {
    case PROP_ANSWERING:
      g_value_set_boolean (value, self->answering);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, self->busy);
      break;
    case PROP_CONTROL_SENDS:
      g_value_set_boolean (value, self->control_sends);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
confab_composer_set_property (GObject      *object,
                              guint         id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  ConfabComposer *self = CONFAB_COMPOSER (object);

  switch (id)
    {
    case PROP_ANSWERING:
      confab_composer_set_answering (self, g_value_get_boolean (value));
      break;
    case PROP_BUSY:
      confab_composer_set_busy (self, g_value_get_boolean (value));
      break;
    case PROP_APP_NAME:
      confab_composer_set_app_name (self, g_value_get_string (value));
      break;
    case PROP_CONTROL_SENDS:
      self->control_sends = g_value_get_boolean (value);
      update_button (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
confab_composer_class_init (ConfabComposerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = confab_composer_dispose;
  object_class->get_property = confab_composer_get_property;
  object_class->set_property = confab_composer_set_property;

  properties[PROP_ANSWERING] =
    g_param_spec_boolean ("answering", NULL, NULL, FALSE, G_PARAM_READWRITE | flags);
  properties[PROP_BUSY] =
    g_param_spec_boolean ("busy", NULL, NULL, FALSE, G_PARAM_READWRITE | flags);
  properties[PROP_APP_NAME] =
    g_param_spec_string ("app-name", NULL, NULL, NULL, G_PARAM_WRITABLE | flags);
  properties[PROP_CONTROL_SENDS] =
    g_param_spec_boolean ("control-sends", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  signals[OFFERED] = g_signal_new ("offered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, CONFAB_TYPE_ATTACHMENT);

  /* Up (-1) or Down (1) where nothing is written, or what is written came by this. */
  signals[RECALL] = g_signal_new ("recall", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);

  /* Page Up (-1) or Page Down (1), which have no use here while nothing is written. */
  signals[PAGE_WANTED] = g_signal_new ("page-wanted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);

  g_type_ensure (CONFAB_TYPE_CHIP_BAR);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/confab_chat/Confab/composer/confab-composer.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabComposer, error_revealer);
  gtk_widget_class_bind_template_child (widget_class, ConfabComposer, error);
  gtk_widget_class_bind_template_child (widget_class, ConfabComposer, text);
  gtk_widget_class_bind_template_child (widget_class, ConfabComposer, placeholder);
  gtk_widget_class_bind_template_child (widget_class, ConfabComposer, button);
  gtk_widget_class_bind_template_child (widget_class, ConfabComposer, frame);
  gtk_widget_class_bind_template_child (widget_class, ConfabComposer, chips);
  gtk_widget_class_bind_template_child (widget_class, ConfabComposer, attach);
  gtk_widget_class_bind_template_callback (widget_class, error_dismissed_cb);
}

static void
confab_composer_init (ConfabComposer *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->text), keys);

  g_signal_connect_object (get_buffer (self), "changed", G_CALLBACK (buffer_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->text, "preedit-changed", G_CALLBACK (preedit_changed_cb), self,
                           G_CONNECT_SWAPPED);

  confab_access_name_inner (self->attach, GTK_TYPE_TOGGLE_BUTTON, NULL, _("Attach"));
  confab_composer_take_offers (self, self->frame);
  confab_composer_set_app_name (self, NULL);
  update_button (self);
}

/**
 * confab_composer_new:
 *
 * Returns: (transfer floating): an empty composer
 */
GtkWidget *
confab_composer_new (void)
{
  return g_object_new (CONFAB_TYPE_COMPOSER, NULL);
}

/**
 * confab_composer_dup_text:
 * @self: a composer
 *
 * Returns: (transfer full): the text as it stands
 */
char *
confab_composer_dup_text (ConfabComposer *self)
{
  GtkTextIter start;
  GtkTextIter end;

  g_return_val_if_fail (CONFAB_IS_COMPOSER (self), NULL);

  gtk_text_buffer_get_bounds (get_buffer (self), &start, &end);

  return gtk_text_buffer_get_text (get_buffer (self), &start, &end, FALSE);
}

/**
 * confab_composer_set_text:
 * @self: a composer
 * @text: (nullable): the text, valid UTF-8
 *
 * Puts in another session's text: it cannot be undone back into this one, and `changed` is not
 * emitted.
 */
void
confab_composer_set_text (ConfabComposer *self,
                          const char     *text)
{
  GtkTextBuffer *buffer;
  GtkTextIter end;

  g_return_if_fail (CONFAB_IS_COMPOSER (self));

  buffer = get_buffer (self);

  self->recalled = FALSE;
  self->filling = TRUE;
  gtk_text_view_reset_im_context (self->text);
  gtk_text_buffer_begin_irreversible_action (buffer);
  gtk_text_buffer_set_text (buffer, text != NULL ? text : "", -1);
  gtk_text_buffer_end_irreversible_action (buffer);
  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_place_cursor (buffer, &end);
  self->filling = FALSE;
}

/**
 * confab_composer_recall_text:
 * @self: a composer
 * @text: an earlier prompt
 *
 * Puts it in as an answer to `recall`: Up and Down go on to others until the person changes it.
 */
void
confab_composer_recall_text (ConfabComposer *self,
                             const char     *text)
{
  g_return_if_fail (CONFAB_IS_COMPOSER (self));

  confab_composer_set_text (self, text);
  self->recalled = *text != '\0';
}

/**
 * confab_composer_has_text:
 * @self: a composer
 *
 * Returns: whether there is anything to send: blanks alone are not
 */
gboolean
confab_composer_has_text (ConfabComposer *self)
{
  GtkTextIter iter;

  g_return_val_if_fail (CONFAB_IS_COMPOSER (self), FALSE);

  gtk_text_buffer_get_start_iter (get_buffer (self), &iter);
  while (!gtk_text_iter_is_end (&iter))
    {
      if (!g_unichar_isspace (gtk_text_iter_get_char (&iter)))
        return TRUE;
      gtk_text_iter_forward_char (&iter);
    }

  return FALSE;
}

/**
 * confab_composer_set_app_name:
 * @self: a composer
 * @app_name: (nullable): who the message is for
 */
void
confab_composer_set_app_name (ConfabComposer *self,
                              const char     *app_name)
{
  g_autofree char *hint = NULL;

  g_return_if_fail (CONFAB_IS_COMPOSER (self));

  if (app_name != NULL)
    /* Translators: shown in the empty text field; %s is the name of an application. */
    hint = g_strdup_printf (_("Message %s"), app_name);
  else
    hint = g_strdup (_("Message"));

  gtk_label_set_text (self->placeholder, hint);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_PROPERTY_PLACEHOLDER,
                                  hint, -1);
}

/**
 * confab_composer_get_answering:
 * @self: a composer
 *
 * Returns: whether the button is Stop
 */
gboolean
confab_composer_get_answering (ConfabComposer *self)
{
  g_return_val_if_fail (CONFAB_IS_COMPOSER (self), FALSE);

  return self->answering;
}

/**
 * confab_composer_set_answering:
 * @self: a composer
 * @answering: whether an answer is coming, which the button then stops
 */
void
confab_composer_set_answering (ConfabComposer *self,
                               gboolean        answering)
{
  g_return_if_fail (CONFAB_IS_COMPOSER (self));

  if (self->answering == answering)
    return;

  self->answering = answering;
  update_button (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ANSWERING]);
}

/**
 * confab_composer_get_busy:
 * @self: a composer
 *
 * Returns: whether the text is being saved
 */
gboolean
confab_composer_get_busy (ConfabComposer *self)
{
  g_return_val_if_fail (CONFAB_IS_COMPOSER (self), FALSE);

  return self->busy;
}

/**
 * confab_composer_set_busy:
 * @self: a composer
 * @busy: whether the text is being saved and must not change meanwhile; the focus stays
 */
void
confab_composer_set_busy (ConfabComposer *self,
                          gboolean        busy)
{
  g_return_if_fail (CONFAB_IS_COMPOSER (self));

  if (self->busy == busy)
    return;

  self->busy = busy;
  gtk_text_view_set_editable (self->text, !busy);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

/**
 * confab_composer_has_error:
 * @self: a composer
 *
 * Returns: whether it says why a message was not sent
 */
gboolean
confab_composer_has_error (ConfabComposer *self)
{
  g_return_val_if_fail (CONFAB_IS_COMPOSER (self), FALSE);

  return gtk_revealer_get_reveal_child (self->error_revealer);
}

/**
 * confab_composer_set_error:
 * @self: a composer
 * @text: (nullable): why the message was not sent, shown over it; %NULL takes it away
 */
void
confab_composer_set_error (ConfabComposer *self,
                           const char     *text)
{
  g_return_if_fail (CONFAB_IS_COMPOSER (self));

  if (text != NULL)
    gtk_label_set_text (self->error, text);
  gtk_revealer_set_reveal_child (self->error_revealer, text != NULL);
}

/**
 * confab_composer_offer:
 * @self: a composer
 * @attachment: what the person has given
 *
 * Emits `offered`.
 */
void
confab_composer_offer (ConfabComposer   *self,
                       ConfabAttachment *attachment)
{
  g_return_if_fail (CONFAB_IS_COMPOSER (self));

  g_signal_emit (self, signals[OFFERED], 0, attachment);
}

/**
 * confab_composer_get_chips:
 * @self: a composer
 *
 * Returns: (transfer none): the row over the text
 */
ConfabChipBar *
confab_composer_get_chips (ConfabComposer *self)
{
  g_return_val_if_fail (CONFAB_IS_COMPOSER (self), NULL);

  return self->chips;
}

/**
 * confab_composer_get_text_view:
 * @self: a composer
 *
 * Returns: (transfer none): the widget that takes the focus
 */
GtkWidget *
confab_composer_get_text_view (ConfabComposer *self)
{
  g_return_val_if_fail (CONFAB_IS_COMPOSER (self), NULL);

  return GTK_WIDGET (self->text);
}

/**
 * confab_composer_get_button:
 * @self: a composer
 *
 * Returns: (transfer none): Send or Stop
 */
GtkWidget *
confab_composer_get_button (ConfabComposer *self)
{
  g_return_val_if_fail (CONFAB_IS_COMPOSER (self), NULL);

  return GTK_WIDGET (self->button);
}
