/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-field-note.h"

struct _ConfabFieldNote
{
  AdwPreferencesRow parent_instance;

  GtkWidget *field;
  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (ConfabFieldNote, confab_field_note, ADW_TYPE_PREFERENCES_ROW)

enum {
  PROP_0,
  PROP_FIELD,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
field_changed_cb (ConfabFieldNote *self)
{
  g_assert (CONFAB_IS_FIELD_NOTE (self));

  confab_field_note_set_text (self, NULL);
}

static void
set_field (ConfabFieldNote *self,
           GtkWidget       *field)
{
  if (field == NULL)
    return;

  g_set_weak_pointer (&self->field, field);
  if (GTK_IS_EDITABLE (field))
    g_signal_connect_object (field, "changed", G_CALLBACK (field_changed_cb), self,
                             G_CONNECT_SWAPPED);
}

static void
confab_field_note_dispose (GObject *object)
{
  ConfabFieldNote *self = CONFAB_FIELD_NOTE (object);

  g_clear_weak_pointer (&self->field);

  G_OBJECT_CLASS (confab_field_note_parent_class)->dispose (object);
}

static void
confab_field_note_set_property (GObject      *object,
                                guint         id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  ConfabFieldNote *self = CONFAB_FIELD_NOTE (object);

  switch (id)
    {
    case PROP_FIELD:
      set_field (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

/* A list gives the focus to the row next to the one that has it, or away: past a note, then. */
static gboolean
confab_field_note_focus (GtkWidget        *widget,
                         GtkDirectionType  direction)
{
  gboolean back = direction == GTK_DIR_TAB_BACKWARD || direction == GTK_DIR_UP;
  GtkWidget *next = widget;

  do
    next = back ? gtk_widget_get_prev_sibling (next) : gtk_widget_get_next_sibling (next);
  while (next != NULL && !gtk_widget_get_visible (next));

  return next != NULL && gtk_widget_child_focus (next, direction);
}

static void
confab_field_note_class_init (ConfabFieldNoteClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = confab_field_note_dispose;
  object_class->set_property = confab_field_note_set_property;
  GTK_WIDGET_CLASS (klass)->focus = confab_field_note_focus;

  properties[PROP_FIELD] =
    g_param_spec_object ("field", NULL, NULL, GTK_TYPE_WIDGET,
                         G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
confab_field_note_init (ConfabFieldNote *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->label, 0);
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_wrap_mode (self->label, PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (GTK_WIDGET (self->label), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "caption");
  gtk_widget_set_valign (icon, GTK_ALIGN_START);

  gtk_widget_add_css_class (box, "error");
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->label));

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "field-note");
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * confab_field_note_get_text:
 * @self: a field note
 *
 * Returns: (transfer none) (nullable): what is wrong
 */
const char *
confab_field_note_get_text (ConfabFieldNote *self)
{
  g_return_val_if_fail (CONFAB_IS_FIELD_NOTE (self), NULL);

  return gtk_widget_get_visible (GTK_WIDGET (self)) ? gtk_label_get_text (self->label) : NULL;
}

/**
 * confab_field_note_set_text:
 * @self: a field note
 * @text: (nullable): what is wrong; %NULL when nothing is
 */
void
confab_field_note_set_text (ConfabFieldNote *self,
                            const char      *text)
{
  g_return_if_fail (CONFAB_IS_FIELD_NOTE (self));

  if (text == NULL && !gtk_widget_get_visible (GTK_WIDGET (self)))
    return;

  gtk_label_set_text (self->label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
  if (self->field == NULL)
    return;

  if (text != NULL)
    {
      gtk_widget_add_css_class (self->field, "error");
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->field),
                                      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
      gtk_accessible_update_state (GTK_ACCESSIBLE (self->field), GTK_ACCESSIBLE_STATE_INVALID,
                                   GTK_ACCESSIBLE_INVALID_TRUE, -1);
    }
  else
    {
      gtk_widget_remove_css_class (self->field, "error");
      gtk_accessible_reset_property (GTK_ACCESSIBLE (self->field),
                                     GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
      gtk_accessible_reset_state (GTK_ACCESSIBLE (self->field), GTK_ACCESSIBLE_STATE_INVALID);
    }
}
