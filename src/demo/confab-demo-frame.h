/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *confab_demo_frame_format      (guint       id,
                                     const char *event,
                                     guint       status,
                                     const char *json);
char *confab_demo_frame_error_body  (const char *code,
                                     const char *message,
                                     const char *request_id);

char *confab_demo_make_request_id   (void);
char *confab_demo_make_session_id   (void);
char *confab_demo_make_key          (void);

G_END_DECLS
