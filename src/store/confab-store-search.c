/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-store"

#include "config.h"

#include "confab-store-search.h"

#include "confab-preview.h"
#include "confab-query.h"
#include "confab-store-private.h"

#include <string.h>

/* Titles of a first page, places of a passage, places of a session. */
#define MAX_TITLES 20
#define MAX_RANGES 8
#define MAX_PLACES 10000

/* Of a word that is in most titles only the youngest sessions are sorted. */
#define MAX_CANDIDATES 500

/* How far into a long message a place is looked for, in bytes. */
#define LOOKED_AT (1024 * 1024)

/* Of a passage, in characters. */
#define BEFORE  30
#define PASSAGE 160

#define ELLIPSIS "\342\200\246"

typedef struct {
  char            *query;
  gint64           app;
  gint64           before;
  guint            limit;
  gint64           session;
  GCancellable    *cancellable; /* nullable */
  ConfabFoundPage *page;
  GArray          *places;
} SearchJob;

static void
free_found (gpointer data)
{
  ConfabFound *found = data;

  g_free (found->passage);
  g_array_unref (found->ranges);
  g_free (found);
}

/**
 * confab_found_page_free:
 * @self: (nullable) (transfer full): a page
 */
void
confab_found_page_free (ConfabFoundPage *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->found);
  g_free (self);
}

static void
free_search_job (SearchJob *job)
{
  g_free (job->query);
  g_clear_object (&job->cancellable);
  g_clear_pointer (&job->page, confab_found_page_free);
  g_clear_pointer (&job->places, g_array_unref);
  g_free (job);
}

/* --- Passages --- */

static const char *
step_back (const char *text,
           const char *at,
           guint       n)
{
  while (n-- > 0 && at > text)
    at = g_utf8_prev_char (at);

  return at;
}

static const char *
step_on (const char *at,
         guint       n)
{
  while (n-- > 0 && *at != '\0')
    at = g_utf8_next_char (at);

  return at;
}

/* One line of @text from its first place on, and where the places are in it. */
static void
make_passage (ConfabFound       *found,
              const ConfabQuery *query,
              const char        *text)
{
  g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (ConfabRange));
  gsize length = strlen (text);
  const char *start = text;
  const char *end;
  g_autofree char *piece = NULL;
  g_autofree char *words = NULL;
  GString *passage = g_string_new (NULL);

  confab_query_find (query, text, MIN (length, LOOKED_AT), MAX_RANGES, ranges);
  if (ranges->len > 0)
    start = step_back (text, text + g_array_index (ranges, ConfabRange, 0).start, BEFORE);
  end = step_on (start, PASSAGE);

  if (start > text)
    g_string_append (passage, ELLIPSIS);
  found->ranges = g_array_new (FALSE, FALSE, sizeof (ConfabRange));
  for (guint i = 0; i < ranges->len; i++)
    {
      ConfabRange range = g_array_index (ranges, ConfabRange, i);

      if (range.end > (gsize) (end - text))
        break;
      range.start -= (gsize) (start - text);
      range.end -= (gsize) (start - text);
      g_array_append_val (found->ranges, range);
    }

  piece = g_strndup (start, (gsize) (end - start));
  /* What a person writes and a title are shown as they are. */
  if (found->role == CONFAB_ROLE_ASSISTANT && found->message != 0)
    words = confab_preview_strip (piece, (ConfabRange *) (gpointer) found->ranges->data,
                                  found->ranges->len);
  for (guint i = 0; i < found->ranges->len; i++)
    {
      g_array_index (found->ranges, ConfabRange, i).start += passage->len;
      g_array_index (found->ranges, ConfabRange, i).end += passage->len;
    }
  g_string_append (passage, words != NULL ? words : piece);
  for (char *c = passage->str; *c != '\0'; c++)
    if ((guchar) *c < ' ' || *c == 0x7f)
      *c = ' ';
  if (*end != '\0')
    g_string_append (passage, ELLIPSIS);
  found->passage = g_string_free (passage, FALSE);
}

/* --- Over everything --- */

/* Columns: session, message, role, time, text. */
static gboolean
collect (ConfabStatement    *statement,
         SearchJob          *job,
         const ConfabQuery  *query,
         guint              *n,
         GError            **error)
{
  ConfabStep step;

  *n = 0;
  while ((step = confab_statement_step (statement, error)) == CONFAB_STEP_ROW)
    {
      ConfabFound *found = g_new0 (ConfabFound, 1);
      g_autofree char *text = confab_statement_dup_text (statement, 4);

      found->session = confab_statement_get_int (statement, 0);
      found->message = confab_statement_get_int (statement, 1);
      found->role = g_strcmp0 (confab_statement_get_text (statement, 2), "user") == 0
                      ? CONFAB_ROLE_USER
                      : CONFAB_ROLE_ASSISTANT;
      found->created_at = confab_statement_get_int (statement, 3);
      make_passage (found, query, text != NULL ? text : "");
      g_ptr_array_add (job->page->found, found);
      job->page->next = found->message;
      (*n)++;
    }

  return step == CONFAB_STEP_DONE;
}

static gboolean
ask (ConfabDatabase     *database,
     const char         *sql,
     SearchJob          *job,
     const ConfabQuery  *query,
     gboolean            open,
     guint               limit,
     guint              *n,
     GError            **error)
{
  g_autofree char *expression = confab_query_to_expression (query, open);
  g_autoptr (ConfabStatement) statement = confab_database_prepare (database, sql, error);

  if (statement == NULL)
    return FALSE;

  confab_statement_bind_text (statement, 1, expression);
  confab_statement_bind_int (statement, 2, job->before > 0 ? job->before : G_MAXINT64);
  confab_statement_bind_int (statement, 3, limit);
  confab_statement_bind_int (statement, 4, job->app);

  return collect (statement, job, query, n, error);
}

/* What is typed is looked for as it stands; what it may be the beginning of, which takes the index
 * much longer for a common word, only where that does not fill the page. */
static gboolean
search_table (ConfabDatabase     *database,
              const char         *sql,
              SearchJob          *job,
              const ConfabQuery  *query,
              guint               limit,
              guint              *n,
              GError            **error)
{
  guint before = job->page->found->len;

  if (!ask (database, sql, job, query, FALSE, limit, n, error))
    return FALSE;
  if (*n == limit || !confab_query_is_open (query))
    return TRUE;

  g_ptr_array_set_size (job->page->found, (int) before);

  return ask (database, sql, job, query, TRUE, limit, n, error);
}

static gboolean
search (ConfabDatabase  *database,
        SearchJob       *job,
        GError         **error)
{
  g_autoptr (ConfabQuery) query = confab_query_new (job->query);
  guint n;

  if (confab_query_is_empty (query))
    return TRUE;

  if (job->before == 0 &&
      !search_table (database,
                     "SELECT session.id, 0, '', session.updated_at, session.title"
                     " FROM (SELECT rowid AS id FROM session_index WHERE session_index MATCH ?1"
                     " ORDER BY rowid DESC LIMIT " G_STRINGIFY (MAX_CANDIDATES) ") AS hit"
                     " CROSS JOIN session ON session.id = hit.id"
                     " WHERE ?2 > 0 AND session.deleted = 0 AND (?4 = 0 OR session.app = ?4)"
                     " ORDER BY session.updated_at DESC LIMIT ?3",
                     job, query, MAX_TITLES, &n, error))
    return FALSE;

  /* Newest first is the order of the index itself: it ends with the page, however much it finds. */
  if (!search_table (database,
                     "SELECT message.session, message.id, message.role, message.created_at,"
                     " message.text FROM message_index"
                     " CROSS JOIN message ON message.id = message_index.rowid"
                     " CROSS JOIN session ON session.id = message.session"
                     " WHERE message_index MATCH ?1 AND message_index.rowid < ?2"
                     " AND session.deleted = 0 AND (?4 = 0 OR session.app = ?4)"
                     " ORDER BY message_index.rowid DESC LIMIT ?3",
                     job, query, job->limit, &n, error))
    return FALSE;

  if (n < job->limit)
    job->page->next = 0;

  return TRUE;
}

static gboolean
search_job (gpointer   source,
            gpointer   data,
            GError   **error)
{
  ConfabDatabase *database = confab_store_get_reading (source, error);
  SearchJob *job = data;
  gboolean ok;

  if (database == NULL)
    return FALSE;

  job->page = g_new0 (ConfabFoundPage, 1);
  job->page->found = g_ptr_array_new_with_free_func (free_found);

  confab_database_set_cancellable (database, job->cancellable);
  ok = search (database, job, error);
  confab_database_set_cancellable (database, NULL);

  return ok;
}

/**
 * confab_store_search_async:
 * @self: a store
 * @query: any text
 * @app: an application's id, or 0 for all
 * @before: 0 for the first page, else what the page before says
 * @limit: how many messages at most
 * @cancellable: (nullable): ends it also when it has begun
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Finds messages and titles that hold all words of @query, the newest first.
 */
void
confab_store_search_async (ConfabStore         *self,
                           const char          *query,
                           gint64               app,
                           gint64               before,
                           guint                limit,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  SearchJob *job;

  g_return_if_fail (CONFAB_IS_STORE (self));
  g_return_if_fail (query != NULL);

  job = g_new0 (SearchJob, 1);
  job->query = g_strdup (query);
  job->app = app;
  job->before = before;
  job->limit = limit;
  g_set_object (&job->cancellable, cancellable);
  confab_store_push (self, CONFAB_STORE_READER, confab_store_search_async, job,
                     (GDestroyNotify) free_search_job, search_job, cancellable, callback,
                     user_data);
}

/**
 * confab_store_search_finish:
 * @self: a store
 * @result: the result
 * @error: return location
 *
 * Returns: (transfer full) (nullable): what was found, maybe nothing
 */
ConfabFoundPage *
confab_store_search_finish (ConfabStore   *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  SearchJob *job;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;

  job = g_task_get_task_data (G_TASK (result));

  return g_steal_pointer (&job->page);
}

/* --- In one session --- */

static gboolean
find_in_message (ConfabDatabase      *database,
                 SearchJob           *job,
                 const ConfabNeedle  *needle,
                 gint64               id,
                 GError             **error)
{
  g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (ConfabRange));
  g_autoptr (ConfabStatement) statement = NULL;
  g_autofree char *text = NULL;
  ConfabStep step;

  statement = confab_database_prepare (database,
                                       "SELECT " CONFAB_MESSAGE_TEXT_NOW
                                       " FROM message WHERE id = ?1",
                                       error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_int (statement, 1, id);
  step = confab_statement_step (statement, error);
  if (step != CONFAB_STEP_ROW)
    return step == CONFAB_STEP_DONE;

  text = confab_statement_dup_text (statement, 0);
  if (text == NULL)
    return TRUE;

  confab_needle_find (needle, text, strlen (text), MAX_PLACES - job->places->len, ranges);
  for (guint i = 0; i < ranges->len; i++)
    {
      ConfabPlace place = { id, g_array_index (ranges, ConfabRange, i) };

      g_array_append_val (job->places, place);
    }

  return TRUE;
}

static gboolean
find_places_job (gpointer   source,
                 gpointer   data,
                 GError   **error)
{
  ConfabDatabase *database = confab_store_get_in_turn (source, error);
  SearchJob *job = data;
  g_autoptr (ConfabNeedle) needle = confab_needle_new (job->query);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  job->places = g_array_new (FALSE, FALSE, sizeof (ConfabPlace));
  if (database == NULL ||
      !confab_store_list_path (database, job->session, job->before, ids, error))
    return FALSE;

  for (guint i = ids->len; i > 0 && job->places->len < MAX_PLACES; i--)
    if (g_cancellable_set_error_if_cancelled (job->cancellable, error) ||
        !find_in_message (database, job, needle, g_array_index (ids, gint64, i - 1), error))
      return FALSE;

  return TRUE;
}

/**
 * confab_store_find_places_async:
 * @self: a store
 * @session: a session's id
 * @through: the path through this message, or 0 for the path the session is on
 * @text: any text
 * @cancellable: (nullable): ends it also when it has begun
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Finds all places where a text stands in a conversation, up to ten thousand.
 */
void
confab_store_find_places_async (ConfabStore         *self,
                                gint64               session,
                                gint64               through,
                                const char          *text,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  SearchJob *job;

  g_return_if_fail (CONFAB_IS_STORE (self));
  g_return_if_fail (text != NULL);

  job = g_new0 (SearchJob, 1);
  job->query = g_strdup (text);
  job->session = session;
  job->before = through;
  g_set_object (&job->cancellable, cancellable);
  confab_store_push (self, CONFAB_STORE_READER, confab_store_find_places_async, job,
                     (GDestroyNotify) free_search_job, find_places_job, cancellable, callback,
                     user_data);
}

/**
 * confab_store_find_places_finish:
 * @self: a store
 * @result: the result
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type ConfabPlace): the places
 */
GArray *
confab_store_find_places_finish (ConfabStore   *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  SearchJob *job;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;

  job = g_task_get_task_data (G_TASK (result));

  return g_steal_pointer (&job->places);
}
