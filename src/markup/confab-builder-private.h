/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <md4c.h>

#include "confab-builder.h"
#include "confab-inline.h"

G_BEGIN_DECLS

/*
 * What makes blocks of a text, which is one class in three files:
 *   confab-builder.c        what md4c calls, blocks and lines
 *   confab-builder-code.c   blocks of code
 *   confab-builder-lists.c  lists, items, quotes
 *
 * md4c calls, blocks come out. Whatever the text does, the stacks here have an end: what is nested
 * deeper is counted, so that its end is recognised, and shown at the last depth there is.
 */

typedef struct {
  ConfabContainer shown;
  gboolean        used; /* a block stands in it */
} OpenContainer;

typedef struct {
  gboolean ordered;
  char     delimiter;
  guint    next; /* number */
} OpenList;

typedef struct {
  const ConfabPrepared       *prepared;
  const ConfabBuilderContext *context;
  ConfabBuilderResult        *result;
  ConfabInline                text;
  OpenContainer               containers[CONFAB_BLOCK_MAX_CONTAINERS];
  guint                       n_containers;
  guint                       deep_containers; /* not shown */
  OpenList                    lists[CONFAB_BLOCK_MAX_CONTAINERS];
  guint                       n_lists;
  guint                       deep_lists;
  ConfabBlock                *block; /* (nullable): the one that is written */
  MD_BLOCKTYPE                leaf; /* MD_BLOCK_DOC: none, text is that of a paragraph */
  gboolean                    place_known; /* where the block is in the text */
  guint                       column; /* of a table's row */
  gboolean                    rows_as_text; /* the table has become too large */
  char                        fence; /* of the code, 0 when it is indented */
  gsize                       indent; /* columns at the start of a line of code, not written yet */
  const char                 *code_start; /* (nullable): the end of the text before it */
  const char                 *code_end; /* (nullable): the end of its text */
  const char                 *text_end; /* (nullable): the end of the text so far */
} ConfabBuilder;

static inline gboolean
confab_builder_is_input (ConfabBuilder *self,
                         const char    *text)
{
  const GString *input = self->prepared->text;

  return text >= input->str && text < input->str + input->len;
}

static inline gboolean
confab_builder_is_blank_line (const char *start,
                              const char *end)
{
  while (start < end && (*start == ' ' || *start == '\t' || *start == '>'))
    start++;

  return start == end;
}

/* Blocks and lines */
void     confab_builder_add_block      (ConfabBuilder              *self,
                                        ConfabBlockKind             kind);
void     confab_builder_add_empty_line (ConfabBuilder              *self);
void     confab_builder_open_line      (ConfabBuilder              *self);
void     confab_builder_end_line       (ConfabBuilder              *self);

/* Code */
void     confab_builder_start_code     (ConfabBuilder              *self,
                                        const MD_BLOCK_CODE_DETAIL *detail);
void     confab_builder_put_code       (ConfabBuilder              *self,
                                        const char                 *text,
                                        gsize                       length);
void     confab_builder_end_code       (ConfabBuilder              *self);
gboolean confab_builder_has_code_end   (ConfabBuilder              *self);

/* Lists and quotes */
void     confab_builder_start_list     (ConfabBuilder              *self,
                                        gboolean                    ordered,
                                        guint                       start,
                                        char                        delimiter);
void     confab_builder_end_list       (ConfabBuilder              *self);
void     confab_builder_push_container (ConfabBuilder              *self,
                                        OpenContainer               container);
void     confab_builder_pop_container  (ConfabBuilder              *self);
void     confab_builder_start_item     (ConfabBuilder              *self,
                                        const MD_BLOCK_LI_DETAIL   *detail);
void     confab_builder_end_item       (ConfabBuilder              *self);

G_END_DECLS
