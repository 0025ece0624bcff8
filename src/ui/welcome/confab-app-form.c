/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-app-form.h"

#include <glib/gi18n.h>

#include "confab-access.h"
#include "confab-advice.h"
#include "confab-call-paste.h"
#include "confab-field-note.h"
#include "confab-help.h"
#include "confab-link.h"
#include "confab-region.h"

struct _ConfabAppForm
{
  AdwWindow parent_instance;

  ConfabEngine *engine;
  GCancellable *cancellable; /* ends with the dialog */
  gboolean testing;
  gboolean adding;
  gboolean reveal_result; /* with the next layout, which knows how far down it is */

  AdwActionRow *paste_row;
  AdwComboRow *region;
  GtkWidget *base_url;
  GtkWidget *workspace;
  GtkWidget *app_id;
  GtkWidget *name;
  GtkWidget *key;
  ConfabFieldNote *base_url_note;
  ConfabFieldNote *workspace_note;
  ConfabFieldNote *app_id_note;
  ConfabFieldNote *name_note;
  ConfabFieldNote *key_note;
  AdwPreferencesGroup *key_group;
  GtkWidget *add;
  GtkSpinner *add_spinner;
  GtkWidget *test;
  GtkSpinner *test_spinner;
  GtkWidget *result;
  GtkImage *result_icon;
  GtkLabel *result_title;
  GtkLabel *result_text;
  GtkLabel *result_detail;
};

G_DEFINE_FINAL_TYPE (ConfabAppForm, confab_app_form, ADW_TYPE_WINDOW)

enum {
  ADDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static ConfabRegion
get_region (ConfabAppForm *self)
{
  return (ConfabRegion) MIN (adw_combo_row_get_selected (self->region), CONFAB_REGION_CUSTOM);
}

static gboolean
is_custom (ConfabAppForm *self)
{
  return get_region (self) == CONFAB_REGION_CUSTOM;
}

static const char *
get_text (GtkWidget *field)
{
  return gtk_editable_get_text (GTK_EDITABLE (field));
}

/* The strings belong to the fields, and to @base_url: the key is copied nowhere here. */
static ConfabAppDraft
get_draft (ConfabAppForm  *self,
           char          **base_url)
{
  g_autofree char *workspace = g_strstrip (g_strdup (get_text (self->workspace)));

  *base_url = is_custom (self) ? g_strdup (get_text (self->base_url))
                               : confab_region_dup_base_url (get_region (self), workspace);

  return (ConfabAppDraft) {
    .name = get_text (self->name),
    .base_url = *base_url,
    .workspace = get_text (self->workspace),
    .app_id = get_text (self->app_id),
    .key = get_text (self->key),
  };
}

static void
update_state (ConfabAppForm *self)
{
  gboolean busy = self->testing || self->adding;

  gtk_widget_set_sensitive (self->test, !busy);
  gtk_widget_set_sensitive (self->add, !self->adding);
  gtk_spinner_set_spinning (self->test_spinner, self->testing);
  gtk_spinner_set_spinning (self->add_spinner, self->adding);
}

static void
update_key_description (ConfabAppForm *self)
{
  const char *note = confab_engine_get_keyring_note (self->engine);

  /* Whether there is one is known only when it is asked. */
  if (note == NULL)
    note = _("Kept in your keyring or, if there is none, until Confab is closed. Never in a file.");
  adw_preferences_group_set_description (self->key_group, note);
}

static void
keyring_noted_cb (ConfabAppForm *self)
{
  g_assert (CONFAB_IS_APP_FORM (self));

  update_key_description (self);
}

static void
show_field_error (ConfabAppForm  *self,
                  ConfabAppField  field,
                  const char     *text)
{
  GtkWidget *widget = NULL;
  ConfabFieldNote *note = NULL;

  switch (field)
    {
    case CONFAB_APP_FIELD_NAME:
      widget = self->name;
      note = self->name_note;
      break;
    case CONFAB_APP_FIELD_BASE_URL:
      adw_combo_row_set_selected (self->region, CONFAB_REGION_CUSTOM);
      widget = self->base_url;
      note = self->base_url_note;
      break;
    case CONFAB_APP_FIELD_WORKSPACE:
      widget = self->workspace;
      note = self->workspace_note;
      break;
    case CONFAB_APP_FIELD_KEY:
      widget = self->key;
      note = self->key_note;
      break;
    case CONFAB_APP_FIELD_NONE:
    case CONFAB_APP_FIELD_APP_ID:
      widget = self->app_id;
      note = self->app_id_note;
      break;
    }

  confab_field_note_set_text (note, text);
  gtk_widget_grab_focus (widget);
}

static void
clear_errors (ConfabAppForm *self)
{
  confab_field_note_set_text (self->base_url_note, NULL);
  confab_field_note_set_text (self->workspace_note, NULL);
  confab_field_note_set_text (self->app_id_note, NULL);
  confab_field_note_set_text (self->name_note, NULL);
  confab_field_note_set_text (self->key_note, NULL);
}

static gboolean
check (ConfabAppForm *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *base_url = NULL;
  ConfabAppDraft draft = get_draft (self, &base_url);
  ConfabAppField field = CONFAB_APP_FIELD_NONE;

  clear_errors (self);
  if (base_url == NULL)
    {
      show_field_error (self, CONFAB_APP_FIELD_WORKSPACE,
                        _("The host begins with the workspace ID. Enter it here."));
      return FALSE;
    }
  if (confab_engine_check_app (self->engine, &draft, &field, &error))
    return TRUE;

  show_field_error (self, field, error->message);

  return FALSE;
}

static void
show_result (ConfabAppForm *self,
             gboolean       good,
             const char    *title,
             const char    *text,
             const char    *detail)
{
  gtk_image_set_from_icon_name (self->result_icon,
                                good ? "emblem-ok-symbolic" : "dialog-error-symbolic");
  gtk_widget_remove_css_class (GTK_WIDGET (self->result_icon), good ? "error" : "success");
  gtk_widget_add_css_class (GTK_WIDGET (self->result_icon), good ? "success" : "error");
  gtk_label_set_text (self->result_title, title);
  gtk_label_set_text (self->result_text, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->result_text), text != NULL && *text != '\0');
  gtk_label_set_text (self->result_detail, detail != NULL ? detail : "");
  gtk_widget_set_visible (GTK_WIDGET (self->result_detail), detail != NULL && *detail != '\0');
  self->reveal_result = !gtk_widget_get_visible (self->result);
  gtk_widget_set_visible (self->result, TRUE);
}

static gboolean
scroll_to_end_cb (GtkWidget     *widget,
                  GdkFrameClock *clock,
                  gpointer       adjustment)
{
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));

  return G_SOURCE_REMOVE;
}

/* Called while the page gets its size, which sets the value once more: scrolled with the next
 * frame. */
static void
page_laid_out_cb (ConfabAppForm *self,
                  GtkAdjustment *adjustment)
{
  g_assert (CONFAB_IS_APP_FORM (self));

  if (!self->reveal_result)
    return;

  self->reveal_result = FALSE;
  gtk_widget_add_tick_callback (GTK_WIDGET (self), scroll_to_end_cb, g_object_ref (adjustment),
                                g_object_unref);
}

static char *
describe_failure (const ConfabFailure *failure)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (failure->message != NULL && *failure->message != '\0')
    g_string_append (text, failure->message);
  if (failure->code != NULL)
    g_string_append_printf (text, "%s%s %s", text->len > 0 ? "\n" : "", _("Code:"), failure->code);
  if (failure->request_id != NULL)
    g_string_append_printf (text, "%s%s %s", text->len > 0 ? "\n" : "", _("Request ID:"),
                            failure->request_id);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
show_failure (ConfabAppForm       *self,
              const ConfabFailure *failure)
{
  g_autofree char *detail = describe_failure (failure);
  ConfabAdvice advice;

  confab_advice_for (CONFAB_STATUS_REFUSED, failure, &advice);
  show_result (self, FALSE, advice.title, advice.text, detail);
}

static void
app_tested_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (ConfabAppForm) self = CONFAB_APP_FORM (user_data);
  g_autoptr (ConfabFailure) failure = NULL;
  g_autoptr (GError) error = NULL;
  gboolean good;

  good = confab_engine_test_app_finish (CONFAB_ENGINE (source), result, &failure, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->test == NULL)
    return;

  self->testing = FALSE;
  update_state (self);
  if (failure != NULL)
    show_failure (self, failure);
  else if (error != NULL || !good)
    show_result (self, FALSE, _("The Test Could Not Be Made"),
                 error != NULL ? error->message : NULL, NULL);
  else
    show_result (self, TRUE, _("The Application Answers"), NULL, NULL);
}

static void
test_clicked_cb (ConfabAppForm *self)
{
  g_autofree char *base_url = NULL;
  ConfabAppDraft draft;

  if (self->testing || self->adding || !check (self))
    return;

  self->testing = TRUE;
  gtk_widget_set_visible (self->result, FALSE);
  update_state (self);
  draft = get_draft (self, &base_url);
  confab_engine_test_app_async (self->engine, &draft, self->cancellable, app_tested_cb,
                                g_object_ref (self));
}

static void
app_added_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (ConfabAppForm) self = CONFAB_APP_FORM (user_data);
  g_autoptr (ConfabStudioApp) app = NULL;
  g_autoptr (GError) error = NULL;

  app = confab_engine_add_app_finish (CONFAB_ENGINE (source), result, &error);
  if (self->add == NULL)
    return;

  self->adding = FALSE;
  update_state (self);
  if (app == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        show_result (self, FALSE, _("The Application Was Not Added"), error->message, NULL);
      return;
    }

  gtk_editable_set_text (GTK_EDITABLE (self->key), "");
  g_signal_emit (self, signals[ADDED], 0, app);
  gtk_window_close (GTK_WINDOW (self));
}

static void
add_clicked_cb (ConfabAppForm *self)
{
  g_autofree char *base_url = NULL;
  ConfabAppDraft draft;

  if (self->adding || !check (self))
    return;

  self->adding = TRUE;
  update_state (self);
  draft = get_draft (self, &base_url);
  /* Not cancelled with the dialog: half an application must not be stored. */
  confab_engine_add_app_async (self->engine, &draft, NULL, app_added_cb, g_object_ref (self));
}

/* Enter in a field adds, as a click on Add does. */
static void
entry_activated_cb (ConfabAppForm *self)
{
  add_clicked_cb (self);
}

static void
region_selected_cb (ConfabAppForm *self)
{
  gboolean custom = is_custom (self);

  confab_field_note_set_text (self->base_url_note, NULL);
  gtk_widget_set_visible (self->base_url, custom);
}

static void
help_clicked_cb (ConfabAppForm *self)
{
  confab_link_open (GTK_WIDGET (self), confab_help_get_app_id_uri ());
}

/* Pasting ----------------------------------------------------------------------------------- */

static void
fill_region (ConfabAppForm *self,
             const char    *base_url,
             const char    *workspace)
{
  adw_combo_row_set_selected (self->region, confab_region_from_base_url (base_url, workspace));
  if (is_custom (self))
    gtk_editable_set_text (GTK_EDITABLE (self->base_url), base_url);
}

static void
append_name (GString    *names,
             const char *name)
{
  if (names->len > 0)
    /* Translators: between the names of fields that were filled in. */
    g_string_append (names, _(", "));
  g_string_append (names, name);
}

/* What stands there is taken; what does not is left as it was. */
static void
fill (const ConfabPaste *paste,
      gpointer           user_data)
{
  ConfabAppForm *self = user_data;
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *text = NULL;

  if (self->paste_row == NULL)
    return;
  if (paste == NULL)
    {
      adw_action_row_set_subtitle (
        self->paste_row, _("What is in the clipboard says nothing of an application."));
      return;
    }

  if (paste->base_url != NULL)
    {
      fill_region (self, paste->base_url, paste->workspace);
      append_name (names, _("Region"));
    }
  if (paste->workspace != NULL)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->workspace), paste->workspace);
      append_name (names, _("Workspace ID"));
    }
  if (paste->app_id != NULL)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->app_id), paste->app_id);
      append_name (names, _("App ID"));
    }
  if (paste->key != NULL)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->key), paste->key);
      append_name (names, _("API Key"));
    }

  /* Translators: %s are the names of fields. */
  text = g_strdup_printf (_("Filled in: %s"), names->str);
  adw_action_row_set_subtitle (self->paste_row, text);
  gtk_widget_grab_focus (paste->app_id == NULL ? self->app_id : paste->key == NULL ? self->key
                                                                                   : self->name);
}

static void
paste_clicked_cb (ConfabAppForm *self)
{
  confab_call_paste_read (GTK_WIDGET (self), fill, self);
}

static void
watch_pastes (ConfabAppForm *self)
{
  GtkWidget * const fields[] = { self->base_url, self->workspace, self->app_id, self->name,
                                 self->key };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    confab_call_paste_watch (GTK_EDITABLE (fields[i]), fill, self);
}

/* The object -------------------------------------------------------------------------------- */

/* Takes the focus out while everything is alive. A password row that still has it when it is taken
 * apart hears of the loss after it has freed what it then looks at (libadwaita 1.2). */
static void
confab_app_form_unmap (GtkWidget *widget)
{
  gtk_window_set_focus (GTK_WINDOW (widget), NULL);

  GTK_WIDGET_CLASS (confab_app_form_parent_class)->unmap (widget);
}

static void
confab_app_form_dispose (GObject *object)
{
  ConfabAppForm *self = CONFAB_APP_FORM (object);

  g_cancellable_cancel (self->cancellable);
  if (self->key != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->key), "");
  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_APP_FORM);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (confab_app_form_parent_class)->dispose (object);
}

static void
confab_app_form_finalize (GObject *object)
{
  ConfabAppForm *self = CONFAB_APP_FORM (object);

  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (confab_app_form_parent_class)->finalize (object);
}

static void
confab_app_form_class_init (ConfabAppFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = confab_app_form_dispose;
  object_class->finalize = confab_app_form_finalize;
  widget_class->unmap = confab_app_form_unmap;

  signals[ADDED] = g_signal_new ("added", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, CONFAB_TYPE_STUDIO_APP);

  g_type_ensure (CONFAB_TYPE_FIELD_NOTE);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/confab_chat/Confab/welcome/confab-app-form.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabAppForm, paste_row);
  gtk_widget_class_bind_template_child (widget_class, ConfabAppForm, region);
  gtk_widget_class_bind_template_child (widget_class, ConfabAppForm, base_url);
  gtk_widget_class_bind_template_child (widget_class, ConfabAppForm, workspace);
  gtk_widget_class_bind_template_child (widget_class, ConfabAppForm, app_id);
  gtk_widget_class_bind_template_child (widget_class, ConfabAppForm, name);
  gtk_widget_class_bind_template_child (widget_class, ConfabAppForm, key);
  gtk_widget_class_bind_template_child (widget_class, ConfabAppForm, base_url_note);
  gtk_widget_class_bind_template_child (widget_class, ConfabAppForm, workspace_note);
  gtk_widget_class_bind_template_child (widget_class, ConfabAppForm, app_id_note);
  gtk_widget_class_bind_template_child (widget_class, ConfabAppForm, name_note);
  gtk_widget_class_bind_template_child (widget_class, ConfabAppForm, key_note);
  gtk_widget_class_bind_template_child (widget_class, ConfabAppForm, key_group);
  gtk_widget_class_bind_template_child (widget_class, ConfabAppForm, add);
  gtk_widget_class_bind_template_child (widget_class, ConfabAppForm, add_spinner);
  gtk_widget_class_bind_template_child (widget_class, ConfabAppForm, test);
  gtk_widget_class_bind_template_child (widget_class, ConfabAppForm, test_spinner);
  gtk_widget_class_bind_template_child (widget_class, ConfabAppForm, result);
  gtk_widget_class_bind_template_child (widget_class, ConfabAppForm, result_icon);
  gtk_widget_class_bind_template_child (widget_class, ConfabAppForm, result_title);
  gtk_widget_class_bind_template_child (widget_class, ConfabAppForm, result_text);
  gtk_widget_class_bind_template_child (widget_class, ConfabAppForm, result_detail);
  gtk_widget_class_bind_template_callback (widget_class, add_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, help_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, paste_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, region_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, test_clicked_cb);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
confab_app_form_init (ConfabAppForm *self)
{
  g_autoptr (GtkStringList) regions = gtk_string_list_new (NULL);
  GtkWidget *scroller;

  self->cancellable = g_cancellable_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < CONFAB_N_REGIONS; i++)
    gtk_string_list_append (regions, confab_region_get_name ((ConfabRegion) i));
  adw_combo_row_set_model (self->region, G_LIST_MODEL (regions));
  watch_pastes (self);
  confab_access_name_inner (self->key, GTK_TYPE_BUTTON, NULL, _("Show the API key"));

  /* The page scrolls by itself and keeps the scrolled window to itself. */
  scroller = gtk_widget_get_ancestor (self->result, GTK_TYPE_SCROLLED_WINDOW);
  if (scroller != NULL)
    g_signal_connect_object (
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller)), "changed",
      G_CALLBACK (page_laid_out_cb), self, G_CONNECT_SWAPPED);
}

/**
 * confab_app_form_new:
 * @parent: (nullable): the window it stands before
 * @engine: (transfer none): what tests and adds
 *
 * Returns: (transfer none): the dialog, owned by GTK until it is closed
 */
GtkWidget *
confab_app_form_new (GtkWindow    *parent,
                     ConfabEngine *engine)
{
  ConfabAppForm *self;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (CONFAB_IS_ENGINE (engine), NULL);

  self = g_object_new (CONFAB_TYPE_APP_FORM, "transient-for", parent, NULL);
  self->engine = g_object_ref (engine);
  g_signal_connect_object (engine, "notify::keyring-note", G_CALLBACK (keyring_noted_cb), self,
                           G_CONNECT_SWAPPED);
  update_key_description (self);
  gtk_widget_grab_focus (self->app_id);

  return GTK_WIDGET (self);
}
