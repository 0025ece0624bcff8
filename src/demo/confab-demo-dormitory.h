/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-demo-answer.h"
#include "confab-demo-question.h"

G_BEGIN_DECLS

ConfabDemoAnswer *confab_demo_dormitory_answer      (const ConfabDemoQuestion  *question,
                                                     ConfabDemoProblem        **problem);
ConfabDemoAnswer *confab_demo_dormitory_auth_answer (const ConfabDemoQuestion  *question,
                                                     ConfabDemoProblem        **problem);

G_END_DECLS
