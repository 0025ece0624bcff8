/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-answer-footer.h"

#include <glib/gi18n.h>

#include "confab-lazy-menu.h"
#include "confab-version-pager.h"

struct _ConfabAnswerFooter {
  GtkWidget  parent_instance;

  GtkWidget *label;
  GtkWidget *pager;
  GtkWidget *copy;
  GtkWidget *again;
  GtkWidget *more;
};

G_DEFINE_FINAL_TYPE (ConfabAnswerFooter, confab_answer_footer, GTK_TYPE_WIDGET)

static void
set_up_button (ConfabAnswerFooter *self,
               GtkWidget          *button,
               const char         *title,
               const char         *tooltip)
{
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "small");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_widget_set_parent (button, GTK_WIDGET (self));
}

static GMenuModel *
make_menu (gpointer unused)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) copies = g_menu_new ();
  g_autoptr (GMenu) facts = g_menu_new ();

  g_menu_append (copies, _("Copy as _Markdown"), "message.copy-markdown");
  g_menu_append (copies, _("Copy _Request ID"), "message.copy-request-id");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (copies));
  g_menu_append (facts, _("_Details…"), "message.details");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (facts));

  return G_MENU_MODEL (menu);
}

static void
confab_answer_footer_dispose (GObject *object)
{
  ConfabAnswerFooter *self = CONFAB_ANSWER_FOOTER (object);

  g_clear_pointer (&self->label, gtk_widget_unparent);
  g_clear_pointer (&self->pager, gtk_widget_unparent);
  g_clear_pointer (&self->copy, gtk_widget_unparent);
  g_clear_pointer (&self->again, gtk_widget_unparent);
  g_clear_pointer (&self->more, gtk_widget_unparent);

  G_OBJECT_CLASS (confab_answer_footer_parent_class)->dispose (object);
}

static void
confab_answer_footer_class_init (ConfabAnswerFooterClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = confab_answer_footer_dispose;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "answerfooter");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
confab_answer_footer_init (ConfabAnswerFooter *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 2);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("About the answer"), -1);

  self->label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (self->label, TRUE);
  gtk_widget_add_css_class (self->label, "caption");
  gtk_widget_add_css_class (self->label, "dim-label");
  gtk_widget_add_css_class (self->label, "numeric");
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));

  self->pager = confab_version_pager_new ();
  gtk_widget_set_visible (self->pager, FALSE);
  gtk_widget_set_parent (self->pager, GTK_WIDGET (self));

  self->copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->copy), "message.copy");
  set_up_button (self, self->copy, _("Copy Answer"), _("Copy Answer"));

  self->again = gtk_button_new_from_icon_name ("view-refresh-symbolic");
  set_up_button (self, self->again, _("Ask Again"), NULL);

  self->more = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->more), "view-more-symbolic");
  confab_lazy_menu_set (GTK_MENU_BUTTON (self->more), make_menu, NULL);
  set_up_button (self, self->more, _("More About the Answer"), _("More About the Answer"));
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
 * @tooltip: (nullable): what there was no room for
 * @can_copy: whether there is something to copy
 */
void
confab_answer_footer_set_facts (ConfabAnswerFooter *self,
                                const char         *facts,
                                const char         *tooltip,
                                gboolean            can_copy)
{
  g_return_if_fail (CONFAB_IS_ANSWER_FOOTER (self));

  gtk_label_set_text (GTK_LABEL (self->label), facts);
  gtk_widget_set_tooltip_text (self->label, tooltip);
  gtk_widget_set_visible (self->copy, can_copy);
}

/**
 * confab_answer_footer_set_versions:
 * @self: the footer
 * @answer: the answer, whose other versions can be paged to
 */
void
confab_answer_footer_set_versions (ConfabAnswerFooter *self,
                                   ConfabMessage      *answer)
{
  g_return_if_fail (CONFAB_IS_ANSWER_FOOTER (self));

  confab_version_pager_show (CONFAB_VERSION_PAGER (self->pager), answer);
}

/**
 * confab_answer_footer_set_again:
 * @self: the footer
 * @answer: id of the answer whose prompt can be asked again, 0 for none
 * @is_last: whether nothing follows that answer; else what follows goes out of sight with it
 */
void
confab_answer_footer_set_again (ConfabAnswerFooter *self,
                                gint64              answer,
                               gboolean            is_last)
{
  g_return_if_fail (CONFAB_IS_ANSWER_FOOTER (self));

  gtk_widget_set_visible (self->again, answer != 0);
  if (answer == 0)
    return;

  gtk_widget_set_tooltip_text (self->again, is_last
                                 ? _("Ask Again (Ctrl+R)")
                                 : _("Ask Again from Here\n"
                                     "What followed stays with the earlier version."));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->again), "x", answer);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->again), "chat.retry");
}
