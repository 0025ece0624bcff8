/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-chip-bar.h"

#include <glib/gi18n.h>

#include "confab-access.h"
#include "confab-chip.h"

#define SPACING 6
/* A chip that is narrower says nothing any more. */
#define MIN_CHIP 88
/* The composer's inside where the window is narrower than 560 pixels. */
#define NARROW 516
#define LIST_WIDTH 300
#define LIST_HEIGHT 360

struct _ConfabChipBar
{
  GtkWidget parent_instance;

  GPtrArray *carried; /* of ConfabCarried */
  GPtrArray *chips;   /* of ConfabChip, unowned */
  gboolean collapsed;

  GtkWidget *summary; /* stands for all */
  GtkWidget *summary_label;
  GtkWidget *list;
  GtkWidget *add;
};

G_DEFINE_FINAL_TYPE (ConfabChipBar, confab_chip_bar, GTK_TYPE_WIDGET)

enum {
  ACTIVATED,
  REMOVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static int
get_width (GtkWidget *child,
           gboolean   natural)
{
  int least;
  int wanted;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &wanted, NULL, NULL);

  return natural ? wanted : least;
}

/* The least a chip is given. */
static int
get_least (GtkWidget *chip)
{
  return MAX (get_width (chip, FALSE), MIN (get_width (chip, TRUE), MIN_CHIP));
}

static void
confab_chip_bar_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  ConfabChipBar *self = CONFAB_CHIP_BAR (widget);

  *minimum = 0;
  *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = get_width (self->add, FALSE);
      *natural = get_width (self->add, TRUE);
      if (self->chips->len > 0)
        *minimum += SPACING + get_width (self->summary, FALSE);
      for (guint i = 0; i < self->chips->len; i++)
        *natural += SPACING + get_width (g_ptr_array_index (self->chips, i), TRUE);
      *natural = MAX (*natural, *minimum);
      return;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum = 0;
      int child_natural = 0;

      gtk_widget_measure (child, orientation, -1, &child_minimum, &child_natural, NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural = MAX (*natural, child_natural);
    }
}

/* What of each chip's wish is granted: the widest give way first. Returns whether there is room. */
static gboolean
share_out (ConfabChipBar *self,
           int            room,
           int           *widths)
{
  guint n = self->chips->len;
  int least = 0;
  int wanted = 0;
  int limit;

  for (guint i = 0; i < n; i++)
    {
      widths[i] = get_width (g_ptr_array_index (self->chips, i), TRUE);
      least += get_least (g_ptr_array_index (self->chips, i));
      wanted += widths[i];
    }
  room -= (int) (n > 0 ? n - 1 : 0) * SPACING;
  if (least > room)
    return FALSE;

  for (limit = room; wanted > room; limit--)
    {
      wanted = 0;
      for (guint i = 0; i < n; i++)
        {
          GtkWidget *chip = g_ptr_array_index (self->chips, i);

          widths[i] = MAX (get_least (chip), MIN (get_width (chip, TRUE), limit));
          wanted += widths[i];
        }
    }

  return TRUE;
}

static void
place (GtkWidget *child,
       int        width,
       int        height,
       int        whole,
       int       *x)
{
  gboolean rtl = gtk_widget_get_direction (child) == GTK_TEXT_DIR_RTL;

  gtk_widget_size_allocate (child,
                            &(GtkAllocation) { rtl ? whole - *x - width : *x, 0, width, height },
                            -1);
  *x += width + SPACING;
}

static void
confab_chip_bar_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  ConfabChipBar *self = CONFAB_CHIP_BAR (widget);
  int add = get_width (self->add, TRUE);
  guint n = self->chips->len;
  g_autofree int *widths = g_new0 (int, n + 1);
  int x = 0;

  self->collapsed = (n > 1 && width < NARROW) || !share_out (self, width - add - SPACING, widths);
  gtk_widget_set_child_visible (self->summary, self->collapsed);
  for (guint i = 0; i < n; i++)
    {
      GtkWidget *chip = g_ptr_array_index (self->chips, i);

      gtk_widget_set_child_visible (chip, !self->collapsed);
      if (!self->collapsed)
        place (chip, widths[i], height, width, &x);
    }
  if (self->collapsed)
    place (self->summary, MIN (get_width (self->summary, TRUE), width - add - SPACING), height,
           width, &x);
  place (self->add, add, height, width, &x);
}

static void
forward (ConfabChipBar *self,
         GtkWidget     *chip,
         guint          signal)
{
  g_autoptr (ConfabChipBar) alive = g_object_ref (self);
  g_autoptr (GPtrArray) carried = g_ptr_array_ref (self->carried);

  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->summary));
  g_signal_emit (self, signals[signal], 0, confab_chip_get_carried (CONFAB_CHIP (chip)));
}

static void
chip_activated_cb (ConfabChipBar *self,
                   GtkWidget     *chip)
{
  forward (self, chip, ACTIVATED);
}

static void
chip_removed_cb (ConfabChipBar *self,
                 GtkWidget     *chip)
{
  forward (self, chip, REMOVED);
}

static void
confab_chip_bar_dispose (GObject *object)
{
  ConfabChipBar *self = CONFAB_CHIP_BAR (object);
  GtkWidget *child;

  g_ptr_array_set_size (self->chips, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (confab_chip_bar_parent_class)->dispose (object);
}

static void
confab_chip_bar_finalize (GObject *object)
{
  ConfabChipBar *self = CONFAB_CHIP_BAR (object);

  g_ptr_array_unref (self->carried);
  g_ptr_array_unref (self->chips);

  G_OBJECT_CLASS (confab_chip_bar_parent_class)->finalize (object);
}

static void
confab_chip_bar_class_init (ConfabChipBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_chip_bar_dispose;
  G_OBJECT_CLASS (klass)->finalize = confab_chip_bar_finalize;
  widget_class->measure = confab_chip_bar_measure;
  widget_class->size_allocate = confab_chip_bar_size_allocate;

  gtk_widget_class_set_css_name (widget_class, "chipbar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);

  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[REMOVED] = g_signal_new ("removed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static GtkWidget *
create_list (ConfabChipBar *self)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->list = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), LIST_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->list);
  gtk_widget_set_size_request (scroller, LIST_WIDTH, -1);
  gtk_popover_set_child (GTK_POPOVER (popover), scroller);
  gtk_widget_add_css_class (popover, "chip-list");

  return popover;
}

static void
confab_chip_bar_init (ConfabChipBar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->carried = g_ptr_array_new ();
  self->chips = g_ptr_array_new ();

  self->summary_label = gtk_label_new (NULL);
  gtk_label_set_ellipsize (GTK_LABEL (self->summary_label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("preferences-other-symbolic"));
  gtk_box_append (GTK_BOX (box), self->summary_label);
  self->summary = gtk_menu_button_new ();
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->summary), box);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->summary), create_list (self));
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (self->summary), GTK_ARROW_UP);
  gtk_widget_add_css_class (self->summary, "chip-summary");
  gtk_widget_set_parent (self->summary, GTK_WIDGET (self));

  self->add = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->add), "list-add-symbolic");
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (self->add), GTK_ARROW_UP);
  gtk_widget_set_tooltip_text (self->add, _("Send Something Along"));
  confab_access_name_inner (self->add, GTK_TYPE_TOGGLE_BUTTON, NULL, _("Send Something Along"));
  gtk_widget_add_css_class (self->add, "flat");
  gtk_widget_add_css_class (self->add, "chip-add");
  gtk_widget_set_parent (self->add, GTK_WIDGET (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Sent Along"), -1);
}

/**
 * confab_chip_bar_new:
 *
 * Returns: (transfer floating): a bar without chips
 */
GtkWidget *
confab_chip_bar_new (void)
{
  return g_object_new (CONFAB_TYPE_CHIP_BAR, NULL);
}

static GtkWidget *
create_chip (ConfabChipBar       *self,
             const ConfabCarried *carried)
{
  GtkWidget *chip = confab_chip_new (carried);

  g_signal_connect_object (chip, "activated", G_CALLBACK (chip_activated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (chip, "removed", G_CALLBACK (chip_removed_cb), self, G_CONNECT_SWAPPED);

  return chip;
}

/**
 * confab_chip_bar_take_carried:
 * @self: a bar
 * @carried: (transfer full) (element-type ConfabCarried): what the next message carries
 *
 * Shows it.
 */
void
confab_chip_bar_take_carried (ConfabChipBar *self,
                              GPtrArray     *carried)
{
  g_autofree char *summary = NULL;
  g_autoptr (GPtrArray) old = NULL;
  GtkWidget *child;

  g_return_if_fail (CONFAB_IS_CHIP_BAR (self));
  g_return_if_fail (carried != NULL);

  for (guint i = 0; i < self->chips->len; i++)
    gtk_widget_unparent (g_ptr_array_index (self->chips, i));
  g_ptr_array_set_size (self->chips, 0);
  while ((child = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_box_remove (GTK_BOX (self->list), child);

  old = self->carried;
  self->carried = carried;
  for (guint i = 0; i < carried->len; i++)
    {
      GtkWidget *chip = create_chip (self, g_ptr_array_index (carried, i));

      g_ptr_array_add (self->chips, chip);
      gtk_widget_insert_before (chip, GTK_WIDGET (self), self->summary);
      gtk_box_append (GTK_BOX (self->list), create_chip (self, g_ptr_array_index (carried, i)));
    }

  summary = g_strdup_printf (ngettext ("%u option", "%u options", carried->len), carried->len);
  gtk_label_set_text (GTK_LABEL (self->summary_label), summary);
  confab_access_name_inner (self->summary, GTK_TYPE_TOGGLE_BUTTON, NULL, summary);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * confab_chip_bar_get_carried:
 * @self: a bar
 *
 * Returns: (transfer none) (element-type ConfabCarried): what it shows
 */
GPtrArray *
confab_chip_bar_get_carried (ConfabChipBar *self)
{
  g_return_val_if_fail (CONFAB_IS_CHIP_BAR (self), NULL);

  return self->carried;
}

/**
 * confab_chip_bar_get_collapsed:
 * @self: a bar
 *
 * Returns: whether one chip stands for all
 */
gboolean
confab_chip_bar_get_collapsed (ConfabChipBar *self)
{
  g_return_val_if_fail (CONFAB_IS_CHIP_BAR (self), FALSE);

  return self->collapsed;
}

/**
 * confab_chip_bar_set_popover:
 * @self: a bar
 * @popover: (transfer none): what the last button opens
 */
void
confab_chip_bar_set_popover (ConfabChipBar *self,
                             GtkWidget     *popover)
{
  g_return_if_fail (CONFAB_IS_CHIP_BAR (self));

  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->add), popover);
}

/**
 * confab_chip_bar_get_add:
 * @self: a bar
 *
 * Returns: (transfer none): the button behind the chips
 */
GtkWidget *
confab_chip_bar_get_add (ConfabChipBar *self)
{
  g_return_val_if_fail (CONFAB_IS_CHIP_BAR (self), NULL);

  return self->add;
}
