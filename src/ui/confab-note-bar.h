/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ConfabNoteBar:
 *
 * A line under a header bar that says what the person should know, until it is dismissed or no
 * longer true. Property: `text` (nullable); a text that was dismissed stays away until it changes.
 */
#define CONFAB_TYPE_NOTE_BAR (confab_note_bar_get_type ())

G_DECLARE_FINAL_TYPE (ConfabNoteBar, confab_note_bar, CONFAB, NOTE_BAR, AdwBin)

GtkWidget  *confab_note_bar_new          (void);
const char *confab_note_bar_get_text     (ConfabNoteBar *self);
void        confab_note_bar_set_text     (ConfabNoteBar *self,
                                          const char    *text);
void        confab_note_bar_set_action   (ConfabNoteBar *self,
                                          const char    *label,
                                          const char    *detailed_action);
void        confab_note_bar_set_second_action (ConfabNoteBar *self,
                                          const char    *label,
                                          const char    *detailed_action);
gboolean    confab_note_bar_get_revealed (ConfabNoteBar *self);

G_END_DECLS
