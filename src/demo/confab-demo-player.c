/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-demo"

#include "config.h"

#include "confab-demo-player-private.h"

#include <string.h>

#include "confab-demo-disguise.h"
#include "confab-demo-frame.h"

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

#define HEARTBEAT ":\n\n"

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
void
confab_demo_player_end (ConfabDemoPlayer *self,
                        ConfabDemoEnd     how)
{
  stop_timer (self);
  self->ended (self, how, self->ended_data);
}

static void
channel_closed_cb (gpointer user_data)
{
  confab_demo_player_end (user_data, CONFAB_DEMO_END_CLOSED);
}

static ConfabDemoStep *
get_step (ConfabDemoPlayer *self)
{
  g_assert (self->nth_step < self->script->steps->len);

  return &g_array_index (self->script->steps, ConfabDemoStep, self->nth_step);
}

/* The head of a reply that is no error, unless it was sent. */
void
confab_demo_player_start_answer (ConfabDemoPlayer *self,
                                 gboolean          is_whole)
{
  const char *type = self->script->content_type;

  if (confab_demo_channel_is_started (confab_demo_writer_get_channel (self->writer)))
    return;

  if (type == NULL)
    type = self->options.is_stream ? "text/event-stream;charset=UTF-8" : "application/json";
  confab_demo_writer_start (self->writer, 200, g_str_equal (type, "none") ? NULL : type,
                            is_whole || !self->options.is_stream);
}

void
confab_demo_player_finish (ConfabDemoPlayer *self)
{
  confab_demo_writer_finish (self->writer);
  confab_demo_player_end (self, CONFAB_DEMO_END_FINISHED);
}

void
confab_demo_player_write_frame (ConfabDemoPlayer *self,
                                const char       *event,
                                guint             status,
                                const char       *json,
                                gboolean          is_last)
{
  g_autofree char *frame = confab_demo_frame_format_dialect (
      self->script->dialect, ++self->frame_id, event, status, json, is_last);

  confab_demo_writer_write (self->writer, frame, strlen (frame));
}

/* Fills in what a script's text leaves open. The text of a refusal is no script's: it may hold what
 * the request brought. */
char *
confab_demo_player_expand (ConfabDemoPlayer *self,
                           const char       *text)
{
  if (self->script->about == NULL)
    return g_strdup (text);

  return confab_demo_disguise_expand (text, self->key,
                                      confab_demo_answer_get_session_id (self->answer),
                                      confab_demo_answer_get_request_id (self->answer));
}

/* How many frames the answer has here: with text in the last one there is no other after it. */
static guint
count_frames (ConfabDemoPlayer *self)
{
  guint n_frames = confab_demo_answer_get_n_frames (self->answer);

  return self->script->ends_with_text && n_frames > 1 ? n_frames - 1 : n_frames;
}

/* The payload of a frame of the answer, as the script wants it. */
char *
confab_demo_player_dup_payload (ConfabDemoPlayer *self,
                                guint             nth)
{
  guint n_frames = count_frames (self);
  gboolean is_last = nth + 1 == n_frames;
  const char *reason = self->script->finish_reason;
  g_autofree char *json = NULL;

  json = confab_demo_answer_format_frame (self->answer, nth, self->options.is_incremental,
                                          nth < n_frames / 2 ? self->script->rewrite : NULL);
  if (is_last && reason == NULL && self->script->ends_with_text)
    reason = "stop";

  return confab_demo_disguise_payload (self->script, json, is_last ? reason : NULL);
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

      if (nth >= count_frames (self))
        return FALSE;
      confab_demo_player_start_answer (self, FALSE);
      json = confab_demo_player_dup_payload (self, nth);
      confab_demo_player_write_frame (self, "result", 200, json, nth + 1 == count_frames (self));
      self->next_unit++;
      return TRUE;
    }

  if (self->whole == NULL)
    {
      g_autofree char *json = confab_demo_answer_format_whole (self->answer);

      self->whole = confab_demo_disguise_payload (self->script, json, self->script->finish_reason);
    }

  n_parts = self->script->about != NULL ? N_PARTS : 1;
  if (nth >= n_parts)
    return FALSE;

  confab_demo_player_start_answer (self, TRUE);
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
next_step (ConfabDemoPlayer *self)
{
  self->nth_step++;
  self->n_played = 0;
}

/* A comment that says: still here. */
static gboolean
write_heartbeat (ConfabDemoPlayer     *self,
                 const ConfabDemoStep *step)
{
  if (!self->options.is_stream || self->n_played >= step->number)
    return FALSE;

  confab_demo_player_start_answer (self, FALSE);
  confab_demo_writer_write (self->writer, HEARTBEAT, strlen (HEARTBEAT));
  self->n_played++;
  schedule (self, step->interval);

  return TRUE;
}

/* A step that goes on; FALSE when it has been played. */
static gboolean
play_going (ConfabDemoPlayer     *self,
            const ConfabDemoStep *step)
{
  switch (step->kind)
    {
    case CONFAB_DEMO_STEP_FRAMES:
      if (self->n_played >= step->number || !write_unit (self))
        return FALSE;
      self->n_played++;
      schedule_next (self);
      return TRUE;

    case CONFAB_DEMO_STEP_REST:
      if (!write_unit (self))
        return FALSE;
      schedule_next (self);
      return TRUE;

    case CONFAB_DEMO_STEP_HEARTBEATS:
      return write_heartbeat (self, step);

    case CONFAB_DEMO_STEP_MANY_FRAMES:
      if (!confab_demo_player_write_many (self, step->number))
        return FALSE;
      schedule (self, 1);
      return TRUE;

    case CONFAB_DEMO_STEP_HUGE_FRAME:
      if (!confab_demo_player_write_huge (self, step->number))
        return FALSE;
      schedule (self, 1);
      return TRUE;

    case CONFAB_DEMO_STEP_FRAME:
      if (self->n_played++ > 0)
        return FALSE;
      confab_demo_player_write_own (
          self, step,
          g_array_index (self->script->steps, ConfabDemoStep, self->nth_step + 1).kind ==
              CONFAB_DEMO_STEP_END);
      schedule_next (self);
      return TRUE;

    case CONFAB_DEMO_STEP_TEXT:
      confab_demo_player_write_text (self, step);
      return FALSE;

    default:
      return FALSE;
    }
}

/* A step that ends the reply. */
static void
play_ending (ConfabDemoPlayer     *self,
             const ConfabDemoStep *step)
{
  switch (step->kind)
    {
    case CONFAB_DEMO_STEP_STALL:
      confab_demo_player_start_answer (self, FALSE);
      return;

    case CONFAB_DEMO_STEP_ERROR:
    case CONFAB_DEMO_STEP_ERROR_FRAME:
    case CONFAB_DEMO_STEP_ERROR_STREAM:
      confab_demo_player_send_error (self, step);
      return;

    case CONFAB_DEMO_STEP_BODY:
      confab_demo_player_send_body (self, step);
      return;

    case CONFAB_DEMO_STEP_BROKEN_FRAME:
      confab_demo_player_send_broken (self);
      return;

    case CONFAB_DEMO_STEP_PAGE:
      confab_demo_player_send_page (self, step);
      return;

    case CONFAB_DEMO_STEP_REDIRECT:
      confab_demo_player_send_redirect (self, step);
      return;

    case CONFAB_DEMO_STEP_CUT_BETWEEN:
    case CONFAB_DEMO_STEP_CUT_INSIDE:
    case CONFAB_DEMO_STEP_HALF_CLOSE:
    case CONFAB_DEMO_STEP_RESET:
      confab_demo_player_cut (self, step->kind);
      return;

    default:
      confab_demo_player_start_answer (self, FALSE);
      confab_demo_player_finish (self);
      return;
    }
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
            confab_demo_player_finish (self);
          return;

        case CONFAB_DEMO_STEP_FRAME:
          if (!self->options.is_stream)
            {
              confab_demo_player_write_own (self, step, TRUE);
              confab_demo_player_finish (self);
              return;
            }
          G_GNUC_FALLTHROUGH;
        case CONFAB_DEMO_STEP_FRAMES:
        case CONFAB_DEMO_STEP_REST:
        case CONFAB_DEMO_STEP_TEXT:
        case CONFAB_DEMO_STEP_MANY_FRAMES:
        case CONFAB_DEMO_STEP_HEARTBEATS:
        case CONFAB_DEMO_STEP_HUGE_FRAME:
          if (play_going (self, step))
            return;
          next_step (self);
          continue;

        case CONFAB_DEMO_STEP_WAIT:
          next_step (self);
          schedule (self, step->number);
          return;

        case CONFAB_DEMO_STEP_END:
        case CONFAB_DEMO_STEP_STALL:
        case CONFAB_DEMO_STEP_ERROR:
        case CONFAB_DEMO_STEP_ERROR_FRAME:
        case CONFAB_DEMO_STEP_ERROR_STREAM:
        case CONFAB_DEMO_STEP_BODY:
        case CONFAB_DEMO_STEP_BROKEN_FRAME:
        case CONFAB_DEMO_STEP_PAGE:
        case CONFAB_DEMO_STEP_REDIRECT:
        case CONFAB_DEMO_STEP_CUT_BETWEEN:
        case CONFAB_DEMO_STEP_CUT_INSIDE:
        case CONFAB_DEMO_STEP_HALF_CLOSE:
        case CONFAB_DEMO_STEP_RESET:
          play_ending (self, step);
          return;
        }
    }
}

static guint
find_last_own (ConfabDemoScript *script)
{
  guint nth = script->steps->len - 1;

  while (nth > 0 && g_array_index (script->steps, ConfabDemoStep, nth).kind != CONFAB_DEMO_STEP_FRAME)
    nth--;

  return nth;
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
  self->options.is_stream = options->is_stream && !script->is_plain;
  self->options.key = self->key = g_strdup (options->key);
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
  g_free (self->key);
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

  /* A reply without a stream that goes wrong on the way does so before it begins; of frames that
   * the script brings, it is the last one. */
  if (!self->options.is_stream &&
      confab_demo_script_has (self->script, CONFAB_DEMO_STEP_ERROR_FRAME))
    self->nth_step = self->script->steps->len - 1;
  if (!self->options.is_stream && confab_demo_script_has (self->script, CONFAB_DEMO_STEP_FRAME))
    self->nth_step = find_last_own (self->script);

  if (first == CONFAB_DEMO_STEP_ERROR || first == CONFAB_DEMO_STEP_ERROR_FRAME ||
      first == CONFAB_DEMO_STEP_ERROR_STREAM || first == CONFAB_DEMO_STEP_BODY)
    schedule (self, 0);
  else if (self->options.is_stream)
    schedule (self, (guint) g_random_int_range (FIRST_TOKEN_MIN, FIRST_TOKEN_MAX + 1));
  else
    schedule (self, (guint) g_random_int_range (WHOLE_REPLY_MIN, WHOLE_REPLY_MAX + 1));
}
