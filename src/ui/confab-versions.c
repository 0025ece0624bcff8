/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-versions.h"

#include <adwaita.h>

#include "confab-libraries.h"

static void
append (GString    *text,
        const char *name,
        const char *running,
        const char *compiled)
{
  if (running != NULL)
    g_string_append_printf (text, "%s %s (compiled against %s)\n", name, running, compiled);
  else
    g_string_append_printf (text, "%s (compiled against %s)\n", name, compiled);
}

/**
 * confab_versions_dup_text:
 *
 * Returns: (transfer full): the version of Confab and, one a line, those of the libraries: the one
 * that is running, where the library tells, and the one it was compiled against. It holds nothing
 * about the person and is not translated: it is for reports.
 */
char *
confab_versions_dup_text (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) libraries = confab_libraries_list ();
  g_autofree char *gtk_running = g_strdup_printf ("%u.%u.%u", gtk_get_major_version (),
                                                  gtk_get_minor_version (),
                                                  gtk_get_micro_version ());
  g_autofree char *gtk_compiled = g_strdup_printf ("%d.%d.%d", GTK_MAJOR_VERSION,
                                                   GTK_MINOR_VERSION, GTK_MICRO_VERSION);
  g_autofree char *adw_running = g_strdup_printf ("%u.%u.%u", adw_get_major_version (),
                                                  adw_get_minor_version (),
                                                  adw_get_micro_version ());

  g_string_append_printf (text, "Confab %s\n", PACKAGE_VERSION);
  append (text, "GTK", gtk_running, gtk_compiled);
  append (text, "libadwaita", adw_running, ADW_VERSION_S);
  for (guint i = 0; i < libraries->len; i++)
    {
      const ConfabLibrary *library = g_ptr_array_index (libraries, i);

      append (text, library->name, library->running, library->compiled);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}
