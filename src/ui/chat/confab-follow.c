/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-follow.h"

#include <math.h>

/**
 * confab_follow_next:
 * @state: the state
 * @event: what happened
 *
 * Returns: the state after it
 */
ConfabFollow
confab_follow_next (ConfabFollow      state,
                    ConfabFollowEvent event)
{
  switch (event)
    {
    case CONFAB_FOLLOW_EVENT_OPENED:
    case CONFAB_FOLLOW_EVENT_SENT:
    case CONFAB_FOLLOW_EVENT_TO_END:
    case CONFAB_FOLLOW_EVENT_REACHED_END:
      return CONFAB_FOLLOW;

    case CONFAB_FOLLOW_EVENT_SCROLLED_UP:
    case CONFAB_FOLLOW_EVENT_HELD:
      return CONFAB_FREE;

    case CONFAB_FOLLOW_EVENT_SCROLLED_DOWN:
    case CONFAB_FOLLOW_EVENT_CONTENT:
    case CONFAB_FOLLOW_EVENT_RESIZED:
      return state;
    }

  g_return_val_if_reached (state);
}

/**
 * confab_follow_event_for_scroll:
 * @before: the scroll position before, pixels
 * @after: the scroll position the reader has chosen
 * @end: the scroll position at which the end is in view
 *
 * Names what a movement of the reader was. Positions are compared as they are painted, in whole
 * pixels: a kinetic movement ends at fractions. A movement that changes no painted pixel but
 * leaves the end is still one up: the first step of a slow movement must already hold the text.
 *
 * Returns: the event
 */
ConfabFollowEvent
confab_follow_event_for_scroll (double before,
                                double after,
                                double end)
{
  if (after < before)
    return CONFAB_FOLLOW_EVENT_SCROLLED_UP;

  if (floor (after + 0.5) >= floor (end + 0.5))
    return CONFAB_FOLLOW_EVENT_REACHED_END;

  return CONFAB_FOLLOW_EVENT_SCROLLED_DOWN;
}
