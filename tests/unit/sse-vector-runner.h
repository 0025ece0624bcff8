/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Gets one line for each vector that disagrees. */
typedef void (*SseVectorReport) (const char *name,
                                 const char *problem,
                                 gpointer    user_data);

gboolean sse_vector_run_file (const char       *filename,
                              SseVectorReport   report,
                              gpointer          user_data,
                              guint            *n_passed,
                              guint            *n_failed,
                              GError          **error);

G_END_DECLS
