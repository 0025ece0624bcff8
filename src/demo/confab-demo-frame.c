/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-demo"

#include "config.h"

#include "confab-demo-frame.h"

#include <string.h>
#include <sys/random.h>

#include "confab-json.h"

/* Random from the kernel: the key guards the service against other users of this machine. */
static char *
make_random_hex (gsize n_bytes)
{
  guint8 bytes[32];
  GString *hex = g_string_sized_new (2 * n_bytes);

  g_assert (n_bytes <= sizeof bytes);

  if (getrandom (bytes, n_bytes, 0) != (gssize) n_bytes)
    g_error ("The kernel gives no random numbers");

  for (gsize i = 0; i < n_bytes; i++)
    g_string_append_printf (hex, "%02x", bytes[i]);

  return g_string_free (hex, FALSE);
}

/**
 * confab_demo_frame_format:
 * @id: counts from 1 in each stream
 * @event: `result` or `error`
 * @status: the frame's own HTTP status
 * @json: the payload, on one line
 *
 * One frame as the service writes it: LF only, no space after the colons, the status in a comment,
 * one data line, one blank line (protocol 4.1).
 *
 * Returns: (transfer full): the bytes, as text
 */
char *
confab_demo_frame_format (guint       id,
                          const char *event,
                          guint       status,
                          const char *json)
{
  g_return_val_if_fail (event != NULL, NULL);
  g_return_val_if_fail (json != NULL && strchr (json, '\n') == NULL, NULL);

  return g_strdup_printf ("id:%u\n"
                          "event:%s\n"
                          ":HTTP_STATUS/%u\n"
                          "data:%s\n"
                          "\n",
                          id, event, status, json);
}

/**
 * confab_demo_frame_error_body:
 * @code: the service's error code
 * @message: its text
 * @request_id: of the request
 *
 * The body of an error, the same in an HTTP reply and in a frame (protocol 5.1).
 *
 * Returns: (transfer full): one line of JSON
 */
char *
confab_demo_frame_error_body (const char *code,
                              const char *message,
                              const char *request_id)
{
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "code", code);
  json_object_set_string_member (object, "message", message);
  json_object_set_string_member (object, "request_id", request_id);

  return confab_json_object_to_text (object);
}

/**
 * confab_demo_make_request_id:
 *
 * Returns: (transfer full): a request id in the form of a UUID
 */
char *
confab_demo_make_request_id (void)
{
  return g_uuid_string_random ();
}

/**
 * confab_demo_make_session_id:
 *
 * Returns: (transfer full): a session id, 32 hex digits
 */
char *
confab_demo_make_session_id (void)
{
  return make_random_hex (16);
}

/**
 * confab_demo_make_key:
 *
 * Returns: (transfer full): a key of the demo service, for one run
 */
char *
confab_demo_make_key (void)
{
  g_autofree char *hex = make_random_hex (16);

  return g_strconcat ("sk-demo-", hex, NULL);
}
