/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-document.h"

#include "confab-block.h"
#include "confab-markup.h"
#include "confab-parts.h"
#include "confab-source.h"
#include "confab-whole.h"

/* A text up to this is checked at once, when it may be later: half a frame. */
#define CHECK_BYTES 100000

struct _ConfabDocument {
  ConfabSource            source;
  ConfabParts             parts;
  guint                   next_id;
  gboolean                finished;
  ConfabDocumentCounters  counters;

  ConfabWholeCheck          *check; /* (nullable): that is running */
  GPtrArray                 *whole; /* (nullable): what one has found, of ConfabBlock */
  ConfabDocumentChange       correction; /* with it */
  ConfabDocumentChangedFunc  changed; /* (nullable) */
  gpointer                   changed_data;
};

static ConfabBlock *
get_block (GPtrArray *blocks,
           guint      position)
{
  return g_ptr_array_index (blocks, position);
}

/* Blocks that are new get an id; what the view has to lay out is counted. */
static void
note_change (ConfabDocument             *self,
             const ConfabDocumentChange *change)
{
  GPtrArray *blocks = self->parts.blocks;

  for (guint i = change->kept_blocks; i < blocks->len; i++)
    {
      ConfabBlock *block = get_block (blocks, i);

      if (block->id == 0)
        block->id = ++self->next_id;
      self->counters.made_lines += block->lines->len -
                                   (i == change->kept_blocks ? change->kept_lines : 0);
    }
}

static void
take_earlier (ConfabDocumentChange       *change,
              const ConfabDocumentChange *other)
{
  if (other->kept_blocks < change->kept_blocks ||
      (other->kept_blocks == change->kept_blocks &&
       (other->kept_lines < change->kept_lines ||
        (other->kept_lines == change->kept_lines && other->kept_bytes < change->kept_bytes))))
    *change = *other;
}

/* What the parts had is replaced by what the whole has. */
static void
adopt (ConfabDocument *self,
       GPtrArray      *whole)
{
  self->counters.corrections++;
  confab_parts_adopt (&self->parts, whole);
}

static void
checked_cb (GPtrArray                  *whole,
            const ConfabDocumentChange *correction,
            gpointer                    user_data)
{
  ConfabDocument *self = user_data;

  self->check = NULL;
  if (whole == NULL)
    return;

  self->whole = g_ptr_array_ref (whole);
  self->correction = *correction;
  self->changed (self->changed_data);
}

/* The parts cannot know what a line further down says of them; the whole does. */
static void
check_whole (ConfabDocument       *self,
             ConfabDocumentChange *change)
{
  g_autoptr (GPtrArray) whole = NULL;
  ConfabDocumentChange correction;

  self->counters.full_parses++;
  self->parts.parsed_bytes += self->source.text->len;
  whole = confab_whole_parse (self->source.text);
  if (confab_whole_compare (whole, self->parts.blocks, &correction))
    return;

  take_earlier (change, &correction);
  adopt (self, g_steal_pointer (&whole));
}

/* In a thread: from now on nobody writes to the blocks, which all have their ids. */
static void
start_check (ConfabDocument *self)
{
  self->counters.full_parses++;
  self->parts.parsed_bytes += self->source.text->len;
  self->check = confab_whole_check_start (self->source.text, self->parts.blocks, checked_cb, self);
}

static void
forget_check (ConfabDocument *self)
{
  g_clear_pointer (&self->check, confab_whole_check_stop);
  g_clear_pointer (&self->whole, g_ptr_array_unref);
}

/* The same text once more: either nothing is new, or the check has found something. */
static void
take_correction (ConfabDocument       *self,
                 ConfabDocumentChange *change)
{
  *change = (ConfabDocumentChange) { self->parts.blocks->len, 0, 0 };
  if (self->whole == NULL)
    return;

  *change = self->correction;
  adopt (self, g_steal_pointer (&self->whole));
  note_change (self, change);
}

/* Text that is all there at once needs no parts. */
static void
take_whole (ConfabDocument       *self,
            ConfabDocumentChange *change)
{
  g_autoptr (GPtrArray) old = confab_parts_reset (&self->parts);
  ConfabPartsBefore before = { .blocks = old };

  self->counters.full_parses++;
  self->parts.parsed_bytes += self->source.text->len;
  confab_parts_adopt (&self->parts, confab_whole_parse (self->source.text));
  confab_parts_compare (&before, self->parts.blocks, change);
}

static void
take_parts (ConfabDocument       *self,
            gboolean              rewritten,
            ConfabDocumentChange *change)
{
  ConfabPartsBefore before;

  if (rewritten)
    {
      g_autoptr (GPtrArray) old = confab_parts_reset (&self->parts);

      confab_parts_advance (&self->parts, self->source.text, self->finished, &before);
      g_ptr_array_unref (before.blocks);
      before = (ConfabPartsBefore) { .blocks = g_steal_pointer (&old) };
    }
  else
    {
      confab_parts_advance (&self->parts, self->source.text, self->finished, &before);
    }

  confab_parts_compare (&before, self->parts.blocks, change);
  g_ptr_array_unref (before.blocks);
}

/**
 * confab_document_update:
 * @self: a document
 * @text: the message's whole text, UTF-8; what is not valid shows as U+FFFD
 * @length: its bytes
 * @rewritten: whether @text is other than the text before with something appended
 * @finished: whether nothing will be appended any more: freezes the last block as well
 * @change: (out): what is as it was before
 *
 * Takes in the text. Without @rewritten only the bytes after those seen before are looked at.
 * A character whose last bytes are missing is held back until they come.
 */
void
confab_document_update (ConfabDocument       *self,
                        const char           *text,
                        gsize                 length,
                        gboolean              rewritten,
                        gboolean              finished,
                        ConfabDocumentChange *change)
{
  gboolean later = self != NULL && self->changed != NULL && length > CHECK_BYTES;
  gsize seen;

  g_return_if_fail (self != NULL);
  g_return_if_fail (text != NULL || length == 0);
  g_return_if_fail (change != NULL);

  self->counters.updates++;

  if (self->finished && !rewritten && length == self->source.consumed && finished)
    {
      take_correction (self, change);
      return;
    }

  forget_check (self);
  rewritten = rewritten || length < self->source.consumed || self->finished;
  self->finished = finished;
  if (rewritten)
    confab_source_reset (&self->source);
  seen = self->source.text->len;
  confab_source_append (&self->source, text, length, finished);

  if (!rewritten && !finished && self->source.text->len == seen)
    {
      *change = (ConfabDocumentChange) { self->parts.blocks->len, 0, 0 };
      return;
    }

  if (finished && seen == 0)
    {
      take_whole (self, change);
      note_change (self, change);
    }
  else
    {
      take_parts (self, rewritten, change);
      if (finished && !later)
        check_whole (self, change);
      note_change (self, change);
      if (finished && later)
        start_check (self);
    }
  self->counters.parsed_bytes = self->parts.parsed_bytes;
}

/**
 * confab_document_set_changed_func:
 * @self: a document
 * @func: called in the thread's main context when there is something to take in
 * @data: for @func
 *
 * From now on a long text is not compared with one parse of the whole when it ends, which would take
 * the time of several frames, but after that, in a thread. Until then its blocks are what its parts
 * made, which is nearly always the same. Where it is not, @func is called; what has changed is taken
 * in by the next update() with the same text.
 */
void
confab_document_set_changed_func (ConfabDocument            *self,
                                  ConfabDocumentChangedFunc  func,
                                  gpointer                   data)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (func != NULL);

  self->changed = func;
  self->changed_data = data;
}

/**
 * confab_document_is_checked:
 * @self: a document
 *
 * Returns: whether no thread is still parsing it, and nothing that one found waits for an update
 */
gboolean
confab_document_is_checked (ConfabDocument *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->check == NULL && self->whole == NULL;
}

/**
 * confab_document_get_n_blocks:
 * @self: a document
 *
 * Returns: the number of blocks
 */
guint
confab_document_get_n_blocks (ConfabDocument *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->parts.blocks->len;
}

/**
 * confab_document_get_block:
 * @self: a document
 * @position: less than the number of blocks
 *
 * Returns: (transfer none): the block, valid until the next update
 */
const ConfabBlock *
confab_document_get_block (ConfabDocument *self,
                           guint           position)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (position < self->parts.blocks->len, NULL);

  return g_ptr_array_index (self->parts.blocks, position);
}

static gsize
find_character (const ConfabLine *line,
                gsize             byte)
{
  byte = MIN (byte, line->length);
  while (byte > 0 && (line->text[byte] & 0xc0) == 0x80)
    byte--;

  return byte;
}

/* The parts of the blocks between two places, which may lie outside of the text. */
static GArray *
select_parts (ConfabDocument    *self,
              const ConfabPlace *from,
              const ConfabPlace *to)
{
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (ConfabMarkupPart));
  GPtrArray *blocks = self->parts.blocks;

  for (guint i = from != NULL ? from->block : 0; i < blocks->len; i++)
    {
      ConfabMarkupPart part = { .block = get_block (blocks, i) };
      guint n_lines = part.block->lines->len;
      const ConfabLine *line;

      part.end_line = n_lines;
      if (from != NULL && i == from->block)
        {
          part.first_line = MIN (from->line, n_lines - 1);
          line = confab_block_get_line (part.block, part.first_line);
          part.first_byte = find_character (line, from->line < n_lines ? from->byte : line->length);
        }
      part.end_byte = confab_block_get_line (part.block, n_lines - 1)->length;
      if (to != NULL && i == to->block && to->line < n_lines)
        {
          part.end_line = to->line + 1;
          part.end_byte = find_character (confab_block_get_line (part.block, to->line), to->byte);
        }
      if (to != NULL && i > to->block)
        break;
      if (part.end_line <= part.first_line ||
          (part.end_line == part.first_line + 1 && part.end_byte < part.first_byte))
        break;
      g_array_append_val (parts, part);
    }

  return parts;
}

/**
 * confab_document_export:
 * @self: a document
 * @from: (nullable): the first place, or %NULL for the start
 * @to: (nullable): the place behind the last character, or %NULL for the end
 * @format: plain text, in which tables are tab-separated and code is as it is shown; Markdown, which
 *   reads back as the same blocks; or HTML, escaped, with no link but checked ones and no image
 *
 * Returns: (transfer full): what is between the two places. A list marker is there when its item is
 *   from its start; of a table in Markdown and HTML, whole rows are.
 */
char *
confab_document_export (ConfabDocument     *self,
                        const ConfabPlace  *from,
                        const ConfabPlace  *to,
                        ConfabMarkupFormat  format)
{
  g_autoptr (GArray) parts = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  parts = select_parts (self, from, to);
  switch (format)
    {
    case CONFAB_MARKUP_MARKDOWN:
      return confab_markup_markdown (parts);

    case CONFAB_MARKUP_HTML:
      return confab_markup_html (parts);

    case CONFAB_MARKUP_PLAIN:
    default:
      return confab_markup_plain (parts);
    }
}

/**
 * confab_document_get_counters:
 * @self: a document
 * @counters: (out caller-allocates): what was done since it was made
 */
void
confab_document_get_counters (ConfabDocument         *self,
                              ConfabDocumentCounters *counters)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (counters != NULL);

  *counters = self->counters;
}

/**
 * confab_document_new:
 *
 * Returns: (transfer full): an empty document
 */
ConfabDocument *
confab_document_new (void)
{
  ConfabDocument *self = g_new0 (ConfabDocument, 1);

  confab_source_init (&self->source);
  confab_parts_init (&self->parts);

  return self;
}

/**
 * confab_document_free:
 * @self: (transfer full): the document
 */
void
confab_document_free (ConfabDocument *self)
{
  g_return_if_fail (self != NULL);

  forget_check (self);
  confab_parts_clear (&self->parts);
  confab_source_clear (&self->source);
  g_free (self);
}
