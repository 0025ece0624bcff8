/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-connections-group.h"

#include <glib/gi18n.h>

#include "confab-connection-page.h"
#include "confab-engine-catalogue.h"
#include "confab-preferences.h"
#include "confab-region.h"

struct _ConfabConnectionsGroup
{
  AdwPreferencesGroup parent_instance;

  ConfabEngine *engine;
  GPtrArray *rows; /* of GtkWidget, owned by the group */
};

G_DEFINE_FINAL_TYPE (ConfabConnectionsGroup, confab_connections_group, ADW_TYPE_PREFERENCES_GROUP)

static void fill (ConfabConnectionsGroup *self);

static void
open_page (ConfabConnectionsGroup *self,
           ConfabConnection       *connection)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *page = confab_connection_page_new (self->engine, connection);

  g_signal_connect_object (page, "changed", G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
  adw_preferences_window_present_subpage (ADW_PREFERENCES_WINDOW (root), page);
}

static void
row_activated_cb (ConfabConnectionsGroup *self,
                  AdwActionRow           *row)
{
  open_page (self, g_object_get_data (G_OBJECT (row), "connection"));
}

static void
added_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (ConfabConnectionsGroup) self = CONFAB_CONNECTIONS_GROUP (user_data);
  g_autoptr (ConfabConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  connection = confab_engine_add_connection_finish (CONFAB_ENGINE (source), result, &error);
  if (!ADW_IS_PREFERENCES_WINDOW (root))
    return;

  if (connection != NULL)
    open_page (self, connection);
  else
    confab_preferences_show_toast (GTK_WIDGET (self), error->message);
}

/* It is there at once, and its page is where the rest is entered. */
static void
add_clicked_cb (ConfabConnectionsGroup *self)
{
  g_autoptr (ConfabConnectionRecord) record = confab_connection_record_new ();

  g_free (record->name);
  record->name = g_strdup (_("New Connection"));
  g_free (record->base_url);
  record->base_url = confab_region_dup_base_url (CONFAB_REGION_SINGAPORE, NULL);
  confab_engine_add_connection_async (self->engine, record, NULL, added_cb, g_object_ref (self));
}

static GtkWidget *
create_row (ConfabConnectionsGroup *self,
            ConfabConnection       *connection)
{
  const ConfabConnectionRecord *record = confab_connection_get_record (connection);
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), record->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                               record->is_demo ? _("In this program, without network")
                                               : record->base_url);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  g_object_set_data_full (G_OBJECT (row), "connection", g_object_ref (connection),
                          g_object_unref);
  g_signal_connect_object (row, "activated", G_CALLBACK (row_activated_cb), self,
                           G_CONNECT_SWAPPED);

  return row;
}

static void
fill (ConfabConnectionsGroup *self)
{
  GListModel *model = confab_engine_get_connections (self->engine);

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self),
                                  g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (ConfabConnection) connection = g_list_model_get_item (model, i);
      GtkWidget *row = create_row (self, connection);

      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
      g_ptr_array_add (self->rows, row);
    }
}

static void
confab_connections_group_dispose (GObject *object)
{
  ConfabConnectionsGroup *self = CONFAB_CONNECTIONS_GROUP (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (confab_connections_group_parent_class)->dispose (object);
}

static void
confab_connections_group_class_init (ConfabConnectionsGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = confab_connections_group_dispose;
}

static void
confab_connections_group_init (ConfabConnectionsGroup *self)
{
  GtkWidget *add = gtk_button_new_from_icon_name ("list-add-symbolic");

  self->rows = g_ptr_array_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("Connections"));
  adw_preferences_group_set_description (
    ADW_PREFERENCES_GROUP (self),
    _("Where applications are called, and with which key. One comes by itself with the first "
      "application that is added for its address."));

  gtk_widget_add_css_class (add, "flat");
  gtk_widget_set_valign (add, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (add, _("Add Connection"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (add), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Add Connection"), -1);
  g_signal_connect_object (add, "clicked", G_CALLBACK (add_clicked_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), add);
}

/**
 * confab_connections_group_set_engine:
 * @self: the group
 * @engine: (transfer none): whose connections; once
 */
void
confab_connections_group_set_engine (ConfabConnectionsGroup *self,
                                     ConfabEngine           *engine)
{
  g_return_if_fail (CONFAB_IS_CONNECTIONS_GROUP (self));
  g_return_if_fail (CONFAB_IS_ENGINE (engine));
  g_return_if_fail (self->engine == NULL);

  self->engine = g_object_ref (engine);
  g_signal_connect_object (confab_engine_get_connections (engine), "items-changed",
                           G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
  fill (self);
}
