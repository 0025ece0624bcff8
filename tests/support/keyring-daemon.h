/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The gnome-keyring of `keyring-session.sh daemon`. */

GVariant     *keyring_daemon_call         (const char   *path,
                                           const char   *interface,
                                           const char   *method,
                                           GVariant     *arguments);
void          keyring_daemon_lock         (void);
void          keyring_daemon_unlock       (void);

/* A desktop that shows the keyring's prompts to a person who does nothing. */
typedef struct _HeldPrompter HeldPrompter;

HeldPrompter *held_prompter_new           (void);
void          held_prompter_free          (HeldPrompter *self);
guint         held_prompter_get_n_begun   (HeldPrompter *self);
guint         held_prompter_get_n_stopped (HeldPrompter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HeldPrompter, held_prompter_free)

G_END_DECLS
