/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "confab-engine.h"

G_BEGIN_DECLS

/**
 * ConfabSearchProvider:
 *
 * Answers the desktop's search (org.gnome.Shell.SearchProvider2) with titles of sessions and the
 * names of their applications, and with nothing else. The setting `search-provider` switches it off.
 *
 * Signals: `asked`: something was asked, the engine has to be started if it is not;
 * `opened` (id: gint64): the person wants this session; 0: just the window.
 */
#define CONFAB_TYPE_SEARCH_PROVIDER (confab_search_provider_get_type ())

G_DECLARE_FINAL_TYPE (ConfabSearchProvider, confab_search_provider, CONFAB, SEARCH_PROVIDER, GObject)

ConfabSearchProvider *confab_search_provider_new      (void);
gboolean              confab_search_provider_export   (ConfabSearchProvider  *self,
                                                       GDBusConnection       *connection,
                                                       const char            *path,
                                                       GError               **error);
void                  confab_search_provider_unexport (ConfabSearchProvider  *self);
void                  confab_search_provider_set_engine (ConfabSearchProvider *self,
                                                       ConfabEngine          *engine,
                                                       GSettings             *settings);

G_END_DECLS
