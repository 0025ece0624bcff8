/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-attachment.h"
#include "confab-chip-bar.h"

G_BEGIN_DECLS

/**
 * ConfabComposer:
 *
 * Where the person writes. It activates `chat.send` and `chat.stop` and knows nothing else of the
 * program. Properties: `answering` (gboolean: the button is Stop), `busy` (gboolean: what was
 * sent is being saved; the text cannot be changed for that moment), `app-name` (string, nullable),
 * `control-sends` (gboolean: Enter begins a new line, Ctrl+Enter sends).
 *
 * Signals: `changed`, the text has changed by the person's hand; `offered` (a #ConfabAttachment),
 * something was dropped on it or pasted into it.
 */
#define CONFAB_TYPE_COMPOSER (confab_composer_get_type ())

G_DECLARE_FINAL_TYPE (ConfabComposer, confab_composer, CONFAB, COMPOSER, AdwBin)

GtkWidget *confab_composer_new           (void);
char      *confab_composer_dup_text      (ConfabComposer *self);
void       confab_composer_set_text      (ConfabComposer *self,
                                          const char     *text);
void       confab_composer_recall_text   (ConfabComposer *self,
                                          const char     *text);
gboolean   confab_composer_has_text      (ConfabComposer *self);
void       confab_composer_set_app_name  (ConfabComposer *self,
                                          const char     *app_name);
gboolean   confab_composer_get_answering (ConfabComposer *self);
void       confab_composer_set_answering (ConfabComposer *self,
                                          gboolean        answering);
gboolean   confab_composer_get_busy      (ConfabComposer *self);
void       confab_composer_set_busy      (ConfabComposer *self,
                                          gboolean        busy);
gboolean   confab_composer_has_error     (ConfabComposer *self);
void       confab_composer_set_error     (ConfabComposer *self,
                                          const char     *text);
void       confab_composer_offer         (ConfabComposer *self,
                                          ConfabAttachment *attachment);
ConfabChipBar *confab_composer_get_chips (ConfabComposer *self);
GtkWidget *confab_composer_get_text_view (ConfabComposer *self);
GtkWidget *confab_composer_get_button    (ConfabComposer *self);

G_END_DECLS
