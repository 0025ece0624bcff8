/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-engine.h"

G_BEGIN_DECLS

/**
 * ConfabConnectionsGroup:
 *
 * The connections, one a row; a click opens the connection's page.
 */
#define CONFAB_TYPE_CONNECTIONS_GROUP (confab_connections_group_get_type ())

G_DECLARE_FINAL_TYPE (ConfabConnectionsGroup, confab_connections_group, CONFAB, CONNECTIONS_GROUP,
                      AdwPreferencesGroup)

void confab_connections_group_set_engine (ConfabConnectionsGroup *self,
                                          ConfabEngine           *engine);

G_END_DECLS
