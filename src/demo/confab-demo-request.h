/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

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
  gboolean    accepts_gzip;
  JsonObject *body;
} ConfabDemoRequest;

/**
 * ConfabDemoProblem:
 *
 * Why a request is refused, in the service's own words.
 */
typedef struct {
  guint       status;
  const char *code;
  char       *message;
  /* The gateway answers in HTTP; what stands behind it answers in a frame when a stream was asked
   * for (protocol 4.5). */
  gboolean    is_from_gateway;
} ConfabDemoProblem;

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

ConfabDemoProblem *confab_demo_problem_new          (guint                status,
                                                     const char          *code,
                                                     const char          *message,
                                                     gboolean             is_from_gateway);
ConfabDemoProblem *confab_demo_problem_new_app_id   (void);
ConfabDemoProblem *confab_demo_problem_new_too_large (void);
void               confab_demo_problem_free         (ConfabDemoProblem   *problem);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabDemoRequest, confab_demo_request_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabDemoProblem, confab_demo_problem_free)

G_END_DECLS
