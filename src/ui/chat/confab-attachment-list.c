/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-attachment-list.h"

#include <glib/gi18n.h>

#include "confab-attachment.h"

#define SPACING 4
#define NAME_CHARACTERS 40

static const char *
get_icon (ConfabAttachmentKind kind)
{
  switch (kind)
    {
    case CONFAB_ATTACHMENT_FILE:
      return "text-x-generic-symbolic";
    case CONFAB_ATTACHMENT_MEMORY:
      return "document-open-recent-symbolic";
    case CONFAB_ATTACHMENT_IMAGE:
    default:
      return "image-x-generic-symbolic";
    }
}

static GtkWidget *
create_item (ConfabAttachment *attachment)
{
  GtkWidget *item = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *name = gtk_label_new (confab_attachment_get_name (attachment));
  g_autofree char *summary = confab_attachment_dup_summary (attachment);

  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (name), NAME_CHARACTERS);
  gtk_label_set_single_line_mode (GTK_LABEL (name), TRUE);
  gtk_box_append (GTK_BOX (item), gtk_image_new_from_icon_name (
                                    get_icon (confab_attachment_get_kind (attachment))));
  gtk_box_append (GTK_BOX (item), name);
  if (confab_attachment_get_size (attachment) > 0)
    {
      g_autofree char *size = g_format_size (confab_attachment_get_size (attachment));
      GtkWidget *label = gtk_label_new (size);

      gtk_widget_add_css_class (label, "dim-label");
      gtk_box_append (GTK_BOX (item), label);
    }
  gtk_widget_set_halign (item, GTK_ALIGN_END);
  gtk_widget_set_tooltip_text (item, summary);
  gtk_widget_add_css_class (item, "attached");
  gtk_widget_add_css_class (item, "caption");

  return item;
}

/**
 * confab_attachment_list_new:
 * @attachments: (element-type ConfabAttachment): what was sent along with a prompt
 *
 * Returns: (transfer floating): their names, one under the other, at the side of the prompt
 */
GtkWidget *
confab_attachment_list_new (GPtrArray *attachments)
{
  GtkWidget *list = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);

  for (guint i = 0; i < attachments->len; i++)
    gtk_box_append (GTK_BOX (list), create_item (g_ptr_array_index (attachments, i)));
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Attached"), -1);

  return list;
}
