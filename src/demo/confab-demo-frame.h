/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Ways to write an event stream (protocol 4.1 and 7). */
typedef enum {
  CONFAB_DEMO_DIALECT_CRLF = 1 << 0,
  CONFAB_DEMO_DIALECT_CR = 1 << 1,
  CONFAB_DEMO_DIALECT_SPACE = 1 << 2,      /* after each colon */
  CONFAB_DEMO_DIALECT_NO_ID = 1 << 3,
  CONFAB_DEMO_DIALECT_NO_EVENT = 1 << 4,
  CONFAB_DEMO_DIALECT_NO_STATUS = 1 << 5,  /* without the comment */
  CONFAB_DEMO_DIALECT_TWO_LINES = 1 << 6,  /* of data */
  CONFAB_DEMO_DIALECT_HEARTBEATS = 1 << 7, /* before each frame */
  CONFAB_DEMO_DIALECT_BOM = 1 << 8,
  CONFAB_DEMO_DIALECT_NO_BLANK = 1 << 9,   /* at the end of the stream */
  CONFAB_DEMO_DIALECT_DONE = 1 << 10,      /* `[DONE]` at the end */
  CONFAB_DEMO_DIALECT_DONE_EVENT = 1 << 11,
} ConfabDemoDialect;

char *confab_demo_frame_format      (guint       id,
                                     const char *event,
                                     guint       status,
                                     const char *json);
char *confab_demo_frame_format_dialect (guint    dialect,
                                     guint       id,
                                     const char *event,
                                     guint       status,
                                     const char *json,
                                     gboolean    is_last);
char *confab_demo_frame_error_body  (const char *code,
                                     const char *message,
                                     const char *request_id);

char *confab_demo_make_request_id   (void);
char *confab_demo_make_session_id   (void);
char *confab_demo_make_key          (void);

G_END_DECLS
