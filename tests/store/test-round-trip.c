/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A thousand options by chance through the database, a request, and back out of what is kept of it. The
 * pages of settings have the same ones in their own test. */

#include "config.h"

#include "confab-json-path.h"
#include "confab-json.h"
#include "confab-options-local.h"
#include "confab-request.h"
#include "random-options.h"
#include "store-support.h"

#define N_RANDOM 1000
#define PROMPT "What is on the roof?"

/* What is sent of them (transfer full), written in one way. What else they say is for the person; and
 * how the answer comes is a parameter as much as a header, and comes back as either. */
static ConfabOptions *
dup_sent (ConfabOptions *options)
{
  static const char * const not_sent[] = {
    "/local", "/presets", "/unset", "/later", "/stream", "/parameters/incremental_output",
    "/headers/X-DashScope-OssResourceResolve",
  };
  g_autoptr (GPtrArray) tokens = confab_options_dup_tokens (options);
  ConfabOptions *sent = confab_options_ref (options);

  for (guint i = 0; i < G_N_ELEMENTS (not_sent); i++)
    {
      g_autoptr (ConfabOptions) before = sent;

      sent = confab_options_put (before, not_sent[i], NULL);
    }
  if (tokens->len == 0)
    {
      g_autoptr (ConfabOptions) before = sent;

      sent = confab_options_put (before, "/tokens", NULL);
    }

  return sent;
}

static ConfabRequest *
build (ConfabOptions *options,
       ConfabCall    *call)
{
  g_autoptr (GError) error = NULL;
  ConfabRequest *request;

  confab_options_unref (call->options);
  call->options = confab_options_ref (options);
  request = confab_request_build (call, &error);
  g_assert_no_error (error);

  return request;
}

/* In the request each value stands where it belongs and as what it is. */
static void
check_body (ConfabOptions *options,
            const char    *body)
{
  static const char * const objects[] = { "/input", "/parameters", "/body" };
  g_autoptr (JsonNode) root = confab_json_parse (body, -1, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (objects); i++)
    {
      JsonNode *node = confab_options_get (options, objects[i]);
      g_autoptr (GList) names = NULL;

      if (node != NULL)
        names = json_object_get_members (json_node_get_object (node));
      for (GList *l = names; l != NULL; l = l->next)
        {
          g_autofree char *path = confab_json_path_join (i < 2 ? objects[i] : "", l->data, NULL);
          JsonNode *sent = confab_json_path_get (json_node_get_object (root), path);

          /* To these something is added: tokens, and the prompt. */
          if (g_str_equal (path, "/input/biz_params") || g_str_equal (path, "/input/messages"))
            continue;
          g_assert_nonnull (sent);
          g_assert_true (json_node_equal (
            sent, json_object_get_member (json_node_get_object (node), l->data)));
        }
    }
}

static void
test_request (void)
{
  g_autoptr (GRand) rand = random_options_start ();
  g_autoptr (ConfabCall) call = confab_call_new ("https://a/api/v1", "app", PROMPT);

  for (guint i = 0; i < random_options_count (N_RANDOM); i++)
    {
      g_autoptr (ConfabOptions) options = random_options_next (rand);
      g_autoptr (ConfabRequest) request = build (options, call);
      g_autofree char *record = confab_request_to_record (request, call);
      g_autofree char *shown = confab_request_to_json (request);
      g_autoptr (ConfabOptions) back = NULL;
      g_autoptr (ConfabOptions) wanted = dup_sent (options);
      g_autoptr (ConfabOptions) have = NULL;
      g_autoptr (ConfabRequest) again = NULL;
      g_autofree char *shown_again = NULL;
      g_autoptr (JsonNode) first = NULL;
      g_autoptr (JsonNode) second = NULL;
      g_autoptr (GError) error = NULL;

      check_body (options, request->body);
      g_assert_true (confab_request_read_record (record, PROMPT, &back, &error));
      g_assert_no_error (error);
      g_assert_nonnull (back);
      have = dup_sent (back);
      random_options_check (wanted, have, "request");

      again = build (back, call);
      shown_again = confab_request_to_json (again);
      first = confab_json_parse (shown, -1, NULL);
      second = confab_json_parse (shown_again, -1, NULL);
      g_assert_true (json_node_equal (first, second));
    }
}

static void
test_database (StoreFixture  *fixture,
               gconstpointer  data)
{
  g_autoptr (GRand) rand = random_options_start ();
  g_autoptr (GRand) again = random_options_start ();
  g_autoptr (GHashTable) stored = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_autoptr (GPtrArray) sessions = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;
  gint64 app = store_add_app (fixture->store, &error);
  guint n = random_options_count (N_RANDOM);

  g_assert_no_error (error);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ConfabOptions) options = random_options_next (rand);
      ConfabSessionRecord *record = make_session (0, app, "A title");
      gint64 id;

      record->options = confab_options_to_json (options);
      id = store_save_session (fixture->store, record, &error);
      g_assert_no_error (error);
      g_array_append_val (ids, id);
    }

  store_fixture_reopen (fixture);
  sessions = store_load_sessions (fixture->store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sessions->len, ==, n);
  for (guint i = 0; i < n; i++)
    {
      const ConfabSessionRecord *record = g_ptr_array_index (sessions, i);

      g_hash_table_insert (stored, g_memdup2 (&record->id, sizeof record->id),
                           g_strdup (record->options));
    }

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ConfabOptions) wanted = random_options_next (again);
      const char *text = g_hash_table_lookup (stored, &g_array_index (ids, gint64, i));
      g_autoptr (ConfabOptions) have = confab_options_new_from_json (text, &error);

      g_assert_no_error (error);
      random_options_check (wanted, have, "database");
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/round-trip/request", test_request);
  g_test_add ("/round-trip/database", StoreFixture, NULL, store_fixture_set_up, test_database,
              store_fixture_tear_down);

  return g_test_run ();
}
