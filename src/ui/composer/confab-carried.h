/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-extras.h"
#include "confab-options-merge.h"

G_BEGIN_DECLS

/**
 * ConfabCarried:
 * @icon_name: of what it is
 * @text: what it is, in a few words; foreign text may be in it
 * @summary: (nullable): all of it, where @text is not
 * @path: (nullable): a JSON pointer into options to what is taken away with it; %NULL of an attachment
 * @page: (nullable): the page of the settings where it is set
 * @layer: from which it is
 * @preset: (nullable): the name of the preset it is from
 * @is_off: whether it is said that it is not sent with this message
 * @attachment: (nullable): the attachment it is
 *
 * One of the things that the next message carries, as a chip shows it.
 */
typedef struct {
  const char       *icon_name;
  char             *text;
  char             *summary;
  char             *path;
  const char       *page;
  ConfabLayer       layer;
  char             *preset;
  gboolean          is_off;
  ConfabAttachment *attachment;
} ConfabCarried;

GPtrArray *confab_carried_list       (ConfabOptionsMerge  *merge,
                                      ConfabExtras        *extras);
char      *confab_carried_dup_source (const ConfabCarried *self);
char      *confab_layer_dup_source   (ConfabLayer          layer,
                                      const char          *preset);
char      *confab_value_dup_line     (JsonNode            *value);

G_END_DECLS
