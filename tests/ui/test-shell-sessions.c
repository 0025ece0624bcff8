/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <gio/gio.h>

#include "confab-clock.h"
#include "confab-day.h"
#include "confab-session-groups.h"
#include "loop.h"

#define DAY (24 * 3600 * G_TIME_SPAN_SECOND)

/* Noon of a Wednesday, in whatever zone the test runs: no other day begins near it. */
static gint64
noon (void)
{
  g_autoptr (GDateTime) time = g_date_time_new_local (2026, 11, 18, 12, 0, 0);

  return g_date_time_to_unix (time) * G_USEC_PER_SEC;
}

typedef struct {
  ConfabClock *clock;
  ConfabStudioApp *apps[2];
  ConfabSessionList *sessions;
  ConfabSessionGroups *groups;
} Fixture;

static ConfabSession *
create_session (Fixture    *self,
                gint64      id,
                guint       app,
                const char *title,
                gint64      updated_at)
{
  ConfabSessionRecord *record = confab_session_record_new ();

  record->id = id;
  record->title = g_strdup (title);
  record->updated_at = updated_at;
  record->last_status = CONFAB_STATUS_COMPLETE;

  return confab_session_new (record, self->apps[app]);
}

static ConfabSession *
add (Fixture    *self,
     gint64      id,
     guint       app,
     const char *title,
     gint64      updated_at)
{
  ConfabSession *session = create_session (self, id, app, title, updated_at);

  confab_session_list_place (self->sessions, session);
  /* The list keeps it. */
  g_object_unref (session);

  return session;
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  ConfabConnection *connection = confab_connection_new (confab_connection_record_new ());

  self->clock = confab_clock_new_manual (noon ());
  for (guint i = 0; i < G_N_ELEMENTS (self->apps); i++)
    {
      ConfabAppRecord *record = confab_app_record_new ();

      record->id = i + 1;
      record->name = g_strdup_printf ("App %u", i);
      self->apps[i] = confab_studio_app_new (record, connection);
    }
  g_object_unref (connection);

  self->sessions = confab_session_list_new ();
  self->groups = confab_session_groups_new (self->sessions, self->clock);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_assert_finalize_object (self->groups);
  g_assert_finalize_object (self->sessions);
  g_object_unref (self->apps[0]);
  g_object_unref (self->apps[1]);
  g_object_unref (self->clock);
}

/* The list as words: headings as they are, sessions by title. */
static char *
describe (Fixture *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->groups)); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self->groups), i);

      if (CONFAB_IS_HEADING (item))
        g_string_append_printf (text, "[%s] ", confab_heading_get_title (CONFAB_HEADING (item)));
      else
        g_string_append_printf (text, "%s ", confab_session_get_title (CONFAB_SESSION (item)));
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

#define assert_list(self, expected)                                                               \
  G_STMT_START                                                                                    \
    {                                                                                             \
      g_autofree char *list_ = describe (self);                                                   \
      g_assert_cmpstr (list_, ==, expected);                                                      \
    }                                                                                             \
  G_STMT_END

static void
test_days (void)
{
  gint64 now = noon ();
  g_autoptr (GDateTime) local_now = g_date_time_new_from_unix_local (now / G_USEC_PER_SEC);
  const struct {
    gint64 then;
    const char *name;
    const char *time;
  } cases[] = {
    { now, "Today", "12:00" },
    { now - 12 * 3600 * G_TIME_SPAN_SECOND, "Today", "00:00" },
    { now + 3600 * G_TIME_SPAN_SECOND, "Today", "13:00" },
    { now - 13 * 3600 * G_TIME_SPAN_SECOND, "Yesterday", "23:00" },
    { now - 2 * DAY, "Last Week", "Mon" },
    { now - 7 * DAY, "Last Week", "11 Nov" },
    { now - 8 * DAY, "Last Month", "10 Nov" },
    { now - 60 * DAY, "September 2026", "19 Sep" },
    { now - 400 * DAY, "October 2025", "14 Oct 2025" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 since;
      g_autofree char *name = confab_day_dup_name (cases[i].then, now, &since);
      g_autofree char *time = confab_day_dup_time (cases[i].then, local_now);
      g_autofree char *first = confab_day_dup_name (since, now, NULL);
      g_autofree char *before = confab_day_dup_name (since - 1, now, NULL);

      g_assert_cmpstr (name, ==, cases[i].name);
      g_assert_cmpstr (time, ==, cases[i].time);
      /* It ends where it says. */
      g_assert_cmpint (since, <=, cases[i].then);
      g_assert_cmpstr (first, ==, name);
      g_assert_cmpstr (before, !=, name);
    }
  g_assert_cmpuint (confab_day_until_next (now), ==, 12 * 3600 + 1);
}

static void
test_groups (Fixture       *self,
             gconstpointer  data)
{
  ConfabSession *old;

  add (self, 1, 0, "yesterday", noon () - DAY);
  old = add (self, 2, 0, "old", noon () - 40 * DAY);
  add (self, 3, 1, "today", noon ());
  assert_list (self, "[Today] today [Yesterday] yesterday [October 2026] old ");
  g_assert_cmpuint (confab_session_groups_get_n_sessions (self->groups), ==, 3);

  /* A message in an old session brings it to the top, by itself. */
  confab_session_set_updated_at (old, noon () + G_TIME_SPAN_SECOND);
  loop_until (g_list_model_get_n_items (G_LIST_MODEL (self->groups)) == 5);
  assert_list (self, "[Today] old today [Yesterday] yesterday ");

  /* The next day all move on. */
  confab_clock_advance (self->clock, DAY);
  confab_session_groups_check_day (self->groups);
  assert_list (self, "[Yesterday] old today [Last Week] yesterday ");
}

static void
test_filters (Fixture       *self,
              gconstpointer  data)
{
  ConfabSession *first = add (self, 1, 0, "Straße in Berlin", noon ());

  add (self, 2, 1, "新加坡的美食", noon () - 1);
  confab_session_groups_set_text (self->groups, "STRASSE");
  assert_list (self, "[Today] Straße in Berlin ");
  confab_session_groups_set_text (self->groups, "美食");
  assert_list (self, "[Today] 新加坡的美食 ");
  confab_session_groups_set_text (self->groups, "nothing");
  assert_list (self, "");
  confab_session_groups_set_text (self->groups, NULL);

  confab_session_groups_set_app (self->groups, self->apps[0]);
  assert_list (self, "[Today] Straße in Berlin ");
  confab_session_groups_set_app (self->groups, NULL);

  confab_session_set_archived (first, TRUE);
  loop_until (confab_session_groups_get_n_sessions (self->groups) == 1);
  assert_list (self, "[Today] 新加坡的美食 ");
  confab_session_groups_set_archived (self->groups, TRUE);
  assert_list (self, "[Today] Straße in Berlin ");
  confab_session_groups_set_archived (self->groups, FALSE);
  confab_session_set_archived (first, FALSE);
  loop_until (confab_session_groups_get_n_sessions (self->groups) == 2);
  assert_list (self, "[Today] Straße in Berlin 新加坡的美食 ");
}

/* Pinned ones stand before all others; of temporary ones nobody reads here. */
static void
test_kinds (Fixture       *self,
            gconstpointer  data)
{
  ConfabSession *old = add (self, 1, 0, "old", noon () - 40 * DAY);
  g_autoptr (ConfabSession) temporary = create_session (self, 0, 0, "secret", noon ());

  add (self, 2, 1, "new", noon ());
  confab_session_set_temporary (temporary, TRUE);
  confab_session_list_place (self->sessions, temporary);
  assert_list (self, "[Today] new [October 2026] old ");

  confab_session_set_pinned (old, TRUE);
  loop_until (confab_session_groups_get_neighbour (self->groups, NULL, 1) == old);
  assert_list (self, "[Pinned] old [Today] new ");
  confab_session_set_pinned (old, FALSE);
  loop_until (confab_session_groups_get_neighbour (self->groups, NULL, 1) != old);

  /* To another application, while one is chosen. */
  confab_session_groups_set_app (self->groups, self->apps[0]);
  assert_list (self, "[October 2026] old ");
  confab_session_set_app (old, self->apps[1]);
  loop_until (confab_session_groups_get_n_sessions (self->groups) == 0);
}

static void
test_neighbours (Fixture       *self,
                 gconstpointer  data)
{
  ConfabSession *a = add (self, 1, 0, "a", noon ());
  ConfabSession *b = add (self, 2, 0, "b", noon () - DAY);
  ConfabSession *unstored = create_session (self, 0, 0, "new", noon ());

  g_assert_true (confab_session_groups_get_neighbour (self->groups, a, 1) == b);
  g_assert_true (confab_session_groups_get_neighbour (self->groups, b, 1) == a);
  g_assert_true (confab_session_groups_get_neighbour (self->groups, a, -1) == b);
  g_assert_true (confab_session_groups_get_neighbour (self->groups, unstored, 1) == a);
  g_assert_true (confab_session_groups_get_neighbour (self->groups, NULL, -1) == b);
  g_object_unref (unstored);

  confab_session_list_set_all (self->sessions, g_ptr_array_new_with_free_func (g_object_unref));
  g_assert_null (confab_session_groups_get_neighbour (self->groups, NULL, 1));
  assert_list (self, "");
}

typedef struct {
  guint n_signals;
  guint removed;
  guint added;
} Changes;

static void
count_cb (GListModel *model,
          guint       position,
          guint       removed,
          guint       added,
          Changes    *changes)
{
  changes->n_signals++;
  changes->removed += removed;
  changes->added += added;
}

/* All of one day, the newest first, and each once. */
static void
assert_in_order (Fixture *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  gint64 before = G_MAXINT64;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->groups)); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self->groups), i);

      g_assert_true (g_hash_table_add (seen, item));
      if (CONFAB_IS_HEADING (item))
        continue;
      g_assert_cmpint (confab_session_get_updated_at (CONFAB_SESSION (item)), <=, before);
      before = confab_session_get_updated_at (CONFAB_SESSION (item));
    }
  g_assert_cmpuint (g_hash_table_size (seen), >, 10000);
}

/* With ten thousand sessions a message moves one row, not all of them. */
static void
test_many (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr (GPtrArray) many = g_ptr_array_new_with_free_func (g_object_unref);
  Changes changes = { 0 };
  ConfabSession *second;
  ConfabSession *last;

  for (guint i = 0; i < 10000; i++)
    {
      g_autofree char *title = g_strdup_printf ("s%u", i);

      g_ptr_array_add (many, create_session (self, i + 1, i % 2, title,
                                             noon () - (gint64) i * G_TIME_SPAN_SECOND));
    }
  confab_session_list_set_all (self->sessions, g_ptr_array_ref (many));
  g_assert_cmpuint (confab_session_groups_get_n_sessions (self->groups), ==, 10000);

  g_signal_connect (self->groups, "items-changed", G_CALLBACK (count_cb), &changes);
  second = g_ptr_array_index (many, 1);
  confab_session_set_updated_at (second, noon () + G_TIME_SPAN_SECOND);
  loop_until (changes.n_signals == 2);
  g_assert_cmpuint (changes.removed, ==, 1);
  g_assert_cmpuint (changes.added, ==, 1);

  /* Nor those that it passes, up or down; and of several that do so at a time each moves. */
  changes = (Changes) { 0 };
  confab_session_set_updated_at (second, noon () - 5000 * (gint64) G_TIME_SPAN_SECOND - 1);
  loop_until (changes.n_signals == 2);
  for (guint i = 0; i < 3; i++)
    confab_session_set_updated_at (g_ptr_array_index (many, 7000 + 100 * i),
                                   noon () + (3 - i) * G_TIME_SPAN_SECOND);
  loop_until (changes.n_signals == 8);
  g_assert_cmpuint (changes.removed, ==, 4);
  g_assert_cmpuint (changes.added, ==, 4);
  assert_in_order (self);

  /* Of many at a time not each by itself. */
  changes = (Changes) { 0 };
  for (guint i = 0; i < 100; i++)
    confab_session_set_updated_at (g_ptr_array_index (many, 5000 + 10 * i),
                                   noon () + 100 * i * G_TIME_SPAN_SECOND);
  loop_until (changes.n_signals > 0);
  loop_for (20);
  g_assert_cmpuint (changes.n_signals, <, 20);
  assert_in_order (self);
  changes = (Changes) { 0 };

  /* Nobody listens to each of them. */
  g_assert_false (g_signal_has_handler_pending (
    second, g_signal_lookup ("notify", CONFAB_TYPE_SESSION), 0, TRUE));

  /* What the list does not show makes it not anew. */
  last = g_ptr_array_index (many, 9999);
  confab_session_set_draft (last, "half a thought");
  confab_session_set_title (last, "another title");
  loop_for (20);
  g_assert_cmpuint (changes.n_signals, ==, 0);

  g_signal_handlers_disconnect_by_func (self->groups, count_cb, &changes);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/shell/sessions/days", test_days);
  g_test_add ("/shell/sessions/groups", Fixture, NULL, set_up, test_groups, tear_down);
  g_test_add ("/shell/sessions/filters", Fixture, NULL, set_up, test_filters, tear_down);
  g_test_add ("/shell/sessions/kinds", Fixture, NULL, set_up, test_kinds, tear_down);
  g_test_add ("/shell/sessions/neighbours", Fixture, NULL, set_up, test_neighbours, tear_down);
  g_test_add ("/shell/sessions/many", Fixture, NULL, set_up, test_many, tear_down);

  return g_test_run ();
}
