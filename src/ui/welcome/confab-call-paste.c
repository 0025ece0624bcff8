/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-call-paste.h"

#include <string.h>

/* Pasting a whole command into one field of a form fills all of them. */

typedef struct {
  ConfabCallPasteFunc func;
  GtkText *text;   /* (nullable): where it is pasted as it is, if it is nothing for a form */
  GObject *object;
} Reading;

static void
free_reading (Reading *reading)
{
  g_clear_object (&reading->text);
  g_object_unref (reading->object);
  g_free (reading);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reading, free_reading)

static void paste_pressed_cb (GtkText *text,
                              Reading *watch);

static void
clipboard_read_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (Reading) reading = user_data;
  g_autoptr (ConfabPaste) paste = NULL;
  char *content = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  if (content != NULL)
    {
      paste = confab_paste_parse (content);
      /* There may be a key in it. */
      explicit_bzero (content, strlen (content));
      g_free (content);
    }

  if (paste != NULL || reading->text == NULL)
    {
      reading->func (paste, reading->object);
      return;
    }

  g_signal_handlers_block_matched (reading->text, G_SIGNAL_MATCH_FUNC, 0, 0, NULL,
                                   paste_pressed_cb, NULL);
  g_signal_emit_by_name (reading->text, "paste-clipboard");
  g_signal_handlers_unblock_matched (reading->text, G_SIGNAL_MATCH_FUNC, 0, 0, NULL,
                                     paste_pressed_cb, NULL);
}

static void
read_clipboard (GtkWidget           *widget,
                GtkText             *text,
                ConfabCallPasteFunc  func,
                gpointer             object)
{
  Reading *reading = g_new0 (Reading, 1);

  reading->func = func;
  reading->text = text != NULL ? g_object_ref (text) : NULL;
  reading->object = g_object_ref (object);
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (widget), NULL, clipboard_read_cb,
                                 reading);
}

static void
paste_pressed_cb (GtkText *text,
                  Reading *watch)
{
  g_signal_stop_emission_by_name (text, "paste-clipboard");
  read_clipboard (GTK_WIDGET (text), text, watch->func, watch->object);
}

static void
free_watch (gpointer  data,
            GClosure *closure)
{
  g_free (data);
}

/**
 * confab_call_paste_watch:
 * @field: a field of a form
 * @func: called with what was pasted, when that says something of an application
 * @object: (transfer none): a GObject that lives as long as @field, for @func
 *
 * Anything else is pasted as ever.
 */
void
confab_call_paste_watch (GtkEditable         *field,
                         ConfabCallPasteFunc  func,
                         gpointer             object)
{
  GtkEditable *text = gtk_editable_get_delegate (field);
  Reading *watch;

  g_return_if_fail (GTK_IS_TEXT (text));
  g_return_if_fail (func != NULL);

  watch = g_new0 (Reading, 1);
  watch->func = func;
  watch->object = object;
  g_signal_connect_data (text, "paste-clipboard", G_CALLBACK (paste_pressed_cb), watch, free_watch,
                         0);
}

/**
 * confab_call_paste_read:
 * @widget: whose clipboard
 * @func: called with what the clipboard says, if anything
 * @object: (transfer none): a GObject, for @func, which is kept until then
 *
 * Looks at the clipboard because the person has asked for it.
 */
void
confab_call_paste_read (GtkWidget           *widget,
                        ConfabCallPasteFunc  func,
                        gpointer             object)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (func != NULL);

  read_clipboard (widget, NULL, func, object);
}
