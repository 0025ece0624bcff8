/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-message.h"

#include <string.h>

/* Unused room that is worth giving back. */
#define TRIM_BYTES 1024

struct _ConfabMessage
{
  GObject parent_instance;

  ConfabMessageRecord *record; /* its text is the string's, set when it is handed out */
  GString *text;
  guint rewrites;
  guint n_versions; /* 0: nobody has said */
  guint version;
  char *note;
};

G_DEFINE_FINAL_TYPE (ConfabMessage, confab_message, G_TYPE_OBJECT)

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
confab_message_finalize (GObject *object)
{
  ConfabMessage *self = CONFAB_MESSAGE (object);

  self->record->text = NULL;
  confab_message_record_free (self->record);
  g_string_free (self->text, TRUE);
  g_free (self->note);

  G_OBJECT_CLASS (confab_message_parent_class)->finalize (object);
}

static void
confab_message_class_init (ConfabMessageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_message_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
confab_message_init (ConfabMessage *self)
{
}

static void
emit_changed (ConfabMessage       *self,
              ConfabMessageChange  change)
{
  g_signal_emit (self, signals[CHANGED], 0, (guint) change);
}

static void
set_string (char       **field,
            const char  *value)
{
  char *copy = g_strdup (value);

  g_free (*field);
  *field = copy;
}

/**
 * confab_message_new:
 * @record: (transfer full): what is stored of it
 *
 * Returns: (transfer full): the message
 */
ConfabMessage *
confab_message_new (ConfabMessageRecord *record)
{
  ConfabMessage *self;

  g_return_val_if_fail (record != NULL, NULL);

  self = g_object_new (CONFAB_TYPE_MESSAGE, NULL);
  self->text = g_string_new (record->text);
  g_free (record->text);
  record->text = self->text->str;
  self->record = record;

  return self;
}

/**
 * confab_message_get_record:
 * @self: a message
 *
 * Returns: (transfer none): its data, valid until the next change
 */
const ConfabMessageRecord *
confab_message_get_record (ConfabMessage *self)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE (self), NULL);

  self->record->text = self->text->str;

  return self->record;
}

/**
 * confab_message_dup_record:
 * @self: a message
 *
 * Returns: (transfer full): a copy of its data, for the store
 */
ConfabMessageRecord *
confab_message_dup_record (ConfabMessage *self)
{
  return confab_message_record_copy (confab_message_get_record (self));
}

/**
 * confab_message_dup_growth:
 * @self: an answer that is stored
 * @start: a byte of the text at which a character begins, at most its length
 *
 * For the store, which knows what was sent and the text before @start.
 *
 * Returns: (transfer full): a copy of its data, of the text what follows, and without the request
 */
ConfabMessageRecord *
confab_message_dup_growth (ConfabMessage *self,
                           gsize          start)
{
  ConfabMessageRecord part;

  g_return_val_if_fail (CONFAB_IS_MESSAGE (self), NULL);
  g_return_val_if_fail (start <= self->text->len, NULL);

  part = *self->record;
  part.text = self->text->str + start;
  part.request = NULL;

  return confab_message_record_copy (&part);
}

/**
 * confab_message_get_id:
 * @self: a message
 *
 * Returns: its row id, 0 until it is stored
 */
gint64
confab_message_get_id (ConfabMessage *self)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE (self), 0);

  return self->record->id;
}

/**
 * confab_message_set_ids:
 * @self: a message that was not stored before
 * @id: its row id
 * @session: row id of its session
 * @parent: row id of the message it follows, or 0
 */
void
confab_message_set_ids (ConfabMessage *self,
                        gint64         id,
                        gint64         session,
                        gint64         parent)
{
  g_return_if_fail (CONFAB_IS_MESSAGE (self));

  self->record->id = id;
  self->record->session = session;
  self->record->parent = parent;
}

/**
 * confab_message_get_role:
 * @self: a message
 *
 * Returns: who wrote it
 */
ConfabRole
confab_message_get_role (ConfabMessage *self)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE (self), CONFAB_ROLE_USER);

  return self->record->role;
}

/**
 * confab_message_get_status:
 * @self: a message
 *
 * Returns: its status
 */
ConfabStatus
confab_message_get_status (ConfabMessage *self)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE (self), CONFAB_STATUS_COMPLETE);

  return self->record->status;
}

/* A string that grew has room for as much again. */
static void
trim_text (ConfabMessage *self)
{
  GString *text = self->text;

  if (text->allocated_len - text->len < TRIM_BYTES)
    return;

  text->allocated_len = text->len + 1;
  text->str = g_realloc (text->str, text->allocated_len);
}

/**
 * confab_message_set_status:
 * @self: a message
 * @status: its status
 */
void
confab_message_set_status (ConfabMessage *self,
                           ConfabStatus   status)
{
  g_return_if_fail (CONFAB_IS_MESSAGE (self));

  if (self->record->status == status)
    return;

  self->record->status = status;
  if (!confab_status_is_open (status))
    trim_text (self);
  emit_changed (self, CONFAB_MESSAGE_STATUS);
}

/**
 * confab_message_get_text:
 * @self: a message
 * @length: (out) (optional): its length in bytes
 *
 * Returns: (transfer none): the text, valid until the next change
 */
const char *
confab_message_get_text (ConfabMessage *self,
                         gsize         *length)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE (self), NULL);

  if (length != NULL)
    *length = self->text->len;

  return self->text->str;
}

/**
 * confab_message_get_rewrites:
 * @self: a message
 *
 * Returns: how often the text was replaced other than by appending
 */
guint
confab_message_get_rewrites (ConfabMessage *self)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE (self), 0);

  return self->rewrites;
}

/**
 * confab_message_append_text:
 * @self: a message
 * @piece: valid UTF-8 without NUL
 * @length: its length in bytes
 *
 * Costs what the piece costs, however long the text is.
 */
void
confab_message_append_text (ConfabMessage *self,
                            const char    *piece,
                            gsize          length)
{
  g_return_if_fail (CONFAB_IS_MESSAGE (self));

  if (length == 0)
    return;

  g_string_append_len (self->text, piece, (gssize) length);
  emit_changed (self, CONFAB_MESSAGE_TEXT);
}

/**
 * confab_message_replace_text:
 * @self: a message
 * @text: valid UTF-8 without NUL
 * @length: its length in bytes
 *
 * A text that begins with the present one counts as appending: readers keep what they have.
 */
void
confab_message_replace_text (ConfabMessage *self,
                             const char    *text,
                             gsize          length)
{
  g_return_if_fail (CONFAB_IS_MESSAGE (self));

  if (length >= self->text->len && memcmp (text, self->text->str, self->text->len) == 0)
    {
      confab_message_append_text (self, text + self->text->len, length - self->text->len);
      return;
    }

  g_string_truncate (self->text, 0);
  g_string_append_len (self->text, text, (gssize) length);
  self->rewrites++;
  emit_changed (self, CONFAB_MESSAGE_TEXT);
}

/**
 * confab_message_set_usage:
 * @self: a message
 * @usage: (nullable) (transfer none) (element-type ConfabModelUsage): tokens by model
 */
void
confab_message_set_usage (ConfabMessage *self,
                          GPtrArray     *usage)
{
  g_return_if_fail (CONFAB_IS_MESSAGE (self));

  g_clear_pointer (&self->record->usage, g_ptr_array_unref);
  self->record->usage = confab_usage_copy (usage);
  emit_changed (self, CONFAB_MESSAGE_DETAILS);
}

/**
 * confab_message_set_ids_of_service:
 * @self: a message
 * @request_id: (nullable): the service's request id
 * @finish_reason: (nullable): why the answer ended
 */
void
confab_message_set_ids_of_service (ConfabMessage *self,
                                   const char    *request_id,
                                   const char    *finish_reason)
{
  g_return_if_fail (CONFAB_IS_MESSAGE (self));

  if (g_strcmp0 (self->record->request_id, request_id) == 0 &&
      g_strcmp0 (self->record->finish_reason, finish_reason) == 0)
    return;

  set_string (&self->record->request_id, request_id);
  set_string (&self->record->finish_reason, finish_reason);
  emit_changed (self, CONFAB_MESSAGE_DETAILS);
}

/**
 * confab_message_set_evidence:
 * @self: a message
 * @thoughts: (nullable): JSON array of the wire's `thoughts`
 * @references: (nullable): JSON array of the wire's `doc_references`
 * @nodes: (nullable): JSON array of the wire's `workflow_message`s
 */
void
confab_message_set_evidence (ConfabMessage *self,
                             const char    *thoughts,
                             const char    *references,
                             const char    *nodes)
{
  g_return_if_fail (CONFAB_IS_MESSAGE (self));

  set_string (&self->record->thoughts, thoughts);
  set_string (&self->record->references, references);
  set_string (&self->record->nodes, nodes);
  emit_changed (self, CONFAB_MESSAGE_DETAILS | CONFAB_MESSAGE_EVIDENCE);
}

/**
 * confab_message_set_rest:
 * @self: a message
 * @rest: (nullable): JSON object of what the service said that has no place of its own, such as
 *   `reject_status` in `output`
 */
void
confab_message_set_rest (ConfabMessage *self,
                         const char    *rest)
{
  g_return_if_fail (CONFAB_IS_MESSAGE (self));

  if (g_strcmp0 (self->record->rest, rest) == 0)
    return;

  set_string (&self->record->rest, rest);
  emit_changed (self, CONFAB_MESSAGE_DETAILS);
}

/**
 * confab_message_set_times:
 * @self: a message
 * @first_text_us: from sending to the first text, microseconds, or -1
 * @duration_us: from sending to the end, microseconds, or -1
 */
void
confab_message_set_times (ConfabMessage *self,
                          gint64         first_text_us,
                          gint64         duration_us)
{
  g_return_if_fail (CONFAB_IS_MESSAGE (self));

  if (self->record->first_text_us == first_text_us && self->record->duration_us == duration_us)
    return;

  self->record->first_text_us = first_text_us;
  self->record->duration_us = duration_us;
  emit_changed (self, CONFAB_MESSAGE_DETAILS);
}

/**
 * confab_message_get_failure:
 * @self: a message
 *
 * Returns: (transfer none) (nullable): why it is not complete
 */
const ConfabFailure *
confab_message_get_failure (ConfabMessage *self)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE (self), NULL);

  return self->record->failure;
}

/**
 * confab_message_set_failure:
 * @self: a message
 * @failure: (nullable) (transfer none): why it is not complete
 */
void
confab_message_set_failure (ConfabMessage       *self,
                            const ConfabFailure *failure)
{
  ConfabFailure *copy = confab_failure_copy (failure);

  g_return_if_fail (CONFAB_IS_MESSAGE (self));

  confab_failure_free (self->record->failure);
  self->record->failure = copy;
  emit_changed (self, CONFAB_MESSAGE_DETAILS);
}

/**
 * confab_message_get_n_versions:
 * @self: a message
 * @which: (out) (optional): the place of this one among them, from 0
 *
 * Returns: how many versions of it there are, at least 1
 */
guint
confab_message_get_n_versions (ConfabMessage *self,
                               guint         *which)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE (self), 1);

  if (which != NULL)
    *which = self->version;

  return MAX (self->n_versions, 1);
}

/**
 * confab_message_set_versions:
 * @self: a message
 * @n: how many versions of it there are
 * @which: the place of this one among them, from 0
 */
void
confab_message_set_versions (ConfabMessage *self,
                             guint          n,
                             guint          which)
{
  gboolean changed;

  g_return_if_fail (CONFAB_IS_MESSAGE (self));
  g_return_if_fail (which < MAX (n, 1));

  changed = MAX (self->n_versions, 1) != MAX (n, 1) || self->version != which;
  self->n_versions = n;
  self->version = which;
  if (changed)
    emit_changed (self, CONFAB_MESSAGE_VERSIONS);
}

/**
 * confab_message_get_note:
 * @self: a message
 *
 * Returns: (transfer none) (nullable): what is going on while the answer is open, translated
 */
const char *
confab_message_get_note (ConfabMessage *self)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE (self), NULL);

  return self->note;
}

/**
 * confab_message_set_note:
 * @self: a message
 * @note: (nullable): one translated line, such as "No data for 15 seconds"; not stored
 */
void
confab_message_set_note (ConfabMessage *self,
                         const char    *note)
{
  g_return_if_fail (CONFAB_IS_MESSAGE (self));

  if (g_strcmp0 (self->note, note) == 0)
    return;

  set_string (&self->note, note);
  emit_changed (self, CONFAB_MESSAGE_DETAILS);
}
