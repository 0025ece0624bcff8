/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-store"

#include "config.h"

#include "confab-store-private.h"

#include "confab-backup.h"
#include "confab-error.h"
#include "confab-lock.h"
#include "confab-migrations.h"
#include "confab-salvage.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* Another process that opens the same folder needs a few milliseconds, or a migration. */
#define OPENING_WAIT_MS 5000

/* What a look at the file tells before anything is written. */
typedef enum {
  FOUND_NOTHING,   /* there is no database yet */
  FOUND_OURS,
  FOUND_NEWER,
  FOUND_BROKEN,
  FOUND_UNREADABLE, /* by an error of the disk, or since somebody is busy with it */
} Found;

static void
set_result (ConfabStore      *self,
            ConfabStoreState  state,
            const char       *note)
{
  g_mutex_lock (&self->mutex);
  self->state = state;
  g_free (self->note);
  self->note = g_strdup (note);
  g_mutex_unlock (&self->mutex);
}

/* Whether the database is one of ours, and of which version; all of it seen at one moment. */
static gboolean
identify (ConfabDatabase  *database,
          goffset          size,
          Found           *found,
          GError         **error)
{
  gint64 application_id;
  gint64 version;
  gint64 n_pages;
  gint64 n_tables;
  gsize n_steps;
  gboolean seen;
  const ConfabMigration *steps = confab_migrations_get (&n_steps);

  if (!confab_database_execute (database, "BEGIN", error))
    return FALSE;

  seen =
    confab_database_query_int (database, "SELECT count(*) FROM sqlite_schema", &n_tables, error) &&
    confab_database_query_int (database, "PRAGMA application_id", &application_id, error) &&
    confab_database_query_int (database, "PRAGMA user_version", &version, error) &&
    confab_database_query_int (database, "PRAGMA page_count", &n_pages, error);
  /* A disk that does not give what it has is another matter than a damaged file. */
  if (!seen && !confab_database_is_damaged (database))
    *found = FOUND_UNREADABLE;
  if (!confab_database_execute (database, "ROLLBACK", seen ? error : NULL) || !seen)
    return FALSE;

  /* A rest that is shorter than a page is nothing to SQLite, but it was something once. */
  if (application_id == 0 && version == 0 && n_tables == 0 && (n_pages > 0 || size == 0))
    *found = FOUND_NOTHING;
  else if (application_id != CONFAB_APPLICATION_ID || version <= 0)
    *found = FOUND_BROKEN;
  else if (version > confab_migrations_get_newest (steps, n_steps))
    *found = FOUND_NEWER;
  else
    *found = FOUND_OURS;

  return TRUE;
}

static ConfabDatabase *
open_and_identify (ConfabStore         *self,
                   ConfabDatabaseMode   mode,
                   goffset              size,
                   Found               *found,
                   GError             **error)
{
  g_autoptr (ConfabDatabase) database = NULL;

  database = confab_database_open (self->path, mode, error);
  if (database == NULL || !identify (database, size, found, error))
    return NULL;

  return g_steal_pointer (&database);
}

/* Looks at the file through a connection that cannot change it. FOUND_NOTHING comes with none. */
static ConfabDatabase *
look (ConfabStore  *self,
      Found        *found,
      GError      **error)
{
  ConfabDatabase *database;
  GStatBuf info = { 0 };

  if (g_stat (self->path, &info) != 0 && errno == ENOENT)
    {
      *found = FOUND_NOTHING;
      return NULL;
    }

  *found = FOUND_BROKEN;
  database = open_and_identify (self, CONFAB_DATABASE_READ, info.st_size, found, NULL);
  /* SQLite wants to make its side files, and cannot where nothing can be written. */
  if (database == NULL)
    {
      *found = FOUND_BROKEN;
      database = open_and_identify (self, CONFAB_DATABASE_IMMUTABLE, info.st_size, found, error);
    }

  if (database != NULL && *found == FOUND_NOTHING)
    g_clear_pointer (&database, confab_database_close);

  if (database != NULL && *found == FOUND_BROKEN)
    {
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_STORE,
                           _("The file with the conversations is not a database of Confab."));
      g_clear_pointer (&database, confab_database_close);
    }

  return database;
}

/* --- Opening: on the writer's thread --- */

static gboolean
make_directories (ConfabStore  *self,
                  GError      **error)
{
  /* Both are made for their owner only; what exists is left as it is. */
  if (g_mkdir_with_parents (self->locks, 0700) == 0 &&
      access (self->directory, W_OK | X_OK) == 0 &&
      access (self->locks, W_OK | X_OK) == 0 &&
      (access (self->path, W_OK) == 0 || errno == ENOENT))
    return TRUE;

  if (errno == ENOSPC || errno == EDQUOT)
    g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_STORE,
                         _("The disk is full: nothing could be saved."));
  else
    g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_STORE,
                         _("The folder with the sessions cannot be written to. See to it that it is "
                           "yours, and that its disk is not write-protected."));

  return FALSE;
}

static gboolean
open_for_writing (ConfabStore  *self,
                  GError      **error)
{
  g_autoptr (ConfabDatabase) writing = NULL;
  g_autoptr (ConfabDatabase) reading = NULL;
  gsize n_steps;
  const ConfabMigration *steps = confab_migrations_get (&n_steps);

  writing = confab_database_open (self->path, CONFAB_DATABASE_WRITE, error);
  if (writing == NULL || !confab_database_execute (writing, "PRAGMA journal_mode = WAL", error) ||
      !confab_migrations_run (writing, self->path, steps, n_steps, error))
    return FALSE;

  reading = confab_database_open (self->path, CONFAB_DATABASE_READ, error);
  if (reading == NULL)
    return FALSE;

  /* A look tells what comes after this. */
  if (!confab_database_query_int (writing, "PRAGMA data_version", &self->writing_version, error))
    return FALSE;

  confab_database_set_mark (writing, self->path);
  confab_database_set_mark (reading, self->path);
  self->writing = g_steal_pointer (&writing);
  self->reading = g_steal_pointer (&reading);

  return TRUE;
}

/* Where nothing can be written and nothing was, the conversations are an empty database. */
static ConfabDatabase *
open_empty (GError **error)
{
  g_autoptr (ConfabDatabase) database = NULL;
  gsize n_steps;
  const ConfabMigration *steps = confab_migrations_get (&n_steps);

  database = confab_database_open (NULL, CONFAB_DATABASE_MEMORY, error);
  if (database == NULL || !confab_migrations_run (database, NULL, steps, n_steps, error))
    return NULL;

  return g_steal_pointer (&database);
}

/* An older version, where nothing can be written, is read from memory. @database: (transfer full) */
static ConfabDatabase *
bring_up_to_date (ConfabDatabase  *database,
                  GError         **error)
{
  g_autoptr (ConfabDatabase) old = database;
  g_autoptr (ConfabDatabase) copy = NULL;
  gsize n_steps;
  const ConfabMigration *steps = confab_migrations_get (&n_steps);
  gint64 version;

  if (!confab_database_query_int (old, "PRAGMA user_version", &version, error))
    return NULL;
  if (version >= confab_migrations_get_newest (steps, n_steps))
    return g_steal_pointer (&old);

  copy = confab_database_copy_to_memory (old, error);
  if (copy == NULL || !confab_migrations_run (copy, NULL, steps, n_steps, error))
    return NULL;

  return g_steal_pointer (&copy);
}

/* What of the small tables cannot be read is found here, what of the messages when it is used. */
static gboolean
is_damaged (ConfabStore    *self,
            ConfabDatabase *database)
{
  gint64 sum;

  return (confab_salvage_is_marked (self->path) && confab_salvage_confirm (self->path)) ||
         (!confab_database_query_int (database,
                                      "SELECT (SELECT count (title) FROM session) +"
                                      " (SELECT count (name) FROM app) +"
                                      " (SELECT count (name) FROM connection)",
                                      &sum, NULL) &&
          confab_database_is_damaged (database));
}

/* Puts a damaged file aside, unless another process has it open. */
static gboolean
rescue (ConfabStore  *self,
        GError      **error)
{
  g_autoptr (GPtrArray) backups = confab_backup_list (self->directory);
  g_autofree char *backup = NULL;
  g_autofree char *aside = NULL;
  gint64 n_sessions;

  if (confab_run_is_any_alive (self->locks))
    return FALSE;

  if (backups->len > 0)
    backup = confab_backup_make_path (self->directory, g_ptr_array_index (backups, 0));
  aside = confab_salvage (self->path, backup, &n_sessions, error);
  if (aside == NULL)
    return FALSE;

  g_mutex_lock (&self->mutex);
  g_free (self->rescue_note);
  /* Translators: %s is the name of a file. */
  self->rescue_note = g_strdup_printf (_("The file with the conversations was damaged. What could be "
                                         "read of it is here; the damaged file is kept as %s"),
                                       aside);
  g_mutex_unlock (&self->mutex);

  return TRUE;
}

/* The person has asked for it, before the last closing. */
static void
restore_backup (ConfabStore *self)
{
  g_autofree char *aside = NULL;
  g_autoptr (GError) error = NULL;

  if (!confab_backup_is_requested (self->directory) || confab_run_is_any_alive (self->locks))
    return;

  aside = confab_backup_restore (self->directory, self->path, &error);
  g_mutex_lock (&self->mutex);
  g_free (self->rescue_note);
  self->rescue_note =
    aside != NULL
      /* Translators: %s is the name of a file. */
      ? g_strdup_printf (_("The backup is in place. What was there before is kept as %s"), aside)
      /* Translators: %s is a sentence on why. */
      : g_strdup_printf (_("The backup could not be put in place: %s"), error->message);
  g_mutex_unlock (&self->mutex);
}

/* @obstacle: (nullable) (transfer full): why nothing can be written */
static gboolean
open_what_is_found (ConfabStore  *self,
                    GError       *obstacle,
                    GError      **error)
{
  g_autoptr (ConfabDatabase) looking = NULL;
  g_autoptr (GError) local_error = obstacle;
  g_autoptr (GError) trouble = NULL;
  gboolean can_write = obstacle == NULL;
  Found found;

  if (can_write)
    restore_backup (self);
  looking = look (self, &found, &trouble);
  if (can_write && (found == FOUND_BROKEN ||
                    (found == FOUND_OURS && is_damaged (self, looking))))
    {
      g_clear_pointer (&looking, confab_database_close);
      if (rescue (self, NULL) || found == FOUND_OURS)
        {
          g_clear_error (&trouble);
          looking = look (self, &found, &trouble);
        }
    }

  switch (found)
    {
    case FOUND_BROKEN:
    case FOUND_UNREADABLE:
      g_propagate_error (error, g_steal_pointer (&trouble));
      return FALSE;

    case FOUND_NEWER:
      self->reading = g_steal_pointer (&looking);
      set_result (self, CONFAB_STORE_NEWER,
                  _("A newer version of Confab has written these sessions. Install that one to go "
                    "on with them."));
      return TRUE;

    case FOUND_NOTHING:
    case FOUND_OURS:
      break;
    }

  if (can_write && open_for_writing (self, &local_error))
    {
      /* A disk that is full now must not keep the program from starting, nor from saving later. */
      if (confab_store_ensure_run (self, &local_error) == NULL ||
          confab_run_recover (self->writing, self->locks, &local_error) < 0)
        g_debug ("Opening: %s", local_error->message);

      set_result (self, CONFAB_STORE_OPEN, local_error != NULL ? local_error->message : NULL);
      confab_worker_push_chore (self->writer, self, confab_store_purge_some);
      return TRUE;
    }

  self->reading = looking != NULL ? bring_up_to_date (g_steal_pointer (&looking), error)
                                  : open_empty (error);
  if (self->reading == NULL)
    return FALSE;

  set_result (self, CONFAB_STORE_READ_ONLY, local_error->message);

  return TRUE;
}

/* One process after the other looks at the database, makes or migrates it: what another one has
 * half made would look like no database of ours. Without the lock SQLite's own ones still keep it
 * whole. */
static gboolean
open_files (ConfabStore  *self,
            GError      **error)
{
  g_autoptr (GError) obstacle = NULL;
  int opening = -1;
  gboolean opened;

  if (make_directories (self, &obstacle))
    {
      g_autofree char *path = g_build_filename (self->locks, "opening.lock", NULL);

      opening = confab_lock_acquire (path, OPENING_WAIT_MS, NULL);
    }

  opened = open_what_is_found (self, g_steal_pointer (&obstacle), error);
  confab_lock_release (opening);

  return opened;
}

/* Each opening and each closing lets the other thread pass once, however many there are. */
static void
open_gate (ConfabStore *self,
           guint       *gate)
{
  g_mutex_lock (&self->mutex);
  (*gate)++;
  g_cond_broadcast (&self->gate);
  g_mutex_unlock (&self->mutex);
}

static void
wait_at_gate (ConfabStore *self,
              guint       *gate)
{
  g_mutex_lock (&self->mutex);
  while (*gate == 0)
    g_cond_wait (&self->gate, &self->mutex);
  (*gate)--;
  g_mutex_unlock (&self->mutex);
}

/**
 * confab_store_open_job:
 * @source: a store
 * @data: nothing
 * @error: return location
 *
 * Opens the files: a job of the writer.
 *
 * Returns: whether there is something to read from
 */
gboolean
confab_store_open_job (gpointer   source,
                       gpointer   data,
                       GError   **error)
{
  ConfabStore *self = source;
  GError *local_error = NULL;
  gboolean ok = TRUE;

  g_assert (confab_worker_is_current (self->writer));

  if (confab_store_get_state (self) == CONFAB_STORE_CLOSED ||
      confab_store_get_state (self) == CONFAB_STORE_BROKEN)
    ok = open_files (self, &local_error);

  if (!ok)
    {
      set_result (self, CONFAB_STORE_BROKEN, local_error->message);
      g_propagate_error (error, local_error);
    }

  return ok;
}

/**
 * confab_store_let_reader_begin:
 * @source: a store
 *
 * Follows the opening, as a chore of its own: the opening can be cancelled before its turn comes.
 *
 * Returns: %FALSE: once is enough
 */
gboolean
confab_store_let_reader_begin (gpointer source)
{
  ConfabStore *self = source;

  g_assert (confab_worker_is_current (self->writer));

  open_gate (self, &self->n_opened);

  return FALSE;
}

/**
 * confab_store_wait_for_writer:
 * @source: a store
 *
 * Keeps the reader from reading before the writer has opened.
 *
 * Returns: %FALSE: once is enough
 */
gboolean
confab_store_wait_for_writer (gpointer source)
{
  ConfabStore *self = source;

  g_assert (confab_worker_is_current (self->reader));

  wait_at_gate (self, &self->n_opened);

  return FALSE;
}

/* --- Closing --- */

/**
 * confab_store_close_reader:
 * @source: a store
 *
 * Closes what the reader reads from.
 *
 * Returns: %FALSE: once is enough
 */
gboolean
confab_store_close_reader (gpointer source)
{
  ConfabStore *self = source;

  g_assert (confab_worker_is_current (self->reader));

  g_clear_pointer (&self->reading, confab_database_close);
  open_gate (self, &self->n_closed);

  return FALSE;
}

/**
 * confab_store_close_job:
 * @source: a store
 * @data: nothing
 * @error: return location
 *
 * Closes the files: a job of the writer.
 *
 * Returns: %TRUE
 */
gboolean
confab_store_close_job (gpointer   source,
                        gpointer   data,
                        GError   **error)
{
  ConfabStore *self = source;

  g_assert (confab_worker_is_current (self->writer));

  /* The last connection puts the -wal file back and removes it, and must be able to write. */
  wait_at_gate (self, &self->n_closed);

  if (self->run != NULL)
    confab_run_end (g_steal_pointer (&self->run), self->writing);
  g_clear_pointer (&self->writing, confab_database_close);

  g_mutex_lock (&self->mutex);
  self->run_id = 0;
  g_clear_pointer (&self->rescue_note, g_free);
  g_mutex_unlock (&self->mutex);
  set_result (self, CONFAB_STORE_CLOSED, NULL);

  return TRUE;
}
