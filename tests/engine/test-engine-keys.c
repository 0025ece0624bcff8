/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "engine-fixture.h"

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

  return g_test_run ();
}
