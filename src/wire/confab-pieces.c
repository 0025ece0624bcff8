/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-pieces.h"

#include <string.h>

/* As many growing texts in a row, or one so long said again, are no pieces. */
#define SURE_GROWTHS 4
#define SURE_LENGTH 16

struct _ConfabPieces
{
  GString *joined; /* NULL once it is sure that each text is the whole */
  GString *last;
  guint n_growths;   /* how often a text began with the one before */
  gboolean is_whole; /* still possible: each one did */
};

/**
 * confab_pieces_new:
 *
 * Returns: (transfer full): an empty text
 */
ConfabPieces *
confab_pieces_new (void)
{
  ConfabPieces *self = g_new0 (ConfabPieces, 1);

  self->joined = g_string_new (NULL);
  self->last = g_string_new (NULL);
  self->is_whole = TRUE;

  return self;
}

/**
 * confab_pieces_free:
 * @self: (transfer full): a text
 */
void
confab_pieces_free (ConfabPieces *self)
{
  if (self->joined != NULL)
    g_string_free (self->joined, TRUE);
  g_string_free (self->last, TRUE);
  g_free (self);
}

/**
 * confab_pieces_get_size:
 * @self: a text
 *
 * Returns: how many bytes it keeps
 */
gsize
confab_pieces_get_size (ConfabPieces *self)
{
  return self->last->len + (self->joined != NULL ? self->joined->len : 0);
}

/**
 * confab_pieces_feed:
 * @self: a text
 * @text: what a frame says of it
 *
 * Returns: whether that was anything
 */
gboolean
confab_pieces_feed (ConfabPieces *self,
                    const char   *text)
{
  gsize length = strlen (text);

  if (length == 0)
    return FALSE;

  if (self->last->len > 0 && self->joined != NULL && self->is_whole)
    {
      if (length >= self->last->len && memcmp (text, self->last->str, self->last->len) == 0)
        self->n_growths += length > self->last->len || length >= SURE_LENGTH;
      else
        self->is_whole = FALSE;
    }

  if (self->is_whole)
    g_string_assign (self->last, text);
  else
    g_string_truncate (self->last, 0);

  if (self->joined != NULL && self->is_whole && self->n_growths >= SURE_GROWTHS)
    {
      g_string_free (self->joined, TRUE);
      self->joined = NULL;
    }
  else if (self->joined != NULL)
    g_string_append_len (self->joined, text, (gssize) length);

  return TRUE;
}

/**
 * confab_pieces_get_text:
 * @self: a text
 *
 * Returns: (transfer none): the text as far as it is known
 */
const char *
confab_pieces_get_text (ConfabPieces *self)
{
  if (self->joined == NULL || (self->is_whole && self->n_growths > 0))
    return self->last->str;

  return self->joined->str;
}
