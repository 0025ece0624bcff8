/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-preferences.h"

#include <glib/gi18n.h>

#include "confab-apps-group.h"
#include "confab-connections-group.h"
#include "confab-place-search.h"

struct _ConfabPreferences
{
  AdwPreferencesWindow parent_instance;

  ConfabEngine *engine;
  guint collecting;  /* a source, while places are being collected */
  guint n_collected; /* of the applications */

  AdwPreferencesPage *general;
  AdwPreferencesPage *connections_page;
  AdwPreferencesPage *apps_page;
  AdwPreferencesPage *search_page;
  AdwPreferencesGroup *search_group;
  ConfabPlaceSearch *search;
  GtkAdjustment *text_scale;
  AdwComboRow *send_key;
  GtkSwitch *search_switch;
  GtkSwitch *notifications_switch;
  ConfabConnectionsGroup *connections;
  ConfabAppsGroup *apps;
};

G_DEFINE_FINAL_TYPE (ConfabPreferences, confab_preferences, ADW_TYPE_PREFERENCES_WINDOW)

/* Search ------------------------------------------------------------------------------------ */

static GPtrArray *
new_places (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) confab_place_free);
}

/* One application at a time: its pages are made for it. */
static gboolean
collect_next_cb (gpointer user_data)
{
  ConfabPreferences *self = CONFAB_PREFERENCES (user_data);
  g_autoptr (ConfabStudioApp) app =
    g_list_model_get_item (confab_engine_get_apps (self->engine), self->n_collected++);
  GPtrArray *places;

  if (app == NULL)
    {
      self->collecting = 0;
      return G_SOURCE_REMOVE;
    }

  places = new_places ();
  confab_apps_group_collect (self->apps, app, places);
  confab_place_search_add (self->search, places);

  return G_SOURCE_CONTINUE;
}

static void
search_wanted_cb (ConfabPreferences *self)
{
  AdwPreferencesPage *pages[] = { self->general, self->connections_page, self->apps_page };
  GPtrArray *places = new_places ();

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    confab_places_collect (places, GTK_WIDGET (pages[i]), adw_preferences_page_get_title (pages[i]),
                           adw_preferences_page_get_name (pages[i]), NULL);
  confab_place_search_add (self->search, places);

  self->n_collected = 0;
  if (self->collecting == 0)
    self->collecting = g_idle_add (collect_next_cb, self);
}

static void
search_activated_cb (ConfabPreferences *self,
                     ConfabPlace       *place)
{
  AdwPreferencesPage *page;
  GtkWidget *row;

  if (place->app != NULL)
    {
      confab_apps_group_open (self->apps, place->app, place->page, place->title, NULL);
      return;
    }

  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (self), place->page);
  page = adw_preferences_window_get_visible_page (ADW_PREFERENCES_WINDOW (self));
  row = confab_places_find (GTK_WIDGET (page), place->title);
  if (row != NULL)
    confab_places_go (row);
}

static gboolean
search_key (GtkWidget *widget,
            GVariant  *arguments,
            gpointer   unused)
{
  ConfabPreferences *self = CONFAB_PREFERENCES (widget);

  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (self), "search");
  confab_place_search_focus (self->search);

  return GDK_EVENT_STOP;
}

static void
create_search (ConfabPreferences *self)
{
  GtkWidget *hint = gtk_label_new (_("Finds settings by their names, also those of each application: "
                                     "“metadata”, “token”, “temperature” …"));

  gtk_label_set_wrap (GTK_LABEL (hint), TRUE);
  gtk_label_set_justify (GTK_LABEL (hint), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (hint, "dim-label");
  gtk_widget_set_valign (hint, GTK_ALIGN_START);
  gtk_widget_set_margin_top (hint, 18);

  self->search = CONFAB_PLACE_SEARCH (confab_place_search_new (hint));
  gtk_box_set_spacing (GTK_BOX (self->search), 18);
  g_signal_connect_object (self->search, "wanted", G_CALLBACK (search_wanted_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search, "activated", G_CALLBACK (search_activated_cb), self,
                           G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->search_group, GTK_WIDGET (self->search));
}

/* The object -------------------------------------------------------------------------------- */

/* Adds weak references on the groups below @widget. */
static void
watch_groups (GtkWidget *widget,
              GPtrArray *groups)
{
  if (ADW_IS_PREFERENCES_GROUP (widget))
    {
      GWeakRef *group = g_new (GWeakRef, 1);

      g_weak_ref_init (group, widget);
      g_ptr_array_add (groups, group);
      return;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    watch_groups (child, groups);
}

static void
free_weak_ref (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

/* Names what a library keeps for ever, so that a search for leaks finds those of ours alone: the list
 * is never looked at. */
static void
note_kept (GdkDisplay *display,
           gpointer    group)
{
  GPtrArray *kept = g_object_get_data (G_OBJECT (display), "confab-kept-groups");

  if (kept == NULL)
    {
      kept = g_ptr_array_new ();
      g_object_set_data_full (G_OBJECT (display), "confab-kept-groups", kept,
                              (GDestroyNotify) g_ptr_array_unref);
    }
  g_ptr_array_add (kept, group);
}

static void
confab_preferences_dispose (GObject *object)
{
  ConfabPreferences *self = CONFAB_PREFERENCES (object);
  AdwPreferencesPage *pages[] = {
    self->general, self->connections_page, self->apps_page, self->search_page,
  };
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (free_weak_ref);
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (object));

  g_clear_handle_id (&self->collecting, g_source_remove);
  g_clear_object (&self->engine);
  for (guint i = 0; i < G_N_ELEMENTS (pages) && pages[i] != NULL; i++)
    watch_groups (GTK_WIDGET (pages[i]), groups);
  gtk_widget_dispose_template (GTK_WIDGET (object), CONFAB_TYPE_PREFERENCES);

  G_OBJECT_CLASS (confab_preferences_parent_class)->dispose (object);

  /* libadwaita 1.2 keeps a reference on each group of the window's pages for ever: what is in those
   * groups, and what they hold, goes nevertheless. */
  for (guint i = 0; i < groups->len; i++)
    {
      g_autoptr (GObject) group = g_weak_ref_get (g_ptr_array_index (groups, i));

      if (group != NULL)
        {
          g_object_run_dispose (group);
          note_kept (display, group);
        }
    }
}

/* A field that has the focus when it is taken apart hears of the loss too late (libadwaita 1.2). */
static void
confab_preferences_unmap (GtkWidget *widget)
{
  gtk_window_set_focus (GTK_WINDOW (widget), NULL);

  GTK_WIDGET_CLASS (confab_preferences_parent_class)->unmap (widget);
}

static void
confab_preferences_class_init (ConfabPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_preferences_dispose;
  widget_class->unmap = confab_preferences_unmap;

  g_type_ensure (CONFAB_TYPE_APPS_GROUP);
  g_type_ensure (CONFAB_TYPE_CONNECTIONS_GROUP);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/confab_chat/Confab/preferences/confab-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferences, general);
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferences, connections_page);
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferences, apps_page);
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferences, search_page);
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferences, search_group);
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferences, text_scale);
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferences, send_key);
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferences, notifications_switch);
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferences, search_switch);
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferences, connections);
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferences, apps);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, search_key, NULL);
}

static void
confab_preferences_init (ConfabPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  create_search (self);
}

/* Enter is the first choice, Ctrl+Enter the second. */
static gboolean
get_send_key (GValue   *value,
              GVariant *variant,
              gpointer  user_data)
{
  g_value_set_uint (value, g_variant_get_boolean (variant) ? 1 : 0);

  return TRUE;
}

static GVariant *
set_send_key (const GValue       *value,
              const GVariantType *type,
              gpointer            user_data)
{
  return g_variant_new_boolean (g_value_get_uint (value) == 1);
}

/**
 * confab_preferences_new:
 * @parent: the window over which it stands
 * @engine: (transfer none): whose connections and applications
 * @settings: (transfer none) (nullable): where the general settings are kept
 *
 * Returns: (transfer none): a window, to be presented; it goes when it is closed
 */
GtkWidget *
confab_preferences_new (GtkWindow    *parent,
                        ConfabEngine *engine,
                        GSettings    *settings)
{
  ConfabPreferences *self;

  g_return_val_if_fail (CONFAB_IS_ENGINE (engine), NULL);

  self = g_object_new (CONFAB_TYPE_PREFERENCES, "transient-for", parent, NULL);
  self->engine = g_object_ref (engine);
  confab_connections_group_set_engine (self->connections, engine);
  confab_apps_group_set_engine (self->apps, engine);
  if (settings != NULL)
    {
      g_settings_bind (settings, "text-scale", self->text_scale, "value", G_SETTINGS_BIND_DEFAULT);
      g_settings_bind (settings, "search-provider", self->search_switch, "active",
                       G_SETTINGS_BIND_DEFAULT);
      g_settings_bind (settings, "notifications", self->notifications_switch, "active",
                       G_SETTINGS_BIND_DEFAULT);
      g_settings_bind_with_mapping (settings, "control-sends", self->send_key, "selected",
                                    G_SETTINGS_BIND_DEFAULT, get_send_key, set_send_key, NULL,
                                    NULL);
    }
  else
    {
      gtk_widget_set_sensitive (GTK_WIDGET (self->general), FALSE);
    }

  return GTK_WIDGET (self);
}

/**
 * confab_preferences_open_app:
 * @self: the dialog
 * @app: an application
 * @page: (nullable): which of its pages; %NULL for the first
 * @preset: (nullable): the name of a preset on @page, which is shown then
 *
 * Shows the pages of an application.
 */
void
confab_preferences_open_app (ConfabPreferences *self,
                             ConfabStudioApp   *app,
                             const char        *page,
                             const char        *preset)
{
  g_return_if_fail (CONFAB_IS_PREFERENCES (self));

  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (self), "applications");
  confab_apps_group_open (self->apps, app, page, NULL, preset);
}

/* Asking ------------------------------------------------------------------------------------ */

typedef struct {
  ConfabDeleteFunc func;
  GObject *object;
} Question;

static void
free_question (gpointer  data,
               GClosure *closure)
{
  Question *question = data;

  g_object_unref (question->object);
  g_free (question);
}

static void
answered_cb (AdwMessageDialog *dialog,
             const char       *response,
             Question         *question)
{
  if (g_strcmp0 (response, "delete") == 0)
    question->func (question->object);
}

/**
 * confab_preferences_ask_delete:
 * @page: a widget of the window that asks
 * @heading: the question
 * @body: what goes with it
 * @func: called when the person says so
 * @object: a GObject, for @func
 *
 * Asks, because this cannot be taken back.
 */
void
confab_preferences_ask_delete (GtkWidget        *page,
                               const char       *heading,
                               const char       *body,
                               ConfabDeleteFunc  func,
                               gpointer          object)
{
  GtkRoot *root = gtk_widget_get_root (page);
  GtkWidget *dialog;
  Question *question;

  g_return_if_fail (GTK_IS_WINDOW (root));

  dialog = adw_message_dialog_new (GTK_WINDOW (root), heading, body);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "delete",
                                    _("_Delete"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "delete",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");

  question = g_new0 (Question, 1);
  question->func = func;
  question->object = g_object_ref (object);
  g_signal_connect_data (dialog, "response", G_CALLBACK (answered_cb), question, free_question, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static AdwPreferencesWindow *
get_window (GtkWidget *page)
{
  GtkRoot *root = gtk_widget_get_root (page);

  return ADW_IS_PREFERENCES_WINDOW (root) ? ADW_PREFERENCES_WINDOW (root) : NULL;
}

/**
 * confab_preferences_show_toast:
 * @page: a page of the dialog, or one that is in it no more
 * @text: what is to be said, plain
 */
void
confab_preferences_show_toast (GtkWidget  *page,
                               const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_return_if_fail (GTK_IS_WIDGET (page));

  if (get_window (page) != NULL)
    adw_preferences_window_add_toast (get_window (page), adw_toast_new (escaped));
}

/**
 * confab_preferences_close_page:
 * @page: the page on show, or one that is in the dialog no more
 *
 * Goes back to where the page was opened from.
 */
void
confab_preferences_close_page (GtkWidget *page)
{
  g_return_if_fail (GTK_IS_WIDGET (page));

  if (get_window (page) != NULL)
    adw_preferences_window_close_subpage (get_window (page));
}
