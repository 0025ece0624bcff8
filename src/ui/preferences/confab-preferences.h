/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-engine.h"

G_BEGIN_DECLS

/**
 * ConfabPreferences:
 *
 * The settings dialog: General, Connections, Applications. An application and a connection have a
 * page of their own inside it. What is changed applies at once.
 */
#define CONFAB_TYPE_PREFERENCES (confab_preferences_get_type ())

G_DECLARE_FINAL_TYPE (ConfabPreferences, confab_preferences, CONFAB, PREFERENCES,
                      AdwPreferencesWindow)

GtkWidget *confab_preferences_new        (GtkWindow            *parent,
                                          ConfabEngine         *engine,
                                          GSettings            *settings);
void       confab_preferences_open_app   (ConfabPreferences    *self,
                                          ConfabStudioApp      *app,
                                          const char           *page,
                                          const char           *preset);

/* For its pages. */
void       confab_preferences_show_toast (GtkWidget           *page,
                                          const char          *text);
void       confab_preferences_close_page (GtkWidget           *page);
/* Asks before something is deleted, and says what goes with it. */
typedef void (*ConfabDeleteFunc) (gpointer user_data);
void       confab_preferences_ask_delete (GtkWidget            *page,
                                          const char           *heading,
                                          const char           *body,
                                          ConfabDeleteFunc      func,
                                          gpointer              object);

G_END_DECLS
