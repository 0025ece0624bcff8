/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * ConfabJsonMask:
 *
 * Copies JSON without keys and tokens. Strings that come in pieces, one with each frame, are recognized by
 * their place: a key that is cut over two frames is found, too.
 */
typedef struct _ConfabJsonMask ConfabJsonMask;

ConfabJsonMask *confab_json_mask_new         (const char * const *secrets);
void            confab_json_mask_free        (ConfabJsonMask *self);
JsonNode       *confab_json_mask_copy        (ConfabJsonMask *self,
                                              JsonNode       *node);
JsonNode       *confab_json_mask_copy_pieces (ConfabJsonMask *self,
                                              const char     *place,
                                              JsonNode       *node);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabJsonMask, confab_json_mask_free)

G_END_DECLS
