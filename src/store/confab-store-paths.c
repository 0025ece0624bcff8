/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-store"

#include "config.h"

#include "confab-store-private.h"

/*
 * Paths. The messages of a session are a tree: a message names the one it follows, and what follows
 * one and the same message are its versions. A path is followed from its end to its beginning; it
 * costs what it is long, not what the session is. Ids grow along a path, so none runs in a circle,
 * whatever a damaged file says.
 */

typedef struct {
  ConfabPathQuery query;
  ConfabPath     *path;
  guint           which;
  gint64          version;
} PathJob;

static void
free_item (gpointer data)
{
  ConfabPathItem *item = data;

  confab_message_record_free (item->record);
  g_free (item);
}

static void
free_path_job (PathJob *job)
{
  g_clear_pointer (&job->query.known, g_hash_table_unref);
  g_clear_pointer (&job->path, confab_path_free);
  g_free (job);
}

/**
 * confab_path_free:
 * @self: (nullable) (transfer full): a path
 */
void
confab_path_free (ConfabPath *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_free (self);
}

/* One number of the session's, or 0. */
static gboolean
ask (ConfabDatabase  *database,
     const char      *sql,
     gint64           session,
     gint64           message,
     gint64          *value,
     GError         **error)
{
  g_autoptr (ConfabStatement) statement = confab_database_prepare (database, sql, error);
  ConfabStep step;

  if (statement == NULL)
    return FALSE;

  confab_statement_bind_int (statement, 1, session);
  confab_statement_bind_id (statement, 2, message);
  step = confab_statement_step (statement, error);
  *value = step == CONFAB_STEP_ROW ? confab_statement_get_int (statement, 0) : 0;

  return step != CONFAB_STEP_ERROR;
}

/**
 * confab_store_find_tip:
 * @database: a database
 * @session: a session
 * @message: one of its messages; 0 for the newest of those that follow none
 * @tip: (out): where the path through it ends: always the newest version is followed; 0 when there
 *   is no message at all
 * @error: return location
 *
 * Returns: whether it could be found out
 */
gboolean
confab_store_find_tip (ConfabDatabase  *database,
                       gint64           session,
                       gint64           message,
                       gint64          *tip,
                       GError         **error)
{
  gint64 next = message;

  do
    {
      *tip = next;
      if (!ask (database,
                "SELECT max (id) FROM message WHERE session = ?1 AND parent IS ?2 AND id > ?2 + 0",
                session, *tip, &next, error))
        return FALSE;
      if (*tip == 0 && next == 0 &&
          !ask (database, "SELECT max (id) FROM message WHERE session = ?1 AND parent IS NULL",
                session, 0, &next, error))
        return FALSE;
    }
  while (next != 0);

  return TRUE;
}

/**
 * confab_store_count_versions:
 * @database: a database
 * @session: a session
 * @message: one of its messages
 * @parent: what it follows, or 0
 * @n: (out): how many versions there are of it
 * @which: (out) (optional): its place among them, from 0, oldest first
 * @error: return location
 *
 * Returns: whether they could be counted
 */
gboolean
confab_store_count_versions (ConfabDatabase  *database,
                             gint64           session,
                             gint64           message,
                             gint64           parent,
                             guint           *n,
                             guint           *which,
                             GError         **error)
{
  g_autoptr (ConfabStatement) statement = NULL;

  statement = confab_database_prepare (database,
                                       "SELECT count (*), sum (id < ?3) FROM message"
                                       " WHERE session = ?1 AND parent IS ?2",
                                       error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_int (statement, 1, session);
  confab_statement_bind_id (statement, 2, parent);
  confab_statement_bind_int (statement, 3, message);
  if (confab_statement_step (statement, error) != CONFAB_STEP_ROW)
    return FALSE;

  *n = MAX ((guint) confab_statement_get_int (statement, 0), 1);
  if (which != NULL)
    *which = MIN ((guint) confab_statement_get_int (statement, 1), *n - 1);

  return TRUE;
}

/* What stands before a message. Where that is not there (the file was damaged) it is the message
 * that was written before, so that nothing is out of reach. */
static gboolean
find_previous (ConfabDatabase  *database,
               gint64           session,
               gint64           message,
               gint64           parent,
               gint64          *previous,
               GError         **error)
{
  gint64 found = 0;

  *previous = 0;
  if (parent == 0)
    return TRUE;

  if (parent < message &&
      !ask (database, "SELECT id FROM message WHERE session = ?1 AND id = ?2", session, parent,
            &found, error))
    return FALSE;

  if (found == 0 &&
      !ask (database, "SELECT max (id) FROM message WHERE session = ?1 AND id < ?2", session,
            message, &found, error))
    return FALSE;

  *previous = found;

  return TRUE;
}

static gboolean
find_end (ConfabDatabase         *database,
          const ConfabPathQuery  *query,
          gint64                 *end,
          GError                **error)
{
  gint64 through = query->through;
  gint64 parent;

  if (query->before != 0)
    return ask (database, "SELECT parent FROM message WHERE session = ?1 AND id = ?2",
                query->session, query->before, &parent, error) &&
           find_previous (database, query->session, query->before, parent, end, error);

  if (through == 0 && !ask (database,
                            "SELECT message.id FROM session JOIN message"
                            " ON message.id = session.head AND message.session = session.id"
                            " WHERE session.id = ?1",
                            query->session, 0, &through, error))
    return FALSE;
  if (through == 0 && !ask (database, "SELECT max (id) FROM message WHERE session = ?1",
                            query->session, 0, &through, error))
    return FALSE;

  *end = 0;

  return through == 0 || confab_store_find_tip (database, query->session, through, end, error);
}

/* (transfer full) (nullable) */
static ConfabPathItem *
read_item (ConfabDatabase  *database,
           gint64           session,
           gint64           id,
           gboolean         known,
           gint64          *parent,
           GError         **error)
{
  g_autoptr (ConfabStatement) statement = NULL;
  g_autoptr (ConfabMessageRecord) record = NULL;
  ConfabPathItem *item;
  guint n;
  guint which;

  if (known)
    {
      if (!ask (database, "SELECT parent FROM message WHERE session = ?1 AND id = ?2", session, id,
                parent, error))
        return NULL;
    }
  else
    {
      statement = confab_database_prepare (database,
                                           "SELECT " CONFAB_MESSAGE_ALL_NOW
                                           " FROM message WHERE id = ?1",
                                           error);
      if (statement == NULL)
        return NULL;
      confab_statement_bind_int (statement, 1, id);
      if (confab_statement_step (statement, error) != CONFAB_STEP_ROW)
        return NULL;
      record = confab_store_read_message (statement);
      *parent = record->parent;
    }

  if (!confab_store_count_versions (database, session, id, *parent, &n, &which, error))
    return NULL;

  item = g_new0 (ConfabPathItem, 1);
  item->id = id;
  item->n_versions = n;
  item->version = which;
  item->record = g_steal_pointer (&record);

  return item;
}

static void
reverse (GPtrArray *array)
{
  for (guint i = 0, j = array->len; i + 1 < j; i++)
    {
      gpointer item = array->pdata[i];

      j--;
      array->pdata[i] = array->pdata[j];
      array->pdata[j] = item;
    }
}

static gboolean
follow (ConfabDatabase  *database,
        PathJob         *job,
        GError         **error)
{
  const ConfabPathQuery *query = &job->query;
  GPtrArray *items = job->path->items;
  gint64 id;

  if (!find_end (database, query, &id, error))
    return FALSE;

  while (id != 0 && (query->limit == 0 || items->len < query->limit))
    {
      gboolean known = query->known != NULL && g_hash_table_contains (query->known, &id);
      ConfabPathItem *item;
      gint64 previous;
      gint64 parent;

      item = read_item (database, query->session, id, known, &parent, error);
      if (item == NULL)
        return FALSE;
      g_ptr_array_add (items, item);

      if (!find_previous (database, query->session, id, parent, &previous, error))
        return FALSE;
      if ((known && id <= query->least) || id <= query->until)
        {
          id = previous;
          break;
        }
      id = previous;
    }

  job->path->has_older = id != 0;
  reverse (items);

  return TRUE;
}

/**
 * confab_store_list_path:
 * @database: a database
 * @session: a session
 * @through: the path leads through this message; 0: the path the session is on
 * @ids: (element-type gint64): the ids are added here, from the end to the beginning
 * @error: return location
 *
 * Returns: whether it could be followed
 */
gboolean
confab_store_list_path (ConfabDatabase  *database,
                        gint64           session,
                        gint64           through,
                        GArray          *ids,
                        GError         **error)
{
  ConfabPathQuery query = { 0 };
  gint64 id;

  query.session = session;
  query.through = through;
  if (!find_end (database, &query, &id, error))
    return FALSE;

  while (id != 0)
    {
      gint64 parent;

      g_array_append_val (ids, id);
      if (!ask (database, "SELECT parent FROM message WHERE session = ?1 AND id = ?2", session, id,
                &parent, error) ||
          !find_previous (database, session, id, parent, &id, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
load_path_job (gpointer   source,
               gpointer   data,
               GError   **error)
{
  PathJob *job = data;
  ConfabDatabase *database = job->query.in_turn ? confab_store_get_in_turn (source, error)
                                                : confab_store_get_reading (source, error);
  gboolean ok;

  if (database == NULL || !confab_database_execute (database, "BEGIN", error))
    return FALSE;

  /* One moment is seen, however many questions it takes. */
  job->path = g_new0 (ConfabPath, 1);
  job->path->items = g_ptr_array_new_with_free_func (free_item);
  ok = follow (database, job, error);

  return confab_database_end (database, ok, error);
}

/**
 * confab_store_load_path_async:
 * @self: a store
 * @query: which part of which path
 * @cancellable: (nullable): a cancellable
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Loads a conversation as it is shown, or a page of it.
 */
void
confab_store_load_path_async (ConfabStore           *self,
                              const ConfabPathQuery *query,
                              GCancellable          *cancellable,
                              GAsyncReadyCallback    callback,
                              gpointer               user_data)
{
  PathJob *job;

  g_return_if_fail (CONFAB_IS_STORE (self));
  g_return_if_fail (query != NULL);

  job = g_new0 (PathJob, 1);
  job->query = *query;
  if (query->known != NULL)
    g_hash_table_ref (query->known);
  confab_store_push (self, query->in_turn ? CONFAB_STORE_IN_TURN : CONFAB_STORE_READER,
                     confab_store_load_path_async, job, (GDestroyNotify) free_path_job,
                     load_path_job, cancellable, callback, user_data);
}

/**
 * confab_store_load_path_finish:
 * @self: a store
 * @result: the result
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the path, maybe empty
 */
ConfabPath *
confab_store_load_path_finish (ConfabStore   *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  PathJob *job;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;

  job = g_task_get_task_data (G_TASK (result));

  return g_steal_pointer (&job->path);
}

static gboolean
set_head_job (gpointer   source,
              gpointer   data,
              GError   **error)
{
  ConfabDatabase *database = confab_store_get_writing (source, error);
  g_autoptr (ConfabStatement) statement = NULL;
  PathJob *job = data;

  if (database == NULL)
    return FALSE;

  statement = confab_database_prepare (database,
                                       "UPDATE session SET head = ?2 WHERE id = ?1 AND deleted = 0"
                                       " AND ?2 IN (SELECT id FROM message WHERE session = ?1)",
                                       error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_int (statement, 1, job->query.session);
  confab_statement_bind_int (statement, 2, job->query.through);

  return confab_statement_run (statement, error) && confab_store_check_changed (database, error);
}

/**
 * confab_store_set_head_async:
 * @self: a store
 * @session: a session's id
 * @message: one of its messages
 * @cancellable: (nullable): a cancellable
 * @callback: (nullable): called with the result
 * @user_data: for @callback
 *
 * Chooses the path of a session: the one through @message, and from there on always the newest.
 */
void
confab_store_set_head_async (ConfabStore         *self,
                             gint64               session,
                             gint64               message,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  PathJob *job;

  g_return_if_fail (CONFAB_IS_STORE (self));

  job = g_new0 (PathJob, 1);
  job->query.session = session;
  job->query.through = message;
  confab_store_push (self, CONFAB_STORE_WRITER, confab_store_set_head_async, job,
                     (GDestroyNotify) free_path_job, set_head_job, cancellable, callback,
                     user_data);
}

/**
 * confab_store_set_head_finish:
 * @self: a store
 * @result: the result
 * @error: return location
 *
 * Returns: whether it is stored
 */
gboolean
confab_store_set_head_finish (ConfabStore   *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
find_version_job (gpointer   source,
                  gpointer   data,
                  GError   **error)
{
  ConfabDatabase *database = confab_store_get_in_turn (source, error);
  g_autoptr (ConfabStatement) statement = NULL;
  PathJob *job = data;
  ConfabStep step;

  if (database == NULL)
    return FALSE;

  statement = confab_database_prepare (database,
                                       "SELECT id FROM message WHERE session = ?1 AND parent IS"
                                       " (SELECT parent FROM message WHERE id = ?2)"
                                       " ORDER BY id LIMIT ?3",
                                       error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_int (statement, 1, job->query.session);
  confab_statement_bind_int (statement, 2, job->query.through);
  confab_statement_bind_int (statement, 3, (gint64) job->which + 1);
  while ((step = confab_statement_step (statement, error)) == CONFAB_STEP_ROW)
    job->version = confab_statement_get_int (statement, 0);

  return step == CONFAB_STEP_DONE;
}

/**
 * confab_store_find_version_async:
 * @self: a store
 * @session: a session's id
 * @message: one of its messages
 * @which: which of its versions, from 0, oldest first
 * @cancellable: (nullable): a cancellable
 * @callback: called with the result
 * @user_data: for @callback
 */
void
confab_store_find_version_async (ConfabStore         *self,
                                 gint64               session,
                                 gint64               message,
                                 guint                which,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  PathJob *job;

  g_return_if_fail (CONFAB_IS_STORE (self));

  job = g_new0 (PathJob, 1);
  job->query.session = session;
  job->query.through = message;
  job->which = which;
  confab_store_push (self, CONFAB_STORE_IN_TURN, confab_store_find_version_async, job,
                     (GDestroyNotify) free_path_job, find_version_job, cancellable, callback,
                     user_data);
}

/**
 * confab_store_find_version_finish:
 * @self: a store
 * @result: the result
 * @error: return location
 *
 * Returns: the id of the version, or 0
 */
gint64
confab_store_find_version_finish (ConfabStore   *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  PathJob *job;

  g_return_val_if_fail (g_task_is_valid (result, self), 0);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return 0;

  job = g_task_get_task_data (G_TASK (result));

  return job->version;
}
