/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-text-table.h"

#include <string.h>

/* Of a column, in em: what it gets at most of what it would like, what it keeps when there is not
 * room for all, and what it gets when the table has to be scrolled in any case. */
#define LONGEST_EM 28
#define LEAST_EM 9
#define SCROLLED_EM 14

#define STEP (8 * 1024)

struct _ConfabTextTable {
  guint   n_columns;
  int     em;
  GArray *naturals; /* of int, row by row: the greatest of the column up to there */
  int    *widths;
  int     room; /* the widths are made for */
};

/**
 * confab_text_table_get_longest:
 * @self: a table
 *
 * Returns: the width above which it is of no interest how much wider a cell would like to be
 */
int
confab_text_table_get_longest (ConfabTextTable *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return LONGEST_EM * self->em;
}

/**
 * confab_text_table_get_n_rows:
 * @self: a table
 *
 * Returns: the number of whole rows whose cells are known
 */
guint
confab_text_table_get_n_rows (ConfabTextTable *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->naturals->len / self->n_columns;
}

/**
 * confab_text_table_truncate:
 * @self: a table
 * @n_rows: rows to keep
 *
 * Forgets the cells after the first @n_rows rows.
 */
void
confab_text_table_truncate (ConfabTextTable *self,
                            guint            n_rows)
{
  g_return_if_fail (self != NULL);

  if (self->naturals->len > n_rows * self->n_columns)
    g_array_set_size (self->naturals, n_rows * self->n_columns);
}

/**
 * confab_text_table_add_cell:
 * @self: a table
 * @natural: the width that the next cell would like
 */
void
confab_text_table_add_cell (ConfabTextTable *self,
                            int              natural)
{
  guint n;

  g_return_if_fail (self != NULL);

  natural = MIN (natural, confab_text_table_get_longest (self));
  natural = (natural + STEP - 1) / STEP * STEP;
  n = self->naturals->len;
  if (n >= self->n_columns)
    natural = MAX (natural, g_array_index (self->naturals, int, n - self->n_columns));
  g_array_append_val (self->naturals, natural);
}

static void
distribute (const int *naturals,
            guint      n,
            int        least,
            int        inner,
            int       *widths)
{
  gint64 sum = 0;
  gint64 sum_least = 0;

  for (guint i = 0; i < n; i++)
    {
      sum += naturals[i];
      sum_least += MIN (naturals[i], least);
    }

  for (guint i = 0; i < n; i++)
    {
      if (sum <= inner)
        widths[i] = naturals[i] + (int) ((inner - sum) / n);
      else if (naturals[i] > least)
        widths[i] = least + (int) ((inner - sum_least) * (naturals[i] - least) / (sum - sum_least));
      else
        widths[i] = naturals[i];
    }
}

/**
 * confab_text_table_fit:
 * @self: a table
 * @room: the width there is
 *
 * Gives each column its width. A table that cannot be made to fit becomes wider than @room.
 *
 * Returns: whether a width is another than before
 */
gboolean
confab_text_table_fit (ConfabTextTable *self,
                       int              room)
{
  g_autofree int *widths = NULL;
  const int *naturals;
  int least;
  int inner;
  gint64 sum_least = 0;
  gboolean changed;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->naturals->len < self->n_columns)
    return FALSE;

  widths = g_new0 (int, self->n_columns);
  naturals = &g_array_index (self->naturals, int, self->naturals->len / self->n_columns *
                             self->n_columns - self->n_columns);
  least = LEAST_EM * self->em;
  inner = room - 2 * CONFAB_TABLE_SIDE - (int) (self->n_columns - 1) * CONFAB_TABLE_GAP;
  for (guint i = 0; i < self->n_columns; i++)
    sum_least += MIN (naturals[i], least);

  if (sum_least <= inner)
    distribute (naturals, self->n_columns, least, inner, widths);
  else
    for (guint i = 0; i < self->n_columns; i++)
      widths[i] = MIN (naturals[i], SCROLLED_EM * self->em);

  changed = memcmp (widths, self->widths, sizeof (int) * self->n_columns) != 0;
  memcpy (self->widths, widths, sizeof (int) * self->n_columns);
  self->room = room;

  return changed;
}

/**
 * confab_text_table_get_total:
 * @self: a table
 *
 * Returns: its width, that of the room at least
 */
int
confab_text_table_get_total (ConfabTextTable *self)
{
  int total;

  g_return_val_if_fail (self != NULL, 0);

  total = 2 * CONFAB_TABLE_SIDE + (int) (self->n_columns - 1) * CONFAB_TABLE_GAP;
  for (guint i = 0; i < self->n_columns; i++)
    total += self->widths[i];

  return MAX (total, self->room);
}

/**
 * confab_text_table_get_x:
 * @self: a table
 * @column: a column
 * @mirrored: whether the first column stands at the right
 *
 * Returns: where the text of the column begins, from the left edge of the table
 */
int
confab_text_table_get_x (ConfabTextTable *self,
                         guint            column,
                         gboolean         mirrored)
{
  int x = CONFAB_TABLE_SIDE;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (column < self->n_columns, 0);

  for (guint i = 0; i < column; i++)
    x += self->widths[i] + CONFAB_TABLE_GAP;

  return mirrored ? confab_text_table_get_total (self) - x - self->widths[column] : x;
}

/**
 * confab_text_table_get_width:
 * @self: a table
 * @column: a column
 *
 * Returns: the width of its text
 */
int
confab_text_table_get_width (ConfabTextTable *self,
                             guint            column)
{
  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (column < self->n_columns, 0);

  return self->widths[column];
}

/**
 * confab_text_table_new:
 * @n_columns: columns, one at least
 * @em: size of the font
 *
 * Returns: (transfer full): a table without rows
 */
ConfabTextTable *
confab_text_table_new (guint n_columns,
                       int   em)
{
  ConfabTextTable *self = g_new0 (ConfabTextTable, 1);

  self->n_columns = MAX (n_columns, 1);
  self->em = em;
  self->naturals = g_array_new (FALSE, FALSE, sizeof (int));
  self->widths = g_new0 (int, self->n_columns);

  return self;
}

/**
 * confab_text_table_free:
 * @self: (transfer full): a table
 */
void
confab_text_table_free (ConfabTextTable *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->naturals);
  g_free (self->widths);
  g_free (self);
}
