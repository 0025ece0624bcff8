/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-turn-failure.h"
#include "confab-turn-state.h"

/* The whole table once more, one line a state. A
 * letter is the next state, a dot is "ignored". */
static const char * const next_states[CONFAB_N_STATUSES] = {
  /*                           START SENT RESULT FINISH REFUSE LOSE RETRY STOP RECOVER */
  [CONFAB_STATUS_QUEUED] = "n....f.xf",
  [CONFAB_STATUS_CONNECTING] = ".ss.rfqxu",
  [CONFAB_STATUS_SENT] = "..s.ruqxu",
  [CONFAB_STATUS_STREAMING] = "...cri.xi",
  [CONFAB_STATUS_COMPLETE] = ".........",
  [CONFAB_STATUS_STOPPED] = ".........",
  [CONFAB_STATUS_INTERRUPTED] = ".........",
  [CONFAB_STATUS_REFUSED] = ".........",
  [CONFAB_STATUS_FAILED] = ".........",
  [CONFAB_STATUS_UNKNOWN] = ".........",
};

static ConfabStatus
decode (char            letter,
        ConfabTurnEvent event)
{
  switch (letter)
    {
    case 'n':
      return CONFAB_STATUS_CONNECTING;
    case 's':
      return event == CONFAB_TURN_EVENT_SENT ? CONFAB_STATUS_SENT : CONFAB_STATUS_STREAMING;
    case 'c':
      return CONFAB_STATUS_COMPLETE;
    case 'x':
      return CONFAB_STATUS_STOPPED;
    case 'i':
      return CONFAB_STATUS_INTERRUPTED;
    case 'r':
      return CONFAB_STATUS_REFUSED;
    case 'f':
      return CONFAB_STATUS_FAILED;
    case 'u':
      return CONFAB_STATUS_UNKNOWN;
    case 'q':
      return CONFAB_STATUS_QUEUED;
    default:
      g_assert_not_reached ();
    }
}

static void
test_table (void)
{
  for (guint status = 0; status < CONFAB_N_STATUSES; status++)
    for (guint event = 0; event < CONFAB_N_TURN_EVENTS; event++)
      {
        char letter = next_states[status][event];
        ConfabStatus next = (ConfabStatus) 99;
        gboolean changes = confab_turn_next_status ((ConfabStatus) status,
                                                    (ConfabTurnEvent) event, &next);

        g_test_message ("%s, event %u", confab_status_to_word ((ConfabStatus) status), event);
        g_assert_cmpint (changes, ==, letter != '.');
        if (changes)
          g_assert_cmpint (next, ==, decode (letter, (ConfabTurnEvent) event));
        else
          g_assert_cmpint (next, ==, 99);
      }
}

/* What holds whatever the table says. */
static void
test_rules (void)
{
  for (guint i = 0; i < CONFAB_N_STATUSES; i++)
    {
      ConfabStatus status = (ConfabStatus) i;
      gboolean open = confab_status_is_open (status);
      ConfabStatus next;

      g_assert_cmpint (confab_turn_next_status (status, CONFAB_TURN_EVENT_STOP, &next), ==, open);
      g_assert_cmpint (confab_turn_next_status (status, CONFAB_TURN_EVENT_LOSE, &next), ==, open);
      if (open)
        {
          g_assert_false (confab_status_is_open (next));
          g_assert_true (confab_turn_next_status (status, CONFAB_TURN_EVENT_RECOVER, &next));
          g_assert_cmpint (next, ==, confab_status_recover (status));
        }
      else
        g_assert_cmpint (confab_status_recover (status), ==, status);

      for (guint event = 0; event < CONFAB_N_TURN_EVENTS && !open; event++)
        g_assert_false (confab_turn_next_status (status, (ConfabTurnEvent) event, &next));
    }
}

static const struct {
  const char *code;
  int http_status;
  ConfabStatus before;
  ConfabStatus after;
} failures[] = {
  { CONFAB_FAILURE_CONNECT, 0, CONFAB_STATUS_CONNECTING, CONFAB_STATUS_FAILED },
  { CONFAB_FAILURE_TLS, 0, CONFAB_STATUS_CONNECTING, CONFAB_STATUS_FAILED },
  { CONFAB_FAILURE_PROXY, 407, CONFAB_STATUS_CONNECTING, CONFAB_STATUS_FAILED },
  { CONFAB_FAILURE_CONNECTION, 0, CONFAB_STATUS_SENT, CONFAB_STATUS_UNKNOWN },
  { CONFAB_FAILURE_STALLED, 0, CONFAB_STATUS_SENT, CONFAB_STATUS_UNKNOWN },
  { CONFAB_FAILURE_NOT_SERVICE, 200, CONFAB_STATUS_SENT, CONFAB_STATUS_UNKNOWN },
  { CONFAB_FAILURE_REDIRECT, 307, CONFAB_STATUS_SENT, CONFAB_STATUS_REFUSED },
  { "InvalidApiKey", 401, CONFAB_STATUS_SENT, CONFAB_STATUS_REFUSED },
  { "Throttling", 429, CONFAB_STATUS_SENT, CONFAB_STATUS_REFUSED },
  { "RequestTimeOut", 408, CONFAB_STATUS_SENT, CONFAB_STATUS_UNKNOWN },
  { "InternalError", 500, CONFAB_STATUS_SENT, CONFAB_STATUS_UNKNOWN },
  { NULL, 502, CONFAB_STATUS_SENT, CONFAB_STATUS_UNKNOWN },
  { "ServiceUnavailable", 503, CONFAB_STATUS_SENT, CONFAB_STATUS_UNKNOWN },
  { "DataInspectionFailed", 400, CONFAB_STATUS_STREAMING, CONFAB_STATUS_REFUSED },
  { "InternalError", 500, CONFAB_STATUS_STREAMING, CONFAB_STATUS_REFUSED },
  { CONFAB_FAILURE_INCOMPLETE, 0, CONFAB_STATUS_STREAMING, CONFAB_STATUS_INTERRUPTED },
  { CONFAB_FAILURE_BAD_FRAME, 200, CONFAB_STATUS_STREAMING, CONFAB_STATUS_INTERRUPTED },
  { CONFAB_FAILURE_TOO_LARGE, 0, CONFAB_STATUS_STREAMING, CONFAB_STATUS_INTERRUPTED },
  { CONFAB_FAILURE_STALLED, 0, CONFAB_STATUS_STREAMING, CONFAB_STATUS_INTERRUPTED },
};

static void
test_failures (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autoptr (ConfabFailure) failure =
        confab_failure_new (CONFAB_ERROR_OTHER, failures[i].code, NULL);
      ConfabStatus after;

      failure->http_status = failures[i].http_status;
      g_test_message ("%s, %d", failures[i].code, failures[i].http_status);
      g_assert_true (confab_turn_next_status (
        failures[i].before, confab_turn_event_for_failure (failure, failures[i].before), &after));
      g_assert_cmpint (after, ==, failures[i].after);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/turn-state/table", test_table);
  g_test_add_func ("/turn-state/rules", test_rules);
  g_test_add_func ("/turn-state/failures", test_failures);

  return g_test_run ();
}
