/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-options.h"

G_BEGIN_DECLS

gboolean       confab_options_is_in_slice (const char          *path,
                                           const char * const  *paths);
ConfabOptions *confab_options_slice       (ConfabOptions       *self,
                                           const char * const  *paths);
ConfabOptions *confab_options_with_slice  (ConfabOptions       *self,
                                           const char * const  *paths,
                                           ConfabOptions       *slice,
                                           GError             **error);
guint          confab_options_count       (ConfabOptions       *self,
                                           const char * const  *paths);
char          *confab_options_to_pretty   (ConfabOptions       *self);

G_END_DECLS
