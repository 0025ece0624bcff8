/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-message.h"
#include "confab-session.h"
#include "confab-store.h"

G_BEGIN_DECLS

/**
 * ConfabJournal:
 *
 * Brings an open answer to disk while it comes, and its end once.
 *
 * Signals: `writing`: the answer is about to be copied, the last moment to put it in order;
 * `written` (error: nullable #GError): after each write; `saved`: the end is on disk, or was tried
 * for the last time.
 */
#define CONFAB_TYPE_JOURNAL (confab_journal_get_type ())

G_DECLARE_FINAL_TYPE (ConfabJournal, confab_journal, CONFAB, JOURNAL, GObject)

ConfabJournal *confab_journal_new             (ConfabStore        *store,
                                               ConfabMessage      *answer,
                                               ConfabSession      *session);
void           confab_journal_touch           (ConfabJournal      *self);
void           confab_journal_write           (ConfabJournal      *self);
void           confab_journal_commit          (ConfabJournal      *self);
gboolean       confab_journal_is_clean        (ConfabJournal      *self);
void           confab_journal_session_changed (ConfabJournal      *self,
                                               ConfabSessionParts  parts);
void           confab_journal_end             (ConfabJournal      *self);
void           confab_journal_close           (ConfabJournal      *self);

G_END_DECLS
