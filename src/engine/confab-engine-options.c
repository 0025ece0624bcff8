/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-engine"

#include "config.h"

#include "confab-engine-private.h"

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
 * confab_engine_merge_options:
 * @self: the engine
 * @session: a session
 * @presets: (nullable) (element-type ConfabPresetRecord): presets of its application, in order
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
  const ConfabAppRecord *app;

  g_return_val_if_fail (CONFAB_IS_ENGINE (self), NULL);
  g_return_val_if_fail (CONFAB_IS_SESSION (session), NULL);

  app = confab_studio_app_get_record (confab_session_get_app (session));
  g_ptr_array_add (owned, read_options (app->options));
  add_layer (layers, CONFAB_LAYER_APP, NULL, g_ptr_array_index (owned, 0));

  for (guint i = 0; presets != NULL && i < presets->len; i++)
    {
      const ConfabPresetRecord *preset = g_ptr_array_index (presets, i);

      g_ptr_array_add (owned, read_options (preset->options));
      add_layer (layers, CONFAB_LAYER_PRESET, preset->name,
                 g_ptr_array_index (owned, owned->len - 1));
    }

  g_ptr_array_add (owned, read_options (confab_session_get_record (session)->options));
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
