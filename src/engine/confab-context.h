/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "confab-clock.h"
#include "confab-pace.h"

G_BEGIN_DECLS

/**
 * ConfabContext:
 *
 * Owns the services (store, key store, client, demo service, clock, pace) and is passed down:
 * there are no globals. Making one touches no disk, no network and no bus.
 */
#define CONFAB_TYPE_CONTEXT (confab_context_get_type ())

G_DECLARE_FINAL_TYPE (ConfabContext, confab_context, CONFAB, CONTEXT, GObject)

/* @data_directory NULL: the user's. @use_keyring FALSE: keys in memory only (tests). */
ConfabContext *confab_context_new                (const char    *data_directory,
                                                  gboolean       use_keyring);
ConfabClock   *confab_context_get_clock          (ConfabContext *self);
ConfabPace    *confab_context_get_pace           (ConfabContext *self);
const char    *confab_context_get_data_directory (ConfabContext *self);

/* For the command line: the key of the environment goes before all others. @base_url (nullable): an
 * address that the person has named for this run, to which it may be sent, too. */
void           confab_context_prefer_environment (ConfabContext *self,
                                                  const char    *base_url);
/* Whether the environment's key may be sent to @base_url, if there is one. */
gboolean       confab_context_may_use_environment (ConfabContext *self,
                                                  const char    *base_url);

G_END_DECLS
