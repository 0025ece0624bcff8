/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabDocument:
 *
 * The text of one message as blocks of lines, computed from its Markdown (CommonMark with tables,
 * task lists, strikethrough and bare addresses) without GTK. Text is appended or replaced; only the
 * open tail is worked on again, finished blocks are frozen. The view asks which blocks changed and
 * lays out only those: update() answers "the first @kept_blocks blocks are as they were, of the
 * block after them the first @kept_lines lines, and of the line after those the first @kept_bytes
 * bytes". Where nothing of the block after them was kept in its place, @kept_lines and @kept_bytes
 * are 0; where something was, its attributes may have changed all the same (a fence is closed now).
 *
 * A line is what one Pango layout shows (it may wrap on screen). Each line end in the source ends a
 * line. Lines carry a hash over text and spans, by which equal ones are recognised. The text is
 * plain and safe to lay out: never markup, controls shown as their pictures, directions balanced.
 */
typedef struct _ConfabDocument ConfabDocument;

/* Each block has a line at least; that of a rule is empty. */
typedef enum {
  CONFAB_BLOCK_PARAGRAPH,
  CONFAB_BLOCK_HEADING,
  CONFAB_BLOCK_CODE,  /* each line one of the source; display maths has the language "latex" */
  CONFAB_BLOCK_TABLE, /* the lines are cells, row by row; the first row is the head */
  CONFAB_BLOCK_RULE,
} ConfabBlockKind;

typedef enum {
  CONFAB_SPAN_STRONG = 1 << 0,
  CONFAB_SPAN_EMPHASIS = 1 << 1,
  CONFAB_SPAN_STRIKE = 1 << 2,
  CONFAB_SPAN_CODE = 1 << 3,
  CONFAB_SPAN_LINK = 1 << 4,
  CONFAB_SPAN_IMAGE = 1 << 5,    /* the text stands for an image: nothing is ever fetched */
  CONFAB_SPAN_CITATION = 1 << 6, /* the text is the number */
  CONFAB_SPAN_MATH = 1 << 7,     /* the text is LaTeX, without delimiters */
  CONFAB_SPAN_ORIGIN = 1 << 8,   /* the text, behind an image's, is the image's host in parentheses */
} ConfabSpanFlags;

typedef enum {
  CONFAB_CONTAINER_QUOTE,
  CONFAB_CONTAINER_ITEM,
} ConfabContainerKind;

typedef enum {
  CONFAB_TASK_NONE,
  CONFAB_TASK_OPEN,
  CONFAB_TASK_DONE,
} ConfabTask;

typedef enum {
  CONFAB_ALIGN_DEFAULT,
  CONFAB_ALIGN_LEFT,
  CONFAB_ALIGN_CENTER,
  CONFAB_ALIGN_RIGHT,
} ConfabAlign;

typedef enum {
  CONFAB_MARKUP_PLAIN,
  CONFAB_MARKUP_MARKDOWN, /* a citation is its number in brackets, as it is seen */
  CONFAB_MARKUP_HTML,
} ConfabMarkupFormat;

/* Characters without a place to break after which one is put in. */
#define CONFAB_LINE_MAX_RUN 1000
/* Combining marks kept on one base character: more are an attack on the shaper. */
#define CONFAB_LINE_MAX_MARKS 16
/* Containers around a block: what is nested deeper is shown at this depth. */
#define CONFAB_BLOCK_MAX_CONTAINERS 32
/* A table with more columns is shown as text, and so are the rows after these many cells, and those from
 * the first one on that has more bytes than this. */
#define CONFAB_TABLE_MAX_COLUMNS 64
#define CONFAB_TABLE_MAX_CELLS 250000
#define CONFAB_TABLE_MAX_ROW 20000

/* Spans are in order and do not overlap: what lies in two has the flags of both. */
typedef struct {
  gsize            start; /* bytes */
  gsize            end;
  ConfabSpanFlags  flags;
  char            *target; /* (nullable): of a link its address (http, https or mailto, checked), else
                            * of an image its host, of a citation the index_id */
} ConfabSpan;

typedef struct {
  char       *text;   /* UTF-8, without line end, soft-broken: no run over 1,000 characters */
  gsize       length; /* bytes */
  guint64     hash;
  ConfabSpan *spans;
  guint       n_spans;
} ConfabLine;

typedef struct {
  ConfabContainerKind  kind;
  guint                id;     /* the same for all blocks of one quote or item */
  char                *marker; /* (nullable): of an item: "•", "3." … */
  ConfabTask           task;   /* of an item */
  gboolean             first;  /* the block is the first in this item: the marker stands before it */
} ConfabContainer;

typedef struct {
  ConfabBlockKind  kind;
  guint            id;     /* constant as long as the block exists */
  gboolean         frozen; /* will not change until the end of the text is known */
  GPtrArray       *lines;  /* of ConfabLine, one at least */
  ConfabContainer *containers; /* from outside in */
  guint            n_containers;
  gboolean         tight; /* within an item: follows what is before it without a blank line */
  guint            level; /* of a heading: 1 to 6 */
  char            *info;  /* (nullable): of code: all of the words after the fence */
  char            *language; /* (nullable): of code: the first of them; of maths "latex" without info */
  gboolean         closed; /* of code: there will not be more of it */
  guint            n_columns; /* of a table */
  ConfabAlign     *aligns; /* of a table: one a column */
} ConfabBlock;

typedef struct {
  guint kept_blocks;
  guint kept_lines;
  gsize kept_bytes;
} ConfabDocumentChange;

/* A place in the text. */
typedef struct {
  guint block;
  guint line; /* in the block */
  gsize byte; /* in the line */
} ConfabPlace;

/* Work counters, asserted in tests: cost per streamed byte is constant. */
typedef struct {
  guint64 parsed_bytes; /* given to the Markdown parser */
  guint64 made_lines;   /* made or grown: new to the view */
  guint64 updates;
  guint64 full_parses;  /* of the whole text, at its end */
  guint64 corrections;  /* of them, how many found what the parts had not */
} ConfabDocumentCounters;

/* @data: what it was set with */
typedef void (*ConfabDocumentChangedFunc) (gpointer data);

ConfabDocument     *confab_document_new          (void);
void                confab_document_free         (ConfabDocument         *self);
void                confab_document_update       (ConfabDocument         *self,
                                                  const char             *text,
                                                  gsize                   length,
                                                  gboolean                rewritten,
                                                  gboolean                finished,
                                                  ConfabDocumentChange   *change);
void                confab_document_set_changed_func
                                                 (ConfabDocument         *self,
                                                  ConfabDocumentChangedFunc func,
                                                  gpointer                data);
gboolean            confab_document_is_checked   (ConfabDocument         *self);
guint               confab_document_get_n_blocks (ConfabDocument         *self);
const ConfabBlock  *confab_document_get_block    (ConfabDocument         *self,
                                                  guint                   position);
char               *confab_document_export       (ConfabDocument         *self,
                                                  const ConfabPlace      *from,
                                                  const ConfabPlace      *to,
                                                  ConfabMarkupFormat      format);
void                confab_document_get_counters (ConfabDocument         *self,
                                                  ConfabDocumentCounters *counters);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabDocument, confab_document_free)

G_END_DECLS
