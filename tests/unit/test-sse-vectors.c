/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sse-vector-runner.h"

/* What the fixture holds; a shorter file would be a silent loss of tests. */
#define N_PUBLIC_VECTORS 403

static void
report_cb (const char *name,
           const char *problem,
           gpointer    user_data)
{
  g_test_message ("%s: %s", name, problem);
}

static void
test_public (void)
{
  g_autofree char *filename = g_test_build_filename (G_TEST_DIST, "fixtures", "sse-public.jsonl",
                                                     NULL);
  g_autoptr (GError) error = NULL;
  guint n_passed = 0;
  guint n_failed = 0;

  sse_vector_run_file (filename, report_cb, NULL, &n_passed, &n_failed, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_failed, ==, 0);
  g_assert_cmpuint (n_passed, ==, N_PUBLIC_VECTORS);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sse-vectors/public", test_public);

  return g_test_run ();
}
