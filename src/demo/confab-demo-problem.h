/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabDemoProblem:
 *
 * Why a request is refused, in the service's own words.
 */
typedef struct {
  guint       status;
  const char *code;
  char       *message;
  /* The gateway answers in HTTP; what stands behind it answers in a frame when a stream was asked
   * for (protocol 4.5). */
  gboolean    is_from_gateway;
} ConfabDemoProblem;

ConfabDemoProblem *confab_demo_problem_new           (guint              status,
                                                      const char        *code,
                                                      const char        *message,
                                                      gboolean           is_from_gateway);
ConfabDemoProblem *confab_demo_problem_new_invalid   (const char        *message);
ConfabDemoProblem *confab_demo_problem_new_parameter (const char        *name);
ConfabDemoProblem *confab_demo_problem_new_app_id    (void);
ConfabDemoProblem *confab_demo_problem_new_no_user   (void);
ConfabDemoProblem *confab_demo_problem_new_plugin    (void);
ConfabDemoProblem *confab_demo_problem_new_too_large (void);
void               confab_demo_problem_free          (ConfabDemoProblem *problem);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabDemoProblem, confab_demo_problem_free)

G_END_DECLS
