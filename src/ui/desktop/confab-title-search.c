/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-title-search.h"

#include <string.h>

#include "confab-session.h"

static char *
fold (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);

  return normal != NULL ? g_utf8_casefold (normal, -1) : NULL;
}

static gboolean
has_all (const char *title,
         GPtrArray  *terms)
{
  g_autofree char *folded = fold (title);

  if (folded == NULL)
    return FALSE;

  for (guint i = 0; i < terms->len; i++)
    if (strstr (folded, g_ptr_array_index (terms, i)) == NULL)
      return FALSE;

  return TRUE;
}

/**
 * confab_title_search:
 * @sessions: of #ConfabSession, newest first
 * @terms: words, from outside
 * @limit: return so many at most
 *
 * Returns: (transfer full) (element-type ConfabSession): stored sessions whose titles have all the
 *   words, newest first, without those that were put away; none when there is no word
 */
GPtrArray *
confab_title_search (GListModel         *sessions,
                     const char * const *terms,
                     guint               limit)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  guint n;

  g_return_val_if_fail (G_IS_LIST_MODEL (sessions), found);

  for (guint i = 0; terms[i] != NULL; i++)
    {
      char *word = fold (terms[i]);

      if (word != NULL && *word != '\0')
        g_ptr_array_add (words, word);
      else
        g_free (word);
    }
  if (words->len == 0)
    return found;

  n = g_list_model_get_n_items (sessions);
  for (guint i = 0; i < n && found->len < limit; i++)
    {
      g_autoptr (ConfabSession) session = g_list_model_get_item (sessions, i);
      const char *title = confab_session_get_title (session);

      if (confab_session_get_id (session) != 0 && title != NULL &&
          !confab_session_get_record (session)->archived && has_all (title, words))
        g_ptr_array_add (found, g_steal_pointer (&session));
    }

  return found;
}
