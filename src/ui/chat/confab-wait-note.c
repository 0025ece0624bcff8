/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-wait-note.h"

#include "confab-answer-facts.h"

struct _ConfabWaitNote {
  GtkWidget      parent_instance;

  GtkWidget     *spinner;
  GtkWidget     *label;
  ConfabMessage *message;
  guint          second; /* source while mapped */
};

G_DEFINE_FINAL_TYPE (ConfabWaitNote, confab_wait_note, GTK_TYPE_WIDGET)

static gboolean
second_passed_cb (gpointer user_data)
{
  confab_wait_note_update (CONFAB_WAIT_NOTE (user_data));

  return G_SOURCE_CONTINUE;
}

static void
confab_wait_note_map (GtkWidget *widget)
{
  ConfabWaitNote *self = CONFAB_WAIT_NOTE (widget);

  GTK_WIDGET_CLASS (confab_wait_note_parent_class)->map (widget);

  gtk_spinner_start (GTK_SPINNER (self->spinner));
  self->second = g_timeout_add_seconds (1, second_passed_cb, self);
}

static void
confab_wait_note_unmap (GtkWidget *widget)
{
  ConfabWaitNote *self = CONFAB_WAIT_NOTE (widget);

  g_clear_handle_id (&self->second, g_source_remove);
  gtk_spinner_stop (GTK_SPINNER (self->spinner));

  GTK_WIDGET_CLASS (confab_wait_note_parent_class)->unmap (widget);
}

static void
confab_wait_note_dispose (GObject *object)
{
  ConfabWaitNote *self = CONFAB_WAIT_NOTE (object);

  g_clear_handle_id (&self->second, g_source_remove);
  g_clear_pointer (&self->spinner, gtk_widget_unparent);
  g_clear_pointer (&self->label, gtk_widget_unparent);
  g_clear_object (&self->message);

  G_OBJECT_CLASS (confab_wait_note_parent_class)->dispose (object);
}

static void
confab_wait_note_class_init (ConfabWaitNoteClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = confab_wait_note_dispose;
  widget_class->map = confab_wait_note_map;
  widget_class->unmap = confab_wait_note_unmap;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "waitnote");
}

static void
confab_wait_note_init (ConfabWaitNote *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 8);

  self->spinner = gtk_spinner_new ();
  gtk_widget_set_valign (self->spinner, GTK_ALIGN_CENTER);
  gtk_widget_set_parent (self->spinner, GTK_WIDGET (self));

  self->label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->label, "caption");
  gtk_widget_add_css_class (self->label, "dim-label");
  gtk_widget_add_css_class (self->label, "numeric");
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
}

/**
 * confab_wait_note_new:
 *
 * Returns: (transfer floating): a note about nothing yet
 */
GtkWidget *
confab_wait_note_new (void)
{
  return g_object_new (CONFAB_TYPE_WAIT_NOTE, NULL);
}

/**
 * confab_wait_note_set_message:
 * @self: the note
 * @message: (nullable): the answer that is waited for
 */
void
confab_wait_note_set_message (ConfabWaitNote *self,
                              ConfabMessage  *message)
{
  g_return_if_fail (CONFAB_IS_WAIT_NOTE (self));

  g_set_object (&self->message, message);
  confab_wait_note_update (self);
}

/**
 * confab_wait_note_update:
 * @self: the note
 *
 * Says what is true now.
 */
void
confab_wait_note_update (ConfabWaitNote *self)
{
  g_autofree char *text = NULL;

  g_return_if_fail (CONFAB_IS_WAIT_NOTE (self));

  if (self->message != NULL)
    text = confab_answer_facts_wait (self->message, g_get_real_time ());
  gtk_label_set_text (GTK_LABEL (self->label), text != NULL ? text : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), text);
}
