/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A piece of a text, in bytes. */
typedef struct {
  gsize start;
  gsize end;
} ConfabRange;

/**
 * ConfabNeedle:
 * What is looked for in texts, letter by letter, whatever case it is written in.
 */
typedef struct _ConfabNeedle ConfabNeedle;

ConfabNeedle *confab_needle_new  (const char         *text);
void          confab_needle_free (ConfabNeedle       *self);
guint         confab_needle_find (const ConfabNeedle *self,
                                  const char         *text,
                                  gsize               length,
                                  guint               limit,
                                  GArray             *ranges);

/* How well @name answers to @query: 0 not at all, else the more the better. */
guint         confab_match_name  (const char         *query,
                                  const char         *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabNeedle, confab_needle_free)

G_END_DECLS
