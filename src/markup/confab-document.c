/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-document.h"

#include <string.h>

/*
 * A machine that is fed one character at a time and only ever appends. What it has made therefore
 * cannot depend on where the text was cut on its way here, and an appended byte costs the same
 * wherever it stands: in a new paragraph or at the end of a line of a megabyte.
 */

#define HASH_START G_GUINT64_CONSTANT (14695981039346656037)
#define HASH_PRIME G_GUINT64_CONSTANT (1099511628211)

#define SOFT_BREAK 0x200b   /* zero width space */
#define JOINER 0x200d       /* zero width joiner: what it joins is not taken apart */
#define REPLACEMENT 0xfffd

typedef struct {
  ConfabLine line; /* first: handed out as it is */
  gsize      capacity;
} Line;

struct _ConfabDocument {
  GPtrArray              *blocks; /* of ConfabBlock */
  gsize                   consumed; /* bytes of the source */
  GString                *indent; /* blanks at the start of a line that may yet be a blank one */
  guint                   next_id;
  guint                   run; /* characters since the last place to break */
  guint                   marks; /* combining marks since their base */
  gunichar                before; /* the character before, 0 at the start of a line */
  guint                   block_open : 1;
  guint                   line_open : 1;
  guint                   after_return : 1; /* a line feed now belongs to the line end before */
  ConfabDocumentCounters  counters;
};

/* Lines and blocks */

static void
free_line (gpointer data)
{
  Line *line = data;

  g_free (line->line.text);
  g_free (line);
}

static void
free_block (gpointer data)
{
  ConfabBlock *block = data;

  g_ptr_array_unref (block->lines);
  g_free (block);
}

static ConfabBlock *
get_last_block (ConfabDocument *self)
{
  return g_ptr_array_index (self->blocks, self->blocks->len - 1);
}

static Line *
get_last_line (ConfabDocument *self)
{
  ConfabBlock *block = get_last_block (self);

  return g_ptr_array_index (block->lines, block->lines->len - 1);
}

static void
append_bytes (Line       *line,
              const char *bytes,
              gsize       length)
{
  ConfabLine *public = &line->line;

  if (public->length + length + 1 > line->capacity)
    {
      line->capacity = MAX (line->capacity * 2, public->length + length + 1);
      line->capacity = MAX (line->capacity, 64);
      public->text = g_realloc (public->text, line->capacity);
    }

  for (gsize i = 0; i < length; i++)
    {
      public->text[public->length++] = bytes[i];
      public->hash = (public->hash ^ (guchar) bytes[i]) * HASH_PRIME;
    }
  public->text[public->length] = '\0';
}

static void
append_unichar (Line     *line,
                gunichar  ch)
{
  char bytes[6];

  append_bytes (line, bytes, g_unichar_to_utf8 (ch, bytes));
}

static void
open_line (ConfabDocument *self)
{
  Line *line;

  if (!self->block_open)
    {
      ConfabBlock *block = g_new0 (ConfabBlock, 1);

      block->kind = CONFAB_BLOCK_PARAGRAPH;
      block->id = self->next_id++;
      block->lines = g_ptr_array_new_with_free_func (free_line);
      g_ptr_array_add (self->blocks, block);
      self->block_open = TRUE;
    }

  line = g_new0 (Line, 1);
  line->line.hash = HASH_START;
  g_ptr_array_add (get_last_block (self)->lines, line);
  self->line_open = TRUE;
  self->run = 0;
  self->marks = 0;
  self->before = 0;
  self->counters.made_lines++;

  append_bytes (line, self->indent->str, self->indent->len);
  g_string_truncate (self->indent, 0);
}

static void
close_block (ConfabDocument *self)
{
  if (self->block_open)
    get_last_block (self)->frozen = TRUE;
  self->block_open = FALSE;
  self->line_open = FALSE;
}

/* The machine */

static void
take_line_end (ConfabDocument *self)
{
  if (!self->line_open)
    close_block (self); /* a blank line */
  self->line_open = FALSE;
  g_string_truncate (self->indent, 0);
}

static void
take_character (ConfabDocument *self,
                gunichar        ch)
{
  gboolean is_mark;
  Line *line;

  if (!self->line_open)
    {
      if (ch == ' ' || ch == '\t')
        {
          g_string_append_c (self->indent, (char) ch);
          return;
        }
      open_line (self);
    }

  line = get_last_line (self);
  is_mark = ch >= 0x300 && g_unichar_ismark (ch);
  if (is_mark)
    {
      if (self->marks == CONFAB_LINE_MAX_MARKS)
        return;
      self->marks++;
    }
  else
    {
      self->marks = 0;
    }

  if (ch == ' ' || (ch >= 0x80 && (g_unichar_isspace (ch) || g_unichar_iswide (ch))))
    {
      self->run = 0;
    }
  else
    {
      /* An endless chain of joiners is not a word either: at twice the limit it is cut as well. */
      if (self->run >= CONFAB_LINE_MAX_RUN &&
          ((!is_mark && ch != JOINER && self->before != JOINER) ||
           self->run >= 2 * CONFAB_LINE_MAX_RUN))
        {
          append_unichar (line, SOFT_BREAK);
          self->run = 0;
        }
      self->run++;
    }

  append_unichar (line, ch);
  self->before = ch;
}

/* Embeddings, overrides and isolates show text in another order than it has, code above all. The
 * direction of Arabic or Hebrew comes from the letters. */
static gboolean
is_direction (gunichar ch)
{
  return (ch >= 0x202a && ch <= 0x202e) || (ch >= 0x2066 && ch <= 0x2069);
}

/*
 * What must not reach the text layout: controls become their pictures, so that one can see what
 * came; every kind of line end is a line end, since Pango would start a paragraph of its own.
 */
static void
take (ConfabDocument *self,
      gunichar        ch)
{
  gboolean after_return = self->after_return;

  self->after_return = ch == '\r';

  switch (ch)
    {
    case '\n':
      if (!after_return)
        take_line_end (self);
      break;

    case '\r':
    case 0x85:
    case 0x2028:
    case 0x2029:
      take_line_end (self);
      break;

    case '\t':
      take_character (self, ch);
      break;

    case 0x7f:
      take_character (self, 0x2421);
      break;

    default:
      if (ch < 0x20)
        take_character (self, 0x2400 + ch);
      else if ((ch >= 0x80 && ch < 0xa0) || is_direction (ch))
        take_character (self, REPLACEMENT);
      else
        take_character (self, ch);
      break;
    }
}

static void
feed (ConfabDocument *self,
      const char     *text,
      gsize           length,
      gboolean        finished)
{
  gsize start = self->consumed;

  while (self->consumed < length)
    {
      const char *p = text + self->consumed;
      gunichar ch = (guchar) *p;
      gsize used = 1;

      if (ch >= 0x80)
        {
          ch = g_utf8_get_char_validated (p, length - self->consumed);
          if (ch == (gunichar) -2 && !finished)
            break; /* the rest of the character is still under way */
          if (ch == (gunichar) -1 || ch == (gunichar) -2)
            ch = REPLACEMENT;
          else
            used = g_utf8_skip[(guchar) *p];
        }

      take (self, ch);
      self->consumed += used;
    }

  self->counters.parsed_bytes += self->consumed - start;
}

static void
reset (ConfabDocument *self)
{
  self->consumed = 0;
  self->block_open = FALSE;
  self->line_open = FALSE;
  self->after_return = FALSE;
  g_string_truncate (self->indent, 0);
}

/* Updates */

static gboolean
equal_lines (const ConfabLine *a,
             const ConfabLine *b)
{
  return a->hash == b->hash && a->length == b->length && memcmp (a->text, b->text, a->length) == 0;
}

/* The length of what two lines have in common, at a character's start. */
static gsize
count_equal_bytes (const ConfabLine *a,
                   const ConfabLine *b)
{
  gsize n = 0;

  while (n < a->length && n < b->length && a->text[n] == b->text[n])
    n++;
  while (n > 0 && n < b->length && (b->text[n] & 0xc0) == 0x80)
    n--;
  while (n > 0 && n < a->length && (a->text[n] & 0xc0) == 0x80)
    n--;

  return n;
}

/* Looks for what stayed after everything was made anew; what stayed keeps its ids. */
static void
compare (ConfabDocument       *self,
         GPtrArray            *old,
         ConfabDocumentChange *change)
{
  guint n = MIN (old->len, self->blocks->len);
  gboolean same = TRUE;

  change->kept_blocks = 0;
  change->kept_lines = 0;
  change->kept_bytes = 0;

  for (guint i = 0; i < n && same; i++)
    {
      const ConfabBlock *a = g_ptr_array_index (old, i);
      ConfabBlock *b = g_ptr_array_index (self->blocks, i);
      guint n_lines = MIN (a->lines->len, b->lines->len);
      guint k = 0;

      if (a->kind != b->kind)
        break;

      b->id = a->id;
      while (k < n_lines && equal_lines (g_ptr_array_index (a->lines, k),
                                         g_ptr_array_index (b->lines, k)))
        k++;

      same = k == a->lines->len && k == b->lines->len;
      if (same)
        {
          change->kept_blocks++;
        }
      else
        {
          change->kept_lines = k;
          if (k < n_lines)
            change->kept_bytes = count_equal_bytes (g_ptr_array_index (a->lines, k),
                                                    g_ptr_array_index (b->lines, k));
        }
    }
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
  g_return_if_fail (self != NULL);
  g_return_if_fail (text != NULL || length == 0);
  g_return_if_fail (change != NULL);

  self->counters.updates++;

  if (rewritten || length < self->consumed)
    {
      g_autoptr (GPtrArray) old = g_steal_pointer (&self->blocks);

      self->blocks = g_ptr_array_new_with_free_func (free_block);
      reset (self);
      feed (self, text, length, finished);
      compare (self, old, change);
    }
  else
    {
      change->kept_blocks = self->blocks->len;
      change->kept_lines = 0;
      change->kept_bytes = 0;
      if (self->block_open)
        {
          change->kept_blocks--;
          change->kept_lines = get_last_block (self)->lines->len;
          if (self->line_open)
            {
              change->kept_lines--;
              change->kept_bytes = get_last_line (self)->line.length;
              if (self->consumed < length)
                self->counters.made_lines++;
            }
        }
      feed (self, text, length, finished);
    }

  if (finished)
    close_block (self);
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

  return self->blocks->len;
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
  g_return_val_if_fail (position < self->blocks->len, NULL);

  return g_ptr_array_index (self->blocks, position);
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

  self->blocks = g_ptr_array_new_with_free_func (free_block);
  self->indent = g_string_new (NULL);

  return self;
}

/**
 * confab_document_free:
 * @self: (transfer full): a document
 */
void
confab_document_free (ConfabDocument *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->blocks);
  g_string_free (self->indent, TRUE);
  g_free (self);
}
