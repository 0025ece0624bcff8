/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-heights.h"

struct _ConfabHeights {
  GArray *heights; /* of int */
  GArray *tree;    /* of gint64: [i] is the sum of the rows (i - (i & -i), i], counted from 1 */
};

static inline guint
low_bit (guint i)
{
  return i & (~i + 1);
}

static void
append_node (ConfabHeights *self,
             guint          i)
{
  gint64 sum = g_array_index (self->heights, int, i - 1);

  for (guint child = i - 1; child > i - low_bit (i); child -= low_bit (child))
    sum += g_array_index (self->tree, gint64, child);

  g_array_append_val (self->tree, sum);
}

/**
 * confab_heights_splice:
 * @self: the heights
 * @position: the first row that changes
 * @n_removed: rows taken out there
 * @added: (array length=n_added): the heights put in their place
 * @n_added: rows put in
 */
void
confab_heights_splice (ConfabHeights *self,
                       guint          position,
                       guint          n_removed,
                       const int     *added,
                       guint          n_added)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (position + n_removed <= self->heights->len);

  if (n_removed > 0)
    g_array_remove_range (self->heights, position, n_removed);
  if (n_added > 0)
    g_array_insert_vals (self->heights, position, added, n_added);

  /* Nodes up to the position hold rows before it only; those after are made again, in order. */
  g_array_set_size (self->tree, position + 1);
  for (guint i = position + 1; i <= self->heights->len; i++)
    append_node (self, i);
}

/**
 * confab_heights_get_n:
 * @self: the heights
 *
 * Returns: the number of rows
 */
guint
confab_heights_get_n (ConfabHeights *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->heights->len;
}

/**
 * confab_heights_get:
 * @self: the heights
 * @row: a row
 *
 * Returns: its height
 */
int
confab_heights_get (ConfabHeights *self,
                    guint          row)
{
  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (row < self->heights->len, 0);

  return g_array_index (self->heights, int, row);
}

/**
 * confab_heights_set:
 * @self: the heights
 * @row: a row
 * @height: its height
 */
void
confab_heights_set (ConfabHeights *self,
                    guint          row,
                    int            height)
{
  gint64 difference;

  g_return_if_fail (self != NULL);
  g_return_if_fail (row < self->heights->len);

  difference = (gint64) height - g_array_index (self->heights, int, row);
  if (difference == 0)
    return;

  g_array_index (self->heights, int, row) = height;
  for (guint i = row + 1; i <= self->heights->len; i += low_bit (i))
    g_array_index (self->tree, gint64, i) += difference;
}

/**
 * confab_heights_sum:
 * @self: the heights
 * @n_rows: how many rows from the first
 *
 * Returns: the height of the first @n_rows rows, which is the top of the row after them
 */
gint64
confab_heights_sum (ConfabHeights *self,
                    guint          n_rows)
{
  gint64 sum = 0;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (n_rows <= self->heights->len, 0);

  for (guint i = n_rows; i > 0; i -= low_bit (i))
    sum += g_array_index (self->tree, gint64, i);

  return sum;
}

/**
 * confab_heights_find:
 * @self: the heights, not empty
 * @y: a distance from the top of the first row
 *
 * Returns: the row that covers @y: the first one when it lies above, the last one when below
 */
guint
confab_heights_find (ConfabHeights *self,
                     gint64         y)
{
  guint n;
  guint found = 0;
  guint step = 1;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (self->heights->len > 0, 0);

  n = self->heights->len;
  while (step <= n / 2)
    step *= 2;

  for (; step > 0; step /= 2)
    if (found + step <= n && g_array_index (self->tree, gint64, found + step) <= y)
      {
        found += step;
        y -= g_array_index (self->tree, gint64, found);
      }

  return MIN (found, n - 1);
}

/**
 * confab_heights_new:
 *
 * Returns: (transfer full): no heights yet
 */
ConfabHeights *
confab_heights_new (void)
{
  ConfabHeights *self = g_new0 (ConfabHeights, 1);
  gint64 zero = 0;

  self->heights = g_array_new (FALSE, FALSE, sizeof (int));
  self->tree = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_val (self->tree, zero);

  return self;
}

/**
 * confab_heights_free:
 * @self: (transfer full): the heights
 */
void
confab_heights_free (ConfabHeights *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->heights);
  g_array_unref (self->tree);
  g_free (self);
}
