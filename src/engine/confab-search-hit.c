/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-search-private.h"

struct _ConfabSearchHit
{
  GObject parent_instance;

  ConfabSession *session;
  gint64 message;
  ConfabRole role;
  gint64 time;
  char *passage;
  GArray *ranges;
};

G_DEFINE_FINAL_TYPE (ConfabSearchHit, confab_search_hit, G_TYPE_OBJECT)

static void
confab_search_hit_finalize (GObject *object)
{
  ConfabSearchHit *self = CONFAB_SEARCH_HIT (object);

  g_clear_object (&self->session);
  g_free (self->passage);
  g_array_unref (self->ranges);

  G_OBJECT_CLASS (confab_search_hit_parent_class)->finalize (object);
}

static void
confab_search_hit_class_init (ConfabSearchHitClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_search_hit_finalize;
}

static void
confab_search_hit_init (ConfabSearchHit *self)
{
}

/**
 * confab_search_hit_new:
 * @session: where it was found
 * @found: what was found; its passage is taken
 *
 * Returns: (transfer full): the hit
 */
ConfabSearchHit *
confab_search_hit_new (ConfabSession *session,
                       ConfabFound   *found)
{
  ConfabSearchHit *self = g_object_new (CONFAB_TYPE_SEARCH_HIT, NULL);

  self->session = g_object_ref (session);
  self->message = found->message;
  self->role = found->role;
  self->time = found->created_at;
  self->passage = g_steal_pointer (&found->passage);
  self->ranges = g_array_ref (found->ranges);

  return self;
}

/**
 * confab_search_hit_get_session:
 * @self: a hit
 *
 * Returns: (transfer none): where it was found
 */
ConfabSession *
confab_search_hit_get_session (ConfabSearchHit *self)
{
  g_return_val_if_fail (CONFAB_IS_SEARCH_HIT (self), NULL);

  return self->session;
}

/**
 * confab_search_hit_get_message:
 * @self: a hit
 *
 * Returns: the id of the message, 0 for the session's title
 */
gint64
confab_search_hit_get_message (ConfabSearchHit *self)
{
  g_return_val_if_fail (CONFAB_IS_SEARCH_HIT (self), 0);

  return self->message;
}

/**
 * confab_search_hit_get_role:
 * @self: a hit
 *
 * Returns: who wrote the message
 */
ConfabRole
confab_search_hit_get_role (ConfabSearchHit *self)
{
  g_return_val_if_fail (CONFAB_IS_SEARCH_HIT (self), CONFAB_ROLE_USER);

  return self->role;
}

/**
 * confab_search_hit_get_time:
 * @self: a hit
 *
 * Returns: when the message was written, or the session was last active
 */
gint64
confab_search_hit_get_time (ConfabSearchHit *self)
{
  g_return_val_if_fail (CONFAB_IS_SEARCH_HIT (self), 0);

  return self->time;
}

/**
 * confab_search_hit_get_passage:
 * @self: a hit
 *
 * Returns: (transfer none): plain text, one line
 */
const char *
confab_search_hit_get_passage (ConfabSearchHit *self)
{
  g_return_val_if_fail (CONFAB_IS_SEARCH_HIT (self), NULL);

  return self->passage;
}

/**
 * confab_search_hit_get_ranges:
 * @self: a hit
 * @n: (out): how many there are
 *
 * Returns: (transfer none) (array length=n): the places in the passage, in bytes
 */
const ConfabRange *
confab_search_hit_get_ranges (ConfabSearchHit *self,
                              guint           *n)
{
  g_return_val_if_fail (CONFAB_IS_SEARCH_HIT (self), NULL);

  *n = self->ranges->len;

  return (const ConfabRange *) (gpointer) self->ranges->data;
}
