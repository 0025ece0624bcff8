/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-field-note.h"
#include "confab-options-editor.h"

G_BEGIN_DECLS

/* What the groups of the pages of options are made of. */
GtkWidget       *confab_options_parts_new_button     (const char           *icon,
                                                      const char           *tip,
                                                      const char           *name);
GtkWidget       *confab_options_parts_new_add        (AdwPreferencesGroup  *group,
                                                      const char           *tip,
                                                      const char           *name);
ConfabFieldNote *confab_options_parts_add_note       (AdwPreferencesGroup  *group);
ConfabFieldNote *confab_options_parts_add_row        (AdwPreferencesGroup  *group,
                                                      GtkWidget            *row,
                                                      const char           *title);
char            *confab_options_parts_describe_below (ConfabOptionsEditor  *editor,
                                                      const char           *path,
                                                      const char           *label_group,
                                                      const char * const   *but);
GtkWidget       *confab_options_parts_new_none       (void);
void             confab_options_parts_show_none      (AdwPreferencesGroup  *group,
                                                      GtkWidget            *none,
                                                      ConfabOptionsEditor  *editor,
                                                      const char           *path,
                                                      const char           *label_group,
                                                      const char * const   *but,
                                                      gboolean              show);
GtkWidget       *confab_options_parts_new_error      (GtkWidget           **label);
void             confab_options_parts_set_error      (GtkWidget            *field,
                                                      GtkWidget            *label,
                                                      const char           *sentence);

G_END_DECLS
