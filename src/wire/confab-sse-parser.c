/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-sse-parser.h"

#include <string.h>

#include "confab-error.h"
#include "confab-sse-block.h"
#include "confab-utf8.h"

/* Long waits have no use for us; the ceiling only keeps the number sane (about 24 days). */
#define MAX_RETRY G_MAXINT32

/* Of a comment line that comes in pieces; with its colon. */
#define MAX_KEPT_COMMENT (CONFAB_SSE_MAX_COMMENT + 1)

/* The longest field name with its colon: `event:`, `retry:`. */
#define FIELD_LENGTH 6

/* That of an id. */
#define SHORT_LINE 12

static const char bom[] = { '\xef', '\xbb', '\xbf' };

/* What is known of a line of which only the start has come. */
typedef enum {
  LINE_UNDECIDED,
  LINE_FIELD,
  LINE_COMMENT, /* kept up to its limit */
  LINE_UNKNOWN, /* not kept */
} LineKind;

typedef enum {
  FIELD_DATA,
  FIELD_EVENT,
  FIELD_ID,
  FIELD_RETRY,
  FIELD_UNKNOWN,
} Field;

static const char * const field_names[] = { "data", "event", "id", "retry" };

struct _ConfabSseParser
{
  ConfabSseProfile profile;
  ConfabSseEventFunc func;
  gpointer user_data;

  /* The place in the bytes. */
  gsize bom_matched;
  gboolean skip_lf;
  const char *valid_end; /* up to here whole lines of what is fed are valid UTF-8 */
  GString *line;
  gsize line_length; /* also of what was not kept */
  LineKind line_kind;

  ConfabSseBlock block;
  GString *last_id;
  gint64 retry;
  guint64 n_comments;
  guint64 n_copied; /* bytes of lines that came in pieces */
  guint n_events;
  gboolean halted;
  GError *error;
};

/**
 * confab_sse_parser_new:
 * @profile: whether Model Studio's printed form without blank lines is understood as well
 * @func: called for each event, from inside feed and end
 * @user_data: data for @func
 *
 * Returns: (transfer full): a parser
 */
ConfabSseParser *
confab_sse_parser_new (ConfabSseProfile   profile,
                       ConfabSseEventFunc func,
                       gpointer           user_data)
{
  ConfabSseParser *self;

  g_return_val_if_fail (func != NULL, NULL);

  self = g_new0 (ConfabSseParser, 1);
  self->profile = profile;
  self->func = func;
  self->user_data = user_data;
  self->line = g_string_new (NULL);
  self->last_id = g_string_new (NULL);
  self->retry = -1;
  confab_sse_block_init (&self->block);

  return self;
}

/**
 * confab_sse_parser_free:
 * @self: (nullable) (transfer full): a parser; not from inside its callback
 */
void
confab_sse_parser_free (ConfabSseParser *self)
{
  if (self == NULL)
    return;

  g_string_free (self->line, TRUE);
  g_string_free (self->last_id, TRUE);
  confab_sse_block_destroy (&self->block);
  g_clear_error (&self->error);
  g_free (self);
}

static gboolean
is_stopped (ConfabSseParser *self)
{
  return self->halted || self->error != NULL;
}

static void
fail (ConfabSseParser *self,
      const char      *what,
      gsize            limit)
{
  if (self->error == NULL)
    self->error = g_error_new (CONFAB_ERROR, CONFAB_ERROR_SERVER,
                               "Event stream: %s over the limit of %" G_GSIZE_FORMAT, what, limit);
}

static void
dispatch (ConfabSseParser *self)
{
  if (self->block.has_id)
    confab_sse_block_assign (self->last_id, self->block.id);

  if (self->block.has_data && self->n_events == CONFAB_SSE_MAX_EVENTS)
    fail (self, "number of events", CONFAB_SSE_MAX_EVENTS);
  else if (self->block.has_data)
    {
      ConfabSseEvent event;

      confab_sse_block_describe (&self->block, &event);
      event.id = self->last_id->str;
      event.id_length = self->last_id->len;
      self->n_events++;
      self->func (&event, self->user_data);
    }

  confab_sse_block_reset (&self->block);
}

static void
set_retry (ConfabSseParser *self,
           const char      *value,
           gsize            length)
{
  gint64 retry = 0;

  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isdigit (value[i]))
        return;
      retry = MIN (retry * 10 + (value[i] - '0'), MAX_RETRY);
    }

  if (length > 0)
    self->retry = retry;
}

/* What a line says, and how long the name is. The fields that nearly every block has are known by their
 * first bytes; for another the colon is looked for. */
static Field
identify (const char *line,
          gsize       length,
          gsize      *name_length)
{
  const char *colon;

  if (length >= 5 && memcmp (line, "data:", 5) == 0)
    return *name_length = 4, FIELD_DATA;
  if (length >= 3 && memcmp (line, "id:", 3) == 0)
    return *name_length = 2, FIELD_ID;
  if (length >= 6 && memcmp (line, "event:", 6) == 0)
    return *name_length = 5, FIELD_EVENT;

  colon = memchr (line, ':', length);
  *name_length = colon != NULL ? (gsize) (colon - line) : length;
  for (guint i = FIELD_DATA; i < FIELD_UNKNOWN; i++)
    if (*name_length == strlen (field_names[i]) &&
        memcmp (line, field_names[i], *name_length) == 0)
      return (Field) i;

  return FIELD_UNKNOWN;
}

static void
process_field (ConfabSseParser *self,
               const char      *line,
               gsize            length,
               gboolean         can_borrow)
{
  gsize name_length;
  Field field = identify (line, length, &name_length);
  const char *value = line + MIN (name_length + 1, length);
  const char *end = line + length;
  gsize value_length;

  if (value < end && *value == ' ')
    value++;
  value_length = (gsize) (end - value);

  switch (field)
    {
    case FIELD_DATA:
      if (!confab_sse_block_add_data (&self->block, value, value_length, can_borrow,
                                      can_borrow && end <= self->valid_end))
        fail (self, "size of one event", CONFAB_SSE_MAX_EVENT);
      break;
    case FIELD_EVENT:
      confab_sse_block_set_event (&self->block, value, value_length);
      break;
    case FIELD_RETRY:
      set_retry (self, value, value_length);
      break;
    case FIELD_ID:
      if (self->profile == CONFAB_SSE_LENIENT &&
          confab_sse_block_has_whole_json (&self->block, TRUE))
        dispatch (self);
      if (!is_stopped (self))
        confab_sse_block_set_id (&self->block, value, value_length);
      break;
    case FIELD_UNKNOWN:
    default:
      break;
    }
}

/* @length may be less than @full_length for a comment. */
static void
process_line (ConfabSseParser *self,
              const char      *line,
              gsize            length,
              gsize            full_length,
              gboolean         can_borrow)
{
  if (full_length > CONFAB_SSE_MAX_LINE)
    fail (self, "length of a line", CONFAB_SSE_MAX_LINE);
  else if (full_length == 0)
    dispatch (self);
  else if (line[0] == ':')
    {
      self->n_comments++;
      confab_sse_block_add_comment (&self->block, line + 1, length - 1, full_length - 1);
    }
  else
    process_field (self, line, length, can_borrow);
}

/* A field that is none of ours is recognized by its first bytes, and not kept. */
static LineKind
classify (const char *line,
          gsize       length)
{
  static const char * const fields[] = { "data:", "event:", "id:", "retry:" };

  if (line[0] == ':')
    return LINE_COMMENT;
  if (length < FIELD_LENGTH)
    return LINE_UNDECIDED;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (strncmp (line, fields[i], strlen (fields[i])) == 0)
      return LINE_FIELD;

  return LINE_UNKNOWN;
}

static void
keep_part (ConfabSseParser *self,
           const char      *bytes,
           gsize            length)
{
  if (length == 0)
    return;

  self->line_length += length;
  if (self->line_length > CONFAB_SSE_MAX_LINE)
    {
      fail (self, "length of a line", CONFAB_SSE_MAX_LINE);
      return;
    }

  if (self->line_kind == LINE_UNDECIDED)
    {
      gsize head = MIN (length, FIELD_LENGTH);

      g_string_append_len (self->line, bytes, (gssize) head);
      self->n_copied += head;
      self->line_kind = classify (self->line->str, self->line->len);
      bytes += head;
      length -= head;
    }

  if (self->line_kind == LINE_UNKNOWN)
    return;
  if (self->line_kind == LINE_COMMENT)
    length = MIN (length, MAX_KEPT_COMMENT - MIN (self->line->len, MAX_KEPT_COMMENT));
  g_string_append_len (self->line, bytes, (gssize) length);
  self->n_copied += length;
}

static void
finish_kept_line (ConfabSseParser *self)
{
  if (self->line_kind != LINE_UNKNOWN)
    process_line (self, self->line->str, self->line->len, self->line_length, FALSE);

  confab_sse_block_clear_buffer (&self->line);
  self->line_length = 0;
  self->line_kind = LINE_UNDECIDED;
}

/* Where @byte is, or @end. */
static inline const char *
find_byte (const char *p,
           const char *end,
           char        byte)
{
  const char *found = memchr (p, byte, (gsize) (end - p));

  return found != NULL ? found : end;
}

/* Empty lines and ids are so short that a call would take longer. */
static inline const char *
find_line_end (const char *p,
               const char *end)
{
  if (*p == '\n')
    return p;

  if (*p == 'i' && end - p > SHORT_LINE)
    for (guint i = 1; i < SHORT_LINE; i++)
      if (p[i] == '\n')
        return p + i;

  return find_byte (p, end, '\n');
}

/* Up to where the lines that are whole in these bytes are valid UTF-8: looked at once, and not for each
 * line. What is cut is looked at when it is whole. */
static const char *
find_valid_end (ConfabSseParser *self,
                const char      *bytes,
                const char      *end)
{
  const char *last = memrchr (bytes, '\n', (gsize) (end - bytes));

  if (last == NULL)
    return bytes;

  if (self->line_length > 0)
    bytes = find_byte (bytes, find_byte (bytes, last, '\n'), '\r');

  return bytes + confab_utf8_valid_prefix (bytes, (gsize) (last - bytes));
}

static void
feed_lines (ConfabSseParser *self,
            const char      *bytes,
            gsize            length)
{
  const char *end = bytes + length;
  const char *p = bytes;
  const char *lf = NULL;
  const char *cr = NULL;

  self->valid_end = find_valid_end (self, bytes, end);

  while (p < end && !is_stopped (self))
    {
      const char *line_end;

      if (self->skip_lf)
        {
          self->skip_lf = FALSE;
          if (*p == '\n')
            {
              p++;
              continue;
            }
        }

      if (self->line_length == 0 && (*p == ':' || *p == 'e'))
        {
          gsize used = confab_sse_block_take_usual (&self->block, p, (gsize) (end - p));

          if (used > 0)
            {
              self->n_comments += *p == ':';
              p += used;
              continue;
            }
        }

      /* Each is looked for once: a stream without CR is not searched again for each line. */
      if (lf == NULL || lf < p)
        lf = find_line_end (p, end);
      if (cr == NULL || cr < p)
        cr = find_byte (p, end, '\r');

      line_end = MIN (lf, cr);
      if (line_end == end)
        {
          keep_part (self, p, (gsize) (end - p));
          break;
        }

      self->skip_lf = *line_end == '\r';
      if (self->line_length == 0)
        process_line (self, p, (gsize) (line_end - p), (gsize) (line_end - p), TRUE);
      else
        {
          keep_part (self, p, (gsize) (line_end - p));
          if (!is_stopped (self))
            finish_kept_line (self);
        }
      p = line_end + 1;
    }

  confab_sse_block_keep_borrowed (&self->block);
}

static gboolean
report (ConfabSseParser  *self,
        GError          **error)
{
  if (self->error == NULL)
    return TRUE;

  if (error != NULL)
    *error = g_error_copy (self->error);
  return FALSE;
}

/**
 * confab_sse_parser_feed:
 * @self: a parser
 * @bytes: (nullable): the next bytes, cut anywhere
 * @length: their number
 * @error: return location for %CONFAB_ERROR_SERVER
 *
 * Parses @bytes and calls back for each event that is complete. After a limit was passed it fails
 * each time; after confab_sse_parser_halt() and confab_sse_parser_end() bytes are ignored.
 *
 * Returns: %FALSE when a limit was passed
 */
gboolean
confab_sse_parser_feed (ConfabSseParser  *self,
                        const char       *bytes,
                        gsize             length,
                        GError          **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (bytes != NULL || length == 0, FALSE);

  /* One byte order mark at the very start is dropped; what only began like one is text. */
  while (length > 0 && self->bom_matched < sizeof bom)
    if (*bytes == bom[self->bom_matched])
      {
        bytes++;
        length--;
        self->bom_matched++;
      }
    else
      {
        keep_part (self, bom, self->bom_matched);
        self->bom_matched = sizeof bom;
      }

  if (length > 0)
    feed_lines (self, bytes, length);

  return report (self, error);
}

/**
 * confab_sse_parser_end:
 * @self: a parser
 * @error: return location for %CONFAB_ERROR_SERVER
 *
 * The bytes have ended. An open block is thrown away; of the lenient profile it counts when its
 * data is one whole JSON text, even if the last line has no end.
 *
 * Returns: %FALSE when a limit was passed
 */
gboolean
confab_sse_parser_end (ConfabSseParser  *self,
                       GError          **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->profile == CONFAB_SSE_LENIENT && !is_stopped (self))
    {
      gboolean is_whole = confab_sse_block_has_whole_json (&self->block, TRUE);

      /* Without the line's end a number may have been cut: it counts only with its end. */
      if (!is_whole && self->line_kind == LINE_FIELD && g_str_has_prefix (self->line->str, "data:"))
        {
          finish_kept_line (self);
          is_whole = !is_stopped (self) && confab_sse_block_has_whole_json (&self->block, FALSE);
        }
      if (is_whole)
        dispatch (self);
    }

  self->halted = TRUE;
  return report (self, error);
}

/**
 * confab_sse_parser_halt:
 * @self: a parser
 *
 * Stops for good: no event is delivered any more, also of bytes that were already fed. May be
 * called from inside the callback.
 */
void
confab_sse_parser_halt (ConfabSseParser *self)
{
  g_return_if_fail (self != NULL);

  self->halted = TRUE;
}

/**
 * confab_sse_parser_get_last_event_id:
 * @self: a parser
 * @length: (out) (optional): its length in bytes
 *
 * Returns: (transfer none): the id committed last, "" in the beginning; valid UTF-8
 */
const char *
confab_sse_parser_get_last_event_id (ConfabSseParser *self,
                                     gsize           *length)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (length != NULL)
    *length = self->last_id->len;

  return self->last_id->str;
}

/**
 * confab_sse_parser_get_retry:
 * @self: a parser
 *
 * Returns: the last valid `retry` in milliseconds, clamped to 2^31 - 1, or -1. We never reconnect
 *   by ourselves: it is kept for conformity.
 */
gint64
confab_sse_parser_get_retry (ConfabSseParser *self)
{
  g_return_val_if_fail (self != NULL, -1);

  return self->retry;
}

/**
 * confab_sse_parser_get_n_comments:
 * @self: a parser
 *
 * Returns: how many comment lines there were, also outside of events
 */
guint64
confab_sse_parser_get_n_comments (ConfabSseParser *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_comments;
}

/**
 * confab_sse_parser_get_n_copied:
 * @self: a parser
 *
 * Returns: how many bytes were put aside because they did not come in one piece: the work that a
 *   stream's cuts cause
 */
guint64
confab_sse_parser_get_n_copied (ConfabSseParser *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_copied + self->block.n_copied;
}
