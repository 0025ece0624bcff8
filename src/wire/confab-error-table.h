/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "confab-failure.h"

G_BEGIN_DECLS

/* What Confab may do by itself (reliability: before the first result frame only). */
typedef enum {
  CONFAB_RETRY_NO,     /* never */
  CONFAB_RETRY_ASK,    /* the person may, after changing something */
  CONFAB_RETRY_SAFE,   /* it was not acted on: 429, 503, nothing sent */
} ConfabRetry;

/**
 * ConfabErrorEntry:
 * One row of the error table: what a code means. @title and @advice are untranslated msgids.
 */
typedef struct {
  const char       *code;
  ConfabErrorClass  error_class;
  ConfabRetry       retry;
  const char       *title;
  const char       *advice;
} ConfabErrorEntry;

const ConfabErrorEntry *confab_error_table_lookup    (const char *code,
                                                      int         http_status,
                                                      const char *message);

G_END_DECLS
