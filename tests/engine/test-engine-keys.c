/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "broken-key-store.h"
#include "engine-fixture.h"

#include <string.h>

#define GATEWAY "https://gateway.example/api/v1"

/* Whose key goes where. */

static void
take_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
assert_found (EngineFixture *fixture,
              const char    *key)
{
  g_autoptr (ConfabStudioApp) app = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *found;

  app = g_list_model_get_item (confab_engine_get_apps (fixture->engine), 0);
  confab_context_find_key_async (fixture->context, confab_studio_app_get_connection (app), NULL,
                                 take_result_cb, &result);
  loop_until (result != NULL);
  found = confab_context_find_key_finish (fixture->context, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, key);
  confab_key_free (found);
}

/* One person's keyring, and two data directories, each with a first connection. */
static void
test_two_directories (EngineFixture *fixture,
                      gconstpointer  data)
{
  ConfabAppDraft draft = { "Other", "https://h.example/api/v1", NULL, "app", "sk-other-0002" };
  g_autoptr (ConfabKeyStore) keyring = confab_memory_key_store_new ();
  g_autoptr (ConfabStudioApp) app = NULL;
  g_autoptr (ConfabStudioApp) other_app = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  EngineFixture other = { NULL };

  engine_fixture_set_up (&other, NULL);
  confab_context_set_keyring (fixture->context, keyring);
  confab_context_set_keyring (other.context, keyring);

  app = engine_add_app (fixture->engine, draft.base_url, draft.app_id, &error);
  g_assert_no_error (error);
  confab_engine_add_app_async (other.engine, &draft, NULL, take_result_cb, &result);
  loop_until (result != NULL);
  other_app = confab_engine_add_app_finish (other.engine, result, &error);
  g_assert_no_error (error);
  g_clear_object (&result);

  assert_found (fixture, TEST_KEY);
  assert_found (&other, "sk-other-0002");

  /* The next run knows which is which. */
  engine_fixture_stop (fixture);
  engine_fixture_start (fixture);
  confab_context_set_keyring (fixture->context, keyring);
  assert_found (fixture, TEST_KEY);

  engine_fixture_tear_down (&other, NULL);
}

/* What the command line does: the environment's key goes first, and still not to everyone. */
static void
test_environment (EngineFixture *fixture,
                  gconstpointer  data)
{
  g_autoptr (ConfabKeyStore) keyring = confab_memory_key_store_new ();
  g_autoptr (ConfabStudioApp) app = NULL;
  g_autoptr (GError) error = NULL;

  confab_context_set_keyring (fixture->context, keyring);
  app = engine_add_app (fixture->engine, GATEWAY, "app", &error);
  g_assert_no_error (error);
  g_setenv ("DASHSCOPE_API_KEY", " sk-environment-0001\n", TRUE);

  assert_found (fixture, TEST_KEY);
  confab_context_prefer_environment (fixture->context, NULL);
  assert_found (fixture, TEST_KEY);
  confab_context_prefer_environment (fixture->context, "https://gateway.example.org/api/v1");
  assert_found (fixture, TEST_KEY);
  confab_context_prefer_environment (fixture->context, GATEWAY);
  assert_found (fixture, "sk-environment-0001");

  g_assert_true (confab_context_may_use_environment (fixture->context,
                                                     "https://dashscope.aliyuncs.com/api/v1"));
  g_assert_false (confab_context_may_use_environment (fixture->context,
                                                      "https://aliyuncs.com.example/api/v1"));
  g_unsetenv ("DASHSCOPE_API_KEY");
}

static void
check_kept (EngineFixture  *fixture,
            ConfabKeyStore *keyring,
            gboolean        in_keyring_wanted)
{
  g_autoptr (ConfabStudioApp) app = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean in_keyring = !in_keyring_wanted;

  confab_context_set_keyring (fixture->context, keyring);
  app = engine_add_app (fixture->engine, GATEWAY, "app", &error);
  g_assert_no_error (error);
  confab_engine_set_key_async (fixture->engine, confab_studio_app_get_connection (app),
                               "sk-entered-0003", NULL, take_result_cb, &result);
  loop_until (result != NULL);
  g_assert_true (confab_engine_set_key_finish (fixture->engine, result, &in_keyring, &error));
  g_assert_no_error (error);
  g_assert_cmpint (in_keyring, ==, in_keyring_wanted);
  assert_found (fixture, "sk-entered-0003");
}

static void
test_saved (EngineFixture *fixture,
            gconstpointer  data)
{
  g_autoptr (ConfabKeyStore) keyring = confab_memory_key_store_new ();

  check_kept (fixture, keyring, TRUE);
  g_assert_null (confab_engine_get_keyring_note (fixture->engine));
}

/* The keyring is there and open, and does not take it all the same. */
static void
test_not_saved (EngineFixture *fixture,
                gconstpointer  data)
{
  g_autoptr (ConfabKeyStore) keyring = test_broken_key_store_new (CONFAB_KEYRING_AVAILABLE);
  const char *note;

  check_kept (fixture, keyring, FALSE);
  note = confab_engine_get_keyring_note (fixture->engine);
  g_assert_nonnull (note);
  g_assert_nonnull (strstr (note, "No keyring here."));
  g_assert_nonnull (strstr (note, "for this run only"));
}

static void
add (const char    *path,
     gconstpointer  data,
     void         (*test) (EngineFixture *, gconstpointer))
{
  g_test_add (path, EngineFixture, data, engine_fixture_set_up, test, engine_fixture_tear_down);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_unsetenv ("DASHSCOPE_API_KEY");
  g_unsetenv ("DASHSCOPE_HTTP_BASE_URL");

  add ("/keys/two-directories", NULL, test_two_directories);
  add ("/keys/environment", NULL, test_environment);
  add ("/keys/saved", NULL, test_saved);
  add ("/keys/not-saved", NULL, test_not_saved);

  return g_test_run ();
}
