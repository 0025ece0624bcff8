/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-engine-catalogue.h"
#include "confab-options-local.h"

G_BEGIN_DECLS

/**
 * ConfabOptionsEditor:
 *
 * The options of one layer while somebody changes them: of an application, of one of its presets, or
 * of a session. What is changed is stored at once. Signals: `changed`, also when it was changed
 * elsewhere; `failed` (sentence), when it could not be stored.
 */
#define CONFAB_TYPE_OPTIONS_EDITOR (confab_options_editor_get_type ())

G_DECLARE_FINAL_TYPE (ConfabOptionsEditor, confab_options_editor, CONFAB, OPTIONS_EDITOR, GObject)

ConfabOptionsEditor *confab_options_editor_new         (ConfabEngine        *engine,
                                                        ConfabStudioApp     *app,
                                                        ConfabSession       *session);
ConfabEngine        *confab_options_editor_get_engine  (ConfabOptionsEditor *self);
ConfabStudioApp     *confab_options_editor_get_app     (ConfabOptionsEditor *self);
ConfabSession       *confab_options_editor_get_session (ConfabOptionsEditor *self);
ConfabPreset        *confab_options_editor_get_preset  (ConfabOptionsEditor *self);
void                 confab_options_editor_set_preset  (ConfabOptionsEditor *self,
                                                        ConfabPreset        *preset);

ConfabOptions       *confab_options_editor_get_options (ConfabOptionsEditor *self);
void                 confab_options_editor_set_options (ConfabOptionsEditor *self,
                                                        ConfabOptions       *options);
ConfabOptions       *confab_options_editor_get_below   (ConfabOptionsEditor *self);

JsonNode            *confab_options_editor_get         (ConfabOptionsEditor *self,
                                                        const char          *path);
JsonNode            *confab_options_editor_get_draft   (ConfabOptionsEditor *self,
                                                        const char          *path);
void                 confab_options_editor_set         (ConfabOptionsEditor *self,
                                                        const char          *path,
                                                        JsonNode            *value,
                                                        JsonNode            *draft);
char                *confab_options_editor_dup_problem (ConfabOptionsEditor *self,
                                                        const char          *path,
                                                        gboolean             exact);
char                *confab_options_editor_dup_problem_but (ConfabOptionsEditor *self,
                                                        const char          *base,
                                                        const char * const  *but);
char                *confab_options_editor_dup_problem_in (ConfabOptionsEditor *self,
                                                        const char * const  *paths);
char                *confab_options_editor_dup_objection (ConfabOptionsEditor *self,
                                                        const char          *path,
                                                        JsonNode            *value);
const char          *confab_options_editor_get_label   (ConfabOptionsEditor *self,
                                                        const char          *group,
                                                        const char          *id);

G_END_DECLS
