/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-node.h"

G_BEGIN_DECLS

typedef enum {
  CONFAB_THOUGHT_REASONING,
  CONFAB_THOUGHT_RETRIEVAL, /* of documents */
  CONFAB_THOUGHT_MEMORY,
  CONFAB_THOUGHT_TOOL,      /* a plug-in, an MCP tool, or another call */
  CONFAB_THOUGHT_NODE,      /* a workflow's node: see @node */
  CONFAB_THOUGHT_RESPONSE,  /* what the model said to itself or on the way */
  CONFAB_THOUGHT_OTHER,
} ConfabThoughtKind;

/* One passage that a retrieval found. */
typedef struct {
  char   *content;         /* (nullable), as all texts here */
  char   *title;
  char   *data_id;
  char   *data_name;
  char   *reference_index; /* what a mark in the text names */
  double  score;           /* below 0: unknown */
  char  **images;          /* never NULL */
  char   *rest;            /* JSON object of the members without a place here */
} ConfabThoughtPassage;

/* One entry of `thoughts`: a step on the way to the answer. All is foreign text. */
typedef struct {
  ConfabThoughtKind  kind;
  char              *action_type; /* (nullable), as all texts here */
  char              *action;
  char              *action_name; /* for people, in the application's language */
  char              *text;        /* what was thought or said */
  char              *response;    /* what came of the thought, where it says more than @text */
  char              *arguments;   /* what was asked of the tool; often JSON text */
  char              *observation; /* what came of it, as it came; often JSON text */
  GPtrArray         *passages;    /* of ConfabThoughtPassage: what a retrieval found; never NULL */
  char             **memories;    /* @observation of the memory; never NULL */
  ConfabNode        *node;        /* of a workflow's node, else NULL */
  char              *rest;        /* JSON object of the members without a place here */
} ConfabThought;

void       confab_thought_passage_free (ConfabThoughtPassage *self);
void       confab_thought_free         (ConfabThought        *self);
GPtrArray *confab_thoughts_parse       (const char           *thoughts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabThought, confab_thought_free)

G_END_DECLS
