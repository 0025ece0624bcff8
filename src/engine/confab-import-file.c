/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-engine"

#include "config.h"

#include "confab-import-file.h"

#include <string.h>

#include <glib/gi18n.h>

#include "confab-error.h"
#include "confab-export-private.h"
#include "confab-json.h"
#include "confab-options-local.h"
#include "confab-preview.h"
#include "confab-text.h"

/*
 * A file that somebody else may have made. It is read as a whole within limits, checked as a whole,
 * and only then anything is done with it. Nothing in it names a file, a place or a program.
 */

#define TITLE_CHARACTERS 120

/* The end of the year 9999. */
#define LATEST ((gint64) 253402300799 * G_USEC_PER_SEC)

/**
 * confab_imported_free:
 * @self: (nullable) (transfer full): a session of a file
 */
void
confab_imported_free (ConfabImported *self)
{
  if (self == NULL)
    return;

  g_free (self->app_name);
  confab_session_record_free (self->record);
  g_clear_pointer (&self->messages, g_ptr_array_unref);
  g_free (self);
}

static void
refuse (GError     **error,
        const char  *reason)
{
  g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_USAGE, reason);
}

/* Values ------------------------------------------------------------------------------------ */

/* A time that makes no sense is one that is not known. */
static gint64
read_time (JsonObject *object,
           const char *member)
{
  gint64 time = 0;

  confab_json_get_int (object, member, &time);

  return time >= 0 && time <= LATEST ? time : 0;
}

static gint64
read_id (JsonObject *object,
         const char *member)
{
  gint64 id = 0;

  confab_json_get_int (object, member, &id);

  return MAX (id, 0);
}

static gint64
read_duration (JsonObject *object,
               const char *member)
{
  gint64 duration = -1;

  confab_json_get_int (object, member, &duration);

  return duration >= -1 && duration < LATEST ? duration : -1;
}

static gboolean
read_flag (JsonObject *object,
           const char *member)
{
  gboolean flag = FALSE;

  confab_json_get_boolean (object, member, &flag);

  return flag;
}

/* Stored as text, as it would have come. (transfer full) (nullable) */
static char *
read_json (JsonObject   *object,
           const char   *member,
           JsonNodeType  type)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && json_node_get_node_type (node) == type ? confab_json_to_text (node) : NULL;
}

/* Messages ---------------------------------------------------------------------------------- */

static ConfabFailure *
read_failure (JsonObject *object)
{
  JsonObject *member = confab_json_get_object (object, "error");
  ConfabFailure *failure;
  ConfabErrorClass error_class = CONFAB_ERROR_OTHER;
  gint64 status = 0;

  if (member == NULL)
    return NULL;

  confab_error_from_word (confab_json_get_string (member, "class"), &error_class);
  failure = confab_failure_new (error_class, confab_json_get_string (member, "code"),
                                confab_json_get_string (member, "message"));
  failure->request_id = g_strdup (confab_json_get_string (member, "request_id"));
  if (confab_json_get_int (member, "http_status", &status) && status >= 0 && status < 1000)
    failure->http_status = (int) status;

  return failure;
}

static ConfabMessageRecord *
read_message (JsonObject  *object,
              GError     **error)
{
  g_autoptr (ConfabMessageRecord) record = confab_message_record_new ();
  const char *role = confab_json_get_string (object, "role");
  const char *text = confab_json_get_string (object, "text");
  g_autofree char *usage = NULL;

  record->id = read_id (object, "id");
  if (record->id == 0 || text == NULL ||
      (g_strcmp0 (role, "user") != 0 && g_strcmp0 (role, "assistant") != 0))
    {
      refuse (error, _("The file has a message without id, role or text."));
      return NULL;
    }
  if (strlen (text) > CONFAB_IMPORT_MAX_TEXT)
    {
      refuse (error, _("The file has a message that is too long."));
      return NULL;
    }

  record->parent = read_id (object, "parent");
  record->role = g_str_equal (role, "user") ? CONFAB_ROLE_USER : CONFAB_ROLE_ASSISTANT;
  record->text = g_strdup (text);
  record->status = CONFAB_STATUS_UNKNOWN;
  confab_status_from_word (confab_json_get_string (object, "status"), &record->status);
  if (record->role == CONFAB_ROLE_USER)
    record->status = CONFAB_STATUS_COMPLETE;
  else if (confab_status_is_open (record->status))
    record->status = CONFAB_STATUS_INTERRUPTED;
  record->created_at = read_time (object, "created_at");
  record->first_text_us = read_duration (object, "first_text_us");
  record->duration_us = read_duration (object, "duration_us");
  record->thoughts = read_json (object, "thoughts", JSON_NODE_ARRAY);
  record->nodes = read_json (object, "workflow_messages", JSON_NODE_ARRAY);
  record->references = read_json (object, "doc_references", JSON_NODE_ARRAY);
  record->request = read_json (object, "request", JSON_NODE_OBJECT);
  record->rest = read_json (object, "rest", JSON_NODE_OBJECT);
  record->request_id = g_strdup (confab_json_get_string (object, "request_id"));
  record->finish_reason = g_strdup (confab_json_get_string (object, "finish_reason"));
  record->failure = read_failure (object);
  usage = read_json (object, "usage", JSON_NODE_ARRAY);
  if (usage != NULL)
    record->usage = confab_usage_from_json (usage);

  return g_steal_pointer (&record);
}

/* Each follows one that came before it, or else the one right before it. */
static gboolean
read_messages (ConfabImported  *session,
               JsonArray       *array,
               GError         **error)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_int64_hash, g_int64_equal);
  gint64 previous = 0;

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      ConfabMessageRecord *record;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        {
          refuse (error, _("The file has something else where a message should be."));
          return FALSE;
        }

      record = read_message (json_node_get_object (node), error);
      if (record == NULL)
        return FALSE;
      g_ptr_array_add (session->messages, record);

      if (record->parent != 0 && !g_hash_table_contains (ids, &record->parent))
        record->parent = previous;
      if (!g_hash_table_add (ids, &record->id))
        {
          refuse (error, _("The file has two messages with one id."));
          return FALSE;
        }
      previous = record->id;
    }

  return TRUE;
}

/* Sessions ---------------------------------------------------------------------------------- */

/* The numbers of presets mean something in the database they are from only. (transfer full) */
static char *
write_without_presets (ConfabOptions *options)
{
  g_autoptr (ConfabOptions) rest = confab_options_without_presets (options);

  return confab_options_to_json (rest);
}

static ConfabImported *
read_session (JsonObject  *object,
              GError     **error)
{
  ConfabImported *session = g_new0 (ConfabImported, 1);
  ConfabSessionRecord *record = confab_session_record_new ();
  JsonObject *app = confab_json_get_object (object, "app");
  JsonArray *messages = confab_json_get_array (object, "messages");
  const char *title = confab_json_get_string (object, "title");
  const char *draft = confab_json_get_string (object, "draft");
  const ConfabMessageRecord *last;

  session->record = record;
  session->messages =
    g_ptr_array_new_with_free_func ((GDestroyNotify) confab_message_record_free);
  session->app_name = g_strdup (confab_json_get_string (app, "name"));
  confab_kind_from_word (confab_json_get_string (app, "kind"), &session->app_kind);
  session->head = read_id (object, "head");

  record->title = confab_text_one_line (title != NULL ? title : "", TITLE_CHARACTERS);
  record->created_at = read_time (object, "created_at");
  record->updated_at = read_time (object, "updated_at");
  record->pinned = read_flag (object, "pinned");
  record->archived = read_flag (object, "archived");
  record->options = read_json (object, "options", JSON_NODE_OBJECT);
  if (record->options != NULL)
    {
      g_autoptr (ConfabOptions) options = confab_options_new_from_json (record->options, NULL);

      g_clear_pointer (&record->options, g_free);
      if (options != NULL)
        record->options = write_without_presets (options);
    }
  if (draft != NULL && strlen (draft) <= CONFAB_IMPORT_MAX_TEXT)
    record->draft = g_strdup (draft);

  if (messages == NULL)
    refuse (error, _("The file has a session without messages."));
  if (messages == NULL || !read_messages (session, messages, error))
    {
      confab_imported_free (session);
      return NULL;
    }

  if (session->messages->len > 0)
    {
      last = g_ptr_array_index (session->messages, session->messages->len - 1);
      record->preview = confab_preview_from_markdown (last->text, TITLE_CHARACTERS);
      record->last_status = last->status;
    }

  return session;
}

/* The whole file ---------------------------------------------------------------------------- */

static gboolean
check_head (const char  *text,
            gsize        length,
            GError     **error)
{
  if (length >= 15 && memcmp (text, "SQLite format 3", 15) == 0)
    refuse (error, _("This is a database and not an export of Confab. Databases are not opened."));
  else if (memchr (text, '\0', length) != NULL || !g_utf8_validate_len (text, length, NULL))
    refuse (error, _("This is not a text file."));
  else
    return TRUE;

  return FALSE;
}

/**
 * confab_import_parse:
 * @text: what a file holds, NUL-terminated
 * @length: its length in bytes
 * @error: return location: why it is refused
 *
 * Returns: (transfer full) (nullable) (element-type ConfabImported): the sessions of the file
 */
GPtrArray *
confab_import_parse (const char  *text,
                     gsize        length,
                     GError     **error)
{
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GPtrArray) sessions = NULL;
  g_autoptr (GError) cause = NULL;
  JsonObject *object;
  JsonArray *array;
  gint64 version = 0;
  guint n_messages = 0;

  if (!check_head (text, length, error))
    return NULL;

  root = confab_json_parse (text, (gssize) length, &cause);
  object = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  if (g_strcmp0 (confab_json_get_string (object, "format"), CONFAB_EXPORT_FORMAT) != 0)
    {
      refuse (error, _("This is not an export of Confab as JSON."));
      return NULL;
    }
  if (!confab_json_get_int (object, "version", &version) || version < 1 ||
      version > CONFAB_EXPORT_VERSION)
    {
      refuse (error, _("This export was made by a newer version of Confab."));
      return NULL;
    }

  array = confab_json_get_array (object, "sessions");
  if (array == NULL || json_array_get_length (array) > CONFAB_IMPORT_MAX_SESSIONS)
    {
      refuse (error, array == NULL ? _("The file has no sessions.")
                                   : _("The file has too many sessions."));
      return NULL;
    }

  sessions = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_imported_free);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      ConfabImported *session;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        {
          refuse (error, _("The file has something else where a session should be."));
          return NULL;
        }

      session = read_session (json_node_get_object (node), error);
      if (session == NULL)
        return NULL;
      g_ptr_array_add (sessions, session);

      n_messages += session->messages->len;
      if (n_messages > CONFAB_IMPORT_MAX_MESSAGES)
        {
          refuse (error, _("The file has too many messages."));
          return NULL;
        }
    }

  return g_steal_pointer (&sessions);
}

static gboolean
check_file (GFile         *file,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr (GFileInfo) info = NULL;

  info = g_file_query_info (file,
                            G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                            G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, cancellable, error);
  if (info == NULL)
    return FALSE;

  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    refuse (error, _("This is not an ordinary file."));
  else if (g_file_info_get_size (info) > CONFAB_IMPORT_MAX_BYTES)
    refuse (error, _("The file is too large."));
  else
    return TRUE;

  return FALSE;
}

/**
 * confab_import_read_file:
 * @file: a file
 * @cancellable: (nullable): a cancellable
 * @error: return location: why it is refused
 *
 * Reads a file that says less than it is, a device, a link, no further than to the limit.
 *
 * Returns: (transfer full) (nullable) (element-type ConfabImported): the sessions of the file
 */
GPtrArray *
confab_import_read_file (GFile         *file,
                         GCancellable  *cancellable,
                         GError       **error)
{
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree guint8 *piece = g_malloc (256 * 1024);
  gssize n;

  if (!check_file (file, cancellable, error))
    return NULL;

  stream = g_file_read (file, cancellable, error);
  if (stream == NULL)
    return NULL;

  while ((n = g_input_stream_read (G_INPUT_STREAM (stream), piece, 256 * 1024, cancellable,
                                   error)) > 0)
    {
      g_byte_array_append (bytes, piece, (guint) n);
      if (bytes->len > CONFAB_IMPORT_MAX_BYTES)
        {
          refuse (error, _("The file is too large."));
          return NULL;
        }
    }
  if (n < 0)
    return NULL;

  g_byte_array_append (bytes, (const guint8 *) "", 1);

  return confab_import_parse ((const char *) bytes->data, bytes->len - 1, error);
}
