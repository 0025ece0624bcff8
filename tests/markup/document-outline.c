/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "document-text.h"

/*
 * document-outline < FILE: texts separated by U+001E; writes the outline of each, separated in the
 * same way and with one such mark before the first: a line for each block, with its containers, kind and text as cmark has them. Each text
 * goes through in one piece and ten times in random ones, which must make no difference.
 */

static void
write_outline (GString    *out,
               const char *text)
{
  g_autoptr (ConfabDocument) document = confab_document_new ();
  ConfabDocumentChange change;

  confab_document_update (document, text, strlen (text), FALSE, TRUE, &change);
  for (guint i = 0; i < confab_document_get_n_blocks (document); i++)
    {
      const ConfabBlock *block = confab_document_get_block (document, i);

      for (guint k = 0; k < block->n_containers; k++)
        g_string_append (out, block->containers[k].kind == CONFAB_CONTAINER_QUOTE ? "> "
                              : block->containers[k].first                        ? "* "
                                                                                  : ". ");
      g_string_append_c (out, "PHCTR"[block->kind]);
      if (block->level > 0)
        g_string_append_printf (out, "%u", block->level);
      if (block->info != NULL)
        g_string_append_printf (out, "(%s)", block->info);
      for (guint k = 0; k < block->lines->len; k++)
        {
          const ConfabLine *line = g_ptr_array_index (block->lines, k);

          g_string_append_printf (out, "%c%s", k == 0 ? ' ' : '|', line->text);
        }
      g_string_append_c (out, '\n');
    }
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GString) input = g_string_new (NULL);
  g_autoptr (GString) out = g_string_new (NULL);
  g_auto (GStrv) texts = NULL;
  char buffer[4096];
  size_t n;

  g_test_init (&argc, &argv, NULL);

  while ((n = fread (buffer, 1, sizeof buffer, stdin)) > 0)
    g_string_append_len (input, buffer, (gssize) n);

  /* Behind what GLib's tests say at their start. */
  g_string_append_c (out, '\x1e');
  texts = g_strsplit (input->str, "\x1e", -1);
  for (guint i = 0; texts[i] != NULL; i++)
    {
      gsize length = strlen (texts[i]);
      g_autofree char *whole = document_text_describe_whole (texts[i], length, TRUE);

      for (guint round = 0; round < 10; round++)
        {
          g_autofree char *cut = document_text_describe_cut (texts[i], length, 1 + round * 2);

          g_assert_cmpstr (cut, ==, whole);
        }
      write_outline (out, texts[i]);
      g_string_append_c (out, '\x1e');
    }
  fwrite (out->str, 1, out->len, stdout);

  return 0;
}
