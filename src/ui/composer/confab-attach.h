/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gdk/gdk.h>

#include "confab-attachment.h"

G_BEGIN_DECLS

/* What is dropped, pasted or chosen becomes an attachment: read and checked in a thread of its own. */
void              confab_attach_file_async    (GFile               *file,
                                               GCancellable        *cancellable,
                                               GAsyncReadyCallback  callback,
                                               gpointer             user_data);
void              confab_attach_texture_async (GdkTexture          *texture,
                                               GCancellable        *cancellable,
                                               GAsyncReadyCallback  callback,
                                               gpointer             user_data);
void              confab_attach_stream_async  (GInputStream        *stream,
                                               GCancellable        *cancellable,
                                               GAsyncReadyCallback  callback,
                                               gpointer             user_data);
ConfabAttachment *confab_attach_finish        (GAsyncResult        *result,
                                               GError             **error);

G_END_DECLS
