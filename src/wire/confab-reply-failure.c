/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-reply-failure.h"

#include <string.h>

#include "confab-error-table.h"
#include "confab-json.h"
#include "confab-text.h"

/*
 * The forms in which the service, and what stands between it and us, says no (protocol 5.1).
 */

#define MAX_CODE_CHARACTERS    200
#define MAX_MESSAGE_CHARACTERS 2000
#define MAX_TEXT_CHARACTERS    300

/* A code may be a number: some gateways send one. */
static char *
dup_word (JsonObject *object,
          const char *member,
          gsize       max_characters)
{
  const char *text = confab_json_get_string (object, member);
  gint64 number;

  if (text != NULL && *text != '\0')
    return confab_text_one_line (text, max_characters);
  if (confab_json_get_int (object, member, &number))
    return g_strdup_printf ("%" G_GINT64_FORMAT, number);

  return NULL;
}

static char *
dup_first_word (JsonObject         *object,
                const char * const *members,
                gsize               max_characters)
{
  for (guint i = 0; object != NULL && members[i] != NULL; i++)
    {
      g_autofree char *word = dup_word (object, members[i], max_characters);

      if (word != NULL && *word != '\0')
        return g_steal_pointer (&word);
    }

  return NULL;
}

static const char * const code_members[] = { "code", "type", NULL };
static const char * const message_members[] = { "message", "msg", NULL };
static const char * const id_members[] = { "request_id", "requestId", NULL };

/* `type` names a code only inside of `error`. */
static char *
dup_code (JsonObject *object)
{
  g_autofree char *code = dup_word (object, "code", MAX_CODE_CHARACTERS);

  if (code == NULL || *code == '\0')
    return dup_first_word (confab_json_get_object (object, "error"), code_members,
                           MAX_CODE_CHARACTERS);

  return g_steal_pointer (&code);
}

static char *
dup_message (JsonObject *object)
{
  char *message = dup_first_word (object, message_members, MAX_MESSAGE_CHARACTERS);

  if (message == NULL)
    message = dup_first_word (confab_json_get_object (object, "error"), message_members,
                              MAX_MESSAGE_CHARACTERS);
  if (message == NULL)
    message = dup_word (object, "error", MAX_MESSAGE_CHARACTERS);

  return message;
}

/**
 * confab_reply_failure_is_described:
 * @object: a frame or body
 *
 * Returns: whether it carries a code or a message of an error, in any of the known forms
 */
gboolean
confab_reply_failure_is_described (JsonObject *object)
{
  g_autofree char *code = dup_code (object);
  g_autofree char *message = dup_message (object);

  return code != NULL || message != NULL;
}

/**
 * confab_reply_failure_from_object:
 * @object: an error in JSON: `{code, message, request_id}`, `{error: {…}}`, `requestId`, `msg`
 * @http_status: the effective status
 *
 * Returns: (transfer full): what it says
 */
ConfabFailure *
confab_reply_failure_from_object (JsonObject *object,
                                  int         http_status)
{
  g_autofree char *code = dup_code (object);
  g_autofree char *message = dup_message (object);
  const ConfabErrorEntry *entry = confab_error_table_lookup (code, http_status, message);
  ConfabFailure *failure = confab_failure_new (entry->error_class, code, message);

  failure->http_status = http_status;
  failure->request_id = dup_first_word (object, id_members, MAX_CODE_CHARACTERS);
  if (failure->request_id == NULL)
    failure->request_id = dup_first_word (confab_json_get_object (object, "error"), id_members,
                                          MAX_CODE_CHARACTERS);

  return failure;
}

/**
 * confab_reply_failure_from_text:
 * @text: (nullable): what came instead of JSON; hostile, often HTML
 * @length: its length in bytes
 * @http_status: the effective status
 *
 * Below 400 it was not Model Studio that answered; else the status says what happened.
 *
 * Returns: (transfer full): a failure with the first words of @text as message
 */
ConfabFailure *
confab_reply_failure_from_text (const char *text,
                                gsize       length,
                                int         http_status)
{
  gsize kept = MIN (length, MAX_TEXT_CHARACTERS * 8);
  g_autofree char *valid = confab_text_make_valid (text != NULL ? text : "", (gssize) kept);
  g_autofree char *message = confab_text_one_line (valid, MAX_TEXT_CHARACTERS);
  const char *code = http_status >= 400 ? NULL : CONFAB_FAILURE_NOT_SERVICE;
  const ConfabErrorEntry *entry = confab_error_table_lookup (code, http_status, message);
  ConfabFailure *failure;

  failure = confab_failure_new (entry->error_class, code, *message != '\0' ? message : NULL);
  failure->http_status = http_status;

  return failure;
}
