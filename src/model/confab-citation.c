/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-citation.h"

#include "confab-evidence.h"

static const char * const known[] = { "index_id", "title",  "doc_id", "doc_name",    "doc_url",
                                     "text",     "biz_id", "images", "page_number", NULL };

/**
 * confab_citation_free:
 * @self: (transfer full): a citation
 */
void
confab_citation_free (ConfabCitation *self)
{
  g_free (self->index);
  g_free (self->title);
  g_free (self->doc_id);
  g_free (self->doc_name);
  g_free (self->doc_url);
  g_free (self->text);
  g_free (self->biz_id);
  g_strfreev (self->images);
  g_strfreev (self->pages);
  g_free (self->rest);
  g_free (self);
}

static ConfabCitation *
read_citation (JsonObject *object,
               guint       position)
{
  ConfabCitation *self = g_new0 (ConfabCitation, 1);

  self->index = confab_evidence_dup_text (object, "index_id");
  if (self->index == NULL)
    self->index = g_strdup_printf ("%u", position + 1);
  self->title = confab_evidence_dup_text (object, "title");
  self->doc_id = confab_evidence_dup_text (object, "doc_id");
  self->doc_name = confab_evidence_dup_text (object, "doc_name");
  self->doc_url = confab_evidence_dup_text (object, "doc_url");
  self->text = confab_evidence_dup_text (object, "text");
  self->biz_id = confab_evidence_dup_text (object, "biz_id");
  self->images = confab_evidence_dup_list (object, "images");
  self->pages = confab_evidence_dup_list (object, "page_number");
  self->rest = confab_evidence_dup_rest (object, known);

  return self;
}

/**
 * confab_citations_parse:
 * @references: (nullable): JSON text, `references` of a message's record
 *
 * Returns: (transfer full) (element-type ConfabCitation): the citations in their order; what is no
 *   object is left out
 */
GPtrArray *
confab_citations_parse (const char *references)
{
  g_autoptr (JsonArray) array = confab_evidence_parse_array (references);
  GPtrArray *citations;

  citations = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_citation_free);
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_OBJECT (node))
        g_ptr_array_add (citations, read_citation (json_node_get_object (node), i));
    }

  return citations;
}

/**
 * confab_citations_find:
 * @citations: (element-type ConfabCitation): citations of an answer
 * @index: what a mark in its text names, such as "4"
 *
 * Returns: (transfer none) (nullable): the citation
 */
const ConfabCitation *
confab_citations_find (GPtrArray  *citations,
                       const char *index)
{
  g_return_val_if_fail (citations != NULL, NULL);
  g_return_val_if_fail (index != NULL, NULL);

  for (guint i = 0; i < citations->len; i++)
    {
      const ConfabCitation *citation = g_ptr_array_index (citations, i);

      if (g_str_equal (citation->index, index))
        return citation;
    }

  return NULL;
}
