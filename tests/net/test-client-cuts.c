/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "client-call.h"

/* A reply of twenty frames, cut at every byte, by the real client over a real connection: never is a
 * part of it shown as the whole. */

#define N_FRAMES 20

typedef enum {
  FORM_CHUNKED_CLOSE, /* a FIN, between chunks or within one */
  FORM_CHUNKED_RESET,
  FORM_PLAIN_CLOSE,   /* until the connection ends: nothing tells that it was cut */
} Form;

typedef struct
{
  Form form;
  GString *bytes;   /* of the body as it goes over the wire */
  gsize head;
  guint step;       /* every byte, or with the sanitizers every third */
  gsize whole;      /* with this many bytes the last frame's JSON is there */
  gsize blank_line; /* with this many its end is */
  GString *text;
} Reply;

static void
make_reply (Reply *self,
            Form   form)
{
  const char *head = form == FORM_PLAIN_CLOSE
                       ? "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
                       : FAULT_HEAD_EVENTS;

  *self = (Reply) { .form = form };
  self->step = g_getenv ("CONFAB_TEST_SCALE") != NULL ? 3 : 1;
  self->bytes = g_string_new (head);
  self->head = self->bytes->len;
  self->text = g_string_new (NULL);

  for (guint i = 0; i < N_FRAMES; i++)
    {
      g_autofree char *piece = g_strdup_printf ("%c新\xc3\xa9", 'a' + (int) i);
      g_autofree char *frame =
        g_strdup_printf ("id:%u\nevent:result\n:HTTP_STATUS/200\ndata:{\"output\":{\"text\":\"%s\","
                         "\"finish_reason\":\"%s\"}}\n\n",
                         i + 1, piece, i + 1 < N_FRAMES ? "null" : "stop");

      g_string_append (self->text, piece);
      if (form != FORM_PLAIN_CLOSE)
        g_string_append_printf (self->bytes, "%" G_GSIZE_MODIFIER "x\r\n", strlen (frame));
      g_string_append (self->bytes, frame);
      self->blank_line = self->bytes->len;
      self->whole = self->bytes->len - strlen ("\n\n");
      if (form != FORM_PLAIN_CLOSE)
        g_string_append (self->bytes, "\r\n");
    }
  if (form != FORM_PLAIN_CLOSE)
    g_string_append (self->bytes, "0\r\n\r\n");
}

/* The n-th connection is cut after n steps of the body. */
static void
cut_script (FaultPeer *peer,
            gpointer   user_data)
{
  Reply *reply = user_data;

  if (!fault_peer_read_request (peer))
    return;
  fault_peer_send_bytes (peer, reply->bytes->str, reply->head + reply->step * fault_peer_get_index (peer));
  if (reply->form == FORM_CHUNKED_RESET)
    fault_peer_reset (peer);
}

static void
test_cuts (gconstpointer data)
{
  Reply reply;
  g_autoptr (ConfabClock) clock = confab_clock_new_system ();
  g_autoptr (ConfabPace) pace = confab_pace_new ();
  g_autoptr (ConfabClient) client = confab_client_new (clock, pace);
  g_autoptr (FaultServer) server = NULL;
  g_autofree char *url = NULL;
  guint n_complete = 0;
  guint n_parts = 0;

  make_reply (&reply, (Form) GPOINTER_TO_INT (data));
  server = fault_server_new (cut_script, &reply);
  url = fault_server_dup_url (server, "/api/v1/apps/a/completion");

  for (gsize n = reply.head; n <= reply.bytes->len; n += reply.step)
    {
      g_autoptr (ClientCall) call = client_call_new (client);
      const char *text;
      gsize length;

      client_call_run (call, url);
      g_assert_no_error (call->error);
      text = confab_reply_decoder_get_text (call->result->decoder, &length);

      /* What came is the beginning, and what was shown is what came. */
      g_assert_cmpuint (length, <=, reply.text->len);
      g_assert_cmpmem (text, length, reply.text->str, length);
      g_assert_cmpmem (call->text->str, call->text->len, text, length);

      if (call->result->complete)
        {
          n_complete++;
          g_assert_cmpuint (n, >=, reply.whole);
          g_assert_cmpuint (length, ==, reply.text->len);
          g_assert_null (call->result->failure);
        }
      else
        {
          g_assert_nonnull (call->result->failure);
          n_parts += length > 0;
          /* A reset may take with it what had arrived; an orderly end takes nothing. */
          if (reply.form != FORM_CHUNKED_RESET)
            g_assert_cmpuint (n, <, reply.blank_line);
        }
    }

  g_assert_cmpuint (fault_server_get_n_requests (server), ==,
                    (reply.bytes->len - reply.head) / reply.step + 1);
  g_assert_cmpuint (n_parts, >, 0);
  if (reply.form != FORM_CHUNKED_RESET)
    g_assert_cmpuint (n_complete, >, 0);

  g_string_free (reply.bytes, TRUE);
  g_string_free (reply.text, TRUE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/client-cuts/chunked-close", GINT_TO_POINTER (FORM_CHUNKED_CLOSE),
                        test_cuts);
  g_test_add_data_func ("/client-cuts/chunked-reset", GINT_TO_POINTER (FORM_CHUNKED_RESET),
                        test_cuts);
  g_test_add_data_func ("/client-cuts/plain-close", GINT_TO_POINTER (FORM_PLAIN_CLOSE), test_cuts);

  return g_test_run ();
}
