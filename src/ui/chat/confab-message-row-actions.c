/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-message-row-private.h"

#include <glib/gi18n.h>

#include "confab-answer-details.h"
#include "confab-answer-facts.h"

/* Copying */

static void
copy_text (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  ConfabMessageRow *self = CONFAB_MESSAGE_ROW (widget);

  if (self->message != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget),
                            confab_message_get_text (self->message, NULL));
}

/* As the service wrote it. */
static void
copy_markdown (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  ConfabMessageRow *self = CONFAB_MESSAGE_ROW (widget);

  if (self->message != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget),
                            confab_message_get_text (self->message, NULL));
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

/* The menu */

static void
open_menu (ConfabMessageRow *self,
           double            x,
           double            y)
{
  if (self->menu == NULL)
    {
      g_autoptr (GMenu) menu = g_menu_new ();

      g_menu_append (menu, _("_Copy Message"), "message.copy");
      g_menu_append (menu, _("Copy as _Markdown"), "message.copy-markdown");
      g_menu_append (menu, _("_Details…"), "message.details");
      self->menu = gtk_popover_menu_new_from_model (G_MENU_MODEL (menu));
      gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
      gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
      gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
    }

  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu),
                               &(GdkRectangle) { (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
secondary_pressed_cb (ConfabMessageRow *self,
                      int               n_press,
                      double            x,
                      double            y,
                      GtkGesture       *gesture)
{
  g_assert (CONFAB_IS_MESSAGE_ROW (self));

  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  open_menu (self, x, y);
}

static gboolean
menu_key (GtkWidget *widget,
          GVariant  *arguments,
          gpointer   unused)
{
  open_menu (CONFAB_MESSAGE_ROW (widget), 0, 0);

  return GDK_EVENT_STOP;
}

/**
 * confab_message_row_install_actions:
 * @widget_class: the class of the row
 *
 * Installs actions and keys.
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
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "message.copy",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Insert, GDK_CONTROL_MASK,
                                       "message.copy", NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, menu_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, menu_key, NULL);
}

/**
 * confab_message_row_listen:
 * @self: a new row
 *
 * Adds what listens to the pointer.
 */
void
confab_message_row_listen (ConfabMessageRow *self)
{
  GtkGesture *gesture = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (gesture), GDK_BUTTON_SECONDARY);
  g_signal_connect_object (gesture, "pressed", G_CALLBACK (secondary_pressed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (gesture));
}

/**
 * confab_message_row_close_menu:
 * @self: the row
 *
 * What the menu was for is no longer shown.
 */
void
confab_message_row_close_menu (ConfabMessageRow *self)
{
  if (self->menu != NULL)
    gtk_popover_popdown (GTK_POPOVER (self->menu));
}
