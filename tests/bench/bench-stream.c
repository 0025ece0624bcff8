/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The whole of Confab, its window, engine and database, while a service on the loopback answers. */

#include "config.h"

#include "bench-stream.h"

#include <gdk/x11/gdkx.h>
#include <stdlib.h>
#include <string.h>

#include "bench-frames.h"
#include "confab-conversation-view-private.h"
#include "confab-prose.h"
#include "engine-fixture.h"
#include "shell-fixture.h"
#include "uitest.h"

#define WIDTH  1000
#define HEIGHT 800
#define LIMIT_S 1200
#define SCROLL_BAR 12

typedef struct {
  const BenchStream *what;
  ShellFixture       shell;
  GPtrArray         *conversations;
  GPtrArray         *answers; /* of the replies that run */
  GtkWidget         *view;
  BenchFrames       *frames;
  guint              n_events; /* of all sessions */
  gint64             oldest; /* monotonic: of the text on show that is not painted yet; 0: none */
  guint64            updates; /* of the list, when it was painted last */
  GArray            *delays; /* of double: milliseconds from an event to the frame that shows it */
  guint              n_late; /* frames in which the end of what is followed was not in view */
  guint              n_clicks; /* waiting for a frame */
  gint64             clicked; /* monotonic: when the oldest of them was made */
  GArray            *answers_to_clicks; /* of double: milliseconds until that frame */
} Bench;

static ConfabMessageList *
get_list (Bench *self)
{
  return confab_conversation_view_get_list (CONFAB_CONVERSATION_VIEW (self->view));
}

/* Looking on */

static void
answer_changed_cb (Bench         *self,
                   guint          flags,
                   ConfabMessage *answer)
{
  if ((flags & CONFAB_MESSAGE_TEXT) == 0)
    return;

  /* Until then there was nothing to draw: not a gap. */
  if (self->n_events++ == 0 && self->frames != NULL)
    bench_frames_restart (self->frames, G_MAXUINT);
  if (self->oldest == 0 && self->answers->len > 0 && answer == g_ptr_array_index (self->answers, 0))
    self->oldest = g_get_monotonic_time ();
}

static void
check_end (Bench *self)
{
  ConfabMessageList *list = get_list (self);
  guint n = g_list_model_get_n_items (confab_message_list_get_model (list));
  ConfabMessageRow *row = n > 0 ? confab_message_list_get_row (list, n - 1) : NULL;
  graphene_rect_t bounds;

  if (confab_message_list_get_follow (list) != CONFAB_FOLLOW)
    return;

  if (row == NULL || !gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (list), &bounds) ||
      bounds.origin.y + bounds.size.height > (float) gtk_widget_get_height (GTK_WIDGET (list)))
    self->n_late++;
}

static void
after_paint_cb (Bench         *self,
                GdkFrameClock *clock)
{
  guint64 updates = confab_message_list_get_counters (get_list (self))->updates;
  gint64 now = g_get_monotonic_time ();

  if (self->oldest != 0 && updates != self->updates)
    {
      double delay = (double) (now - self->oldest) / 1e3;

      g_array_append_val (self->delays, delay);
      self->oldest = 0;
      check_end (self);
    }
  self->updates = updates;

  if (self->n_clicks > 0)
    {
      double delay = (double) (now - self->clicked) / 1e3;

      g_array_append_val (self->answers_to_clicks, delay);
      self->n_clicks = 0;
    }
}

/* The display server stamps a click when it is made, by the same clock in milliseconds. */
static void
pressed_cb (Bench           *self,
            int              n_press,
            double           x,
            double           y,
            GtkGestureClick *gesture)
{
  guint32 made = gtk_event_controller_get_current_event_time (GTK_EVENT_CONTROLLER (gesture));
  gint64 now = g_get_monotonic_time ();
  guint32 waited = (guint32) (now / 1000) - made;

  if (self->n_clicks++ == 0)
    self->clicked = now - (gint64) waited * 1000;
}

static gboolean
give_up_cb (gpointer user_data)
{
  g_printerr ("the replies did not come to their end\n");
  abort ();

  return G_SOURCE_REMOVE;
}

/* Without a timer of its own, which would be measured as well. */
static void
wait_for (Bench    *self,
          gboolean (*is_over) (Bench *self))
{
  guint limit = g_timeout_add_seconds (LIMIT_S, give_up_cb, NULL);

  while (!is_over (self))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (limit);
}

static gboolean
all_ended (Bench *self)
{
  for (guint i = 0; i < self->answers->len; i++)
    if (confab_status_is_open (confab_message_get_status (g_ptr_array_index (self->answers, i))))
      return FALSE;

  return TRUE;
}

/* Doing */

static void
add_conversation (Bench      *self,
                  const char *reply)
{
  g_autofree char *url = g_strconcat (self->what->service, "/", reply, "/api/v1", NULL);
  g_autoptr (ConfabStudioApp) app = NULL;
  g_autoptr (ConfabSession) session = NULL;
  g_autoptr (GError) error = NULL;

  app = engine_add_app (self->shell.engine, url, "measured-app", &error);
  g_assert_no_error (error);
  session = confab_engine_new_session (self->shell.engine, app);
  g_ptr_array_add (self->conversations,
                   confab_engine_dup_conversation (self->shell.engine, session));
}

static void
show_conversation (Bench *self)
{
  confab_window_open_session (
    self->shell.window,
    confab_conversation_get_session (g_ptr_array_index (self->conversations, 0)));
  ui_wait_frames (GTK_WIDGET (self->shell.window), 2);
  self->view = shell_fixture_find (&self->shell, CONFAB_TYPE_CONVERSATION_VIEW);
}

static void
ask_all (Bench *self)
{
  g_ptr_array_set_size (self->answers, 0);
  for (guint i = 0; i < self->conversations->len; i++)
    {
      g_autoptr (GError) error = NULL;
      ConfabMessage *answer = engine_send (self->shell.engine,
                                           g_ptr_array_index (self->conversations, i), "Go on",
                                           &error);

      g_assert_no_error (error);
      g_signal_connect_swapped (answer, "changed", G_CALLBACK (answer_changed_cb), self);
      g_ptr_array_add (self->answers, answer);
    }
  confab_conversation_view_follow (CONFAB_CONVERSATION_VIEW (self->view));
  wait_for (self, all_ended);
  ui_wait_frames (GTK_WIDGET (self->shell.window), 2);
  for (guint i = 0; i < self->answers->len; i++)
    {
      ConfabMessage *answer = g_ptr_array_index (self->answers, i);

      g_signal_handlers_disconnect_by_func (answer, answer_changed_cb, self);
      g_assert_cmpint (confab_message_get_status (answer), ==, CONFAB_STATUS_COMPLETE);
    }
}

/* Fonts, style sheets and code paths: what only the first reply of a run pays for. */
static void
warm_up (Bench *self)
{
  static const char * const replies[] = { "mixed/12000/0", "emoji/600/0" };

  for (guint i = 0; i < G_N_ELEMENTS (replies); i++)
    {
      add_conversation (self, replies[i]);
      show_conversation (self);
      ask_all (self);
      g_ptr_array_set_size (self->conversations, 0);
    }
}

static void
start_clicking (Bench *self)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (self->shell.window));
  GtkGesture *gesture = gtk_gesture_click_new ();
  g_autofree char *window = g_strdup_printf ("%lu", gdk_x11_surface_get_xid (surface));
  g_autofree char *count = g_strdup_printf ("%d", self->what->n_clicks);
  g_autoptr (GSubprocess) xdotool = NULL;
  g_autoptr (GError) error = NULL;

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (gesture), GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (gesture, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->shell.window), GTK_EVENT_CONTROLLER (gesture));

  /* Above the conversation, where a click does nothing else. */
  xdotool = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, "xdotool", "mousemove", "--window",
                              window, "500", "30", "click", "--repeat", count, "--delay", "150",
                              "1", NULL);
  g_assert_no_error (error);
}

/* Comparing */

static GtkWidget *
get_last_row (GtkWidget *view)
{
  ConfabMessageList *list = confab_conversation_view_get_list (CONFAB_CONVERSATION_VIEW (view));
  guint n = g_list_model_get_n_items (confab_message_list_get_model (list));

  return GTK_WIDGET (confab_message_list_get_row (list, n - 1));
}

/* What is in view of the last text; buttons below it depend on the page around. */
static GBytes *
take_picture (GtkWidget *view)
{
  GtkWidget *prose = ui_find_type (get_last_row (view), CONFAB_TYPE_PROSE);
  int width = gtk_widget_get_width (view) - SCROLL_BAR;
  int height = gtk_widget_get_height (view);
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (view);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  graphene_rect_t bounds;
  guchar *pixels;

  g_assert_true (gtk_widget_compute_bounds (prose, view, &bounds));
  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (view), height);
  node = gtk_snapshot_free_to_node (snapshot);
  height = CLAMP ((int) (bounds.origin.y + bounds.size.height), 1, height);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (view)),
                                         node, &GRAPHENE_RECT_INIT (0, 0, width, height));
  pixels = g_malloc ((gsize) width * height * 4);
  gdk_texture_download (texture, pixels, (gsize) width * 4);

  return g_bytes_new_take (pixels, (gsize) width * height * 4);
}

/* Until nothing is laid out or coloured any more. */
static void
settle (GtkWidget *view)
{
  const ConfabChatCounters *counters = confab_message_list_get_counters (
    confab_conversation_view_get_list (CONFAB_CONVERSATION_VIEW (view)));
  ConfabChatCounters before;

  do
    {
      before = *counters;
      ui_wait_frames (view, 10);
    }
  while (before.updates != counters->updates || before.code_slices != counters->code_slices ||
         before.nodes_made != counters->nodes_made);
}

/* Whether the streamed answer looks as the same text does that was there from the start. The pieces
 * of a paragraph of many pages are cut in other places then, which may be a part of a pixel each. */
static void
print_comparison (Bench   *self,
                  GString *json)
{
  GtkWidget *whole = confab_conversation_view_new ();
  GtkWidget *window;
  g_autoptr (GBytes) streamed = NULL;
  g_autoptr (GBytes) at_once = NULL;
  int height;

  confab_conversation_view_set_conversation (CONFAB_CONVERSATION_VIEW (whole),
                                             g_ptr_array_index (self->conversations, 0));
  window = ui_show (whole, gtk_widget_get_width (self->view), gtk_widget_get_height (self->view));
  settle (self->view);
  settle (whole);
  height = gtk_widget_get_height (get_last_row (self->view));
  streamed = take_picture (self->view);
  at_once = take_picture (whole);
  if (self->what->pictures != NULL)
    {
      g_autofree char *one = g_strconcat (self->what->pictures, "-streamed.png", NULL);
      g_autofree char *other = g_strconcat (self->what->pictures, "-whole.png", NULL);

      ui_save_png (self->view, one);
      ui_save_png (whole, other);
    }
  g_string_append_printf (json, ",\"looks_as_whole\":%s,\"height\":%d,\"height_of_whole\":%d",
                          g_bytes_equal (streamed, at_once) ? "true" : "false", height,
                          gtk_widget_get_height (get_last_row (whole)));
  ui_close (window);
}

static gboolean
is_text_right (Bench *self)
{
  g_autofree char *wanted = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;
  gsize wanted_length;
  const char *text = confab_message_get_text (g_ptr_array_index (self->answers, 0), &length);

  g_file_get_contents (self->what->text, &wanted, &wanted_length, &error);
  g_assert_no_error (error);

  return length == wanted_length && memcmp (text, wanted, length) == 0;
}

static gboolean
quit_cb (gpointer loop)
{
  g_main_loop_quit (loop);

  return G_SOURCE_REMOVE;
}

static void
print_idle (Bench   *self,
            GString *json)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  double cpu;

  /* What comes late by intent is not idling yet: a write to disk, and the scroll bar that goes some
   * seconds after it was last of use. */
  loop_for (5000);
  bench_frames_restart (self->frames, G_MAXUINT);
  cpu = bench_get_cpu_ms ();
  g_timeout_add_seconds ((guint) self->what->idle_s, quit_cb, loop);
  g_main_loop_run (loop);
  g_string_append_printf (json, ",\"idle_s\":%d,\"idle_cpu_ms\":%.2f,\"idle_frames\":%u",
                          self->what->idle_s, bench_get_cpu_ms () - cpu, self->frames->work->len);
}

static void
print_results (Bench                    *self,
               const ConfabChatCounters *before,
               double                    cpu,
               double                    wall,
               long                      pss_before,
               long                      pss_20)
{
  g_autoptr (GString) json = g_string_new (NULL);
  long pss = bench_get_pss_kb ();

  g_string_append_printf (json,
                          "{\"bench\":\"stream\",\"reply\":\"%s\",\"replies\":%d,\"sessions\":%d,"
                          "\"events\":%u,\"wall_s\":%.2f,\"cpu_s\":%.3f,\"cpu_us_event\":%.1f",
                          self->what->reply, self->what->n_replies, self->what->n_sessions,
                          self->n_events, wall, cpu / 1e3, cpu * 1e3 / MAX (self->n_events, 1));
  bench_frames_print (self->frames, json);
  g_string_append_printf (json,
                          ",\"paint_ms_p50\":%.1f,\"paint_ms_p99\":%.1f,\"late_frames\":%u,"
                          "\"pss_before_kb\":%ld,\"pss_kb\":%ld",
                          bench_get_share (self->delays, 0.5), bench_get_share (self->delays, 0.99),
                          self->n_late, pss_before, pss);
  if (pss_20 > 0)
    g_string_append_printf (json, ",\"pss_20_kb\":%ld", pss_20);
  bench_print_counters (before, confab_message_list_get_counters (get_list (self)), json);
  if (self->what->n_clicks > 0)
    g_string_append_printf (json, ",\"clicks\":%u,\"click_ms_p50\":%.1f,\"click_ms_max\":%.1f",
                            self->answers_to_clicks->len,
                            bench_get_share (self->answers_to_clicks, 0.5),
                            bench_get_share (self->answers_to_clicks, 1));
  if (self->what->idle_s > 0)
    print_idle (self, json);
  if (self->what->text != NULL)
    {
      g_string_append_printf (json, ",\"text_right\":%s", is_text_right (self) ? "true" : "false");
      print_comparison (self, json);
    }
  g_print ("%s}\n", json->str);
}

static void
measure (Bench *self)
{
  ConfabChatCounters before;
  long pss_before;
  long pss_20 = 0;
  gint64 begin;
  double cpu;
  double wall;

  if (self->what->n_clicks > 0)
    start_clicking (self);
  before = *confab_message_list_get_counters (get_list (self));
  pss_before = bench_get_pss_kb ();
  self->n_events = 0;
  self->oldest = 0;
  self->n_late = 0;
  self->updates = before.updates;
  g_array_set_size (self->delays, 0);
  bench_frames_restart (self->frames, G_MAXUINT);
  begin = g_get_monotonic_time ();
  cpu = bench_get_cpu_ms ();

  for (int i = 0; i < self->what->n_replies; i++)
    {
      ask_all (self);
      if (i == 19)
        pss_20 = bench_get_pss_kb ();
    }

  cpu = bench_get_cpu_ms () - cpu;
  wall = (double) (g_get_monotonic_time () - begin) / 1e6;
  print_results (self, &before, cpu, wall, pss_before, pss_20);
}

void
bench_stream_run (const BenchStream *what)
{
  Bench self = { .what = what };

  shell_fixture_set_up (&self.shell, NULL);
  shell_fixture_open (&self.shell);
  gtk_window_set_default_size (GTK_WINDOW (self.shell.window), WIDTH, HEIGHT);
  self.conversations = g_ptr_array_new_with_free_func (g_object_unref);
  self.answers = g_ptr_array_new_with_free_func (g_object_unref);
  self.delays = g_array_new (FALSE, FALSE, sizeof (double));
  self.answers_to_clicks = g_array_new (FALSE, FALSE, sizeof (double));

  warm_up (&self);
  for (int i = 0; i < what->n_sessions; i++)
    add_conversation (&self, what->reply);
  show_conversation (&self);
  self.frames = bench_frames_new (GTK_WIDGET (self.shell.window));
  g_signal_connect_swapped (self.frames->clock, "after-paint", G_CALLBACK (after_paint_cb), &self);
  measure (&self);

  g_signal_handlers_disconnect_by_func (self.frames->clock, after_paint_cb, &self);
  bench_frames_free (self.frames);
  g_ptr_array_unref (self.answers);
  g_ptr_array_unref (self.conversations);
  g_array_unref (self.delays);
  g_array_unref (self.answers_to_clicks);
  shell_fixture_close (&self.shell);
  shell_fixture_tear_down (&self.shell, NULL);
}
