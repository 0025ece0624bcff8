/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-error-card.h"

#include <glib/gi18n.h>

#include "confab-advice.h"
#include "confab-answer-facts.h"
#include "confab-text.h"

/* Of the service's own words: a page of HTML is of no use in a card. */
#define MAX_MESSAGE 400
/* A wrapping label that names its width is measured once instead of a dozen times. */
#define LABEL_CHARS 20

enum {
  FACT_CODE,
  FACT_MESSAGE,
  FACT_REQUEST_ID,
  FACT_RECEIVED,
  N_FACTS,
};

struct _ConfabErrorCard {
  GtkWidget  parent_instance;

  GtkWidget *content;
  GtkWidget *title;
  GtkWidget *advice;
  GtkWidget *details;
  GtkWidget *facts[N_FACTS];
  GtkWidget *values[N_FACTS];
  GtkWidget *buttons;
  GtkWidget *retry;
  GtkWidget *set_key;
};

G_DEFINE_FINAL_TYPE (ConfabErrorCard, confab_error_card, GTK_TYPE_WIDGET)

static GtkWidget *
make_label (const char *css_class,
            gboolean    wrap)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (wrap)
    {
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
      gtk_label_set_width_chars (GTK_LABEL (label), LABEL_CHARS);
      gtk_label_set_max_width_chars (GTK_LABEL (label), LABEL_CHARS);
      gtk_widget_set_hexpand (label, TRUE);
    }
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

static GtkWidget *
make_box (GtkOrientation  orientation,
          int             spacing,
          const char     *css_class)
{
  GtkWidget *box = gtk_box_new (orientation, spacing);

  if (css_class != NULL)
    gtk_widget_add_css_class (box, css_class);

  return box;
}

static GtkWidget *
make_head (ConfabErrorCard *self)
{
  GtkWidget *head = make_box (GTK_ORIENTATION_HORIZONTAL, 12, NULL);
  GtkWidget *words = make_box (GTK_ORIENTATION_VERTICAL, 4, NULL);
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-error-symbolic");

  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_set_margin_top (icon, 2);
  gtk_widget_add_css_class (icon, "error");

  self->title = make_label ("heading", TRUE);
  self->advice = make_label ("prose", TRUE);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), self->title);
  gtk_box_append (GTK_BOX (words), self->advice);
  gtk_box_append (GTK_BOX (head), icon);
  gtk_box_append (GTK_BOX (head), words);

  return head;
}

static GtkWidget *
make_details (ConfabErrorCard *self)
{
  const char *names[N_FACTS] = {
    [FACT_CODE] = _("Code"),
    [FACT_MESSAGE] = _("Message"),
    [FACT_REQUEST_ID] = _("Request ID"),
    [FACT_RECEIVED] = _("Received"),
  };
  const char *title = _("Copy Details");
  GtkWidget *details = make_box (GTK_ORIENTATION_HORIZONTAL, 6, "details");
  GtkWidget *facts = make_box (GTK_ORIENTATION_VERTICAL, 4, NULL);
  g_autoptr (GtkSizeGroup) column = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  GtkWidget *copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");

  /* No grid: with texts that wrap its least height is more than its usual one, and GTK says so. */
  for (guint i = 0; i < N_FACTS; i++)
    {
      GtkWidget *name;

      self->facts[i] = make_box (GTK_ORIENTATION_HORIZONTAL, 12, NULL);
      name = make_label ("caption", FALSE);
      gtk_label_set_text (GTK_LABEL (name), names[i]);
      gtk_widget_set_valign (name, GTK_ALIGN_START);
      gtk_widget_add_css_class (name, "dim-label");
      gtk_size_group_add_widget (column, name);
      self->values[i] = make_label ("caption", TRUE);
      gtk_box_append (GTK_BOX (self->facts[i]), name);
      gtk_box_append (GTK_BOX (self->facts[i]), self->values[i]);
      gtk_box_append (GTK_BOX (facts), self->facts[i]);
    }
  gtk_widget_add_css_class (self->values[FACT_CODE], "monospace");
  gtk_widget_add_css_class (self->values[FACT_REQUEST_ID], "monospace");
  gtk_label_set_wrap_mode (GTK_LABEL (self->values[FACT_REQUEST_ID]), PANGO_WRAP_CHAR);

  gtk_widget_add_css_class (copy, "flat");
  gtk_widget_add_css_class (copy, "small");
  gtk_widget_set_valign (copy, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (copy, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (copy),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (copy), "message.copy-error");

  gtk_box_append (GTK_BOX (details), facts);
  gtk_box_append (GTK_BOX (details), copy);

  return details;
}

static GtkWidget *
make_buttons (ConfabErrorCard *self)
{
  GtkWidget *buttons = make_box (GTK_ORIENTATION_HORIZONTAL, 6, "buttons");

  self->retry = gtk_button_new_with_mnemonic (_("_Retry"));
  self->set_key = gtk_button_new_with_mnemonic (_("Enter _Key…"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->set_key), "chat.set-key");
  gtk_box_append (GTK_BOX (buttons), self->retry);
  gtk_box_append (GTK_BOX (buttons), self->set_key);

  return buttons;
}

static void
confab_error_card_dispose (GObject *object)
{
  ConfabErrorCard *self = CONFAB_ERROR_CARD (object);

  g_clear_pointer (&self->content, gtk_widget_unparent);

  G_OBJECT_CLASS (confab_error_card_parent_class)->dispose (object);
}

static void
confab_error_card_class_init (ConfabErrorCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = confab_error_card_dispose;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "errorcard");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
confab_error_card_init (ConfabErrorCard *self)
{
  self->content = make_box (GTK_ORIENTATION_VERTICAL, 12, NULL);
  self->details = make_details (self);
  self->buttons = make_buttons (self);
  gtk_box_append (GTK_BOX (self->content), make_head (self));
  gtk_box_append (GTK_BOX (self->content), self->details);
  gtk_box_append (GTK_BOX (self->content), self->buttons);
  gtk_widget_set_parent (self->content, GTK_WIDGET (self));
}

/**
 * confab_error_card_new:
 *
 * Returns: (transfer floating): an empty card
 */
GtkWidget *
confab_error_card_new (void)
{
  return g_object_new (CONFAB_TYPE_ERROR_CARD, NULL);
}

static void
set_fact (ConfabErrorCard *self,
          guint            fact,
          const char      *text)
{
  gboolean visible = text != NULL && text[0] != '\0';

  gtk_label_set_text (GTK_LABEL (self->values[fact]), visible ? text : "");
  gtk_widget_set_visible (self->facts[fact], visible);
}

/**
 * confab_error_card_update:
 * @self: the card
 * @message: an answer that failed
 * @is_last: whether it is the last of its conversation: an older one is not asked again
 */
void
confab_error_card_update (ConfabErrorCard *self,
                          ConfabMessage   *message,
                          gboolean         is_last)
{
  const ConfabFailure *failure;
  g_autofree char *received = NULL;
  g_autofree char *words = NULL;
  ConfabAdvice advice = { 0, };
  gboolean can_retry;
  gboolean wants_key;

  g_return_if_fail (CONFAB_IS_ERROR_CARD (self));
  g_return_if_fail (CONFAB_IS_MESSAGE (message));

  failure = confab_message_get_failure (message);
  received = confab_answer_facts_received (message);
  confab_advice_for (confab_message_get_status (message), failure, &advice);

  gtk_label_set_text (GTK_LABEL (self->title), advice.title != NULL ? advice.title : "");
  gtk_label_set_text (GTK_LABEL (self->advice), advice.text != NULL ? advice.text : "");
  gtk_widget_set_visible (self->advice, advice.text != NULL && advice.text[0] != '\0');
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  advice.title != NULL ? advice.title : "", -1);

  if (failure != NULL && failure->message != NULL)
    words = confab_text_one_line (failure->message, MAX_MESSAGE);
  set_fact (self, FACT_CODE, failure != NULL ? failure->code : NULL);
  set_fact (self, FACT_MESSAGE, words);
  set_fact (self, FACT_REQUEST_ID, failure != NULL ? failure->request_id : NULL);
  set_fact (self, FACT_RECEIVED, received);
  gtk_widget_set_visible (self->details, failure != NULL || received != NULL);

  can_retry = is_last && advice.can_retry;
  wants_key = is_last && confab_answer_facts_wants_key (message);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->retry), "x",
                                    confab_message_get_id (message));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->retry), "chat.retry");
  gtk_widget_set_visible (self->retry, can_retry);
  gtk_widget_set_visible (self->set_key, wants_key);
  gtk_widget_set_visible (self->buttons, can_retry || wants_key);
}
