/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-store"

#include "config.h"

#include "confab-file-watch.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib-unix.h>
#include <sys/inotify.h>
#include <unistd.h>

/* The first event is answered after this long, with all that came in between. */
#define WAIT_MS 300

/* inotify(7) itself and not GFileMonitor: that one says nothing when a file is closed which was not
 * written just before, and this is all that a process leaves behind when it is killed. */
struct _ConfabFileWatch {
  int                  fd;
  char                *prefix;
  ConfabFileWatchFunc  func;
  gpointer             user_data;
  GSource             *source; /* for events, or for the end of the wait */
};

static void wait_for_events (ConfabFileWatch *self);

/* Takes all events that are there. Returns whether one of them is of our files. */
static gboolean
take_events (ConfabFileWatch *self)
{
  _Alignas (struct inotify_event) char buffer[4096];
  gboolean ours = FALSE;
  gssize length;

  while ((length = read (self->fd, buffer, sizeof buffer)) > 0)
    {
      gssize at = 0;

      while (at < length)
        {
          const struct inotify_event *event = (const struct inotify_event *) (void *) (buffer + at);

          ours |= (event->mask & IN_Q_OVERFLOW) != 0 ||
                  (event->len > 0 && g_str_has_prefix (event->name, self->prefix));
          at += (gssize) (sizeof *event + event->len);
        }
    }

  return ours;
}

static void
set_source (ConfabFileWatch *self,
            GSource         *source,
            GSourceFunc      func)
{
  if (self->source != NULL)
    {
      g_source_destroy (self->source);
      g_source_unref (self->source);
    }

  self->source = source;
  if (source != NULL)
    {
      g_source_set_callback (source, func, self, NULL);
      g_source_set_static_name (source, "ConfabFileWatch");
      g_source_attach (source, g_main_context_get_thread_default ());
    }
}

static gboolean
wait_over_cb (gpointer user_data)
{
  ConfabFileWatch *self = user_data;

  /* What comes from now on is not in what is read now. */
  take_events (self);
  wait_for_events (self);
  self->func (self->user_data);

  return G_SOURCE_REMOVE;
}

static gboolean
events_cb (int          fd,
           GIOCondition condition,
           gpointer     user_data)
{
  ConfabFileWatch *self = user_data;

  if (!take_events (self))
    return G_SOURCE_CONTINUE;

  set_source (self, g_timeout_source_new (WAIT_MS), wait_over_cb);

  return G_SOURCE_REMOVE;
}

static void
wait_for_events (ConfabFileWatch *self)
{
  set_source (self, g_unix_fd_source_new (self->fd, G_IO_IN),
              (GSourceFunc) (void (*) (void)) events_cb);
}

/**
 * confab_file_watch_new:
 * @directory: a directory
 * @prefix: how the names of the files in it begin
 * @func: called in the thread-default context of the caller; may free the watch
 * @user_data: for @func
 * @error: return location
 *
 * Watches files: no polling, and nothing wakes up while nothing happens.
 *
 * Returns: (transfer full) (nullable): the watch
 */
ConfabFileWatch *
confab_file_watch_new (const char           *directory,
                       const char           *prefix,
                       ConfabFileWatchFunc   func,
                       gpointer              user_data,
                       GError              **error)
{
  ConfabFileWatch *self;
  int fd;

  g_return_val_if_fail (directory != NULL, NULL);
  g_return_val_if_fail (prefix != NULL, NULL);
  g_return_val_if_fail (func != NULL, NULL);

  fd = inotify_init1 (IN_NONBLOCK | IN_CLOEXEC);
  if (fd < 0 || inotify_add_watch (fd, directory, IN_MODIFY | IN_CLOSE_WRITE) < 0)
    {
      int saved_errno = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved_errno), "inotify: %s",
                   g_strerror (saved_errno));
      if (fd >= 0)
        close (fd);
      return NULL;
    }

  self = g_new0 (ConfabFileWatch, 1);
  self->fd = fd;
  self->prefix = g_strdup (prefix);
  self->func = func;
  self->user_data = user_data;
  wait_for_events (self);

  return self;
}

/**
 * confab_file_watch_free:
 * @self: (nullable) (transfer full): a watch
 */
void
confab_file_watch_free (ConfabFileWatch *self)
{
  if (self == NULL)
    return;

  set_source (self, NULL, NULL);
  close (self->fd);
  g_free (self->prefix);
  g_free (self);
}
