/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-options-editor.h"

#include <string.h>

#include "confab-call-check.h"
#include "confab-json-path.h"
#include "confab-json.h"
#include "confab-options-merge.h"
#include "confab-options-slice.h"

/* What was typed and is no value is kept beside the values, and never sent. */
#define DRAFT "draft"

struct _ConfabOptionsEditor
{
  GObject parent_instance;

  ConfabEngine *engine;
  ConfabStudioApp *app;
  ConfabSession *session; /* (nullable) */
  ConfabPreset *preset;   /* (nullable) */

  ConfabOptions *options;
  ConfabOptions *below;   /* what holds where these say nothing */
  GPtrArray *problems;    /* of ConfabProblem */
  guint n_writing;
};

G_DEFINE_FINAL_TYPE (ConfabOptionsEditor, confab_options_editor, G_TYPE_OBJECT)

enum {
  CHANGED,
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
confab_options_editor_dispose (GObject *object)
{
  ConfabOptionsEditor *self = CONFAB_OPTIONS_EDITOR (object);

  g_clear_object (&self->engine);
  g_clear_object (&self->app);
  g_clear_object (&self->session);
  g_clear_object (&self->preset);
  g_clear_pointer (&self->options, confab_options_unref);
  g_clear_pointer (&self->below, confab_options_unref);
  g_clear_pointer (&self->problems, g_ptr_array_unref);

  G_OBJECT_CLASS (confab_options_editor_parent_class)->dispose (object);
}

static void
confab_options_editor_class_init (ConfabOptionsEditorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = confab_options_editor_dispose;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
confab_options_editor_init (ConfabOptionsEditor *self)
{
  self->options = confab_options_new_empty ();
  self->below = confab_options_new_empty ();
}

/* Reading ----------------------------------------------------------------------------------- */

/* (transfer full): what is stored of the layer */
static ConfabOptions *
read_layer (ConfabOptionsEditor *self)
{
  ConfabOptions *options;

  if (self->session != NULL)
    return confab_engine_dup_session_options (self->engine, self->session);
  if (self->preset == NULL)
    return confab_engine_dup_app_options (self->engine, self->app);

  options = confab_options_new_from_json (confab_preset_get_record (self->preset)->options, NULL);

  return options != NULL ? options : confab_options_new_empty ();
}

/* (transfer full): what the layers below say together */
static ConfabOptions *
read_below (ConfabOptionsEditor *self)
{
  g_autoptr (ConfabOptions) below = NULL;
  g_autoptr (GPtrArray) active = NULL;

  if (self->session == NULL && self->preset == NULL)
    return confab_options_new_empty ();

  below = confab_engine_dup_app_options (self->engine, self->app);
  if (self->session == NULL)
    return g_steal_pointer (&below);

  active = confab_engine_dup_active_presets (self->engine, self->app, self->session, NULL);
  for (guint i = 0; i < active->len; i++)
    {
      ConfabPreset *preset = g_ptr_array_index (active, i);
      g_autoptr (ConfabOptions) over =
        confab_options_new_from_json (confab_preset_get_record (preset)->options, NULL);
      g_autoptr (ConfabOptions) under = g_steal_pointer (&below);

      below = over != NULL ? confab_options_overlay (under, over) : confab_options_ref (under);
    }

  return g_steal_pointer (&below);
}

/* (transfer full): what would be wrong with @options on top of what is below */
static GPtrArray *
list_problems (ConfabOptionsEditor *self,
               ConfabOptions       *options)
{
  const ConfabAppRecord *record = confab_studio_app_get_record (self->app);
  g_autoptr (ConfabCall) call = confab_call_new ("https://127.0.0.1/api/v1", record->app_id, "-");

  call->kind = record->kind;
  confab_options_unref (call->options);
  call->options = confab_options_overlay (self->below, options);

  return confab_call_check (call);
}

static void
look_for_problems (ConfabOptionsEditor *self)
{
  g_clear_pointer (&self->problems, g_ptr_array_unref);
  self->problems = list_problems (self, self->options);
}

/* What the layers below say has changed, or the layer itself from elsewhere. */
static void
read_again (ConfabOptionsEditor *self)
{
  g_autoptr (ConfabOptions) options = NULL;

  if (self->n_writing > 0)
    return;

  options = read_layer (self);
  g_clear_pointer (&self->below, confab_options_unref);
  self->below = read_below (self);
  g_clear_pointer (&self->options, confab_options_unref);
  self->options = g_steal_pointer (&options);
  look_for_problems (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
presets_changed_cb (ConfabOptionsEditor *self,
                    guint                position,
                    guint                removed,
                    guint                added,
                    GListModel          *presets)
{
  guint i;

  if (self->preset != NULL && removed > 0 &&
      !g_list_store_find (G_LIST_STORE (presets), self->preset, &i))
    confab_options_editor_set_preset (self, NULL);
  else
    read_again (self);
}

/**
 * confab_options_editor_new:
 * @engine: (transfer none): what stores it
 * @app: (transfer none): an application
 * @session: (transfer none) (nullable): one of its sessions; %NULL for the application itself
 *
 * Returns: (transfer full): an editor
 */
ConfabOptionsEditor *
confab_options_editor_new (ConfabEngine    *engine,
                           ConfabStudioApp *app,
                           ConfabSession   *session)
{
  ConfabOptionsEditor *self = g_object_new (CONFAB_TYPE_OPTIONS_EDITOR, NULL);

  self->engine = g_object_ref (engine);
  self->app = g_object_ref (app);
  g_set_object (&self->session, session);
  g_signal_connect_object (app, "notify::options", G_CALLBACK (read_again), self,
                           G_CONNECT_SWAPPED);
  if (session != NULL)
    g_signal_connect_object (session, "notify::options", G_CALLBACK (read_again), self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (confab_engine_get_presets (engine), "items-changed",
                           G_CALLBACK (presets_changed_cb), self, G_CONNECT_SWAPPED);
  read_again (self);

  return self;
}

/**
 * confab_options_editor_get_engine:
 * @self: an editor
 *
 * Returns: (transfer none): what stores it
 */
ConfabEngine *
confab_options_editor_get_engine (ConfabOptionsEditor *self)
{
  return self->engine;
}

/**
 * confab_options_editor_get_app:
 * @self: an editor
 *
 * Returns: (transfer none): the application
 */
ConfabStudioApp *
confab_options_editor_get_app (ConfabOptionsEditor *self)
{
  return self->app;
}

/**
 * confab_options_editor_get_session:
 * @self: an editor
 *
 * Returns: (transfer none) (nullable): the session whose options these are
 */
ConfabSession *
confab_options_editor_get_session (ConfabOptionsEditor *self)
{
  return self->session;
}

/**
 * confab_options_editor_get_preset:
 * @self: an editor
 *
 * Returns: (transfer none) (nullable): the preset whose options these are
 */
ConfabPreset *
confab_options_editor_get_preset (ConfabOptionsEditor *self)
{
  return self->preset;
}

/**
 * confab_options_editor_set_preset:
 * @self: an editor of an application
 * @preset: (nullable): one of its presets, which is changed from now on; %NULL for the application
 */
void
confab_options_editor_set_preset (ConfabOptionsEditor *self,
                                  ConfabPreset        *preset)
{
  g_return_if_fail (CONFAB_IS_OPTIONS_EDITOR (self));
  g_return_if_fail (self->session == NULL || preset == NULL);

  if (self->preset == preset)
    return;

  if (self->preset != NULL)
    g_signal_handlers_disconnect_by_func (self->preset, read_again, self);
  g_set_object (&self->preset, preset);
  if (preset != NULL)
    g_signal_connect_object (preset, "notify::name", G_CALLBACK (read_again), self,
                             G_CONNECT_SWAPPED);
  self->n_writing = 0;
  read_again (self);
}

/**
 * confab_options_editor_get_options:
 * @self: an editor
 *
 * Returns: (transfer none): what the layer says
 */
ConfabOptions *
confab_options_editor_get_options (ConfabOptionsEditor *self)
{
  g_return_val_if_fail (CONFAB_IS_OPTIONS_EDITOR (self), NULL);

  return self->options;
}

/**
 * confab_options_editor_get_below:
 * @self: an editor
 *
 * Returns: (transfer none): what holds where the layer says nothing; empty for an application
 */
ConfabOptions *
confab_options_editor_get_below (ConfabOptionsEditor *self)
{
  g_return_val_if_fail (CONFAB_IS_OPTIONS_EDITOR (self), NULL);

  return self->below;
}

/* Changing ---------------------------------------------------------------------------------- */

/* What is being written may have been of another layer meanwhile. */
typedef struct {
  ConfabOptionsEditor *editor;
  ConfabPreset *preset;
} Writing;

static void
written (Writing      *writing,
         const GError *error)
{
  g_autoptr (ConfabOptionsEditor) self = writing->editor;

  if (writing->preset == self->preset && self->n_writing > 0)
    self->n_writing--;
  g_clear_object (&writing->preset);
  g_free (writing);

  if (error != NULL)
    g_signal_emit (self, signals[FAILED], 0, error->message);
}

static void
app_written_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  confab_engine_change_app_finish (CONFAB_ENGINE (source), result, &error);
  written (user_data, error);
}

static void
preset_written_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabPreset) preset =
    confab_engine_save_preset_finish (CONFAB_ENGINE (source), result, &error);

  written (user_data, error);
}

static Writing *
begin_writing (ConfabOptionsEditor *self)
{
  Writing *writing = g_new0 (Writing, 1);

  writing->editor = g_object_ref (self);
  g_set_object (&writing->preset, self->preset);
  self->n_writing++;

  return writing;
}

static void
write_layer (ConfabOptionsEditor *self)
{
  g_autoptr (ConfabPresetRecord) record = NULL;

  if (self->session != NULL)
    {
      /* It tells of its change itself, which is none for us. */
      self->n_writing++;
      confab_engine_set_session_options (self->engine, self->session, self->options);
      self->n_writing--;
      return;
    }

  if (self->preset == NULL)
    {
      confab_engine_set_app_options_async (self->engine, self->app, self->options, NULL,
                                           app_written_cb, begin_writing (self));
      return;
    }

  record = confab_preset_record_copy (confab_preset_get_record (self->preset));
  g_free (record->options);
  record->options = confab_options_to_json (self->options);
  confab_engine_save_preset_async (self->engine, record, NULL, preset_written_cb,
                                   begin_writing (self));
}

/**
 * confab_options_editor_set_options:
 * @self: an editor
 * @options: what the layer says from now on
 *
 * Stores it.
 */
void
confab_options_editor_set_options (ConfabOptionsEditor *self,
                                   ConfabOptions       *options)
{
  g_return_if_fail (CONFAB_IS_OPTIONS_EDITOR (self));
  g_return_if_fail (options != NULL);

  if (confab_options_equal (self->options, options))
    return;

  confab_options_ref (options);
  confab_options_unref (self->options);
  self->options = options;
  look_for_problems (self);
  write_layer (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* One value --------------------------------------------------------------------------------- */

/**
 * confab_options_editor_get:
 * @self: an editor
 * @path: a JSON pointer
 *
 * Returns: (transfer none) (nullable): what the layer says
 */
JsonNode *
confab_options_editor_get (ConfabOptionsEditor *self,
                           const char          *path)
{
  return confab_options_get (self->options, path);
}

/**
 * confab_options_editor_get_draft:
 * @self: an editor
 * @path: a JSON pointer
 *
 * Returns: (transfer none) (nullable): what was typed there and is no value
 */
JsonNode *
confab_options_editor_get_draft (ConfabOptionsEditor *self,
                                 const char          *path)
{
  return confab_options_get_about (self->options, path, DRAFT);
}

/**
 * confab_options_editor_set:
 * @self: an editor
 * @path: a JSON pointer; not to a token
 * @value: (nullable): what the layer says from now on; %NULL for nothing
 * @draft: (nullable): what was typed and is no value, to be kept
 */
void
confab_options_editor_set (ConfabOptionsEditor *self,
                           const char          *path,
                           JsonNode            *value,
                           JsonNode            *draft)
{
  g_autoptr (ConfabOptions) valued = NULL;
  g_autoptr (ConfabOptions) drafted = NULL;

  g_return_if_fail (CONFAB_IS_OPTIONS_EDITOR (self));
  g_return_if_fail (!confab_options_is_secret (path));

  valued = confab_options_put (self->options, path, value);
  drafted = confab_options_with_about (valued, path, DRAFT, draft);
  confab_options_editor_set_options (self, drafted);
}

/* (transfer full) (nullable) */
static char *
find_problem (GPtrArray  *problems,
              const char *path,
              gboolean    exact)
{
  gsize length = strlen (path);

  for (guint i = 0; i < problems->len; i++)
    {
      const ConfabProblem *problem = g_ptr_array_index (problems, i);

      if (strncmp (problem->path, path, length) == 0 &&
          (problem->path[length] == '\0' || (!exact && problem->path[length] == '/')))
        return g_strdup (problem->sentence);
    }

  return NULL;
}

/**
 * confab_options_editor_dup_problem:
 * @self: an editor
 * @path: a JSON pointer
 * @exact: whether what is wrong further down is no matter
 *
 * Returns: (transfer full) (nullable): what is wrong there, as a sentence
 */
char *
confab_options_editor_dup_problem (ConfabOptionsEditor *self,
                                   const char          *path,
                                   gboolean             exact)
{
  return find_problem (self->problems, path, exact);
}

/**
 * confab_options_editor_dup_problem_but:
 * @self: an editor
 * @base: a JSON pointer to an object
 * @but: (array zero-terminated=1): names of members that do not matter
 *
 * Returns: (transfer full) (nullable): what is wrong with another member, as a sentence that begins with
 *   its name
 */
char *
confab_options_editor_dup_problem_but (ConfabOptionsEditor *self,
                                       const char          *base,
                                       const char * const  *but)
{
  gsize length = strlen (base);

  for (guint i = 0; i < self->problems->len; i++)
    {
      const ConfabProblem *problem = g_ptr_array_index (self->problems, i);
      g_auto (GStrv) names = NULL;

      if (strncmp (problem->path, base, length) != 0 || problem->path[length] != '/')
        continue;

      names = confab_json_path_split (problem->path + length);
      if (names != NULL && names[0] != NULL && !g_strv_contains (but, names[0]))
        return g_strdup_printf ("%s: %s", names[0], problem->sentence);
    }

  return NULL;
}

/**
 * confab_options_editor_dup_problem_in:
 * @self: an editor
 * @paths: (nullable) (array zero-terminated=1): JSON pointers; %NULL for all
 *
 * Returns: (transfer full) (nullable): what is wrong there, as a sentence that begins with where
 */
char *
confab_options_editor_dup_problem_in (ConfabOptionsEditor *self,
                                      const char * const  *paths)
{
  for (guint i = 0; i < self->problems->len; i++)
    {
      const ConfabProblem *problem = g_ptr_array_index (self->problems, i);

      if (paths == NULL || confab_options_is_in_slice (problem->path, paths))
        return g_strdup_printf ("%s: %s", problem->path, problem->sentence);
    }

  return NULL;
}

/**
 * confab_options_editor_dup_objection:
 * @self: an editor
 * @path: a JSON pointer; not to a token
 * @value: what might stand there
 *
 * Returns: (transfer full) (nullable): why the service would refuse it, or what is in it, as a sentence
 */
char *
confab_options_editor_dup_objection (ConfabOptionsEditor *self,
                                     const char          *path,
                                     JsonNode            *value)
{
  g_autoptr (ConfabOptions) options = confab_options_put (self->options, path, value);
  g_autoptr (GPtrArray) problems = list_problems (self, options);

  for (guint i = problems->len; i > 0; i--)
    if (!((const ConfabProblem *) g_ptr_array_index (problems, i - 1))->is_error)
      g_ptr_array_remove_index (problems, i - 1);

  return find_problem (problems, path, FALSE);
}

/**
 * confab_options_editor_get_label:
 * @self: an editor
 * @group: what @id names
 * @id: the id of something
 *
 * Returns: (transfer none) (nullable): the person's own name for it
 */
const char *
confab_options_editor_get_label (ConfabOptionsEditor *self,
                                 const char          *group,
                                 const char          *id)
{
  return confab_options_get_label (self->options, group, id);
}
