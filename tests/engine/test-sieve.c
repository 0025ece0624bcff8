/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-json.h"
#include "confab-json-mask.h"
#include "confab-sieve.h"

#define KEY "sk-sk-abcsk-abcd"

static const char * const one_key[] = { KEY, NULL };

static const struct {
  const char *text;
  const char *masked;
} texts[] = {
  { "", "" },
  { "nothing here", "nothing here" },
  { "ends in s", "ends in s" },
  { "ends in sk-sk", "ends in sk-sk" },
  { "ends in sk-sk-", "ends in ***" },
  { KEY, "***" },
  { KEY KEY "!", "******!" },
  { "a " KEY " b " KEY " c", "a *** b *** c" },
  { "sk-" KEY, "sk-***" },
  { "sk-sk-abcsk-abc" KEY ".", "sk-sk-abcsk-abc***." },
  { "sk-sk-abcsk-sk-sk-abcsk-abcx", "sk-sk-abcsk-sk-sk-abcsk-abcx" },
};

static void
feed (ConfabSieve *sieve,
      const char  *text,
      gsize        length,
      GString     *out)
{
  /* A copy of its own size: reading on would be seen by the sanitizer. */
  g_autofree char *piece = g_memdup2 (text, length);

  confab_sieve_feed (sieve, piece, length, out);
}

/* Wherever a text is cut, the same comes out, and never more of a key than is asked for. */
static void
test_cuts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      gsize length = strlen (texts[i].text);
      g_autofree char *whole = confab_sieve_mask (one_key, texts[i].text, length);

      g_assert_cmpstr (whole != NULL ? whole : texts[i].text, ==, texts[i].masked);
      g_assert_true ((whole == NULL) == (strcmp (texts[i].text, texts[i].masked) == 0));

      for (gsize a = 0; a <= length; a++)
        for (gsize b = a; b <= length; b++)
          {
            g_autoptr (ConfabSieve) sieve = confab_sieve_new (one_key, 0);
            g_autoptr (GString) out = g_string_new (NULL);

            feed (sieve, texts[i].text, a, out);
            feed (sieve, texts[i].text + a, b - a, out);
            feed (sieve, texts[i].text + b, length - b, out);
            g_assert_true (g_str_has_prefix (texts[i].masked, out->str));
            confab_sieve_end (sieve, out);
            g_assert_cmpstr (out->str, ==, texts[i].masked);
          }
    }
}

static void
test_let_through (void)
{
  g_autoptr (ConfabSieve) sieve = confab_sieve_new (one_key, CONFAB_SIEVE_SHORT);
  g_autoptr (GString) out = g_string_new (NULL);

  for (const char *p = "is it " KEY ", or sk-sk-abcx?"; *p != '\0'; p++)
    feed (sieve, p, 1, out);
  confab_sieve_end (sieve, out);
  g_assert_cmpstr (out->str, ==, "is it sk-sk***, or sk-sk-abcx?");
}

static void
test_no_secret (void)
{
  const char * const keys[][2] = { { NULL }, { "" }, { "short" } };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (ConfabSieve) sieve = confab_sieve_new (keys[i], 0);
      g_autoptr (GString) out = g_string_new (NULL);

      feed (sieve, "a short one, sh", 15, out);
      g_assert_cmpstr (out->str, ==, "a short one, sh");
      g_assert_null (confab_sieve_mask (keys[i], "a short one", 11));
    }
}

static char *
mask (ConfabJsonMask *masking,
      const char     *place,
      const char     *text)
{
  g_autoptr (JsonNode) node = confab_json_parse (text, -1, NULL);
  g_autoptr (JsonNode) copy = NULL;

  g_assert_nonnull (node);
  copy = place != NULL ? confab_json_mask_copy_pieces (masking, place, node)
                       : confab_json_mask_copy (masking, node);

  return confab_json_to_text (copy);
}

static const struct {
  const char *place;
  const char *text;
  const char *masked;
} frames[] = {
  { NULL, "{\"a\":[1,true,null,\"x\"],\"b\":{\"c\":1.5}}",
    "{\"a\":[1,true,null,\"x\"],\"b\":{\"c\":1.5}}" },
  { NULL, "[\"" KEY "\",{\"" KEY "\":\"tail sk-sk-a\"}]", "[\"***\",{\"***\":\"tail ***\"}]" },
  /* JSON in a string that ends in the midst of the key */
  { NULL, "[\"{\\\"a\\\": \\\"sk-sk-a\\\"}\"]", "[\"{\\\"a\\\":\\\"***\\\"}\"]" },
  { NULL, "[\"{\\\"a\\\": 1}\"]", "[\"{\\\"a\\\": 1}\"]" },
  /* Pieces of one text, others between them */
  { "t", "[{\"r\":\"see sk-s\",\"n\":\"one\"}]", "[{\"r\":\"see sk-s\",\"n\":\"one\"}]" },
  { "u", "[{\"r\":\"k-abcsk-abcd\"}]", "[{\"r\":\"k-abcsk-abcd\"}]" },
  { "t", "[{\"r\":\"k-abcsk\",\"n\":\"one\"}]", "[{\"r\":\"k\",\"n\":\"one\"}]" },
  { "t", "[{\"r\":\"-abcd.\"}]", "[{\"r\":\"***.\"}]" },
  { "t", "[{\"j\":\"{\\\"r\\\": \\\"sk-sk-abc\\\"}\"}]",
    "[{\"j\":\"{\\\"r\\\":\\\"sk-sk\\\"}\"}]" },
  { "t", "[{\"j\":\"{\\\"r\\\": \\\"sk-abcd\\\"}\"}]", "[{\"j\":\"{\\\"r\\\":\\\"***\\\"}\"}]" },
};

static void
test_json (void)
{
  g_autoptr (ConfabJsonMask) masking = confab_json_mask_new (one_key);

  for (guint i = 0; i < G_N_ELEMENTS (frames); i++)
    {
      g_autofree char *masked = mask (masking, frames[i].place, frames[i].text);

      g_assert_cmpstr (masked, ==, frames[i].masked);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sieve/cuts", test_cuts);
  g_test_add_func ("/sieve/let-through", test_let_through);
  g_test_add_func ("/sieve/no-secret", test_no_secret);
  g_test_add_func ("/sieve/json", test_json);

  return g_test_run ();
}
