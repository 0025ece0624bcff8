/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-engine"

#include "config.h"

#include "confab-engine-extras.h"

#include <string.h>

#include "confab-engine-private.h"
#include "confab-json.h"
#include "confab-options-fields.h"

/* Kept with the draft ----------------------------------------------------------------------- */

static void
extras_saved_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (ConfabEngine) self = user_data;
  g_autoptr (GError) error = NULL;

  confab_store_save_extras_finish (CONFAB_STORE (source), result, &error);
  confab_engine_write_done (self, error);
}

/**
 * confab_engine_flush_extras:
 * @self: the engine
 *
 * Writes what is not on disk yet of what next messages carry, where it is known where to.
 */
void
confab_engine_flush_extras (ConfabEngine *self)
{
  GHashTableIter iter;
  gpointer session;

  g_hash_table_iter_init (&iter, self->unsaved_extras);
  while (g_hash_table_iter_next (&iter, &session, NULL))
    {
      ConfabExtras *extras = g_hash_table_lookup (self->extras, session);
      g_autofree char *content = NULL;

      if (confab_session_get_id (session) == 0)
        continue;

      if (extras != NULL && confab_engine_check_can_write (self, NULL))
        {
          content = confab_extras_to_json (extras);
          confab_store_save_extras_async (confab_context_get_store (self->context),
                                          confab_session_get_id (session), content, NULL,
                                          extras_saved_cb, g_object_ref (self));
        }
      g_hash_table_iter_remove (&iter);
    }
}

/* One object of each session, from its first use on. */
typedef struct {
  ConfabEngine *engine; /* unowned: it owns the extras */
  ConfabSession *session;
} Owner;

static void
free_owner (gpointer  data,
            GClosure *closure)
{
  Owner *owner = data;

  g_object_unref (owner->session);
  g_free (owner);
}

static void
extras_changed_cb (ConfabExtras *extras,
                   Owner        *owner)
{
  ConfabEngine *self = owner->engine;

  confab_session_set_has_extras (owner->session, !confab_extras_is_empty (extras));
  if (confab_session_get_temporary (owner->session))
    return;

  g_hash_table_add (self->unsaved_extras, g_object_ref (owner->session));
  confab_engine_schedule_draft (self, owner->session);
}

/**
 * confab_engine_leave_extras:
 * @extras: extras of a session
 *
 * What becomes of them is nothing to the engine any more, which goes.
 */
void
confab_engine_leave_extras (ConfabExtras *extras)
{
  g_signal_handlers_disconnect_matched (extras, G_SIGNAL_MATCH_FUNC, 0, 0, NULL, extras_changed_cb,
                                        NULL);
}

typedef struct {
  ConfabEngine *engine;
  ConfabSession *session;
  ConfabExtras *extras;
} Loading;

static void
extras_loaded_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  Loading *loading = user_data;
  g_autoptr (ConfabEngine) self = loading->engine;
  g_autoptr (ConfabSession) session = loading->session;
  g_autoptr (ConfabExtras) extras = loading->extras;
  g_autoptr (GError) error = NULL;
  g_autofree char *content = NULL;

  g_free (loading);
  content = confab_store_load_extras_finish (CONFAB_STORE (source), result, &error);
  if (error != NULL)
    g_info ("What the next message carries could not be read: %s", error->message);

  /* The person was faster. */
  if (content != NULL && confab_extras_is_empty (extras))
    {
      g_signal_handlers_block_matched (extras, G_SIGNAL_MATCH_FUNC, 0, 0, NULL, extras_changed_cb,
                                       NULL);
      confab_extras_read_json (extras, content);
      g_signal_handlers_unblock_matched (extras, G_SIGNAL_MATCH_FUNC, 0, 0, NULL,
                                         extras_changed_cb, NULL);
    }
  confab_session_set_has_extras (session, !confab_extras_is_empty (extras));
}

static void
load_extras (ConfabEngine  *self,
             ConfabSession *session,
             ConfabExtras  *extras)
{
  Loading *loading = g_new0 (Loading, 1);

  loading->engine = g_object_ref (self);
  loading->session = g_object_ref (session);
  loading->extras = g_object_ref (extras);
  /* Until it is known: what may not be blank is not taken for blank. */
  confab_session_set_has_extras (session, TRUE);
  confab_store_load_extras_async (confab_context_get_store (self->context),
                                  confab_session_get_id (session), self->cancellable,
                                  extras_loaded_cb, loading);
}

/**
 * confab_engine_get_extras:
 * @self: the engine
 * @session: a session
 *
 * Returns: (transfer none): what its next message carries; what was stored of it comes a moment later,
 *   with `changed`
 */
ConfabExtras *
confab_engine_get_extras (ConfabEngine  *self,
                          ConfabSession *session)
{
  ConfabExtras *extras;
  Owner *owner;

  g_return_val_if_fail (CONFAB_IS_ENGINE (self), NULL);
  g_return_val_if_fail (CONFAB_IS_SESSION (session), NULL);

  extras = g_hash_table_lookup (self->extras, session);
  if (extras != NULL)
    return extras;

  extras = confab_extras_new ();
  g_hash_table_insert (self->extras, g_object_ref (session), extras);
  owner = g_new0 (Owner, 1);
  owner->engine = self;
  owner->session = g_object_ref (session);
  g_signal_connect_data (extras, "changed", G_CALLBACK (extras_changed_cb), owner, free_owner, 0);
  if (confab_session_get_id (session) != 0)
    load_extras (self, session, extras);

  return extras;
}

/* Layers ------------------------------------------------------------------------------------ */

/**
 * confab_engine_merge_extras:
 * @self: the engine
 * @session: a session
 * @extras: what its next message carries
 * @with_attachments: whether the attachments are in it
 *
 * Returns: (transfer full): what the message is sent with, and for each value where it is from
 */
ConfabOptionsMerge *
confab_engine_merge_extras (ConfabEngine  *self,
                            ConfabSession *session,
                            ConfabExtras  *extras,
                            gboolean       with_attachments)
{
  g_autoptr (ConfabOptions) layer = NULL;
  ConfabOptions *base;

  g_return_val_if_fail (CONFAB_IS_ENGINE (self), NULL);
  g_return_val_if_fail (CONFAB_IS_SESSION (session), NULL);
  g_return_val_if_fail (CONFAB_IS_EXTRAS (extras), NULL);

  layer = with_attachments ? confab_extras_dup_layer (extras)
                           : confab_options_ref (confab_extras_get_options (extras));
  base = confab_extras_get_base (extras);
  if (base != NULL)
    {
      const ConfabOptionsLayer layers[] = {
        { CONFAB_LAYER_MESSAGE, NULL, base },
        { CONFAB_LAYER_MESSAGE, NULL, layer },
      };

      return confab_options_merge (layers, G_N_ELEMENTS (layers));
    }

  return confab_engine_merge_options (self, session, NULL, layer);
}

/* Prompts that were sent -------------------------------------------------------------------- */

static ConfabField
get_field (ConfabAttachmentKind kind)
{
  switch (kind)
    {
    case CONFAB_ATTACHMENT_FILE:
      return CONFAB_FIELD_FILE_LIST;
    case CONFAB_ATTACHMENT_MEMORY:
      return CONFAB_FIELD_MEMORY_ID;
    case CONFAB_ATTACHMENT_IMAGE:
    default:
      return CONFAB_FIELD_IMAGE_LIST;
    }
}

/* What was attached has its name with the prompt, and what is in it with the request. */
static void
add_attachment (ConfabExtras         *extras,
                ConfabAttachment     *attachment,
                ConfabOptions       **base,
                GHashTable           *n_used)
{
  ConfabField field = get_field (confab_attachment_get_kind (attachment));
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (n_used, GINT_TO_POINTER (field)));
  g_autoptr (JsonNode) node = confab_attachment_to_json (attachment, FALSE);
  g_autoptr (ConfabAttachment) whole = NULL;
  g_auto (GStrv) addresses = NULL;
  const char *address;

  if (field != CONFAB_FIELD_MEMORY_ID)
    addresses = confab_options_dup_strings (*base, field);
  address = field == CONFAB_FIELD_MEMORY_ID ? confab_options_get_string (*base, field)
            : addresses != NULL && n < g_strv_length (addresses) ? addresses[n]
                                                                 : NULL;
  if (address == NULL)
    return;

  g_hash_table_insert (n_used, GINT_TO_POINTER (field), GUINT_TO_POINTER (n + 1));
  json_object_set_string_member (json_node_get_object (node), "address", address);
  whole = confab_attachment_new_from_json (node);
  if (whole != NULL)
    confab_extras_add (extras, whole, NULL);
}

/**
 * confab_engine_dup_prompt_extras:
 * @self: the engine
 * @conversation: a conversation
 * @prompt: one of its prompts
 * @error: return location
 *
 * Returns: (transfer full) (nullable): what it was sent with; %NULL when that is not to be had back
 */
ConfabExtras *
confab_engine_dup_prompt_extras (ConfabEngine        *self,
                                 ConfabConversation  *conversation,
                                 ConfabMessage       *prompt,
                                 GError             **error)
{
  g_autoptr (ConfabExtras) extras = confab_extras_new ();
  g_autoptr (ConfabMessage) answer = NULL;
  g_autoptr (ConfabOptions) base = NULL;
  g_autoptr (GPtrArray) attachments = NULL;
  g_autoptr (GHashTable) n_used = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer field;

  g_return_val_if_fail (CONFAB_IS_ENGINE (self), NULL);
  g_return_val_if_fail (CONFAB_IS_CONVERSATION (conversation), NULL);
  g_return_val_if_fail (CONFAB_IS_MESSAGE (prompt), NULL);

  answer = confab_engine_find_answer (conversation, prompt);
  if (answer != NULL && !confab_engine_find_own_options (prompt, answer, &base, error))
    return NULL;
  if (base == NULL)
    return g_steal_pointer (&extras);

  attachments = confab_attachments_from_rest (confab_message_get_record (prompt)->rest);
  for (guint i = 0; i < attachments->len; i++)
    add_attachment (extras, g_ptr_array_index (attachments, i), &base, n_used);

  g_hash_table_iter_init (&iter, n_used);
  while (g_hash_table_iter_next (&iter, &field, NULL))
    {
      ConfabOptions *without = confab_options_without (base, (ConfabField) GPOINTER_TO_INT (field));

      confab_options_unref (base);
      base = without;
    }
  confab_extras_set_base (extras, base);

  return g_steal_pointer (&extras);
}

/* The request ------------------------------------------------------------------------------- */

typedef struct {
  ConfabCall *call;          /* apart from all others */
  ConfabOptionsMerge *merge; /* of this thread alone */
} Planning;

static void
free_planning (gpointer data)
{
  Planning *planning = data;

  confab_call_free (planning->call);
  confab_options_merge_free (planning->merge);
  g_free (planning);
}

static void
plan_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  GError *error = NULL;
  ConfabPlannedRequest *plan = confab_planned_request_new (((Planning *) data)->call, &error);

  if (plan != NULL)
    g_task_return_pointer (task, plan, (GDestroyNotify) confab_planned_request_free);
  else
    g_task_return_error (task, error);
}

/**
 * confab_engine_plan_request_async:
 * @self: the engine
 * @conversation: a conversation
 * @edited: (nullable): the prompt of which it would be another version
 * @prompt: what would be sent
 * @extras: what it would carry
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Makes a request to be looked at: an image in it makes that long, so it is done in a thread.
 */
void
confab_engine_plan_request_async (ConfabEngine        *self,
                                  ConfabConversation  *conversation,
                                  ConfabMessage       *edited,
                                  const char          *prompt,
                                  ConfabExtras        *extras,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr (ConfabCall) call = NULL;
  g_autoptr (ConfabOptionsMerge) merge = NULL;
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;
  Planning *planning;
  ConfabSession *session;

  g_return_if_fail (CONFAB_IS_ENGINE (self));
  g_return_if_fail (CONFAB_IS_CONVERSATION (conversation));
  g_return_if_fail (prompt != NULL);

  /* Without the engine, which the thread could be the last to let go of. */
  task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_source_tag (task, confab_engine_plan_request_async);
  session = confab_conversation_get_session (conversation);
  merge = confab_engine_merge_extras (self, session, extras, TRUE);
  call = confab_engine_create_call (self, session, prompt,
                                    confab_options_merge_get_options (merge), &error);
  if (call == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  confab_engine_aim_call (self, conversation, edited != NULL ? confab_message_get_id (edited) : 0,
                          call);
  planning = g_new0 (Planning, 1);
  planning->call = confab_call_copy_apart (call);
  planning->merge = g_steal_pointer (&merge);
  g_task_set_task_data (task, planning, free_planning);
  g_task_run_in_thread (task, plan_thread);
}

/**
 * confab_engine_plan_request_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the request, also when the service would refuse it; %NULL when
 *   there cannot be one
 */
ConfabPlannedRequest *
confab_engine_plan_request_finish (GAsyncResult  *result,
                                   GError       **error)
{
  ConfabPlannedRequest *plan;
  Planning *planning;
  ConfabOptionsMerge *merge;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  planning = g_task_get_task_data (G_TASK (result));
  /* The thread may be the last to let go of the task: what is shared with others stays here. */
  merge = planning != NULL ? g_steal_pointer (&planning->merge) : NULL;
  plan = g_task_propagate_pointer (G_TASK (result), error);
  if (plan != NULL)
    confab_planned_request_take_merge (plan, merge);
  else
    confab_options_merge_free (merge);

  return plan;
}
