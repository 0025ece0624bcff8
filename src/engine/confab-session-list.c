/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-session-list.h"

struct _ConfabSessionList
{
  GObject parent_instance;

  GPtrArray *sessions;
};

enum {
  SESSION_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static GType
confab_session_list_get_item_type (GListModel *model)
{
  return CONFAB_TYPE_SESSION;
}

static guint
confab_session_list_get_n_items (GListModel *model)
{
  return CONFAB_SESSION_LIST (model)->sessions->len;
}

static gpointer
confab_session_list_get_item (GListModel *model,
                              guint       position)
{
  ConfabSessionList *self = CONFAB_SESSION_LIST (model);

  if (position >= self->sessions->len)
    return NULL;

  return g_object_ref (g_ptr_array_index (self->sessions, position));
}

static void
init_list_model (GListModelInterface *iface)
{
  iface->get_item_type = confab_session_list_get_item_type;
  iface->get_n_items = confab_session_list_get_n_items;
  iface->get_item = confab_session_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ConfabSessionList, confab_session_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, init_list_model))

/* The clock may have been set back: what was stored later has the greater row id. */
static int
compare (ConfabSession *a,
         ConfabSession *b)
{
  gint64 time_a = confab_session_get_updated_at (a);
  gint64 time_b = confab_session_get_updated_at (b);
  gint64 id_a = confab_session_get_id (a);
  gint64 id_b = confab_session_get_id (b);

  if (time_a != time_b)
    return time_a > time_b ? -1 : 1;
  if (id_a != id_b)
    return id_a > id_b ? -1 : 1;

  return 0;
}

static int
compare_pointers (gconstpointer a,
                  gconstpointer b)
{
  return compare (*(ConfabSession * const *) a, *(ConfabSession * const *) b);
}

static void
session_changed_cb (ConfabSession *session,
                    GParamSpec    *pspec,
                    gpointer       user_data)
{
  g_signal_emit (user_data, signals[SESSION_CHANGED], 0, session, pspec);
}

static void
listen (ConfabSessionList *self,
        ConfabSession     *session)
{
  confab_session_set_listener (session, session_changed_cb, self);
}

static void
listen_no_more (GPtrArray *sessions)
{
  for (guint i = 0; i < sessions->len; i++)
    confab_session_set_listener (g_ptr_array_index (sessions, i), NULL, NULL);
}

static void
confab_session_list_finalize (GObject *object)
{
  ConfabSessionList *self = CONFAB_SESSION_LIST (object);

  listen_no_more (self->sessions);
  g_ptr_array_unref (self->sessions);

  G_OBJECT_CLASS (confab_session_list_parent_class)->finalize (object);
}

static void
confab_session_list_class_init (ConfabSessionListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_session_list_finalize;

  signals[SESSION_CHANGED] =
    g_signal_new ("session-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 2, CONFAB_TYPE_SESSION, G_TYPE_PARAM);
}

static void
confab_session_list_init (ConfabSessionList *self)
{
  self->sessions = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * confab_session_list_new:
 *
 * Returns: (transfer full): an empty list
 */
ConfabSessionList *
confab_session_list_new (void)
{
  return g_object_new (CONFAB_TYPE_SESSION_LIST, NULL);
}

/**
 * confab_session_list_set_all:
 * @self: a list
 * @sessions: (transfer full) (element-type ConfabSession): all sessions, in any order, with a free
 *   function
 */
void
confab_session_list_set_all (ConfabSessionList *self,
                             GPtrArray         *sessions)
{
  g_autoptr (GPtrArray) old = NULL;

  g_return_if_fail (CONFAB_IS_SESSION_LIST (self));

  old = self->sessions;
  listen_no_more (old);
  self->sessions = sessions;
  g_ptr_array_sort (sessions, compare_pointers);
  for (guint i = 0; i < sessions->len; i++)
    listen (self, g_ptr_array_index (sessions, i));
  if (old->len > 0 || sessions->len > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, old->len, sessions->len);
}

/**
 * confab_session_list_place:
 * @self: a list
 * @session: a session, new to the list or with another time than before
 *
 * Puts the session where it belongs.
 */
void
confab_session_list_place (ConfabSessionList *self,
                           ConfabSession     *session)
{
  guint from;
  guint to = 0;

  g_return_if_fail (CONFAB_IS_SESSION_LIST (self));
  g_return_if_fail (CONFAB_IS_SESSION (session));

  if (!g_ptr_array_find (self->sessions, session, &from))
    {
      while (to < self->sessions->len &&
             compare (g_ptr_array_index (self->sessions, to), session) <= 0)
        to++;
      g_ptr_array_insert (self->sessions, (int) to, g_object_ref (session));
      listen (self, session);
      g_list_model_items_changed (G_LIST_MODEL (self), to, 0, 1);
      return;
    }

  /* Its place among the others, and so its index when it is taken out first. */
  for (guint i = 0; i < self->sessions->len; i++)
    {
      ConfabSession *other = g_ptr_array_index (self->sessions, i);

      if (other != session && compare (other, session) <= 0)
        to++;
    }

  if (to == from)
    return;

  g_ptr_array_insert (self->sessions, (int) to,
                      g_ptr_array_steal_index (self->sessions, from));
  g_list_model_items_changed (G_LIST_MODEL (self), MIN (from, to), MAX (from, to) - MIN (from, to) + 1,
                              MAX (from, to) - MIN (from, to) + 1);
}

/**
 * confab_session_list_remove:
 * @self: a list
 * @session: a session
 *
 * Returns: whether it was there
 */
gboolean
confab_session_list_remove (ConfabSessionList *self,
                            ConfabSession     *session)
{
  guint position;

  g_return_val_if_fail (CONFAB_IS_SESSION_LIST (self), FALSE);

  if (!g_ptr_array_find (self->sessions, session, &position))
    return FALSE;

  confab_session_set_listener (session, NULL, NULL);
  g_ptr_array_remove_index (self->sessions, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);

  return TRUE;
}

/**
 * confab_session_list_contains:
 * @self: a list
 * @session: a session
 *
 * Returns: whether it is there
 */
gboolean
confab_session_list_contains (ConfabSessionList *self,
                              ConfabSession     *session)
{
  g_return_val_if_fail (CONFAB_IS_SESSION_LIST (self), FALSE);

  return g_ptr_array_find (self->sessions, session, NULL);
}
