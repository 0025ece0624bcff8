/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-message-row-private.h"

#include "confab-prose.h"
#include "confab-row-state.h"
#include "confab-timeline.h"

#define PART_GAP 8
#define CARD_INDENT 96
#define NARROW_CARD_INDENT 48
/* A prompt of more visual lines than this is folded, so that it is worth it. */
#define MANY_LINES 24
#define SHOWN_LINES 20

static int
get_prose_width (ConfabMessageRow *self,
                 int               width,
                 GtkBorder        *padding)
{
  *padding = (GtkBorder) { 0, };
  if (!confab_message_row_is_user (self))
    return width;

  /* What the style sheet says of the card. */
  gtk_style_context_get_padding (gtk_widget_get_style_context (self->prose), padding);

  return width - (self->narrow ? NARROW_CARD_INDENT : CARD_INDENT) - padding->left -
         padding->right;
}

static int
measure_part (GtkWidget *part,
              int        width)
{
  int natural;

  gtk_widget_measure (part, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);

  return natural;
}

static int
add_part (int  height,
          int *y)
{
  int top = *y > 0 ? *y + PART_GAP : 0;

  *y = top + height;

  return top;
}

/* How much of a long prompt is shown: whole visual lines. */
static int
fold_prompt (ConfabMessageRow *self,
             int               height)
{
  PangoContext *context = gtk_widget_get_pango_context (self->prose);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int line = PANGO_PIXELS_CEIL (pango_font_metrics_get_height (metrics));
  ConfabTextPlace place;

  pango_font_metrics_unref (metrics);
  if (height <= MANY_LINES * line)
    return height;
  if (confab_row_state_get (self->message)->prompt)
    return height;
  if (!confab_prose_get_place (CONFAB_PROSE (self->prose), SHOWN_LINES * line, &place))
    return height;

  return SHOWN_LINES * line - place.offset / PANGO_SCALE;
}

/* The text, and under a long prompt the button that shows all of it. */
static void
lay_out_text (ConfabMessageRow *self,
              int               width,
              gboolean          allocate,
              int              *y)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  gboolean has_more = FALSE;
  GtkBorder padding;
  int prose_width = get_prose_width (self, width, &padding);
  int text_height = confab_prose_get_height (CONFAB_PROSE (self->prose), prose_width);
  int more_height = 0;
  int height = text_height;

  if (self->more != NULL)
    {
      height = fold_prompt (self, text_height);
      has_more = height < text_height || confab_row_state_get (self->message)->prompt;
    }
  if (has_more)
    {
      more_height = measure_part (self->more, width);
      padding.bottom = 0;
    }
  if (height > 0)
    height += padding.top + padding.bottom;
  self->text_top = height > 0 ? add_part (height + more_height, y) : *y;

  if (allocate)
    {
      int used = width;
      int x;

      if (confab_message_row_is_user (self))
        used = confab_prose_get_text_width (CONFAB_PROSE (self->prose)) + padding.left +
               padding.right;
      x = rtl ? 0 : width - used;
      gtk_widget_set_child_visible (self->prose, height > 0);
      gtk_widget_size_allocate (self->prose,
                                &(GtkAllocation) { x, self->text_top, used, height }, -1);
      if (self->more != NULL)
        {
          /* Corners only: nothing has another size by it. */
          if (has_more && !gtk_widget_has_css_class (self->prose, "foldable"))
            gtk_widget_add_css_class (self->prose, "foldable");
          else if (!has_more && gtk_widget_has_css_class (self->prose, "foldable"))
            gtk_widget_remove_css_class (self->prose, "foldable");
          gtk_widget_set_child_visible (self->more, has_more);
          if (has_more)
            gtk_widget_size_allocate (
              self->more, &(GtkAllocation) { x, self->text_top + height, used, more_height }, -1);
        }
    }
}

/**
 * confab_message_row_lay_out:
 * @self: the row
 * @width: its width, pixels
 * @allocate: whether the parts are put there, too
 *
 * Says where the parts stand.
 *
 * Returns: the height
 */
int
confab_message_row_lay_out (ConfabMessageRow *self,
                            int               width,
                            gboolean          allocate)
{
  GtkWidget *parts[] = { self->attached, self->pager, self->wait, self->sources, self->footer, self->error };
  int y = 0;

  if (self->timeline != NULL)
    {
      int height = confab_timeline_get_height (CONFAB_TIMELINE (self->timeline), width);

      if (allocate)
        gtk_widget_size_allocate (self->timeline, &(GtkAllocation) { 0, 0, width, height }, -1);
      y = height;
    }

  lay_out_text (self, width, allocate, &y);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      int height;
      int top;

      if (parts[i] == NULL)
        continue;

      height = measure_part (parts[i], width);
      top = add_part (height, &y);
      if (allocate)
        gtk_widget_size_allocate (parts[i], &(GtkAllocation) { 0, top, width, height }, -1);
    }

  if (allocate)
    {
      confab_message_row_pass_viewport (self);
      confab_message_row_place_flash (self);
    }

  return y;
}

/**
 * confab_message_row_pass_viewport:
 * @self: the row, laid out
 *
 * Tells the parts that draw only what is in view.
 */
void
confab_message_row_pass_viewport (ConfabMessageRow *self)
{
  confab_prose_set_viewport (CONFAB_PROSE (self->prose), self->view_top - self->text_top,
                             self->view_bottom - self->text_top);
  if (self->timeline != NULL)
    confab_timeline_set_viewport (CONFAB_TIMELINE (self->timeline), self->view_top,
                                  self->view_bottom);
}

/* Of GtkWidget: the height follows from the width. */
GtkSizeRequestMode
confab_message_row_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* Of GtkWidget. The list asks by confab_message_row_get_height(). */
void
confab_message_row_measure (GtkWidget      *widget,
                            GtkOrientation  orientation,
                            int             for_size,
                            int            *minimum,
                            int            *natural,
                            int            *minimum_baseline,
                            int            *natural_baseline)
{
  ConfabMessageRow *self = CONFAB_MESSAGE_ROW (widget);

  *minimum = 0;
  *natural = 0;
  if (orientation == GTK_ORIENTATION_VERTICAL && for_size > 0 && self->message != NULL)
    *natural = confab_message_row_lay_out (self, for_size, FALSE);
}

/* Of GtkWidget. */
void
confab_message_row_size_allocate (GtkWidget *widget,
                                  int        width,
                                  int        height,
                                  int        baseline)
{
  ConfabMessageRow *self = CONFAB_MESSAGE_ROW (widget);

  if (self->message != NULL)
    confab_message_row_lay_out (self, width, TRUE);
  if (self->source != NULL)
    gtk_popover_present (GTK_POPOVER (self->source));
}

/**
 * confab_message_row_get_height:
 * @self: the row
 * @width: its width, pixels
 *
 * Returns: its exact height, pixels
 */
int
confab_message_row_get_height (ConfabMessageRow *self,
                               int               width)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE_ROW (self), 0);

  /* To GTK the row is measured as well, or it would not pass on the next resize of a part. What
   * GTK keeps of it is not used: text grows without a resize. */
  gtk_widget_measure (GTK_WIDGET (self), GTK_ORIENTATION_VERTICAL, width, NULL, NULL, NULL, NULL);

  return confab_message_row_lay_out (self, width, FALSE);
}

/* Very long texts */

static int
to_text (ConfabMessageRow *self,
         gint64            y)
{
  return (int) CLAMP (y - self->text_top, 0, G_MAXINT / 2);
}

/* What is held is either in the timeline, which is above the text, and has moved by @above; or it is
 * below, and the text has moved by that, too. */
static void
add_moved (ConfabMessageRow *self,
           gint64            hold,
           int               above,
           int              *moved)
{
  *moved = hold < self->text_top ? above : *moved + above;
  if (hold >= self->text_top)
    self->text_top += above;
}

/**
 * confab_message_row_is_exact:
 * @self: the row, its height asked for
 *
 * Returns: whether nothing in its height is an estimate
 */
gboolean
confab_message_row_is_exact (ConfabMessageRow *self)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE_ROW (self), TRUE);

  return confab_prose_is_exact (CONFAB_PROSE (self->prose)) &&
         (self->timeline == NULL || confab_timeline_is_exact (CONFAB_TIMELINE (self->timeline)));
}

/**
 * confab_message_row_show:
 * @self: the row, its height asked for
 * @top: the first pixel that is to be seen, from the top of the row
 * @bottom: the first one after it that is not
 * @hold: the pixel whose text is not to be moved
 * @moved: (out): how far down it has moved within the row, pixels
 *
 * Makes the heights exact of what is to be seen.
 *
 * Returns: whether the height has to be asked for again
 */
gboolean
confab_message_row_show (ConfabMessageRow *self,
                         gint64            top,
                         gint64            bottom,
                         gint64            hold,
                         int              *moved)
{
  gboolean changed = FALSE;
  int above = 0;

  g_return_val_if_fail (CONFAB_IS_MESSAGE_ROW (self), FALSE);
  g_return_val_if_fail (moved != NULL, FALSE);

  if (self->timeline != NULL)
    changed = confab_timeline_show (CONFAB_TIMELINE (self->timeline), top, bottom, hold, &above);
  changed = confab_prose_show (CONFAB_PROSE (self->prose), to_text (self, top),
                               to_text (self, bottom), to_text (self, hold), moved) || changed;
  add_moved (self, hold, above, moved);

  return changed;
}

/**
 * confab_message_row_refine:
 * @self: the row, its height asked for
 * @bytes: of text to lay out, about
 * @hold: the pixel whose text is not to be moved
 * @moved: (out): how far down it has moved within the row, pixels
 *
 * Makes some more heights exact.
 *
 * Returns: how many of the @bytes are left over
 */
gsize
confab_message_row_refine (ConfabMessageRow *self,
                           gsize             bytes,
                           gint64            hold,
                           int              *moved)
{
  int above = 0;

  g_return_val_if_fail (CONFAB_IS_MESSAGE_ROW (self), bytes);
  g_return_val_if_fail (moved != NULL, bytes);

  bytes = confab_prose_refine (CONFAB_PROSE (self->prose), bytes, to_text (self, hold), moved);
  if (self->timeline != NULL && bytes > 0)
    bytes = confab_timeline_refine (CONFAB_TIMELINE (self->timeline), bytes, hold, &above);
  add_moved (self, hold, above, moved);

  return bytes;
}
