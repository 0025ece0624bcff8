/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One entry of the reply's `usage.models`; several when several models ran. */
typedef struct {
  char   *model_id; /* (nullable) */
  gint64  input_tokens;
  gint64  output_tokens;
} ConfabModelUsage;

ConfabModelUsage *confab_model_usage_new    (const char             *model_id,
                                             gint64                  input_tokens,
                                             gint64                  output_tokens);
void              confab_model_usage_free   (ConfabModelUsage       *self);

/* A usage is a GPtrArray of ConfabModelUsage; its text form is the wire's `models` array. */
GPtrArray        *confab_usage_new          (void);
GPtrArray        *confab_usage_copy         (GPtrArray              *usage);
char             *confab_usage_to_json      (GPtrArray              *usage);
GPtrArray        *confab_usage_from_json    (const char             *text);

G_END_DECLS
