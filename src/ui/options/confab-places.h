/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-studio-app.h"

G_BEGIN_DECLS

/**
 * ConfabPlace:
 * @title: what a row or a group of settings is called
 * @where: (nullable): on which page, and of which application
 * @page: (nullable): the name of the page
 * @app: (nullable): the application whose page that is
 *
 * A place in the settings that can be looked for.
 */
typedef struct {
  char            *title;
  char            *where;
  char            *page;
  ConfabStudioApp *app;
} ConfabPlace;

void         confab_place_free      (ConfabPlace     *self);
gboolean     confab_place_matches   (ConfabPlace     *self,
                                     const char      *text);
void         confab_places_collect  (GPtrArray       *places,
                                     GtkWidget       *root,
                                     const char      *where,
                                     const char      *page,
                                     ConfabStudioApp *app);
GtkWidget   *confab_places_find     (GtkWidget       *root,
                                     const char      *title);
void         confab_places_go       (GtkWidget       *widget);

G_END_DECLS
