/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-client.h"
#include "confab-connection.h"
#include "confab-context.h"
#include "confab-demo-service.h"
#include "confab-key-store.h"
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

/* Signal `keyring-tried` (state: #ConfabKeyringState as guint): after each use of the keyring. */
void               confab_context_keyring_tried   (ConfabContext        *self);

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
char              *confab_context_find_key_finish (ConfabContext        *self,
                                                   GAsyncResult         *result,
                                                   GError              **error);
void               confab_context_keep_key_async  (ConfabContext        *self,
                                                   ConfabConnection     *connection,
                                                   const char           *key,
                                                   gboolean              for_this_run,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
gboolean           confab_context_keep_key_finish (ConfabContext        *self,
                                                   GAsyncResult         *result,
                                                   GError              **error);

G_END_DECLS
