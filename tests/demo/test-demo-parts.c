/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The parts of the demo service that need no socket. */

#include "config.h"

#include <string.h>

#include "confab-demo-answer.h"
#include "confab-demo-frame.h"
#include "confab-demo-library.h"
#include "confab-demo-script.h"
#include "confab-demo-sessions.h"
#include "confab-demo-terms.h"

static void
test_frame_bytes (void)
{
  g_autofree char *frame = confab_demo_frame_format (7, "result", 200, "{\"a\":\"新\"}");
  g_autofree char *body = confab_demo_frame_error_body ("Code", "A \"text\"", "id");

  g_assert_cmpstr (frame, ==,
                   "id:7\nevent:result\n:HTTP_STATUS/200\ndata:{\"a\":\"新\"}\n\n");
  g_assert_cmpstr (body, ==,
                   "{\"code\":\"Code\",\"message\":\"A \\\"text\\\"\",\"request_id\":\"id\"}");
}

static void
test_ids (void)
{
  g_autofree char *request_id = confab_demo_make_request_id ();
  g_autofree char *session_id = confab_demo_make_session_id ();
  g_autofree char *key = confab_demo_make_key ();
  g_autofree char *other = confab_demo_make_key ();

  g_assert_true (g_uuid_string_is_valid (request_id));
  g_assert_cmpuint (strlen (session_id), ==, 32);
  g_assert_cmpuint (strspn (session_id, "0123456789abcdef"), ==, 32);
  g_assert_true (g_str_has_prefix (key, "sk-demo-"));
  g_assert_cmpstr (key, !=, other);
}

static void
test_answer_format (void)
{
  g_autoptr (ConfabDemoAnswer) answer = confab_demo_answer_new ("One two", "s", "r", 5);
  g_autofree char *first = confab_demo_answer_format_frame (answer, 0, TRUE, NULL);
  g_autofree char *second = confab_demo_answer_format_frame (answer, 1, TRUE, NULL);
  g_autofree char *last = confab_demo_answer_format_frame (answer, 2, TRUE, NULL);

  g_assert_cmpuint (confab_demo_answer_get_n_pieces (answer), ==, 2);
  g_assert_cmpstr (first, ==,
                   "{\"output\":{\"session_id\":\"s\",\"finish_reason\":\"null\",\"text\":\"One\"},"
                   "\"usage\":{\"models\":[{\"input_tokens\":5,\"output_tokens\":1,"
                   "\"model_id\":\"confab-demo-retrieval\"}]},\"request_id\":\"r\"}");
  g_assert_cmpstr (second, ==,
                   "{\"output\":{\"session_id\":\"s\",\"finish_reason\":\"null\",\"text\":\" two\"},"
                   "\"usage\":{\"models\":[{\"input_tokens\":5,\"output_tokens\":2,"
                   "\"model_id\":\"confab-demo-retrieval\"}]},\"request_id\":\"r\"}");
  g_assert_cmpstr (last, ==,
                   "{\"output\":{\"session_id\":\"s\",\"finish_reason\":\"stop\",\"text\":\"\"},"
                   "\"usage\":{\"models\":[{\"input_tokens\":5,\"output_tokens\":2,"
                   "\"model_id\":\"confab-demo-retrieval\"}]},\"request_id\":\"r\"}");
}

/* A mark of a reference comes in two pieces, as the real service tears it. */
static void
test_answer_tears_marks (void)
{
  g_autoptr (ConfabDemoAnswer) answer = confab_demo_answer_new ("A<ref>[1]</ref>", "s", "r", 0);
  g_autofree char *second = confab_demo_answer_format_frame (answer, 1, TRUE, NULL);
  g_autofree char *third = confab_demo_answer_format_frame (answer, 2, TRUE, NULL);

  g_assert_cmpuint (confab_demo_answer_get_n_pieces (answer), ==, 3);
  g_assert_nonnull (strstr (second, "\"text\":\"<ref>[1]</\""));
  g_assert_nonnull (strstr (third, "\"text\":\"ref>\""));
}

static void
test_answer_pieces_are_small (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < 3000; i++)
    g_string_append (text, i % 7 == 0 ? "你好，世界。" : "word ");

  {
    g_autoptr (ConfabDemoAnswer) answer = confab_demo_answer_new (text->str, "s", "r", 0);
    guint n_pieces = confab_demo_answer_get_n_pieces (answer);

    g_assert_cmpuint (n_pieces, >, 150);
    g_assert_cmpuint (n_pieces, <=, 220);
  }
}

static void
test_sessions (void)
{
  g_autoptr (ConfabClock) clock = confab_clock_new_manual (0);
  g_autoptr (ConfabDemoSessions) sessions = confab_demo_sessions_new (clock);
  g_autofree char *id = g_strdup (confab_demo_sessions_open (sessions, "a", NULL));
  const char *const *prompts;

  confab_demo_sessions_add_round (sessions, "a", id, "first");
  confab_demo_sessions_add_round (sessions, "a", id, "second");
  g_assert_cmpstr (confab_demo_sessions_open (sessions, "a", id), ==, id);
  prompts = confab_demo_sessions_get_prompts (sessions, "a", id);
  g_assert_cmpstr (prompts[0], ==, "first");
  g_assert_cmpstr (prompts[1], ==, "second");
  g_assert_null (prompts[2]);

  /* Neither another application nor an invented id finds it. */
  g_assert_cmpstr (confab_demo_sessions_open (sessions, "b", id), !=, id);
  g_assert_cmpstr (confab_demo_sessions_open (sessions, "a", "0123"), !=, id);

  /* An hour is counted from the last use. */
  confab_clock_advance (clock, G_GINT64_CONSTANT (3599) * G_USEC_PER_SEC);
  g_assert_cmpstr (confab_demo_sessions_open (sessions, "a", id), ==, id);
  confab_clock_advance (clock, G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC);
  g_assert_cmpstr (confab_demo_sessions_open (sessions, "a", id), ==, id);
  confab_clock_advance (clock, G_GINT64_CONSTANT (3601) * G_USEC_PER_SEC);
  g_assert_cmpstr (confab_demo_sessions_open (sessions, "a", id), !=, id);
}

static void
test_sessions_rounds (void)
{
  g_autoptr (ConfabClock) clock = confab_clock_new_manual (0);
  g_autoptr (ConfabDemoSessions) sessions = confab_demo_sessions_new (clock);
  g_autofree char *id = g_strdup (confab_demo_sessions_open (sessions, "a", NULL));

  for (guint i = 0; i < 50; i++)
    {
      g_assert_cmpstr (confab_demo_sessions_open (sessions, "a", id), ==, id);
      confab_demo_sessions_add_round (sessions, "a", id, "again");
    }
  g_assert_cmpstr (confab_demo_sessions_open (sessions, "a", id), !=, id);
}

static void
test_sessions_limit (void)
{
  g_autoptr (ConfabClock) clock = confab_clock_new_manual (0);
  g_autoptr (ConfabDemoSessions) sessions = confab_demo_sessions_new (clock);
  g_autofree char *first = g_strdup (confab_demo_sessions_open (sessions, "a", NULL));
  g_autofree char *second = NULL;

  confab_clock_advance (clock, 1);
  second = g_strdup (confab_demo_sessions_open (sessions, "a", NULL));
  confab_clock_advance (clock, 1);
  for (guint i = 0; i < 999; i++)
    confab_demo_sessions_open (sessions, "a", NULL);

  g_assert_cmpuint (confab_demo_sessions_get_n (sessions), ==, 1000);
  g_assert_null (confab_demo_sessions_get_prompts (sessions, "a", first));
  g_assert_nonnull (confab_demo_sessions_get_prompts (sessions, "a", second));
}

static void
test_script_parse (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabDemoScript) script = NULL;

  script = confab_demo_script_parse ("# Why\n# zh: 为什么\nfirst 2 429 A.B Wait a moment.\n"
                                     "interval 5\n\nframes 3\nwait 10\nanswer\n",
                                     &error);
  g_assert_no_error (error);
  g_assert_cmpstr (script->about, ==, "Why");
  g_assert_cmpstr (script->about_chinese, ==, "为什么");
  g_assert_cmpuint (script->n_first, ==, 2);
  g_assert_cmpuint (script->first->number, ==, 429);
  g_assert_cmpstr (script->first->code, ==, "A.B");
  g_assert_cmpstr (script->first->text, ==, "Wait a moment.");
  g_assert_cmpuint (script->interval, ==, 5);
  g_assert_cmpuint (script->steps->len, ==, 3);
  g_assert_false (confab_demo_script_needs_raw (script));
}

static void
test_script_errors (void)
{
  static const char *const texts[] = {
    "",
    "answer",                                 /* says not what it is */
    "# a\n# zh: b\n",                         /* does nothing */
    "# a\n# zh: b\nframes 3",                 /* never ends */
    "# a\n# zh: b\nframes\nanswer",           /* how many? */
    "# a\n# zh: b\nframes many\nanswer",
    "# a\n# zh: b\nerror 401 Code",           /* no text */
    "# a\n# zh: b\ndance\nanswer",            /* no such word */
    "# a\n# zh: b\nreset\nanswer",            /* there is no connection any more */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ConfabDemoScript) script = confab_demo_script_parse (texts[i], &error);

      g_assert_null (script);
      g_assert_nonnull (error);
    }
}

static void
test_script_all (void)
{
  g_auto (GStrv) names = confab_demo_script_dup_names ();

  g_assert_cmpuint (g_strv_length (names), >=, 21);
  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ConfabDemoScript) script = confab_demo_script_load (names[i], &error);

      g_assert_no_error (error);
      g_assert_nonnull (script->about);
      g_assert_nonnull (script->about_chinese);
    }
}

static void
test_terms (void)
{
  g_autoptr (GPtrArray) english = confab_demo_terms_extract ("What are the FOODS there?");
  g_autoptr (GPtrArray) chinese = confab_demo_terms_extract ("那里有什么好吃的？");
  g_autoptr (GPtrArray) nothing = confab_demo_terms_extract ("What is it?");
  g_autofree char *folded = confab_demo_terms_fold ("Storing the food: stopped studies. 好吃的");

  g_assert_cmpuint (english->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (english, 0), ==, "food");
  g_assert_cmpuint (chinese->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (chinese, 0), ==, "好吃");
  g_assert_cmpuint (nothing->len, ==, 0);

  g_assert_true (confab_demo_terms_match (folded, "food"));
  g_assert_true (confab_demo_terms_match (folded, "stor"));
  g_assert_true (confab_demo_terms_match (folded, "stop"));
  g_assert_true (confab_demo_terms_match (folded, "study"));
  g_assert_true (confab_demo_terms_match (folded, "好吃"));
  g_assert_false (confab_demo_terms_match (folded, "foo"));
  g_assert_false (confab_demo_terms_match (folded, "吃好"));

  g_assert_true (confab_demo_text_points_back ("And there?"));
  g_assert_true (confab_demo_text_points_back ("那里呢"));
  g_assert_false (confab_demo_text_points_back ("How do I stop?"));
}

/* What people ask, and which section has to come first. */
static void
test_library_finds (void)
{
  static const struct {
    const char *question;
    const char *title;
  } cases[] = {
    { "How do I stop an answer?", "Stopping an answer" },
    { "where are my conversations kept?", "Where your data is" },
    { "I want to visit Singapore", "Planning a visit" },
    { "What are the foods there?", "Foods" },
    { "What should I eat?", "Foods" },
    { "how can I retry", "When something goes wrong" },
    { "Is my password safe?", "The API key and the keyring" },
    { "list of keyboard shortcuts", "Keyboard shortcuts" },
    { "use it from a terminal", "Asking from the command line" },
    { "how can I run the demo service for curl", "Running the demo service alone" },
    { "怎样停止回答？", "停止回答" },
    { "我的对话保存在哪里？", "数据在哪里" },
    { "我想去新加坡旅游。", "出行计划" },
    { "有什么好吃的？", "美食" },
    { "密钥保存在哪里", "API 密钥与密钥环" },
    { "新加坡天气怎么样", "天气与最佳时间" },
    { "会话怎么删除", "会话" },
    { "出错了怎么办", "出错的时候" },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabDemoLibrary) library = confab_demo_library_new (&error);

  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) hits = NULL;
      const ConfabDemoHit *best;

      hits = confab_demo_library_search (library, confab_demo_text_is_chinese (cases[i].question),
                                         cases[i].question, NULL, 3);
      g_test_message ("%s", cases[i].question);
      g_assert_cmpuint (hits->len, >, 0);
      best = g_ptr_array_index (hits, 0);
      g_assert_cmpstr (best->section->title, ==, cases[i].title);
    }
}

static void
test_library_finds_nothing (void)
{
  static const char *const questions[] = {
    "Write me a poem about love", "What is the capital of France?", "???", "", "tell me more",
    "写一首关于爱情的诗", "') OR (zz --", "\"NEAR(", "法国的首都是哪里",
  };
  g_autoptr (ConfabDemoLibrary) library = confab_demo_library_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      g_autoptr (GPtrArray) hits = NULL;

      hits = confab_demo_library_search (library, confab_demo_text_is_chinese (questions[i]),
                                         questions[i], NULL, 3);
      g_test_message ("%s", questions[i]);
      g_assert_cmpuint (hits->len, ==, 0);
    }
}

/* A line of a paragraph: not of a list, a table or a piece of code. */
static gboolean
is_prose (const char *line)
{
  return *line != '\0' && !g_str_has_prefix (line, "- ") && *line != '|' && *line != '`';
}

/* The shipped texts are Markdown, and a paragraph is one line: a break inside it would be shown. */
static void
check_lines (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  gboolean is_code = FALSE;

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      if (g_str_has_prefix (lines[i], "```"))
        is_code = !is_code;
      else if (i > 0 && !is_code && is_prose (lines[i]))
        g_assert_false (is_prose (lines[i - 1]));
    }
  g_assert_false (is_code);
}

/* They are short, and the same sections in both languages. */
static void
test_library_texts (void)
{
  g_autoptr (ConfabDemoLibrary) library = confab_demo_library_new (NULL);
  g_autoptr (GPtrArray) english = confab_demo_library_get_sections (library, FALSE);
  g_autoptr (GPtrArray) chinese = confab_demo_library_get_sections (library, TRUE);

  g_assert_cmpuint (english->len, ==, chinese->len);
  for (guint i = 0; i < english->len; i++)
    {
      const ConfabDemoSection *section = g_ptr_array_index (english, i);
      const ConfabDemoSection *other = g_ptr_array_index (chinese, i);

      g_assert_cmpstr (section->document_id, ==, other->document_id);
      g_assert_cmpuint (strlen (section->text), >, 60);
      g_assert_cmpuint (strlen (section->text), <, 1200);
      check_lines (section->text);
      check_lines (other->text);
      g_assert_null (strstr (section->text, "Keywords"));
      g_assert_true (confab_demo_text_is_chinese (other->text));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/demo/frame/bytes", test_frame_bytes);
  g_test_add_func ("/demo/frame/ids", test_ids);
  g_test_add_func ("/demo/answer/format", test_answer_format);
  g_test_add_func ("/demo/answer/tears-marks", test_answer_tears_marks);
  g_test_add_func ("/demo/answer/small-pieces", test_answer_pieces_are_small);
  g_test_add_func ("/demo/sessions/memory", test_sessions);
  g_test_add_func ("/demo/sessions/rounds", test_sessions_rounds);
  g_test_add_func ("/demo/sessions/limit", test_sessions_limit);
  g_test_add_func ("/demo/script/parse", test_script_parse);
  g_test_add_func ("/demo/script/errors", test_script_errors);
  g_test_add_func ("/demo/script/all", test_script_all);
  g_test_add_func ("/demo/terms", test_terms);
  g_test_add_func ("/demo/library/finds", test_library_finds);
  g_test_add_func ("/demo/library/finds-nothing", test_library_finds_nothing);
  g_test_add_func ("/demo/library/texts", test_library_texts);

  return g_test_run ();
}
