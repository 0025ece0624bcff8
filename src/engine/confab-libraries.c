/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-libraries.h"

#include <json-glib/json-glib.h>

#include "confab-client.h"
#include "confab-key-store.h"
#include "confab-store.h"

/**
 * confab_library_free:
 * @self: (nullable) (transfer full): a library
 */
void
confab_library_free (ConfabLibrary *self)
{
  if (self == NULL)
    return;

  g_free (self->running);
  g_free (self->compiled);
  g_free (self);
}

static void
add (GPtrArray  *list,
     const char *name,
     char       *running,
     char       *compiled)
{
  ConfabLibrary *library = g_new0 (ConfabLibrary, 1);

  library->name = name;
  library->running = running;
  library->compiled = compiled;
  g_ptr_array_add (list, library);
}

/**
 * confab_libraries_list:
 *
 * Returns: (transfer full) (element-type ConfabLibrary): the libraries below the user interface,
 *   each with the version that runs and the one Confab was compiled against
 */
GPtrArray *
confab_libraries_list (void)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_library_free);

  add (list, "GLib",
       g_strdup_printf ("%u.%u.%u", glib_major_version, glib_minor_version, glib_micro_version),
       g_strdup_printf ("%d.%d.%d", GLIB_MAJOR_VERSION, GLIB_MINOR_VERSION, GLIB_MICRO_VERSION));
  /* json-glib and libsecret do not tell which of them is loaded. */
  add (list, "json-glib", NULL, g_strdup (JSON_VERSION_S));
  add (list, "libsoup", confab_client_dup_library_version (FALSE),
       confab_client_dup_library_version (TRUE));
  add (list, "libsecret", NULL, confab_key_store_dup_library_version ());
  add (list, "SQLite", confab_store_dup_library_version (FALSE),
       confab_store_dup_library_version (TRUE));

  return list;
}
