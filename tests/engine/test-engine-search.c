/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Searching: over everything, in one conversation, by name. */

#include "config.h"

#include "confab-find.h"
#include "confab-search.h"
#include "engine-fixture.h"

#include <string.h>

/* The answer says what the question says. */
static void
echo_script (FaultPeer *peer,
             gpointer   user_data)
{
  fault_peer_read_request (peer);
  fault_peer_send (peer, FAULT_HEAD_EVENTS);
  fault_peer_send_chunk (peer, FAULT_FRAME ("新加坡的美食：海南鸡饭和 Laksa。", "stop"));
  fault_peer_send_last_chunk (peer);
}

static gboolean
counts_none (EngineFixture *fixture,
             const char    *sql)
{
  g_autofree char *n = engine_read_database (fixture, sql);

  return g_strcmp0 (n, "0") == 0;
}

static void
say (EngineFixture      *fixture,
     ConfabConversation *conversation,
     const char         *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabMessage) answer = engine_send (fixture->engine, conversation, text, &error);

  g_assert_no_error (error);
  engine_wait_for_end (answer);
  loop_until (counts_none (fixture, "SELECT count(*) FROM message WHERE run IS NOT NULL"));
}

/* What is found for @text, each as its passage with the places in brackets. */
static char *
search (ConfabSearch *search,
        const char   *text)
{
  GListModel *model = G_LIST_MODEL (search);
  GString *result = g_string_new (NULL);

  confab_search_look_for (search, text, NULL);
  loop_until (!confab_search_get_searching (search));
  g_assert_null (confab_search_get_error (search));
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (ConfabSearchHit) hit = g_list_model_get_item (model, i);
      const char *passage = confab_search_hit_get_passage (hit);
      gsize at = 0;
      guint n;
      const ConfabRange *ranges = confab_search_hit_get_ranges (hit, &n);

      g_assert_true (g_utf8_validate (passage, -1, NULL));
      g_string_append (result, confab_search_hit_get_message (hit) == 0 ? "T:" : "M:");
      for (guint r = 0; r < n; r++)
        {
          g_string_append_len (result, passage + at, (gssize) (ranges[r].start - at));
          g_string_append_printf (result, "[%.*s]", (int) (ranges[r].end - ranges[r].start),
                                  passage + ranges[r].start);
          at = ranges[r].end;
        }
      g_string_append_printf (result, "%s\n", passage + at);
    }

  return g_string_free (result, FALSE);
}

#define assert_finds(searching, text, expected)                                                    \
  G_STMT_START                                                                                     \
    {                                                                                              \
      g_autofree char *found_ = search (searching, text);                                          \
                                                                                                   \
      g_assert_cmpstr (found_, ==, expected);                                                      \
    }                                                                                              \
  G_STMT_END

static void
test_everything (EngineFixture *fixture,
                 gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (echo_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  g_autoptr (ConfabSearch) searching = confab_search_new (fixture->engine);
  static const char * const hostile[] = {
    "'); DROP TABLE message; --", "NEAR(", "\"", "*", "^", "a:b", "AND OR NOT", "(", ")", "{", "-",
    "\xff\xfe", "%", "_", "", " ", "\n", "\xe2\x80\xae",
  };
  g_autofree char *huge = g_strnfill (1024 * 1024, '"');

  say (fixture, conversation, "What are the foods there?");
  assert_finds (searching, "美食", "M:新加坡的[美食]：海南鸡饭和 Laksa。\n");
  assert_finds (searching, "食", "M:新加坡的美[食]：海南鸡饭和 Laksa。\n");
  assert_finds (searching, "鸡饭 新加坡", "M:[新加坡]的美食：海南[鸡饭]和 Laksa。\n");
  assert_finds (searching, "laks", "M:新加坡的美食：海南鸡饭和 [Laksa]。\n");
  assert_finds (searching, "坡美", "");
  assert_finds (searching, "FOODS",
                "T:What are the [foods] there?\nM:What are the [foods] there?\n");
  assert_finds (searching, "nothing like it", "");

  for (guint i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_autofree char *found = search (searching, hostile[i]);

      g_assert_nonnull (found);
    }
  assert_finds (searching, huge, "");

  /* The newest first, page by page. */
  for (guint i = 0; i < 60; i++)
    say (fixture, conversation, "A line");
  confab_search_look_for (searching, "line", NULL);
  loop_until (!confab_search_get_searching (searching));
  g_assert_true (confab_search_get_has_more (searching));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (searching)), ==, 50);
  confab_search_load_more (searching);
  loop_until (!confab_search_get_searching (searching));
  g_assert_false (confab_search_get_has_more (searching));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (searching)), ==, 60);

  /* What is typed fast: only the last one counts. */
  confab_search_look_for (searching, "l", NULL);
  confab_search_look_for (searching, "la", NULL);
  confab_search_look_for (searching, "foods", NULL);
  loop_until (!confab_search_get_searching (searching));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (searching)), ==, 2);
}

static void
test_deleted (EngineFixture *fixture,
              gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (echo_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  g_autoptr (ConfabSearch) searching = confab_search_new (fixture->engine);

  say (fixture, conversation, "Unique");
  confab_engine_rename_session (fixture->engine, confab_conversation_get_session (conversation),
                                "Renamed");
  loop_until (counts_none (fixture, "SELECT count(*) FROM session WHERE title = 'Unique'"));
  assert_finds (searching, "Unique", "M:[Unique]\n");
  assert_finds (searching, "renam", "T:[Renamed]\n");
  confab_engine_delete_session (fixture->engine, confab_conversation_get_session (conversation));
  loop_until (counts_none (fixture, "SELECT count(*) FROM session WHERE deleted = 0"));
  assert_finds (searching, "Unique", "");
}

static void
test_conversation (EngineFixture *fixture,
                   gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (echo_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  g_autoptr (ConfabFind) find = NULL;
  g_autoptr (GArray) places = NULL;
  ConfabRange range;
  gint64 message;
  guint position;
  int chosen;

  say (fixture, conversation, "laksa LAKSA");
  find = confab_find_new (conversation);
  confab_find_look_for (find, "Laksa");
  loop_until (confab_find_is_ready (find));
  g_assert_cmpuint (confab_find_get_n (find), ==, 3);
  g_assert_true (confab_find_get_chosen (find, &position, &message, &range));
  g_assert_cmpuint (position, ==, 2);
  g_assert_cmpint (message, ==, 2);
  confab_find_previous (find);
  g_assert_true (confab_find_get_chosen (find, &position, &message, &range));
  g_assert_cmpint (message, ==, 1);
  g_assert_cmpuint (range.start, ==, 6);
  g_assert_cmpuint (range.end, ==, 11);
  places = confab_find_list_places (find, 1, &chosen);
  g_assert_cmpuint (places->len, ==, 2);
  g_assert_cmpint (chosen, ==, 1);

  /* New messages come; what was chosen stays so. */
  say (fixture, conversation, "no");
  loop_until (confab_find_get_n (find) == 4);
  g_assert_true (confab_find_get_chosen (find, &position, &message, NULL));
  g_assert_cmpuint (position, ==, 1);
  confab_find_next (find);
  confab_find_next (find);
  confab_find_next (find);
  confab_find_get_chosen (find, &position, NULL, NULL);
  g_assert_cmpuint (position, ==, 0);

  confab_find_look_for (find, "食");
  loop_until (confab_find_is_ready (find));
  g_assert_cmpuint (confab_find_get_n (find), ==, 2);
  confab_find_look_for (find, "no\nt");
  loop_until (confab_find_is_ready (find));
  g_assert_cmpuint (confab_find_get_n (find), ==, 0);
  g_assert_false (confab_find_get_chosen (find, NULL, NULL, NULL));
}

static void
test_names (void)
{
  g_assert_cmpuint (confab_match_name ("", "Anything"), >, 0);
  g_assert_cmpuint (confab_match_name ("dorm", "Dormitory rules"), >,
                    confab_match_name ("rules", "Dormitory rules"));
  g_assert_cmpuint (confab_match_name ("rules", "Dormitory rules"), >,
                    confab_match_name ("ules", "Dormitory rules"));
  g_assert_cmpuint (confab_match_name ("rules dorm", "Dormitory rules"), >, 0);
  g_assert_cmpuint (confab_match_name ("drs", "Dormitory rules"), >, 0);
  g_assert_cmpuint (confab_match_name ("宿舍", "学校宿舍规定"), >, 0);
  g_assert_cmpuint (confab_match_name ("xyz", "Dormitory rules"), ==, 0);
}

static void
test_quick_switch (EngineFixture *fixture,
                   gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (echo_script, NULL);
  g_autoptr (ConfabConversation) one = engine_talk_to (fixture->engine, server);
  g_autoptr (ConfabConversation) two = engine_talk_to (fixture->engine, server);
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) recent = NULL;

  say (fixture, one, "Tested twice");
  say (fixture, two, "Something else");
  found = confab_engine_find_by_name (fixture->engine, "test", 10);
  g_assert_cmpuint (found->len, ==, 2);
  g_assert_true (CONFAB_IS_STUDIO_APP (found->pdata[0]));
  g_assert_true (found->pdata[1] == confab_conversation_get_session (one));
  recent = confab_engine_find_by_name (fixture->engine, "", 1);
  g_assert_true (recent->pdata[0] == confab_conversation_get_session (two));
}

#define ADD(path, test)                                                                            \
  g_test_add ("/search/" path, EngineFixture, NULL, engine_fixture_set_up, test,                   \
              engine_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_unsetenv ("DASHSCOPE_API_KEY");
  g_unsetenv ("DASHSCOPE_HTTP_BASE_URL");

  ADD ("everything", test_everything);
  ADD ("deleted", test_deleted);
  ADD ("conversation", test_conversation);
  ADD ("quick-switch", test_quick_switch);
  g_test_add_func ("/search/names", test_names);

  return g_test_run ();
}
