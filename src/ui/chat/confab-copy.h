/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-document.h"
#include "confab-message.h"

G_BEGIN_DECLS

/* What is put on the clipboard. */

void  confab_copy_formats          (GtkWidget          *widget,
                                    const char         *plain,
                                    const char         *markdown,
                                    const char         *html);
char *confab_copy_export_message   (ConfabMessage      *message,
                                    ConfabMarkupFormat  format);
void  confab_copy_message          (GtkWidget          *widget,
                                    ConfabMessage      *message);
void  confab_copy_message_markdown (GtkWidget          *widget,
                                    ConfabMessage      *message);
void  confab_copy_append_escaped   (GString            *text,
                                    const char         *foreign,
                                    ConfabMarkupFormat  format);

G_END_DECLS
