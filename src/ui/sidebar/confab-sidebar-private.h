/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-app-switcher.h"
#include "confab-search-results.h"
#include "confab-session-look.h"
#include "confab-sidebar.h"

G_BEGIN_DECLS

struct _ConfabSidebar
{
  AdwBin parent_instance;

  ConfabSessionGroups *groups;
  GListModel *apps;
  ConfabSearch *looking; /* (nullable): without one only titles of what is listed are looked at */
  GtkSingleSelection *selection;
  ConfabSession *current;
  gboolean archived;  /* shows the archive */
  gboolean moves_focus; /* the row with the keyboard is on its way to another place */
  gboolean selecting; /* the selection is being changed by us, not by the person */

  ConfabAppSwitcher *switcher;
  GtkSearchEntry *search;
  GtkWidget *archive_bar;
  GtkStack *stack;
  GtkListView *view;
  ConfabSessionLook *look; /* of the rows in it */
  GtkLabel *empty;
  ConfabSearchResults *results;
  ConfabSession *pressed; /* (nullable): its row, with a button or a finger */
  GtkWidget *menu;       /* (nullable): made when first opened */
  GtkWidget *menu_focus; /* weak: what had the focus before the menu */
};

void confab_sidebar_open        (ConfabSidebar *self,
                                 ConfabSession *session,
                                 gboolean       to_text);
void confab_sidebar_row_moving  (ConfabSidebar *self,
                                 GObject       *item);
void confab_sidebar_row_moved   (ConfabSidebar *self,
                                 GObject       *item);
void confab_sidebar_create_rows (ConfabSidebar *self);

G_END_DECLS
