/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabSseParser:
 *
 * Event stream parser: a push function without I/O, to the WHATWG rules (HTML 9.2.5 and 9.2.6).
 * How the bytes are cut never changes the events.
 */
typedef struct _ConfabSseParser ConfabSseParser;

typedef enum {
  CONFAB_SSE_STRICT,
  /* Model Studio's documents print frames without blank lines: an `id` line after data that is
   * already one whole JSON text starts a new frame, and such data pending at the end counts. */
  CONFAB_SSE_LENIENT,
} ConfabSseProfile;

/* Limits: over one of them the parser stops for good, and says which. */
#define CONFAB_SSE_MAX_LINE    (16 * 1024 * 1024)
#define CONFAB_SSE_MAX_EVENT   (16 * 1024 * 1024)
#define CONFAB_SSE_MAX_EVENTS  2000000
#define CONFAB_SSE_MAX_COMMENT 4096

/**
 * ConfabSseEvent:
 * All strings are valid UTF-8, may hold NUL and live until the callback returns.
 * @id is the last event id at dispatch, @block_id the `id` field of this very block (or %NULL).
 * @comments are those of this block, joined by LF, each text after ":" untouched.
 * @status is the number of a comment `HTTP_STATUS/n` of this block, or 0.
 */
typedef struct {
  const char *id;
  gsize       id_length;
  const char *event;
  gsize       event_length;
  const char *data;
  gsize       data_length;
  const char *block_id;
  gsize       block_id_length;
  const char *comments;
  gsize       comments_length;
  guint       n_comments;
  int         status;
} ConfabSseEvent;

typedef void (*ConfabSseEventFunc) (const ConfabSseEvent *event,
                                    gpointer              user_data);

ConfabSseParser *confab_sse_parser_new               (ConfabSseProfile     profile,
                                                      ConfabSseEventFunc   func,
                                                      gpointer             user_data);
void             confab_sse_parser_free              (ConfabSseParser     *self);
gboolean         confab_sse_parser_feed              (ConfabSseParser     *self,
                                                      const char          *bytes,
                                                      gsize                length,
                                                      GError             **error);
gboolean         confab_sse_parser_end               (ConfabSseParser     *self,
                                                      GError             **error);
void             confab_sse_parser_halt              (ConfabSseParser     *self);
const char      *confab_sse_parser_get_last_event_id (ConfabSseParser     *self,
                                                      gsize               *length);
gint64           confab_sse_parser_get_retry         (ConfabSseParser     *self);
guint64          confab_sse_parser_get_n_comments    (ConfabSseParser     *self);
guint64          confab_sse_parser_get_n_copied      (ConfabSseParser     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabSseParser, confab_sse_parser_free)

G_END_DECLS
