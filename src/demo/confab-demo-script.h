/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The words of the script files; confab-demo-script-parser.c says what each one does. */
typedef enum {
  CONFAB_DEMO_STEP_ANSWER,
  CONFAB_DEMO_STEP_REST,
  CONFAB_DEMO_STEP_END,
  CONFAB_DEMO_STEP_FRAMES,
  CONFAB_DEMO_STEP_FRAME,
  CONFAB_DEMO_STEP_TEXT,
  CONFAB_DEMO_STEP_MANY_FRAMES,
  CONFAB_DEMO_STEP_HEARTBEATS,
  CONFAB_DEMO_STEP_WAIT,
  CONFAB_DEMO_STEP_STALL,
  CONFAB_DEMO_STEP_ERROR,
  CONFAB_DEMO_STEP_ERROR_FRAME,
  CONFAB_DEMO_STEP_ERROR_STREAM,
  CONFAB_DEMO_STEP_BODY,
  CONFAB_DEMO_STEP_BROKEN_FRAME,
  CONFAB_DEMO_STEP_HUGE_FRAME,
  CONFAB_DEMO_STEP_PAGE,
  CONFAB_DEMO_STEP_REDIRECT,
  CONFAB_DEMO_STEP_CUT_BETWEEN,
  CONFAB_DEMO_STEP_CUT_INSIDE,
  CONFAB_DEMO_STEP_HALF_CLOSE,
  CONFAB_DEMO_STEP_RESET,
} ConfabDemoStepKind;

typedef struct {
  ConfabDemoStepKind kind;
  guint number;     /* frames, milliseconds, bytes or the HTTP status */
  guint interval;   /* milliseconds */
  const char *code; /* of the error; interned */
  char *text;       /* the error's text, the page's name, the path */
} ConfabDemoStep;

/**
 * ConfabDemoScript:
 *
 * How a reply is written: the plain one, and each fault.
 */
typedef struct {
  char *about;           /* the explaining comment, English */
  char *about_chinese;
  GArray *steps;         /* of ConfabDemoStep */
  ConfabDemoStep *first; /* the error that comes first, or NULL */
  guint n_first;         /* so many times */
  guint interval;        /* milliseconds between two frames; 0: as usual */
  guint piece_size;      /* bytes written at once; 0: whole frames */
  ConfabDemoStep *with_session; /* the error of a request that goes on with a session, or NULL */
  guint dialect;         /* of ConfabDemoDialect */
  gboolean is_gzip;
  gboolean is_plain;     /* no stream, whatever was asked for */
  gboolean forgets;      /* another session each time */
  gboolean is_shuffled;
  gboolean is_without_usage;
  gboolean ends_with_text;
  char *content_type;    /* "none": without; or NULL */
  char *finish_reason;   /* at the end, or NULL */
  GPtrArray *headers;    /* "NAME VALUE", of errors */
  char *rewrite;         /* stands before the text at first, and goes in the middle; or NULL */
} ConfabDemoScript;

ConfabDemoScript *confab_demo_script_new        (void);
ConfabDemoScript *confab_demo_script_new_plain  (void);
ConfabDemoScript *confab_demo_script_new_error  (guint              status,
                                                 const char        *code,
                                                 const char        *message,
                                                 gboolean           in_frame);
ConfabDemoScript *confab_demo_script_new_first  (ConfabDemoScript  *script);
ConfabDemoScript *confab_demo_script_load       (const char        *name,
                                                 GError           **error);
ConfabDemoScript *confab_demo_script_parse      (const char        *text,
                                                 GError           **error);
void              confab_demo_script_free       (ConfabDemoScript  *self);
gboolean          confab_demo_script_has        (ConfabDemoScript  *self,
                                                 ConfabDemoStepKind kind);
gboolean          confab_demo_script_needs_raw  (ConfabDemoScript  *self);
char            **confab_demo_script_dup_names  (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabDemoScript, confab_demo_script_free)

G_END_DECLS
