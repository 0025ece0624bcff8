/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabLibrary:
 * @name: the library
 * @running: the version that is loaded, or %NULL when the library does not tell
 * @compiled: the version Confab was compiled against
 */
typedef struct {
  const char *name;
  char       *running;
  char       *compiled;
} ConfabLibrary;

void       confab_library_free        (ConfabLibrary *self);
/* (transfer full) (element-type ConfabLibrary): all that stands below the user interface. */
GPtrArray *confab_libraries_list      (void);

G_END_DECLS
