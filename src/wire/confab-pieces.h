/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabPieces:
 *
 * A text of which it is not known beforehand whether it comes in pieces, or whole each time and longer:
 * the service's documents say both (protocol 4.4). Each text that begins with the one before speaks for
 * the whole, one that does not proves that they are pieces.
 */
typedef struct _ConfabPieces ConfabPieces;

ConfabPieces *confab_pieces_new      (void);
void          confab_pieces_free     (ConfabPieces *self);
gboolean      confab_pieces_feed     (ConfabPieces *self,
                                      const char   *text);
const char   *confab_pieces_get_text (ConfabPieces *self);
gsize         confab_pieces_get_size (ConfabPieces *self);

G_END_DECLS
