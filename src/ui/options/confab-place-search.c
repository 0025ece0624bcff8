/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-place-search.h"

#include <glib/gi18n.h>

/* What a person looks through; more letters find the rest. */
#define MAX_FOUND 60

struct _ConfabPlaceSearch
{
  GtkBox parent_instance;

  GPtrArray *places; /* of ConfabPlace */
  gboolean was_wanted;

  GtkWidget *entry;
  GtkStack *stack;
  GtkListBox *found;
};

G_DEFINE_FINAL_TYPE (ConfabPlaceSearch, confab_place_search, GTK_TYPE_BOX)

enum {
  WANTED,
  ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
confab_place_search_finalize (GObject *object)
{
  ConfabPlaceSearch *self = CONFAB_PLACE_SEARCH (object);

  g_ptr_array_unref (self->places);

  G_OBJECT_CLASS (confab_place_search_parent_class)->finalize (object);
}

static void
confab_place_search_class_init (ConfabPlaceSearchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_place_search_finalize;

  signals[WANTED] = g_signal_new ("wanted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static GtkWidget *
create_row (ConfabPlace *place)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), place->title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  if (place->where != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), place->where);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data (G_OBJECT (row), "place", place);

  return row;
}

static void
show_found (ConfabPlaceSearch *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  GtkWidget *row;
  guint n = 0;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->found))) != NULL)
    gtk_list_box_remove (self->found, row);
  if (*text == '\0')
    {
      gtk_stack_set_visible_child_name (self->stack, "otherwise");
      return;
    }

  for (guint i = 0; i < self->places->len && n < MAX_FOUND; i++)
    if (confab_place_matches (g_ptr_array_index (self->places, i), text))
      {
        gtk_list_box_append (self->found, create_row (g_ptr_array_index (self->places, i)));
        n++;
      }
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "found" : "nothing");
}

static void
changed_cb (ConfabPlaceSearch *self)
{
  gboolean wanted = *gtk_editable_get_text (GTK_EDITABLE (self->entry)) != '\0';
  gboolean begins = wanted && !self->was_wanted;

  g_assert (CONFAB_IS_PLACE_SEARCH (self));

  self->was_wanted = wanted;
  if (begins)
    g_signal_emit (self, signals[WANTED], 0);
  show_found (self);
  /* By the next time there may be others. */
  if (!wanted)
    g_ptr_array_set_size (self->places, 0);
}

static void
go (ConfabPlaceSearch *self,
    GtkListBoxRow     *row)
{
  if (row != NULL)
    g_signal_emit (self, signals[ACTIVATED], 0, g_object_get_data (G_OBJECT (row), "place"));
}

/* Enter is the first that is found. */
static void
entry_activated_cb (ConfabPlaceSearch *self)
{
  go (self, gtk_list_box_get_row_at_index (self->found, 0));
}

/* GTK's own entry takes Escape for itself. */
static void
stopped_cb (ConfabPlaceSearch *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "window.close", NULL);
}

/* Escape ends the search, and with nothing to look for it is the window's. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                ConfabPlaceSearch     *self)
{
  g_assert (CONFAB_IS_PLACE_SEARCH (self));

  if (keyval == GDK_KEY_Escape && *gtk_editable_get_text (GTK_EDITABLE (self->entry)) != '\0')
    {
      confab_place_search_clear (self);
      gtk_widget_grab_focus (self->entry);
      return GDK_EVENT_STOP;
    }
  if (keyval == GDK_KEY_Down && gtk_list_box_get_row_at_index (self->found, 0) != NULL &&
      gtk_widget_is_ancestor (gtk_root_get_focus (gtk_widget_get_root (self->entry)), self->entry))
    return gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (self->found, 0)));

  return GDK_EVENT_PROPAGATE;
}

static GtkWidget *
create_nothing (void)
{
  GtkWidget *label = gtk_label_new (_("No setting has such a name."));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_widget_set_margin_top (label, 24);

  return label;
}

static void
confab_place_search_init (ConfabPlaceSearch *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->places = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_place_free);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  gtk_widget_add_css_class (GTK_WIDGET (self), "place-search");

  self->entry = gtk_search_entry_new ();
  g_object_set (self->entry, "placeholder-text", _("Search Settings"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Search Settings"), -1);
  g_signal_connect_object (self->entry, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "stop-search", G_CALLBACK (stopped_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "activate", G_CALLBACK (entry_activated_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self), self->entry);

  self->found = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->found, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->found), "boxed-list");
  gtk_widget_set_valign (GTK_WIDGET (self->found), GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->found), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Settings Found"), -1);
  g_signal_connect_object (self->found, "row-activated", G_CALLBACK (go), self,
                           G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->found));

  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  /* Or else it would ask for the width of a text that is not shown in a single line. */
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_stack_add_named (self->stack, scrolled, "found");
  gtk_stack_add_named (self->stack, create_nothing (), "nothing");
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->stack));

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

/**
 * confab_place_search_new:
 * @otherwise: (transfer floating): what is seen while nothing is looked for
 *
 * Returns: (transfer floating): a search
 */
GtkWidget *
confab_place_search_new (GtkWidget *otherwise)
{
  ConfabPlaceSearch *self = g_object_new (CONFAB_TYPE_PLACE_SEARCH, NULL);

  gtk_stack_add_named (self->stack, otherwise, "otherwise");
  gtk_stack_set_visible_child_name (self->stack, "otherwise");

  return GTK_WIDGET (self);
}

/**
 * confab_place_search_add:
 * @self: a search
 * @places: (element-type ConfabPlace) (transfer full): what can be found, too; forgotten when the person
 *   does not look for anything any more
 */
void
confab_place_search_add (ConfabPlaceSearch *self,
                         GPtrArray         *places)
{
  g_return_if_fail (CONFAB_IS_PLACE_SEARCH (self));

  /* Who looks again is asked for all of them again. */
  if (!self->was_wanted)
    {
      g_ptr_array_unref (places);
      return;
    }

  g_ptr_array_extend_and_steal (self->places, places);
  show_found (self);
}

/**
 * confab_place_search_clear:
 * @self: a search
 *
 * Nothing is looked for any more.
 */
void
confab_place_search_clear (ConfabPlaceSearch *self)
{
  g_return_if_fail (CONFAB_IS_PLACE_SEARCH (self));

  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
}

/**
 * confab_place_search_focus:
 * @self: a search
 *
 * Gives the focus to its entry.
 */
void
confab_place_search_focus (ConfabPlaceSearch *self)
{
  g_return_if_fail (CONFAB_IS_PLACE_SEARCH (self));

  gtk_widget_grab_focus (self->entry);
}
