/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-app-switcher.h"

#include <glib/gi18n.h>

#include "confab-app-dot.h"

struct _ConfabAppSwitcher
{
  AdwBin parent_instance;

  GListModel *apps;
  ConfabStudioApp *selected;

  GtkMenuButton *button;
  GtkLabel *label;
  GtkListBox *list; /* (nullable): made when first opened */
};

G_DEFINE_FINAL_TYPE (ConfabAppSwitcher, confab_app_switcher, ADW_TYPE_BIN)

enum {
  PROP_0,
  PROP_SELECTED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static GtkWidget *
create_row (ConfabAppSwitcher *self,
            ConfabStudioApp   *app)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = gtk_label_new (app != NULL ? confab_studio_app_get_name (app) : _("All Apps"));
  GtkWidget *check = gtk_image_new_from_icon_name ("object-select-symbolic");

  if (app != NULL)
    {
      GtkWidget *dot = confab_app_dot_new ();

      confab_app_dot_set_color (CONFAB_APP_DOT (dot), confab_studio_app_get_color (app));
      gtk_box_append (GTK_BOX (box), dot);
    }
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 28);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_widget_set_opacity (check, app == self->selected ? 1 : 0);
  gtk_box_append (GTK_BOX (box), check);

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_text (GTK_LABEL (label)), -1);
  g_object_set_data_full (G_OBJECT (row), "app", app != NULL ? g_object_ref (app) : NULL,
                          app != NULL ? g_object_unref : NULL);

  return row;
}

static void
fill_list (ConfabAppSwitcher *self)
{
  GtkWidget *row;
  guint n = self->apps != NULL ? g_list_model_get_n_items (self->apps) : 0;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);

  gtk_list_box_append (self->list, create_row (self, NULL));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ConfabStudioApp) app = g_list_model_get_item (self->apps, i);

      gtk_list_box_append (self->list, create_row (self, app));
    }
}

static void
row_activated_cb (ConfabAppSwitcher *self,
                  GtkListBoxRow     *row)
{
  g_assert (CONFAB_IS_APP_SWITCHER (self));

  confab_app_switcher_set_selected (self, g_object_get_data (G_OBJECT (row), "app"));
  gtk_menu_button_popdown (self->button);
}

static void
create_popover (GtkMenuButton *button,
                gpointer       user_data)
{
  ConfabAppSwitcher *self = CONFAB_APP_SWITCHER (user_data);

  if (self->list == NULL)
    {
      GtkWidget *popover = gtk_popover_new ();
      GtkWidget *scroller = gtk_scrolled_window_new ();

      self->list = GTK_LIST_BOX (gtk_list_box_new ());
      gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
      gtk_widget_add_css_class (GTK_WIDGET (self->list), "app-list");
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      _("Applications"), -1);
      g_signal_connect_object (self->list, "row-activated", G_CALLBACK (row_activated_cb), self,
                               G_CONNECT_SWAPPED);

      gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                      GTK_POLICY_AUTOMATIC);
      gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
      gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scroller), TRUE);
      gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 400);
      gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));

      gtk_widget_add_css_class (popover, "menu");
      gtk_widget_set_size_request (scroller, 200, -1);
      gtk_popover_set_child (GTK_POPOVER (popover), scroller);
      gtk_menu_button_set_popover (button, popover);
    }

  fill_list (self);
}

static void
update_label (ConfabAppSwitcher *self)
{
  const char *text = self->selected != NULL ? confab_studio_app_get_name (self->selected)
                                            : _("All Apps");

  gtk_label_set_text (self->label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text, -1);
}

static void
confab_app_switcher_dispose (GObject *object)
{
  ConfabAppSwitcher *self = CONFAB_APP_SWITCHER (object);

  if (self->button != NULL)
    gtk_menu_button_set_create_popup_func (self->button, NULL, NULL, NULL);
  self->button = NULL;
  g_clear_object (&self->apps);
  g_clear_object (&self->selected);

  G_OBJECT_CLASS (confab_app_switcher_parent_class)->dispose (object);
}

static void
confab_app_switcher_get_property (GObject    *object,
                                  guint       id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  ConfabAppSwitcher *self = CONFAB_APP_SWITCHER (object);

  switch (id)
    {
    case PROP_SELECTED:
      g_value_set_object (value, self->selected);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
confab_app_switcher_class_init (ConfabAppSwitcherClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = confab_app_switcher_dispose;
  object_class->get_property = confab_app_switcher_get_property;

  properties[PROP_SELECTED] =
    g_param_spec_object ("selected", NULL, NULL, CONFAB_TYPE_STUDIO_APP,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
confab_app_switcher_init (ConfabAppSwitcher *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);

  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_END);
  /* A long name must not make the sidebar wider. */
  gtk_label_set_max_width_chars (self->label, 16);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "heading");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->label));
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("pan-down-symbolic"));

  self->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_child (self->button, box);
  gtk_menu_button_set_create_popup_func (self->button, create_popover, self, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "flat");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), _("Choose Application (Alt+0 to Alt+9)"));
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->button));

  update_label (self);
}

/**
 * confab_app_switcher_new:
 *
 * Returns: (transfer floating): a switcher on "all"
 */
GtkWidget *
confab_app_switcher_new (void)
{
  return g_object_new (CONFAB_TYPE_APP_SWITCHER, NULL);
}

/**
 * confab_app_switcher_set_apps:
 * @self: a switcher
 * @apps: (nullable): what to choose from
 */
void
confab_app_switcher_set_apps (ConfabAppSwitcher *self,
                              GListModel        *apps)
{
  g_return_if_fail (CONFAB_IS_APP_SWITCHER (self));
  g_return_if_fail (apps == NULL || G_IS_LIST_MODEL (apps));

  g_set_object (&self->apps, apps);
}

/**
 * confab_app_switcher_get_selected:
 * @self: a switcher
 *
 * Returns: (transfer none) (nullable): the application; %NULL for all
 */
ConfabStudioApp *
confab_app_switcher_get_selected (ConfabAppSwitcher *self)
{
  g_return_val_if_fail (CONFAB_IS_APP_SWITCHER (self), NULL);

  return self->selected;
}

/**
 * confab_app_switcher_set_selected:
 * @self: a switcher
 * @app: (nullable): the application; %NULL for all
 */
void
confab_app_switcher_set_selected (ConfabAppSwitcher *self,
                                  ConfabStudioApp   *app)
{
  g_return_if_fail (CONFAB_IS_APP_SWITCHER (self));
  g_return_if_fail (app == NULL || CONFAB_IS_STUDIO_APP (app));

  if (!g_set_object (&self->selected, app))
    return;

  update_label (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}
