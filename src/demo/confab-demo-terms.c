/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-demo"

#include "config.h"

#include "confab-demo-terms.h"

#include <string.h>

/* Words that nearly every question has: they say nothing about what it is about. */
static const char *const stop_words[] = {
  "a", "about", "again", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be",
  "been", "but", "by", "can", "could", "did", "do", "does", "else", "for", "from", "get",
  "give", "had", "has", "have", "he", "her", "here", "him", "his", "how", "i", "if", "in",
  "into", "is", "it", "its", "just", "know", "last", "let", "like", "long", "m", "many", "may",
  "me", "more", "much", "must", "my", "need", "no", "not", "now", "of", "on", "one", "or",
  "our", "please", "re", "s", "say", "she", "should", "so", "some", "t", "tell", "than",
  "thank", "thanks", "that", "the", "their", "them", "then", "there", "these", "they", "thing",
  "things", "this", "those", "to", "too", "up", "us", "ve", "very", "want", "was", "we", "were",
  "what", "when", "where", "which", "who", "why", "will", "with", "would", "you", "your",
};

/* The same in Chinese; longest first, for each is cut out where it stands. */
static const char *const stop_phrases[] = {
  "为什么", "怎么样", "是什么", "有什么", "有哪些", "告诉我", "能不能", "可不可以", "是不是", "怎么",
  "怎样",   "什么",   "如何",   "哪些",   "哪里",   "哪儿",   "那里",   "那儿",     "那边",   "这里",
  "这个",   "那个",   "可以",   "能够",   "请问",   "一下",   "一些",   "我想",     "想要",   "需要",
  "介绍",   "知道",   "还有",   "更多",   "关于",   "时候",   "多少",   "我们",     "你们",   "他们",
  "的",     "了",     "是",     "我",     "你",     "您",     "他",       "她",     "它",     "吗",
  "呢",     "吧",     "啊",     "呀",     "和",     "与",     "请",
};

/* Half a pair with one of these is a word (会话, 应用) or none (想去): the documents decide. */
static const char weak_characters[] = "一上下不个么也会会去又可在地多好对就很想把为能要说让给还这那都里有到得过用哪";

static const char *const pointing_words[] = {
  "there", "here",  "it",    "its",  "that", "this",  "these", "those", "they",
  "them",  "their", "more",  "else", "same", "other", "again", "then",
};

static const char *const pointing_phrases[] = {
  "那里", "那儿", "那边", "这里", "这个", "那个", "它", "还有", "更多", "继续", "呢", "其他", "别的",
};

static gboolean
is_in (const char *const *words,
       gsize              n_words,
       const char        *word)
{
  for (gsize i = 0; i < n_words; i++)
    if (g_str_equal (words[i], word))
      return TRUE;

  return FALSE;
}

static gboolean
is_han (gunichar character)
{
  return g_unichar_get_script (character) == G_UNICODE_SCRIPT_HAN;
}

static gboolean
is_word_letter (gunichar character)
{
  return g_unichar_isalnum (character) && !is_han (character);
}

/* Takes the endings off an English word, enough for "foods" to find "food" and "stopping" to find
 * "stop". */
static char *
make_stem (const char *word)
{
  char *stem = g_strdup (word);
  gsize length = strlen (stem);

  if (length > 4 && g_str_has_suffix (stem, "ies"))
    {
      strcpy (stem + length - 3, "y");
      return stem;
    }
  if (length > 5 && g_str_has_suffix (stem, "ing"))
    stem[length -= 3] = '\0';
  else if (length > 4 && g_str_has_suffix (stem, "ed"))
    stem[length -= 2] = '\0';
  else if (length > 4 && (g_str_has_suffix (stem, "sses") || g_str_has_suffix (stem, "shes") ||
                          g_str_has_suffix (stem, "ches") || g_str_has_suffix (stem, "xes")))
    stem[length -= 2] = '\0';
  else if (length > 3 && stem[length - 1] == 's' && stem[length - 2] != 's' &&
           stem[length - 2] != 'u' && stem[length - 2] != 'i')
    stem[length -= 1] = '\0';

  /* stopp, runn → stop, run; not "ll" and "ss", which are mostly the word's own. */
  if (length > 3 && strlen (word) > length && stem[length - 1] == stem[length - 2] &&
      strchr ("bdgmnprt", stem[length - 1]) != NULL)
    stem[length -= 1] = '\0';
  /* store, storing → stor */
  if (length > 3 && stem[length - 1] == 'e')
    stem[length - 1] = '\0';

  return stem;
}

static char *
fold_case (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);

  return g_utf8_strdown (normal != NULL ? normal : text, -1);
}

/* Calls for each word, in lower case, that is not Chinese. */
static void
foreach_word (const char *folded,
              GFunc       function,
              gpointer    user_data)
{
  const char *at = folded;

  while (*at != '\0')
    {
      const char *start = at;

      while (*at != '\0' && is_word_letter (g_utf8_get_char (at)))
        at = g_utf8_next_char (at);

      if (at > start)
        {
          g_autofree char *word = g_strndup (start, at - start);

          function (word, user_data);
        }
      else
        {
          at = g_utf8_next_char (at);
        }
    }
}

static void
add_unique (GPtrArray  *terms,
            const char *term)
{
  if (!g_ptr_array_find_with_equal_func (terms, term, g_str_equal, NULL))
    g_ptr_array_add (terms, g_strdup (term));
}

static void
add_term (gpointer data,
          gpointer user_data)
{
  const char *word = data;
  g_autofree char *stem = NULL;

  if (is_in (stop_words, G_N_ELEMENTS (stop_words), word))
    return;

  stem = make_stem (word);
  add_unique (user_data, stem);
}

static void
append_stem (gpointer data,
             gpointer user_data)
{
  g_autofree char *stem = make_stem (data);

  g_string_append_printf (user_data, "%s ", stem);
}

/* A run of Chinese without its stop phrases becomes overlapping pairs; a lone character stays. */
static void
add_pairs (GPtrArray  *terms,
           const char *run)
{
  glong length = g_utf8_strlen (run, -1);

  if (length == 1)
    {
      add_unique (terms, run);
      return;
    }

  for (glong i = 0; i + 1 < length; i++)
    {
      g_autofree char *pair = g_utf8_substring (run, i, i + 2);

      add_unique (terms, pair);
    }
}

static void
add_chinese_terms (GPtrArray  *terms,
                   const char *folded)
{
  g_autoptr (GString) marked = g_string_new (NULL);
  g_auto (GStrv) runs = NULL;

  for (const char *at = folded; *at != '\0'; at = g_utf8_next_char (at))
    g_string_append_unichar (marked, is_han (g_utf8_get_char (at)) ? g_utf8_get_char (at) : ' ');
  for (gsize i = 0; i < G_N_ELEMENTS (stop_phrases); i++)
    g_string_replace (marked, stop_phrases[i], " ", 0);

  runs = g_strsplit (marked->str, " ", -1);
  for (gsize i = 0; runs[i] != NULL; i++)
    if (*runs[i] != '\0')
      add_pairs (terms, runs[i]);
}

/**
 * confab_demo_terms_extract:
 * @text: a question, valid UTF-8
 *
 * Returns: (transfer full) (element-type utf8): its terms, each once; maybe none
 */
GPtrArray *
confab_demo_terms_extract (const char *text)
{
  g_autofree char *folded = NULL;
  GPtrArray *terms = g_ptr_array_new_with_free_func (g_free);

  g_return_val_if_fail (text != NULL, terms);

  folded = fold_case (text);
  foreach_word (folded, add_term, terms);
  add_chinese_terms (terms, folded);

  return terms;
}

/**
 * confab_demo_terms_fold:
 * @text: a passage, valid UTF-8
 *
 * Returns: (transfer full): the passage for the index and for confab_demo_terms_match()
 */
char *
confab_demo_terms_fold (const char *text)
{
  g_autofree char *lower = NULL;
  GString *folded = g_string_new (" ");

  g_return_val_if_fail (text != NULL, g_string_free (folded, FALSE));

  lower = fold_case (text);
  foreach_word (lower, append_stem, folded);
  for (const char *at = lower; *at != '\0'; at = g_utf8_next_char (at))
    g_string_append_unichar (folded, is_han (g_utf8_get_char (at)) ? g_utf8_get_char (at) : ' ');

  return g_string_free (folded, FALSE);
}

/**
 * confab_demo_terms_match:
 * @folded: made by confab_demo_terms_fold()
 * @term: one of confab_demo_terms_extract()
 *
 * Returns: whether the passage holds the term, as a whole word unless it is Chinese
 */
gboolean
confab_demo_terms_match (const char *folded,
                         const char *term)
{
  g_autofree char *word = NULL;

  if (is_han (g_utf8_get_char (term)))
    return strstr (folded, term) != NULL;

  word = g_strdup_printf (" %s ", term);

  return strstr (folded, word) != NULL;
}

/**
 * confab_demo_terms_is_weak:
 * @term: one of confab_demo_terms_extract()
 *
 * Returns: whether it says something only when a document has it
 */
gboolean
confab_demo_terms_is_weak (const char *term)
{
  for (const char *at = term; *at != '\0'; at = g_utf8_next_char (at))
    {
      g_autofree char *character = g_utf8_substring (at, 0, 1);

      if (is_han (g_utf8_get_char (at)) && strstr (weak_characters, character) != NULL)
        return TRUE;
    }

  return FALSE;
}

/**
 * confab_demo_text_is_chinese:
 * @text: a question, valid UTF-8
 *
 * Returns: whether it is to be answered in Chinese
 */
gboolean
confab_demo_text_is_chinese (const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (is_han (g_utf8_get_char (at)))
      return TRUE;

  return FALSE;
}

static void
note_pointing (gpointer data,
               gpointer user_data)
{
  gboolean *points_back = user_data;

  if (is_in (pointing_words, G_N_ELEMENTS (pointing_words), data))
    *points_back = TRUE;
}

/**
 * confab_demo_text_points_back:
 * @text: a question, valid UTF-8
 *
 * Returns: whether it can only be understood with what was asked before
 */
gboolean
confab_demo_text_points_back (const char *text)
{
  g_autofree char *folded = fold_case (text);
  gboolean points_back = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (pointing_phrases); i++)
    if (strstr (folded, pointing_phrases[i]) != NULL)
      return TRUE;

  foreach_word (folded, note_pointing, &points_back);

  return points_back;
}
