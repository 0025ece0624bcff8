/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-records.h"

G_BEGIN_DECLS

/* A file of presets is never larger than this, in bytes. */
#define CONFAB_PRESET_FILE_MAX (4 * 1024 * 1024)

char      *confab_preset_file_write (GPtrArray   *records);
GPtrArray *confab_preset_file_read  (const char  *text,
                                     gssize       length,
                                     GError     **error);

G_END_DECLS
