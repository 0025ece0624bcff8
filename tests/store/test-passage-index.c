/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-passage-index.h"

static const char *passages[][3] = {
  { "guide", "Getting started", "Confab opens a window. Write a question and press Enter." },
  { "guide", "Stopping", "Press Escape to stop an answer. What arrived is kept." },
  { "guide", "Keys", "The key of the service is kept in the keyring of the desktop." },
  { "singapore", "Food", "Hawker centres serve chicken rice, laksa and satay." },
  { "singapore", "Sights", "The gardens by the bay and the zoo are worth a day." },
  { "singapore", "City life", "The city is small. Take the train." },
  { "zh", "停止", "按下停止按钮，回答就会停止。" },
  { "zh", "美食", "新加坡的美食有海南鸡饭和叻沙。" },
  { "zh", "新闻", "加坡道上的新店。" },
};

static ConfabPassageIndex *
make_index (void)
{
  g_autoptr (GError) error = NULL;
  ConfabPassageIndex *index = confab_passage_index_new (&error);

  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (passages); i++)
    {
      confab_passage_index_add (index, passages[i][0], passages[i][1], passages[i][2], &error);
      g_assert_no_error (error);
    }

  return index;
}

static GPtrArray *
search (ConfabPassageIndex *index,
        const char         *query,
        guint               limit)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *found = confab_passage_index_search (index, query, limit, &error);

  g_assert_no_error (error);
  g_assert_nonnull (found);
  for (guint i = 1; i < found->len; i++)
    {
      ConfabPassage *better = g_ptr_array_index (found, i - 1);
      ConfabPassage *worse = g_ptr_array_index (found, i);

      g_assert_cmpfloat (better->score, >=, worse->score);
    }

  return found;
}

typedef struct {
  const char *query;
  const char *title; /* of the best passage; NULL: none is found */
} Question;

static const Question questions[] = {
  { "How do I stop an answer?", "Stopping" },
  { "Where is the KEY kept", "Keys" },
  { "What are the foods there?", "Food" },
  { "Laksa", "Food" },
  { "cities", "City life" },
  { "怎么停止回答", "停止" },
  { "新加坡", "美食" },
  { "有什么美食？", "美食" },
  { "鸡", "美食" },
  { "satay 海南鸡饭", "美食" },
  { "zebra", NULL },
  { "", NULL },
  { "?!…", NULL },
  /* What FTS5 would take for syntax is only text. */
  { "\"", NULL },
  { "laksa\" OR \"", "Food" },
  { "NEAR(laksa zebra, 2)", "Food" },
  { "title: laksa*", "Food" },
  { "^laksa + {text}", "Food" },
  { "'); DROP TABLE passage; --laksa", "Food" },
  { "laksa \xff\xfe", "Food" },
};

static void
test_questions (void)
{
  g_autoptr (ConfabPassageIndex) index = make_index ();

  for (gsize i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      g_autoptr (GPtrArray) found = search (index, questions[i].query, 3);

      g_test_message ("question %" G_GSIZE_FORMAT, i);
      if (questions[i].title == NULL)
        {
          g_assert_cmpuint (found->len, ==, 0);
        }
      else
        {
          ConfabPassage *best;

          g_assert_cmpuint (found->len, >, 0);
          best = g_ptr_array_index (found, 0);
          g_assert_cmpstr (best->title, ==, questions[i].title);
          g_assert_cmpfloat (best->score, >, 0);
        }
    }
}

static void
test_limit (void)
{
  g_autoptr (ConfabPassageIndex) index = make_index ();
  g_autoptr (GPtrArray) all = search (index, "the", 100);
  g_autoptr (GPtrArray) two = search (index, "the", 2);

  g_assert_cmpuint (all->len, ==, 3);
  g_assert_cmpuint (two->len, ==, 2);
}

static void
test_same_answer_each_time (void)
{
  g_autoptr (ConfabPassageIndex) one = make_index ();
  g_autoptr (ConfabPassageIndex) other = make_index ();
  g_autoptr (GPtrArray) first = search (one, "the answer in the city 停止", 100);
  g_autoptr (GPtrArray) second = search (other, "the answer in the city 停止", 100);

  g_assert_cmpuint (first->len, ==, second->len);
  for (guint i = 0; i < first->len; i++)
    {
      ConfabPassage *a = g_ptr_array_index (first, i);
      ConfabPassage *b = g_ptr_array_index (second, i);

      g_assert_cmpstr (a->document, ==, b->document);
      g_assert_cmpstr (a->title, ==, b->title);
      g_assert_cmpstr (a->text, ==, b->text);
    }
}

static void
test_huge_query (void)
{
  g_autoptr (ConfabPassageIndex) index = make_index ();
  g_autoptr (GString) query = g_string_new ("laksa ");
  g_autoptr (GPtrArray) found = NULL;

  for (guint i = 0; query->len < 1024 * 1024; i++)
    g_string_append_printf (query, "word%u 字%u ", i, i);

  found = search (index, query->str, 5);
  g_assert_cmpuint (found->len, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/passage-index/questions", test_questions);
  g_test_add_func ("/store/passage-index/limit", test_limit);
  g_test_add_func ("/store/passage-index/same-answer-each-time", test_same_answer_each_time);
  g_test_add_func ("/store/passage-index/huge-query", test_huge_query);

  return g_test_run ();
}
