/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

#include "confab-demo-problem.h"

G_BEGIN_DECLS

/* What values the service takes (protocol 1.5 and 2); NULL when all is well. */
ConfabDemoProblem *confab_demo_limits_check_input      (JsonObject *input);
ConfabDemoProblem *confab_demo_limits_check_parameters (JsonObject *parameters,
                                                        gboolean    is_stream);

G_END_DECLS
