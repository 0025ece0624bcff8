/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-message.h"

G_BEGIN_DECLS

/**
 * ConfabWaitNote:
 *
 * A spinner and what is being waited for, with the seconds. It counts by itself, once a second and
 * only while it is seen.
 */
#define CONFAB_TYPE_WAIT_NOTE (confab_wait_note_get_type ())

G_DECLARE_FINAL_TYPE (ConfabWaitNote, confab_wait_note, CONFAB, WAIT_NOTE, GtkWidget)

GtkWidget *confab_wait_note_new         (void);
void       confab_wait_note_set_message (ConfabWaitNote *self,
                                         ConfabMessage  *message);
void       confab_wait_note_update      (ConfabWaitNote *self);

G_END_DECLS
