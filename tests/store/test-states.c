/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-lock.h"
#include "store-support.h"

#include "confab-database.h"
#include "confab-migrations.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

static const char *
get_test_directory (void)
{
  return g_getenv ("STORE_TEST_DIRECTORY");
}

/* A directory with a database that holds one session of two messages. */
static char *
make_history (char **path)
{
  char *directory = test_directory_new ();
  g_autoptr (ConfabStore) store = confab_store_new (directory);
  g_autoptr (GError) error = NULL;
  ConfabTurnIds ids;

  store_open (store, &error);
  g_assert_no_error (error);
  store_begin_turn (store, make_session (0, store_add_app (store, NULL), "Earlier"),
                    make_prompt ("A question"), make_answer (0, CONFAB_STATUS_QUEUED, ""), &ids,
                    &error);
  g_assert_no_error (error);
  store_save_answer (store, make_answer (ids.answer, CONFAB_STATUS_COMPLETE, "An answer"), NULL,
                     &error);
  g_assert_no_error (error);
  store_close (store);
  *path = g_build_filename (directory, "confab.db", NULL);

  return directory;
}

static void
check_can_read (ConfabStore *store,
                guint        n_sessions)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sessions = store_load_sessions (store, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (sessions->len, ==, n_sessions);
}

/* Every way of writing says why not. */
static void
check_cannot_write (ConfabStore *store)
{
  g_autofree char *note = confab_store_dup_note (store);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (note);
  g_assert_cmpint (store_add_app (store, &error), ==, 0);
  g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_STORE);
  g_assert_cmpstr (error->message, ==, note);
  g_clear_error (&error);
  g_assert_false (store_begin_turn (store, make_session (0, 1, "x"), make_prompt ("x"),
                                    make_answer (0, CONFAB_STATUS_QUEUED, ""), NULL, &error));
  g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_STORE);
  g_clear_error (&error);
  g_assert_false (store_delete_session (store, 1, &error));
  g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_STORE);
  g_assert_cmpint (confab_store_get_run (store), ==, 0);
}

/* --- Newer --- */

static void
test_newer (void)
{
  g_autofree char *path = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  char *directory = make_history (&path);
  g_autoptr (ConfabStore) store = confab_store_new (directory);
  g_autoptr (GError) error = NULL;

  database_ask (path, "PRAGMA user_version = 9999");
  before = file_hash (path);

  g_assert_true (store_open (store, &error));
  g_assert_no_error (error);
  g_assert_cmpint (confab_store_get_state (store), ==, CONFAB_STORE_NEWER);
  check_can_read (store, 1);
  check_cannot_write (store);
  store_close (store);

  after = file_hash (path);
  g_assert_cmpstr (before, ==, after);
  test_directory_remove (directory);
}

/* --- Broken --- */

static int
hold_lock (const char *path)
{
  g_autofree char *directory = g_path_get_dirname (path);
  int fd;

  g_mkdir_with_parents (directory, 0700);
  fd = confab_lock_acquire (path, 0, NULL);
  g_assert_cmpint (fd, >=, 0);

  return fd;
}

/* It is put aside as it was, the program starts, and says where the old one is. */
static void
check_rescued (const char *directory,
               const char *path,
               guint       n_sessions)
{
  g_autoptr (ConfabStore) store = confab_store_new (directory);
  g_autoptr (GError) error = NULL;
  g_autofree char *before = file_hash (path);
  g_autofree char *after = NULL;
  g_autofree char *note = NULL;
  g_autofree char *aside = NULL;

  g_assert_true (store_open (store, &error));
  g_assert_no_error (error);
  g_assert_cmpint (confab_store_get_state (store), ==, CONFAB_STORE_OPEN);
  note = confab_store_dup_rescue_note (store);
  g_assert_nonnull (note);
  g_test_message ("%s", note);
  aside = g_strdup (strstr (note, directory));
  after = file_hash (aside);
  g_assert_cmpstr (before, ==, after);
  check_can_read (store, n_sessions);
  g_assert_cmpint (store_add_app (store, &error), !=, 0);
  store_close (store);
  g_assert_cmpint (database_ask (path, "SELECT count(*) FROM pragma_integrity_check"
                                       " WHERE integrity_check <> 'ok'"), ==, 0);

  /* Once is enough. */
  g_assert_true (store_open (store, &error));
  g_assert_null (confab_store_dup_rescue_note (store));
  store_close (store);
}

/* As long as another process has it open nothing is touched. */
static void
check_broken (const char *directory,
              const char *path)
{
  g_autofree char *lock = g_build_filename (directory, "runs", "77.lock", NULL);
  int fd = hold_lock (lock);
  g_autoptr (ConfabStore) store = confab_store_new (directory);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sessions = NULL;
  g_autofree char *before = file_hash (path);
  g_autofree char *after = NULL;

  g_assert_false (store_open (store, &error));
  g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_STORE);
  g_test_message ("%s", error->message);
  g_clear_error (&error);
  g_assert_cmpint (confab_store_get_state (store), ==, CONFAB_STORE_BROKEN);
  check_cannot_write (store);
  sessions = store_load_sessions (store, &error);
  g_assert_null (sessions);
  g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_STORE);
  store_close (store);

  after = file_hash (path);
  g_assert_cmpstr (before, ==, after);
  close (fd);
  g_unlink (lock);
}

static void
test_no_database (void)
{
  char *directory = test_directory_new ();
  g_autofree char *path = g_build_filename (directory, "confab.db", NULL);
  g_autofree char *noise = g_strnfill (20000, '#');
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, noise, -1, &error);
  g_assert_no_error (error);
  check_broken (directory, path);
  check_rescued (directory, path, 0);

  g_file_set_contents (path, "x", -1, &error);
  check_rescued (directory, path, 0);

  test_directory_remove (directory);
}

static void
test_truncated (void)
{
  g_autofree char *path = NULL;
  char *directory = make_history (&path);
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (truncate (path, info.st_size / 2), ==, 0);
  check_broken (directory, path);
  g_assert_cmpint (truncate (path, 1000), ==, 0);
  check_broken (directory, path);
  g_assert_cmpint (truncate (path, 10), ==, 0);
  check_broken (directory, path);
  check_rescued (directory, path, 0);

  test_directory_remove (directory);
}

static void
test_damaged_header (void)
{
  g_autofree char *path = NULL;
  char *directory = make_history (&path);
  int fd = g_open (path, O_WRONLY | O_CLOEXEC, 0);

  /* The first page holds the schema. */
  g_assert_cmpint (pwrite (fd, "\xff\xff\xff\xff\xff\xff\xff\xff", 8, 100), ==, 8);
  close (fd);
  check_broken (directory, path);
  check_rescued (directory, path, 0);

  test_directory_remove (directory);
}

static void
test_foreign_database (void)
{
  char *directory = test_directory_new ();
  g_autofree char *path = g_build_filename (directory, "confab.db", NULL);

  database_ask (path, "CREATE TABLE holiday (photo BLOB)");
  check_broken (directory, path);
  database_ask (path, "PRAGMA user_version = 1");
  check_broken (directory, path);
  check_rescued (directory, path, 0);

  test_directory_remove (directory);
}

/* A page in the middle: the program starts, and says so where it is read. */
static void
test_damaged_page (void)
{
  g_autofree char *path = NULL;
  g_autofree char *noise = g_strnfill (4096, '\xfe');
  char *directory = make_history (&path);
  g_autoptr (ConfabStore) store = confab_store_new (directory);
  g_autoptr (GError) error = NULL;
  gint64 page;
  int fd;

  page = database_ask (path, "SELECT rootpage FROM sqlite_schema WHERE name = 'message'");
  fd = g_open (path, O_WRONLY | O_CLOEXEC, 0);
  g_assert_cmpint (pwrite (fd, noise, 4096, (page - 1) * 4096), ==, 4096);
  close (fd);

  g_assert_true (store_open (store, &error));
  g_assert_no_error (error);
  check_can_read (store, 1);
  g_assert_null (store_load_messages (store, 1, 0, 10, &error));
  g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_STORE);
  g_test_message ("%s", error->message);
  store_close (store);

  /* And the next start puts it aside. */
  check_rescued (directory, path, 1);

  test_directory_remove (directory);
}

/* An error of the disk can look like damage, and leaves a mark: a file that is well stays. */
static void
test_marked_in_error (void)
{
  g_autofree char *path = NULL;
  char *directory = make_history (&path);
  g_autofree char *mark = g_strconcat (path, ".damaged", NULL);
  g_autoptr (ConfabStore) store = confab_store_new (directory);
  g_autoptr (GError) error = NULL;
  sqlite3 *raw = NULL;

  g_assert_true (g_file_set_contents (mark, "", 0, NULL));
  g_assert_true (store_open (store, &error));
  g_assert_no_error (error);
  g_assert_null (confab_store_dup_rescue_note (store));
  g_assert_false (g_file_test (mark, G_FILE_TEST_EXISTS));
  check_can_read (store, 1);
  store_close (store);

  /* What search keeps is part of it, which no look at the tables would find. */
  g_assert_cmpint (sqlite3_open (path, &raw), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (raw, "UPDATE message_index_data SET block = x'00ff00ff'"
                                      " WHERE id > 100", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (raw);
  g_assert_true (g_file_set_contents (mark, "", 0, NULL));
  check_rescued (directory, path, 1);

  test_directory_remove (directory);
}

/* --- Read-only --- */

/* In a process of its own, which gives up the power over all files when it has it. */
static void
test_read_only_place (void)
{
  g_autofree char *path = NULL;
  char *directory;
  GStatBuf info;

  if (g_test_subprocess ())
    {
      g_autoptr (ConfabStore) store = NULL;
      g_autoptr (GError) error = NULL;

      if (getuid () == 0)
        g_assert_cmpint (setresuid (65534, 65534, 65534), ==, 0);
      store = confab_store_new (get_test_directory ());
      g_assert_true (store_open (store, &error));
      g_assert_no_error (error);
      g_assert_cmpint (confab_store_get_state (store), ==, CONFAB_STORE_READ_ONLY);
      check_can_read (store, g_strcmp0 (g_getenv ("STORE_TEST_EMPTY"), "1") == 0 ? 0 : 1);
      check_cannot_write (store);
      store_close (store);
      return;
    }

  directory = make_history (&path);
  g_setenv ("STORE_TEST_DIRECTORY", directory, TRUE);
  g_assert_cmpint (g_chmod (path, 0444), ==, 0);
  g_assert_cmpint (g_chmod (directory, 0555), ==, 0);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();

  /* Only the file cannot be written to, or only the directory. */
  g_assert_cmpint (g_chmod (directory, 0777), ==, 0);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
  g_assert_cmpint (g_chmod (path, 0666), ==, 0);
  g_assert_cmpint (g_chmod (directory, 0555), ==, 0);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();

  /* An older version is shown all the same. */
  g_assert_cmpint (g_chmod (directory, 0777), ==, 0);
  g_assert_cmpint (g_unlink (path), ==, 0);
  database_load_fixture (path, "1.sql");
  g_assert_cmpint (g_chmod (path, 0444), ==, 0);
  g_assert_cmpint (g_chmod (directory, 0555), ==, 0);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
  g_assert_cmpint (database_ask (path, "PRAGMA user_version"), ==, 1);

  /* Nothing is there, and nothing can be made. */
  g_assert_cmpint (g_chmod (directory, 0777), ==, 0);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_chmod (directory, 0555), ==, 0);
  g_setenv ("STORE_TEST_EMPTY", "1", TRUE);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
  g_unsetenv ("STORE_TEST_EMPTY");
  g_assert_cmpint (g_stat (path, &info), ==, -1);

  g_assert_cmpint (g_chmod (directory, 0700), ==, 0);
  test_directory_remove (directory);
}

/* --- A full disk --- */

static void
fill_disk (const char *directory)
{
  g_autofree char *path = g_build_filename (directory, "filler", NULL);
  g_autofree char *block = g_strnfill (4096, 'x');
  int fd = g_open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

  while (write (fd, block, 4096) > 0)
    ;
  close (fd);
}

static void
empty_disk (const char *directory)
{
  g_autofree char *path = g_build_filename (directory, "filler", NULL);

  g_unlink (path);
}

static void
check_whole (const char *path)
{
  g_assert_cmpint (database_ask (path, "SELECT count(*) FROM pragma_integrity_check"
                                       " WHERE integrity_check <> 'ok'"), ==, 0);
}

/* In a mount namespace of its own. */
static void
use_full_disk (const char *directory)
{
  g_autofree char *path = g_build_filename (directory, "confab.db", NULL);
  g_autofree char *long_text = g_strnfill (200000, 'y');
  g_autoptr (ConfabStore) store = confab_store_new (directory);
  g_autoptr (ConfabSessionRecord) session = NULL;
  g_autoptr (GPtrArray) messages = NULL;
  g_autofree char *note = NULL;
  g_autoptr (GError) error = NULL;
  ConfabMessageRecord *got;
  ConfabTurnIds ids;
  gint64 app;

  store_open (store, &error);
  g_assert_no_error (error);
  app = store_add_app (store, &error);
  g_assert_no_error (error);
  store_begin_turn (store, make_session (0, app, "Kept"), make_prompt ("A question"),
                    make_answer (0, CONFAB_STATUS_QUEUED, ""), &ids, &error);
  g_assert_no_error (error);

  /* The prompt is refused with the reason, the running answer is not saved, nothing is half. */
  fill_disk (directory);
  g_assert_false (store_begin_turn (store, make_session (0, app, "Refused"),
                                    make_prompt (long_text),
                                    make_answer (0, CONFAB_STATUS_QUEUED, ""), NULL, &error));
  g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_STORE);
  g_assert_cmpstr (error->message, ==, "The disk is full: nothing could be saved.");
  g_clear_error (&error);
  g_assert_false (store_save_answer (store,
                                     make_answer (ids.answer, CONFAB_STATUS_STREAMING, long_text),
                                     NULL, &error));
  g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_STORE);
  g_clear_error (&error);
  check_can_read (store, 1);

  /* It saves as soon as there is room. */
  empty_disk (directory);
  store_save_answer (store, make_answer (ids.answer, CONFAB_STATUS_COMPLETE, "An answer"), NULL,
                     &error);
  g_assert_no_error (error);

  /* With a full disk the program closes and starts; what is there can be read. */
  fill_disk (directory);
  store_close (store);
  g_assert_true (store_open (store, &error));
  g_assert_no_error (error);
  note = confab_store_dup_note (store);
  g_test_message ("state %d: %s", confab_store_get_state (store), note);
  g_assert_nonnull (note);
  check_can_read (store, 1);
  g_assert_false (store_begin_turn (store, make_session (0, app, "Refused"),
                                    make_prompt (long_text),
                                    make_answer (0, CONFAB_STATUS_QUEUED, ""), NULL, &error));
  g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_STORE);
  g_clear_error (&error);
  store_close (store);

  empty_disk (directory);
  store_open (store, &error);
  g_assert_no_error (error);
  g_assert_cmpint (confab_store_get_state (store), ==, CONFAB_STORE_OPEN);
  messages = store_load_messages (store, ids.session, 0, 10, &error);
  g_assert_cmpuint (messages->len, ==, 2);
  got = g_ptr_array_index (messages, 1);
  g_assert_cmpstr (got->text, ==, "An answer");
  store_begin_turn (store, make_session (ids.session, app, "Kept"), make_prompt ("Again"),
                    make_answer (0, CONFAB_STATUS_QUEUED, ""), &ids, &error);
  g_assert_no_error (error);
  store_close (store);
  check_whole (path);
}

/* Says by a file whether it could mount anything: the parent must know. */
static gboolean
enter_small_disk (const char *directory)
{
  if (unshare (CLONE_NEWNS) != 0 && unshare (CLONE_NEWUSER | CLONE_NEWNS) != 0)
    return FALSE;

  return mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
         mount ("tmpfs", directory, "tmpfs", MS_NOSUID | MS_NODEV, "size=1m") == 0;
}

static void
test_full_disk (void)
{
  g_autofree char *marker = NULL;
  char *directory;

  if (g_test_subprocess ())
    {
      if (!enter_small_disk (get_test_directory ()))
        {
          marker = g_strconcat (get_test_directory (), ".refused", NULL);
          g_assert_true (g_file_set_contents (marker, "", 0, NULL));
          return;
        }
      use_full_disk (get_test_directory ());
      return;
    }

  directory = test_directory_new ();
  marker = g_strconcat (directory, ".refused", NULL);
  g_setenv ("STORE_TEST_DIRECTORY", directory, TRUE);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
  if (g_unlink (marker) == 0)
    g_test_skip ("no small disk can be mounted here");
  test_directory_remove (directory);
}

/* The same by SQLite's own limit, where nothing can be mounted. */
static void
test_full_database (void)
{
  g_autofree char *path = NULL;
  g_autofree char *long_text = g_strnfill (400000, 'y');
  char *directory = make_history (&path);

  {
    g_autoptr (GError) error = NULL;
    g_autoptr (ConfabDatabase) database = NULL;
    g_autoptr (ConfabStatement) statement = NULL;
    gint64 n;

    database = confab_database_open (path, CONFAB_DATABASE_WRITE, &error);
    g_assert_no_error (error);
    confab_database_query_int (database, "PRAGMA max_page_count = 1", &n, &error);
    g_assert_no_error (error);

    g_assert_true (confab_database_begin (database, &error));
    confab_database_execute (database, "UPDATE session SET title = 'half'", &error);
    g_assert_no_error (error);
    statement = confab_database_prepare (database, "UPDATE message SET text = ?1", &error);
    g_assert_no_error (error);
    confab_statement_bind_text (statement, 1, long_text);
    g_assert_false (confab_database_end (database, confab_statement_run (statement, &error),
                                         NULL));
    g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_STORE);
    g_assert_cmpstr (error->message, ==, "The disk is full: nothing could be saved.");
  }

  check_whole (path);
  g_assert_cmpint (database_ask (path, "SELECT count(*) FROM session WHERE title = 'Earlier'"),
                   ==, 1);
  test_directory_remove (directory);
}

/* Each write fails from some moment on: it is said, nothing crashes, the file stays whole. */
static void
test_write_errors (void)
{
  g_autofree char *peer = g_test_build_filename (G_TEST_BUILT, "store", "store-peer", NULL);
  g_autofree char *path = NULL;
  char *directory = make_history (&path);
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  for (guint kilobytes = 0; kilobytes <= 12; kilobytes += 4)
    {
      g_autoptr (GSubprocessLauncher) launcher =
        g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
      g_autoptr (GSubprocess) process = NULL;
      g_autofree char *limit = g_strdup_printf ("%u", kilobytes * 1024);
      g_autofree char *output = NULL;
      g_autoptr (GError) error = NULL;

      g_subprocess_launcher_setenv (launcher, "STORE_PEER_FILE_SIZE", limit, TRUE);
      process = g_subprocess_launcher_spawn (launcher, &error, peer, "open", directory, NULL);
      g_assert_no_error (error);
      g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (g_subprocess_get_successful (process));
      g_assert_nonnull (strstr (output, "sessions 1\n"));
      g_assert_nonnull (strstr (output, "save: The disk reported an error"));
      check_whole (path);
    }

  test_directory_remove (directory);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/states/newer", test_newer);
  g_test_add_func ("/store/states/no-database", test_no_database);
  g_test_add_func ("/store/states/truncated", test_truncated);
  g_test_add_func ("/store/states/damaged-header", test_damaged_header);
  g_test_add_func ("/store/states/damaged-page", test_damaged_page);
  g_test_add_func ("/store/states/marked-in-error", test_marked_in_error);
  g_test_add_func ("/store/states/foreign-database", test_foreign_database);
  g_test_add_func ("/store/states/read-only-place", test_read_only_place);
  g_test_add_func ("/store/states/full-disk", test_full_disk);
  g_test_add_func ("/store/states/full-database", test_full_database);
  g_test_add_func ("/store/states/write-errors", test_write_errors);

  return g_test_run ();
}
