/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-planned-request.h"

G_BEGIN_DECLS

void confab_request_parts_add (AdwPreferencesPage   *page,
                               ConfabPlannedRequest *plan);

G_END_DECLS
