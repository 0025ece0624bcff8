/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * ConfabNodes:
 *
 * The `workflow_message`s of one answer, merged to one for each node: nodes that run at the same time
 * are told apart by their id, those within a loop or batch by their parent and round as well. What
 * streams in pieces is joined, what comes whole each time is replaced; all else is the last value
 * that was not empty. No member is lost, known or not.
 */
typedef struct _ConfabNodes ConfabNodes;

ConfabNodes *confab_nodes_new      (void);
void         confab_nodes_free     (ConfabNodes *self);
gboolean     confab_nodes_merge    (ConfabNodes *self,
                                    JsonObject  *message);
guint        confab_nodes_get_n    (ConfabNodes *self);
gsize        confab_nodes_get_size (ConfabNodes *self);
JsonArray   *confab_nodes_to_array (ConfabNodes *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabNodes, confab_nodes_free)

G_END_DECLS
