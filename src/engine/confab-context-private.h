/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-client.h"
#include "confab-connection.h"
#include "confab-context.h"
#include "confab-demo-service.h"
#include "confab-key-store.h"
#include "confab-options.h"
#include "confab-secrets.h"
#include "confab-store.h"

G_BEGIN_DECLS

/* For the engine and for tests only: what stands above sees confab-context.h. */

ConfabStore       *confab_context_get_store       (ConfabContext        *self);
ConfabClient      *confab_context_get_client      (ConfabContext        *self);
ConfabDemoService *confab_context_start_demo      (ConfabContext        *self,
                                                   GError              **error);

/* Another keyring than the desktop's (tests), before the first key is asked for. */
void               confab_context_set_keyring     (ConfabContext        *self,
                                                   ConfabKeyStore       *keyring);
ConfabKeyStore    *confab_context_get_keyring     (ConfabContext        *self);
ConfabKeyStore    *confab_context_get_run_keys    (ConfabContext        *self);

/* Signal `keyring-tried` (state: #ConfabKeyringState as guint; message: a nullable sentence): after
 * each use of the keyring. @error (nullable): how that ended. */
void               confab_context_keyring_tried   (ConfabContext        *self,
                                                   const GError         *error);
/* Signal `keyring-changed`: this says something new, maybe. */
gboolean           confab_context_get_keyring_waits (ConfabContext      *self);

/* How long a lookup may take, a person who is asked for a password included; in milliseconds. */
guint              confab_context_get_keyring_timeout (ConfabContext    *self);
void               confab_context_set_keyring_timeout (ConfabContext    *self,
                                                   guint                 milliseconds);

gboolean           confab_context_get_environment_first (ConfabContext  *self);

/* The first wait before an automatic retry, in milliseconds; each next one is 1.6 times longer. */
guint              confab_context_get_retry_base  (ConfabContext        *self);
void               confab_context_set_retry_base  (ConfabContext        *self,
                                                   guint                 milliseconds);

/* Where a connection's key comes from (confab-key-finder.c). */
void               confab_context_find_key_async  (ConfabContext        *self,
                                                   ConfabConnection     *connection,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
void               confab_context_find_token_async (ConfabContext       *self,
                                                   ConfabConnection     *connection,
                                                   const char           *plugin,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
char              *confab_context_find_key_finish (ConfabContext        *self,
                                                   GAsyncResult         *result,
                                                   GError              **error);
void               confab_context_keep_key_async  (ConfabContext        *self,
                                                   ConfabConnection     *connection,
                                                   const char           *plugin,
                                                   const char           *key,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
gboolean           confab_context_keep_key_finish (ConfabContext        *self,
                                                   GAsyncResult         *result,
                                                   gboolean             *in_keyring,
                                                   GError              **error);
/* @plugin (nullable): of the plug-in with this code, else the API key. */
void               confab_context_forget_key_async (ConfabContext       *self,
                                                   ConfabConnection     *connection,
                                                   const char           *plugin,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
gboolean           confab_context_forget_key_finish (ConfabContext      *self,
                                                   GAsyncResult         *result,
                                                   GError              **error);

/* All that a call needs (confab-secrets-finder.c). */
void               confab_context_find_secrets_async  (ConfabContext        *self,
                                                       ConfabConnection     *connection,
                                                       ConfabOptions        *options,
                                                       GCancellable         *cancellable,
                                                       GAsyncReadyCallback   callback,
                                                       gpointer              user_data);
ConfabSecrets     *confab_context_find_secrets_finish (ConfabContext        *self,
                                                       GAsyncResult         *result,
                                                       GError              **error);

G_END_DECLS
