/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <json-glib/json-glib.h>

#include "confab-export-private.h"
#include "confab-json.h"

/* Sessions as JSON: all that is stored, in the order it was written. */

static void
set_text (JsonObject *object,
          const char *member,
          const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, member, text);
}

/* What is stored as JSON stays JSON. */
static void
set_json (JsonObject *object,
          const char *member,
          const char *text)
{
  JsonNode *node = text != NULL ? confab_json_parse (text, -1, NULL) : NULL;

  if (node != NULL)
    json_object_set_member (object, member, node);
}

static void
append (GString    *out,
        JsonObject *object)
{
  g_autofree char *text = confab_json_object_to_text (object);

  g_string_append (out, text);
}

static void
begin (GString *out)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *time = g_date_time_format_iso8601 (now);

  g_string_append_printf (out,
                          "{\"format\":\"" CONFAB_EXPORT_FORMAT "\",\"version\":%d,"
                          "\"exported_at\":\"%s\",\"sessions\":[",
                          CONFAB_EXPORT_VERSION, time);
}

static void
begin_session (GString                *out,
               const ConfabExportHead *head,
               gboolean                is_first)
{
  const ConfabSessionRecord *record = head->record;
  g_autoptr (JsonObject) object = json_object_new ();
  JsonObject *app = json_object_new ();

  set_text (app, "name", head->app_name);
  set_text (app, "kind", confab_kind_to_word (head->app_kind));
  json_object_set_object_member (object, "app", app);
  set_text (object, "title", record->title != NULL ? record->title : "");
  json_object_set_int_member (object, "created_at", record->created_at);
  json_object_set_int_member (object, "updated_at", record->updated_at);
  json_object_set_boolean_member (object, "pinned", record->pinned);
  json_object_set_boolean_member (object, "archived", record->archived);
  set_json (object, "options", record->options);
  set_text (object, "draft", record->draft);
  if (head->head != 0)
    json_object_set_int_member (object, "head", head->head);

  g_string_append (out, is_first ? "\n" : ",\n");
  append (out, object);
  /* The messages are the last member. */
  g_string_truncate (out, out->len - 1);
  g_string_append (out, ",\"messages\":[");
}

static void
set_failure (JsonObject          *object,
             const ConfabFailure *failure)
{
  JsonObject *member;

  if (failure == NULL)
    return;

  member = json_object_new ();
  set_text (member, "class", confab_error_to_word (failure->error_class));
  set_text (member, "code", failure->code);
  set_text (member, "message", failure->message);
  set_text (member, "request_id", failure->request_id);
  json_object_set_int_member (member, "http_status", failure->http_status);
  json_object_set_object_member (object, "error", member);
}

static void
write_message (GString                   *out,
               const ConfabMessageRecord *message,
               const char                *app_name,
               ConfabExportParts          parts,
               gboolean                   is_first)
{
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_int_member (object, "id", message->id);
  if (message->parent != 0)
    json_object_set_int_member (object, "parent", message->parent);
  set_text (object, "role", message->role == CONFAB_ROLE_USER ? "user" : "assistant");
  set_text (object, "status", confab_status_to_word (message->status));
  json_object_set_int_member (object, "created_at", message->created_at);
  set_text (object, "text", message->text != NULL ? message->text : "");
  set_failure (object, message->failure);

  if (parts & CONFAB_EXPORT_THOUGHTS)
    {
      set_json (object, "thoughts", message->thoughts);
      set_json (object, "workflow_messages", message->nodes);
    }
  if (parts & CONFAB_EXPORT_CITATIONS)
    set_json (object, "doc_references", message->references);
  if (parts & CONFAB_EXPORT_PARAMETERS)
    {
      g_autofree char *usage = confab_usage_to_json (message->usage);

      set_json (object, "usage", usage);
      set_json (object, "request", message->request);
      set_json (object, "rest", message->rest);
      set_text (object, "request_id", message->request_id);
      set_text (object, "finish_reason", message->finish_reason);
      json_object_set_int_member (object, "first_text_us", message->first_text_us);
      json_object_set_int_member (object, "duration_us", message->duration_us);
    }

  g_string_append (out, is_first ? "\n" : ",\n");
  append (out, object);
}

static void
end_session (GString *out)
{
  g_string_append (out, "]}");
}

static void
end (GString *out)
{
  g_string_append (out, "\n]}\n");
}

/**
 * confab_export_json_writer:
 *
 * Returns: (transfer none): what writes JSON
 */
const ConfabExportWriter *
confab_export_json_writer (void)
{
  static const ConfabExportWriter writer = {
    begin, begin_session, write_message, end_session, end,
  };

  return &writer;
}
