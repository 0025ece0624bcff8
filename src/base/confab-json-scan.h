/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabJsonScan:
 *
 * Answers one question about text that arrives in pieces: is it one whole JSON text by now? Each
 * byte is looked at once. Nothing is built; nesting over %CONFAB_JSON_MAX_DEPTH is never whole. What it
 * sees on the way, nobody need look for again: @has_unicode, an escape by number; @has_odd_number, one
 * that may be out of range; and the longest string that is a value.
 */
typedef struct {
  guint64     is_array; /* one bit a level */
  const char *literal;  /* what is still to come of `true`, `false` or `null` */
  guint8      depth;
  guint8      state;
  guint8      n_digits; /* still to come of \uXXXX */
  gboolean    is_key;
  gboolean    is_too_deep;
  gboolean    has_unicode;
  gboolean    has_odd_number;
  guint       n_number; /* bytes of the number so far */
  gsize       string_start;
  gsize       longest_start;
  gsize       longest_length;
  gsize       n_accepted; /* bytes before the first that cannot be */
} ConfabJsonScan;

void     confab_json_scan_reset    (ConfabJsonScan       *self);
void     confab_json_scan_feed     (ConfabJsonScan       *self,
                                    const char           *text,
                                    gsize                 length);
gboolean confab_json_scan_is_whole (const ConfabJsonScan *self,
                                    gboolean              at_end);
gsize    confab_json_plain_run     (const char           *text,
                                    gsize                 length);

G_END_DECLS
