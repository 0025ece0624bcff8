/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-engine"

#include "config.h"

#include <glib/gi18n.h>

#include "confab-engine-private.h"
#include "confab-options-local.h"

/* The demo's applications, the one to begin with first. What they need in order to answer at all
 * stands in their options, where a person sees it. */
static const struct {
  const char *app_id;
  const char *name;
  ConfabAppKind kind;
  const char *options;
} demo_apps[] = {
  /* Translators: the names of the demo's applications. */
  { CONFAB_DEMO_ASSISTANT_ID, N_("Assistant"), CONFAB_KIND_AGENT,
    "{\"parameters\":{\"has_thoughts\":true}}" },
  { CONFAB_DEMO_DORMITORY_ID, N_("Dormitory Rules"), CONFAB_KIND_AGENT,
    "{\"input\":{\"biz_params\":{\"user_defined_params\":{\"dormitory\":{\"article_index\":2}}}},"
    "\"parameters\":{\"has_thoughts\":true}}" },
  { CONFAB_DEMO_DORMITORY_AUTH_ID, N_("Dormitory Rules with a Token"), CONFAB_KIND_AGENT,
    "{\"input\":{\"biz_params\":{\"user_defined_params\":{\"dormitory\":{\"article_index\":2}}}},"
    "\"parameters\":{\"has_thoughts\":true},\"tokens\":{\"dormitory\":true}}" },
  { CONFAB_DEMO_CITIES_ID, N_("City Divisions"), CONFAB_KIND_WORKFLOW,
    "{\"input\":{\"biz_params\":{\"city\":\"Singapore\"}},"
    "\"parameters\":{\"flow_stream_mode\":\"message_format_plus\"}}" },
  { CONFAB_DEMO_PHONES_ID, N_("Phone Advisor"), CONFAB_KIND_AGENT,
    "{\"parameters\":{\"has_thoughts\":true}}" },
};

/* Knowledge bases that the person finds by name, and that nothing is filtered by. */
static const struct {
  const char *app_id;
  const char *id;
  const char *label;
} demo_knowledge[] = {
  /* Translators: the names of the demo's knowledge bases. */
  { CONFAB_DEMO_PHONES_ID, "kb_phones", N_("Product Sheets") },
  { CONFAB_DEMO_PHONES_ID, "kb_prices", N_("Price List") },
  { CONFAB_DEMO_PHONES_ID, "kb_service", N_("Terms of Service") },
};

/* (transfer full) */
static char *
write_options (const char *app_id,
               const char *text)
{
  g_autoptr (ConfabOptions) options = confab_options_new_from_json (text, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (demo_knowledge); i++)
    if (g_str_equal (demo_knowledge[i].app_id, app_id))
      {
        g_autoptr (ConfabOptions) before = g_steal_pointer (&options);

        options = confab_options_with_label (before, CONFAB_LABEL_PIPELINE, demo_knowledge[i].id,
                                             _(demo_knowledge[i].label));
      }

  return confab_options_to_json (options);
}

/* Adds them one after the other, and shows them together: a window turns to the first application
 * it sees, and must not do so twice. */
typedef struct {
  guint next;
  guint n_wanted;
  ConfabStudioApp *first;
  GPtrArray *new_apps;
} DemoAddition;

static void
free_demo_addition (gpointer data)
{
  DemoAddition *addition = data;

  g_clear_object (&addition->first);
  g_ptr_array_unref (addition->new_apps);
  g_free (addition);
}

static void
show_new (ConfabEngine *self,
          DemoAddition *addition)
{
  guint n_apps = g_list_model_get_n_items (G_LIST_MODEL (self->apps));

  if (addition->new_apps->len > 0)
    g_list_store_splice (self->apps, n_apps, 0, addition->new_apps->pdata,
                         addition->new_apps->len);
}

static void add_next (GTask *task);

static void
demo_app_added_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (ConfabStudioApp) app = NULL;
  ConfabEngine *self = CONFAB_ENGINE (source);
  DemoAddition *addition = g_task_get_task_data (task);
  GError *error = NULL;

  app = confab_engine_add_app_finish (self, result, &error);
  if (app == NULL)
    {
      show_new (self, addition);
      g_task_return_error (task, error);
      return;
    }

  if (!g_list_store_find (self->apps, app, NULL))
    g_ptr_array_add (addition->new_apps, g_object_ref (app));
  if (addition->first == NULL)
    addition->first = g_steal_pointer (&app);
  addition->next++;
  add_next (task);
}

static void
add_next (GTask *task)
{
  ConfabEngine *self = g_task_get_source_object (task);
  DemoAddition *addition = g_task_get_task_data (task);
  guint i = addition->next;

  if (i < addition->n_wanted)
    {
      g_autofree char *options = write_options (demo_apps[i].app_id, demo_apps[i].options);

      confab_engine_add_demo_app_async (self, demo_apps[i].app_id, _(demo_apps[i].name),
                                        demo_apps[i].kind, options,
                                        addition->new_apps->len, demo_app_added_cb,
                                        g_object_ref (task));
      return;
    }

  show_new (self, addition);
  g_task_return_pointer (task, g_object_ref (addition->first), g_object_unref);
}

/* How many of the demo's applications are stored. */
static guint
count_stored (ConfabEngine *self)
{
  ConfabConnection *demo = confab_engine_find_demo (self);
  GListModel *apps = G_LIST_MODEL (self->apps);
  guint n = 0;

  for (guint i = 0; demo != NULL && i < g_list_model_get_n_items (apps); i++)
    {
      g_autoptr (ConfabStudioApp) app = g_list_model_get_item (apps, i);

      if (confab_studio_app_get_connection (app) == demo)
        n++;
    }

  return n;
}

/* With two or more of them the person has made a choice, which stays. With the assistant alone they
 * were stored by a version of Confab that knew no others. */
static void
add_missing (ConfabEngine *self,
             GTask        *task)
{
  DemoAddition *addition = g_new0 (DemoAddition, 1);

  addition->new_apps = g_ptr_array_new_with_free_func (g_object_unref);
  addition->n_wanted = count_stored (self) > 1 ? 1 : G_N_ELEMENTS (demo_apps);
  g_task_set_task_data (task, addition, free_demo_addition);
  add_next (task);
}

/**
 * confab_engine_add_demo_async:
 * @self: the engine
 * @cancellable: (nullable): not used once it is being written
 * @callback: called when it is added
 * @user_data: for @callback
 *
 * Adds the demo's connection and its applications, unless they are there, and starts the embedded
 * service. Its key is made afresh for each run and is never stored.
 */
void
confab_engine_add_demo_async (ConfabEngine        *self,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;

  g_return_if_fail (CONFAB_IS_ENGINE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_engine_add_demo_async);
  /* What is being written is not taken back. */
  g_task_set_check_cancellable (task, FALSE);

  if (confab_context_start_demo (self->context, &error) == NULL)
    g_task_return_error (task, error);
  else
    add_missing (self, task);
}

/**
 * confab_engine_add_demo_finish:
 * @self: the engine
 * @result: the result
 * @error: return location
 *
 * Returns: (transfer full): the demo's assistant, or %NULL with a sentence for the person
 */
ConfabStudioApp *
confab_engine_add_demo_finish (ConfabEngine  *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
demo_completed_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (ConfabStudioApp) app = NULL;
  g_autoptr (GError) error = NULL;

  app = confab_engine_add_demo_finish (CONFAB_ENGINE (source), result, &error);
  if (app == NULL)
    g_info ("The demo's other applications were not added: %s", error->message);
}

/**
 * confab_engine_complete_demo:
 * @self: the engine, ready
 *
 * Adds the applications that the demo has got since it was added here, once; nothing when there is
 * no demo. The service is not started for it.
 */
void
confab_engine_complete_demo (ConfabEngine *self)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (CONFAB_IS_ENGINE (self));

  if (count_stored (self) != 1 || !confab_engine_check_can_write (self, NULL))
    return;

  task = g_task_new (self, NULL, demo_completed_cb, NULL);
  g_task_set_source_tag (task, confab_engine_complete_demo);
  add_missing (self, task);
}
