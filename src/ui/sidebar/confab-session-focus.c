/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-session-focus.h"

#include "confab-session-row.h"

/* The row of the session on show if it is in view, else the first that is. */
static GtkWidget *
find_row (GtkListView *view)
{
  GtkWidget *first = NULL;

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (view)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      if (!CONFAB_IS_SESSION_ROW (gtk_widget_get_first_child (row)) ||
          !gtk_widget_get_child_visible (row))
        continue;

      if (gtk_widget_get_state_flags (row) & GTK_STATE_FLAG_SELECTED)
        return row;
      if (first == NULL)
        first = row;
    }

  return first;
}

/**
 * confab_session_focus_forget:
 * @outer: what the list is in
 *
 * Before the focus moves: when the row that had it is deleted, GTK takes the way to it for one that
 * still holds, and would go on from there, past everything in @outer.
 */
void
confab_session_focus_forget (GtkWidget *outer)
{
  GtkRoot *root;
  GtkWidget *focus;

  g_return_if_fail (GTK_IS_WIDGET (outer));

  root = gtk_widget_get_root (outer);
  focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  if (focus != NULL && gtk_widget_is_ancestor (focus, outer))
    return;

  for (GtkWidget *next = outer; next != NULL;)
    {
      GtkWidget *widget = next;

      next = gtk_widget_get_focus_child (widget);
      gtk_widget_set_focus_child (widget, NULL);
    }
}

/**
 * confab_session_focus_settle:
 * @view: the list, in its scrolled window, with headings among its rows
 *
 * Lets the keyboard into the list, after the focus has moved. GTK offers the focus to the first row
 * that it knows of, which is a heading and cannot take it, and then leaves it with the scrolled
 * window: from there it goes on to a session.
 */
void
confab_session_focus_settle (GtkListView *view)
{
  GtkRoot *root;
  GtkWidget *row;

  g_return_if_fail (GTK_IS_LIST_VIEW (view));

  root = gtk_widget_get_root (GTK_WIDGET (view));
  if (root == NULL || gtk_root_get_focus (root) == NULL ||
      gtk_root_get_focus (root) != gtk_widget_get_parent (GTK_WIDGET (view)))
    return;

  row = find_row (view);
  if (row != NULL)
    gtk_widget_grab_focus (row);
}

/* As GTK does with a row it goes to. */
static gboolean
select_row (GtkWidget *row)
{
  return row != NULL && gtk_widget_grab_focus (row) &&
         gtk_widget_activate_action (row, "listitem.select", "(bb)", FALSE, FALSE);
}

/**
 * confab_session_focus_step:
 * @view: the list
 * @forward: whether to the next row, or to the one before
 *
 * Goes over a heading, at which GTK would stop: it cannot take the focus. The session beyond it is
 * selected.
 *
 * Returns: %FALSE when there is no heading in the way: GTK goes on by itself
 */
gboolean
confab_session_focus_step (GtkListView *view,
                           gboolean     forward)
{
  GtkWidget *row;

  g_return_val_if_fail (GTK_IS_LIST_VIEW (view), FALSE);

  row = gtk_widget_get_focus_child (GTK_WIDGET (view));
  for (guint n_headings = 0; row != NULL; n_headings++)
    {
      row = forward ? gtk_widget_get_next_sibling (row) : gtk_widget_get_prev_sibling (row);
      if (row == NULL || !CONFAB_IS_SESSION_ROW (gtk_widget_get_first_child (row)))
        continue;
      if (n_headings == 0)
        return FALSE;

      return select_row (row);
    }

  return FALSE;
}

/* The row a page away from that with the focus, as GTK reckons it, or the last there is. */
static GtkWidget *
find_page_end (GtkListView *view,
               GtkWidget   *focus,
               gboolean     forward)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));
  double page = gtk_adjustment_get_page_size (adjustment);
  GtkWidget *end = focus;
  graphene_rect_t from;

  if (!gtk_widget_compute_bounds (focus, GTK_WIDGET (view), &from))
    return NULL;

  for (GtkWidget *row = focus; row != NULL;
       row = forward ? gtk_widget_get_next_sibling (row) : gtk_widget_get_prev_sibling (row))
    {
      graphene_rect_t to;
      graphene_rect_t both;

      if (!gtk_widget_compute_bounds (row, GTK_WIDGET (view), &to))
        break;
      graphene_rect_union (&from, &to, &both);
      if (both.size.height > page)
        break;
      end = row;
    }

  return end;
}

/**
 * confab_session_focus_is_near_top:
 * @view: the list
 *
 * A page up from there ends at the first heading, where GTK would not go. That heading may have no
 * widget yet: GTK keeps two rows above those in view.
 *
 * Returns: whether the row with the focus is less than a page from the top of the list
 */
gboolean
confab_session_focus_is_near_top (GtkListView *view)
{
  GtkAdjustment *adjustment;
  GtkWidget *focus;
  graphene_rect_t bounds;

  g_return_val_if_fail (GTK_IS_LIST_VIEW (view), FALSE);

  adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));
  focus = gtk_widget_get_focus_child (GTK_WIDGET (view));

  return focus != NULL && gtk_widget_get_child_visible (focus) &&
         gtk_widget_compute_bounds (focus, GTK_WIDGET (view), &bounds) &&
         gtk_adjustment_get_value (adjustment) + bounds.origin.y <
           gtk_adjustment_get_page_size (adjustment);
}

/**
 * confab_session_focus_page:
 * @view: the list
 * @forward: whether a page down, or up
 *
 * Goes past a heading that is just a page away, where GTK would not go on at all: it cannot take the
 * focus. The session next to it is selected; that is the one before it, unless it is the one with
 * the focus.
 *
 * Returns: %FALSE when there is a session a page away: GTK goes there by itself
 */
gboolean
confab_session_focus_page (GtkListView *view,
                           gboolean     forward)
{
  GtkWidget *focus;
  GtkWidget *heading;
  GtkWidget *row;

  g_return_val_if_fail (GTK_IS_LIST_VIEW (view), FALSE);

  focus = gtk_widget_get_focus_child (GTK_WIDGET (view));
  heading = focus != NULL ? find_page_end (view, focus, forward) : NULL;
  if (heading == NULL || CONFAB_IS_SESSION_ROW (gtk_widget_get_first_child (heading)))
    return FALSE;

  row = forward ? gtk_widget_get_prev_sibling (heading) : gtk_widget_get_next_sibling (heading);
  if (row == focus)
    row = forward ? gtk_widget_get_next_sibling (heading) : gtk_widget_get_prev_sibling (heading);

  return select_row (row);
}

static GtkWidget *
find_row_of (GtkListView   *view,
             ConfabSession *session)
{
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (view)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      GtkWidget *child = gtk_widget_get_first_child (row);

      if (session != NULL && CONFAB_IS_SESSION_ROW (child) &&
          confab_session_row_get_session (CONFAB_SESSION_ROW (child)) == session)
        return row;
    }

  return NULL;
}

/**
 * confab_session_focus_go_to:
 * @view: the list
 * @session: (nullable): a session in it
 *
 * Puts the keyboard on the row of @session, if that is in view.
 */
void
confab_session_focus_go_to (GtkListView   *view,
                            ConfabSession *session)
{
  GtkWidget *row;

  g_return_if_fail (GTK_IS_LIST_VIEW (view));

  row = find_row_of (view, session);
  if (row != NULL)
    gtk_widget_grab_focus (row);
}

/**
 * confab_session_focus_select:
 * @view: the list
 * @session: (nullable): a session in it
 *
 * Likewise, and selects the session.
 *
 * Returns: whether it was in view
 */
gboolean
confab_session_focus_select (GtkListView   *view,
                             ConfabSession *session)
{
  g_return_val_if_fail (GTK_IS_LIST_VIEW (view), FALSE);

  return select_row (find_row_of (view, session));
}
