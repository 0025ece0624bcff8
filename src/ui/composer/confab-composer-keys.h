/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

/**
 * ConfabComposerKey:
 *
 * What a key is to the composer before it is one of its text: nothing, sending, a page of the
 * conversation up or down, the prompt before or after the one that is shown.
 */
typedef enum {
  CONFAB_COMPOSER_KEY_NONE,
  CONFAB_COMPOSER_KEY_SEND,
  CONFAB_COMPOSER_KEY_PAGE_UP,
  CONFAB_COMPOSER_KEY_PAGE_DOWN,
  CONFAB_COMPOSER_KEY_EARLIER,
  CONFAB_COMPOSER_KEY_LATER,
} ConfabComposerKey;

ConfabComposerKey confab_composer_key_read (guint           keyval,
                                            GdkModifierType state,
                                            gboolean        is_empty,
                                            gboolean        is_recalled,
                                            gboolean        control_sends);

G_END_DECLS
