/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-engine"

#include "config.h"

#include "confab-search.h"

#include "confab-engine-private.h"

/* Finding sessions and applications by their names. */

typedef struct {
  gpointer object;
  guint score;
  guint order; /* in its list */
} Candidate;

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const Candidate *x = a;
  const Candidate *y = b;

  if (x->score != y->score)
    return x->score > y->score ? -1 : 1;

  return x->order < y->order ? -1 : x->order > y->order;
}

static void
add (GArray     *candidates,
     const char *query,
     const char *name,
     gpointer    object,
     guint       order)
{
  Candidate candidate = { object, confab_match_name (query, name != NULL ? name : ""), order };

  if (candidate.score > 0)
    g_array_append_val (candidates, candidate);
}

/**
 * confab_engine_find_session:
 * @self: the engine
 * @id: a row id
 *
 * Returns: (transfer none) (nullable): the session
 */
ConfabSession *
confab_engine_find_session (ConfabEngine *self,
                            gint64        id)
{
  GListModel *sessions = G_LIST_MODEL (self->sessions);

  for (guint i = 0; i < g_list_model_get_n_items (sessions); i++)
    {
      g_autoptr (ConfabSession) session = g_list_model_get_item (sessions, i);

      if (confab_session_get_id (session) == id)
        return session; /* the list holds it */
    }

  return NULL;
}

/**
 * confab_engine_find_by_name:
 * @self: the engine
 * @query: what is typed
 * @limit: how many at most
 *
 * Returns: (transfer full) (element-type GObject): #ConfabSession and #ConfabStudioApp objects that
 *   answer to it, the best first, of equal ones what was active last
 */
GPtrArray *
confab_engine_find_by_name (ConfabEngine *self,
                            const char   *query,
                            guint         limit)
{
  GPtrArray *result = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  GListModel *models[2];
  guint order = 0;

  g_return_val_if_fail (CONFAB_IS_ENGINE (self), result);
  g_return_val_if_fail (query != NULL, result);

  models[0] = G_LIST_MODEL (self->apps);
  models[1] = G_LIST_MODEL (self->sessions);
  for (guint m = *query != '\0' ? 0 : 1; m < G_N_ELEMENTS (models); m++)
    for (guint i = 0; i < g_list_model_get_n_items (models[m]); i++)
      {
        g_autoptr (GObject) object = g_list_model_get_item (models[m], i);

        add (candidates, query,
             CONFAB_IS_SESSION (object) ? confab_session_get_title (CONFAB_SESSION (object))
                                        : confab_studio_app_get_name (CONFAB_STUDIO_APP (object)),
             object, order++);
      }

  g_array_sort (candidates, compare);
  for (guint i = 0; i < MIN (candidates->len, limit); i++)
    g_ptr_array_add (result, g_object_ref (g_array_index (candidates, Candidate, i).object));

  return result;
}
