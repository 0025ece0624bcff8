/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-answer-footer.h"

#include <glib/gi18n.h>

struct _ConfabAnswerFooter {
  GtkWidget  parent_instance;

  GtkWidget *label;
  GtkWidget *copy;
};

G_DEFINE_FINAL_TYPE (ConfabAnswerFooter, confab_answer_footer, GTK_TYPE_WIDGET)

static void
confab_answer_footer_dispose (GObject *object)
{
  ConfabAnswerFooter *self = CONFAB_ANSWER_FOOTER (object);

  g_clear_pointer (&self->label, gtk_widget_unparent);
  g_clear_pointer (&self->copy, gtk_widget_unparent);

  G_OBJECT_CLASS (confab_answer_footer_parent_class)->dispose (object);
}

static void
confab_answer_footer_class_init (ConfabAnswerFooterClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = confab_answer_footer_dispose;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "answerfooter");
}

static void
confab_answer_footer_init (ConfabAnswerFooter *self)
{
  const char *title = _("Copy Answer");

  self->label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (self->label, TRUE);
  gtk_widget_add_css_class (self->label, "caption");
  gtk_widget_add_css_class (self->label, "dim-label");
  gtk_widget_add_css_class (self->label, "numeric");
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));

  self->copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  gtk_widget_add_css_class (self->copy, "flat");
  gtk_widget_add_css_class (self->copy, "small");
  gtk_widget_set_valign (self->copy, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (self->copy, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->copy),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->copy), "message.copy");
  gtk_widget_set_parent (self->copy, GTK_WIDGET (self));
}

/**
 * confab_answer_footer_new:
 *
 * Returns: (transfer floating): an empty footer
 */
GtkWidget *
confab_answer_footer_new (void)
{
  return g_object_new (CONFAB_TYPE_ANSWER_FOOTER, NULL);
}

/**
 * confab_answer_footer_set_facts:
 * @self: the footer
 * @facts: the line
 * @can_copy: whether there is something to copy
 */
void
confab_answer_footer_set_facts (ConfabAnswerFooter *self,
                                const char         *facts,
                                gboolean            can_copy)
{
  g_return_if_fail (CONFAB_IS_ANSWER_FOOTER (self));

  gtk_label_set_text (GTK_LABEL (self->label), facts);
  gtk_widget_set_tooltip_text (self->label, facts);
  gtk_widget_set_visible (self->copy, can_copy);
}
