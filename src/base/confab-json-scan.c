/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-json-scan.h"

#include <string.h>

#include "confab-json.h"

G_STATIC_ASSERT (CONFAB_JSON_MAX_DEPTH <= 64);

/* Whole numbers of 64 bits may have as many digits; only one that is not shorter can be too large. */
#define ODD_LENGTH 19

/* What may come next (RFC 8259). */
enum {
  WANT_VALUE,
  WANT_VALUE_OR_END, /* after `[` */
  WANT_KEY,
  WANT_KEY_OR_END,   /* after `{` */
  WANT_COLON,
  AFTER_VALUE,       /* a comma or an end; at depth 0: the text is whole */
  IN_STRING,
  IN_ESCAPE,
  IN_UNICODE,
  IN_LITERAL,
  AFTER_MINUS,
  AFTER_ZERO,
  IN_INTEGER,
  AFTER_POINT,
  IN_FRACTION,
  AFTER_E,
  AFTER_E_SIGN,
  IN_EXPONENT,
  BAD,
};

/**
 * confab_json_scan_reset:
 * @self: a scan
 *
 * Starts over, before the first byte.
 */
void
confab_json_scan_reset (ConfabJsonScan *self)
{
  *self = (ConfabJsonScan) { .state = WANT_VALUE };
}

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void
open_level (ConfabJsonScan *self,
            gboolean        is_array)
{
  guint64 bit;

  if (self->depth == CONFAB_JSON_MAX_DEPTH)
    {
      self->is_too_deep = TRUE;
      self->state = BAD;
      return;
    }

  bit = G_GUINT64_CONSTANT (1) << self->depth;
  self->is_array = is_array ? self->is_array | bit : self->is_array & ~bit;
  self->depth++;
  self->state = is_array ? WANT_VALUE_OR_END : WANT_KEY_OR_END;
}

static gboolean
is_in_array (ConfabJsonScan *self)
{
  return self->depth > 0 && ((self->is_array >> (self->depth - 1)) & 1) != 0;
}

static void
close_level (ConfabJsonScan *self,
             char            c)
{
  if (self->depth == 0 || is_in_array (self) != (c == ']'))
    {
      self->state = BAD;
      return;
    }

  self->depth--;
  self->state = AFTER_VALUE;
}

static void
begin_value (ConfabJsonScan *self,
             char            c)
{
  switch (c)
    {
    case '{':
      open_level (self, FALSE);
      break;
    case '[':
      open_level (self, TRUE);
      break;
    case '"':
      self->is_key = FALSE;
      self->string_start = self->n_accepted + 1;
      self->state = IN_STRING;
      break;
    case 't':
      self->literal = "rue";
      self->state = IN_LITERAL;
      break;
    case 'f':
      self->literal = "alse";
      self->state = IN_LITERAL;
      break;
    case 'n':
      self->literal = "ull";
      self->state = IN_LITERAL;
      break;
    case '-':
      self->n_number = 1;
      self->state = AFTER_MINUS;
      break;
    case '0':
      self->n_number = 1;
      self->state = AFTER_ZERO;
      break;
    default:
      self->n_number = 1;
      self->state = g_ascii_isdigit (c) ? IN_INTEGER : BAD;
      break;
    }
}

static void
after_value (ConfabJsonScan *self,
             char            c)
{
  if (is_space (c))
    self->state = AFTER_VALUE;
  else if (c == '}' || c == ']')
    close_level (self, c);
  else if (c == ',' && self->depth > 0)
    self->state = is_in_array (self) ? WANT_VALUE : WANT_KEY;
  else
    self->state = BAD;
}

/* Numbers end at the first byte that is none of theirs, which then belongs to what follows. */
static void
step_number (ConfabJsonScan *self,
             char            c)
{
  gboolean is_digit = g_ascii_isdigit (c);
  gboolean is_e = c == 'e' || c == 'E';

  self->n_number++;
  self->has_odd_number |= is_e || self->n_number >= ODD_LENGTH;

  switch (self->state)
    {
    case AFTER_MINUS:
      self->state = c == '0' ? AFTER_ZERO : is_digit ? IN_INTEGER : BAD;
      break;
    case AFTER_ZERO:
    case IN_INTEGER:
      if (is_digit && self->state == IN_INTEGER)
        break;
      if (c == '.')
        self->state = AFTER_POINT;
      else if (is_e)
        self->state = AFTER_E;
      else
        after_value (self, c);
      break;
    case AFTER_POINT:
      self->state = is_digit ? IN_FRACTION : BAD;
      break;
    case IN_FRACTION:
      if (is_digit)
        break;
      if (is_e)
        self->state = AFTER_E;
      else
        after_value (self, c);
      break;
    case AFTER_E:
      self->state = is_digit ? IN_EXPONENT : c == '+' || c == '-' ? AFTER_E_SIGN : BAD;
      break;
    case AFTER_E_SIGN:
      self->state = is_digit ? IN_EXPONENT : BAD;
      break;
    case IN_EXPONENT:
      if (!is_digit)
        after_value (self, c);
      break;
    default:
      g_assert_not_reached ();
    }
}

/* Whether @c makes an escape all by itself. */
static inline gboolean
is_escape (char c)
{
  return c == 'n' || c == '"' || c == '\\' || c == '/' || c == 'b' || c == 'f' || c == 'r' ||
         c == 't';
}

static void
end_string (ConfabJsonScan *self)
{
  gsize length = self->n_accepted - self->string_start;

  if (self->is_key)
    {
      self->state = WANT_COLON;
      return;
    }

  if (length > self->longest_length)
    {
      self->longest_start = self->string_start;
      self->longest_length = length;
    }
  self->state = AFTER_VALUE;
}

static void
step_string (ConfabJsonScan *self,
             char            c)
{
  switch (self->state)
    {
    case IN_STRING:
      if (c == '"')
        end_string (self);
      else if (c == '\\')
        self->state = IN_ESCAPE;
      else if ((guint8) c < 0x20)
        self->state = BAD;
      break;
    case IN_ESCAPE:
      if (c == 'u')
        {
          self->has_unicode = TRUE;
          self->n_digits = 4;
          self->state = IN_UNICODE;
        }
      else
        self->state = is_escape (c) ? IN_STRING : BAD;
      break;
    case IN_UNICODE:
      if (!g_ascii_isxdigit (c))
        self->state = BAD;
      else if (--self->n_digits == 0)
        self->state = IN_STRING;
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
step_structure (ConfabJsonScan *self,
                char            c)
{
  if (self->state == AFTER_VALUE)
    {
      after_value (self, c);
      return;
    }
  if (is_space (c))
    return;

  switch (self->state)
    {
    case WANT_VALUE:
      begin_value (self, c);
      break;
    case WANT_VALUE_OR_END:
      if (c == ']')
        close_level (self, c);
      else
        begin_value (self, c);
      break;
    case WANT_KEY:
    case WANT_KEY_OR_END:
      if (c == '"')
        {
          self->is_key = TRUE;
          self->state = IN_STRING;
        }
      else if (c == '}' && self->state == WANT_KEY_OR_END)
        close_level (self, c);
      else
        self->state = BAD;
      break;
    case WANT_COLON:
      self->state = c == ':' ? WANT_VALUE : BAD;
      break;
    default:
      g_assert_not_reached ();
    }
}

typedef guint8 Bytes __attribute__ ((vector_size (16)));
typedef guint64 Words __attribute__ ((vector_size (16)));

/**
 * confab_json_plain_run:
 * @text: bytes within a JSON string
 * @length: their number
 *
 * Most of what comes is within strings, and most of that is what it is: sixteen bytes are looked at
 * at a time.
 *
 * Returns: how many bytes from the start on are no quotation mark, backslash or control character
 */
gsize
confab_json_plain_run (const char *text,
                       gsize       length)
{
  gsize i = 0;

  while (length - i >= sizeof (Bytes))
    {
      Bytes bytes;
      Words special;

      memcpy (&bytes, text + i, sizeof bytes);
      special = (Words) ((bytes == '"') | (bytes == '\\') | (bytes < 0x20));
      if ((special[0] | special[1]) != 0)
        break;
      i += sizeof bytes;
    }

  while (i < length && text[i] != '"' && text[i] != '\\' && (guint8) text[i] >= 0x20)
    i++;

  return i;
}

/* How many bytes only go on with the string: plain ones, and escapes that are a letter and whole. */
static gsize
skip_in_string (const char *text,
                gsize       length)
{
  gsize i = confab_json_plain_run (text, length);

  while (length - i >= 2 && text[i] == '\\' && is_escape (text[i + 1]))
    {
      i += 2;
      i += confab_json_plain_run (text + i, length - i);
    }

  return i;
}

/**
 * confab_json_scan_feed:
 * @self: a scan
 * @text: the next piece
 * @length: its length in bytes
 */
void
confab_json_scan_feed (ConfabJsonScan *self,
                       const char     *text,
                       gsize           length)
{
  for (gsize i = 0; i < length && self->state != BAD; i++)
    {
      if (self->state == IN_STRING)
        {
          gsize n = skip_in_string (text + i, length - i);

          self->n_accepted += n;
          i += n;
          if (i == length)
            break;
        }

      switch (self->state)
        {
        case IN_STRING:
        case IN_ESCAPE:
        case IN_UNICODE:
          step_string (self, text[i]);
          break;
        case IN_LITERAL:
          if (text[i] != *self->literal)
            self->state = BAD;
          else if (*++self->literal == '\0')
            self->state = AFTER_VALUE;
          break;
        case WANT_VALUE:
        case WANT_VALUE_OR_END:
        case WANT_KEY:
        case WANT_KEY_OR_END:
        case WANT_COLON:
        case AFTER_VALUE:
          step_structure (self, text[i]);
          break;
        default:
          step_number (self, text[i]);
          break;
        }

      if (self->state != BAD)
        self->n_accepted++;
    }
}

/**
 * confab_json_scan_is_whole:
 * @self: a scan
 * @at_end: whether nothing can follow directly; only then a bare number is known to be whole
 *
 * Returns: whether what was fed is one whole JSON text
 */
gboolean
confab_json_scan_is_whole (const ConfabJsonScan *self,
                           gboolean              at_end)
{
  if (self->depth > 0)
    return FALSE;

  return self->state == AFTER_VALUE ||
         (at_end && (self->state == AFTER_ZERO || self->state == IN_INTEGER ||
                     self->state == IN_FRACTION || self->state == IN_EXPONENT));
}
