/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-list-layout.h"

/* GtkListView looks up what is at a height in a tree of rows and of runs of rows without a widget.
 * When it is scrolled it makes widgets around the new place, and splits the runs there; before
 * GTK 4.12 the new half of a run has no height until the list is laid out, and that can be all the
 * rows above. What is looked up until then is wrong by thousands of rows: the next turn of the
 * wheel in the same frame goes to the other end of the list, and so does Page Up. */

/**
 * confab_list_lay_out:
 * @view: a list that has been laid out before
 *
 * Gives the rows their heights now and not with the next frame, if anything has changed since the
 * last one. Not for use while widgets are being laid out.
 */
void
confab_list_lay_out (GtkListView *view)
{
  GtkWidget *widget = GTK_WIDGET (view);
  GtkAllocation allocation;

  g_return_if_fail (GTK_IS_LIST_VIEW (view));

  if (!gtk_widget_get_mapped (widget))
    return;

  /* In its place; the size is that of its scrolled window, whatever it asks for. */
  gtk_widget_get_allocation (widget, &allocation);
  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_size_allocate (widget, &allocation, gtk_widget_get_allocated_baseline (widget));
}

static gboolean
event_cb (GtkListView *view)
{
  g_assert (GTK_IS_LIST_VIEW (view));

  confab_list_lay_out (view);

  return GDK_EVENT_PROPAGATE;
}

/**
 * confab_list_lay_out_in_time:
 * @view: a list, in its scrolled window
 *
 * From now on each event finds the list laid out, also when several come in one frame.
 */
void
confab_list_lay_out_in_time (GtkListView *view)
{
  GtkEventController *controller;
  GtkWidget *scrolled;

  g_return_if_fail (GTK_IS_LIST_VIEW (view));

  scrolled = gtk_widget_get_parent (GTK_WIDGET (view));
  g_return_if_fail (GTK_IS_SCROLLED_WINDOW (scrolled));

  /* Of whatever kind, and before the scrolled window itself takes what a finger does. */
  controller = gtk_event_controller_legacy_new ();
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (controller, "event", G_CALLBACK (event_cb), view, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (scrolled, controller);
}
