/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-search.h"
#include "confab-store-search.h"

G_BEGIN_DECLS

/* Takes what it needs out of @found. (transfer full) */
ConfabSearchHit *confab_search_hit_new (ConfabSession *session,
                                        ConfabFound   *found);

G_END_DECLS
