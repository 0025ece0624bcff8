/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The demo's applications as a person finds them: each answers with the options it was added with. */

#include "config.h"

#include <string.h>

#include "confab-demo-service.h"
#include "confab-engine-private.h"

#include "engine-fixture.h"

static void
result_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GAsyncResult **out = user_data;

  *out = g_object_ref (result);
}

static guint
count_apps (EngineFixture *fixture)
{
  return g_list_model_get_n_items (confab_engine_get_apps (fixture->engine));
}

static ConfabStudioApp *
get_app (EngineFixture *fixture,
         const char    *app_id)
{
  GListModel *apps = confab_engine_get_apps (fixture->engine);

  for (guint i = 0; i < g_list_model_get_n_items (apps); i++)
    {
      g_autoptr (ConfabStudioApp) app = g_list_model_get_item (apps, i);

      if (g_str_equal (confab_studio_app_get_record (app)->app_id, app_id))
        return app;
    }

  g_error ("No application %s", app_id);
}

static void
test_apps_answer (EngineFixture *fixture,
                  gconstpointer  unused)
{
  static const struct {
    const char *app_id;
    ConfabAppKind kind;
    const char *prompt;
    const char *words;
    const char *evidence; /* a column of the database, and a word that is in it */
    const char *found;
  } cases[] = {
    { "assistant", CONFAB_KIND_AGENT, "I want to visit Singapore", "Planning a visit",
      "thoughts", "action_type" },
    { "dormitory", CONFAB_KIND_AGENT, "Dormitory convention content", "The second article",
      "thoughts", "article_index" },
    { "dormitory-auth", CONFAB_KIND_AGENT, "Dormitory convention content", "The second article",
      "thoughts", "article_index" },
    { "cities", CONFAB_KIND_WORKFLOW, "Query the administrative divisions of this city",
      "Central Region", "nodes", "Component_Vq2p" },
    { "phones", CONFAB_KIND_AGENT, "Please recommend a phone under 3000 yuan", "Kestrel K3",
      "doc_references", "file_kestrel_k3" },
  };
  g_autoptr (ConfabStudioApp) first = engine_add_demo (fixture->engine);

  engine_hurry_demo (fixture->context);
  g_assert_cmpstr (confab_studio_app_get_record (first)->app_id, ==, "assistant");
  g_assert_cmpuint (count_apps (fixture), ==, G_N_ELEMENTS (cases));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ConfabStudioApp *app = get_app (fixture, cases[i].app_id);
      g_autoptr (ConfabSession) session = confab_engine_new_session (fixture->engine, app);
      g_autoptr (ConfabConversation) conversation = NULL;
      g_autoptr (ConfabMessage) answer = NULL;
      g_autoptr (GError) error = NULL;
      gsize length = 0;

      g_test_message ("%s", cases[i].app_id);
      g_assert_cmpint (confab_studio_app_get_record (app)->kind, ==, cases[i].kind);
      conversation = confab_engine_dup_conversation (fixture->engine, session);
      answer = engine_send (fixture->engine, conversation, cases[i].prompt, &error);
      g_assert_no_error (error);
      engine_wait_for_end (answer);
      g_assert_cmpint (confab_message_get_status (answer), ==, CONFAB_STATUS_COMPLETE);
      g_assert_nonnull (strstr (confab_message_get_text (answer, &length), cases[i].words));
      if (cases[i].evidence != NULL)
        {
          g_autofree char *sql = g_strdup_printf (
              "SELECT %s FROM message WHERE role <> 'user' ORDER BY id DESC LIMIT 1",
              cases[i].evidence);
          g_autofree char *stored = NULL;

          loop_until ((stored = engine_read_database (fixture, sql)) != NULL);
          g_assert_nonnull (strstr (stored, cases[i].found));
          g_assert_null (strstr (stored, CONFAB_DEMO_TOKEN));
        }
    }
}

static void
add_one (EngineFixture *fixture,
         const char    *app_id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (ConfabStudioApp) app = NULL;

  confab_engine_add_demo_app_async (fixture->engine, app_id, app_id, CONFAB_KIND_AGENT, NULL, 0,
                                    result_cb, &result);
  loop_until (result != NULL);
  app = confab_engine_add_app_finish (fixture->engine, result, NULL);
  g_assert_nonnull (app);
  g_list_store_append (fixture->engine->apps, app);
}

/* What a version stored that knew the assistant alone. */
static void
test_older_demo (EngineFixture *fixture,
                 gconstpointer  unused)
{
  confab_engine_complete_demo (fixture->engine);
  g_assert_cmpuint (count_apps (fixture), ==, 0);

  add_one (fixture, "assistant");
  engine_fixture_stop (fixture);
  engine_fixture_start (fixture);
  g_assert_cmpuint (count_apps (fixture), ==, 1);
  confab_engine_complete_demo (fixture->engine);
  loop_until (count_apps (fixture) == 5);
}

/* Whoever has chosen some of them keeps those. */
static void
test_chosen_demo (EngineFixture *fixture,
                  gconstpointer  unused)
{
  g_autoptr (ConfabStudioApp) first = NULL;

  add_one (fixture, "assistant");
  add_one (fixture, "phones");
  confab_engine_complete_demo (fixture->engine);
  first = engine_add_demo (fixture->engine);
  g_assert_cmpstr (confab_studio_app_get_record (first)->app_id, ==, "assistant");
  g_assert_cmpuint (count_apps (fixture), ==, 2);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function)                                                                        \
  g_test_add ("/engine/demo/" path, EngineFixture, NULL, engine_fixture_set_up, function,          \
              engine_fixture_tear_down)
  ADD ("apps-answer", test_apps_answer);
  ADD ("older", test_older_demo);
  ADD ("chosen", test_chosen_demo);
#undef ADD

  return g_test_run ();
}
