/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-sidebar-private.h"

#include <glib/gi18n.h>

#include "confab-session-focus.h"

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

/* Tells that a session is to be shown; @to_text: and the person goes on there. */
void
confab_sidebar_open (ConfabSidebar *self,
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
    confab_sidebar_open (self, item, FALSE);
}

static void
view_activated_cb (ConfabSidebar *self,
                   guint          position)
{
  g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self->groups), position);

  if (CONFAB_IS_SESSION (item))
    confab_sidebar_open (self, CONFAB_SESSION (item), TRUE);
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
    confab_sidebar_open (self, first, TRUE);
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
  g_clear_object (&self->look);
  g_clear_object (&self->pressed);

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
  gtk_widget_init_template (GTK_WIDGET (self));

  confab_sidebar_create_rows (self);
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

  g_signal_connect_object (groups, "moving", G_CALLBACK (confab_sidebar_row_moving), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (groups, "moved", G_CALLBACK (confab_sidebar_row_moved), self,
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
