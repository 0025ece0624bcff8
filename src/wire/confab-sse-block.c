/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-sse-block.h"

#include <string.h>

#include "confab-utf8.h"

/* Buffers above this are given back after the event that needed them. */
#define MAX_IDLE_BUFFER (1024 * 1024)

/* A name of an event that is no longer than this may be that of the next one, too. */
#define MAX_IDLE_NAME 64

/**
 * confab_sse_block_init:
 * @self: (out caller-allocates): a block
 *
 * Begins the first block of a stream.
 */
void
confab_sse_block_init (ConfabSseBlock *self)
{
  *self = (ConfabSseBlock) { 0 };
  self->data = g_string_new (NULL);
  self->event = g_string_new (NULL);
  self->id = g_string_new (NULL);
  self->comments = g_string_new (NULL);
  confab_json_scan_reset (&self->scan);
}

/**
 * confab_sse_block_destroy:
 * @self: a block
 *
 * Frees what it holds.
 */
void
confab_sse_block_destroy (ConfabSseBlock *self)
{
  g_string_free (self->data, TRUE);
  g_string_free (self->event, TRUE);
  g_string_free (self->id, TRUE);
  g_string_free (self->comments, TRUE);
}

/**
 * confab_sse_block_clear_buffer:
 * @buffer: (inout): a buffer
 *
 * Empties a buffer, and gives its memory back when it was a large one.
 */
void
confab_sse_block_clear_buffer (GString **buffer)
{
  if ((*buffer)->allocated_len > MAX_IDLE_BUFFER)
    {
      g_string_free (*buffer, TRUE);
      *buffer = g_string_new (NULL);
    }
  else
    g_string_truncate (*buffer, 0);
}

/**
 * confab_sse_block_reset:
 * @self: a block
 *
 * Begins the next block. The id stays, as the rules want it; it is just not of this block.
 */
void
confab_sse_block_reset (ConfabSseBlock *self)
{
  self->has_data = FALSE;
  self->borrowed = NULL;
  if (self->data->len > 0)
    confab_sse_block_clear_buffer (&self->data);
  if (self->n_scanned > 0)
    confab_json_scan_reset (&self->scan);
  self->n_scanned = 0;
  if (self->event->len > MAX_IDLE_NAME)
    confab_sse_block_clear_buffer (&self->event);
  self->has_event = FALSE;
  self->has_id = FALSE;
  if (self->n_comments > 1)
    g_string_truncate (self->comments, 0);
  if (self->n_comments > 0)
    self->last_status = self->status;
  self->n_comments = 0;
  self->status = 0;
}

/* The data of the block; one line that came in one piece has not been copied. */
static const char *
get_data (ConfabSseBlock *self,
          gsize          *length)
{
  *length = self->borrowed != NULL ? self->borrowed_length : self->data->len;

  return self->borrowed != NULL ? self->borrowed : self->data->str;
}

/**
 * confab_sse_block_keep_borrowed:
 * @self: a block
 *
 * Copies data that still lies in the caller's bytes, before those go away.
 */
void
confab_sse_block_keep_borrowed (ConfabSseBlock *self)
{
  if (self->borrowed == NULL)
    return;

  g_string_append_len (self->data, self->borrowed, (gssize) self->borrowed_length);
  self->n_copied += self->borrowed_length;
  self->borrowed = NULL;
}

/**
 * confab_sse_block_has_whole_json:
 * @self: a block
 * @at_end: whether the last line has its end; only then a bare number is known to be whole
 *
 * Each byte of the data is looked at once, however often this is asked.
 *
 * Returns: whether the data so far is one whole JSON text
 */
gboolean
confab_sse_block_has_whole_json (ConfabSseBlock *self,
                                 gboolean        at_end)
{
  const char *data;
  gsize length;

  if (!self->has_data)
    return FALSE;

  data = get_data (self, &length);
  confab_json_scan_feed (&self->scan, data + self->n_scanned, length - self->n_scanned);
  self->n_scanned = length;

  return confab_json_scan_is_whole (&self->scan, at_end);
}

/**
 * confab_sse_block_add_data:
 * @self: a block
 * @value: value of a `data` line
 * @length: its length in bytes
 * @can_borrow: whether @value stays until confab_sse_block_keep_borrowed()
 * @is_valid: whether it is known to be valid UTF-8
 *
 * Returns: %FALSE when the data would be over %CONFAB_SSE_MAX_EVENT
 */
gboolean
confab_sse_block_add_data (ConfabSseBlock *self,
                           const char     *value,
                           gsize           length,
                           gboolean        can_borrow,
                           gboolean        is_valid)
{
  gsize size;

  /* Decoding never makes a text shorter, so what is too long already need not be copied. */
  get_data (self, &size);
  if (size + length > CONFAB_SSE_MAX_EVENT)
    return FALSE;

  if (!self->has_data && can_borrow &&
      (is_valid || confab_utf8_valid_prefix (value, length) == length))
    {
      self->borrowed = value;
      self->borrowed_length = length;
    }
  else
    {
      confab_sse_block_keep_borrowed (self);
      if (self->has_data)
        g_string_append_c (self->data, '\n');
      confab_utf8_append_decoded (self->data, value, length);
      self->n_copied += length;
    }
  self->has_data = TRUE;

  get_data (self, &size);
  return size <= CONFAB_SSE_MAX_EVENT;
}

static gboolean
is_same (GString    *string,
         const char *bytes,
         gsize       length)
{
  return string->len == length && memcmp (string->str, bytes, length) == 0;
}

/* Short words of ASCII without NUL, which come with each event, need no decoding, nor a call. */
static inline gboolean
assign_short (GString    *string,
              const char *bytes,
              gsize       length)
{
  gboolean is_ascii = TRUE;

  if (length >= string->allocated_len || length > MAX_IDLE_NAME)
    return FALSE;

  for (gsize i = 0; i < length; i++)
    is_ascii &= bytes[i] > 0;
  if (!is_ascii)
    return FALSE;

  for (gsize i = 0; i < length; i++)
    string->str[i] = bytes[i];
  string->str[length] = '\0';
  string->len = length;

  return TRUE;
}

/* @bytes may hold NUL. */
static void
assign_decoded (GString    *string,
                const char *bytes,
                gsize       length)
{
  if (assign_short (string, bytes, length))
    return;

  g_string_truncate (string, 0);
  confab_utf8_append_decoded (string, bytes, length);
}

/**
 * confab_sse_block_assign:
 * @string: a string
 * @other: another, which may hold NUL
 *
 * Makes @string the same as @other, without a call when it is short.
 */
void
confab_sse_block_assign (GString       *string,
                         const GString *other)
{
  if (other->len < string->allocated_len && other->len <= MAX_IDLE_NAME)
    {
      for (gsize i = 0; i < other->len; i++)
        string->str[i] = other->str[i];
      string->str[other->len] = '\0';
      string->len = other->len;
    }
  else
    {
      g_string_truncate (string, 0);
      g_string_append_len (string, other->str, (gssize) other->len);
    }
}

/**
 * confab_sse_block_set_event:
 * @self: a block
 * @value: value of an `event` line
 * @length: its length in bytes
 */
void
confab_sse_block_set_event (ConfabSseBlock *self,
                            const char     *value,
                            gsize           length)
{
  if (!is_same (self->event, value, length))
    assign_decoded (self->event, value, length);
  self->has_event = length > 0;
}

/**
 * confab_sse_block_set_id:
 * @self: a block
 * @value: value of an `id` line; one that holds NUL is ignored
 * @length: its length in bytes
 */
void
confab_sse_block_set_id (ConfabSseBlock *self,
                         const char     *value,
                         gsize           length)
{
  if (!assign_short (self->id, value, length))
    {
      if (memchr (value, '\0', length) != NULL)
        return;
      assign_decoded (self->id, value, length);
    }
  self->has_id = TRUE;
}

static inline guint64
load_8 (const char *bytes)
{
  guint64 word;

  memcpy (&word, bytes, sizeof word);

  return word;
}

static inline guint32
load_4 (const char *bytes)
{
  guint32 word;

  memcpy (&word, bytes, sizeof word);

  return word;
}

/* memcmp() without a call for what is about as long as a word: its first and last bytes at once. */
static inline gboolean
is_equal (const char *a,
          const char *b,
          gsize       length)
{
  if (length >= 8 && length <= 16)
    return load_8 (a) == load_8 (b) && load_8 (a + length - 8) == load_8 (b + length - 8);
  if (length >= 4 && length < 8)
    return load_4 (a) == load_4 (b) && load_4 (a + length - 4) == load_4 (b + length - 4);

  return memcmp (a, b, length) == 0;
}

static inline gsize
match_line (const char *bytes,
            gsize       length,
            gsize       name_length,
            GString    *value)
{
  gsize line_length = name_length + value->len;

  return line_length < length && bytes[line_length] == '\n' &&
         is_equal (bytes + name_length, value->str, value->len) ? line_length + 1 : 0;
}

/**
 * confab_sse_block_take_usual:
 * @self: a block
 * @bytes: where a line begins
 * @length: how many bytes there are
 *
 * Takes a line that says what the block before it said: nearly all events of a stream have the same
 * name and the same comment, and where such a line ends need not be looked for.
 *
 * Returns: how many bytes it took with the line's end, or 0
 */
gsize
confab_sse_block_take_usual (ConfabSseBlock *self,
                             const char     *bytes,
                             gsize           length)
{
  gsize used = 0;

  if (bytes[0] == ':' && self->n_comments == 0)
    {
      used = match_line (bytes, length, 1, self->comments);
      if (used > 0)
        {
          self->n_comments = 1;
          self->status = self->last_status;
        }
    }
  else if (length > 6 && memcmp (bytes, "event:", 6) == 0 && self->event->len > 0 &&
           self->event->str[0] != ' ') /* one space before the value is none of it */
    {
      used = match_line (bytes, length, 6, self->event);
      self->has_event |= used > 0;
    }

  return used;
}

static int
parse_status (const char *text,
              gsize       length)
{
  static const char name[] = "HTTP_STATUS/";
  gsize name_length = strlen (name);
  int status = 0;

  while (length > 0 && *text == ' ')
    {
      text++;
      length--;
    }
  while (length > 0 && text[length - 1] == ' ')
    length--;

  if (length != name_length + 3 || memcmp (text, name, name_length) != 0)
    return 0;

  for (gsize i = name_length; i < length; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return 0;
      status = status * 10 + (text[i] - '0');
    }

  return status;
}

/**
 * confab_sse_block_add_comment:
 * @self: a block
 * @text: what follows the colon; of a long comment only the first %CONFAB_SSE_MAX_COMMENT bytes
 *   need be there
 * @length: how many bytes are there
 * @full_length: how many bytes there were
 */
void
confab_sse_block_add_comment (ConfabSseBlock *self,
                              const char     *text,
                              gsize           length,
                              gsize           full_length)
{
  gsize start;
  int status;

  /* Of nearly all streams each block has the same one. */
  if (self->n_comments == 0 && length == full_length && is_same (self->comments, text, length))
    {
      self->n_comments = 1;
      self->status = self->last_status;
      return;
    }

  if (self->n_comments == 0)
    g_string_truncate (self->comments, 0);
  start = self->comments->len;
  status = length == full_length ? parse_status (text, length) : 0;
  if (status != 0)
    self->status = status;

  /* The same bytes are kept whether the line came whole or in pieces. */
  length = MIN (length, CONFAB_SSE_MAX_COMMENT);
  if (length < full_length)
    length -= confab_utf8_incomplete_tail (text, length);

  if (start < CONFAB_SSE_MAX_COMMENT)
    {
      if (self->n_comments > 0)
        g_string_append_c (self->comments, '\n');
      confab_utf8_append_decoded (self->comments, text, length);
    }
  if (self->comments->len > CONFAB_SSE_MAX_COMMENT)
    {
      gsize end = CONFAB_SSE_MAX_COMMENT;

      while (((guint8) self->comments->str[end] & 0xc0) == 0x80)
        end--;
      g_string_truncate (self->comments, end);
    }

  self->n_comments++;
}

/**
 * confab_sse_block_describe:
 * @self: a block with data
 * @event: (out caller-allocates): the event it makes, all but its last id; borrows from @self
 */
void
confab_sse_block_describe (ConfabSseBlock *self,
                           ConfabSseEvent *event)
{
  gboolean is_named = self->has_event;

  /* One by one: as a whole it would be filled with zeros first, which takes longer than all of this. */
  event->event = is_named ? self->event->str : "message";
  event->event_length = is_named ? self->event->len : strlen ("message");
  event->block_id = self->has_id ? self->id->str : NULL;
  event->block_id_length = self->has_id ? self->id->len : 0;
  event->comments = self->n_comments > 0 ? self->comments->str : "";
  event->comments_length = self->n_comments > 0 ? self->comments->len : 0;
  event->n_comments = self->n_comments;
  event->status = self->status;
  event->data = get_data (self, &event->data_length);
}
