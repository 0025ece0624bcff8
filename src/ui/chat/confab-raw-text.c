/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-raw-text.h"

#include <glib/gi18n.h>
#include <string.h>

#include "confab-evidence.h"
#include "confab-text.h"

/* What is shown at most; a label is laid out whole. */
#define MAX_BYTES 6000
#define MAX_LINES 120
/* JSON that is longer is shown as it came: to set it out would take longer than a frame. */
#define MAX_PRETTY (256 * 1024)
/* A wrapping label that names its width is measured once instead of a dozen times. */
#define LABEL_CHARS 20

struct _ConfabRawText {
  GtkWidget  parent_instance;

  GtkWidget *head;
  GtkWidget *label;
  GtkWidget *more;
  char      *text; /* all of it, as it came */
};

G_DEFINE_FINAL_TYPE (ConfabRawText, confab_raw_text, GTK_TYPE_WIDGET)

static void
copy_clicked_cb (ConfabRawText *self,
                 GtkButton     *button)
{
  g_assert (CONFAB_IS_RAW_TEXT (self));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->text);
}

static void
confab_raw_text_dispose (GObject *object)
{
  ConfabRawText *self = CONFAB_RAW_TEXT (object);

  g_clear_pointer (&self->head, gtk_widget_unparent);
  g_clear_pointer (&self->label, gtk_widget_unparent);
  g_clear_pointer (&self->more, gtk_widget_unparent);

  G_OBJECT_CLASS (confab_raw_text_parent_class)->dispose (object);
}

static void
confab_raw_text_finalize (GObject *object)
{
  g_free (CONFAB_RAW_TEXT (object)->text);

  G_OBJECT_CLASS (confab_raw_text_parent_class)->finalize (object);
}

static void
confab_raw_text_class_init (ConfabRawTextClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = confab_raw_text_dispose;
  G_OBJECT_CLASS (klass)->finalize = confab_raw_text_finalize;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "rawtext");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
confab_raw_text_init (ConfabRawText *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 4);

  self->head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_set_parent (self->head, GTK_WIDGET (self));

  self->label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_width_chars (GTK_LABEL (self->label), LABEL_CHARS);
  gtk_label_set_max_width_chars (GTK_LABEL (self->label), LABEL_CHARS);
  gtk_label_set_selectable (GTK_LABEL (self->label), TRUE);
  /* Data goes from left to right. */
  gtk_widget_set_direction (self->label, GTK_TEXT_DIR_LTR);
  gtk_widget_add_css_class (self->label, "monospace");
  gtk_widget_add_css_class (self->label, "caption");
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));

  self->more = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->more), 0);
  gtk_label_set_wrap (GTK_LABEL (self->more), TRUE);
  gtk_widget_add_css_class (self->more, "caption");
  gtk_widget_add_css_class (self->more, "dim-label");
  gtk_widget_set_visible (self->more, FALSE);
  gtk_widget_set_parent (self->more, GTK_WIDGET (self));
}

/**
 * confab_raw_text_new:
 * @name: what the text is, translated
 *
 * Returns: (transfer floating): an empty box
 */
GtkWidget *
confab_raw_text_new (const char *name)
{
  ConfabRawText *self = g_object_new (CONFAB_TYPE_RAW_TEXT, NULL);
  GtkWidget *label = gtk_label_new (name);
  GtkWidget *copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  /* Translators: %s is what is copied, such as "Input" */
  g_autofree char *title = g_strdup_printf (_("Copy: %s"), name);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "caption-heading");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (GTK_BOX (self->head), label);

  gtk_widget_add_css_class (copy, "flat");
  gtk_widget_add_css_class (copy, "small");
  gtk_widget_set_tooltip_text (copy, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (copy), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_signal_connect_object (copy, "clicked", G_CALLBACK (copy_clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->head), copy);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);

  return GTK_WIDGET (self);
}

/* How much of a text is shown: whole characters. */
static gsize
cut (const char *text)
{
  const char *end = text;

  for (guint line = 0; *end != '\0'; end = g_utf8_next_char (end))
    if (end - text >= MAX_BYTES || (*end == '\n' && ++line >= MAX_LINES))
      break;

  return (gsize) (end - text);
}

/**
 * confab_raw_text_set_text:
 * @self: the box
 * @text: foreign text, valid UTF-8
 */
void
confab_raw_text_set_text (ConfabRawText *self,
                          const char    *text)
{
  g_autofree char *pretty = NULL;
  g_autofree char *shown = NULL;
  gsize length;

  g_return_if_fail (CONFAB_IS_RAW_TEXT (self));
  g_return_if_fail (text != NULL);

  if (g_strcmp0 (self->text, text) == 0)
    return;

  g_free (self->text);
  self->text = g_strdup (text);

  pretty = strlen (text) <= MAX_PRETTY ? confab_evidence_dup_pretty (text) : g_strdup (text);
  length = cut (pretty);
  /* Nothing in it may look like something else: no controls, no text that runs backwards. */
  shown = confab_text_for_terminal (pretty, (gssize) length);
  gtk_label_set_text (GTK_LABEL (self->label), shown);
  gtk_widget_set_visible (self->more, pretty[length] != '\0');
  if (pretty[length] != '\0')
    {
      g_autofree char *size = g_format_size (strlen (text));
      /* Translators: %s is a size such as "12 kB" */
      g_autofree char *more = g_strdup_printf (_("… and so on. Copying takes all of it, %s."),
                                               size);

      gtk_label_set_text (GTK_LABEL (self->more), more);
    }
}
