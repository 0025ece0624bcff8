/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-test-row.h"

#include <glib/gi18n.h>

#include "confab-advice.h"

struct _ConfabTestRow
{
  AdwActionRow parent_instance;

  GCancellable *cancellable;

  GtkSpinner *spinner;
  GtkWidget *button;
};

G_DEFINE_FINAL_TYPE (ConfabTestRow, confab_test_row, ADW_TYPE_ACTION_ROW)

enum {
  CLICKED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
tested_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ConfabTestRow) self = CONFAB_TEST_ROW (user_data);
  g_autoptr (ConfabFailure) failure = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  confab_engine_test_app_finish (CONFAB_ENGINE (source), result, &failure, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->button == NULL)
    return;

  gtk_spinner_stop (self->spinner);
  gtk_widget_set_sensitive (self->button, TRUE);
  if (failure != NULL)
    text = confab_advice_describe (failure);
  confab_test_row_set_text (self, text != NULL    ? text
                                  : error != NULL ? error->message
                                                  : _("The Application Answers"));
}

static void
clicked_cb (ConfabTestRow *self)
{
  g_signal_emit (self, signals[CLICKED], 0);
}

static void
confab_test_row_dispose (GObject *object)
{
  ConfabTestRow *self = CONFAB_TEST_ROW (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_TEST_ROW);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (confab_test_row_parent_class)->dispose (object);
}

static void
confab_test_row_class_init (ConfabTestRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_test_row_dispose;

  signals[CLICKED] = g_signal_new ("clicked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/confab_chat/Confab/preferences/confab-test-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabTestRow, spinner);
  gtk_widget_class_bind_template_child (widget_class, ConfabTestRow, button);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
}

static void
confab_test_row_init (ConfabTestRow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * confab_test_row_run:
 * @self: a row
 * @engine: what does the test
 * @draft: what is tested
 *
 * Tests an application, and says under the title what came of it.
 */
void
confab_test_row_run (ConfabTestRow        *self,
                     ConfabEngine         *engine,
                     const ConfabAppDraft *draft)
{
  g_return_if_fail (CONFAB_IS_TEST_ROW (self));
  g_return_if_fail (CONFAB_IS_ENGINE (engine));

  gtk_widget_set_sensitive (self->button, FALSE);
  gtk_spinner_start (self->spinner);
  confab_engine_test_app_async (engine, draft, self->cancellable, tested_cb, g_object_ref (self));
}

/**
 * confab_test_row_set_text:
 * @self: a row
 * @text: what stands under the title, plain
 */
void
confab_test_row_set_text (ConfabTestRow *self,
                          const char    *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_return_if_fail (CONFAB_IS_TEST_ROW (self));

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), escaped);
}
