/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "confab-call.h"
#include "confab-secrets.h"

G_BEGIN_DECLS

typedef struct {
  char *name;
  char *value;
} ConfabHeader;

/**
 * ConfabTokenSlot:
 * @code: the plug-in whose token it is
 * @path: where it goes, a JSON pointer into the body
 * @offset: the same in bytes; there is an empty string, and this is within its quotes
 *
 * A token that a request is to have.
 */
typedef struct {
  char  *code;
  char  *path;
  gsize  offset;
} ConfabTokenSlot;

/**
 * ConfabRequest:
 *
 * A call as bytes: method POST, @url, @headers without the key, @body without the tokens. Net puts
 * in both at the last moment (the Authorization header, confab_request_fill()); they are never part
 * of this.
 */
typedef struct {
  char             *url;
  GPtrArray        *headers; /* of ConfabHeader */
  char             *body;
  gsize             body_length;
  GPtrArray        *tokens; /* (nullable): of ConfabTokenSlot, by offset */
  ConfabStreamMode  stream;
} ConfabRequest;

/* The member of a record that holds what the request itself does not tell. */
#define CONFAB_REQUEST_OWN "own"

ConfabRequest *confab_request_build          (const ConfabCall     *call,
                                              GError              **error);
ConfabRequest *confab_request_build_unchecked (const ConfabCall    *call,
                                              GError              **error);
ConfabRequest *confab_request_new_from_record (const char          *record,
                                              GError              **error);
GBytes        *confab_request_fill           (const ConfabRequest  *self,
                                              ConfabSecrets        *secrets);
gboolean       confab_request_is_secret_name (const char           *name);
char          *confab_request_to_json        (const ConfabRequest  *self);
char          *confab_request_to_record      (const ConfabRequest  *self,
                                              const ConfabCall     *call);
gboolean       confab_request_read_record    (const char           *record,
                                              const char           *prompt,
                                              ConfabOptions       **options,
                                              GError              **error);
void           confab_request_free           (ConfabRequest        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabRequest, confab_request_free)

G_END_DECLS
