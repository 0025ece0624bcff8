/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * ConfabDemoService:
 *
 * A look-alike of Model Studio's application endpoint on 127.0.0.1, in a thread of its own. It
 * speaks the protocol byte for byte, retrieves from documents it ships and quotes them; it does
 * not pretend to be a language model.
 */
#define CONFAB_TYPE_DEMO_SERVICE (confab_demo_service_get_type ())

/* The applications without faults; the plug-in of the dormitory ones, and the token that the second
 * one wants. */
#define CONFAB_DEMO_ASSISTANT_ID "assistant"
#define CONFAB_DEMO_DORMITORY_ID "dormitory"
#define CONFAB_DEMO_DORMITORY_AUTH_ID "dormitory-auth"
#define CONFAB_DEMO_CITIES_ID "cities"
#define CONFAB_DEMO_PHONES_ID "phones"
#define CONFAB_DEMO_PLUGIN "dormitory"
#define CONFAB_DEMO_TOKEN "demo-token"

G_DECLARE_FINAL_TYPE (ConfabDemoService, confab_demo_service, CONFAB, DEMO_SERVICE, GObject)

/* Called in the service's thread with one line of JSON for each request, which holds no
 * secret; see confab_demo_service_dup_requests(). */
typedef void (*ConfabDemoLogFunc) (const char *line,
                                   gpointer    user_data);

ConfabDemoService *confab_demo_service_new          (void);
/* @port 0: any; @key NULL: one made afresh for this run. */
gboolean           confab_demo_service_start        (ConfabDemoService  *self,
                                                     guint16             port,
                                                     const char         *key,
                                                     GError            **error);
void               confab_demo_service_stop         (ConfabDemoService  *self);
guint16            confab_demo_service_get_port     (ConfabDemoService  *self);
const char        *confab_demo_service_get_base_url (ConfabDemoService  *self);
const char        *confab_demo_service_get_key      (ConfabDemoService  *self);
void               confab_demo_service_set_log      (ConfabDemoService  *self,
                                                     ConfabDemoLogFunc   log,
                                                     gpointer            user_data);
/* The App IDs it answers to, the faults among them. */
char             **confab_demo_service_dup_app_ids  (void);
/* For tests: how many requests with a valid key came, how many replies the other side closed
 * before their end, and a factor on all waiting (0: no waits). */
guint              confab_demo_service_get_n_requests (ConfabDemoService *self);
guint              confab_demo_service_get_n_closed_early (ConfabDemoService *self);
void               confab_demo_service_set_pace     (ConfabDemoService  *self,
                                                     double              factor);
/* The last requests as JSON, and sessions made older: for tests too. */
char             **confab_demo_service_dup_requests (ConfabDemoService  *self);
void               confab_demo_service_age_sessions (ConfabDemoService  *self,
                                                     guint               seconds);

G_END_DECLS
