/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-block.h"

G_BEGIN_DECLS

/*
 * A text that is at its end, parsed all at once: what its parts made must be the same. That can be
 * looked at in a thread, since neither the blocks nor the text change any more.
 */

typedef struct _ConfabWholeCheck ConfabWholeCheck;

/* @whole: (nullable): the blocks of the whole, when they are others; @correction: what is the same */
typedef void (*ConfabWholeCheckFunc) (GPtrArray                  *whole,
                                      const ConfabDocumentChange *correction,
                                      gpointer                    data);

GPtrArray        *confab_whole_parse       (const GString        *text);
gboolean          confab_whole_compare     (GPtrArray            *whole,
                                            GPtrArray            *blocks,
                                            ConfabDocumentChange *correction);
ConfabWholeCheck *confab_whole_check_start (const GString        *text,
                                            GPtrArray            *blocks,
                                            ConfabWholeCheckFunc  func,
                                            gpointer              data);
void              confab_whole_check_stop  (ConfabWholeCheck     *self);

G_END_DECLS
