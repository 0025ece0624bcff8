/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabDocument:
 *
 * The text of one message as blocks of lines, computed without GTK. Text is appended or replaced;
 * only the open tail is worked on again, finished blocks are frozen. The view asks which blocks
 * changed and lays out only those: update() answers "the first @kept_blocks blocks are as they
 * were, of the block after them the first @kept_lines lines, and of the line after those the first
 * @kept_bytes bytes".
 *
 * A line is what one Pango layout shows (it may wrap on screen). Lines carry a hash over text and
 * spans, by which equal ones are recognised.
 */
typedef struct _ConfabDocument ConfabDocument;

/* Room for Markdown: headings, lists, code, tables come with "The answer". */
typedef enum {
  CONFAB_BLOCK_PARAGRAPH,
} ConfabBlockKind;

/* Characters without a place to break after which one is put in. */
#define CONFAB_LINE_MAX_RUN 1000
/* Combining marks kept on one base character: more are an attack on the shaper. */
#define CONFAB_LINE_MAX_MARKS 16

typedef struct {
  char    *text;   /* UTF-8, without line end, soft-broken: no run over 1,000 characters */
  gsize    length; /* bytes */
  guint64  hash;
} ConfabLine;

typedef struct {
  ConfabBlockKind  kind;
  guint            id;     /* constant as long as the block exists */
  gboolean         frozen; /* will never change again */
  GPtrArray       *lines;  /* of ConfabLine */
} ConfabBlock;

typedef struct {
  guint kept_blocks;
  guint kept_lines;
  gsize kept_bytes;
} ConfabDocumentChange;

/* Work counters, asserted in tests: cost per streamed byte is constant. */
typedef struct {
  guint64 parsed_bytes;
  guint64 made_lines; /* made or grown */
  guint64 updates;
} ConfabDocumentCounters;

ConfabDocument     *confab_document_new          (void);
void                confab_document_free         (ConfabDocument         *self);
void                confab_document_update       (ConfabDocument         *self,
                                                  const char             *text,
                                                  gsize                   length,
                                                  gboolean                rewritten,
                                                  gboolean                finished,
                                                  ConfabDocumentChange   *change);
guint               confab_document_get_n_blocks (ConfabDocument         *self);
const ConfabBlock  *confab_document_get_block    (ConfabDocument         *self,
                                                  guint                   position);
void                confab_document_get_counters (ConfabDocument         *self,
                                                  ConfabDocumentCounters *counters);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabDocument, confab_document_free)

G_END_DECLS
