/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "chat-samples.h"

static gint64 next_id = 1;

static ConfabMessage *
make_message (ConfabRole    role,
              const char   *text,
              ConfabStatus  status)
{
  ConfabMessageRecord *record = confab_message_record_new ();

  record->id = next_id++;
  record->role = role;
  record->status = status;
  g_free (record->text);
  record->text = g_strdup (text);
  record->first_text_us = -1;
  record->duration_us = -1;

  return confab_message_new (record);
}

ConfabMessage *
chat_sample_prompt (const char *text)
{
  return make_message (CONFAB_ROLE_USER, text, CONFAB_STATUS_COMPLETE);
}

ConfabMessage *
chat_sample_answer (const char   *text,
                    ConfabStatus  status)
{
  return make_message (CONFAB_ROLE_ASSISTANT, text, status);
}

void
chat_sample_usage (ConfabMessage *answer,
                   const char    *model,
                   gint64         input,
                   gint64         output)
{
  g_autoptr (GPtrArray) usage = confab_usage_new ();

  g_ptr_array_add (usage, confab_model_usage_new (model, input, output));
  confab_message_set_usage (answer, usage);
  confab_message_set_times (answer, 400000, 400000 + output * G_USEC_PER_SEC / 86);
}

/* Prompts and answers of very different lengths, the same ones each time. */
GListStore *
chat_sample_many (guint n_messages)
{
  GListStore *store = g_list_store_new (CONFAB_TYPE_MESSAGE);
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n_messages; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      g_string_append_printf (text, "Message %u.", i);
      for (guint k = 0; k < i * 7 % 23; k++)
        g_string_append_printf (text, "%sThis is sentence %u of a text of some length.",
                                k % 5 == 4 ? "\n\n" : " ", k);
      g_ptr_array_add (messages, i % 2 == 0
                                   ? chat_sample_prompt (text->str)
                                   : chat_sample_answer (text->str, CONFAB_STATUS_COMPLETE));
    }
  g_list_store_splice (store, 0, 0, messages->pdata, messages->len);

  return store;
}
