/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-engine"

#include "config.h"

#include "confab-engine-private.h"
#include "confab-export.h"
#include "confab-memory.h"

/* Copies of everything. */

#define KEEP 7

static gboolean
trim_cb (gpointer unused)
{
  confab_memory_trim ();

  return G_SOURCE_REMOVE;
}

static void
backed_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  /* What is there is still there: tomorrow it is tried again. */
  if (!confab_store_back_up_finish (CONFAB_STORE (source), result, &error))
    g_info ("Not backed up: %s", error->message);

  /* All that a start needs has been read by now, and the copy has gone as well. */
  g_idle_add_full (G_PRIORITY_LOW, trim_cb, NULL, NULL);
}

/**
 * confab_engine_back_up:
 * @self: the engine, which is ready
 *
 * Makes today's copy of the database, unless it is there, and lets the oldest ones go: seven stay.
 * It happens step by step, between other work.
 */
void
confab_engine_back_up (ConfabEngine *self)
{
  ConfabStore *store;

  g_return_if_fail (CONFAB_IS_ENGINE (self));

  store = confab_context_get_store (self->context);
  if (self->ready && confab_store_get_state (store) == CONFAB_STORE_OPEN)
    confab_store_back_up_async (store,
                                confab_clock_get_wall (confab_context_get_clock (self->context)),
                                KEEP, self->cancellable, backed_up_cb, NULL);
}

/**
 * confab_engine_list_backups:
 * @self: the engine
 *
 * Returns: (transfer full) (element-type filename): the names of the copies, the newest first, such
 *   as confab-20261125.db
 */
GPtrArray *
confab_engine_list_backups (ConfabEngine *self)
{
  g_return_val_if_fail (CONFAB_IS_ENGINE (self), NULL);

  return confab_store_list_backups (confab_context_get_store (self->context));
}

/**
 * confab_engine_request_restore:
 * @self: the engine
 * @name: the name of a copy
 * @error: return location
 *
 * When Confab starts the next time, the copy is in place; what is there now is kept beside it.
 *
 * Returns: whether it is noted
 */
gboolean
confab_engine_request_restore (ConfabEngine  *self,
                               const char    *name,
                               GError       **error)
{
  g_return_val_if_fail (CONFAB_IS_ENGINE (self), FALSE);

  return confab_store_request_restore (confab_context_get_store (self->context), name, error);
}

/**
 * confab_engine_get_backup_size:
 * @self: the engine
 * @name: the name of a copy
 *
 * Returns: its size in bytes, or -1 where it is gone
 */
gint64
confab_engine_get_backup_size (ConfabEngine *self,
                               const char   *name)
{
  g_return_val_if_fail (CONFAB_IS_ENGINE (self), -1);
  g_return_val_if_fail (name != NULL, -1);

  return confab_store_get_backup_size (confab_context_get_store (self->context), name);
}
