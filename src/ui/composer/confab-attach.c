/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-attach.h"

#include <glib/gi18n.h>
#include <string.h>

#include "confab-error.h"
#include "confab-text.h"

#define NAME_CHARACTERS 120
#define STEP 65536

static char *
dup_name (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *valid = name != NULL ? g_filename_display_name (name) : NULL;

  return confab_text_one_line (valid != NULL ? valid : "", NAME_CHARACTERS);
}

/* All of it; of what is too large a bit more than is taken, so that this is noticed. */
static GBytes *
read_stream (GInputStream  *stream,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr (GByteArray) read = g_byte_array_new ();

  while (read->len <= CONFAB_ATTACHMENT_MAX_BYTES)
    {
      g_autoptr (GBytes) step = g_input_stream_read_bytes (stream, STEP, cancellable, error);

      if (step == NULL)
        return NULL;
      if (g_bytes_get_size (step) == 0)
        break;
      g_byte_array_append (read, g_bytes_get_data (step, NULL), (guint) g_bytes_get_size (step));
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&read));
}

/* The whole size is said where it is known. */
static gboolean
check_size (GFile         *file,
            const char    *name,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr (GFileInfo) info = g_file_query_info (
    file, G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE,
    cancellable, error);
  g_autofree char *size = NULL;

  if (info == NULL)
    return FALSE;
  if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
    {
      /* Translators: %s is the name of a folder. */
      g_set_error (error, CONFAB_ERROR, CONFAB_ERROR_USAGE,
                   _("“%s” is a folder. Attach the images in it."), name);
      return FALSE;
    }
  if (g_file_info_get_size (info) <= CONFAB_ATTACHMENT_MAX_BYTES)
    return TRUE;

  size = g_format_size ((guint64) g_file_info_get_size (info));
  /* Translators: %1$s is the name of a file, %2$s a size such as "9.3 MB". */
  g_set_error (error, CONFAB_ERROR, CONFAB_ERROR_USAGE,
               _("“%1$s” is too large to be sent along: it has %2$s, and at most 7 MB are "
                 "taken. Make it smaller, or attach its public address."),
               name, size);

  return FALSE;
}

static void
return_image (GTask      *task,
              const char *name,
              GBytes     *bytes)
{
  GError *error = NULL;
  ConfabAttachment *attachment = confab_attachment_new_image (name, bytes, &error);

  if (attachment != NULL)
    g_task_return_pointer (task, attachment, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
file_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  GFile *file = G_FILE (data);
  g_autofree char *name = dup_name (file);
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GBytes) bytes = NULL;
  GError *error = NULL;
  GError *told = NULL;

  if (check_size (file, name, cancellable, &error))
    stream = g_file_read (file, cancellable, &error);
  if (stream != NULL)
    bytes = read_stream (G_INPUT_STREAM (stream), cancellable, &error);
  if (bytes != NULL)
    {
      return_image (task, name, bytes);
      return;
    }

  if (error->domain == G_IO_ERROR && error->code != G_IO_ERROR_CANCELLED)
    {
      /* Translators: %1$s is the name of a file, %2$s what the system says about it. */
      told = g_error_new (CONFAB_ERROR, CONFAB_ERROR_USAGE, _("“%1$s” could not be read: %2$s"),
                          name, error->message);
      g_error_free (error);
      error = told;
    }
  g_task_return_error (task, error);
}

/* Something on the web, such as an image that is dragged out of a browser. */
static ConfabAttachment *
create_from_uri (const char  *uri,
                 GError     **error)
{
  g_autofree char *path = NULL;
  g_autofree char *type = NULL;
  gboolean is_image;

  g_uri_split (uri, G_URI_FLAGS_NONE, NULL, NULL, NULL, NULL, &path, NULL, NULL, NULL);
  type = g_content_type_guess (path, NULL, 0, NULL);
  is_image = type != NULL && g_content_type_is_a (type, "image/*");

  return confab_attachment_new (is_image ? CONFAB_ATTACHMENT_IMAGE : CONFAB_ATTACHMENT_FILE, uri,
                                error);
}

/**
 * confab_attach_file_async:
 * @file: an image in a file, or anything on the web
 * @cancellable: (nullable): a cancellable
 * @callback: called with the result
 * @user_data: for @callback
 */
void
confab_attach_file_async (GFile               *file,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;

  g_return_if_fail (G_IS_FILE (file));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_attach_file_async);
  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  if (g_file_has_uri_scheme (file, "https") || g_file_has_uri_scheme (file, "http"))
    {
      g_autofree char *uri = g_file_get_uri (file);

      ConfabAttachment *attachment = create_from_uri (uri, &error);

      if (attachment != NULL)
        g_task_return_pointer (task, attachment, g_object_unref);
      else
        g_task_return_error (task, error);
      return;
    }

  g_task_run_in_thread (task, file_thread);
}

static void
texture_thread (GTask        *task,
                gpointer      source,
                gpointer      texture,
                GCancellable *cancellable)
{
  g_autoptr (GBytes) bytes = gdk_texture_save_to_png_bytes (texture);

  return_image (task, _("Pasted Image"), bytes);
}

/**
 * confab_attach_texture_async:
 * @texture: an image
 * @cancellable: (nullable): a cancellable
 * @callback: called with the result
 * @user_data: for @callback
 */
void
confab_attach_texture_async (GdkTexture          *texture,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (GDK_IS_TEXTURE (texture));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_attach_texture_async);
  g_task_set_task_data (task, g_object_ref (texture), g_object_unref);
  g_task_run_in_thread (task, texture_thread);
}

typedef struct {
  GInputStream *stream;
  GByteArray *read;
} Reading;

static void
free_reading (gpointer data)
{
  Reading *reading = data;

  g_object_unref (reading->stream);
  g_byte_array_unref (reading->read);
  g_free (reading);
}

static void
step_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Reading *reading = g_task_get_task_data (task);
  g_autoptr (GBytes) step = NULL;
  g_autoptr (GBytes) bytes = NULL;
  GError *error = NULL;

  step = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  if (step == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  g_byte_array_append (reading->read, g_bytes_get_data (step, NULL),
                       (guint) g_bytes_get_size (step));
  if (g_bytes_get_size (step) > 0 && reading->read->len <= CONFAB_ATTACHMENT_MAX_BYTES)
    {
      g_input_stream_read_bytes_async (reading->stream, STEP, G_PRIORITY_DEFAULT,
                                       g_task_get_cancellable (task), step_read_cb,
                                       g_object_ref (task));
      return;
    }

  bytes = g_bytes_new (reading->read->data, reading->read->len);
  return_image (task, _("Pasted Image"), bytes);
}

/**
 * confab_attach_stream_async:
 * @stream: an image as the clipboard gives it; it knows no other threads
 * @cancellable: (nullable): a cancellable
 * @callback: called with the result
 * @user_data: for @callback
 */
void
confab_attach_stream_async (GInputStream        *stream,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  Reading *reading;
  GTask *task;

  g_return_if_fail (G_IS_INPUT_STREAM (stream));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_attach_stream_async);
  reading = g_new0 (Reading, 1);
  reading->stream = g_object_ref (stream);
  reading->read = g_byte_array_new ();
  g_task_set_task_data (task, reading, free_reading);
  g_input_stream_read_bytes_async (stream, STEP, G_PRIORITY_DEFAULT, cancellable, step_read_cb,
                                   task);
}

/**
 * confab_attach_finish:
 * @result: the result of one of the functions above
 * @error: return location for a sentence
 *
 * Returns: (transfer full) (nullable): an attachment
 */
ConfabAttachment *
confab_attach_finish (GAsyncResult  *result,
                      GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
