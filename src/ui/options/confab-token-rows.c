/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-token-rows.h"

#include <glib/gi18n.h>

#include "confab-json-path.h"
#include "confab-prompt.h"

#define HEADER "Authorization"

struct _ConfabTokenRows
{
  GObject parent_instance;

  ConfabOptionsEditor *editor;
  char *code;
  char *path;           /* of the token's name in the options */
  gboolean filling;
  gboolean is_stored;
  GCancellable *cancellable;

  /* Unowned: they and we belong to the same row. */
  AdwComboRow *place;
  GtkEditable *header;
  GtkEditable *token;
  GtkWidget *dots;
  GtkWidget *forget;
};

G_DEFINE_FINAL_TYPE (ConfabTokenRows, confab_token_rows, G_TYPE_OBJECT)

static void
confab_token_rows_dispose (GObject *object)
{
  ConfabTokenRows *self = CONFAB_TOKEN_ROWS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->editor != NULL)
    g_signal_handlers_disconnect_by_data (self->editor, self);
  g_clear_object (&self->editor);
  g_clear_pointer (&self->code, g_free);
  g_clear_pointer (&self->path, g_free);

  G_OBJECT_CLASS (confab_token_rows_parent_class)->dispose (object);
}

static void
confab_token_rows_class_init (ConfabTokenRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = confab_token_rows_dispose;
}

static void
confab_token_rows_init (ConfabTokenRows *self)
{
  self->cancellable = g_cancellable_new ();
}

static ConfabConnection *
get_connection (ConfabTokenRows *self)
{
  return confab_studio_app_get_connection (confab_options_editor_get_app (self->editor));
}

/* Dots stand for a stored token, always as many. */
static void
show_stored (ConfabTokenRows *self,
             gboolean         is_stored)
{
  self->is_stored = is_stored;
  gtk_widget_set_visible (self->dots, is_stored);
  gtk_widget_set_visible (self->forget, is_stored);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->token),
                                 is_stored ? _("Token, kept in the keyring")
                                           : _("Token, to be kept in the keyring"));
}

/* Where it goes ----------------------------------------------------------------------------- */

/* What names the token, as it stands in the options. (transfer full) */
static JsonNode *
create_place (ConfabTokenRows *self)
{
  const char *header = gtk_editable_get_text (self->header);

  if (adw_combo_row_get_selected (self->place) == 0)
    return json_node_init_boolean (json_node_alloc (), TRUE);

  return json_node_init_string (json_node_alloc (), *header != '\0' ? header : HEADER);
}

static void
set_named (ConfabTokenRows *self,
           gboolean         named)
{
  g_autoptr (JsonNode) place = named ? create_place (self) : NULL;
  g_autoptr (ConfabOptions) options =
    confab_options_put (confab_options_editor_get_options (self->editor), self->path, place);

  self->filling = TRUE;
  confab_options_editor_set_options (self->editor, options);
  self->filling = FALSE;
}

static void
show_header (ConfabTokenRows *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->header), adw_combo_row_get_selected (self->place) == 1);
}

/* Whether a token is sent. One that is named as `false` is not, whatever the layers below say. */
static gboolean
is_named (JsonNode *place)
{
  return place != NULL && (json_node_get_value_type (place) == G_TYPE_STRING ||
                           json_node_get_boolean (place));
}

static void
place_changed_cb (ConfabTokenRows *self)
{
  show_header (self);
  if (!self->filling && is_named (confab_options_editor_get (self->editor, self->path)))
    set_named (self, TRUE);
}

static void
update_cb (ConfabTokenRows *self)
{
  JsonNode *place = confab_options_editor_get (self->editor, self->path);
  gboolean is_header;

  if (self->filling || place == NULL)
    return;

  is_header = JSON_NODE_HOLDS_VALUE (place) && json_node_get_value_type (place) == G_TYPE_STRING;
  self->filling = TRUE;
  adw_combo_row_set_selected (self->place, is_header ? 1 : 0);
  if (is_header && g_strcmp0 (gtk_editable_get_text (self->header),
                              json_node_get_string (place)) != 0)
    gtk_editable_set_text (self->header, json_node_get_string (place));
  self->filling = FALSE;
  show_header (self);
}

/* The token --------------------------------------------------------------------------------- */

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (ConfabTokenRows) self = CONFAB_TOKEN_ROWS (user_data);
  gboolean found = confab_engine_has_token_finish (CONFAB_ENGINE (source), result, NULL);

  if (self->editor != NULL)
    show_stored (self, found);
}

static void
kept_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (ConfabTokenRows) self = CONFAB_TOKEN_ROWS (user_data);
  g_autoptr (GError) error = NULL;
  gboolean kept = confab_engine_set_key_finish (CONFAB_ENGINE (source), result, NULL, &error);

  if (self->editor == NULL)
    return;

  if (!kept)
    {
      g_signal_emit_by_name (self->editor, "failed", error->message);
      return;
    }
  show_stored (self, TRUE);
  set_named (self, TRUE);
}

static void
apply_cb (ConfabTokenRows *self)
{
  char *token = g_strstrip (g_strdup (gtk_editable_get_text (self->token)));

  /* The field forgets it at once, whatever becomes of it. */
  gtk_editable_set_text (self->token, "");
  if (*token != '\0')
    confab_engine_set_token_async (confab_options_editor_get_engine (self->editor),
                                   get_connection (self), self->code, token, NULL, kept_cb,
                                   g_object_ref (self));
  confab_prompt_wipe (token);
}

static void
forgotten_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (ConfabTokenRows) self = CONFAB_TOKEN_ROWS (user_data);
  g_autoptr (GError) error = NULL;
  gboolean gone = confab_engine_delete_token_finish (CONFAB_ENGINE (source), result, &error);

  if (self->editor == NULL)
    return;

  if (!gone)
    {
      g_signal_emit_by_name (self->editor, "failed", error->message);
      return;
    }
  show_stored (self, FALSE);
  set_named (self, FALSE);
}

static void
forget_clicked_cb (ConfabTokenRows *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->token));
  confab_engine_delete_token_async (confab_options_editor_get_engine (self->editor),
                                    get_connection (self), self->code, NULL, forgotten_cb,
                                    g_object_ref (self));
}

/**
 * confab_token_rows_new:
 * @editor: (transfer none): whose options name the token
 * @code: a plug-in or MCP server
 * @container: where the rows go
 *
 * Returns: (transfer full): the rows, to be kept by @container
 */
ConfabTokenRows *
confab_token_rows_new (ConfabOptionsEditor *editor,
                       const char          *code,
                       AdwExpanderRow      *container)
{
  static const char * const places[] = { N_("User token of a plug-in"),
                                         N_("Header of an MCP server") };
  ConfabTokenRows *self = g_object_new (CONFAB_TYPE_TOKEN_ROWS, NULL);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  GtkWidget *icon = gtk_image_new_from_icon_name ("channel-secure-symbolic");

  self->editor = g_object_ref (editor);
  self->code = g_strdup (code);
  self->path = confab_json_path_join ("/tokens", code, NULL);

  self->token = GTK_EDITABLE (adw_password_entry_row_new ());
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self->token), TRUE);
  adw_entry_row_add_prefix (ADW_ENTRY_ROW (self->token), icon);
  self->dots = gtk_label_new ("●●●●");
  gtk_widget_add_css_class (self->dots, "dim-label");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->dots), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("A token is stored"), -1);
  self->forget = gtk_button_new_from_icon_name ("user-trash-symbolic");
  gtk_widget_set_tooltip_text (self->forget, _("Delete the Token From the Keyring"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->forget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Delete the Token From the Keyring"), -1);
  gtk_widget_set_valign (self->forget, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->forget, "flat");
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (self->token), self->dots);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (self->token), self->forget);

  self->place = ADW_COMBO_ROW (adw_combo_row_new ());
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    gtk_string_list_append (names, _(places[i]));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->place), _("Token Is Sent As"));
  adw_combo_row_set_model (self->place, G_LIST_MODEL (names));
  self->header = GTK_EDITABLE (adw_entry_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->header), _("Header"));
  gtk_editable_set_text (self->header, HEADER);
  gtk_widget_set_visible (GTK_WIDGET (self->header), FALSE);

  adw_expander_row_add_row (container, GTK_WIDGET (self->token));
  adw_expander_row_add_row (container, GTK_WIDGET (self->place));
  adw_expander_row_add_row (container, GTK_WIDGET (self->header));

  /* An answer of the keyring may still be on its way to us when the rows are gone. */
  g_signal_connect_object (container, "destroy", G_CALLBACK (g_object_run_dispose), self,
                           G_CONNECT_SWAPPED);
  show_stored (self, FALSE);
  g_signal_connect_object (self->token, "apply", G_CALLBACK (apply_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->forget, "clicked", G_CALLBACK (forget_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->place, "notify::selected", G_CALLBACK (place_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->header, "changed", G_CALLBACK (place_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (editor, "changed", G_CALLBACK (update_cb), self, G_CONNECT_SWAPPED);
  update_cb (self);
  confab_engine_has_token_async (confab_options_editor_get_engine (editor), get_connection (self),
                                 code, self->cancellable, found_cb, g_object_ref (self));

  return self;
}
