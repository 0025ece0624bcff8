/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-inputs-group.h"

#include <glib/gi18n.h>

#include "confab-json-path.h"
#include "confab-json.h"
#include "confab-options-parts.h"
#include "confab-parameter-list.h"
#include "confab-prompt.h"

struct _ConfabInputsGroup
{
  AdwPreferencesGroup parent_instance;

  ConfabOptionsEditor *editor;
  ConfabParameterList *list;
  ConfabConversation *conversation; /* (nullable): of a session, for what it has sent */
  char *base;
  const char * const *but; /* (nullable): names of members that are shown elsewhere */
  GtkWidget *below;        /* what holds from elsewhere */
};

G_DEFINE_FINAL_TYPE (ConfabInputsGroup, confab_inputs_group, ADW_TYPE_PREFERENCES_GROUP)

static void
confab_inputs_group_finalize (GObject *object)
{
  ConfabInputsGroup *self = CONFAB_INPUTS_GROUP (object);

  g_clear_object (&self->editor);
  g_clear_object (&self->list);
  g_clear_object (&self->conversation);
  g_clear_object (&self->below);
  g_free (self->base);

  G_OBJECT_CLASS (confab_inputs_group_parent_class)->finalize (object);
}

static void
confab_inputs_group_class_init (ConfabInputsGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_inputs_group_finalize;
}

static void
confab_inputs_group_init (ConfabInputsGroup *self)
{
}

static void
fail (ConfabInputsGroup *self,
      const char        *sentence)
{
  g_signal_emit_by_name (self->editor, "failed", sentence);
}

/* Takes a whole request, its `input` or `biz_params`, or the values themselves. */
static gboolean
learn (ConfabInputsGroup *self,
       JsonNode          *node)
{
  const char * const starts[] = { self->base, "/biz_params", "" };
  JsonObject *root =
    node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  for (guint i = 0; root != NULL && i < G_N_ELEMENTS (starts); i++)
    {
      JsonNode *found =
        *starts[i] != '\0' ? confab_json_path_get (root, starts[i]) : node;

      if (found == NULL || !JSON_NODE_HOLDS_OBJECT (found))
        continue;
      confab_parameter_list_learn (self->list, json_node_get_object (found));
      return TRUE;
    }

  return FALSE;
}

static void
sample_given_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (ConfabInputsGroup) self = CONFAB_INPUTS_GROUP (user_data);
  g_autofree char *text = confab_prompt_text_finish (result, NULL);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;

  if (text == NULL)
    return;

  node = confab_json_parse (text, -1, &error);
  if (!learn (self, node))
    fail (self, error != NULL ? error->message : _("This is no JSON object."));
}

static void
sample_clicked_cb (ConfabInputsGroup *self)
{
  const ConfabPrompt prompt = {
    .heading = _("Learn From JSON"),
    .body = _("Paste a request or its inputs. Names and types are taken over."),
    .label = "JSON",
    .accept = _("_Learn"),
  };

  confab_prompt_text_async (GTK_WIDGET (self), &prompt, NULL, sample_given_cb,
                            g_object_ref (self));
}

static void
last_clicked_cb (ConfabInputsGroup *self)
{
  GListModel *messages = G_LIST_MODEL (self->conversation);

  for (guint i = g_list_model_get_n_items (messages); i > 0; i--)
    {
      g_autoptr (ConfabMessage) message = g_list_model_get_item (messages, i - 1);
      const char *request = confab_message_get_record (message)->request;
      g_autoptr (JsonNode) node = request != NULL ? confab_json_parse (request, -1, NULL) : NULL;
      JsonObject *root =
        node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      g_autofree char *path = g_strconcat ("/body", self->base, NULL);
      JsonNode *found = root != NULL ? confab_json_path_get (root, path) : NULL;

      if (found != NULL && JSON_NODE_HOLDS_OBJECT (found))
        {
          confab_parameter_list_learn (self->list, json_node_get_object (found));
          return;
        }
    }

  fail (self, _("No request of this session has inputs."));
}

static void
add_clicked_cb (ConfabInputsGroup *self)
{
  confab_parameter_list_add (self->list);
}

static void
update_below_cb (ConfabInputsGroup *self)
{
  confab_options_parts_show_none (ADW_PREFERENCES_GROUP (self), self->below, self->editor,
                                  self->base, NULL, self->but, FALSE);
}

static void
add_button (GtkWidget  *box,
            const char *icon,
            const char *tip,
            GCallback   callback,
            gpointer    self)
{
  GtkWidget *button = confab_options_parts_new_button (icon, tip, NULL);

  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), button);
}

/**
 * confab_inputs_group_new:
 * @editor: (transfer none): whose values
 * @base: a JSON pointer to the object they are in
 * @but: (nullable) (array zero-terminated=1): static names of members that are shown elsewhere
 * @title: what they are
 * @description: a sentence about them
 * @add: name of the button that adds one
 *
 * Returns: (transfer floating): a group
 */
GtkWidget *
confab_inputs_group_new (ConfabOptionsEditor *editor,
                         const char          *base,
                         const char * const  *but,
                         const char          *title,
                         const char          *description,
                         const char          *add)
{
  ConfabInputsGroup *self = g_object_new (CONFAB_TYPE_INPUTS_GROUP, NULL);
  ConfabSession *session = confab_options_editor_get_session (editor);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *tail = adw_action_row_new ();

  self->editor = g_object_ref (editor);
  self->base = g_strdup (base);
  self->but = but;
  self->below = confab_options_parts_new_none ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), title);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), description);

  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  if (session != NULL)
    {
      self->conversation =
        confab_engine_dup_conversation (confab_options_editor_get_engine (editor), session);
      add_button (box, "document-open-recent-symbolic", _("Learn From the Last Request"),
                  G_CALLBACK (last_clicked_cb), self);
    }
  add_button (box, "edit-paste-symbolic", _("Learn From JSON…"), G_CALLBACK (sample_clicked_cb),
              self);
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), box);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (tail), add);
  gtk_accessible_update_property (GTK_ACCESSIBLE (tail), GTK_ACCESSIBLE_PROPERTY_LABEL, add, -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (tail),
                             gtk_image_new_from_icon_name ("list-add-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (tail), TRUE);
  g_signal_connect_object (tail, "activated", G_CALLBACK (add_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  self->list = confab_parameter_list_new (editor, base, but, GTK_WIDGET (self), tail);
  /* After the list, which puts its rows in first. */
  g_signal_connect_object (editor, "changed", G_CALLBACK (update_below_cb), self,
                           G_CONNECT_SWAPPED);
  update_below_cb (self);

  return GTK_WIDGET (self);
}
