/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-demo"

#include "config.h"

#include "confab-demo-script.h"

#include <string.h>

#include "confab-demo-resources.h"

#define FAULT_PATH "/io/github/confab_chat/Confab/demo/faults"
#define FAULT_SUFFIX ".fault"
static void
clear_step (gpointer data)
{
  ConfabDemoStep *step = data;

  g_free (step->text);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/**
 * confab_demo_script_new:
 *
 * Returns: (transfer full): a script without steps
 */
ConfabDemoScript *
confab_demo_script_new (void)
{
  ConfabDemoScript *self = g_new0 (ConfabDemoScript, 1);

  self->steps = g_array_new (FALSE, FALSE, sizeof (ConfabDemoStep));
  g_array_set_clear_func (self->steps, clear_step);
  self->headers = g_ptr_array_new_with_free_func (g_free);

  return self;
}

/**
 * confab_demo_script_new_plain:
 *
 * Returns: (transfer full): the script of a reply without a fault
 */
ConfabDemoScript *
confab_demo_script_new_plain (void)
{
  ConfabDemoScript *self = confab_demo_script_new ();
  ConfabDemoStep step = { .kind = CONFAB_DEMO_STEP_ANSWER };

  g_array_append_val (self->steps, step);

  return self;
}

/**
 * confab_demo_script_new_error:
 * @status: the HTTP status
 * @code: the service's error code
 * @message: its text
 * @in_frame: whether it is sent as a frame, when the reply is a stream
 *
 * Returns: (transfer full): the script of a reply that is an error
 */
ConfabDemoScript *
confab_demo_script_new_error (guint       status,
                              const char *code,
                              const char *message,
                              gboolean    in_frame)
{
  ConfabDemoScript *self = confab_demo_script_new ();
  ConfabDemoStep step = {
    .kind = in_frame ? CONFAB_DEMO_STEP_ERROR_FRAME : CONFAB_DEMO_STEP_ERROR,
    .number = status,
    .code = g_intern_string (code),
    .text = g_strdup (message),
  };

  g_array_append_val (self->steps, step);

  return self;
}

/**
 * confab_demo_script_new_first:
 * @script: whose first replies are errors
 *
 * Returns: (transfer full): the script of such a reply
 */
ConfabDemoScript *
confab_demo_script_new_first (ConfabDemoScript *script)
{
  ConfabDemoScript *self = confab_demo_script_new_error (script->first->number, script->first->code,
                                                         script->first->text, FALSE);

  self->about = g_strdup (script->about);
  self->about_chinese = g_strdup (script->about_chinese);
  for (guint i = 0; i < script->headers->len; i++)
    g_ptr_array_add (self->headers, g_strdup (g_ptr_array_index (script->headers, i)));

  return self;
}

/**
 * confab_demo_script_load:
 * @name: of the fault, without `fault-`
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the script that is compiled in under that name; %NULL with
 *   @error set, of the resource domain when there is none
 */
ConfabDemoScript *
confab_demo_script_load (const char  *name,
                         GError     **error)
{
  g_autofree char *path = g_strconcat (FAULT_PATH "/", name, FAULT_SUFFIX, NULL);
  g_autoptr (GBytes) bytes = NULL;

  bytes = g_resource_lookup_data (confab_demo_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE,
                                  error);
  if (bytes == NULL)
    return NULL;

  return confab_demo_script_parse (g_bytes_get_data (bytes, NULL), error);
}

/**
 * confab_demo_script_free:
 * @self: (transfer full): a script
 */
void
confab_demo_script_free (ConfabDemoScript *self)
{
  g_free (self->about);
  g_free (self->about_chinese);
  g_array_unref (self->steps);
  if (self->first != NULL)
    clear_step (self->first);
  g_free (self->first);
  if (self->with_session != NULL)
    clear_step (self->with_session);
  g_free (self->with_session);
  g_ptr_array_unref (self->headers);
  g_free (self->content_type);
  g_free (self->finish_reason);
  g_free (self->rewrite);
  g_free (self);
}

/**
 * confab_demo_script_has:
 * @self: a script
 * @kind: a kind of step
 *
 * Returns: whether it has such a step
 */
gboolean
confab_demo_script_has (ConfabDemoScript   *self,
                        ConfabDemoStepKind  kind)
{
  for (guint i = 0; i < self->steps->len; i++)
    if (g_array_index (self->steps, ConfabDemoStep, i).kind == kind)
      return TRUE;

  return FALSE;
}

/**
 * confab_demo_script_needs_raw:
 * @self: a script
 *
 * Returns: whether it does what an HTTP server never does, and must write on the bare connection
 */
gboolean
confab_demo_script_needs_raw (ConfabDemoScript *self)
{
  return confab_demo_script_has (self, CONFAB_DEMO_STEP_CUT_BETWEEN) ||
         confab_demo_script_has (self, CONFAB_DEMO_STEP_CUT_INSIDE) ||
         confab_demo_script_has (self, CONFAB_DEMO_STEP_HALF_CLOSE) ||
         confab_demo_script_has (self, CONFAB_DEMO_STEP_RESET);
}

/**
 * confab_demo_script_dup_names:
 *
 * Returns: (transfer full): the names of all faults, without `fault-`, sorted
 */
char **
confab_demo_script_dup_names (void)
{
  g_auto (GStrv) files = g_resource_enumerate_children (confab_demo_get_resource (), FAULT_PATH,
                                                        G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (gsize i = 0; files != NULL && files[i] != NULL; i++)
    if (g_str_has_suffix (files[i], FAULT_SUFFIX))
      g_ptr_array_add (names, g_strndup (files[i], strlen (files[i]) - strlen (FAULT_SUFFIX)));

  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);

  return (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}
