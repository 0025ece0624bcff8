/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-session-private.h"

/* The fields of a session that are nothing but their value, each told of when it changes. */

static void
set_string (ConfabSession          *self,
            char                  **field,
            const char             *value,
            ConfabSessionProperty   property)
{
  if (g_strcmp0 (*field, value) == 0)
    return;

  g_free (*field);
  *field = g_strdup (value);
  confab_session_notify (self, property);
}

static void
set_flag (ConfabSession         *self,
          gboolean              *field,
          gboolean               value,
          ConfabSessionProperty  property)
{
  if (*field == !!value)
    return;

  *field = !!value;
  confab_session_notify (self, property);
}

/**
 * confab_session_get_id:
 * @self: a session
 *
 * Returns: its row id, 0 until it is stored
 */
gint64
confab_session_get_id (ConfabSession *self)
{
  g_return_val_if_fail (CONFAB_IS_SESSION (self), 0);

  return self->record->id;
}

/**
 * confab_session_set_id:
 * @self: a session that was not stored before
 * @id: its row id
 */
void
confab_session_set_id (ConfabSession *self,
                       gint64         id)
{
  g_return_if_fail (CONFAB_IS_SESSION (self));

  if (self->record->id == id)
    return;

  self->record->id = id;
  confab_session_notify (self, CONFAB_SESSION_PROP_ID);
}

/**
 * confab_session_get_title:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): the title, one line; none before the first message
 */
const char *
confab_session_get_title (ConfabSession *self)
{
  g_return_val_if_fail (CONFAB_IS_SESSION (self), NULL);

  return self->record->title;
}

/**
 * confab_session_set_title:
 * @self: a session
 * @title: the title, one line
 */
void
confab_session_set_title (ConfabSession *self,
                          const char    *title)
{
  g_return_if_fail (CONFAB_IS_SESSION (self));

  set_string (self, &self->record->title, title, CONFAB_SESSION_PROP_TITLE);
}

/**
 * confab_session_get_preview:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): one line of the last message
 */
const char *
confab_session_get_preview (ConfabSession *self)
{
  g_return_val_if_fail (CONFAB_IS_SESSION (self), NULL);

  return self->record->preview;
}

/**
 * confab_session_set_preview:
 * @self: a session
 * @preview: (nullable): one line of the last message
 */
void
confab_session_set_preview (ConfabSession *self,
                            const char    *preview)
{
  g_return_if_fail (CONFAB_IS_SESSION (self));

  set_string (self, &self->record->preview, preview, CONFAB_SESSION_PROP_PREVIEW);
}

/**
 * confab_session_get_draft:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): what was typed and not sent
 */
const char *
confab_session_get_draft (ConfabSession *self)
{
  g_return_val_if_fail (CONFAB_IS_SESSION (self), NULL);

  return self->record->draft;
}

/**
 * confab_session_set_draft:
 * @self: a session
 * @draft: (nullable): what was typed and not sent
 */
void
confab_session_set_draft (ConfabSession *self,
                          const char    *draft)
{
  g_return_if_fail (CONFAB_IS_SESSION (self));

  set_string (self, &self->record->draft, draft, CONFAB_SESSION_PROP_DRAFT);
}

/**
 * confab_session_get_updated_at:
 * @self: a session
 *
 * Returns: time of the last message, microseconds since the epoch
 */
gint64
confab_session_get_updated_at (ConfabSession *self)
{
  g_return_val_if_fail (CONFAB_IS_SESSION (self), 0);

  return self->record->updated_at;
}

/**
 * confab_session_set_updated_at:
 * @self: a session
 * @updated_at: time of the last message, microseconds since the epoch
 */
void
confab_session_set_updated_at (ConfabSession *self,
                               gint64         updated_at)
{
  g_return_if_fail (CONFAB_IS_SESSION (self));

  if (self->record->updated_at == updated_at)
    return;

  self->record->updated_at = updated_at;
  confab_session_notify (self, CONFAB_SESSION_PROP_UPDATED_AT);
}

/**
 * confab_session_get_answering:
 * @self: a session
 *
 * Returns: whether an answer is open in this process
 */
gboolean
confab_session_get_answering (ConfabSession *self)
{
  g_return_val_if_fail (CONFAB_IS_SESSION (self), FALSE);

  return self->answering;
}

/**
 * confab_session_set_answering:
 * @self: a session
 * @answering: whether an answer is open in this process
 */
void
confab_session_set_answering (ConfabSession *self,
                              gboolean       answering)
{
  g_return_if_fail (CONFAB_IS_SESSION (self));

  set_flag (self, &self->answering, answering, CONFAB_SESSION_PROP_ANSWERING);
}

/**
 * confab_session_get_unread:
 * @self: a session
 *
 * Returns: whether an answer came that was not seen
 */
gboolean
confab_session_get_unread (ConfabSession *self)
{
  g_return_val_if_fail (CONFAB_IS_SESSION (self), FALSE);

  return self->record->unread;
}

/**
 * confab_session_set_unread:
 * @self: a session
 * @unread: whether an answer came that was not seen
 */
void
confab_session_set_unread (ConfabSession *self,
                           gboolean       unread)
{
  g_return_if_fail (CONFAB_IS_SESSION (self));

  set_flag (self, &self->record->unread, unread, CONFAB_SESSION_PROP_UNREAD);
}

/**
 * confab_session_get_last_status:
 * @self: a session
 *
 * Returns: the status of the last answer
 */
ConfabStatus
confab_session_get_last_status (ConfabSession *self)
{
  g_return_val_if_fail (CONFAB_IS_SESSION (self), CONFAB_STATUS_COMPLETE);

  return self->record->last_status;
}

/**
 * confab_session_set_last_status:
 * @self: a session
 * @last_status: the status of the last answer
 */
void
confab_session_set_last_status (ConfabSession *self,
                                ConfabStatus   last_status)
{
  g_return_if_fail (CONFAB_IS_SESSION (self));

  if (self->record->last_status == last_status)
    return;

  self->record->last_status = last_status;
  confab_session_notify (self, CONFAB_SESSION_PROP_LAST_STATUS);
}

/**
 * confab_session_get_pinned:
 * @self: a session
 *
 * Returns: whether it stands before all others
 */
gboolean
confab_session_get_pinned (ConfabSession *self)
{
  g_return_val_if_fail (CONFAB_IS_SESSION (self), FALSE);

  return self->record->pinned;
}

/**
 * confab_session_set_pinned:
 * @self: a session
 * @pinned: whether it stands before all others
 */
void
confab_session_set_pinned (ConfabSession *self,
                           gboolean       pinned)
{
  g_return_if_fail (CONFAB_IS_SESSION (self));

  set_flag (self, &self->record->pinned, pinned, CONFAB_SESSION_PROP_PINNED);
}

/**
 * confab_session_get_archived:
 * @self: a session
 *
 * Returns: whether it is put away
 */
gboolean
confab_session_get_archived (ConfabSession *self)
{
  g_return_val_if_fail (CONFAB_IS_SESSION (self), FALSE);

  return self->record->archived;
}

/**
 * confab_session_set_archived:
 * @self: a session
 * @archived: whether it is put away
 */
void
confab_session_set_archived (ConfabSession *self,
                             gboolean       archived)
{
  g_return_if_fail (CONFAB_IS_SESSION (self));

  set_flag (self, &self->record->archived, archived, CONFAB_SESSION_PROP_ARCHIVED);
}

/**
 * confab_session_set_options:
 * @self: a session
 * @options: (nullable): JSON of #ConfabOptions: what it says differently from its application
 */
void
confab_session_set_options (ConfabSession *self,
                            const char    *options)
{
  g_return_if_fail (CONFAB_IS_SESSION (self));

  set_string (self, &self->record->options, options, CONFAB_SESSION_PROP_OPTIONS);
}
