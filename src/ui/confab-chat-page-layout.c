/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-ui"

#include "config.h"

#include "confab-chat-page-private.h"

/* Where header, conversation and composer stand on the page. */

/* Of the page's height the composer gets at most this much; then its text scrolls. */
#define COMPOSER_SHARE 0.4

/* The column of the conversation, whose edges are the composer's, too. */
#define COLUMN_WIDTH 760
#define COLUMN_MARGIN 24
#define NARROW_WIDTH 560
#define NARROW_MARGIN 14

static GtkSizeRequestMode
confab_chat_page_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
confab_chat_page_measure (GtkWidget      *widget,
                          GtkOrientation  orientation,
                          int             for_size,
                          int            *minimum,
                          int            *natural,
                          int            *minimum_baseline,
                          int            *natural_baseline)
{
  *minimum = 0;
  *natural = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum = 0;
      int child_natural = 0;

      gtk_widget_measure (child, orientation, -1, &child_minimum, &child_natural, NULL, NULL);
      if (orientation == GTK_ORIENTATION_HORIZONTAL)
        {
          if (child == GTK_WIDGET (CONFAB_CHAT_PAGE (widget)->composer))
            child_minimum += 2 * NARROW_MARGIN;
          *minimum = MAX (*minimum, child_minimum);
          *natural = MAX (*natural, child_natural);
        }
      else
        {
          *minimum += child_minimum;
          *natural += child_natural;
        }
    }
}

/* The header takes what it needs, the composer what its text needs up to its share, the
 * conversation the rest. */
static void
confab_chat_page_size_allocate (GtkWidget *widget,
                                int        width,
                                int        height,
                                int        baseline)
{
  ConfabChatPage *self = CONFAB_CHAT_PAGE (widget);
  int margin = width < NARROW_WIDTH ? NARROW_MARGIN : COLUMN_MARGIN;
  int column = MIN (width - 2 * margin, COLUMN_WIDTH);
  int top;
  int bottom;
  int minimum;

  gtk_widget_measure (self->top, GTK_ORIENTATION_VERTICAL, width, NULL, &top, NULL, NULL);
  gtk_widget_measure (GTK_WIDGET (self->composer), GTK_ORIENTATION_VERTICAL, column, &minimum,
                      &bottom, NULL, NULL);
  bottom = MAX (MIN (bottom, (int) (height * COMPOSER_SHARE)), minimum);

  gtk_widget_size_allocate (self->top, &(GtkAllocation) { 0, 0, width, top }, -1);
  gtk_widget_size_allocate (GTK_WIDGET (self->stack),
                            &(GtkAllocation) { 0, top, width, MAX (height - top - bottom, 0) }, -1);
  gtk_widget_size_allocate (
    GTK_WIDGET (self->composer),
    &(GtkAllocation) { (width - column) / 2, MAX (height - bottom, top), column, bottom }, -1);
}

void
confab_chat_page_install_layout (GtkWidgetClass *widget_class)
{
  widget_class->get_request_mode = confab_chat_page_get_request_mode;
  widget_class->measure = confab_chat_page_measure;
  widget_class->size_allocate = confab_chat_page_size_allocate;
}
