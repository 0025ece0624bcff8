/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Maths within one line. Bytes from the line's start. */
typedef struct {
  gsize    start;
  gsize    end;
  gsize    inner_start; /* without the delimiters */
  gsize    inner_end;
  gboolean display; /* $$…$$ or \[…\] */
} ConfabMathSpan;

/* A line that is looked at from left to right; remembers where delimiters are. */
typedef struct {
  const char *line;
  gsize       length;
  gsize       dollar;      /* the next $ that can close, G_MAXSIZE: none, 0: not looked for */
  gsize       dollars;     /* the next $$ */
  gsize       parenthesis; /* the next \) */
} ConfabMathLine;

void     confab_math_line_init (ConfabMathLine *self,
                                const char     *line,
                                gsize           length);
gboolean confab_math_line_scan (ConfabMathLine *self,
                                gsize           at,
                                ConfabMathSpan *span);

G_END_DECLS
