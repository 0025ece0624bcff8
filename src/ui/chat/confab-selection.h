/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-text-lines.h"

G_BEGIN_DECLS

/* A place in a conversation. */
typedef struct {
  guint           message; /* its position in the list */
  ConfabTextPlace place;
} ConfabSpot;

/**
 * ConfabSelection:
 *
 * What is selected in a conversation, without widgets: from one spot to another. One end, the base,
 * stays where the selection was begun; the other, the head, is moved. Either may be a word or a
 * block instead of a point. It keeps its place while messages come and go, and lets go of text
 * that changed.
 */
typedef struct _ConfabSelection ConfabSelection;

ConfabSelection *confab_selection_new       (void);
void             confab_selection_free      (ConfabSelection       *self);
void             confab_selection_clear     (ConfabSelection       *self);
void             confab_selection_set_base  (ConfabSelection       *self,
                                             const ConfabSpot      *start,
                                             const ConfabSpot      *end);
void             confab_selection_set_head  (ConfabSelection       *self,
                                             const ConfabSpot      *start,
                                             const ConfabSpot      *end);
gboolean         confab_selection_is_empty  (ConfabSelection       *self);
gboolean         confab_selection_get_head  (ConfabSelection       *self,
                                             ConfabSpot            *head);
gboolean         confab_selection_get_span  (ConfabSelection       *self,
                                             ConfabSpot            *start,
                                             ConfabSpot            *end);
gboolean         confab_selection_get_part  (ConfabSelection       *self,
                                             guint                  message,
                                             ConfabTextPlace       *start,
                                             ConfabTextPlace       *end);
gboolean         confab_selection_splice    (ConfabSelection       *self,
                                             guint                  position,
                                             guint                  n_removed,
                                             guint                  n_added);
gboolean         confab_selection_keep      (ConfabSelection       *self,
                                             guint                  message,
                                             const ConfabTextPlace *kept);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabSelection, confab_selection_free)

G_END_DECLS
