/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-ask-evidence.h"
#include "confab-ask-options.h"
#include "confab-ask-printer.h"
#include "confab-engine.h"

G_BEGIN_DECLS

/* Shared by the files of the command: confab-ask-command.c (the run), -app.c (what is meant). */

/* One run of the command. It lives on the stack of confab_ask_command(), which ends when the
 * engine has closed: nothing outlives it. */
typedef struct {
  ConfabAskOptions *options;
  ConfabAskPrinter *printer;
  ConfabAskEvidence *evidence;
  gboolean shows_thoughts; /* they were asked for */
  GMainLoop *loop;
  GCancellable *cancellable;
  ConfabEngine *engine;

  ConfabStudioApp *app;
  ConfabSession *session;
  ConfabConversation *conversation;
  ConfabMessage *answer;

  int exit_status;
  int signal;
  gboolean ending;
} ConfabAsk;

void confab_ask_fail       (ConfabAsk        *ask,
                            const GError     *error);
void confab_ask_fail_with  (ConfabAsk        *ask,
                            ConfabErrorClass  error_class,
                            const char       *sentence);
void confab_ask_choose_app (ConfabAsk        *ask);
void confab_ask_go_on      (ConfabAsk        *ask);

G_END_DECLS
