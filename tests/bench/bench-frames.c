/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "bench-frames.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double
get_ms (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);

  return (double) time.tv_sec * 1e3 + (double) time.tv_nsec / 1e6;
}

/* Of the whole process, all its threads, user and system. */
double
bench_get_cpu_ms (void)
{
  return get_ms (CLOCK_PROCESS_CPUTIME_ID);
}

/* The proportional set size, or 0 where the system does not say. */
long
bench_get_pss_kb (void)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL))
    return 0;
  line = strstr (text, "\nPss:");

  return line != NULL ? strtol (line + strlen ("\nPss:"), NULL, 10) : 0;
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

/* 0 for the smallest, 1 for the largest; sorts @values. */
double
bench_get_share (GArray *values,
                 double  share)
{
  if (values->len == 0)
    return 0;

  g_array_sort (values, compare_doubles);

  return g_array_index (values, double, (guint) floor (share * (values->len - 1)));
}

static void
before_paint_cb (BenchFrames   *self,
                 GdkFrameClock *clock)
{
  self->started = get_ms (CLOCK_THREAD_CPUTIME_ID);
}

static void
after_paint_cb (BenchFrames   *self,
                GdkFrameClock *clock)
{
  double cpu = get_ms (CLOCK_THREAD_CPUTIME_ID);
  double work = cpu - self->started;
  gint64 now = g_get_monotonic_time ();

  g_array_append_val (self->work, work);
  if (self->painted != 0)
    {
      double gap = (double) (now - self->painted) / 1e3;
      double busy = cpu - self->ended;

      g_array_append_val (self->gaps, gap);
      g_array_append_val (self->busy, busy);
    }
  self->painted = now;
  self->ended = cpu;
}

/* @window is realized, and stays so. */
BenchFrames *
bench_frames_new (GtkWidget *window)
{
  BenchFrames *self = g_new0 (BenchFrames, 1);

  self->clock = g_object_ref (gtk_widget_get_frame_clock (window));
  self->work = g_array_new (FALSE, FALSE, sizeof (double));
  self->gaps = g_array_new (FALSE, FALSE, sizeof (double));
  self->busy = g_array_new (FALSE, FALSE, sizeof (double));
  g_signal_connect_swapped (self->clock, "before-paint", G_CALLBACK (before_paint_cb), self);
  g_signal_connect_swapped (self->clock, "after-paint", G_CALLBACK (after_paint_cb), self);

  return self;
}

/* Forgets the first @n_skipped frames, or G_MAXUINT: all. */
void
bench_frames_restart (BenchFrames *self,
                      guint        n_skipped)
{
  g_array_remove_range (self->work, 0, MIN (n_skipped, self->work->len));
  g_array_remove_range (self->gaps, 0, MIN (n_skipped, self->gaps->len));
  g_array_remove_range (self->busy, 0, MIN (n_skipped, self->busy->len));
  if (self->work->len == 0)
    self->painted = 0;
}

/* Members of a JSON object, with a comma before each. */
void
bench_frames_print (BenchFrames *self,
                    GString     *json)
{
  double sum = 0;

  for (guint i = 0; i < self->gaps->len; i++)
    sum += g_array_index (self->gaps, double, i);
  g_string_append_printf (json,
                          ",\"frames\":%u,\"fps\":%.1f,\"work_ms_p50\":%.2f,\"work_ms_p99\":%.2f,"
                          "\"work_ms_max\":%.2f,\"gap_ms_p50\":%.1f,\"gap_ms_p99\":%.1f,"
                          "\"gap_ms_max\":%.1f,\"busy_ms_p99\":%.1f,\"busy_ms_max\":%.1f",
                          self->work->len, sum > 0 ? self->gaps->len / sum * 1e3 : 0,
                          bench_get_share (self->work, 0.5), bench_get_share (self->work, 0.99),
                          bench_get_share (self->work, 1), bench_get_share (self->gaps, 0.5),
                          bench_get_share (self->gaps, 0.99), bench_get_share (self->gaps, 1),
                          bench_get_share (self->busy, 0.99), bench_get_share (self->busy, 1));
}

void
bench_frames_free (BenchFrames *self)
{
  g_signal_handlers_disconnect_by_data (self->clock, self);
  g_object_unref (self->clock);
  g_array_unref (self->work);
  g_array_unref (self->gaps);
  g_array_unref (self->busy);
  g_free (self);
}

/* What was done between two looks at the counters. */
void
bench_print_counters (const ConfabChatCounters *before,
                      const ConfabChatCounters *now,
                      GString                  *json)
{
  g_string_append_printf (json,
                          ",\"updates\":%" G_GUINT64_FORMAT ",\"lines_laid\":%" G_GUINT64_FORMAT
                          ",\"bytes_laid\":%" G_GUINT64_FORMAT ",\"nodes\":%" G_GUINT64_FORMAT
                          ",\"cells_measured\":%" G_GUINT64_FORMAT ",\"rows_alive\":%u",
                          now->updates - before->updates, now->lines_laid - before->lines_laid,
                          now->bytes_laid - before->bytes_laid,
                          now->nodes_made - before->nodes_made,
                          now->cells_measured - before->cells_measured, now->rows_alive);
}
