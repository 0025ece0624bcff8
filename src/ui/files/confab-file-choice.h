/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ConfabFileChoice:
 * @title: of the dialog
 * @accept: what its button says
 * @name: (nullable): a name for the file to be written; %NULL when one is to be opened
 * @kind: (nullable): what files with @suffix are called
 * @suffix: (nullable): such as "json"; other files can be chosen all the same
 */
typedef struct {
  const char *title;
  const char *accept;
  const char *name;
  const char *kind;
  const char *suffix;
} ConfabFileChoice;

/* The desktop's own dialog. (transfer full) (nullable) */
void   confab_file_choice_async  (GtkWindow               *parent,
                                  const ConfabFileChoice  *choice,
                                  GCancellable            *cancellable,
                                  GAsyncReadyCallback      callback,
                                  gpointer                 user_data);
GFile *confab_file_choice_finish (GAsyncResult            *result,
                                  GError                 **error);

G_END_DECLS
