/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

gboolean confab_link_is_allowed (const char *uri);
gboolean confab_link_open       (GtkWidget  *widget,
                                 const char *uri);
char    *confab_link_describe       (const char          *uri,
                                     const char          *text);
void     confab_link_confirm_async  (GtkWidget           *widget,
                                     const char          *uri,
                                     const char          *text,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data);
gboolean confab_link_confirm_finish (GAsyncResult        *result,
                                     GError             **error);

G_END_DECLS
