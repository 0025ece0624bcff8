/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabChatCounters:
 *
 * The work done by one conversation view, asserted in tests: work does not lie as clocks do.
 */
typedef struct {
  guint64 updates;    /* frames that took in changes */
  guint64 frames;     /* painted frames of the window */
  guint64 lines_laid; /* layouts shaped and measured for the first time */
  guint64 bytes_laid; /* of text, in all layouts, also those made only to find a cut */
  guint64 slices; /* times that estimated heights were corrected in the background */
  guint64 holes; /* lines in view that had only an estimate when they should have been drawn */
  guint64 lines_back; /* layouts shaped again after they had been dropped */
  guint64 nodes_made; /* render nodes of lines */
  guint64 cells_measured; /* cells of tables whose width was asked for */
  guint64 code_slices; /* times that colours were found for some lines of code */
  guint64 rows_bound; /* times a row widget was given a message */
  guint   frames_alive; /* blocks that have widgets: buttons, a scroll bar */
  guint   rows_alive; /* row widgets that exist, in use or not */
} ConfabChatCounters;

G_END_DECLS
