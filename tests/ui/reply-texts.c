/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "reply-texts.h"

static const char *const names[] = {
  "mixed", "fence", "list", "table", "paragraph", "cjk", "emoji", "refs", NULL,
};

static const char *const words[] = {
  "answer", "any", "as", "before", "between", "by", "call", "column", "each", "every", "field",
  "from", "given", "knowledge", "last", "line", "look", "made", "name", "not", "of", "old", "page",
  "passage", "question", "same", "search", "since", "source", "table", "text", "until", "where",
};

static const char han[] = "请问怎样在应用中使用知识库回答用户提出的问题并给出来源以及每一条引用所在的文档和页码";

/**
 * reply_text_names:
 *
 * Returns: (transfer none): what there is
 */
const char *const *
reply_text_names (void)
{
  return names;
}

static guint
roll (GRand *dice,
      guint  sides)
{
  return (guint) g_rand_int_range (dice, 0, (gint32) sides);
}

static const char *
pick_word (GRand *dice)
{
  return words[roll (dice, G_N_ELEMENTS (words))];
}

static void
add_words (GString *text,
           GRand   *dice,
           guint    n)
{
  for (guint i = 0; i < n; i++)
    {
      const char *word = pick_word (dice);

      switch (roll (dice, 30))
        {
        case 0:
          g_string_append_printf (text, "**%s**", word);
          break;

        case 1:
          g_string_append_printf (text, "`%s_%u`", word, roll (dice, 100));
          break;

        case 2:
          g_string_append_printf (text, "[%s](https://example.com/%u)", word, roll (dice, 1000));
          break;

        case 3:
          g_string_append_printf (text, "*%s*", word);
          break;

        default:
          g_string_append (text, word);
          break;
        }
      g_string_append (text, i + 1 < n ? " " : ".");
    }
}

static void
add_han (GString *text,
         GRand   *dice,
         guint    n)
{
  guint n_characters = (guint) g_utf8_strlen (han, -1);
  guint at = roll (dice, n_characters);

  for (guint i = 0; i < n; i++)
    g_string_append_unichar (text, g_utf8_get_char (
                                     g_utf8_offset_to_pointer (han, (at + i) % n_characters)));
  g_string_append (text, "。");
}

static void
add_code (GString *text,
          GRand   *dice,
          guint    number)
{
  g_string_append_printf (text, "    const value_%u = ask (\"%s\", %u); // %s\n", number,
                          pick_word (dice), roll (dice, 1000), pick_word (dice));
}

static void
add_row (GString *text,
         GRand   *dice)
{
  g_string_append_printf (text, "| %s | ", pick_word (dice));
  add_words (text, dice, 1 + roll (dice, 12));
  g_string_append_printf (text, " | %u |\n", roll (dice, 10000));
}

static void
add_ref (GString *text,
         GRand   *dice)
{
  add_words (text, dice, 6 + roll (dice, 12));
  g_string_append_printf (text, "<ref>[%u]</ref> ", 1 + roll (dice, 12));
}

static void
add_block (GString *text,
           GRand   *dice,
           guint    number)
{
  guint n = 3 + roll (dice, 8);

  if (number % 10 == 0)
    {
      g_string_append (text, number % 20 == 0 ? "## " : "### ");
      add_words (text, dice, 4);
    }
  else if (number % 10 == 3)
    {
      for (guint i = 0; i < n; i++)
        {
          g_string_append (text, i % 3 == 2 ? "  - " : number % 20 == 3 ? "- " : "1. ");
          add_words (text, dice, n + i);
          g_string_append (text, number % 40 == 13 ? "\n\n" : "\n");
        }
    }
  else if (number % 10 == 5)
    {
      g_string_append (text, "```js\n");
      for (guint i = 0; i < n; i++)
        add_code (text, dice, i);
      g_string_append (text, "```\n");
    }
  else if (number % 10 == 7)
    {
      g_string_append (text, "| name | what it is | number |\n| --- | --- | ---: |\n");
      for (guint i = 0; i < n; i++)
        add_row (text, dice);
    }
  else if (number % 10 == 8)
    {
      g_string_append (text, "> ");
      add_words (text, dice, 20);
    }
  else if (number % 3 == 0)
    {
      add_han (text, dice, 60);
      g_string_append (text, "**重点**");
      add_han (text, dice, 30);
    }
  else
    {
      add_words (text, dice, 10 * n);
      add_ref (text, dice);
    }
  g_string_append (text, "\n\n");
}

/**
 * reply_text_new:
 * @name: one of the names
 * @size: about how long it is, bytes
 *
 * Returns: (transfer full): Markdown as a service would send it, always the same
 */
GString *
reply_text_new (const char *name,
                gsize       size)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GRand) dice = g_rand_new_with_seed (5);

  if (g_str_equal (name, "fence"))
    g_string_append (text, "```js\n");
  else if (g_str_equal (name, "table"))
    g_string_append (text, "| name | what it is | number |\n| --- | --- | ---: |\n");

  for (guint i = 0; text->len < size; i++)
    {
      if (g_str_equal (name, "fence"))
        {
          add_code (text, dice, i);
        }
      else if (g_str_equal (name, "list"))
        {
          g_string_append (text, "- ");
          add_words (text, dice, 6 + roll (dice, 20));
          g_string_append_c (text, '\n');
        }
      else if (g_str_equal (name, "table"))
        {
          add_row (text, dice);
        }
      else if (g_str_equal (name, "paragraph"))
        {
          add_words (text, dice, 12);
          g_string_append_c (text, ' ');
        }
      else if (g_str_equal (name, "cjk"))
        {
          add_han (text, dice, 30 + roll (dice, 50));
          g_string_append (text, roll (dice, 20) == 0 ? "\n\n" : "");
        }
      else if (g_str_equal (name, "emoji"))
        {
          add_words (text, dice, 3);
          g_string_append (text, " 👩‍💻🏳️‍🌈👍🏽🚀🇸🇬❤️ ");
        }
      else if (g_str_equal (name, "refs"))
        {
          add_ref (text, dice);
          g_string_append (text, roll (dice, 10) == 0 ? "\n\n" : "");
        }
      else
        {
          add_block (text, dice, i);
        }
    }

  return text;
}
