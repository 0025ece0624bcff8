/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What goes along with a message of the demo: steps of the tests that look at it. */

#pragma once

#include "confab-composer.h"
#include "confab-preset.h"
#include "shell-fixture.h"

G_BEGIN_DECLS

void            extras_take_picture    (ShellFixture *fixture,
                                        const char   *name);
void            extras_open_session    (ShellFixture *fixture,
                                        const char   *app_id);
void            extras_set_app_options (ShellFixture *fixture,
                                        const char   *app_id,
                                        const char   *text);
ConfabPreset   *extras_add_preset      (ShellFixture *fixture,
                                        const char   *app_id,
                                        const char   *name,
                                        const char   *options);
void            extras_use_preset      (ShellFixture *fixture,
                                        ConfabPreset *preset);
void            extras_send            (ShellFixture *fixture,
                                        const char   *text);
ConfabComposer *extras_get_composer    (ShellFixture *fixture);
ConfabChipBar  *extras_get_chips       (ShellFixture *fixture);
void            extras_check_chips     (ShellFixture *fixture,
                                        const char   *expected);
void            extras_press_chip      (ShellFixture *fixture,
                                        const char   *text);
void            extras_remove_chip     (ShellFixture *fixture,
                                        const char   *text);
GtkWidget      *extras_find_widget     (GtkWidget    *root,
                                        GType         type,
                                        const char   *label);

G_END_DECLS
