/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-options-editor.h"

G_BEGIN_DECLS

/**
 * ConfabInputsGroup:
 *
 * Named values: the inputs of a workflow, or the variables of a prompt. They can be learnt from JSON
 * that is pasted, and from what a session has sent last.
 */
#define CONFAB_TYPE_INPUTS_GROUP (confab_inputs_group_get_type ())

G_DECLARE_FINAL_TYPE (ConfabInputsGroup, confab_inputs_group, CONFAB, INPUTS_GROUP,
                      AdwPreferencesGroup)

GtkWidget *confab_inputs_group_new (ConfabOptionsEditor *editor,
                                    const char          *base,
                                    const char * const  *but,
                                    const char          *title,
                                    const char          *description,
                                    const char          *add);

G_END_DECLS
