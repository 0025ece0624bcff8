/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-follow.h"

/* Every pair, so that a new state or event cannot be forgotten here. */
static const ConfabFollow expected[CONFAB_N_FOLLOWS][CONFAB_N_FOLLOW_EVENTS] = {
  [CONFAB_FOLLOW] = {
    [CONFAB_FOLLOW_EVENT_OPENED] = CONFAB_FOLLOW,
    [CONFAB_FOLLOW_EVENT_SENT] = CONFAB_FOLLOW,
    [CONFAB_FOLLOW_EVENT_TO_END] = CONFAB_FOLLOW,
    [CONFAB_FOLLOW_EVENT_REACHED_END] = CONFAB_FOLLOW,
    [CONFAB_FOLLOW_EVENT_SCROLLED_DOWN] = CONFAB_FOLLOW,
    [CONFAB_FOLLOW_EVENT_SCROLLED_UP] = CONFAB_FREE,
    [CONFAB_FOLLOW_EVENT_HELD] = CONFAB_FREE,
    [CONFAB_FOLLOW_EVENT_CONTENT] = CONFAB_FOLLOW,
    [CONFAB_FOLLOW_EVENT_RESIZED] = CONFAB_FOLLOW,
  },
  [CONFAB_FREE] = {
    [CONFAB_FOLLOW_EVENT_OPENED] = CONFAB_FOLLOW,
    [CONFAB_FOLLOW_EVENT_SENT] = CONFAB_FOLLOW,
    [CONFAB_FOLLOW_EVENT_TO_END] = CONFAB_FOLLOW,
    [CONFAB_FOLLOW_EVENT_REACHED_END] = CONFAB_FOLLOW,
    [CONFAB_FOLLOW_EVENT_SCROLLED_DOWN] = CONFAB_FREE,
    [CONFAB_FOLLOW_EVENT_SCROLLED_UP] = CONFAB_FREE,
    [CONFAB_FOLLOW_EVENT_HELD] = CONFAB_FREE,
    [CONFAB_FOLLOW_EVENT_CONTENT] = CONFAB_FREE,
    [CONFAB_FOLLOW_EVENT_RESIZED] = CONFAB_FREE,
  },
};

static void
test_table (void)
{
  for (guint state = 0; state < CONFAB_N_FOLLOWS; state++)
    for (guint event = 0; event < CONFAB_N_FOLLOW_EVENTS; event++)
      g_assert_cmpint (confab_follow_next (state, event), ==, expected[state][event]);
}

static void
test_scroll (void)
{
  static const struct {
    double before;
    double after;
    double end;
    ConfabFollowEvent event;
  } cases[] = {
    { 100, 99, 100, CONFAB_FOLLOW_EVENT_SCROLLED_UP },
    { 100, 99.9, 100, CONFAB_FOLLOW_EVENT_SCROLLED_UP }, /* rounds to the end, and yet leaves it */
    { 100, 0, 100, CONFAB_FOLLOW_EVENT_SCROLLED_UP },
    { 50, 60, 100, CONFAB_FOLLOW_EVENT_SCROLLED_DOWN },
    { 50, 99.4, 100, CONFAB_FOLLOW_EVENT_SCROLLED_DOWN },
    { 50, 99.5, 100, CONFAB_FOLLOW_EVENT_REACHED_END },
    { 50, 100, 100, CONFAB_FOLLOW_EVENT_REACHED_END },
    { 50, 120, 100, CONFAB_FOLLOW_EVENT_REACHED_END },
    { -300, -250, -100, CONFAB_FOLLOW_EVENT_SCROLLED_DOWN }, /* coordinates below zero are usual */
    { -300, -100, -100, CONFAB_FOLLOW_EVENT_REACHED_END },
    { -300, -301, -100, CONFAB_FOLLOW_EVENT_SCROLLED_UP },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("case %u", i);
      g_assert_cmpint (confab_follow_event_for_scroll (cases[i].before, cases[i].after,
                                                       cases[i].end), ==, cases[i].event);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/follow/table", test_table);
  g_test_add_func ("/follow/scroll", test_scroll);

  return g_test_run ();
}
