/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-remote.h"

#include <string.h>

#include <glib/gi18n.h>

#include "confab-json.h"

/* What a request said of its session: the session's id, or that the messages came along. */
static void
read_request (const char  *request,
              char       **session_id,
              gboolean    *has_messages)
{
  g_autoptr (JsonNode) root = request != NULL ? confab_json_parse (request, -1, NULL) : NULL;
  JsonObject *object;
  JsonObject *input;

  *session_id = NULL;
  *has_messages = FALSE;
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return;

  object = json_node_get_object (root);
  input = confab_json_get_object (confab_json_get_object (object, "body"), "input");
  *session_id = g_strdup (confab_json_get_string (input, "session_id"));
  *has_messages = confab_json_get_array (input, "messages") != NULL;
}

/* Whether words are about a session; files of a session are something else. */
static gboolean
names_session (const char *text)
{
  static const char word[] = "session";
  static const char before[] = "file_";
  static const char after[] = "_file";
  g_autofree char *lower = text != NULL ? g_ascii_strdown (text, -1) : NULL;

  for (const char *p = lower != NULL ? strstr (lower, word) : NULL; p != NULL;
       p = strstr (p + 1, word))
    if (!g_str_has_prefix (p + strlen (word), after) &&
        !((gsize) (p - lower) >= strlen (before) &&
          strncmp (p - strlen (before), before, strlen (before)) == 0))
      return TRUE;

  return FALSE;
}

/**
 * confab_remote_judge:
 * @kind: the kind of the application
 * @session: the session
 * @answer: (nullable): its last answer
 * @now: wall clock, microseconds
 *
 * Returns: what the service probably knows of the session
 */
ConfabRemoteState
confab_remote_judge (ConfabAppKind              kind,
                     const ConfabSessionRecord *session,
                     const ConfabMessageRecord *answer,
                     gint64                     now)
{
  g_autofree char *asked = NULL;
  gboolean has_messages = FALSE;

  g_return_val_if_fail (session != NULL, CONFAB_REMOTE_NEW);

  if (answer != NULL)
    read_request (answer->request, &asked, &has_messages);
  if (has_messages)
    return CONFAB_REMOTE_OWN;
  if (!confab_kind_keeps_session (kind))
    return CONFAB_REMOTE_STANDALONE;
  if (session->remote_id == NULL)
    return CONFAB_REMOTE_NEW;

  if (asked != NULL && answer->status == CONFAB_STATUS_REFUSED && answer->failure != NULL &&
      (names_session (answer->failure->code) || names_session (answer->failure->message)))
    return CONFAB_REMOTE_REFUSED;
  if (asked != NULL && !g_str_equal (asked, session->remote_id))
    return CONFAB_REMOTE_CHANGED;

  /* A clock that went back proves nothing. */
  if (session->remote_used_at != 0 && now - session->remote_used_at > CONFAB_REMOTE_MAX_IDLE)
    return CONFAB_REMOTE_EXPIRED;
  if (session->remote_rounds >= CONFAB_REMOTE_MAX_ROUNDS)
    return CONFAB_REMOTE_FULL;

  return CONFAB_REMOTE_LIVE;
}

/**
 * confab_remote_get_note:
 * @state: what the service probably knows
 *
 * Returns: (transfer none) (nullable): what the person should know of it, translated; %NULL when it
 *   goes without saying
 */
const char *
confab_remote_get_note (ConfabRemoteState state)
{
  switch (state)
    {
    case CONFAB_REMOTE_STANDALONE:
      return _("Each message stands alone: this kind of application does not remember earlier ones.");
    case CONFAB_REMOTE_EXPIRED:
      return _("The last message was more than an hour ago: the service has probably forgotten this "
               "session.");
    case CONFAB_REMOTE_FULL:
      return _("This session has 50 rounds or more: the service probably does not take another one.");
    case CONFAB_REMOTE_CHANGED:
      return _("The service has begun a new session: it no longer knows the earlier messages.");
    case CONFAB_REMOTE_REFUSED:
      return _("The service does not accept this session any more.");
    case CONFAB_REMOTE_OWN:
      return _("The service does not keep this session: its earlier messages are sent along with each "
               "new one.");
    case CONFAB_REMOTE_NEW:
    case CONFAB_REMOTE_LIVE:
      break;
    }

  return NULL;
}
