/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-session-words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "confab-day.h"

/* What is said of an answer that did not end well, so that it is seen from afar. */
static const char *
get_state_text (ConfabSession *session)
{
  if (confab_session_get_answering (session))
    return _("Answering…");

  switch (confab_session_get_last_status (session))
    {
    case CONFAB_STATUS_INTERRUPTED:
      return _("The answer was cut off");
    case CONFAB_STATUS_REFUSED:
      return _("The service refused");
    case CONFAB_STATUS_FAILED:
      return _("Not sent");
    case CONFAB_STATUS_UNKNOWN:
      return _("No answer came");
    case CONFAB_STATUS_QUEUED:
    case CONFAB_STATUS_CONNECTING:
    case CONFAB_STATUS_SENT:
    case CONFAB_STATUS_STREAMING:
    case CONFAB_STATUS_COMPLETE:
    case CONFAB_STATUS_STOPPED:
      break;
    }

  return NULL;
}

/**
 * confab_session_words_get_title:
 * @session: a session
 *
 * Returns: (transfer none): its title, or what stands for one before its first message
 */
const char *
confab_session_words_get_title (ConfabSession *session)
{
  const char *title;

  g_return_val_if_fail (CONFAB_IS_SESSION (session), NULL);

  title = confab_session_get_title (session);

  return title != NULL && *title != '\0' ? title : _("New Session");
}

/**
 * confab_session_words_has_draft:
 * @session: a session
 *
 * Returns: whether text waits in a session that has begun; before that its line says so
 */
gboolean
confab_session_words_has_draft (ConfabSession *session)
{
  const char *draft;

  g_return_val_if_fail (CONFAB_IS_SESSION (session), FALSE);

  draft = confab_session_get_draft (session);

  return confab_session_has_begun (session) && draft != NULL &&
         draft[strspn (draft, " \t\r\n")] != '\0';
}

/**
 * confab_session_words_get_last:
 * @session: a session
 *
 * Returns: (transfer none): the beginning of its last message, or what is in its place; may be empty
 */
const char *
confab_session_words_get_last (ConfabSession *session)
{
  const char *preview;

  g_return_val_if_fail (CONFAB_IS_SESSION (session), NULL);

  if (!confab_session_has_begun (session))
    return _("Draft");
  preview = confab_session_get_preview (session);

  return preview != NULL ? preview : "";
}

/**
 * confab_session_words_dup_line:
 * @session: a session
 * @with_app: whether to name the application
 *
 * Returns: (transfer full): what stands under its title
 */
char *
confab_session_words_dup_line (ConfabSession *session,
                               gboolean       with_app)
{
  const char *state;
  const char *last;
  const char *app;

  g_return_val_if_fail (CONFAB_IS_SESSION (session), NULL);

  state = get_state_text (session);
  last = state != NULL ? state : confab_session_words_get_last (session);
  if (!with_app || confab_session_get_answering (session))
    return g_strdup (last);

  app = confab_studio_app_get_name (confab_session_get_app (session));

  return *last != '\0' ? g_strdup_printf ("%s · %s", app, last) : g_strdup (app);
}

/**
 * confab_session_words_dup_label:
 * @session: a session
 * @now: (transfer none): the time now, in the zone that the person is in
 *
 * Returns: (transfer full): what is read out of it
 */
char *
confab_session_words_dup_label (ConfabSession *session,
                                GDateTime     *now)
{
  g_autofree char *time = NULL;
  const char *app;
  const char *state;
  const char *title;

  g_return_val_if_fail (CONFAB_IS_SESSION (session), NULL);
  g_return_val_if_fail (now != NULL, NULL);

  time = confab_day_dup_time (confab_session_get_updated_at (session), now);
  title = confab_session_words_get_title (session);
  app = confab_studio_app_get_name (confab_session_get_app (session));
  state = get_state_text (session);
  if (state == NULL && confab_session_get_unread (session))
    state = _("Unread");
  if (state == NULL && confab_session_words_has_draft (session))
    state = _("Draft");

  return state != NULL ? g_strdup_printf ("%s, %s, %s, %s", title, app, time, state)
                       : g_strdup_printf ("%s, %s, %s", title, app, time);
}
