/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabFollow:
 * @CONFAB_FOLLOW: the end of the conversation stays in view, whatever grows
 * @CONFAB_FREE: what is being read stays where it is, whatever grows
 *
 * Whether the conversation view goes with the answer. Only the reader decides; what the program
 * does to the text or to the window never switches.
 */
typedef enum {
  CONFAB_FOLLOW,
  CONFAB_FREE,
} ConfabFollow;

#define CONFAB_N_FOLLOWS (CONFAB_FREE + 1)

typedef enum {
  CONFAB_FOLLOW_EVENT_OPENED,        /* a conversation was opened: it opens at its end */
  CONFAB_FOLLOW_EVENT_SENT,          /* the reader has sent something */
  CONFAB_FOLLOW_EVENT_TO_END,        /* the newest button, or the End key */
  CONFAB_FOLLOW_EVENT_REACHED_END,   /* the reader scrolled down and the end is in view */
  CONFAB_FOLLOW_EVENT_SCROLLED_DOWN, /* the reader scrolled down and the end is not in view */
  CONFAB_FOLLOW_EVENT_SCROLLED_UP,   /* the reader scrolled up, however little */
  CONFAB_FOLLOW_EVENT_HELD,          /* the reader opened or closed something in a message */
  CONFAB_FOLLOW_EVENT_CONTENT,       /* text grew, shrank, was loaded above or below */
  CONFAB_FOLLOW_EVENT_RESIZED,       /* the window, the font or the text size changed */
} ConfabFollowEvent;

#define CONFAB_N_FOLLOW_EVENTS (CONFAB_FOLLOW_EVENT_RESIZED + 1)

ConfabFollow      confab_follow_next             (ConfabFollow      state,
                                                  ConfabFollowEvent event);
ConfabFollowEvent confab_follow_event_for_scroll (double            before,
                                                  double            after,
                                                  double            end);

G_END_DECLS
