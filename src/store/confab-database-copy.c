/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-database.h"

#include "confab-database-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

static int
copy_pages (sqlite3    *from,
            const char *path)
{
  sqlite3 *to = NULL;
  sqlite3_backup *backup;
  int code;

  code = sqlite3_open_v2 (path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
  if (code == SQLITE_OK)
    {
      sqlite3_exec (to, "PRAGMA synchronous = FULL; PRAGMA journal_mode = DELETE;",
                    NULL, NULL, NULL);
      backup = sqlite3_backup_init (to, "main", from, "main");
      if (backup != NULL)
        sqlite3_backup_step (backup, -1);
      code = backup != NULL ? sqlite3_backup_finish (backup) : sqlite3_errcode (to);
    }
  sqlite3_close (to);

  return code;
}

/**
 * confab_database_copy:
 * @self: a database
 * @path: where to; must not exist
 * @error: return location
 *
 * Copies the database, with what is still in its -wal file, to another file. That has its name
 * only when it is whole.
 *
 * Returns: whether the copy is there
 */
gboolean
confab_database_copy (ConfabDatabase  *self,
                      const char      *path,
                      GError         **error)
{
  g_autofree char *part = g_strconcat (path, ".part", NULL);
  int code;
  int fd;

  g_return_val_if_fail (self != NULL, FALSE);

  g_unlink (part);
  fd = g_open (part, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0)
    {
      confab_database_set_error (error, NULL, errno == ENOSPC ? SQLITE_FULL : SQLITE_CANTOPEN);
      return FALSE;
    }
  close (fd);

  code = copy_pages (self->handle, part);
  if (code == SQLITE_OK && g_rename (part, path) != 0)
    code = SQLITE_CANTOPEN;
  if (code == SQLITE_OK)
    return TRUE;

  g_unlink (part);
  confab_database_set_error (error, NULL, code);

  return FALSE;
}

/**
 * confab_database_copy_to_memory:
 * @self: a database
 * @error: return location
 *
 * For one that has to be changed to be read, where nothing can be written.
 *
 * Returns: (transfer full) (nullable): a copy that is gone when it is closed
 */
ConfabDatabase *
confab_database_copy_to_memory (ConfabDatabase  *self,
                                GError         **error)
{
  g_autoptr (ConfabDatabase) copy = confab_database_open (NULL, CONFAB_DATABASE_MEMORY, error);
  sqlite3_backup *backup;
  int code;

  if (copy == NULL)
    return NULL;

  backup = sqlite3_backup_init (copy->handle, "main", self->handle, "main");
  if (backup != NULL)
    sqlite3_backup_step (backup, -1);
  code = backup != NULL ? sqlite3_backup_finish (backup) : sqlite3_errcode (copy->handle);
  if (code != SQLITE_OK)
    {
      confab_database_set_error (error, NULL, code);
      return NULL;
    }

  return g_steal_pointer (&copy);
}
