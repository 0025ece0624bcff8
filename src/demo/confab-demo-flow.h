/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-demo-answer.h"

G_BEGIN_DECLS

/* How a stream tells of a workflow's nodes (protocol 4.4). */
typedef enum {
  CONFAB_DEMO_FLOW_FULL_THOUGHTS,
  CONFAB_DEMO_FLOW_MESSAGE_FORMAT,
  CONFAB_DEMO_FLOW_MESSAGE_FORMAT_PLUS,
  CONFAB_DEMO_FLOW_AGENT_FORMAT,
} ConfabDemoFlowMode;

/* What the messages of a node hold. */
typedef enum {
  CONFAB_DEMO_NODE_TEXT,   /* pieces of text */
  CONFAB_DEMO_NODE_RESULT, /* pieces of text, each inside JSON */
  CONFAB_DEMO_NODE_JSON,   /* one JSON text */
} ConfabDemoNodeContent;

/**
 * ConfabDemoFlow:
 *
 * One run of a workflow: what its nodes said, in the order in which they said it, and the frames
 * that tell it in each of the four modes.
 */
typedef struct _ConfabDemoFlow ConfabDemoFlow;

gboolean        confab_demo_flow_mode_from_word (const char            *word,
                                                 ConfabDemoFlowMode    *mode);
ConfabDemoFlow *confab_demo_flow_new            (void);
void            confab_demo_flow_free           (ConfabDemoFlow        *self);
guint           confab_demo_flow_add_node       (ConfabDemoFlow        *self,
                                                 const char            *id,
                                                 const char            *name,
                                                 const char            *type,
                                                 ConfabDemoNodeContent  content);
void            confab_demo_flow_say            (ConfabDemoFlow        *self,
                                                 guint                  node,
                                                 const char            *text,
                                                 gboolean               is_last);
void            confab_demo_flow_say_child      (ConfabDemoFlow        *self,
                                                 guint                  parent,
                                                 guint                  index,
                                                 const char            *name,
                                                 const char            *input,
                                                 const char            *output);
void            confab_demo_flow_apply          (ConfabDemoFlow        *self,
                                                 ConfabDemoAnswer      *answer,
                                                 ConfabDemoFlowMode     mode,
                                                 gboolean               has_thoughts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabDemoFlow, confab_demo_flow_free)

G_END_DECLS
