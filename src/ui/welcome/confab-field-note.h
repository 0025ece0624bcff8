/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ConfabFieldNote:
 *
 * The line under a field of a form that says what is wrong with it. Takes no room without a text.
 * Property: `field`, the row it belongs to, which is marked and gets the text as its description.
 */
#define CONFAB_TYPE_FIELD_NOTE (confab_field_note_get_type ())

G_DECLARE_FINAL_TYPE (ConfabFieldNote, confab_field_note, CONFAB, FIELD_NOTE, AdwPreferencesRow)

const char *confab_field_note_get_text (ConfabFieldNote *self);
void        confab_field_note_set_text (ConfabFieldNote *self,
                                        const char      *text);

G_END_DECLS
