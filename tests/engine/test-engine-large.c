/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A large image goes along, and the main thread has time for other things meanwhile: nothing as long as
 * the request is made on it. */

#include "config.h"

#include <string.h>

#include "confab-engine-extras.h"
#include "engine-fixture.h"

#define PROMPT "What is on it?"

/* Made on any thread: how often, and whether on that of the window. */
static GMutex lock;
static guint n_made;
static guint n_made_here;
static GThread *here;

static GLogWriterOutput
write_log (GLogLevelFlags   level,
           const GLogField *fields,
           gsize            n_fields,
           gpointer         user_data)
{
  const char *message = "";

  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE"))
      message = fields[i].value;
  if (!g_str_has_prefix (message, "A request was made"))
    return g_log_writer_default (level, fields, n_fields, user_data);

  g_mutex_lock (&lock);
  n_made++;
  if (g_thread_self () == here)
    n_made_here++;
  g_mutex_unlock (&lock);

  return G_LOG_WRITER_HANDLED;
}

static void
result_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
count_cb (gpointer user_data)
{
  (*(guint *) user_data)++;

  return G_SOURCE_CONTINUE;
}

static ConfabAttachment *
create_image (void)
{
  gsize length = CONFAB_ATTACHMENT_MAX_BYTES;
  guint8 *data = g_malloc (length);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  ConfabAttachment *attachment;

  for (gsize i = 0; i < length; i++)
    data[i] = (guint8) (i * 2654435761u >> 7);
  memcpy (data, "\x89PNG\r\n\x1a\n", 8);
  bytes = g_bytes_new_take (data, length);
  attachment = confab_attachment_new_image ("large.png", bytes, &error);
  g_assert_no_error (error);

  return attachment;
}

static void
test_send (EngineFixture *fixture,
           gconstpointer  data)
{
  g_autoptr (ConfabConversation) conversation =
    engine_talk_to_demo (fixture, CONFAB_DEMO_ASSISTANT_ID);
  ConfabExtras *extras =
    confab_engine_get_extras (fixture->engine, confab_conversation_get_session (conversation));
  g_autoptr (ConfabAttachment) image = create_image ();
  g_autoptr (ConfabMessage) answer = NULL;
  g_autoptr (ConfabMessage) again = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  guint turns = 0;
  guint idle;

  g_assert_true (confab_extras_add (extras, image, &error));
  n_made = n_made_here = 0;
  idle = g_idle_add_full (G_PRIORITY_LOW, count_cb, &turns, NULL);
  confab_engine_send_extras_async (fixture->engine, conversation, NULL, PROMPT, extras, NULL,
                                   result_cb, &result);
  /* It does not go before its callback comes. */
  g_assert_null (result);
  loop_until (result != NULL);
  answer = confab_engine_send_extras_finish (fixture->engine, result, &error);
  g_assert_no_error (error);
  engine_wait_for_end (answer);
  g_source_remove (idle);
  g_assert_cmpint (confab_message_get_status (answer), ==, CONFAB_STATUS_COMPLETE);

  g_test_message ("%u made, %u turns of the main loop", n_made, turns);
  g_assert_cmpuint (n_made, ==, 1);
  g_assert_cmpuint (n_made_here, ==, 0);
  /* Somebody else could do something while it was made and written. */
  g_assert_cmpuint (turns, >, 10);

  /* So when it is asked again. */
  again = engine_retry (fixture->engine, conversation, answer, &error);
  g_assert_no_error (error);
  engine_wait_for_end (again);
  g_assert_cmpuint (n_made, ==, 2);
  g_assert_cmpuint (n_made_here, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_unsetenv ("DASHSCOPE_API_KEY");
  g_unsetenv ("DASHSCOPE_HTTP_BASE_URL");
  here = g_thread_self ();
  g_log_set_writer_func (write_log, NULL, NULL);

  g_test_add ("/large/send", EngineFixture, NULL, engine_fixture_set_up, test_send,
              engine_fixture_tear_down);

  return g_test_run ();
}
