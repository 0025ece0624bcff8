/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-demo"

#include "config.h"

#include "confab-demo-fault.h"

#include <string.h>

#include "confab-demo-terms.h"

/* Long enough for a fault in the middle to be seen: more than 40 pieces in each language. */
#define REST                                                                                       \
  "Whatever stands here before the fault is the part of an answer that really arrived. It is not " \
  "lost: Confab keeps it, saves it, and marks the answer for what it is. Whatever would stand "   \
  "behind the fault was never sent. An ordinary application gives no warning before something "   \
  "like this happens, and so this one gives you time to read: it writes one word after the " \
  "other, as the others do, until it reaches the place in its script where things go wrong. If you can " \
  "read this sentence, the answer has come to its end."
#define REST_CHINESE                                                                               \
  "出错之前的文字，是一个回答中真正到达的部分。它不会丢失：Confab 会保留并保存它，并如实标明这个回答的" \
  "状态。出错之后的文字从未发送。普通的应用在出这类问题之前不会有任何预告，所以这个应用特意给您留出阅读的" \
  "时间：它像别的应用一样一小段一小段地写，一直写到脚本中出错的地方为止。如果您能读到这一句，说明回答已经" \
  "完整结束。"

/**
 * confab_demo_fault_answer:
 * @script: of the fault
 * @request: what was asked
 * @session_id: written into the answer
 * @request_id: written into the answer
 *
 * The answer that a fault happens to: it says which fault that is.
 *
 * Returns: (transfer full): the answer
 */
ConfabDemoAnswer *
confab_demo_fault_answer (ConfabDemoScript        *script,
                          const ConfabDemoRequest *request,
                          const char              *session_id,
                          const char              *request_id)
{
  g_autofree char *text = NULL;

  if (confab_demo_text_is_chinese (request->prompt))
    text = g_strdup_printf ("这里是演示服务的故障应用 %s。%s\n\n%s", request->app_id,
                            script->about_chinese, REST_CHINESE);
  else
    text = g_strdup_printf ("This is %s, an application of the demo service in which something "
                            "goes wrong on purpose. %s\n\n%s",
                            request->app_id, script->about, REST);

  return confab_demo_answer_new (text, session_id, request_id,
                                 confab_demo_count_tokens (request->prompt,
                                                           strlen (request->prompt)));
}
