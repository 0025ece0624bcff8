/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-engine.h"
#include "confab-find-text.h"

G_BEGIN_DECLS

/**
 * ConfabSearchHit:
 *
 * A title or a message in which something was found.
 */
#define CONFAB_TYPE_SEARCH_HIT (confab_search_hit_get_type ())

G_DECLARE_FINAL_TYPE (ConfabSearchHit, confab_search_hit, CONFAB, SEARCH_HIT, GObject)

ConfabSession     *confab_search_hit_get_session    (ConfabSearchHit *self);
/* The message's id, for confab_conversation_show_message(); 0: it is the title. */
gint64             confab_search_hit_get_message    (ConfabSearchHit *self);
ConfabRole         confab_search_hit_get_role       (ConfabSearchHit *self);
/* Microseconds since the epoch. */
gint64             confab_search_hit_get_time       (ConfabSearchHit *self);
/* One line of plain text around the first place, and where the places are in it, in bytes. */
const char        *confab_search_hit_get_passage    (ConfabSearchHit *self);
const ConfabRange *confab_search_hit_get_ranges     (ConfabSearchHit *self,
                                                     guint           *n);

/**
 * ConfabSearch:
 *
 * A search over everything that is stored: a GListModel of #ConfabSearchHit, titles first, then
 * messages, newest first, in pages. Any text can be looked for; a new one ends the search for the
 * old one. Properties, with notify: `searching` (gboolean), `has-more` (gboolean), `error` (nullable
 * string, a sentence for the person).
 */
#define CONFAB_TYPE_SEARCH (confab_search_get_type ())

G_DECLARE_FINAL_TYPE (ConfabSearch, confab_search, CONFAB, SEARCH, GObject)

ConfabSearch *confab_search_new           (ConfabEngine    *engine);
/* @app (nullable): only in its sessions. An empty @text empties the list. */
void          confab_search_look_for      (ConfabSearch    *self,
                                           const char      *text,
                                           ConfabStudioApp *app);
void          confab_search_load_more     (ConfabSearch    *self);
gboolean      confab_search_get_searching (ConfabSearch    *self);
gboolean      confab_search_get_has_more  (ConfabSearch    *self);
const char   *confab_search_get_error     (ConfabSearch    *self);

/* What answers to a name that is typed (Ctrl+K): #ConfabSession and #ConfabStudioApp objects, the
 * best first; with an empty @query the sessions that were active last. (transfer full) */
GPtrArray    *confab_engine_find_by_name  (ConfabEngine    *self,
                                           const char      *query,
                                           guint            limit);

G_END_DECLS
