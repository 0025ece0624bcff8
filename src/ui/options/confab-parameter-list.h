/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-options-editor.h"

G_BEGIN_DECLS

/**
 * ConfabParameterList:
 *
 * The members of one object of the options as rows in an AdwExpanderRow or AdwPreferencesGroup: the
 * parameters of a plug-in, the inputs of a workflow.
 */
#define CONFAB_TYPE_PARAMETER_LIST (confab_parameter_list_get_type ())

G_DECLARE_FINAL_TYPE (ConfabParameterList, confab_parameter_list, CONFAB, PARAMETER_LIST, GObject)

ConfabParameterList *confab_parameter_list_new   (ConfabOptionsEditor *editor,
                                                  const char          *base,
                                                  const char * const  *but,
                                                  GtkWidget           *container,
                                                  GtkWidget           *tail);
void                 confab_parameter_list_add   (ConfabParameterList *self);
void                 confab_parameter_list_learn (ConfabParameterList *self,
                                                  JsonObject          *sample);
void                 confab_parameter_list_write (ConfabParameterList *self);

G_END_DECLS
