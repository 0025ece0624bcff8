/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What the conversation view costs: bench-view stream BYTES CHUNKS [DOCUMENT] | open MESSAGES
 *
 * stream: one answer grows by CHUNKS times 20 bytes a frame up to BYTES; DOCUMENT is prose, mixed,
 * fence, list, table or paragraph. open: a conversation of
 * that many messages is opened at its end and scrolled through for 300 frames of 40 pixels.
 * Prints one JSON object: processor time in milliseconds, and the counters.
 */

#include "config.h"

#include <adwaita.h>
#include <math.h>
#include <stdlib.h>
#include <time.h>

#include "chat-samples.h"
#include "confab-conversation-view-private.h"
#include "uitest.h"

#define WARM_UP 30

typedef struct {
  GArray *work; /* milliseconds of each frame */
  double  started;
} Frames;

static double
get_cpu_ms (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);

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
  double work = get_cpu_ms () - frames->started;

  g_array_append_val (frames->work, work);
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double difference = *(const double *) a - *(const double *) b;

  return difference < 0 ? -1 : difference > 0;
}

static double
get_share (GArray *values,
           double  share)
{
  guint i = (guint) floor (share * (values->len - 1));

  return g_array_index (values, double, i);
}

static void
watch (GtkWidget *window,
       Frames    *frames)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);

  frames->work = g_array_new (FALSE, FALSE, sizeof (double));
  g_signal_connect_swapped (clock, "before-paint", G_CALLBACK (before_paint_cb), frames);
  g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (after_paint_cb), frames);
}

static void
report (const char *what,
        guint64     size,
        double      cpu,
        Frames     *frames,
        GtkWidget  *view)
{
  const ConfabChatCounters *counters = confab_message_list_get_counters (
    confab_conversation_view_get_list (CONFAB_CONVERSATION_VIEW (view)));

  if (frames->work->len > 2 * WARM_UP)
    g_array_remove_range (frames->work, 0, WARM_UP);
  g_array_sort (frames->work, compare_doubles);
  g_print ("{\"what\":\"%s\",\"size\":%" G_GUINT64_FORMAT ",\"cpu_ms\":%.1f,\"frames\":%u,"
           "\"frame_p50_ms\":%.2f,\"frame_p99_ms\":%.2f,\"updates\":%" G_GUINT64_FORMAT ","
           "\"lines_laid\":%" G_GUINT64_FORMAT ",\"bytes_laid\":%" G_GUINT64_FORMAT ","
           "\"nodes\":%" G_GUINT64_FORMAT ",\"rows_alive\":%u}\n",
           what, size, cpu, frames->work->len, get_share (frames->work, 0.5),
           get_share (frames->work, 0.99), counters->updates, counters->lines_laid,
           counters->bytes_laid, counters->nodes_made, counters->rows_alive);
  g_array_unref (frames->work);
}

/* The next piece of a document, over and over. */
static void
append_part (GString    *text,
             const char *document,
             guint       n)
{
  static const char *prose = "Some words of prose, and a comma. ";

  if (g_str_equal (document, "paragraph"))
    g_string_append (text, prose);
  else if (g_str_equal (document, "fence"))
    g_string_append_printf (text, "%s  int value_%u = call (\"text\", %u); /* why */\n",
                            n == 0 ? "```c\n" : "", n, n);
  else if (g_str_equal (document, "list"))
    g_string_append_printf (text, "- item %u with **bold** words and `code` in it\n", n);
  else if (g_str_equal (document, "table"))
    g_string_append_printf (text, "%s| row %u | some words | %u |\n",
                            n == 0 ? "| a | b | c |\n| --- | --- | ---: |\n" : "", n, n * 7);
  else if (g_str_equal (document, "mixed") && n % 12 == 11)
    g_string_append_printf (text, "\n```python\ndef f_%u (x):\n    return x + %u\n```\n\n"
                                  "| a | b |\n| --- | ---: |\n| x | %u |\n\n"
                                  "- one<ref>[1]</ref>\n- two **bold**\n\n## Heading %u\n\n",
                            n, n, n, n);
  else
    g_string_append_printf (text, "%s%s", prose, n % 12 == 5 ? "\n\n" : "");
}

static void
bench_stream (guint64     size,
              guint       n_chunks,
              const char *document)
{
  g_autoptr (GListStore) messages = g_list_store_new (CONFAB_TYPE_MESSAGE);
  g_autoptr (ConfabMessage) answer = chat_sample_answer ("", CONFAB_STATUS_STREAMING);
  g_autoptr (GString) text = g_string_new (NULL);
  GtkWidget *view = confab_conversation_view_new ();
  GtkWidget *window;
  Frames frames = { 0, };
  guint64 sent = 0;
  double cpu;

  for (guint i = 0; text->len < size + 20; i++)
    append_part (text, document, i);

  g_list_store_append (messages, answer);
  confab_conversation_view_set_messages (CONFAB_CONVERSATION_VIEW (view), G_LIST_MODEL (messages),
                                         NULL);
  window = ui_show (view, 900, 800);
  watch (window, &frames);

  cpu = get_cpu_ms ();
  while (sent < size)
    {
      for (guint i = 0; i < n_chunks; i++, sent += 20)
        confab_message_append_text (answer, text->str + MIN (sent, size), 20);
      ui_wait_frames (window, 1);
    }
  report (document, size, get_cpu_ms () - cpu, &frames, view);
  ui_close (window);
}

static void
bench_open (guint n_messages)
{
  g_autoptr (GListStore) messages = chat_sample_many (n_messages);
  g_autoptr (GListStore) none = g_list_store_new (CONFAB_TYPE_MESSAGE);
  GtkWidget *view = confab_conversation_view_new ();
  GtkWidget *window;
  GtkAdjustment *adjustment;
  Frames frames = { 0, };
  double cpu;

  confab_conversation_view_set_messages (CONFAB_CONVERSATION_VIEW (view), G_LIST_MODEL (none), NULL);
  window = ui_show (view, 900, 800);
  cpu = get_cpu_ms ();
  confab_conversation_view_set_messages (CONFAB_CONVERSATION_VIEW (view), G_LIST_MODEL (messages),
                                         NULL);
  ui_wait_frames (window, 1);
  cpu = get_cpu_ms () - cpu;

  adjustment = gtk_scrolled_window_get_vadjustment (
    GTK_SCROLLED_WINDOW (ui_find_type (view, GTK_TYPE_SCROLLED_WINDOW)));
  watch (window, &frames);
  for (guint i = 0; i < 300; i++)
    {
      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) - 40);
      ui_wait_frames (window, 1);
    }
  report ("open", n_messages, cpu, &frames, view);
  ui_close (window);
}

int
main (int   argc,
      char *argv[])
{
  adw_init ();

  if ((argc == 4 || argc == 5) && g_str_equal (argv[1], "stream"))
    bench_stream (strtoull (argv[2], NULL, 10), (guint) strtoul (argv[3], NULL, 10),
                  argc == 5 ? argv[4] : "prose");
  else if (argc == 3 && g_str_equal (argv[1], "open"))
    bench_open ((guint) strtoul (argv[2], NULL, 10));
  else
    return g_printerr ("bench-view stream BYTES CHUNKS [DOCUMENT] | open MESSAGES\n"), EXIT_FAILURE;

  return EXIT_SUCCESS;
}
