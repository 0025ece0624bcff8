/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Items in one another that are followed; what is deeper stays in one part. */
#define CONFAB_SPLITTER_MAX_ITEMS 32

typedef enum {
  CONFAB_PART_OTHER, /* anything, parsed as a whole */
  CONFAB_PART_FENCE, /* begins with the opening line of a fence that stands in nothing */
} ConfabPartKind;

/* Part of a text that can be parsed alone: it ends where a top-level block or an item ends. */
typedef struct {
  ConfabPartKind kind;
  gsize          start; /* bytes */
  gsize          end;
  gboolean       after_blank; /* a blank line is before it */
  gboolean       goes_on; /* its first item is the next one of the list before */
} ConfabPart;

/**
 * ConfabSplitter:
 *
 * Looks once at each whole line of a growing text and finds where it can be cut, so that the parts
 * parsed one by one give what the whole gives. When in doubt it does not cut; what it cannot know
 * (definitions of links further down) is found by a parse of the whole at the end.
 */
typedef struct {
  gsize          position; /* of the first line not looked at */
  ConfabPart     part; /* the one that is open */
  guint          items[CONFAB_SPLITTER_MAX_ITEMS]; /* where the text of each open item begins: column */
  guint          n_items;
  char           list; /* the outermost list's bullet or delimiter */
  char           fence; /* its character while one is open, else 0 */
  gsize          fence_length;
  guint          fence_items; /* in how many it stands */
  gboolean       empty; /* nothing but blank lines is in the part */
  gboolean       blank; /* the line before was blank */
  gboolean       cut_next; /* the line before ended its block */
  gboolean       indented; /* in indented code */
  gboolean       quote; /* in a quote, of which nothing but the end is looked for */
  const char    *display; /* (nullable): what ends the maths that may have begun */
  gboolean       paragraph; /* the line before may be of a paragraph */
} ConfabSplitter;

void     confab_splitter_init (ConfabSplitter *self);
gboolean confab_splitter_next (ConfabSplitter *self,
                               const char     *text,
                               gsize           length,
                               ConfabPart     *part);

G_END_DECLS
