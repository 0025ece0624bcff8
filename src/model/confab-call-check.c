/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-call-check.h"

#include <stdarg.h>
#include <string.h>

#include <glib/gi18n.h>

#include "confab-call-check-rag.h"
#include "confab-json-path.h"
#include "confab-json.h"
#include "confab-options-fields.h"

/* Protocol 1.5. */
#define MAX_VARIABLES 10
#define MAX_PLUGINS   10
#define MAX_DATA_URL  (10 * 1024 * 1024)

#define MAX_TEMPERATURE 2.0

static void
free_problem (gpointer data)
{
  ConfabProblem *problem = data;

  g_free (problem->path);
  g_free (problem->sentence);
  g_free (problem);
}

/**
 * confab_problems_add:
 * @problems: where to
 * @is_error: whether it cannot be sent
 * @path: the field
 * @format: a printf() format of a sentence
 * @...: for @format
 */
void
confab_problems_add (GPtrArray  *problems,
                     gboolean    is_error,
                     const char *path,
                     const char *format,
                     ...)
{
  ConfabProblem *problem = g_new0 (ConfabProblem, 1);
  va_list arguments;

  va_start (arguments, format);
  problem->path = g_strdup (path);
  problem->sentence = g_strdup_vprintf (format, arguments);
  problem->is_error = is_error;
  va_end (arguments);
  g_ptr_array_add (problems, problem);
}

static const char *
get_path (ConfabField field)
{
  return confab_field_get_info (field)->path;
}

/* Types and kinds --------------------------------------------------------------------------- */

static const char *
describe_type (ConfabFieldType type)
{
  switch (type)
    {
    case CONFAB_FIELD_TYPE_STRING:
      return _("This must be a text.");
    case CONFAB_FIELD_TYPE_BOOLEAN:
      return _("This must be true or false.");
    case CONFAB_FIELD_TYPE_INTEGER:
      return _("This must be a whole number.");
    case CONFAB_FIELD_TYPE_NUMBER:
      return _("This must be a number.");
    case CONFAB_FIELD_TYPE_STRINGS:
      return _("This must be a list of texts.");
    case CONFAB_FIELD_TYPE_ARRAY:
      return _("This must be a list.");
    case CONFAB_FIELD_TYPE_OBJECT:
    case CONFAB_FIELD_TYPE_ANY:
    default:
      return _("This must be a JSON object.");
    }
}

static void
check_types (GPtrArray     *problems,
             ConfabOptions *options)
{
  for (guint i = 0; i < CONFAB_N_FIELDS; i++)
    {
      const ConfabFieldInfo *info = confab_field_get_info ((ConfabField) i);
      JsonNode *value = confab_options_get (options, info->path);

      if (value != NULL && !confab_field_fits ((ConfabField) i, value))
        confab_problems_add (problems, TRUE, info->path, "%s", describe_type (info->type));
    }
}

/* An agent may be a guess: it is what an application is taken for whose kind nobody has said. */
static void
check_kinds (GPtrArray        *problems,
             const ConfabCall *call)
{
  gboolean is_flow = call->kind != CONFAB_KIND_AGENT && call->kind != CONFAB_KIND_AGENT_2;
  g_autoptr (GPtrArray) tokens = NULL;

  if (call->kind == CONFAB_KIND_AGENT)
    return;

  /* To a workflow it would be one more variable of the start node, there to be read: no secret goes
   * where nobody takes it for one. */
  tokens = confab_options_dup_tokens (call->options);
  if (is_flow && tokens->len > 0)
    confab_problems_add (problems, TRUE, "/tokens",
                         _("Only agents take tokens of plug-ins: a workflow would show the token among "
                           "its variables."));

  for (guint i = 0; i < CONFAB_N_FIELDS; i++)
    {
      if (!confab_options_is_set (call->options, (ConfabField) i) ||
          confab_field_is_for ((ConfabField) i, call->kind))
        continue;

      if (i == CONFAB_FIELD_USER_PROMPT_PARAMS && is_flow)
        confab_problems_add (problems, TRUE, get_path ((ConfabField) i),
                             _("A workflow takes its variables directly in biz_params, not below "
                               "user_prompt_params."));
      else
        confab_problems_add (problems, FALSE, get_path ((ConfabField) i),
                             _("Applications of this kind are not known to use it."));
    }
}

/* Prompt and messages ----------------------------------------------------------------------- */

static void
check_message (GPtrArray *problems,
               JsonNode  *node,
               guint      i)
{
  JsonObject *message = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *role = confab_json_get_string (message, "role");
  g_autofree char *path = g_strdup_printf ("%s/%u", get_path (CONFAB_FIELD_MESSAGES), i);

  if (role == NULL || confab_json_get_string (message, "content") == NULL)
    confab_problems_add (problems, TRUE, path,
                         _("A message has a role and a content, both texts."));
  else if (g_str_equal (role, "system"))
    {
      if (i > 0)
        confab_problems_add (problems, TRUE, path, _("A system message can only be the first."));
    }
  else if (!g_str_equal (role, "user") && !g_str_equal (role, "assistant"))
    confab_problems_add (problems, TRUE, path,
                         _("The role is not system, user or assistant."));
}

static void
check_messages (GPtrArray        *problems,
                const ConfabCall *call)
{
  JsonNode *node = confab_options_get_value (call->options, CONFAB_FIELD_MESSAGES);
  gboolean has_prompt = call->prompt != NULL && *call->prompt != '\0';
  JsonArray *messages;
  JsonNode *last;
  guint n;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    {
      if (!has_prompt)
        confab_problems_add (problems, TRUE, "/input/prompt",
                             _("There is nothing to ask: write a prompt, or give messages."));
      return;
    }
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return;

  messages = json_node_get_array (node);
  n = json_array_get_length (messages);
  for (guint i = 0; i < n; i++)
    check_message (problems, json_array_get_element (messages, i), i);

  if (has_prompt)
    return; /* it becomes the last message */

  last = n > 0 ? json_array_get_element (messages, n - 1) : NULL;
  if (last == NULL || !JSON_NODE_HOLDS_OBJECT (last) ||
      g_strcmp0 (confab_json_get_string (json_node_get_object (last), "role"), "user") != 0)
    confab_problems_add (problems, TRUE, get_path (CONFAB_FIELD_MESSAGES),
                         _("Without a prompt, the last message must be the user’s."));
}

static gboolean
is_address (const char *text)
{
  static const char * const schemes[] = { "http://", "https://", "oss://" };

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_ascii_strncasecmp (text, schemes[i], strlen (schemes[i])) == 0)
      return TRUE;

  return FALSE;
}

static void
check_addresses (GPtrArray     *problems,
                 ConfabOptions *options,
                 ConfabField    field)
{
  g_auto (GStrv) addresses = confab_options_dup_strings (options, field);

  for (guint i = 0; addresses != NULL && addresses[i] != NULL; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%u", get_path (field), i);

      if (g_ascii_strncasecmp (addresses[i], "data:", 5) == 0)
        {
          if (strlen (addresses[i]) > MAX_DATA_URL)
            confab_problems_add (problems, TRUE, path,
                                 _("The file is too large to be sent along: at most 7 MB, which "
                                   "are 10 MB in this form. Give it a public address instead."));
          else if (strstr (addresses[i], ";base64,") == NULL)
            confab_problems_add (problems, TRUE, path,
                                 _("A data: address holds a type and base64, such as "
                                   "data:image/png;base64,…"));
        }
      else if (!is_address (addresses[i]))
        confab_problems_add (problems, TRUE, path,
                             _("The service fetches this itself: it must be a public address that "
                               "begins with https://, http:// or oss://, or a data: address."));
    }
}

/* Parameters of the application ------------------------------------------------------------- */

static void
check_count (GPtrArray     *problems,
             ConfabOptions *options,
             const char    *path,
             guint          limit)
{
  JsonNode *node = confab_options_get (options, path);

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node) &&
      json_object_get_size (json_node_get_object (node)) > limit)
    confab_problems_add (problems, TRUE, path,
                         ngettext ("There can be at most %u.", "There can be at most %u.", limit),
                         limit);
}

static void
check_plugins (GPtrArray     *problems,
               ConfabOptions *options)
{
  JsonNode *node = confab_options_get_value (options, CONFAB_FIELD_USER_DEFINED_PARAMS);
  g_autoptr (GPtrArray) tokens = confab_options_dup_tokens (options);
  JsonObjectIter iter;
  const char *code;
  JsonNode *value;

  check_count (problems, options, get_path (CONFAB_FIELD_USER_PROMPT_PARAMS), MAX_VARIABLES);
  check_count (problems, options, get_path (CONFAB_FIELD_USER_DEFINED_PARAMS), MAX_PLUGINS);
  if (tokens->len > MAX_PLUGINS)
    confab_problems_add (problems, TRUE, "/tokens",
                         ngettext ("There can be at most %u.", "There can be at most %u.",
                                   MAX_PLUGINS),
                         MAX_PLUGINS);

  for (guint i = 0; i < tokens->len; i++)
    {
      const ConfabTokenRef *ref = g_ptr_array_index (tokens, i);

      if (confab_options_get (options, ref->path) != NULL)
        confab_problems_add (problems, TRUE, ref->path,
                             _("This takes a token, and has another value as well."));
    }

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return;

  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &code, &value))
    if (!JSON_NODE_HOLDS_OBJECT (value))
      {
        g_autofree char *path = confab_json_path_join (get_path (CONFAB_FIELD_USER_DEFINED_PARAMS),
                                                       code, NULL);

        confab_problems_add (problems, TRUE, path,
                             _("The parameters of a plug-in are an object: names and values."));
      }
}

/* Sampling and thinking --------------------------------------------------------------------- */

static void
check_sampling (GPtrArray     *problems,
                ConfabOptions *options)
{
  static const ConfabField not_negative[] = {
    CONFAB_FIELD_TOP_K, CONFAB_FIELD_SEED, CONFAB_FIELD_DIALOG_ROUND, CONFAB_FIELD_MAX_TOKENS,
  };
  double number;
  gint64 integer;

  if (confab_options_get_number (options, CONFAB_FIELD_TEMPERATURE, &number) &&
      !(number >= 0 && number < MAX_TEMPERATURE))
    confab_problems_add (problems, TRUE, get_path (CONFAB_FIELD_TEMPERATURE),
                         _("This must be at least 0 and less than 2."));
  if (confab_options_get_number (options, CONFAB_FIELD_TOP_P, &number) &&
      !(number > 0 && number <= 1))
    confab_problems_add (problems, TRUE, get_path (CONFAB_FIELD_TOP_P),
                         _("This must be more than 0 and at most 1."));
  for (guint i = 0; i < G_N_ELEMENTS (not_negative); i++)
    if (confab_options_get_integer (options, not_negative[i], &integer) && integer < 0)
      confab_problems_add (problems, TRUE, get_path (not_negative[i]),
                           _("This must be at least 0."));
}

static void
check_thinking (GPtrArray     *problems,
                ConfabOptions *options)
{
  gboolean incremental = confab_options_get_stream (options) == CONFAB_STREAM_INCREMENTAL;
  gboolean thinks = FALSE;
  gboolean shows = FALSE;

  confab_options_get_boolean (options, CONFAB_FIELD_INCREMENTAL_OUTPUT, &incremental);
  confab_options_get_boolean (options, CONFAB_FIELD_ENABLE_THINKING, &thinks);
  confab_options_get_boolean (options, CONFAB_FIELD_HAS_THOUGHTS, &shows);
  if (!thinks)
    return;

  if (!incremental || confab_options_get_stream (options) == CONFAB_STREAM_NONE)
    confab_problems_add (problems, TRUE, get_path (CONFAB_FIELD_ENABLE_THINKING),
                         _("Models think only while the answer is streamed in pieces. Turn that "
                           "on, or thinking off."));
  else if (!shows)
    confab_problems_add (problems, FALSE, get_path (CONFAB_FIELD_ENABLE_THINKING),
                         _("What the model thinks is seen only when thoughts are asked for, too."));
}

static void
check_words (GPtrArray     *problems,
             ConfabOptions *options)
{
  static const char * const modes[] = {
    "message_format_plus", "message_format", "full_thoughts", "agent_format", NULL,
  };
  const char *mode = confab_options_get_string (options, CONFAB_FIELD_FLOW_STREAM_MODE);
  const char *reference = confab_options_get_string (options, CONFAB_FIELD_DOC_REFERENCE_TYPE);
  gboolean shows = FALSE;

  confab_options_get_boolean (options, CONFAB_FIELD_HAS_THOUGHTS, &shows);
  if (mode != NULL && !g_strv_contains (modes, mode))
    confab_problems_add (problems, FALSE, get_path (CONFAB_FIELD_FLOW_STREAM_MODE),
                         _("The known modes are message_format_plus, message_format, full_thoughts "
                           "and agent_format."));
  else if (g_strcmp0 (mode, "full_thoughts") == 0 && !shows)
    confab_problems_add (problems, FALSE, get_path (CONFAB_FIELD_FLOW_STREAM_MODE),
                         _("In the mode full_thoughts nothing is seen before the end unless "
                           "thoughts are asked for, too."));
  if (reference != NULL && !g_str_equal (reference, "simple") &&
      !g_str_equal (reference, "indexed"))
    confab_problems_add (problems, FALSE, get_path (CONFAB_FIELD_DOC_REFERENCE_TYPE),
                         _("The known types are simple and indexed."));
}

/* Headers and body -------------------------------------------------------------------------- */

static gboolean
is_header_name (const char *name)
{
  for (const char *p = name; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && *p != '-')
      return FALSE;

  return g_ascii_strncasecmp (name, "X-", 2) == 0 && name[2] != '\0';
}

static gboolean
is_header_value (const char *value)
{
  for (; *value != '\0'; value++)
    if (!g_ascii_isprint (*value))
      return FALSE;

  return TRUE;
}

static void
check_headers (GPtrArray     *problems,
               ConfabOptions *options)
{
  /* What Confab sets itself, and what makes another protocol of it. */
  static const char * const taken[] = {
    "X-DashScope-SSE", "X-DashScope-WorkSpace", "X-DashScope-Async", "X-DashScope-EncryptionKey",
    "X-Accel-Buffering",
  };
  JsonObject *headers = confab_json_get_object (confab_options_get_root (options), "headers");
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (headers == NULL)
    return;

  json_object_iter_init_ordered (&iter, headers);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    {
      g_autofree char *path = confab_json_path_join ("/headers", name, NULL);
      const char *text = confab_json_get_string (headers, name);
      gboolean is_taken = FALSE;

      for (guint i = 0; i < G_N_ELEMENTS (taken); i++)
        is_taken |= g_ascii_strcasecmp (name, taken[i]) == 0;

      if (is_taken || !is_header_name (name))
        confab_problems_add (problems, TRUE, path,
                             _("This header cannot be set here: only those that begin with X- and "
                               "that Confab does not need itself."));
      else if (text == NULL || !is_header_value (text))
        confab_problems_add (problems, TRUE, path,
                             _("The value of a header is a text of ASCII characters in one line."));
    }
}

static void
check_body (GPtrArray     *problems,
            ConfabOptions *options)
{
  static const char * const own[] = { "input", "parameters", "debug" };

  for (guint i = 0; i < G_N_ELEMENTS (own); i++)
    {
      g_autofree char *path = confab_json_path_join ("/body", own[i], NULL);

      if (confab_options_get (options, path) != NULL)
        confab_problems_add (problems, TRUE, path,
                             _("This has a place of its own in the options, beside body."));
    }

  if (confab_options_get (options, "/input/prompt") != NULL)
    confab_problems_add (problems, TRUE, "/input/prompt",
                         _("The prompt is what you write, and no option."));
  if (confab_options_get (options, "/input/session_id") != NULL)
    confab_problems_add (problems, TRUE, "/input/session_id",
                         _("The session is the one you write in, and no option."));
}

/* Public API -------------------------------------------------------------------------------- */

/**
 * confab_call_check:
 * @call: a call
 *
 * Says what the service would refuse, and what is probably not meant: limits, types, combinations,
 * and what this kind of application does not know (protocol 1.5, 2.1 to 2.4).
 *
 * Returns: (transfer container) (element-type ConfabProblem): all of it, empty when all is well
 */
GPtrArray *
confab_call_check (const ConfabCall *call)
{
  GPtrArray *problems = g_ptr_array_new_with_free_func (free_problem);

  g_return_val_if_fail (call != NULL, problems);

  check_types (problems, call->options);
  check_kinds (problems, call);
  check_messages (problems, call);
  check_addresses (problems, call->options, CONFAB_FIELD_IMAGE_LIST);
  check_addresses (problems, call->options, CONFAB_FIELD_FILE_LIST);
  check_plugins (problems, call->options);
  check_sampling (problems, call->options);
  check_thinking (problems, call->options);
  check_words (problems, call->options);
  check_headers (problems, call->options);
  check_body (problems, call->options);
  confab_call_check_rag (problems, call->options);

  return problems;
}

/**
 * confab_problems_first_error:
 * @problems: what confab_call_check() says
 *
 * Returns: (transfer none) (nullable): the first that keeps the call from being sent
 */
const ConfabProblem *
confab_problems_first_error (GPtrArray *problems)
{
  for (guint i = 0; i < problems->len; i++)
    {
      const ConfabProblem *problem = g_ptr_array_index (problems, i);

      if (problem->is_error)
        return problem;
    }

  return NULL;
}
