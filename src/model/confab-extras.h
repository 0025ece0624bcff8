/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "confab-attachment.h"
#include "confab-options.h"

G_BEGIN_DECLS

/**
 * ConfabExtras:
 *
 * What the next message carries besides its text, and only that message: attachments, presets instead
 * of the session's, and the layer of options that is over those of the session. It is kept with the
 * draft.
 *
 * Signal `changed`: something in it is another.
 */
#define CONFAB_TYPE_EXTRAS (confab_extras_get_type ())

G_DECLARE_FINAL_TYPE (ConfabExtras, confab_extras, CONFAB, EXTRAS, GObject)

ConfabExtras  *confab_extras_new             (void);
gboolean       confab_extras_is_empty        (ConfabExtras      *self);
void           confab_extras_clear           (ConfabExtras      *self);

GListModel    *confab_extras_get_attachments (ConfabExtras      *self);
gboolean       confab_extras_add             (ConfabExtras      *self,
                                              ConfabAttachment  *attachment,
                                              GError           **error);
void           confab_extras_remove          (ConfabExtras      *self,
                                              ConfabAttachment  *attachment);

ConfabOptions *confab_extras_get_options     (ConfabExtras      *self);
void           confab_extras_set_value       (ConfabExtras      *self,
                                              const char        *path,
                                              JsonNode          *value);
void           confab_extras_take_away       (ConfabExtras      *self,
                                              const char        *path);
void           confab_extras_let_be          (ConfabExtras      *self,
                                              const char        *path);
gboolean       confab_extras_takes_away      (ConfabExtras      *self,
                                              const char        *path);

void           confab_extras_set_presets     (ConfabExtras      *self,
                                              const gint64      *presets,
                                              gsize              n_presets);
gboolean       confab_extras_has_presets     (ConfabExtras      *self);

ConfabOptions *confab_extras_get_base        (ConfabExtras      *self);
void           confab_extras_set_base        (ConfabExtras      *self,
                                              ConfabOptions     *base);
ConfabOptions *confab_extras_dup_layer       (ConfabExtras      *self);
char          *confab_extras_dup_rest        (ConfabExtras      *self);

char          *confab_extras_to_json         (ConfabExtras      *self);
void           confab_extras_read_json       (ConfabExtras      *self,
                                              const char        *text);

G_END_DECLS
