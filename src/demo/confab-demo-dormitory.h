/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-demo-answer.h"
#include "confab-demo-question.h"

G_BEGIN_DECLS

#define CONFAB_DEMO_DORMITORY_ID "dormitory"
#define CONFAB_DEMO_DORMITORY_AUTH_ID "dormitory-auth"

/* The id of their plug-in, and the token that the second one wants. */
#define CONFAB_DEMO_DORMITORY_PLUGIN "dormitory"
#define CONFAB_DEMO_DORMITORY_TOKEN "demo-token"

ConfabDemoAnswer *confab_demo_dormitory_answer      (const ConfabDemoQuestion  *question,
                                                     ConfabDemoProblem        **problem);
ConfabDemoAnswer *confab_demo_dormitory_auth_answer (const ConfabDemoQuestion  *question,
                                                     ConfabDemoProblem        **problem);

G_END_DECLS
