/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-list-move.h"

static gboolean
find (GPtrArray     *items,
      gconstpointer  item,
      guint          start,
      guint          end,
      guint         *position)
{
  for (guint i = start; i < end; i++)
    if (g_ptr_array_index (items, i) == item)
      {
        *position = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * confab_list_move_find:
 * @now: items as they stand
 * @then: items as they are to stand, as many
 * @head: from here on they differ
 * @end: until here; behind it they are the same
 * @from: (out): which item is to go somewhere else
 * @to: (out): where it is to stand once it has been taken out
 *
 * Finds one step from @now to @then: the item that was moved, up or down, rather than all those that
 * it has passed. After it at least the item at @head is right.
 *
 * Returns: %FALSE where no item has moved, but others have come or gone
 */
gboolean
confab_list_move_find (GPtrArray *now,
                       GPtrArray *then,
                       guint      head,
                       guint      end,
                       guint     *from,
                       guint     *to)
{
  g_return_val_if_fail (end <= now->len && end <= then->len, FALSE);
  g_return_val_if_fail (head < end, FALSE);

  /* The next one has come up by one place: this one has gone down. */
  if (head + 1 < end && g_ptr_array_index (now, head + 1) == g_ptr_array_index (then, head))
    {
      *from = head;

      return find (then, g_ptr_array_index (now, head), head + 1, end, to);
    }

  *to = head;

  return find (now, g_ptr_array_index (then, head), head + 1, end, from);
}
