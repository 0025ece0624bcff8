/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <locale.h>
#include <stdlib.h>

#include "sse-vector-runner.h"

/*
 * sse-vectors FILE...: runs event stream vectors (the form is described in sse-vector-runner.c)
 * and ends with `N passed, M failed`.
 */

static void
report_cb (const char *name,
           const char *problem,
           gpointer    user_data)
{
  g_print ("FAIL %s: %s\n", name, problem);
}

int
main (int    argc,
      char **argv)
{
  gboolean is_readable = TRUE;
  guint n_passed = 0;
  guint n_failed = 0;

  setlocale (LC_ALL, "");

  if (argc < 2)
    {
      g_printerr ("Usage: %s FILE...\n", argv[0]);
      return 2;
    }

  for (int i = 1; i < argc; i++)
    {
      g_autoptr (GError) error = NULL;

      if (!sse_vector_run_file (argv[i], report_cb, NULL, &n_passed, &n_failed, &error))
        {
          g_printerr ("%s: %s\n", argv[i], error->message);
          is_readable = FALSE;
        }
    }

  g_print ("%u passed, %u failed\n", n_passed, n_failed);

  return is_readable && n_failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
