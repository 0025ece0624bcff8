/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "confab-failure.h"
#include "confab-status.h"
#include "confab-usage.h"

G_BEGIN_DECLS

/*
 * Records: what the database holds, as plain data. They cross the border between the main thread
 * and the store's threads by being handed over whole; nothing in them is shared. Identifiers are
 * row ids, 0 until stored. Times are microseconds since the epoch, 0 for unknown.
 */

typedef struct {
  gint64   id;
  char    *account;         /* what its key is filed under; made once, unlike any other */
  char    *name;
  char    *base_url;        /* normalized; of the demo: empty, its port changes each run */
  char    *workspace;       /* (nullable) */
  guint    connect_timeout; /* seconds */
  guint    idle_timeout;    /* seconds without a byte, first byte included */
  gboolean is_demo;
} ConfabConnectionRecord;

/* Stored as words: append, never rename. */
typedef enum {
  CONFAB_KIND_AGENT,
  CONFAB_KIND_AGENT_2,
  CONFAB_KIND_WORKFLOW,
  CONFAB_KIND_DIALOG_WORKFLOW,
  CONFAB_KIND_ORCHESTRATION,
} ConfabAppKind;

typedef struct {
  gint64        id;
  gint64        connection_id;
  char         *app_id;  /* the service's App ID */
  char         *name;
  ConfabAppKind kind;
  char         *color;   /* palette name, such as "blue_3" */
  char         *options; /* (nullable): JSON of ConfabOptions */
  int           position;
} ConfabAppRecord;

typedef struct {
  gint64       id;
  gint64       app;               /* ConfabAppRecord.id */
  char        *title;
  char        *remote_id;         /* (nullable): the service's session id */
  gint64       remote_used_at;    /* last answer of the remote session */
  guint        remote_rounds;
  gint64       remote_head;       /* the last answer that the remote session knows; 0: not known */
  gint64       created_at;
  gint64       updated_at;
  gboolean     pinned;
  gboolean     archived;
  gboolean     unread;
  char        *options;           /* (nullable) */
  char        *draft;             /* (nullable) */
  char        *preview;           /* (nullable): one line of the last message */
  ConfabStatus last_status;       /* of the last answer */
  guint        message_count;
} ConfabSessionRecord;

/* What a preset is about. Stored as words: append, never rename. */
typedef enum {
  CONFAB_PRESET_KNOWLEDGE,
  CONFAB_PRESET_PLUGIN,
  CONFAB_PRESET_WORKFLOW,
} ConfabPresetKind;

typedef struct {
  gint64           id;
  gint64           app;     /* ConfabAppRecord.id */
  char            *name;
  ConfabPresetKind kind;
  char            *options; /* JSON of ConfabOptions */
} ConfabPresetRecord;

typedef enum {
  CONFAB_ROLE_USER,
  CONFAB_ROLE_ASSISTANT,
} ConfabRole;

typedef struct {
  gint64         id;
  gint64         session;
  gint64         parent;           /* 0 for the first message */
  gint64         run;              /* the run that writes an open answer, else 0 */
  ConfabRole     role;
  ConfabStatus   status;           /* of a user's message always complete */
  char          *text;
  char          *thoughts;         /* (nullable): JSON array, the wire's members */
  char          *references;       /* (nullable): JSON array */
  char          *nodes;            /* (nullable): JSON array, one workflow_message for each node */
  char          *rest;             /* (nullable): JSON object of members without a place here */
  GPtrArray     *usage;            /* (nullable): of ConfabModelUsage */
  char          *request_id;       /* (nullable) */
  char          *finish_reason;    /* (nullable) */
  char          *request;          /* (nullable): JSON of the request, without secrets */
  ConfabFailure *failure;          /* (nullable) */
  gint64         created_at;
  gint64         first_text_us;    /* from sending to the first text, microseconds; -1 unknown */
  gint64         duration_us;      /* from sending to the end; -1 unknown */
} ConfabMessageRecord;

ConfabConnectionRecord *confab_connection_record_new  (void);
ConfabConnectionRecord *confab_connection_record_copy (const ConfabConnectionRecord *self);
void                    confab_connection_record_free (ConfabConnectionRecord       *self);
ConfabAppRecord        *confab_app_record_new         (void);
ConfabAppRecord        *confab_app_record_copy        (const ConfabAppRecord        *self);
void                    confab_app_record_free        (ConfabAppRecord              *self);
ConfabSessionRecord    *confab_session_record_new     (void);
ConfabSessionRecord    *confab_session_record_copy    (const ConfabSessionRecord    *self);
void                    confab_session_record_free    (ConfabSessionRecord          *self);
ConfabPresetRecord     *confab_preset_record_new      (void);
ConfabPresetRecord     *confab_preset_record_copy     (const ConfabPresetRecord     *self);
void                    confab_preset_record_free     (ConfabPresetRecord           *self);
ConfabMessageRecord    *confab_message_record_new     (void);
ConfabMessageRecord    *confab_message_record_copy    (const ConfabMessageRecord    *self);
void                    confab_message_record_free    (ConfabMessageRecord          *self);

const char             *confab_kind_to_word           (ConfabAppKind                 kind);
gboolean                confab_kind_from_word         (const char                   *word,
                                                       ConfabAppKind                *kind);
const char             *confab_preset_kind_to_word    (ConfabPresetKind              kind);
gboolean                confab_preset_kind_from_word  (const char                   *word,
                                                       ConfabPresetKind             *kind);
gboolean                confab_kind_keeps_session     (ConfabAppKind                 kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabConnectionRecord, confab_connection_record_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabAppRecord, confab_app_record_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabSessionRecord, confab_session_record_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabPresetRecord, confab_preset_record_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabMessageRecord, confab_message_record_free)

G_END_DECLS
