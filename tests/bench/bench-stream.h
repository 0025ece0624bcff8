/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  const char *service; /* an address under which replies are, as reply_server.py has them */
  const char *reply;   /* which one: KIND/BYTES/RATE */
  const char *text;    /* (nullable): a file with what it says, to be compared */
  const char *pictures; /* (nullable): how the names of the two pictures begin */
  int         n_replies;  /* one after the other */
  int         n_sessions; /* at the same time, of which the first one is on show */
  int         n_clicks;   /* of a real pointer into the window meanwhile */
  int         idle_s;     /* how long to look on afterwards */
} BenchStream;

void bench_stream_run (const BenchStream *what);

G_END_DECLS
