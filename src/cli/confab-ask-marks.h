/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabAskMarks:
 *
 * Makes the marks of citations in an answer readable, `<ref>[4]</ref>` to `[4]`, while the answer
 * comes in pieces: what may become a mark waits until that is decided.
 */
typedef struct _ConfabAskMarks ConfabAskMarks;

ConfabAskMarks *confab_ask_marks_new  (void);
void            confab_ask_marks_free (ConfabAskMarks *self);
void            confab_ask_marks_feed (ConfabAskMarks *self,
                                       const char     *text,
                                       gsize           length,
                                       GString        *out);
void            confab_ask_marks_end  (ConfabAskMarks *self,
                                       GString        *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabAskMarks, confab_ask_marks_free)

G_END_DECLS
