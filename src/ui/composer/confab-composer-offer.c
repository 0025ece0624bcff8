/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-composer-offer.h"

#include "confab-attach.h"

/* What is dropped on the composer or pasted into it and is no text. */

static const char * const image_types[] = {
  "image/png", "image/jpeg", "image/webp", "image/gif", "image/bmp", "image/tiff", NULL,
};

static void
attached_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (ConfabComposer) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabAttachment) attachment = confab_attach_finish (result, &error);

  if (attachment != NULL)
    confab_composer_offer (self, attachment);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    confab_composer_set_error (self, error->message);
}

/**
 * confab_composer_offer_file:
 * @self: a composer
 * @file: a file that is to be attached
 */
void
confab_composer_offer_file (ConfabComposer *self,
                            GFile          *file)
{
  confab_attach_file_async (file, NULL, attached_cb, g_object_ref (self));
}

static gboolean
offer_value (ConfabComposer *self,
             const GValue   *value)
{
  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    {
      for (GSList *l = g_value_get_boxed (value); l != NULL; l = l->next)
        confab_composer_offer_file (self, l->data);
      return TRUE;
    }
  if (G_VALUE_HOLDS (value, G_TYPE_FILE))
    {
      confab_composer_offer_file (self, g_value_get_object (value));
      return TRUE;
    }
  if (G_VALUE_HOLDS (value, GDK_TYPE_TEXTURE))
    {
      confab_attach_texture_async (g_value_get_object (value), NULL, attached_cb,
                                   g_object_ref (self));
      return TRUE;
    }

  return FALSE;
}

static gboolean
dropped_cb (GtkDropTarget  *target,
            const GValue   *value,
            double          x,
            double          y,
            ConfabComposer *self)
{
  return !confab_composer_get_busy (self) && offer_value (self, value);
}

static void
files_read_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (ConfabComposer) self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, &error);

  if (value != NULL)
    offer_value (self, value);
  else
    confab_composer_set_error (self, error->message);
}

static void
image_read_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (ConfabComposer) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = NULL;

  stream = gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, NULL, &error);
  if (stream != NULL)
    confab_attach_stream_async (stream, NULL, attached_cb, g_object_ref (self));
  else
    confab_composer_set_error (self, error->message);
}

static gboolean
has_image (GdkContentFormats *formats)
{
  for (guint i = 0; image_types[i] != NULL; i++)
    if (gdk_content_formats_contain_mime_type (formats, image_types[i]))
      return TRUE;

  return FALSE;
}

/* Text is the text view's own, also where something else comes with it. */
static void
paste_cb (GtkTextView    *text,
          ConfabComposer *self)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (text));
  g_autoptr (GdkContentFormats) offered =
    gdk_content_formats_union_serialize_mime_types (
      gdk_content_formats_ref (gdk_clipboard_get_formats (clipboard)));
  g_autoptr (GdkContentFormats) formats =
    gdk_content_formats_union_deserialize_gtypes (gdk_content_formats_ref (offered));

  if (confab_composer_get_busy (self))
    return;

  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST))
    gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL,
                                    files_read_cb, g_object_ref (self));
  else if (has_image (offered) && !gdk_content_formats_contain_gtype (formats, G_TYPE_STRING))
    gdk_clipboard_read_async (clipboard, (const char **) image_types, G_PRIORITY_DEFAULT, NULL,
                              image_read_cb, g_object_ref (self));
  else
    return;

  g_signal_stop_emission_by_name (text, "paste-clipboard");
}

/**
 * confab_composer_take_offers:
 * @self: a composer
 * @area: the widget in it that things can be dropped on
 *
 * Begins to listen for what is dropped and pasted.
 */
void
confab_composer_take_offers (ConfabComposer *self,
                             GtkWidget      *area)
{
  GType types[] = { GDK_TYPE_FILE_LIST, G_TYPE_FILE, GDK_TYPE_TEXTURE };
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);

  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  /* Before the text view, which takes the names of files for text. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  g_signal_connect_object (target, "drop", G_CALLBACK (dropped_cb), self, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (area, GTK_EVENT_CONTROLLER (target));

  g_signal_connect_object (confab_composer_get_text_view (self), "paste-clipboard",
                           G_CALLBACK (paste_cb), self, G_CONNECT_DEFAULT);
}
