/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-demo"

#include "config.h"

#include "confab-demo-player-private.h"

#include <string.h>

#include "confab-demo-disguise.h"
#include "confab-demo-frame.h"
#include "confab-demo-resources.h"

#define PAGE_PATH "/io/github/confab_chat/Confab/demo/faults/"

#define HUGE_BLOCK (64 * 1024)

/* Of many small frames: so many at once, and each of so many brings a letter. */
#define MANY_AT_ONCE 200
#define MANY_PER_LETTER 10

/* The headers that the script adds to errors. */
static void
set_headers (ConfabDemoPlayer *self)
{
  for (guint i = 0; i < self->script->headers->len; i++)
    {
      g_autofree char *header =
          confab_demo_player_expand (self, g_ptr_array_index (self->script->headers, i));
      char *value = strchr (header, ' ');

      if (value == NULL)
        continue;
      *value++ = '\0';
      confab_demo_channel_set_header (confab_demo_writer_get_channel (self->writer), header, value);
    }
}

/* A reply of one part. */
static void
send_whole (ConfabDemoPlayer *self,
            guint             status,
            const char       *content_type,
            const char       *bytes,
            gsize             length)
{
  const char *type = self->script->content_type;

  if (type == NULL)
    type = content_type;
  confab_demo_writer_set_uncompressed (self->writer);
  set_headers (self);
  confab_demo_writer_start (self->writer, status, g_str_equal (type, "none") ? NULL : type, TRUE);
  if (length > 0)
    confab_demo_writer_write (self->writer, bytes, length);
  confab_demo_player_finish (self);
}

/* An error in the one of its three forms that the step names. */
void
confab_demo_player_send_error (ConfabDemoPlayer     *self,
                               const ConfabDemoStep *step)
{
  g_autofree char *text = confab_demo_player_expand (self, step->text);
  g_autofree char *json = NULL;
  g_autofree char *frame = NULL;

  json = confab_demo_frame_error_body (step->code, text,
                                       confab_demo_answer_get_request_id (self->answer));

  if (step->kind == CONFAB_DEMO_STEP_ERROR_FRAME && self->options.is_stream)
    {
      confab_demo_player_start_answer (self, TRUE);
      confab_demo_player_write_frame (self, "error", step->number, json, TRUE);
      confab_demo_player_finish (self);
    }
  else if (step->kind == CONFAB_DEMO_STEP_ERROR_STREAM)
    {
      frame = confab_demo_frame_format (1, "error", step->number, json);
      send_whole (self, step->number, "text/event-stream;charset=UTF-8", frame, strlen (frame));
    }
  else
    {
      send_whole (self, step->number, "application/json", json, strlen (json));
    }
}

/* The bytes of the script in place of the reply. */
void
confab_demo_player_send_body (ConfabDemoPlayer     *self,
                              const ConfabDemoStep *step)
{
  g_autofree char *text = confab_demo_player_expand (self, step->text);

  send_whole (self, step->number, "application/json", text, strlen (text));
}

void
confab_demo_player_send_page (ConfabDemoPlayer     *self,
                              const ConfabDemoStep *step)
{
  g_autofree char *path = g_strconcat (PAGE_PATH, step->text, NULL);
  g_autoptr (GBytes) page = g_resource_lookup_data (confab_demo_get_resource (), path,
                                                    G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  gsize size = 0;
  const char *bytes = page != NULL ? g_bytes_get_data (page, &size) : NULL;

  send_whole (self, step->number, "text/html; charset=utf-8", bytes, size);
}

/* To another name of this very service: a client that follows gets an answer, and has given its
 * key to a host it was not meant for. */
void
confab_demo_player_send_redirect (ConfabDemoPlayer     *self,
                                  const ConfabDemoStep *step)
{
  g_autofree char *location =
      g_strdup_printf ("http://localhost:%u%s", self->options.port, step->text);

  confab_demo_channel_set_header (confab_demo_writer_get_channel (self->writer), "location",
                                  location);
  send_whole (self, step->number, "text/html; charset=utf-8", NULL, 0);
}

/* Half of the JSON; what follows is a proper end. */
void
confab_demo_player_send_broken (ConfabDemoPlayer *self)
{
  confab_demo_player_start_answer (self, FALSE);
  if (self->options.is_stream)
    {
      g_autofree char *json = confab_demo_player_dup_payload (self, self->next_unit);

      json[strlen (json) / 2] = '\0';
      /* Not in the middle of a character: it is the JSON that is broken. */
      while (!g_utf8_validate (json, -1, NULL))
        json[strlen (json) - 1] = '\0';
      confab_demo_player_write_frame (self, "result", 200, json, FALSE);
    }
  confab_demo_player_finish (self);
}

static void
channel_cut_cb (gpointer user_data)
{
  confab_demo_player_end (user_data, CONFAB_DEMO_END_FINISHED);
}

/* Ends the reply in a way that HTTP does not know. */
void
confab_demo_player_cut (ConfabDemoPlayer   *self,
                        ConfabDemoStepKind  kind)
{
  ConfabDemoChannel *channel = confab_demo_writer_get_channel (self->writer);
  ConfabDemoBareEnd end = kind == CONFAB_DEMO_STEP_RESET        ? CONFAB_DEMO_BARE_RESET
                          : kind == CONFAB_DEMO_STEP_HALF_CLOSE ? CONFAB_DEMO_BARE_HALF
                                                                : CONFAB_DEMO_BARE_CLOSE;

  if (kind == CONFAB_DEMO_STEP_CUT_INSIDE)
    {
      g_autofree char *json = NULL;
      g_autofree char *frame = NULL;

      confab_demo_player_start_answer (self, FALSE);
      if (self->options.is_stream)
        {
          json = confab_demo_player_dup_payload (self, self->next_unit);
          frame = confab_demo_frame_format (++self->frame_id, "result", 200, json);
        }
      else
        {
          frame = g_strdup ("…");
        }
      confab_demo_channel_write_half (channel, frame, strlen (frame));
    }

  confab_demo_channel_close (channel, end, channel_cut_cb, self);
}

/* A frame with a payload of the script's own; of a reply without a stream, all of it. */
void
confab_demo_player_write_own (ConfabDemoPlayer     *self,
                              const ConfabDemoStep *step,
                              gboolean              is_last)
{
  g_autofree char *json = confab_demo_player_expand (self, step->text);

  confab_demo_player_start_answer (self, !self->options.is_stream);
  if (self->options.is_stream)
    confab_demo_player_write_frame (self, "result", 200, json, is_last);
  else
    confab_demo_writer_write (self->writer, json, strlen (json));
}

/* Bytes as the script has them. */
void
confab_demo_player_write_text (ConfabDemoPlayer     *self,
                               const ConfabDemoStep *step)
{
  g_autofree char *text = confab_demo_player_expand (self, step->text);
  g_autofree char *bytes = g_strcompress (text);

  confab_demo_player_start_answer (self, FALSE);
  confab_demo_writer_write (self->writer, bytes, strlen (bytes));
}

/* Many frames with little text or none. Returns whether there are more. */
gboolean
confab_demo_player_write_many (ConfabDemoPlayer *self,
                               guint             n_frames)
{
  if (!self->options.is_stream)
    return FALSE;

  confab_demo_player_start_answer (self, FALSE);
  for (guint i = 0; i < MANY_AT_ONCE && self->n_played < n_frames; i++, self->n_played++)
    {
      guint n_letters = self->n_played / MANY_PER_LETTER + 1;
      gboolean has_letter = self->n_played % MANY_PER_LETTER == 0;
      g_autofree char *text = g_strnfill (
          self->options.is_incremental ? (has_letter ? 1 : 0) : n_letters, 'm');
      g_autofree char *json =
          g_strdup_printf ("{\"output\":{\"session_id\":\"%s\",\"finish_reason\":\"null\","
                           "\"text\":\"%s\"},\"usage\":{},\"request_id\":\"%s\"}",
                           confab_demo_answer_get_session_id (self->answer), text,
                           confab_demo_answer_get_request_id (self->answer));

      confab_demo_player_write_frame (self, "result", 200, json, FALSE);
    }

  return self->n_played < n_frames;
}

/* A frame (or a reply) with one endless text, block by block: the memory is not needed at once. */
gboolean
confab_demo_player_write_huge (ConfabDemoPlayer *self,
                               gsize             size)
{
  static const char start[] = "{\"output\":{\"finish_reason\":\"null\",\"text\":\"";
  static const char stop[] = "\"}}";
  g_autofree char *block = NULL;
  gsize length;

  if (!self->is_huge)
    {
      g_autofree char *head = NULL;

      confab_demo_player_start_answer (self, FALSE);
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
