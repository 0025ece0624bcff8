/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-engine.h"

G_BEGIN_DECLS

/*
 * Sessions in files of other kinds, and back from our own. Nothing secret is in them: there is
 * nothing secret in the database.
 */

typedef enum {
  CONFAB_EXPORT_MARKDOWN, /* the path that is shown */
  CONFAB_EXPORT_HTML,     /* the same, as one page without anything to load */
  CONFAB_EXPORT_JSON,     /* everything, with all versions; what import reads */
} ConfabExportFormat;

typedef enum {
  CONFAB_EXPORT_THOUGHTS = 1 << 0,   /* and the nodes of workflows */
  CONFAB_EXPORT_CITATIONS = 1 << 1,
  CONFAB_EXPORT_PARAMETERS = 1 << 2, /* what was sent, usage, times, ids */
} ConfabExportParts;

/* Writes @sessions (of ConfabSession, stored ones) into one file, step by step; the file is only
 * there, or replaced, when it is whole. */
void     confab_engine_export_async  (ConfabEngine         *self,
                                      GPtrArray            *sessions,
                                      ConfabExportFormat    format,
                                      ConfabExportParts     parts,
                                      GFile                *file,
                                      GCancellable         *cancellable,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data);
gboolean confab_engine_export_finish (ConfabEngine         *self,
                                      GAsyncResult         *result,
                                      GError              **error);
/* A name for the file, from the title of what goes into it. (transfer full) */
char    *confab_export_suggest_name  (GPtrArray            *sessions,
                                      ConfabExportFormat    format);

/* Reads a file that export has written as JSON. Sessions go to the application of the same name,
 * or else to @app. A file that is anything else is refused as a whole, with the reason. The finish
 * gives the sessions that were added. (transfer full) (element-type ConfabSession) (nullable) */
void     confab_engine_import_async  (ConfabEngine         *self,
                                      GFile                *file,
                                      ConfabStudioApp      *app,
                                      GCancellable         *cancellable,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data);
GPtrArray *confab_engine_import_finish (ConfabEngine       *self,
                                      GAsyncResult         *result,
                                      GError              **error);

/* Today's copy of everything, unless it is there; the newest seven stay. After the first frame,
 * please. */
void       confab_engine_back_up         (ConfabEngine  *self);
/* The names of the copies, the newest first, such as confab-20261125.db. (transfer full) */
GPtrArray *confab_engine_list_backups    (ConfabEngine  *self);
/* How big a copy is, in bytes; -1 where it is gone. */
gint64     confab_engine_get_backup_size (ConfabEngine  *self,
                                          const char    *name);
/* The next start begins with this copy; what is there now is kept beside it. */
gboolean   confab_engine_request_restore (ConfabEngine  *self,
                                          const char    *name,
                                          GError       **error);

G_END_DECLS
