/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-keyring"

#include "config.h"

#include "confab-keyring-file.h"

#include <errno.h>
#include <string.h>

#include <glib/gstdio.h>

/* libsecret keeps secrets in a file of its own where it finds itself in a sandbox. It trusts that
 * file: a truncated one ends the whole program by an assertion. So it is looked at first.
 *
 * The format: 16 bytes of magic, 2 bytes of version, and a serialized GVariant with the salt's
 * size, the salt, the number of key derivation rounds, a time, a counter and the items, all
 * numbers in little endian order. */

#define MAGIC         "GnomeKeyring\n\r\0\n"
#define MAGIC_LENGTH  16
#define HEADER_LENGTH (MAGIC_LENGTH + 2)
#define FORMAT        "(uayutua(a{say}ay))"

/* Far more than libsecret uses; a flipped bit may ask for hours of key derivation. */
#define MAX_ROUNDS 10000000

/* A keyring of this size is no keyring of a chat client. */
#define MAX_LENGTH (64 * 1024 * 1024)

/**
 * confab_keyring_file_dup_path:
 *
 * Returns: (transfer full) (nullable): the file libsecret keeps secrets in, or %NULL when it talks
 *   to the Secret Service instead
 */
char *
confab_keyring_file_dup_path (void)
{
  const char *backend = g_getenv ("SECRET_BACKEND");
  const char *path = g_getenv ("SECRET_FILE_TEST_PATH");

  /* In a sandbox it may still choose the service; a look at the file does no harm then. */
  if (g_strcmp0 (backend, "file") != 0 && g_getenv ("SNAP_NAME") == NULL &&
      !g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    return NULL;

  if (path != NULL && *path != '\0')
    return g_strdup (path);

  return g_build_filename (g_get_user_data_dir (), "keyrings", "default.keyring", NULL);
}

/**
 * confab_keyring_file_is_sound:
 * @contents: all of a keyring file
 * @length: its length in bytes
 *
 * Returns: whether libsecret can read it without crashing; its items may still be damaged
 */
gboolean
confab_keyring_file_is_sound (const char *contents,
                              gsize       length)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GVariant) variant = NULL;
  g_autoptr (GVariant) salt = NULL;
  guint32 salt_size, rounds;

  if (length <= HEADER_LENGTH || memcmp (contents, MAGIC, MAGIC_LENGTH) != 0 ||
      contents[MAGIC_LENGTH] != 1 || contents[MAGIC_LENGTH + 1] != 0)
    return FALSE;

  /* A copy, since the header's length leaves the rest unaligned. */
  bytes = g_bytes_new (contents + HEADER_LENGTH, length - HEADER_LENGTH);
  variant = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (FORMAT), bytes, FALSE));
  if (!g_variant_is_normal_form (variant))
    return FALSE;

  g_variant_get_child (variant, 0, "u", &salt_size);
  g_variant_get_child (variant, 1, "@ay", &salt);
  g_variant_get_child (variant, 2, "u", &rounds);
  rounds = GUINT32_FROM_LE (rounds);

  return g_variant_n_children (salt) > 0 &&
         g_variant_n_children (salt) == GUINT32_FROM_LE (salt_size) && rounds > 0 &&
         rounds <= MAX_ROUNDS;
}

/**
 * confab_keyring_file_check:
 * @path: a keyring file, which need not exist
 *
 * To be called before libsecret first reads the file. A damaged one is renamed, never deleted. It
 * reads a few kilobytes, once in a run, so it does so at once.
 *
 * Returns: (transfer full) (nullable): where the damaged file is now, or %NULL when all is well
 */
char *
confab_keyring_file_check (const char *path)
{
  g_autofree char *contents = NULL;
  g_autofree char *aside = NULL;
  GStatBuf status;
  gsize length;

  g_return_val_if_fail (path != NULL, NULL);

  if (g_stat (path, &status) != 0)
    return NULL;
  if (status.st_size <= MAX_LENGTH)
    {
      if (!g_file_get_contents (path, &contents, &length, NULL) ||
          confab_keyring_file_is_sound (contents, length))
        return NULL;
    }

  for (guint i = 1; aside == NULL || g_file_test (aside, G_FILE_TEST_EXISTS); i++)
    {
      g_free (aside);
      aside = g_strdup_printf ("%s.damaged-%u", path, i);
    }

  if (g_rename (path, aside) != 0)
    {
      g_warning ("A damaged keyring file cannot be renamed: %s", g_strerror (errno));
      return NULL;
    }

  return g_steal_pointer (&aside);
}
