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
  return confab_demo_frame_format_dialect (0, id, event, status, json, FALSE);
}

/* Where the payload is divided into two lines: between two members, where JSON allows it. No text
 * can hold these characters, for its quotation marks are escaped. */
static gsize
find_division (const char *json)
{
  const char *at = strstr (json, ",\"usage\":");

  return at != NULL ? (gsize) (at - json) + 1 : 0;
}

/**
 * confab_demo_frame_format_dialect:
 * @dialect: of #ConfabDemoDialect
 * @id: counts from 1 in each stream
 * @event: `result` or `error`
 * @status: the frame's own HTTP status
 * @json: the payload, on one line
 * @is_last: whether it is the last one of the stream
 *
 * The same as others of the family write it, and as the rules for event streams allow it.
 *
 * Returns: (transfer full): the bytes, as text
 */
char *
confab_demo_frame_format_dialect (guint       dialect,
                                  guint       id,
                                  const char *event,
                                  guint       status,
                                  const char *json,
                                  gboolean    is_last)
{
  GString *frame = g_string_new (NULL);
  const char *space = dialect & CONFAB_DEMO_DIALECT_SPACE ? " " : "";
  const char *end = dialect & CONFAB_DEMO_DIALECT_CRLF ? "\r\n"
                    : dialect & CONFAB_DEMO_DIALECT_CR ? "\r"
                                                       : "\n";
  gsize division = 0;

  g_assert (event != NULL && json != NULL && strchr (json, '\n') == NULL);

  if (dialect & CONFAB_DEMO_DIALECT_BOM && id == 1)
    g_string_append (frame, "\357\273\277");
  if (dialect & CONFAB_DEMO_DIALECT_HEARTBEATS)
    g_string_append_printf (frame, ":%sheartbeat%s%s", space, end, end);
  if (!(dialect & CONFAB_DEMO_DIALECT_NO_ID))
    g_string_append_printf (frame, "id:%s%u%s", space, id, end);
  if (!(dialect & CONFAB_DEMO_DIALECT_NO_EVENT))
    g_string_append_printf (frame, "event:%s%s%s", space, event, end);
  if (!(dialect & CONFAB_DEMO_DIALECT_NO_STATUS))
    g_string_append_printf (frame, ":HTTP_STATUS/%u%s", status, end);

  if (dialect & CONFAB_DEMO_DIALECT_TWO_LINES)
    division = find_division (json);
  if (division > 0)
    g_string_append_printf (frame, "data:%s%.*s%s", space, (int) division, json, end);
  g_string_append_printf (frame, "data:%s%s%s", space, json + division, end);

  if (!is_last || !(dialect & CONFAB_DEMO_DIALECT_NO_BLANK))
    g_string_append (frame, end);
  if (is_last && dialect & CONFAB_DEMO_DIALECT_DONE_EVENT)
    g_string_append_printf (frame, "event:%sdone%sdata:%s{}%s%s", space, end, space, end, end);
  if (is_last && dialect & CONFAB_DEMO_DIALECT_DONE)
    g_string_append_printf (frame, "data:%s[DONE]%s%s", space, end, end);

  return g_string_free (frame, FALSE);
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
