/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "confab-records.h"

G_BEGIN_DECLS

/* What a file may hold: more than anybody has, less than would harm. */
#define CONFAB_IMPORT_MAX_BYTES    (256 * 1024 * 1024)
#define CONFAB_IMPORT_MAX_SESSIONS 10000
#define CONFAB_IMPORT_MAX_MESSAGES 200000
#define CONFAB_IMPORT_MAX_TEXT     (16 * 1024 * 1024)

/* A session as a file has it. */
typedef struct {
  char                *app_name;
  ConfabAppKind        app_kind;
  ConfabSessionRecord *record;
  GPtrArray           *messages; /* of ConfabMessageRecord, each after the one it follows */
  gint64               head;
} ConfabImported;

void       confab_imported_free      (ConfabImported  *self);
/* Blocks: for a thread. (transfer full) (element-type ConfabImported) (nullable) */
GPtrArray *confab_import_read_file   (GFile           *file,
                                      GCancellable    *cancellable,
                                      GError         **error);
GPtrArray *confab_import_parse       (const char      *text,
                                      gsize            length,
                                      GError         **error);

G_END_DECLS
