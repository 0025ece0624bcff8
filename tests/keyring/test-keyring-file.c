/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-keyring-file.h"

#include <string.h>

#include <glib/gstdio.h>

#define MAGIC_LENGTH 16

/* A keyring file with one item, as libsecret writes it. */
static GByteArray *
make_file (guint32 salt_size,
           guint32 rounds)
{
  GByteArray *file = g_byte_array_new ();
  g_autoptr (GVariant) variant = NULL;
  g_autofree guint8 *salt = g_malloc0 (32);
  GVariantBuilder items;

  g_variant_builder_init (&items, G_VARIANT_TYPE ("a(a{say}ay)"));
  g_variant_builder_open (&items, G_VARIANT_TYPE ("(a{say}ay)"));
  g_variant_builder_open (&items, G_VARIANT_TYPE ("a{say}"));
  g_variant_builder_add (&items, "{s@ay}", "account", g_variant_new_bytestring ("mac of it"));
  g_variant_builder_close (&items);
  g_variant_builder_add_value (&items, g_variant_new_bytestring ("encrypted"));
  g_variant_builder_close (&items);

  variant = g_variant_ref_sink (g_variant_new ("(u@ayutua(a{say}ay))", GUINT32_TO_LE (salt_size),
                                               g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE,
                                                                          salt, 32, 1),
                                               GUINT32_TO_LE (rounds), (guint64) 0, 0, &items));
  g_byte_array_append (file, (const guint8 *) "GnomeKeyring\n\r\0\n\1\0", MAGIC_LENGTH + 2);
  g_byte_array_append (file, g_variant_get_data (variant), (guint) g_variant_get_size (variant));

  return file;
}

static gboolean
is_sound (GByteArray *file,
          gsize       length)
{
  /* Exactly as long as it says, so that a sanitizer sees each byte read beyond. */
  g_autofree char *copy = g_memdup2 (file->data, length);

  return confab_keyring_file_is_sound (copy, length);
}

static void
test_sound (void)
{
  g_autoptr (GByteArray) file = make_file (32, 100000);
  g_autoptr (GByteArray) wrong_salt = make_file (33, 100000);
  g_autoptr (GByteArray) no_rounds = make_file (32, 0);
  g_autoptr (GByteArray) endless = make_file (32, G_MAXUINT32);

  g_assert_true (is_sound (file, file->len));
  g_assert_false (is_sound (wrong_salt, wrong_salt->len));
  g_assert_false (is_sound (no_rounds, no_rounds->len));
  g_assert_false (is_sound (endless, endless->len));
}

static void
test_truncated (void)
{
  g_autoptr (GByteArray) file = make_file (32, 100000);

  for (guint length = 0; length < file->len; length++)
    g_assert_false (is_sound (file, length));
}

static void
test_flipped (void)
{
  g_autoptr (GByteArray) file = make_file (32, 100000);

  /* No crash with any of them; damage to magic, version and salt size is always seen. */
  for (guint i = 0; i < file->len * 8; i++)
    {
      gboolean sound;

      file->data[i / 8] ^= (guint8) (1 << i % 8);
      sound = is_sound (file, file->len);
      if (i / 8 < MAGIC_LENGTH + 2 + 4)
        g_assert_false (sound);
      file->data[i / 8] ^= (guint8) (1 << i % 8);
    }
}

static void
test_check (void)
{
  g_autofree char *folder = g_dir_make_tmp ("confab-keyring-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "default.keyring", NULL);
  g_autoptr (GByteArray) file = make_file (32, 100000);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *kept = NULL;

  /* Not there, and sound: left alone. */
  g_assert_null (confab_keyring_file_check (path));
  g_assert_true (g_file_set_contents (path, (const char *) file->data, file->len, NULL));
  g_assert_null (confab_keyring_file_check (path));
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));

  /* Damaged: aside, twice, each under a name of its own. */
  g_assert_true (g_file_set_contents (path, "one", 3, NULL));
  first = confab_keyring_file_check (path);
  g_assert_nonnull (first);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  second = confab_keyring_file_check (path);
  g_assert_nonnull (second);
  g_assert_cmpstr (first, !=, second);
  g_assert_true (g_file_get_contents (first, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, "one");

  g_remove (first);
  g_remove (second);
  g_rmdir (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/keyring-file/sound", test_sound);
  g_test_add_func ("/keyring-file/truncated", test_truncated);
  g_test_add_func ("/keyring-file/flipped", test_flipped);
  g_test_add_func ("/keyring-file/check", test_check);

  return g_test_run ();
}
