/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "confab-call.h"

G_BEGIN_DECLS

typedef struct {
  char *name;
  char *value;
} ConfabHeader;

/**
 * ConfabRequest:
 *
 * A call as bytes: method POST, @url, @headers without the key, @body. The Authorization header is
 * added by net at the last moment and is never part of this.
 */
typedef struct {
  char             *url;
  GPtrArray        *headers; /* of ConfabHeader */
  char             *body;
  gsize             body_length;
  ConfabStreamMode  stream;
} ConfabRequest;

ConfabRequest *confab_request_build   (const ConfabCall     *call,
                                       GError              **error);
char          *confab_request_to_json (const ConfabRequest  *self);
void           confab_request_free    (ConfabRequest        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabRequest, confab_request_free)

G_END_DECLS
