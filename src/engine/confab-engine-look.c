/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-engine"

#include "config.h"

#include "confab-engine-private.h"

/* What other processes have written: `confab ask` beside an open window. */

static gboolean
can_look (ConfabEngine *self)
{
  if (!self->ready || self->is_closing)
    return FALSE;

  switch (confab_store_get_state (confab_context_get_store (self->context)))
    {
    case CONFAB_STORE_OPEN:
    case CONFAB_STORE_READ_ONLY:
    case CONFAB_STORE_NEWER:
      return TRUE;
    case CONFAB_STORE_CLOSED:
    case CONFAB_STORE_BROKEN:
      break;
    }

  return FALSE;
}

/* Applications ------------------------------------------------------------------------------ */

static void
show_connection (ConfabEngine                 *self,
                 const ConfabConnectionRecord *news)
{
  ConfabConnection *connection = confab_engine_find_connection_by_id (self, news->id);
  ConfabConnectionRecord *record = confab_connection_record_copy (news);

  if (connection == NULL)
    {
      connection = confab_connection_new (record);
      g_list_store_append (self->connections, connection);
      g_object_unref (connection);
      return;
    }

  /* The demo's address is of this run. */
  if (record->is_demo)
    {
      g_free (record->base_url);
      record->base_url = g_strdup (confab_connection_get_record (connection)->base_url);
    }
  confab_connection_take_record (connection, record);
}

static void
show_app (ConfabEngine          *self,
          const ConfabAppRecord *news)
{
  ConfabConnection *connection = confab_engine_find_connection_by_id (self, news->connection_id);
  ConfabStudioApp *app = confab_engine_find_app_by_id (self, news->id);
  ConfabAppRecord *record;

  /* One broken row must not hide the others. */
  if (connection == NULL)
    return;

  record = confab_app_record_copy (news);
  if (app != NULL)
    {
      confab_studio_app_take_record (app, record, connection);
      return;
    }

  app = confab_studio_app_new (record, connection);
  g_list_store_append (self->apps, app);
  g_object_unref (app);
}

static int
compare_places (gconstpointer a,
                gconstpointer b,
                gpointer      user_data)
{
  const ConfabAppRecord *record_a = confab_studio_app_get_record ((ConfabStudioApp *) a);
  const ConfabAppRecord *record_b = confab_studio_app_get_record ((ConfabStudioApp *) b);

  if (record_a->position != record_b->position)
    return record_a->position < record_b->position ? -1 : 1;

  return record_a->id < record_b->id ? -1 : record_a->id > record_b->id;
}

/* Telling of a new order makes every row anew. */
static void
order_apps (ConfabEngine *self)
{
  GListModel *model = G_LIST_MODEL (self->apps);

  for (guint i = 1; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (ConfabStudioApp) before = g_list_model_get_item (model, i - 1);
      g_autoptr (ConfabStudioApp) app = g_list_model_get_item (model, i);

      if (compare_places (before, app, NULL) > 0)
        {
          g_list_store_sort (self->apps, compare_places, NULL);
          return;
        }
    }
}

/* The first member of every record is its id. */
static gboolean
has_id (GPtrArray *records,
        gint64     id)
{
  for (guint i = 0; i < records->len; i++)
    if (*(gint64 *) g_ptr_array_index (records, i) == id)
      return TRUE;

  return FALSE;
}

G_STATIC_ASSERT (G_STRUCT_OFFSET (ConfabConnectionRecord, id) == 0);
G_STATIC_ASSERT (G_STRUCT_OFFSET (ConfabAppRecord, id) == 0);
G_STATIC_ASSERT (G_STRUCT_OFFSET (ConfabPresetRecord, id) == 0);

static void
drop_what_is_gone (ConfabEngine          *self,
                   const ConfabCatalogue *catalogue)
{
  GListModel *presets = G_LIST_MODEL (self->presets);
  GListModel *apps = G_LIST_MODEL (self->apps);
  GListModel *connections = G_LIST_MODEL (self->connections);

  for (guint i = g_list_model_get_n_items (presets); i > 0; i--)
    {
      g_autoptr (ConfabPreset) preset = g_list_model_get_item (presets, i - 1);

      if (!has_id (catalogue->presets, confab_preset_get_record (preset)->id))
        g_list_store_remove (self->presets, i - 1);
    }

  for (guint i = g_list_model_get_n_items (apps); i > 0; i--)
    {
      g_autoptr (ConfabStudioApp) app = g_list_model_get_item (apps, i - 1);

      if (!has_id (catalogue->apps, confab_studio_app_get_record (app)->id))
        confab_engine_drop_app (self, app);
    }

  for (guint i = g_list_model_get_n_items (connections); i > 0; i--)
    {
      g_autoptr (ConfabConnection) connection = g_list_model_get_item (connections, i - 1);

      if (!has_id (catalogue->connections, confab_connection_get_record (connection)->id))
        confab_engine_drop_connection (self, connection);
    }
}

/**
 * confab_engine_show_catalogue:
 * @self: the engine
 * @catalogue: what is stored
 *
 * Brings connections, applications and presets up to date.
 */
void
confab_engine_show_catalogue (ConfabEngine          *self,
                              const ConfabCatalogue *catalogue)
{
  drop_what_is_gone (self, catalogue);

  for (guint i = 0; i < catalogue->connections->len; i++)
    show_connection (self, g_ptr_array_index (catalogue->connections, i));
  for (guint i = 0; i < catalogue->apps->len; i++)
    show_app (self, g_ptr_array_index (catalogue->apps, i));
  order_apps (self);
  for (guint i = 0; i < catalogue->presets->len; i++)
    confab_engine_show_preset (
      self, confab_preset_record_copy (g_ptr_array_index (catalogue->presets, i)));
}

/* Sessions ---------------------------------------------------------------------------------- */

/* What this process knows better than the database does. */
static void
keep_own (ConfabEngine        *self,
          ConfabSession       *session,
          ConfabSessionRecord *record)
{
  const ConfabSessionRecord *own = confab_session_get_record (session);

  if (g_hash_table_contains (self->drafts, session))
    {
      g_free (record->draft);
      record->draft = g_strdup (own->draft);
    }

  if (!confab_session_get_answering (session))
    return;

  g_free (record->preview);
  record->preview = g_strdup (own->preview);
  record->updated_at = own->updated_at;
  record->last_status = own->last_status;
  record->unread = own->unread;
}

static void
update_session (ConfabEngine              *self,
                ConfabSession             *session,
                const ConfabSessionRecord *news)
{
  ConfabSessionRecord *record = confab_session_record_copy (news);
  gint64 updated_at = confab_session_get_updated_at (session);
  ConfabStudioApp *app;

  keep_own (self, session, record);
  app = confab_engine_find_app_by_id (self, record->app);
  if (app != NULL)
    confab_session_set_app (session, app);
  confab_session_take_record (session, record);
  if (confab_session_get_updated_at (session) != updated_at)
    confab_session_list_place (self->sessions, session);
  if (session == self->current)
    confab_engine_set_current_session (self, session);
}

static void
add_session (ConfabEngine              *self,
             const ConfabSessionRecord *news)
{
  ConfabStudioApp *app = confab_engine_find_app_by_id (self, news->app);
  g_autoptr (ConfabSession) session = NULL;

  if (app == NULL)
    return;

  session = confab_session_new (confab_session_record_copy (news), app);
  confab_session_list_place (self->sessions, session);
}

static void
merge_sessions (ConfabEngine *self,
                GPtrArray    *records)
{
  GListModel *model = G_LIST_MODEL (self->sessions);
  g_autoptr (GHashTable) news = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GPtrArray) known = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < records->len; i++)
    {
      ConfabSessionRecord *record = g_ptr_array_index (records, i);

      g_hash_table_insert (news, &record->id, record);
    }

  /* The list changes while it is gone through. */
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    g_ptr_array_add (known, g_list_model_get_item (model, i));

  for (guint i = 0; i < known->len; i++)
    {
      ConfabSession *session = g_ptr_array_index (known, i);
      gint64 id = confab_session_get_id (session);
      ConfabSessionRecord *record = g_hash_table_lookup (news, &id);

      if (confab_session_get_temporary (session))
        continue;

      if (record == NULL)
        {
          confab_engine_drop_session (self, session);
          continue;
        }

      g_hash_table_remove (news, &id);
      update_session (self, session, record);
    }

  for (guint i = records->len; i > 0; i--)
    {
      ConfabSessionRecord *record = g_ptr_array_index (records, i - 1);

      if (g_hash_table_contains (news, &record->id))
        add_session (self, record);
    }
}

static void
look_at_conversations (ConfabEngine *self)
{
  g_autoptr (GPtrArray) living = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer conversation;

  g_hash_table_iter_init (&iter, self->conversations);
  while (g_hash_table_iter_next (&iter, NULL, &conversation))
    g_ptr_array_add (living, g_object_ref (conversation));

  for (guint i = 0; i < living->len; i++)
    confab_conversation_look (g_ptr_array_index (living, i));
}

/* Looking ----------------------------------------------------------------------------------- */

static void look (ConfabEngine *self);

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ConfabEngine) self = user_data;
  ConfabStore *store = CONFAB_STORE (source);
  g_autoptr (ConfabNews) news = NULL;
  g_autoptr (GError) error = NULL;

  news = confab_store_look_finish (store, result, &error);
  self->looking = FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || !can_look (self))
    {
      confab_engine_close_when_saved (self);
      return;
    }

  if (error != NULL)
    {
      self->look_whole = TRUE;
      confab_engine_load_done (self, error->message);
    }
  else if (news != NULL && confab_store_get_n_writes (store) != self->look_n_writes)
    {
      /* Something was changed here while it was read: it is older than what is shown. */
      self->look_whole = TRUE;
      self->look_due = TRUE;
    }
  else if (news != NULL)
    {
      self->look_whole = FALSE;
      confab_engine_load_done (self, NULL);
      confab_engine_show_catalogue (self, news->catalogue);
      merge_sessions (self, news->sessions);
      look_at_conversations (self);
    }

  if (self->look_due)
    look (self);
}

static void
look (ConfabEngine *self)
{
  ConfabStore *store = confab_context_get_store (self->context);

  self->look_due = FALSE;
  self->looking = TRUE;
  self->look_n_writes = confab_store_get_n_writes (store);
  confab_store_look_async (store, self->look_whole || self->load_error != NULL,
                           self->cancellable, looked_cb, g_object_ref (self));
}

/**
 * confab_engine_look_again:
 * @self: the engine
 *
 * Looks whether another process has written to the database, and shows what it has: sessions,
 * applications, and messages at the end of open conversations. Happens by itself where files can
 * be watched; does nothing when nobody has written.
 */
void
confab_engine_look_again (ConfabEngine *self)
{
  g_return_if_fail (CONFAB_IS_ENGINE (self));

  if (!can_look (self))
    return;

  if (self->looking)
    self->look_due = TRUE;
  else
    look (self);
}

/**
 * confab_engine_watch:
 * @self: the engine, which has just become ready
 *
 * Looks again whenever the files of the database are touched.
 */
void
confab_engine_watch (ConfabEngine *self)
{
  ConfabStore *store = confab_context_get_store (self->context);

  if (!can_look (self))
    return;

  g_signal_connect_object (store, "touched", G_CALLBACK (confab_engine_look_again), self,
                           G_CONNECT_SWAPPED);
  confab_store_watch (store);
}
