/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-value.h"

G_BEGIN_DECLS

/**
 * ConfabParameter:
 * @name: its name
 * @type: what it is
 * @text: as it stands in the form
 * @on: whether it is sent
 * @required: whether it must be
 * @choices: (nullable): a list of what it can be
 * @description: (nullable): what the person keeps about it
 *
 * A parameter of a plug-in, or an input of a workflow, as a row shows it.
 */
typedef struct {
  char            *name;
  ConfabValueType  type;
  char            *text;
  gboolean         on;
  gboolean         required;
  JsonNode        *choices;
  char            *description;
} ConfabParameter;

ConfabParameter *confab_parameter_new  (const char      *name,
                                        JsonNode        *value,
                                        gboolean         on);
void             confab_parameter_free (ConfabParameter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabParameter, confab_parameter_free)

/**
 * ConfabParameterRow:
 *
 * One parameter to be changed. Signals: `changed`, `remove`.
 */
#define CONFAB_TYPE_PARAMETER_ROW (confab_parameter_row_get_type ())

G_DECLARE_FINAL_TYPE (ConfabParameterRow, confab_parameter_row, CONFAB, PARAMETER_ROW,
                      AdwPreferencesRow)

GtkWidget       *confab_parameter_row_new       (const ConfabParameter *parameter);
ConfabParameter *confab_parameter_row_dup       (ConfabParameterRow    *self);
void             confab_parameter_row_set_error (ConfabParameterRow    *self,
                                                 gboolean               of_name,
                                                 const char            *sentence);
void             confab_parameter_row_focus     (ConfabParameterRow    *self);

G_END_DECLS
