/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

#include "confab-export.h"

G_BEGIN_DECLS

#define CONFAB_EXPORT_FORMAT  "confab-export"
#define CONFAB_EXPORT_VERSION 1

/* What a file says of a session besides its messages. */
typedef struct {
  ConfabSessionRecord *record;
  char                *app_name;
  ConfabAppKind        app_kind;
  gint64               head;     /* the end of the path that is shown, 0 when not known */
} ConfabExportHead;

/* How a format writes; runs on a worker thread. */
typedef struct {
  void (*begin)   (GString                   *out);
  void (*session) (GString                   *out,
                   const ConfabExportHead    *head,
                   gboolean                   is_first);
  void (*message) (GString                   *out,
                   const ConfabMessageRecord *message,
                   const char                *app_name,
                   ConfabExportParts          parts,
                   gboolean                   is_first);
  void (*end_session) (GString               *out);
  void (*end)     (GString                   *out);
} ConfabExportWriter;

const ConfabExportWriter *confab_export_markdown_writer (void);
const ConfabExportWriter *confab_export_html_writer     (void);
const ConfabExportWriter *confab_export_json_writer     (void);

/* Local date and time; empty for a time that is not known. (transfer full) */
char                     *confab_export_format_time     (gint64 time);
/* The members of an array of JSON objects that hold text. (transfer full) (nullable) */
JsonArray                *confab_export_parse_array     (const char *text);

G_END_DECLS
