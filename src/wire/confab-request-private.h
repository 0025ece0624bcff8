/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

#include "confab-request.h"

G_BEGIN_DECLS

/* Shared by the files that make a request, of a call and of what is kept of one. */
ConfabRequest *confab_request_new        (void);
void           confab_request_add_header (ConfabRequest *self,
                                          const char    *name,
                                          const char    *value);
void           confab_request_add_slot   (ConfabRequest *self,
                                          const char    *code,
                                          const char    *path);
void           confab_request_write_body (ConfabRequest *self,
                                          JsonObject    *body);

G_END_DECLS
