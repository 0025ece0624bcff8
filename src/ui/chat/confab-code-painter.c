/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-code-painter.h"

#include "confab-code-language.h"

/* One slice ends after so many microseconds, or so many lines. */
#define SLICE_US 3000
#define SLICE_LINES 40

/* The engine's cost grows with the length of a line and more; what is longer stays plain. */
#define MAX_LINE_BYTES 4000
#define MAX_BYTES (256 * 1024)

struct _ConfabCodePainter {
  ConfabTextLines    *lines; /* unowned, as are the next two: of the owner */
  GtkWidget          *widget;
  ConfabChatCounters *counters;
  GArray             *wanted; /* of guint: ids of blocks */
  guint               source;

  GtkSourceBuffer    *buffer; /* (nullable): of the first of the wanted blocks */
  GHashTable         *tag_colors; /* GtkTextTag → PangoColor, NULL where it has none */
};

static void
clear_buffer (ConfabCodePainter *self)
{
  g_clear_object (&self->buffer);
  g_hash_table_remove_all (self->tag_colors);
}

/* The block with an id, or G_MAXUINT when it is gone. Blocks are wanted because they are in view:
 * their number is small, that of all may be great. */
static guint
find_block (ConfabCodePainter *self,
            guint              id)
{
  for (guint i = 0; i < confab_text_lines_get_n_boxes (self->lines); i++)
    if (confab_text_lines_get_box (self->lines, i)->id == id)
      return i;

  return G_MAXUINT;
}

/* The text that the engine is to look at; %NULL when there is too much of it. */
static char *
join_lines (const ConfabBlock *block,
            gsize             *length)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < block->lines->len; i++)
    {
      const ConfabLine *line = g_ptr_array_index (block->lines, i);

      if (line->length > MAX_LINE_BYTES || text->len + line->length > MAX_BYTES)
        return NULL;

      g_string_append_len (text, line->text, (gssize) line->length);
      g_string_append_c (text, '\n');
    }
  *length = text->len;

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Loads a block into the engine; %FALSE when it stays plain. */
static gboolean
open_buffer (ConfabCodePainter *self,
             const ConfabBlock *block)
{
  ConfabTextStyle *style = confab_text_lines_get_style (self->lines);
  gboolean dark = confab_text_style_get_colors (style)->dark;
  GtkSourceStyleSchemeManager *manager;
  GtkSourceLanguage *language = confab_code_language_find (block->language);
  g_autofree char *text = NULL;
  gsize length;

  if (language == NULL)
    return FALSE;

  text = join_lines (block, &length);
  if (text == NULL)
    return FALSE;

  confab_code_language_keep (language);
  manager = gtk_source_style_scheme_manager_get_default ();
  self->buffer = gtk_source_buffer_new_with_language (language);
  gtk_source_buffer_set_highlight_matching_brackets (self->buffer, FALSE);
  gtk_source_buffer_set_style_scheme (
    self->buffer,
    gtk_source_style_scheme_manager_get_scheme (manager, dark ? "Adwaita-dark" : "Adwaita"));
  gtk_text_buffer_set_enable_undo (GTK_TEXT_BUFFER (self->buffer), FALSE);
  gtk_text_buffer_set_text (GTK_TEXT_BUFFER (self->buffer), text, (int) length);

  return TRUE;
}

static const PangoColor *
look_up_color (ConfabCodePainter *self,
               GtkTextTag        *tag)
{
  gpointer color;
  gboolean is_set;

  if (g_hash_table_lookup_extended (self->tag_colors, tag, NULL, &color))
    return color;

  g_object_get (tag, "foreground-set", &is_set, NULL);
  color = NULL;
  if (is_set)
    {
      g_autoptr (GdkRGBA) rgba = NULL;
      PangoColor *pango = g_new (PangoColor, 1);
      ConfabTextStyle *style = confab_text_lines_get_style (self->lines);

      g_object_get (tag, "foreground-rgba", &rgba, NULL);
      *pango = confab_code_colors_make_legible (rgba,
                                                confab_text_style_get_colors (style)->dark);
      color = pango;
    }
  g_hash_table_insert (self->tag_colors, tag, color);

  return color;
}

static void
take_line (ConfabCodePainter *self,
           ConfabCodeColors  *colors,
           guint              line)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  GtkTextIter at;
  GtkTextIter end;

  gtk_text_buffer_get_iter_at_line (buffer, &at, (int) line);
  end = at;
  if (!gtk_text_iter_ends_line (&end))
    gtk_text_iter_forward_to_line_end (&end);

  while (gtk_text_iter_compare (&at, &end) < 0)
    {
      g_autoptr (GSList) tags = gtk_text_iter_get_tags (&at);
      const PangoColor *color = NULL;
      int start = gtk_text_iter_get_line_index (&at);

      /* The last one has the highest priority. */
      for (GSList *l = tags; l != NULL; l = l->next)
        {
          const PangoColor *own = look_up_color (self, l->data);

          if (own != NULL)
            color = own;
        }

      if (!gtk_text_iter_forward_to_tag_toggle (&at, NULL) || gtk_text_iter_compare (&at, &end) > 0)
        at = end;
      if (color != NULL)
        confab_code_colors_add_run (colors, (gsize) start,
                                    (gsize) gtk_text_iter_get_line_index (&at), color);
    }

  confab_code_colors_end_line (colors);
}

/* Colours the next lines of the block; %TRUE when that was all. */
static gboolean
paint_slice (ConfabCodePainter *self,
             guint              position,
             const ConfabBlock *block)
{
  ConfabCodeColors *colors = confab_text_lines_get_colors (self->lines, position);
  gint64 start_us = g_get_monotonic_time ();
  GtkTextIter start;
  GtkTextIter end;
  guint first;
  guint last;

  if (colors == NULL)
    {
      clear_buffer (self); /* of a text that is no more */
      colors = confab_code_colors_new ();
      confab_text_lines_set_colors (self->lines, position, colors);
    }

  if (self->buffer == NULL)
    {
      if (!open_buffer (self, block))
        {
          /* Known to have no colours. */
          while (confab_code_colors_get_n_lines (colors) < block->lines->len)
            confab_code_colors_end_line (colors);
          return TRUE;
        }
      return FALSE; /* loading was enough for once */
    }

  first = confab_code_colors_get_n_lines (colors);
  while (confab_code_colors_get_n_lines (colors) < block->lines->len &&
         (confab_code_colors_get_n_lines (colors) == first ||
          g_get_monotonic_time () - start_us < SLICE_US))
    {
      guint from = confab_code_colors_get_n_lines (colors);

      last = MIN (from + SLICE_LINES, block->lines->len);
      gtk_text_buffer_get_iter_at_line (GTK_TEXT_BUFFER (self->buffer), &start, (int) from);
      gtk_text_buffer_get_iter_at_line (GTK_TEXT_BUFFER (self->buffer), &end, (int) last);
      gtk_source_buffer_ensure_highlight (self->buffer, &start, &end);
      for (guint i = from; i < last; i++)
        take_line (self, colors, i);
    }

  self->counters->code_slices++;
  confab_text_lines_color_lines (self->lines, position, first,
                                 confab_code_colors_get_n_lines (colors));
  gtk_widget_queue_draw (self->widget);

  return confab_code_colors_get_n_lines (colors) == block->lines->len;
}

static gboolean
paint_cb (gpointer data)
{
  ConfabCodePainter *self = data;
  ConfabDocument *document = confab_text_lines_get_document (self->lines);
  gboolean done = TRUE;

  if (document != NULL && self->wanted->len > 0)
    {
      guint position = find_block (self, g_array_index (self->wanted, guint, 0));
      const ConfabBlock *block = NULL;

      if (position < confab_document_get_n_blocks (document))
        block = confab_document_get_block (document, position);
      if (block != NULL && block->kind == CONFAB_BLOCK_CODE && block->closed &&
          block->language != NULL)
        done = paint_slice (self, position, block);
    }

  if (done)
    {
      clear_buffer (self);
      if (self->wanted->len > 0)
        g_array_remove_index (self->wanted, 0);
    }

  if (self->wanted->len > 0)
    return G_SOURCE_CONTINUE;

  self->source = 0;

  return G_SOURCE_REMOVE;
}

/**
 * confab_code_painter_want:
 * @self: the painter
 * @block: a closed block of code with a language
 *
 * Says that the block is in view. When it has its colours already, nothing happens.
 */
void
confab_code_painter_want (ConfabCodePainter *self,
                          guint              block)
{
  ConfabDocument *document;
  ConfabCodeColors *colors;
  guint id;

  g_return_if_fail (self != NULL);

  document = confab_text_lines_get_document (self->lines);
  colors = confab_text_lines_get_colors (self->lines, block);
  if (colors != NULL && confab_code_colors_get_n_lines (colors) >=
                          confab_document_get_block (document, block)->lines->len)
    return;

  id = confab_text_lines_get_box (self->lines, block)->id;
  for (guint i = 0; i < self->wanted->len; i++)
    if (g_array_index (self->wanted, guint, i) == id)
      return;

  g_array_append_val (self->wanted, id);
  if (self->source == 0)
    self->source = g_idle_add_full (G_PRIORITY_LOW, paint_cb, self, NULL);
}

/**
 * confab_code_painter_reset:
 * @self: the painter
 *
 * Forgets what was wanted: another text, or other colours.
 */
void
confab_code_painter_reset (ConfabCodePainter *self)
{
  g_return_if_fail (self != NULL);

  g_array_set_size (self->wanted, 0);
  clear_buffer (self);
  g_clear_handle_id (&self->source, g_source_remove);
}

/**
 * confab_code_painter_is_busy:
 * @self: the painter
 *
 * Returns: whether there is something left to colour
 */
gboolean
confab_code_painter_is_busy (ConfabCodePainter *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->source != 0;
}

/**
 * confab_code_painter_new:
 * @lines: (transfer none): where the code is, and where the colours go
 * @widget: (transfer none): what is drawn again when there are new colours
 * @counters: where work is counted; all three must outlive the painter
 *
 * Returns: (transfer full): a painter with nothing to do
 */
ConfabCodePainter *
confab_code_painter_new (ConfabTextLines    *lines,
                         GtkWidget          *widget,
                         ConfabChatCounters *counters)
{
  ConfabCodePainter *self = g_new0 (ConfabCodePainter, 1);

  self->lines = lines;
  self->widget = widget;
  self->counters = counters;
  self->wanted = g_array_new (FALSE, FALSE, sizeof (guint));
  self->tag_colors = g_hash_table_new_full (NULL, NULL, NULL, g_free);

  return self;
}

/**
 * confab_code_painter_free:
 * @self: (transfer full): the painter
 */
void
confab_code_painter_free (ConfabCodePainter *self)
{
  g_return_if_fail (self != NULL);

  confab_code_painter_reset (self);
  g_array_unref (self->wanted);
  g_hash_table_unref (self->tag_colors);
  g_free (self);
}
