/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ConfabPrompt:
 * @heading: the question; @body: (nullable): a sentence about it; @label: name of the entry;
 * @initial: (nullable): what stands in the entry, selected; @accept: label of the button that takes
 * it; @secret: the text is a key: shown as dots, never prefilled, wiped afterwards.
 */
typedef struct {
  const char *heading;
  const char *body;
  const char *label;
  const char *initial;
  const char *accept;
  gboolean    secret;
} ConfabPrompt;

void  confab_prompt_text_async  (GtkWidget            *parent,
                                 const ConfabPrompt   *prompt,
                                 GCancellable         *cancellable,
                                 GAsyncReadyCallback   callback,
                                 gpointer              user_data);
char *confab_prompt_text_finish (GAsyncResult         *result,
                                 GError              **error);
void  confab_prompt_wipe        (char                 *secret);

G_END_DECLS
