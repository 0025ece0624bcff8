/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-welcome-page.h"

#include "confab-note-bar.h"

struct _ConfabWelcomePage
{
  AdwBin parent_instance;

  ConfabNoteBar *store_note;
  ConfabNoteBar *keyring_note;
  GtkWidget *add;
  GtkWidget *demo;
  GtkStack *demo_stack;
  GtkWidget *demo_label;
  GtkSpinner *demo_spinner;
  GtkWidget *note;
  GtkLabel *error;
};

G_DEFINE_FINAL_TYPE (ConfabWelcomePage, confab_welcome_page, ADW_TYPE_BIN)

static gboolean
confab_welcome_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (CONFAB_WELCOME_PAGE (widget)->add);
}

static void
confab_welcome_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CONFAB_TYPE_WELCOME_PAGE);

  G_OBJECT_CLASS (confab_welcome_page_parent_class)->dispose (object);
}

static void
confab_welcome_page_class_init (ConfabWelcomePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = confab_welcome_page_dispose;
  widget_class->grab_focus = confab_welcome_page_grab_focus;

  g_type_ensure (CONFAB_TYPE_NOTE_BAR);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/confab_chat/Confab/welcome/confab-welcome-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabWelcomePage, store_note);
  gtk_widget_class_bind_template_child (widget_class, ConfabWelcomePage, keyring_note);
  gtk_widget_class_bind_template_child (widget_class, ConfabWelcomePage, add);
  gtk_widget_class_bind_template_child (widget_class, ConfabWelcomePage, demo);
  gtk_widget_class_bind_template_child (widget_class, ConfabWelcomePage, demo_stack);
  gtk_widget_class_bind_template_child (widget_class, ConfabWelcomePage, demo_label);
  gtk_widget_class_bind_template_child (widget_class, ConfabWelcomePage, demo_spinner);
  gtk_widget_class_bind_template_child (widget_class, ConfabWelcomePage, note);
  gtk_widget_class_bind_template_child (widget_class, ConfabWelcomePage, error);
}

static void
confab_welcome_page_init (ConfabWelcomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * confab_welcome_page_new:
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
confab_welcome_page_new (void)
{
  return g_object_new (CONFAB_TYPE_WELCOME_PAGE, NULL);
}

/**
 * confab_welcome_page_set_engine:
 * @self: a welcome page
 * @engine: (transfer none): whose notes are shown
 */
void
confab_welcome_page_set_engine (ConfabWelcomePage *self,
                                ConfabEngine      *engine)
{
  g_return_if_fail (CONFAB_IS_WELCOME_PAGE (self));
  g_return_if_fail (CONFAB_IS_ENGINE (engine));

  g_object_bind_property (engine, "store-note", self->store_note, "text", G_BINDING_SYNC_CREATE);
  g_object_bind_property (engine, "keyring-note", self->keyring_note, "text",
                          G_BINDING_SYNC_CREATE);
}

/**
 * confab_welcome_page_set_busy:
 * @self: a welcome page
 * @busy: whether the demo is being set up
 */
void
confab_welcome_page_set_busy (ConfabWelcomePage *self,
                              gboolean           busy)
{
  g_return_if_fail (CONFAB_IS_WELCOME_PAGE (self));

  gtk_widget_set_sensitive (self->add, !busy);
  gtk_widget_set_sensitive (self->demo, !busy);
  gtk_stack_set_visible_child (self->demo_stack,
                               busy ? GTK_WIDGET (self->demo_spinner) : self->demo_label);
  gtk_spinner_set_spinning (self->demo_spinner, busy);
}

/**
 * confab_welcome_page_set_error:
 * @self: a welcome page
 * @text: (nullable): why the demo could not be set up
 */
void
confab_welcome_page_set_error (ConfabWelcomePage *self,
                               const char        *text)
{
  g_return_if_fail (CONFAB_IS_WELCOME_PAGE (self));

  gtk_label_set_text (self->error, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error), text != NULL);
  gtk_widget_set_visible (self->note, text == NULL);
}
