/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-options.h"

G_BEGIN_DECLS

/**
 * ConfabAskFields:
 *
 * The arguments of `confab ask` that say what is sent besides the prompt, as they were given.
 */
typedef struct {
  char    **pipelines;
  char    **files;
  char    **tags;
  char     *metadata;
  char     *structured;
  char     *input;
  char    **plugins;
  char    **tokens;
  char    **images;
  char     *messages;
  char     *flow_mode;
  char     *extra;
  gboolean  thoughts;
  gboolean  cumulative;
  gboolean  no_stream;
} ConfabAskFields;

ConfabOptions *confab_ask_fields_to_options (const ConfabAskFields  *self,
                                             char                  **prompt,
                                             GError                **error);
void           confab_ask_fields_clear      (ConfabAskFields        *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ConfabAskFields, confab_ask_fields_clear)

G_END_DECLS
