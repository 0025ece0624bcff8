/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "confab-error.h"
#include "confab-key-store.h"

#include "key-store-calls.h"
#include "keyring-daemon.h"
#include "loop.h"

/* Against a real gnome-keyring, no keyring, or libsecret's file: test-secret-key-store --MODE,
 * inside keyring-session.sh MODE. */

#define HOST "dashscope.aliyuncs.com"

/* Any Secret Service */

static void
test_round_trip (void)
{
  g_autoptr (ConfabKeyStore) store = confab_secret_key_store_new ();

  g_assert_cmpint (confab_key_store_get_state (store), ==, CONFAB_KEYRING_UNTRIED);
  assert_no_key (store, "1", HOST);
  g_assert_cmpint (confab_key_store_get_state (store), ==, CONFAB_KEYRING_AVAILABLE);

  assert_saved (store, "1", HOST, "sk-first-0001");
  assert_saved (store, "2", HOST, "sk-second-\303\251-0002");
  assert_key (store, "1", HOST, "sk-first-0001");
  assert_key (store, "1", "DashScope.Aliyuncs.com", "sk-first-0001");
  assert_key (store, "2", HOST, "sk-second-\303\251-0002");

  assert_saved (store, "1", HOST, "sk-newer-0003");
  assert_key (store, "1", HOST, "sk-newer-0003");

  assert_cleared (store, "1");
  assert_cleared (store, "1");
  assert_no_key (store, "1", HOST);
  assert_key (store, "2", HOST, "sk-second-\303\251-0002");
  assert_cleared (store, "2");
}

static void
test_bound_to_host (void)
{
  g_autoptr (ConfabKeyStore) store = confab_secret_key_store_new ();

  assert_saved (store, "1", HOST, "sk-first-0001");
  assert_no_key (store, "1", "evil.example");
  assert_no_key (store, "1", "127.0.0.1");

  /* Bound anew, the old binding is gone: nothing of it is left to be given out. */
  assert_saved (store, "1", "127.0.0.1", "sk-other-0002");
  assert_no_key (store, "1", HOST);
  assert_key (store, "1", "127.0.0.1", "sk-other-0002");

  assert_cleared (store, "1");
  assert_no_key (store, "1", "127.0.0.1");
}

/* Another run of the program finds the key. */
static void
test_kept (void)
{
  g_autoptr (ConfabKeyStore) first = confab_secret_key_store_new ();
  g_autoptr (ConfabKeyStore) second = confab_secret_key_store_new ();

  assert_saved (first, "7", HOST, "sk-kept-0001");
  assert_key (second, "7", HOST, "sk-kept-0001");
  assert_cleared (second, "7");
  assert_no_key (first, "7", HOST);
}

static void
test_cancelled (void)
{
  g_autoptr (ConfabKeyStore) store = confab_secret_key_store_new ();

  assert_all_cancelled (store);
  assert_no_key (store, "1", "127.0.0.1");
}

/* Locked */

static void
count_change_cb (ConfabKeyStore *store,
                 guint          *n)
{
  (*n)++;
}

static void
count_waiting_cb (ConfabKeyStore *store,
                  guint          *n)
{
  if (confab_key_store_get_state (store) == CONFAB_KEYRING_WAITING)
    (*n)++;
}

static void
test_locked (void)
{
  g_autoptr (ConfabKeyStore) store = confab_secret_key_store_new ();
  guint n_waiting = 0;
  guint n = 0;

  assert_saved (store, "1", "127.0.0.1", "sk-locked-0001");
  g_assert_cmpint (confab_key_store_get_state (store), ==, CONFAB_KEYRING_AVAILABLE);
  g_signal_connect (store, "state-changed", G_CALLBACK (count_waiting_cb), &n_waiting);

  keyring_daemon_lock ();
  assert_all_fail (store);
  g_assert_cmpint (confab_key_store_get_state (store), ==, CONFAB_KEYRING_LOCKED);
  /* Looking it up, and clearing it. */
  g_assert_cmpuint (n_waiting, ==, 2);
  g_signal_connect (store, "state-changed", G_CALLBACK (count_change_cb), &n);

  /* Nothing was lost, and nobody need start the program again. */
  keyring_daemon_unlock ();
  assert_key (store, "1", "127.0.0.1", "sk-locked-0001");
  g_assert_cmpint (confab_key_store_get_state (store), ==, CONFAB_KEYRING_AVAILABLE);
  g_assert_cmpuint (n, >=, 1);
  assert_cleared (store, "1");
}

/* The label and the attributes are what anybody may read: they never hold the key. */
static void
test_open_parts (void)
{
  g_autoptr (ConfabKeyStore) store = confab_secret_key_store_new ();
  g_autoptr (GVariant) found = NULL;
  g_autoptr (GVariant) properties = NULL;
  g_autoptr (GVariant) paths = NULL;
  g_autofree char *text = NULL;
  g_autofree char *path = NULL;
  GVariantBuilder attributes;

  assert_saved (store, "1", HOST, "sk-canary-0001");

  g_variant_builder_init (&attributes, G_VARIANT_TYPE ("a{ss}"));
  g_variant_builder_add (&attributes, "{ss}", "account", "1");
  found = keyring_daemon_call ("/org/freedesktop/secrets", "org.freedesktop.Secret.Service",
                        "SearchItems", g_variant_new ("(a{ss})", &attributes));
  paths = g_variant_get_child_value (found, 0);
  g_assert_cmpuint (g_variant_n_children (paths), ==, 1);
  g_variant_get_child (paths, 0, "o", &path);

  properties = keyring_daemon_call (path, "org.freedesktop.DBus.Properties", "GetAll",
                             g_variant_new ("(s)", "org.freedesktop.Secret.Item"));
  text = g_variant_print (properties, FALSE);
  g_test_message ("%s", text);
  g_assert_nonnull (strstr (text, "Confab: a test"));
  g_assert_nonnull (strstr (text, HOST));
  g_assert_null (strstr (text, "canary"));

  assert_cleared (store, "1");
}

/* None */

static void
test_absent (void)
{
  g_autoptr (ConfabKeyStore) store = confab_secret_key_store_new ();
  guint n = 0;

  g_signal_connect (store, "state-changed", G_CALLBACK (count_change_cb), &n);
  assert_all_fail (store);
  g_assert_cmpint (confab_key_store_get_state (store), ==, CONFAB_KEYRING_ABSENT);
  g_assert_cmpuint (n, ==, 1);
}

/* File: each test that needs another file needs another process, since libsecret keeps the first
 * one it saw. */

static void
test_file_canary (void)
{
  g_autoptr (ConfabKeyStore) store = confab_secret_key_store_new ();
  g_autofree char *contents = NULL;
  gsize length;

  assert_saved (store, "1", HOST, "sk-canary-0001");
  g_assert_true (g_file_get_contents (g_getenv ("SECRET_FILE_TEST_PATH"), &contents, &length,
                                      NULL));
  g_assert_null (memmem (contents, length, "canary", 6));
  assert_cleared (store, "1");
}

/* Told once, then it works. */
static void
meet_damage (void)
{
  g_autoptr (ConfabKeyStore) store = confab_secret_key_store_new ();
  g_autofree char *notice = NULL;

  assert_lookup_fails (store, "damaged");
  assert_no_key (store, "1", HOST);
  assert_saved (store, "1", HOST, "sk-again-0001");
  assert_key (store, "1", HOST, "sk-again-0001");
  notice = confab_key_store_dup_notice (store);
  g_assert_nonnull (strstr (notice, "damaged"));
}

/* A save works at once, and it is told beside that. */
static void
save_over_damage (void)
{
  g_autoptr (ConfabKeyStore) store = confab_secret_key_store_new ();
  g_autofree char *notice = NULL;

  assert_saved (store, "1", HOST, "sk-again-0001");
  notice = confab_key_store_dup_notice (store);
  g_assert_nonnull (strstr (notice, "damaged"));
  assert_key (store, "1", HOST, "sk-again-0001");
}

static void
test_file_damaged (gconstpointer data)
{
  const char *number = data;
  const char *path = g_getenv ("SECRET_FILE_TEST_PATH");
  g_autofree char *aside = g_strconcat (path, ".damaged-", number, NULL);

  if (g_test_subprocess ())
    {
      if (g_str_equal (number, "1"))
        meet_damage ();
      else
        save_over_damage ();
      return;
    }

  /* An earlier run wrote it: cut it in the middle of the salt. */
  {
    g_autofree char *contents = NULL;
    gsize length;

    g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
    g_assert_cmpuint (length, >, 40);
    g_assert_true (g_file_set_contents (path, contents, 40, NULL));
  }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
  g_assert_true (g_file_test (aside, G_FILE_TEST_EXISTS));
}

int
main (int   argc,
      char *argv[])
{
  const char *mode = g_getenv ("CONFAB_TEST_KEYRING");

  g_test_init (&argc, &argv, NULL);

  if (g_strcmp0 (mode, "none") == 0)
    {
      g_test_add_func ("/secret-key-store/absent", test_absent);
      return g_test_run ();
    }

  g_test_add_func ("/secret-key-store/round-trip", test_round_trip);
  g_test_add_func ("/secret-key-store/bound-to-host", test_bound_to_host);
  g_test_add_func ("/secret-key-store/kept", test_kept);
  g_test_add_func ("/secret-key-store/cancelled", test_cancelled);
  if (g_strcmp0 (mode, "file") == 0)
    {
      g_test_add_func ("/secret-key-store/file-canary", test_file_canary);
      g_test_add_data_func ("/secret-key-store/file-damaged/lookup", "1", test_file_damaged);
      g_test_add_data_func ("/secret-key-store/file-damaged/save", "2", test_file_damaged);
    }
  else
    {
      g_test_add_func ("/secret-key-store/locked", test_locked);
      g_test_add_func ("/secret-key-store/open-parts", test_open_parts);
    }

  return g_test_run ();
}
