/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ConfabKeyStore:
 *
 * Where API keys are kept: the Secret Service (libsecret), or memory for this run only. A key is
 * bound to an account (the connection) and to the host it was stored for: asked with another host
 * it is not given out. Keys are never logged, copied or written anywhere else. The signal
 * `state-changed` tells that confab_key_store_get_state() says something new.
 */
#define CONFAB_TYPE_KEY_STORE (confab_key_store_get_type ())

G_DECLARE_INTERFACE (ConfabKeyStore, confab_key_store, CONFAB, KEY_STORE, GObject)

typedef enum {
  CONFAB_KEYRING_UNTRIED,
  CONFAB_KEYRING_AVAILABLE,
  CONFAB_KEYRING_WAITING,  /* for a person, who is asked to unlock it */
  CONFAB_KEYRING_LOCKED,   /* there, but not unlocked */
  CONFAB_KEYRING_ABSENT,   /* no Secret Service */
} ConfabKeyringState;

/* Each …_finish is there already, for what a GTask of the store gives. */
struct _ConfabKeyStoreInterface {
  GTypeInterface parent_iface;

  void     (*lookup_async)  (ConfabKeyStore *self, const char *account, const char *host,
                             GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer user_data);
  char    *(*lookup_finish) (ConfabKeyStore *self, GAsyncResult *result, GError **error);
  void     (*save_async)    (ConfabKeyStore *self, const char *account, const char *host,
                             const char *label, const char *key, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data);
  gboolean (*save_finish)   (ConfabKeyStore *self, GAsyncResult *result, GError **error);
  void     (*clear_async)   (ConfabKeyStore *self, const char *account,
                             GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer user_data);
  gboolean (*clear_finish)  (ConfabKeyStore *self, GAsyncResult *result, GError **error);
  ConfabKeyringState (*get_state) (ConfabKeyStore *self);
  char    *(*dup_notice)    (ConfabKeyStore *self); /* optional */
};

/* The key is wiped by confab_key_free(). NULL without error: there is none for this account. */
void      confab_key_store_lookup_async  (ConfabKeyStore       *self,
                                          const char           *account,
                                          const char           *host,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
char     *confab_key_store_lookup_finish (ConfabKeyStore       *self,
                                          GAsyncResult         *result,
                                          GError              **error);
void      confab_key_store_save_async    (ConfabKeyStore       *self,
                                          const char           *account,
                                          const char           *host,
                                          const char           *label,
                                          const char           *key,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean  confab_key_store_save_finish   (ConfabKeyStore       *self,
                                          GAsyncResult         *result,
                                          GError              **error);
void      confab_key_store_clear_async   (ConfabKeyStore       *self,
                                          const char           *account,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean  confab_key_store_clear_finish  (ConfabKeyStore       *self,
                                          GAsyncResult         *result,
                                          GError              **error);
ConfabKeyringState
          confab_key_store_get_state     (ConfabKeyStore       *self);
char     *confab_key_store_dup_notice    (ConfabKeyStore       *self);
void      confab_key_store_emit_state_changed
                                         (ConfabKeyStore       *self);
void      confab_key_free                (char                 *key);

/* Implementations. Secret falls back to nothing: with the keyring absent or locked its functions
 * fail with CONFAB_ERROR_KEYRING, and the engine keeps the key in a memory store for this run. */
ConfabKeyStore *confab_secret_key_store_new (void);
ConfabKeyStore *confab_memory_key_store_new (void);

/* The version of libsecret that was compiled against; it does not tell what is loaded. */
char           *confab_key_store_dup_library_version (void);

G_END_DECLS
