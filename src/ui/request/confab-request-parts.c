/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-request-parts.h"

#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>
#include <string.h>

#include "confab-carried.h"

/* The parts of the window that shows a request. All that they show may be foreign: never markup. */

#define VALUE_CHARACTERS 24
#define LEAST_CHARACTERS 10
#define TEXT_MARGIN 12
/* The colours of more than this come later than the window. */
#define MAX_COLOURED (256 * 1024)

static GtkWidget *
add_group (AdwPreferencesPage *page,
           const char         *title,
           const char         *description)
{
  GtkWidget *group = adw_preferences_group_new ();

  if (title != NULL)
    adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  if (description != NULL)
    adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), description);
  adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (group));

  return group;
}

/* That titles are no markup holds for subtitles, too. */
static GtkWidget *
create_row (const char *title,
            const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);

  return row;
}

static void
add_problems (AdwPreferencesPage *page,
              GPtrArray          *problems)
{
  GtkWidget *group;

  if (problems->len == 0)
    return;

  group = add_group (page, _("Before It Is Sent"), NULL);
  for (guint i = 0; i < problems->len; i++)
    {
      const ConfabProblem *problem = g_ptr_array_index (problems, i);
      GtkWidget *row = create_row (problem->sentence, problem->path);
      GtkWidget *icon = gtk_image_new_from_icon_name (
        problem->is_error ? "dialog-error-symbolic" : "dialog-warning-symbolic");

      gtk_widget_add_css_class (icon, problem->is_error ? "error" : "warning");
      gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      problem->is_error ? _("Error") : _("Warning"), -1);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
      gtk_widget_add_css_class (row, problem->is_error ? "problem-error" : "problem");
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }
}

/* Of a token its name only, which is all that options have. */
static char *
dup_value (ConfabOptions *options,
           const char    *path)
{
  JsonNode *value = confab_options_get (options, path);

  if (value == NULL)
    return g_strdup (_("not sent"));
  if (g_str_has_prefix (path, "/tokens/"))
    return g_strdup (_("from the keyring"));

  return confab_value_dup_line (value);
}

static void
add_values (AdwPreferencesPage *page,
            ConfabOptionsMerge *merge)
{
  g_auto (GStrv) paths = merge != NULL ? confab_options_merge_dup_paths (merge) : NULL;
  GtkWidget *group;

  if (paths == NULL || paths[0] == NULL)
    return;

  group = add_group (page, _("Values"), _("What goes along with the text, and where it is set."));
  for (guint i = 0; paths[i] != NULL; i++)
    {
      g_autofree char *value = dup_value (confab_options_merge_get_options (merge), paths[i]);
      g_autofree char *source = NULL;
      GtkWidget *row;
      GtkWidget *label;
      ConfabLayer layer = CONFAB_LAYER_APP;
      const char *preset = NULL;

      confab_options_merge_find (merge, paths[i], &layer, &preset);
      source = confab_layer_dup_source (layer, preset);
      row = create_row (paths[i] + 1, source);
      label = gtk_label_new (value);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_label_set_max_width_chars (GTK_LABEL (label), VALUE_CHARACTERS);
      /* Where it is narrow the long name takes two lines, rather than leave no room for the value. */
      gtk_label_set_width_chars (GTK_LABEL (label), MIN (g_utf8_strlen (value, -1), LEAST_CHARACTERS));
      gtk_label_set_selectable (GTK_LABEL (label), TRUE);
      gtk_widget_set_tooltip_text (label, value);
      gtk_widget_add_css_class (label, "monospace");
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
      gtk_widget_add_css_class (row, layer == CONFAB_LAYER_MESSAGE ? "value-own" : "value");
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }
}

static void
scheme_changed_cb (GtkSourceBuffer *buffer,
                   GParamSpec      *pspec,
                   AdwStyleManager *manager)
{
  GtkSourceStyleSchemeManager *schemes = gtk_source_style_scheme_manager_get_default ();

  gtk_source_buffer_set_style_scheme (
    buffer, gtk_source_style_scheme_manager_get_scheme (
              schemes, adw_style_manager_get_dark (manager) ? "Adwaita-dark" : "Adwaita"));
}

/* The page around it gives a widget the least height that it asks for, and a text that can scroll asks for
 * none. Its font is known once it is seen. */
static void
text_mapped_cb (GtkWidget *view,
                GtkWidget *scroller)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  g_autofree char *text = NULL;
  g_autoptr (PangoLayout) layout = NULL;
  GtkTextIter start;
  GtkTextIter end;
  int height;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  layout = gtk_widget_create_pango_layout (view, text);
  pango_layout_get_pixel_size (layout, NULL, &height);
  gtk_widget_set_size_request (scroller, -1, height + 2 * TEXT_MARGIN);
}

static GtkWidget *
create_text (const char *text,
             const char *name,
             const char *language_id)
{
  GtkSourceLanguageManager *languages = gtk_source_language_manager_get_default ();
  AdwStyleManager *manager = adw_style_manager_get_default ();
  GtkSourceLanguage *language = gtk_source_language_manager_get_language (languages, language_id);
  g_autoptr (GtkSourceBuffer) buffer = gtk_source_buffer_new (NULL);
  GtkWidget *view;
  GtkWidget *scroller;

  if (strlen (text) <= MAX_COLOURED)
    gtk_source_buffer_set_language (buffer, language);
  gtk_source_buffer_set_highlight_matching_brackets (buffer, FALSE);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (scheme_changed_cb), buffer,
                           G_CONNECT_SWAPPED);
  scheme_changed_cb (buffer, NULL, manager);
  gtk_text_buffer_set_text (GTK_TEXT_BUFFER (buffer), text, -1);

  view = gtk_source_view_new_with_buffer (buffer);
  gtk_text_view_set_editable (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_monospace (GTK_TEXT_VIEW (view), TRUE);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (view), TEXT_MARGIN);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (view), TEXT_MARGIN);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (view), TEXT_MARGIN);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (view), TEXT_MARGIN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_add_css_class (view, "request-text");

  /* Long lines scroll sideways, as code does elsewhere; a page within a page would be a trap. */
  scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  g_signal_connect_object (view, "map", G_CALLBACK (text_mapped_cb), scroller, G_CONNECT_AFTER);
  gtk_widget_set_focusable (scroller, FALSE);
  gtk_widget_add_css_class (scroller, "card");

  return scroller;
}

static void
add_text (AdwPreferencesPage *page,
          const char         *title,
          const char         *text,
          const char         *language)
{
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (add_group (page, title, NULL)),
                             create_text (text, title, language));
}

/**
 * confab_request_parts_add:
 * @page: where to
 * @plan: a request
 *
 * Adds what is wrong with it, its values with where they are from, and the request itself.
 */
void
confab_request_parts_add (AdwPreferencesPage   *page,
                          ConfabPlannedRequest *plan)
{
  g_autofree char *line = confab_planned_request_dup_line (plan);
  g_autofree char *headers = confab_planned_request_dup_headers (plan);
  g_autofree char *head = g_strdup_printf ("%s\n%s", line, headers);
  g_autofree char *body = confab_planned_request_dup_body (plan, TRUE);

  add_problems (page, confab_planned_request_get_problems (plan));
  add_values (page, confab_planned_request_get_merge (plan));
  add_text (page, _("Request"), head, "http");
  add_text (page, _("Body"), body, "json");
}
