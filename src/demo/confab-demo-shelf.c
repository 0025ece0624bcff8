/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-demo"

#include "config.h"

#include "confab-demo-shelf.h"

#include <math.h>
#include <string.h>

#include "confab-demo-terms.h"
#include "confab-passage-index.h"

/* How many sections of the index are looked at more closely. */
#define N_CANDIDATES 24

/* A term in the heading counts for more than one in the text. */
#define HEADING_WEIGHT 2.0

/* What was asked before lifts a section that has something of the question: much when the question
 * points back, else only to decide a tie. */
#define POINTING_WEIGHT 0.5
#define TIE_WEIGHT 0.05
#define N_EARLIER 6

/* Below this part of the question a section does not speak of it. */
#define ENOUGH_COVERAGE 0.34

typedef struct {
  ConfabDemoSection public;
  guint position;
  char *folded_heading; /* with the keywords */
  char *folded_text;    /* with the heading and the document's title */
} Entry;

struct _ConfabDemoShelf {
  GPtrArray *entries;
  ConfabPassageIndex *index;
};

static void
free_entry (gpointer data)
{
  Entry *entry = data;

  g_free (entry->public.document_id);
  g_free (entry->public.document_title);
  g_free (entry->public.title);
  g_free (entry->public.text);
  g_free (entry->folded_heading);
  g_free (entry->folded_text);
  g_free (entry);
}

/* Rare terms say more. */
static double
weigh_term (ConfabDemoShelf *shelf,
            const char      *term,
            gboolean        *is_known)
{
  guint n_with = 0;

  for (guint i = 0; i < shelf->entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (shelf->entries, i);

      if (confab_demo_terms_match (entry->folded_text, term))
        n_with++;
    }

  *is_known = n_with > 0;

  return log (1.0 + (double) shelf->entries->len / MAX (n_with, 1));
}

static double
match_term (Entry      *entry,
            const char *term)
{
  if (confab_demo_terms_match (entry->folded_heading, term))
    return HEADING_WEIGHT;
  if (confab_demo_terms_match (entry->folded_text, term))
    return 1.0;

  return 0.0;
}

static int
compare_hits (gconstpointer a,
              gconstpointer b)
{
  const ConfabDemoHit *first = *(ConfabDemoHit *const *) a;
  const ConfabDemoHit *second = *(ConfabDemoHit *const *) b;

  if (first->score != second->score)
    return first->score < second->score ? 1 : -1;

  /* Two sections of one score stay in the order of the document. */
  return (int) first->position - (int) second->position;
}

/* The terms of the last few prompts that the question itself does not have. */
static GPtrArray *
collect_earlier_terms (const char *const *earlier,
                       GPtrArray         *own)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (g_free);
  guint n_earlier = earlier != NULL ? g_strv_length ((char **) earlier) : 0;

  for (guint i = n_earlier > N_EARLIER ? n_earlier - N_EARLIER : 0; i < n_earlier; i++)
    {
      g_autoptr (GPtrArray) terms = confab_demo_terms_extract (earlier[i]);

      for (guint k = 0; k < terms->len; k++)
        {
          const char *term = g_ptr_array_index (terms, k);

          if (!g_ptr_array_find_with_equal_func (own, term, g_str_equal, NULL) &&
              !g_ptr_array_find_with_equal_func (all, term, g_str_equal, NULL))
            g_ptr_array_add (all, g_strdup (term));
        }
    }

  return all;
}

static char *
join_terms (GPtrArray *own,
            GPtrArray *earlier)
{
  GString *query = g_string_new (NULL);

  for (guint i = 0; i < own->len; i++)
    g_string_append_printf (query, "%s ", (const char *) g_ptr_array_index (own, i));
  for (guint i = 0; i < earlier->len; i++)
    g_string_append_printf (query, "%s ", (const char *) g_ptr_array_index (earlier, i));

  return g_string_free (query, FALSE);
}

static double
sum_matches (ConfabDemoShelf *shelf,
             Entry           *entry,
             GPtrArray       *terms,
             double          *coverage)
{
  double score = 0.0;
  double found = 0.0;
  double wanted = 0.0;

  for (guint i = 0; i < terms->len; i++)
    {
      const char *term = g_ptr_array_index (terms, i);
      gboolean is_known;
      double weight = weigh_term (shelf, term, &is_known);
      double match = match_term (entry, term);

      if (!is_known && confab_demo_terms_is_weak (term))
        continue;

      wanted += weight;
      if (match > 0.0)
        found += weight;
      score += weight * match;
    }

  if (coverage != NULL)
    *coverage = wanted > 0.0 ? found / wanted : 0.0;

  return score;
}

/* A question may name two things: the section about the second one is good for what it adds. */
static void
rate_headings (ConfabDemoShelf *shelf,
               GPtrArray       *hits,
               GPtrArray       *own)
{
  g_autofree gboolean *is_named = g_new0 (gboolean, own->len);

  for (guint i = 0; i < hits->len; i++)
    {
      ConfabDemoHit *hit = g_ptr_array_index (hits, i);
      Entry *entry = g_ptr_array_index (shelf->entries, hit->position);
      double all = 0.0;

      for (guint k = 0; k < own->len; k++)
        {
          const char *term = g_ptr_array_index (own, k);
          gboolean is_known;
          double weight = weigh_term (shelf, term, &is_known);

          if (!is_known && confab_demo_terms_is_weak (term))
            continue;
          all += weight;
          if (is_named[k] || !confab_demo_terms_match (entry->folded_heading, term))
            continue;
          hit->new_heading += weight;
          is_named[k] = TRUE;
        }

      if (all > 0.0)
        hit->new_heading /= all;
    }
}

/* Brings the two scores of each hit together and leaves those that answer: they speak of the
 * question, or they speak of what it points back to. */
static void
merge_scores (GPtrArray *hits,
              gboolean   points_back)
{
  double best_earlier = 0.0;
  gboolean has_own = FALSE;

  for (guint i = 0; i < hits->len; i++)
    {
      const ConfabDemoHit *hit = g_ptr_array_index (hits, i);

      best_earlier = MAX (best_earlier, hit->earlier_score);
      if (hit->coverage >= ENOUGH_COVERAGE)
        has_own = TRUE;
    }

  for (guint i = hits->len; i > 0; i--)
    {
      ConfabDemoHit *hit = g_ptr_array_index (hits, i - 1);
      double weight = points_back ? POINTING_WEIGHT : TIE_WEIGHT;

      if (has_own && best_earlier > 0.0)
        hit->score *= 1.0 + weight * hit->earlier_score / best_earlier;
      else if (!has_own)
        hit->score = points_back ? hit->earlier_score : 0.0;

      if (hit->score <= 0.0 || (has_own && hit->coverage < ENOUGH_COVERAGE))
        g_ptr_array_remove_index_fast (hits, i - 1);
    }

  g_ptr_array_sort (hits, compare_hits);
}

/**
 * confab_demo_shelf_new:
 * @error: return location
 *
 * To be used by one thread.
 *
 * Returns: (transfer full) (nullable): an empty shelf, or %NULL with @error set
 */
ConfabDemoShelf *
confab_demo_shelf_new (GError **error)
{
  g_autoptr (ConfabDemoShelf) self = g_new0 (ConfabDemoShelf, 1);

  self->entries = g_ptr_array_new_with_free_func (free_entry);
  self->index = confab_passage_index_new (error);
  if (self->index == NULL)
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * confab_demo_shelf_free:
 * @self: (transfer full): a shelf
 */
void
confab_demo_shelf_free (ConfabDemoShelf *self)
{
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->index, confab_passage_index_free);
  g_free (self);
}

/**
 * confab_demo_shelf_add:
 * @self: a shelf
 * @document_id: of the document
 * @document_title: of the document
 * @title: of the section
 * @keywords: (nullable): other words people use for the thing
 * @text: of the section
 * @error: return location
 *
 * Returns: whether it was added; else @error is set
 */
gboolean
confab_demo_shelf_add (ConfabDemoShelf  *self,
                       const char       *document_id,
                       const char       *document_title,
                       const char       *title,
                       const char       *keywords,
                       const char       *text,
                       GError          **error)
{
  Entry *entry = g_new0 (Entry, 1);
  g_autofree char *heading = g_strconcat (title, " ", keywords != NULL ? keywords : "", NULL);
  g_autofree char *all = NULL;
  g_autofree char *number = g_strdup_printf ("%u", self->entries->len);

  entry->position = self->entries->len;
  entry->public.document_id = g_strdup (document_id);
  entry->public.document_title = g_strdup (document_title);
  entry->public.title = g_strdup (title);
  entry->public.text = g_strstrip (g_strdup (text));
  all = g_strconcat (document_title, " ", heading, " ", entry->public.text, NULL);
  entry->folded_heading = confab_demo_terms_fold (heading);
  entry->folded_text = confab_demo_terms_fold (all);
  g_ptr_array_add (self->entries, entry);

  /* The number comes back as the passage's document and leads to the entry. */
  return confab_passage_index_add (self->index, number, entry->folded_heading, entry->folded_text,
                                   error);
}

/**
 * confab_demo_shelf_search:
 * @self: a shelf
 * @question: any text
 * @earlier: (nullable) (array zero-terminated=1): what was asked before, oldest first
 * @filter: (nullable): leaves sections out
 * @filter_data: for @filter
 * @limit: return so many at most
 *
 * The full-text index finds candidates that hold any term of the question or of what was asked
 * before; they are then put in order by how much of the question stands in them. Nothing is found
 * when too little of it does, unless the question points back ("tell me more").
 *
 * Returns: (transfer full) (element-type ConfabDemoHit): sections, best first; maybe none
 */
GPtrArray *
confab_demo_shelf_search (ConfabDemoShelf       *self,
                          const char            *question,
                          const char * const    *earlier,
                          ConfabDemoShelfFilter  filter,
                          gpointer               filter_data,
                          guint                  limit)
{
  GPtrArray *hits = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) own = confab_demo_terms_extract (question);
  g_autoptr (GPtrArray) before = collect_earlier_terms (earlier, own);
  g_autoptr (GPtrArray) passages = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *query = join_terms (own, before);
  guint n_candidates = filter != NULL ? self->entries->len : N_CANDIDATES;

  if (own->len + before->len == 0)
    return hits;

  passages = confab_passage_index_search (self->index, query, n_candidates, &error);
  if (passages == NULL)
    {
      g_warning ("The demo's documents cannot be searched: %s", error->message);
      return hits;
    }

  for (guint i = 0; i < passages->len; i++)
    {
      ConfabPassage *passage = g_ptr_array_index (passages, i);
      guint64 number = g_ascii_strtoull (passage->document, NULL, 10);
      ConfabDemoHit *hit;
      Entry *entry;

      g_assert (number < self->entries->len);
      entry = g_ptr_array_index (self->entries, number);
      if (filter != NULL && !filter (&entry->public, filter_data))
        continue;

      hit = g_new0 (ConfabDemoHit, 1);
      hit->section = &entry->public;
      hit->position = entry->position;
      hit->score = sum_matches (self, entry, own, &hit->coverage);
      hit->earlier_score = sum_matches (self, entry, before, NULL);
      g_ptr_array_add (hits, hit);
    }

  merge_scores (hits, confab_demo_text_points_back (question));
  rate_headings (self, hits, own);
  if (hits->len > limit)
    g_ptr_array_set_size (hits, (int) limit);

  return hits;
}

/**
 * confab_demo_shelf_get_sections:
 * @self: a shelf
 *
 * Returns: (transfer container) (element-type ConfabDemoSection): all sections, in their order
 */
GPtrArray *
confab_demo_shelf_get_sections (ConfabDemoShelf *self)
{
  GPtrArray *sections = g_ptr_array_sized_new (self->entries->len);

  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (self->entries, i);

      g_ptr_array_add (sections, &entry->public);
    }

  return sections;
}
