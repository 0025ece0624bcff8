/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * ConfabOptions:
 *
 * Everything a call carries besides prompt and session: one immutable value, counted. It is held
 * as JSON in the service's own shape, so that each type is kept exactly and an unknown member
 * survives. What is unset is not sent. Its members, all optional:
 *
 * - `stream`: `incremental`, `cumulative` or `none`
 * - `input`, `parameters`, `debug`: of the request
 * - `body`: further members of the request itself
 * - `headers`: name to text, such as X-DashScope-DataInspection
 * - `tokens`: the plug-ins whose token is sent: code to true, or to the name of the parameter that
 *   takes it (an MCP server's `Authorization`). The tokens themselves are in the keyring
 * - `unset`: an array of JSON pointers; in a layer, what it takes away of the layers below
 * - `presets`: the ids of the presets that are used, in order. What a message says of it goes before
 *   its session, and that before the application; unknown ids are nothing
 * - `local`: what is for the person only: `labels` (group to id to text), `off` (JSON pointer to what
 *   would be there, were it not switched off), `about` (JSON pointer of a parameter to `required`,
 *   `choices`, `description`)
 *
 * `presets` and `local` are never sent, and no part of what layers are merged to
 * (confab-options-local.h). Each value is named by a JSON pointer into this, such as `/parameters/rag_options/tags`; the
 * service's own fields have a #ConfabField as well (confab-options-fields.h).
 */
typedef struct _ConfabOptions ConfabOptions;

/* How the answer is asked for. The words are stored: append, never rename. */
typedef enum {
  CONFAB_STREAM_INCREMENTAL, /* "incremental": each frame holds the new piece */
  CONFAB_STREAM_CUMULATIVE,  /* "cumulative": each frame holds all the text so far */
  CONFAB_STREAM_NONE,        /* "none": one JSON answer */
} ConfabStreamMode;

/**
 * ConfabTokenRef:
 * @code: the plug-in or MCP server
 * @parameter: (nullable): the parameter that takes the token; %NULL: it is the `user_token`
 * @path: where in the request the token goes, a JSON pointer into its body
 *
 * A token that is sent, by name.
 */
typedef struct {
  char *code;
  char *parameter;
  char *path;
} ConfabTokenRef;

#define CONFAB_TYPE_OPTIONS (confab_options_get_type ())

GType             confab_options_get_type        (void) G_GNUC_CONST;
ConfabOptions    *confab_options_new_empty       (void);
ConfabOptions    *confab_options_new_from_json   (const char          *text,
                                                  GError             **error);
ConfabOptions    *confab_options_new_take        (JsonObject          *root);
ConfabOptions    *confab_options_ref             (ConfabOptions       *self);
void              confab_options_unref           (ConfabOptions       *self);
gboolean          confab_options_equal           (ConfabOptions       *self,
                                                  ConfabOptions       *other);
char             *confab_options_to_json         (ConfabOptions       *self);

ConfabOptions    *confab_options_with_stream     (ConfabOptions       *self,
                                                  ConfabStreamMode     mode);
ConfabStreamMode  confab_options_get_stream      (ConfabOptions       *self);

ConfabOptions    *confab_options_with            (ConfabOptions       *self,
                                                  const char          *path,
                                                  JsonNode            *value);
JsonNode         *confab_options_get             (ConfabOptions       *self,
                                                  const char          *path);
JsonObject       *confab_options_get_root        (ConfabOptions       *self);
JsonObject       *confab_options_get_input       (ConfabOptions       *self);
JsonObject       *confab_options_get_parameters  (ConfabOptions       *self);

ConfabOptions    *confab_options_with_token      (ConfabOptions       *self,
                                                  const char          *code,
                                                  const char          *parameter);
ConfabOptions    *confab_options_without_token   (ConfabOptions       *self,
                                                  const char          *code);
GPtrArray        *confab_options_dup_tokens      (ConfabOptions       *self);
gboolean          confab_options_is_secret       (const char          *path);
gboolean          confab_options_may_hold_token  (const char          *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabOptions, confab_options_unref)

G_END_DECLS
