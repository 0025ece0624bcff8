/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-pace.h"

#include "loop.h"

/* A stream that always has more to do: the worst neighbour there is. */
typedef struct
{
  ConfabPace *pace;
  gint64 slice; /* microseconds it works a turn */
  guint id;
  guint n_turns;
  gint64 worked;
  GArray *order; /* of int, shared: who had a turn */
  int number;
} Glutton;

static void
work (gint64 microseconds)
{
  gint64 end = g_get_monotonic_time () + microseconds;

  while (g_get_monotonic_time () < end)
    ;
}

static void
glutton_resume (gpointer user_data)
{
  Glutton *self = user_data;

  work (self->slice);
  self->n_turns++;
  self->worked += self->slice;
  if (self->order != NULL)
    g_array_append_val (self->order, self->number);
  confab_pace_spend (self->pace, self->slice);
  self->id = confab_pace_park (self->pace, glutton_resume, self);
}

static void
count_resume (gpointer user_data)
{
  (*(guint *) user_data)++;
}

static void
test_budget (void)
{
  g_autoptr (ConfabPace) pace = confab_pace_new ();

  /* Nobody paints: 8 ms. */
  g_assert_true (confab_pace_has_budget (pace));
  confab_pace_spend (pace, 7900);
  g_assert_true (confab_pace_has_budget (pace));
  confab_pace_spend (pace, 200);
  g_assert_false (confab_pace_has_budget (pace));

  /* Somebody paints: 2.5 ms a frame. */
  confab_pace_frame_painted (pace);
  g_assert_true (confab_pace_has_budget (pace));
  confab_pace_spend (pace, 2400);
  g_assert_true (confab_pace_has_budget (pace));
  confab_pace_spend (pace, 200);
  g_assert_false (confab_pace_has_budget (pace));
  confab_pace_frame_painted (pace);
  g_assert_true (confab_pace_has_budget (pace));

  /* A clock that seems to run backwards gives nothing back. */
  confab_pace_spend (pace, 2600);
  confab_pace_spend (pace, -10000);
  g_assert_false (confab_pace_has_budget (pace));
}

static void
test_park (void)
{
  g_autoptr (ConfabPace) pace = confab_pace_new ();
  guint n = 0;
  gint64 begin;

  /* With budget left the turn comes at once, but not inside the call. */
  g_assert_cmpuint (confab_pace_park (pace, count_resume, &n), !=, 0);
  g_assert_cmpuint (n, ==, 0);
  loop_until (n == 1);

  /* Without: with the next frame... */
  confab_pace_spend (pace, 100000);
  confab_pace_park (pace, count_resume, &n);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (n, ==, 1);
  confab_pace_frame_painted (pace);
  g_assert_cmpuint (n, ==, 1);
  loop_until (n == 2);

  /* ...or 17 ms after the last one. */
  confab_pace_frame_painted (pace);
  begin = g_get_monotonic_time ();
  confab_pace_spend (pace, 100000);
  confab_pace_park (pace, count_resume, &n);
  loop_until (n == 3);
  g_assert_cmpint (g_get_monotonic_time () - begin, >=, 16000);
}

static void
test_unpark (void)
{
  g_autoptr (ConfabPace) pace = confab_pace_new ();
  guint never = 0, after = 0;
  guint id;

  id = confab_pace_park (pace, count_resume, &never);
  confab_pace_park (pace, count_resume, &after);
  confab_pace_unpark (pace, id);
  loop_until (after == 1);
  g_assert_cmpuint (never, ==, 0);

  /* A number that has had its turn, or never was one. */
  confab_pace_unpark (pace, id);
  confab_pace_unpark (pace, 0);
  confab_pace_unpark (pace, 12345);
}

static void
test_finalized_while_parked (void)
{
  ConfabPace *pace = confab_pace_new ();
  guint n = 0;

  confab_pace_park (pace, count_resume, &n);
  g_assert_finalize_object (pace);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (n, ==, 0);
}

/* Three with more work than there is time: strictly one after the other. */
static void
test_round_robin (void)
{
  g_autoptr (ConfabPace) pace = confab_pace_new ();
  g_autoptr (GArray) order = g_array_new (FALSE, FALSE, sizeof (int));
  Glutton gluttons[3] = { 0 };

  for (int i = 0; i < 3; i++)
    {
      gluttons[i] = (Glutton) { .pace = pace, .slice = 1500, .order = order, .number = i };
      gluttons[i].id = confab_pace_park (pace, glutton_resume, &gluttons[i]);
    }

  loop_until (order->len >= 30);
  for (guint i = 0; i < order->len; i++)
    g_assert_cmpint (g_array_index (order, int, i), ==, (int) (i % 3));

  for (int i = 0; i < 3; i++)
    confab_pace_unpark (pace, gluttons[i].id);
}

typedef struct
{
  ConfabPace *pace;
  Glutton *gluttons;
  guint n_gluttons;
  guint n_frames;
  gint64 worked;     /* up to the last frame */
  gint64 painted_at; /* the last frame, monotonic */
  gint64 excess;     /* the most that was worked over what the time between two frames allows */
} Screen;

static gboolean
frame_due_cb (gpointer user_data)
{
  Screen *self = user_data;
  gint64 now = g_get_monotonic_time ();
  gint64 late = now - self->painted_at;
  gint64 allowed;
  gint64 worked = 0;

  for (guint i = 0; i < self->n_gluttons; i++)
    worked += self->gluttons[i].worked;

  /* One budget for the frame, one that the timer may begin beside it, one for each period that a
   * busy machine let pass without a frame; and one slice over. */
  allowed = (2 + late / 17000) * (late < 100000 ? 2500 : 8000) + 500;
  if (self->n_frames > 1)
    self->excess = MAX (self->excess, worked - self->worked - allowed);
  self->worked = worked;
  self->painted_at = now;
  self->n_frames++;
  confab_pace_frame_painted (self->pace);

  return G_SOURCE_CONTINUE;
}

/* A flood on four streams while a screen wants 100 frames a second at the priority of GTK's
 * redraw: it gets them, and between two of them no more is worked than the budget allows. */
static void
test_flood (void)
{
  g_autoptr (ConfabPace) pace = confab_pace_new ();
  Glutton gluttons[4] = { 0 };
  Screen screen = { .pace = pace, .gluttons = gluttons, .n_gluttons = 4 };
  guint source;

  confab_pace_frame_painted (pace);
  for (int i = 0; i < 4; i++)
    {
      gluttons[i] = (Glutton) { .pace = pace, .slice = 500 };
      gluttons[i].id = confab_pace_park (pace, glutton_resume, &gluttons[i]);
    }
  source = g_timeout_add_full (G_PRIORITY_HIGH_IDLE + 20, 10, frame_due_cb, &screen, NULL);

  loop_until (screen.n_frames >= 50);

  g_assert_cmpint (screen.excess, ==, 0);
  for (int i = 0; i < 4; i++)
    {
      g_assert_cmpuint (gluttons[i].n_turns, >=, 50);
      confab_pace_unpark (pace, gluttons[i].id);
    }
  g_source_remove (source);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pace/budget", test_budget);
  g_test_add_func ("/pace/park", test_park);
  g_test_add_func ("/pace/unpark", test_unpark);
  g_test_add_func ("/pace/finalized-while-parked", test_finalized_while_parked);
  g_test_add_func ("/pace/round-robin", test_round_robin);
  g_test_add_func ("/pace/flood", test_flood);

  return g_test_run ();
}
