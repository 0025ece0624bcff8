/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-json-tab.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>

#include "confab-error.h"
#include "confab-options-rows.h"
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
};

G_DEFINE_FINAL_TYPE (ConfabJsonTab, confab_json_tab, GTK_TYPE_WIDGET)

static void
confab_json_tab_dispose (GObject *object)
{
  ConfabJsonTab *self = CONFAB_JSON_TAB (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->editor);

  G_OBJECT_CLASS (confab_json_tab_parent_class)->dispose (object);
}

static void
confab_json_tab_class_init (ConfabJsonTabClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = confab_json_tab_dispose;

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

static void
text_changed_cb (ConfabJsonTab *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabOptions) slice = NULL;
  g_autoptr (ConfabOptions) changed = NULL;

  if (self->filling)
    return;

  slice = read_text (self, &error);
  if (slice != NULL)
    changed = confab_options_with_slice (confab_options_editor_get_options (self->editor),
                                         self->paths, slice, &error);
  confab_options_rows_set_error (GTK_WIDGET (self->view), self->error,
                                 error != NULL ? error->message : NULL);
  if (changed == NULL)
    return;

  self->filling = TRUE;
  confab_options_editor_set_options (self->editor, changed);
  self->filling = FALSE;
}

/* What is being typed is left alone as long as it says the same. */
static void
update_cb (ConfabJsonTab *self)
{
  g_autoptr (ConfabOptions) slice = NULL;
  g_autoptr (ConfabOptions) shown = NULL;
  g_autofree char *text = NULL;

  if (self->filling)
    return;

  slice = confab_options_slice (confab_options_editor_get_options (self->editor), self->paths);
  shown = gtk_text_buffer_get_char_count (self->buffer) > 0 ? read_text (self, NULL) : NULL;
  if (shown != NULL && confab_options_equal (shown, slice))
    return;

  self->filling = TRUE;
  text = confab_options_to_pretty (slice);
  gtk_text_buffer_set_text (self->buffer, text, -1);
  self->filling = FALSE;
  confab_options_rows_set_error (GTK_WIDGET (self->view), self->error, NULL);
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
  GtkWidget *error = confab_options_rows_new_error (&self->error);
  GtkSourceLanguage *language = gtk_source_language_manager_get_language (
    gtk_source_language_manager_get_default (), "json");
  g_autoptr (GtkSourceBuffer) buffer = gtk_source_buffer_new (NULL);

  if (language != NULL)
    gtk_source_buffer_set_language (buffer, language);
  self->buffer = GTK_TEXT_BUFFER (buffer);
  self->view = GTK_TEXT_VIEW (gtk_source_view_new_with_buffer (buffer));
  gtk_source_view_set_show_line_numbers (GTK_SOURCE_VIEW (self->view), TRUE);
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
