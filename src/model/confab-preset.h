/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

#include "confab-records.h"

G_BEGIN_DECLS

/**
 * ConfabPreset:
 *
 * Named options of an application: a knowledge filter, plug-in parameters, workflow inputs.
 * Property: `name`, with notify, which is also emitted when the options have changed.
 */
#define CONFAB_TYPE_PRESET (confab_preset_get_type ())

G_DECLARE_FINAL_TYPE (ConfabPreset, confab_preset, CONFAB, PRESET, GObject)

ConfabPreset             *confab_preset_new         (ConfabPresetRecord *record);
const ConfabPresetRecord *confab_preset_get_record  (ConfabPreset       *self);
void                      confab_preset_take_record (ConfabPreset       *self,
                                                     ConfabPresetRecord *record);

G_END_DECLS
