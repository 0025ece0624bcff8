/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-demo"

#include "config.h"

#include "confab-demo-sessions.h"

#include "confab-demo-frame.h"

/* The one unused for longest goes when a new one would be more than this. */
#define MAX_SESSIONS 1000

typedef struct {
  char *app_id;
  char *id;
  GPtrArray *prompts; /* ends with NULL */
  gint64 used;        /* monotonic, microseconds */
} Session;

struct _ConfabDemoSessions {
  ConfabClock *clock;
  GHashTable *sessions; /* id → Session */
};

static void
free_session (gpointer data)
{
  Session *session = data;

  g_free (session->app_id);
  g_free (session->id);
  g_ptr_array_unref (session->prompts);
  g_free (session);
}

static guint
count_rounds (Session *session)
{
  return session->prompts->len - 1;
}

static gboolean
is_alive (ConfabDemoSessions *self,
          Session            *session)
{
  gint64 age = confab_clock_get_monotonic (self->clock) - session->used;

  return age <= (gint64) CONFAB_DEMO_SESSION_SECONDS * G_USEC_PER_SEC &&
         count_rounds (session) < CONFAB_DEMO_SESSION_ROUNDS;
}

/* A session belongs to the application that began it: another one does not know it. */
static Session *
find_session (ConfabDemoSessions *self,
              const char         *app_id,
              const char         *session_id)
{
  Session *session;

  if (session_id == NULL)
    return NULL;

  session = g_hash_table_lookup (self->sessions, session_id);
  if (session == NULL || !g_str_equal (session->app_id, app_id))
    return NULL;

  return session;
}

static void
drop_oldest (ConfabDemoSessions *self)
{
  GHashTableIter iter;
  gpointer value;
  Session *oldest = NULL;

  g_hash_table_iter_init (&iter, self->sessions);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Session *session = value;

      if (oldest == NULL || session->used < oldest->used)
        oldest = session;
    }

  if (oldest != NULL)
    g_hash_table_remove (self->sessions, oldest->id);
}

/**
 * confab_demo_sessions_new:
 * @clock: tells how old a session is
 *
 * Returns: (transfer full): an empty memory
 */
ConfabDemoSessions *
confab_demo_sessions_new (ConfabClock *clock)
{
  ConfabDemoSessions *self;

  g_return_val_if_fail (CONFAB_IS_CLOCK (clock), NULL);

  self = g_new0 (ConfabDemoSessions, 1);
  self->clock = g_object_ref (clock);
  self->sessions = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_session);

  return self;
}

/**
 * confab_demo_sessions_free:
 * @self: (transfer full): a memory
 */
void
confab_demo_sessions_free (ConfabDemoSessions *self)
{
  g_hash_table_unref (self->sessions);
  g_object_unref (self->clock);
  g_free (self);
}

/**
 * confab_demo_sessions_open:
 * @self: a memory
 * @app_id: the application that is called
 * @session_id: (nullable): the session the caller wants to continue
 *
 * An unknown, foreign, expired or full session is replaced by a new one with an id of its own:
 * the caller sees by the id that this happened.
 *
 * Returns: (transfer none): the id of the session, valid until the next call of this function
 */
const char *
confab_demo_sessions_open (ConfabDemoSessions *self,
                           const char         *app_id,
                           const char         *session_id)
{
  Session *session;

  g_return_val_if_fail (app_id != NULL, NULL);

  session = find_session (self, app_id, session_id);
  if (session != NULL && !is_alive (self, session))
    {
      g_hash_table_remove (self->sessions, session->id);
      session = NULL;
    }

  if (session == NULL)
    {
      if (g_hash_table_size (self->sessions) >= MAX_SESSIONS)
        drop_oldest (self);

      session = g_new0 (Session, 1);
      session->app_id = g_strdup (app_id);
      session->id = confab_demo_make_session_id ();
      session->prompts = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (session->prompts, NULL);
      g_hash_table_insert (self->sessions, session->id, session);
    }

  session->used = confab_clock_get_monotonic (self->clock);

  return session->id;
}

/**
 * confab_demo_sessions_get_prompts:
 * @self: a memory
 * @app_id: the application
 * @session_id: an id that confab_demo_sessions_open() returned
 *
 * Returns: (transfer none) (nullable): what was asked so far, oldest first; %NULL when there is
 *   no such session
 */
const char * const *
confab_demo_sessions_get_prompts (ConfabDemoSessions *self,
                                  const char         *app_id,
                                  const char         *session_id)
{
  Session *session = find_session (self, app_id, session_id);

  if (session == NULL)
    return NULL;

  return (const char * const *) session->prompts->pdata;
}

/**
 * confab_demo_sessions_add_round:
 * @self: a memory
 * @app_id: the application
 * @session_id: an id that confab_demo_sessions_open() returned
 * @prompt: what was asked
 */
void
confab_demo_sessions_add_round (ConfabDemoSessions *self,
                                const char         *app_id,
                                const char         *session_id,
                                const char         *prompt)
{
  Session *session = find_session (self, app_id, session_id);

  g_return_if_fail (session != NULL);
  g_return_if_fail (prompt != NULL);

  g_ptr_array_insert (session->prompts, session->prompts->len - 1, g_strdup (prompt));
  session->used = confab_clock_get_monotonic (self->clock);
}

/**
 * confab_demo_sessions_age:
 * @self: a memory
 * @seconds: by which every session gets older
 */
void
confab_demo_sessions_age (ConfabDemoSessions *self,
                          gint64              seconds)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->sessions);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    ((Session *) value)->used -= seconds * G_USEC_PER_SEC;
}

/**
 * confab_demo_sessions_get_n:
 * @self: a memory
 *
 * Returns: how many sessions are remembered
 */
guint
confab_demo_sessions_get_n (ConfabDemoSessions *self)
{
  return g_hash_table_size (self->sessions);
}
