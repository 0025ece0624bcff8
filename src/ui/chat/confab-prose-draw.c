/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-prose-private.h"

/* The caret: a block behind the last character of an answer that is being written. */
#define CARET_GAP 2
#define CARET_WIDTH 4
#define CARET_HEIGHT 0.8f /* of the visual line */
#define CARET_ALPHA 0.7f

/* Tints of the text's own colour, and of the accent. */
#define GROUND_ALPHA 0.05f
#define CODE_ALPHA 0.06f
#define HAIR_ALPHA 0.1f
#define BAR_ALPHA 0.15f
#define BOX_ALPHA 0.5f
#define MARK_ALPHA 0.14f

#define GROUND_RADIUS 12
#define TINT_RADIUS 4

/* Of a citation's mark and of code in a line, in em: from the baseline up, and down. The digit of a
 * mark is 0.5 high and stands 0.2 above the baseline. */
#define MARK_TOP 0.87f
#define MARK_BOTTOM -0.04f
#define MARK_INSET 0.04f
#define MARK_INSET_LONG -0.04f /* of a number with two digits and more */
#define MARK_OUTLINE 0.1f /* around all that, so that the outline of high contrast leaves the digit alone */
#define CODE_TOP 0.9f
#define CODE_BOTTOM 0.28f
#define CODE_OUTSET 0.13f

/* The box of a task, in em. */
#define TASK_SIZE 0.9f
#define TASK_RAISE 0.08f

typedef struct {
  ConfabProse            *prose;
  ConfabTextLines        *lines;
  const ConfabTextColors *colors;
  GtkSnapshot            *snapshot;
} Drawing;

static float
to_float (gint64 units)
{
  return (float) units / PANGO_SCALE;
}

static GdkRGBA
tint (const GdkRGBA *color,
      float          alpha)
{
  GdkRGBA tinted = *color;

  tinted.alpha *= alpha;

  return tinted;
}

static void
fill_rounded (GtkSnapshot           *snapshot,
              const graphene_rect_t *bounds,
              float                  radius,
              const GdkRGBA         *color)
{
  GskRoundedRect rounded;

  gsk_rounded_rect_init_from_rect (&rounded, bounds, radius);
  gtk_snapshot_push_rounded_clip (snapshot, &rounded);
  gtk_snapshot_append_color (snapshot, color, bounds);
  gtk_snapshot_pop (snapshot);
}

static void
outline_rounded (GtkSnapshot           *snapshot,
                 const graphene_rect_t *bounds,
                 float                  radius,
                 const GdkRGBA         *color)
{
  GskRoundedRect rounded;

  gsk_rounded_rect_init_from_rect (&rounded, bounds, radius);
  gtk_snapshot_append_border (snapshot, &rounded, (float[4]) { 1, 1, 1, 1 },
                              (GdkRGBA[4]) { *color, *color, *color, *color });
}

/* Pieces */

static void
draw_tint (Drawing       *self,
           GtkSnapshot   *snapshot,
           gboolean       is_mark,
           gboolean       is_long,
           float          left,
           float          right,
           float          baseline)
{
  float em = to_float (confab_text_style_get_em (confab_text_lines_get_style (self->lines)));
  GdkRGBA color;
  graphene_rect_t bounds;

  if (is_mark)
    {
      float outset = self->colors->high_contrast ? MARK_OUTLINE * em : 0;
      float inset = (is_long ? MARK_INSET_LONG : MARK_INSET) * em - outset;

      color = tint (&self->colors->accent, MARK_ALPHA);
      bounds = GRAPHENE_RECT_INIT (left + inset, baseline - MARK_TOP * em - outset,
                                   right - left - 2 * inset,
                                   (MARK_TOP + MARK_BOTTOM) * em + 2 * outset);
    }
  else
    {
      color = tint (&self->colors->text, CODE_ALPHA);
      bounds = GRAPHENE_RECT_INIT (left - CODE_OUTSET * em, baseline - CODE_TOP * em,
                                   right - left + 2 * CODE_OUTSET * em,
                                   (CODE_TOP + CODE_BOTTOM) * em);
    }

  fill_rounded (snapshot, &bounds, TINT_RADIUS, &color);
  if (is_mark && self->colors->high_contrast)
    outline_rounded (snapshot, &bounds, TINT_RADIUS, &self->colors->accent);
}

/* What is behind the marks of citations and behind code in a line. */
static void
draw_tints (Drawing         *self,
            GtkSnapshot     *snapshot,
            ConfabTextPiece *piece)
{
  ConfabDocument *document = confab_text_lines_get_document (self->lines);
  const ConfabBlock *block = confab_document_get_block (document, piece->block);
  const ConfabLine *line = g_ptr_array_index (block->lines, piece->line);

  for (guint i = confab_text_style_find_span (line, piece->start);
       i < line->n_spans && line->spans[i].start < piece->start + piece->length; i++)
    {
      const ConfabSpan *span = &line->spans[i];
      g_autoptr (PangoLayoutIter) iter = NULL;
      int start;
      int end;

      if ((span->flags & (CONFAB_SPAN_CITATION | CONFAB_SPAN_CODE)) == 0)
        continue;

      start = (int) (MAX (span->start, piece->start) - piece->start);
      end = (int) (MIN (span->end, piece->start + piece->length) - piece->start);
      iter = pango_layout_get_iter (piece->layout);
      do
        {
          PangoLayoutLine *visual = pango_layout_iter_get_line_readonly (iter);
          g_autofree int *ranges = NULL;
          int n;

          if (visual->start_index >= end)
            break;
          if (visual->start_index + visual->length <= start)
            continue;

          pango_layout_line_get_x_ranges (visual, MAX (start, visual->start_index),
                                          MIN (end, visual->start_index + visual->length),
                                          &ranges, &n);
          for (int k = 0; k < n; k++)
            draw_tint (self, snapshot, (span->flags & CONFAB_SPAN_CITATION) != 0,
                       span->end - span->start > 1, to_float (ranges[2 * k]),
                       to_float (ranges[2 * k + 1]),
                       to_float (pango_layout_iter_get_baseline (iter)));
        }
      while (pango_layout_iter_next_line (iter));
    }
}

static void
draw_piece (Drawing         *self,
            ConfabTextPiece *piece)
{
  if (piece->node == NULL)
    {
      GtkSnapshot *own = gtk_snapshot_new ();

      draw_tints (self, own, piece);
      gtk_snapshot_append_layout (own, piece->layout, &self->colors->text);
      piece->node = gtk_snapshot_free_to_node (own);
      self->prose->counters->nodes_made++;
    }

  gtk_snapshot_save (self->snapshot);
  gtk_snapshot_translate (self->snapshot,
                          &GRAPHENE_POINT_INIT (
                            to_pixels (confab_text_lines_get_piece_x (self->lines, piece)),
                            to_pixels (piece->y)));
  confab_text_marks_draw_below (self->prose->marks, self->snapshot, piece);
  if (piece->node != NULL) /* else blanks only */
    gtk_snapshot_append_node (self->snapshot, piece->node);
  confab_text_marks_draw_above (self->prose->marks, self->snapshot, piece);
  gtk_snapshot_restore (self->snapshot);
}

/* Boxes */

static void
draw_quote (Drawing             *self,
            const ConfabBlock   *block,
            const ConfabBlock   *before,
            const ConfabBlockBox *box,
            guint                container,
            gint64               bottom)
{
  int em = confab_text_style_get_em (confab_text_lines_get_style (self->lines));
  int width = confab_text_lines_get_width (self->lines) * PANGO_SCALE;
  int x = confab_block_box_get_indent (block, container, em, width);
  gint64 top = box->y;
  GdkRGBA color = tint (&self->colors->text, BAR_ALPHA);

  /* One bar for all of a quote. */
  if (before != NULL && container < before->n_containers &&
      before->containers[container].id == block->containers[container].id)
    top -= box->gap;
  if (box->rtl)
    x = gtk_widget_get_width (GTK_WIDGET (self->prose)) * PANGO_SCALE - x - CONFAB_QUOTE_BAR;
  gtk_snapshot_append_color (self->snapshot, &color,
                             &GRAPHENE_RECT_INIT (to_pixels (x), to_pixels (top),
                                                  to_pixels (CONFAB_QUOTE_BAR),
                                                  to_pixels (bottom) - to_pixels (top)));
}

static void
draw_task (Drawing    *self,
           ConfabTask  task,
           float       right,
           float       baseline,
           float       em)
{
  float size = TASK_SIZE * em;
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (right - size,
                                               baseline + TASK_RAISE * em - size, size, size);
  GdkRGBA color = tint (&self->colors->text, BOX_ALPHA);
  cairo_t *cr;

  outline_rounded (self->snapshot, &bounds, TINT_RADIUS, &color);
  if (task != CONFAB_TASK_DONE)
    return;

  cr = gtk_snapshot_append_cairo (self->snapshot, &bounds);
  gdk_cairo_set_source_rgba (cr, &self->colors->accent);
  cairo_set_line_width (cr, 0.13 * (double) em);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_move_to (cr, (double) (bounds.origin.x + 0.25f * size),
                 (double) (bounds.origin.y + 0.52f * size));
  cairo_line_to (cr, (double) (bounds.origin.x + 0.44f * size),
                 (double) (bounds.origin.y + 0.71f * size));
  cairo_line_to (cr, (double) (bounds.origin.x + 0.76f * size),
                 (double) (bounds.origin.y + 0.3f * size));
  cairo_stroke (cr);
  cairo_destroy (cr);
}

/* What stands before an item, on the baseline of its first line. */
static void
draw_marker (Drawing             *self,
             const ConfabBlock   *block,
             const ConfabBlockBox *box,
             guint                container)
{
  const ConfabContainer *item = &block->containers[container];
  ConfabTextStyle *style = confab_text_lines_get_style (self->lines);
  int em = confab_text_style_get_em (style);
  int width = confab_text_lines_get_width (self->lines) * PANGO_SCALE;
  int shown = gtk_widget_get_width (GTK_WIDGET (self->prose)) * PANGO_SCALE;
  int end = confab_block_box_get_indent (block, container + 1, em, width) - CONFAB_MARKER_GAP;
  ConfabTextPiece *piece = confab_text_lines_get_piece (self->lines, box->first, TRUE);
  int baseline = pango_layout_get_baseline (piece->layout);
  g_autoptr (PangoLayout) layout = NULL;
  int marker_width;

  if (item->task != CONFAB_TASK_NONE)
    {
      float right = to_float (box->rtl ? shown - end : end);

      draw_task (self, item->task, box->rtl ? right + TASK_SIZE * to_float (em) : right,
                 (float) to_pixels (piece->y) + to_float (baseline), to_float (em));
      return;
    }

  layout = confab_text_style_make_marker (style, item->marker != NULL ? item->marker : "•");
  pango_layout_get_size (layout, &marker_width, NULL);
  gtk_snapshot_save (self->snapshot);
  gtk_snapshot_translate (self->snapshot,
                          &GRAPHENE_POINT_INIT (
                            to_pixels (box->rtl ? shown - end : end - marker_width),
                            (float) to_pixels (piece->y) +
                              to_float (baseline - pango_layout_get_baseline (layout))));
  gtk_snapshot_append_layout (self->snapshot, layout, &self->colors->text);
  gtk_snapshot_restore (self->snapshot);
}

static void
draw_ground (Drawing       *self,
             const graphene_rect_t *bounds)
{
  GdkRGBA color = tint (&self->colors->text, GROUND_ALPHA);

  fill_rounded (self->snapshot, bounds, GROUND_RADIUS, &color);
  if (self->colors->high_contrast)
    outline_rounded (self->snapshot, bounds, GROUND_RADIUS, &self->colors->text);
}

static void
draw_hair_line (Drawing *self,
                float    left,
                float    right,
                gint64   y)
{
  GdkRGBA color = tint (&self->colors->text, HAIR_ALPHA);

  gtk_snapshot_append_color (self->snapshot, &color,
                             &GRAPHENE_RECT_INIT (left, to_pixels (y), right - left, 1));
}

static void
draw_containers (Drawing           *self,
                 guint              position,
                 const ConfabBlock *block,
                 guint              first,
                 gint64             bottom)
{
  const ConfabBlockBox *box = confab_text_lines_get_box (self->lines, position);
  const ConfabBlock *before = NULL;

  if (position > 0)
    before = confab_document_get_block (self->prose->document, position - 1);

  for (guint i = 0; i < block->n_containers; i++)
    if (block->containers[i].kind == CONFAB_CONTAINER_QUOTE)
      draw_quote (self, block, before, box, i, bottom);
    else if (block->containers[i].first && box->first >= first)
      draw_marker (self, block, box, i);
}

/* Draws the pieces of a block from @first on that are above @limit; returns the first after them. */
static guint
draw_pieces (Drawing           *self,
             const ConfabBlock *block,
             guint              first,
             guint              end,
             gint64             limit,
             float              left,
             float              right)
{
  for (guint i = first; i < end; i++)
    {
      ConfabTextPiece *piece = confab_text_lines_get_piece (self->lines, i, FALSE);

      if (piece->top > limit)
        return i;

      if (piece->estimated)
        {
          if (piece->y < (gint64) self->prose->view_bottom * PANGO_SCALE &&
              piece->bottom > (gint64) self->prose->view_top * PANGO_SCALE)
            self->prose->counters->holes++;
          continue;
        }
      if (block->kind == CONFAB_BLOCK_RULE)
        {
          draw_hair_line (self, left, right, piece->y);
          continue;
        }
      if (block->kind == CONFAB_BLOCK_TABLE && piece->start == 0 &&
          piece->line >= block->n_columns && piece->line % block->n_columns == 0)
        draw_hair_line (self, left, right, piece->top);
      draw_piece (self, confab_text_lines_get_piece (self->lines, i, TRUE));
    }

  return end;
}

static guint
draw_box (Drawing *self,
          guint    position,
          guint    first,
          gint64   limit)
{
  const ConfabBlockBox *box = confab_text_lines_get_box (self->lines, position);
  const ConfabBlock *block = confab_document_get_block (self->prose->document, position);
  gboolean framed = confab_block_box_has_frame (box->kind);
  graphene_rect_t bounds;
  guint end = confab_text_lines_get_n (self->lines);
  gint64 bottom;
  int left;
  int right;

  if (position + 1 < confab_text_lines_get_n_boxes (self->lines))
    end = confab_text_lines_get_box (self->lines, position + 1)->first;

  confab_text_lines_get_box_bounds (self->lines, position, &left, &right, &bottom);
  if (block->n_containers > 0)
    draw_containers (self, position, block, first, bottom);

  if (!framed)
    return draw_pieces (self, block, first, end, limit, to_float (left), to_float (right));

  bounds = GRAPHENE_RECT_INIT (to_pixels (left), to_pixels (box->y),
                               to_pixels (right) - to_pixels (left),
                               to_pixels (bottom) - to_pixels (box->y));
  draw_ground (self, &bounds);
  gtk_snapshot_push_clip (self->snapshot, &bounds);
  end = draw_pieces (self, block, first, end, limit, to_float (left), to_float (right));
  gtk_snapshot_pop (self->snapshot);

  if (block->kind == CONFAB_BLOCK_CODE && block->closed && block->language != NULL)
    {
      if (self->prose->painter == NULL)
        self->prose->painter = confab_code_painter_new (self->lines, GTK_WIDGET (self->prose),
                                                        self->prose->counters);
      confab_code_painter_want (self->prose->painter, position);
    }

  return end;
}

/* The caret */

static void
draw_caret (Drawing *self)
{
  ConfabTextPiece *piece;
  PangoRectangle position;
  GdkRGBA color = tint (&self->colors->text, CARET_ALPHA);
  float height;
  float x;
  float y;

  piece = confab_text_lines_get_piece (self->lines, confab_text_lines_get_n (self->lines) - 1,
                                       TRUE);
  pango_layout_index_to_pos (piece->layout, (int) piece->length, &position);
  height = to_float (position.height);
  x = to_float (position.x + confab_text_lines_get_piece_x (self->lines, piece));
  x = piece->rtl ? x - CARET_GAP - CARET_WIDTH : x + CARET_GAP;
  y = (float) to_pixels (piece->y) + to_float (position.y) + height * (1 - CARET_HEIGHT) / 2;
  gtk_snapshot_append_color (self->snapshot, &color,
                             &GRAPHENE_RECT_INIT (x, y, CARET_WIDTH, height * CARET_HEIGHT));
}

/**
 * confab_prose_draw:
 * @self: the widget
 * @snapshot: what is drawn on
 *
 * Draws what is in view, and half a page more at each end, which the next frames will need.
 */
void
confab_prose_draw (ConfabProse *self,
                   GtkSnapshot *snapshot)
{
  ConfabTextStyle *style = confab_text_lines_get_style (self->lines);
  Drawing drawing = { self, self->lines, NULL, snapshot };
  guint n = confab_text_lines_get_n (self->lines);
  int margin = (self->view_bottom - self->view_top) / 2;
  gint64 limit;
  guint first;
  guint end;

  if (n == 0)
    return;

  confab_text_lines_follow_colors (self->lines);
  drawing.colors = confab_text_style_get_colors (style);

  self->drawn_top = self->view_top - margin;
  self->drawn_bottom = self->view_bottom + margin;
  limit = (gint64) self->drawn_bottom * PANGO_SCALE;
  first = confab_text_lines_find (self->lines, (gint64) self->drawn_top * PANGO_SCALE);
  end = first;
  for (guint block = confab_text_lines_get_piece (self->lines, first, FALSE)->block;
       block < confab_text_lines_get_n_boxes (self->lines) &&
       confab_text_lines_get_box (self->lines, block)->y <= limit; block++)
    end = draw_box (&drawing, block, end, limit);

  if (self->caret && end == n)
    draw_caret (&drawing);

  confab_text_lines_keep_only (self->lines, first, end);
  confab_prose_draw_frames (self, snapshot);
}
