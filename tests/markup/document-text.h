/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-document.h"

G_BEGIN_DECLS

char *document_text_describe       (ConfabDocument *document);
char *document_text_describe_whole (const char     *text,
                                    gsize           length,
                                    gboolean        finished);
char *document_text_describe_cut   (const char     *text,
                                    gsize           length,
                                    guint           longest);

G_END_DECLS
