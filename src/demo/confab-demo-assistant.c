/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-demo"

#include "config.h"

#include "confab-demo-assistant.h"

#include <string.h>

#include "confab-demo-sources.h"
#include "confab-demo-terms.h"

/* A section is quoted when it is nearly as good as the best one; three fill a window. */
#define MAX_QUOTES 3
#define QUOTE_SCORE 0.55
#define QUOTE_COVERAGE 0.6
/* Or when its heading names a good part of the question that no better one names. */
#define QUOTE_HEADING 0.3
#define MAX_QUOTED_BYTES 2400

/* What a system prompt would count. */
#define BASE_TOKENS 24

typedef enum {
  QUESTION_ABOUT_DOCUMENTS,
  QUESTION_WHO,
  QUESTION_MEMORY,
} QuestionKind;

static const char *const who_questions[] = {
  "who are you", "what are you", "who is this", "what is your name", "whats your name",
  "introduce yourself", "tell me about yourself", "what can you do", "what do you do",
  "what do you know", "are you a language model", "are you an ai", "are you human", "hello", "hi",
  "hey", "good morning", "good evening", "help", "test", "ping",
};

static const char *const who_phrases_zh[] = {
  "你是谁", "您是谁", "你是什么", "你叫什么", "你的名字", "介绍一下你", "介绍你自己", "自我介绍",
  "你能做什么", "你会什么", "你会做什么", "你知道什么", "你是人",
};

static const char *const greetings_zh[] = {
  "你好", "您好", "你好啊", "你好呀", "嗨", "哈喽", "早上好", "晚上好",
};

static const char *const memory_phrases[] = {
  "did i ask", "have i asked", "i asked before", "i just asked", "i asked you", "did i say",
  "my last question", "my previous question", "my earlier question", "my first question",
  "my questions so far", "my last message", "my previous message",
};

static const char *const memory_phrases_zh[] = {
  "问了什么", "问过什么", "问的什么", "问的是什么", "问了些什么", "问过些什么", "问了哪些", "问过哪些",
  "说了什么", "说过什么", "我问了啥", "我的上一个问题", "我上一个问题", "我之前的问题", "我刚才的问题",
  "我前面的问题", "我的第一个问题",
};

/* Lower case, with single blanks in place of all punctuation. */
static char *
simplify (const char *text)
{
  g_autofree char *lower = g_utf8_strdown (text, -1);
  GString *simple = g_string_new (NULL);

  for (const char *at = lower; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      if (g_unichar_isalnum (character))
        g_string_append_unichar (simple, character);
      else if (character != '\'' && character != 0x2019 && simple->len > 0 &&
               simple->str[simple->len - 1] != ' ')
        g_string_append_c (simple, ' ');
    }

  return g_strchomp (g_string_free (simple, FALSE));
}

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

static QuestionKind
classify (const char *prompt)
{
  g_autofree char *simple = simplify (prompt);
  const char *question = simple;
  static const char *const openings[] = { "hello ", "hi ", "hey ", "so ", "and ", "please " };

  if (contains_any (simple, memory_phrases, G_N_ELEMENTS (memory_phrases)) ||
      contains_any (simple, memory_phrases_zh, G_N_ELEMENTS (memory_phrases_zh)))
    return QUESTION_MEMORY;

  for (gsize i = 0; i < G_N_ELEMENTS (openings); i++)
    if (g_str_has_prefix (question, openings[i]))
      {
        question += strlen (openings[i]);
        break;
      }
  for (gsize i = 0; i < G_N_ELEMENTS (who_questions); i++)
    if (g_str_equal (question, who_questions[i]))
      return QUESTION_WHO;
  if (g_str_has_prefix (question, "who are you"))
    return QUESTION_WHO;

  if (contains_any (simple, who_phrases_zh, G_N_ELEMENTS (who_phrases_zh)))
    return QUESTION_WHO;
  for (gsize i = 0; i < G_N_ELEMENTS (greetings_zh); i++)
    if (g_str_equal (simple, greetings_zh[i]))
      return QUESTION_WHO;

  return QUESTION_ABOUT_DOCUMENTS;
}

static char *
say_who (gboolean is_chinese)
{
  if (is_chinese)
    return g_strdup ("我是 Confab 的**演示助手**。我不是大语言模型。我就在您自己的电脑上、在 Confab 里面运行，"
                     "您写给我的内容不会离开这台电脑。您提问时，我在自带的文档里做全文检索，然后原样引用找到的"
                     "内容；您可以借此看到 Confab 怎样与一个应用对话。\n\n"
                     "我的文档有两份：Confab 用户指南，以及一页关于游览新加坡的短文。您可以问我，例如：\n\n"
                     "- 怎样停止回答？\n"
                     "- 我的对话保存在哪里？\n"
                     "- 我想去新加坡旅游。\n\n"
                     "您用中文提问，我就用中文回答；用英文提问，就用英文回答。");

  return g_strdup ("I am Confab's **demo assistant**. I am not a language model. I run on your own "
                   "computer, inside Confab, and nothing that you write to me leaves it. When you "
                   "ask something, I search my documents for it and quote what I find there, so "
                   "that you can see how Confab talks to an application.\n\n"
                   "I have two documents: the Confab user guide, and a short page on visiting "
                   "Singapore. Ask me, for example:\n\n"
                   "- How do I stop an answer?\n"
                   "- Where are my conversations kept?\n"
                   "- I want to visit Singapore.\n\n"
                   "I answer in English or in Chinese, whichever you write.");
}

static char *
say_what_was_asked (const char *const *earlier,
                    gboolean           is_chinese)
{
  guint n_earlier = g_strv_length ((char **) earlier);
  GString *text = g_string_new (NULL);

  if (n_earlier == 0)
    {
      g_string_append (text, is_chinese ? "在这个会话里，您之前还没有问过我任何问题。"
                                        : "You have not asked me anything before in this session.");
      return g_string_free (text, FALSE);
    }

  g_string_append_printf (text,
                          is_chinese ? "您刚才问的是：“%s”" : "Just before this you asked: “%s”",
                          earlier[n_earlier - 1]);
  if (n_earlier > 1)
    {
      g_string_append (text, is_chinese ? "\n\n这个会话里您问过的全部内容，从最早的开始：\n\n"
                                        : "\n\nAll you asked in this session, oldest first:\n\n");
      for (guint i = 0; i < n_earlier; i++)
        g_string_append_printf (text, "%s%u. %s", i > 0 ? "\n" : "", i + 1, earlier[i]);
    }

  return g_string_free (text, FALSE);
}

/* The topics of the guide, so that the next question finds something. */
static char *
say_nothing_found (ConfabDemoLibrary *library,
                   gboolean           is_chinese)
{
  g_autoptr (GPtrArray) sections = confab_demo_library_get_sections (library, is_chinese);
  GString *text = g_string_new (NULL);
  const char *document = NULL;

  g_string_append (text, is_chinese ? "我的文档里没有与此有关的内容。我是 Confab 的演示助手，不是大语言模型，"
                                      "只能引用自带文档里写着的内容。我可以回答这些方面的问题："
                                    : "My documents say nothing about that. I am Confab's demo "
                                      "assistant, not a language model: I can only quote what "
                                      "stands in my documents. You can ask me about these:");
  for (guint i = 0; i < sections->len; i++)
    {
      const ConfabDemoSection *section = g_ptr_array_index (sections, i);

      if (document == NULL || !g_str_equal (document, section->document_title))
        {
          document = section->document_title;
          g_string_append_printf (text, "\n\n**%s**\n\n- %s", document,
                                  section->title);
        }
      else
        {
          g_string_append_printf (text, "\n- %s", section->title);
        }
    }

  return g_string_free (text, FALSE);
}

/* Leaves the sections that are worth quoting, best first. */
static void
keep_quotable (GPtrArray *hits)
{
  double best_score = 0.0;
  double best_coverage = 0.0;
  gsize n_bytes = 0;

  for (guint i = 0; i < hits->len;)
    {
      const ConfabDemoHit *hit = g_ptr_array_index (hits, i);
      gsize length = strlen (hit->section->text);
      gboolean is_good;

      if (i == 0)
        {
          best_score = hit->score;
          best_coverage = hit->coverage;
        }

      is_good = hit->new_heading >= QUOTE_HEADING ||
                (hit->score >= QUOTE_SCORE * best_score &&
                 hit->coverage >= QUOTE_COVERAGE * best_coverage);
      if (i > 0 && (!is_good || n_bytes + length > MAX_QUOTED_BYTES || i == MAX_QUOTES))
        {
          g_ptr_array_remove_index (hits, i);
          continue;
        }

      n_bytes += length;
      i++;
    }
}

static void
add_thoughts (ConfabDemoAnswer *answer,
              GPtrArray        *hits,
              const char       *prompt,
              gboolean          is_chinese)
{
  static const ConfabDemoSourceDetails details = { 0, NULL };
  g_autoptr (ConfabDemoThoughts) thoughts = confab_demo_thoughts_new ();
  JsonArray *observed = json_array_new ();

  for (guint i = 0; i < hits->len; i++)
    json_array_add_object_element (
        observed,
        confab_demo_source_to_observed (g_ptr_array_index (hits, i), i + 1, &details));
  confab_demo_sources_add_retrieval (thoughts, prompt, NULL, observed, is_chinese);
  confab_demo_thoughts_apply (thoughts, answer);
}

/* Quotes the sections, each under its heading and before its source; @ends receives where each
 * quotation ends. */
static char *
quote (GPtrArray *hits,
       gboolean   is_chinese,
       gboolean   with_marks,
       GArray    *ends)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < hits->len; i++)
    {
      const ConfabDemoHit *hit = g_ptr_array_index (hits, i);
      gsize end;

      g_string_append_printf (text, "%s### %s\n\n%s\n\n", i > 0 ? "\n\n" : "",
                              hit->section->title, hit->section->text);
      g_string_append_printf (text, is_chinese ? "*摘自《%s》*" : "*From “%s”*",
                              hit->section->document_title);
      if (with_marks)
        g_string_append_printf (text, "<ref>[%u]</ref>", i + 1);
      end = text->len;
      g_array_append_val (ends, end);
    }

  return g_string_free (text, FALSE);
}

/* The prompts that were about something: a question about the assistant or about the session
 * gives the next question no context. */
static GPtrArray *
collect_context (const char *const *earlier)
{
  GPtrArray *context = g_ptr_array_new ();

  for (gsize i = 0; earlier[i] != NULL; i++)
    if (classify (earlier[i]) == QUESTION_ABOUT_DOCUMENTS)
      g_ptr_array_add (context, (char *) earlier[i]);
  g_ptr_array_add (context, NULL);

  return context;
}

static guint
count_input (const ConfabDemoRequest *request,
             const char *const       *earlier,
             GPtrArray               *hits)
{
  guint n_tokens = BASE_TOKENS + confab_demo_count_tokens (request->prompt,
                                                           strlen (request->prompt));

  for (gsize i = 0; earlier[i] != NULL; i++)
    n_tokens += confab_demo_count_tokens (earlier[i], strlen (earlier[i]));
  for (guint i = 0; hits != NULL && i < hits->len; i++)
    {
      ConfabDemoHit *hit = g_ptr_array_index (hits, i);

      n_tokens += confab_demo_count_tokens (hit->section->text, strlen (hit->section->text));
    }

  return n_tokens;
}

static ConfabDemoAnswer *
answer_from_documents (const ConfabDemoQuestion *question,
                       gboolean                  is_chinese)
{
  static const ConfabDemoSourceDetails details = { 0, NULL };
  const ConfabDemoRequest *request = question->request;
  g_autoptr (GPtrArray) context = collect_context (question->earlier);
  g_autoptr (GPtrArray) hits =
      confab_demo_library_search (question->library, is_chinese, request->prompt,
                                  (const char *const *) context->pdata, 2 * MAX_QUOTES);
  g_autoptr (GArray) ends = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_autofree char *text = NULL;
  ConfabDemoAnswer *answer;

  keep_quotable (hits);
  if (hits->len > 0)
    text = quote (hits, is_chinese, request->wants_marks, ends);
  else
    text = say_nothing_found (question->library, is_chinese);

  answer = confab_demo_answer_new (text, question->session_id, question->request_id,
                                   count_input (request, question->earlier, hits));
  if (request->has_thoughts)
    add_thoughts (answer, hits, request->prompt, is_chinese);
  for (guint i = 0; request->wants_references && i < hits->len; i++)
    {
      g_autoptr (JsonObject) reference =
          confab_demo_source_to_reference (g_ptr_array_index (hits, i), i + 1, &details);

      confab_demo_answer_add_reference (answer, reference, g_array_index (ends, gsize, i));
    }

  return answer;
}

/**
 * confab_demo_assistant_answer:
 * @question: what is asked
 * @problem: (out) (transfer full): not used: there always is an answer
 *
 * The application *Assistant*. It says what it is, quotes its documents and the session's earlier
 * questions, and says so when it finds nothing. The text depends on the question, the questions
 * before it and on whether reference marks were asked for, on nothing else.
 *
 * Returns: (transfer full): the answer
 */
ConfabDemoAnswer *
confab_demo_assistant_answer (const ConfabDemoQuestion  *question,
                              ConfabDemoProblem        **problem)
{
  const ConfabDemoRequest *request = question->request;
  gboolean is_chinese = confab_demo_text_is_chinese (request->prompt);
  g_autofree char *text = NULL;

  switch (classify (request->prompt))
    {
    case QUESTION_WHO:
      text = say_who (is_chinese);
      break;

    case QUESTION_MEMORY:
      text = say_what_was_asked (question->earlier, is_chinese);
      break;

    case QUESTION_ABOUT_DOCUMENTS:
      return answer_from_documents (question, is_chinese);
    }

  return confab_demo_answer_new (text, question->session_id, question->request_id,
                                 count_input (request, question->earlier, NULL));
}
