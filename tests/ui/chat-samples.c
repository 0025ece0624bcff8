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

/* What an agent sends that thinks and searches. */
const char chat_sample_thoughts[] =
  "[{\"action_type\":\"agentRag\",\"action\":\"rag\",\"action_name\":\"知识检索\","
  "\"arguments\":\"{\\\"query\\\":\\\"phones under 3000 yuan, night photos\\\"}\","
  "\"observation\":\"[{\\\"content\\\":\\\"Aurora 12, 2799 yuan\\\",\\\"title\\\":\\\"Phone "
  "catalogue\\\",\\\"dataId\\\":\\\"file_1\\\"},{\\\"content\\\":\\\"Pico S, 2399 yuan\\\"}]\"},"
  "{\"action_type\":\"agentRag\",\"action\":\"rag\",\"arguments\":\"{\\\"query\\\":\\\"camera "
  "tests\\\"}\",\"observation\":\"[]\"},"
  "{\"action_type\":\"reasoning\",\"action\":\"reasoning\",\"action_name\":\"思考过程\","
  "\"thought\":\"The catalogue gives peak brightness for both. Aurora 12: 1600 nits. Pico S: 1300 "
  "nits, but with an anti-reflective layer. I should compare the tests made outdoors…\"},"
  "{\"action_type\":\"api\",\"action\":\"price_check\",\"action_name\":\"Price check\","
  "\"arguments\":\"{\\\"phone\\\":\\\"Aurora 12\\\",\\\"shops\\\":[1,2,3]}\","
  "\"observation\":\"{\\\"price\\\":2799,\\\"currency\\\":\\\"CNY\\\"}\"}]";

/* One that only thinks. */
const char chat_sample_reasoning[] =
  "[{\"action_type\":\"reasoning\",\"action\":\"reasoning\",\"thought\":\"The catalogue gives peak "
  "brightness for both. Aurora 12: 1600 nits. Pico S: 1300 nits, but with an anti-reflective layer. "
  "I should compare the tests made outdoors…\"}]";

/* What a workflow sends: a loop with rounds in it, one node that failed, one that runs. */
const char chat_sample_nodes[] =
  "[{\"node_id\":\"Start_1\",\"node_name\":\"Start\",\"node_type\":\"Start\",\"node_status\":\"success\","
  "\"node_is_completed\":true},"
  "{\"node_id\":\"Loop_1\",\"node_name\":\"Each city\",\"node_type\":\"Loop\",\"node_status\":\"success\","
  "\"node_is_completed\":true},"
  "{\"node_id\":\"LLM_1\",\"node_name\":\"Describe\",\"node_type\":\"LLM\",\"parent_node_id\":\"Loop_1\","
  "\"message\":{\"role\":\"assistant\",\"content\":\"{\\\"nodeId\\\":\\\"LLM_1\\\",\\\"nodeName\\\":"
  "\\\"Describe\\\",\\\"nodeType\\\":\\\"LLM\\\",\\\"nodeStatus\\\":\\\"success\\\",\\\"input\\\":"
  "\\\"Singapore\\\",\\\"output\\\":\\\"Five regions\\\",\\\"index\\\":0,\\\"nodeExecTime\\\":"
  "\\\"1332ms\\\"}\"},\"node_status\":\"success\",\"node_is_completed\":true},"
  "{\"node_id\":\"Plugin_1\",\"node_name\":\"Map\",\"node_type\":\"Plugin\",\"node_status\":\"fail\","
  "\"node_is_completed\":true},"
  "{\"node_id\":\"End_1\",\"node_name\":\"End\",\"node_type\":\"End\",\"node_status\":\"executing\","
  "\"node_is_completed\":false}]";

/* What an agent with knowledge bases names as its sources: two passages of one document. */
const char chat_sample_references[] =
  "[{\"index_id\":\"1\",\"title\":\"Phone catalogue\",\"doc_id\":\"file_1\",\"doc_name\":"
  "\"Phone catalogue 2025.pdf\",\"text\":\"Pico S. Weight 164 g, battery 5000 mAh, a day and a half in "
  "our test. Price: 2399 yuan.\",\"page_number\":[14],\"images\":[\"https://example.com/pico.png\"],"
  "\"doc_url\":\"https://example.com/catalogue.pdf\"},"
  "{\"index_id\":\"2\",\"title\":\"Test reports\",\"doc_id\":\"file_2\",\"doc_name\":"
  "\"Camera tests, spring.docx\",\"text\":\"The Aurora 12 gathers about 40 % more light.\","
  "\"page_number\":[3]},"
  "{\"index_id\":\"3\",\"title\":\"Phone catalogue\",\"doc_id\":\"file_1\",\"doc_name\":"
  "\"Phone catalogue 2025.pdf\",\"text\":\"Aurora 12. Weight 189 g.\",\"page_number\":[15]},"
  "{\"index_id\":\"4\",\"title\":\"Returns\",\"doc_id\":\"file_3\",\"doc_name\":\"Returns and "
  "guarantees.md\",\"text\":\"Seven days.\",\"doc_url\":\"javascript:alert(1)\"},"
  "{\"index_id\":\"5\",\"title\":\"Shops\",\"doc_id\":\"file_4\",\"doc_name\":\"Shops.md\",\"text\":"
  "\"Open from ten.\"}]";

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
