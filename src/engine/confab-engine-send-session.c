/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-engine"

#include "config.h"

#include "confab-engine-private.h"
#include "confab-text.h"
#include "confab-title.h"

/* What a prompt does to its session: title, preview, draft, order. */

#define PREVIEW_CHARACTERS 160

/* Blanks around it are no difference. */
static gboolean
is_same_text (const char *draft,
              const char *prompt)
{
  g_autofree char *a = draft != NULL ? g_strstrip (g_strdup (draft)) : NULL;
  g_autofree char *b = g_strstrip (g_strdup (prompt));

  return g_strcmp0 (a, b) == 0;
}

/**
 * confab_engine_prepare_session:
 * @self: the engine
 * @session: a session
 * @prompt: what is sent to it
 * @is_new: whether the prompt is, else it is asked again
 *
 * A draft that is something else is kept: it is what a window has, while the prompt comes from a
 * terminal.
 *
 * Returns: (transfer full): the session as it will be then
 */
ConfabSessionRecord *
confab_engine_prepare_session (ConfabEngine  *self,
                               ConfabSession *session,
                               ConfabMessage *prompt,
                               gboolean       is_new)
{
  ConfabSessionRecord *record =
    confab_session_record_copy (confab_session_get_record (session));
  const char *text = confab_message_get_text (prompt, NULL);

  record->app = confab_studio_app_get_record (confab_session_get_app (session))->id;
  record->updated_at = confab_clock_get_wall (confab_context_get_clock (self->context));
  record->last_status = CONFAB_STATUS_QUEUED;
  record->message_count += is_new ? 2 : 1;
  record->unread = FALSE;

  if (record->title == NULL || *record->title == '\0')
    {
      g_free (record->title);
      record->title = confab_title_from_prompt (text);
    }

  if (is_new)
    {
      if (is_same_text (record->draft, text))
        g_clear_pointer (&record->draft, g_free);
      g_free (record->preview);
      record->preview = confab_text_one_line (text, PREVIEW_CHARACTERS);
    }

  return record;
}

/**
 * confab_engine_show_session:
 * @self: the engine
 * @session: a session
 * @record: what it has become
 * @id: its row id, or 0
 *
 * What was prepared is on disk: everybody may see it.
 */
void
confab_engine_show_session (ConfabEngine              *self,
                            ConfabSession             *session,
                            const ConfabSessionRecord *record,
                            gint64                     id)
{
  if (confab_session_get_id (session) == 0)
    confab_session_set_id (session, id);
  confab_session_set_title (session, record->title);
  confab_session_set_preview (session, record->preview);
  confab_session_set_draft (session, record->draft);
  confab_session_set_updated_at (session, record->updated_at);
  confab_session_set_last_status (session, record->last_status);
  confab_session_set_message_count (session, record->message_count);
  confab_session_set_unread (session, FALSE);
  if (record->draft == NULL)
    g_hash_table_remove (self->drafts, session);
}

/**
 * confab_engine_find_parts:
 * @self: the engine
 * @session: a session
 * @after: the same as it will be
 *
 * Returns: what of it changes
 */
ConfabSessionParts
confab_engine_find_parts (ConfabEngine              *self,
                          ConfabSession             *session,
                          const ConfabSessionRecord *after)
{
  const ConfabSessionRecord *before = confab_session_get_record (session);
  ConfabSessionParts parts = CONFAB_SESSION_UNREAD;

  if (g_strcmp0 (before->title, after->title) != 0)
    parts |= CONFAB_SESSION_TITLE;
  if (g_strcmp0 (before->draft, after->draft) != 0 ||
      g_hash_table_contains (self->drafts, session))
    parts |= CONFAB_SESSION_DRAFT;

  return parts;
}
