/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-message-row-private.h"

#include "confab-prose.h"

#define PART_GAP 8
#define CARD_INDENT 96
#define NARROW_CARD_INDENT 48

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

/* Says where the parts stand; with @allocate, puts them there. Returns the height. */
static int
lay_out (ConfabMessageRow *self,
         int               width,
         gboolean          allocate)
{
  GtkWidget *parts[] = { self->wait, self->footer, self->error };
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  GtkBorder padding;
  int prose_width = get_prose_width (self, width, &padding);
  int prose_height = confab_prose_get_height (CONFAB_PROSE (self->prose), prose_width);
  int y = 0;

  if (prose_height > 0)
    prose_height += padding.top + padding.bottom;
  if (prose_height > 0)
    add_part (prose_height, &y);

  if (allocate)
    {
      int used = width;

      if (confab_message_row_is_user (self))
        used = confab_prose_get_text_width (CONFAB_PROSE (self->prose)) + padding.left +
               padding.right;
      gtk_widget_set_child_visible (self->prose, prose_height > 0);
      gtk_widget_size_allocate (self->prose,
                                &(GtkAllocation) { rtl ? 0 : width - used, 0, used, prose_height },
                                -1);
    }

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

  return y;
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
    *natural = lay_out (self, for_size, FALSE);
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
    lay_out (self, width, TRUE);
  if (self->menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->menu));
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

  return lay_out (self, width, FALSE);
}
