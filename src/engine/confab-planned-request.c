/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-planned-request.h"

#include <string.h>

#include <glib/gi18n.h>

#include "confab-emit.h"
#include "confab-json-writer.h"
#include "confab-json.h"
#include "confab-request.h"

/* Of an image in the body so much is shown. */
#define SHOWN_DATA 48

struct _ConfabPlannedRequest
{
  ConfabRequest *request;
  JsonNode *described;       /* method, url, headers and body, without secrets */
  GPtrArray *problems;       /* of ConfabProblem */
  ConfabOptionsMerge *merge; /* (nullable) */
};

static ConfabPlannedRequest *
create (ConfabRequest *request)
{
  ConfabPlannedRequest *self = g_new0 (ConfabPlannedRequest, 1);
  g_autofree char *text = confab_request_to_json (request);

  self->request = request;
  self->described = confab_json_parse (text, -1, NULL);
  if (self->described == NULL) /* deeper than anything is read */
    {
      self->described = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (self->described, json_object_new ());
    }

  return self;
}

/**
 * confab_planned_request_new:
 * @call: a call
 * @error: return location
 *
 * Takes long where images go along.
 *
 * Returns: (transfer full) (nullable): its request, also when the service would refuse it
 */
ConfabPlannedRequest *
confab_planned_request_new (const ConfabCall  *call,
                            GError           **error)
{
  ConfabRequest *request = confab_request_build_unchecked (call, error);
  ConfabPlannedRequest *self;

  if (request == NULL)
    return NULL;

  self = create (request);
  self->problems = confab_call_check (call);

  return self;
}

/**
 * confab_planned_request_take_merge:
 * @self: a planned request
 * @merge: (transfer full): where its options are from
 */
void
confab_planned_request_take_merge (ConfabPlannedRequest *self,
                                   ConfabOptionsMerge   *merge)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->merge, confab_options_merge_free);
  self->merge = merge;
}

/* The record of a request as it is handed to a thread. */
static void
read_thread (GTask        *task,
             gpointer      source,
             gpointer      record,
             GCancellable *cancellable)
{
  GError *error = NULL;
  ConfabPlannedRequest *self = confab_planned_request_new_from_record (record, &error);

  if (self != NULL)
    g_task_return_pointer (task, self, (GDestroyNotify) confab_planned_request_free);
  else
    g_task_return_error (task, error);
}

/**
 * confab_planned_request_read_async:
 * @record: what is kept of a request with its answer
 * @cancellable: (nullable): a cancellable
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Does what confab_planned_request_new_from_record() does, in a thread.
 */
void
confab_planned_request_read_async (const char          *record,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (record != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_planned_request_read_async);
  g_task_set_task_data (task, g_strdup (record), g_free);
  g_task_run_in_thread (task, read_thread);
}

/**
 * confab_planned_request_read_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the request as it was sent
 */
ConfabPlannedRequest *
confab_planned_request_read_finish (GAsyncResult  *result,
                                    GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * confab_planned_request_new_from_record:
 * @record: what is kept of a request with its answer
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the request as it was sent, or %NULL when the record cannot be
 *   read
 */
ConfabPlannedRequest *
confab_planned_request_new_from_record (const char  *record,
                                        GError     **error)
{
  ConfabRequest *request;
  ConfabPlannedRequest *self;

  g_return_val_if_fail (record != NULL, NULL);

  request = confab_request_new_from_record (record, error);
  if (request == NULL)
    return NULL;

  self = create (request);
  self->problems = g_ptr_array_new ();

  return self;
}

/**
 * confab_planned_request_free:
 * @self: (nullable) (transfer full): a planned request
 */
void
confab_planned_request_free (ConfabPlannedRequest *self)
{
  if (self == NULL)
    return;

  confab_request_free (self->request);
  json_node_unref (self->described);
  g_ptr_array_unref (self->problems);
  confab_options_merge_free (self->merge);
  g_free (self);
}

/**
 * confab_planned_request_dup_line:
 * @self: a planned request
 *
 * Returns: (transfer full): its method and its address
 */
char *
confab_planned_request_dup_line (ConfabPlannedRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_strdup_printf ("POST %s", self->request->url);
}

/**
 * confab_planned_request_dup_headers:
 * @self: a planned request
 *
 * Returns: (transfer full): its headers, one in a line, the key masked
 */
char *
confab_planned_request_dup_headers (ConfabPlannedRequest *self)
{
  GString *text = g_string_new (NULL);
  JsonObject *headers;
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  g_return_val_if_fail (self != NULL, NULL);

  headers = confab_json_get_object (json_node_get_object (self->described), "headers");
  if (headers == NULL)
    return g_string_free (text, FALSE);

  json_object_iter_init_ordered (&iter, headers);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    g_string_append_printf (text, "%s%s: %s", text->len > 0 ? "\n" : "", name,
                            json_object_get_string_member (headers, name));

  return g_string_free (text, FALSE);
}

/* What is sent along whole would fill the window with letters that nobody reads. */
static gboolean
shorten (const char *path,
         GString    *out,
         gpointer    node)
{
  JsonObject *root = json_node_get_object (node);
  JsonArray *images = confab_json_get_array (confab_json_get_object (root, "input"), "image_list");
  const char *slash = strrchr (path, '/');
  g_autofree char *size = NULL;
  g_autofree char *shown = NULL;
  const char *address;
  guint64 index;

  if (images == NULL || !g_str_has_prefix (path, "/input/image_list/"))
    return FALSE;

  index = g_ascii_strtoull (slash + 1, NULL, 10);
  address = index < json_array_get_length (images)
              ? json_array_get_string_element (images, (guint) index)
              : NULL;
  if (address == NULL || !g_str_has_prefix (address, "data:") || strlen (address) <= SHOWN_DATA)
    return FALSE;

  size = g_format_size (strlen (address));
  shown = g_strdup_printf ("%.*s… (%s)", SHOWN_DATA, address, size);
  confab_json_append_string (out, shown, TRUE);

  return TRUE;
}

/**
 * confab_planned_request_dup_body:
 * @self: a planned request
 * @shortened: whether only the beginning of each image is in it
 *
 * Returns: (transfer full): its body as JSON in lines, tokens masked
 */
char *
confab_planned_request_dup_body (ConfabPlannedRequest *self,
                                 gboolean              shortened)
{
  ConfabJsonStyle style = { .indent = 2 };
  JsonNode *body;

  g_return_val_if_fail (self != NULL, NULL);

  body = json_object_get_member (json_node_get_object (self->described), "body");
  if (body == NULL || !JSON_NODE_HOLDS_OBJECT (body))
    return g_strdup ("");

  if (shortened)
    {
      style.is_plain = TRUE;
      style.string_func = shorten;
      style.user_data = body;
    }

  return confab_json_write (body, &style);
}

/**
 * confab_planned_request_get_problems:
 * @self: a planned request
 *
 * Returns: (transfer none) (element-type ConfabProblem): what can be said against it
 */
GPtrArray *
confab_planned_request_get_problems (ConfabPlannedRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->problems;
}

/**
 * confab_planned_request_get_merge:
 * @self: a planned request
 *
 * Returns: (transfer none) (nullable): where its options are from; %NULL of one that was sent
 */
ConfabOptionsMerge *
confab_planned_request_get_merge (ConfabPlannedRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->merge;
}

/**
 * confab_planned_request_can_write:
 * @self: a planned request
 *
 * Returns: whether it is one that would be sent: then it can be written as a program
 */
gboolean
confab_planned_request_can_write (ConfabPlannedRequest *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return confab_problems_first_error (self->problems) == NULL;
}

/**
 * confab_planned_request_write:
 * @self: a planned request that can be written
 * @language: `curl`, `python` or `java`
 *
 * Returns: (transfer full): a command or program that sends it, with the key and tokens as environment
 *   variables
 */
char *
confab_planned_request_write (ConfabPlannedRequest *self,
                              const char           *language)
{
  ConfabEmitLanguage known;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (confab_emit_language_from_word (language, &known), NULL);

  return confab_emit (self->request, known);
}
