/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-demo"

#include "config.h"

#include "confab-demo-problem.h"

/**
 * confab_demo_problem_new:
 * @status: the HTTP status
 * @code: (transfer none): the service's error code; static
 * @message: its text
 * @is_from_gateway: whether it is an HTTP reply even when a stream was asked for
 *
 * Returns: (transfer full): a problem
 */
ConfabDemoProblem *
confab_demo_problem_new (guint       status,
                         const char *code,
                         const char *message,
                         gboolean    is_from_gateway)
{
  ConfabDemoProblem *problem = g_new0 (ConfabDemoProblem, 1);

  problem->status = status;
  problem->code = g_intern_string (code);
  problem->message = g_strdup (message);
  problem->is_from_gateway = is_from_gateway;

  return problem;
}

/**
 * confab_demo_problem_new_invalid:
 * @message: the service's text
 *
 * Returns: (transfer full): the application refuses a value
 */
ConfabDemoProblem *
confab_demo_problem_new_invalid (const char *message)
{
  return confab_demo_problem_new (400, "InvalidParameter", message, FALSE);
}

/**
 * confab_demo_problem_new_parameter:
 * @name: of a parameter
 *
 * Returns: (transfer full): it is missing, or nothing that can be used
 */
ConfabDemoProblem *
confab_demo_problem_new_parameter (const char *name)
{
  g_autofree char *message =
      g_strdup_printf ("Required parameter(%s) missing or invalid, please check the request "
                       "parameters.", name);

  return confab_demo_problem_new_invalid (message);
}

/**
 * confab_demo_problem_new_app_id:
 *
 * Returns: (transfer full): there is no such application, or it is not published
 */
ConfabDemoProblem *
confab_demo_problem_new_app_id (void)
{
  return confab_demo_problem_new_parameter ("AppId");
}

/**
 * confab_demo_problem_new_no_user:
 *
 * Returns: (transfer full): nobody asks anything
 */
ConfabDemoProblem *
confab_demo_problem_new_no_user (void)
{
  return confab_demo_problem_new_invalid ("The input messages do not contain elements with the role "
                                          "of user.");
}

/**
 * confab_demo_problem_new_plugin:
 *
 * Returns: (transfer full): a plug-in of the application failed
 */
ConfabDemoProblem *
confab_demo_problem_new_plugin (void)
{
  return confab_demo_problem_new (500, "InvokePluginFailed",
                                  "Failed to proceed application request.", FALSE);
}

/**
 * confab_demo_problem_new_too_large:
 *
 * Returns: (transfer full): the body is over the limit
 */
ConfabDemoProblem *
confab_demo_problem_new_too_large (void)
{
  return confab_demo_problem_new (413, "BadRequest.TooLarge", "Payload Too Large", TRUE);
}

/**
 * confab_demo_problem_free:
 * @problem: (transfer full): a problem
 */
void
confab_demo_problem_free (ConfabDemoProblem *problem)
{
  g_free (problem->message);
  g_free (problem);
}
