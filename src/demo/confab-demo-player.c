/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-demo"

#include "config.h"

#include "confab-demo-player.h"

#include <string.h>

#include "confab-demo-frame.h"
#include "confab-demo-resources.h"
#include "confab-demo-writer.h"

#define PAGE_PATH "/io/github/confab_chat/Confab/demo/faults/"

/* Milliseconds. */
#define FIRST_TOKEN_MIN 300
#define FIRST_TOKEN_MAX 400
#define INTERVAL_MIN 15
#define INTERVAL_MAX 40
#define WHOLE_REPLY_MIN 600
#define WHOLE_REPLY_MAX 900

/* A fault in a reply that is no stream has so many parts of it to happen between. */
#define N_PARTS 80

/* With pieces of a byte: two each millisecond, many at once when nobody wants to wait. */
#define PIECES_A_TICK 2
#define PIECES_AT_ONCE 256

#define HUGE_BLOCK (64 * 1024)

struct _ConfabDemoPlayer {
  ConfabDemoWriter *writer;
  ConfabDemoAnswer *answer;
  ConfabDemoScript *script;
  ConfabDemoPlayerOptions options;

  guint nth_step;
  guint n_played;     /* frames of the step that is played */
  guint next_unit;    /* of the answer: a frame, or a part of the whole reply */
  guint frame_id;
  char *whole;        /* the whole reply, when it is no stream */
  gsize n_huge_left;
  gboolean is_huge;

  GSource *timer;
  ConfabDemoPlayerFunc ended;
  gpointer ended_data;
};

static gboolean timer_elapsed_cb (gpointer user_data);

static void
schedule (ConfabDemoPlayer *self,
          guint             milliseconds)
{
  guint64 pace = (guint64) g_atomic_int_get (self->options.pace);

  g_assert (self->timer == NULL);

  self->timer = g_timeout_source_new ((guint) (milliseconds * pace / 1000));
  g_source_set_callback (self->timer, timer_elapsed_cb, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}

static void
stop_timer (ConfabDemoPlayer *self)
{
  if (self->timer != NULL)
    {
      g_source_destroy (self->timer);
      g_clear_pointer (&self->timer, g_source_unref);
    }
}

/* The owner frees the player here: nothing may be touched after it. */
static void
end (ConfabDemoPlayer *self,
     ConfabDemoEnd     how)
{
  stop_timer (self);
  self->ended (self, how, self->ended_data);
}

static void
channel_closed_cb (gpointer user_data)
{
  end (user_data, CONFAB_DEMO_END_CLOSED);
}

static void
channel_cut_cb (gpointer user_data)
{
  end (user_data, CONFAB_DEMO_END_FINISHED);
}

static ConfabDemoStep *
get_step (ConfabDemoPlayer *self)
{
  g_assert (self->nth_step < self->script->steps->len);

  return &g_array_index (self->script->steps, ConfabDemoStep, self->nth_step);
}

static void
start_answer (ConfabDemoPlayer *self,
              gboolean          is_whole)
{
  if (confab_demo_channel_is_started (confab_demo_writer_get_channel (self->writer)))
    return;

  if (self->options.is_stream)
    confab_demo_writer_start (self->writer, 200, "text/event-stream;charset=UTF-8", is_whole);
  else
    confab_demo_writer_start (self->writer, 200, "application/json", TRUE);
}

static void
finish_reply (ConfabDemoPlayer *self)
{
  confab_demo_writer_finish (self->writer);
  end (self, CONFAB_DEMO_END_FINISHED);
}

static void
write_frame (ConfabDemoPlayer *self,
             const char       *event,
             guint             status,
             const char       *json)
{
  g_autofree char *frame = confab_demo_frame_format (++self->frame_id, event, status, json);

  confab_demo_writer_write (self->writer, frame, strlen (frame));
}

static char *
dup_payload (ConfabDemoPlayer *self,
             guint             nth)
{
  guint n_frames = confab_demo_answer_get_n_frames (self->answer);

  return confab_demo_answer_format_frame (self->answer, nth, self->options.is_incremental,
                                          nth < n_frames / 2 ? self->script->rewrite : NULL);
}

/* One unit of the answer; FALSE when there is none left. */
static gboolean
write_unit (ConfabDemoPlayer *self)
{
  guint nth = self->next_unit;
  gsize length;
  gsize start;
  gsize stop;
  guint n_parts;

  if (self->options.is_stream)
    {
      g_autofree char *json = NULL;

      if (nth >= confab_demo_answer_get_n_frames (self->answer))
        return FALSE;
      start_answer (self, FALSE);
      json = dup_payload (self, nth);
      write_frame (self, "result", 200, json);
      self->next_unit++;
      return TRUE;
    }

  if (self->whole == NULL)
    self->whole = confab_demo_answer_format_whole (self->answer);

  n_parts = self->script->about != NULL ? N_PARTS : 1;
  if (nth >= n_parts)
    return FALSE;

  start_answer (self, TRUE);
  length = strlen (self->whole);
  start = length * nth / n_parts;
  stop = length * (nth + 1) / n_parts;
  confab_demo_writer_write (self->writer, self->whole + start, stop - start);
  self->next_unit++;

  return TRUE;
}

static void
schedule_next (ConfabDemoPlayer *self)
{
  if (self->script->interval > 0)
    schedule (self, self->script->interval);
  else
    schedule (self, (guint) g_random_int_range (INTERVAL_MIN, INTERVAL_MAX + 1));
}

static void
send_error (ConfabDemoPlayer     *self,
            const ConfabDemoStep *step)
{
  g_autofree char *json = confab_demo_frame_error_body (
      step->code, step->text, confab_demo_answer_get_request_id (self->answer));

  confab_demo_writer_set_uncompressed (self->writer);
  confab_demo_writer_start (self->writer, step->number, "application/json", TRUE);
  confab_demo_writer_write (self->writer, json, strlen (json));
  finish_reply (self);
}

static void
send_error_frame (ConfabDemoPlayer     *self,
                  const ConfabDemoStep *step)
{
  g_autofree char *json = NULL;

  if (!self->options.is_stream)
    {
      send_error (self, step);
      return;
    }

  json = confab_demo_frame_error_body (step->code, step->text,
                                       confab_demo_answer_get_request_id (self->answer));
  start_answer (self, TRUE);
  write_frame (self, "error", step->number, json);
  finish_reply (self);
}

/* Half of the JSON; what follows is a proper end. */
static void
send_broken (ConfabDemoPlayer *self)
{
  start_answer (self, FALSE);
  if (self->options.is_stream)
    {
      g_autofree char *json = dup_payload (self, self->next_unit);

      json[strlen (json) / 2] = '\0';
      /* Not in the middle of a character: it is the JSON that is broken. */
      while (!g_utf8_validate (json, -1, NULL))
        json[strlen (json) - 1] = '\0';
      write_frame (self, "result", 200, json);
    }
  finish_reply (self);
}

/* A frame (or a reply) with one endless text, block by block: the memory is not needed at once. */
static gboolean
write_huge (ConfabDemoPlayer *self,
            gsize             size)
{
  static const char start[] = "{\"output\":{\"finish_reason\":\"null\",\"text\":\"";
  static const char stop[] = "\"}}";
  g_autofree char *block = NULL;
  gsize length;

  if (!self->is_huge)
    {
      g_autofree char *head = NULL;

      start_answer (self, FALSE);
      head = g_strdup_printf ("id:%u\nevent:result\n:HTTP_STATUS/200\ndata:", ++self->frame_id);
      if (self->options.is_stream)
        confab_demo_writer_write (self->writer, head, strlen (head));
      confab_demo_writer_write (self->writer, start, strlen (start));
      self->is_huge = TRUE;
      self->n_huge_left = size;
      return TRUE;
    }

  if (self->n_huge_left == 0)
    {
      confab_demo_writer_write (self->writer, stop, strlen (stop));
      if (self->options.is_stream)
        confab_demo_writer_write (self->writer, "\n\n", 2);
      self->is_huge = FALSE;
      return FALSE;
    }

  length = MIN (self->n_huge_left, HUGE_BLOCK);
  block = g_malloc (length);
  memset (block, 'm', length);
  confab_demo_writer_write (self->writer, block, length);
  self->n_huge_left -= length;

  return TRUE;
}

static void
send_page (ConfabDemoPlayer     *self,
           const ConfabDemoStep *step)
{
  g_autofree char *path = g_strconcat (PAGE_PATH, step->text, NULL);
  g_autoptr (GBytes) page = g_resource_lookup_data (confab_demo_get_resource (), path,
                                                    G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  confab_demo_writer_start (self->writer, step->number, "text/html; charset=utf-8", TRUE);
  if (page != NULL)
    confab_demo_writer_write (self->writer, g_bytes_get_data (page, NULL), g_bytes_get_size (page));
  finish_reply (self);
}

/* To another name of this very service: a client that follows gets an answer, and has given its
 * key to a host it was not meant for. */
static void
send_redirect (ConfabDemoPlayer     *self,
               const ConfabDemoStep *step)
{
  g_autofree char *location =
      g_strdup_printf ("http://localhost:%u%s", self->options.port, step->text);

  confab_demo_channel_set_header (confab_demo_writer_get_channel (self->writer), "location",
                                  location);
  confab_demo_writer_start (self->writer, step->number, "text/html; charset=utf-8", TRUE);
  finish_reply (self);
}

static void
cut (ConfabDemoPlayer   *self,
     ConfabDemoStepKind  kind)
{
  ConfabDemoChannel *channel = confab_demo_writer_get_channel (self->writer);

  if (kind == CONFAB_DEMO_STEP_CUT_INSIDE)
    {
      g_autofree char *json = NULL;
      g_autofree char *frame = NULL;

      start_answer (self, FALSE);
      if (self->options.is_stream)
        {
          json = dup_payload (self, self->next_unit);
          frame = confab_demo_frame_format (++self->frame_id, "result", 200, json);
        }
      else
        {
          frame = g_strdup ("…");
        }
      confab_demo_channel_write_half (channel, frame, strlen (frame));
    }

  confab_demo_channel_close (channel, kind == CONFAB_DEMO_STEP_RESET, channel_cut_cb, self);
}

static void
next_step (ConfabDemoPlayer *self)
{
  self->nth_step++;
  self->n_played = 0;
}

/* Plays until there is something to wait for, or the end. */
static void
play (ConfabDemoPlayer *self)
{
  gboolean is_paced = g_atomic_int_get (self->options.pace) > 0;

  /* What waits to be written in pieces goes first. */
  if (confab_demo_writer_write_pieces (self->writer, is_paced ? PIECES_A_TICK : PIECES_AT_ONCE))
    {
      schedule (self, 1);
      return;
    }

  while (TRUE)
    {
      ConfabDemoStep *step = get_step (self);

      switch (step->kind)
        {
        case CONFAB_DEMO_STEP_ANSWER:
          if (write_unit (self))
            schedule_next (self);
          else
            finish_reply (self);
          return;

        case CONFAB_DEMO_STEP_FRAMES:
          if (self->n_played < step->number && write_unit (self))
            {
              self->n_played++;
              schedule_next (self);
              return;
            }
          next_step (self);
          continue;

        case CONFAB_DEMO_STEP_WAIT:
          next_step (self);
          schedule (self, step->number);
          return;

        case CONFAB_DEMO_STEP_STALL:
          start_answer (self, FALSE);
          return;

        case CONFAB_DEMO_STEP_ERROR:
          send_error (self, step);
          return;

        case CONFAB_DEMO_STEP_ERROR_FRAME:
          send_error_frame (self, step);
          return;

        case CONFAB_DEMO_STEP_BROKEN_FRAME:
          send_broken (self);
          return;

        case CONFAB_DEMO_STEP_HUGE_FRAME:
          if (write_huge (self, step->number))
            {
              schedule (self, 1);
              return;
            }
          next_step (self);
          continue;

        case CONFAB_DEMO_STEP_PAGE:
          send_page (self, step);
          return;

        case CONFAB_DEMO_STEP_REDIRECT:
          send_redirect (self, step);
          return;

        case CONFAB_DEMO_STEP_CUT_BETWEEN:
        case CONFAB_DEMO_STEP_CUT_INSIDE:
        case CONFAB_DEMO_STEP_RESET:
          cut (self, step->kind);
          return;
        }
    }
}

static gboolean
timer_elapsed_cb (gpointer user_data)
{
  ConfabDemoPlayer *self = user_data;

  g_clear_pointer (&self->timer, g_source_unref);
  play (self);

  return G_SOURCE_REMOVE;
}

/**
 * confab_demo_player_new:
 * @channel: (transfer full): where it writes
 * @answer: (transfer full): what it writes
 * @script: (transfer full): how it writes it
 * @options: what the request asked for
 *
 * Returns: (transfer full): a player
 */
ConfabDemoPlayer *
confab_demo_player_new (ConfabDemoChannel             *channel,
                        ConfabDemoAnswer              *answer,
                        ConfabDemoScript              *script,
                        const ConfabDemoPlayerOptions *options)
{
  ConfabDemoPlayer *self = g_new0 (ConfabDemoPlayer, 1);

  self->answer = answer;
  self->script = script;
  self->options = *options;
  self->writer = confab_demo_writer_new (channel, confab_demo_answer_get_request_id (answer),
                                         script->piece_size,
                                         script->is_gzip && options->accepts_gzip);

  return self;
}

/**
 * confab_demo_player_free:
 * @self: (transfer full): a player
 *
 * Closes the connection when the reply is not finished.
 */
void
confab_demo_player_free (ConfabDemoPlayer *self)
{
  stop_timer (self);
  confab_demo_writer_free (self->writer);
  confab_demo_answer_free (self->answer);
  confab_demo_script_free (self->script);
  g_free (self->whole);
  g_free (self);
}

/**
 * confab_demo_player_start:
 * @self: a player
 * @ended: called once, from the main context; may free the player
 * @user_data: for @ended
 */
void
confab_demo_player_start (ConfabDemoPlayer     *self,
                          ConfabDemoPlayerFunc  ended,
                          gpointer              user_data)
{
  ConfabDemoStepKind first = g_array_index (self->script->steps, ConfabDemoStep, 0).kind;

  self->ended = ended;
  self->ended_data = user_data;
  confab_demo_channel_watch (confab_demo_writer_get_channel (self->writer), channel_closed_cb,
                             self);

  /* A reply without a stream that goes wrong on the way does so before it begins. */
  if (!self->options.is_stream &&
      confab_demo_script_has (self->script, CONFAB_DEMO_STEP_ERROR_FRAME))
    self->nth_step = self->script->steps->len - 1;

  if (first == CONFAB_DEMO_STEP_ERROR || first == CONFAB_DEMO_STEP_ERROR_FRAME)
    schedule (self, 0);
  else if (self->options.is_stream)
    schedule (self, (guint) g_random_int_range (FIRST_TOKEN_MIN, FIRST_TOKEN_MAX + 1));
  else
    schedule (self, (guint) g_random_int_range (WHOLE_REPLY_MIN, WHOLE_REPLY_MAX + 1));
}
