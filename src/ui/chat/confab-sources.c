/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-sources.h"

#include <glib/gi18n.h>
#include <string.h>

#include "confab-text.h"

/* Of names that the service gives. */
#define MAX_NAME 120
#define MAX_PAGES 5
#define SEPARATOR " · "

static void
free_source (gpointer data)
{
  ConfabSource *self = data;

  g_free (self->name);
  g_ptr_array_unref (self->citations);
  g_hash_table_unref (self->used);
  g_free (self);
}

static char *
dup_line (const char *text)
{
  g_autofree char *line = text != NULL ? confab_text_one_line (text, MAX_NAME) : NULL;

  return line != NULL && line[0] != '\0' ? g_steal_pointer (&line) : NULL;
}

/**
 * confab_source_dup_name:
 * @citation: a citation
 *
 * Returns: (transfer full): what its document is called, one line
 */
char *
confab_source_dup_name (const ConfabCitation *citation)
{
  char *name = dup_line (citation->doc_name);

  if (name == NULL)
    name = dup_line (citation->title);
  if (name == NULL)
    name = dup_line (citation->doc_id);

  return name != NULL ? name : g_strdup (_("Unnamed document"));
}

/**
 * confab_source_dup_place:
 * @citation: a citation
 *
 * Returns: (transfer full) (nullable): where in the document it is: a title, pages
 */
char *
confab_source_dup_place (const ConfabCitation *citation)
{
  g_autofree char *name = confab_source_dup_name (citation);
  g_autofree char *title = dup_line (citation->title);
  guint n = g_strv_length (citation->pages);
  GString *place = g_string_new (NULL);

  if (title != NULL && g_strcmp0 (title, name) != 0)
    g_string_append (place, title);
  if (n > 0)
    {
      g_autoptr (GString) numbers = g_string_new (NULL);

      for (guint i = 0; i < MIN (n, MAX_PAGES); i++)
        {
          g_autofree char *page = dup_line (citation->pages[i]);

          if (page != NULL)
            g_string_append_printf (numbers, "%s%s", numbers->len > 0 ? ", " : "", page);
        }
      if (n > MAX_PAGES)
        g_string_append (numbers, "…");
      if (place->len > 0)
        g_string_append (place, SEPARATOR);
      /* Translators: %s is a page number, or several of them */
      g_string_append_printf (place, g_dngettext (NULL, "page %s", "pages %s", n), numbers->str);
    }

  return g_string_free (place, place->len == 0);
}

/**
 * confab_source_dup_image:
 * @address: the address of an image
 *
 * Returns: (transfer full): what it is called and where it is: it is never fetched
 */
char *
confab_source_dup_image (const char *address)
{
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_PARSE_RELAXED, NULL);
  g_autofree char *base = NULL;
  g_autofree char *name = NULL;

  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return confab_text_one_line (address, MAX_NAME);

  base = g_path_get_basename (g_uri_get_path (uri));
  name = confab_text_one_line (base, MAX_NAME / 2);

  return g_strdup_printf ("%s (%s)", name[0] != '\0' && name[0] != '/' ? name : _("image"),
                          g_uri_get_host (uri));
}

/**
 * confab_sources_find_marks:
 * @document: the text of an answer
 * @index: what a citation's marks name
 *
 * Returns: (transfer full) (element-type ConfabSourceMark): its marks in the text, in their order
 */
GArray *
confab_sources_find_marks (ConfabDocument *document,
                           const char     *index)
{
  GArray *marks = g_array_new (FALSE, FALSE, sizeof (ConfabSourceMark));

  for (guint b = 0; b < confab_document_get_n_blocks (document); b++)
    {
      const ConfabBlock *block = confab_document_get_block (document, b);

      for (guint l = 0; l < block->lines->len; l++)
        {
          const ConfabLine *line = g_ptr_array_index (block->lines, l);

          for (guint s = 0; s < line->n_spans; s++)
            {
              const ConfabSpan *span = &line->spans[s];
              ConfabSourceMark mark = { b, l, span->start, span->end };

              if ((span->flags & CONFAB_SPAN_CITATION) != 0 &&
                  g_strcmp0 (span->target, index) == 0)
                g_array_append_val (marks, mark);
            }
        }
    }

  return marks;
}

/* All that marks in the text name. */
static GHashTable *
find_used (ConfabDocument *document)
{
  GHashTable *used = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint b = 0; b < confab_document_get_n_blocks (document); b++)
    {
      const ConfabBlock *block = confab_document_get_block (document, b);

      for (guint l = 0; l < block->lines->len; l++)
        {
          const ConfabLine *line = g_ptr_array_index (block->lines, l);

          for (guint s = 0; s < line->n_spans; s++)
            if ((line->spans[s].flags & CONFAB_SPAN_CITATION) != 0 &&
                line->spans[s].target != NULL)
              g_hash_table_add (used, g_strdup (line->spans[s].target));
        }
    }

  return used;
}

static int
compare_sources (gconstpointer a,
                 gconstpointer b)
{
  const ConfabSource *first = *(const ConfabSource * const *) a;
  const ConfabSource *second = *(const ConfabSource * const *) b;

  return (int) second->is_used - (int) first->is_used;
}

/* As the service counts: by number where both are one. */
static int
compare_citations (gconstpointer a,
                   gconstpointer b)
{
  const ConfabCitation *first = *(const ConfabCitation * const *) a;
  const ConfabCitation *second = *(const ConfabCitation * const *) b;
  guint64 x = g_ascii_strtoull (first->index, NULL, 10);
  guint64 y = g_ascii_strtoull (second->index, NULL, 10);

  return x < y ? -1 : x > y ? 1 : strcmp (first->index, second->index);
}

/**
 * confab_sources_sort:
 * @citations: (nullable) (element-type ConfabCitation): the sources of an answer
 *
 * Puts them in the order of their numbers.
 */
void
confab_sources_sort (GPtrArray *citations)
{
  if (citations != NULL)
    g_ptr_array_sort (citations, compare_citations);
}

/**
 * confab_sources_group:
 * @citations: (element-type ConfabCitation): the sources of an answer; must outlive the result
 * @document: its text
 *
 * Groups the sources by document: those that the text names first.
 *
 * Returns: (transfer full) (element-type ConfabSource): the documents
 */
GPtrArray *
confab_sources_group (GPtrArray      *citations,
                      ConfabDocument *document)
{
  g_autoptr (GHashTable) used = find_used (document);
  g_autoptr (GHashTable) by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  GPtrArray *sources = g_ptr_array_new_with_free_func (free_source);

  for (guint i = 0; i < citations->len; i++)
    g_ptr_array_add (sorted, g_ptr_array_index (citations, i));
  confab_sources_sort (sorted);

  for (guint i = 0; i < sorted->len; i++)
    {
      ConfabCitation *citation = g_ptr_array_index (sorted, i);
      const char *id = citation->doc_id != NULL ? citation->doc_id : citation->doc_name;
      g_autofree char *key = NULL;
      ConfabSource *source;

      /* Without a document to name it is one of its own. */
      key = id != NULL && id[0] != '\0' ? g_strconcat ("document ", id, NULL)
                                        : g_strconcat ("passage ", citation->index, NULL);
      source = g_hash_table_lookup (by_key, key);
      if (source == NULL)
        {
          source = g_new0 (ConfabSource, 1);
          source->name = confab_source_dup_name (citation);
          source->citations = g_ptr_array_new ();
          source->used = g_hash_table_ref (used);
          g_ptr_array_add (sources, source);
          g_hash_table_insert (by_key, g_steal_pointer (&key), source);
        }
      g_ptr_array_add (source->citations, citation);
      source->is_used = source->is_used || g_hash_table_contains (used, citation->index);
    }

  g_ptr_array_sort (sources, compare_sources);

  return sources;
}
