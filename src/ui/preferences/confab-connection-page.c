/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-connection-page.h"

#include <glib/gi18n.h>

#include "confab-app-draft.h"
#include "confab-engine-catalogue.h"
#include "confab-field-note.h"
#include "confab-preferences.h"
#include "confab-prompt.h"
#include "confab-region.h"
#include "confab-test-row.h"
#include "confab-url.h"

struct _ConfabConnectionPage
{
  AdwBin parent_instance;

  ConfabEngine *engine;
  ConfabConnection *connection;
  gboolean filling; /* the fields are being set by us */

  AdwWindowTitle *title;
  GtkWidget *fields;
  GtkWidget *timeouts;
  GtkEditable *name;
  AdwComboRow *region;
  GtkEditable *base_url;
  ConfabFieldNote *base_url_note;
  GtkEditable *workspace;
  ConfabFieldNote *workspace_note;
  GtkAdjustment *connect_timeout;
  GtkAdjustment *idle_timeout;
  ConfabTestRow *test_row;
};

G_DEFINE_FINAL_TYPE (ConfabConnectionPage, confab_connection_page, ADW_TYPE_BIN)

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
back_clicked_cb (ConfabConnectionPage *self)
{
  confab_preferences_close_page (GTK_WIDGET (self));
}

/* Changing ---------------------------------------------------------------------------------- */

static void
connection_changed_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr (ConfabConnectionPage) self = CONFAB_CONNECTION_PAGE (user_data);
  g_autoptr (GError) error = NULL;

  if (!confab_engine_change_connection_finish (CONFAB_ENGINE (source), result, &error))
    confab_preferences_show_toast (GTK_WIDGET (self), error->message);
  else
    g_signal_emit (self, signals[CHANGED], 0);
}

static ConfabRegion
get_region (ConfabConnectionPage *self)
{
  return (ConfabRegion) MIN (adw_combo_row_get_selected (self->region), CONFAB_REGION_CUSTOM);
}

/* (transfer full) (nullable): the region's, or what is written. */
static char *
dup_base_url (ConfabConnectionPage *self)
{
  g_autofree char *workspace = confab_app_draft_tidy (gtk_editable_get_text (self->workspace));
  ConfabRegion region = get_region (self);

  return region == CONFAB_REGION_CUSTOM ? g_strdup (gtk_editable_get_text (self->base_url))
                                        : confab_region_dup_base_url (region, workspace);
}

/* What is wrong stands on its row, as it was typed, and is not stored. */
static gboolean
check (ConfabConnectionPage *self)
{
  g_autofree char *base_url = dup_base_url (self);
  const ConfabAppDraft draft = {
    .base_url = base_url,
    .workspace = gtk_editable_get_text (self->workspace),
    .app_id = "0",
  };
  ConfabAppField field;
  g_autoptr (GError) error = NULL;

  confab_field_note_set_text (self->base_url_note, NULL);
  confab_field_note_set_text (self->workspace_note, NULL);
  if (base_url == NULL)
    {
      confab_field_note_set_text (self->workspace_note,
                                  _("The host begins with the workspace ID. Enter it here."));
      return FALSE;
    }
  if (confab_app_draft_check (&draft, &field, &error))
    return TRUE;

  confab_field_note_set_text (field == CONFAB_APP_FIELD_WORKSPACE ? self->workspace_note
                                                                  : self->base_url_note,
                              error->message);

  return FALSE;
}

static void
applied_cb (ConfabConnectionPage *self)
{
  g_autoptr (ConfabConnectionRecord) record = NULL;
  g_autofree char *name = NULL;
  g_autofree char *base_url = NULL;

  if (self->filling || confab_connection_get_record (self->connection)->is_demo || !check (self))
    return;

  record = confab_connection_record_copy (confab_connection_get_record (self->connection));
  name = confab_app_draft_tidy (gtk_editable_get_text (self->name));
  if (name != NULL)
    {
      g_free (record->name);
      record->name = g_steal_pointer (&name);
    }
  base_url = dup_base_url (self);
  g_free (record->base_url);
  record->base_url = confab_url_normalize_base (base_url, NULL);
  g_free (record->workspace);
  record->workspace = confab_app_draft_tidy (gtk_editable_get_text (self->workspace));
  record->connect_timeout = (guint) gtk_adjustment_get_value (self->connect_timeout);
  record->idle_timeout = (guint) gtk_adjustment_get_value (self->idle_timeout);
  confab_engine_change_connection_async (self->engine, self->connection, record, NULL,
                                         connection_changed_cb, g_object_ref (self));
}

static void
region_selected_cb (ConfabConnectionPage *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->base_url), get_region (self) == CONFAB_REGION_CUSTOM);
  if (self->filling)
    return;

  confab_field_note_set_text (self->base_url_note, NULL);
  /* Its own address is where one begins to write another. */
  if (get_region (self) == CONFAB_REGION_CUSTOM)
    gtk_widget_grab_focus (GTK_WIDGET (self->base_url));
  applied_cb (self);
}

/* Testing ----------------------------------------------------------------------------------- */

/* (transfer full) (nullable) */
static ConfabStudioApp *
dup_first_app (ConfabConnectionPage *self)
{
  GListModel *apps = confab_engine_get_apps (self->engine);

  for (guint i = 0; i < g_list_model_get_n_items (apps); i++)
    {
      g_autoptr (ConfabStudioApp) app = g_list_model_get_item (apps, i);

      if (confab_studio_app_get_connection (app) == self->connection)
        return g_steal_pointer (&app);
    }

  return NULL;
}

static void
test_clicked_cb (ConfabConnectionPage *self)
{
  gboolean is_demo = confab_connection_get_record (self->connection)->is_demo;
  g_autoptr (ConfabStudioApp) app = dup_first_app (self);
  ConfabAppDraft draft = { NULL };

  /* Nothing can be entered for the demo. */
  if (app == NULL || (!is_demo && !check (self)))
    return;

  draft.connection = self->connection;
  draft.app_id = confab_studio_app_get_record (app)->app_id;
  confab_test_row_run (self->test_row, self->engine, &draft);
}

static void
update_test (ConfabConnectionPage *self)
{
  g_autoptr (ConfabStudioApp) app = dup_first_app (self);
  g_autofree char *text = NULL;

  if (app != NULL)
    /* Translators: %s is the name of an application. */
    text = g_strdup_printf (_("Sends one short message to %s"), confab_studio_app_get_name (app));
  else
    text = g_strdup (_("Add an application first: a message to one is what tells"));
  confab_test_row_set_text (self->test_row, text);
  gtk_widget_set_sensitive (GTK_WIDGET (self->test_row), app != NULL);
}

/* The key ----------------------------------------------------------------------------------- */

static void
key_set_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (ConfabConnectionPage) self = CONFAB_CONNECTION_PAGE (user_data);
  g_autoptr (GError) error = NULL;
  gboolean in_keyring;

  if (!confab_engine_set_key_finish (CONFAB_ENGINE (source), result, &in_keyring, &error))
    confab_preferences_show_toast (GTK_WIDGET (self), error->message);
  else
    confab_preferences_show_toast (GTK_WIDGET (self),
                                   in_keyring ? _("Key saved in the keyring")
                                              : _("Key kept until Confab is closed"));
}

static void
key_entered_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  ConfabConnectionPage *self = CONFAB_CONNECTION_PAGE (source);
  char *key = confab_prompt_text_finish (result, NULL);

  if (key != NULL)
    confab_engine_set_key_async (self->engine, self->connection, key, NULL, key_set_cb,
                                 g_object_ref (self));
  confab_prompt_wipe (key);
}

static void
key_clicked_cb (ConfabConnectionPage *self)
{
  g_autofree char *host = NULL;
  g_autofree char *body = NULL;

  host = confab_url_dup_host (confab_connection_get_record (self->connection)->base_url);
  if (host != NULL)
    /* Translators: %s is a host name. */
    body = g_strdup_printf (_("The key is sent to %s only."), host);
  confab_prompt_text_async (GTK_WIDGET (self),
                            &(ConfabPrompt) {
                              .heading = _("Enter API Key"),
                              .body = body,
                              .label = _("API Key"),
                              .accept = _("_Save"),
                              .secret = TRUE,
                            },
                            NULL, key_entered_cb, NULL);
}

/* Deleting ---------------------------------------------------------------------------------- */

static void
connection_deleted_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr (ConfabConnectionPage) self = CONFAB_CONNECTION_PAGE (user_data);
  g_autoptr (GError) error = NULL;

  if (!confab_engine_delete_connection_finish (CONFAB_ENGINE (source), result, &error))
    confab_preferences_show_toast (GTK_WIDGET (self), error->message);
  else
    confab_preferences_close_page (GTK_WIDGET (self));
}

static void
delete_confirmed (gpointer user_data)
{
  ConfabConnectionPage *self = user_data;

  confab_engine_delete_connection_async (self->engine, self->connection, NULL,
                                         connection_deleted_cb, g_object_ref (self));
}

static void
delete_clicked_cb (ConfabConnectionPage *self)
{
  GListModel *apps = confab_engine_get_apps (self->engine);
  guint n_sessions = 0;
  guint n_apps = 0;
  g_autofree char *heading = NULL;
  g_autofree char *body = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (apps); i++)
    {
      g_autoptr (ConfabStudioApp) app = g_list_model_get_item (apps, i);

      if (confab_studio_app_get_connection (app) != self->connection)
        continue;

      n_apps++;
      n_sessions += confab_engine_count_sessions (self->engine, app);
    }

  heading = g_strdup_printf (_("Delete “%s”?"),
                             confab_connection_get_record (self->connection)->name);
  /* Translators: how many applications, and how many sessions. */
  body = g_strdup_printf (_("Its applications (%u), their sessions (%u) and the key in the keyring "
                            "are deleted, too. This cannot be undone."), n_apps, n_sessions);
  confab_preferences_ask_delete (GTK_WIDGET (self), heading, body, delete_confirmed, self);
}

/* The object -------------------------------------------------------------------------------- */

static void
confab_connection_page_dispose (GObject *object)
{
  ConfabConnectionPage *self = CONFAB_CONNECTION_PAGE (object);

  self->filling = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_CONNECTION_PAGE);
  g_clear_object (&self->engine);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (confab_connection_page_parent_class)->dispose (object);
}

static void
confab_connection_page_class_init (ConfabConnectionPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_connection_page_dispose;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (CONFAB_TYPE_FIELD_NOTE);
  g_type_ensure (CONFAB_TYPE_TEST_ROW);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/confab_chat/Confab/preferences/confab-connection-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabConnectionPage, title);
  gtk_widget_class_bind_template_child (widget_class, ConfabConnectionPage, fields);
  gtk_widget_class_bind_template_child (widget_class, ConfabConnectionPage, timeouts);
  gtk_widget_class_bind_template_child (widget_class, ConfabConnectionPage, name);
  gtk_widget_class_bind_template_child (widget_class, ConfabConnectionPage, region);
  gtk_widget_class_bind_template_child (widget_class, ConfabConnectionPage, base_url);
  gtk_widget_class_bind_template_child (widget_class, ConfabConnectionPage, base_url_note);
  gtk_widget_class_bind_template_child (widget_class, ConfabConnectionPage, workspace);
  gtk_widget_class_bind_template_child (widget_class, ConfabConnectionPage, workspace_note);
  gtk_widget_class_bind_template_child (widget_class, ConfabConnectionPage, connect_timeout);
  gtk_widget_class_bind_template_child (widget_class, ConfabConnectionPage, idle_timeout);
  gtk_widget_class_bind_template_child (widget_class, ConfabConnectionPage, test_row);
  gtk_widget_class_bind_template_callback (widget_class, back_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, applied_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, region_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, test_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, delete_clicked_cb);
}

static void
confab_connection_page_init (ConfabConnectionPage *self)
{
  g_autoptr (GtkStringList) regions = gtk_string_list_new (NULL);

  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < CONFAB_N_REGIONS; i++)
    gtk_string_list_append (regions, confab_region_get_name ((ConfabRegion) i));
  adw_combo_row_set_model (self->region, G_LIST_MODEL (regions));
}

/**
 * confab_connection_page_new:
 * @engine: (transfer none): what does the work
 * @connection: (transfer none): which connection
 *
 * Returns: (transfer floating): a page for the settings dialog
 */
GtkWidget *
confab_connection_page_new (ConfabEngine     *engine,
                            ConfabConnection *connection)
{
  ConfabConnectionPage *self = g_object_new (CONFAB_TYPE_CONNECTION_PAGE, NULL);
  const ConfabConnectionRecord *record = confab_connection_get_record (connection);

  self->engine = g_object_ref (engine);
  self->connection = g_object_ref (connection);

  adw_window_title_set_title (self->title, record->name);
  gtk_editable_set_text (self->name, record->name);
  gtk_editable_set_text (self->base_url, record->base_url);
  adw_combo_row_set_selected (self->region,
                              confab_region_from_base_url (record->base_url, record->workspace));
  gtk_editable_set_text (self->workspace, record->workspace != NULL ? record->workspace : "");
  gtk_adjustment_set_value (self->connect_timeout, record->connect_timeout);
  gtk_adjustment_set_value (self->idle_timeout, record->idle_timeout);
  /* The demo is as it is. */
  gtk_widget_set_sensitive (self->fields, !record->is_demo);
  gtk_widget_set_sensitive (self->timeouts, !record->is_demo);
  region_selected_cb (self);
  if (record->is_demo)
    gtk_widget_set_visible (GTK_WIDGET (self->base_url), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->region), !record->is_demo);
  update_test (self);
  self->filling = FALSE;

  return GTK_WIDGET (self);
}
