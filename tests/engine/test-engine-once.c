/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "engine-fixture.h"

/* Two thousand prompts to a service that does everything wrong, and counts: what it may have acted
 * on never comes a second time. */

#define N_PROMPTS 2000
#define N_AT_ONCE 25

#define FRAME(text) FAULT_FRAME (text, "null")
#define ERROR_BODY(code) "{\"code\":\"" code "\",\"message\":\"no\",\"request_id\":\"r-1\"}"
#define ANSWER_ERROR(status, headers, body)                                                        \
  "HTTP/1.1 " status "\r\nContent-Type: application/json\r\nConnection: close\r\n" headers "\r\n" body
#define DONE FAULT_HEAD_EVENTS "2000\r\n" FAULT_FRAME ("whole", "stop")

typedef enum {
  END_CLOSE,
  END_RESET,
} End;

/* What the service does with a prompt: @refusal so often, without acting on it, then @reply. */
static const struct {
  const char *refusal;
  guint n_refusals;
  const char *reply;
  End end;
  guint n_requests;
  ConfabStatus status;
} faults[] = {
  { NULL, 0, DONE, END_CLOSE, 1, CONFAB_STATUS_COMPLETE },
  { NULL, 0, "", END_CLOSE, 1, CONFAB_STATUS_UNKNOWN },
  { NULL, 0, "", END_RESET, 1, CONFAB_STATUS_UNKNOWN },
  { NULL, 0, "HTTP/1.1 200 OK\r\nCont", END_CLOSE, 1, CONFAB_STATUS_UNKNOWN },
  { NULL, 0, FAULT_HEAD_EVENTS, END_CLOSE, 1, CONFAB_STATUS_UNKNOWN },
  { NULL, 0, FAULT_HEAD_EVENTS, END_RESET, 1, CONFAB_STATUS_UNKNOWN },
  { NULL, 0, FAULT_HEAD_EVENTS "2000\r\n" FRAME ("part"), END_CLOSE, 1, CONFAB_STATUS_INTERRUPTED },
  { NULL, 0, FAULT_HEAD_EVENTS "c7\r\n" FRAME ("A") "\r\n", END_CLOSE, 1,
    CONFAB_STATUS_INTERRUPTED },
  { NULL, 0,
    FAULT_HEAD_EVENTS "2000\r\n" FRAME ("part")
      "event:error\n:HTTP_STATUS/429\ndata:" ERROR_BODY ("Throttling") "\n\n",
    END_CLOSE, 1, CONFAB_STATUS_REFUSED },
  { NULL, 0,
    FAULT_HEAD_EVENTS "2000\r\n" FRAME ("part")
      "event:error\n:HTTP_STATUS/503\ndata:" ERROR_BODY ("ModelServingError") "\n\n",
    END_CLOSE, 1, CONFAB_STATUS_REFUSED },
  { NULL, 0, FAULT_HEAD_EVENTS "2000\r\ndata:{broken\n\n", END_CLOSE, 1, CONFAB_STATUS_UNKNOWN },
  { NULL, 0, ANSWER_ERROR ("500 Error", "", ERROR_BODY ("InternalError")), END_CLOSE, 1,
    CONFAB_STATUS_UNKNOWN },
  { NULL, 0, ANSWER_ERROR ("500 Error", "Retry-After: 0\r\n", ERROR_BODY ("Throttling")), END_CLOSE,
    1, CONFAB_STATUS_UNKNOWN },
  { NULL, 0, ANSWER_ERROR ("502 Bad Gateway", "", "<html>no</html>"), END_CLOSE, 1,
    CONFAB_STATUS_UNKNOWN },
  { NULL, 0, ANSWER_ERROR ("504 Timeout", "Retry-After: 0\r\n", ""), END_CLOSE, 1,
    CONFAB_STATUS_UNKNOWN },
  { NULL, 0, ANSWER_ERROR ("408 Timeout", "", ERROR_BODY ("RequestTimeOut")), END_CLOSE, 1,
    CONFAB_STATUS_UNKNOWN },
  { NULL, 0, ANSWER_ERROR ("400 Bad", "", ERROR_BODY ("InvalidParameter")), END_CLOSE, 1,
    CONFAB_STATUS_REFUSED },
  { NULL, 0, ANSWER_ERROR ("401 No", "", ERROR_BODY ("InvalidApiKey")), END_CLOSE, 1,
    CONFAB_STATUS_REFUSED },
  { NULL, 0, ANSWER_ERROR ("429 Bill", "", ERROR_BODY ("PrepaidBillOverdue")), END_CLOSE, 1,
    CONFAB_STATUS_REFUSED },
  { NULL, 0,
    "HTTP/1.1 307 Elsewhere\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
    END_CLOSE, 1, CONFAB_STATUS_REFUSED },
  { ANSWER_ERROR ("429 Slow", "", ERROR_BODY ("Throttling")), 2, DONE, END_CLOSE, 3,
    CONFAB_STATUS_COMPLETE },
  { ANSWER_ERROR ("429 Slow", "Retry-After: 0\r\n", ERROR_BODY ("Throttling.RateQuota")), 9, "",
    END_CLOSE, 4, CONFAB_STATUS_REFUSED },
  { ANSWER_ERROR ("503 Busy", "", ERROR_BODY ("ServiceUnavailable")), 1, "", END_RESET, 2,
    CONFAB_STATUS_UNKNOWN },
  { FAULT_HEAD_EVENTS "2000\r\nevent:error\n:HTTP_STATUS/429\ndata:" ERROR_BODY ("Throttling") "\n\n",
    1, FAULT_HEAD_EVENTS "2000\r\n" FRAME ("part"), END_CLOSE, 2, CONFAB_STATUS_INTERRUPTED },
};

typedef struct {
  GMutex mutex;
  guint n_requests[N_PROMPTS];
  gboolean acted[N_PROMPTS];
  guint n_duplicates;
  guint n_strange;
} Ledger;

static void
ledger_script (FaultPeer *peer,
               gpointer   user_data)
{
  Ledger *ledger = user_data;
  const char *tag;
  gboolean refuses;
  guint prompt;
  guint fault;

  if (!fault_peer_read_request (peer))
    return;

  tag = strstr (fault_peer_get_request (peer), "prompt-");
  prompt = tag != NULL ? (guint) g_ascii_strtoull (tag + strlen ("prompt-"), NULL, 10) : N_PROMPTS;

  g_mutex_lock (&ledger->mutex);
  if (prompt >= N_PROMPTS)
    {
      ledger->n_strange++;
      g_mutex_unlock (&ledger->mutex);
      return;
    }
  fault = prompt % G_N_ELEMENTS (faults);
  refuses = ledger->n_requests[prompt]++ < faults[fault].n_refusals;
  if (ledger->acted[prompt])
    ledger->n_duplicates++;
  if (!refuses)
    ledger->acted[prompt] = TRUE;
  g_mutex_unlock (&ledger->mutex);

  fault_peer_send (peer, refuses ? faults[fault].refusal : faults[fault].reply);
  if (!refuses && faults[fault].end == END_RESET)
    fault_peer_reset (peer);
}

static void
test_once (EngineFixture *fixture,
           gconstpointer  data)
{
  Ledger *ledger = g_new0 (Ledger, 1);
  /* With the sanitizers each fault some twenty times. */
  guint n_prompts = g_getenv ("CONFAB_TEST_SCALE") != NULL ? N_PROMPTS / 4 : N_PROMPTS;
  g_autoptr (FaultServer) server = fault_server_new (ledger_script, ledger);
  g_autoptr (ConfabConversation) model = engine_talk_to (fixture->engine, server);
  ConfabStudioApp *app = confab_session_get_app (confab_conversation_get_session (model));

  g_mutex_init (&ledger->mutex);
  confab_context_set_retry_base (fixture->context, 1);

  for (guint first = 0; first < n_prompts; first += N_AT_ONCE)
    {
      ConfabConversation *conversations[N_AT_ONCE];
      ConfabMessage *answers[N_AT_ONCE];

      for (guint i = 0; i < N_AT_ONCE; i++)
        {
          g_autofree char *prompt = g_strdup_printf ("prompt-%u.", first + i);
          g_autoptr (GError) error = NULL;

          conversations[i] = confab_engine_new_unstored (fixture->engine, app);
          answers[i] = engine_send (fixture->engine, conversations[i], prompt, &error);
          g_assert_no_error (error);
        }

      for (guint i = 0; i < N_AT_ONCE; i++)
        {
          engine_wait_for_end (answers[i]);
          g_test_message ("prompt %u, fault %u", first + i,
                          (guint) ((first + i) % G_N_ELEMENTS (faults)));
          g_assert_cmpstr (
            confab_status_to_word (confab_message_get_status (answers[i])), ==,
            confab_status_to_word (faults[(first + i) % G_N_ELEMENTS (faults)].status));
          g_object_unref (answers[i]);
          g_object_unref (conversations[i]);
        }
    }

  g_mutex_lock (&ledger->mutex);
  g_assert_cmpuint (ledger->n_duplicates, ==, 0);
  g_assert_cmpuint (ledger->n_strange, ==, 0);
  for (guint i = 0; i < n_prompts; i++)
    g_assert_cmpuint (ledger->n_requests[i], ==, faults[i % G_N_ELEMENTS (faults)].n_requests);
  g_mutex_unlock (&ledger->mutex);

  g_clear_pointer (&server, fault_server_free);
  g_mutex_clear (&ledger->mutex);
  g_free (ledger);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/engine/once", EngineFixture, NULL, engine_fixture_set_up, test_once,
              engine_fixture_tear_down);

  return g_test_run ();
}
