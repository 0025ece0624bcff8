/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "shell-demo.h"

#include "confab-context-private.h"

/* The demo answers at once from here on, for tests that only want an answer. */
void
shell_demo_hurry (ShellFixture *self)
{
  g_autoptr (GError) error = NULL;
  ConfabDemoService *demo = confab_context_start_demo (self->context, &error);

  g_assert_no_error (error);
  confab_demo_service_set_pace (demo, 0.0);
}
