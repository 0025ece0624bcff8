/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-text-marks.h"

#include <math.h>

#include "confab-place.h"
#include "confab-theme-color.h"

/* A selected line without text shows this much, pixels. */
#define EMPTY_WIDTH 6
#define FOCUSED_ALPHA 0.3
#define UNFOCUSED_ALPHA 0.15
#define FOCUS_WIDTH 2
/* What was found, and the place that is meant. */
#define FOUND_ALPHA 0.35
#define CHOSEN_ALPHA 0.85

enum {
  MARK_SELECTION,
  MARK_HOVER,
  MARK_FOCUS,
  N_MARKS,
};

typedef struct {
  gboolean        set;
  ConfabTextRange range;
} Mark;

struct _ConfabTextMarks {
  GtkWidget       *widget; /* unowned: its owner */
  Mark             marks[N_MARKS];
  ConfabTextPlace  caret;
  ConfabTextPlace  kept; /* of the text, through all changes that nobody has asked for yet */
  gboolean         has_caret;
  gboolean         has_kept;
  gboolean         focused;
  GArray          *found; /* (nullable): of ConfabTextRange, in order */
  guint            chosen;
};

/* Geometry */

/* The part of a piece that lies in a range; %FALSE when there is none. An empty part counts when
 * the range goes on in the next line. */
static gboolean
find_part (const ConfabTextPiece *piece,
           const ConfabTextRange *range,
           int                   *from,
           int                   *to)
{
  ConfabTextPlace first = { piece->block, piece->line, piece->start, 0 };
  ConfabTextPlace last = { piece->block, piece->line, piece->start + piece->length, 0 };

  if (confab_place_compare (&range->start, &last) > 0 ||
      confab_place_compare (&range->end, &first) <= 0)
    return FALSE;

  *from = confab_place_compare (&range->start, &first) > 0
              ? (int) (range->start.byte - piece->start)
              : 0;
  *to = confab_place_compare (&range->end, &last) < 0 ? (int) (range->end.byte - piece->start)
                                                      : (int) piece->length;

  return *from < *to || piece->length == 0;
}

typedef void (*DrawFunc) (ConfabTextMarks       *self,
                          GtkSnapshot           *snapshot,
                          const graphene_rect_t *area,
                          float                  baseline,
                          const GdkRGBA         *color);

static void
draw_line (ConfabTextMarks *self,
           GtkSnapshot     *snapshot,
           PangoLayoutIter *iter,
           int              from,
           int              to,
           DrawFunc         draw,
           const GdkRGBA   *color)
{
  PangoLayoutLine *line = pango_layout_iter_get_line_readonly (iter);
  int start = MAX (from, line->start_index);
  int end = MIN (to, line->start_index + line->length);
  float baseline = (float) pango_layout_iter_get_baseline (iter) / PANGO_SCALE;
  g_autofree int *ranges = NULL;
  PangoRectangle extents;
  float top;
  float bottom;
  int n;

  if (start > end || (start == end && line->length > 0))
    return;

  /* Whole pixels: no seam between one line and the next. */
  pango_layout_iter_get_line_extents (iter, NULL, &extents);
  top = floorf ((float) extents.y / PANGO_SCALE);
  bottom = floorf ((float) (extents.y + extents.height) / PANGO_SCALE);

  if (line->length == 0)
    {
      draw (self, snapshot,
            &GRAPHENE_RECT_INIT ((float) extents.x / PANGO_SCALE, top, EMPTY_WIDTH, bottom - top),
            baseline, color);
      return;
    }

  pango_layout_line_get_x_ranges (line, start, end, &ranges, &n);
  for (int i = 0; i < n; i++)
    {
      float left = (float) ranges[2 * i] / PANGO_SCALE;
      float right = (float) ranges[2 * i + 1] / PANGO_SCALE;

      draw (self, snapshot, &GRAPHENE_RECT_INIT (left, top, right - left, bottom - top), baseline,
            color);
    }
}

static void
draw_range (ConfabTextMarks       *self,
            GtkSnapshot           *snapshot,
            const ConfabTextPiece *piece,
            const ConfabTextRange *range,
            DrawFunc               draw,
            const GdkRGBA         *color)
{
  g_autoptr (PangoLayoutIter) iter = NULL;
  int from;
  int to;

  if (!find_part (piece, range, &from, &to))
    return;

  iter = pango_layout_get_iter (piece->layout);
  do
    draw_line (self, snapshot, iter, from, to, draw, color);
  while (pango_layout_iter_next_line (iter));
}

static void
draw_mark (ConfabTextMarks       *self,
           GtkSnapshot           *snapshot,
           const ConfabTextPiece *piece,
           guint                  mark,
           DrawFunc               draw,
           const GdkRGBA         *color)
{
  if (self->marks[mark].set)
    draw_range (self, snapshot, piece, &self->marks[mark].range, draw, color);
}

/* Drawing */

static void
fill (ConfabTextMarks       *self,
      GtkSnapshot           *snapshot,
      const graphene_rect_t *area,
      float                  baseline,
      const GdkRGBA         *color)
{
  gtk_snapshot_append_color (snapshot, color, area);
}

static void
underline (ConfabTextMarks       *self,
           GtkSnapshot           *snapshot,
           const graphene_rect_t *area,
           float                  baseline,
           const GdkRGBA         *color)
{
  gtk_snapshot_append_color (snapshot, color,
                             &GRAPHENE_RECT_INIT (area->origin.x, floorf (baseline) + 2,
                                                  area->size.width, 1));
}

static void
outline (ConfabTextMarks       *self,
         GtkSnapshot           *snapshot,
         const graphene_rect_t *area,
         float                  baseline,
         const GdkRGBA         *color)
{
  graphene_rect_t bounds = *area;
  GskRoundedRect rounded;

  graphene_rect_inset (&bounds, -FOCUS_WIDTH, 0);
  gsk_rounded_rect_init_from_rect (&rounded, &bounds, 4);
  gtk_snapshot_append_border (snapshot, &rounded,
                              (float[4]) { FOCUS_WIDTH, FOCUS_WIDTH, FOCUS_WIDTH, FOCUS_WIDTH },
                              (GdkRGBA[4]) { *color, *color, *color, *color });
}

/* A colour of the theme; that of the text where the theme has none of the name. */
static void
look_up_color (ConfabTextMarks *self,
               const char      *name,
               float            alpha,
               GdkRGBA         *color)
{
  confab_theme_color_get (self->widget, name, color);
  color->alpha *= alpha;
}

/* The first of the found ranges that is not before a piece. */
static guint
find_first_found (ConfabTextMarks       *self,
                  const ConfabTextPiece *piece)
{
  ConfabTextPlace start = { piece->block, piece->line, piece->start, 0 };
  guint low = 0;
  guint high = self->found->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (confab_place_compare (&g_array_index (self->found, ConfabTextRange, middle).end,
                                &start) <= 0)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

static void
draw_found (ConfabTextMarks       *self,
            GtkSnapshot           *snapshot,
            const ConfabTextPiece *piece)
{
  ConfabTextPlace end = { piece->block, piece->line, piece->start + piece->length, 0 };

  for (guint i = find_first_found (self, piece); i < self->found->len; i++)
    {
      const ConfabTextRange *range = &g_array_index (self->found, ConfabTextRange, i);
      GdkRGBA color;

      if (confab_place_compare (&range->start, &end) >= 0)
        return;

      look_up_color (self, "warning_bg_color",
                     (float) (i == self->chosen ? CHOSEN_ALPHA : FOUND_ALPHA), &color);
      draw_range (self, snapshot, piece, range, fill, &color);
    }
}

/**
 * confab_text_marks_draw_below:
 * @self: the marks
 * @snapshot: what is drawn on, its origin that of the piece
 * @piece: a piece with its layout
 *
 * Draws what is behind the text: what was found, the selection.
 */
void
confab_text_marks_draw_below (ConfabTextMarks       *self,
                              GtkSnapshot           *snapshot,
                              const ConfabTextPiece *piece)
{
  GdkRGBA color;

  g_return_if_fail (self != NULL);

  if (self->found != NULL)
    draw_found (self, snapshot, piece);
  if (!self->marks[MARK_SELECTION].set)
    return;

  if (self->focused)
    look_up_color (self, "accent_bg_color", (float) FOCUSED_ALPHA, &color);
  else
    look_up_color (self, NULL, (float) UNFOCUSED_ALPHA, &color);
  draw_mark (self, snapshot, piece, MARK_SELECTION, fill, &color);
}

/**
 * confab_text_marks_draw_above:
 * @self: the marks
 * @snapshot: what is drawn on, its origin that of the piece
 * @piece: a piece with its layout
 *
 * Draws what is before the text: the caret, the underline of the link under the pointer, and the
 * ring around the link that has the focus.
 */
void
confab_text_marks_draw_above (ConfabTextMarks       *self,
                              GtkSnapshot           *snapshot,
                              const ConfabTextPiece *piece)
{
  ConfabTextPlace first = { piece->block, piece->line, piece->start, 0 };
  ConfabTextPlace last = { piece->block, piece->line, piece->start + piece->length, 0 };
  GdkRGBA color;

  g_return_if_fail (self != NULL);

  if (self->marks[MARK_HOVER].set)
    {
      look_up_color (self, "accent_color", 1, &color);
      draw_mark (self, snapshot, piece, MARK_HOVER, underline, &color);
    }
  if (self->marks[MARK_FOCUS].set)
    {
      look_up_color (self, "accent_color", 1, &color);
      draw_mark (self, snapshot, piece, MARK_FOCUS, outline, &color);
    }
  if (self->has_caret && confab_place_compare (&self->caret, &first) >= 0 &&
      confab_place_compare (&self->caret, &last) <= 0)
    gtk_snapshot_render_insertion_cursor (snapshot, gtk_widget_get_style_context (self->widget), 0,
                                          0, piece->layout, (int) (self->caret.byte - piece->start),
                                          pango_layout_get_direction (piece->layout, 0));
}

/* What is marked */

static void
set_mark (ConfabTextMarks       *self,
          guint                  mark,
          const ConfabTextRange *range)
{
  Mark *old = &self->marks[mark];

  if (old->set == (range != NULL) &&
      (range == NULL || (confab_place_compare (&old->range.start, &range->start) == 0 &&
                         confab_place_compare (&old->range.end, &range->end) == 0)))
    return;

  old->set = range != NULL;
  if (range != NULL)
    old->range = *range;
  gtk_widget_queue_draw (self->widget);
}

/**
 * confab_text_marks_set_selection:
 * @self: the marks
 * @range: (nullable): what is selected
 * @focused: whether keys go to the conversation
 */
void
confab_text_marks_set_selection (ConfabTextMarks       *self,
                                 const ConfabTextRange *range,
                                 gboolean               focused)
{
  g_return_if_fail (self != NULL);

  if (self->focused != focused && (range != NULL || self->marks[MARK_SELECTION].set))
    gtk_widget_queue_draw (self->widget);
  self->focused = focused;
  set_mark (self, MARK_SELECTION, range);
}

/**
 * confab_text_marks_set_caret:
 * @self: the marks
 * @place: (nullable): where the caret of the keyboard stands
 */
void
confab_text_marks_set_caret (ConfabTextMarks       *self,
                             const ConfabTextPlace *place)
{
  g_return_if_fail (self != NULL);

  if (self->has_caret == (place != NULL) &&
      (place == NULL || confab_place_compare (place, &self->caret) == 0))
    return;

  self->has_caret = place != NULL;
  if (place != NULL)
    self->caret = *place;
  gtk_widget_queue_draw (self->widget);
}

/**
 * confab_text_marks_set_hover:
 * @self: the marks
 * @range: (nullable): the link under the pointer
 */
void
confab_text_marks_set_hover (ConfabTextMarks       *self,
                             const ConfabTextRange *range)
{
  g_return_if_fail (self != NULL);

  set_mark (self, MARK_HOVER, range);
}

/**
 * confab_text_marks_set_focus:
 * @self: the marks
 * @range: (nullable): the link that has the focus
 */
void
confab_text_marks_set_focus (ConfabTextMarks       *self,
                             const ConfabTextRange *range)
{
  g_return_if_fail (self != NULL);

  set_mark (self, MARK_FOCUS, range);
}

/**
 * confab_text_marks_get_focus:
 * @self: the marks
 * @range: (out caller-allocates): the link that has the focus
 *
 * Returns: whether one has, and has a ring around it
 */
gboolean
confab_text_marks_get_focus (ConfabTextMarks *self,
                             ConfabTextRange *range)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (range != NULL, FALSE);

  *range = self->marks[MARK_FOCUS].range;

  return self->marks[MARK_FOCUS].set;
}

/**
 * confab_text_marks_set_found:
 * @self: the marks
 * @ranges: (nullable) (element-type ConfabTextRange): what a search found, in order
 * @chosen: which of them is meant, %G_MAXUINT for none
 */
void
confab_text_marks_set_found (ConfabTextMarks *self,
                             GArray          *ranges,
                             guint            chosen)
{
  g_return_if_fail (self != NULL);

  if (ranges != NULL && ranges->len == 0)
    ranges = NULL;
  if (ranges == NULL && self->found == NULL)
    return;

  if (ranges != NULL)
    g_array_ref (ranges);
  g_clear_pointer (&self->found, g_array_unref);
  self->found = ranges;
  self->chosen = chosen;
  gtk_widget_queue_draw (self->widget);
}

/**
 * confab_text_marks_note_change:
 * @self: the marks
 * @change: what the document's update answered
 *
 * Remembers where the text that is as it was ends, until that is asked for.
 */
void
confab_text_marks_note_change (ConfabTextMarks            *self,
                               const ConfabDocumentChange *change)
{
  ConfabTextPlace kept = { change->kept_blocks, change->kept_lines, change->kept_bytes, 0 };

  g_return_if_fail (self != NULL);

  if (!self->has_kept || confab_place_compare (&kept, &self->kept) < 0)
    self->kept = kept;
  self->has_kept = TRUE;
}

/**
 * confab_text_marks_take_kept:
 * @self: the marks
 * @kept: (out caller-allocates): where the text that is as it was ends
 *
 * Returns: whether the text changed since this was asked last
 */
gboolean
confab_text_marks_take_kept (ConfabTextMarks *self,
                             ConfabTextPlace *kept)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (!self->has_kept)
    return FALSE;

  *kept = self->kept;
  self->has_kept = FALSE;

  return TRUE;
}

/**
 * confab_text_marks_reset:
 * @self: the marks
 *
 * Marks nothing: there is another text now.
 */
void
confab_text_marks_reset (ConfabTextMarks *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < N_MARKS; i++)
    self->marks[i].set = FALSE;
  self->has_caret = FALSE;
  self->has_kept = FALSE;
  g_clear_pointer (&self->found, g_array_unref);
}

/**
 * confab_text_marks_new:
 * @widget: (transfer none): the widget that draws them, and which owns them
 *
 * Returns: (transfer full): marks of nothing
 */
ConfabTextMarks *
confab_text_marks_new (GtkWidget *widget)
{
  ConfabTextMarks *self = g_new0 (ConfabTextMarks, 1);

  self->widget = widget;

  return self;
}

/**
 * confab_text_marks_free:
 * @self: (transfer full): the marks
 */
void
confab_text_marks_free (ConfabTextMarks *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->found, g_array_unref);
  g_free (self);
}
