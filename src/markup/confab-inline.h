/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <md4c.h>

#include "confab-line-writer.h"
#include "confab-prepare.h"

G_BEGIN_DECLS

/* Spans in one another; what is deeper has the style of the last. */
#define CONFAB_INLINE_MAX_SPANS 32

typedef struct {
  MD_SPANTYPE      type;
  ConfabSpanFlags  flags;
  char            *target;
  gsize            start; /* of an image's text */
} ConfabInlineSpan;

/* The text of paragraphs, headings and cells: what md4c calls within a block. */
typedef struct {
  ConfabLineWriter  writer;
  gboolean          line_open;
  ConfabInlineSpan  spans[CONFAB_INLINE_MAX_SPANS];
  guint             n_spans;
  guint             deep_spans;
  const ConfabMark *display; /* (nullable): all that is in the line so far */
  /* Whether what comes may make a pair with something that is there. */
  gboolean          loose;
  gboolean          loose_line; /* … within the line */
  guint             n_brackets;
} ConfabInline;

void        confab_inline_init          (ConfabInline         *self);
void        confab_inline_clear         (ConfabInline         *self);
void        confab_inline_begin         (ConfabInline         *self,
                                         gboolean              verbatim);
ConfabLine *confab_inline_end           (ConfabInline         *self);
void        confab_inline_enter         (ConfabInline         *self,
                                         const ConfabPrepared *prepared,
                                         MD_SPANTYPE           type,
                                         void                 *detail);
void        confab_inline_leave         (ConfabInline         *self,
                                         MD_SPANTYPE           type);
void        confab_inline_leave_all     (ConfabInline         *self);
void        confab_inline_put           (ConfabInline         *self,
                                         const ConfabPrepared *prepared,
                                         MD_TEXTTYPE           type,
                                         const char           *text,
                                         gsize                 length);
char       *confab_inline_get_attribute (const ConfabPrepared *prepared,
                                         const MD_ATTRIBUTE   *attribute);
char       *confab_inline_make_safe     (ConfabInline         *self,
                                         const char           *text);
void        confab_inline_restore       (const ConfabPrepared *prepared,
                                         GString              *out,
                                         const char           *text,
                                         gsize                 length);

G_END_DECLS
