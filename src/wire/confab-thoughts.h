/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

#include "confab-options.h"

G_BEGIN_DECLS

/**
 * ConfabThoughts:
 *
 * The thoughts of one answer, merged over its frames: what streams in pieces is joined, all else is
 * the last value that was not empty. No member is lost, known or not.
 */
typedef struct _ConfabThoughts ConfabThoughts;

ConfabThoughts *confab_thoughts_new       (ConfabStreamMode  mode);
void            confab_thoughts_free      (ConfabThoughts   *self);
gboolean        confab_thoughts_merge     (ConfabThoughts   *self,
                                           JsonArray        *frame);
guint           confab_thoughts_get_n     (ConfabThoughts   *self);
gsize           confab_thoughts_get_size  (ConfabThoughts   *self);
JsonArray      *confab_thoughts_to_array  (ConfabThoughts   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabThoughts, confab_thoughts_free)

G_END_DECLS
