/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "key-store-calls.h"

#include <string.h>

#include "confab-error.h"

#include "loop.h"

/* Whatever the keyring does, nothing hangs. */
#define LONGEST_START_US 250000

static void
take_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static char *
look_up (ConfabKeyStore  *store,
         const char      *account,
         const char      *host,
         GCancellable    *cancellable,
         GError         **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  gint64 begin = g_get_monotonic_time ();

  confab_key_store_lookup_async (store, account, host, cancellable, take_result_cb, &result);
  g_assert_null (result);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, LONGEST_START_US);
  loop_until (result != NULL);

  return confab_key_store_lookup_finish (store, result, error);
}

static gboolean
save (ConfabKeyStore  *store,
      const char      *account,
      const char      *host,
      const char      *key,
      GCancellable    *cancellable,
      GError         **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  confab_key_store_save_async (store, account, host, "Confab: a test", key, cancellable,
                               take_result_cb, &result);
  g_assert_null (result);
  loop_until (result != NULL);

  return confab_key_store_save_finish (store, result, error);
}

static gboolean
clear (ConfabKeyStore  *store,
       const char      *account,
       GCancellable    *cancellable,
       GError         **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  confab_key_store_clear_async (store, account, cancellable, take_result_cb, &result);
  g_assert_null (result);
  loop_until (result != NULL);

  return confab_key_store_clear_finish (store, result, error);
}

void
assert_key (ConfabKeyStore *store,
            const char     *account,
            const char     *host,
            const char     *key)
{
  g_autoptr (GError) error = NULL;
  char *found = look_up (store, account, host, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, key);
  confab_key_free (found);
}

void
assert_no_key (ConfabKeyStore *store,
               const char     *account,
               const char     *host)
{
  assert_key (store, account, host, NULL);
}

void
assert_saved (ConfabKeyStore *store,
              const char     *account,
              const char     *host,
              const char     *key)
{
  g_autoptr (GError) error = NULL;
  gboolean saved = save (store, account, host, key, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (saved);
}

void
assert_cleared (ConfabKeyStore *store,
                const char     *account)
{
  g_autoptr (GError) error = NULL;
  gboolean cleared = clear (store, account, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (cleared);
}

static void
assert_sentence (GError **error)
{
  g_assert_error (*error, CONFAB_ERROR, CONFAB_ERROR_KEYRING);
  g_assert_cmpint (strlen ((*error)->message), >, 20);
  g_assert_true (g_str_has_suffix ((*error)->message, "."));
  g_assert_null (strstr ((*error)->message, "sk-never"));
  g_assert_null (strstr ((*error)->message, "GDBus"));
  g_clear_error (error);
}

void
assert_lookup_fails (ConfabKeyStore *store,
                     const char     *part_of_message)
{
  GError *error = NULL;

  g_assert_null (look_up (store, "1", "127.0.0.1", NULL, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, part_of_message));
  assert_sentence (&error);
}

void
assert_all_fail (ConfabKeyStore *store)
{
  GError *error = NULL;

  g_assert_null (look_up (store, "1", "127.0.0.1", NULL, &error));
  assert_sentence (&error);
  g_assert_false (save (store, "1", "127.0.0.1", "sk-never-0001", NULL, &error));
  assert_sentence (&error);
  g_assert_false (clear (store, "1", NULL, &error));
  assert_sentence (&error);
}

void
assert_all_cancelled (ConfabKeyStore *store)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GError *error = NULL;

  g_cancellable_cancel (cancellable);

  g_assert_null (look_up (store, "1", "127.0.0.1", cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (save (store, "1", "127.0.0.1", "sk-never-0001", cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (clear (store, "1", cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
}
