/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-wire"

#include "config.h"

#include "confab-request.h"

#include <string.h>

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>

#include "confab-call-check.h"
#include "confab-error.h"
#include "confab-json-path.h"
#include "confab-json-writer.h"
#include "confab-json.h"
#include "confab-options-fields.h"
#include "confab-request-private.h"

/* Ids are short words; a longer one is a slip of the pen or an attack. */
#define MAX_ID 512

static void
free_header (gpointer data)
{
  ConfabHeader *header = data;

  g_free (header->name);
  g_free (header->value);
  g_free (header);
}

static void
free_slot (gpointer data)
{
  ConfabTokenSlot *slot = data;

  g_free (slot->code);
  g_free (slot->path);
  g_free (slot);
}

/* An empty request. (transfer full) */
ConfabRequest *
confab_request_new (void)
{
  ConfabRequest *self = g_new0 (ConfabRequest, 1);

  self->tokens = g_ptr_array_new_with_free_func (free_slot);
  self->headers = g_ptr_array_new_with_free_func (free_header);

  return self;
}

/* One more header. */
void
confab_request_add_header (ConfabRequest *self,
                           const char    *name,
                           const char    *value)
{
  ConfabHeader *header = g_new0 (ConfabHeader, 1);

  header->name = g_strdup (name);
  header->value = g_strdup (value);
  g_ptr_array_add (self->headers, header);
}

/* What becomes part of a header or of the URL holds no control character and nothing but ASCII:
 * a line end there would be a second header (reliability A21). */
static gboolean
check_id (const char  *field,
          const char  *value,
          GError     **error)
{
  if (strlen (value) > MAX_ID)
    {
      g_set_error (error, CONFAB_ERROR, CONFAB_ERROR_USAGE, _("%s: longer than %d characters"), field,
                   MAX_ID);
      return FALSE;
    }

  for (const char *p = value; *p != '\0'; p++)
    if (!g_ascii_isprint (*p))
      {
        g_set_error (error, CONFAB_ERROR, CONFAB_ERROR_USAGE,
                     _("%s: holds a line break, a control character or a letter that is not "
                       "ASCII"), field);
        return FALSE;
      }

  return TRUE;
}

static gboolean
check_call (const ConfabCall  *call,
            GError           **error)
{
  if (call->base_url == NULL || *call->base_url == '\0')
    {
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_USAGE, _("Base URL: missing"));
      return FALSE;
    }
  if (call->app_id == NULL || *call->app_id == '\0' || g_str_equal (call->app_id, ".") ||
      g_str_equal (call->app_id, ".."))
    {
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_USAGE, _("App ID: missing"));
      return FALSE;
    }
  if (call->prompt != NULL && !g_utf8_validate (call->prompt, -1, NULL))
    {
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_USAGE, _("Prompt: not valid UTF-8"));
      return FALSE;
    }

  return check_id (_("Base URL"), call->base_url, error) &&
         check_id (_("App ID"), call->app_id, error) &&
         (call->session_id == NULL || check_id (_("Session ID"), call->session_id, error)) &&
         (call->workspace == NULL || check_id (_("Workspace"), call->workspace, error));
}

/* Members of the person's own win over ours: that is what the extra members are for. */
static void
copy_members (JsonObject *to,
              JsonObject *from)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, from);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    json_object_set_member (to, name, json_node_copy (value));
}

/* The caller's own history excludes prompt and session: the prompt becomes its last message, as
 * the SDKs do it, so that the service need not choose (protocol 2.1). */
static JsonNode *
create_messages (JsonArray  *history,
                 const char *prompt)
{
  JsonArray *messages = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < json_array_get_length (history); i++)
    json_array_add_element (messages, json_node_copy (json_array_get_element (history, i)));

  if (prompt != NULL && *prompt != '\0')
    {
      JsonObject *message = json_object_new ();

      json_object_set_string_member (message, "role", "user");
      json_object_set_string_member (message, "content", prompt);
      json_array_add_object_element (messages, message);
    }

  json_node_take_array (node, messages);
  return node;
}

/* The service takes messages instead of a session, and keeps none for some kinds (protocol 2.1). */
static gboolean
sends_session (const ConfabCall *call)
{
  return call->session_id != NULL && *call->session_id != '\0' &&
         confab_kind_keeps_session (call->kind);
}

static JsonObject *
create_input (const ConfabCall *call)
{
  JsonObject *own = confab_options_get_input (call->options);
  JsonArray *history = confab_json_get_array (own, "messages");
  JsonObject *input = json_object_new ();

  if (history == NULL)
    history = call->history;

  if (history == NULL)
    {
      if (call->prompt != NULL)
        json_object_set_string_member (input, "prompt", call->prompt);
      if (sends_session (call))
        json_object_set_string_member (input, "session_id", call->session_id);
    }

  copy_members (input, own);
  if (history != NULL)
    json_object_set_member (input, "messages", create_messages (history, call->prompt));

  return input;
}

static JsonObject *
create_parameters (const ConfabCall *call)
{
  JsonObject *parameters = json_object_new ();

  /* False is the service's default, and its documents leave it out. */
  if (confab_options_get_stream (call->options) == CONFAB_STREAM_INCREMENTAL)
    json_object_set_boolean_member (parameters, "incremental_output", TRUE);
  copy_members (parameters, confab_options_get_parameters (call->options));

  return parameters;
}

/* Empty strings where the tokens go: an option that stands there already is an error. */
static gboolean
add_slots (ConfabRequest     *self,
           JsonObject       **body,
           const ConfabCall  *call,
           GError           **error)
{
  g_autoptr (GPtrArray) refs = confab_options_dup_tokens (call->options);
  g_autoptr (JsonNode) empty = json_node_new (JSON_NODE_VALUE);

  json_node_set_string (empty, "");
  for (guint i = 0; i < refs->len; i++)
    {
      const ConfabTokenRef *ref = g_ptr_array_index (refs, i);
      JsonObject *changed;

      if (confab_json_path_get (*body, ref->path) != NULL)
        {
          g_set_error (error, CONFAB_ERROR, CONFAB_ERROR_USAGE, "%s: %s", ref->path,
                       _("This takes a token, and has another value as well."));
          return FALSE;
        }

      changed = confab_json_path_set (*body, ref->path, empty);
      json_object_unref (*body);
      *body = changed;

      confab_request_add_slot (self, ref->code, ref->path);
    }

  return TRUE;
}

/* A token of @code goes to @path in the body, where there is an empty string. */
void
confab_request_add_slot (ConfabRequest *self,
                         const char    *code,
                         const char    *path)
{
  ConfabTokenSlot *slot = g_new0 (ConfabTokenSlot, 1);

  slot->code = g_strdup (code);
  slot->path = g_strdup (path);
  g_ptr_array_add (self->tokens, slot);
}

static gboolean
note_offset (const char *path,
             GString    *out,
             gpointer    user_data)
{
  ConfabRequest *self = user_data;

  for (guint i = 0; i < self->tokens->len; i++)
    {
      ConfabTokenSlot *slot = g_ptr_array_index (self->tokens, i);

      if (g_str_equal (slot->path, path))
        slot->offset = out->len + 1;
    }

  return FALSE;
}

static int
compare_offsets (gconstpointer a,
                 gconstpointer b)
{
  const ConfabTokenSlot * const *first = a;
  const ConfabTokenSlot * const *second = b;

  return (*first)->offset < (*second)->offset ? -1 : 1;
}

/* The body, its tokens' places known. */
void
confab_request_write_body (ConfabRequest *self,
                           JsonObject    *body)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  const ConfabJsonStyle style = { .string_func = note_offset, .user_data = self };

  json_node_set_object (root, body);
  self->body = confab_json_write (root, &style);
  self->body_length = strlen (self->body);
  g_ptr_array_sort (self->tokens, compare_offsets);
}

static gboolean
create_body (ConfabRequest     *self,
             const ConfabCall  *call,
             GError           **error)
{
  JsonObject *body = json_object_new ();
  JsonNode *debug = confab_options_get (call->options, "/debug");
  JsonNode *extra = confab_options_get (call->options, "/body");
  gboolean ok;

  json_object_set_object_member (body, "input", create_input (call));
  json_object_set_object_member (body, "parameters", create_parameters (call));
  if (debug != NULL)
    json_object_set_member (body, "debug", json_node_copy (debug));
  else
    json_object_set_object_member (body, "debug", json_object_new ());
  if (extra != NULL)
    copy_members (body, json_node_get_object (extra));

  ok = add_slots (self, &body, call, error);
  if (ok)
    confab_request_write_body (self, body);
  json_object_unref (body);

  return ok;
}

/* Whether the service has to fetch something from its own temporary storage. */
static gboolean
has_oss_address (ConfabOptions *options)
{
  static const ConfabField fields[] = { CONFAB_FIELD_IMAGE_LIST, CONFAB_FIELD_FILE_LIST };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_auto (GStrv) addresses = confab_options_dup_strings (options, fields[i]);

      for (guint k = 0; addresses != NULL && addresses[k] != NULL; k++)
        if (g_ascii_strncasecmp (addresses[k], "oss://", 6) == 0)
          return TRUE;
    }

  return FALSE;
}

/* Protocol 1.3. */
static void
add_headers (ConfabRequest    *self,
             const ConfabCall *call)
{
  gboolean streams = self->stream != CONFAB_STREAM_NONE;
  JsonObject *own = confab_json_get_object (confab_options_get_root (call->options), "headers");

  confab_request_add_header (self, "Content-Type", "application/json");
  confab_request_add_header (self, "Accept",
                             streams ? "text/event-stream" : "application/json");
  if (streams)
    {
      confab_request_add_header (self, "X-DashScope-SSE", "enable");
      confab_request_add_header (self, "X-Accel-Buffering", "no");
      confab_request_add_header (self, "Cache-Control", "no-cache");
    }
  if (call->workspace != NULL && *call->workspace != '\0')
    confab_request_add_header (self, "X-DashScope-WorkSpace", call->workspace);
  if (has_oss_address (call->options) &&
      !confab_options_is_set (call->options, CONFAB_FIELD_OSS_RESOLVE))
    confab_request_add_header (self, "X-DashScope-OssResourceResolve", "enable");

  if (own != NULL)
    {
      g_autoptr (GList) names = json_object_get_members (own);

      for (GList *l = names; l != NULL; l = l->next)
        {
          const char *value = confab_json_get_string (own, l->data);

          if (value != NULL)
            confab_request_add_header (self, l->data, value);
        }
    }
}

/**
 * confab_request_build:
 * @call: what is to be asked; its base URL normalized
 * @error: return location for %CONFAB_ERROR_USAGE, which names the field
 *
 * Makes the request of a call (protocol 1 and 2): all but the key and the tokens. What
 * confab_call_check() calls an error is not built.
 *
 * Returns: (transfer full): a request
 */
ConfabRequest *
confab_request_build (const ConfabCall  *call,
                      GError           **error)
{
  g_autoptr (GPtrArray) problems = NULL;
  const ConfabProblem *problem;

  g_return_val_if_fail (call != NULL, NULL);
  g_return_val_if_fail (call->options != NULL, NULL);

  if (!check_call (call, error))
    return NULL;

  problems = confab_call_check (call);
  problem = confab_problems_first_error (problems);
  if (problem != NULL)
    {
      g_set_error (error, CONFAB_ERROR, CONFAB_ERROR_USAGE, "%s: %s", problem->path,
                   problem->sentence);
      return NULL;
    }

  return confab_request_build_unchecked (call, error);
}

/**
 * confab_request_build_unchecked:
 * @call: what is to be asked; its base URL normalized
 * @error: return location for %CONFAB_ERROR_USAGE
 *
 * As confab_request_build(), but also of what the service would refuse: to be shown, not to be sent.
 *
 * Returns: (transfer full): a request
 */
ConfabRequest *
confab_request_build_unchecked (const ConfabCall  *call,
                                GError           **error)
{
  g_autoptr (ConfabRequest) self = NULL;
  g_autofree char *segment = NULL;

  g_return_val_if_fail (call != NULL, NULL);

  if (!check_call (call, error))
    return NULL;

  self = confab_request_new ();
  self->stream = confab_options_get_stream (call->options);
  segment = g_uri_escape_string (call->app_id, NULL, FALSE);
  self->url = g_strdup_printf ("%s/apps/%s/completion", call->base_url, segment);
  add_headers (self, call);
  if (!create_body (self, call, error))
    return NULL;

  g_debug ("A request was made, %zu bytes", self->body_length);

  return g_steal_pointer (&self);
}

/**
 * confab_request_free:
 * @self: (nullable) (transfer full): a request
 */
void
confab_request_free (ConfabRequest *self)
{
  if (self == NULL)
    return;

  g_free (self->url);
  g_clear_pointer (&self->headers, g_ptr_array_unref);
  g_free (self->body);
  g_clear_pointer (&self->tokens, g_ptr_array_unref);
  g_free (self);
}
