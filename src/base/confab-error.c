/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-error.h"

G_DEFINE_QUARK (confab-error-quark, confab_error)

/* Words are stored and printed by `--json`: append, never rename. */
static const struct {
  const char *word;
  int exit_status;
} classes[CONFAB_N_ERROR_CLASSES] = {
  [CONFAB_ERROR_OTHER] = { "other", 1 },
  [CONFAB_ERROR_USAGE] = { "usage", 2 },
  [CONFAB_ERROR_AUTH] = { "authentication", 3 },
  [CONFAB_ERROR_QUOTA] = { "quota", 4 },
  [CONFAB_ERROR_CONTENT] = { "content", 5 },
  [CONFAB_ERROR_SERVER] = { "server", 6 },
  [CONFAB_ERROR_NETWORK] = { "network", 7 },
  [CONFAB_ERROR_INCOMPLETE] = { "incomplete", 8 },
  [CONFAB_ERROR_CANCELLED] = { "cancelled", 130 },
  [CONFAB_ERROR_STORE] = { "store", 1 },
  [CONFAB_ERROR_KEYRING] = { "keyring", 3 },
};

/**
 * confab_error_to_word:
 * @error_class: a class
 *
 * Returns: (transfer none): the constant word of the class
 */
const char *
confab_error_to_word (ConfabErrorClass error_class)
{
  g_return_val_if_fail ((guint) error_class < CONFAB_N_ERROR_CLASSES, "other");

  return classes[error_class].word;
}

/**
 * confab_error_from_word:
 * @word: (nullable): a word of confab_error_to_word()
 * @error_class: (out): the class
 *
 * Returns: whether @word is one; else @error_class is untouched
 */
gboolean
confab_error_from_word (const char       *word,
                        ConfabErrorClass *error_class)
{
  for (guint i = 0; i < CONFAB_N_ERROR_CLASSES; i++)
    if (g_strcmp0 (word, classes[i].word) == 0)
      {
        *error_class = (ConfabErrorClass) i;
        return TRUE;
      }

  return FALSE;
}

/**
 * confab_error_get_exit_status:
 * @error_class: a class
 *
 * Returns: the exit status of `confab ask` for it (see `confab ask --help`)
 */
int
confab_error_get_exit_status (ConfabErrorClass error_class)
{
  g_return_val_if_fail ((guint) error_class < CONFAB_N_ERROR_CLASSES, 1);

  return classes[error_class].exit_status;
}
