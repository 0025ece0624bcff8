/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-store"

#include "config.h"

#include "confab-lock.h"

#include "confab-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define POLL_MS 10

static void
fill_whole_file (struct flock *lock)
{
  *lock = (struct flock) {
    .l_type = F_WRLCK,
    .l_whence = SEEK_SET,
  };
}

/**
 * confab_lock_acquire:
 * @path: the file; made when it does not exist
 * @wait_ms: how long to wait for the one who holds it; blocks the calling thread
 * @error: return location
 *
 * The lock is of the open file description (fcntl(2), F_OFD_SETLK), so it also stands between two
 * stores of one process, and no close() elsewhere drops it.
 *
 * Returns: the lock, or -1
 */
int
confab_lock_acquire (const char  *path,
                     guint        wait_ms,
                     GError     **error)
{
  guint waited = 0;
  int saved_errno;
  int fd;

  g_return_val_if_fail (path != NULL, -1);

  fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    {
      saved_errno = errno;
      g_debug ("open: %s", g_strerror (saved_errno));
      if (saved_errno == ENOSPC || saved_errno == EDQUOT)
        g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_STORE,
                             _("The disk is full: nothing could be saved."));
      else
        g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_STORE,
                             _("The folder with the sessions cannot be written to. See to it that it is "
                               "yours, and that its disk is not write-protected."));
      return -1;
    }

  for (;;)
    {
      struct flock lock;

      fill_whole_file (&lock);
      if (fcntl (fd, F_OFD_SETLK, &lock) == 0)
        return fd;

      saved_errno = errno;
      if ((saved_errno != EAGAIN && saved_errno != EACCES && saved_errno != EINTR) ||
          waited >= wait_ms)
        break;

      g_usleep (POLL_MS * 1000);
      waited += POLL_MS;
    }

  g_debug ("lock: %s", g_strerror (saved_errno));
  close (fd);
  g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_STORE,
                       _("Another Confab is busy with the conversations. Try again."));

  return -1;
}

/**
 * confab_lock_release:
 * @lock: a lock, or -1
 */
void
confab_lock_release (int lock)
{
  if (lock >= 0)
    close (lock);
}

/**
 * confab_lock_is_held:
 * @path: a file
 *
 * Returns: whether somebody holds the lock; also %TRUE when that cannot be told
 */
gboolean
confab_lock_is_held (const char *path)
{
  struct flock lock;
  gboolean held = TRUE;
  int fd;

  g_return_val_if_fail (path != NULL, TRUE);

  fd = g_open (path, O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0);
  if (fd < 0)
    return errno != ENOENT;

  fill_whole_file (&lock);
  if (fcntl (fd, F_OFD_GETLK, &lock) == 0)
    held = lock.l_type != F_UNLCK;
  close (fd);

  return held;
}
