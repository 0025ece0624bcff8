/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-message-row-private.h"

#include "confab-answer-details.h"
#include "confab-answer-facts.h"
#include "confab-copy.h"

/* Copying */

static void
copy_text (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  ConfabMessageRow *self = CONFAB_MESSAGE_ROW (widget);

  if (self->message != NULL)
    confab_copy_message (widget, self->message);
}

static void
copy_markdown (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  ConfabMessageRow *self = CONFAB_MESSAGE_ROW (widget);

  if (self->message != NULL)
    confab_copy_message_markdown (widget, self->message);
}

static void
copy_request_id (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  ConfabMessageRow *self = CONFAB_MESSAGE_ROW (widget);

  if (self->message != NULL && confab_message_get_record (self->message)->request_id != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget),
                            confab_message_get_record (self->message)->request_id);
}

static void
show_details (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  ConfabMessageRow *self = CONFAB_MESSAGE_ROW (widget);

  if (self->message != NULL)
    confab_answer_details_show (widget, self->message);
}

static void
copy_error (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  ConfabMessageRow *self = CONFAB_MESSAGE_ROW (widget);
  g_autofree char *text = NULL;

  if (self->message == NULL)
    return;

  text = confab_answer_facts_error (self->message);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

/**
 * confab_message_row_install_actions:
 * @widget_class: the class of the row
 *
 * Installs the actions of the buttons in a row. Keys, and the menu, are the list's.
 */
void
confab_message_row_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "message.copy", NULL, copy_text);
  gtk_widget_class_install_action (widget_class, "message.copy-markdown", NULL, copy_markdown);
  gtk_widget_class_install_action (widget_class, "message.copy-request-id", NULL,
                                   copy_request_id);
  gtk_widget_class_install_action (widget_class, "message.copy-error", NULL, copy_error);
  gtk_widget_class_install_action (widget_class, "message.details", NULL, show_details);
}
