/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-sidebar.h"

#include <glib/gi18n.h>

#include "confab-actions.h"
#include "confab-app-switcher.h"
#include "confab-search-results.h"
#include "confab-session-focus.h"
#include "confab-session-menu.h"
#include "confab-session-row.h"

struct _ConfabSidebar
{
  AdwBin parent_instance;

  ConfabSessionGroups *groups;
  GListModel *apps;
  ConfabSearch *looking; /* (nullable): without one only titles of what is listed are looked at */
  GtkSingleSelection *selection;
  ConfabSession *current;
  gboolean archived;  /* shows the archive */
  gboolean selecting; /* the selection is being changed by us, not by the person */

  ConfabAppSwitcher *switcher;
  GtkSearchEntry *search;
  GtkWidget *archive_bar;
  GtkStack *stack;
  GtkListView *view;
  GtkLabel *empty;
  ConfabSearchResults *results;
  GtkWidget *menu;       /* (nullable): made when first opened */
  GtkWidget *menu_focus; /* weak: what had the focus before the menu */
};

G_DEFINE_FINAL_TYPE (ConfabSidebar, confab_sidebar, ADW_TYPE_BIN)

enum {
  PROP_0,
  PROP_ARCHIVED,
  N_PROPS,
};

enum {
  OPENED,
  HIT_OPENED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
update_empty (ConfabSidebar *self)
{
  gboolean searching = *gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0';

  if (searching && self->looking != NULL)
    {
      gtk_stack_set_visible_child_name (self->stack, "results");
      return;
    }

  if (confab_session_groups_get_n_sessions (self->groups) > 0)
    {
      gtk_stack_set_visible_child_name (self->stack, "list");
      return;
    }

  if (searching)
    gtk_label_set_text (self->empty, _("No session has this in its title."));
  else if (self->archived)
    gtk_label_set_text (self->empty, _("Nothing is in the archive."));
  else
    gtk_label_set_text (self->empty, _("Your sessions will be listed here."));
  gtk_stack_set_visible_child_name (self->stack, "empty");
}

/* The list was made anew around it, or another session is on show. */
static void
select_current (ConfabSidebar *self)
{
  guint position;

  if (!confab_session_groups_find (self->groups, self->current, &position))
    position = GTK_INVALID_LIST_POSITION;

  self->selecting = TRUE;
  gtk_single_selection_set_selected (self->selection, position);
  self->selecting = FALSE;
}

static void
list_changed_cb (ConfabSidebar *self)
{
  g_assert (CONFAB_IS_SIDEBAR (self));

  select_current (self);
}

static void
list_counted_cb (ConfabSidebar *self)
{
  g_assert (CONFAB_IS_SIDEBAR (self));

  update_empty (self);
}

static void
open_session (ConfabSidebar *self,
              ConfabSession *session,
              gboolean       to_text)
{
  g_signal_emit (self, signals[OPENED], 0, session, to_text);
}

static void
selection_changed_cb (ConfabSidebar *self)
{
  gpointer item;

  g_assert (CONFAB_IS_SIDEBAR (self));

  if (self->selecting)
    return;

  item = gtk_single_selection_get_selected_item (self->selection);
  if (CONFAB_IS_SESSION (item) && item != (gpointer) self->current)
    open_session (self, item, FALSE);
}

static void
view_activated_cb (ConfabSidebar *self,
                   guint          position)
{
  g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self->groups), position);

  if (CONFAB_IS_SESSION (item))
    open_session (self, CONFAB_SESSION (item), TRUE);
}

static void
look (ConfabSidebar *self)
{
  confab_search_results_set_now (self->results, confab_session_groups_get_now (self->groups));
  confab_search_look_for (self->looking, gtk_editable_get_text (GTK_EDITABLE (self->search)),
                          confab_session_groups_get_app (self->groups));
}

static void
hit_opened_cb (ConfabSidebar   *self,
               ConfabSearchHit *hit)
{
  g_assert (CONFAB_IS_SIDEBAR (self));

  g_signal_emit (self, signals[HIT_OPENED], 0, hit,
                 gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

static void
search_changed_cb (ConfabSidebar *self)
{
  if (self->groups == NULL)
    return;

  if (self->looking != NULL)
    look (self);
  else
    confab_session_groups_set_text (self->groups,
                                    gtk_editable_get_text (GTK_EDITABLE (self->search)));
  update_empty (self);
}

static void
search_stopped_cb (ConfabSidebar *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
}

static void
search_activated_cb (ConfabSidebar *self)
{
  ConfabSession *first;

  if (self->looking != NULL)
    {
      confab_search_results_open_first (self->results);
      return;
    }

  search_changed_cb (self);
  first = confab_session_groups_get_neighbour (self->groups, NULL, 1);
  if (first != NULL)
    open_session (self, first, TRUE);
}

static void
switcher_selected_cb (ConfabSidebar *self)
{
  g_assert (CONFAB_IS_SIDEBAR (self));

  if (self->groups != NULL)
    confab_session_groups_set_app (self->groups, confab_app_switcher_get_selected (self->switcher));
  if (self->looking != NULL)
    look (self);
}

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

static void
row_pressed_cb (GtkGestureClick *gesture,
                int              n_press,
                double           x,
                double           y,
                ConfabSidebar   *self)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));

  g_assert (CONFAB_IS_SIDEBAR (self));

  if (gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture)) != GDK_BUTTON_SECONDARY)
    return;

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  pop_up_menu_for (self, row, x, y);
}

static void
row_released_cb (GtkGestureClick *gesture,
                 int              n_press,
                 double           x,
                 double           y,
                 ConfabSidebar   *self)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  ConfabSession *session = confab_session_row_get_session (CONFAB_SESSION_ROW (row));

  g_assert (CONFAB_IS_SIDEBAR (self));

  if (gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture)) == GDK_BUTTON_PRIMARY &&
      session != NULL)
    open_session (self, session, TRUE);
}

static void
row_long_pressed_cb (GtkGesture    *gesture,
                     double         x,
                     double         y,
                     ConfabSidebar *self)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));

  g_assert (CONFAB_IS_SIDEBAR (self));

  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  pop_up_menu_for (self, row, x, y);
}

static GtkWidget *
create_session_row (ConfabSidebar *self)
{
  GtkWidget *row = confab_session_row_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *press = gtk_gesture_long_press_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  g_signal_connect_object (click, "pressed", G_CALLBACK (row_pressed_cb), self, 0);
  g_signal_connect_object (click, "released", G_CALLBACK (row_released_cb), self, 0);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (click));

  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  g_signal_connect_object (press, "pressed", G_CALLBACK (row_long_pressed_cb), self, 0);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (press));

  return row;
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
      child = is_session ? create_session_row (self) : create_heading ();
      gtk_list_item_set_child (list_item, child);
    }

  row = gtk_widget_get_parent (child);
  if (is_session)
    {
      if (row != NULL)
        gtk_widget_remove_css_class (row, "day-row");
      confab_session_row_bind (CONFAB_SESSION_ROW (child), item,
                               confab_session_groups_get_now (self->groups),
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

  if (session == NULL)
    return GDK_EVENT_PROPAGATE;

  if (keyval == GDK_KEY_Delete && modifiers == 0)
    {
      delete_session (self, session);
      return GDK_EVENT_STOP;
    }

  if ((keyval == GDK_KEY_Down || keyval == GDK_KEY_Up) && modifiers == 0)
    return confab_session_focus_step (self->view, keyval == GDK_KEY_Down);

  if (keyval == GDK_KEY_Menu || (keyval == GDK_KEY_F10 && modifiers == GDK_SHIFT_MASK))
    {
      pop_up_menu_for (self, GTK_WIDGET (row), 24, 24);
      return GDK_EVENT_STOP;
    }

  return GDK_EVENT_PROPAGATE;
}

static gboolean
confab_sidebar_focus (GtkWidget        *widget,
                      GtkDirectionType  direction)
{
  gboolean inside;

  confab_session_focus_forget (widget);
  inside = GTK_WIDGET_CLASS (confab_sidebar_parent_class)->focus (widget, direction);
  if (inside)
    confab_session_focus_settle (CONFAB_SIDEBAR (widget)->view);

  return inside;
}

static void
confab_sidebar_dispose (GObject *object)
{
  ConfabSidebar *self = CONFAB_SIDEBAR (object);

  g_clear_weak_pointer (&self->menu_focus);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  if (self->groups != NULL)
    g_signal_handlers_disconnect_by_data (self->groups, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_SIDEBAR);
  g_clear_object (&self->selection);
  g_clear_object (&self->groups);
  g_clear_object (&self->apps);
  g_clear_object (&self->looking);
  g_clear_object (&self->current);

  G_OBJECT_CLASS (confab_sidebar_parent_class)->dispose (object);
}

static void
confab_sidebar_get_property (GObject    *object,
                             guint       id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_ARCHIVED:
      g_value_set_boolean (value, CONFAB_SIDEBAR (object)->archived);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
confab_sidebar_set_property (GObject      *object,
                             guint         id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  switch (id)
    {
    case PROP_ARCHIVED:
      confab_sidebar_set_archived (CONFAB_SIDEBAR (object), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
confab_sidebar_class_init (ConfabSidebarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = confab_sidebar_dispose;
  object_class->get_property = confab_sidebar_get_property;
  object_class->set_property = confab_sidebar_set_property;
  widget_class->focus = confab_sidebar_focus;

  properties[PROP_ARCHIVED] =
    g_param_spec_boolean ("archived", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[OPENED] =
    g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, CONFAB_TYPE_SESSION, G_TYPE_BOOLEAN);

  signals[HIT_OPENED] =
    g_signal_new ("hit-opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, CONFAB_TYPE_SEARCH_HIT, G_TYPE_STRING);

  g_type_ensure (CONFAB_TYPE_APP_SWITCHER);
  g_type_ensure (CONFAB_TYPE_SEARCH_RESULTS);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/confab_chat/Confab/sidebar/confab-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabSidebar, switcher);
  gtk_widget_class_bind_template_child (widget_class, ConfabSidebar, search);
  gtk_widget_class_bind_template_child (widget_class, ConfabSidebar, archive_bar);
  gtk_widget_class_bind_template_child (widget_class, ConfabSidebar, stack);
  gtk_widget_class_bind_template_child (widget_class, ConfabSidebar, view);
  gtk_widget_class_bind_template_child (widget_class, ConfabSidebar, empty);
  gtk_widget_class_bind_template_child (widget_class, ConfabSidebar, results);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, view_activated_cb);
}

static void
confab_sidebar_init (ConfabSidebar *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_object (factory, "bind", G_CALLBACK (item_bound_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (item_unbound_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->view, factory);

  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (view_key_pressed_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self->view), keys);

  g_signal_connect_object (self->results, "opened", G_CALLBACK (hit_opened_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->switcher, "notify::selected", G_CALLBACK (switcher_selected_cb),
                           self, G_CONNECT_SWAPPED);
}

/**
 * confab_sidebar_new:
 *
 * Returns: (transfer floating): a sidebar without sessions
 */
GtkWidget *
confab_sidebar_new (void)
{
  return g_object_new (CONFAB_TYPE_SIDEBAR, NULL);
}

/**
 * confab_sidebar_get_groups:
 * @self: a sidebar
 *
 * Returns: (transfer none) (nullable): what it lists
 */
ConfabSessionGroups *
confab_sidebar_get_groups (ConfabSidebar *self)
{
  g_return_val_if_fail (CONFAB_IS_SIDEBAR (self), NULL);

  return self->groups;
}

/**
 * confab_sidebar_set_groups:
 * @self: a sidebar
 * @groups: (transfer none): the sessions
 * @apps: (transfer none): the applications to switch between
 *
 * Gives it what to show; once.
 */
void
confab_sidebar_set_groups (ConfabSidebar     *self,
                         ConfabSessionGroups *groups,
                         GListModel        *apps)
{
  g_return_if_fail (CONFAB_IS_SIDEBAR (self));
  g_return_if_fail (CONFAB_IS_SESSION_GROUPS (groups));
  g_return_if_fail (self->groups == NULL);

  self->groups = g_object_ref (groups);
  self->apps = g_object_ref (apps);
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (groups));

  g_signal_connect_object (self->selection, "notify::selected-item",
                           G_CALLBACK (selection_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (groups, "items-changed", G_CALLBACK (list_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (groups, "notify::n-sessions", G_CALLBACK (list_counted_cb), self,
                           G_CONNECT_SWAPPED);

  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  confab_app_switcher_set_apps (self->switcher, apps);
  update_empty (self);
}

/**
 * confab_sidebar_set_search:
 * @self: a sidebar
 * @search: (transfer none): looks through everything; once
 */
void
confab_sidebar_set_search (ConfabSidebar *self,
                           ConfabSearch  *search)
{
  g_return_if_fail (CONFAB_IS_SIDEBAR (self));
  g_return_if_fail (CONFAB_IS_SEARCH (search));
  g_return_if_fail (self->looking == NULL);

  self->looking = g_object_ref (search);
  confab_search_results_set_search (self->results, search);
}

/**
 * confab_sidebar_focus_search:
 * @self: a sidebar
 *
 * Puts the cursor where the person says what to look for.
 */
void
confab_sidebar_focus_search (ConfabSidebar *self)
{
  g_return_if_fail (CONFAB_IS_SIDEBAR (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  gtk_editable_select_region (GTK_EDITABLE (self->search), 0, -1);
}

/**
 * confab_sidebar_get_app:
 * @self: a sidebar
 *
 * Returns: (transfer none) (nullable): whose sessions it shows; %NULL for all
 */
ConfabStudioApp *
confab_sidebar_get_app (ConfabSidebar *self)
{
  g_return_val_if_fail (CONFAB_IS_SIDEBAR (self), NULL);

  return confab_app_switcher_get_selected (self->switcher);
}

/**
 * confab_sidebar_set_app:
 * @self: a sidebar
 * @app: (nullable): show only its sessions; %NULL for all
 */
void
confab_sidebar_set_app (ConfabSidebar   *self,
                        ConfabStudioApp *app)
{
  g_return_if_fail (CONFAB_IS_SIDEBAR (self));

  confab_app_switcher_set_selected (self->switcher, app);
}

/**
 * confab_sidebar_set_archived:
 * @self: a sidebar
 * @archived: list what is in the archive, and nothing else
 */
void
confab_sidebar_set_archived (ConfabSidebar *self,
                             gboolean       archived)
{
  g_return_if_fail (CONFAB_IS_SIDEBAR (self));

  if (self->archived == archived)
    return;

  self->archived = archived;
  gtk_widget_set_visible (self->archive_bar, archived);
  if (self->groups != NULL)
    {
      confab_session_groups_set_archived (self->groups, archived);
      update_empty (self);
    }

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ARCHIVED]);
}

/**
 * confab_sidebar_get_current:
 * @self: a sidebar
 *
 * Returns: (transfer none) (nullable): the session that is marked
 */
ConfabSession *
confab_sidebar_get_current (ConfabSidebar *self)
{
  g_return_val_if_fail (CONFAB_IS_SIDEBAR (self), NULL);

  return self->current;
}

/**
 * confab_sidebar_set_current:
 * @self: a sidebar
 * @session: (nullable): the session on show, which need not be in the list
 */
void
confab_sidebar_set_current (ConfabSidebar *self,
                            ConfabSession *session)
{
  g_return_if_fail (CONFAB_IS_SIDEBAR (self));
  g_return_if_fail (session == NULL || CONFAB_IS_SESSION (session));

  g_set_object (&self->current, session);
  if (self->groups != NULL)
    select_current (self);
}
