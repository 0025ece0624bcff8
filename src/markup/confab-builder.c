/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-builder-private.h"

#include <string.h>

/* Blocks */

static gboolean
is_in_item (ConfabBuilder *self)
{
  for (guint i = 0; i < self->n_containers; i++)
    if (self->containers[i].shown.kind == CONFAB_CONTAINER_ITEM)
      return TRUE;

  return FALSE;
}

/**
 * confab_builder_add_block:
 * @self: a builder
 * @kind: what it is
 *
 * Begins a block in the containers that are open.
 */
void
confab_builder_add_block (ConfabBuilder   *self,
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

/**
 * confab_builder_add_empty_line:
 * @self: a builder with a block
 *
 * Gives a line to a block that has no text.
 */
void
confab_builder_add_empty_line (ConfabBuilder *self)
{
  confab_line_writer_begin (&self->text.writer, FALSE);
  confab_line_writer_set_style (&self->text.writer, 0, NULL);
  g_ptr_array_add (self->block->lines, confab_line_writer_finish (&self->text.writer));
}

/* Whether a blank line is before the block, whose first text is at @place. md4c knows only that of
 * a whole list, which may change long after its first items were shown. */
static void
note_place (ConfabBuilder *self,
            const char    *place,
            gsize          length)
{
  const GString *input = self->prepared->text;
  const char *line = place;
  const char *before;
  guint up = self->leaf == MD_BLOCK_CODE && self->fence != 0 ? 2 : 1;

  if (self->place_known || !self->block->tight || length == 0 ||
      !confab_builder_is_input (self, place))
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
  self->block->tight = !confab_builder_is_blank_line (before, line - 1);
}

/* Lines */

/**
 * confab_builder_open_line:
 * @self: a builder
 *
 * Sees to it that there is a line to write into, and a block.
 */
void
confab_builder_open_line (ConfabBuilder *self)
{
  if (self->block == NULL)
    confab_builder_add_block (self, CONFAB_BLOCK_PARAGRAPH);
  if (!self->text.line_open)
    confab_inline_begin (&self->text, self->leaf == MD_BLOCK_CODE);
}

/* Maths in a line of its own is a block of its own, as code is. */
static void
add_display (ConfabBuilder    *self,
             const ConfabMark *mark)
{
  g_auto (GStrv) lines = g_strsplit (mark->inner, "\n", -1);

  if (self->block->lines->len > 0)
    confab_builder_add_block (self, CONFAB_BLOCK_CODE);
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
    confab_builder_add_empty_line (self); /* it has only begun */

  self->block = NULL;
}

/**
 * confab_builder_end_line:
 * @self: a builder
 *
 * Adds the line that is written, if there is one, to its block.
 */
void
confab_builder_end_line (ConfabBuilder *self)
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
end_paragraph (ConfabBuilder *self)
{
  if (self->leaf != MD_BLOCK_P && self->leaf != MD_BLOCK_DOC)
    return;

  confab_inline_leave_all (&self->text);
  confab_builder_end_line (self);
  self->block = NULL;
  self->leaf = MD_BLOCK_DOC;
}

/* Tables */

static void
start_table (ConfabBuilder               *self,
             const MD_BLOCK_TABLE_DETAIL *detail)
{
  confab_builder_add_block (self, CONFAB_BLOCK_TABLE);
  self->leaf = MD_BLOCK_TABLE;
  self->rows_as_text = FALSE;
  self->block->n_columns = detail->col_count;
  self->block->aligns = g_new0 (ConfabAlign, detail->col_count);
}

static void
start_row (ConfabBuilder *self)
{
  self->column = 0;
  if (self->rows_as_text ||
      self->context->n_cells + self->block->lines->len + self->block->n_columns <=
        CONFAB_TABLE_MAX_CELLS + self->context->skip_lines)
    return;

  self->rows_as_text = TRUE;
  confab_builder_add_block (self, CONFAB_BLOCK_PARAGRAPH);
}

static void
start_cell (ConfabBuilder            *self,
            const MD_BLOCK_TD_DETAIL *detail)
{
  static const ConfabAlign aligns[] = {
    [MD_ALIGN_DEFAULT] = CONFAB_ALIGN_DEFAULT,
    [MD_ALIGN_LEFT] = CONFAB_ALIGN_LEFT,
    [MD_ALIGN_CENTER] = CONFAB_ALIGN_CENTER,
    [MD_ALIGN_RIGHT] = CONFAB_ALIGN_RIGHT,
  };

  confab_builder_open_line (self);
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

/* A row is laid out as a whole: one that is longer than pages is text, a line a cell, and so is what
 * comes after it. */
static void
end_row (ConfabBuilder *self)
{
  ConfabBlock *table = self->block;
  guint n = table->n_columns;
  gsize length = 0;

  confab_builder_end_line (self);
  if (self->rows_as_text)
    return;

  for (guint i = 1; i <= MIN (n, table->lines->len); i++)
    length += confab_block_get_line (table, table->lines->len - i)->length;
  if (length <= CONFAB_TABLE_MAX_ROW)
    return;

  self->rows_as_text = TRUE;
  if (table->lines->len <= n)
    {
      table->kind = CONFAB_BLOCK_PARAGRAPH;
      table->n_columns = 0;
      g_clear_pointer (&table->aligns, g_free);
      return;
    }

  confab_builder_add_block (self, CONFAB_BLOCK_PARAGRAPH);
  for (guint i = n; i > 0; i--)
    g_ptr_array_add (self->block->lines,
                     g_ptr_array_steal_index (table->lines, table->lines->len - i));
}

/* What md4c calls */

static int
enter_block_cb (MD_BLOCKTYPE  type,
                void         *detail,
                void         *user_data)
{
  ConfabBuilder *self = user_data;

  if (type != MD_BLOCK_TH && type != MD_BLOCK_TD && type != MD_BLOCK_TR)
    end_paragraph (self);
  if (self->n_lists == 0 && self->n_containers == 0)
    self->result->next_item = 0;

  switch (type)
    {
    case MD_BLOCK_QUOTE:
      confab_builder_push_container (
        self, (OpenContainer) { .shown = { .kind = CONFAB_CONTAINER_QUOTE } });
      break;

    case MD_BLOCK_UL:
      confab_builder_start_list (self, FALSE, 0, '\0');
      break;

    case MD_BLOCK_OL:
      confab_builder_start_list (self, TRUE, ((MD_BLOCK_OL_DETAIL *) detail)->start,
                                 ((MD_BLOCK_OL_DETAIL *) detail)->mark_delimiter);
      break;

    case MD_BLOCK_LI:
      confab_builder_start_item (self, detail);
      break;

    case MD_BLOCK_HR:
      confab_builder_add_block (self, CONFAB_BLOCK_RULE);
      confab_builder_add_empty_line (self);
      self->block = NULL;
      break;

    case MD_BLOCK_H:
      confab_builder_add_block (self, CONFAB_BLOCK_HEADING);
      self->block->level = ((MD_BLOCK_H_DETAIL *) detail)->level;
      self->leaf = type;
      break;

    case MD_BLOCK_CODE:
      confab_builder_start_code (self, detail);
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
  ConfabBuilder *self = user_data;

  switch (type)
    {
    case MD_BLOCK_QUOTE:
      end_paragraph (self);
      confab_builder_pop_container (self);
      break;

    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
      end_paragraph (self);
      confab_builder_end_list (self);
      break;

    case MD_BLOCK_LI:
      end_paragraph (self);
      confab_builder_end_item (self);
      break;

    case MD_BLOCK_H:
      confab_inline_leave_all (&self->text);
      confab_builder_end_line (self);
      if (self->block->lines->len == 0)
        confab_builder_add_empty_line (self);
      self->block = NULL;
      self->leaf = MD_BLOCK_DOC;
      break;

    case MD_BLOCK_CODE:
      confab_builder_end_code (self);
      self->leaf = MD_BLOCK_DOC;
      break;

    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
      confab_inline_leave_all (&self->text);
      if (!self->rows_as_text)
        confab_builder_end_line (self);
      break;

    case MD_BLOCK_TR:
      end_row (self);
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
  ConfabBuilder *self = user_data;

  confab_builder_open_line (self);
  confab_inline_enter (&self->text, self->prepared, type, detail);

  return 0;
}

static int
leave_span_cb (MD_SPANTYPE  type,
               void        *detail,
               void        *user_data)
{
  ConfabBuilder *self = user_data;

  confab_builder_open_line (self);
  confab_inline_leave (&self->text, type);

  return 0;
}

static int
text_cb (MD_TEXTTYPE    type,
         const MD_CHAR *text,
         MD_SIZE        size,
         void          *user_data)
{
  ConfabBuilder *self = user_data;

  if (confab_builder_is_input (self, text))
    self->text_end = text + size;

  if (self->leaf == MD_BLOCK_CODE)
    {
      note_place (self, text, size);
      confab_builder_put_code (self, text, size);
      return 0;
    }

  confab_builder_open_line (self);
  note_place (self, text, size);
  if (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR)
    confab_builder_end_line (self);
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
  ConfabBuilder builder = { 0, };

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
        last->closed = confab_builder_has_code_end (&builder);
    }
  if (result->blocks->len > 0 && context->skip_lines > 0)
    {
      ConfabBlock *first = g_ptr_array_index (result->blocks, 0);

      g_ptr_array_remove_range (first->lines, 0, MIN (context->skip_lines, first->lines->len));
    }
  result->loose_end = builder.text.loose || builder.text.loose_line || builder.text.n_brackets > 0;

  confab_inline_clear (&builder.text);
}
