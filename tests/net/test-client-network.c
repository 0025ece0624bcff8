/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <gio/gio.h>
#include <libsoup/soup.h>

#include "client-call.h"

/* The way to the service: proxies and TLS. Nothing of a request, and no key, goes to anybody else.
 *
 * The proxy of the environment is a server of ours during all of these tests. For the tests with
 * trusted certificates the program runs in trusting.sh, which makes our test authority one of the
 * system's. */

#define PATH "/api/v1/apps/a/completion"

static FaultServer *proxy;

static void
proxy_script (FaultPeer *peer,
              gpointer   user_data)
{
  if (!fault_peer_read_request (peer))
    return;
  fault_peer_send (peer, "HTTP/1.1 407 Proxy Authentication Required\r\n"
                         "Proxy-Authenticate: Basic realm=\"who are you\"\r\n"
                         "Content-Length: 0\r\n\r\n");
}

static void
answer_script (FaultPeer *peer,
               gpointer   user_data)
{
  if (!fault_peer_read_request (peer))
    return;
  fault_peer_send (peer, FAULT_HEAD_EVENTS);
  fault_peer_send_chunk (peer, FAULT_FRAME ("A", "null"));
  fault_peer_send_chunk (peer, FAULT_FRAME ("B", "stop"));
  fault_peer_send_last_chunk (peer);
}

/* Whether the environment's proxy would be taken at all on this system. */
static gboolean
proxy_is_used (const char *url)
{
  g_auto (GStrv) proxies = g_proxy_resolver_lookup (g_proxy_resolver_get_default (), url, NULL,
                                                    NULL);
  g_autofree char *ours = fault_server_dup_url (proxy, "");

  return proxies != NULL && proxies[0] != NULL && g_str_has_prefix (proxies[0], ours);
}

static void
test_loopback (void)
{
  static const char *hosts[] = { "127.0.0.1", "localhost" };

  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autoptr (FaultServer) server = fault_server_new (answer_script, NULL);
      g_autofree char *url = g_strdup_printf ("http://%s:%u" PATH, hosts[i],
                                              fault_server_get_port (server));
      g_autoptr (ClientCall) call = client_call_new (NULL);

      g_test_message ("%s: without us the proxy would be %s", url,
                      proxy_is_used (url) ? "used" : "left out");
      client_call_run (call, url);
      assert_complete (call, "AB");
    }
  g_assert_cmpuint (fault_server_get_n_connections (proxy), ==, 0);
}

static void
test_proxy_refuses (void)
{
  const char *url = "https://dashscope.example.com" PATH;
  g_autoptr (ClientCall) call = client_call_new (NULL);
  g_autofree char *named = g_strdup_printf ("127.0.0.1:%u", fault_server_get_port (proxy));
  g_autofree char *request = NULL;

  if (!proxy_is_used (url))
    {
      g_test_skip ("This system does not take proxies from the environment");
      return;
    }

  client_call_run (call, url);
  assert_failed (call, CONFAB_ERROR_NETWORK, CONFAB_FAILURE_PROXY, CONFAB_STAGE_CONNECTING, "");
  g_assert_nonnull (strstr (call->result->failure->message, named));
  g_assert_nonnull (strstr (call->result->failure->message, "407"));
  g_assert_cmpuint (fault_server_get_n_requests (proxy), ==, 1);
  request = fault_server_dup_request (proxy, 0);
  g_assert_true (g_str_has_prefix (request, "CONNECT dashscope.example.com:443 "));
  g_assert_null (strstr (request, TEST_KEY));
  g_assert_null (strstr (request, "prompt"));
}

/* The last test with this proxy: then nobody is behind its port. */
static void
test_proxy_dead (void)
{
  const char *url = "https://dashscope.example.com" PATH;
  g_autoptr (ClientCall) call = client_call_new (NULL);
  g_autofree char *named = g_strdup_printf ("127.0.0.1:%u", fault_server_get_port (proxy));

  if (!proxy_is_used (url))
    {
      g_test_skip ("This system does not take proxies from the environment");
      return;
    }

  g_clear_pointer (&proxy, fault_server_free);
  client_call_run (call, url);
  assert_failed (call, CONFAB_ERROR_NETWORK, CONFAB_FAILURE_PROXY, CONFAB_STAGE_CONNECTING, "");
  g_assert_nonnull (strstr (call->result->failure->message, named));
}

/* TLS */

static GTlsCertificate *
load_certificate (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "tls", name, NULL);
  g_autoptr (GError) error = NULL;
  GTlsCertificate *certificate = g_tls_certificate_new_from_file (path, &error);

  g_assert_no_error (error);

  return certificate;
}

static void
assert_refused (GTlsCertificate *certificate,
                const char      *reason)
{
  g_autoptr (FaultServer) server = fault_server_new_tls (answer_script, NULL, certificate);
  g_autofree char *url = fault_server_dup_url (server, PATH);
  g_autoptr (ClientCall) call = client_call_new (NULL);

  client_call_run (call, url);
  assert_failed (call, CONFAB_ERROR_NETWORK, CONFAB_FAILURE_TLS, CONFAB_STAGE_CONNECTING, "");
  g_assert_nonnull (strstr (call->result->failure->message, reason));
  g_assert_cmpuint (fault_server_get_n_requests (server), ==, 0);
  g_assert_cmpuint (fault_server_get_n_bytes (server), ==, 0);
}

/* Where nothing of ours is trusted. */
static void
test_untrusted (void)
{
  g_autoptr (GTlsCertificate) certificate = load_certificate ("server.pem");

  assert_refused (certificate, "authority");
}

static void
plain_script (FaultPeer *peer,
              gpointer   user_data)
{
  /* The client's first word is already a TLS record. */
  fault_peer_send (peer, "HTTP/1.1 400 Speak plainly\r\n\r\n");
  fault_peer_wait_hang_up (peer);
}

static void
closing_script (FaultPeer *peer,
                gpointer   user_data)
{
  fault_peer_send (peer, "\26\3\3");
}

static void
test_no_tls (void)
{
  static const struct { FaultScript script; const char *code; } cases[] = {
    { plain_script, CONFAB_FAILURE_TLS },
    { closing_script, CONFAB_FAILURE_CONNECT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (FaultServer) server = fault_server_new (cases[i].script, NULL);
      g_autofree char *url = g_strdup_printf ("https://127.0.0.1:%u" PATH,
                                              fault_server_get_port (server));
      g_autoptr (ClientCall) call = client_call_new (NULL);

      client_call_run (call, url);
      assert_failed (call, CONFAB_ERROR_NETWORK, cases[i].code, CONFAB_STAGE_CONNECTING, "");
    }
}

/* In trusting.sh */

static void
test_trusted (void)
{
  g_autoptr (GTlsCertificate) certificate = load_certificate ("server.pem");
  g_autoptr (FaultServer) server = fault_server_new_tls (answer_script, NULL, certificate);
  g_autofree char *url = fault_server_dup_url (server, PATH);
  g_autofree char *request = NULL;
  g_autoptr (ClientCall) call = client_call_new (NULL);

  client_call_run (call, url);
  assert_complete (call, "AB");
  request = fault_server_dup_request (server, 0);
  g_assert_nonnull (strstr (request, "\r\nAuthorization: Bearer " TEST_KEY "\r\n"));
}

static void
test_refused (void)
{
  g_autoptr (GTlsCertificate) other_host = load_certificate ("other-host.pem");
  g_autoptr (GTlsCertificate) expired = load_certificate ("expired.pem");

  assert_refused (other_host, "another host");
  assert_refused (expired, "expired");
}

/* Both sides would agree to 1.1; only Confab says no. */
static void
test_old_tls (void)
{
  if (g_test_subprocess ())
    {
      g_autoptr (GTlsCertificate) certificate = load_certificate ("server.pem");

      assert_refused (certificate, "1.2");
      return;
    }

  g_setenv ("G_TLS_GNUTLS_PRIORITY", "NORMAL:-VERS-ALL:+VERS-TLS1.1:+SHA1:%COMPAT", TRUE);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_unsetenv ("G_TLS_GNUTLS_PRIORITY");
  g_test_trap_assert_passed ();
}

typedef struct
{
  char *authorization;
  SoupHTTPVersion version;
  guint n_requests;
} Seen;

static void
request_cb (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  Seen *seen = user_data;
  const char *frames = FAULT_FRAME ("A", "null") FAULT_FRAME ("B", "stop");

  seen->n_requests++;
  seen->version = soup_server_message_get_http_version (message);
  g_free (seen->authorization);
  seen->authorization = g_strdup (soup_message_headers_get_one (
    soup_server_message_get_request_headers (message), "Authorization"));
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "text/event-stream", SOUP_MEMORY_COPY, frames,
                                    strlen (frames));
}

/* The service speaks HTTP/2, and there a header takes another way out of libsoup. */
static void
test_http2 (void)
{
  g_autoptr (GTlsCertificate) certificate = load_certificate ("server.pem");
  g_autoptr (SoupServer) server = soup_server_new ("tls-certificate", certificate, NULL);
  g_autoptr (ClientCall) first = client_call_new (NULL);
  g_autoptr (ClientCall) second = client_call_new (first->client);
  g_autofree char *url = NULL;
  g_autoptr (GError) error = NULL;
  Seen seen = { 0 };
  GSList *uris;

  soup_server_add_handler (server, NULL, request_cb, &seen, NULL);
  soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_HTTPS | SOUP_SERVER_LISTEN_IPV4_ONLY,
                            &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (server);
  url = g_strdup_printf ("https://127.0.0.1:%d" PATH, g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  client_call_run (first, url);
  assert_complete (first, "AB");
  g_assert_cmpint (seen.version, ==, SOUP_HTTP_2_0);
  g_assert_cmpstr (seen.authorization, ==, "Bearer " TEST_KEY);

  /* The same connection again, with a key of its own. */
  second->key = "sk-another-key-000";
  client_call_run (second, url);
  assert_complete (second, "AB");
  g_assert_cmpstr (seen.authorization, ==, "Bearer sk-another-key-000");
  g_assert_cmpuint (seen.n_requests, ==, 2);

  soup_server_disconnect (server);
  g_free (seen.authorization);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *url = NULL;
  int status;

  /* Before anything looks at the environment. A subprocess inherits it. */
  proxy = fault_server_new (proxy_script, NULL);
  url = fault_server_dup_url (proxy, "");
  g_setenv ("http_proxy", url, TRUE);
  g_setenv ("https_proxy", url, TRUE);
  g_unsetenv ("no_proxy");
  g_unsetenv ("NO_PROXY");
  g_setenv ("SOUP_SERVER_HTTP2", "1", TRUE); /* libsoup's server speaks it on request only */

  g_test_init (&argc, &argv, NULL);

  if (g_getenv ("CONFAB_TEST_TRUSTING") != NULL)
    {
      g_test_add_func ("/client-network/trusted", test_trusted);
      g_test_add_func ("/client-network/refused", test_refused);
      g_test_add_func ("/client-network/old-tls", test_old_tls);
      g_test_add_func ("/client-network/http2", test_http2);
    }
  else
    {
      g_test_add_func ("/client-network/loopback", test_loopback);
      g_test_add_func ("/client-network/untrusted", test_untrusted);
      g_test_add_func ("/client-network/no-tls", test_no_tls);
      g_test_add_func ("/client-network/proxy-refuses", test_proxy_refuses);
      g_test_add_func ("/client-network/proxy-dead", test_proxy_dead);
    }

  status = g_test_run ();
  g_clear_pointer (&proxy, fault_server_free);

  return status;
}
