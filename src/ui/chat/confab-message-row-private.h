/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The row of a message, which is one class in five files:
 *   confab-message-row.c          the widget, its message and its parts
 *   confab-message-row-parts.c    what is above and below the text, made when first needed
 *   confab-message-row-layout.c   where the parts stand, and how high the row is
 *   confab-message-row-sources.c  sources: their list, their popover, their marks
 *   confab-message-row-actions.c  what its buttons do
 */

#pragma once

#include "confab-document.h"
#include "confab-message-row.h"

G_BEGIN_DECLS

struct _ConfabMessageRow {
  GtkWidget           parent_instance;

  ConfabChatCounters *counters; /* unowned */
  ConfabMessage      *message;
  char               *author;
  guint               position;
  guint               n_messages;

  ConfabDocument     *document;
  guint               rewrites; /* of the text that the document holds */
  GtkWidget          *prose;
  GtkWidget          *timeline; /* (nullable), as are the next ones: made when first needed */
  GtkWidget          *more; /* under a long prompt */
  GtkWidget          *attached; /* what was sent along with a prompt */
  GtkWidget          *pager; /* of the versions of a prompt */
  GtkWidget          *wait;
  GtkWidget          *sources;
  GtkWidget          *footer;
  GtkWidget          *error;
  GtkWidget          *source; /* the popover with one */
  GtkWidget          *flash; /* over the mark that the reader was led to */
  ConfabTextPlace     flash_from;
  ConfabTextPlace     flash_to;

  guint               pending; /* ConfabMessageChange that was not taken in yet */
  int                 text_top; /* of the text, pixels from the top of the row */
  int                 view_top; /* what is in view, likewise */
  int                 view_bottom;
  gboolean            narrow;
  gboolean            following;
};

gboolean           confab_message_row_is_user          (ConfabMessageRow *self);
void               confab_message_row_hold             (ConfabMessageRow *self);
void               confab_message_row_reveal           (ConfabMessageRow *self,
                                                        int               y);

/* Parts */
void               confab_message_row_update_text      (ConfabMessageRow *self);
void               confab_message_row_update_timeline  (ConfabMessageRow *self,
                                                        gboolean          evidence);
void               confab_message_row_update_wait      (ConfabMessageRow *self);
void               confab_message_row_update_footer    (ConfabMessageRow *self);
void               confab_message_row_update_error     (ConfabMessageRow *self);
void               confab_message_row_update_spoken    (ConfabMessageRow *self);
void               confab_message_row_make_attached    (ConfabMessageRow *self);
void               confab_message_row_make_more        (ConfabMessageRow *self);

/* Layout */
int                confab_message_row_lay_out          (ConfabMessageRow *self,
                                                        int               width,
                                                        gboolean          allocate);
void               confab_message_row_pass_viewport    (ConfabMessageRow *self);
GtkSizeRequestMode confab_message_row_get_request_mode (GtkWidget        *widget);
void               confab_message_row_measure          (GtkWidget        *widget,
                                                        GtkOrientation    orientation,
                                                        int               for_size,
                                                        int              *minimum,
                                                        int              *natural,
                                                        int              *minimum_baseline,
                                                        int              *natural_baseline);
void               confab_message_row_size_allocate    (GtkWidget        *widget,
                                                        int               width,
                                                        int               height,
                                                        int               baseline);

/* Sources */
void               confab_message_row_update_sources   (ConfabMessageRow *self);
void               confab_message_row_close_source     (ConfabMessageRow *self);
void               confab_message_row_place_flash      (ConfabMessageRow *self);
void               confab_message_row_end_flash        (ConfabMessageRow *self);
void               confab_message_row_install_source_actions (GtkWidgetClass *widget_class);

/* Actions */
void               confab_message_row_install_actions  (GtkWidgetClass   *widget_class);

G_END_DECLS
