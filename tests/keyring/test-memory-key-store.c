/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-key-store.h"

#include "key-store-calls.h"

static void
test_round_trip (void)
{
  g_autoptr (ConfabKeyStore) store = confab_memory_key_store_new ();

  g_assert_cmpint (confab_key_store_get_state (store), ==, CONFAB_KEYRING_AVAILABLE);
  assert_no_key (store, "1", "dashscope.aliyuncs.com");

  assert_saved (store, "1", "dashscope.aliyuncs.com", "sk-first-0001");
  assert_saved (store, "2", "dashscope.aliyuncs.com", "sk-second-0002");
  assert_key (store, "1", "dashscope.aliyuncs.com", "sk-first-0001");
  assert_key (store, "1", "DashScope.aliyuncs.com", "sk-first-0001");
  assert_key (store, "2", "dashscope.aliyuncs.com", "sk-second-0002");

  assert_cleared (store, "1");
  assert_cleared (store, "1");
  assert_no_key (store, "1", "dashscope.aliyuncs.com");
  assert_key (store, "2", "dashscope.aliyuncs.com", "sk-second-0002");
}

static void
test_bound_to_host (void)
{
  g_autoptr (ConfabKeyStore) store = confab_memory_key_store_new ();

  assert_saved (store, "1", "dashscope.aliyuncs.com", "sk-first-0001");
  assert_no_key (store, "1", "evil.example");
  assert_no_key (store, "1", "dashscope.aliyuncs.com.evil.example");
  assert_no_key (store, "1", "aliyuncs.com");

  /* Saved for another host, the old binding is gone. */
  assert_saved (store, "1", "127.0.0.1", "sk-other-0003");
  assert_no_key (store, "1", "dashscope.aliyuncs.com");
  assert_key (store, "1", "127.0.0.1", "sk-other-0003");
}

static void
test_cancelled (void)
{
  g_autoptr (ConfabKeyStore) store = confab_memory_key_store_new ();

  assert_all_cancelled (store);
  assert_no_key (store, "1", "127.0.0.1");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/memory-key-store/round-trip", test_round_trip);
  g_test_add_func ("/memory-key-store/bound-to-host", test_bound_to_host);
  g_test_add_func ("/memory-key-store/cancelled", test_cancelled);

  return g_test_run ();
}
