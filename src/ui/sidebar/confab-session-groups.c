/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-session-groups.h"

#include <glib/gi18n.h>

#include "confab-day.h"
#include "confab-list-move.h"

/* More of them at once are told of as one change. */
#define MAX_MOVES 8

struct _ConfabSessionGroups
{
  GObject parent_instance;

  GListModel *source; /* a ConfabSessionList */
  ConfabClock *clock;
  GPtrArray *items;     /* of GObject: what is handed out */
  GHashTable *headings; /* title → ConfabHeading, so that a group keeps its item */

  ConfabStudioApp *app; /* (nullable): all */
  gboolean archived;    /* those in the archive, else all others */
  char *text;           /* (nullable): normalized and folded */
  guint n_sessions;
  gint64 made_at; /* of which day the headings speak */
  GDateTime *local_now; /* (nullable): of the last minute */
  guint rebuild_source;
  guint midnight_source;
};

static void confab_session_groups_model_init (GListModelInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ConfabSessionGroups, confab_session_groups, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      confab_session_groups_model_init))

enum {
  PROP_0,
  PROP_N_SESSIONS,
  N_PROPS,
};

enum {
  MOVING,
  MOVED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static char *
fold (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);

  return normal != NULL ? g_utf8_casefold (normal, -1) : NULL;
}

static gboolean
is_shown (ConfabSessionGroups *self,
          ConfabSession     *session)
{
  g_autofree char *title = NULL;

  if (self->app != NULL && confab_session_get_app (session) != self->app)
    return FALSE;
  if (confab_session_get_archived (session) != self->archived ||
      confab_session_get_temporary (session))
    return FALSE;
  if (self->text == NULL)
    return TRUE;

  title = fold (confab_session_get_title (session) != NULL ? confab_session_get_title (session) : "");

  return title != NULL && strstr (title, self->text) != NULL;
}

static int
compare_sessions (gconstpointer a,
                  gconstpointer b)
{
  const ConfabSessionRecord *x = confab_session_get_record (*(ConfabSession **) a);
  const ConfabSessionRecord *y = confab_session_get_record (*(ConfabSession **) b);

  if (x->pinned != y->pinned)
    return x->pinned ? -1 : 1;
  if (x->updated_at != y->updated_at)
    return x->updated_at > y->updated_at ? -1 : 1;

  return x->id > y->id ? -1 : x->id < y->id ? 1 : 0;
}

static ConfabHeading *
get_heading (ConfabSessionGroups *self,
             const char        *title)
{
  ConfabHeading *heading = g_hash_table_lookup (self->headings, title);

  if (heading == NULL)
    {
      heading = confab_heading_new (title);
      g_hash_table_insert (self->headings, g_strdup (title), heading);
    }

  return heading;
}

static GPtrArray *
list_sessions (ConfabSessionGroups *self)
{
  guint n = g_list_model_get_n_items (self->source);
  GPtrArray *sessions = g_ptr_array_sized_new (n);

  for (guint i = 0; i < n; i++)
    {
      /* The list keeps it. */
      g_autoptr (ConfabSession) session = g_list_model_get_item (self->source, i);

      if (is_shown (self, session))
        g_ptr_array_add (sessions, session);
    }
  g_ptr_array_sort (sessions, compare_sessions);

  return sessions;
}

static GPtrArray *
list_items (ConfabSessionGroups *self,
            guint               *n_sessions)
{
  g_autoptr (GPtrArray) sessions = list_sessions (self);
  ConfabHeading *last = NULL;
  GPtrArray *items = g_ptr_array_new_full (sessions->len + 16, g_object_unref);
  gint64 now = confab_clock_get_wall (self->clock);
  gint64 since = G_MAXINT64; /* all from then on are of the last heading */

  for (guint i = 0; i < sessions->len; i++)
    {
      ConfabSession *session = g_ptr_array_index (sessions, i);
      gboolean pinned = confab_session_get_record (session)->pinned;
      gint64 time = confab_session_get_updated_at (session);

      if (last == NULL || (!pinned && time < since))
        {
          g_autofree char *name = pinned ? g_strdup (_("Pinned"))
                                         : confab_day_dup_name (time, now, &since);
          ConfabHeading *heading = get_heading (self, name);

          if (heading != last)
            g_ptr_array_add (items, g_object_ref (heading));
          last = heading;
        }
      g_ptr_array_add (items, g_object_ref (session));
    }

  *n_sessions = sessions->len;
  self->made_at = now;
  /* It may be another day. */
  g_clear_pointer (&self->local_now, g_date_time_unref);

  return items;
}

/* Of a session that has only gone to another place nothing else need be told. Between @head and @end
 * the list is to become as @items; what it is as already ends before the place that is returned. */
static guint
move_items (ConfabSessionGroups *self,
            GPtrArray         *items,
            guint              head,
            guint              end)
{
  guint from;
  guint to;

  for (guint n = 0; n < MAX_MOVES && head < end &&
                    confab_list_move_find (self->items, items, head, end, &from, &to);
       n++)
    {
      g_autoptr (GObject) item = g_object_ref (g_ptr_array_index (self->items, from));

      g_signal_emit (self, signals[MOVING], 0, item);
      g_ptr_array_remove_index (self->items, from);
      g_list_model_items_changed (G_LIST_MODEL (self), from, 1, 0);
      g_ptr_array_insert (self->items, (int) to, g_object_ref (item));
      g_list_model_items_changed (G_LIST_MODEL (self), to, 0, 1);
      g_signal_emit (self, signals[MOVED], 0, item);

      while (head < end &&
             g_ptr_array_index (self->items, head) == g_ptr_array_index (items, head))
        head++;
    }

  return head;
}

/* Tells only of the part that differs, so that the rows around it stay as they are; or, when what
 * rows show besides their session has changed, of @all. */
static void
replace_items (ConfabSessionGroups *self,
               gboolean           all)
{
  g_autoptr (GPtrArray) old = NULL;
  GPtrArray *items;
  guint n_sessions;
  guint head = 0;
  guint tail = 0;

  g_clear_handle_id (&self->rebuild_source, g_source_remove);

  items = list_items (self, &n_sessions);
  old = g_ptr_array_ref (self->items);

  while (!all && head < old->len && head < items->len &&
         g_ptr_array_index (old, head) == g_ptr_array_index (items, head))
    head++;
  while (!all && tail < old->len - head && tail < items->len - head &&
         g_ptr_array_index (old, old->len - 1 - tail) ==
           g_ptr_array_index (items, items->len - 1 - tail))
    tail++;
  if (!all && old->len == items->len)
    head = move_items (self, items, head, items->len - tail);

  g_ptr_array_unref (self->items);
  self->items = items;
  if (head < old->len - tail || head < items->len - tail)
    g_list_model_items_changed (G_LIST_MODEL (self), head, old->len - head - tail,
                                items->len - head - tail);

  if (self->n_sessions != n_sessions)
    {
      self->n_sessions = n_sessions;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_SESSIONS]);
    }
}

static gboolean
rebuild_due_cb (gpointer user_data)
{
  ConfabSessionGroups *self = user_data;

  self->rebuild_source = 0;
  replace_items (self, FALSE);

  return G_SOURCE_REMOVE;
}

static void
queue_rebuild (ConfabSessionGroups *self,
               int                  priority)
{
  if (self->rebuild_source == 0)
    self->rebuild_source = g_idle_add_full (priority, rebuild_due_cb, self, NULL);
}

/* What somebody does to a session shows at once. What happens to sessions by itself may happen to
 * many: all of it until the next frame is one change of the list. */
static void
session_changed_cb (ConfabSessionGroups *self,
                    ConfabSession       *session,
                    GParamSpec          *pspec)
{
  g_assert (CONFAB_IS_SESSION_GROUPS (self));

  if (g_str_equal (pspec->name, "updated-at"))
    queue_rebuild (self, G_PRIORITY_HIGH_IDLE);
  else if (g_str_equal (pspec->name, "pinned") || g_str_equal (pspec->name, "archived") ||
           (g_str_equal (pspec->name, "app") && self->app != NULL) ||
           (g_str_equal (pspec->name, "title") && self->text != NULL))
    queue_rebuild (self, G_PRIORITY_DEFAULT);
}

static void
source_changed_cb (ConfabSessionGroups *self,
                   guint                position,
                   guint                n_removed,
                   guint                n_added)
{
  g_assert (CONFAB_IS_SESSION_GROUPS (self));

  /* Nobody asks for a session that is gone. Where they stand can wait. */
  if (n_removed == n_added)
    queue_rebuild (self, G_PRIORITY_HIGH_IDLE);
  else
    replace_items (self, FALSE);
}

static void arm_midnight (ConfabSessionGroups *self);

static gboolean
midnight_due_cb (gpointer user_data)
{
  ConfabSessionGroups *self = user_data;

  self->midnight_source = 0;
  replace_items (self, TRUE);
  arm_midnight (self);

  return G_SOURCE_REMOVE;
}

static void
arm_midnight (ConfabSessionGroups *self)
{
  self->midnight_source =
    g_timeout_add_seconds (confab_day_until_next (confab_clock_get_wall (self->clock)),
                           midnight_due_cb, self);
}

static GType
confab_session_groups_get_item_type (GListModel *model)
{
  return G_TYPE_OBJECT;
}

static guint
confab_session_groups_get_n_items (GListModel *model)
{
  return CONFAB_SESSION_GROUPS (model)->items->len;
}

static gpointer
confab_session_groups_get_item (GListModel *model,
                              guint       position)
{
  ConfabSessionGroups *self = CONFAB_SESSION_GROUPS (model);

  if (position >= self->items->len)
    return NULL;

  return g_object_ref (g_ptr_array_index (self->items, position));
}

static void
confab_session_groups_model_init (GListModelInterface *interface)
{
  interface->get_item_type = confab_session_groups_get_item_type;
  interface->get_n_items = confab_session_groups_get_n_items;
  interface->get_item = confab_session_groups_get_item;
}

static void
confab_session_groups_dispose (GObject *object)
{
  ConfabSessionGroups *self = CONFAB_SESSION_GROUPS (object);

  g_clear_handle_id (&self->rebuild_source, g_source_remove);
  g_clear_handle_id (&self->midnight_source, g_source_remove);
  if (self->source != NULL)
    g_signal_handlers_disconnect_by_data (self->source, self);
  g_clear_object (&self->source);
  g_clear_object (&self->app);

  G_OBJECT_CLASS (confab_session_groups_parent_class)->dispose (object);
}

static void
confab_session_groups_finalize (GObject *object)
{
  ConfabSessionGroups *self = CONFAB_SESSION_GROUPS (object);

  g_clear_object (&self->clock);
  g_clear_pointer (&self->local_now, g_date_time_unref);
  g_ptr_array_unref (self->items);
  g_hash_table_unref (self->headings);
  g_free (self->text);

  G_OBJECT_CLASS (confab_session_groups_parent_class)->finalize (object);
}

static void
confab_session_groups_get_property (GObject    *object,
                                  guint       id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  ConfabSessionGroups *self = CONFAB_SESSION_GROUPS (object);

  switch (id)
    {
    case PROP_N_SESSIONS:
      g_value_set_uint (value, self->n_sessions);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
confab_session_groups_class_init (ConfabSessionGroupsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = confab_session_groups_dispose;
  object_class->finalize = confab_session_groups_finalize;
  object_class->get_property = confab_session_groups_get_property;

  properties[PROP_N_SESSIONS] =
    g_param_spec_uint ("n-sessions", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  /* Before and after an item goes to another place, where it is another row. */
  signals[MOVING] = g_signal_new ("moving", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_OBJECT);
  signals[MOVED] = g_signal_new ("moved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_OBJECT);
}

static void
confab_session_groups_init (ConfabSessionGroups *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->headings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

/**
 * confab_session_groups_new:
 * @sessions: (transfer none): the sessions
 * @clock: (transfer none): what time it is
 *
 * Returns: (transfer full): the list for the sidebar
 */
ConfabSessionGroups *
confab_session_groups_new (ConfabSessionList *sessions,
                           ConfabClock       *clock)
{
  ConfabSessionGroups *self;

  g_return_val_if_fail (CONFAB_IS_SESSION_LIST (sessions), NULL);
  g_return_val_if_fail (CONFAB_IS_CLOCK (clock), NULL);

  self = g_object_new (CONFAB_TYPE_SESSION_GROUPS, NULL);
  self->source = g_object_ref (G_LIST_MODEL (sessions));
  self->clock = g_object_ref (clock);
  g_signal_connect_swapped (sessions, "items-changed", G_CALLBACK (source_changed_cb), self);
  g_signal_connect_swapped (sessions, "session-changed", G_CALLBACK (session_changed_cb), self);
  replace_items (self, FALSE);
  arm_midnight (self);

  return self;
}

/**
 * confab_session_groups_get_n_sessions:
 * @self: session groups
 *
 * Returns: how many sessions it shows, headings not counted
 */
guint
confab_session_groups_get_n_sessions (ConfabSessionGroups *self)
{
  g_return_val_if_fail (CONFAB_IS_SESSION_GROUPS (self), 0);

  return self->n_sessions;
}

/**
 * confab_session_groups_get_app:
 * @self: session groups
 *
 * Returns: (transfer none) (nullable): whose sessions it shows; %NULL for all
 */
ConfabStudioApp *
confab_session_groups_get_app (ConfabSessionGroups *self)
{
  g_return_val_if_fail (CONFAB_IS_SESSION_GROUPS (self), NULL);

  return self->app;
}

/**
 * confab_session_groups_set_app:
 * @self: session groups
 * @app: (nullable): show only its sessions
 */
void
confab_session_groups_set_app (ConfabSessionGroups *self,
                             ConfabStudioApp   *app)
{
  g_return_if_fail (CONFAB_IS_SESSION_GROUPS (self));
  g_return_if_fail (app == NULL || CONFAB_IS_STUDIO_APP (app));

  if (g_set_object (&self->app, app))
    replace_items (self, TRUE);
}

/**
 * confab_session_groups_set_archived:
 * @self: session groups
 * @archived: show those in the archive, which are not shown otherwise
 */
void
confab_session_groups_set_archived (ConfabSessionGroups *self,
                                    gboolean             archived)
{
  g_return_if_fail (CONFAB_IS_SESSION_GROUPS (self));

  if (self->archived == archived)
    return;

  self->archived = archived;
  replace_items (self, FALSE);
}

/**
 * confab_session_groups_set_text:
 * @self: session groups
 * @text: (nullable): show only sessions with this in the title
 */
void
confab_session_groups_set_text (ConfabSessionGroups *self,
                              const char        *text)
{
  g_return_if_fail (CONFAB_IS_SESSION_GROUPS (self));

  g_clear_pointer (&self->text, g_free);
  if (text != NULL && *text != '\0')
    self->text = fold (text);
  replace_items (self, FALSE);
}

/**
 * confab_session_groups_find:
 * @self: session groups
 * @session: (nullable): a session
 * @position: (out) (optional): where it stands
 *
 * Returns: whether it is shown
 */
gboolean
confab_session_groups_find (ConfabSessionGroups *self,
                          ConfabSession     *session,
                          guint             *position)
{
  g_return_val_if_fail (CONFAB_IS_SESSION_GROUPS (self), FALSE);

  return session != NULL && g_ptr_array_find (self->items, session, position);
}

/**
 * confab_session_groups_get_neighbour:
 * @self: session groups
 * @session: (nullable): where to begin; not shown: before the first
 * @step: 1 for the next one down the list, -1 for the one above
 *
 * Returns: (transfer none) (nullable): the session there; behind the last comes the first
 */
ConfabSession *
confab_session_groups_get_neighbour (ConfabSessionGroups *self,
                                   ConfabSession     *session,
                                   int                step)
{
  guint n;
  guint position;

  g_return_val_if_fail (CONFAB_IS_SESSION_GROUPS (self), NULL);
  g_return_val_if_fail (step == 1 || step == -1, NULL);

  n = self->items->len;
  if (self->n_sessions == 0)
    return NULL;
  if (!confab_session_groups_find (self, session, &position))
    position = step > 0 ? n - 1 : 0;

  do
    position = step > 0 ? (position + 1) % n : (position + n - 1) % n;
  while (!CONFAB_IS_SESSION (g_ptr_array_index (self->items, position)));

  return g_ptr_array_index (self->items, position);
}

/**
 * confab_session_groups_get_now:
 * @self: session groups
 *
 * Returns: the time now, in microseconds since the epoch
 */
gint64
confab_session_groups_get_now (ConfabSessionGroups *self)
{
  g_return_val_if_fail (CONFAB_IS_SESSION_GROUPS (self), 0);

  return confab_clock_get_wall (self->clock);
}

/**
 * confab_session_groups_get_local_now:
 * @self: session groups
 *
 * Returns: (transfer none): the time now in the zone that the person is in, to a minute: it is asked
 *   for by each row
 */
GDateTime *
confab_session_groups_get_local_now (ConfabSessionGroups *self)
{
  gint64 now;

  g_return_val_if_fail (CONFAB_IS_SESSION_GROUPS (self), NULL);

  now = confab_clock_get_wall (self->clock) / G_USEC_PER_SEC;
  if (self->local_now == NULL || ABS (now - g_date_time_to_unix (self->local_now)) >= 60)
    {
      g_clear_pointer (&self->local_now, g_date_time_unref);
      self->local_now = g_date_time_new_from_unix_local (now);
    }

  return self->local_now;
}

/**
 * confab_session_groups_check_day:
 * @self: session groups
 *
 * Makes the list anew if another day has begun since it was made.
 */
void
confab_session_groups_check_day (ConfabSessionGroups *self)
{
  g_autofree char *name = NULL;

  g_return_if_fail (CONFAB_IS_SESSION_GROUPS (self));

  name = confab_day_dup_name (self->made_at, confab_clock_get_wall (self->clock), NULL);
  if (!g_str_equal (name, _("Today")))
    replace_items (self, TRUE);
}
