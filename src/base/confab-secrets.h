/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabSecrets:
 *
 * What one request needs from the keyring: the API key and the tokens of plug-ins. Counted, never
 * copied, and overwritten when the last one lets go of it.
 */
typedef struct _ConfabSecrets ConfabSecrets;

ConfabSecrets       *confab_secrets_new         (char          *key);
ConfabSecrets       *confab_secrets_ref         (ConfabSecrets *self);
void                 confab_secrets_unref       (ConfabSecrets *self);
void                 confab_secrets_take_token  (ConfabSecrets *self,
                                                 const char    *code,
                                                 char          *token);
const char          *confab_secrets_get_key     (ConfabSecrets *self);
const char          *confab_secrets_get_token   (ConfabSecrets *self,
                                                 const char    *code);
const char * const  *confab_secrets_get_all     (ConfabSecrets *self);
void                 confab_secrets_wipe        (char          *secret);
gboolean             confab_secrets_is_token    (const char    *text);
char                *confab_secrets_dup_variable (const char   *code);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabSecrets, confab_secrets_unref)

G_END_DECLS
