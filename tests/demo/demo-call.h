/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

#include "confab-demo-service.h"

G_BEGIN_DECLS

/* How the body of a reply ended, seen from the bare socket. */
typedef enum {
  DEMO_END_COMPLETE, /* the last chunk came */
  DEMO_END_BETWEEN,  /* closed between two chunks */
  DEMO_END_INSIDE,   /* closed inside a chunk */
  DEMO_END_RESET,
  DEMO_END_NO_HEAD,  /* closed before the headers were whole */
} DemoEnd;

typedef struct {
  guint       status;
  char       *head;
  GString    *body;
  GArray     *chunk_sizes; /* of gsize */
  DemoEnd     end;
  JsonObject *json;        /* when the body is a JSON object */
} DemoReply;

typedef struct {
  const char *method;  /* else POST */
  const char *path;    /* else that of app */
  const char *app;     /* else assistant */
  const char *key;     /* else the right one; "" none */
  const char *headers; /* each with its CR LF */
  gboolean    without_type;
  gboolean    is_stream;
  const char *body;
} DemoCall;

typedef struct {
  ConfabDemoService *service;
} DemoFixture;

void demo_fixture_set_up    (DemoFixture   *self,
                             gconstpointer  unused);
void demo_fixture_tear_down (DemoFixture   *self,
                             gconstpointer  unused);

ConfabDemoService *demo_service_start (void);
int                demo_call_open     (ConfabDemoService *service,
                                       const DemoCall    *call);
DemoReply         *demo_call          (ConfabDemoService *service,
                                       const DemoCall    *call);
DemoReply         *demo_ask           (ConfabDemoService *service,
                                       const char        *app,
                                       gboolean           is_stream,
                                       const char        *prompt,
                                       const char        *session_id,
                                       const char        *parameters);
void               demo_reply_free    (DemoReply         *reply);
char              *demo_reply_header  (DemoReply         *reply,
                                       const char        *name);
/* The payloads of all frames; each frame is held against protocol 4.1, byte for byte. */
GPtrArray         *demo_reply_frames  (DemoReply         *reply);
/* What a client shows at the end, in any of the three modes. */
char              *demo_reply_text    (DemoReply         *reply,
                                       gboolean           is_incremental);
JsonObject        *demo_reply_last    (DemoReply         *reply);
const char        *demo_output        (JsonObject        *payload,
                                       const char        *member);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DemoReply, demo_reply_free)

G_END_DECLS
