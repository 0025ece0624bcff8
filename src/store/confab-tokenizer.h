/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* The name of our tokenizer in `tokenize='…'`. Part of the stored schema: never rename. */
#define CONFAB_TOKENIZER_NAME "confab"

/* A longer word is cut, in texts and in queries alike. */
#define CONFAB_TOKEN_MAX_BYTES 128

typedef struct {
  const char *text;         /* folded; not terminated */
  gsize       length;       /* bytes of @text */
  gsize       start;        /* where it stands in the source, bytes */
  gsize       end;
  gboolean    is_character; /* one character that is a token by itself */
} ConfabToken;

/* Other than 0 stops, and is what confab_tokenize() gives back. */
typedef int (*ConfabTokenFunc) (const ConfabToken *token,
                                gpointer           user_data);

int confab_tokenize           (const char      *text,
                               gsize            length,
                               ConfabTokenFunc  func,
                               gpointer         user_data);
int confab_tokenizer_register (sqlite3         *handle);

G_END_DECLS
