/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

#include "confab-records.h"

G_BEGIN_DECLS

/* What changed; one signal may carry several. */
typedef enum {
  CONFAB_MESSAGE_TEXT = 1 << 0,
  CONFAB_MESSAGE_STATUS = 1 << 1,
  CONFAB_MESSAGE_DETAILS = 1 << 2, /* usage, ids, finish reason, failure, times, note */
  CONFAB_MESSAGE_EVIDENCE = 1 << 3, /* thoughts, references, nodes */
  CONFAB_MESSAGE_VERSIONS = 1 << 4,
} ConfabMessageChange;

/**
 * ConfabMessage:
 *
 * One message of a session: the person's prompt or the application's answer. While an answer
 * streams its text grows; the cost of an appended piece does not depend on what is there.
 *
 * Signal `changed` (flags: #ConfabMessageChange as guint): emitted after each change. A view only
 * marks itself dirty in it. The text is handed out as it stands; @rewrites counts how often it was
 * replaced other than by appending, so a reader that remembers length and rewrites knows whether
 * the part it has seen is still the beginning.
 */
#define CONFAB_TYPE_MESSAGE (confab_message_get_type ())

G_DECLARE_FINAL_TYPE (ConfabMessage, confab_message, CONFAB, MESSAGE, GObject)

ConfabMessage             *confab_message_new           (ConfabMessageRecord *record);
const ConfabMessageRecord *confab_message_get_record    (ConfabMessage       *self);
ConfabMessageRecord       *confab_message_dup_record    (ConfabMessage       *self);
ConfabMessageRecord       *confab_message_dup_growth    (ConfabMessage       *self,
                                                         gsize                start);
gint64                     confab_message_get_id        (ConfabMessage       *self);
void                       confab_message_set_ids       (ConfabMessage       *self,
                                                         gint64               id,
                                                         gint64               session,
                                                         gint64               parent);
ConfabRole                 confab_message_get_role      (ConfabMessage       *self);
ConfabStatus               confab_message_get_status    (ConfabMessage       *self);
void                       confab_message_set_status    (ConfabMessage       *self,
                                                         ConfabStatus         status);
const char                *confab_message_get_text      (ConfabMessage       *self,
                                                         gsize               *length);
guint                      confab_message_get_rewrites  (ConfabMessage       *self);
void                       confab_message_append_text   (ConfabMessage       *self,
                                                         const char          *piece,
                                                         gsize                length);
void                       confab_message_replace_text  (ConfabMessage       *self,
                                                         const char          *text,
                                                         gsize                length);
void                       confab_message_set_usage     (ConfabMessage       *self,
                                                         GPtrArray           *usage);
void                       confab_message_set_ids_of_service (ConfabMessage  *self,
                                                         const char          *request_id,
                                                         const char          *finish_reason);
void                       confab_message_set_evidence  (ConfabMessage       *self,
                                                         const char          *thoughts,
                                                         const char          *references,
                                                         const char          *nodes);
void                       confab_message_set_rest      (ConfabMessage       *self,
                                                         const char          *rest);
void                       confab_message_set_times     (ConfabMessage       *self,
                                                         gint64               first_text_us,
                                                         gint64               duration_us);
const ConfabFailure       *confab_message_get_failure   (ConfabMessage       *self);
void                       confab_message_set_failure   (ConfabMessage       *self,
                                                         const ConfabFailure *failure);
const char                *confab_message_get_note      (ConfabMessage       *self);
void                       confab_message_set_note      (ConfabMessage       *self,
                                                         const char          *note);

/* How many versions of it there are, this one included; an edited prompt, an answer that was asked
 * for again. @which (optional): the place of this one, from 0, oldest first. */
guint                      confab_message_get_n_versions (ConfabMessage      *self,
                                                         guint               *which);
void                       confab_message_set_versions  (ConfabMessage       *self,
                                                         guint                n,
                                                         guint                which);

G_END_DECLS
