/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-find-text.h"
#include "confab-store.h"

G_BEGIN_DECLS

/* A title or a message in which something was found. */
typedef struct {
  gint64      session;
  gint64      message;    /* 0: the title */
  ConfabRole  role;
  gint64      created_at; /* of a title: when the session was last active */
  char       *passage;    /* one line around the first place */
  GArray     *ranges;     /* of ConfabRange: the places in @passage */
} ConfabFound;

typedef struct {
  GPtrArray *found; /* of ConfabFound */
  gint64     next;  /* what @before is for the page that follows, 0 at the end */
} ConfabFoundPage;

/* A place in a message. */
typedef struct {
  gint64      message;
  ConfabRange range;   /* bytes of its text */
} ConfabPlace;

void             confab_found_page_free           (ConfabFoundPage     *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabFoundPage, confab_found_page_free)

/* Over everything, newest first, the titles before the messages. Any text is a valid @query. @app:
 * only sessions of this one, 0: of all. @before: 0 for the first page. Cancelling ends it at once. */
void             confab_store_search_async        (ConfabStore         *self,
                                                   const char          *query,
                                                   gint64               app,
                                                   gint64               before,
                                                   guint                limit,
                                                   GCancellable        *cancellable,
                                                   GAsyncReadyCallback  callback,
                                                   gpointer             user_data);
ConfabFoundPage *confab_store_search_finish       (ConfabStore         *self,
                                                   GAsyncResult        *result,
                                                   GError             **error);

/* In the path that a session is on, or that through a message: all places where @text stands letter
 * by letter, in any case. The finish gives ConfabPlace, oldest message first. */
void             confab_store_find_places_async   (ConfabStore         *self,
                                                   gint64               session,
                                                   gint64               through,
                                                   const char          *text,
                                                   GCancellable        *cancellable,
                                                   GAsyncReadyCallback  callback,
                                                   gpointer             user_data);
GArray          *confab_store_find_places_finish  (ConfabStore         *self,
                                                   GAsyncResult        *result,
                                                   GError             **error);

G_END_DECLS
