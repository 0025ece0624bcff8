/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-json-tab.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>

#include "confab-error.h"
#include "confab-options-parts.h"
#include "confab-options-slice.h"

struct _ConfabJsonTab
{
  GtkWidget parent_instance;

  ConfabOptionsEditor *editor;
  const char * const *paths; /* (nullable): all */
  gboolean filling;

  GtkWidget *box;
  GtkTextView *view;
  GtkTextBuffer *buffer;
  GtkWidget *error;
  GtkWidget *discard; /* what is refused */
};

G_DEFINE_FINAL_TYPE (ConfabJsonTab, confab_json_tab, GTK_TYPE_WIDGET)

static void
confab_json_tab_dispose (GObject *object)
{
  ConfabJsonTab *self = CONFAB_JSON_TAB (object);

  if (self->view != NULL)
    gtk_text_view_set_buffer (self->view, NULL);
  self->view = NULL;
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->editor);

  G_OBJECT_CLASS (confab_json_tab_parent_class)->dispose (object);
}

/* GtkSourceView 5.6 never frees a view with line numbers: only what is looked at has them. */
static void
confab_json_tab_map (GtkWidget *widget)
{
  ConfabJsonTab *self = CONFAB_JSON_TAB (widget);

  gtk_source_view_set_show_line_numbers (GTK_SOURCE_VIEW (self->view), TRUE);

  GTK_WIDGET_CLASS (confab_json_tab_parent_class)->map (widget);
}

static void
confab_json_tab_class_init (ConfabJsonTabClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = confab_json_tab_dispose;
  GTK_WIDGET_CLASS (klass)->map = confab_json_tab_map;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static char *
dup_text (ConfabJsonTab *self)
{
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);

  return gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
}

/* What stands there as options. (transfer full) (nullable) */
static ConfabOptions *
read_text (ConfabJsonTab  *self,
           GError        **error)
{
  g_autofree char *text = g_strstrip (dup_text (self));

  /* It is empty for a moment whenever all of it is replaced, too: nothing is taken away for that. */
  if (*text == '\0')
    {
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_USAGE, _("This is no JSON object."));
      return NULL;
    }

  return confab_options_new_from_json (text, error);
}

/* What is refused ----------------------------------------------------------------------------- */

/* It is kept with what it is about, and only as long as the program runs: a token may be in it. */
static GObject *
get_owner (ConfabJsonTab *self)
{
  ConfabPreset *preset = confab_options_editor_get_preset (self->editor);
  ConfabSession *session = confab_options_editor_get_session (self->editor);

  return preset != NULL    ? G_OBJECT (preset)
         : session != NULL ? G_OBJECT (session)
                           : G_OBJECT (confab_options_editor_get_app (self->editor));
}

/* (transfer full) */
static char *
dup_draft_name (ConfabJsonTab *self)
{
  return g_strconcat ("confab-json-draft", self->paths != NULL ? self->paths[0] : NULL, NULL);
}

static const char *
get_draft (ConfabJsonTab *self)
{
  g_autofree char *name = dup_draft_name (self);

  return g_object_get_data (get_owner (self), name);
}

/* Where a token seems to be, it is gone with the window. */
static void
set_draft (ConfabJsonTab *self,
           const char    *text)
{
  g_autofree char *name = dup_draft_name (self);
  gboolean keeps = text != NULL && !confab_options_may_hold_token (text);

  g_object_set_data_full (get_owner (self), name, keeps ? g_strdup (text) : NULL, g_free);
}

/* What is wrong: that it is no JSON, or with what stands there. */
static void
show_error (ConfabJsonTab *self,
            const GError  *error)
{
  g_autofree char *problem = NULL;

  if (error == NULL)
    problem = confab_options_editor_dup_problem_in (self->editor, self->paths);
  confab_options_parts_set_error (GTK_WIDGET (self->view), self->error,
                                  error != NULL ? error->message : problem);
  gtk_widget_set_visible (self->discard, error != NULL);
}

static void
text_changed_cb (ConfabJsonTab *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabOptions) slice = NULL;
  g_autoptr (ConfabOptions) changed = NULL;
  g_autofree char *text = NULL;

  if (self->filling)
    return;

  slice = read_text (self, &error);
  if (slice != NULL)
    changed = confab_options_with_slice (confab_options_editor_get_options (self->editor),
                                         self->paths, slice, &error);
  text = changed == NULL ? dup_text (self) : NULL;
  set_draft (self, text);
  if (changed != NULL)
    {
      self->filling = TRUE;
      confab_options_editor_set_options (self->editor, changed);
      self->filling = FALSE;
    }
  show_error (self, error);
}

static void
set_text (ConfabJsonTab *self,
          const char    *text)
{
  g_autofree char *shown = dup_text (self);

  if (g_str_equal (shown, text))
    return;

  self->filling = TRUE;
  gtk_text_buffer_set_text (self->buffer, text, -1);
  self->filling = FALSE;
}

/* What is being typed is left alone as long as it says the same, or nothing yet. */
static void
update_cb (ConfabJsonTab *self)
{
  const char *draft = get_draft (self);
  g_autoptr (ConfabOptions) slice = NULL;
  g_autoptr (ConfabOptions) shown = NULL;
  g_autofree char *text = NULL;

  if (self->filling)
    return;

  if (draft != NULL)
    {
      set_text (self, draft);
      text_changed_cb (self);
      return;
    }

  slice = confab_options_slice (confab_options_editor_get_options (self->editor), self->paths);
  shown = gtk_text_buffer_get_char_count (self->buffer) > 0 ? read_text (self, NULL) : NULL;
  if (shown == NULL || !confab_options_equal (shown, slice))
    {
      text = confab_options_to_pretty (slice);
      set_text (self, text);
    }
  show_error (self, NULL);
}

static void
discard_clicked_cb (ConfabJsonTab *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  set_draft (self, NULL);
  update_cb (self);
}

static void
set_scheme (ConfabJsonTab *self)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  GtkSourceStyleScheme *scheme = gtk_source_style_scheme_manager_get_scheme (
    gtk_source_style_scheme_manager_get_default (), dark ? "Adwaita-dark" : "Adwaita");

  gtk_source_buffer_set_style_scheme (GTK_SOURCE_BUFFER (self->buffer), scheme);
}

static void
confab_json_tab_init (ConfabJsonTab *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *error = confab_options_parts_new_error (&self->error);
  GtkSourceLanguage *language = gtk_source_language_manager_get_language (
    gtk_source_language_manager_get_default (), "json");
  g_autoptr (GtkSourceBuffer) buffer = gtk_source_buffer_new (NULL);

  if (language != NULL)
    gtk_source_buffer_set_language (buffer, language);
  self->buffer = GTK_TEXT_BUFFER (buffer);
  self->view = GTK_TEXT_VIEW (gtk_source_view_new_with_buffer (buffer));
  gtk_source_view_set_auto_indent (GTK_SOURCE_VIEW (self->view), TRUE);
  gtk_source_view_set_indent_width (GTK_SOURCE_VIEW (self->view), 2);
  gtk_source_view_set_insert_spaces_instead_of_tabs (GTK_SOURCE_VIEW (self->view), TRUE);
  /* The way out by keyboard. */
  gtk_text_view_set_accepts_tab (self->view, FALSE);
  gtk_text_view_set_monospace (self->view, TRUE);
  gtk_text_view_set_wrap_mode (self->view, GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_top_margin (self->view, 12);
  gtk_text_view_set_bottom_margin (self->view, 12);
  gtk_text_view_set_left_margin (self->view, 6);
  gtk_text_view_set_right_margin (self->view, 12);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Options as JSON"), -1);
  set_scheme (self);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (set_scheme), self, G_CONNECT_SWAPPED);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->view));
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_widget_add_css_class (error, "json-error");
  gtk_widget_set_hexpand (self->error, TRUE);
  self->discard = gtk_button_new_with_mnemonic (_("_Discard"));
  gtk_widget_set_tooltip_text (self->discard, _("Show what is stored again"));
  gtk_widget_set_valign (self->discard, GTK_ALIGN_CENTER);
  g_signal_connect_object (self->discard, "clicked", G_CALLBACK (discard_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (error), self->discard);
  gtk_box_append (GTK_BOX (self->box), scrolled);
  gtk_box_append (GTK_BOX (self->box), error);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  g_signal_connect_object (self->buffer, "changed", G_CALLBACK (text_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * confab_json_tab_new:
 * @editor: (transfer none): whose options
 * @paths: (nullable) (array zero-terminated=1): static JSON pointers: which of them; %NULL for all
 *
 * Returns: (transfer floating): a tab
 */
GtkWidget *
confab_json_tab_new (ConfabOptionsEditor *editor,
                     const char * const  *paths)
{
  ConfabJsonTab *self = g_object_new (CONFAB_TYPE_JSON_TAB, NULL);

  self->editor = g_object_ref (editor);
  self->paths = paths;
  g_signal_connect_object (editor, "changed", G_CALLBACK (update_cb), self, G_CONNECT_SWAPPED);
  update_cb (self);

  return GTK_WIDGET (self);
}
