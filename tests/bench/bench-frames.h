/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the frames of a window cost, for programs that measure. */

#pragma once

#include <gtk/gtk.h>

#include "confab-chat-counters.h"

G_BEGIN_DECLS

typedef struct {
  GdkFrameClock *clock;
  GArray        *work; /* of double: milliseconds of the main thread's CPU in each frame */
  GArray        *gaps; /* of double: milliseconds from the end of one frame to the end of the next */
  GArray        *busy; /* of double: milliseconds of the main thread's CPU in each gap, all work */
  double         started;
  double         ended;
  gint64         painted; /* monotonic, 0: none yet */
} BenchFrames;

double       bench_get_cpu_ms     (void);
long         bench_get_pss_kb     (void);
double       bench_get_share      (GArray         *values,
                                   double          share);

BenchFrames *bench_frames_new     (GtkWidget      *window);
void         bench_frames_restart (BenchFrames    *self,
                                   guint           n_skipped);
void         bench_frames_print   (BenchFrames    *self,
                                   GString        *json);
void         bench_frames_free    (BenchFrames    *self);

void         bench_print_counters (const ConfabChatCounters *before,
                                   const ConfabChatCounters *now,
                                   GString        *json);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BenchFrames, bench_frames_free)

G_END_DECLS
