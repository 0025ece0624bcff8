/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-quick-switch.h"

#include <glib/gi18n.h>

#include "confab-app-dot.h"
#include "confab-search.h"

/* What a person looks through; more letters find the rest. */
#define MAX_ROWS 12

struct _ConfabQuickSwitch
{
  AdwWindow parent_instance;

  ConfabEngine *engine;

  GtkSearchEntry *entry;
  GtkListBox *list;
  GtkLabel *empty;
};

G_DEFINE_FINAL_TYPE (ConfabQuickSwitch, confab_quick_switch, ADW_TYPE_WINDOW)

enum {
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static GtkWidget *
create_label (const char *text,
              const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  if (css_class != NULL)
    {
      gtk_widget_add_css_class (label, css_class);
      gtk_widget_add_css_class (label, "dim-label");
    }

  return label;
}

static GtkWidget *
create_row (GObject *item)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *dot = confab_app_dot_new ();
  gboolean is_app = CONFAB_IS_STUDIO_APP (item);
  ConfabStudioApp *app = is_app ? CONFAB_STUDIO_APP (item)
                                : confab_session_get_app (CONFAB_SESSION (item));
  const char *name = is_app ? confab_studio_app_get_name (app)
                            : confab_session_get_title (CONFAB_SESSION (item));
  const char *note = is_app ? _("New session") : confab_studio_app_get_name (app);
  GtkWidget *title;
  g_autofree char *accessible = NULL;

  if (name == NULL || *name == '\0')
    name = _("New Session");
  confab_app_dot_set_color (CONFAB_APP_DOT (dot), confab_studio_app_get_color (app));
  title = create_label (name, NULL);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_box_append (GTK_BOX (box), dot);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), create_label (note, "caption"));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);

  accessible = g_strdup_printf ("%s, %s", name, note);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, accessible,
                                  -1);
  g_object_set_data_full (G_OBJECT (row), "item", g_object_ref (item), g_object_unref);

  return row;
}

static void
fill (ConfabQuickSwitch *self)
{
  g_autoptr (GPtrArray) items = NULL;
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);

  items = confab_engine_find_by_name (self->engine,
                                      gtk_editable_get_text (GTK_EDITABLE (self->entry)),
                                      MAX_ROWS);
  for (guint i = 0; i < items->len; i++)
    gtk_list_box_append (self->list, create_row (g_ptr_array_index (items, i)));
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
  gtk_widget_set_visible (GTK_WIDGET (self->list), items->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->empty), items->len == 0);
}

static void
choose (ConfabQuickSwitch *self,
        GtkListBoxRow     *row)
{
  g_autoptr (GObject) item = NULL;
  g_autoptr (ConfabQuickSwitch) alive = g_object_ref (self);

  if (row == NULL)
    return;

  item = g_object_ref (g_object_get_data (G_OBJECT (row), "item"));
  gtk_window_close (GTK_WINDOW (self));
  g_signal_emit (self, signals[CHOSEN], 0, item);
}

static void
changed_cb (ConfabQuickSwitch *self)
{
  if (self->engine != NULL)
    fill (self);
}

static void
activated_cb (ConfabQuickSwitch *self)
{
  /* What was typed last counts, too. */
  fill (self);
  choose (self, gtk_list_box_get_selected_row (self->list));
}

static void
stopped_cb (ConfabQuickSwitch *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

static void
row_activated_cb (ConfabQuickSwitch *self,
                  GtkListBoxRow     *row)
{
  choose (self, row);
}

/* The focus stays in the entry, the selection goes up and down. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                ConfabQuickSwitch     *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  int step = 0;

  g_assert (CONFAB_IS_QUICK_SWITCH (self));

  if (keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Down)
    step = 1;
  else if (keyval == GDK_KEY_Up || keyval == GDK_KEY_KP_Up)
    step = -1;
  if (step == 0 || row == NULL)
    return GDK_EVENT_PROPAGATE;

  row = gtk_list_box_get_row_at_index (self->list, gtk_list_box_row_get_index (row) + step);
  if (row != NULL)
    gtk_list_box_select_row (self->list, row);

  return GDK_EVENT_STOP;
}

static void
confab_quick_switch_dispose (GObject *object)
{
  ConfabQuickSwitch *self = CONFAB_QUICK_SWITCH (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_QUICK_SWITCH);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (confab_quick_switch_parent_class)->dispose (object);
}

static void
confab_quick_switch_class_init (ConfabQuickSwitchClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_quick_switch_dispose;

  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_OBJECT);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/confab_chat/Confab/search/confab-quick-switch.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabQuickSwitch, entry);
  gtk_widget_class_bind_template_child (widget_class, ConfabQuickSwitch, list);
  gtk_widget_class_bind_template_child (widget_class, ConfabQuickSwitch, empty);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
confab_quick_switch_init (ConfabQuickSwitch *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), keys);
}

/**
 * confab_quick_switch_new:
 * @parent: the window over which it stands
 * @engine: (transfer none): whose sessions and applications
 *
 * Returns: (transfer none): a window, to be presented; it goes when it is closed
 */
GtkWidget *
confab_quick_switch_new (GtkWindow    *parent,
                         ConfabEngine *engine)
{
  ConfabQuickSwitch *self;

  g_return_val_if_fail (CONFAB_IS_ENGINE (engine), NULL);

  self = g_object_new (CONFAB_TYPE_QUICK_SWITCH, "transient-for", parent, NULL);
  self->engine = g_object_ref (engine);
  fill (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));

  return GTK_WIDGET (self);
}
