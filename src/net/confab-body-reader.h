/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-net-failure.h"
#include "confab-reply-decoder.h"

G_BEGIN_DECLS

/* A whole JSON answer may be as large as one event; an error has no business being large. */
#define CONFAB_BODY_MAX_DOCUMENT CONFAB_SSE_MAX_EVENT
#define CONFAB_BODY_MAX_ERROR    (1024 * 1024)

/* All of one reply. What is kept is bounded elsewhere: cumulative frames repeat themselves. */
#define CONFAB_BODY_MAX_WIRE (G_GUINT64_CONSTANT (8) * 1024 * 1024 * 1024)

/**
 * ConfabBodyReader:
 *
 * What to make of the body of a reply: decides by status and type (or by the first bytes, when
 * there is no type) whether it is a stream of events, one JSON document or nothing of the
 * service's, and feeds the decoder. A push object without I/O.
 */
typedef struct _ConfabBodyReader ConfabBodyReader;

typedef void (*ConfabBodyDeltaFunc) (const ConfabDelta *delta,
                                     gpointer           user_data);

ConfabBodyReader    *confab_body_reader_new         (int                   http_status,
                                                     const char           *reason,
                                                     const char           *content_type,
                                                     ConfabReplyDecoder   *decoder,
                                                     ConfabBodyDeltaFunc   func,
                                                     gpointer              user_data);
void                 confab_body_reader_free        (ConfabBodyReader     *self);
gboolean             confab_body_reader_wants_more  (ConfabBodyReader     *self);
gboolean             confab_body_reader_feed        (ConfabBodyReader     *self,
                                                     const char           *bytes,
                                                     gsize                 length);
void                 confab_body_reader_end         (ConfabBodyReader     *self,
                                                     gboolean              clean);
void                 confab_body_reader_halt        (ConfabBodyReader     *self);
const ConfabFailure *confab_body_reader_get_failure (ConfabBodyReader     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabBodyReader, confab_body_reader_free)

G_END_DECLS
