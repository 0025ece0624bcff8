/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-splitter.h"

#include <string.h>

/* One line, without its end. */
typedef struct {
  const char *start; /* behind the blanks */
  const char *end;
  guint       column; /* of @start */
} Line;

typedef struct {
  char        kind; /* the bullet or the delimiter */
  gboolean    can_interrupt; /* a paragraph: it is not empty, and number 1 if it has one */
  guint       content; /* column */
  Line        rest;
} Marker;

/**
 * confab_splitter_init:
 * @self: (out caller-allocates): at the start of an empty text
 */
void
confab_splitter_init (ConfabSplitter *self)
{
  *self = (ConfabSplitter) { .empty = TRUE };
}

static void
skip_blanks (Line *line)
{
  for (; line->start < line->end && (*line->start == ' ' || *line->start == '\t'); line->start++)
    line->column += *line->start == '\t' ? 4 - line->column % 4 : 1;
}

static gboolean
is_rule (const Line *line)
{
  char ch = line->start < line->end ? *line->start : '\0';
  guint n = 0;

  if (ch != '-' && ch != '*' && ch != '_')
    return FALSE;

  for (const char *p = line->start; p < line->end; p++)
    {
      if (*p == ch)
        n++;
      else if (*p != ' ' && *p != '\t')
        return FALSE;
    }

  return n >= 3;
}

static gboolean
read_marker (const Line *line,
             Marker     *marker)
{
  const char *p = line->start;
  gboolean is_one = TRUE;
  guint after;

  if (p == line->end || is_rule (line))
    return FALSE;

  if (strchr ("-*+", *p) != NULL)
    {
      marker->kind = *p++;
    }
  else
    {
      while (p < line->end && g_ascii_isdigit (*p))
        p++;
      if (p == line->start || p - line->start > 9 || p == line->end || (*p != '.' && *p != ')'))
        return FALSE;
      is_one = p[-1] == '1' && strspn (line->start, "0") == (gsize) (p - 1 - line->start);
      marker->kind = *p++;
    }

  if (p < line->end && *p != ' ' && *p != '\t')
    return FALSE;

  after = line->column + (guint) (p - line->start);
  marker->rest = (Line) { p, line->end, after };
  skip_blanks (&marker->rest);
  marker->can_interrupt = marker->rest.start < line->end && is_one;
  /* With five blanks and more, code begins one behind the marker. */
  marker->content = marker->rest.start == line->end || marker->rest.column > after + 4
                        ? after + 1
                        : marker->rest.column;

  return TRUE;
}

static gboolean
is_heading (const Line *line)
{
  gsize n = 0;

  while (line->start + n < line->end && line->start[n] == '#')
    n++;

  return n >= 1 && n <= 6 && (line->start + n == line->end || line->start[n] == ' ' ||
                              line->start[n] == '\t');
}

static gsize
count_fence (const Line *line)
{
  gsize n = 0;
  char ch = line->start < line->end ? *line->start : '\0';

  if (ch != '`' && ch != '~')
    return 0;
  while (line->start + n < line->end && line->start[n] == ch)
    n++;

  return n;
}

static gboolean
is_fence (const Line *line)
{
  gsize n = count_fence (line);

  return n >= 3 && (*line->start == '~' ||
                    memchr (line->start + n, '`', (gsize) (line->end - line->start) - n) == NULL);
}

/* Within a fence; FALSE when the line is not in it any more. */
static gboolean
follow_fence (ConfabSplitter *self,
              const Line     *line)
{
  gboolean is_blank = line->start == line->end;
  guint base = self->fence_items > 0 ? self->items[self->fence_items - 1] : 0;
  gsize n;

  if (!is_blank && line->column < base)
    {
      /* The item that it stands in is over. */
      self->fence = 0;
      self->paragraph = FALSE;
      return FALSE;
    }

  n = count_fence (line);
  if (n >= self->fence_length && *line->start == self->fence && line->column < base + 4)
    {
      Line rest = { line->start + n, line->end, 0 };

      skip_blanks (&rest);
      if (rest.start == rest.end)
        {
          self->fence = 0;
          self->cut_next = self->fence_items == 0;
        }
    }
  self->blank = FALSE;
  self->paragraph = FALSE;

  return TRUE;
}

/* Whether a part can end before this line, which is not blank and in no fence. */
static gboolean
is_boundary (ConfabSplitter *self,
             const Line     *line,
             gboolean       *goes_on)
{
  Marker marker;

  *goes_on = FALSE;
  if (self->empty)
    return FALSE;
  if (self->cut_next)
    return TRUE;

  if (self->n_items > 0)
    {
      if (line->column >= self->items[0])
        return FALSE;
      if (line->column > 3)
        return self->blank && !read_marker (line, &marker);
      if (read_marker (line, &marker))
        {
          *goes_on = marker.kind == self->list;
          return TRUE;
        }

      return self->blank || is_heading (line) || is_fence (line);
    }

  if (self->indented)
    return self->blank && line->column < 4;

  return self->blank || (line->column < 4 && (is_heading (line) || is_fence (line)));
}

/* Leaves the items that the line is not in, and enters those that begin in it. */
static Line
follow_items (ConfabSplitter *self,
              const Line     *line)
{
  Line content = *line;
  Marker marker;
  gboolean is_marker = read_marker (line, &marker);
  gboolean is_text = !is_marker && !is_heading (line) && !is_fence (line) && !is_rule (line);
  guint base;

  if (!(is_text && self->paragraph && !self->blank))
    while (self->n_items > 0 && self->items[self->n_items - 1] > line->column)
      {
        self->n_items--;
        self->paragraph = FALSE;
      }

  base = self->n_items > 0 ? self->items[self->n_items - 1] : 0;
  while (content.column < base + 4 && read_marker (&content, &marker))
    {
      if (self->paragraph && !self->blank && !marker.can_interrupt)
        break;
      if (self->n_items == G_N_ELEMENTS (self->items))
        break;

      if (self->n_items == 0)
        self->list = marker.kind;
      self->items[self->n_items++] = marker.content;
      self->paragraph = FALSE;
      base = marker.content;
      content = marker.rest;
      if (content.start == content.end)
        break;
    }

  return content;
}

static void
start_part (ConfabSplitter *self,
            gsize           start,
            gboolean        goes_on)
{
  self->part = (ConfabPart) { CONFAB_PART_OTHER, start, start, self->blank, goes_on };
  self->n_items = 0;
  self->empty = TRUE;
  self->cut_next = FALSE;
  self->indented = FALSE;
  self->quote = FALSE;
  self->paragraph = FALSE;
}

/* Maths in lines of its own holds whatever looks like something else, up to its end or a blank
 * line. Whether it is maths is not known here: nothing is cut as long as it may be. */
static gboolean
follow_display (ConfabSplitter *self,
                const Line     *line)
{
  if (self->display == NULL || line->start == line->end || is_fence (line))
    {
      self->display = NULL;
      return FALSE;
    }

  if (g_strstr_len (line->start, line->end - line->start, self->display) != NULL)
    self->display = NULL;

  return TRUE;
}

static void
look_for_display (ConfabSplitter *self,
                  const Line     *line)
{
  const char *p = line->start;

  while (p < line->end && (*p == '>' || *p == ' ' || *p == '\t'))
    p++;
  if (line->end - p < 2)
    return;

  if (memcmp (p, "$$", 2) == 0)
    self->display = "$$";
  else if (memcmp (p, "\\[", 2) == 0)
    self->display = "\\]";
  if (self->display != NULL &&
      g_strstr_len (p + 2, line->end - p - 2, self->display) != NULL)
    self->display = NULL;
}

/* A line that is neither blank nor in a fence. */
static void
follow_line (ConfabSplitter *self,
             const Line     *line)
{
  Line content;
  guint base;

  if (self->empty)
    {
      self->empty = FALSE;
      self->indented = line->column >= 4;
      self->quote = *line->start == '>' && line->column < 4;
    }
  else if (self->indented)
    {
      self->indented = line->column >= 4;
    }

  if (self->indented || self->quote)
    {
      look_for_display (self, line);
      self->blank = FALSE;
      return;
    }

  content = follow_items (self, line);
  base = self->n_items > 0 ? self->items[self->n_items - 1] : 0;
  if (content.start < content.end && content.column < base + 4 && is_fence (&content))
    {
      self->fence = *content.start;
      self->fence_length = count_fence (&content);
      self->fence_items = self->n_items;
      self->paragraph = FALSE;
      if (self->n_items == 0 && self->part.start == self->part.end)
        self->part.kind = CONFAB_PART_FENCE;
    }
  else if (content.column < base + 4 && is_heading (&content))
    {
      self->cut_next = self->n_items == 0;
      self->paragraph = FALSE;
    }
  else
    {
      self->paragraph = content.start < content.end && !is_rule (&content);
      look_for_display (self, &content);
    }
  self->blank = FALSE;
}

/**
 * confab_splitter_next:
 * @self: a splitter
 * @text: the whole text; what was there at the call before has not changed
 * @length: its bytes
 * @part: (out): a part that is at its end
 *
 * Looks at the lines that are whole. The open part, from @self->part.start to the end of the text,
 * is no part yet.
 *
 * Returns: whether there is a part; call it again until there is none
 */
gboolean
confab_splitter_next (ConfabSplitter *self,
                      const char     *text,
                      gsize           length,
                      ConfabPart     *part)
{
  const char *newline;

  while (self->position < length &&
         (newline = memchr (text + self->position, '\n', length - self->position)) != NULL)
    {
      Line line = { text + self->position, newline, 0 };
      gsize start = self->position;
      gboolean goes_on;

      skip_blanks (&line);
      if (!follow_display (self, &line) && (self->fence == 0 || !follow_fence (self, &line)))
        {
          if (line.start == line.end)
            {
              self->blank = TRUE;
              self->paragraph = FALSE;
            }
          else
            {
              if (is_boundary (self, &line, &goes_on))
                {
                  *part = self->part;
                  part->end = start;
                  start_part (self, start, goes_on);
                  self->part.end = start;
                  return TRUE;
                }
              follow_line (self, &line);
            }
        }

      self->position = (gsize) (newline - text) + 1;
      self->part.end = self->position;
    }

  return FALSE;
}
