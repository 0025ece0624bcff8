/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-engine"

#include "config.h"

#include "confab-engine.h"

#include <glib/gi18n.h>

#include "confab-engine-private.h"
#include "confab-error.h"

G_DEFINE_FINAL_TYPE (ConfabEngine, confab_engine, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_READY,
  PROP_STORE_NOTE,
  PROP_KEYRING_NOTE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

enum
{
  ANSWER_ENDED,
  QUIET,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
set_note (ConfabEngine  *self,
          char         **field,
          const char    *note,
          guint          property)
{
  char *copy;

  if (g_strcmp0 (*field, note) == 0)
    return;

  copy = g_strdup (note);
  g_free (*field);
  *field = copy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/* What the person should know of the database, NULL when all is well. (transfer full) */
static char *
describe_store (ConfabEngine *self)
{
  ConfabStore *store = confab_context_get_store (self->context);
  g_autofree char *cause = confab_store_dup_note (store);
  const char *outcome = NULL;
  gboolean can_read = TRUE;

  switch (confab_store_get_state (store))
    {
    case CONFAB_STORE_OPEN:
      g_free (cause);
      cause = g_strdup (self->save_error);
      if (self->save_error == NULL && self->load_error == NULL)
        return confab_store_dup_rescue_note (store);
      if (self->save_error != NULL)
        outcome = _("Open answers are kept in memory until there is room again, or the disk works "
                    "again.");
      break;
    case CONFAB_STORE_READ_ONLY:
    case CONFAB_STORE_NEWER:
      outcome = _("They can be read, but nothing can be sent, since it could not be kept.");
      break;
    case CONFAB_STORE_CLOSED:
    case CONFAB_STORE_BROKEN:
      can_read = FALSE;
      outcome = _("Nothing was changed, and nothing can be sent, since it could not be kept.");
      break;
    }

  if (self->load_error != NULL && self->save_error == NULL && can_read)
    {
      g_free (cause);
      cause = g_strdup (self->load_error);
      outcome = _("What is shown is not all that there is.");
    }

  if (outcome == NULL)
    return NULL;

  return cause != NULL
           ? g_strdup_printf ("%s %s (%s)", cause, outcome,
                              confab_context_get_data_directory (self->context))
           : g_strdup_printf ("%s (%s)", outcome,
                              confab_context_get_data_directory (self->context));
}

static void
update_store_note (ConfabEngine *self)
{
  g_autofree char *note = describe_store (self);

  set_note (self, &self->store_note, note, PROP_STORE_NOTE);
}

/**
 * confab_engine_write_done:
 * @self: the engine
 * @error: (nullable): how a write to the database ended
 *
 * Keeps the note about the database true.
 */
void
confab_engine_write_done (ConfabEngine *self,
                          const GError *error)
{
  if (error != NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error != NULL)
    g_info ("Not saved: %s", error->message);

  g_clear_pointer (&self->save_error, g_free);
  if (error != NULL)
    self->save_error = g_strdup (error->message);
  update_store_note (self);
}

/**
 * confab_engine_load_done:
 * @self: the engine
 * @message: (nullable): why something could not be read from the database, %NULL when it could
 *
 * Keeps the note about the database true: what could not be read must not look like nothing.
 */
void
confab_engine_load_done (ConfabEngine *self,
                         const char   *message)
{
  char *copy = g_strdup (message);

  if (message != NULL)
    g_info ("Not loaded: %s", message);

  g_free (self->load_error);
  self->load_error = copy;
  if (self->ready)
    update_store_note (self);
}

/**
 * confab_engine_check_can_write:
 * @self: the engine
 * @error: return location
 *
 * Returns: whether the database takes something new; else a sentence why not
 */
gboolean
confab_engine_check_can_write (ConfabEngine  *self,
                               GError       **error)
{
  g_autofree char *note = NULL;

  if (!self->ready)
    {
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_STORE,
                           _("The conversations are still being opened. Try again in a moment."));
      return FALSE;
    }

  if (confab_store_get_state (confab_context_get_store (self->context)) == CONFAB_STORE_OPEN)
    return TRUE;

  note = describe_store (self);
  g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_STORE, note);

  return FALSE;
}

static void
keyring_tried_cb (ConfabEngine *self,
                  guint         state,
                  const char   *message)
{
  const char *note = message;

  switch ((ConfabKeyringState) state)
    {
    case CONFAB_KEYRING_UNTRIED:
    case CONFAB_KEYRING_AVAILABLE:
    case CONFAB_KEYRING_WAITING:
      break;
    case CONFAB_KEYRING_LOCKED:
      note = _("The keyring is locked. API keys are kept for this run only.");
      break;
    case CONFAB_KEYRING_ABSENT:
      note = _("There is no keyring. API keys are kept for this run only.");
      break;
    }

  set_note (self, &self->keyring_note, note, PROP_KEYRING_NOTE);
}

static void
forget_conversations (ConfabEngine *self)
{
  GHashTableIter iter;
  gpointer conversation;

  g_hash_table_iter_init (&iter, self->conversations);
  while (g_hash_table_iter_next (&iter, NULL, &conversation))
    g_object_weak_unref (conversation, confab_engine_conversation_gone, self);
  g_hash_table_unref (self->conversations);
}

/* A widget may hold some for a moment longer. */
static void
forget_extras (ConfabEngine *self)
{
  GHashTableIter iter;
  gpointer extras;

  g_hash_table_iter_init (&iter, self->extras);
  while (g_hash_table_iter_next (&iter, NULL, &extras))
    confab_engine_leave_extras (extras);
  g_clear_pointer (&self->extras, g_hash_table_unref);
}

static void
confab_engine_dispose (GObject *object)
{
  ConfabEngine *self = CONFAB_ENGINE (object);

  g_cancellable_cancel (self->cancellable);
  if (self->started && self->context != NULL)
    confab_store_unwatch (confab_context_get_store (self->context));
  g_clear_handle_id (&self->draft_source, g_source_remove);

  /* Without confab_engine_close_async() what is open stays so on disk, and is found at the next
   * start as after a crash. */
  if (self->turns != NULL)
    for (guint i = 0; i < self->turns->len; i++)
      g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->turns, i), self);
  g_clear_pointer (&self->turns, g_ptr_array_unref);

  g_clear_weak_pointer (&self->current);
  g_clear_pointer (&self->drafts, g_hash_table_unref);
  if (self->extras != NULL)
    forget_extras (self);
  g_clear_pointer (&self->unsaved_extras, g_hash_table_unref);
  g_clear_pointer (&self->storing, g_hash_table_unref);
  g_clear_pointer (&self->choices, g_hash_table_unref);
  g_clear_pointer (&self->trash, g_hash_table_unref);
  if (self->conversations != NULL)
    forget_conversations (self);
  self->conversations = NULL;
  g_clear_pointer (&self->kept, g_hash_table_unref);
  g_clear_object (&self->sessions);
  g_clear_object (&self->apps);
  g_clear_object (&self->presets);
  g_clear_object (&self->connections);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (confab_engine_parent_class)->dispose (object);
}

static void
confab_engine_finalize (GObject *object)
{
  ConfabEngine *self = CONFAB_ENGINE (object);

  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->sendings);
  g_free (self->save_error);
  g_free (self->load_error);
  g_free (self->store_note);
  g_free (self->keyring_note);

  G_OBJECT_CLASS (confab_engine_parent_class)->finalize (object);
}

static void
confab_engine_get_property (GObject    *object,
                            guint       property_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  ConfabEngine *self = CONFAB_ENGINE (object);

  switch (property_id)
    {
    case PROP_READY:
      g_value_set_boolean (value, self->ready);
      break;
    case PROP_STORE_NOTE:
      g_value_set_string (value, self->store_note);
      break;
    case PROP_KEYRING_NOTE:
      g_value_set_string (value, self->keyring_note);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
confab_engine_class_init (ConfabEngineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = confab_engine_dispose;
  object_class->finalize = confab_engine_finalize;
  object_class->get_property = confab_engine_get_property;

  properties[PROP_READY] = g_param_spec_boolean ("ready", NULL, NULL, FALSE, flags);
  properties[PROP_STORE_NOTE] = g_param_spec_string ("store-note", NULL, NULL, NULL, flags);
  properties[PROP_KEYRING_NOTE] = g_param_spec_string ("keyring-note", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[ANSWER_ENDED] = g_signal_new ("answer-ended", G_TYPE_FROM_CLASS (klass),
                                        G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                        CONFAB_TYPE_SESSION, CONFAB_TYPE_MESSAGE);
  signals[QUIET] = g_signal_new ("quiet", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
confab_engine_init (ConfabEngine *self)
{
  self->cancellable = g_cancellable_new ();
  self->connections = g_list_store_new (CONFAB_TYPE_CONNECTION);
  self->presets = g_list_store_new (CONFAB_TYPE_PRESET);
  self->trash = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->kept = g_hash_table_new_full (NULL, NULL, g_object_unref, g_object_unref);
  self->apps = g_list_store_new (CONFAB_TYPE_STUDIO_APP);
  self->sessions = confab_session_list_new ();
  self->turns = g_ptr_array_new_with_free_func (g_object_unref);
  self->sendings = g_ptr_array_new ();
  self->conversations = g_hash_table_new (NULL, NULL);
  self->drafts = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->extras = g_hash_table_new_full (NULL, NULL, g_object_unref, g_object_unref);
  self->unsaved_extras = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->storing = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->choices = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
}

/**
 * confab_engine_new:
 * @context: the services
 *
 * Returns: (transfer full): an engine that has not been started
 */
ConfabEngine *
confab_engine_new (ConfabContext *context)
{
  ConfabEngine *self;

  g_return_val_if_fail (CONFAB_IS_CONTEXT (context), NULL);

  self = g_object_new (CONFAB_TYPE_ENGINE, NULL);
  self->context = g_object_ref (context);
  g_signal_connect_object (context, "keyring-tried", G_CALLBACK (keyring_tried_cb), self,
                           G_CONNECT_SWAPPED);

  return self;
}

/**
 * confab_engine_get_context:
 * @self: the engine
 *
 * Returns: (transfer none): the services it uses
 */
ConfabContext *
confab_engine_get_context (ConfabEngine *self)
{
  g_return_val_if_fail (CONFAB_IS_ENGINE (self), NULL);

  return self->context;
}

/* Notes ------------------------------------------------------------------------------------- */

/**
 * confab_engine_become_ready:
 * @self: the engine, when the database has answered
 */
void
confab_engine_become_ready (ConfabEngine *self)
{
  update_store_note (self);
  self->ready = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READY]);
}

/**
 * confab_engine_get_ready:
 * @self: the engine
 *
 * Returns: whether the database has answered
 */
gboolean
confab_engine_get_ready (ConfabEngine *self)
{
  g_return_val_if_fail (CONFAB_IS_ENGINE (self), FALSE);

  return self->ready;
}

/**
 * confab_engine_get_store_note:
 * @self: the engine
 *
 * Returns: (transfer none) (nullable): what the person should know of the database, translated
 */
const char *
confab_engine_get_store_note (ConfabEngine *self)
{
  g_return_val_if_fail (CONFAB_IS_ENGINE (self), NULL);

  return self->store_note;
}

/**
 * confab_engine_get_keyring_note:
 * @self: the engine
 *
 * Returns: (transfer none) (nullable): what the person should know of the keyring, translated
 */
const char *
confab_engine_get_keyring_note (ConfabEngine *self)
{
  g_return_val_if_fail (CONFAB_IS_ENGINE (self), NULL);

  return self->keyring_note;
}

/* Close ------------------------------------------------------------------------------------- */

static void
store_closed_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  ConfabEngine *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (confab_store_close_finish (CONFAB_STORE (source), result, &error) && self->save_error == NULL)
    g_task_return_boolean (task, TRUE);
  else if (error == NULL)
    g_task_return_new_error (task, CONFAB_ERROR, CONFAB_ERROR_STORE,
                             /* Translators: %s is a sentence on why. */
                             _("The last changes could not be saved: %s"), self->save_error);
  else
    g_task_return_error (task, error);
}

/**
 * confab_engine_close_when_saved:
 * @self: the engine
 *
 * Goes on with closing, when that was asked for, all turns are on disk and no look is under way.
 */
void
confab_engine_close_when_saved (ConfabEngine *self)
{
  ConfabStore *store = confab_context_get_store (self->context);
  g_autoptr (GTask) task = NULL;

  if (self->closing == NULL || self->turns->len > 0 || self->sendings->len > 0 ||
      g_hash_table_size (self->storing) > 0 || self->looking)
    return;

  /* Also when it is just being opened: this waits for it, or who drops the store would have to. */
  task = g_steal_pointer (&self->closing);
  confab_store_close_async (store, store_closed_cb, g_object_ref (task));
}

/**
 * confab_engine_turn_saved:
 * @self: the engine
 * @turn: a turn of which nothing more comes
 */
void
confab_engine_turn_saved (ConfabEngine *self,
                          ConfabTurn   *turn)
{
  g_ptr_array_remove (self->turns, turn);
  if (!confab_engine_is_answering (self))
    g_signal_emit (self, signals[QUIET], 0);
  confab_engine_close_when_saved (self);
}

/**
 * confab_engine_is_answering:
 * @self: the engine
 *
 * Returns: whether a prompt is being written, an answer is open, or its end is not on disk yet
 */
gboolean
confab_engine_is_answering (ConfabEngine *self)
{
  g_return_val_if_fail (CONFAB_IS_ENGINE (self), FALSE);

  return self->turns->len > 0 || self->sendings->len > 0;
}

/**
 * confab_engine_tell_ended:
 * @self: the engine
 * @session: where it stands
 * @answer: an answer that has its end state now
 */
void
confab_engine_tell_ended (ConfabEngine  *self,
                          ConfabSession *session,
                          ConfabMessage *answer)
{
  g_signal_emit (self, signals[ANSWER_ENDED], 0, session, answer);
}

/**
 * confab_engine_close_async:
 * @self: an engine
 * @callback: called when all is on disk
 * @user_data: for @callback
 *
 * Stops open answers, which are stored as stopped, writes all, closes the database.
 */
void
confab_engine_close_async (ConfabEngine        *self,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GPtrArray) turns = NULL;

  g_return_if_fail (CONFAB_IS_ENGINE (self));
  g_return_if_fail (!self->is_closing);

  confab_engine_set_current_session (self, NULL);
  self->is_closing = TRUE;
  self->closing = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (self->closing, confab_engine_close_async);

  confab_store_unwatch (confab_context_get_store (self->context));
  confab_engine_flush_drafts (self);

  /* Turns leave the array as they are saved. */
  turns = g_ptr_array_copy (self->turns, (GCopyFunc) (void (*) (void)) g_object_ref, NULL);
  g_ptr_array_set_free_func (turns, g_object_unref);
  for (guint i = 0; i < turns->len; i++)
    confab_turn_close (g_ptr_array_index (turns, i));

  confab_engine_close_when_saved (self);
}

/**
 * confab_engine_close_finish:
 * @self: the engine
 * @result: the result
 * @error: return location
 *
 * Returns: whether all is on disk, and the database was closed in order; else a sentence for the
 *   person
 */
gboolean
confab_engine_close_finish (ConfabEngine  *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Models ------------------------------------------------------------------------------------ */

/**
 * confab_engine_get_apps:
 * @self: the engine
 *
 * Returns: (transfer none): the applications, as the person ordered them
 */
GListModel *
confab_engine_get_apps (ConfabEngine *self)
{
  g_return_val_if_fail (CONFAB_IS_ENGINE (self), NULL);

  return G_LIST_MODEL (self->apps);
}

/**
 * confab_engine_get_sessions:
 * @self: the engine
 *
 * Returns: (transfer none): the stored sessions, newest first
 */
GListModel *
confab_engine_get_sessions (ConfabEngine *self)
{
  g_return_val_if_fail (CONFAB_IS_ENGINE (self), NULL);

  return G_LIST_MODEL (self->sessions);
}
