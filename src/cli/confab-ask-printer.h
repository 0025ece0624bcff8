/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-message.h"

G_BEGIN_DECLS

/**
 * ConfabAskPrinter:
 *
 * What `confab ask` prints: the answer to standard output as it comes, all else to standard error,
 * and nothing that could command a terminal.
 */
typedef struct _ConfabAskPrinter ConfabAskPrinter;

ConfabAskPrinter *confab_ask_printer_new           (void);
void              confab_ask_printer_free          (ConfabAskPrinter    *self);
gboolean          confab_ask_printer_text          (ConfabAskPrinter    *self,
                                                    ConfabMessage       *answer);
gboolean          confab_ask_printer_end_text      (ConfabAskPrinter    *self);
gboolean          confab_ask_printer_line          (ConfabAskPrinter    *self,
                                                    const char          *json);
void              confab_ask_printer_aside         (ConfabAskPrinter    *self,
                                                    const char          *text);
gboolean          confab_ask_printer_source        (ConfabAskPrinter    *self,
                                                    const char          *source);
void              confab_ask_printer_say           (ConfabAskPrinter    *self,
                                                    const char          *sentence);
void              confab_ask_printer_note          (ConfabAskPrinter    *self,
                                                    const char          *note);
void              confab_ask_printer_failure       (ConfabAskPrinter    *self,
                                                    ConfabStatus         status,
                                                    const ConfabFailure *failure,
                                                    const char          *hint);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabAskPrinter, confab_ask_printer_free)

G_END_DECLS
