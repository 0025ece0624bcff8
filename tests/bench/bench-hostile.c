/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The worst frame of the conversation view for texts that are hard to lay out:
 * bench-hostile [NAME [BYTES]]
 *
 * Each text is opened at its end, scrolled through, made narrower, and streamed in. Prints one JSON
 * object a text and phase: processor time of the main thread in milliseconds.
 */

#include "config.h"

#include <adwaita.h>
#include <stdlib.h>
#include <time.h>

#include "chat-samples.h"
#include "confab-conversation-view-private.h"
#include "confab-message-list-private.h"
#include "hostile-texts.h"
#include "loop.h"
#include "uitest.h"

#define SIZE 1000000
#define STREAM_FRAMES 100

typedef struct {
  double  started;
  double  worst;
  guint   n;
  guint64 bytes; /* laid out before */
  guint64 most; /* in a frame */
  const ConfabChatCounters *counters;
} Frames;

static double
get_cpu_ms (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return (double) time.tv_sec * 1e3 + (double) time.tv_nsec / 1e6;
}

static void
before_paint_cb (Frames        *frames,
                 GdkFrameClock *clock)
{
  frames->started = get_cpu_ms ();
}

static void
after_paint_cb (Frames        *frames,
                GdkFrameClock *clock)
{
  frames->worst = MAX (frames->worst, get_cpu_ms () - frames->started);
  frames->most = MAX (frames->most, frames->counters->bytes_laid - frames->bytes);
  frames->bytes = frames->counters->bytes_laid;
  frames->n++;
}

static void
report (const char *name,
        const char *phase,
        gsize       size,
        Frames     *frames)
{
  g_print ("{\"text\":\"%s\",\"phase\":\"%s\",\"size\":%" G_GSIZE_FORMAT ",\"frames\":%u,"
           "\"worst_frame_ms\":%.1f,\"most_bytes_laid\":%" G_GUINT64_FORMAT ","
           "\"holes\":%" G_GUINT64_FORMAT "}\n",
           name, phase, size, frames->n, frames->worst, frames->most, frames->counters->holes);
  frames->worst = 0;
  frames->most = 0;
  frames->n = 0;
}

static void
settle (GtkWidget         *window,
        ConfabMessageList *list)
{
  ui_wait_frames (window, 2);
  while (!confab_message_list_is_exact (list))
    ui_wait_frames (window, 1);
  ui_wait_frames (window, 2);
}

static void
bench_text (const char *name,
            gsize       size)
{
  g_autoptr (GString) text = hostile_text_new (name, size);
  g_autoptr (GListStore) none = g_list_store_new (CONFAB_TYPE_MESSAGE);
  g_autoptr (GListStore) messages = g_list_store_new (CONFAB_TYPE_MESSAGE);
  g_autoptr (GListStore) streamed = g_list_store_new (CONFAB_TYPE_MESSAGE);
  g_autoptr (ConfabMessage) stored = chat_sample_answer (text->str, CONFAB_STATUS_COMPLETE);
  g_autoptr (ConfabMessage) answer = chat_sample_answer ("", CONFAB_STATUS_STREAMING);
  GtkWidget *view = confab_conversation_view_new ();
  ConfabMessageList *list = confab_conversation_view_get_list (CONFAB_CONVERSATION_VIEW (view));
  GtkWidget *window;
  GtkAdjustment *adjustment;
  GdkFrameClock *clock;
  Frames frames = { 0, };
  gsize sent = 0;

  g_list_store_append (messages, stored);
  g_list_store_append (streamed, answer);
  confab_conversation_view_set_messages (CONFAB_CONVERSATION_VIEW (view), G_LIST_MODEL (none), NULL);
  window = ui_show (view, 900, 800);
  adjustment = gtk_scrolled_window_get_vadjustment (
    GTK_SCROLLED_WINDOW (ui_find_type (view, GTK_TYPE_SCROLLED_WINDOW)));
  frames.counters = confab_message_list_get_counters (list);
  clock = gtk_widget_get_frame_clock (window);
  g_signal_connect_swapped (clock, "before-paint", G_CALLBACK (before_paint_cb), &frames);
  g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (after_paint_cb), &frames);

  confab_conversation_view_set_messages (CONFAB_CONVERSATION_VIEW (view), G_LIST_MODEL (messages),
                                         NULL);
  ui_wait_frames (window, 2);
  report (name, "open", size, &frames);

  for (guint i = 0; i < 20; i++)
    {
      gtk_adjustment_set_value (adjustment,
                                gtk_adjustment_get_lower (adjustment) +
                                  (gtk_adjustment_get_upper (adjustment) -
                                   gtk_adjustment_get_lower (adjustment)) * (i * 7 % 20) / 20);
      ui_wait_frames (window, 1);
    }
  for (guint i = 0; i < 100; i++)
    {
      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + 200);
      ui_wait_frames (window, 1);
    }
  report (name, "scroll", size, &frames);

  gtk_window_set_default_size (GTK_WINDOW (window), 500, 800);
  settle (window, list);
  report (name, "resize", size, &frames);

  confab_conversation_view_set_messages (CONFAB_CONVERSATION_VIEW (view), G_LIST_MODEL (streamed),
                                         NULL);
  for (guint i = 0; i < STREAM_FRAMES; i++)
    {
      gsize end = i + 1 < STREAM_FRAMES ? text->len / STREAM_FRAMES * (i + 1) : text->len;

      while (end < text->len && ((guchar) text->str[end] & 0xc0) == 0x80)
        end++;
      confab_message_append_text (answer, text->str + sent, end - sent);
      sent = end;
      ui_wait_frames (window, 1);
    }
  report (name, "stream", size, &frames);

  confab_message_set_status (answer, CONFAB_STATUS_COMPLETE);
  settle (window, list);
  report (name, "end", size, &frames);

  g_signal_handlers_disconnect_by_data (clock, &frames);
  ui_close (window);
}

int
main (int   argc,
      char *argv[])
{
  gsize size = argc > 2 ? strtoull (argv[2], NULL, 10) : SIZE;

  adw_init ();

  for (const char *const *name = hostile_text_names (); *name != NULL; name++)
    if (argc < 2 || g_str_equal (argv[1], *name))
      bench_text (*name, size);

  return EXIT_SUCCESS;
}
