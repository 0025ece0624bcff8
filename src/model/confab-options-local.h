/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-options.h"

G_BEGIN_DECLS

/* What may have a label of the person's own. The words are stored: append, never rename. */
#define CONFAB_LABEL_PIPELINE     "pipeline_ids"
#define CONFAB_LABEL_FILE         "file_ids"
#define CONFAB_LABEL_SESSION_FILE "session_file_ids"
#define CONFAB_LABEL_PLUGIN       "plugins" /* and MCP servers */

ConfabOptions *confab_options_put           (ConfabOptions *self,
                                             const char    *path,
                                             JsonNode      *value);

gint64        *confab_options_dup_presets   (ConfabOptions *self,
                                             gsize         *n_presets);
ConfabOptions *confab_options_with_presets  (ConfabOptions *self,
                                             const gint64  *presets,
                                             gsize          n_presets);
ConfabOptions *confab_options_without_presets (ConfabOptions *self);

const char    *confab_options_get_label     (ConfabOptions *self,
                                             const char    *group,
                                             const char    *id);
ConfabOptions *confab_options_with_label    (ConfabOptions *self,
                                             const char    *group,
                                             const char    *id,
                                             const char    *label);

JsonNode      *confab_options_get_off       (ConfabOptions *self,
                                             const char    *path);
ConfabOptions *confab_options_with_off      (ConfabOptions *self,
                                             const char    *path,
                                             JsonNode      *value);
ConfabOptions *confab_options_switch        (ConfabOptions *self,
                                             const char    *path,
                                             gboolean       on);

JsonNode      *confab_options_get_about     (ConfabOptions *self,
                                             const char    *path,
                                             const char    *member);
ConfabOptions *confab_options_with_about    (ConfabOptions *self,
                                             const char    *path,
                                             const char    *member,
                                             JsonNode      *value);

G_END_DECLS
