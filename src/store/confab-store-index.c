/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-store"

#include "config.h"

#include "confab-store-private.h"

/*
 * The full-text tables. They hold no text of their own, so what is taken out must be told with
 * the text it went in with: always before the row itself changes. Done by statements and not by
 * triggers, because SQLite 3.40 refuses FTS5 in triggers where the schema is not trusted.
 */

/**
 * confab_store_index_message:
 * @database: a database for writing
 * @message: a message that is not open (any more) and not in the index yet
 * @error: return location
 *
 * Returns: whether it can be found now
 */
gboolean
confab_store_index_message (ConfabDatabase  *database,
                            gint64           message,
                            GError         **error)
{
  return confab_database_run_with_id (database,
                                      "INSERT INTO message_index (rowid, text)"
                                      " SELECT id, text FROM message WHERE id = ?1",
                                      message, error);
}

/**
 * confab_store_delete_messages:
 * @database: a database for writing
 * @session: a session
 * @limit: how many messages at most; the newest go first
 * @n_deleted: (out): how many there were
 * @error: return location
 *
 * Deletes messages, and takes those that are not open out of the index.
 *
 * Returns: whether it worked
 */
gboolean
confab_store_delete_messages (ConfabDatabase  *database,
                              gint64           session,
                              guint            limit,
                              guint           *n_deleted,
                              GError         **error)
{
  static const char *sqls[] = {
    "INSERT INTO message_index (message_index, rowid, text)"
    " SELECT 'delete', id, text FROM (SELECT id, text, run FROM message WHERE session = ?1"
    " ORDER BY id DESC LIMIT ?2) WHERE run IS NULL",
    "DELETE FROM message WHERE id IN (SELECT id FROM message WHERE session = ?1"
    " ORDER BY id DESC LIMIT ?2)",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sqls); i++)
    {
      g_autoptr (ConfabStatement) statement = NULL;

      statement = confab_database_prepare (database, sqls[i], error);
      if (statement == NULL)
        return FALSE;

      confab_statement_bind_int (statement, 1, session);
      confab_statement_bind_int (statement, 2, limit);
      if (!confab_statement_run (statement, error))
        return FALSE;
    }

  *n_deleted = (guint) confab_database_get_changes (database);

  return TRUE;
}

/**
 * confab_store_index_title:
 * @database: a database for writing
 * @session: a session that has just been inserted or renamed
 * @error: return location
 *
 * Returns: whether it can be found by its title now
 */
gboolean
confab_store_index_title (ConfabDatabase  *database,
                          gint64           session,
                          GError         **error)
{
  return confab_database_run_with_id (database,
                                      "INSERT INTO session_index (rowid, title)"
                                      " SELECT id, title FROM session WHERE id = ?1",
                                      session, error);
}

/**
 * confab_store_unindex_title:
 * @database: a database for writing
 * @session: a session that is about to be renamed or deleted
 * @error: return location
 *
 * Returns: whether its title is out of the index
 */
gboolean
confab_store_unindex_title (ConfabDatabase  *database,
                            gint64           session,
                            GError         **error)
{
  return confab_database_run_with_id (database,
                                      "INSERT INTO session_index (session_index, rowid, title)"
                                      " SELECT 'delete', id, title FROM session WHERE id = ?1",
                                      session, error);
}
