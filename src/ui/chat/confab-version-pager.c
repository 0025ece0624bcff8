/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-version-pager.h"

#include <glib/gi18n.h>

struct _ConfabVersionPager {
  GtkWidget  parent_instance;

  GtkWidget *previous;
  GtkWidget *label;
  GtkWidget *next;
};

G_DEFINE_FINAL_TYPE (ConfabVersionPager, confab_version_pager, GTK_TYPE_WIDGET)

static GtkWidget *
create_button (ConfabVersionPager *self,
               const char         *icon_name,
               const char         *title)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "small");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  gtk_widget_set_parent (button, GTK_WIDGET (self));

  return button;
}

static void
set_target (GtkWidget *button,
            gint64     message,
            gboolean   possible,
            guint      which)
{
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), NULL);
  gtk_widget_set_sensitive (button, possible);
  if (!possible)
    return;

  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(xu)", message, which);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "chat.show-version");
}

static void
confab_version_pager_dispose (GObject *object)
{
  ConfabVersionPager *self = CONFAB_VERSION_PAGER (object);

  g_clear_pointer (&self->previous, gtk_widget_unparent);
  g_clear_pointer (&self->label, gtk_widget_unparent);
  g_clear_pointer (&self->next, gtk_widget_unparent);

  G_OBJECT_CLASS (confab_version_pager_parent_class)->dispose (object);
}

static void
confab_version_pager_class_init (ConfabVersionPagerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = confab_version_pager_dispose;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
confab_version_pager_init (ConfabVersionPager *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Versions"), -1);

  self->previous = create_button (self, "go-previous-symbolic", _("Previous Version"));
  self->label = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->label, "caption");
  gtk_widget_add_css_class (self->label, "dim-label");
  gtk_widget_add_css_class (self->label, "numeric");
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
  self->next = create_button (self, "go-next-symbolic", _("Next Version"));
}

/**
 * confab_version_pager_new:
 *
 * Returns: (transfer floating): a pager of nothing
 */
GtkWidget *
confab_version_pager_new (void)
{
  return g_object_new (CONFAB_TYPE_VERSION_PAGER, NULL);
}

/**
 * confab_version_pager_show:
 * @self: a pager
 * @message: whose versions
 *
 * Returns: whether there are several; if not it hides
 */
gboolean
confab_version_pager_show (ConfabVersionPager *self,
                           ConfabMessage      *message)
{
  g_autofree char *text = NULL;
  g_autofree char *spoken = NULL;
  gint64 id;
  guint which;
  guint n;

  g_return_val_if_fail (CONFAB_IS_VERSION_PAGER (self), FALSE);
  g_return_val_if_fail (CONFAB_IS_MESSAGE (message), FALSE);

  n = confab_message_get_n_versions (message, &which);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 1);
  if (n <= 1)
    return FALSE;

  id = confab_message_get_id (message);
  text = g_strdup_printf ("%u/%u", which + 1, n);
  /* Translators: what is shown is one of several versions of a message. */
  spoken = g_strdup_printf (_("Version %u of %u"), which + 1, n);
  gtk_label_set_text (GTK_LABEL (self->label), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->label), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
  set_target (self->previous, id, which > 0, which - 1);
  set_target (self->next, id, which + 1 < n, which + 1);

  return TRUE;
}
