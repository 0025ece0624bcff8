/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabSieve:
 *
 * Lets a text through piece by piece, with `***` for each key and token in it, wherever the pieces
 * are cut: what could be the beginning of one waits until it is known whether it is one.
 */
typedef struct _ConfabSieve ConfabSieve;

/* How much of a key may be seen: as little as is no secret (see confab_text_mask_secrets()). */
#define CONFAB_SIEVE_SHORT 5

ConfabSieve *confab_sieve_new  (const char * const *secrets,
                                gsize               let_through);
void         confab_sieve_free (ConfabSieve *self);
void         confab_sieve_feed (ConfabSieve *self,
                                const char  *text,
                                gsize        length,
                                GString     *out);
void         confab_sieve_end  (ConfabSieve *self,
                                GString     *out);
/* A text that is there as a whole, though its end may be missing; NULL: there is nothing to hide. */
char        *confab_sieve_mask (const char * const *secrets,
                                const char         *text,
                                gsize               length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabSieve, confab_sieve_free)

G_END_DECLS
