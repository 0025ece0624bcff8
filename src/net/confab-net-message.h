/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libsoup/soup.h>

#include "confab-request.h"

G_BEGIN_DECLS

SoupMessage *confab_net_message_new       (GUri                *uri,
                                           const ConfabRequest *request,
                                           ConfabSecrets       *secrets);
void         confab_net_message_authorize (SoupMessage         *message,
                                           const char          *key);
void         confab_net_message_wipe      (SoupMessage         *message);
char        *confab_net_dup_proxy_name    (GIOStream           *connection);

G_END_DECLS
