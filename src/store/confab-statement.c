/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-store"

#include "config.h"

#include "confab-database.h"

#include "confab-database-private.h"
#include "confab-salvage.h"
#include "confab-text.h"

/**
 * confab_statement_free:
 * @self: (transfer full): a statement
 *
 * For its database only, which keeps the statements that are not in use.
 */
void
confab_statement_free (ConfabStatement *self)
{
  sqlite3_finalize (self->handle);
  g_free (self);
}

/**
 * confab_database_prepare:
 * @self: a database
 * @sql: one statement: a string that lives as long as the program
 * @error: return location
 *
 * Gives a statement with nothing bound. It is kept for the next time when it is released.
 *
 * Returns: (transfer full) (nullable): the statement; release it before the database is closed
 */
ConfabStatement *
confab_database_prepare (ConfabDatabase  *self,
                         const char      *sql,
                         GError         **error)
{
  ConfabStatement *statement;
  gpointer kept = NULL;
  sqlite3_stmt *handle = NULL;
  int code;

  g_return_val_if_fail (self != NULL, NULL);

  if (g_hash_table_steal_extended (self->statements, sql, NULL, &kept))
    return kept;

  code = sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, NULL);
  if (code != SQLITE_OK)
    {
      confab_database_set_error (error, self->handle, code);
      return NULL;
    }

  statement = g_new0 (ConfabStatement, 1);
  statement->database = self;
  statement->handle = handle;

  return statement;
}

/**
 * confab_statement_release:
 * @self: (nullable) (transfer full): a statement
 *
 * Ends the statement's work and gives it back to its database.
 */
void
confab_statement_release (ConfabStatement *self)
{
  if (self == NULL)
    return;

  sqlite3_reset (self->handle);
  sqlite3_clear_bindings (self->handle);
  g_hash_table_replace (self->database->statements,
                        (gpointer) sqlite3_sql (self->handle), self);
}

/**
 * confab_statement_drop:
 * @self: (nullable) (transfer full): a statement
 *
 * Ends one that is not kept, because its SQL does not live as long as the program.
 */
void
confab_statement_drop (ConfabStatement *self)
{
  if (self != NULL)
    confab_statement_free (self);
}

/**
 * confab_statement_reset:
 * @self: a statement
 *
 * Lets it begin anew, with nothing bound.
 */
void
confab_statement_reset (ConfabStatement *self)
{
  sqlite3_reset (self->handle);
  sqlite3_clear_bindings (self->handle);
}

/**
 * confab_statement_bind_int:
 * @self: a statement
 * @parameter: its parameter, from 1
 * @value: the value
 */
void
confab_statement_bind_int (ConfabStatement *self,
                           int              parameter,
                           gint64           value)
{
  int code = sqlite3_bind_int64 (self->handle, parameter, value);

  g_assert (code == SQLITE_OK);
}

/**
 * confab_statement_bind_id:
 * @self: a statement
 * @parameter: its parameter, from 1
 * @id: a row's id; 0, which is no row, becomes NULL
 */
void
confab_statement_bind_id (ConfabStatement *self,
                          int              parameter,
                          gint64           id)
{
  if (id != 0)
    confab_statement_bind_int (self, parameter, id);
  else
    sqlite3_bind_null (self->handle, parameter);
}

/**
 * confab_statement_bind_text:
 * @self: a statement
 * @parameter: its parameter, from 1
 * @text: (nullable): must stay until the statement is released
 *
 * Binds a text; nothing but valid UTF-8 gets into the database.
 */
void
confab_statement_bind_text (ConfabStatement *self,
                            int              parameter,
                            const char      *text)
{
  int code;

  if (text == NULL || g_utf8_validate (text, -1, NULL))
    {
      code = sqlite3_bind_text (self->handle, parameter, text, -1, SQLITE_STATIC);
    }
  else
    {
      g_autofree char *valid = g_utf8_make_valid (text, -1);

      code = sqlite3_bind_text (self->handle, parameter, valid, -1, SQLITE_TRANSIENT);
    }

  /* A text over SQLite's limit (10^9 bytes) stays unbound, and NOT NULL refuses it. */
  if (code != SQLITE_OK)
    g_debug ("SQLite: a text could not be bound (%d)", code);
}

/**
 * confab_statement_step:
 * @self: a statement
 * @error: return location
 *
 * Returns: whether there is a row, no further row, or an error
 */
ConfabStep
confab_statement_step (ConfabStatement  *self,
                       GError          **error)
{
  int code = sqlite3_step (self->handle);

  if (code == SQLITE_ROW)
    return CONFAB_STEP_ROW;
  if (code == SQLITE_DONE)
    return CONFAB_STEP_DONE;

  if ((code & 0xff) == SQLITE_CORRUPT && self->database->mark != NULL)
    confab_salvage_mark (self->database->mark);
  confab_database_set_error (error, self->database->handle, code);

  return CONFAB_STEP_ERROR;
}

/**
 * confab_statement_run:
 * @self: a statement that gives no rows of interest
 * @error: return location
 *
 * Runs the statement to its end.
 *
 * Returns: whether it worked
 */
gboolean
confab_statement_run (ConfabStatement  *self,
                      GError          **error)
{
  ConfabStep step;

  do
    step = confab_statement_step (self, error);
  while (step == CONFAB_STEP_ROW);

  return step == CONFAB_STEP_DONE;
}

/**
 * confab_statement_is_null:
 * @self: a statement with a row
 * @column: its column, from 0
 *
 * Returns: whether there is no value
 */
gboolean
confab_statement_is_null (ConfabStatement *self,
                          int              column)
{
  return sqlite3_column_type (self->handle, column) == SQLITE_NULL;
}

/**
 * confab_statement_is_int:
 * @self: a statement with a row
 * @column: its column, from 0
 *
 * Returns: whether the value is an integer
 */
gboolean
confab_statement_is_int (ConfabStatement *self,
                         int              column)
{
  return sqlite3_column_type (self->handle, column) == SQLITE_INTEGER;
}

/**
 * confab_statement_get_int:
 * @self: a statement with a row
 * @column: its column, from 0
 *
 * Returns: the value; 0 for NULL
 */
gint64
confab_statement_get_int (ConfabStatement *self,
                          int              column)
{
  return sqlite3_column_int64 (self->handle, column);
}

/**
 * confab_statement_get_double:
 * @self: a statement with a row
 * @column: its column, from 0
 *
 * Returns: the value; 0 for NULL
 */
double
confab_statement_get_double (ConfabStatement *self,
                             int              column)
{
  return sqlite3_column_double (self->handle, column);
}

/**
 * confab_statement_get_text:
 * @self: a statement with a row
 * @column: its column, from 0
 *
 * For words of our own; foreign text is taken by confab_statement_dup_text(), which checks it.
 *
 * Returns: (nullable): the value, until the next step
 */
const char *
confab_statement_get_text (ConfabStatement *self,
                           int              column)
{
  return (const char *) sqlite3_column_text (self->handle, column);
}

/**
 * confab_statement_dup_text:
 * @self: a statement with a row
 * @column: its column, from 0
 *
 * Returns: (transfer full) (nullable): the value as valid UTF-8, whatever the file holds
 */
char *
confab_statement_dup_text (ConfabStatement *self,
                           int              column)
{
  const char *text = (const char *) sqlite3_column_text (self->handle, column);
  gsize length;

  if (text == NULL)
    return NULL;

  length = (gsize) sqlite3_column_bytes (self->handle, column);
  if (g_utf8_validate_len (text, length, NULL))
    return g_strndup (text, length);

  return confab_text_make_valid (text, (gssize) length);
}
