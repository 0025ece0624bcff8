/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Between the text of a message and the Markdown parser: what Markdown does not know (citations,
 * maths) is taken out and a stand-in put in its place, which the parser takes for a word. Wherever
 * a stand-in comes out again, in a code block even, the builder can put what it stands for.
 *
 * Stand-ins are made of characters that Unicode keeps for such use and that confab_source_append()
 * lets nobody else bring in. All begin with the same two bytes.
 */

#define CONFAB_STAND_IN_LEAD "\xef\xb7"
#define CONFAB_STAND_IN_MARK "\xef\xb7\x90"  /* U+FDD0, then the mark's number in digits */
#define CONFAB_STAND_IN_END "\xef\xb7\x91"   /* U+FDD1 */
#define CONFAB_STAND_IN_TILDE "\xef\xb7\x92" /* U+FDD2: a "~" that strikes nothing out */
#define CONFAB_STAND_IN_VOID "\xef\xb7\x93"  /* U+FDD3: nothing; only keeps its neighbours apart */

typedef enum {
  CONFAB_MARK_CITATION,
  CONFAB_MARK_MATH,
  CONFAB_MARK_DISPLAY, /* maths in lines of its own, or that would be if nothing stood beside it */
} ConfabMarkKind;

typedef struct {
  ConfabMarkKind  kind;
  char           *source; /* as it was written */
  gsize           length;
  char           *inner; /* (nullable): of maths, without its delimiters and what they stand in */
  gboolean        closed; /* of maths: its end has come */
} ConfabMark;

typedef struct {
  GString *text;  /* for the parser; ends in a newline */
  GArray  *marks; /* of ConfabMark */
} ConfabPrepared;

void             confab_prepared_init  (ConfabPrepared *self);
void             confab_prepared_clear (ConfabPrepared *self);
void             confab_prepare        (ConfabPrepared *self,
                                        const char     *prelude,
                                        const char     *source,
                                        gsize           length,
                                        gboolean        open);

G_END_DECLS
