/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-message.h"
#include "confab-thought.h"

G_BEGIN_DECLS

typedef enum {
  CONFAB_STAGE_RUNNING,
  CONFAB_STAGE_DONE,
  CONFAB_STAGE_FAILED,
  CONFAB_STAGE_UNFINISHED, /* the answer ended before it did */
} ConfabStageState;

/* One step on the way to an answer as people see it: a thought, or a workflow's node. The title is
 * ours where we know what it is; all else is foreign text. */
typedef struct {
  ConfabThoughtKind  kind;
  ConfabStageState    state;
  char              *title;       /* one line */
  char              *note;        /* (nullable): one line: what came of it, or the node's type */
  char              *text;        /* (nullable): to be read: reasoning */
  char              *input;       /* (nullable): often JSON, as are the next two */
  char              *output;
  char              *error;
  gint64             duration_ms; /* -1 unknown */
  guint              depth;       /* within how many others */
} ConfabStage;

void       confab_stage_free     (ConfabStage    *self);
gboolean   confab_stage_has_more (ConfabStage    *self);
char      *confab_stage_status   (ConfabStage    *self);
GPtrArray *confab_stages_new     (ConfabMessage *message);
gboolean   confab_stages_running (ConfabMessage *message);
char      *confab_stages_caption (GPtrArray     *steps,
                                 ConfabMessage *message,
                                 gint64         now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabStage, confab_stage_free)

G_END_DECLS
