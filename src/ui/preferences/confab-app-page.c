/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-app-page.h"

#include <glib/gi18n.h>

#include "confab-app-draft.h"
#include "confab-engine-catalogue.h"
#include "confab-field-note.h"
#include "confab-preferences.h"
#include "confab-test-row.h"

struct _ConfabAppPage
{
  AdwBin parent_instance;

  ConfabEngine *engine;
  ConfabStudioApp *app;
  gboolean filling; /* the fields are being set by us */

  GtkEditable *name;
  GtkEditable *app_id;
  ConfabFieldNote *app_id_note;
  AdwComboRow *kind;
  AdwComboRow *color;
  AdwComboRow *connection;
  ConfabTestRow *test_row;
};

G_DEFINE_FINAL_TYPE (ConfabAppPage, confab_app_page, ADW_TYPE_BIN)

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* Changing ---------------------------------------------------------------------------------- */

static const char * const colors[] = {
  "blue_3", "green_4", "orange_3", "purple_3", "brown_2", "red_3", "yellow_5",
};

static const char * const color_names[] = {
  N_("Blue"), N_("Green"), N_("Orange"), N_("Purple"), N_("Brown"), N_("Red"), N_("Yellow"),
};

/* In the order of ConfabAppKind. */
static const char * const kind_names[] = {
  N_("Agent"), N_("Agent 2.0"), N_("Workflow"), N_("Dialog Workflow"), N_("Orchestration"),
};

static ConfabConnection *
get_connection (ConfabAppPage *self)
{
  g_autoptr (ConfabConnection) chosen =
    g_list_model_get_item (confab_engine_get_connections (self->engine),
                           adw_combo_row_get_selected (self->connection));

  /* The list, or the application, keeps it. */
  return chosen != NULL ? chosen : confab_studio_app_get_connection (self->app);
}

static void
app_changed_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (ConfabAppPage) self = CONFAB_APP_PAGE (user_data);
  g_autoptr (GError) error = NULL;

  if (!confab_engine_change_app_finish (CONFAB_ENGINE (source), result, &error))
    confab_preferences_show_toast (GTK_WIDGET (self), error->message);
  else
    g_signal_emit (self, signals[CHANGED], 0);
}

/* What is wrong stands on its row, as it was typed, and is not stored. */
static gboolean
check (ConfabAppPage *self)
{
  const ConfabAppDraft draft = {
    .base_url = "https://dashscope.aliyuncs.com/api/v1",
    .app_id = gtk_editable_get_text (self->app_id),
  };
  g_autoptr (GError) error = NULL;
  gboolean good = confab_app_draft_check (&draft, NULL, &error);

  confab_field_note_set_text (self->app_id_note, good ? NULL : error->message);

  return good;
}

static void
applied_cb (ConfabAppPage *self)
{
  g_autoptr (ConfabAppRecord) record = NULL;
  g_autofree char *name = NULL;

  if (self->filling || !check (self))
    return;

  record = confab_app_record_copy (confab_studio_app_get_record (self->app));
  name = confab_app_draft_tidy (gtk_editable_get_text (self->name));
  if (name != NULL)
    {
      g_free (record->name);
      record->name = g_steal_pointer (&name);
    }
  g_free (record->app_id);
  record->app_id = confab_app_draft_tidy (gtk_editable_get_text (self->app_id));
  record->kind = (ConfabAppKind) adw_combo_row_get_selected (self->kind);
  if (adw_combo_row_get_selected (self->color) < G_N_ELEMENTS (colors))
    {
      g_free (record->color);
      record->color = g_strdup (colors[adw_combo_row_get_selected (self->color)]);
    }
  record->connection_id = confab_connection_get_record (get_connection (self))->id;
  confab_engine_change_app_async (self->engine, self->app, record, NULL, app_changed_cb,
                                  g_object_ref (self));
}

/* Testing ----------------------------------------------------------------------------------- */

static void
test_clicked_cb (ConfabAppPage *self)
{
  const ConfabAppDraft draft = {
    .name = gtk_editable_get_text (self->name),
    .app_id = gtk_editable_get_text (self->app_id),
    .connection = get_connection (self),
  };

  if (!check (self))
    return;

  confab_test_row_run (self->test_row, self->engine, &draft);
}

/* Deleting ---------------------------------------------------------------------------------- */

static void
app_deleted_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (ConfabAppPage) self = CONFAB_APP_PAGE (user_data);
  g_autoptr (GError) error = NULL;

  if (!confab_engine_delete_app_finish (CONFAB_ENGINE (source), result, &error))
    confab_preferences_show_toast (GTK_WIDGET (self), error->message);
  else
    confab_preferences_close_page (GTK_WIDGET (self));
}

static void
delete_confirmed (gpointer user_data)
{
  ConfabAppPage *self = user_data;

  confab_engine_delete_app_async (self->engine, self->app, NULL, app_deleted_cb,
                                  g_object_ref (self));
}

static void
delete_clicked_cb (ConfabAppPage *self)
{
  guint n = confab_engine_count_sessions (self->engine, self->app);
  g_autofree char *heading = NULL;
  g_autofree char *body = NULL;

  heading = g_strdup_printf (_("Delete “%s”?"), confab_studio_app_get_name (self->app));
  body = g_strdup_printf (ngettext ("Its session (%u) is deleted, too. This cannot be undone.",
                                    "Its sessions (%u) are deleted, too. This cannot be undone.",
                                    n), n);
  confab_preferences_ask_delete (GTK_WIDGET (self), heading, body, delete_confirmed, self);
}

/* The object -------------------------------------------------------------------------------- */

static void
confab_app_page_dispose (GObject *object)
{
  ConfabAppPage *self = CONFAB_APP_PAGE (object);

  self->filling = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_APP_PAGE);
  g_clear_object (&self->engine);
  g_clear_object (&self->app);

  G_OBJECT_CLASS (confab_app_page_parent_class)->dispose (object);
}

static void
confab_app_page_class_init (ConfabAppPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_app_page_dispose;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (CONFAB_TYPE_FIELD_NOTE);
  g_type_ensure (CONFAB_TYPE_TEST_ROW);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/confab_chat/Confab/preferences/confab-app-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabAppPage, name);
  gtk_widget_class_bind_template_child (widget_class, ConfabAppPage, app_id);
  gtk_widget_class_bind_template_child (widget_class, ConfabAppPage, app_id_note);
  gtk_widget_class_bind_template_child (widget_class, ConfabAppPage, kind);
  gtk_widget_class_bind_template_child (widget_class, ConfabAppPage, color);
  gtk_widget_class_bind_template_child (widget_class, ConfabAppPage, connection);
  gtk_widget_class_bind_template_child (widget_class, ConfabAppPage, test_row);
  gtk_widget_class_bind_template_callback (widget_class, applied_cb);
  gtk_widget_class_bind_template_callback (widget_class, test_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, delete_clicked_cb);
}

static void
confab_app_page_init (ConfabAppPage *self)
{
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

static GListModel *
create_names (const char * const *names,
              guint               n)
{
  GtkStringList *list = gtk_string_list_new (NULL);

  for (guint i = 0; i < n; i++)
    gtk_string_list_append (list, _(names[i]));

  return G_LIST_MODEL (list);
}

static void
fill_choices (ConfabAppPage *self)
{
  const ConfabAppRecord *record = confab_studio_app_get_record (self->app);
  GListModel *all = confab_engine_get_connections (self->engine);
  g_autoptr (GListModel) kinds = create_names (kind_names, G_N_ELEMENTS (kind_names));
  g_autoptr (GListModel) names = create_names (color_names, G_N_ELEMENTS (color_names));
  g_autoptr (GtkStringList) connections = gtk_string_list_new (NULL);
  guint chosen = GTK_INVALID_LIST_POSITION;

  adw_combo_row_set_model (self->kind, kinds);
  adw_combo_row_set_selected (self->kind, record->kind);

  adw_combo_row_set_model (self->color, names);
  adw_combo_row_set_selected (self->color, GTK_INVALID_LIST_POSITION);
  for (guint i = 0; i < G_N_ELEMENTS (colors); i++)
    if (g_strcmp0 (record->color, colors[i]) == 0)
      adw_combo_row_set_selected (self->color, i);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (ConfabConnection) each = g_list_model_get_item (all, i);

      gtk_string_list_append (connections, confab_connection_get_record (each)->name);
      if (each == confab_studio_app_get_connection (self->app))
        chosen = i;
    }
  adw_combo_row_set_model (self->connection, G_LIST_MODEL (connections));
  adw_combo_row_set_selected (self->connection, chosen);
}

/**
 * confab_app_page_new:
 * @engine: (transfer none): what does the work
 * @app: (transfer none): which application
 *
 * Returns: (transfer floating): the first of the pages of an application
 */
GtkWidget *
confab_app_page_new (ConfabEngine    *engine,
                     ConfabStudioApp *app)
{
  ConfabAppPage *self = g_object_new (CONFAB_TYPE_APP_PAGE, NULL);
  const ConfabAppRecord *record = confab_studio_app_get_record (app);

  self->engine = g_object_ref (engine);
  self->app = g_object_ref (app);

  gtk_editable_set_text (self->name, record->name);
  gtk_editable_set_text (self->app_id, record->app_id);
  fill_choices (self);
  self->filling = FALSE;

  return GTK_WIDGET (self);
}
