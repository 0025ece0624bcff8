/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-demo"

#include "config.h"

#include "confab-demo-server.h"

#include <errno.h>
#include <libsoup/soup.h>
#include <string.h>
#include <sys/socket.h>

#include "confab-demo-apps.h"
#include "confab-demo-fault.h"
#include "confab-demo-frame.h"
#include "confab-demo-library.h"
#include "confab-demo-player.h"
#include "confab-demo-request.h"
#include "confab-demo-script.h"
#include "confab-demo-sessions.h"

#define PICTURE_START "/images/"
#define PICTURE_END ".svg"

/* Set on a message whose body is over the limit, and is not kept. */
#define TOO_LARGE_KEY "confab-demo-too-large"
#define BODY_SIZE_KEY "confab-demo-body-size"

struct _ConfabDemoServer {
  SoupServer *soup;
  guint16 port;
  char *key;
  ConfabDemoShared *shared;
  ConfabDemoLogFunc log;
  gpointer log_data;
  ConfabDemoLibrary *library;
  ConfabDemoShop *shop;
  ConfabDemoSessions *sessions;
  GHashTable *n_failed;  /* App ID → how often its first error was given */
  GPtrArray *players;
  gint lead;             /* of what is shared: so far applied */
};

static void
log_request (ConfabDemoServer        *self,
             SoupServerMessage       *message,
             const char              *path,
             const char              *reply,
             const ConfabDemoProblem *problem)
{
  g_autofree char *line = confab_demo_log_add (self->shared->log, message, path, reply, problem);

  g_debug ("%s", line);
  if (self->log != NULL)
    self->log (line, self->log_data);
}

static void
player_ended_cb (ConfabDemoPlayer *player,
                 ConfabDemoEnd     how,
                 gpointer          user_data)
{
  ConfabDemoServer *self = user_data;

  if (how == CONFAB_DEMO_END_CLOSED)
    g_atomic_int_inc (&self->shared->n_closed_early);

  g_ptr_array_remove_fast (self->players, player);
}

/* The player owns all that the reply needs from here on. */
static void
play (ConfabDemoServer        *self,
      SoupServerMessage       *message,
      ConfabDemoAnswer        *answer,
      ConfabDemoScript        *script,
      const ConfabDemoRequest *request)
{
  ConfabDemoChannel *channel;
  ConfabDemoPlayer *player;
  ConfabDemoPlayerOptions options = {
    .is_stream = request->is_stream,
    .is_incremental = request->is_incremental,
    .accepts_gzip = request->accepts_gzip,
    .port = self->port,
    .key = self->key,
    .pace = &self->shared->pace,
  };

  channel = confab_demo_channel_new (message, confab_demo_script_needs_raw (script));
  if (channel == NULL)
    {
      g_atomic_int_inc (&self->shared->n_closed_early);
      soup_server_message_set_status (message, SOUP_STATUS_INTERNAL_SERVER_ERROR, NULL);
      confab_demo_answer_free (answer);
      confab_demo_script_free (script);
      return;
    }

  player = confab_demo_player_new (channel, answer, script, &options);
  g_ptr_array_add (self->players, player);
  confab_demo_player_start (player, player_ended_cb, self);
}

/* A refusal is a reply like others: a frame when the application refuses and a stream was asked
 * for, else an HTTP error. */
static void
refuse (ConfabDemoServer        *self,
        SoupServerMessage       *message,
        const char              *path,
        const ConfabDemoProblem *problem)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  g_autofree char *request_id = confab_demo_make_request_id ();
  ConfabDemoRequest request = {
    .is_stream = confab_demo_request_wants_stream (headers) && !problem->is_from_gateway,
  };

  log_request (self, message, path, "error", problem);

  play (self, message, confab_demo_answer_new ("", "", request_id, 0),
        confab_demo_script_new_error (problem->status, problem->code, problem->message,
                                      request.is_stream),
        &request);
}

/* The script of a reply; NULL: there is no such application. */
static ConfabDemoScript *
choose_script (ConfabDemoServer        *self,
               const ConfabDemoRequest *request)
{
  const char *app_id = request->app_id;
  g_autoptr (ConfabDemoScript) script = NULL;
  g_autoptr (GError) error = NULL;
  guint n_failed;

  if (confab_demo_apps_find (app_id) != NULL)
    return confab_demo_script_new_plain ();
  if (!g_str_has_prefix (app_id, CONFAB_DEMO_FAULT_PREFIX))
    return NULL;

  script = confab_demo_script_load (app_id + strlen (CONFAB_DEMO_FAULT_PREFIX), &error);
  if (script == NULL)
    {
      if (!g_error_matches (error, G_RESOURCE_ERROR, G_RESOURCE_ERROR_NOT_FOUND))
        g_warning ("The script of %s cannot be read: %s", app_id, error->message);
      return NULL;
    }

  if (script->with_session != NULL && request->session_id != NULL)
    return confab_demo_script_new_error (script->with_session->number, script->with_session->code,
                                         script->with_session->text, TRUE);
  if (script->first == NULL)
    return g_steal_pointer (&script);

  n_failed = GPOINTER_TO_UINT (g_hash_table_lookup (self->n_failed, app_id));
  if (n_failed < script->n_first)
    {
      g_hash_table_replace (self->n_failed, g_strdup (app_id), GUINT_TO_POINTER (n_failed + 1));
      return confab_demo_script_new_first (script);
    }

  /* And again from the start, the next time. */
  g_hash_table_remove (self->n_failed, app_id);

  return g_steal_pointer (&script);
}

/* Opens the session of a request. Messages carry their own history, which is then remembered with
 * the session the reply names. */
static const char *
open_session (ConfabDemoServer        *self,
              const ConfabDemoRequest *request,
              gboolean                 forgets)
{
  const char *session_id;
  gint lead = g_atomic_int_get (&self->shared->lead);

  /* What was asked for between two requests happens here, in the thread of the sessions. */
  if (lead != self->lead)
    confab_demo_sessions_age (self->sessions, lead - self->lead);
  self->lead = lead;

  session_id = confab_demo_sessions_open (
      self->sessions, request->app_id,
      forgets || request->earlier != NULL ? NULL : request->session_id);
  for (gsize i = 0; request->earlier != NULL && request->earlier[i] != NULL; i++)
    confab_demo_sessions_add_round (self->sessions, request->app_id, session_id,
                                    request->earlier[i]);

  return session_id;
}

/* The prompts before this one, as far back as the request wants them. */
static const char *const *
get_earlier (ConfabDemoServer        *self,
             const ConfabDemoRequest *request,
             const char              *session_id)
{
  const char *const *earlier =
      confab_demo_sessions_get_prompts (self->sessions, request->app_id, session_id);
  guint n_earlier = g_strv_length ((char **) earlier);

  if (request->dialog_round >= 0 && (gint64) n_earlier > request->dialog_round)
    earlier += (gint64) n_earlier - request->dialog_round;

  return earlier;
}

static void
answer_request (ConfabDemoServer        *self,
                SoupServerMessage       *message,
                const char              *path,
                const ConfabDemoRequest *request)
{
  g_autofree char *request_id = confab_demo_make_request_id ();
  g_autoptr (ConfabDemoScript) script = choose_script (self, request);
  g_autoptr (ConfabDemoProblem) problem = NULL;
  ConfabDemoAppFunc app = confab_demo_apps_find (request->app_id);
  const char *session_id;
  ConfabDemoAnswer *answer;

  if (script == NULL)
    {
      problem = confab_demo_problem_new_app_id ();
      refuse (self, message, path, problem);
      return;
    }

  session_id = open_session (self, request, script->forgets);
  if (app != NULL)
    {
      const ConfabDemoQuestion question = {
        .request = request,
        .earlier = get_earlier (self, request, session_id),
        .session_id = session_id,
        .request_id = request_id,
        .port = self->port,
        .library = self->library,
        .shop = self->shop,
      };

      answer = app (&question, &problem);
    }
  else
    {
      answer = confab_demo_fault_answer (script, request, session_id, request_id);
    }
  if (answer == NULL)
    {
      refuse (self, message, path, problem);
      return;
    }
  confab_demo_sessions_add_round (self->sessions, request->app_id, session_id, request->prompt);

  log_request (self, message, path,
               !request->is_stream       ? "json"
               : request->is_incremental ? "increments"
                                         : "cumulative",
               NULL);
  play (self, message, answer, g_steal_pointer (&script), request);
}

/* The pictures that references name; FALSE when it is no request for one. */
static gboolean
send_picture (ConfabDemoServer  *self,
              SoupServerMessage *message,
              const char        *path)
{
  g_autofree char *id = NULL;
  g_autofree char *picture = NULL;

  if (soup_server_message_get_method (message) != SOUP_METHOD_GET ||
      !g_str_has_prefix (path, PICTURE_START) || !g_str_has_suffix (path, PICTURE_END))
    return FALSE;

  /* The one ends with a slash and the other begins with a dot: they do not overlap. */
  id = g_strndup (path + strlen (PICTURE_START),
                  strlen (path) - strlen (PICTURE_START) - strlen (PICTURE_END));
  picture = confab_demo_shop_draw (self->shop, id);
  if (picture == NULL)
    return FALSE;

  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "image/svg+xml", SOUP_MEMORY_COPY, picture,
                                    strlen (picture));

  return TRUE;
}

static void
request_received_cb (SoupServer        *soup,
                     SoupServerMessage *message,
                     const char        *path,
                     GHashTable        *query,
                     gpointer           user_data)
{
  ConfabDemoServer *self = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  g_autoptr (ConfabDemoProblem) problem = NULL;
  g_autoptr (ConfabDemoRequest) request = NULL;
  SoupMessageBody *body;
  /* libsoup has undone the escapes of @path: an escaped slash must stay one. */
  const char *raw_path = g_uri_get_path (soup_server_message_get_uri (message));

  if (send_picture (self, message, raw_path))
    return;

  problem = confab_demo_request_check_head (soup_server_message_get_method (message), raw_path,
                                            headers, self->key);
  if (confab_demo_request_has_key (headers, self->key))
    g_atomic_int_inc (&self->shared->n_requests);

  if (problem == NULL && g_object_get_data (G_OBJECT (message), TOO_LARGE_KEY) != NULL)
    problem = confab_demo_problem_new_too_large ();

  if (problem == NULL)
    {
      body = soup_server_message_get_request_body (message);
      request = confab_demo_request_read (raw_path, headers, body->data, (gsize) body->length,
                                          &problem);
    }

  if (request != NULL)
    answer_request (self, message, raw_path, request);
  else
    refuse (self, message, raw_path, problem);
}

static void
chunk_received_cb (SoupServerMessage *message,
                   GBytes            *chunk,
                   gpointer           user_data)
{
  gsize size = GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (message), BODY_SIZE_KEY));

  size += g_bytes_get_size (chunk);
  g_object_set_data (G_OBJECT (message), BODY_SIZE_KEY, GSIZE_TO_POINTER (size));

  if (size > CONFAB_DEMO_MAX_BODY &&
      g_object_get_data (G_OBJECT (message), TOO_LARGE_KEY) == NULL)
    {
      SoupMessageBody *body = soup_server_message_get_request_body (message);

      g_object_set_data (G_OBJECT (message), TOO_LARGE_KEY, message);
      soup_message_body_truncate (body);
      soup_message_body_set_accumulate (body, FALSE);
    }
}

/* Between two requests: is it the next one, or the end of the connection? */
static gboolean
idle_socket_readable_cb (GSocket      *socket,
                         GIOCondition  condition,
                         gpointer      user_data)
{
  char byte;
  gssize n_read = -1;

  if (!g_socket_is_closed (socket))
    n_read = recv (g_socket_get_fd (socket), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  if (n_read < 0 && (errno == EAGAIN || errno == EINTR) && !g_socket_is_closed (socket))
    return G_SOURCE_CONTINUE;
  if (n_read <= 0)
    g_socket_close (socket, NULL);

  return G_SOURCE_REMOVE;
}

/* libsoup 3.2 forgets a connection that the other side closes between two requests, and its socket
 * stays open: a service that runs for long would have none left. */
static void
message_finished_cb (SoupServerMessage *message,
                     gpointer           user_data)
{
  GSocket *socket = soup_server_message_get_socket (message);
  g_autoptr (GSource) watch = NULL;

  if (socket == NULL || g_socket_is_closed (socket))
    return;

  watch = g_socket_create_source (socket, G_IO_IN, NULL);
  g_source_set_callback (watch, G_SOURCE_FUNC (idle_socket_readable_cb), NULL, NULL);
  g_source_attach (watch, g_main_context_get_thread_default ());
}

/* The body comes after this: it is counted, and no more of it is kept than the limit. */
static void
head_received_cb (SoupServer        *soup,
                  SoupServerMessage *message,
                  const char        *path,
                  GHashTable        *query,
                  gpointer           user_data)
{
  g_signal_connect (message, "got-chunk", G_CALLBACK (chunk_received_cb), NULL);
  g_signal_connect (message, "finished", G_CALLBACK (message_finished_cb), NULL);
}

/* Callers that may wait to be let in. GIO's own ten are too few for a hundred sessions that begin at
 * a time: the kernel resets those beyond them. */
#define BACKLOG 512

static gboolean
listen_on (ConfabDemoServer  *self,
           guint16            port,
           GError           **error)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", port);
  g_autoptr (GSocket) socket = NULL;
  GSList *uris;

  socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);
  if (socket == NULL)
    return FALSE;

  g_socket_set_listen_backlog (socket, BACKLOG);
  if (!g_socket_bind (socket, address, TRUE, error) || !g_socket_listen (socket, error) ||
      !soup_server_listen_socket (self->soup, socket, 0, error))
    return FALSE;

  uris = soup_server_get_uris (self->soup);
  self->port = (guint16) g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  return TRUE;
}

/**
 * confab_demo_server_new:
 * @port: to listen on; 0: any
 * @key: the key that is accepted
 * @shared: (transfer none): outlives the server
 * @log: (nullable): told of each request
 * @log_data: for @log
 * @error: return location
 *
 * Listens on 127.0.0.1 only; serves in the thread-default main context.
 *
 * Returns: (transfer full) (nullable): the server, or %NULL with @error set
 */
ConfabDemoServer *
confab_demo_server_new (guint16             port,
                        const char         *key,
                        ConfabDemoShared   *shared,
                        ConfabDemoLogFunc   log,
                        gpointer            log_data,
                        GError            **error)
{
  g_autoptr (ConfabDemoServer) self = g_new0 (ConfabDemoServer, 1);
  g_autoptr (ConfabClock) clock = confab_clock_new_system ();

  self->key = g_strdup (key);
  self->shared = shared;
  self->lead = g_atomic_int_get (&shared->lead);
  self->log = log;
  self->log_data = log_data;
  self->players = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_demo_player_free);
  self->n_failed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->sessions = confab_demo_sessions_new (clock);
  self->soup = soup_server_new ("raw-paths", TRUE, NULL);
  soup_server_add_early_handler (self->soup, NULL, head_received_cb, self, NULL);
  soup_server_add_handler (self->soup, NULL, request_received_cb, self, NULL);

  self->library = confab_demo_library_new (error);
  if (self->library != NULL)
    self->shop = confab_demo_shop_new (error);
  if (self->shop == NULL || !listen_on (self, port, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * confab_demo_server_free:
 * @self: (transfer full): a server
 *
 * Closes all connections at once.
 */
void
confab_demo_server_free (ConfabDemoServer *self)
{
  g_ptr_array_unref (self->players);
  soup_server_disconnect (self->soup);
  g_object_unref (self->soup);
  g_clear_pointer (&self->library, confab_demo_library_free);
  g_clear_pointer (&self->shop, confab_demo_shop_free);
  confab_demo_sessions_free (self->sessions);
  g_hash_table_unref (self->n_failed);
  g_free (self->key);
  g_free (self);
}

/**
 * confab_demo_server_get_port:
 * @self: a server
 *
 * Returns: the port it listens on
 */
guint16
confab_demo_server_get_port (ConfabDemoServer *self)
{
  return self->port;
}
