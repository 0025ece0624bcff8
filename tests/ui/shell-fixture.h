/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-engine.h"
#include "confab-window.h"

G_BEGIN_DECLS

/* A window with a real engine on a data folder of its own, which outlives the window: opening it
 * once more is what a restart is. */
typedef struct {
  char *directory;
  GtkApplication *application;
  ConfabContext *context;
  ConfabEngine *engine;
  ConfabWindow *window;
} ShellFixture;

void           shell_fixture_set_up    (ShellFixture    *self,
                                        gconstpointer    data);
void           shell_fixture_tear_down (ShellFixture    *self,
                                        gconstpointer    data);
void           shell_fixture_add       (const char      *path,
                                        void           (*test) (ShellFixture *, gconstpointer));
void           shell_fixture_open      (ShellFixture    *self);
void           shell_fixture_close     (ShellFixture    *self);
void           shell_fixture_try_demo  (ShellFixture    *self);
GtkWidget     *shell_fixture_find      (ShellFixture    *self,
                                        GType            type);
void           shell_fixture_write     (ShellFixture    *self,
                                        const char      *text);
gboolean       shell_fixture_press     (ShellFixture    *self,
                                        guint            key,
                                        GdkModifierType  modifiers);
ConfabMessage *shell_fixture_get_last  (ShellFixture    *self);
gboolean       shell_press_captured    (GtkWidget       *widget,
                                        guint            key,
                                        GdkModifierType  modifiers);

G_END_DECLS
