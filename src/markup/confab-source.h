/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabSource:
 *
 * A message's text as the parser may have it: valid UTF-8, line feeds only, no NUL and nothing of
 * what this folder uses for itself. Whatever comes is only ever appended.
 */
typedef struct {
  GString  *text;
  gsize     consumed; /* bytes of the message */
  gboolean  after_return; /* a line feed now belongs to the line end before */
} ConfabSource;

void confab_source_init   (ConfabSource *self);
void confab_source_clear  (ConfabSource *self);
void confab_source_reset  (ConfabSource *self);
void confab_source_append (ConfabSource *self,
                           const char   *text,
                           gsize         length,
                           gboolean      finished);

G_END_DECLS
