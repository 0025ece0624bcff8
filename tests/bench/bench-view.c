/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What showing conversations costs:
 *
 *   bench-view grow FILE CHUNKS      an answer grows to FILE by CHUNKS times 20 bytes a frame
 *   bench-view open MESSAGES         a conversation of that many messages is opened at its end and
 *                                    scrolled through for 300 frames of 40 pixels
 *   bench-view stream SERVICE REPLY [OPTIONS]   the whole program, from the wire on; REPLY is
 *                                    KIND/BYTES/RATE of a reply_server.py at SERVICE
 *
 * Prints one JSON object: processor time in milliseconds, and the counters. bench_view.py makes the
 * replies, starts the service and knows the goals.
 */

#include "config.h"

#include <adwaita.h>
#include <math.h>
#include <stdlib.h>

#include "bench-frames.h"
#include "bench-stream.h"
#include "chat-samples.h"
#include "confab-conversation-view-private.h"
#include "confab-ui.h"
#include "uitest.h"

#define WARM_UP 30 /* frames */
#define WARM_UP_BYTES 12000
#define CHUNK   20

#define STYLE "/io/github/confab_chat/Confab/style.css"

static const ConfabChatCounters *
get_counters (GtkWidget *view)
{
  return confab_message_list_get_counters (
    confab_conversation_view_get_list (CONFAB_CONVERSATION_VIEW (view)));
}

static void
report (const char  *what,
        guint64      size,
        double       cpu,
        BenchFrames *frames,
        GtkWidget   *view)
{
  const ConfabChatCounters none = { 0, };
  g_autoptr (GString) json = g_string_new (NULL);

  if (frames->work->len > 2 * WARM_UP)
    bench_frames_restart (frames, WARM_UP);
  g_string_append_printf (json,
                          "{\"bench\":\"%s\",\"size\":%" G_GUINT64_FORMAT ",\"cpu_ms\":%.1f,"
                          "\"cpu_us_byte\":%.3f,\"pss_kb\":%ld",
                          what, size, cpu, cpu * 1e3 / (double) size, bench_get_pss_kb ());
  bench_frames_print (frames, json);
  bench_print_counters (&none, get_counters (view), json);
  g_print ("%s}\n", json->str);
}

/* Shows an answer that grows to @text; @frames: (out) (optional). Returns the window. */
static GtkWidget *
grow (const char   *text,
      gsize         size,
      guint         n_chunks,
      BenchFrames **frames)
{
  g_autoptr (GListStore) messages = g_list_store_new (CONFAB_TYPE_MESSAGE);
  g_autoptr (ConfabMessage) answer = chat_sample_answer ("", CONFAB_STATUS_STREAMING);
  GtkWidget *view = confab_conversation_view_new ();
  GtkWidget *window;

  g_list_store_append (messages, answer);
  confab_conversation_view_set_messages (CONFAB_CONVERSATION_VIEW (view), G_LIST_MODEL (messages),
                                         NULL);
  window = ui_show (view, 900, 800);
  if (frames != NULL)
    *frames = bench_frames_new (window);

  for (gsize sent = 0; sent < size;)
    {
      guint64 updates = get_counters (view)->updates;

      for (guint i = 0; i < n_chunks && sent < size; i++)
        {
          gsize end = MIN (sent + CHUNK, size);

          while (end < size && ((guchar) text[end] & 0xc0) == 0x80)
            end++;
          confab_message_append_text (answer, text + sent, end - sent);
          sent = end;
        }
      /* However busy the machine is, each step is taken in by a frame of its own. */
      while (get_counters (view)->updates == updates)
        g_main_context_iteration (NULL, TRUE);
      ui_wait_frames (window, 1);
    }

  return window;
}

static void
bench_grow (const char *path,
            guint       n_chunks)
{
  g_autoptr (BenchFrames) frames = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  GtkWidget *window;
  gsize size;
  double cpu;

  g_file_get_contents (path, &text, &size, &error);
  g_assert_no_error (error);

  /* Fonts and the like are paid for before. */
  ui_close (grow (text, MIN (size, WARM_UP_BYTES), n_chunks, NULL));

  cpu = bench_get_cpu_ms ();
  window = grow (text, size, n_chunks, &frames);
  report ("grow", size, bench_get_cpu_ms () - cpu, frames,
          ui_find_type (window, CONFAB_TYPE_CONVERSATION_VIEW));
  g_clear_pointer (&frames, bench_frames_free);
  ui_close (window);
}

/* Where the top of a row is, when there is a widget for it. */
static gboolean
get_place (ConfabMessageList *list,
           guint              position,
           float             *y)
{
  ConfabMessageRow *row = confab_message_list_get_row (list, position);
  graphene_rect_t bounds;

  if (row == NULL || !gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (list), &bounds))
    return FALSE;
  *y = bounds.origin.y;

  return TRUE;
}

/* The first row that begins in sight, and where: the one that a reader would see jump. Or the last
 * that has begun above, when that fills the view. */
static guint
find_seen (ConfabMessageList *list,
           guint              n_rows,
           float             *y)
{
  guint found = n_rows;

  *y = 0;
  for (guint i = 0; i < n_rows && (found == n_rows || *y < 0); i++)
    if (get_place (list, i, y))
      found = i;
  g_assert_cmpuint (found, <, n_rows);

  return found;
}

static void
bench_open (guint n_messages)
{
  g_autoptr (GListStore) messages = chat_sample_many (n_messages);
  g_autoptr (GListStore) none = g_list_store_new (CONFAB_TYPE_MESSAGE);
  g_autoptr (BenchFrames) frames = NULL;
  GtkWidget *view = confab_conversation_view_new ();
  GtkWidget *window;
  ConfabMessageList *list = confab_conversation_view_get_list (CONFAB_CONVERSATION_VIEW (view));
  GtkAdjustment *adjustment;
  guint n_jumps = 0;
  double cpu;

  confab_conversation_view_set_messages (CONFAB_CONVERSATION_VIEW (view), G_LIST_MODEL (none), NULL);
  window = ui_show (view, 900, 800);
  cpu = bench_get_cpu_ms ();
  confab_conversation_view_set_messages (CONFAB_CONVERSATION_VIEW (view), G_LIST_MODEL (messages),
                                         NULL);
  ui_wait_frames (window, 1);
  cpu = bench_get_cpu_ms () - cpu;

  adjustment = gtk_scrolled_window_get_vadjustment (
    GTK_SCROLLED_WINDOW (ui_find_type (view, GTK_TYPE_SCROLLED_WINDOW)));
  frames = bench_frames_new (window);
  for (guint i = 0; i < 300; i++)
    {
      float before;
      float after;
      guint position = find_seen (list, n_messages, &before);

      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) - 40);
      ui_wait_frames (window, 1);
      n_jumps += !get_place (list, position, &after) || fabsf (after - before - 40) > 1;
    }
  report ("open", n_messages, cpu, frames, view);
  g_print ("{\"bench\":\"jumps\",\"size\":%u,\"jumps\":%u}\n", n_messages, n_jumps);
  g_clear_pointer (&frames, bench_frames_free);
  ui_close (window);
}

int
main (int   argc,
      char *argv[])
{
  BenchStream stream = { .n_replies = 1, .n_sessions = 1 };
  g_autofree char *text = NULL;
  g_autofree char *pictures = NULL;
  const GOptionEntry entries[] = {
    { "text", 0, 0, G_OPTION_ARG_FILENAME, &text, "What the reply says, to compare", "FILE" },
    { "pictures", 0, 0, G_OPTION_ARG_FILENAME, &pictures, "Save what was compared", "NAME" },
    { "replies", 0, 0, G_OPTION_ARG_INT, &stream.n_replies, "One after the other", "N" },
    { "sessions", 0, 0, G_OPTION_ARG_INT, &stream.n_sessions, "At the same time", "N" },
    { "clicks", 0, 0, G_OPTION_ARG_INT, &stream.n_clicks, "Real clicks meanwhile", "N" },
    { "idle", 0, 0, G_OPTION_ARG_INT, &stream.idle_s, "Seconds to look on afterwards", "S" },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (GOptionContext) context = g_option_context_new (
    "grow FILE CHUNKS | open MESSAGES | stream SERVICE REPLY");
  g_autoptr (GtkCssProvider) provider = NULL;
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return g_printerr ("%s\n", error->message), EXIT_FAILURE;

  adw_init ();
  confab_ui_init ();
  provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (provider, STYLE);
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);

  if (argc == 4 && g_str_equal (argv[1], "grow"))
    {
      bench_grow (argv[2], (guint) strtoul (argv[3], NULL, 10));
    }
  else if (argc == 3 && g_str_equal (argv[1], "open"))
    {
      bench_open ((guint) strtoul (argv[2], NULL, 10));
    }
  else if (argc == 4 && g_str_equal (argv[1], "stream"))
    {
      stream.service = argv[2];
      stream.reply = argv[3];
      stream.text = text;
      stream.pictures = pictures;
      bench_stream_run (&stream);
    }
  else
    {
      g_autofree char *help = g_option_context_get_help (context, TRUE, NULL);

      return g_printerr ("%s", help), EXIT_FAILURE;
    }

  return EXIT_SUCCESS;
}
