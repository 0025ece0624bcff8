/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libsecret/secret.h>

#include "confab-key-store.h"

G_BEGIN_DECLS

/* Shared by confab-secret-key-store.c, the operations, and confab-secret-search.c, which finds and
 * unlocks what they are about. */
#define CONFAB_TYPE_SECRET_KEY_STORE (confab_secret_key_store_get_type ())

G_DECLARE_FINAL_TYPE (ConfabSecretKeyStore, confab_secret_key_store, CONFAB, SECRET_KEY_STORE,
                      GObject)

struct _ConfabSecretKeyStore
{
  GObject parent_instance;

  ConfabKeyringState state;
  guint n_waiting; /* operations that wait for a person */
  gboolean file_checked;
  char *damaged_file; /* where it is now, when there was one */
  gboolean damage_told;
};

typedef void (*ConfabSecretItemsFunc) (GTask *task); /* (transfer full) */

typedef struct
{
  char *account;
  char *host; /* (nullable) */
  GList *items; /* of SecretRetrievable */
  ConfabSecretItemsFunc next; /* once they are found and unlocked */
  guint n_pending;
} ConfabSecretOperation;

extern const SecretSchema confab_secret_schema;

GTask      *confab_secret_begin           (ConfabSecretKeyStore   *self,
                                           const char             *account,
                                           const char             *host,
                                           GCancellable           *cancellable,
                                           GAsyncReadyCallback     callback,
                                           gpointer                user_data,
                                           gpointer                tag);
GHashTable *confab_secret_make_attributes (const char             *account,
                                           const char             *host);
ConfabKeyringState
            confab_secret_get_state       (ConfabSecretKeyStore   *self);
void        confab_secret_set_state       (ConfabSecretKeyStore   *self,
                                           ConfabKeyringState      state);
void        confab_secret_return_locked   (GTask                  *task);
void        confab_secret_return_failed   (GTask                  *task,
                                           const GError           *error);
void        confab_secret_find_items      (GTask                  *task,
                                           const char             *host,
                                           ConfabSecretItemsFunc   next);

G_END_DECLS
