/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-builder.h"

#include <md4c.h>
#include <string.h>

#include "confab-inline.h"

/*
 * md4c calls, blocks come out. Whatever the text does, the stacks here have an end: what is nested
 * deeper is counted, so that its end is recognised, and shown at the last depth there is.
 */

typedef struct {
  ConfabContainer shown;
  gboolean        used; /* a block stands in it */
} OpenContainer;

typedef struct {
  gboolean ordered;
  char     delimiter;
  guint    next; /* number */
} OpenList;

typedef struct {
  const ConfabPrepared       *prepared;
  const ConfabBuilderContext *context;
  ConfabBuilderResult        *result;
  ConfabInline                text;
  OpenContainer               containers[CONFAB_BLOCK_MAX_CONTAINERS];
  guint                       n_containers;
  guint                       deep_containers; /* not shown */
  OpenList                    lists[CONFAB_BLOCK_MAX_CONTAINERS];
  guint                       n_lists;
  guint                       deep_lists;
  ConfabBlock                *block; /* (nullable): the one that is written */
  MD_BLOCKTYPE                leaf; /* MD_BLOCK_DOC: none, text is that of a paragraph */
  gboolean                    place_known; /* where the block is in the text */
  guint                       column; /* of a table's row */
  gboolean                    rows_as_text; /* the table has become too large */
  char                        fence; /* of the code, 0 when it is indented */
  gsize                       indent; /* columns at the start of a line of code, not written yet */
  const char                 *code_start; /* (nullable): the end of the text before it */
  const char                 *code_end; /* (nullable): the end of its text */
  const char                 *text_end; /* (nullable): the end of the text so far */
} Builder;

/* Blocks */

static const char *bullets[] = { "•", "◦", "▪" };

static gboolean
is_in_item (Builder *self)
{
  for (guint i = 0; i < self->n_containers; i++)
    if (self->containers[i].shown.kind == CONFAB_CONTAINER_ITEM)
      return TRUE;

  return FALSE;
}

static void
add_block (Builder         *self,
           ConfabBlockKind  kind)
{
  ConfabBlock *block = confab_block_new (kind);

  block->closed = TRUE;
  block->tight = is_in_item (self);
  block->n_containers = self->n_containers;
  if (block->n_containers > 0)
    block->containers = g_new0 (ConfabContainer, block->n_containers);
  for (guint i = 0; i < block->n_containers; i++)
    {
      OpenContainer *container = &self->containers[i];

      block->containers[i] = container->shown;
      block->containers[i].marker = g_strdup (container->shown.marker);
      block->containers[i].first = container->shown.kind == CONFAB_CONTAINER_ITEM &&
                                   !container->used;
      container->used = TRUE;
    }

  g_ptr_array_add (self->result->blocks, block);
  self->block = block;
  self->place_known = FALSE;
}

static gboolean
is_input (Builder    *self,
          const char *text)
{
  const GString *input = self->prepared->text;

  return text >= input->str && text < input->str + input->len;
}

static void
add_empty_line (Builder *self)
{
  confab_line_writer_begin (&self->text.writer, FALSE);
  confab_line_writer_set_style (&self->text.writer, 0, NULL);
  g_ptr_array_add (self->block->lines, confab_line_writer_finish (&self->text.writer));
}

static gboolean
is_blank_line (const char *start,
               const char *end)
{
  while (start < end && (*start == ' ' || *start == '\t' || *start == '>'))
    start++;

  return start == end;
}

/* Whether a blank line is before the block, whose first text is at @place. md4c knows only that of
 * a whole list, which may change long after its first items were shown. */
static void
note_place (Builder    *self,
            const char *place,
            gsize       length)
{
  const GString *input = self->prepared->text;
  const char *line = place;
  const char *before;
  guint up = self->leaf == MD_BLOCK_CODE && self->fence != 0 ? 2 : 1;

  if (self->place_known || !self->block->tight || length == 0 || !is_input (self, place))
    return;

  self->place_known = TRUE;
  for (guint i = 0; i < up; i++)
    {
      while (line > input->str && line[-1] != '\n')
        line--;
      if (i + 1 < up && line > input->str)
        line--;
    }

  if (line == input->str)
    {
      self->block->tight = !self->context->after_blank;
      return;
    }

  before = line - 1;
  while (before > input->str && before[-1] != '\n')
    before--;
  self->block->tight = !is_blank_line (before, line - 1);
}

/* Lines */

static void
open_line (Builder *self)
{
  if (self->block == NULL)
    add_block (self, CONFAB_BLOCK_PARAGRAPH);
  if (!self->text.line_open)
    confab_inline_begin (&self->text, self->leaf == MD_BLOCK_CODE);
}

/* Maths in a line of its own is a block of its own, as code is. */
static void
add_display (Builder          *self,
             const ConfabMark *mark)
{
  g_auto (GStrv) lines = g_strsplit (mark->inner, "\n", -1);

  if (self->block->lines->len > 0)
    add_block (self, CONFAB_BLOCK_CODE);
  self->fence = 0;
  self->block->kind = CONFAB_BLOCK_CODE;
  self->block->language = g_strdup ("latex");
  self->block->closed = mark->closed;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      confab_line_writer_begin (&self->text.writer, TRUE);
      confab_line_writer_put (&self->text.writer, lines[i], strlen (lines[i]));
      g_ptr_array_add (self->block->lines, confab_line_writer_finish (&self->text.writer));
    }

  if (self->block->lines->len == 0)
    add_empty_line (self); /* it has only begun */

  self->block = NULL;
}

static void
end_line (Builder *self)
{
  const ConfabMark *display;
  ConfabLine *line;

  if (!self->text.line_open)
    return;

  display = self->block->kind == CONFAB_BLOCK_PARAGRAPH && !self->rows_as_text
                ? self->text.display
                : NULL;
  line = confab_inline_end (&self->text);
  if (display != NULL)
    {
      confab_line_free (line);
      add_display (self, display);
    }
  else
    {
      g_ptr_array_add (self->block->lines, line);
    }
}

static void
end_paragraph (Builder *self)
{
  if (self->leaf != MD_BLOCK_P && self->leaf != MD_BLOCK_DOC)
    return;

  confab_inline_leave_all (&self->text);
  end_line (self);
  self->block = NULL;
  self->leaf = MD_BLOCK_DOC;
}

/* Code */

/* md4c makes blanks of tabs at the start of a line, but code is copied as it was written. @text is
 * behind them in the input. */
static void
put_indent (Builder    *self,
            const char *text)
{
  const char *input = self->prepared->text->str;
  const char *line = text;
  gsize column = 0;
  const char *found = NULL;
  gsize total = 0;

  while (line > input && line[-1] != '\n')
    line--;
  for (const char *p = line; p < text; p++)
    total += *p == '\t' ? 4 - total % 4 : 1;

  for (const char *p = line; p < text && found == NULL; p++)
    {
      if (total - column == self->indent)
        found = p;
      column += *p == '\t' ? 4 - column % 4 : 1;
    }

  if (found != NULL && memchr (found, '\t', (gsize) (text - found)) != NULL)
    for (const char *p = found; p < text && (*p == ' ' || *p == '\t'); p++)
      confab_line_writer_put_char (&self->text.writer, (guchar) *p);
  else
    for (gsize i = 0; i < self->indent; i++)
      confab_line_writer_put_char (&self->text.writer, ' ');
  self->indent = 0;
}

static void
put_code (Builder    *self,
          const char *text,
          gsize       length)
{
  g_autoptr (GString) whole = NULL;

  if (!is_input (self, text) && *text == ' ')
    {
      self->indent += length;
      return;
    }

  open_line (self);
  if (self->indent > 0)
    put_indent (self, is_input (self, text) ? text : self->prepared->text->str);
  if (is_input (self, text))
    self->code_end = text + length;

  if (g_strstr_len (text, (gssize) length, CONFAB_STAND_IN_LEAD) != NULL)
    {
      whole = g_string_new (NULL);
      confab_inline_restore (self->prepared, whole, text, length);
      text = whole->str;
      length = whole->len;
    }

  while (length > 0)
    {
      const char *newline = memchr (text, '\n', length);
      gsize n = newline != NULL ? (gsize) (newline - text) : length;

      open_line (self);
      confab_line_writer_put (&self->text.writer, text, n);
      if (newline != NULL)
        {
          end_line (self);
          n++;
        }
      text += n;
      length -= n;
    }
}

static char *
get_attribute (Builder            *self,
               const MD_ATTRIBUTE *attribute)
{
  return confab_inline_get_attribute (self->prepared, attribute);
}

static void
start_code (Builder                    *self,
            const MD_BLOCK_CODE_DETAIL *detail)
{
  g_autofree char *info = get_attribute (self, &detail->info);
  g_autofree char *language = get_attribute (self, &detail->lang);

  add_block (self, CONFAB_BLOCK_CODE);
  self->leaf = MD_BLOCK_CODE;
  self->fence = detail->fence_char;
  self->indent = 0;
  self->code_start = self->text_end;
  self->code_end = NULL;
  /* Shown as they are, and so they go through what all text goes through. */
  self->block->info = confab_inline_make_safe (&self->text, info);
  self->block->language = confab_inline_make_safe (&self->text, language);
}

static void
end_code (Builder *self)
{
  end_line (self);
  if (self->block->lines->len == 0)
    add_empty_line (self);
  self->block = NULL;
}

/* A line that has nothing but a fence. */
static gboolean
is_bare_fence (const char *line,
               const char *end,
               char        fence)
{
  guint n = 0;

  while (line < end && (*line == ' ' || *line == '\t' || *line == '>'))
    line++;
  for (; line < end && *line == fence; line++)
    n++;

  return n >= 3 && is_blank_line (line, end);
}

/* md4c does not say whether the last fence was closed or only came to the end of the text. */
static gboolean
has_end (Builder *self)
{
  const GString *input = self->prepared->text;
  const char *end = input->str + input->len;
  const char *line = self->code_end != NULL ? self->code_end : self->code_start;
  const char fence[] = { self->fence, self->fence, self->fence, '\0' };
  gboolean is_open = self->code_end != NULL;

  if (line != NULL && (line == input->str || line[-1] != '\n'))
    line = (const char *) memchr (line, '\n', (gsize) (end - line)) + 1;
  else if (line == NULL)
    line = input->str;

  while (line < end)
    {
      const char *line_end = memchr (line, '\n', (gsize) (end - line));

      if (is_open && is_bare_fence (line, line_end, self->fence))
        return TRUE;
      is_open = is_open || g_strstr_len (line, line_end - line, fence) != NULL;
      line = line_end + 1;
    }

  return FALSE;
}

/* Tables */

static void
start_table (Builder                     *self,
             const MD_BLOCK_TABLE_DETAIL *detail)
{
  add_block (self, CONFAB_BLOCK_TABLE);
  self->leaf = MD_BLOCK_TABLE;
  self->rows_as_text = FALSE;
  self->block->n_columns = detail->col_count;
  self->block->aligns = g_new0 (ConfabAlign, detail->col_count);
}

static void
start_row (Builder *self)
{
  self->column = 0;
  if (self->rows_as_text || self->context->n_cells + self->block->lines->len + self->block->n_columns <=
                                CONFAB_TABLE_MAX_CELLS + self->context->skip_lines)
    return;

  self->rows_as_text = TRUE;
  add_block (self, CONFAB_BLOCK_PARAGRAPH);
}

static void
start_cell (Builder                  *self,
            const MD_BLOCK_TD_DETAIL *detail)
{
  static const ConfabAlign aligns[] = {
    [MD_ALIGN_DEFAULT] = CONFAB_ALIGN_DEFAULT,
    [MD_ALIGN_LEFT] = CONFAB_ALIGN_LEFT,
    [MD_ALIGN_CENTER] = CONFAB_ALIGN_CENTER,
    [MD_ALIGN_RIGHT] = CONFAB_ALIGN_RIGHT,
  };

  open_line (self);
  if (self->rows_as_text)
    {
      if (self->column > 0)
        confab_line_writer_put (&self->text.writer, " | ", 3);
    }
  else if (self->column < self->block->n_columns)
    {
      self->block->aligns[self->column] = aligns[detail->align];
    }
  self->column++;
}

/* Lists */

static void
start_list (Builder  *self,
            gboolean  ordered,
            guint     start,
            char      delimiter)
{
  if (self->deep_lists > 0 || self->n_lists == G_N_ELEMENTS (self->lists))
    {
      self->deep_lists++;
      return;
    }

  if (ordered && self->n_lists == 0 && self->context->item_number > 0 &&
      self->result->blocks->len == 0)
    start = self->context->item_number;
  self->lists[self->n_lists++] = (OpenList) { ordered, delimiter, start };
}

static void
end_list (Builder *self)
{
  if (self->deep_lists > 0)
    {
      self->deep_lists--;
      return;
    }

  self->n_lists--;
  if (self->n_lists == 0 && self->n_containers == 0)
    self->result->next_item = self->lists[0].ordered ? self->lists[0].next : 0;
}

static void
push_container (Builder    *self,
                OpenContainer container)
{
  if (self->deep_containers > 0 || self->n_containers == G_N_ELEMENTS (self->containers))
    {
      g_free (container.shown.marker);
      self->deep_containers++;
      return;
    }

  container.shown.id = self->result->next_container++;
  self->containers[self->n_containers++] = container;
}

static void
pop_container (Builder *self)
{
  if (self->deep_containers > 0)
    self->deep_containers--;
  else
    g_free (self->containers[--self->n_containers].shown.marker);
}

static void
start_item (Builder                  *self,
            const MD_BLOCK_LI_DETAIL *detail)
{
  OpenList *list = &self->lists[self->n_lists - 1];
  OpenContainer item = { 0, };
  guint depth = 0;

  item.shown.kind = CONFAB_CONTAINER_ITEM;
  if (detail->is_task)
    item.shown.task = detail->task_mark == ' ' ? CONFAB_TASK_OPEN : CONFAB_TASK_DONE;

  if (self->deep_lists == 0 && list->ordered)
    {
      item.shown.marker = g_strdup_printf ("%u%c", list->next++, list->delimiter);
    }
  else
    {
      for (guint i = 0; i + 1 < self->n_lists; i++)
        depth += !self->lists[i].ordered;
      item.shown.marker = g_strdup (bullets[MIN (depth, G_N_ELEMENTS (bullets) - 1)]);
    }

  push_container (self, item);
}

static void
end_item (Builder *self)
{
  /* An item in which nothing is yet is seen by its marker. */
  if (self->deep_containers == 0 && !self->containers[self->n_containers - 1].used)
    {
      add_block (self, CONFAB_BLOCK_PARAGRAPH);
      add_empty_line (self);
      self->block = NULL;
    }

  pop_container (self);
}

/* What md4c calls */

static int
enter_block_cb (MD_BLOCKTYPE  type,
                void         *detail,
                void         *user_data)
{
  Builder *self = user_data;

  if (type != MD_BLOCK_TH && type != MD_BLOCK_TD && type != MD_BLOCK_TR)
    end_paragraph (self);
  if (self->n_lists == 0 && self->n_containers == 0)
    self->result->next_item = 0;

  switch (type)
    {
    case MD_BLOCK_QUOTE:
      push_container (self, (OpenContainer) { .shown = { .kind = CONFAB_CONTAINER_QUOTE } });
      break;

    case MD_BLOCK_UL:
      start_list (self, FALSE, 0, '\0');
      break;

    case MD_BLOCK_OL:
      start_list (self, TRUE, ((MD_BLOCK_OL_DETAIL *) detail)->start,
                  ((MD_BLOCK_OL_DETAIL *) detail)->mark_delimiter);
      break;

    case MD_BLOCK_LI:
      start_item (self, detail);
      break;

    case MD_BLOCK_HR:
      add_block (self, CONFAB_BLOCK_RULE);
      add_empty_line (self);
      self->block = NULL;
      break;

    case MD_BLOCK_H:
      add_block (self, CONFAB_BLOCK_HEADING);
      self->block->level = ((MD_BLOCK_H_DETAIL *) detail)->level;
      self->leaf = type;
      break;

    case MD_BLOCK_CODE:
      start_code (self, detail);
      break;

    case MD_BLOCK_P:
      self->leaf = type;
      break;

    case MD_BLOCK_TABLE:
      start_table (self, detail);
      break;

    case MD_BLOCK_TR:
      start_row (self);
      break;

    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
      start_cell (self, detail);
      break;

    case MD_BLOCK_DOC:
    case MD_BLOCK_HTML:
    case MD_BLOCK_THEAD:
    case MD_BLOCK_TBODY:
    default:
      break;
    }

  return 0;
}

static int
leave_block_cb (MD_BLOCKTYPE  type,
                void         *detail,
                void         *user_data)
{
  Builder *self = user_data;

  switch (type)
    {
    case MD_BLOCK_QUOTE:
      end_paragraph (self);
      pop_container (self);
      break;

    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
      end_paragraph (self);
      end_list (self);
      break;

    case MD_BLOCK_LI:
      end_paragraph (self);
      end_item (self);
      break;

    case MD_BLOCK_H:
      confab_inline_leave_all (&self->text);
      end_line (self);
      if (self->block->lines->len == 0)
        add_empty_line (self);
      self->block = NULL;
      self->leaf = MD_BLOCK_DOC;
      break;

    case MD_BLOCK_CODE:
      end_code (self);
      self->leaf = MD_BLOCK_DOC;
      break;

    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
      confab_inline_leave_all (&self->text);
      if (!self->rows_as_text)
        end_line (self);
      break;

    case MD_BLOCK_TR:
      end_line (self);
      break;

    case MD_BLOCK_TABLE:
      self->block = NULL;
      self->leaf = MD_BLOCK_DOC;
      self->rows_as_text = FALSE;
      break;

    case MD_BLOCK_P:
    case MD_BLOCK_DOC:
      end_paragraph (self);
      break;

    case MD_BLOCK_HR:
    case MD_BLOCK_HTML:
    case MD_BLOCK_THEAD:
    case MD_BLOCK_TBODY:
    default:
      break;
    }

  return 0;
}

static int
enter_span_cb (MD_SPANTYPE  type,
               void        *detail,
               void        *user_data)
{
  Builder *self = user_data;

  open_line (self);
  confab_inline_enter (&self->text, self->prepared, type, detail);

  return 0;
}

static int
leave_span_cb (MD_SPANTYPE  type,
               void        *detail,
               void        *user_data)
{
  Builder *self = user_data;

  open_line (self);
  confab_inline_leave (&self->text, type);

  return 0;
}

static int
text_cb (MD_TEXTTYPE    type,
         const MD_CHAR *text,
         MD_SIZE        size,
         void          *user_data)
{
  Builder *self = user_data;

  if (is_input (self, text))
    self->text_end = text + size;

  if (self->leaf == MD_BLOCK_CODE)
    {
      note_place (self, text, size);
      put_code (self, text, size);
      return 0;
    }

  open_line (self);
  note_place (self, text, size);
  if (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR)
    end_line (self);
  else
    confab_inline_put (&self->text, self->prepared, type, text, size);

  return 0;
}

/**
 * confab_builder_run:
 * @prepared: the text for the parser
 * @context: what is before it
 * @result: (out caller-allocates): the blocks, to be unreffed
 */
void
confab_builder_run (const ConfabPrepared       *prepared,
                    const ConfabBuilderContext *context,
                    ConfabBuilderResult        *result)
{
  /* No HTML: in a text of a model it is text. */
  static const MD_PARSER parser = {
    .flags = MD_FLAG_NOHTML | MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS |
             MD_FLAG_PERMISSIVEAUTOLINKS,
    .enter_block = enter_block_cb,
    .leave_block = leave_block_cb,
    .enter_span = enter_span_cb,
    .leave_span = leave_span_cb,
    .text = text_cb,
  };
  Builder builder = { 0, };

  result->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_block_free);
  result->next_container = context->next_container;
  result->next_item = 0;

  builder.prepared = prepared;
  builder.context = context;
  builder.result = result;
  builder.leaf = MD_BLOCK_DOC;
  confab_inline_init (&builder.text);

  md_parse (prepared->text->str, (MD_SIZE) prepared->text->len, &parser, &builder);

  if (result->blocks->len > 0 && context->open && builder.fence != 0)
    {
      ConfabBlock *last = g_ptr_array_index (result->blocks, result->blocks->len - 1);

      if (last->kind == CONFAB_BLOCK_CODE)
        last->closed = has_end (&builder);
    }
  if (result->blocks->len > 0 && context->skip_lines > 0)
    {
      ConfabBlock *first = g_ptr_array_index (result->blocks, 0);

      g_ptr_array_remove_range (first->lines, 0, MIN (context->skip_lines, first->lines->len));
    }
  result->loose_end = builder.text.loose || builder.text.loose_line || builder.text.n_brackets > 0;

  confab_inline_clear (&builder.text);
}
