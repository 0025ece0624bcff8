/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-message-list-private.h"

#include <math.h>

/* Measures of the column, from the house's drawings. */
#define COLUMN_WIDTH 760
#define COLUMN_MARGIN 24
#define NARROW_WIDTH 560
#define NARROW_MARGIN 14

#define MAX_PASSES 4

/* Coordinates. The anchor has a fixed one; those of all others follow from it by the heights. */

/**
 * confab_message_list_get_row_top:
 * @self: the list
 * @position: a message, or the number of messages
 *
 * Returns: the coordinate of its top; of the end of the last row, gap included
 */
gint64
confab_message_list_get_row_top (ConfabMessageList *self,
                                 guint              position)
{
  return self->anchor_y + confab_heights_sum (self->heights, position) -
         confab_heights_sum (self->heights, self->anchor);
}

/**
 * confab_message_list_set_anchor:
 * @self: the list
 * @position: a message
 *
 * Lets another row be the one that does not move. Nothing moves by that.
 */
void
confab_message_list_set_anchor (ConfabMessageList *self,
                                guint              position)
{
  self->anchor_y = confab_message_list_get_row_top (self, position);
  self->anchor = position;
}

/**
 * confab_message_list_get_lower:
 * @self: the list
 *
 * Returns: the coordinate where all begins
 */
gint64
confab_message_list_get_lower (ConfabMessageList *self)
{
  return confab_message_list_get_row_top (self, 0) - TOP_MARGIN;
}

/**
 * confab_message_list_get_upper:
 * @self: the list
 *
 * Returns: the coordinate where all ends
 */
gint64
confab_message_list_get_upper (ConfabMessageList *self)
{
  gint64 end = confab_message_list_get_row_top (self, confab_heights_get_n (self->heights));

  return end - ROW_GAP + BOTTOM_MARGIN;
}

/**
 * confab_message_list_get_view_top:
 * @self: the list
 *
 * Returns: the coordinate of the first pixel in view: values can have fractions, pixels cannot
 */
gint64
confab_message_list_get_view_top (ConfabMessageList *self)
{
  return (gint64) floor (self->value + 0.5);
}

/* Layout */

typedef struct {
  guint first; /* rows that are in view or near it */
  guint last;
} Range;

/* Lets the row make its heights exact where the view shows them, or may with the next frames. What is
 * read stays: in the row that is the anchor, where it is; in those above, their end. */
static gboolean
show_row_part (ConfabMessageList *self,
               guint              position,
               int                margin)
{
  ConfabMessageRow *row = confab_message_list_get_row (self, position);
  gint64 top = confab_message_list_get_view_top (self);
  gint64 y = confab_message_list_get_row_top (self, position);
  gint64 hold = top;
  int height = confab_heights_get (self->heights, position);
  int moved;

  if (row == NULL)
    return FALSE;

  /* Of what was in view before, something still is as a rule. */
  if (self->placed_top > top && self->placed_top < top + self->height)
    hold = self->placed_top;

  if (!confab_message_row_show (row, top - margin - y, top + self->height + margin - y,
                                CLAMP (hold - y, 0, height), &moved))
    return FALSE;

  if (position == self->anchor && self->follow == CONFAB_FREE)
    self->anchor_y -= moved;
  confab_message_list_measure_row (self, position, FALSE);

  return TRUE;
}

static int
measure_shown (ConfabMessageList *self,
               guint              position,
               int                margin,
               gboolean           create)
{
  confab_message_list_measure_row (self, position, create);
  show_row_part (self, position, margin);

  return confab_heights_get (self->heights, position);
}

/* When the part above a text that is being read grows or shrinks, the text stays. */
static void
measure_anchor (ConfabMessageList *self,
                gboolean           create)
{
  ConfabMessageRow *row = confab_message_list_get_row (self, self->anchor);
  int before = row != NULL ? confab_message_row_get_text_top (row) : 0;
  gint64 y = confab_message_list_get_view_top (self) - self->anchor_y;

  confab_message_list_measure_row (self, self->anchor, create);
  if (row != NULL && self->follow == CONFAB_FREE && y >= before)
    self->anchor_y -= confab_message_row_get_text_top (row) - before;
}

/* Finds the exact heights of all that the view shows, from the anchor on, whose coordinate is the
 * one thing that is certain. */
static Range
fill (ConfabMessageList *self,
      int                margin,
      gboolean           create)
{
  guint n = confab_heights_get_n (self->heights);
  Range range;
  gint64 view_top;
  gint64 top;
  gint64 bottom;

  if (self->follow == CONFAB_FOLLOW)
    confab_message_list_set_anchor (self, n - 1);
  measure_anchor (self, create);
  do
    if (self->follow == CONFAB_FOLLOW)
      self->value = (double) (confab_message_list_get_upper (self) - self->height);
  while (show_row_part (self, self->anchor, margin) && self->follow == CONFAB_FOLLOW);

  view_top = confab_message_list_get_view_top (self);
  top = self->anchor_y;
  bottom = top + confab_heights_get (self->heights, self->anchor);
  for (range.first = self->anchor; range.first > 0 && top > view_top - margin;)
    top -= measure_shown (self, --range.first, margin, create);
  for (range.last = self->anchor;
       range.last < n - 1 && bottom < view_top + self->height + margin;)
    bottom += measure_shown (self, ++range.last, margin, create);

  return range;
}

/* Keeps the value where there is something to see; in FOLLOW, at the end. %TRUE if it moved. */
static gboolean
settle_value (ConfabMessageList *self)
{
  double before = self->value;
  double lower = (double) confab_message_list_get_lower (self);
  double end = MAX (lower, (double) confab_message_list_get_upper (self) - self->height);

  self->value = self->follow == CONFAB_FOLLOW ? end : CLAMP (self->value, lower, end);

  return self->value != before;
}

static void
anchor_first_visible (ConfabMessageList *self,
                      Range              range)
{
  gint64 top = confab_message_list_get_view_top (self);
  guint position = range.first;

  while (position < range.last &&
         confab_message_list_get_row_top (self, position + 1) - ROW_GAP <= top)
    position++;
  confab_message_list_set_anchor (self, position);
}

static void
release_far_rows (ConfabMessageList *self,
                  int                margin)
{
  GtkWidget *focus = gtk_widget_get_focus_child (GTK_WIDGET (self));
  gint64 top = confab_message_list_get_view_top (self);
  GHashTableIter iter;
  gpointer key;
  gpointer row;

  g_hash_table_iter_init (&iter, self->live);
  while (g_hash_table_iter_next (&iter, &key, &row))
    {
      guint position = GPOINTER_TO_UINT (key);
      gint64 y = confab_message_list_get_row_top (self, position);

      if (y < top + self->height + margin &&
          y + confab_heights_get (self->heights, position) > top - margin)
        continue;
      if (row == focus)
        continue; /* the reader comes back to it by a key */

      g_hash_table_iter_remove (&iter);
      confab_message_list_release_row (self, row);
    }
}

static void
place_rows (ConfabMessageList *self)
{
  gint64 top = confab_message_list_get_view_top (self);
  GHashTableIter iter;
  gpointer key;
  gpointer row;

  self->placed_top = top;
  g_hash_table_iter_init (&iter, self->live);
  while (g_hash_table_iter_next (&iter, &key, &row))
    {
      guint position = GPOINTER_TO_UINT (key);
      gint64 y = confab_message_list_get_row_top (self, position) - top;
      GtkAllocation allocation = {
        (self->width - self->column) / 2,
        (int) CLAMP (y, G_MININT / 2, G_MAXINT / 2),
        self->column,
        confab_heights_get (self->heights, position) - ROW_GAP,
      };

      confab_message_row_set_viewport (row, -allocation.y, -allocation.y + self->height);
      gtk_widget_set_child_visible (row, TRUE);
      gtk_widget_size_allocate (row, &allocation, -1);
    }
}

/**
 * confab_message_list_configure:
 * @self: the list
 *
 * Tells the adjustments. What has grown does so before the window is laid out: the first that needs a
 * scroll bar has the scrolled window ask for a resize, and what asks for that in the middle of a layout
 * can be forgotten by GTK, see confab_message_list_queue_allocate().
 */
void
confab_message_list_configure (ConfabMessageList *self)
{
  int width = self->width;
  int height = self->height;
  double lower = 0;
  double upper = height;

  if (confab_heights_get_n (self->heights) > 0)
    {
      lower = (double) confab_message_list_get_lower (self);
      upper = MAX ((double) confab_message_list_get_upper (self), lower + height);
    }

  self->configuring = TRUE;
  if (self->hadjustment != NULL)
    gtk_adjustment_configure (self->hadjustment, 0, 0, width, width * STEP_SHARE, width, width);
  if (self->vadjustment != NULL)
    gtk_adjustment_configure (self->vadjustment, self->value, lower, upper, height * STEP_SHARE,
                              height * (1 - STEP_SHARE), height);
  self->configuring = FALSE;
}

/* Whether another font, or another size of it, asks for all to be measured again. */
static gboolean
is_style_stale (ConfabMessageList *self)
{
  return self->laid_serial !=
         pango_context_get_serial (gtk_widget_get_pango_context (GTK_WIDGET (self)));
}

/* Another width or font: all heights but those of the live rows are estimates again, and the line
 * that is at the top of the view stays there. Until the reader moves it remains the same line: to
 * ask each time which one is there would take the reader a little further up with each change. */
static void
change_column (ConfabMessageList *self,
               int                column)
{
  ConfabMessageRow *row = NULL;
  gboolean has_place = FALSE;

  if (self->column != 0 && self->follow == CONFAB_FREE)
    row = confab_message_list_get_row (self, self->anchor);
  if (row != NULL)
    {
      gint64 y = confab_message_list_get_view_top (self) - self->anchor_y;

      has_place = y >= 0 && y < G_MAXINT &&
                  ((self->value == self->read_value && self->anchor == self->read_row) ||
                   confab_message_row_get_place (row, (int) y, &self->read));
    }

  self->column = column;
  self->laid_serial =
    pango_context_get_serial (gtk_widget_get_pango_context (GTK_WIDGET (self)));

  self->read_value = NAN;
  if (has_place)
    {
      confab_message_list_measure_row (self, self->anchor, FALSE);
      self->value =
        (double) (self->anchor_y + confab_message_row_find_place (row, &self->read));
      self->read_value = self->value;
      self->read_row = self->anchor;
    }
}

static void
lay_out (ConfabMessageList *self,
         gboolean           create)
{
  int margin = self->height / 2;
  Range range = { 0, };

  /* Exact heights can bring the end nearer than the estimates said; then once more. */
  for (guint pass = 0; pass < MAX_PASSES; pass++)
    {
      range = fill (self, margin, create);
      if (!settle_value (self) || self->follow == CONFAB_FOLLOW)
        break;
    }
  if (self->follow == CONFAB_FREE)
    anchor_first_visible (self, range);

  if (!create)
    return;

  self->near_first = range.first == 0;
  if (!self->near_first)
    self->asked_older = FALSE;
  release_far_rows (self, margin);
}

/**
 * confab_message_list_prepare:
 * @self: the list
 *
 * Gives widgets to what is in view or near it, and takes them from what is far. This comes before
 * the layout of the window and not in it: a new child asks for a resize, and an ancestor that is
 * only passing an allocation on at that moment would keep that request for ever.
 */
void
confab_message_list_prepare (ConfabMessageList *self)
{
  if (self->column == 0 || confab_heights_get_n (self->heights) == 0)
    return;

  if (is_style_stale (self))
    change_column (self, self->column);
  lay_out (self, TRUE);
  if (!confab_message_list_is_exact (self))
    confab_frame_task_queue (self->task);
}

/**
 * confab_message_list_queue_allocate:
 * @self: the list
 *
 * Asks for the list to be laid out, together with the window that scrolls it. What the list tells its
 * adjustments then lets the scroll bars ask for a layout in the middle of it. GTK clears the marks of
 * such requests before it goes through the children of a widget that has none of its own, and after
 * that where it has: so a scrolled window that was only passing the list's request on, in a parent
 * that is laid out itself, would keep a mark that its parent has lost. From then on each request of
 * the list would end there, and the list be left out of all frames until something is resized.
 */
void
confab_message_list_queue_allocate (ConfabMessageList *self)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));

  gtk_widget_queue_allocate (GTK_WIDGET (self));
  if (parent != NULL)
    gtk_widget_queue_allocate (parent);
}

/**
 * confab_message_list_allocate:
 * @self: the list
 * @width: its width
 * @height: its height
 *
 * Puts the rows where they belong and tells the adjustments. Only with another size, when all
 * ancestors are being laid out as well, it makes widgets.
 */
void
confab_message_list_allocate (ConfabMessageList *self,
                              int                width,
                              int                height)
{
  gboolean resized = width != self->width || height != self->height;
  int side = width < NARROW_WIDTH ? NARROW_MARGIN : COLUMN_MARGIN;
  int column = CLAMP (width - 2 * side, 1, COLUMN_WIDTH);

  self->width = width;
  self->height = height;
  self->narrow = width < NARROW_WIDTH;

  if (confab_heights_get_n (self->heights) == 0)
    {
      self->column = column;
      self->value = 0;
      self->anchor = 0;
      self->anchor_y = TOP_MARGIN;
    }
  else
    {
      gboolean changed = column != self->column || is_style_stale (self);

      if (changed)
        change_column (self, column);
      lay_out (self, resized);
      place_rows (self);
      if (changed || !confab_message_list_is_exact (self))
        confab_frame_task_queue (self->task);
    }

  confab_message_list_configure (self);
}
