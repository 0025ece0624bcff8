/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-intake.h"

static void
feed (ConfabIntake       *intake,
      ConfabReplyDecoder *decoder,
      const char         *thought)
{
  g_autofree char *data =
    g_strdup_printf ("{\"output\":{\"text\":\"\",\"finish_reason\":\"null\",\"thoughts\":[{"
                     "\"action_type\":\"reasoning\",\"action\":\"reasoning\",\"thought\":\"%s\"}]}}",
                     thought);
  const ConfabSseEvent frame = {
    .id = "",
    .event = "result",
    .event_length = strlen ("result"),
    .data = data,
    .data_length = strlen (data),
    .status = 200,
  };
  ConfabDelta delta;

  confab_reply_decoder_feed_event (decoder, &frame, &delta);
  confab_intake_delta (intake, &delta, decoder);
}

/* Thoughts are shown with the first frame that has some, then not with each frame: what is left out
 * comes with the details. */
static void
test_evidence (void)
{
  ConfabMessageRecord *record = confab_message_record_new ();
  g_autoptr (ConfabMessage) answer = NULL;
  g_autoptr (ConfabIntake) intake = NULL;
  g_autoptr (ConfabReplyDecoder) decoder =
    confab_reply_decoder_new (CONFAB_STREAM_INCREMENTAL);
  guint n_shown = 0;

  record->role = CONFAB_ROLE_ASSISTANT;
  record->status = CONFAB_STATUS_STREAMING;
  answer = confab_message_new (record);
  intake = confab_intake_new (answer, CONFAB_STREAM_INCREMENTAL);

  feed (intake, decoder, "First. ");
  confab_intake_show_evidence (intake);
  g_assert_nonnull (strstr (confab_message_get_record (answer)->thoughts, "First."));

  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *before = g_strdup (confab_message_get_record (answer)->thoughts);

      feed (intake, decoder, "More. ");
      confab_intake_show_evidence (intake);
      n_shown += g_strcmp0 (before, confab_message_get_record (answer)->thoughts) != 0;
    }
  g_assert_cmpuint (n_shown, <, 1000);

  feed (intake, decoder, "Last.");
  confab_intake_show_details (intake);
  g_assert_nonnull (strstr (confab_message_get_record (answer)->thoughts, "More. Last."));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/intake/evidence", test_evidence);

  return g_test_run ();
}
