/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-block.h"

G_BEGIN_DECLS

/**
 * ConfabLineWriter:
 *
 * Makes lines that are safe to lay out, one after the other. Whatever is written into one: controls
 * become their pictures; overrides of the direction, and all of its marks within code and links,
 * become U+FFFD; other embeddings and isolates are closed at the end of the line; words without end
 * get places to break; heaps of combining marks are cut.
 */
typedef struct {
  GString         *text;
  GArray          *spans; /* of ConfabSpan */
  ConfabSpanFlags  flags; /* of what is written now */
  char            *target;
  gsize            span_start;
  guint            run; /* characters since the last place to break */
  guint            marks; /* combining marks since their base */
  gunichar         before; /* the character before, 0 at the start of a line */
  guint            n_closers;
  gunichar         closers[8]; /* of the embeddings and isolates that are open */
  gboolean         verbatim; /* the line is code */
} ConfabLineWriter;

/* Writes a piece of a line; @span is %NULL where the text has no style. */
typedef void (*ConfabSpanFunc) (GString          *out,
                                const ConfabLine *line,
                                const ConfabSpan *span,
                                gsize             start,
                                gsize             end);

void        confab_line_writer_init      (ConfabLineWriter *self);
void        confab_line_writer_clear     (ConfabLineWriter *self);
void        confab_line_writer_begin     (ConfabLineWriter *self,
                                          gboolean          verbatim);
void        confab_line_writer_set_style (ConfabLineWriter *self,
                                          ConfabSpanFlags   flags,
                                          const char       *target);
void        confab_line_writer_put       (ConfabLineWriter *self,
                                          const char       *text,
                                          gsize             length);
void        confab_line_writer_put_char  (ConfabLineWriter *self,
                                          gunichar          ch);
ConfabLine *confab_line_writer_finish    (ConfabLineWriter *self);
void        confab_line_writer_unbreak   (GString          *out,
                                          const ConfabLine *line,
                                          gsize             start,
                                          gsize             end);
void        confab_line_writer_walk      (GString          *out,
                                          const ConfabLine *line,
                                          gsize             start,
                                          gsize             end,
                                          ConfabSpanFunc    func);

G_END_DECLS
