/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-engine"

#include "config.h"

#include "confab-engine-narrow.h"

#include <glib/gi18n.h>

#include "confab-engine-catalogue.h"
#include "confab-engine-private.h"
#include "confab-error.h"
#include "confab-options-fields.h"

/* The knowledge bases that the person has told of anywhere in the application. (transfer full) */
static char **
list_pipelines (ConfabEngine  *self,
                ConfabSession *session)
{
  ConfabStudioApp *app = confab_session_get_app (session);
  GListModel *presets = confab_engine_get_presets (self);
  g_autoptr (ConfabOptions) of_session = confab_engine_dup_session_options (self, session);
  g_autoptr (ConfabOptions) of_app = confab_engine_dup_app_options (self, app);
  g_autoptr (GPtrArray) pipelines = g_ptr_array_new_with_free_func (g_free);

  confab_options_add_pipelines (of_session, pipelines);
  confab_options_add_pipelines (of_app, pipelines);
  for (guint i = 0; i < g_list_model_get_n_items (presets); i++)
    {
      g_autoptr (ConfabPreset) preset = g_list_model_get_item (presets, i);
      const ConfabPresetRecord *record = confab_preset_get_record (preset);
      g_autoptr (ConfabOptions) options = NULL;

      if (record->app == confab_studio_app_get_record (app)->id)
        options = confab_options_new_from_json (record->options, NULL);
      if (options != NULL)
        confab_options_add_pipelines (options, pipelines);
    }
  g_ptr_array_add (pipelines, NULL);

  return (char **) g_ptr_array_free (g_steal_pointer (&pipelines), FALSE);
}

/**
 * confab_engine_narrow:
 * @self: the engine
 * @conversation: a conversation
 * @answer: one of its answers
 * @index: what a mark in its text names
 * @how: whether from this document only, or without it
 * @error: return location for a sentence for the person
 *
 * Returns: (transfer full) (nullable): what confab_engine_retry_async() asks so with: a filter on
 *   documents over what the question was asked with; %NULL where it cannot be asked so
 */
ConfabOptions *
confab_engine_narrow (ConfabEngine        *self,
                      ConfabConversation  *conversation,
                      ConfabMessage       *answer,
                      const char          *index,
                      ConfabNarrowing      how,
                      GError             **error)
{
  g_autoptr (GPtrArray) citations = NULL;
  g_autoptr (ConfabOptions) options = NULL;
  g_auto (GStrv) pipelines = NULL;
  const ConfabCitation *citation;
  ConfabSession *session;

  g_return_val_if_fail (CONFAB_IS_ENGINE (self), NULL);
  g_return_val_if_fail (CONFAB_IS_CONVERSATION (conversation), NULL);
  g_return_val_if_fail (CONFAB_IS_MESSAGE (answer), NULL);
  g_return_val_if_fail (index != NULL, NULL);

  session = confab_conversation_get_session (conversation);
  citations = confab_citations_parse (confab_message_get_record (answer)->references);
  citation = confab_citations_find (citations, index);
  if (citation == NULL)
    {
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_USAGE,
                           _("The service has not told the id of this document."));
      return NULL;
    }
  if (!confab_field_is_for (CONFAB_FIELD_FILE_IDS,
                            confab_studio_app_get_record (confab_session_get_app (session))->kind))
    {
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_USAGE,
                           _("Only agents can be told which documents to use."));
      return NULL;
    }
  if (confab_engine_find_asked (conversation, answer, &options, error) == NULL)
    return NULL;

  if (options == NULL)
    options = confab_engine_dup_options (self, session);
  pipelines = list_pipelines (self, session);

  return confab_options_narrow (options, (const char * const *) pipelines, citations, citation, how,
                                error);
}
