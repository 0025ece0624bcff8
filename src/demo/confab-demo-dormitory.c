/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-demo"

#include "config.h"

#include "confab-demo-dormitory.h"

#include <string.h>

#include "confab-demo-service.h"
#include "confab-demo-terms.h"
#include "confab-demo-thoughts.h"
#include "confab-json.h"

#define BASE_TOKENS 380

static const struct {
  const char *ordinal;
  const char *title;
  const char *title_chinese;
  const char *text;
  const char *text_chinese;
} articles[] = {
  { "first", "Quiet", "安静",
    "It is quiet in the dormitory from 23:00 to 7:00. Whoever comes home late takes off the shoes at "
    "the door and leaves the big light off.",
    "晚上 11 点到早上 7 点，宿舍保持安静。晚归的人在门口脱鞋，不开大灯。" },
  { "second", "Living together", "相处",
    "The members of the dormitory help each other, care for each other, and learn from each other. "
    "They are patient and modest, and treat each other with respect and honesty.",
    "宿舍成员互相帮助、互相关心、互相学习；宽容谦虚，彼此尊重，以诚相待。" },
  { "third", "Cleaning", "卫生",
    "Each week another member cleans the shared rooms, in the order of the list on the door. Rubbish is "
    "taken out every evening.",
    "公共区域每周由一位成员打扫，次序见门上的值日表。垃圾每天晚上带走。" },
  { "fourth", "Guests", "访客",
    "Guests are welcome until 22:00. Tell the others before a guest comes, and stay with your guest.",
    "访客可以停留到晚上 10 点。来访之前告诉室友，并陪同自己的客人。" },
  { "fifth", "Safety", "安全",
    "No open fire and no cookers in the rooms. The last one to leave closes the windows, switches off "
    "the light and locks the door.",
    "房间内不用明火，不用电炊具。最后离开的人关窗、关灯、锁门。" },
  { "sixth", "Saving", "节约",
    "Save water and electricity: close the tap while you soap, and switch off what nobody uses.",
    "节约水电：抹肥皂时关上水龙头，没人用的电器就关掉。" },
};

#define N_ARTICLES ((gint64) G_N_ELEMENTS (articles))

/* How people name an article in a sentence, when no parameter says it. */
static gint64
find_index_in_prompt (const char *prompt)
{
  static const char *const chinese_digits[] = { "一", "二", "三", "四", "五", "六" };
  g_autofree char *lower = g_utf8_strdown (prompt, -1);

  for (gint64 i = 0; i < N_ARTICLES; i++)
    {
      g_autofree char *number = g_strdup_printf ("article %" G_GINT64_FORMAT, i + 1);
      g_autofree char *chinese = g_strdup_printf ("第%s条", chinese_digits[i]);
      g_autofree char *digit = g_strdup_printf ("第%" G_GINT64_FORMAT "条", i + 1);
      g_autofree char *spaced = g_strdup_printf ("第 %" G_GINT64_FORMAT " 条", i + 1);
      g_autofree char *ordinal = g_strdup_printf ("%s article", articles[i].ordinal);

      if (strstr (lower, number) != NULL || strstr (lower, ordinal) != NULL ||
          strstr (lower, chinese) != NULL || strstr (lower, digit) != NULL ||
          strstr (lower, spaced) != NULL)
        return i + 1;
    }

  return 0;
}

/* The parameter of the plug-in: 2 or "2" (protocol 2.2 keeps types, and people send both). FALSE
 * when it is anything else; 0 when it is not there. */
static gboolean
read_index (const ConfabDemoQuestion *question,
            gint64                   *index)
{
  JsonObject *params = confab_demo_request_get_plugin (question->request, "user_defined_params",
                                                       CONFAB_DEMO_PLUGIN);
  JsonNode *node = params != NULL ? json_object_get_member (params, "article_index") : NULL;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    {
      *index = find_index_in_prompt (question->request->prompt);
      return TRUE;
    }
  if (!JSON_NODE_HOLDS_VALUE (node))
    return FALSE;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return g_ascii_string_to_signed (json_node_get_string (node), 10, G_MININT64, G_MAXINT64,
                                     index, NULL);
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    {
      *index = json_node_get_int (node);
      return TRUE;
    }
  if (json_node_get_value_type (node) == G_TYPE_DOUBLE)
    {
      double value = json_node_get_double (node);

      *index = value > 0.0 && value < 1000.0 ? (gint64) value : -1;
      return (double) *index == value || *index == -1;
    }

  return FALSE;
}

static gboolean
has_token (const ConfabDemoQuestion *question)
{
  JsonObject *tokens = confab_demo_request_get_plugin (question->request, "user_defined_tokens",
                                                       CONFAB_DEMO_PLUGIN);
  const char *token = tokens != NULL ? confab_json_get_string (tokens, "user_token") : NULL;

  return token != NULL && g_str_equal (token, CONFAB_DEMO_TOKEN);
}

static char *
say_article (gint64   index,
             gboolean is_chinese)
{
  const guint i = (guint) index - 1;

  if (is_chinese)
    return g_strdup_printf ("宿舍公约第 %" G_GINT64_FORMAT " 条（%s）：\n\n> %s\n\n"
                            "公约共有 %u 条。想看别的条款，请告诉我编号。",
                            index, articles[i].title_chinese, articles[i].text_chinese,
                            (guint) N_ARTICLES);

  return g_strdup_printf ("The %s article of the dormitory convention, **%s**, says:\n\n> %s\n\n"
                          "The convention has %u articles. If you need another one, tell me its "
                          "number.",
                          articles[i].ordinal, articles[i].title, articles[i].text,
                          (guint) N_ARTICLES);
}

static char *
say_articles (gint64   index,
              gboolean is_chinese)
{
  GString *text = g_string_new (NULL);

  if (index != 0)
    g_string_append_printf (text,
                            is_chinese ? "宿舍公约没有第 %" G_GINT64_FORMAT " 条。"
                                       : "The dormitory convention has no article %" G_GINT64_FORMAT
                                         ". ",
                            index);
  g_string_append (text, is_chinese ? "宿舍公约有这些条款，请告诉我编号：\n"
                                    : "The dormitory convention has these articles. Tell me the "
                                      "number of one:\n");
  for (guint i = 0; i < N_ARTICLES; i++)
    g_string_append_printf (text, "\n%u. %s", i + 1,
                            is_chinese ? articles[i].title_chinese : articles[i].title);

  return g_string_free (text, FALSE);
}

/* The call of the plug-in. The documentation and the SDKs do not agree on `action_input`: an object
 * here, and its JSON text from the second application. The token is in neither. */
static void
add_thoughts (ConfabDemoAnswer *answer,
              gint64            index,
              gboolean          as_text,
              gboolean          is_chinese)
{
  g_autoptr (ConfabDemoThoughts) thoughts = confab_demo_thoughts_new ();
  g_autoptr (JsonObject) thought = NULL;
  g_autoptr (JsonObject) result = json_object_new ();
  g_autofree char *result_text = NULL;
  g_autofree char *input_text = NULL;
  JsonObject *input = json_object_new ();
  gboolean is_found = index >= 1 && index <= N_ARTICLES;

  json_object_set_int_member (input, "article_index", index);
  input_text = confab_json_object_to_text (input);

  thought = confab_demo_thought_new ("api", CONFAB_DEMO_PLUGIN,
                                     is_chinese ? "宿舍公约" : "Dormitory convention");
  json_object_set_string_member (thought, "action_input_stream", input_text);
  if (as_text)
    {
      json_object_set_string_member (thought, "action_input", input_text);
      json_object_unref (input);
    }
  else
    {
      json_object_set_object_member (thought, "action_input", input);
    }

  json_object_set_boolean_member (result, "found", is_found);
  if (is_found)
    {
      json_object_set_int_member (result, "article_index", index);
      json_object_set_string_member (result, "content",
                                     is_chinese ? articles[index - 1].text_chinese
                                                : articles[index - 1].text);
    }
  result_text = confab_json_object_to_text (result);

  confab_demo_thoughts_add_call (thoughts, thought, result_text);
  confab_demo_thoughts_apply (thoughts, answer);
}

static ConfabDemoAnswer *
make_answer (const ConfabDemoQuestion  *question,
             gboolean                   with_token,
             ConfabDemoProblem        **problem)
{
  const ConfabDemoRequest *request = question->request;
  gboolean is_chinese = confab_demo_text_is_chinese (request->prompt);
  g_autofree char *text = NULL;
  ConfabDemoAnswer *answer;
  gint64 index = 0;

  if ((with_token && !has_token (question)) || !read_index (question, &index))
    {
      *problem = confab_demo_problem_new_plugin ();
      return NULL;
    }

  text = index >= 1 && index <= N_ARTICLES ? say_article (index, is_chinese)
                                           : say_articles (index, is_chinese);
  answer = confab_demo_answer_new (text, question->session_id, question->request_id,
                                   BASE_TOKENS + confab_demo_count_tokens (request->prompt,
                                                                           strlen (request->prompt)));
  if (request->has_thoughts && index != 0)
    add_thoughts (answer, index, with_token, is_chinese);

  return answer;
}

/**
 * confab_demo_dormitory_answer:
 * @question: what is asked
 * @problem: (out) (transfer full): why there is no answer
 *
 * The application *Dormitory rules*: an agent whose plug-in looks up the article that
 * `user_defined_params` names.
 *
 * Returns: (transfer full) (nullable): the answer, or %NULL with @problem set
 */
ConfabDemoAnswer *
confab_demo_dormitory_answer (const ConfabDemoQuestion  *question,
                              ConfabDemoProblem        **problem)
{
  return make_answer (question, FALSE, problem);
}

/**
 * confab_demo_dormitory_auth_answer:
 * @question: what is asked
 * @problem: (out) (transfer full): why there is no answer
 *
 * The same with a plug-in that wants a token of the user.
 *
 * Returns: (transfer full) (nullable): the answer, or %NULL with @problem set
 */
ConfabDemoAnswer *
confab_demo_dormitory_auth_answer (const ConfabDemoQuestion  *question,
                                   ConfabDemoProblem        **problem)
{
  return make_answer (question, TRUE, problem);
}
