/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum {
  CONFAB_NODE_RUNNING,
  CONFAB_NODE_SUCCESS,
  CONFAB_NODE_FAILED,
} ConfabNodeState;

/*
 * One node of a workflow as far as it has run: what its messages, or its thought, say together. A
 * node within a loop or batch is there once for each round. All is foreign text.
 */
typedef struct {
  char            *id;           /* never NULL; may be empty */
  char            *name;         /* (nullable), as all that follows */
  char            *type;         /* "Start", "LLM", "End" … */
  char            *status;       /* as the service names it */
  ConfabNodeState  state;
  char            *parent_id;    /* of a node within a loop or batch */
  int              index;        /* of the round within it, from 0; -1 unknown */
  char            *exec_time;    /* as the service writes it, such as "1332ms" */
  gint64           exec_time_ms; /* -1 unknown */
  char            *content;      /* what it wrote */
  char            *reasoning;    /* what its model thought */
  char            *input;        /* often JSON text */
  char            *output;       /* often JSON text */
  char            *error_code;
  char            *error_info;
  GPtrArray       *usage;        /* (nullable): of ConfabModelUsage */
  char            *rest;         /* (nullable): JSON object of the members without a place here */
} ConfabNode;

void        confab_node_free         (ConfabNode *self);
ConfabNode *confab_node_from_thought (const char *response);
ConfabNode *confab_node_from_message (JsonObject *message);
GPtrArray  *confab_nodes_parse       (const char *nodes,
                                      const char *thoughts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabNode, confab_node_free)

G_END_DECLS
