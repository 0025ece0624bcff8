/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Whether `rag_options` (nullable) let a document through; protocol 2.4. */
gboolean confab_demo_filter_accepts (JsonObject *options,
                                     JsonObject *document);

G_END_DECLS
