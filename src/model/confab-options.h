/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * ConfabOptions:
 *
 * Everything a call carries besides prompt and session: one immutable value, counted. It is held
 * as JSON in the service's own shape, so that each type is kept exactly and an unknown member
 * survives: `{"stream":"incremental","input":{…},"parameters":{…}}`. What is unset is not sent.
 */
typedef struct _ConfabOptions ConfabOptions;

/* How the answer is asked for. The words are stored: append, never rename. */
typedef enum {
  CONFAB_STREAM_INCREMENTAL, /* "incremental": each frame holds the new piece */
  CONFAB_STREAM_CUMULATIVE,  /* "cumulative": each frame holds all the text so far */
  CONFAB_STREAM_NONE,        /* "none": one JSON answer */
} ConfabStreamMode;

#define CONFAB_TYPE_OPTIONS (confab_options_get_type ())

GType             confab_options_get_type        (void) G_GNUC_CONST;
ConfabOptions    *confab_options_new_empty       (void);
ConfabOptions    *confab_options_new_from_json   (const char          *text,
                                                  GError             **error);
ConfabOptions    *confab_options_ref             (ConfabOptions       *self);
void              confab_options_unref           (ConfabOptions       *self);
ConfabOptions    *confab_options_with_stream     (ConfabOptions       *self,
                                                  ConfabStreamMode     mode);
ConfabStreamMode  confab_options_get_stream      (ConfabOptions       *self);
JsonObject       *confab_options_get_input       (ConfabOptions       *self);
JsonObject       *confab_options_get_parameters  (ConfabOptions       *self);
char             *confab_options_to_json         (ConfabOptions       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabOptions, confab_options_unref)

G_END_DECLS
