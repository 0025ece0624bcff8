/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A client that is nothing but a socket: it shows what is really on the wire. */

#include "config.h"

#include "demo-call.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "confab-json.h"

#define LIMIT_S 60

ConfabDemoService *
demo_service_start (void)
{
  g_autoptr (ConfabDemoService) service = confab_demo_service_new ();
  g_autoptr (GError) error = NULL;

  confab_demo_service_set_pace (service, 0.0);
  confab_demo_service_start (service, 0, "sk-right", &error);
  g_assert_no_error (error);

  return g_steal_pointer (&service);
}

void
demo_fixture_set_up (DemoFixture   *self,
                     gconstpointer  unused)
{
  self->service = demo_service_start ();
}

void
demo_fixture_tear_down (DemoFixture   *self,
                        gconstpointer  unused)
{
  g_assert_finalize_object (self->service);
}

int
demo_call_open (ConfabDemoService *service,
                const DemoCall    *call)
{
  g_autoptr (GString) request = g_string_new (NULL);
  const struct timeval limit = { LIMIT_S, 0 };
  struct sockaddr_in address = { 0 };
  const char *body = call->body != NULL ? call->body : "";
  const char *key = call->key != NULL ? call->key : confab_demo_service_get_key (service);
  int fd;

  if (call->path != NULL)
    g_string_append_printf (request, "%s %s HTTP/1.1\r\n",
                            call->method != NULL ? call->method : "POST", call->path);
  else
    g_string_append_printf (request, "%s /api/v1/apps/%s/completion HTTP/1.1\r\n",
                            call->method != NULL ? call->method : "POST",
                            call->app != NULL ? call->app : "assistant");
  g_string_append (request, "Host: 127.0.0.1\r\nConnection: close\r\n");
  if (*key != '\0')
    g_string_append_printf (request, "Authorization: Bearer %s\r\n", key);
  if (!call->without_type)
    g_string_append (request, "Content-Type: application/json\r\n");
  if (call->is_stream)
    g_string_append (request, "X-DashScope-SSE: enable\r\n");
  if (call->headers != NULL)
    g_string_append (request, call->headers);
  g_string_append_printf (request, "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n", strlen (body));
  g_string_append (request, body);

  fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (fd, >=, 0);
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  address.sin_port = htons (confab_demo_service_get_port (service));
  g_assert_cmpint (connect (fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);

  for (gsize sent = 0; sent < request->len;)
    {
      gssize n = send (fd, request->str + sent, request->len - sent, MSG_NOSIGNAL);

      /* A refusal may come before the whole body was read. */
      if (n <= 0)
        break;
      sent += (gsize) n;
    }

  return fd;
}

/* All bytes until the end; TRUE when the end was a reset. */
static gboolean
read_all (int      fd,
          GString *bytes)
{
  char buffer[65536];
  gssize n;

  while ((n = recv (fd, buffer, sizeof buffer, 0)) > 0)
    g_string_append_len (bytes, buffer, n);
  if (n < 0 && errno != ECONNRESET)
    g_error ("The service sends no end: %s", g_strerror (errno));

  return n < 0;
}

static DemoEnd
decode_chunks (DemoReply  *reply,
               const char *bytes,
               gsize       length)
{
  while (TRUE)
    {
      const char *line_end = g_strstr_len (bytes, (gssize) length, "\r\n");
      gsize size;
      gsize head;

      if (line_end == NULL)
        return DEMO_END_BETWEEN;

      size = g_ascii_strtoull (bytes, NULL, 16);
      head = (gsize) (line_end - bytes) + 2;
      if (size == 0)
        return DEMO_END_COMPLETE;

      g_array_append_val (reply->chunk_sizes, size);
      g_string_append_len (reply->body, bytes + head, (gssize) MIN (size, length - head));
      if (length < head + size + 2)
        return DEMO_END_INSIDE;
      bytes += head + size + 2;
      length -= head + size + 2;
    }
}

DemoReply *
demo_call (ConfabDemoService *service,
           const DemoCall    *call)
{
  g_autoptr (GString) bytes = g_string_new (NULL);
  DemoReply *reply = g_new0 (DemoReply, 1);
  int fd = demo_call_open (service, call);
  gboolean is_reset = read_all (fd, bytes);
  const char *head_end = strstr (bytes->str, "\r\n\r\n");

  close (fd);
  reply->body = g_string_new (NULL);
  reply->chunk_sizes = g_array_new (FALSE, FALSE, sizeof (gsize));

  if (head_end == NULL)
    {
      reply->end = is_reset ? DEMO_END_RESET : DEMO_END_NO_HEAD;
      reply->head = g_strdup ("");
      return reply;
    }

  reply->head = g_strndup (bytes->str, (gsize) (head_end - bytes->str) + 2);
  g_assert_true (g_str_has_prefix (reply->head, "HTTP/1.1 "));
  reply->status = (guint) g_ascii_strtoull (reply->head + strlen ("HTTP/1.1 "), NULL, 10);
  head_end += 4;
  reply->end = decode_chunks (reply, head_end, bytes->len - (gsize) (head_end - bytes->str));
  if (is_reset)
    reply->end = DEMO_END_RESET;

  if (reply->body->str[0] == '{')
    {
      g_autoptr (JsonNode) node = confab_json_parse (reply->body->str, -1, NULL);

      if (node != NULL)
        reply->json = json_object_ref (json_node_get_object (node));
    }

  return reply;
}

DemoReply *
demo_ask (ConfabDemoService *service,
          const char        *app,
          gboolean           is_stream,
          const char        *prompt,
          const char        *session_id,
          const char        *parameters)
{
  g_autoptr (JsonObject) input = json_object_new ();
  g_autofree char *input_text = NULL;
  g_autofree char *body = NULL;
  DemoCall call = { .app = app, .is_stream = is_stream };

  json_object_set_string_member (input, "prompt", prompt);
  if (session_id != NULL)
    json_object_set_string_member (input, "session_id", session_id);
  input_text = confab_json_object_to_text (input);
  body = g_strdup_printf ("{\"input\":%s,\"parameters\":%s,\"debug\":{}}", input_text,
                          parameters != NULL ? parameters : "{}");
  call.body = body;

  return demo_call (service, &call);
}

void
demo_reply_free (DemoReply *reply)
{
  g_free (reply->head);
  g_string_free (reply->body, TRUE);
  g_array_unref (reply->chunk_sizes);
  g_clear_pointer (&reply->json, json_object_unref);
  g_free (reply);
}

char *
demo_reply_header (DemoReply  *reply,
                   const char *name)
{
  g_auto (GStrv) lines = g_strsplit (reply->head, "\r\n", -1);
  gsize length = strlen (name);

  for (gsize i = 0; lines[i] != NULL; i++)
    if (g_ascii_strncasecmp (lines[i], name, length) == 0 && lines[i][length] == ':')
      return g_strstrip (g_strdup (lines[i] + length + 1));

  return NULL;
}

GPtrArray *
demo_reply_frames (DemoReply *reply)
{
  GPtrArray *frames = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  const char *at = reply->body->str;

  while (*at != '\0')
    {
      g_autofree char *start = g_strdup_printf ("id:%u\nevent:result\n:HTTP_STATUS/200\ndata:",
                                                frames->len + 1);
      g_autoptr (JsonNode) node = NULL;
      g_autoptr (GError) error = NULL;
      const char *end;

      if (!g_str_has_prefix (at, start))
        g_error ("No frame of the documented form: %.200s", at);
      at += strlen (start);
      end = strchr (at, '\n');
      g_assert_nonnull (end);
      node = confab_json_parse (at, end - at, &error);
      g_assert_no_error (error);
      g_ptr_array_add (frames, json_object_ref (json_node_get_object (node)));
      g_assert_true (g_str_has_prefix (end, "\n\n"));
      at = end + 2;
    }

  return frames;
}

const char *
demo_output (JsonObject *payload,
             const char *member)
{
  JsonObject *output = confab_json_get_object (payload, "output");

  g_assert_nonnull (output);

  return confab_json_get_string (output, member);
}

char *
demo_reply_text (DemoReply *reply,
                 gboolean   is_incremental)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) frames = NULL;

  if (reply->json != NULL)
    return g_strdup (demo_output (reply->json, "text"));

  frames = demo_reply_frames (reply);
  for (guint i = 0; i < frames->len; i++)
    {
      if (!is_incremental)
        g_string_truncate (text, 0);
      g_string_append (text, demo_output (g_ptr_array_index (frames, i), "text"));
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

JsonObject *
demo_reply_last (DemoReply *reply)
{
  g_autoptr (GPtrArray) frames = NULL;

  if (reply->json != NULL)
    return json_object_ref (reply->json);

  frames = demo_reply_frames (reply);
  g_assert_cmpuint (frames->len, >, 0);

  return json_object_ref (g_ptr_array_index (frames, frames->len - 1));
}
