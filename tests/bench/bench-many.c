/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Many sessions that stream at a time, with the window: bench-many CONFAB [SESSIONS [PACE]]
 *
 * The demo service is a program of its own. One session is on show, all get an answer; then all are
 * asked once more, and stopped. Prints one JSON object: the frames while they came, and what Stop All
 * took until nothing was open, until the next frame, and until all was on disk.
 */

#include "config.h"

#include <adwaita.h>
#include <stdlib.h>
#include <string.h>

#include "bench-frames.h"
#include "demo-program.h"
#include "loop.h"
#include "shell-fixture.h"
#include "uitest.h"

#define KEY    "sk-many-0123456789"
#define PROMPT "What are the foods there?"

/* What may take a while on a busy machine is waited for longer than in a test. */
#define PATIENCE_S 300

typedef struct {
  ShellFixture shell;
  GSubprocess *service;
  ConfabStudioApp *app;
  GPtrArray *conversations;
  GPtrArray *answers;
} Many;

static void
take_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
start_service (Many       *many,
               const char *confab,
               const char *pace)
{
  ConfabAppDraft draft = { "Many", NULL, NULL, "assistant", KEY };
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *url = NULL;
  g_autoptr (GError) error = NULL;

  many->service = demo_program_start (confab, KEY, pace, &url);
  draft.base_url = url;
  confab_engine_add_app_async (many->shell.engine, &draft, NULL, take_result_cb, &result);
  loop_until (result != NULL);
  many->app = confab_engine_add_app_finish (many->shell.engine, result, &error);
  g_assert_no_error (error);
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Many *many = user_data;
  g_autoptr (GError) error = NULL;
  ConfabMessage *answer = confab_engine_send_finish (CONFAB_ENGINE (source), result, &error);

  g_assert_no_error (error);
  g_ptr_array_add (many->answers, answer);
}

static void
send_to_all (Many *many)
{
  g_ptr_array_set_size (many->answers, 0);
  for (guint i = 0; i < many->conversations->len; i++)
    confab_engine_send_async (many->shell.engine, g_ptr_array_index (many->conversations, i), PROMPT,
                              NULL, NULL, sent_cb, many);
}

static guint
count (Many         *many,
       ConfabStatus  status)
{
  guint n = 0;

  for (guint i = 0; i < many->answers->len; i++)
    n += confab_message_get_status (g_ptr_array_index (many->answers, i)) == status;

  return n;
}

static gboolean
all_have_text (Many *many)
{
  if (many->answers->len < many->conversations->len)
    return FALSE;
  for (guint i = 0; i < many->answers->len; i++)
    if (*confab_message_get_text (g_ptr_array_index (many->answers, i), NULL) == '\0')
      return FALSE;

  return TRUE;
}

static gboolean
is_over (Many *many)
{
  return many->answers->len == many->conversations->len &&
         !confab_engine_is_answering (many->shell.engine);
}

static void
wait_for (Many     *many,
          gboolean (*is_so) (Many *))
{
  gint64 end = g_get_monotonic_time () + PATIENCE_S * G_USEC_PER_SEC;

  while (!is_so (many) && g_get_monotonic_time () < end)
    loop_for (20);
  g_assert_true (is_so (many));
}

/* As a spinner does: a frame is wanted at any time, so that a gap is never mere idleness. */
static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       unused)
{
  return G_SOURCE_CONTINUE;
}

int
main (int    argc,
      char **argv)
{
  Many many = { { NULL } };
  guint n = argc > 2 ? (guint) atoi (argv[2]) : 100;
  g_autoptr (BenchFrames) frames = NULL;
  g_autoptr (GString) json = g_string_new (NULL);
  double cpu;
  double returned;
  double stop_cpu;
  double painted;
  guint n_complete;
  gint64 begun;

  g_assert_cmpint (argc, >=, 2);
  g_test_init (&argc, &argv, NULL);
  shell_fixture_set_up (&many.shell, NULL);
  shell_fixture_open (&many.shell);
  start_service (&many, argv[1], argc > 3 ? argv[3] : "2");

  many.conversations = g_ptr_array_new_with_free_func (g_object_unref);
  many.answers = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ConfabSession) session = confab_engine_new_session (many.shell.engine, many.app);

      g_ptr_array_add (many.conversations, confab_engine_dup_conversation (many.shell.engine, session));
    }
  confab_window_open_session (
    many.shell.window,
    confab_conversation_get_session (g_ptr_array_index (many.conversations, 0)));
  ui_wait_frames (GTK_WIDGET (many.shell.window), 30);

  gtk_widget_add_tick_callback (GTK_WIDGET (many.shell.window), tick_cb, NULL, NULL);
  ui_wait_frames (GTK_WIDGET (many.shell.window), 10);
  frames = bench_frames_new (GTK_WIDGET (many.shell.window));
  cpu = bench_get_cpu_ms ();
  begun = g_get_monotonic_time ();
  send_to_all (&many);
  wait_for (&many, is_over);
  n_complete = count (&many, CONFAB_STATUS_COMPLETE);
  g_string_append_printf (json, "{\"bench\":\"many\",\"sessions\":%u,\"complete\":%u,\"cpu_ms\":%.0f,"
                                "\"wall_ms\":%.0f,\"pss_kb\":%ld",
                          n, n_complete, bench_get_cpu_ms () - cpu,
                          (double) (g_get_monotonic_time () - begun) / 1e3, bench_get_pss_kb ());
  bench_frames_print (frames, json);

  send_to_all (&many);
  wait_for (&many, all_have_text);
  stop_cpu = bench_get_cpu_ms ();
  begun = g_get_monotonic_time ();
  confab_engine_stop_all (many.shell.engine);
  stop_cpu = bench_get_cpu_ms () - stop_cpu;
  returned = (double) (g_get_monotonic_time () - begun) / 1e3;
  ui_wait_frames (GTK_WIDGET (many.shell.window), 1);
  painted = (double) (g_get_monotonic_time () - begun) / 1e3;
  wait_for (&many, is_over);
  g_string_append_printf (json, ",\"stopped\":%u,\"stop_ms\":%.1f,\"stop_cpu_ms\":%.1f,\"stop_frame_ms\":%.1f,"
                                "\"stop_saved_ms\":%.0f}",
                          count (&many, CONFAB_STATUS_STOPPED), returned, stop_cpu, painted,
                          (double) (g_get_monotonic_time () - begun) / 1e3);
  g_print ("%s\n", json->str);

  g_clear_pointer (&frames, bench_frames_free);
  g_ptr_array_unref (many.answers);
  g_ptr_array_unref (many.conversations);
  g_object_unref (many.app);
  shell_fixture_close (&many.shell);
  shell_fixture_tear_down (&many.shell, NULL);
  demo_program_stop (many.service);

  return n_complete == n ? EXIT_SUCCESS : EXIT_FAILURE;
}
