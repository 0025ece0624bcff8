/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-options-editor.h"

G_BEGIN_DECLS

/**
 * ConfabIdGroup:
 *
 * Ids with a label each, up to a limit. What is no valid id is kept as it was typed, and not sent.
 */
#define CONFAB_TYPE_ID_GROUP (confab_id_group_get_type ())

G_DECLARE_FINAL_TYPE (ConfabIdGroup, confab_id_group, CONFAB, ID_GROUP, AdwPreferencesGroup)

/**
 * ConfabIdKind:
 * @path: a JSON pointer to a list of texts
 * @label_group: where their labels are
 * @title: what they are
 * @description: what they do
 * @add: name of the button that adds one
 * @limit: how many there can be
 * @prefix: (nullable): what each begins with
 */
typedef struct {
  const char *path;
  const char *label_group;
  const char *title;
  const char *description;
  const char *add;
  guint       limit;
  const char *prefix;
} ConfabIdKind;

GtkWidget *confab_id_group_new (ConfabOptionsEditor *editor,
                                const ConfabIdKind  *kind);

G_END_DECLS
