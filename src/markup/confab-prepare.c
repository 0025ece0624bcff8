/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-prepare.h"

#include <string.h>

#include "confab-citation-scan.h"
#include "confab-document.h"
#include "confab-math-scan.h"

/* Lines of display maths: what goes on for longer is text. */
#define MAX_DISPLAY_LINES 200

typedef struct {
  ConfabPrepared *out;
  const char     *end; /* of the source */
  gboolean        open; /* more text may come behind it */
  char            fence; /* the fence's character while one is open, else 0 */
  gsize           fence_length;
  const char     *no_display; /* (nullable): up to here the last search found no end of maths */
} Preparation;

static void
clear_mark (gpointer data)
{
  ConfabMark *mark = data;

  g_free (mark->source);
  g_free (mark->inner);
}

/**
 * confab_prepared_init:
 * @self: (out caller-allocates): room for one text at a time
 */
void
confab_prepared_init (ConfabPrepared *self)
{
  self->text = g_string_new (NULL);
  self->marks = g_array_new (FALSE, FALSE, sizeof (ConfabMark));
  g_array_set_clear_func (self->marks, clear_mark);
}

/**
 * confab_prepared_clear:
 * @self: what was prepared
 *
 * Frees what it holds.
 */
void
confab_prepared_clear (ConfabPrepared *self)
{
  g_string_free (self->text, TRUE);
  g_array_unref (self->marks);
}

static void
put_mark (Preparation    *self,
          ConfabMarkKind  kind,
          const char     *source,
          gsize           length,
          char           *inner,
          gboolean        closed)
{
  ConfabMark mark = { kind, g_strndup (source, length), length, inner, closed };

  g_string_append_printf (self->out->text, CONFAB_STAND_IN_MARK "%u" CONFAB_STAND_IN_END,
                          self->out->marks->len);
  g_array_append_val (self->out->marks, mark);
}

static const char *
find_line_end (const char *p,
               const char *end)
{
  const char *newline = memchr (p, '\n', (gsize) (end - p));

  return newline != NULL ? newline : end;
}

static gsize
count_run (const char *p,
           const char *end)
{
  const char *start = p;

  while (p < end && *p == *start)
    p++;

  return (gsize) (p - start);
}

static const char *
skip_blanks (const char *p,
             const char *end)
{
  while (p < end && (*p == ' ' || *p == '\t'))
    p++;

  return p;
}

/* Behind the blanks, ">" and list markers that a line may begin with. */
static const char *
skip_containers (const char *p,
                 const char *end,
                 guint      *n_quotes)
{
  *n_quotes = 0;
  for (;;)
    {
      const char *q;

      p = skip_blanks (p, end);
      if (p < end && *p == '>')
        {
          (*n_quotes)++;
          p++;
          continue;
        }

      q = p;
      if (q < end && (*q == '-' || *q == '*' || *q == '+'))
        q++;
      else
        {
          while (q < end && g_ascii_isdigit (*q))
            q++;
          if (q == p || q == end || (*q != '.' && *q != ')'))
            return p;
          q++;
        }
      if (q == end || (*q != ' ' && *q != '\t'))
        return p;
      p = q;
    }
}

/* Behind blanks and at most as many ">" as the line has where the maths began. */
static const char *
skip_prefix (const char *p,
             const char *end,
             guint       n_quotes)
{
  p = skip_blanks (p, end);
  while (n_quotes > 0 && p < end && *p == '>')
    {
      p = skip_blanks (p + 1, end);
      n_quotes--;
    }

  return p;
}

/* Follows fences so that no maths is looked for in code. Marks need no such care: a stand-in in
 * code comes out as what it was. Returns whether the line is of one. */
static gboolean
follow_fence (Preparation *self,
              const char  *content,
              const char  *end)
{
  gsize run = content < end && (*content == '`' || *content == '~') ? count_run (content, end) : 0;

  if (self->fence != 0)
    {
      if (run >= self->fence_length && *content == self->fence &&
          skip_blanks (content + run, end) == end)
        self->fence = 0;
      return TRUE;
    }

  if (run >= 3 && (*content == '~' || memchr (content + run, '`',
                                              (gsize) (end - content) - run) == NULL))
    {
      self->fence = *content;
      self->fence_length = run;
      return TRUE;
    }

  return FALSE;
}

/*
 * Display maths over several lines. TeX allows no blank line in it, and so what is open ends at one:
 * whether it is maths is always known by then.
 *
 * Returns: (nullable): the end of the maths, after which nothing stands in its line
 */
static const char *
find_display_end (Preparation *self,
                  const char  *content,
                  guint        n_quotes,
                  GString     *inner,
                  gboolean    *closed)
{
  const char *close = *content == '$' ? "$$" : "\\]";
  const char *line_end = find_line_end (content, self->end);
  const char *line = content + 2;

  *closed = TRUE;
  for (guint n = 0; n < MAX_DISPLAY_LINES; n++)
    {
      const char *stop = line_end;
      const char *found;

      line = n == 0 ? skip_blanks (line, line_end) : skip_prefix (line, line_end, n_quotes);
      while (stop > line && (stop[-1] == ' ' || stop[-1] == '\t'))
        stop--;
      if (n > 0 && (line == stop || (stop - line >= 3 && (memcmp (line, "```", 3) == 0 ||
                                                          memcmp (line, "~~~", 3) == 0))))
        return NULL; /* a blank line, or code */

      found = g_strstr_len (line, stop - line, close);
      if (found != NULL && found + 2 != stop)
        return NULL; /* something behind it: within a line of text, if at all */
      if (found != NULL)
        stop = found;
      while (found != NULL && stop > line && (stop[-1] == ' ' || stop[-1] == '\t'))
        stop--;
      if (stop > line)
        {
          if (inner->len > 0)
            g_string_append_c (inner, '\n');
          g_string_append_len (inner, line, stop - line);
        }
      if (found != NULL)
        return inner->len > 0 ? found + 2 : NULL;

      if (line_end == self->end || line_end + 1 == self->end)
        {
          *closed = FALSE;
          if (self->open)
            return self->end;
          self->no_display = self->end;
          return NULL;
        }
      line = line_end + 1;
      line_end = find_line_end (line, self->end);
    }

  self->no_display = line;

  return NULL;
}

/* md4c fills each row of a table up to the number of columns: so many that the cells are more than
 * the text are no table here. */
static gboolean
is_too_wide (const char *content,
             const char *end)
{
  guint columns = 1;

  for (const char *p = content; p < end; p++)
    {
      if (strchr ("|:- \t", *p) == NULL)
        return FALSE;
      columns += *p == '|';
    }

  return columns > CONFAB_TABLE_MAX_COLUMNS;
}

/* Within a line */

static gboolean
is_word (gunichar ch)
{
  return ch >= 0x80 ? g_unichar_isalnum (ch) : g_ascii_isalnum (ch);
}

static gboolean
is_wide_punctuation (gunichar ch)
{
  return ch >= 0x80 && g_unichar_ispunct (ch);
}

static gboolean
is_punctuation (gunichar ch)
{
  return is_wide_punctuation (ch) || (ch < 0x80 && g_ascii_ispunct (ch));
}

static gunichar
get_char_before (const char *start,
                 const char *p)
{
  return p > start ? g_utf8_get_char (g_utf8_prev_char (p)) : 0;
}

static gunichar
get_char_after (const char *p,
                const char *end)
{
  return p < end ? g_utf8_get_char (p) : 0;
}

/*
 * Chinese has no blanks between words, so that in **注意：**请 the second run of stars stands
 * between punctuation and a letter and would close nothing. Something that is neither, beside the
 * punctuation, makes it do so. A stand-in is a word to the parser as well.
 */
static void
put_stars (Preparation *self,
           const char  *line,
           const char  *stars,
           gsize        n,
           const char  *end)
{
  gunichar before = get_char_before (line, stars);
  gunichar after = get_char_after (stars + n, end);
  const GString *text = self->out->text;
  gboolean mark_before = text->len >= 3 &&
                         memcmp (text->str + text->len - 3, CONFAB_STAND_IN_END, 3) == 0;
  gsize used;
  gboolean mark_after = after == '$' ||
                        (after == '<' && confab_citation_scan (stars + n, (gsize) (end - stars) - n,
                                                               &used) == CONFAB_CITATION_WHOLE);

  if ((is_wide_punctuation (before) && is_word (after)) || (is_punctuation (before) && mark_after))
    g_string_append (self->out->text, CONFAB_STAND_IN_VOID);
  g_string_append_len (self->out->text, stars, (gssize) n);
  if ((is_wide_punctuation (after) && is_word (before)) || (is_punctuation (after) && mark_before))
    g_string_append (self->out->text, CONFAB_STAND_IN_VOID);
}

/* Copies code in a line up to its end; returns where to go on. */
static const char *
put_code (Preparation *self,
          const char  *p,
          const char  *end,
          guint64     *without_end)
{
  gsize n = count_run (p, end);
  const char *q = p + n;

  /* Runs of 64 and more share a bit: they are not looked for again either. */
  if ((*without_end & (G_GUINT64_CONSTANT (1) << MIN (n, 63))) == 0)
    {
      while ((q = memchr (q, '`', (gsize) (end - q))) != NULL)
        {
          gsize run = count_run (q, end);

          q += run;
          if (run == n)
            {
              g_string_append_len (self->out->text, p, q - p);
              return q;
            }
        }
      *without_end |= G_GUINT64_CONSTANT (1) << MIN (n, 63);
    }

  g_string_append_len (self->out->text, p, (gssize) n);

  return p + n;
}

static void
put_line (Preparation *self,
          const char  *line,
          const char  *start,
          const char  *end)
{
  ConfabMathLine maths;
  guint64 without_end = 0;
  const char *p = start;

  confab_math_line_init (&maths, line, (gsize) (end - line));
  while (p < end)
    {
      const char *plain = p;
      ConfabMathSpan span;
      gsize used;

      while (p < end && *p != '$' && *p != '<' && *p != '\\' && *p != '`' && *p != '~' && *p != '*')
        p++;
      g_string_append_len (self->out->text, plain, p - plain);
      if (p == end)
        break;

      if ((*p == '$' || *p == '\\') && confab_math_line_scan (&maths, (gsize) (p - line), &span))
        {
          put_mark (self, span.display ? CONFAB_MARK_DISPLAY : CONFAB_MARK_MATH,
                    line + span.start, span.end - span.start,
                    g_strndup (line + span.inner_start, span.inner_end - span.inner_start), TRUE);
          p = line + span.end;
          continue;
        }

      switch (*p)
        {
        case '\\':
          used = p + 1 < end && (guchar) p[1] < 0x80 ? 2 : 1;
          g_string_append_len (self->out->text, p, (gssize) used);
          p += used;
          break;

        case '$':
          used = count_run (p, end);
          g_string_append_len (self->out->text, p, (gssize) used);
          p += used;
          break;

        case '`':
          p = put_code (self, p, end, &without_end);
          break;

        case '*':
          used = count_run (p, end);
          put_stars (self, line, p, used, end);
          p += used;
          break;

        case '~':
          used = count_run (p, end);
          /* "10~20" is a range. */
          if (used == 1 && is_word (get_char_before (line, p)) && is_word (get_char_after (p + 1, end)))
            g_string_append (self->out->text, CONFAB_STAND_IN_TILDE);
          else
            g_string_append_len (self->out->text, p, (gssize) used);
          p += used;
          break;

        default:
          switch (confab_citation_scan (p, (gsize) (end - p), &used))
            {
            case CONFAB_CITATION_WHOLE:
              put_mark (self, CONFAB_MARK_CITATION, p, used, NULL, TRUE);
              p += used;
              break;

            case CONFAB_CITATION_PARTIAL:
              if (self->open && end == self->end)
                return; /* held back until one knows */
              G_GNUC_FALLTHROUGH;

            case CONFAB_CITATION_NONE:
            default:
              g_string_append_c (self->out->text, *p++);
              break;
            }
          break;
        }
    }
}

/**
 * confab_prepare:
 * @self: where to put it; what was there is forgotten
 * @prelude: lines for the parser that stand before the text
 * @source: text made by confab_source_append()
 * @length: its bytes
 * @open: whether more text may come: an unfinished mark at the end is held back
 */
void
confab_prepare (ConfabPrepared *self,
                const char     *prelude,
                const char     *source,
                gsize           length,
                gboolean        open)
{
  Preparation preparation = { self, source + length, open, 0, 0, source };
  const char *line = source;
  guint n_quotes;

  g_array_set_size (self->marks, 0);
  g_string_assign (self->text, prelude);
  if (*prelude != '\0')
    {
      const char *prelude_end = prelude + strcspn (prelude, "\n");

      follow_fence (&preparation, skip_containers (prelude, prelude_end, &n_quotes), prelude_end);
    }

  while (line < preparation.end)
    {
      const char *end = find_line_end (line, preparation.end);
      const char *content = skip_containers (line, end, &n_quotes);
      const char *start = line;

      if (!follow_fence (&preparation, content, end))
        {
          if (end - content >= 2 && content >= preparation.no_display &&
              (memcmp (content, "$$", 2) == 0 || memcmp (content, "\\[", 2) == 0))
            {
              g_autoptr (GString) inner = g_string_new (NULL);
              gboolean closed;
              const char *stop = find_display_end (&preparation, content, n_quotes, inner, &closed);

              if (stop != NULL)
                {
                  g_string_append_len (self->text, line, content - line);
                  put_mark (&preparation, CONFAB_MARK_DISPLAY, content, (gsize) (stop - content),
                            g_strndup (inner->str, inner->len), closed);
                  start = stop;
                  end = find_line_end (stop, preparation.end);
                }
            }
          else if (content < end && is_too_wide (content, end))
            {
              g_string_append (self->text, CONFAB_STAND_IN_VOID);
            }
        }

      put_line (&preparation, line, start, end);
      g_string_append_c (self->text, '\n');
      line = end + 1;
    }

  if (self->text->len == 0 || self->text->str[self->text->len - 1] != '\n')
    g_string_append_c (self->text, '\n');
}
