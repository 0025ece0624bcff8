/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-options.h"

G_BEGIN_DECLS

/* What the arguments of `confab ask` say. */
typedef enum {
  CONFAB_ASK_SESSION_NEW,    /* a new one, stored */
  CONFAB_ASK_SESSION_NONE,   /* nothing is stored */
  CONFAB_ASK_SESSION_OURS,   /* one of Confab's, by its number */
  CONFAB_ASK_SESSION_REMOTE, /* one of the service's, by its 32 hex digits */
} ConfabAskSession;

/**
 * ConfabAskOptions:
 * All texts are as given; @base_url is %NULL when neither the option nor the environment names one.
 * @timeout is in seconds, 0 for the connection's; @message holds what is sent besides the prompt, @emit
 * (nullable) the language to print the request in.
 */
typedef struct {
  char            *prompt;
  char            *app;
  char            *base_url;
  char            *workspace;
  guint            timeout;
  ConfabAskSession session;
  gint64           session_number;
  char            *session_id;
  char           **presets;
  ConfabOptions   *message;
  char            *emit;
  gboolean         json;
  gboolean         dry_run;
} ConfabAskOptions;

ConfabAskOptions *confab_ask_options_parse (int                argc,
                                            char             **argv,
                                            GError           **error);
void              confab_ask_options_free  (ConfabAskOptions  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabAskOptions, confab_ask_options_free)

G_END_DECLS
