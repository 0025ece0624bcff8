/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

#include "confab-failure.h"

G_BEGIN_DECLS

gboolean       confab_reply_failure_is_described (JsonObject *object);
ConfabFailure *confab_reply_failure_from_object  (JsonObject *object,
                                                  int         http_status);
ConfabFailure *confab_reply_failure_from_text    (const char *text,
                                                  gsize       length,
                                                  int         http_status);

G_END_DECLS
