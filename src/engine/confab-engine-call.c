/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-engine"

#include "config.h"

#include "confab-emit.h"
#include "confab-engine-private.h"

/**
 * confab_engine_resolve:
 * @self: the engine
 * @connection: a connection
 * @error: return location
 *
 * Gives the demo's connection its address of this run, which starts the embedded service.
 *
 * Returns: whether @connection has an address
 */
gboolean
confab_engine_resolve (ConfabEngine      *self,
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

  if (!confab_engine_resolve (self, connection, error))
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
  g_autoptr (ConfabRequest) request = NULL;
  ConfabConversation *conversation;

  g_return_val_if_fail (CONFAB_IS_ENGINE (self), NULL);
  g_return_val_if_fail (CONFAB_IS_SESSION (session), NULL);
  g_return_val_if_fail (prompt != NULL, NULL);

  call = confab_engine_create_call (self, session, prompt, options, error);
  if (call == NULL)
    return NULL;

  conversation = g_hash_table_lookup (self->conversations, session);
  if (conversation != NULL)
    confab_engine_aim_call (self, conversation, 0, call);
  request = confab_request_build (call, error);

  return request != NULL ? confab_request_to_json (request) : NULL;
}

/**
 * confab_engine_can_write_request:
 * @language: (nullable): a word
 *
 * Returns: whether confab_engine_write_request() knows it
 */
gboolean
confab_engine_can_write_request (const char *language)
{
  ConfabEmitLanguage known;

  return confab_emit_language_from_word (language, &known);
}

/**
 * confab_engine_write_request:
 * @self: the engine
 * @session: a session
 * @prompt: what would be sent
 * @options: (nullable): with these options
 * @language: `curl`, `python` or `java`
 * @error: return location
 *
 * Returns: (transfer full): a command or program that sends the request, with the key and tokens as
 *   environment variables
 */
char *
confab_engine_write_request (ConfabEngine   *self,
                             ConfabSession  *session,
                             const char     *prompt,
                             ConfabOptions  *options,
                             const char     *language,
                             GError        **error)
{
  g_autoptr (ConfabCall) call = NULL;
  g_autoptr (ConfabRequest) request = NULL;
  ConfabEmitLanguage known;

  g_return_val_if_fail (CONFAB_IS_ENGINE (self), NULL);
  g_return_val_if_fail (CONFAB_IS_SESSION (session), NULL);
  g_return_val_if_fail (confab_emit_language_from_word (language, &known), NULL);

  call = confab_engine_create_call (self, session, prompt, options, error);
  if (call == NULL)
    return NULL;

  request = confab_request_build (call, error);

  return request != NULL ? confab_emit (request, known) : NULL;
}

/**
 * confab_engine_check_request:
 * @self: the engine
 * @session: a session
 * @prompt: what would be sent
 * @options: (nullable): with these options
 * @error: return location
 *
 * Returns: (transfer container) (element-type ConfabProblem): what is wrong with it, and what is
 *   probably not meant; %NULL when the demo cannot be started
 */
GPtrArray *
confab_engine_check_request (ConfabEngine   *self,
                             ConfabSession  *session,
                             const char     *prompt,
                             ConfabOptions  *options,
                             GError        **error)
{
  g_autoptr (ConfabCall) call = NULL;

  g_return_val_if_fail (CONFAB_IS_ENGINE (self), NULL);
  g_return_val_if_fail (CONFAB_IS_SESSION (session), NULL);

  call = confab_engine_create_call (self, session, prompt, options, error);

  return call != NULL ? confab_call_check (call) : NULL;
}
