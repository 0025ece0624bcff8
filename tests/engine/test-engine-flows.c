/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-node.h"
#include "engine-fixture.h"

/* A workflow of the demo service, asked for in each way there is: the answer is the same, and where the
 * way tells of nodes, each is there once, with what it wrote. */

static const struct {
  const char *mode;
  gboolean has_nodes;
} modes[] = {
  { "full_thoughts", TRUE },
  { "message_format", TRUE },
  { "message_format_plus", TRUE },
  { "agent_format", FALSE },
};

static const ConfabStreamMode streams[] = { CONFAB_STREAM_INCREMENTAL, CONFAB_STREAM_CUMULATIVE };

static void
result_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static ConfabMessage *
ask (EngineFixture    *fixture,
     ConfabStudioApp  *app,
     const char       *mode,
     ConfabStreamMode  stream)
{
  g_autofree char *json =
    g_strdup_printf ("{\"input\":{\"biz_params\":{\"city\":\"Singapore\"}},\"parameters\":{"
                     "\"flow_stream_mode\":\"%s\",\"has_thoughts\":true}}", mode);
  g_autoptr (ConfabConversation) conversation = confab_engine_new_unstored (fixture->engine, app);
  g_autoptr (ConfabOptions) given = NULL;
  g_autoptr (ConfabOptions) options = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  ConfabMessage *answer;

  given = confab_options_new_from_json (json, &error);
  g_assert_no_error (error);
  options = confab_options_with_stream (given, stream);
  confab_engine_send_async (fixture->engine, conversation, "Which divisions has it?", options, NULL,
                            result_cb, &result);
  loop_until (result != NULL);
  answer = confab_engine_send_finish (fixture->engine, result, &error);
  g_assert_no_error (error);
  engine_wait_for_end (answer);

  return answer;
}

static void
check_nodes (GPtrArray  *nodes,
             const char *text)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean has_text = FALSE;

  g_assert_cmpuint (nodes->len, >, 0);
  for (guint i = 0; i < nodes->len; i++)
    {
      const ConfabNode *node = g_ptr_array_index (nodes, i);

      g_test_message ("%s (%s) %s: %s", node->id, node->name, node->status, node->content);
      g_assert_true (g_hash_table_add (seen, g_strdup_printf ("%s/%s/%d", node->id, node->parent_id,
                                                              node->index)));
      g_assert_cmpstr (node->id, !=, "");
      g_assert_nonnull (node->type);
      g_assert_cmpint (node->state, ==, CONFAB_NODE_SUCCESS);
      has_text |= g_strcmp0 (node->content, text) == 0;
    }
  g_assert_true (has_text);
}

static void
test_flows (EngineFixture *fixture,
            gconstpointer  data)
{
  g_autoptr (ConfabStudioApp) demo = engine_add_demo (fixture->engine);
  g_autoptr (ConfabStudioApp) app = NULL;
  ConfabAppRecord *record = confab_app_record_copy (confab_studio_app_get_record (demo));
  g_autofree char *text = NULL;

  engine_hurry_demo (fixture->context);
  g_free (record->app_id);
  record->app_id = g_strdup ("cities");
  record->kind = CONFAB_KIND_WORKFLOW;
  app = confab_studio_app_new (record, confab_studio_app_get_connection (demo));

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    for (guint j = 0; j < G_N_ELEMENTS (streams); j++)
      {
        g_autoptr (ConfabMessage) answer = ask (fixture, app, modes[i].mode, streams[j]);
        const ConfabMessageRecord *said = confab_message_get_record (answer);
        g_autoptr (GPtrArray) nodes = confab_nodes_parse (said->nodes, said->thoughts);

        g_test_message ("%s, stream %u", modes[i].mode, streams[j]);
        g_assert_cmpint (said->status, ==, CONFAB_STATUS_COMPLETE);
        g_assert_cmpstr (said->text, !=, "");
        if (text == NULL)
          text = g_strdup (said->text);
        g_assert_cmpstr (said->text, ==, text);
        if (modes[i].has_nodes)
          check_nodes (nodes, text);
        else
          g_assert_cmpuint (nodes->len, ==, 0);
      }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/engine/flows", EngineFixture, NULL, engine_fixture_set_up, test_flows,
              engine_fixture_tear_down);

  return g_test_run ();
}
