/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Writes the string at @path (a JSON pointer) itself, and returns whether it has done so. */
typedef gboolean (*ConfabJsonStringFunc) (const char *path,
                                          GString    *out,
                                          gpointer    user_data);

/**
 * ConfabJsonStyle:
 * @indent: spaces for each level; 0 writes it all in one line
 * @is_python: `True`, `False` and `None`: then it is a literal of Python as well
 * @is_plain: also escape what no editor or terminal shows as it is: controls, direction marks, and
 *   `!`, which a shell would take for itself
 * @string_func: (nullable): asked before each string value is written
 * @user_data: for @string_func
 *
 * How JSON is written.
 */
typedef struct {
  guint                indent;
  gboolean             is_python;
  gboolean             is_plain;
  ConfabJsonStringFunc string_func;
  gpointer             user_data;
} ConfabJsonStyle;

char *confab_json_write               (JsonNode              *node,
                                       const ConfabJsonStyle *style);
void  confab_json_append_string       (GString               *out,
                                       const char            *text,
                                       gboolean               is_plain);
void  confab_json_append_path_segment (GString               *path,
                                       const char            *name);

G_END_DECLS
