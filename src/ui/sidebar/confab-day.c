/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-day.h"

#include <glib/gi18n.h>

static GDateTime *
local_from_us (gint64 time)
{
  return g_date_time_new_from_unix_local (time / G_USEC_PER_SEC);
}

/* Whole calendar days from @then to @now; negative when the clock went back. */
static int
days_between (GDateTime *then,
              GDateTime *now)
{
  GDate a;
  GDate b;

  g_date_clear (&a, 1);
  g_date_clear (&b, 1);
  g_date_set_dmy (&a, (GDateDay) g_date_time_get_day_of_month (then),
                  (GDateMonth) g_date_time_get_month (then),
                  (GDateYear) g_date_time_get_year (then));
  g_date_set_dmy (&b, (GDateDay) g_date_time_get_day_of_month (now),
                  (GDateMonth) g_date_time_get_month (now),
                  (GDateYear) g_date_time_get_year (now));

  return g_date_days_between (&a, &b);
}

/* The first moment of the day so many days before @day. */
static gint64
begin_of_day (GDateTime *day,
              int        days_before)
{
  g_autoptr (GDateTime) then = g_date_time_add_days (day, -days_before);
  g_autoptr (GDateTime) begin = NULL;

  begin = g_date_time_new_local (g_date_time_get_year (then), g_date_time_get_month (then),
                                 g_date_time_get_day_of_month (then), 0, 0, 0);

  return g_date_time_to_unix (begin) * G_USEC_PER_SEC;
}

/**
 * confab_day_dup_name:
 * @then: when something happened
 * @now: the time now
 * @since: (out) (optional): the first moment from which on, until @then, all is listed under the
 *   same heading
 *
 * Returns: (transfer full): the heading under which it is listed: the same text for all that
 * belongs together
 */
char *
confab_day_dup_name (gint64  then,
                     gint64  now,
                     gint64 *since)
{
  g_autoptr (GDateTime) a = local_from_us (then);
  g_autoptr (GDateTime) b = local_from_us (now);
  gint64 begin = then;
  char *name;
  int days;

  if (since == NULL)
    since = &begin;
  *since = then;
  if (a == NULL || b == NULL)
    return g_strdup (_("Earlier"));

  days = days_between (a, b);
  if (days <= 0)
    {
      name = g_strdup (_("Today"));
      *since = begin_of_day (b, 0);
    }
  else if (days == 1)
    {
      name = g_strdup (_("Yesterday"));
      *since = begin_of_day (b, 1);
    }
  else if (days < 8)
    {
      name = g_strdup (_("Last Week"));
      *since = begin_of_day (b, 7);
    }
  else if (days < 31)
    {
      name = g_strdup (_("Last Month"));
      *since = begin_of_day (b, 30);
    }
  else
    {
      /* Translators: a month as a heading, with its year. %OB is the month's name standing alone. */
      name = g_date_time_format (a, _("%OB %Y"));
      *since = MIN (then, begin_of_day (a, g_date_time_get_day_of_month (a) - 1));
    }

  return name;
}

/**
 * confab_day_dup_time:
 * @then: when something happened
 * @now: the time now, in the zone that the person is in
 *
 * @now is for many of them: each look for that zone is one at the disk.
 *
 * Returns: (transfer full): the shortest text that says when, under its heading
 */
char *
confab_day_dup_time (gint64     then,
                     GDateTime *now)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (then / G_USEC_PER_SEC);
  g_autoptr (GDateTime) a = NULL;
  int days;

  g_return_val_if_fail (now != NULL, NULL);

  if (utc == NULL || then == 0)
    return g_strdup ("");

  a = g_date_time_to_timezone (utc, g_date_time_get_timezone (now));
  days = days_between (a, now);
  if (days < 2)
    /* Translators: a time of the day, beside a session. */
    return g_date_time_format (a, C_("time", "%H:%M"));
  if (days < 7)
    /* Translators: a day of the last week, beside a session. */
    return g_date_time_format (a, C_("time", "%a"));
  if (g_date_time_get_year (a) == g_date_time_get_year (now))
    /* Translators: a day of this year, beside a session. */
    return g_date_time_format (a, C_("time", "%-d %b"));

  /* Translators: a day of another year, beside a session. */
  return g_date_time_format (a, C_("time", "%-d %b %Y"));
}

/**
 * confab_day_until_next:
 * @now: the time now
 *
 * Returns: seconds until the names of the days change
 */
guint
confab_day_until_next (gint64 now)
{
  g_autoptr (GDateTime) b = local_from_us (now);
  int gone;

  if (b == NULL)
    return 3600;

  gone = g_date_time_get_hour (b) * 3600 + g_date_time_get_minute (b) * 60 +
         g_date_time_get_second (b);

  /* A day with a change of the clock is longer or shorter: then the look comes an hour early or
   * late, and the window looks again whenever it gets the focus. */
  return (guint) (24 * 3600 - gone + 1);
}
