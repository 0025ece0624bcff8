/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-ui"

#include "config.h"

#include "confab-notifier.h"

#include <glib/gi18n.h>

#include "confab-actions.h"

/* Characters of the answer's first line that are told. */
#define BODY_CHARACTERS 160

struct _ConfabNotifier
{
  GObject parent_instance;

  GApplication *application; /* weak: it owns this */
  ConfabSeenFunc is_seen;
  gpointer seen_data;
  GHashTable *told;          /* set of session ids that have a notification */
};

G_DEFINE_FINAL_TYPE (ConfabNotifier, confab_notifier, G_TYPE_OBJECT)

static char *
create_id (gint64 session)
{
  return g_strdup_printf ("session-%" G_GINT64_FORMAT, session);
}

/* GNotification's body is plain text, but what hands it on to a desktop that reads markup does not
 * escape it, and escaped it would look so everywhere else: no tag can begin in it. */
static char *
create_plain (const char *text)
{
  g_autoptr (GString) plain = g_string_new (text);

  g_string_replace (plain, "<", "‹", 0);

  return g_string_free (g_steal_pointer (&plain), FALSE);
}

/* As much of it as is told. */
static char *
create_start (const char *preview)
{
  g_autofree char *plain = create_plain (preview);
  g_autofree char *start = NULL;

  if (g_utf8_strlen (plain, -1) <= BODY_CHARACTERS)
    return g_steal_pointer (&plain);

  start = g_utf8_substring (plain, 0, BODY_CHARACTERS);

  return g_strconcat (start, "…", NULL);
}

/* One line. */
static char *
create_body (ConfabSession *session,
             ConfabMessage *answer)
{
  const char *preview = confab_session_get_preview (session);

  switch (confab_message_get_status (answer))
    {
    case CONFAB_STATUS_COMPLETE:
      if (preview == NULL || *preview == '\0')
        return g_strdup (_("The answer is complete."));
      return create_start (preview);
    case CONFAB_STATUS_INTERRUPTED:
      return g_strdup (_("The answer was interrupted."));
    default:
      return g_strdup (_("There is no answer. Open the session to see why."));
    }
}

static void
answer_ended_cb (ConfabNotifier *self,
                 ConfabSession  *session,
                 ConfabMessage  *answer)
{
  gint64 id = confab_session_get_id (session);
  g_autoptr (GNotification) notification = NULL;
  g_autofree char *name = NULL;
  g_autofree char *body = NULL;
  const char *title;
  gint64 *key;

  g_assert (CONFAB_IS_NOTIFIER (self));

  /* What the person has stopped is no news; and what is not stored cannot be opened again. */
  if (id == 0 || self->application == NULL ||
      confab_message_get_status (answer) == CONFAB_STATUS_STOPPED ||
      self->is_seen (session, self->seen_data))
    return;

  title = confab_session_get_title (session);
  notification = g_notification_new (title != NULL && *title != '\0' ? title : _("New Session"));
  body = create_body (session, answer);
  g_notification_set_body (notification, body);
  g_notification_set_default_action_and_target (notification, CONFAB_ACTION_OPEN_SESSION, "x", id);
  g_notification_add_button_with_target (notification, _("Open"), CONFAB_ACTION_OPEN_SESSION, "x",
                                         id);

  name = create_id (id);
  g_application_send_notification (self->application, name, notification);

  key = g_new (gint64, 1);
  *key = id;
  g_hash_table_add (self->told, key);
}

static void
confab_notifier_dispose (GObject *object)
{
  ConfabNotifier *self = CONFAB_NOTIFIER (object);

  g_clear_weak_pointer (&self->application);
  g_clear_pointer (&self->told, g_hash_table_unref);

  G_OBJECT_CLASS (confab_notifier_parent_class)->dispose (object);
}

static void
confab_notifier_class_init (ConfabNotifierClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = confab_notifier_dispose;
}

static void
confab_notifier_init (ConfabNotifier *self)
{
  self->told = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

/**
 * confab_notifier_new:
 * @application: (transfer none): sends what is to be told
 * @engine: (transfer none): whose answers are meant
 * @is_seen: whether the person sees a session
 * @user_data: for @is_seen; to outlive this
 *
 * Returns: (transfer full): a notifier
 */
ConfabNotifier *
confab_notifier_new (GApplication   *application,
                     ConfabEngine   *engine,
                     ConfabSeenFunc  is_seen,
                     gpointer        user_data)
{
  ConfabNotifier *self;

  g_return_val_if_fail (G_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (CONFAB_IS_ENGINE (engine), NULL);
  g_return_val_if_fail (is_seen != NULL, NULL);

  self = g_object_new (CONFAB_TYPE_NOTIFIER, NULL);
  g_set_weak_pointer (&self->application, application);
  self->is_seen = is_seen;
  self->seen_data = user_data;
  g_signal_connect_object (engine, "answer-ended", G_CALLBACK (answer_ended_cb), self,
                           G_CONNECT_SWAPPED);

  return self;
}

/**
 * confab_notifier_withdraw:
 * @self: a notifier
 * @session: (nullable): what the person sees now
 *
 * Takes back what was told of it.
 */
void
confab_notifier_withdraw (ConfabNotifier *self,
                          ConfabSession  *session)
{
  gint64 id;
  g_autofree char *name = NULL;

  g_return_if_fail (CONFAB_IS_NOTIFIER (self));

  id = session != NULL ? confab_session_get_id (session) : 0;
  if (id == 0 || self->application == NULL || !g_hash_table_remove (self->told, &id))
    return;

  name = create_id (id);
  g_application_withdraw_notification (self->application, name);
}
