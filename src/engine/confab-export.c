/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-engine"

#include "config.h"

#include "confab-export.h"

#include <string.h>

#include <glib/gi18n.h>

#include "confab-engine-private.h"
#include "confab-error.h"
#include "confab-export-private.h"
#include "confab-json.h"

/* The reader has other things to do between two pages. */
#define PAGE 200

/* What is written at a time, in bytes. */
#define PIECE (256 * 1024)

#define NAME_CHARACTERS 60

/* An export under way. The thread that writes and the main thread have it by turns. */
typedef struct {
  GPtrArray *sessions;       /* of ConfabSession: the main thread's */
  guint n;                   /* how many are written */
  const ConfabExportWriter *writer;
  ConfabExportFormat format;
  ConfabExportParts parts;
  GOutputStream *stream;

  ConfabExportHead head;     /* of the present session */
  GPtrArray *pages;          /* of GPtrArray of ConfabMessageRecord, the newest page first */
} Export;

static void
clear_session (Export *export)
{
  g_clear_pointer (&export->head.record, confab_session_record_free);
  g_clear_pointer (&export->head.app_name, g_free);
  export->head.head = 0;
  g_ptr_array_set_size (export->pages, 0);
}

static void
free_export (gpointer data)
{
  Export *export = data;

  clear_session (export);
  g_ptr_array_unref (export->sessions);
  g_ptr_array_unref (export->pages);
  g_clear_object (&export->stream);
  g_free (export);
}

/**
 * confab_export_format_time:
 * @time: microseconds since the epoch
 *
 * Returns: (transfer full): local date and time, empty when that makes no sense
 */
char *
confab_export_format_time (gint64 time)
{
  g_autoptr (GDateTime) utc = time > 0 ? g_date_time_new_from_unix_utc (time / 1000000) : NULL;
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  return local != NULL ? g_date_time_format (local, "%Y-%m-%d %H:%M") : g_strdup ("");
}

/**
 * confab_export_parse_array:
 * @text: (nullable): what is stored
 *
 * Returns: (transfer full) (nullable): an array that holds nothing but objects, at least one
 */
JsonArray *
confab_export_parse_array (const char *text)
{
  g_autoptr (JsonNode) node = text != NULL ? confab_json_parse (text, -1, NULL) : NULL;
  JsonArray *array;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return NULL;

  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (!JSON_NODE_HOLDS_OBJECT (json_array_get_element (array, i)))
      return NULL;

  return json_array_get_length (array) > 0 ? json_array_ref (array) : NULL;
}

/* Without the file: what was there before is there still. */
static void
fail (GTask  *task,
      GError *error)
{
  Export *export = g_task_get_task_data (task);

  if (export->stream != NULL)
    {
      g_autoptr (GCancellable) give_up = g_cancellable_new ();

      g_cancellable_cancel (give_up);
      g_output_stream_close (export->stream, give_up, NULL);
    }
  g_task_return_error (task, error);
}

/* Writing: on a thread of its own ----------------------------------------------------------- */

static gboolean
write_out (Export        *export,
           GString       *out,
           gsize          at_least,
           GCancellable  *cancellable,
           GError       **error)
{
  gboolean ok;

  if (out->len < at_least)
    return TRUE;

  ok = g_output_stream_write_all (export->stream, out->str, out->len, NULL, cancellable, error);
  g_string_truncate (out, 0);

  return ok;
}

static void
write_thread (GTask        *step,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  Export *export = g_task_get_task_data (data);
  const ConfabExportWriter *writer = export->writer;
  GString *out = g_string_new (NULL);
  gboolean is_first = TRUE;
  gboolean ok = TRUE;
  GError *error = NULL;

  if (export->n == 0)
    writer->begin (out);
  if (export->n < export->sessions->len)
    {
      writer->session (out, &export->head, export->n == 0);
      for (guint p = export->pages->len; ok && p > 0; p--)
        {
          GPtrArray *page = g_ptr_array_index (export->pages, p - 1);

          for (guint i = 0; ok && i < page->len; i++)
            {
              writer->message (out, g_ptr_array_index (page, i), export->head.app_name,
                               export->parts, is_first);
              is_first = FALSE;
              ok = write_out (export, out, PIECE, cancellable, &error);
            }
        }
      writer->end_session (out);
    }
  if (export->n + 1 >= export->sessions->len)
    writer->end (out);

  ok = ok && write_out (export, out, 1, cancellable, &error);
  if (ok && export->n + 1 >= export->sessions->len)
    ok = g_output_stream_close (export->stream, cancellable, &error);
  g_string_free (out, TRUE);

  if (ok)
    g_task_return_boolean (step, TRUE);
  else
    g_task_return_error (step, error);
}

static void begin_session (GTask *task);

static void
session_written_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Export *export = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      fail (task, error);
      return;
    }

  clear_session (export);
  export->n++;
  if (export->n < export->sessions->len)
    begin_session (task);
  else
    g_task_return_boolean (task, TRUE);
}

static void
write_session (GTask *task)
{
  g_autoptr (GTask) step = g_task_new (g_task_get_source_object (task),
                                       g_task_get_cancellable (task), session_written_cb,
                                       g_object_ref (task));

  g_task_set_source_tag (step, write_session);
  g_task_set_task_data (step, g_object_ref (task), g_object_unref);
  g_task_run_in_thread (step, write_thread);
}

/* Reading: pages, from the end to the beginning ---------------------------------------------- */

static void load_page (GTask  *task,
                       gint64  before);

/* (transfer full): the records of a path */
static GPtrArray *
take_records (ConfabPath *path)
{
  GPtrArray *records =
    g_ptr_array_new_with_free_func ((GDestroyNotify) confab_message_record_free);

  for (guint i = 0; i < path->items->len; i++)
    {
      ConfabPathItem *item = g_ptr_array_index (path->items, i);

      g_ptr_array_add (records, g_steal_pointer (&item->record));
    }

  return records;
}

static void
take_page (GTask     *task,
           GPtrArray *records,
           gboolean   has_older)
{
  Export *export = g_task_get_task_data (task);
  ConfabMessageRecord *first = records->len > 0 ? g_ptr_array_index (records, 0) : NULL;

  g_ptr_array_add (export->pages, records);
  if (first != NULL && has_older)
    load_page (task, first->id);
  else
    write_session (task);
}

static void
path_loaded_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Export *export = g_task_get_task_data (task);
  g_autoptr (ConfabPath) path = NULL;
  GError *error = NULL;

  path = confab_store_load_path_finish (CONFAB_STORE (source), result, &error);
  if (path == NULL)
    fail (task, error);
  else if (export->format != CONFAB_EXPORT_JSON)
    take_page (task, take_records (path), path->has_older);
  else
    {
      /* Only where the path ends: all paths are written. */
      if (path->items->len > 0)
        export->head.head = ((ConfabPathItem *) path->items->pdata[0])->id;
      load_page (task, 0);
    }
}

static void
messages_loaded_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GPtrArray *records;
  GError *error = NULL;

  records = confab_store_load_messages_finish (CONFAB_STORE (source), result, &error);
  if (records == NULL)
    fail (task, error);
  else
    take_page (task, records, records->len == PAGE);
}

static void
load_path (GTask  *task,
           gint64  before,
           guint   limit)
{
  ConfabEngine *self = g_task_get_source_object (task);
  Export *export = g_task_get_task_data (task);
  ConfabPathQuery query = { 0 };

  query.session = export->head.record->id;
  query.before = before;
  query.limit = limit;
  confab_store_load_path_async (confab_context_get_store (self->context), &query,
                                g_task_get_cancellable (task), path_loaded_cb,
                                g_object_ref (task));
}

static void
load_page (GTask  *task,
           gint64  before)
{
  ConfabEngine *self = g_task_get_source_object (task);
  Export *export = g_task_get_task_data (task);

  if (export->format != CONFAB_EXPORT_JSON)
    load_path (task, before, PAGE);
  else
    confab_store_load_messages_async (confab_context_get_store (self->context),
                                      export->head.record->id, before, PAGE,
                                      g_task_get_cancellable (task), messages_loaded_cb,
                                      g_object_ref (task));
}

static void
begin_session (GTask *task)
{
  Export *export = g_task_get_task_data (task);
  ConfabSession *session = g_ptr_array_index (export->sessions, export->n);
  const ConfabAppRecord *app = confab_studio_app_get_record (confab_session_get_app (session));

  export->head.record = confab_session_record_copy (confab_session_get_record (session));
  export->head.app_name = g_strdup (app->name);
  export->head.app_kind = app->kind;
  load_path (task, 0, export->format == CONFAB_EXPORT_JSON ? 1 : PAGE);
}

/* Beginning --------------------------------------------------------------------------------- */

static void
file_opened_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Export *export = g_task_get_task_data (task);
  GError *error = NULL;

  export->stream = G_OUTPUT_STREAM (g_file_replace_finish (G_FILE (source), result, &error));
  if (export->stream == NULL)
    g_task_return_error (task, error);
  else if (export->sessions->len > 0)
    begin_session (task);
  else
    write_session (task);
}

/**
 * confab_engine_export_async:
 * @self: the engine
 * @sessions: (element-type ConfabSession): stored sessions
 * @format: how
 * @parts: what else than the texts
 * @file: where to
 * @cancellable: (nullable): a cancellable
 * @callback: called when the file is there
 * @user_data: for @callback
 *
 * Writes sessions to a file. Only its owner can read it.
 */
void
confab_engine_export_async (ConfabEngine        *self,
                            GPtrArray           *sessions,
                            ConfabExportFormat   format,
                            ConfabExportParts    parts,
                            GFile               *file,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Export *export;

  g_return_if_fail (CONFAB_IS_ENGINE (self));
  g_return_if_fail (sessions != NULL);
  g_return_if_fail (G_IS_FILE (file));

  export = g_new0 (Export, 1);
  export->sessions = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < sessions->len; i++)
    if (confab_session_get_id (g_ptr_array_index (sessions, i)) != 0)
      g_ptr_array_add (export->sessions, g_object_ref (g_ptr_array_index (sessions, i)));
  export->pages = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  export->format = format;
  export->parts = parts;
  switch (format)
    {
    case CONFAB_EXPORT_MARKDOWN:
      export->writer = confab_export_markdown_writer ();
      break;
    case CONFAB_EXPORT_HTML:
      export->writer = confab_export_html_writer ();
      break;
    case CONFAB_EXPORT_JSON:
      export->writer = confab_export_json_writer ();
      break;
    }

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_engine_export_async);
  g_task_set_task_data (task, export, free_export);
  g_file_replace_async (file, NULL, FALSE, G_FILE_CREATE_PRIVATE, G_PRIORITY_DEFAULT, cancellable,
                        file_opened_cb, g_object_ref (task));
}

/**
 * confab_engine_export_finish:
 * @self: the engine
 * @result: the result
 * @error: return location
 *
 * Returns: whether the file is there, whole
 */
gboolean
confab_engine_export_finish (ConfabEngine  *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * confab_export_suggest_name:
 * @sessions: (element-type ConfabSession): what is exported
 * @format: how
 *
 * Returns: (transfer full): a file name without anything that a file system or a shell minds
 */
char *
confab_export_suggest_name (GPtrArray          *sessions,
                            ConfabExportFormat  format)
{
  static const char * const suffixes[] = { ".md", ".html", ".json" };
  const char *title = NULL;
  GString *name;

  g_return_val_if_fail (sessions != NULL, NULL);
  g_return_val_if_fail ((guint) format < G_N_ELEMENTS (suffixes), NULL);

  if (sessions->len == 1)
    title = confab_session_get_title (g_ptr_array_index (sessions, 0));
  name = g_string_new (NULL);
  for (const char *at = title != NULL ? title : "";
       *at != '\0' && g_utf8_strlen (name->str, -1) < NAME_CHARACTERS; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (g_unichar_isalnum (c) || c == '-' || c == '_')
        g_string_append_unichar (name, c);
      else if (name->len > 0 && name->str[name->len - 1] != ' ')
        g_string_append_c (name, ' ');
    }
  g_strchomp (name->str);
  g_string_set_size (name, strlen (name->str));
  if (name->len == 0)
    g_string_append (name, "Confab");
  g_string_append (name, suffixes[format]);

  return g_string_free (name, FALSE);
}
