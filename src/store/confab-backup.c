/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-store"

#include "config.h"

#include "confab-backup.h"

#include "confab-database.h"
#include "confab-salvage.h"

#include <glib/gstdio.h>
#include <string.h>

#define FOLDER  "backups"
#define PREFIX  "confab-"
#define SUFFIX  ".db"
#define REQUEST "restore"

/* confab-20261125.db and nothing else: a name may come from a file. */
static gboolean
is_name (const char *name)
{
  gsize length = strlen (name);

  if (length != strlen (PREFIX) + 8 + strlen (SUFFIX) || !g_str_has_prefix (name, PREFIX) ||
      !g_str_has_suffix (name, SUFFIX))
    return FALSE;

  for (guint i = 0; i < 8; i++)
    if (!g_ascii_isdigit (name[strlen (PREFIX) + i]))
      return FALSE;

  return TRUE;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  return strcmp (*(char * const *) b, *(char * const *) a);
}

/**
 * confab_backup_make_path:
 * @directory: of the database
 * @name: (nullable): the name of a copy; %NULL for the folder they are in
 *
 * Returns: (transfer full): its path
 */
char *
confab_backup_make_path (const char *directory,
                         const char *name)
{
  return g_build_filename (directory, FOLDER, name, NULL);
}

/**
 * confab_backup_list:
 * @directory: of the database
 *
 * Returns: (transfer full) (element-type filename): the names of the copies, the newest first
 */
GPtrArray *
confab_backup_list (const char *directory)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *folder = confab_backup_make_path (directory, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (is_name (name))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare);

  return names;
}

/**
 * confab_backup_thin_out:
 * @directory: of the database
 * @keep: how many copies stay, the newest ones
 */
void
confab_backup_thin_out (const char *directory,
                        guint       keep)
{
  g_autoptr (GPtrArray) names = confab_backup_list (directory);

  for (guint i = keep; i < names->len; i++)
    {
      g_autofree char *path = confab_backup_make_path (directory, g_ptr_array_index (names, i));

      g_unlink (path);
    }
}

static char *
make_request_path (const char *directory)
{
  return confab_backup_make_path (directory, REQUEST);
}

/**
 * confab_backup_request:
 * @directory: of the database
 * @name: the name of a copy
 * @error: return location
 *
 * Returns: whether it will be put in place at the next opening
 */
gboolean
confab_backup_request (const char  *directory,
                       const char  *name,
                       GError     **error)
{
  g_autofree char *request = make_request_path (directory);
  g_autofree char *path = confab_backup_make_path (directory, name);

  if (is_name (name) && g_file_test (path, G_FILE_TEST_IS_REGULAR) &&
      g_file_set_contents (request, name, -1, NULL))
    return TRUE;

  confab_database_set_file_error (error);

  return FALSE;
}

/**
 * confab_backup_get_size:
 * @directory: of the database
 * @name: the name of a copy
 *
 * Returns: its size in bytes, or -1 where it is gone
 */
gint64
confab_backup_get_size (const char *directory,
                        const char *name)
{
  g_autofree char *path = confab_backup_make_path (directory, name);
  GStatBuf info;

  return is_name (name) && g_stat (path, &info) == 0 ? (gint64) info.st_size : -1;
}

/**
 * confab_backup_is_requested:
 * @directory: of the database
 *
 * Returns: whether a copy shall be put in place
 */
gboolean
confab_backup_is_requested (const char *directory)
{
  g_autofree char *request = make_request_path (directory);

  return g_file_test (request, G_FILE_TEST_EXISTS);
}

/**
 * confab_backup_restore:
 * @directory: of the database
 * @path: the database, which nobody has open
 * @error: return location
 *
 * Puts the copy that was asked for in place of the database. The copy stays, and so does what was
 * there before. It is done once, whether it works or not.
 *
 * Returns: (transfer full) (nullable): where the old database is now
 */
char *
confab_backup_restore (const char  *directory,
                       const char  *path,
                       GError     **error)
{
  g_autofree char *request = make_request_path (directory);
  g_autofree char *part = g_strconcat (path, ".restore", NULL);
  g_autofree char *name = NULL;
  g_autofree char *copy = NULL;
  g_autoptr (ConfabDatabase) database = NULL;
  char *aside;

  if (!g_file_get_contents (request, &name, NULL, NULL) || !is_name (g_strstrip (name)))
    name = g_strdup ("");
  g_unlink (request);

  copy = confab_backup_make_path (directory, name);
  g_unlink (part);
  database = confab_database_open (copy, CONFAB_DATABASE_IMMUTABLE, error);
  if (database == NULL || !confab_database_copy (database, part, error))
    return NULL;

  aside = confab_salvage_put_aside (path, "replaced", error);
  if (aside != NULL && g_rename (part, path) != 0)
    {
      confab_database_set_file_error (error);
      confab_salvage_move (aside, path);
      g_clear_pointer (&aside, g_free);
    }
  g_unlink (part);

  return aside;
}
