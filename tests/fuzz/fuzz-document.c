/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <stdint.h>
#include <string.h>

#include "document-text.h"

/*
 * Any bytes make a document whose lines are valid UTF-8 with spans in order, the same one however
 * they come, and one that can be written out. The first byte chooses the cuts.
 */

int LLVMFuzzerInitialize (int *argc, char ***argv);
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerInitialize (int    *argc,
                      char ***argv)
{
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING | G_LOG_FATAL_MASK);
  return 0;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (ConfabDocument) document = NULL;
  g_autofree char *text = NULL;
  g_autofree char *whole = NULL;
  g_autofree char *cut = NULL;
  ConfabDocumentChange change;
  gsize step;

  if (size < 1)
    return 0;

  document = confab_document_new ();
  step = 1 + (gsize) data[0];
  size--;
  text = g_memdup2 (data + 1, size);

  for (gsize length = 0; length < size; length += step)
    {
      g_autofree char *piece = g_memdup2 (text, length);

      confab_document_update (document, piece, length, FALSE, FALSE, &change);
      g_assert_cmpuint (change.kept_blocks, <=, confab_document_get_n_blocks (document));
    }
  confab_document_update (document, text, size, FALSE, TRUE, &change);

  cut = document_text_describe (document);
  whole = document_text_describe_whole (text, size, TRUE);
  g_assert_cmpstr (cut, ==, whole);

  for (guint format = CONFAB_MARKUP_PLAIN; format <= CONFAB_MARKUP_HTML; format++)
    {
      ConfabPlace from = { data[0] % 3, data[0] % 2, data[0] % 5 };
      g_autofree char *all = confab_document_export (document, NULL, NULL, format);
      g_autofree char *some = confab_document_export (document, &from, NULL, format);

      g_assert_true (g_utf8_validate (all, -1, NULL));
      g_assert_true (g_utf8_validate (some, -1, NULL));
    }

  return 0;
}
