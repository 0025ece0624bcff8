/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "shell-fixture.h"

G_BEGIN_DECLS

void shell_demo_hurry (ShellFixture *self);

G_END_DECLS
