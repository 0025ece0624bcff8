/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-place.h"

#include <string.h>

/* Bytes to each side in which the borders of a word are looked for: longer ones are cut there, and a
 * line of a megabyte costs no more than a short one. */
#define REACH 2000

static const ConfabLine *
get_line (ConfabDocument        *document,
          const ConfabTextPlace *place)
{
  const ConfabBlock *block = confab_document_get_block (document, place->block);

  return g_ptr_array_index (block->lines, place->line);
}

/**
 * confab_place_compare:
 * @a: a place
 * @b: another one, in the same text
 *
 * Returns: less than 0 when @a comes first, 0 when they are the same
 */
int
confab_place_compare (const ConfabTextPlace *a,
                      const ConfabTextPlace *b)
{
  if (a->block != b->block)
    return a->block < b->block ? -1 : 1;
  if (a->line != b->line)
    return a->line < b->line ? -1 : 1;
  if (a->byte != b->byte)
    return a->byte < b->byte ? -1 : 1;

  return 0;
}

/**
 * confab_place_clamp:
 * @document: a text
 * @place: (inout): a place that was in it, or %CONFAB_PLACE_END
 *
 * Moves a place to the nearest one that there is: the start of a character. In a text without
 * blocks it is the very first one.
 */
void
confab_place_clamp (ConfabDocument  *document,
                    ConfabTextPlace *place)
{
  guint n = confab_document_get_n_blocks (document);
  const ConfabBlock *block;
  const ConfabLine *line;

  place->offset = 0;
  if (n == 0)
    {
      *place = (ConfabTextPlace) { 0, };
      return;
    }

  if (place->block >= n)
    *place = (ConfabTextPlace) { n - 1, G_MAXUINT, 0, 0 };
  block = confab_document_get_block (document, place->block);
  if (block->lines->len == 0)
    {
      place->line = 0;
      place->byte = 0;
      return;
    }
  if (place->line >= block->lines->len)
    {
      place->line = block->lines->len - 1;
      place->byte = G_MAXSIZE;
    }
  line = g_ptr_array_index (block->lines, place->line);
  place->byte = MIN (place->byte, line->length);
  while (place->byte > 0 && place->byte < line->length &&
         (line->text[place->byte] & 0xc0) == 0x80)
    place->byte--;
}

/* Borders. A window of the line is looked at, and Pango says what is a character and a word. */

typedef struct {
  const char   *text;
  gsize         start; /* of the window, in the line */
  gsize         length;
  PangoLogAttr *attrs;
  int           n_attrs;
} Window;

static gsize
to_character_start (const ConfabLine *line,
                    gsize             byte)
{
  while (byte > 0 && byte < line->length && (line->text[byte] & 0xc0) == 0x80)
    byte--;

  return byte;
}

static void
window_open (Window           *window,
             const ConfabLine *line,
             gsize             byte)
{
  gsize end = to_character_start (line, MIN (byte + REACH, line->length));

  window->start = to_character_start (line, byte > REACH ? byte - REACH : 0);
  window->text = line->text + window->start;
  window->length = end - window->start;
  window->n_attrs = (int) g_utf8_strlen (window->text, (gssize) window->length) + 1;
  window->attrs = g_new0 (PangoLogAttr, window->n_attrs);
  pango_get_log_attrs (window->text, (int) window->length, -1, pango_language_get_default (),
                       window->attrs, window->n_attrs);
}

static int
window_to_character (const Window *window,
                     gsize         byte)
{
  return (int) g_utf8_pointer_to_offset (window->text, window->text + (byte - window->start));
}

static gsize
window_to_byte (const Window *window,
                int           character)
{
  return window->start +
         (gsize) (g_utf8_offset_to_pointer (window->text, character) - window->text);
}

/* The next border in the line; %FALSE at its end. */
static gboolean
step_in_line (const ConfabLine *line,
              gsize            *byte,
              ConfabStep        step,
              int               direction)
{
  Window window;
  int character;

  if (*byte == (direction > 0 ? line->length : 0))
    return FALSE;

  window_open (&window, line, *byte);
  character = window_to_character (&window, *byte);
  do
    {
      character += direction;
      if (character <= 0 || character >= window.n_attrs - 1)
        break;
    }
  while (step == CONFAB_STEP_CHARACTER ? !window.attrs[character].is_cursor_position
         : direction > 0               ? !window.attrs[character].is_word_end
                                       : !window.attrs[character].is_word_start);
  character = CLAMP (character, 0, window.n_attrs - 1);
  *byte = window_to_byte (&window, character);
  g_free (window.attrs);

  return TRUE;
}

/**
 * confab_place_step:
 * @document: a text
 * @place: (inout): a place in it
 * @step: how far
 * @direction: 1 or -1
 *
 * Goes to the next place, over the ends of lines and blocks.
 *
 * Returns: %FALSE at the end of the text
 */
gboolean
confab_place_step (ConfabDocument  *document,
                   ConfabTextPlace *place,
                   ConfabStep       step,
                   int              direction)
{
  const ConfabBlock *block;

  if (confab_document_get_n_blocks (document) == 0)
    return FALSE;

  confab_place_clamp (document, place);
  block = confab_document_get_block (document, place->block);
  if (block->lines->len > 0 &&
      step_in_line (get_line (document, place), &place->byte, step, direction))
    return TRUE;

  if (direction > 0 && place->line + 1 < block->lines->len)
    {
      place->line++;
      place->byte = 0;
    }
  else if (direction > 0 && place->block + 1 < confab_document_get_n_blocks (document))
    {
      *place = (ConfabTextPlace) { place->block + 1, 0, 0, 0 };
    }
  else if (direction < 0 && place->line > 0)
    {
      place->line--;
      place->byte = G_MAXSIZE;
    }
  else if (direction < 0 && place->block > 0)
    {
      *place = (ConfabTextPlace) { place->block - 1, G_MAXUINT, 0, 0 };
    }
  else
    {
      return FALSE;
    }
  confab_place_clamp (document, place);

  return TRUE;
}

static void
find_word (const ConfabLine *line,
           gsize             byte,
           gsize            *start,
           gsize            *end)
{
  Window window;
  int character;
  int first;
  int last;

  window_open (&window, line, byte);
  character = window_to_character (&window, byte);
  /* Behind the last character the last word is meant. */
  if (character == window.n_attrs - 1 && character > 0)
    character--;

  first = character;
  while (first > 0 && !window.attrs[first].is_word_boundary)
    first--;
  last = MIN (character + 1, window.n_attrs - 1);
  while (last < window.n_attrs - 1 && !window.attrs[last].is_word_boundary)
    last++;

  *start = window_to_byte (&window, first);
  *end = window_to_byte (&window, last);
  g_free (window.attrs);
}

/**
 * confab_place_unit:
 * @document: a text
 * @place: a place in it
 * @unit: a word, a block, or nothing
 * @start: (out caller-allocates): where the unit around @place starts
 * @end: (out caller-allocates): where it ends
 */
void
confab_place_unit (ConfabDocument        *document,
                   const ConfabTextPlace *place,
                   ConfabUnit             unit,
                   ConfabTextPlace       *start,
                   ConfabTextPlace       *end)
{
  const ConfabBlock *block;

  *start = *place;
  confab_place_clamp (document, start);
  *end = *start;
  if (confab_document_get_n_blocks (document) == 0)
    return;

  block = confab_document_get_block (document, start->block);
  if (block->lines->len == 0)
    return;

  switch (unit)
    {
    case CONFAB_UNIT_CHARACTER:
      break;

    case CONFAB_UNIT_WORD:
      find_word (get_line (document, start), start->byte, &start->byte, &end->byte);
      break;

    case CONFAB_UNIT_BLOCK:
      /* In a paragraph all of it, in code and tables a line: their blocks can be very long. */
      if (block->kind == CONFAB_BLOCK_PARAGRAPH)
        {
          start->line = 0;
          end->line = block->lines->len - 1;
        }
      start->byte = 0;
      end->byte = get_line (document, end)->length;
      break;

    default:
      g_assert_not_reached ();
    }
}
