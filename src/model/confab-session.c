/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-session.h"

#include <string.h>

struct _ConfabSession
{
  GObject parent_instance;

  ConfabSessionRecord *record;
  ConfabStudioApp *app;
  gboolean answering; /* of this process and moment, so not part of the record */
  gboolean temporary;
  gboolean has_extras; /* likewise */
};

G_DEFINE_FINAL_TYPE (ConfabSession, confab_session, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_ID,
  PROP_TITLE,
  PROP_PREVIEW,
  PROP_DRAFT,
  PROP_UPDATED_AT,
  PROP_ANSWERING,
  PROP_UNREAD,
  PROP_LAST_STATUS,
  PROP_PINNED,
  PROP_ARCHIVED,
  PROP_APP,
  PROP_OPTIONS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
confab_session_finalize (GObject *object)
{
  ConfabSession *self = CONFAB_SESSION (object);

  confab_session_record_free (self->record);
  g_clear_object (&self->app);

  G_OBJECT_CLASS (confab_session_parent_class)->finalize (object);
}

static void
confab_session_get_property (GObject    *object,
                             guint       id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  ConfabSession *self = CONFAB_SESSION (object);

  switch (id)
    {
    case PROP_ID:
      g_value_set_int64 (value, self->record->id);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->record->title);
      break;
    case PROP_PREVIEW:
      g_value_set_string (value, self->record->preview);
      break;
    case PROP_DRAFT:
      g_value_set_string (value, self->record->draft);
      break;
    case PROP_UPDATED_AT:
      g_value_set_int64 (value, self->record->updated_at);
      break;
    case PROP_ANSWERING:
      g_value_set_boolean (value, self->answering);
      break;
    case PROP_UNREAD:
      g_value_set_boolean (value, self->record->unread);
      break;
    case PROP_LAST_STATUS:
      g_value_set_int (value, (int) self->record->last_status);
      break;
    case PROP_PINNED:
      g_value_set_boolean (value, self->record->pinned);
      break;
    case PROP_ARCHIVED:
      g_value_set_boolean (value, self->record->archived);
      break;
    case PROP_APP:
      g_value_set_object (value, self->app);
      break;
    case PROP_OPTIONS:
      g_value_set_string (value, self->record->options);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
confab_session_class_init (ConfabSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = confab_session_finalize;
  object_class->get_property = confab_session_get_property;

  properties[PROP_ID] = g_param_spec_int64 ("id", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_PREVIEW] = g_param_spec_string ("preview", NULL, NULL, NULL, flags);
  properties[PROP_DRAFT] = g_param_spec_string ("draft", NULL, NULL, NULL, flags);
  properties[PROP_UPDATED_AT] =
    g_param_spec_int64 ("updated-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_ANSWERING] = g_param_spec_boolean ("answering", NULL, NULL, FALSE, flags);
  properties[PROP_UNREAD] = g_param_spec_boolean ("unread", NULL, NULL, FALSE, flags);
  properties[PROP_LAST_STATUS] =
    g_param_spec_int ("last-status", NULL, NULL, 0, CONFAB_N_STATUSES - 1, 0, flags);
  properties[PROP_PINNED] = g_param_spec_boolean ("pinned", NULL, NULL, FALSE, flags);
  properties[PROP_ARCHIVED] = g_param_spec_boolean ("archived", NULL, NULL, FALSE, flags);
  properties[PROP_OPTIONS] = g_param_spec_string ("options", NULL, NULL, NULL, flags);
  properties[PROP_APP] =
    g_param_spec_object ("app", NULL, NULL, CONFAB_TYPE_STUDIO_APP, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
confab_session_init (ConfabSession *self)
{
}

static void
set_string (ConfabSession  *self,
            char          **field,
            const char     *value,
            int             property)
{
  if (g_strcmp0 (*field, value) == 0)
    return;

  g_free (*field);
  *field = g_strdup (value);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/**
 * confab_session_new:
 * @record: (transfer full): what is stored of it
 * @app: (transfer none): the application it talks to
 *
 * Returns: (transfer full): the session
 */
ConfabSession *
confab_session_new (ConfabSessionRecord *record,
                    ConfabStudioApp     *app)
{
  ConfabSession *self;

  g_return_val_if_fail (record != NULL, NULL);
  g_return_val_if_fail (CONFAB_IS_STUDIO_APP (app), NULL);

  self = g_object_new (CONFAB_TYPE_SESSION, NULL);
  self->record = record;
  self->app = g_object_ref (app);

  return self;
}

/**
 * confab_session_get_record:
 * @self: a session
 *
 * Returns: (transfer none): its data, valid until the next change
 */
const ConfabSessionRecord *
confab_session_get_record (ConfabSession *self)
{
  g_return_val_if_fail (CONFAB_IS_SESSION (self), NULL);

  return self->record;
}

/**
 * confab_session_take_record:
 * @self: a session
 * @record: (transfer full): what is stored of it now
 *
 * Replaces its data, and tells what has changed.
 */
void
confab_session_take_record (ConfabSession       *self,
                            ConfabSessionRecord *record)
{
  g_autoptr (ConfabSessionRecord) old = NULL;
  GObject *object = G_OBJECT (self);

  g_return_if_fail (CONFAB_IS_SESSION (self));
  g_return_if_fail (record != NULL);
  g_return_if_fail (record->id == self->record->id);

  old = self->record;
  self->record = record;

  g_object_freeze_notify (object);
  if (g_strcmp0 (old->title, record->title) != 0)
    g_object_notify_by_pspec (object, properties[PROP_TITLE]);
  if (g_strcmp0 (old->preview, record->preview) != 0)
    g_object_notify_by_pspec (object, properties[PROP_PREVIEW]);
  if (g_strcmp0 (old->draft, record->draft) != 0)
    g_object_notify_by_pspec (object, properties[PROP_DRAFT]);
  if (old->updated_at != record->updated_at)
    g_object_notify_by_pspec (object, properties[PROP_UPDATED_AT]);
  if (old->unread != record->unread)
    g_object_notify_by_pspec (object, properties[PROP_UNREAD]);
  if (old->pinned != record->pinned)
    g_object_notify_by_pspec (object, properties[PROP_PINNED]);
  if (old->archived != record->archived)
    g_object_notify_by_pspec (object, properties[PROP_ARCHIVED]);
  if (old->last_status != record->last_status)
    g_object_notify_by_pspec (object, properties[PROP_LAST_STATUS]);
  if (g_strcmp0 (old->options, record->options) != 0)
    g_object_notify_by_pspec (object, properties[PROP_OPTIONS]);
  g_object_thaw_notify (object);
}

/**
 * confab_session_get_app:
 * @self: a session
 *
 * Returns: (transfer none): the application it talks to
 */
ConfabStudioApp *
confab_session_get_app (ConfabSession *self)
{
  g_return_val_if_fail (CONFAB_IS_SESSION (self), NULL);

  return self->app;
}

/**
 * confab_session_set_app:
 * @self: a session
 * @app: the application it talks to from now on, which knows nothing of a remote session
 */
void
confab_session_set_app (ConfabSession   *self,
                        ConfabStudioApp *app)
{
  g_return_if_fail (CONFAB_IS_SESSION (self));
  g_return_if_fail (CONFAB_IS_STUDIO_APP (app));

  self->record->app = confab_studio_app_get_record (app)->id;
  if (g_set_object (&self->app, app))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_APP]);
}

/**
 * confab_session_get_temporary:
 * @self: a session
 *
 * Returns: whether it is of this run only
 */
gboolean
confab_session_get_temporary (ConfabSession *self)
{
  g_return_val_if_fail (CONFAB_IS_SESSION (self), FALSE);

  return self->temporary;
}

/**
 * confab_session_set_temporary:
 * @self: a session that is not stored
 * @temporary: whether it never will be
 */
void
confab_session_set_temporary (ConfabSession *self,
                              gboolean       temporary)
{
  g_return_if_fail (CONFAB_IS_SESSION (self));
  g_return_if_fail (self->record->id == 0);

  self->temporary = temporary;
}

static void
set_flag (ConfabSession *self,
          gboolean      *field,
          gboolean       value,
          int            property)
{
  if (*field == !!value)
    return;

  *field = !!value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
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

  set_flag (self, &self->record->pinned, pinned, PROP_PINNED);
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

  set_flag (self, &self->record->archived, archived, PROP_ARCHIVED);
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
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ID]);
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

  set_string (self, &self->record->title, title, PROP_TITLE);
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

  set_string (self, &self->record->preview, preview, PROP_PREVIEW);
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

  set_string (self, &self->record->draft, draft, PROP_DRAFT);
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
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UPDATED_AT]);
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

  if (self->answering == answering)
    return;

  self->answering = answering;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ANSWERING]);
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

  if (self->record->unread == unread)
    return;

  self->record->unread = unread;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNREAD]);
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
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LAST_STATUS]);
}

/**
 * confab_session_set_remote:
 * @self: a session
 * @remote_id: (nullable): the service's session id
 * @used_at: when it last answered, microseconds since the epoch
 * @rounds: how many rounds it has had
 *
 * The service forgets a session after an hour or 50 rounds (protocol section 5.3).
 */
void
confab_session_set_remote (ConfabSession *self,
                           const char    *remote_id,
                           gint64         used_at,
                           guint          rounds)
{
  g_autofree char *copy = g_strdup (remote_id);

  g_return_if_fail (CONFAB_IS_SESSION (self));

  g_free (self->record->remote_id);
  self->record->remote_id = g_steal_pointer (&copy);
  self->record->remote_used_at = used_at;
  self->record->remote_rounds = rounds;
}

/**
 * confab_session_set_remote_head:
 * @self: a session
 * @message: the row id of the last answer that the remote session knows, 0 for not known
 */
void
confab_session_set_remote_head (ConfabSession *self,
                                gint64         message)
{
  g_return_if_fail (CONFAB_IS_SESSION (self));

  self->record->remote_head = message;
}

/**
 * confab_session_set_message_count:
 * @self: a session
 * @count: how many messages it has
 */
void
confab_session_set_message_count (ConfabSession *self,
                                  guint          count)
{
  g_return_if_fail (CONFAB_IS_SESSION (self));

  self->record->message_count = count;
}

/**
 * confab_session_has_begun:
 * @self: a session
 *
 * Returns: whether a message was ever sent in it
 */
gboolean
confab_session_has_begun (ConfabSession *self)
{
  g_return_val_if_fail (CONFAB_IS_SESSION (self), FALSE);

  return self->record->message_count > 0;
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

  set_string (self, &self->record->options, options, PROP_OPTIONS);
}

/**
 * confab_session_is_blank:
 * @self: a session
 *
 * Returns: whether nothing is lost with it: no message, no title, nothing that waits to be sent
 */
gboolean
confab_session_is_blank (ConfabSession *self)
{
  const char *title;
  const char *draft;

  g_return_val_if_fail (CONFAB_IS_SESSION (self), FALSE);

  title = self->record->title;
  draft = self->record->draft;

  return self->record->message_count == 0 && !self->has_extras &&
         (title == NULL || *title == '\0') &&
         (draft == NULL || draft[strspn (draft, " \t\n\r")] == '\0');
}

/**
 * confab_session_set_has_extras:
 * @self: a session
 * @has_extras: whether its next message carries something besides its text, or may do so
 */
void
confab_session_set_has_extras (ConfabSession *self,
                               gboolean       has_extras)
{
  g_return_if_fail (CONFAB_IS_SESSION (self));

  self->has_extras = has_extras;
}
