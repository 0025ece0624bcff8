/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-wrap-box.h"

/* A widget that expands shares a line that has this much room left for it, in pixels. */
#define ROOM 200

/* Where nobody has said how wide. */
#define WIDE 100000

struct _ConfabWrapBox
{
  GtkWidget parent_instance;

  int spacing;
};

G_DEFINE_FINAL_TYPE (ConfabWrapBox, confab_wrap_box, GTK_TYPE_WIDGET)

static void
confab_wrap_box_dispose (GObject *object)
{
  confab_wrap_box_clear (CONFAB_WRAP_BOX (object));

  G_OBJECT_CLASS (confab_wrap_box_parent_class)->dispose (object);
}

/* A line: from @first up to @end, which is no part of it. */
typedef struct {
  GtkWidget *first;
  GtkWidget *end;
  int width;  /* natural, at most that of the line */
  int height;
  int n_expand;
  int extra;  /* for each that expands */
  GtkWidget *last; /* (nullable): has less than it would like */
  int last_width;
} Line;

static int
get_width (GtkWidget *child,
           int        most)
{
  int least;
  int natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &natural, NULL, NULL);

  return MAX (least, MIN (natural, most));
}

/* The width that a widget of a line has in the end. */
static int
get_final_width (GtkWidget  *child,
                 const Line *line,
                 int         width)
{
  if (child == line->last)
    return line->last_width;

  return get_width (child, width) +
         (gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL) ? line->extra : 0);
}

/* Takes as many of the widgets from @first on as @width has room for, but one at least. One that
 * expands, and so can do with less, ends a line that has some room for it. */
static void
take_line (ConfabWrapBox *self,
           GtkWidget     *first,
           int            width,
           Line          *line)
{
  GtkWidget *child;

  *line = (Line) { .first = first };
  for (child = first; child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      gboolean expands = gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL);
      int taken = line->width + (line->width > 0 ? self->spacing : 0);
      int wanted;

      if (!gtk_widget_should_layout (child))
        continue;

      wanted = get_width (child, width);
      if (line->width > 0 && taken + wanted > width)
        {
          int least;

          gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
          if (!expands || width - taken < MAX (ROOM, least))
            break;
          line->last = child;
          line->last_width = width - taken;
          wanted = line->last_width;
          expands = FALSE;
        }
      line->width = taken + wanted;
      line->n_expand += expands ? 1 : 0;
    }
  line->end = child;
  line->extra = line->n_expand > 0 ? MAX (width - line->width, 0) / line->n_expand : 0;

  for (child = first; child != line->end; child = gtk_widget_get_next_sibling (child))
    {
      int height;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, get_final_width (child, line, width),
                          NULL, &height, NULL, NULL);
      line->height = MAX (line->height, height);
    }
}

static GtkSizeRequestMode
confab_wrap_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
confab_wrap_box_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  ConfabWrapBox *self = CONFAB_WRAP_BOX (widget);
  Line line = { .end = gtk_widget_get_first_child (widget) };

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      for (GtkWidget *child = line.end; child; child = gtk_widget_get_next_sibling (child))
        {
          int least;
          int wanted;

          if (!gtk_widget_should_layout (child))
            continue;
          gtk_widget_measure (child, orientation, -1, &least, &wanted, NULL, NULL);
          *minimum = MAX (*minimum, least);
          *natural += wanted + (*natural > 0 ? self->spacing : 0);
        }
      return;
    }

  while (line.end != NULL)
    {
      take_line (self, line.end, for_size >= 0 ? for_size : WIDE, &line);
      if (line.height > 0)
        *natural += line.height + (*natural > 0 ? self->spacing : 0);
    }
  *minimum = *natural;
}

static void
place_line (ConfabWrapBox *self,
            const Line    *line,
            int            width,
            int            y)
{
  gboolean is_rtl =
    gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int x = 0;

  for (GtkWidget *child = line->first; child != line->end;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkAllocation place = { 0, y, 0, line->height };

      if (!gtk_widget_should_layout (child))
        continue;

      place.width = get_final_width (child, line, width);
      place.x = is_rtl ? width - x - place.width : x;
      gtk_widget_size_allocate (child, &place, -1);
      x += place.width + self->spacing;
    }
}

static void
confab_wrap_box_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  ConfabWrapBox *self = CONFAB_WRAP_BOX (widget);
  Line line = { .end = gtk_widget_get_first_child (widget) };
  int y = 0;

  while (line.end != NULL)
    {
      take_line (self, line.end, width, &line);
      place_line (self, &line, width, y);
      y += line.height + (line.height > 0 ? self->spacing : 0);
    }
}

static void
confab_wrap_box_class_init (ConfabWrapBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_wrap_box_dispose;
  widget_class->get_request_mode = confab_wrap_box_get_request_mode;
  widget_class->measure = confab_wrap_box_measure;
  widget_class->size_allocate = confab_wrap_box_size_allocate;
}

static void
confab_wrap_box_init (ConfabWrapBox *self)
{
}

/**
 * confab_wrap_box_new:
 * @spacing: pixels between two widgets and between two lines
 *
 * Returns: (transfer floating): an empty box
 */
GtkWidget *
confab_wrap_box_new (int spacing)
{
  ConfabWrapBox *self = g_object_new (CONFAB_TYPE_WRAP_BOX, NULL);

  self->spacing = spacing;

  return GTK_WIDGET (self);
}

/**
 * confab_wrap_box_append:
 * @self: a box
 * @child: (transfer floating): what comes after all others
 */
void
confab_wrap_box_append (ConfabWrapBox *self,
                        GtkWidget     *child)
{
  g_return_if_fail (CONFAB_IS_WRAP_BOX (self));

  gtk_widget_set_parent (child, GTK_WIDGET (self));
}

/**
 * confab_wrap_box_clear:
 * @self: a box
 *
 * Takes everything out.
 */
void
confab_wrap_box_clear (ConfabWrapBox *self)
{
  GtkWidget *child;

  g_return_if_fail (CONFAB_IS_WRAP_BOX (self));

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
}
