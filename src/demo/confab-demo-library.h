/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-demo-shelf.h"

G_BEGIN_DECLS

/**
 * ConfabDemoLibrary:
 *
 * All documents of the service, in English and in Chinese, and the search in them.
 */
typedef struct _ConfabDemoLibrary ConfabDemoLibrary;

ConfabDemoLibrary *confab_demo_library_new        (GError            **error);
void               confab_demo_library_free       (ConfabDemoLibrary  *self);
GPtrArray         *confab_demo_library_search     (ConfabDemoLibrary  *self,
                                                   gboolean            is_chinese,
                                                   const char         *question,
                                                   const char * const *earlier,
                                                   guint               limit);
GPtrArray         *confab_demo_library_get_sections (ConfabDemoLibrary *self,
                                                   gboolean            is_chinese);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabDemoLibrary, confab_demo_library_free)

G_END_DECLS
