/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-send-along.h"

#include <glib/gi18n.h>

#include "confab-actions.h"
#include "confab-engine-extras.h"
#include "confab-json-path.h"
#include "confab-options-fields.h"
#include "confab-options-local.h"
#include "confab-value-row.h"

#define WIDTH 320
#define HEIGHT 460
#define BIZ_PARAMS "/input/biz_params"

struct _ConfabSendAlong
{
  GtkPopover parent_instance;

  ConfabEngine *engine;
  ConfabSession *session;
  ConfabExtras *extras;
  gboolean filling;

  GtkWidget *box;       /* all of it */
  GtkWidget *scope;     /* the two buttons */
  GtkWidget *message;   /* the one that says: this message only */
  GtkWidget *content;
  GtkWidget *knowledge; /* to that page of the session's options */
  GtkWidget *inputs;
};

G_DEFINE_FINAL_TYPE (ConfabSendAlong, confab_send_along, GTK_TYPE_POPOVER)

/* Scope ------------------------------------------------------------------------------------- */

static gboolean
is_for_message (ConfabSendAlong *self)
{
  /* What is written anew has nothing to do with the session any more. */
  return confab_extras_get_base (self->extras) != NULL ||
         gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->message));
}

/* A value, for as long as the scope says; %NULL for nothing. */
static void
set_value (ConfabSendAlong *self,
           const char      *path,
           JsonNode        *value)
{
  g_autoptr (ConfabOptions) before = NULL;
  g_autoptr (ConfabOptions) after = NULL;

  if (is_for_message (self))
    {
      if (value != NULL)
        confab_extras_set_value (self->extras, path, value);
      else
        confab_extras_let_be (self->extras, path);
      return;
    }

  /* Else it would be hidden behind what this message says. */
  confab_extras_let_be (self->extras, path);
  before = confab_engine_dup_session_options (self->engine, self->session);
  after = confab_options_with (before, path, value);
  confab_engine_set_session_options (self->engine, self->session, after);
}

/* Presets ----------------------------------------------------------------------------------- */

static const char *
get_kind_title (ConfabPresetKind kind)
{
  switch (kind)
    {
    case CONFAB_PRESET_PLUGIN:
      return _("Plug-ins");
    case CONFAB_PRESET_WORKFLOW:
      return _("Workflow Inputs");
    case CONFAB_PRESET_KNOWLEDGE:
    default:
      return _("Knowledge Base");
    }
}

/* Those that would be used now. (transfer full) */
static GPtrArray *
dup_active (ConfabSendAlong *self)
{
  return confab_engine_dup_active_presets (
    self->engine, confab_session_get_app (self->session), self->session,
    is_for_message (self) ? confab_extras_get_options (self->extras) : NULL);
}

static void
use_preset (ConfabSendAlong  *self,
            ConfabPresetKind  kind,
            ConfabPreset     *preset)
{
  g_autoptr (GPtrArray) active = dup_active (self);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = active->len; i > 0; i--)
    if (confab_preset_get_record (g_ptr_array_index (active, i - 1))->kind == kind)
      g_ptr_array_remove_index (active, i - 1);
  if (preset != NULL)
    g_ptr_array_add (active, g_object_ref (preset));

  if (!is_for_message (self))
    {
      confab_extras_set_presets (self->extras, NULL, 0);
      confab_engine_set_session_presets (self->engine, self->session, active);
      return;
    }

  for (guint i = 0; i < active->len; i++)
    g_array_append_val (ids, confab_preset_get_record (g_ptr_array_index (active, i))->id);
  /* An array without an element is one all the same. */
  g_array_set_size (ids, ids->len + 1);
  confab_extras_set_presets (self->extras, (const gint64 *) (gpointer) ids->data, ids->len - 1);
}

static void
preset_toggled_cb (ConfabSendAlong *self,
                   GtkCheckButton  *check)
{
  g_assert (CONFAB_IS_SEND_ALONG (self));

  if (self->filling || !gtk_check_button_get_active (check))
    return;

  use_preset (self,
              (ConfabPresetKind) GPOINTER_TO_INT (g_object_get_data (G_OBJECT (check), "kind")),
              g_object_get_data (G_OBJECT (check), "preset"));
}

static GtkWidget *
add_heading (GtkWidget  *box,
             const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_margin_top (label, 6);
  gtk_widget_add_css_class (label, "caption-heading");
  gtk_box_append (GTK_BOX (box), label);

  return label;
}

static GtkWidget *
add_choice (ConfabSendAlong  *self,
            GtkWidget        *group,
            ConfabPresetKind  kind,
            ConfabPreset     *preset)
{
  GtkWidget *check = gtk_check_button_new ();
  GtkWidget *label = gtk_label_new (
    preset != NULL ? confab_preset_get_record (preset)->name : _("None"));

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (check), label);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  label, NULL, -1);
  if (group != NULL)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (check), GTK_CHECK_BUTTON (group));
  g_object_set_data (G_OBJECT (check), "kind", GINT_TO_POINTER (kind));
  if (preset != NULL)
    g_object_set_data_full (G_OBJECT (check), "preset", g_object_ref (preset), g_object_unref);
  g_signal_connect_object (check, "toggled", G_CALLBACK (preset_toggled_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->content), check);

  return check;
}

static void
fill_presets (ConfabSendAlong  *self,
              ConfabPresetKind  kind)
{
  GListModel *presets = confab_engine_get_presets (self->engine);
  gint64 app = confab_studio_app_get_record (confab_session_get_app (self->session))->id;
  g_autoptr (GPtrArray) active = dup_active (self);
  GtkWidget *none = NULL;
  gboolean has_active = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (presets); i++)
    {
      g_autoptr (ConfabPreset) preset = g_list_model_get_item (presets, i);
      const ConfabPresetRecord *record = confab_preset_get_record (preset);
      GtkWidget *check;

      if (record->app != app || record->kind != kind)
        continue;

      if (none == NULL)
        {
          add_heading (self->content, get_kind_title (kind));
          none = add_choice (self, NULL, kind, NULL);
        }
      check = add_choice (self, none, kind, preset);
      if (g_ptr_array_find (active, preset, NULL))
        {
          gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
          has_active = TRUE;
        }
    }

  if (none != NULL && !has_active)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (none), TRUE);
}

/* Values ------------------------------------------------------------------------------------ */

static void
value_changed_cb (ConfabSendAlong *self,
                  ConfabValueRow  *row)
{
  g_autoptr (JsonNode) value = confab_value_row_dup_value (row);

  g_assert (CONFAB_IS_SEND_ALONG (self));

  if (value != NULL)
    set_value (self, confab_value_row_get_path (row), value);
}

static void
fill_members (ConfabSendAlong    *self,
              ConfabOptions      *options,
              const char         *path,
              const char * const *without,
              const char         *title)
{
  JsonNode *node = confab_options_get (options, path);
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;
  gboolean has_heading = FALSE;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return;

  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &name, &value))
    {
      g_autofree char *below = confab_json_path_join (path, name, NULL);
      GtkWidget *row;

      if (g_strv_contains (without, name) || confab_options_is_secret (below))
        continue;
      if (!has_heading)
        add_heading (self->content, title);
      has_heading = TRUE;
      row = confab_value_row_new (below, name, value);
      g_signal_connect_object (row, "changed", G_CALLBACK (value_changed_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_box_append (GTK_BOX (self->content), row);
    }
}

static void
fill_values (ConfabSendAlong *self,
             ConfabOptions   *options)
{
  static const char * const of_plugins[] = {
    "user_defined_params", "user_defined_tokens", "user_prompt_params", NULL,
  };
  static const char * const nothing[] = { NULL };
  JsonNode *plugins = confab_options_get_value (options, CONFAB_FIELD_USER_DEFINED_PARAMS);
  g_autoptr (GList) codes = NULL;

  fill_members (self, options, BIZ_PARAMS, of_plugins, _("Workflow Inputs"));
  fill_members (self, options, BIZ_PARAMS "/user_prompt_params", nothing, _("Prompt Variables"));
  if (plugins == NULL || !JSON_NODE_HOLDS_OBJECT (plugins))
    return;

  codes = json_object_get_members (json_node_get_object (plugins));
  for (GList *l = codes; l != NULL; l = l->next)
    {
      g_autofree char *path = confab_json_path_join (BIZ_PARAMS "/user_defined_params", l->data,
                                                     NULL);
      g_autofree char *title = g_strdup_printf (_("Plug-in %s"), (const char *) l->data);

      fill_members (self, options, path, nothing, title);
    }
}

/* Switches ---------------------------------------------------------------------------------- */

static void
switched_cb (ConfabSendAlong *self,
             GParamSpec      *pspec,
             GtkSwitch       *toggle)
{
  ConfabField field =
    (ConfabField) GPOINTER_TO_INT (g_object_get_data (G_OBJECT (toggle), "field"));
  g_autoptr (JsonNode) value = json_node_new (JSON_NODE_VALUE);

  g_assert (CONFAB_IS_SEND_ALONG (self));

  if (self->filling)
    return;

  json_node_set_boolean (value, gtk_switch_get_active (toggle));
  set_value (self, confab_field_get_info (field)->path, value);
  /* What nobody sees nobody would miss. */
  if (field == CONFAB_FIELD_ENABLE_THINKING && gtk_switch_get_active (toggle))
    set_value (self, confab_field_get_info (CONFAB_FIELD_HAS_THOUGHTS)->path, value);
}

static void
fill_switch (ConfabSendAlong *self,
             ConfabOptions   *options,
             ConfabField      field,
             const char      *title)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (title);
  GtkWidget *toggle = gtk_switch_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();
  gboolean on = FALSE;

  confab_options_get_boolean (options, field, &on);
  gtk_switch_set_active (GTK_SWITCH (toggle), on);
  g_object_set_data (G_OBJECT (toggle), "field", GINT_TO_POINTER (field));
  g_signal_connect_object (toggle, "notify::active",
                           G_CALLBACK (switched_cb), self, G_CONNECT_SWAPPED);
  gtk_accessible_update_property (GTK_ACCESSIBLE (toggle), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  /* GTK 4.8 knows Return alone. */
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (keys),
    gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_space, 0),
                      gtk_signal_action_new ("activate")));
  gtk_widget_add_controller (toggle, keys);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (row), toggle);
  gtk_box_append (GTK_BOX (self->content), row);
}

static void
fill_switches (ConfabSendAlong *self,
               ConfabOptions   *options)
{
  ConfabAppKind kind = confab_studio_app_get_record (confab_session_get_app (self->session))->kind;

  if (!confab_field_is_for (CONFAB_FIELD_ENABLE_THINKING, kind) &&
      !confab_field_is_for (CONFAB_FIELD_ENABLE_WEB_SEARCH, kind))
    return;

  add_heading (self->content, _("Answers"));
  if (confab_field_is_for (CONFAB_FIELD_ENABLE_THINKING, kind))
    fill_switch (self, options, CONFAB_FIELD_ENABLE_THINKING, _("Thinking"));
  if (confab_field_is_for (CONFAB_FIELD_ENABLE_WEB_SEARCH, kind))
    fill_switch (self, options, CONFAB_FIELD_ENABLE_WEB_SEARCH, _("Web Search"));
}

/* The whole --------------------------------------------------------------------------------- */

/* What somebody who has set nothing yet would look for here. */
static void
show_links (ConfabSendAlong *self)
{
  ConfabAppKind kind = confab_studio_app_get_record (confab_session_get_app (self->session))->kind;

  gtk_widget_set_visible (self->knowledge,
                          confab_field_is_for (CONFAB_FIELD_PIPELINE_IDS, kind));
  gtk_widget_set_visible (self->inputs, kind != CONFAB_KIND_AGENT && kind != CONFAB_KIND_AGENT_2);
}

static void
fill (ConfabSendAlong *self)
{
  g_autoptr (ConfabOptionsMerge) merge = NULL;
  ConfabOptions *options;
  GtkWidget *child;

  self->filling = TRUE;
  while ((child = gtk_widget_get_first_child (self->content)) != NULL)
    gtk_box_remove (GTK_BOX (self->content), child);

  merge = confab_engine_merge_extras (self->engine, self->session, self->extras, FALSE);
  options = confab_options_merge_get_options (merge);
  gtk_widget_set_visible (self->scope, confab_extras_get_base (self->extras) == NULL);
  if (confab_extras_get_base (self->extras) == NULL)
    {
      fill_presets (self, CONFAB_PRESET_KNOWLEDGE);
      fill_presets (self, CONFAB_PRESET_PLUGIN);
      fill_presets (self, CONFAB_PRESET_WORKFLOW);
    }
  fill_values (self, options);
  fill_switches (self, options);
  show_links (self);
  self->filling = FALSE;
}

static void
scope_toggled_cb (ConfabSendAlong *self)
{
  if (self->session != NULL && gtk_widget_get_visible (GTK_WIDGET (self)))
    fill (self);
}

static void
confab_send_along_show (GtkWidget *widget)
{
  ConfabSendAlong *self = CONFAB_SEND_ALONG (widget);

  if (self->session != NULL)
    {
      JsonObject *own = confab_options_get_root (confab_extras_get_options (self->extras));

      /* Where this message says something already, more of it is meant. */
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->message),
                                    json_object_get_size (own) > 0);
      fill (self);
    }

  GTK_WIDGET_CLASS (confab_send_along_parent_class)->show (widget);
}

static void
confab_send_along_dispose (GObject *object)
{
  ConfabSendAlong *self = CONFAB_SEND_ALONG (object);

  g_clear_object (&self->engine);
  g_clear_object (&self->session);
  g_clear_object (&self->extras);

  G_OBJECT_CLASS (confab_send_along_parent_class)->dispose (object);
}

static void
confab_send_along_class_init (ConfabSendAlongClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = confab_send_along_dispose;
  GTK_WIDGET_CLASS (klass)->show = confab_send_along_show;
}

static GtkWidget *
create_scope (ConfabSendAlong *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *session = gtk_toggle_button_new_with_mnemonic (_("This _Session"));

  self->message = gtk_toggle_button_new_with_mnemonic (_("This _Message Only"));
  gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (self->message), GTK_TOGGLE_BUTTON (session));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (session), TRUE);
  g_signal_connect_object (self->message, "toggled", G_CALLBACK (scope_toggled_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_hexpand (session, TRUE);
  gtk_widget_set_hexpand (self->message, TRUE);
  gtk_widget_add_css_class (box, "linked");
  gtk_box_append (GTK_BOX (box), session);
  gtk_box_append (GTK_BOX (box), self->message);

  return box;
}

static void
followed_cb (ConfabSendAlong *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
}

static GtkWidget *
add_link (ConfabSendAlong *self,
          GtkWidget       *box,
          const char      *text,
          const char      *action)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (text);
  GtkWidget *label = gtk_button_get_child (GTK_BUTTON (button));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  g_signal_connect_object (button, "clicked", G_CALLBACK (followed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_css_class (button, "flat");
  gtk_box_append (GTK_BOX (box), button);

  return button;
}

static GtkWidget *
add_page_link (ConfabSendAlong *self,
               GtkWidget       *box,
               const char      *text,
               const char      *page)
{
  GtkWidget *button = add_link (self, box, text, CONFAB_ACTION_SHOW_OPTIONS);

  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", page);

  return button;
}

static void
confab_send_along_init (ConfabSendAlong *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *links = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  self->scope = create_scope (self);
  gtk_box_append (GTK_BOX (self->box), self->scope);

  self->content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->content);
  gtk_box_append (GTK_BOX (self->box), scroller);

  gtk_box_append (GTK_BOX (self->box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  self->knowledge = add_page_link (self, links, _("_Knowledge Base…"), "knowledge");
  self->inputs = add_page_link (self, links, _("Workflow _Inputs…"), "inputs");
  add_link (self, links, _("_Options of This Session…"), CONFAB_ACTION_SESSION_OPTIONS);
  add_link (self, links, _("What _Will Be Sent…"), CONFAB_ACTION_SHOW_REQUEST);
  gtk_box_append (GTK_BOX (self->box), links);

  gtk_widget_set_size_request (self->box, WIDTH, -1);
  gtk_popover_set_child (GTK_POPOVER (self), self->box);
  gtk_widget_add_css_class (GTK_WIDGET (self), "send-along");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Send Something Along"), -1);
}

/**
 * confab_send_along_new:
 * @engine: (transfer none): where presets are from, and where what is changed goes
 *
 * Returns: (transfer floating): a popover
 */
GtkWidget *
confab_send_along_new (ConfabEngine *engine)
{
  ConfabSendAlong *self = g_object_new (CONFAB_TYPE_SEND_ALONG, NULL);

  self->engine = g_object_ref (engine);

  return GTK_WIDGET (self);
}

/**
 * confab_send_along_set_subject:
 * @self: a popover
 * @session: (transfer none): the session
 * @extras: (transfer none): what its next message carries
 */
void
confab_send_along_set_subject (ConfabSendAlong *self,
                               ConfabSession   *session,
                               ConfabExtras    *extras)
{
  g_return_if_fail (CONFAB_IS_SEND_ALONG (self));

  g_set_object (&self->session, session);
  g_set_object (&self->extras, extras);
}
