/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-database.h"

#include "confab-database-private.h"

/* After a power failure, what was committed lazily is at most so much older than what was there. */
#define LAZY_US G_USEC_PER_SEC

/* From here on a transaction is on disk when it has ended. */
static void
wait_again (ConfabDatabase *self)
{
  if (!self->lazy)
    return;

  self->lazy = FALSE;
  sqlite3_exec (self->handle, "PRAGMA synchronous = FULL", NULL, NULL, NULL);
}

/**
 * confab_database_begin:
 * @self: a database
 * @error: return location
 *
 * Begins a transaction that may write. The lock for writing is taken now, so that what is read
 * inside still holds when it is written.
 *
 * Returns: whether it began
 */
gboolean
confab_database_begin (ConfabDatabase  *self,
                       GError         **error)
{
  return confab_database_execute (self, "BEGIN IMMEDIATE", error);
}

/**
 * confab_database_begin_lazily:
 * @self: a database
 * @error: return location
 *
 * Begins a transaction whose end need not wait for the disk: it is as whole as any other, and safe
 * from the end of the process, but when the power fails it may be as if it had not been. One each
 * second waits all the same, and with it those before are on disk.
 *
 * Returns: whether it began
 */
gboolean
confab_database_begin_lazily (ConfabDatabase  *self,
                              GError         **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (g_get_monotonic_time () - self->synced_at < LAZY_US)
    {
      if (!confab_database_execute (self, "PRAGMA synchronous = NORMAL", error))
        return FALSE;
      self->lazy = TRUE;
    }

  if (confab_database_begin (self, error))
    return TRUE;

  wait_again (self);

  return FALSE;
}

/**
 * confab_database_end:
 * @self: a database in a transaction
 * @commit: whether all went well; else @error is set already
 * @error: return location
 *
 * Ends a transaction: all of it is on disk, or nothing of it happened; a lazy one is on its way there.
 *
 * Returns: whether it was committed
 */
gboolean
confab_database_end (ConfabDatabase  *self,
                     gboolean         commit,
                     GError         **error)
{
  gboolean committed = FALSE;

  g_return_val_if_fail (self != NULL, FALSE);

  if (commit)
    committed = confab_database_execute (self, "COMMIT", error);

  /* Some errors have rolled it back already. */
  if (!committed && sqlite3_get_autocommit (self->handle) == 0)
    sqlite3_exec (self->handle, "ROLLBACK", NULL, NULL, NULL);

  if (committed && !self->lazy)
    self->synced_at = g_get_monotonic_time ();
  wait_again (self);

  return committed;
}
