/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-sidebar-private.h"

#include "confab-actions.h"
#include "confab-heading.h"
#include "confab-list-layout.h"
#include "confab-session-focus.h"
#include "confab-session-menu.h"
#include "confab-session-row.h"

/* The rows of the list: what is in them, their menu and their keys. */

/* The focus goes back where it was; by itself it would go to the window's first button. */
static void
menu_closed_cb (ConfabSidebar *self)
{
  GtkWidget *focus = self->menu_focus;

  g_assert (CONFAB_IS_SIDEBAR (self));

  g_clear_weak_pointer (&self->menu_focus);
  if (focus != NULL && gtk_widget_get_mapped (focus))
    gtk_widget_grab_focus (focus);
}

static void
pop_up_menu (ConfabSidebar      *self,
             ConfabSession      *session,
             const GdkRectangle *at)
{
  g_autoptr (GMenuModel) menu = confab_session_menu_new (session, self->apps, FALSE);

  if (self->menu == NULL)
    {
      self->menu = gtk_popover_menu_new_from_model (NULL);
      gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
      gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
      gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
      g_signal_connect_object (self->menu, "closed", G_CALLBACK (menu_closed_cb), self,
                               G_CONNECT_SWAPPED);
    }
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->menu), menu);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), at);
  g_set_weak_pointer (&self->menu_focus,
                      gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self))));
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
pop_up_menu_for (ConfabSidebar *self,
                 GtkWidget     *row,
                 double         x,
                 double         y)
{
  ConfabSession *session = confab_session_row_get_session (CONFAB_SESSION_ROW (row));
  graphene_point_t at;

  if (session == NULL ||
      !gtk_widget_compute_point (row, GTK_WIDGET (self),
                                 &GRAPHENE_POINT_INIT ((float) x, (float) y), &at))
    return;

  pop_up_menu (self, session, &(GdkRectangle) { (int) at.x, (int) at.y, 1, 1 });
}

/* The row at a place in the list, with what of its item is around it. */
static ConfabSessionRow *
get_row_at (ConfabSidebar *self,
            double         x,
            double         y)
{
  GtkWidget *view = GTK_WIDGET (self->view);
  GtkWidget *item = gtk_widget_pick (view, x, y, GTK_PICK_DEFAULT);
  GtkWidget *child;

  while (item != NULL && gtk_widget_get_parent (item) != view)
    item = gtk_widget_get_parent (item);
  child = item != NULL ? gtk_widget_get_first_child (item) : NULL;

  return CONFAB_IS_SESSION_ROW (child) ? CONFAB_SESSION_ROW (child) : NULL;
}

static gboolean
pop_up_menu_at (ConfabSidebar *self,
                double         x,
                double         y)
{
  ConfabSessionRow *row = get_row_at (self, x, y);
  graphene_point_t at;

  if (row == NULL ||
      !gtk_widget_compute_point (GTK_WIDGET (self->view), GTK_WIDGET (row),
                                 &GRAPHENE_POINT_INIT ((float) x, (float) y), &at))
    return FALSE;

  pop_up_menu_for (self, GTK_WIDGET (row), at.x, at.y);

  return TRUE;
}

static void
view_pressed_cb (GtkGestureClick *gesture,
                 int              n_press,
                 double           x,
                 double           y,
                 ConfabSidebar   *self)
{
  ConfabSessionRow *row = get_row_at (self, x, y);
  ConfabSession *session = row != NULL ? confab_session_row_get_session (row) : NULL;

  g_assert (CONFAB_IS_SIDEBAR (self));

  g_set_object (&self->pressed, session);
  if (gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture)) ==
        GDK_BUTTON_SECONDARY &&
      pop_up_menu_at (self, x, y))
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
view_released_cb (GtkGestureClick *gesture,
                  int              n_press,
                  double           x,
                  double           y,
                  ConfabSidebar   *self)
{
  ConfabSessionRow *row = get_row_at (self, x, y);
  ConfabSession *session = row != NULL ? confab_session_row_get_session (row) : NULL;
  gboolean same = session != NULL && session == self->pressed;

  g_assert (CONFAB_IS_SIDEBAR (self));

  g_clear_object (&self->pressed);
  if (same &&
      gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture)) == GDK_BUTTON_PRIMARY)
    confab_sidebar_open (self, session, TRUE);
}

static void
view_long_pressed_cb (GtkGesture    *gesture,
                      double         x,
                      double         y,
                      ConfabSidebar *self)
{
  g_assert (CONFAB_IS_SIDEBAR (self));

  if (pop_up_menu_at (self, x, y))
    gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
}

/* For all rows: two hundred of them are kept. They come before what GTK's items do, which would take
 * the keyboard into the list. */
static void
create_gestures (ConfabSidebar *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *press = gtk_gesture_long_press_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (view_pressed_cb), self, 0);
  g_signal_connect_object (click, "released", G_CALLBACK (view_released_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (click));

  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (press), GTK_PHASE_CAPTURE);
  g_signal_connect_object (press, "pressed", G_CALLBACK (view_long_pressed_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (press));
}

static GtkWidget *
create_heading (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "caption-heading");
  gtk_widget_add_css_class (label, "dim-label");

  return label;
}

static void
item_bound_cb (ConfabSidebar            *self,
               GtkListItem              *list_item,
               GtkSignalListItemFactory *factory)
{
  gpointer item = gtk_list_item_get_item (list_item);
  GtkWidget *child = gtk_list_item_get_child (list_item);
  gboolean is_session = CONFAB_IS_SESSION (item);
  GtkWidget *row;

  g_assert (CONFAB_IS_SIDEBAR (self));

  gtk_list_item_set_selectable (list_item, is_session);
  gtk_list_item_set_activatable (list_item, is_session);

  if (child == NULL || CONFAB_IS_SESSION_ROW (child) != is_session)
    {
      child = is_session ? confab_session_row_new () : create_heading ();
      gtk_list_item_set_child (list_item, child);
    }

  row = gtk_widget_get_parent (child);
  if (is_session)
    {
      if (row != NULL)
        gtk_widget_remove_css_class (row, "day-row");
      confab_session_row_bind (CONFAB_SESSION_ROW (child), item, self->look,
                               confab_session_groups_get_local_now (self->groups),
                               confab_session_groups_get_app (self->groups) == NULL);
    }
  else
    {
      const char *title = confab_heading_get_title (item);

      gtk_label_set_text (GTK_LABEL (child), title);
      if (row != NULL)
        {
          gtk_widget_add_css_class (row, "day-row");
          gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                          title, -1);
        }
    }
}

static void
item_unbound_cb (ConfabSidebar            *self,
                 GtkListItem              *list_item,
                 GtkSignalListItemFactory *factory)
{
  GtkWidget *child = gtk_list_item_get_child (list_item);

  if (CONFAB_IS_SESSION_ROW (child))
    confab_session_row_unbind (CONFAB_SESSION_ROW (child));
}

/* The row under the keyboard focus, which GTK keeps in a widget of its own around ours. */
static ConfabSessionRow *
get_focus_row (ConfabSidebar *self)
{
  GtkWidget *focus = gtk_widget_get_focus_child (GTK_WIDGET (self->view));
  GtkWidget *child = focus != NULL ? gtk_widget_get_first_child (focus) : NULL;

  return CONFAB_IS_SESSION_ROW (child) ? CONFAB_SESSION_ROW (child) : NULL;
}

/* A session that goes to another place gets another row, and the keyboard goes along. */
void
confab_sidebar_row_moving (ConfabSidebar *self,
                           GObject       *item)
{
  ConfabSessionRow *row = get_focus_row (self);

  self->moves_focus = row != NULL && gtk_widget_is_focus (gtk_widget_get_parent (GTK_WIDGET (row))) &&
                      (GObject *) confab_session_row_get_session (row) == item;
}

void
confab_sidebar_row_moved (ConfabSidebar *self,
                          GObject       *item)
{
  if (self->moves_focus)
    confab_session_focus_go_to (self->view, CONFAB_SESSION (item));
  self->moves_focus = FALSE;
}

/* The keyboard stays in the list, at what comes next. */
static void
delete_session (ConfabSidebar *self,
                ConfabSession *session)
{
  ConfabSession *next = confab_session_groups_get_neighbour (self->groups, session, 1);

  gtk_widget_activate_action (GTK_WIDGET (self), CONFAB_ACTION_DELETE_SESSION, "x",
                              confab_session_get_id (session));
  confab_session_focus_go_to (self->view, next);
}

/* GTK would stay where it is: the first row is a heading and cannot take the focus. */
static gboolean
go_to_first (ConfabSidebar *self)
{
  ConfabSession *first = confab_session_groups_get_neighbour (self->groups, NULL, 1);

  if (first == NULL ||
      !gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", 0))
    return FALSE;

  /* With its heading in view: the focus scrolls no more when the row is known to be in view. */
  confab_list_lay_out (self->view);

  return confab_session_focus_select (self->view, first);
}

static gboolean
view_key_pressed_cb (GtkEventControllerKey *controller,
                     guint                  keyval,
                     guint                  keycode,
                     GdkModifierType        state,
                     ConfabSidebar         *self)
{
  ConfabSessionRow *row = get_focus_row (self);
  ConfabSession *session = row != NULL ? confab_session_row_get_session (row) : NULL;
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();

  g_assert (CONFAB_IS_SIDEBAR (self));

  /* From a heading, too, on which newer GTK enters the list. */
  if ((keyval == GDK_KEY_Home || keyval == GDK_KEY_KP_Home) && modifiers == 0)
    return go_to_first (self);

  if (session == NULL)
    return GDK_EVENT_PROPAGATE;

  if (keyval == GDK_KEY_Delete && modifiers == 0)
    {
      delete_session (self, session);
      return GDK_EVENT_STOP;
    }

  if ((keyval == GDK_KEY_Down || keyval == GDK_KEY_Up) && modifiers == 0)
    return confab_session_focus_step (self->view, keyval == GDK_KEY_Down);

  if ((keyval == GDK_KEY_Page_Down || keyval == GDK_KEY_KP_Page_Down) && modifiers == 0)
    return confab_session_focus_page (self->view, TRUE);

  if ((keyval == GDK_KEY_Page_Up || keyval == GDK_KEY_KP_Page_Up) && modifiers == 0)
    return confab_session_focus_is_near_top (self->view)
             ? go_to_first (self)
             : confab_session_focus_page (self->view, FALSE);

  if (keyval == GDK_KEY_Menu || (keyval == GDK_KEY_F10 && modifiers == GDK_SHIFT_MASK))
    {
      pop_up_menu_for (self, GTK_WIDGET (row), 24, 24);
      return GDK_EVENT_STOP;
    }

  return GDK_EVENT_PROPAGATE;
}

/* Called once, when the list is there. */
void
confab_sidebar_create_rows (ConfabSidebar *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect_object (factory, "bind", G_CALLBACK (item_bound_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (item_unbound_cb), self,
                           G_CONNECT_SWAPPED);
  self->look = confab_session_look_new (GTK_WIDGET (self->view));
  gtk_list_view_set_factory (self->view, factory);
  confab_list_lay_out_in_time (self->view);
  create_gestures (self);

  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (view_key_pressed_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self->view), keys);
}
