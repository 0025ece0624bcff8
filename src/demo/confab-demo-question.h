/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-demo-library.h"
#include "confab-demo-request.h"
#include "confab-demo-shop.h"

G_BEGIN_DECLS

/**
 * ConfabDemoQuestion:
 *
 * All that an application answers from: what is asked, what came before it, and the documents. The
 * answer depends on nothing else, so that the same question gets the same text in every mode.
 */
typedef struct {
  const ConfabDemoRequest *request;
  const char *const       *earlier; /* prompts of the session, oldest first; ends with NULL */
  const char              *session_id;
  const char              *request_id;
  guint16                  port;    /* of the service, for addresses of pictures */
  ConfabDemoLibrary       *library;
  ConfabDemoShop          *shop;
} ConfabDemoQuestion;

G_END_DECLS
