/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-chip.h"

#include <glib/gi18n.h>

/* A name of a person's own may be long. */
#define MAX_CHARACTERS 36

struct _ConfabChip
{
  GtkWidget parent_instance;

  const ConfabCarried *carried; /* unowned: of the list that the chip is made for */
  GtkWidget *button;
  GtkWidget *remove;
};

G_DEFINE_FINAL_TYPE (ConfabChip, confab_chip, GTK_TYPE_WIDGET)

enum {
  ACTIVATED,
  REMOVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
clicked_cb (ConfabChip *self)
{
  g_signal_emit (self, signals[ACTIVATED], 0);
}

static void
remove_clicked_cb (ConfabChip *self)
{
  g_signal_emit (self, signals[REMOVED], 0);
}

static void
confab_chip_dispose (GObject *object)
{
  ConfabChip *self = CONFAB_CHIP (object);

  g_clear_pointer (&self->button, gtk_widget_unparent);
  g_clear_pointer (&self->remove, gtk_widget_unparent);

  G_OBJECT_CLASS (confab_chip_parent_class)->dispose (object);
}

static void
confab_chip_class_init (ConfabChipClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = confab_chip_dispose;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "chip");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);

  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[REMOVED] = g_signal_new ("removed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
confab_chip_init (ConfabChip *self)
{
  self->button = gtk_button_new ();
  gtk_widget_set_hexpand (self->button, TRUE);
  gtk_widget_add_css_class (self->button, "flat");
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (clicked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));

  self->remove = gtk_button_new ();
  gtk_widget_add_css_class (self->remove, "flat");
  gtk_widget_add_css_class (self->remove, "remove");
  g_signal_connect_object (self->remove, "clicked", G_CALLBACK (remove_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_parent (self->remove, GTK_WIDGET (self));
}

static void
fill_button (ConfabChip *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (self->carried->text);
  g_autofree char *source = confab_carried_dup_source (self->carried);
  g_autofree char *tooltip = NULL;

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), MAX_CHARACTERS);
  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (self->carried->icon_name));
  gtk_box_append (GTK_BOX (box), label);
  gtk_button_set_child (GTK_BUTTON (self->button), box);

  tooltip = g_strdup_printf ("%s\n%s",
                             self->carried->summary != NULL ? self->carried->summary
                                                            : self->carried->text,
                             source);
  gtk_widget_set_tooltip_text (self->button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->carried->text, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, source,
                                  -1);
}

static void
fill_remove (ConfabChip *self)
{
  const char *tooltip = _("Not with This Message");
  g_autofree char *label = NULL;

  if (self->carried->is_off)
    {
      tooltip = _("Send It Again");
      /* Translators: %s is something that is not sent with this message, such as "city". */
      label = g_strdup_printf (_("Send Again: %s"), self->carried->text);
    }
  else
    {
      if (self->carried->attachment != NULL)
        tooltip = _("Remove");
      /* Translators: %s is something that would be sent along, such as "city = Singapore". */
      label = g_strdup_printf (_("Not with This Message: %s"), self->carried->text);
    }

  gtk_button_set_icon_name (GTK_BUTTON (self->remove),
                            self->carried->is_off ? "edit-undo-symbolic"
                                                  : "window-close-symbolic");
  gtk_widget_set_tooltip_text (self->remove, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->remove), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
}

/**
 * confab_chip_new:
 * @carried: what it shows; it has to live as long as the chip
 *
 * Returns: (transfer floating): a chip
 */
GtkWidget *
confab_chip_new (const ConfabCarried *carried)
{
  ConfabChip *self = g_object_new (CONFAB_TYPE_CHIP, NULL);

  self->carried = carried;
  fill_button (self);
  fill_remove (self);
  if (carried->is_off)
    gtk_widget_add_css_class (GTK_WIDGET (self), "off");
  else if (carried->layer == CONFAB_LAYER_MESSAGE)
    gtk_widget_add_css_class (GTK_WIDGET (self), "own");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  carried->text, -1);

  return GTK_WIDGET (self);
}

/**
 * confab_chip_get_carried:
 * @self: a chip
 *
 * Returns: (transfer none): what it shows
 */
const ConfabCarried *
confab_chip_get_carried (ConfabChip *self)
{
  g_return_val_if_fail (CONFAB_IS_CHIP (self), NULL);

  return self->carried;
}
