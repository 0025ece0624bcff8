/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-report.h"

#include "confab-json.h"

static void
set_string (JsonObject *object,
            const char *member,
            const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, member, value);
  else
    json_object_set_null_member (object, member);
}

/* What is kept as the text of an array; absent is an empty one. (transfer full) */
static JsonNode *
parse_array (const char *text)
{
  JsonNode *node = text != NULL ? confab_json_parse (text, -1, NULL) : NULL;

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    return node;

  g_clear_pointer (&node, json_node_unref);
  node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, json_array_new ());

  return node;
}

static void
set_error (JsonObject          *object,
           const ConfabFailure *failure)
{
  JsonObject *error;

  if (failure == NULL)
    {
      json_object_set_null_member (object, "error");
      return;
    }

  error = json_object_new ();
  set_string (error, "code", failure->code);
  set_string (error, "message", failure->message);
  if (failure->http_status != 0)
    json_object_set_int_member (error, "http_status", failure->http_status);
  else
    json_object_set_null_member (error, "http_status");
  set_string (error, "class", confab_error_to_word (failure->error_class));
  json_object_set_object_member (object, "error", error);
}

/* `reject_status`, and what the service may come to say: with its own name where nothing else has
 * it. */
static void
set_rest (JsonObject *object,
          const char *rest)
{
  g_autoptr (JsonNode) root = rest != NULL ? confab_json_parse (rest, -1, NULL) : NULL;
  JsonObject *output;
  JsonNode *status;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return;

  output = confab_json_get_object (json_node_get_object (root), "output");
  status = output != NULL ? json_object_get_member (output, "reject_status") : NULL;
  if (status != NULL)
    json_object_set_member (object, "reject_status", json_node_copy (status));
  json_object_set_member (object, "rest", json_node_copy (root));
}

static char *
report (const ConfabMessageRecord *record,
        const char                *session_id)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autofree char *models = NULL;
  const char *request_id = record->request_id;
  JsonObject *usage = json_object_new ();

  if (request_id == NULL && record->failure != NULL)
    request_id = record->failure->request_id;
  if (record->usage != NULL)
    models = confab_usage_to_json (record->usage);

  json_object_set_string_member (object, "type", "answer");
  set_string (object, "status", confab_status_to_word (record->status));
  set_string (object, "text", record->text != NULL ? record->text : "");
  json_object_set_member (object, "thoughts", parse_array (record->thoughts));
  json_object_set_member (object, "doc_references", parse_array (record->references));
  json_object_set_member (object, "workflow_messages", parse_array (record->nodes));
  if (models != NULL)
    json_object_set_member (usage, "models", parse_array (models));
  json_object_set_object_member (object, "usage", usage);
  set_rest (object, record->rest);
  set_string (object, "session_id", session_id);
  set_string (object, "request_id", request_id);
  set_string (object, "finish_reason", record->finish_reason);
  set_error (object, record->failure);

  return confab_json_object_to_text (object);
}

/**
 * confab_report_answer:
 * @answer: an answer
 * @session: its session
 *
 * Returns: (transfer full): one JSON object, in one line, with the wire's own names inside
 */
char *
confab_report_answer (ConfabMessage *answer,
                      ConfabSession *session)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE (answer), NULL);
  g_return_val_if_fail (CONFAB_IS_SESSION (session), NULL);

  return report (confab_message_get_record (answer),
                 confab_session_get_record (session)->remote_id);
}

/**
 * confab_report_failure:
 * @failure: why nothing was sent
 *
 * Returns: (transfer full): the same object for an answer that failed before it began
 */
char *
confab_report_failure (const ConfabFailure *failure)
{
  g_autoptr (ConfabMessageRecord) record = confab_message_record_new ();

  g_return_val_if_fail (failure != NULL, NULL);

  record->role = CONFAB_ROLE_ASSISTANT;
  record->status = CONFAB_STATUS_FAILED;
  record->failure = confab_failure_copy (failure);

  return report (record, NULL);
}
