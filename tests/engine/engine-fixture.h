/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-context-private.h"
#include "confab-engine.h"

#include "fault-server.h"
#include "loop.h"

G_BEGIN_DECLS

#define TEST_KEY "sk-test-0123456789"

/* An engine on a real database in a private directory, keys in memory, retries without much wait. */
typedef struct {
  char          *directory;
  ConfabContext *context;
  ConfabEngine  *engine;
} EngineFixture;

void            engine_fixture_set_up    (EngineFixture  *fixture,
                                          gconstpointer   data);
void            engine_fixture_tear_down (EngineFixture  *fixture,
                                          gconstpointer   data);
void            engine_fixture_start     (EngineFixture  *fixture);
/* Closes and drops the engine: what a later start finds is on disk. */
void            engine_fixture_stop      (EngineFixture  *fixture);

ConfabStudioApp *engine_add_app          (ConfabEngine   *engine,
                                          const char     *base_url,
                                          const char     *app_id,
                                          GError        **error);
ConfabStudioApp *engine_add_demo         (ConfabEngine   *engine);
/* The demo answers at once from here on, for tests that only want an answer. */
void             engine_hurry_demo       (ConfabContext  *context);
/* What the demo was sent the last time, at a path of the record that it keeps of it, as JSON. (nullable)
 * (transfer full) */
char            *engine_dup_sent         (ConfabContext  *context,
                                          const char     *path);
ConfabMessage   *engine_send             (ConfabEngine   *engine,
                                          ConfabConversation *conversation,
                                          const char     *prompt,
                                          GError        **error);
ConfabMessage   *engine_retry            (ConfabEngine   *engine,
                                          ConfabConversation *conversation,
                                          ConfabMessage  *answer,
                                          GError        **error);
void             engine_wait_for_end     (ConfabMessage  *answer);
/* An application that @server plays, a new session with it, and its conversation. */
ConfabConversation *engine_talk_to       (ConfabEngine   *engine,
                                          FaultServer    *server);
/* The same of an application of the demo, which answers at once. */
ConfabConversation *engine_talk_to_demo  (EngineFixture  *fixture,
                                          const char     *app_id);
ConfabMessage   *engine_get_message      (ConfabConversation *conversation,
                                          guint           position);

/* One value out of the database, by a connection of the test's own. (nullable) */
char            *engine_read_database    (EngineFixture  *fixture,
                                          const char     *sql);

G_END_DECLS
