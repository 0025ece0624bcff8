/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-options-page.h"

#include <glib/gi18n.h>

#include "confab-app-dot.h"
#include "confab-json-tab.h"
#include "confab-options-forms.h"
#include "confab-options-slice.h"
#include "confab-place-search.h"

struct _ConfabOptionsPage
{
  AdwBin parent_instance;

  ConfabEngine *engine;
  ConfabStudioApp *app;
  ConfabSession *session; /* (nullable) */

  GtkWidget *overlay;
  AdwLeaflet *leaflet;
  GtkWidget *side;
  GtkWidget *content;
  GtkListBox *list;
  ConfabPlaceSearch *search; /* over the list */
  GtkStack *stack;     /* of the pages */
  GtkWidget *switcher; /* Form or JSON, of the page on show */
  GtkWidget *dot;
  GtkWidget *name;
  GtkWidget *back;     /* to the list, when only one of both has room */
};

G_DEFINE_FINAL_TYPE (ConfabOptionsPage, confab_options_page, ADW_TYPE_BIN)

enum {
  BACK,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
confab_options_page_finalize (GObject *object)
{
  ConfabOptionsPage *self = CONFAB_OPTIONS_PAGE (object);

  g_clear_object (&self->engine);
  g_clear_object (&self->app);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (confab_options_page_parent_class)->finalize (object);
}

/* Ctrl+F is the search of the page, which may be behind what is on show. */
static gboolean
search_key (GtkWidget *widget,
            GVariant  *arguments,
            gpointer   unused)
{
  ConfabOptionsPage *self = CONFAB_OPTIONS_PAGE (widget);

  adw_leaflet_set_visible_child (self->leaflet, self->side);
  confab_place_search_focus (self->search);

  return GDK_EVENT_STOP;
}

static void
confab_options_page_class_init (ConfabOptionsPageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_options_page_finalize;
  gtk_widget_class_add_binding (GTK_WIDGET_CLASS (klass), GDK_KEY_f, GDK_CONTROL_MASK, search_key,
                                NULL);

  signals[BACK] = g_signal_new ("back", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 0);
}

static void
failed_cb (ConfabOptionsPage *self,
           const char        *sentence)
{
  g_autofree char *escaped = g_markup_escape_text (sentence, -1);

  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->overlay), adw_toast_new (escaped));
}

static void
app_changed_cb (ConfabOptionsPage *self)
{
  const char *title = self->session != NULL ? confab_session_get_title (self->session) : NULL;

  /* A new session has no title yet. */
  gtk_label_set_text (GTK_LABEL (self->name), title != NULL && *title != '\0'
                                                ? title
                                                : confab_studio_app_get_name (self->app));
  confab_app_dot_set_color (CONFAB_APP_DOT (self->dot), confab_studio_app_get_color (self->app));
}

/* The list ---------------------------------------------------------------------------------- */

static void
row_selected_cb (ConfabOptionsPage *self,
                 GtkListBoxRow     *row)
{
  const char *name = row != NULL ? gtk_widget_get_name (GTK_WIDGET (row)) : NULL;
  GtkWidget *child = name != NULL ? gtk_stack_get_child_by_name (self->stack, name) : NULL;
  GtkStack *tabs;

  if (child == NULL)
    return;

  gtk_stack_set_visible_child (self->stack, child);
  tabs = g_object_get_data (G_OBJECT (child), "tabs");
  gtk_stack_switcher_set_stack (GTK_STACK_SWITCHER (self->switcher), tabs);
  gtk_widget_set_visible (self->switcher, tabs != NULL);
}

static void
row_activated_cb (ConfabOptionsPage *self)
{
  adw_leaflet_set_visible_child (self->leaflet, self->content);
}

static void
back_to_list_cb (ConfabOptionsPage *self)
{
  adw_leaflet_set_visible_child (self->leaflet, self->side);
  gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_selected_row (self->list)));
}

static void
back_clicked_cb (ConfabOptionsPage *self)
{
  g_signal_emit (self, signals[BACK], 0);
}

static void
folded_cb (ConfabOptionsPage *self)
{
  gtk_widget_set_visible (self->back, adw_leaflet_get_folded (self->leaflet));
}

static void
count_cb (ConfabOptionsEditor *editor,
          GtkWidget           *label)
{
  const ConfabOptionsForm *form = g_object_get_data (G_OBJECT (label), "form");
  guint n = form->counted != NULL
              ? confab_options_count (confab_options_editor_get_options (editor), form->counted)
              : 0;
  g_autofree char *text = NULL;

  for (guint i = 0; form->not_counted != NULL && form->not_counted[i] != NULL; i++)
    if (confab_options_editor_get (editor, form->not_counted[i]) != NULL)
      n--;
  text = n > 0 ? g_strdup_printf ("%u", n) : NULL;
  gtk_label_set_text (GTK_LABEL (label), text);
}

static GtkWidget *
add_row (ConfabOptionsPage *self,
         const char        *name,
         const char        *title,
         const char        *icon,
         gboolean           first)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (title);
  GtkWidget *count = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (count, "caption");
  gtk_widget_add_css_class (count, "dim-label");
  gtk_widget_add_css_class (count, "numeric");
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (icon));
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), count);
  gtk_widget_add_css_class (box, "options-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_set_name (row, name);
  g_object_set_data_full (G_OBJECT (row), "title", g_strdup (title), g_free);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_list_box_insert (self->list, row, first ? 0 : -1);

  return count;
}

static void
add_form (ConfabOptionsPage       *self,
          const ConfabOptionsForm *form)
{
  g_autoptr (ConfabOptionsEditor) editor =
    confab_options_editor_new (self->engine, self->app, self->session);
  GtkWidget *tabs = gtk_stack_new ();
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *count = add_row (self, form->name, _(form->title), form->icon, FALSE);

  form->fill (ADW_PREFERENCES_PAGE (page), editor);
  adw_preferences_page_set_title (ADW_PREFERENCES_PAGE (page), _(form->title));
  gtk_stack_add_titled (GTK_STACK (tabs), page, "form", _("Form"));
  gtk_stack_add_titled (GTK_STACK (tabs), confab_json_tab_new (editor, form->paths), "json",
                        _("JSON"));
  gtk_stack_add_named (self->stack, tabs, form->name);
  g_object_set_data (G_OBJECT (tabs), "tabs", tabs);
  g_object_set_data_full (G_OBJECT (tabs), "editor", g_object_ref (editor), g_object_unref);
  g_object_set_data (G_OBJECT (count), "form", (gpointer) form);

  g_signal_connect_object (editor, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (editor, "changed", G_CALLBACK (count_cb), count, 0);
  count_cb (editor, count);
}

/* Search ------------------------------------------------------------------------------------ */

static void
search_wanted_cb (ConfabOptionsPage *self)
{
  GPtrArray *places = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_place_free);

  confab_options_page_collect (self, places, FALSE);
  confab_place_search_add (self->search, places);
}

static void
search_activated_cb (ConfabOptionsPage *self,
                     ConfabPlace       *place)
{
  confab_options_page_show_place (self, place->page, place->title);
  confab_place_search_clear (self->search);
}

/* The object -------------------------------------------------------------------------------- */

static GtkWidget *
create_side (ConfabOptionsPage *self)
{
  GtkWidget *side = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *title = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *back = gtk_button_new_from_icon_name ("go-previous-symbolic");

  self->dot = confab_app_dot_new ();
  self->name = gtk_label_new (NULL);
  gtk_label_set_ellipsize (GTK_LABEL (self->name), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->name, "heading");
  gtk_widget_set_valign (self->dot, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (title), self->dot);
  gtk_box_append (GTK_BOX (title), self->name);

  gtk_widget_set_tooltip_text (back, _("Back"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (back), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Back"),
                                  -1);
  gtk_widget_set_visible (back, self->session == NULL);
  g_signal_connect_object (back, "clicked", G_CALLBACK (back_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_css_class (header, "flat");
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), title);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), back);

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_BROWSE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "navigation-sidebar");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Pages"), -1);
  g_signal_connect_object (self->list, "row-selected", G_CALLBACK (row_selected_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (row_activated_cb), self,
                           G_CONNECT_SWAPPED);

  self->search = CONFAB_PLACE_SEARCH (confab_place_search_new (GTK_WIDGET (self->list)));
  gtk_widget_add_css_class (GTK_WIDGET (self->search), "options-search");
  g_signal_connect_object (self->search, "wanted", G_CALLBACK (search_wanted_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search, "activated", G_CALLBACK (search_activated_cb), self,
                           G_CONNECT_SWAPPED);

  gtk_box_append (GTK_BOX (side), header);
  gtk_box_append (GTK_BOX (side), GTK_WIDGET (self->search));
  gtk_widget_add_css_class (side, "sidebar-pane");
  gtk_widget_set_size_request (side, 232, -1);

  return side;
}

static GtkWidget *
create_content (ConfabOptionsPage *self)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();

  self->back = gtk_button_new_from_icon_name ("go-previous-symbolic");
  gtk_widget_set_tooltip_text (self->back, _("All Pages"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->back), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("All Pages"), -1);
  g_signal_connect_object (self->back, "clicked", G_CALLBACK (back_to_list_cb), self,
                           G_CONNECT_SWAPPED);
  self->switcher = gtk_stack_switcher_new ();
  gtk_widget_add_css_class (header, "flat");
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), self->switcher);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), self->back);

  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_box_append (GTK_BOX (content), header);
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (self->stack));
  gtk_widget_set_hexpand (content, TRUE);
  gtk_widget_set_size_request (content, 360, -1);

  return content;
}

static void
confab_options_page_init (ConfabOptionsPage *self)
{
}

/**
 * confab_options_page_new:
 * @engine: (transfer none): what stores them
 * @app: (transfer none): an application
 * @session: (transfer none) (nullable): one of its sessions, whose options these are
 *
 * Returns: (transfer floating): the pages, the first of which is on show
 */
GtkWidget *
confab_options_page_new (ConfabEngine    *engine,
                         ConfabStudioApp *app,
                         ConfabSession   *session)
{
  ConfabOptionsPage *self = g_object_new (CONFAB_TYPE_OPTIONS_PAGE, NULL);
  GtkWidget *separator = gtk_separator_new (GTK_ORIENTATION_VERTICAL);
  const ConfabOptionsForm *forms;
  guint n;

  self->engine = g_object_ref (engine);
  self->app = g_object_ref (app);
  g_set_object (&self->session, session);

  self->leaflet = ADW_LEAFLET (adw_leaflet_new ());
  self->side = create_side (self);
  self->content = create_content (self);
  adw_leaflet_append (self->leaflet, self->side);
  adw_leaflet_page_set_navigatable (adw_leaflet_append (self->leaflet, separator), FALSE);
  adw_leaflet_append (self->leaflet, self->content);
  adw_leaflet_set_can_navigate_back (self->leaflet, TRUE);
  adw_leaflet_set_visible_child (self->leaflet, self->content);
  g_signal_connect_object (self->leaflet, "notify::folded", G_CALLBACK (folded_cb), self,
                           G_CONNECT_SWAPPED);
  folded_cb (self);

  self->overlay = adw_toast_overlay_new ();
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (self->overlay), GTK_WIDGET (self->leaflet));
  adw_bin_set_child (ADW_BIN (self), self->overlay);

  forms = confab_options_forms_get (&n);
  for (guint i = 0; i < n; i++)
    add_form (self, &forms[i]);
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));

  g_signal_connect_object (app, "notify", G_CALLBACK (app_changed_cb), self, G_CONNECT_SWAPPED);
  app_changed_cb (self);

  return GTK_WIDGET (self);
}

/**
 * confab_options_page_add_first:
 * @self: pages
 * @name: for confab_options_page_show()
 * @title: its title
 * @icon: name of an icon
 * @content: (transfer floating): what it shows
 *
 * Puts a page before all others, and shows it.
 */
void
confab_options_page_add_first (ConfabOptionsPage *self,
                               const char        *name,
                               const char        *title,
                               const char        *icon,
                               GtkWidget         *content)
{
  g_return_if_fail (CONFAB_IS_OPTIONS_PAGE (self));

  gtk_stack_add_named (self->stack, content, name);
  add_row (self, name, title, icon, TRUE);
  confab_options_page_show (self, name);
}

/**
 * confab_options_page_show:
 * @self: pages
 * @name: one of them; another word changes nothing
 *
 * Shows a page.
 */
void
confab_options_page_show (ConfabOptionsPage *self,
                          const char        *name)
{
  GtkListBoxRow *row;

  g_return_if_fail (CONFAB_IS_OPTIONS_PAGE (self));

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (g_strcmp0 (gtk_widget_get_name (GTK_WIDGET (row)), name) == 0)
      gtk_list_box_select_row (self->list, row);
}

/**
 * confab_options_page_show_place:
 * @self: pages
 * @name: one of them
 * @title: a row or group on it
 *
 * Shows a page, with the focus on one of its rows.
 */
void
confab_options_page_show_place (ConfabOptionsPage *self,
                                const char        *name,
                                const char        *title)
{
  GtkWidget *child;
  GtkWidget *place;

  g_return_if_fail (CONFAB_IS_OPTIONS_PAGE (self));
  g_return_if_fail (name != NULL);
  g_return_if_fail (title != NULL);

  child = gtk_stack_get_child_by_name (self->stack, name);
  if (child == NULL)
    return;

  confab_options_page_show (self, name);
  adw_leaflet_set_visible_child (self->leaflet, self->content);
  if (g_object_get_data (G_OBJECT (child), "tabs") != NULL)
    gtk_stack_set_visible_child_name (GTK_STACK (child), "form");
  place = confab_places_find (child, title);
  if (place != NULL)
    confab_places_go (place);
}

/**
 * confab_options_page_show_preset:
 * @self: pages of an application
 * @name: one of them
 * @preset: the name of one of the application's presets; another word changes nothing
 *
 * Has a page show what a preset says.
 */
void
confab_options_page_show_preset (ConfabOptionsPage *self,
                                 const char        *name,
                                 const char        *preset)
{
  static const char * const pages[] = {
    [CONFAB_PRESET_KNOWLEDGE] = "knowledge",
    [CONFAB_PRESET_PLUGIN] = "plug-ins",
    [CONFAB_PRESET_WORKFLOW] = "inputs",
  };
  GListModel *presets;
  GtkWidget *child;

  g_return_if_fail (CONFAB_IS_OPTIONS_PAGE (self));
  g_return_if_fail (self->session == NULL);

  child = gtk_stack_get_child_by_name (self->stack, name);
  presets = confab_engine_get_presets (self->engine);
  for (guint i = 0; child != NULL && i < g_list_model_get_n_items (presets); i++)
    {
      g_autoptr (ConfabPreset) each = g_list_model_get_item (presets, i);
      const ConfabPresetRecord *record = confab_preset_get_record (each);

      if (record->app == confab_studio_app_get_record (self->app)->id &&
          g_str_equal (record->name, preset) && g_strcmp0 (pages[record->kind], name) == 0)
        {
          confab_options_editor_set_preset (g_object_get_data (G_OBJECT (child), "editor"), each);
          return;
        }
    }
}

/**
 * confab_options_page_collect:
 * @self: pages
 * @places: (element-type ConfabPlace): gets what can be looked for in them
 * @with_app: whether it is to be said which application they are of
 */
void
confab_options_page_collect (ConfabOptionsPage *self,
                             GPtrArray         *places,
                             gboolean           with_app)
{
  GtkListBoxRow *row;

  g_return_if_fail (CONFAB_IS_OPTIONS_PAGE (self));
  g_return_if_fail (places != NULL);

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    {
      const char *name = gtk_widget_get_name (GTK_WIDGET (row));
      const char *title = g_object_get_data (G_OBJECT (row), "title");
      GtkWidget *child = gtk_stack_get_child_by_name (self->stack, name);
      GtkWidget *form = g_object_get_data (G_OBJECT (child), "tabs") != NULL
                          ? gtk_stack_get_child_by_name (GTK_STACK (child), "form")
                          : child;
      g_autofree char *where =
        /* Translators: the name of an application, and of a page of its settings. */
        with_app ? g_strdup_printf (_("%1$s › %2$s"), confab_studio_app_get_name (self->app), title)
                 : g_strdup (title);

      confab_places_collect (places, form, where, name, self->app);
    }
}
