/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-message.h"

G_BEGIN_DECLS

/**
 * ConfabVersionPager:
 *
 * "1/3" between two buttons: the versions of a prompt or an answer. The buttons activate
 * `chat.show-version` with the message's id and the version, from 0.
 */
#define CONFAB_TYPE_VERSION_PAGER (confab_version_pager_get_type ())

G_DECLARE_FINAL_TYPE (ConfabVersionPager, confab_version_pager, CONFAB, VERSION_PAGER, GtkWidget)

GtkWidget *confab_version_pager_new  (void);
gboolean   confab_version_pager_show (ConfabVersionPager *self,
                                      ConfabMessage      *message);

G_END_DECLS
