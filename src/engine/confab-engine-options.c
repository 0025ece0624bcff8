/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-engine"

#include "config.h"

#include "confab-engine-catalogue.h"
#include "confab-engine-private.h"
#include "confab-options-local.h"

/* What is stored as options, or nothing when it makes no sense any more. (transfer full) */
static ConfabOptions *
read_options (const char *text)
{
  g_autoptr (GError) error = NULL;
  ConfabOptions *options = confab_options_new_from_json (text, &error);

  if (options != NULL)
    return options;

  g_info ("Stored options are not used: %s", error->message);
  return confab_options_new_empty ();
}

static void
add_layer (GArray        *layers,
           ConfabLayer    layer,
           const char    *name,
           ConfabOptions *options)
{
  ConfabOptionsLayer added = { layer, name, options };

  g_array_append_val (layers, added);
}

/**
 * confab_engine_dup_app_options:
 * @self: the engine
 * @app: an application
 *
 * Returns: (transfer full): what the application itself says
 */
ConfabOptions *
confab_engine_dup_app_options (ConfabEngine    *self,
                               ConfabStudioApp *app)
{
  g_return_val_if_fail (CONFAB_IS_ENGINE (self), NULL);
  g_return_val_if_fail (CONFAB_IS_STUDIO_APP (app), NULL);

  return read_options (confab_studio_app_get_record (app)->options);
}

/**
 * confab_engine_dup_session_options:
 * @self: the engine
 * @session: a session
 *
 * Returns: (transfer full): what the session itself says
 */
ConfabOptions *
confab_engine_dup_session_options (ConfabEngine  *self,
                                   ConfabSession *session)
{
  g_return_val_if_fail (CONFAB_IS_ENGINE (self), NULL);
  g_return_val_if_fail (CONFAB_IS_SESSION (session), NULL);

  return read_options (confab_session_get_record (session)->options);
}

/* One of the presets of an application. (transfer none) (nullable) */
static ConfabPreset *
find_preset (ConfabEngine    *self,
             ConfabStudioApp *app,
             gint64           id)
{
  GListModel *model = G_LIST_MODEL (self->presets);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (ConfabPreset) preset = g_list_model_get_item (model, i); /* the list holds it */
      const ConfabPresetRecord *record = confab_preset_get_record (preset);

      if (record->id == id && record->app == confab_studio_app_get_record (app)->id)
        return preset;
    }

  return NULL;
}

/**
 * confab_engine_dup_active_presets:
 * @self: the engine
 * @app: an application
 * @session: (nullable): one of its sessions; %NULL for a new one
 * @message: (nullable): what is set for one message only
 *
 * Which presets are used: those that @message names, else those of the session, else those of the
 * application. A preset that is not there any more, or belongs to another application, is none.
 * They change with the `options` of application and session and with confab_engine_get_presets().
 *
 * Returns: (transfer full) (element-type ConfabPreset): the presets, in order
 */
GPtrArray *
confab_engine_dup_active_presets (ConfabEngine    *self,
                                  ConfabStudioApp *app,
                                  ConfabSession   *session,
                                  ConfabOptions   *message)
{
  GPtrArray *presets = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (ConfabOptions) of_app = NULL;
  g_autoptr (ConfabOptions) of_session = NULL;
  g_autofree gint64 *ids = NULL;
  gsize n = 0;

  g_return_val_if_fail (CONFAB_IS_ENGINE (self), presets);
  g_return_val_if_fail (CONFAB_IS_STUDIO_APP (app), presets);

  if (message != NULL)
    ids = confab_options_dup_presets (message, &n);
  if (ids == NULL && session != NULL)
    {
      of_session = confab_engine_dup_session_options (self, session);
      ids = confab_options_dup_presets (of_session, &n);
    }
  if (ids == NULL)
    {
      of_app = confab_engine_dup_app_options (self, app);
      ids = confab_options_dup_presets (of_app, &n);
    }

  for (gsize i = 0; i < n; i++)
    {
      ConfabPreset *preset = find_preset (self, app, ids[i]);

      if (preset != NULL && !g_ptr_array_find (presets, preset, NULL))
        g_ptr_array_add (presets, g_object_ref (preset));
    }

  return presets;
}

static gboolean
has_kind (GPtrArray        *presets,
          ConfabPresetKind  kind)
{
  for (guint i = 0; presets != NULL && i < presets->len; i++)
    if (((const ConfabPresetRecord *) g_ptr_array_index (presets, i))->kind == kind)
      return TRUE;

  return FALSE;
}

/**
 * confab_engine_merge_options:
 * @self: the engine
 * @session: a session
 * @presets: (nullable) (element-type ConfabPresetRecord): presets of its application, in order, to
 *   be used instead of the active ones of their kinds
 * @message: (nullable): what is set for one message only
 *
 * Returns: (transfer full): what a message is sent with, and for each value where it is from
 */
ConfabOptionsMerge *
confab_engine_merge_options (ConfabEngine  *self,
                             ConfabSession *session,
                             GPtrArray     *presets,
                             ConfabOptions *message)
{
  g_autoptr (GArray) layers = g_array_new (FALSE, FALSE, sizeof (ConfabOptionsLayer));
  g_autoptr (GPtrArray) owned =
    g_ptr_array_new_with_free_func ((GDestroyNotify) confab_options_unref);
  g_autoptr (GPtrArray) active = NULL;
  g_autoptr (GPtrArray) used = g_ptr_array_new ();
  ConfabStudioApp *app;

  g_return_val_if_fail (CONFAB_IS_ENGINE (self), NULL);
  g_return_val_if_fail (CONFAB_IS_SESSION (session), NULL);

  app = confab_session_get_app (session);
  g_ptr_array_add (owned, confab_engine_dup_app_options (self, app));
  add_layer (layers, CONFAB_LAYER_APP, NULL, g_ptr_array_index (owned, 0));

  active = confab_engine_dup_active_presets (self, app, session, message);
  for (guint i = 0; i < active->len; i++)
    {
      const ConfabPresetRecord *preset =
        confab_preset_get_record (g_ptr_array_index (active, i));

      if (!has_kind (presets, preset->kind))
        g_ptr_array_add (used, (gpointer) preset);
    }
  for (guint i = 0; presets != NULL && i < presets->len; i++)
    g_ptr_array_add (used, g_ptr_array_index (presets, i));

  for (guint i = 0; i < used->len; i++)
    {
      const ConfabPresetRecord *preset = g_ptr_array_index (used, i);

      g_ptr_array_add (owned, read_options (preset->options));
      add_layer (layers, CONFAB_LAYER_PRESET, preset->name,
                 g_ptr_array_index (owned, owned->len - 1));
    }

  g_ptr_array_add (owned, confab_engine_dup_session_options (self, session));
  add_layer (layers, CONFAB_LAYER_SESSION, NULL, g_ptr_array_index (owned, owned->len - 1));
  if (message != NULL)
    add_layer (layers, CONFAB_LAYER_MESSAGE, NULL, message);

  return confab_options_merge ((const ConfabOptionsLayer *) (gpointer) layers->data, layers->len);
}

/**
 * confab_engine_dup_options:
 * @self: the engine
 * @session: a session
 *
 * Returns: (transfer full): what a message of this session is sent with when it says nothing else
 */
ConfabOptions *
confab_engine_dup_options (ConfabEngine  *self,
                           ConfabSession *session)
{
  g_autoptr (ConfabOptionsMerge) merge = NULL;

  g_return_val_if_fail (CONFAB_IS_ENGINE (self), NULL);
  g_return_val_if_fail (CONFAB_IS_SESSION (session), NULL);

  merge = confab_engine_merge_options (self, session, NULL, NULL);

  return confab_options_ref (confab_options_merge_get_options (merge));
}

/* Changing ---------------------------------------------------------------------------------- */

/* (transfer full) (nullable): as it is stored */
static char *
write_options (ConfabOptions *options)
{
  return json_object_get_size (confab_options_get_root (options)) > 0
           ? confab_options_to_json (options)
           : NULL;
}

/**
 * confab_engine_set_session_options:
 * @self: the engine
 * @session: a session
 * @options: what it says differently from its application; empty for nothing
 *
 * Changes the session at once, which says so by its property `options`, and stores that by itself; a
 * session that is not stored yet keeps them until it is.
 */
void
confab_engine_set_session_options (ConfabEngine  *self,
                                   ConfabSession *session,
                                   ConfabOptions *options)
{
  g_autofree char *text = NULL;
  g_autofree char *old = NULL;

  g_return_if_fail (CONFAB_IS_ENGINE (self));
  g_return_if_fail (CONFAB_IS_SESSION (session));
  g_return_if_fail (options != NULL);

  text = write_options (options);
  old = g_strdup (confab_session_get_record (session)->options);
  if (g_strcmp0 (old, text) == 0)
    return;

  confab_session_set_options (session, text);
  confab_engine_save_session (self, session, CONFAB_SESSION_OPTIONS);
  confab_engine_forget_unnamed (
    self, confab_studio_app_get_connection (confab_session_get_app (session)), old);
}

/**
 * confab_engine_set_session_presets:
 * @self: the engine
 * @session: a session
 * @presets: (nullable) (element-type ConfabPreset): the presets that it uses from now on, in order;
 *   %NULL for those of its application
 */
void
confab_engine_set_session_presets (ConfabEngine  *self,
                                   ConfabSession *session,
                                   GPtrArray     *presets)
{
  g_autoptr (ConfabOptions) before = NULL;
  g_autoptr (ConfabOptions) after = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_return_if_fail (CONFAB_IS_ENGINE (self));
  g_return_if_fail (CONFAB_IS_SESSION (session));

  before = confab_engine_dup_session_options (self, session);
  for (guint i = 0; presets != NULL && i < presets->len; i++)
    g_array_append_val (ids, confab_preset_get_record (g_ptr_array_index (presets, i))->id);
  after = presets != NULL
            ? confab_options_with_presets (before, (const gint64 *) (gpointer) ids->data, ids->len)
            : confab_options_without_presets (before);
  confab_engine_set_session_options (self, session, after);
}

/**
 * confab_engine_set_app_options_async:
 * @self: the engine
 * @app: an application
 * @options: what it says from now on
 * @cancellable: (nullable): not used once it is being written
 * @callback: called when it is stored; the application then says so by its property `options`
 * @user_data: for @callback
 *
 * To be finished with confab_engine_change_app_finish().
 */
void
confab_engine_set_app_options_async (ConfabEngine        *self,
                                     ConfabStudioApp     *app,
                                     ConfabOptions       *options,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  g_autoptr (ConfabAppRecord) record = NULL;

  g_return_if_fail (CONFAB_IS_ENGINE (self));
  g_return_if_fail (CONFAB_IS_STUDIO_APP (app));
  g_return_if_fail (options != NULL);

  record = confab_app_record_copy (confab_studio_app_get_record (app));
  g_free (record->options);
  record->options = write_options (options);
  confab_engine_change_app_async (self, app, record, cancellable, callback, user_data);
}
