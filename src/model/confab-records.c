/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-records.h"

#define DEFAULT_CONNECT_TIMEOUT 15
#define DEFAULT_IDLE_TIMEOUT    300

static const char * const kind_words[] = {
  [CONFAB_KIND_AGENT] = "agent",
  [CONFAB_KIND_AGENT_2] = "agent-2",
  [CONFAB_KIND_WORKFLOW] = "workflow",
  [CONFAB_KIND_DIALOG_WORKFLOW] = "dialog-workflow",
  [CONFAB_KIND_ORCHESTRATION] = "orchestration",
};

static const char * const preset_words[] = {
  [CONFAB_PRESET_KNOWLEDGE] = "knowledge",
  [CONFAB_PRESET_PLUGIN] = "plug-in",
  [CONFAB_PRESET_WORKFLOW] = "workflow-inputs",
};

/* All that a person runs Confab with share one keyring, and each database counts its rows from 1:
 * a row's id would be the name of several keys. */
static char *
create_account (void)
{
  return g_strdup_printf ("%08x%08x%08x%08x", g_random_int (), g_random_int (), g_random_int (),
                          g_random_int ());
}

/**
 * confab_connection_record_new:
 *
 * Returns: (transfer full): a record with an account of its own and the default time-outs, not
 *   stored yet
 */
ConfabConnectionRecord *
confab_connection_record_new (void)
{
  ConfabConnectionRecord *self = g_new0 (ConfabConnectionRecord, 1);

  self->account = create_account ();
  self->connect_timeout = DEFAULT_CONNECT_TIMEOUT;
  self->idle_timeout = DEFAULT_IDLE_TIMEOUT;

  return self;
}

/**
 * confab_connection_record_copy:
 * @self: a record
 *
 * Returns: (transfer full): a copy
 */
ConfabConnectionRecord *
confab_connection_record_copy (const ConfabConnectionRecord *self)
{
  ConfabConnectionRecord *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->account = g_strdup (self->account);
  copy->name = g_strdup (self->name);
  copy->base_url = g_strdup (self->base_url);
  copy->workspace = g_strdup (self->workspace);

  return copy;
}

/**
 * confab_connection_record_free:
 * @self: (nullable) (transfer full): a record
 */
void
confab_connection_record_free (ConfabConnectionRecord *self)
{
  if (self == NULL)
    return;

  g_free (self->account);
  g_free (self->name);
  g_free (self->base_url);
  g_free (self->workspace);
  g_free (self);
}

/**
 * confab_app_record_new:
 *
 * Returns: (transfer full): an empty record, not stored yet
 */
ConfabAppRecord *
confab_app_record_new (void)
{
  return g_new0 (ConfabAppRecord, 1);
}

/**
 * confab_app_record_copy:
 * @self: a record
 *
 * Returns: (transfer full): a copy
 */
ConfabAppRecord *
confab_app_record_copy (const ConfabAppRecord *self)
{
  ConfabAppRecord *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->app_id = g_strdup (self->app_id);
  copy->name = g_strdup (self->name);
  copy->color = g_strdup (self->color);
  copy->options = g_strdup (self->options);

  return copy;
}

/**
 * confab_app_record_free:
 * @self: (nullable) (transfer full): a record
 */
void
confab_app_record_free (ConfabAppRecord *self)
{
  if (self == NULL)
    return;

  g_free (self->app_id);
  g_free (self->name);
  g_free (self->color);
  g_free (self->options);
  g_free (self);
}

/**
 * confab_session_record_new:
 *
 * Returns: (transfer full): an empty record, not stored yet
 */
ConfabSessionRecord *
confab_session_record_new (void)
{
  ConfabSessionRecord *self = g_new0 (ConfabSessionRecord, 1);

  self->last_status = CONFAB_STATUS_COMPLETE;

  return self;
}

/**
 * confab_session_record_copy:
 * @self: a record
 *
 * Returns: (transfer full): a copy
 */
ConfabSessionRecord *
confab_session_record_copy (const ConfabSessionRecord *self)
{
  ConfabSessionRecord *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->title = g_strdup (self->title);
  copy->remote_id = g_strdup (self->remote_id);
  copy->options = g_strdup (self->options);
  copy->draft = g_strdup (self->draft);
  copy->preview = g_strdup (self->preview);

  return copy;
}

/**
 * confab_session_record_free:
 * @self: (nullable) (transfer full): a record
 */
void
confab_session_record_free (ConfabSessionRecord *self)
{
  if (self == NULL)
    return;

  g_free (self->title);
  g_free (self->remote_id);
  g_free (self->options);
  g_free (self->draft);
  g_free (self->preview);
  g_free (self);
}

/**
 * confab_preset_record_new:
 *
 * Returns: (transfer full): an empty record, not stored yet
 */
ConfabPresetRecord *
confab_preset_record_new (void)
{
  return g_new0 (ConfabPresetRecord, 1);
}

/**
 * confab_preset_record_copy:
 * @self: a record
 *
 * Returns: (transfer full): a copy
 */
ConfabPresetRecord *
confab_preset_record_copy (const ConfabPresetRecord *self)
{
  ConfabPresetRecord *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->name = g_strdup (self->name);
  copy->options = g_strdup (self->options);

  return copy;
}

/**
 * confab_preset_record_free:
 * @self: (nullable) (transfer full): a record
 */
void
confab_preset_record_free (ConfabPresetRecord *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_free (self->options);
  g_free (self);
}

/**
 * confab_message_record_new:
 *
 * Returns: (transfer full): an empty record, not stored yet, its times unknown
 */
ConfabMessageRecord *
confab_message_record_new (void)
{
  ConfabMessageRecord *self = g_new0 (ConfabMessageRecord, 1);

  self->status = CONFAB_STATUS_COMPLETE;
  self->first_text_us = -1;
  self->duration_us = -1;

  return self;
}

/**
 * confab_message_record_copy:
 * @self: a record
 *
 * Returns: (transfer full): a copy
 */
ConfabMessageRecord *
confab_message_record_copy (const ConfabMessageRecord *self)
{
  ConfabMessageRecord *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->text = g_strdup (self->text);
  copy->thoughts = g_strdup (self->thoughts);
  copy->references = g_strdup (self->references);
  copy->nodes = g_strdup (self->nodes);
  copy->rest = g_strdup (self->rest);
  copy->usage = confab_usage_copy (self->usage);
  copy->request_id = g_strdup (self->request_id);
  copy->finish_reason = g_strdup (self->finish_reason);
  copy->request = g_strdup (self->request);
  copy->failure = confab_failure_copy (self->failure);

  return copy;
}

/**
 * confab_message_record_free:
 * @self: (nullable) (transfer full): a record
 */
void
confab_message_record_free (ConfabMessageRecord *self)
{
  if (self == NULL)
    return;

  g_free (self->text);
  g_free (self->thoughts);
  g_free (self->references);
  g_free (self->nodes);
  g_free (self->rest);
  g_clear_pointer (&self->usage, g_ptr_array_unref);
  g_free (self->request_id);
  g_free (self->finish_reason);
  g_free (self->request);
  confab_failure_free (self->failure);
  g_free (self);
}

/**
 * confab_kind_to_word:
 * @kind: a kind of application
 *
 * Returns: (transfer none): its word in the database
 */
const char *
confab_kind_to_word (ConfabAppKind kind)
{
  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (kind_words), "agent");

  return kind_words[kind];
}

/**
 * confab_kind_from_word:
 * @word: (nullable): a word of confab_kind_to_word()
 * @kind: (out): the kind
 *
 * Returns: whether @word is one; else @kind is untouched
 */
gboolean
confab_kind_from_word (const char    *word,
                       ConfabAppKind *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kind_words); i++)
    if (g_strcmp0 (word, kind_words[i]) == 0)
      {
        *kind = (ConfabAppKind) i;
        return TRUE;
      }

  return FALSE;
}

/**
 * confab_preset_kind_to_word:
 * @kind: a kind of preset
 *
 * Returns: (transfer none): its word in the database
 */
const char *
confab_preset_kind_to_word (ConfabPresetKind kind)
{
  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (preset_words), "knowledge");

  return preset_words[kind];
}

/**
 * confab_preset_kind_from_word:
 * @word: (nullable): a word of confab_preset_kind_to_word()
 * @kind: (out): the kind
 *
 * Returns: whether @word is one; else @kind is untouched
 */
gboolean
confab_preset_kind_from_word (const char       *word,
                              ConfabPresetKind *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (preset_words); i++)
    if (g_strcmp0 (word, preset_words[i]) == 0)
      {
        *kind = (ConfabPresetKind) i;
        return TRUE;
      }

  return FALSE;
}

/**
 * confab_kind_keeps_session:
 * @kind: a kind of application
 *
 * Only agents and dialog workflows hold multi-round conversations (protocol section 2.1).
 *
 * Returns: whether a `session_id` is sent to it
 */
gboolean
confab_kind_keeps_session (ConfabAppKind kind)
{
  return kind == CONFAB_KIND_AGENT || kind == CONFAB_KIND_AGENT_2 ||
         kind == CONFAB_KIND_DIALOG_WORKFLOW;
}
