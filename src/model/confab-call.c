/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-call.h"

#include "confab-json.h"

/**
 * confab_call_new:
 * @base_url: a normalized base URL
 * @app_id: the App ID
 * @prompt: what the person wrote
 *
 * Returns: (transfer full): a call of an agent, without workspace, session and options
 */
ConfabCall *
confab_call_new (const char *base_url,
                 const char *app_id,
                 const char *prompt)
{
  ConfabCall *self = g_new0 (ConfabCall, 1);

  self->base_url = g_strdup (base_url);
  self->app_id = g_strdup (app_id);
  self->prompt = g_strdup (prompt);
  self->options = confab_options_new_empty ();

  return self;
}

/**
 * confab_call_copy:
 * @self: a call
 *
 * Returns: (transfer full): a copy
 */
ConfabCall *
confab_call_copy (const ConfabCall *self)
{
  ConfabCall *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_new0 (ConfabCall, 1);
  copy->base_url = g_strdup (self->base_url);
  copy->workspace = g_strdup (self->workspace);
  copy->app_id = g_strdup (self->app_id);
  copy->kind = self->kind;
  copy->prompt = g_strdup (self->prompt);
  copy->session_id = g_strdup (self->session_id);
  copy->history = self->history != NULL ? json_array_ref (self->history) : NULL;
  copy->options = confab_options_ref (self->options);

  return copy;
}

/**
 * confab_call_copy_apart:
 * @self: a call
 *
 * Returns: (transfer full): a copy that shares nothing with @self, so that another thread may have it
 */
ConfabCall *
confab_call_copy_apart (const ConfabCall *self)
{
  ConfabCall *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = confab_call_copy (self);
  confab_options_unref (copy->options);
  copy->options =
    confab_options_new_take (confab_json_copy_object (confab_options_get_root (self->options)));
  if (copy->history != NULL)
    {
      json_array_unref (copy->history);
      copy->history = confab_json_copy_array (self->history);
    }

  return copy;
}

/**
 * confab_call_free:
 * @self: (nullable) (transfer full): a call
 */
void
confab_call_free (ConfabCall *self)
{
  if (self == NULL)
    return;

  g_free (self->base_url);
  g_free (self->workspace);
  g_free (self->app_id);
  g_free (self->prompt);
  g_free (self->session_id);
  g_clear_pointer (&self->history, json_array_unref);
  confab_options_unref (self->options);
  g_free (self);
}
