/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-link-doubt.h"

static void
test_doubts (void)
{
  static const struct {
    const char      *uri;
    const char      *text;
    ConfabLinkDoubt  doubts;
  } cases[] = {
    { "https://example.com/a", "the example", 0 },
    { "https://example.com/a", NULL, 0 },
    { "https://example.com/a", "example.com", 0 },
    { "https://www.example.com/a", "example.com/b", 0 },
    { "https://example.com/a", "https://www.EXAMPLE.com/", 0 },
    { "https://github.com/x/README.md", "README.md", 0 },
    { "https://github.com/x/config.json", "config.json", 0 },
    { "https://example.com/", "Node.js and others", 0 },
    { "https://evil.example/", "https://bank.com/login", CONFAB_LINK_OTHER_TEXT },
    { "https://evil.example/", "bank.com", CONFAB_LINK_OTHER_TEXT },
    { "https://evil.example/", "www.bank.test", CONFAB_LINK_OTHER_TEXT },
    { "https://evil.example/", " see https://bank.com/ now ", CONFAB_LINK_OTHER_TEXT },
    { "https://evil.example/", "https://user@evil.example/", 0 },
    { "https://evil.example/", "https://bank.com\\@evil.example/", CONFAB_LINK_OTHER_TEXT },
    { "https://bank.com.evil.example/", "bank.com", CONFAB_LINK_OTHER_TEXT },
    { "https://bank.com@evil.example/", "here", CONFAB_LINK_USERINFO },
    { "https://bank.com:443@evil.example/", "bank.com",
      CONFAB_LINK_USERINFO | CONFAB_LINK_OTHER_TEXT },
    { "https://\xd0\xb0pple.com/", "here", CONFAB_LINK_LOOK_ALIKE }, /* a Cyrillic a */
    { "https://xn--pple-43d.com/", "here", CONFAB_LINK_LOOK_ALIKE }, /* the same */
    { "https://\xd0\xb0pple.com/", "apple.com", CONFAB_LINK_LOOK_ALIKE | CONFAB_LINK_OTHER_TEXT },
    { "https://ba\xc3\xb1k.com/", "here", CONFAB_LINK_LOOK_ALIKE },
    { "https://пример.рф/", "here", 0 },
    { "https://中文.com/", "中文", 0 },
    { "https://bank.comノevil.com/", "here", CONFAB_LINK_LOOK_ALIKE },
    { "https://evil.example/", "moc.kn\xe2\x80\xae" "ab", CONFAB_LINK_HIDDEN },
    { "https://evil.example/", "ba\xe2\x80\x8bnk.com",
      CONFAB_LINK_HIDDEN | CONFAB_LINK_OTHER_TEXT },
    { "mailto:help@bank.com", "help@bank.com", 0 },
    { "mailto:help@bank.com", "mailto:help@bank.com", 0 },
    { "mailto:help@evil.com", "help@bank.com", CONFAB_LINK_OTHER_TEXT },
    { "mailto:evil@bank.com", "help@bank.com", CONFAB_LINK_OTHER_TEXT },
    { "mailto:help@bank.com?subject=Hello", "Write to us", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s as %s", cases[i].uri, cases[i].text);
      g_assert_cmpuint (confab_link_get_doubts (cases[i].uri, cases[i].text), ==, cases[i].doubts);
    }
}

static void
test_shown (void)
{
  static const struct {
    const char *uri;
    const char *shown;
  } cases[] = {
    { "https://example.com/a?b=c#d", "https://example.com/a?b=c#d" },
    { "https://\xd0\xb0pple.com/", "https://xn--pple-43d.com/" },
    { "https://bank.com@evil.example/", "https://bank.com@evil.example/" },
    { "https://example.com/\xe2\x80\xae" "cod.exe", "https://example.com/%E2%80%AEcod.exe" },
    { "https://example.com/a%20b", "https://example.com/a%20b" },
    { "https://中文.com/页", "https://xn--fiq228c.com/%E9%A1%B5" },
    { "mailto:help@bank.com", "mailto:help@bank.com" },
    { "https://example.com/<b>", "https://example.com/%3Cb%3E" },
  };
  g_autoptr (GString) endless = g_string_new ("https://example.com/");
  g_autofree char *cut = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shown = confab_link_dup_shown (cases[i].uri);

      g_assert_cmpstr (shown, ==, cases[i].shown);
    }

  while (endless->len < 100000)
    g_string_append (endless, "word/");
  cut = confab_link_dup_shown (endless->str);
  g_assert_true (g_str_has_prefix (cut, "https://example.com/word/"));
  g_assert_true (g_str_has_suffix (cut, "…"));
  g_assert_cmpint (g_utf8_strlen (cut, -1), <, 300);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/link-doubt/doubts", test_doubts);
  g_test_add_func ("/link-doubt/shown", test_shown);

  return g_test_run ();
}
