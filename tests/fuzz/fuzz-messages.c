/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <stdint.h>
#include <string.h>

#include "confab-json.h"
#include "confab-messages.h"

/*
 * A file of messages is taken as a list that the service takes, or refused with a sentence.
 */

int LLVMFuzzerInitialize (int *argc, char ***argv);
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerInitialize (int    *argc,
                      char ***argv)
{
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING | G_LOG_FATAL_MASK);
  return 0;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (JsonNode) messages = NULL;
  g_autoptr (JsonNode) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = g_memdup2 (data, size); /* of its own size: reading on is seen */
  g_autofree char *text = NULL;
  g_autofree char *last = NULL;
  guint n;

  messages = confab_messages_parse (bytes != NULL ? bytes : "", size, &error);
  g_assert_true ((messages == NULL) == (error != NULL));
  if (messages == NULL)
    {
      g_assert_true (g_utf8_validate (error->message, -1, NULL) && *error->message != '\0');
      return 0;
    }

  n = json_array_get_length (json_node_get_array (messages));
  g_assert_cmpuint (n, >, 0);
  text = confab_json_to_text (messages);
  again = confab_messages_parse (text, strlen (text), NULL);
  g_assert_true (json_node_equal (messages, again));

  last = confab_messages_take_last (&messages);
  g_assert_true ((messages == NULL) == (last != NULL && n == 1));
  if (messages != NULL)
    g_assert_cmpuint (json_array_get_length (json_node_get_array (messages)), ==,
                      n - (last != NULL ? 1 : 0));

  return 0;
}
