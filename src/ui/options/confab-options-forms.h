/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-options-editor.h"

G_BEGIN_DECLS

/**
 * ConfabOptionsForm:
 * @name: for actions and tests
 * @title: to be translated
 * @icon: name of an icon
 * @paths: (nullable): which options it shows, JSON pointers; %NULL for all
 * @counted: (nullable): those that are counted in the list
 * @not_counted: (nullable): single ones of them that are not
 * @fill: puts its groups into a page
 *
 * One page of the settings of an application or session.
 */
typedef struct {
  const char         *name;
  const char         *title;
  const char         *icon;
  const char * const *paths;
  const char * const *counted;
  const char * const *not_counted;
  void              (*fill) (AdwPreferencesPage  *page,
                             ConfabOptionsEditor *editor);
} ConfabOptionsForm;

const ConfabOptionsForm *confab_options_forms_get (guint *n_forms);

G_END_DECLS
