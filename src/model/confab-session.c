/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-session-private.h"

#include <string.h>

G_DEFINE_FINAL_TYPE (ConfabSession, confab_session, G_TYPE_OBJECT)

static GParamSpec *properties[CONFAB_SESSION_N_PROPS];

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
    case CONFAB_SESSION_PROP_ID:
      g_value_set_int64 (value, self->record->id);
      break;
    case CONFAB_SESSION_PROP_TITLE:
      g_value_set_string (value, self->record->title);
      break;
    case CONFAB_SESSION_PROP_PREVIEW:
      g_value_set_string (value, self->record->preview);
      break;
    case CONFAB_SESSION_PROP_DRAFT:
      g_value_set_string (value, self->record->draft);
      break;
    case CONFAB_SESSION_PROP_UPDATED_AT:
      g_value_set_int64 (value, self->record->updated_at);
      break;
    case CONFAB_SESSION_PROP_ANSWERING:
      g_value_set_boolean (value, self->answering);
      break;
    case CONFAB_SESSION_PROP_UNREAD:
      g_value_set_boolean (value, self->record->unread);
      break;
    case CONFAB_SESSION_PROP_LAST_STATUS:
      g_value_set_int (value, (int) self->record->last_status);
      break;
    case CONFAB_SESSION_PROP_PINNED:
      g_value_set_boolean (value, self->record->pinned);
      break;
    case CONFAB_SESSION_PROP_ARCHIVED:
      g_value_set_boolean (value, self->record->archived);
      break;
    case CONFAB_SESSION_PROP_APP:
      g_value_set_object (value, self->app);
      break;
    case CONFAB_SESSION_PROP_OPTIONS:
      g_value_set_string (value, self->record->options);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
confab_session_dispatch_properties_changed (GObject     *object,
                                            guint        n_pspecs,
                                            GParamSpec **pspecs)
{
  ConfabSession *self = CONFAB_SESSION (object);

  G_OBJECT_CLASS (confab_session_parent_class)
    ->dispatch_properties_changed (object, n_pspecs, pspecs);

  for (guint i = 0; i < n_pspecs && self->listener != NULL; i++)
    self->listener (self, pspecs[i], self->listener_data);
}

static void
confab_session_class_init (ConfabSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = confab_session_finalize;
  object_class->get_property = confab_session_get_property;
  object_class->dispatch_properties_changed = confab_session_dispatch_properties_changed;

  properties[CONFAB_SESSION_PROP_ID] =
    g_param_spec_int64 ("id", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[CONFAB_SESSION_PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[CONFAB_SESSION_PROP_PREVIEW] =
    g_param_spec_string ("preview", NULL, NULL, NULL, flags);
  properties[CONFAB_SESSION_PROP_DRAFT] = g_param_spec_string ("draft", NULL, NULL, NULL, flags);
  properties[CONFAB_SESSION_PROP_UPDATED_AT] =
    g_param_spec_int64 ("updated-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[CONFAB_SESSION_PROP_ANSWERING] =
    g_param_spec_boolean ("answering", NULL, NULL, FALSE, flags);
  properties[CONFAB_SESSION_PROP_UNREAD] =
    g_param_spec_boolean ("unread", NULL, NULL, FALSE, flags);
  properties[CONFAB_SESSION_PROP_LAST_STATUS] =
    g_param_spec_int ("last-status", NULL, NULL, 0, CONFAB_N_STATUSES - 1, 0, flags);
  properties[CONFAB_SESSION_PROP_PINNED] =
    g_param_spec_boolean ("pinned", NULL, NULL, FALSE, flags);
  properties[CONFAB_SESSION_PROP_ARCHIVED] =
    g_param_spec_boolean ("archived", NULL, NULL, FALSE, flags);
  properties[CONFAB_SESSION_PROP_OPTIONS] =
    g_param_spec_string ("options", NULL, NULL, NULL, flags);
  properties[CONFAB_SESSION_PROP_APP] =
    g_param_spec_object ("app", NULL, NULL, CONFAB_TYPE_STUDIO_APP, flags);

  g_object_class_install_properties (object_class, CONFAB_SESSION_N_PROPS, properties);
}

static void
confab_session_init (ConfabSession *self)
{
}

/* Tells that a property has another value. */
void
confab_session_notify (ConfabSession         *self,
                       ConfabSessionProperty  property)
{
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
 * confab_session_set_listener:
 * @self: a session
 * @listener: (nullable): told of each property that changes, after the handlers of "notify"
 * @user_data: for @listener
 *
 * There is room for one, the list that the session is in: a handler of a signal would take more
 * memory than the session itself, and a list has thousands.
 */
void
confab_session_set_listener (ConfabSession     *self,
                             ConfabSessionFunc  listener,
                             gpointer           user_data)
{
  g_return_if_fail (CONFAB_IS_SESSION (self));
  g_return_if_fail (listener == NULL || self->listener == NULL);

  self->listener = listener;
  self->listener_data = user_data;
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
    confab_session_notify (self, CONFAB_SESSION_PROP_TITLE);
  if (g_strcmp0 (old->preview, record->preview) != 0)
    confab_session_notify (self, CONFAB_SESSION_PROP_PREVIEW);
  if (g_strcmp0 (old->draft, record->draft) != 0)
    confab_session_notify (self, CONFAB_SESSION_PROP_DRAFT);
  if (old->updated_at != record->updated_at)
    confab_session_notify (self, CONFAB_SESSION_PROP_UPDATED_AT);
  if (old->unread != record->unread)
    confab_session_notify (self, CONFAB_SESSION_PROP_UNREAD);
  if (old->pinned != record->pinned)
    confab_session_notify (self, CONFAB_SESSION_PROP_PINNED);
  if (old->archived != record->archived)
    confab_session_notify (self, CONFAB_SESSION_PROP_ARCHIVED);
  if (old->last_status != record->last_status)
    confab_session_notify (self, CONFAB_SESSION_PROP_LAST_STATUS);
  if (g_strcmp0 (old->options, record->options) != 0)
    confab_session_notify (self, CONFAB_SESSION_PROP_OPTIONS);
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
    confab_session_notify (self, CONFAB_SESSION_PROP_APP);
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
