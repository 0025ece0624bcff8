/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-note-bar.h"

#include <glib/gi18n.h>

struct _ConfabNoteBar
{
  AdwBin parent_instance;

  char *text;
  GtkRevealer *revealer;
  GtkLabel *label; /* (nullable): made with the first text */
  GtkWidget *row;  /* (nullable): of the buttons, made with the first one */
  GtkWidget *buttons[2];
};

G_DEFINE_FINAL_TYPE (ConfabNoteBar, confab_note_bar, ADW_TYPE_BIN)

enum {
  PROP_0,
  PROP_TEXT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
close_clicked_cb (ConfabNoteBar *self)
{
  g_assert (CONFAB_IS_NOTE_BAR (self));

  gtk_revealer_set_reveal_child (self->revealer, FALSE);
}

/* Most windows never have a note: the widgets come with the first one. */
static void
create_content (ConfabNoteBar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-information-symbolic");
  GtkWidget *close = gtk_button_new_from_icon_name ("window-close-symbolic");

  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_wrap_mode (self->label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (self->label, 0);
  gtk_widget_set_hexpand (GTK_WIDGET (self->label), TRUE);
  gtk_widget_set_valign (column, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (column), GTK_WIDGET (self->label));

  gtk_widget_set_valign (close, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (close, "flat");
  gtk_widget_add_css_class (close, "small");
  gtk_widget_set_tooltip_text (close, _("Dismiss"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (close), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Dismiss"), -1);
  g_signal_connect_object (close, "clicked", G_CALLBACK (close_clicked_cb), self,
                           G_CONNECT_SWAPPED);

  gtk_widget_add_css_class (box, "note-bar");
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), column);
  gtk_box_append (GTK_BOX (box), close);
  gtk_revealer_set_child (self->revealer, box);
}

static void
confab_note_bar_finalize (GObject *object)
{
  ConfabNoteBar *self = CONFAB_NOTE_BAR (object);

  g_free (self->text);

  G_OBJECT_CLASS (confab_note_bar_parent_class)->finalize (object);
}

static void
confab_note_bar_get_property (GObject    *object,
                              guint       id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  ConfabNoteBar *self = CONFAB_NOTE_BAR (object);

  switch (id)
    {
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
confab_note_bar_set_property (GObject      *object,
                              guint         id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  ConfabNoteBar *self = CONFAB_NOTE_BAR (object);

  switch (id)
    {
    case PROP_TEXT:
      confab_note_bar_set_text (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
confab_note_bar_class_init (ConfabNoteBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = confab_note_bar_finalize;
  object_class->get_property = confab_note_bar_get_property;
  object_class->set_property = confab_note_bar_set_property;

  properties[PROP_TEXT] =
    g_param_spec_string ("text", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
confab_note_bar_init (ConfabNoteBar *self)
{
  self->revealer = GTK_REVEALER (gtk_revealer_new ());
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->revealer));
}

/**
 * confab_note_bar_new:
 *
 * Returns: (transfer floating): a bar without a text, which takes no room
 */
GtkWidget *
confab_note_bar_new (void)
{
  return g_object_new (CONFAB_TYPE_NOTE_BAR, NULL);
}

/**
 * confab_note_bar_get_text:
 * @self: a note bar
 *
 * Returns: (transfer none) (nullable): its text
 */
const char *
confab_note_bar_get_text (ConfabNoteBar *self)
{
  g_return_val_if_fail (CONFAB_IS_NOTE_BAR (self), NULL);

  return self->text;
}

/**
 * confab_note_bar_set_text:
 * @self: a note bar
 * @text: (nullable): what to say; %NULL folds the bar away
 */
void
confab_note_bar_set_text (ConfabNoteBar *self,
                          const char    *text)
{
  g_return_if_fail (CONFAB_IS_NOTE_BAR (self));

  if (g_strcmp0 (self->text, text) == 0)
    return;

  g_free (self->text);
  self->text = g_strdup (text);

  if (text != NULL)
    {
      if (self->label == NULL)
        create_content (self);
      gtk_label_set_text (self->label, text);
    }
  gtk_revealer_set_reveal_child (self->revealer, text != NULL);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}

static void
set_button (ConfabNoteBar *self,
            guint          i,
            const char    *label,
            const char    *detailed_action)
{
  g_autoptr (GVariant) target = NULL;
  g_autofree char *name = NULL;

  if (label == NULL)
    {
      if (self->buttons[i] != NULL)
        gtk_widget_set_visible (self->buttons[i], FALSE);
      return;
    }

  if (self->label == NULL)
    create_content (self);
  if (self->row == NULL)
    {
      self->row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
      gtk_box_append (GTK_BOX (gtk_widget_get_parent (GTK_WIDGET (self->label))), self->row);
    }
  if (self->buttons[i] == NULL)
    {
      self->buttons[i] = gtk_button_new ();
      gtk_widget_add_css_class (self->buttons[i], "note-action");
      gtk_box_append (GTK_BOX (self->row), self->buttons[i]);
    }

  gtk_button_set_label (GTK_BUTTON (self->buttons[i]), label);
  if (detailed_action != NULL)
    g_action_parse_detailed_name (detailed_action, &name, &target, NULL);
  /* The target first: for a moment without it GTK would find that the action wants another type. */
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (self->buttons[i]), target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->buttons[i]), name);
  gtk_widget_set_visible (self->buttons[i], TRUE);
}

static void
update_row (ConfabNoteBar *self)
{
  gboolean visible = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (self->buttons); i++)
    visible |= self->buttons[i] != NULL && gtk_widget_get_visible (self->buttons[i]);
  if (self->row != NULL)
    gtk_widget_set_visible (self->row, visible);
}

/**
 * confab_note_bar_set_action:
 * @self: a note bar
 * @label: (nullable): what the button says, translated; %NULL for no button
 * @detailed_action: (nullable): its action, with target
 *
 * What the person can do about it, under the text.
 */
void
confab_note_bar_set_action (ConfabNoteBar *self,
                            const char    *label,
                            const char    *detailed_action)
{
  g_return_if_fail (CONFAB_IS_NOTE_BAR (self));

  set_button (self, 0, label, detailed_action);
  update_row (self);
}

/**
 * confab_note_bar_set_second_action:
 * @self: a note bar that has a first one
 * @label: (nullable): as in confab_note_bar_set_action()
 * @detailed_action: (nullable): as there
 */
void
confab_note_bar_set_second_action (ConfabNoteBar *self,
                                   const char    *label,
                                   const char    *detailed_action)
{
  g_return_if_fail (CONFAB_IS_NOTE_BAR (self));

  set_button (self, 1, label, detailed_action);
  update_row (self);
}

/**
 * confab_note_bar_get_revealed:
 * @self: a note bar
 *
 * Returns: whether there is a text that was not dismissed
 */
gboolean
confab_note_bar_get_revealed (ConfabNoteBar *self)
{
  g_return_val_if_fail (CONFAB_IS_NOTE_BAR (self), FALSE);

  return gtk_revealer_get_reveal_child (self->revealer);
}
