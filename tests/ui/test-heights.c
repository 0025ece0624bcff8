/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-heights.h"

/* The same by plain addition. */
static void
check (ConfabHeights *heights,
       GArray        *plain)
{
  gint64 sum = 0;

  g_assert_cmpuint (confab_heights_get_n (heights), ==, plain->len);
  for (guint i = 0; i < plain->len; i++)
    {
      int height = g_array_index (plain, int, i);

      g_assert_cmpint (confab_heights_sum (heights, i), ==, sum);
      g_assert_cmpint (confab_heights_get (heights, i), ==, height);
      if (height > 0)
        {
          g_assert_cmpuint (confab_heights_find (heights, sum), ==, i);
          g_assert_cmpuint (confab_heights_find (heights, sum + height - 1), ==, i);
        }
      sum += height;
    }
  g_assert_cmpint (confab_heights_sum (heights, plain->len), ==, sum);

  if (plain->len > 0)
    {
      g_assert_cmpuint (confab_heights_find (heights, sum + 1000), ==, plain->len - 1);
      if (g_array_index (plain, int, 0) > 0)
        g_assert_cmpuint (confab_heights_find (heights, -5), ==, 0);
    }
}

static void
test_random (void)
{
  g_autoptr (ConfabHeights) heights = confab_heights_new ();
  g_autoptr (GArray) plain = g_array_new (FALSE, FALSE, sizeof (int));

  check (heights, plain);
  for (guint round = 0; round < 500; round++)
    {
      guint n = plain->len;

      if (n > 0 && g_test_rand_bit ())
        {
          guint row = (guint) g_test_rand_int_range (0, (int) n);
          int height = g_test_rand_int_range (0, 500);

          confab_heights_set (heights, row, height);
          g_array_index (plain, int, row) = height;
        }
      else
        {
          guint position = (guint) g_test_rand_int_range (0, (int) n + 1);
          guint n_removed = (guint) g_test_rand_int_range (0, (int) MIN (n - position, 5) + 1);
          guint n_added = (guint) g_test_rand_int_range (0, 7);
          int added[7];

          for (guint i = 0; i < n_added; i++)
            added[i] = g_test_rand_int_range (0, 500);
          confab_heights_splice (heights, position, n_removed, added, n_added);
          if (n_removed > 0)
            g_array_remove_range (plain, position, n_removed);
          if (n_added > 0)
            g_array_insert_vals (plain, position, added, n_added);
        }
      check (heights, plain);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/heights/random", test_random);

  return g_test_run ();
}
