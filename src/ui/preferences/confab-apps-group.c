/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-apps-group.h"

#include <glib/gi18n.h>

#include "confab-actions.h"
#include "confab-app-dot.h"
#include "confab-app-page.h"
#include "confab-engine-catalogue.h"
#include "confab-options-page.h"
#include "confab-preferences.h"

struct _ConfabAppsGroup
{
  AdwPreferencesGroup parent_instance;

  ConfabEngine *engine;
  GPtrArray *rows; /* of GtkWidget, owned by the group */
};

G_DEFINE_FINAL_TYPE (ConfabAppsGroup, confab_apps_group, ADW_TYPE_PREFERENCES_GROUP)

static void fill (ConfabAppsGroup *self);

static ConfabStudioApp *
get_app (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), "app");
}

static void
back_cb (ConfabAppsGroup *self)
{
  confab_preferences_close_page (GTK_WIDGET (self));
}

/* (transfer floating) */
static GtkWidget *
create_pages (ConfabAppsGroup *self,
              ConfabStudioApp *app)
{
  GtkWidget *pages = confab_options_page_new (self->engine, app, NULL);
  GtkWidget *first = confab_app_page_new (self->engine, app);

  g_signal_connect_object (first, "changed", G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (pages, "back", G_CALLBACK (back_cb), self, G_CONNECT_SWAPPED);
  confab_options_page_add_first (CONFAB_OPTIONS_PAGE (pages), "application", _("Application"),
                                 "view-app-grid-symbolic", first);

  return pages;
}

/**
 * confab_apps_group_open:
 * @self: the group
 * @app: an application
 * @page: (nullable): the page to show; %NULL for the first
 * @title: (nullable): a row or group on @page
 * @preset: (nullable): the name of a preset on @page
 *
 * Shows the pages of an application.
 */
void
confab_apps_group_open (ConfabAppsGroup *self,
                        ConfabStudioApp *app,
                        const char      *page,
                        const char      *title,
                        const char      *preset)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *pages = create_pages (self, app);

  if (page != NULL)
    confab_options_page_show (CONFAB_OPTIONS_PAGE (pages), page);
  adw_preferences_window_present_subpage (ADW_PREFERENCES_WINDOW (root), pages);
  if (page != NULL && title != NULL)
    confab_options_page_show_place (CONFAB_OPTIONS_PAGE (pages), page, title);
  if (page != NULL && preset != NULL)
    confab_options_page_show_preset (CONFAB_OPTIONS_PAGE (pages), page, preset);
}

/**
 * confab_apps_group_collect:
 * @self: the group
 * @app: an application
 * @places: (element-type ConfabPlace): gets what can be looked for on its pages
 */
void
confab_apps_group_collect (ConfabAppsGroup *self,
                           ConfabStudioApp *app,
                           GPtrArray       *places)
{
  GtkWidget *pages;

  g_return_if_fail (CONFAB_IS_APPS_GROUP (self));

  pages = g_object_ref_sink (create_pages (self, app));
  confab_options_page_collect (CONFAB_OPTIONS_PAGE (pages), places, TRUE);
  g_object_unref (pages);
}

static void
row_activated_cb (ConfabAppsGroup *self,
                  AdwActionRow    *row)
{
  confab_apps_group_open (self, get_app (GTK_WIDGET (row)), NULL, NULL, NULL);
}

/* Alt with the arrows moves the row that has the focus, which it keeps. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                ConfabAppsGroup       *self)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  guint position;
  int step = 0;

  g_assert (CONFAB_IS_APPS_GROUP (self));

  if ((state & gtk_accelerator_get_default_mod_mask ()) == GDK_ALT_MASK)
    step = keyval == GDK_KEY_Up ? -1 : keyval == GDK_KEY_Down ? 1 : 0;
  if (step == 0 || !g_ptr_array_find (self->rows, row, &position) ||
      (int) position + step < 0 || position + step >= self->rows->len)
    return GDK_EVENT_PROPAGATE;

  confab_engine_move_app (self->engine, get_app (row), position + step);
  gtk_widget_grab_focus (g_ptr_array_index (self->rows, position + step));

  return GDK_EVENT_STOP;
}

static GdkContentProvider *
drag_prepared_cb (GtkDragSource *source,
                  double         x,
                  double         y,
                  gpointer       user_data)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source));

  return gdk_content_provider_new_typed (CONFAB_TYPE_STUDIO_APP, get_app (row));
}

static gboolean
dropped_cb (GtkDropTarget   *target,
            const GValue    *value,
            double           x,
            double           y,
            ConfabAppsGroup *self)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target));
  guint position;

  g_assert (CONFAB_IS_APPS_GROUP (self));

  if (!g_ptr_array_find (self->rows, row, &position))
    return FALSE;

  confab_engine_move_app (self->engine, g_value_get_object (value), position);

  return TRUE;
}

static void
add_movement (ConfabAppsGroup *self,
              GtkWidget       *row)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkDragSource *source = gtk_drag_source_new ();
  GtkDropTarget *target = gtk_drop_target_new (CONFAB_TYPE_STUDIO_APP, GDK_ACTION_MOVE);

  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self, 0);
  gtk_widget_add_controller (row, keys);

  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect_object (source, "prepare", G_CALLBACK (drag_prepared_cb), self, 0);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (source));

  g_signal_connect_object (target, "drop", G_CALLBACK (dropped_cb), self, 0);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (target));
}

static GtkWidget *
create_row (ConfabAppsGroup *self,
            ConfabStudioApp *app)
{
  const ConfabConnectionRecord *connection =
    confab_connection_get_record (confab_studio_app_get_connection (app));
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *dot = confab_app_dot_new ();

  confab_app_dot_set_color (CONFAB_APP_DOT (dot), confab_studio_app_get_color (app));
  gtk_widget_set_valign (dot, GTK_ALIGN_CENTER);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), dot);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), confab_studio_app_get_name (app));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), connection->name);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  g_object_set_data_full (G_OBJECT (row), "app", g_object_ref (app), g_object_unref);
  g_signal_connect_object (row, "activated", G_CALLBACK (row_activated_cb), self,
                           G_CONNECT_SWAPPED);
  add_movement (self, row);

  return row;
}

static void
fill (ConfabAppsGroup *self)
{
  GListModel *model = confab_engine_get_apps (self->engine);

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self),
                                  g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (ConfabStudioApp) app = g_list_model_get_item (model, i);
      GtkWidget *row = create_row (self, app);

      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
      g_ptr_array_add (self->rows, row);
    }
}

/* The form stands over the main window and adds there, so this one makes room. */
static void
add_clicked_cb (ConfabAppsGroup *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (root));

  gtk_window_close (GTK_WINDOW (root));
  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), CONFAB_ACTION_ADD_APP, NULL);
}

static void
confab_apps_group_dispose (GObject *object)
{
  ConfabAppsGroup *self = CONFAB_APPS_GROUP (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (confab_apps_group_parent_class)->dispose (object);
}

static void
confab_apps_group_class_init (ConfabAppsGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = confab_apps_group_dispose;
}

static void
confab_apps_group_init (ConfabAppsGroup *self)
{
  GtkWidget *add = gtk_button_new_from_icon_name ("list-add-symbolic");

  self->rows = g_ptr_array_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("Applications"));
  adw_preferences_group_set_description (
    ADW_PREFERENCES_GROUP (self),
    _("Drag a row to move it, or press Alt with an arrow key. Alt+1 to Alt+9 show one each."));

  gtk_widget_add_css_class (add, "flat");
  gtk_widget_set_valign (add, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (add, _("Add Application"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (add), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Add Application"), -1);
  g_signal_connect_object (add, "clicked", G_CALLBACK (add_clicked_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), add);
}

/**
 * confab_apps_group_set_engine:
 * @self: the group
 * @engine: (transfer none): whose applications; once
 */
void
confab_apps_group_set_engine (ConfabAppsGroup *self,
                              ConfabEngine    *engine)
{
  g_return_if_fail (CONFAB_IS_APPS_GROUP (self));
  g_return_if_fail (CONFAB_IS_ENGINE (engine));
  g_return_if_fail (self->engine == NULL);

  self->engine = g_object_ref (engine);
  g_signal_connect_object (confab_engine_get_apps (engine), "items-changed", G_CALLBACK (fill),
                           self, G_CONNECT_SWAPPED);
  fill (self);
}
