/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-tokenizer.h"

#include <string.h>

typedef struct {
  const char *name;
  const char *text;
  gssize      length; /* -1: as a string */
  const char *tokens; /* parted by "|" */
} Case;

static const Case cases[] = {
  { "nothing", "", -1, "" },
  { "blanks and signs", " \t\n.,;:-()'\"$<>", -1, "" },
  { "english", "The quick Brown fox", -1, "the|quick|brown|fox" },
  { "no blank at the end", "one", -1, "one" },
  { "digits", "GTK4 is 4.8.3", -1, "gtk4|is|4|8|3" },
  { "names in code", "user_defined_tokens", -1, "user|defined|tokens" },
  { "accents", "Crème BRÛLÉE Ångström", -1, "creme|brulee|angstrom" },
  { "decomposed accents", "Cre\xcc\x80me", -1, "creme" },
  { "sharp s", "STRASSE Straße", -1, "strasse|strasse" },
  { "greek, cyrillic", "ΑΘΉΝΑ Москва", -1, "αθηνα|москва" },
  { "ligature", "ﬁne", -1, "fine" },
  { "full width", "ＡＢＣ１２", -1, "abc12" },
  { "soft hyphen", "Donau\xc2\xad" "dampf", -1, "donaudampf" },
  { "zero width space", "one\xe2\x80\x8btwo", -1, "one|two" },
  { "devanagari keeps its vowels", "हिन्दी", -1, "हिनदी" },
  { "chinese", "你是谁？", -1, "你|是|谁" },
  { "rare ideograph", "𠮷野", -1, "𠮷|野" },
  { "compatibility ideograph", "\xef\xa4\x80", -1, "豈" },
  { "kana", "カタカナとひらがなー", -1, "カ|タ|カ|ナ|と|ひ|ら|が|な|ー" },
  { "half width kana", "ｶﾅ", -1, "カ|ナ" },
  { "hangul", "한국어 text", -1, "한|국|어|text" },
  { "mixed", "用GTK4写的App，2026年", -1, "用|gtk4|写|的|app|2026|年" },
  { "emoji", "ok👍🏽 done😀", -1, "ok|👍|done|😀" },
  { "emoji sequence", "👨\xe2\x80\x8d👩", -1, "👨|👩" },
  { "broken bytes", "a\xff\xe4\xbd" "b", -1, "a|b" },
  { "cut character", "ab\xe4\xbd", -1, "ab" },
  { "nul", "a\0b", 3, "a|b" },
  { "surrogate", "x\xed\xa0\x80y", -1, "x|y" },
};

typedef struct {
  GString *text;
  gsize    length;
  gsize    last_end;
} Collected;

static int
collect_token (const ConfabToken *token,
               gpointer           user_data)
{
  Collected *collected = user_data;

  g_assert_cmpuint (token->start, >=, collected->last_end);
  g_assert_cmpuint (token->start, <, token->end);
  g_assert_cmpuint (token->end, <=, collected->length);
  g_assert_cmpuint (token->length, >, 0);
  g_assert_true (g_utf8_validate_len (token->text, token->length, NULL));
  collected->last_end = token->end;

  if (collected->text->len > 0)
    g_string_append_c (collected->text, '|');
  g_string_append_len (collected->text, token->text, (gssize) token->length);

  return 0;
}

static void
test_table (gconstpointer data)
{
  const Case *test = data;
  gsize length = test->length < 0 ? strlen (test->text) : (gsize) test->length;
  Collected collected = { g_string_new (NULL), length, 0 };

  g_assert_cmpint (confab_tokenize (test->text, length, collect_token, &collected), ==, 0);
  g_assert_cmpstr (collected.text->str, ==, test->tokens);
  g_string_free (collected.text, TRUE);
}

static int
check_long_token (const ConfabToken *token,
                  gpointer           user_data)
{
  g_assert_cmpuint (token->length, >, CONFAB_TOKEN_MAX_BYTES - 4);
  g_assert_cmpuint (token->length, <=, CONFAB_TOKEN_MAX_BYTES);
  g_assert_cmpuint (token->end - token->start, ==, 1000000);

  return 0;
}

static void
test_long_word (void)
{
  g_autofree char *word = g_strnfill (1000000, 'a');

  confab_tokenize (word, 1000000, check_long_token, NULL);
}

static int
stop_at_first (const ConfabToken *token,
               gpointer           user_data)
{
  int *n_calls = user_data;

  (*n_calls)++;

  return 7;
}

static void
test_stop (void)
{
  int n_calls = 0;

  g_assert_cmpint (confab_tokenize ("one two 三", 11, stop_at_first, &n_calls), ==, 7);
  g_assert_cmpint (n_calls, ==, 1);
}

static void
test_random_bytes (void)
{
  for (guint round = 0; round < 2000; round++)
    {
      char bytes[64];
      Collected collected = { g_string_new (NULL), sizeof bytes, 0 };

      for (gsize i = 0; i < sizeof bytes; i++)
        bytes[i] = (char) g_test_rand_int_range (0, 256);
      confab_tokenize (bytes, sizeof bytes, collect_token, &collected);
      g_string_free (collected.text, TRUE);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/store/tokenizer/table/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_table);
    }
  g_test_add_func ("/store/tokenizer/long-word", test_long_word);
  g_test_add_func ("/store/tokenizer/stop", test_stop);
  g_test_add_func ("/store/tokenizer/random-bytes", test_random_bytes);

  return g_test_run ();
}
