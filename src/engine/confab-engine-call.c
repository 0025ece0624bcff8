/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-engine"

#include "config.h"

#include "confab-engine-private.h"

/* Gives the demo's connection its address of this run, which starts the embedded service. */
static gboolean
resolve (ConfabEngine      *self,
         ConfabConnection  *connection,
         GError           **error)
{
  ConfabDemoService *demo;

  if (!confab_connection_get_record (connection)->is_demo)
    return TRUE;

  demo = confab_context_start_demo (self->context, error);
  if (demo == NULL)
    return FALSE;

  confab_connection_set_base_url (connection, confab_demo_service_get_base_url (demo));

  return TRUE;
}

/**
 * confab_engine_create_call:
 * @self: the engine
 * @session: a session
 * @prompt: what is sent
 * @options: (nullable): with these options; %NULL for those of the session
 * @error: return location
 *
 * Returns: (transfer full): the call, or %NULL when the demo cannot be started
 */
ConfabCall *
confab_engine_create_call (ConfabEngine   *self,
                           ConfabSession  *session,
                           const char     *prompt,
                           ConfabOptions  *options,
                           GError        **error)
{
  ConfabStudioApp *app = confab_session_get_app (session);
  ConfabConnection *connection = confab_studio_app_get_connection (app);
  const ConfabAppRecord *record = confab_studio_app_get_record (app);
  ConfabCall *call;

  if (!resolve (self, connection, error))
    return NULL;

  call = confab_call_new (confab_connection_get_record (connection)->base_url, record->app_id,
                          prompt);
  call->kind = record->kind;
  call->workspace = g_strdup (confab_connection_get_record (connection)->workspace);
  if (confab_kind_keeps_session (record->kind))
    call->session_id = g_strdup (confab_session_get_record (session)->remote_id);

  g_clear_pointer (&call->options, confab_options_unref);
  call->options = options != NULL ? confab_options_ref (options)
                                  : confab_engine_dup_options (self, session);

  return call;
}

/**
 * confab_engine_describe_call:
 * @call: a call
 * @error: return location
 *
 * Returns: (transfer full): the request as text without secrets, which also shows that it can be
 *   made at all
 */
char *
confab_engine_describe_call (const ConfabCall  *call,
                             GError           **error)
{
  g_autoptr (ConfabRequest) request = confab_request_build (call, error);

  return request != NULL ? confab_request_to_json (request) : NULL;
}

/* What is stored as options, or nothing when it makes no sense any more. (transfer full) */
static ConfabOptions *
read_options (const char *text)
{
  g_autoptr (GError) error = NULL;
  ConfabOptions *options = confab_options_new_from_json (text, &error);

  if (options != NULL)
    return options;

  g_info ("Stored options are not used: %s", error->message);
  return confab_options_new_empty ();
}

static void
add_layer (GArray        *layers,
           ConfabLayer    layer,
           const char    *name,
           ConfabOptions *options)
{
  ConfabOptionsLayer added = { layer, name, options };

  g_array_append_val (layers, added);
}

/**
 * confab_engine_merge_options:
 * @self: the engine
 * @session: a session
 * @presets: (nullable) (element-type ConfabPresetRecord): presets of its application, in order
 * @message: (nullable): what is set for one message only
 *
 * Returns: (transfer full): what a message is sent with, and for each value where it is from
 */
ConfabOptionsMerge *
confab_engine_merge_options (ConfabEngine  *self,
                             ConfabSession *session,
                             GPtrArray     *presets,
                             ConfabOptions *message)
{
  g_autoptr (GArray) layers = g_array_new (FALSE, FALSE, sizeof (ConfabOptionsLayer));
  g_autoptr (GPtrArray) owned =
    g_ptr_array_new_with_free_func ((GDestroyNotify) confab_options_unref);
  const ConfabAppRecord *app;

  g_return_val_if_fail (CONFAB_IS_ENGINE (self), NULL);
  g_return_val_if_fail (CONFAB_IS_SESSION (session), NULL);

  app = confab_studio_app_get_record (confab_session_get_app (session));
  g_ptr_array_add (owned, read_options (app->options));
  add_layer (layers, CONFAB_LAYER_APP, NULL, g_ptr_array_index (owned, 0));

  for (guint i = 0; presets != NULL && i < presets->len; i++)
    {
      const ConfabPresetRecord *preset = g_ptr_array_index (presets, i);

      g_ptr_array_add (owned, read_options (preset->options));
      add_layer (layers, CONFAB_LAYER_PRESET, preset->name,
                 g_ptr_array_index (owned, owned->len - 1));
    }

  g_ptr_array_add (owned, read_options (confab_session_get_record (session)->options));
  add_layer (layers, CONFAB_LAYER_SESSION, NULL, g_ptr_array_index (owned, owned->len - 1));
  if (message != NULL)
    add_layer (layers, CONFAB_LAYER_MESSAGE, NULL, message);

  return confab_options_merge ((const ConfabOptionsLayer *) (gpointer) layers->data, layers->len);
}

/**
 * confab_engine_dup_options:
 * @self: the engine
 * @session: a session
 *
 * Returns: (transfer full): what a message of this session is sent with when it says nothing else
 */
ConfabOptions *
confab_engine_dup_options (ConfabEngine  *self,
                           ConfabSession *session)
{
  g_autoptr (ConfabOptionsMerge) merge = NULL;

  g_return_val_if_fail (CONFAB_IS_ENGINE (self), NULL);
  g_return_val_if_fail (CONFAB_IS_SESSION (session), NULL);

  merge = confab_engine_merge_options (self, session, NULL, NULL);

  return confab_options_ref (confab_options_merge_get_options (merge));
}

/**
 * confab_engine_preview_request:
 * @self: the engine
 * @session: a session
 * @prompt: what would be sent
 * @options: (nullable): with these options
 * @error: return location
 *
 * Returns: (transfer full): one JSON object with method, url, headers and body, without secrets
 */
char *
confab_engine_preview_request (ConfabEngine   *self,
                               ConfabSession  *session,
                               const char     *prompt,
                               ConfabOptions  *options,
                               GError        **error)
{
  g_autoptr (ConfabCall) call = NULL;
  ConfabConversation *conversation;

  g_return_val_if_fail (CONFAB_IS_ENGINE (self), NULL);
  g_return_val_if_fail (CONFAB_IS_SESSION (session), NULL);
  g_return_val_if_fail (prompt != NULL, NULL);

  call = confab_engine_create_call (self, session, prompt, options, error);
  conversation = g_hash_table_lookup (self->conversations, session);
  if (call != NULL && conversation != NULL)
    confab_engine_aim_call (self, conversation, 0, call);

  return call != NULL ? confab_engine_describe_call (call, error) : NULL;
}
