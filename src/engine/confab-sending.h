/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-engine-private.h"
#include "confab-request.h"

G_BEGIN_DECLS

typedef struct _ConfabSending ConfabSending;

/* What is sent, from the person's word until it is on disk; self->sendings has it for so long. */
struct _ConfabSending
{
  GPtrArray *list;          /* where it is, or NULL */
  ConfabConversation *conversation;
  ConfabMessage *prompt;    /* the person's message */
  gboolean prompt_is_new;   /* else it is asked again */
  ConfabMessage *edited;    /* (nullable): the prompt of which it is another version */
  ConfabExtras *extras;     /* (nullable): what it carries; gone when it is sent */
  ConfabMessage *answer;
  ConfabOptions *options;   /* nullable */
  ConfabCall *call;
  ConfabRequest *request;   /* (nullable): made of it */
  gulong loaded_handler;
  gulong stored_handler;
  gboolean stopped;         /* before its turn began: it is stored, and not sent */
  gboolean deleted;         /* with its session: it is not even shown */
};

ConfabSending *confab_sending_find (ConfabEngine  *engine,
                                    ConfabSession *session);
void           confab_sending_free (gpointer       data);
void           confab_sending_run  (GTask         *task);

G_END_DECLS
