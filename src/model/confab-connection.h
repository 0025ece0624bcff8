/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

#include "confab-records.h"

G_BEGIN_DECLS

/**
 * ConfabConnection:
 *
 * Where applications are called: a base URL, a workspace, time-outs. Its key is in the keyring.
 */
#define CONFAB_TYPE_CONNECTION (confab_connection_get_type ())

G_DECLARE_FINAL_TYPE (ConfabConnection, confab_connection, CONFAB, CONNECTION, GObject)

ConfabConnection             *confab_connection_new          (ConfabConnectionRecord *record);
const ConfabConnectionRecord *confab_connection_get_record   (ConfabConnection       *self);
void                          confab_connection_take_record  (ConfabConnection       *self,
                                                              ConfabConnectionRecord *record);
void                          confab_connection_set_base_url (ConfabConnection       *self,
                                                              const char             *base_url);

G_END_DECLS
