/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-client.h"

#include <string.h>

#include <glib/gi18n.h>
#include <libsoup/soup.h>

#include "confab-exchange.h"
#include "confab-net-failure.h"
#include "confab-url.h"

/* libsoup's two per host would let a third conversation wait for the first. */
#define MAX_CONNECTIONS 128

struct _ConfabClient
{
  GObject parent_instance;

  ConfabClock *clock;
  ConfabPace *pace;
  SoupSession *session;
  SoupSession *loopback; /* knows of no proxy: else the key would go there in clear */
};

G_DEFINE_FINAL_TYPE (ConfabClient, confab_client, G_TYPE_OBJECT)

/* Of all that libsoup can do for a session nothing is left but HTTP: no cookies and no
 * authentication (a 401 is an answer), no sniffing, no decoder (then no encoding is offered, and no
 * proxy holds frames back to compress them), no cache, no strict transport list on disk. */
static SoupSession *
make_session (gboolean loopback)
{
  SoupSession *session;
  GType features[] = {
    SOUP_TYPE_AUTH_MANAGER, SOUP_TYPE_CONTENT_DECODER, SOUP_TYPE_CONTENT_SNIFFER,
    SOUP_TYPE_COOKIE_JAR,   SOUP_TYPE_CACHE,           SOUP_TYPE_HSTS_ENFORCER,
  };

  session = soup_session_new_with_options ("max-conns", MAX_CONNECTIONS,
                                           "max-conns-per-host", MAX_CONNECTIONS,
                                           "timeout", 0,
                                           "user-agent", "Confab/" PACKAGE_VERSION,
                                           NULL);
  for (guint i = 0; i < G_N_ELEMENTS (features); i++)
    soup_session_remove_feature_by_type (session, features[i]);
  if (loopback)
    soup_session_set_proxy_resolver (session, NULL);

  return session;
}

/* The host as it will be connected to, so that no other reading of the URL can disagree. */
static gboolean
is_loopback (GUri *uri)
{
  g_autofree char *text = g_uri_to_string (uri);

  return confab_url_is_loopback (text);
}

static gboolean
is_header_text (const char *text)
{
  for (; *text != '\0'; text++)
    if ((guchar) *text < 0x20 || *text == 0x7f)
      return FALSE;

  return TRUE;
}

static gboolean
is_key_text (const char *text)
{
  for (; *text != '\0'; text++)
    if (!g_ascii_isgraph (*text))
      return FALSE;

  return TRUE;
}

static ConfabFailure *
refuse (const char *message)
{
  return confab_failure_new (CONFAB_ERROR_USAGE, CONFAB_FAILURE_NOT_SENT, message);
}

/* The last gate: forms and the request builder say all this earlier and better. */
static ConfabFailure *
check_request (const ConfabRequest *request,
               ConfabSecrets       *secrets,
               GUri                *uri)
{
  const char *key = confab_secrets_get_key (secrets);

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' ||
      g_uri_get_userinfo (uri) != NULL)
    return refuse (_("The address is not valid."));
  if (g_strcmp0 (g_uri_get_scheme (uri), "https") != 0 &&
      !(g_strcmp0 (g_uri_get_scheme (uri), "http") == 0 && is_loopback (uri)))
    return refuse (_("Only https addresses are called, and http ones on this computer."));

  for (guint i = 0; request->headers != NULL && i < request->headers->len; i++)
    {
      const ConfabHeader *header = g_ptr_array_index (request->headers, i);

      if (!is_header_text (header->name) || strpbrk (header->name, ": ") != NULL ||
          *header->name == '\0' || !is_header_text (header->value) ||
          g_ascii_strcasecmp (header->name, "Authorization") == 0)
        return refuse (_("A header is not valid."));
    }

  for (guint i = 0; request->tokens != NULL && i < request->tokens->len; i++)
    {
      const ConfabTokenSlot *slot = g_ptr_array_index (request->tokens, i);
      const char *token = confab_secrets_get_token (secrets, slot->code);

      if (token == NULL || !confab_secrets_is_token (token))
        return refuse (_("A token of a plug-in is missing or not valid."));
    }

  if (key != NULL && !is_key_text (key))
    return confab_failure_new (CONFAB_ERROR_AUTH, CONFAB_FAILURE_NOT_SENT,
                               _("The API key holds characters that no key can have."));

  return NULL;
}

/* Class */

static void
confab_client_finalize (GObject *object)
{
  ConfabClient *self = CONFAB_CLIENT (object);

  g_clear_object (&self->session);
  g_clear_object (&self->loopback);
  g_clear_object (&self->clock);
  g_clear_object (&self->pace);

  G_OBJECT_CLASS (confab_client_parent_class)->finalize (object);
}

static void
confab_client_class_init (ConfabClientClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_client_finalize;
}

static void
confab_client_init (ConfabClient *self)
{
  self->session = make_session (FALSE);
  self->loopback = make_session (TRUE);
}

/* Public API */

/**
 * confab_call_result_free:
 * @self: (nullable) (transfer full): a result
 */
void
confab_call_result_free (ConfabCallResult *self)
{
  if (self == NULL)
    return;

  confab_failure_free (self->failure);
  g_clear_object (&self->decoder);
  g_free (self);
}

/**
 * confab_client_new:
 * @clock: for deadlines, and for dates that the service names
 * @pace: shares the main loop between the streams and the painting
 *
 * Returns: (transfer full): a client
 */
ConfabClient *
confab_client_new (ConfabClock *clock,
                   ConfabPace  *pace)
{
  ConfabClient *self;

  g_return_val_if_fail (CONFAB_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (CONFAB_IS_PACE (pace), NULL);

  self = g_object_new (CONFAB_TYPE_CLIENT, NULL);
  self->clock = g_object_ref (clock);
  self->pace = g_object_ref (pace);

  return self;
}

/**
 * confab_client_call_async:
 * @self: a client
 * @request: what to send; not needed after the call
 * @secrets: (nullable): the API key, and the tokens that @request names
 * @deadlines: (nullable): limits, else the defaults
 * @events: (nullable): told while it goes on; copied
 * @events_data: for @events
 * @cancellable: (nullable): closes the connection at once; to be cancelled in this thread only
 * @callback: called when it is over, always from the main loop
 * @user_data: for @callback
 *
 * Sends one request and reads its answer. The stage event for connecting may come before this
 * returns. The secrets are kept until the end of the call, since a server may echo one into an error
 * text where it has to be masked.
 */
void
confab_client_call_async (ConfabClient           *self,
                          const ConfabRequest    *request,
                          ConfabSecrets          *secrets,
                          const ConfabDeadlines  *deadlines,
                          const ConfabCallEvents *events,
                          gpointer                events_data,
                          GCancellable           *cancellable,
                          GAsyncReadyCallback     callback,
                          gpointer                user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GUri) uri = NULL;
  ConfabFailure *failure;

  g_return_if_fail (CONFAB_IS_CLIENT (self));
  g_return_if_fail (request != NULL && request->url != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_client_call_async);
  if (g_task_return_error_if_cancelled (task))
    return;

  uri = g_uri_parse (request->url, SOUP_HTTP_URI_FLAGS, NULL);
  failure = check_request (request, secrets, uri);
  if (failure != NULL)
    {
      g_task_return_pointer (task, confab_call_result_new_failed (request->stream, failure),
                             (GDestroyNotify) confab_call_result_free);
      return;
    }

  confab_exchange_start (task, is_loopback (uri) ? self->loopback : self->session, uri, request,
                         secrets, deadlines, events, events_data, self->clock, self->pace);
}

/**
 * confab_client_call_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location: %G_IO_ERROR_CANCELLED and nothing else
 *
 * Returns: (transfer full) (nullable): how it ended
 */
ConfabCallResult *
confab_client_call_finish (ConfabClient  *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (CONFAB_IS_CLIENT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
