/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-history.h"

#include "confab-message.h"

typedef struct {
  ConfabMessage *prompt;
  ConfabMessage *answer; /* (nullable): the last one that says something */
} Round;

static void
clear_round (gpointer data)
{
  Round *round = data;

  g_clear_object (&round->prompt);
  g_clear_object (&round->answer);
}

static gsize
get_length (ConfabMessage *message)
{
  gsize length;

  confab_message_get_text (message, &length);

  return length;
}

static Round *
find_round (GArray *rounds,
            gint64  prompt)
{
  for (guint i = rounds->len; i > 0; i--)
    {
      Round *round = &g_array_index (rounds, Round, i - 1);

      if (confab_message_get_id (round->prompt) == prompt)
        return round;
    }

  return NULL;
}

static void
add_message (JsonArray     *array,
             const char    *role,
             ConfabMessage *message)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "role", role);
  json_object_set_string_member (object, "content", confab_message_get_text (message, NULL));
  json_array_add_object_element (array, object);
}

/**
 * confab_history_collect:
 * @messages: (transfer none): a list of #ConfabMessage, oldest first
 * @before: id of the prompt that follows, or 0 when it is a new one
 *
 * Makes `messages` of the service's form from a conversation: no system message, prompts and answers
 * by turns. Prompts without an answer are left out, of several answers the last one counts. It is
 * bounded by %CONFAB_HISTORY_MAX_ROUNDS and %CONFAB_HISTORY_MAX_BYTES of text; the newest round is
 * there in any case.
 *
 * Returns: (transfer full): the messages, oldest first; may be empty
 */
JsonArray *
confab_history_collect (GListModel *messages,
                        gint64      before)
{
  g_autoptr (GArray) rounds = g_array_new (FALSE, FALSE, sizeof (Round));
  JsonArray *history = json_array_new ();
  gsize size = 0;
  guint n_rounds = 0;
  guint first;

  g_return_val_if_fail (G_IS_LIST_MODEL (messages), history);

  g_array_set_clear_func (rounds, clear_round);
  for (guint i = 0; i < g_list_model_get_n_items (messages); i++)
    {
      g_autoptr (ConfabMessage) message = g_list_model_get_item (messages, i);

      if (before != 0 && confab_message_get_id (message) >= before)
        break;

      if (confab_message_get_role (message) == CONFAB_ROLE_USER)
        {
          Round round = { g_steal_pointer (&message), NULL };

          g_array_append_val (rounds, round);
        }
      else if (get_length (message) > 0)
        {
          Round *round = find_round (rounds, confab_message_get_record (message)->parent);

          if (round != NULL)
            g_set_object (&round->answer, message);
        }
    }

  for (first = rounds->len; first > 0 && n_rounds < CONFAB_HISTORY_MAX_ROUNDS; first--)
    {
      Round *round = &g_array_index (rounds, Round, first - 1);

      if (round->answer == NULL)
        continue;

      size += get_length (round->prompt) + get_length (round->answer);
      if (n_rounds > 0 && size > CONFAB_HISTORY_MAX_BYTES)
        break;
      n_rounds++;
    }

  for (guint i = first; i < rounds->len; i++)
    {
      Round *round = &g_array_index (rounds, Round, i);

      if (round->answer == NULL)
        continue;

      add_message (history, "user", round->prompt);
      add_message (history, "assistant", round->answer);
    }

  return history;
}
