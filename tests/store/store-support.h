/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-store.h"

G_BEGIN_DECLS

/* What the tests of the store share: a private directory, and calls that wait for their end, with
 * a bound. */

typedef struct {
  char        *directory;
  char        *path; /* of the database */
  ConfabStore *store;
} StoreFixture;

void                 store_fixture_set_up      (StoreFixture        *fixture,
                                                gconstpointer        data);
void                 store_fixture_tear_down   (StoreFixture        *fixture,
                                                gconstpointer        data);

/* Closes and opens again, so that what is read afterwards came from the disk. */
void                 store_fixture_reopen      (StoreFixture        *fixture);
/* A turn in a session, 0 for a new one; gives the session. */
gint64               store_fixture_begin       (StoreFixture        *fixture,
                                                gint64               session,
                                                gint64               app,
                                                const char          *prompt,
                                                ConfabTurnIds       *ids);

/* The calls below write all of a session. */
#define TEST_ALL_PARTS ((ConfabSessionParts) ((CONFAB_SESSION_APP << 1) - 1))

/* A GAsyncReadyCallback that keeps the result, and the waiting for it. */
typedef struct {
  GAsyncResult *result;
} Pending;

void                 pending_cb                (GObject             *source,
                                                GAsyncResult        *result,
                                                gpointer             user_data);
GAsyncResult        *pending_wait              (Pending             *pending);

char                *test_directory_new        (void);
void                 test_directory_remove     (char                *directory);

gboolean             store_open                (ConfabStore         *store,
                                                GError             **error);
void                 store_close               (ConfabStore         *store);
gssize               store_recover             (ConfabStore         *store);
ConfabCatalogue     *store_load_catalogue      (ConfabStore         *store,
                                                GError             **error);
GPtrArray           *store_load_sessions       (ConfabStore         *store,
                                                GError             **error);
GPtrArray           *store_load_messages       (ConfabStore         *store,
                                                gint64               session,
                                                gint64               before,
                                                guint                limit,
                                                GError             **error);
gint64               store_add_app             (ConfabStore         *store,
                                                GError             **error);
gint64               store_save_session        (ConfabStore         *store,
                                                ConfabSessionRecord *record,
                                                GError             **error);
gboolean             store_delete_session      (ConfabStore         *store,
                                                gint64               session,
                                                GError             **error);
gboolean             store_begin_turn          (ConfabStore         *store,
                                                ConfabSessionRecord *session,
                                                ConfabMessageRecord *prompt,
                                                ConfabMessageRecord *answer,
                                                ConfabTurnIds       *ids,
                                                GError             **error);
gboolean             store_save_answer         (ConfabStore         *store,
                                                ConfabMessageRecord *answer,
                                                ConfabSessionRecord *session,
                                                GError             **error);

ConfabSessionRecord *make_session              (gint64               id,
                                                gint64               app,
                                                const char          *title);
ConfabMessageRecord *make_prompt               (const char          *text);
ConfabMessageRecord *make_answer               (gint64               id,
                                                ConfabStatus         status,
                                                const char          *text);
/* The session with @id among what is loaded. (transfer full) */
ConfabSessionRecord *store_find_session        (ConfabStore         *store,
                                                gint64               id);
/* Asks the closed database itself. */
void                 database_load_fixture     (const char          *path,
                                                const char          *name);
gint64               database_ask              (const char          *path,
                                                const char          *sql);
/* The full-text tables hold exactly what the messages and titles hold. No answer may be open. */
void                 database_check_index      (const char          *path);
char                *file_hash                 (const char          *path);

G_END_DECLS
