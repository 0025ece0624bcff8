/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-options-forms.h"

#include <glib/gi18n.h>

#include "confab-filter-group.h"
#include "confab-id-group.h"
#include "confab-options-rows.h"
#include "confab-preset-group.h"

#define RAG "/parameters/rag_options"

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
    { "knowledge", N_("Knowledge Base"), "accessories-dictionary-symbolic", knowledge_paths,
      fill_knowledge },
  };

  *n_forms = G_N_ELEMENTS (forms);

  return forms;
}
