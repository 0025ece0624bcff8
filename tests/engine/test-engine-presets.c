/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which presets are used, and what of them reaches a request. */

#include "config.h"

#include "confab-engine-catalogue.h"
#include "confab-engine-sessions.h"
#include "confab-options-fields.h"
#include "confab-options-local.h"
#include "engine-fixture.h"

static void
greeting_script (FaultPeer *peer,
                 gpointer   user_data)
{
  fault_peer_read_request (peer);
  fault_peer_send (peer, FAULT_HEAD_EVENTS);
  fault_peer_send_chunk (peer, FAULT_FRAME ("Hello.", "stop"));
  fault_peer_send_last_chunk (peer);
}

static void
result_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          guint      *n)
{
  (*n)++;
}

static gint64
save_preset (EngineFixture    *fixture,
             ConfabStudioApp  *app,
             const char       *name,
             ConfabPresetKind  kind,
             const char       *options)
{
  ConfabPresetRecord record = { 0, confab_studio_app_get_record (app)->id, (char *) name, kind,
                                (char *) options };
  g_autoptr (GAsyncResult) saved = NULL;
  g_autoptr (ConfabPreset) preset = NULL;
  g_autoptr (GError) error = NULL;

  confab_engine_save_preset_async (fixture->engine, &record, NULL, result_cb, &saved);
  loop_until (saved != NULL);
  preset = confab_engine_save_preset_finish (fixture->engine, saved, &error);
  g_assert_no_error (error);

  return confab_preset_get_record (preset)->id;
}

static void
set_app_options (EngineFixture   *fixture,
                 ConfabStudioApp *app,
                 ConfabOptions   *options)
{
  g_autoptr (GAsyncResult) changed = NULL;
  g_autoptr (GError) error = NULL;

  confab_engine_set_app_options_async (fixture->engine, app, options, NULL, result_cb, &changed);
  loop_until (changed != NULL);
  confab_engine_change_app_finish (fixture->engine, changed, &error);
  g_assert_no_error (error);
}

static void
assert_tags (ConfabOptions *options,
             const char    *expected)
{
  g_auto (GStrv) tags = confab_options_dup_strings (options, CONFAB_FIELD_TAGS);
  g_autofree char *joined = tags != NULL ? g_strjoinv (",", tags) : g_strdup ("");

  g_assert_cmpstr (joined, ==, expected);
}

#define TAGS(tag) "{\"parameters\":{\"rag_options\":{\"tags\":[\"" tag "\"]}}}"

static void
test_layers (EngineFixture *fixture,
             gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (greeting_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  ConfabSession *session = confab_conversation_get_session (conversation);
  ConfabStudioApp *app = confab_session_get_app (session);
  g_autoptr (ConfabOptions) empty = confab_options_new_empty ();
  g_autoptr (ConfabOptions) app_options = NULL;
  g_autoptr (ConfabOptions) effective = NULL;
  g_autoptr (ConfabOptions) message = NULL;
  g_autoptr (ConfabOptions) none = NULL;
  g_autoptr (GPtrArray) active = NULL;
  g_autoptr (GPtrArray) chosen = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (ConfabMessage) answer = NULL;
  g_autoptr (ConfabOptionsMerge) merge = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *stored = NULL;
  gint64 ids[3];
  guint n_app = 0;
  guint n_session = 0;

  ids[0] = save_preset (fixture, app, "A", CONFAB_PRESET_KNOWLEDGE, TAGS ("a"));
  ids[1] = save_preset (fixture, app, "B", CONFAB_PRESET_KNOWLEDGE, TAGS ("b"));
  ids[2] = 4711; /* nothing */
  g_signal_connect (app, "notify::options", G_CALLBACK (count_cb), &n_app);
  g_signal_connect (session, "notify::options", G_CALLBACK (count_cb), &n_session);

  effective = confab_engine_dup_options (fixture->engine, session);
  assert_tags (effective, "");

  /* In new sessions, … */
  app_options = confab_options_with_presets (empty, (const gint64[]) { ids[2], ids[0], ids[0] }, 3);
  set_app_options (fixture, app, app_options);
  g_assert_cmpuint (n_app, ==, 1);
  g_clear_pointer (&effective, confab_options_unref);
  effective = confab_engine_dup_options (fixture->engine, session);
  assert_tags (effective, "a");
  g_assert_null (confab_options_get (effective, "/presets"));
  active = confab_engine_dup_active_presets (fixture->engine, app, session, NULL);
  g_assert_cmpuint (active->len, ==, 1);

  /* … in this one, also after a restart, … */
  answer = engine_send (fixture->engine, conversation, "Hi", &error);
  g_assert_no_error (error);
  engine_wait_for_end (answer);
  for (guint i = 0; i < g_list_model_get_n_items (confab_engine_get_presets (fixture->engine)); i++)
    {
      g_autoptr (ConfabPreset) preset =
        g_list_model_get_item (confab_engine_get_presets (fixture->engine), i);

      if (confab_preset_get_record (preset)->id == ids[1])
        g_ptr_array_add (chosen, g_object_ref (preset));
    }
  confab_engine_set_session_presets (fixture->engine, session, chosen);
  g_assert_cmpuint (n_session, ==, 1);
  g_clear_pointer (&effective, confab_options_unref);
  effective = confab_engine_dup_options (fixture->engine, session);
  assert_tags (effective, "b");
  stored = g_strdup_printf ("{\"presets\":[%" G_GINT64_FORMAT "]}", ids[1]);
  loop_until (confab_session_get_record (session)->options != NULL);
  g_assert_cmpstr (confab_session_get_record (session)->options, ==, stored);

  /* … and in one message: the active ones of another kind stay. */
  message = confab_options_with_presets (empty, &ids[0], 1);
  merge = confab_engine_merge_options (fixture->engine, session, NULL, message);
  assert_tags (confab_options_merge_get_options (merge), "a");
  g_clear_pointer (&merge, confab_options_merge_free);
  none = confab_options_with_presets (empty, NULL, 0);
  merge = confab_engine_merge_options (fixture->engine, session, NULL, none);
  assert_tags (confab_options_merge_get_options (merge), "");

  confab_engine_set_session_presets (fixture->engine, session, NULL);
  g_assert_null (confab_session_get_record (session)->options);
  g_signal_handlers_disconnect_by_data (session, &n_session);
  g_signal_handlers_disconnect_by_data (app, &n_app);
}

/* What the command line names goes before the active ones of its kind only. */
static void
test_named (EngineFixture *fixture,
            gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (greeting_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  ConfabSession *session = confab_conversation_get_session (conversation);
  ConfabStudioApp *app = confab_session_get_app (session);
  g_autoptr (ConfabOptions) empty = confab_options_new_empty ();
  g_autoptr (ConfabOptions) app_options = NULL;
  g_autoptr (ConfabOptionsMerge) merge = NULL;
  g_autoptr (GPtrArray) named = g_ptr_array_new ();
  ConfabPresetRecord record = { 99, 0, (char *) "C", CONFAB_PRESET_KNOWLEDGE,
                                (char *) "{\"parameters\":{\"rag_options\":{\"file_ids\":[]}}}" };
  gint64 ids[2];
  gint64 city = 0;

  ids[0] = save_preset (fixture, app, "A", CONFAB_PRESET_KNOWLEDGE, TAGS ("a"));
  ids[1] = save_preset (fixture, app, "B", CONFAB_PRESET_WORKFLOW,
                        "{\"parameters\":{\"seed\":7}}");
  app_options = confab_options_with_presets (empty, ids, 2);
  set_app_options (fixture, app, app_options);

  g_ptr_array_add (named, &record);
  merge = confab_engine_merge_options (fixture->engine, session, named, NULL);
  assert_tags (confab_options_merge_get_options (merge), "");
  g_assert_true (confab_options_get_integer (confab_options_merge_get_options (merge),
                                             CONFAB_FIELD_SEED, &city));
  g_assert_cmpint (city, ==, 7);
}

#define ADD(path, test)                                                                            \
  g_test_add ("/presets/" path, EngineFixture, NULL, engine_fixture_set_up, test,                  \
              engine_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_unsetenv ("DASHSCOPE_API_KEY");
  g_unsetenv ("DASHSCOPE_HTTP_BASE_URL");

  ADD ("layers", test_layers);
  ADD ("named", test_named);

  return g_test_run ();
}
