/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "demo-program.h"

#include <string.h>

/**
 * demo_program_start:
 * @confab: the program
 * @key: the key that it takes
 * @pace: how slow it answers; 1 is its usual way
 * @base_url: (out) (transfer full): where it is
 *
 * Returns: (transfer full): the service, for demo_program_stop()
 */
GSubprocess *
demo_program_start (const char  *confab,
                    const char  *key,
                    const char  *pace,
                    char       **base_url)
{
  g_autoptr (GSubprocess) self = NULL;
  g_autoptr (GDataInputStream) output = NULL;
  g_autofree char *line = NULL;
  g_autoptr (GError) error = NULL;
  const char *url;

  self = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error,
                           confab, "demo-service", "--port", "0", "--key", key, "--pace", pace,
                           "--quiet", NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self));
  line = g_data_input_stream_read_line_utf8 (output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  url = strstr (line, "http://");
  g_assert_nonnull (url);
  *base_url = g_strndup (url, strcspn (url, " \""));

  return g_steal_pointer (&self);
}

/**
 * demo_program_stop:
 * @self: (transfer full): the service
 */
void
demo_program_stop (GSubprocess *self)
{
  g_subprocess_force_exit (self);
  g_subprocess_wait (self, NULL, NULL);
  g_object_unref (self);
}
