/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-options-editor.h"
#include "confab-value.h"

G_BEGIN_DECLS

/**
 * ConfabChoice:
 * @json: the value, as JSON
 * @name: how it is called, to be translated
 */
typedef struct {
  const char *json;
  const char *name;
} ConfabChoice;

/* Rows for one value each, whose first state is that nothing is set. They follow the editor. */
void confab_options_rows_add_choice  (AdwPreferencesGroup  *group,
                                      ConfabOptionsEditor  *editor,
                                      const char           *path,
                                      const char           *title,
                                      const char           *subtitle,
                                      const ConfabChoice   *choices,
                                      guint                 n_choices);
void confab_options_rows_add_boolean (AdwPreferencesGroup  *group,
                                      ConfabOptionsEditor  *editor,
                                      const char           *path,
                                      const char           *title,
                                      const char           *subtitle);
void confab_options_rows_add_text    (AdwPreferencesGroup  *group,
                                      ConfabOptionsEditor  *editor,
                                      const char           *path,
                                      const char           *title,
                                      ConfabValueType       type);
void confab_options_rows_add_tags    (AdwPreferencesGroup  *group,
                                      ConfabOptionsEditor  *editor,
                                      const char           *path,
                                      const char           *title,
                                      const char           *name);

G_END_DECLS
