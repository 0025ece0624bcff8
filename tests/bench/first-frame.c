/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A GIO module that tells when a GTK program has painted its first frame, and at what cost. GIO
 * loads it (GIO_EXTRA_MODULES) into Confab and into the empty window alike, so neither needs a line
 * of code for being measured. The report goes to the file CONFAB_BENCH_REPORT; with
 * CONFAB_BENCH_EXIT the program ends there. */

#include "config.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <gio/gio.h>
#include <gtk/gtk.h>

static double
get_milliseconds (const struct timeval *time)
{
  return time->tv_sec * 1e3 + time->tv_usec / 1e3;
}

static gboolean
is_any_window_mapped (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (gtk_widget_get_mapped (window))
        return TRUE;
    }

  return FALSE;
}

static gboolean
frame_painted_cb (GSignalInvocationHint *hint,
                  guint                  n_values,
                  const GValue          *values,
                  gpointer               user_data)
{
  const char *path = g_getenv ("CONFAB_BENCH_REPORT");
  g_autofree char *report = NULL;
  g_autofree char *part = NULL;
  struct rusage usage;

  /* The clock may tick before there is anything to see. */
  if (!is_any_window_mapped ())
    return TRUE;

  getrusage (RUSAGE_SELF, &usage);
  report = g_strdup_printf ("{\"cpu_ms\": %.3f, \"at_us\": %" G_GINT64_FORMAT "}\n",
                            get_milliseconds (&usage.ru_utime) + get_milliseconds (&usage.ru_stime),
                            g_get_monotonic_time ());
  part = g_strconcat (path, ".part", NULL);
  if (g_file_set_contents (part, report, -1, NULL))
    rename (part, path);

  if (g_getenv ("CONFAB_BENCH_EXIT") != NULL)
    _exit (0);

  return FALSE;
}

void
g_io_module_load (GIOModule *module)
{
  if (g_getenv ("CONFAB_BENCH_REPORT") == NULL)
    return;

  /* The hook stays as long as the program runs. */
  g_type_module_use (G_TYPE_MODULE (module));
  g_type_class_unref (g_type_class_ref (GDK_TYPE_FRAME_CLOCK));
  g_signal_add_emission_hook (g_signal_lookup ("after-paint", GDK_TYPE_FRAME_CLOCK), 0,
                              frame_painted_cb, NULL, NULL);
}

void
g_io_module_unload (GIOModule *module)
{
}

char **
g_io_module_query (void)
{
  return g_new0 (char *, 1);
}
