/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "hostile-texts.h"

#include <string.h>

static const char *const names[] = {
  "prose", "line", "word", "marks", "cell", "cells", "wide-cells", "table", "quotes", "lists", "nested", "bidi",
  "zwj", "emoji", "code", "wide-code", "links", "rules", "cjk", NULL,
};

/**
 * hostile_text_names:
 *
 * Returns: (transfer none): what there is
 */
const char *const *
hostile_text_names (void)
{
  return names;
}

static void
repeat (GString    *text,
        const char *part,
        gsize       length)
{
  gsize part_length = strlen (part);

  for (gsize i = 0; i < length; i += part_length)
    g_string_append_len (text, part, (gssize) part_length);
}

/**
 * hostile_text_new:
 * @name: one of the names
 * @size: about how long it is, bytes
 *
 * Returns: (transfer full): a text that is hard to lay out
 */
GString *
hostile_text_new (const char *name,
                  gsize       size)
{
  GString *text = g_string_new (NULL);

  if (g_str_equal (name, "line"))
    repeat (text, "some words in one paragraph without an end, ", size);
  else if (g_str_equal (name, "word"))
    repeat (text, "word", size);
  else if (g_str_equal (name, "marks"))
    repeat (text, "a\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308", size);
  else if (g_str_equal (name, "quotes"))
    repeat (text, "> ", size);
  else if (g_str_equal (name, "nested"))
    for (guint i = 0; text->len < size; i++)
      g_string_append_printf (text, "%*s- item %u\n", (int) (i % 60) * 2, "", i);
  else if (g_str_equal (name, "lists"))
    repeat (text, "- ", size);
  else if (g_str_equal (name, "bidi"))
    repeat (text, "\u202d\u202e\u2066abc\u2067שלום \u202a", size);
  else if (g_str_equal (name, "zwj"))
    repeat (text, "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d", size);
  else if (g_str_equal (name, "emoji"))
    repeat (text, "😀", size);
  else if (g_str_equal (name, "cell"))
    {
      g_string_append (text, "| a | b |\n| --- | --- |\n| 1 | ");
      repeat (text, "all of it in one cell 😀 ", size);
      g_string_append (text, " |\n");
    }
  else if (g_str_equal (name, "rules"))
    repeat (text, "---\n\n", size);
  else if (g_str_equal (name, "cjk"))
    repeat (text, "两款价格都低于三千元，主摄传感器较大，并带光学防抖。", size);
  else if (g_str_equal (name, "table") || g_str_has_suffix (name, "cells"))
    {
      guint columns = g_str_equal (name, "table") ? 10000 : g_str_equal (name, "cells") ? 10 : 60;

      for (guint row = 0; text->len < size; row++)
        {
          for (guint i = 0; i < columns; i++)
            g_string_append_printf (text, "| %s ", row == 1 ? "---" : "some cell");
          g_string_append (text, "|\n");
        }
    }
  else
    {
      if (g_str_has_suffix (name, "code"))
        g_string_append (text, "```c\n");
      for (guint i = 0; text->len < size; i++)
        if (g_str_equal (name, "code"))
          g_string_append_printf (text, "  int value_%u = call (\"text\", %u); /* why */\n", i, i);
        else if (g_str_equal (name, "wide-code"))
          {
            repeat (text, "call (\"text\", 123); ", 1900);
            g_string_append_c (text, '\n');
          }
        else if (g_str_equal (name, "links"))
          g_string_append_printf (text, "[a](https://example.org/%u)**b**`c`<ref>[%u]</ref> ", i, i % 9);
        else
          g_string_append_printf (text, "Some words of prose number %u, and a comma, and more.%s", i,
                                  i % 7 == 0 ? "\n\n" : " ");
    }

  return text;
}
