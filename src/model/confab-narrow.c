/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-narrow.h"

#include <glib/gi18n.h>

#include "confab-error.h"
#include "confab-options-fields.h"
#include "confab-options-local.h"

/* The limits of `rag_options` (protocol 2.4). */
#define MAX_PIPELINES       5
#define MAX_FILES           5
#define SESSION_FILE_PREFIX "file_session_"

static gboolean
add_once (GPtrArray  *ids,
          const char *id)
{
  if (id == NULL || *id == '\0' ||
      g_ptr_array_find_with_equal_func (ids, id, g_str_equal, NULL))
    return FALSE;

  g_ptr_array_add (ids, g_strdup (id));

  return TRUE;
}

static ConfabOptions *
with_ids (ConfabOptions *self,
          ConfabField    field,
          GPtrArray     *ids)
{
  g_autoptr (GPtrArray) terminated = g_ptr_array_new ();

  if (ids->len == 0)
    return confab_options_without (self, field);

  for (guint i = 0; i < ids->len; i++)
    g_ptr_array_add (terminated, g_ptr_array_index (ids, i));
  g_ptr_array_add (terminated, NULL);

  return confab_options_with_strings (self, field,
                                      (const char * const *) (gpointer) terminated->pdata);
}

/* (transfer full): the ids that stand in a list, without one of them */
static GPtrArray *
list_ids (ConfabOptions *self,
          ConfabField    field,
          const char    *but)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) strings = confab_options_dup_strings (self, field);

  for (guint i = 0; strings != NULL && strings[i] != NULL; i++)
    if (g_strcmp0 (strings[i], but) != 0)
      add_once (ids, strings[i]);

  return ids;
}

/* A file is only known together with its knowledge base. (transfer full) (nullable) */
static GPtrArray *
find_pipelines (ConfabOptions       *self,
                const char * const  *known,
                GError             **error)
{
  g_autoptr (GPtrArray) ids = list_ids (self, CONFAB_FIELD_PIPELINE_IDS, NULL);

  if (ids->len > 0)
    return g_steal_pointer (&ids);

  for (guint i = 0; known != NULL && known[i] != NULL; i++)
    add_once (ids, known[i]);

  if (ids->len == 0)
    {
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_USAGE,
                           _("The service wants the knowledge base of a document named, too. Add its "
                             "id to the options of the application or of the session."));
      return NULL;
    }
  if (ids->len > MAX_PIPELINES)
    {
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_USAGE,
                           _("Which knowledge base the document is in is not known, and the service "
                             "takes at most five. Name it in the options of the session."));
      return NULL;
    }

  return g_steal_pointer (&ids);
}

/* What a filter on files says already, else the documents that the answer names. */
static GPtrArray *
list_files (ConfabOptions *self,
            GPtrArray     *citations,
            const char    *but)
{
  GPtrArray *files = list_ids (self, CONFAB_FIELD_FILE_IDS, but);

  if (confab_options_is_set (self, CONFAB_FIELD_FILE_IDS))
    return files;

  for (guint i = 0; i < citations->len; i++)
    {
      const char *id = ((const ConfabCitation *) g_ptr_array_index (citations, i))->doc_id;

      if (id != NULL && g_strcmp0 (id, but) != 0 && !g_str_has_prefix (id, SESSION_FILE_PREFIX))
        add_once (files, id);
    }

  return files;
}

/* A file of the session: it was sent along, or it was not. */
static ConfabOptions *
without_session_file (ConfabOptions  *self,
                      const char     *id,
                      GError        **error)
{
  g_autoptr (GPtrArray) all = list_ids (self, CONFAB_FIELD_SESSION_FILE_IDS, NULL);
  g_autoptr (GPtrArray) others = list_ids (self, CONFAB_FIELD_SESSION_FILE_IDS, id);

  if (all->len == others->len)
    {
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_USAGE,
                           _("This file is not sent along any more: asking again is asking without "
                             "it."));
      return NULL;
    }

  return with_ids (self, CONFAB_FIELD_SESSION_FILE_IDS, others);
}

static ConfabOptions *
with_files (ConfabOptions       *self,
            const char * const  *known,
            GPtrArray           *files,
            GError             **error)
{
  g_autoptr (GPtrArray) pipelines = find_pipelines (self, known, error);
  g_autoptr (ConfabOptions) based = NULL;

  if (pipelines == NULL)
    return NULL;

  based = with_ids (self, CONFAB_FIELD_PIPELINE_IDS, pipelines);

  return with_ids (based, CONFAB_FIELD_FILE_IDS, files);
}

static ConfabOptions *
only (ConfabOptions       *self,
      const char * const  *known,
      const char          *id,
      GError             **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (ConfabOptions) narrowed = NULL;

  add_once (files, id);
  narrowed = with_files (self, known, files, error);

  return narrowed != NULL ? confab_options_without (narrowed, CONFAB_FIELD_SESSION_FILE_IDS) : NULL;
}

static ConfabOptions *
without (ConfabOptions       *self,
         const char * const  *known,
         GPtrArray           *citations,
         const char          *id,
         GError             **error)
{
  g_autoptr (GPtrArray) files = list_files (self, citations, id);

  if (files->len == 0)
    {
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_USAGE,
                           _("The service can be told which documents to use, not which to leave out, "
                             "and no other document is known here."));
      return NULL;
    }
  if (files->len > MAX_FILES)
    {
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_USAGE,
                           _("The service can be told which documents to use, not which to leave out, "
                             "and takes at most five."));
      return NULL;
    }

  return with_files (self, known, files, error);
}

/**
 * confab_options_narrow:
 * @self: what an answer's question would be asked again with
 * @pipelines: (nullable): the knowledge bases of the application that are known, for when @self names
 *   none
 * @citations: (element-type ConfabCitation): what the answer was made from
 * @citation: one of them
 * @how: whether from this document only, or without it
 * @error: return location for %CONFAB_ERROR_USAGE, with a sentence for the person
 *
 * The service knows a filter on documents that are to be used (`file_ids`, with the knowledge bases
 * they are in), and none on those that are not: "without" is the other documents of the answer, or
 * those of a filter that is there already.
 *
 * Returns: (transfer full) (nullable): the options with the filter, or %NULL where the service has no
 *   words for it
 */
ConfabOptions *
confab_options_narrow (ConfabOptions         *self,
                       const char * const    *pipelines,
                       GPtrArray             *citations,
                       const ConfabCitation  *citation,
                       ConfabNarrowing        how,
                       GError               **error)
{
  const char *id;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (citations != NULL, NULL);
  g_return_val_if_fail (citation != NULL, NULL);

  id = citation->doc_id;
  if (id == NULL || *id == '\0')
    {
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_USAGE,
                           _("The service has not told the id of this document."));
      return NULL;
    }

  if (g_str_has_prefix (id, SESSION_FILE_PREFIX) && how == CONFAB_NARROW_WITHOUT)
    return without_session_file (self, id, error);
  if (g_str_has_prefix (id, SESSION_FILE_PREFIX))
    {
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_USAGE,
                           _("This file was uploaded for a session: the service cannot be told to "
                             "leave the knowledge bases out."));
      return NULL;
    }

  return how == CONFAB_NARROW_ONLY ? only (self, pipelines, id, error)
                                   : without (self, pipelines, citations, id, error);
}

/**
 * confab_options_add_pipelines:
 * @self: options of any layer
 * @pipelines: (element-type utf8): gets the ids of the knowledge bases that these know: those they
 *   filter by, and those the person has named; each once
 */
void
confab_options_add_pipelines (ConfabOptions *self,
                              GPtrArray     *pipelines)
{
  g_autoptr (GPtrArray) ids = NULL;
  JsonNode *labels;
  JsonObjectIter iter;
  const char *id;
  JsonNode *label;

  g_return_if_fail (self != NULL);
  g_return_if_fail (pipelines != NULL);

  ids = list_ids (self, CONFAB_FIELD_PIPELINE_IDS, NULL);
  for (guint i = 0; i < ids->len; i++)
    add_once (pipelines, g_ptr_array_index (ids, i));

  labels = confab_options_get (self, "/local/labels/" CONFAB_LABEL_PIPELINE);
  if (labels == NULL || !JSON_NODE_HOLDS_OBJECT (labels))
    return;
  json_object_iter_init_ordered (&iter, json_node_get_object (labels));
  while (json_object_iter_next_ordered (&iter, &id, &label))
    add_once (pipelines, id);
}
