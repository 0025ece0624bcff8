/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-failure.h"

G_DEFINE_BOXED_TYPE (ConfabFailure, confab_failure, confab_failure_copy, confab_failure_free)

/**
 * confab_failure_new:
 * @error_class: what kind
 * @code: (nullable): the service's code or one of CONFAB_FAILURE_…
 * @message: (nullable): the other side's words
 *
 * Returns: (transfer full): a failure without request id and status
 */
ConfabFailure *
confab_failure_new (ConfabErrorClass  error_class,
                    const char       *code,
                    const char       *message)
{
  ConfabFailure *self = g_new0 (ConfabFailure, 1);

  self->error_class = error_class;
  self->code = g_strdup (code);
  self->message = g_strdup (message);
  self->retry_after = -1;

  return self;
}

/**
 * confab_failure_copy:
 * @self: (nullable): a failure
 *
 * Returns: (transfer full) (nullable): a copy
 */
ConfabFailure *
confab_failure_copy (const ConfabFailure *self)
{
  ConfabFailure *copy;

  if (self == NULL)
    return NULL;

  copy = confab_failure_new (self->error_class, self->code, self->message);
  copy->request_id = g_strdup (self->request_id);
  copy->http_status = self->http_status;
  copy->retry_after = self->retry_after;

  return copy;
}

/**
 * confab_failure_free:
 * @self: (nullable) (transfer full): a failure
 */
void
confab_failure_free (ConfabFailure *self)
{
  if (self == NULL)
    return;

  g_free (self->code);
  g_free (self->message);
  g_free (self->request_id);
  g_free (self);
}
