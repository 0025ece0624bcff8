/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * A thin wrapper around SQLite, private to store/. A database and its statements belong to one
 * thread at a time. All errors are in CONFAB_ERROR with the code CONFAB_ERROR_STORE and a sentence
 * for the person.
 */
typedef struct _ConfabDatabase ConfabDatabase;
typedef struct _ConfabStatement ConfabStatement;

typedef enum {
  CONFAB_DATABASE_WRITE,     /* made when it does not exist */
  CONFAB_DATABASE_READ,
  CONFAB_DATABASE_IMMUTABLE, /* for a place where SQLite cannot make its side files */
  CONFAB_DATABASE_MEMORY,
} ConfabDatabaseMode;

typedef enum {
  CONFAB_STEP_ERROR,
  CONFAB_STEP_ROW,
  CONFAB_STEP_DONE,
} ConfabStep;

ConfabDatabase      *confab_database_open              (const char           *path,
                                                        ConfabDatabaseMode    mode,
                                                        GError              **error);
void                 confab_database_close             (ConfabDatabase       *self);
gint64               confab_database_get_last_id       (ConfabDatabase       *self);
int                  confab_database_get_changes       (ConfabDatabase       *self);
gboolean             confab_database_execute           (ConfabDatabase       *self,
                                                        const char           *sql,
                                                        GError              **error);
gboolean             confab_database_query_int         (ConfabDatabase       *self,
                                                        const char           *sql,
                                                        gint64               *value,
                                                        GError              **error);
gboolean             confab_database_run_with_id       (ConfabDatabase       *self,
                                                        const char           *sql,
                                                        gint64                id,
                                                        GError              **error);
void                 confab_database_set_cancellable   (ConfabDatabase       *self,
                                                        GCancellable         *cancellable);
gboolean             confab_database_begin             (ConfabDatabase       *self,
                                                        GError              **error);
gboolean             confab_database_begin_lazily      (ConfabDatabase       *self,
                                                        GError              **error);
gboolean             confab_database_end               (ConfabDatabase       *self,
                                                        gboolean              commit,
                                                        GError              **error);
gboolean             confab_database_copy              (ConfabDatabase       *self,
                                                        const char           *path,
                                                        GError              **error);

void                 confab_database_release_memory    (ConfabDatabase       *self);
gboolean             confab_database_is_damaged        (ConfabDatabase       *self);
void                 confab_database_set_mark          (ConfabDatabase       *self,
                                                        const char           *path);
void                 confab_database_set_file_error    (GError              **error);

/* (transfer full) (nullable): the same in memory, for writing */
ConfabDatabase      *confab_database_copy_to_memory    (ConfabDatabase       *self,
                                                        GError              **error);

ConfabStatement     *confab_database_prepare           (ConfabDatabase       *self,
                                                        const char           *sql,
                                                        GError              **error);
void                 confab_statement_release          (ConfabStatement      *self);
void                 confab_statement_drop             (ConfabStatement      *self);
void                 confab_statement_reset            (ConfabStatement      *self);
void                 confab_statement_bind_int         (ConfabStatement      *self,
                                                        int                   parameter,
                                                        gint64                value);
void                 confab_statement_bind_id          (ConfabStatement      *self,
                                                        int                   parameter,
                                                        gint64                id);
void                 confab_statement_bind_text        (ConfabStatement      *self,
                                                        int                   parameter,
                                                        const char           *text);
ConfabStep           confab_statement_step             (ConfabStatement      *self,
                                                        GError              **error);
gboolean             confab_statement_run              (ConfabStatement      *self,
                                                        GError              **error);
gboolean             confab_statement_is_null          (ConfabStatement      *self,
                                                        int                   column);
gboolean             confab_statement_is_int           (ConfabStatement      *self,
                                                        int                   column);
gint64               confab_statement_get_int          (ConfabStatement      *self,
                                                        int                   column);
double               confab_statement_get_double       (ConfabStatement      *self,
                                                        int                   column);
const char          *confab_statement_get_text         (ConfabStatement      *self,
                                                        int                   column);
char                *confab_statement_dup_text         (ConfabStatement      *self,
                                                        int                   column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabDatabase, confab_database_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabStatement, confab_statement_release)

G_END_DECLS
