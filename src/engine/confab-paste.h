/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabPaste:
 * @base_url: (nullable): where the call goes to, with its `/api/v1`
 * @workspace: (nullable): a workspace ID
 * @app_id: (nullable): an App ID
 * @key: (nullable): a key that stood there in plain sight; it is overwritten when this is freed
 *
 * What a command, a piece of a program or an address of the console says of an application.
 */
typedef struct {
  char *base_url;
  char *workspace;
  char *app_id;
  char *key;
} ConfabPaste;

ConfabPaste *confab_paste_parse (const char  *text);
void         confab_paste_free  (ConfabPaste *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabPaste, confab_paste_free)

G_END_DECLS
