/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "confab-demo-flow.h"
#include "confab-demo-problem.h"

G_BEGIN_DECLS

/* Images travel inside the body, 10 MB each: room for one, and an end. */
#define CONFAB_DEMO_MAX_BODY (16 * 1024 * 1024)

/**
 * ConfabDemoRequest:
 *
 * What a valid request asks for.
 */
typedef struct {
  char       *app_id;
  char       *prompt;            /* the last message of the user */
  char      **earlier;           /* messages of the user before it; NULL: the service remembers */
  char       *session_id;        /* NULL: a new session */
  gboolean    is_stream;
  gboolean    is_incremental;
  gboolean    has_thoughts;
  gboolean    wants_references;  /* the list of sources */
  gboolean    wants_marks;       /* and their numbers in the text */
  ConfabDemoFlowMode flow_mode;
  gint64      dialog_round;      /* how many earlier rounds count; -1: all */
  gboolean    accepts_gzip;
  JsonObject *body;
} ConfabDemoRequest;

gboolean           confab_demo_request_wants_stream (SoupMessageHeaders  *headers);
gboolean           confab_demo_request_has_key      (SoupMessageHeaders  *headers,
                                                     const char          *key);
ConfabDemoProblem *confab_demo_request_check_head   (const char          *method,
                                                     const char          *path,
                                                     SoupMessageHeaders  *headers,
                                                     const char          *key);
ConfabDemoRequest *confab_demo_request_read         (const char          *path,
                                                     SoupMessageHeaders  *headers,
                                                     const char          *body,
                                                     gsize                length,
                                                     ConfabDemoProblem  **problem);
void               confab_demo_request_free         (ConfabDemoRequest   *self);

JsonObject        *confab_demo_request_get_biz_params (const ConfabDemoRequest *self);
JsonObject        *confab_demo_request_get_plugin   (const ConfabDemoRequest *self,
                                                     const char          *member,
                                                     const char          *code);
JsonObject        *confab_demo_request_get_rag_options (const ConfabDemoRequest *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabDemoRequest, confab_demo_request_free)

G_END_DECLS
