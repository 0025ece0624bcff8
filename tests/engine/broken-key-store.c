/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "broken-key-store.h"

#include "confab-error.h"

struct _TestBrokenKeyStore
{
  GObject parent_instance;

  ConfabKeyringState state;
};

static void
fail (gpointer             self,
      GCancellable        *cancellable,
      GAsyncReadyCallback  callback,
      gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_return_new_error (task, CONFAB_ERROR, CONFAB_ERROR_KEYRING, "No keyring here.");
}

static void
lookup_async (ConfabKeyStore *self, const char *account, const char *host,
              GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  fail (self, cancellable, callback, user_data);
}

static char *
lookup_finish (ConfabKeyStore *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
save_async (ConfabKeyStore *self, const char *account, const char *host, const char *label,
            const char *key, GCancellable *cancellable, GAsyncReadyCallback callback,
            gpointer user_data)
{
  fail (self, cancellable, callback, user_data);
}

static void
clear_async (ConfabKeyStore *self, const char *account, GCancellable *cancellable,
             GAsyncReadyCallback callback, gpointer user_data)
{
  fail (self, cancellable, callback, user_data);
}

static gboolean
finish (ConfabKeyStore *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static ConfabKeyringState
get_state (ConfabKeyStore *self)
{
  return TEST_BROKEN_KEY_STORE (self)->state;
}

static void
init_key_store (ConfabKeyStoreInterface *iface)
{
  iface->lookup_async = lookup_async;
  iface->lookup_finish = lookup_finish;
  iface->save_async = save_async;
  iface->save_finish = finish;
  iface->clear_async = clear_async;
  iface->clear_finish = finish;
  iface->get_state = get_state;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestBrokenKeyStore, test_broken_key_store, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CONFAB_TYPE_KEY_STORE, init_key_store))

static void
test_broken_key_store_class_init (TestBrokenKeyStoreClass *klass)
{
}

static void
test_broken_key_store_init (TestBrokenKeyStore *self)
{
}

ConfabKeyStore *
test_broken_key_store_new (ConfabKeyringState state)
{
  TestBrokenKeyStore *self = g_object_new (TEST_TYPE_BROKEN_KEY_STORE, NULL);

  self->state = state;

  return CONFAB_KEY_STORE (self);
}
