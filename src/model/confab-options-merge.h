/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-options.h"

G_BEGIN_DECLS

/* Where an option can be set; the later ones win. */
typedef enum {
  CONFAB_LAYER_APP,
  CONFAB_LAYER_PRESET,
  CONFAB_LAYER_SESSION,
  CONFAB_LAYER_MESSAGE,
} ConfabLayer;

/**
 * ConfabOptionsLayer:
 * @layer: which one
 * @name: (nullable): the name of a preset
 * @options: what is set there
 */
typedef struct {
  ConfabLayer    layer;
  const char    *name;
  ConfabOptions *options;
} ConfabOptionsLayer;

/**
 * ConfabOptionsMerge:
 *
 * The effective options of some layers, and for each value the layer it is from. Objects of the
 * protocol (`rag_options`, its filters, `biz_params`, the parameters of one plug-in, …) are merged
 * member by member; any other value, arrays and a workflow's own objects included, is one.
 */
typedef struct _ConfabOptionsMerge ConfabOptionsMerge;

ConfabOptionsMerge *confab_options_merge             (const ConfabOptionsLayer  *layers,
                                                      gsize                      n_layers);
void                confab_options_merge_free        (ConfabOptionsMerge        *self);
ConfabOptions      *confab_options_merge_get_options (ConfabOptionsMerge        *self);
gboolean            confab_options_merge_find        (ConfabOptionsMerge        *self,
                                                      const char                *path,
                                                      ConfabLayer               *layer,
                                                      const char               **name);
const char         *confab_options_merge_get_label   (ConfabOptionsMerge        *self,
                                                      const char                *group,
                                                      const char                *id);
char              **confab_options_merge_dup_paths   (ConfabOptionsMerge        *self);
ConfabOptions      *confab_options_overlay           (ConfabOptions             *self,
                                                      ConfabOptions             *over);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabOptionsMerge, confab_options_merge_free)

G_END_DECLS
