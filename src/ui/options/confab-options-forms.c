/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-options-forms.h"

#include <glib/gi18n.h>

#include "confab-filter-group.h"
#include "confab-id-group.h"
#include "confab-inputs-group.h"
#include "confab-options-extra.h"
#include "confab-options-rows.h"
#include "confab-plugins-group.h"
#include "confab-preset-group.h"

#define RAG "/parameters/rag_options"
#define BIZ "/input/biz_params"

static AdwPreferencesGroup *
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

  return ADW_PREFERENCES_GROUP (group);
}

/* Knowledge base ---------------------------------------------------------------------------- */

static const char * const knowledge_paths[] = {
  RAG,
  "/local/labels/" CONFAB_LABEL_PIPELINE,
  "/local/labels/" CONFAB_LABEL_FILE,
  "/local/labels/" CONFAB_LABEL_SESSION_FILE,
  NULL,
};

static const char * const knowledge_counted[] = { RAG, NULL };

static const ConfabIdKind pipelines = {
  RAG "/pipeline_ids", CONFAB_LABEL_PIPELINE, N_("Knowledge Bases"),
  N_("Needed when you filter by file or metadata."), N_("Add Knowledge Base"), 5, NULL,
};

static const ConfabIdKind files = {
  RAG "/file_ids", CONFAB_LABEL_FILE, N_("Files"),
  N_("Only these documents of the knowledge bases."), N_("Add File"), 5, NULL,
};

static const ConfabIdKind session_files = {
  RAG "/session_file_ids", CONFAB_LABEL_SESSION_FILE, N_("Session Files"),
  N_("Uploaded for one session; they begin with file_session_."), N_("Add Session File"), 10,
  "file_session_",
};

static void
fill_knowledge (AdwPreferencesPage  *page,
                ConfabOptionsEditor *editor)
{
  adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (
                                    confab_preset_group_new (editor, CONFAB_PRESET_KNOWLEDGE)));
  adw_preferences_page_add (page,
                            ADW_PREFERENCES_GROUP (confab_id_group_new (editor, &pipelines)));
  adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (confab_id_group_new (editor, &files)));
  confab_options_rows_add_tags (add_group (page, NULL, NULL), editor, RAG "/tags", _("Tags"),
                                _("Tag"));
  adw_preferences_page_add (
    page, ADW_PREFERENCES_GROUP (confab_filter_group_new (
            editor, RAG "/metadata_filter", FALSE, _("Metadata Filter"),
            _("All conditions must hold."))));
  adw_preferences_page_add (
    page, ADW_PREFERENCES_GROUP (confab_filter_group_new (
            editor, RAG "/structured_filter", TRUE, _("Structured Filter"),
            _("Columns of table documents; all conditions must hold."))));
  adw_preferences_page_add (page,
                            ADW_PREFERENCES_GROUP (confab_id_group_new (editor, &session_files)));
}

/* Plug-ins ---------------------------------------------------------------------------------- */

static const char * const plugin_paths[] = {
  BIZ "/user_defined_params", "/tokens", "/local/labels/" CONFAB_LABEL_PLUGIN, NULL,
};

static const char * const plugin_counted[] = { BIZ "/user_defined_params", NULL };

static void
fill_plugins (AdwPreferencesPage  *page,
              ConfabOptionsEditor *editor)
{
  adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (
                                    confab_preset_group_new (editor, CONFAB_PRESET_PLUGIN)));
  adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (confab_plugins_group_new (editor)));
}

/* Inputs ------------------------------------------------------------------------------------ */

static const char * const input_paths[] = { BIZ, NULL };

static const char * const input_counted[] = { BIZ, BIZ "/user_prompt_params", NULL };

/* These are no inputs themselves. */
static const char * const input_not_counted[] = {
  BIZ "/user_prompt_params", BIZ "/user_defined_params", NULL,
};

static const char * const not_inputs[] = {
  "user_prompt_params", "user_defined_params", "user_defined_tokens", NULL,
};

static void
fill_inputs (AdwPreferencesPage  *page,
             ConfabOptionsEditor *editor)
{
  adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (
                                    confab_preset_group_new (editor, CONFAB_PRESET_WORKFLOW)));
  adw_preferences_page_add (
    page, ADW_PREFERENCES_GROUP (confab_inputs_group_new (
            editor, BIZ, not_inputs, _("Workflow Inputs"),
            _("The variables of the workflow’s start node."), _("Add Input"))));
  adw_preferences_page_add (
    page, ADW_PREFERENCES_GROUP (confab_inputs_group_new (
            editor, BIZ "/user_prompt_params", NULL, _("Prompt Variables"),
            _("The variables in an agent’s prompt, ten at most."), _("Add Variable"))));
}

/* Answers ----------------------------------------------------------------------------------- */

static const char * const answer_paths[] = {
  "/stream",
  "/parameters/incremental_output",
  "/parameters/has_thoughts",
  "/parameters/flow_stream_mode",
  "/parameters/enable_thinking",
  "/parameters/enable_web_search",
  "/parameters/enable_system_time",
  "/parameters/model_id",
  "/parameters/dialog_round",
  "/parameters/temperature",
  "/parameters/top_p",
  "/parameters/top_k",
  "/parameters/seed",
  "/parameters/max_tokens",
  NULL,
};

static const ConfabChoice streams[] = {
  { "\"incremental\"", N_("As It Is Written") },
  { "\"cumulative\"", N_("All of It Again and Again") },
  { "\"none\"", N_("At Once, When It Is Whole") },
};

static const ConfabChoice flow_modes[] = {
  { "\"full_thoughts\"", "full_thoughts" },
  { "\"agent_format\"", "agent_format" },
  { "\"message_format\"", "message_format" },
  { "\"message_format_plus\"", "message_format_plus" },
};

static void
fill_answers (AdwPreferencesPage  *page,
              ConfabOptionsEditor *editor)
{
  gboolean is_lowest = confab_options_editor_get_session (editor) == NULL;
  AdwPreferencesGroup *group =
    add_group (page, _("Answers"), is_lowest ? _("What is not set is not sent.")
                                             : _("What is not set is as in the application."));

  confab_options_rows_add_choice (group, editor, "/stream", _("The Answer Comes"), NULL, streams,
                                  G_N_ELEMENTS (streams));
  confab_options_rows_add_boolean (group, editor, "/parameters/has_thoughts", _("Thoughts"),
                                   _("Calls of plug-ins, retrieval, reasoning."));
  confab_options_rows_add_choice (group, editor, "/parameters/flow_stream_mode",
                                  _("Workflow Streams"), _("For workflows only."), flow_modes,
                                  G_N_ELEMENTS (flow_modes));

  group = add_group (page, _("Model"), NULL);
  confab_options_rows_add_boolean (group, editor, "/parameters/enable_thinking", _("Thinking"),
                                   _("Visible with thoughts only."));
  confab_options_rows_add_boolean (group, editor, "/parameters/enable_web_search",
                                   _("Web Search"), NULL);
  confab_options_rows_add_boolean (group, editor, "/parameters/enable_system_time",
                                   _("System Time"), _("The model knows the time in Beijing."));
  confab_options_rows_add_text (group, editor, "/parameters/model_id", _("Model ID"),
                                CONFAB_VALUE_TEXT);
  confab_options_rows_add_text (group, editor, "/parameters/dialog_round",
                                _("Earlier Rounds Sent Along"), CONFAB_VALUE_NUMBER);

  group = add_group (page, _("Sampling"), NULL);
  confab_options_rows_add_text (group, editor, "/parameters/temperature",
                                _("Temperature, from 0 to less than 2"), CONFAB_VALUE_NUMBER);
  confab_options_rows_add_text (group, editor, "/parameters/top_p",
                                _("Top P, more than 0 to 1"), CONFAB_VALUE_NUMBER);
  confab_options_rows_add_text (group, editor, "/parameters/top_k", _("Top K"),
                                CONFAB_VALUE_NUMBER);
  confab_options_rows_add_text (group, editor, "/parameters/seed", _("Seed"),
                                CONFAB_VALUE_NUMBER);
  confab_options_rows_add_text (group, editor, "/parameters/max_tokens", _("Tokens at Most"),
                                CONFAB_VALUE_NUMBER);
}

/* Advanced ---------------------------------------------------------------------------------- */

static const ConfabChoice references[] = {
  { "\"simple\"", N_("In the List Only") },
  { "\"indexed\"", N_("With Marks in the Text") },
};

static const char * const input_rows[] = {
  "memory_id", "doc_tag_codes", "doc_reference_type", "biz_params", NULL,
};

static const char * const parameter_rows[] = {
  "has_thoughts", "flow_stream_mode", "rag_options", "enable_thinking", "enable_web_search",
  "enable_system_time", "model_id", "dialog_round", "mcp_servers", "enable_premium",
  "cip_service_codes", "temperature", "top_p", "top_k", "seed", "max_tokens", NULL,
};

#define CIP "/parameters/cip_service_codes"

static void
fill_advanced (AdwPreferencesPage  *page,
               ConfabOptionsEditor *editor)
{
  AdwPreferencesGroup *group = add_group (page, _("Agents"), NULL);

  confab_options_rows_add_text (group, editor, "/input/memory_id", _("Memory ID"),
                                CONFAB_VALUE_TEXT);
  confab_options_rows_add_tags (group, editor, "/parameters/mcp_servers", _("MCP Servers"),
                                C_("identifier", "Code"));
  confab_options_rows_add_boolean (group, editor, "/parameters/enable_premium", _("Premium"),
                                   _("Undocumented, from the Java SDK."));

  group = add_group (page, _("Old Knowledge Applications"), NULL);
  confab_options_rows_add_tags (group, editor, "/input/doc_tag_codes", _("Document Tags"),
                                C_("identifier", "Code"));
  confab_options_rows_add_choice (group, editor, "/input/doc_reference_type", _("References"),
                                  NULL, references, G_N_ELEMENTS (references));

  group = add_group (page, _("Content Check"), _("Codes of services that look at the content."));
  confab_options_rows_add_text (group, editor, CIP "/text/input", _("Text Sent"),
                                CONFAB_VALUE_TEXT);
  confab_options_rows_add_text (group, editor, CIP "/text/output", _("Text Answered"),
                                CONFAB_VALUE_TEXT);
  confab_options_rows_add_text (group, editor, CIP "/image/input", _("Images Sent"),
                                CONFAB_VALUE_TEXT);
  confab_options_rows_add_text (group, editor, CIP "/image/output", _("Images Answered"),
                                CONFAB_VALUE_TEXT);
  confab_options_rows_add_text (group, editor, "/headers/X-DashScope-DataInspection",
                                "X-DashScope-DataInspection", CONFAB_VALUE_TEXT);
  confab_options_rows_add_text (group, editor, "/headers/X-DashScope-OssResourceResolve",
                                "X-DashScope-OssResourceResolve", CONFAB_VALUE_TEXT);

  group = add_group (page, _("Other Members"),
                     _("JSON objects, for what has no row yet. The JSON of this page has all "
                       "options."));
  confab_options_extra_add (group, editor, "/input", input_rows, "input");
  confab_options_extra_add (group, editor, "/parameters", parameter_rows, "parameters");
  confab_options_rows_add_text (group, editor, "/debug", "debug", CONFAB_VALUE_OBJECT);
  confab_options_rows_add_text (group, editor, "/body", _("The request itself"),
                                CONFAB_VALUE_OBJECT);
}

/* All --------------------------------------------------------------------------------------- */

/**
 * confab_options_forms_get:
 * @n_forms: (out): how many
 *
 * Returns: (transfer none) (array length=n_forms): the pages, in order
 */
const ConfabOptionsForm *
confab_options_forms_get (guint *n_forms)
{
  static const ConfabOptionsForm forms[] = {
    { "answers", N_("Answers"), "format-text-rich-symbolic", answer_paths, answer_paths, NULL,
      fill_answers },
    { "knowledge", N_("Knowledge Base"), "accessories-dictionary-symbolic", knowledge_paths,
      knowledge_counted, NULL, fill_knowledge },
    { "plug-ins", N_("Plug-ins"), "application-x-addon-symbolic", plugin_paths, plugin_counted,
      NULL, fill_plugins },
    { "inputs", N_("Workflow Inputs"), "view-list-symbolic", input_paths, input_counted,
      input_not_counted, fill_inputs },
    { "advanced", N_("Advanced"), "applications-engineering-symbolic", NULL, NULL, NULL,
      fill_advanced },
  };

  *n_forms = G_N_ELEMENTS (forms);

  return forms;
}
