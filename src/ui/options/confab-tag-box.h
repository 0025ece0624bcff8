/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * ConfabTagBox:
 *
 * Some texts, or numbers, as tags that can be removed, and an entry for the next one. Signal:
 * `changed`, when the person has added or removed one.
 */
#define CONFAB_TYPE_TAG_BOX (confab_tag_box_get_type ())

G_DECLARE_FINAL_TYPE (ConfabTagBox, confab_tag_box, CONFAB, TAG_BOX, GtkWidget)

GtkWidget *confab_tag_box_new        (const char   *name,
                                      gboolean      with_numbers,
                                      gboolean      with_or);
void       confab_tag_box_set_values (ConfabTagBox *self,
                                      JsonNode     *values);
void       confab_tag_box_set_below  (ConfabTagBox *self,
                                      const char   *below);
JsonNode  *confab_tag_box_dup_values (ConfabTagBox *self);
GtkWidget *confab_tag_box_get_entry  (ConfabTagBox *self);

G_END_DECLS
