/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-demo"

#include "config.h"

#include "confab-demo-phones.h"

#include <string.h>

#include "confab-demo-sources.h"
#include "confab-demo-terms.h"
#include "confab-json.h"

#define MAX_SOURCES 3
#define BASE_TOKENS 420

/* A good source is nearly as good as the best one. */
#define SOURCE_SCORE 0.6

/* Words before or after a number that make it a limit, and words that ask for a phone. */
static const char *const limits_before[] = {
  "under", "below", "less than", "up to", "at most", "within", "not more than", "cheaper than",
  "不超过", "低于", "少于", "最多", "预算",
};
static const char *const limits_after[] = { "以下", "以内", "之内", "元以下", "元以内", "元之内" };
static const char *const wishes[] = {
  "recommend", "suggest", "advise", "which phone", "what phone", "best phone", "a phone", "phones",
  "推荐", "建议", "哪款", "哪部", "哪些手机", "什么手机", "买手机", "手机",
};

static gboolean
contains_any (const char        *text,
              const char *const *phrases,
              gsize              n_phrases)
{
  for (gsize i = 0; i < n_phrases; i++)
    if (strstr (text, phrases[i]) != NULL)
      return TRUE;

  return FALSE;
}

/* The number at @at with its commas; @end is set after it. */
static gint64
read_number (const char  *at,
             const char **end)
{
  gint64 number = 0;

  while (g_ascii_isdigit (*at) || (*at == ',' && g_ascii_isdigit (at[1])))
    {
      if (*at != ',' && number < 100000000)
        number = number * 10 + (*at - '0');
      at++;
    }
  *end = at;

  return number;
}

/* "under 3000 yuan", 3000元以下; 0 when no price is named. */
static gint64
find_price_limit (const char *prompt)
{
  g_autofree char *lower = g_utf8_strdown (prompt, -1);
  const char *at = lower;

  while ((at = strpbrk (at, "0123456789")) != NULL)
    {
      const char *start = at;
      const char *near = start - MIN (start - lower, 24);
      g_autofree char *before = g_strndup (near, (gsize) (start - near));
      gint64 number = read_number (start, &at);

      if (number >= 100 && contains_any (before, limits_before, G_N_ELEMENTS (limits_before)))
        return number;
      while (*at == ' ')
        at++;
      for (gsize i = 0; number >= 100 && i < G_N_ELEMENTS (limits_after); i++)
        if (g_str_has_prefix (at, limits_after[i]))
          return number;
    }

  return 0;
}

/* Each document once, and none that is much worse than the best one. */
static void
keep_sources (GPtrArray *hits)
{
  double best = hits->len > 0 ? ((ConfabDemoHit *) g_ptr_array_index (hits, 0))->score : 0.0;

  for (guint i = 0; i < hits->len;)
    {
      const ConfabDemoHit *hit = g_ptr_array_index (hits, i);
      gboolean is_kept = i < MAX_SOURCES && hit->score >= SOURCE_SCORE * best;

      for (guint k = 0; k < i && is_kept; k++)
        {
          const ConfabDemoHit *better = g_ptr_array_index (hits, k);

          is_kept = !g_str_equal (better->section->document_id, hit->section->document_id);
        }

      if (is_kept)
        i++;
      else
        g_ptr_array_remove_index (hits, i);
    }
}

static GPtrArray *
find_sources (const ConfabDemoQuestion *question,
              ConfabDemoShopWish       *wish,
              gboolean                  is_chinese)
{
  const char *prompt = question->request->prompt;
  g_autofree char *lower = g_utf8_strdown (prompt, -1);
  gboolean is_wish = wish->price_limit > 0 || contains_any (lower, wishes, G_N_ELEMENTS (wishes));
  GPtrArray *hits;

  hits = confab_demo_shop_search (question->shop, is_chinese, prompt, question->earlier, wish,
                                  2 * MAX_SOURCES);
  if (wish->price_limit > 0 || (hits->len == 0 && is_wish))
    {
      g_clear_pointer (&hits, g_ptr_array_unref);
      wish->only_phones = TRUE;
      hits = confab_demo_shop_list (question->shop, is_chinese, wish, MAX_SOURCES);
    }
  else
    {
      keep_sources (hits);
    }

  return hits;
}

static char *
say_nothing (const ConfabDemoQuestion *question,
             gboolean                  is_chinese,
             guint                     n_documents)
{
  if (n_documents == 0)
    return g_strdup (is_chinese ? "知识库的筛选条件没有留下任何文档，所以我无法回答。请放宽筛选条件。"
                                : "The knowledge filter leaves no document at all, so there is "
                                  "nothing that I could answer from. Widen the filter.");
  if (is_chinese)
    return g_strdup_printf ("在可用的 %u 份文档里没有找到相关内容。您可以问我：\n\n"
                            "- 推荐一款 3000 元以下的手机\n- 哪款手机的电池最耐用？\n- 保修多久？",
                            n_documents);

  return g_strdup_printf ("The %u documents that I may use say nothing about that. Ask me, for "
                          "example:\n\n- Please recommend a phone under 3000 yuan\n- Which phone has "
                          "a good camera?\n- How long is the warranty?",
                          n_documents);
}

/* The phones that the sources are about, each once. */
static GPtrArray *
collect_phones (const ConfabDemoQuestion *question,
                GPtrArray                *hits)
{
  g_autoptr (GHashTable) models = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *phones = g_ptr_array_new ();

  for (guint i = 0; i < hits->len; i++)
    {
      const ConfabDemoHit *hit = g_ptr_array_index (hits, i);
      JsonObject *document = confab_demo_shop_get_document (question->shop,
                                                            hit->section->document_id);
      const char *model = confab_json_get_string (document, "model");

      if (model != NULL && g_hash_table_add (models, (char *) model))
        g_ptr_array_add (phones, document);
    }

  return phones;
}

/* A table of the phones, when there are at least two to compare. */
static void
append_table (GString                  *text,
              const ConfabDemoQuestion *question,
              GPtrArray                *hits,
              gboolean                  is_chinese)
{
  static const char *const columns[] = { "screen", "storage", "battery" };
  g_autoptr (GPtrArray) phones = collect_phones (question, hits);

  if (phones->len < 2)
    return;

  g_string_append (text, is_chinese ? "| 手机 | 价格 | 屏幕 | 存储 | 电池 |\n"
                                    : "| Phone | Price | Screen | Storage | Battery |\n");
  g_string_append (text, "| --- | ---: | --- | --- | --- |\n");
  for (guint i = 0; i < phones->len; i++)
    {
      JsonObject *document = g_ptr_array_index (phones, i);
      gint64 price = 0;

      confab_json_get_int (document, "price", &price);
      g_string_append_printf (text, "| %s | %" G_GINT64_FORMAT "%s |",
                              confab_json_get_string (document, is_chinese ? "label_zh" : "label"),
                              price, is_chinese ? " 元" : " yuan");
      for (guint k = 0; k < G_N_ELEMENTS (columns); k++)
        g_string_append_printf (text, " %s |", confab_json_get_string (document, columns[k]));
      g_string_append_c (text, '\n');
    }
  g_string_append_c (text, '\n');
}

static char *
say_found (const ConfabDemoQuestion *question,
           GPtrArray                *hits,
           const ConfabDemoShopWish *wish,
           gboolean                  is_chinese,
           GArray                   *ends)
{
  GString *text = g_string_new (NULL);

  if (wish->price_limit > 0)
    g_string_append_printf (text,
                            is_chinese ? "价格不超过 %" G_GINT64_FORMAT " 元的手机，找到 **%u** 款：\n\n"
                                       : "At most %" G_GINT64_FORMAT " yuan: I found **%u**.\n\n",
                            wish->price_limit, hits->len);
  append_table (text, question, hits, is_chinese);

  for (guint i = 0; i < hits->len; i++)
    {
      const ConfabDemoHit *hit = g_ptr_array_index (hits, i);
      gsize end;

      g_string_append_printf (text, "%s**%s** – %s<ref>[%u]</ref>", i > 0 ? "\n\n" : "",
                              hit->section->title, hit->section->text, i + 1);
      end = text->len;
      g_array_append_val (ends, end);
    }

  return g_string_free (text, FALSE);
}

static char *
dup_image (const ConfabDemoQuestion *question,
           const ConfabDemoHit      *hit)
{
  JsonObject *document = confab_demo_shop_get_document (question->shop, hit->section->document_id);

  if (!json_object_has_member (document, "colour"))
    return NULL;

  return g_strdup_printf ("http://127.0.0.1:%u/images/%s.svg", question->port,
                          hit->section->document_id);
}

/* Retrieval, memory, reasoning: what an agent with knowledge bases does. */
static void
add_thoughts (ConfabDemoAnswer         *answer,
              const ConfabDemoQuestion *question,
              GPtrArray                *hits,
              const ConfabDemoShopWish *wish,
              gboolean                  is_chinese)
{
  g_autoptr (ConfabDemoThoughts) thoughts = confab_demo_thoughts_new ();
  g_autoptr (JsonObject) memory = NULL;
  g_autoptr (JsonNode) remembered = json_node_new (JSON_NODE_ARRAY);
  JsonArray *observed = json_array_new ();
  JsonArray *prompts = json_array_new ();
  g_autofree char *remembered_text = NULL;
  g_autofree char *reasoning = NULL;
  guint n_documents = confab_demo_shop_count (question->shop, wish);

  for (guint i = 0; i < hits->len; i++)
    {
      const ConfabDemoHit *hit = g_ptr_array_index (hits, i);
      g_autofree char *image = dup_image (question, hit);
      const ConfabDemoSourceDetails details = { 0, image };

      json_array_add_object_element (observed,
                                     confab_demo_source_to_observed (hit, i + 1, &details));
    }
  confab_demo_sources_add_retrieval (thoughts, question->request->prompt, wish->rag_options, observed,
                                     is_chinese);

  for (gsize i = 0; question->earlier[i] != NULL; i++)
    json_array_add_string_element (prompts, question->earlier[i]);
  json_node_take_array (remembered, prompts);
  remembered_text = confab_json_to_text (remembered);
  memory = confab_demo_thought_new ("memory", "memory",
                                    is_chinese ? "长期记忆检索" : "Long-term memory");
  confab_demo_thoughts_add_call (thoughts, memory, remembered_text);

  reasoning = g_strdup_printf (
      is_chinese ? "筛选之后，商店的 %2$u 份文档中有 %1$u 份可用。其中 %3$u 份与问题有关，我按顺序引用它们。"
                 : "After filtering, %1$u of the shop's %2$u documents may be used. %3$u of them speak of "
                   "the question; I quote these in order.",
      n_documents, confab_demo_shop_get_n (question->shop), hits->len);
  confab_demo_thoughts_add_reasoning (thoughts, is_chinese ? "思考过程" : "Reasoning", reasoning);

  confab_demo_thoughts_apply (thoughts, answer);
}

static guint
count_input (const ConfabDemoQuestion *question,
             GPtrArray                *hits)
{
  const char *prompt = question->request->prompt;
  guint n_tokens = BASE_TOKENS + confab_demo_count_tokens (prompt, strlen (prompt));

  for (guint i = 0; i < hits->len; i++)
    {
      const ConfabDemoHit *hit = g_ptr_array_index (hits, i);

      n_tokens += confab_demo_count_tokens (hit->section->text, strlen (hit->section->text));
    }

  return n_tokens;
}

/**
 * confab_demo_phones_answer:
 * @question: what is asked
 * @problem: (out) (transfer full): not used: there always is an answer
 *
 * The application *Phone advisor*: an agent with three knowledge bases, `kb_phones` (product sheets,
 * with tags and metadata), `kb_prices` (a table) and `kb_service` (terms). It understands a limit of
 * the price, lets `rag_options` choose the documents, and quotes; sources are always named.
 *
 * Returns: (transfer full): the answer
 */
ConfabDemoAnswer *
confab_demo_phones_answer (const ConfabDemoQuestion  *question,
                           ConfabDemoProblem        **problem)
{
  const ConfabDemoRequest *request = question->request;
  gboolean is_chinese = confab_demo_text_is_chinese (request->prompt);
  g_autoptr (GArray) ends = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_autoptr (GPtrArray) hits = NULL;
  g_autofree char *text = NULL;
  ConfabDemoShopWish wish = { 0 };
  ConfabDemoAnswer *answer;

  wish.rag_options = confab_demo_request_get_rag_options (request);
  wish.price_limit = find_price_limit (request->prompt);
  hits = find_sources (question, &wish, is_chinese);
  if (hits->len > 0)
    text = say_found (question, hits, &wish, is_chinese, ends);
  else
    text = say_nothing (question, is_chinese, confab_demo_shop_count (question->shop, &wish));

  answer = confab_demo_answer_new (text, question->session_id, question->request_id,
                                   count_input (question, hits));
  if (request->has_thoughts)
    add_thoughts (answer, question, hits, &wish, is_chinese);
  for (guint i = 0; i < hits->len; i++)
    {
      const ConfabDemoHit *hit = g_ptr_array_index (hits, i);
      g_autofree char *image = dup_image (question, hit);
      const ConfabDemoSourceDetails details = {
        confab_demo_shop_get_page (question->shop, hit->position), image,
      };
      g_autoptr (JsonObject) reference = NULL;

      reference = confab_demo_source_to_reference (hit, i + 1, &details);
      confab_demo_answer_add_reference (answer, reference, g_array_index (ends, gsize, i));
    }

  return answer;
}
