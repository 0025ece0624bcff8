/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-options.h"
#include "confab-records.h"

G_BEGIN_DECLS

/**
 * ConfabCall:
 * @base_url: ends in `/api/v1`, without a slash after it
 * @workspace: (nullable): sent as X-DashScope-WorkSpace
 * @app_id: the App ID, goes into the path, escaped as one segment
 * @kind: of the application; an agent where nobody has said
 * @prompt: what the person wrote
 * @session_id: (nullable): the service's session to continue
 * @history: (nullable): earlier messages, oldest first, which are sent along with the prompt instead of
 *   @session_id; `messages` among the @options win
 * @options: what else is sent
 *
 * One call as the person means it: all that the request builder needs except the key and tokens,
 * which are fetched for each request and are never part of a value that could be printed or stored.
 */
typedef struct {
  char          *base_url;
  char          *workspace;
  char          *app_id;
  ConfabAppKind  kind;
  char          *prompt;
  char          *session_id;
  JsonArray     *history;
  ConfabOptions *options;
} ConfabCall;

ConfabCall *confab_call_new  (const char       *base_url,
                              const char       *app_id,
                              const char       *prompt);
ConfabCall *confab_call_copy (const ConfabCall *self);
ConfabCall *confab_call_copy_apart (const ConfabCall *self);
void        confab_call_free (ConfabCall       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabCall, confab_call_free)

G_END_DECLS
