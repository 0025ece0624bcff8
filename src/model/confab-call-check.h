/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-call.h"

G_BEGIN_DECLS

/**
 * ConfabProblem:
 * @path: the field, a JSON pointer into the options, such as `/parameters/rag_options/file_ids`
 * @sentence: what is wrong with it and what helps, in the person's language
 * @is_error: whether the service would refuse the request; else it is a word of warning
 *
 * What can be said of a call before it is sent.
 */
typedef struct {
  char     *path;
  char     *sentence;
  gboolean  is_error;
} ConfabProblem;

GPtrArray           *confab_call_check           (const ConfabCall *call);
const ConfabProblem *confab_problems_first_error (GPtrArray        *problems);

G_END_DECLS
