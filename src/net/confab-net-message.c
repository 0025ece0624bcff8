/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-net-message.h"

#include <string.h>

/**
 * confab_net_message_new:
 * @uri: where to
 * @request: what; copied
 * @secrets: (nullable): with the tokens for its body
 *
 * Returns: (transfer full): the message for libsoup, without the key, and not to be redirected
 */
SoupMessage *
confab_net_message_new (GUri                *uri,
                        const ConfabRequest *request,
                        ConfabSecrets       *secrets)
{
  SoupMessage *message = soup_message_new_from_uri (SOUP_METHOD_POST, uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_autoptr (GBytes) body = confab_request_fill (request, secrets);

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  /* First: it sets or removes the type, which is among our headers. */
  soup_message_set_request_body_from_bytes (message, NULL, body);
  for (guint i = 0; request->headers != NULL && i < request->headers->len; i++)
    {
      const ConfabHeader *header = g_ptr_array_index (request->headers, i);

      soup_message_headers_replace (headers, header->name, header->value);
    }

  return message;
}

/**
 * confab_net_message_authorize:
 * @message: a message whose connection stands
 * @key: the API key
 *
 * Puts the key into the one header it belongs to.
 */
void
confab_net_message_authorize (SoupMessage *message,
                              const char  *key)
{
  g_autofree char *value = g_strconcat ("Bearer ", key, NULL);

  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization",
                                value);
  explicit_bzero (value, strlen (value));
}

/**
 * confab_net_message_wipe:
 * @message: a message
 *
 * Takes the key out again, once it is on its way: libsoup frees the values of headers without
 * overwriting them.
 */
void
confab_net_message_wipe (SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  const char *value = soup_message_headers_get_one (headers, "Authorization");

  if (value == NULL)
    return;

  explicit_bzero ((char *) value, strlen (value));
  soup_message_headers_remove (headers, "Authorization");
}

/**
 * confab_net_dup_proxy_name:
 * @connection: a connection that is being made
 *
 * Returns: (transfer full) (nullable): address and port of the proxy it goes to, or %NULL when it
 *   goes straight to the service. By address, since the name in the environment may hold a password
 */
char *
confab_net_dup_proxy_name (GIOStream *connection)
{
  g_autoptr (GSocketAddress) address = NULL;
  g_autofree char *host = NULL;

  if (!G_IS_SOCKET_CONNECTION (connection))
    return NULL;

  address = g_socket_connection_get_remote_address (G_SOCKET_CONNECTION (connection), NULL);
  if (address == NULL || !G_IS_PROXY_ADDRESS (address))
    return NULL;

  host = g_inet_address_to_string (
    g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));

  return g_strdup_printf ("%s:%u", host,
                          g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
}
