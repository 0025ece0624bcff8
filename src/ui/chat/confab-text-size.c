/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-text-size.h"

static const int sizes[] = { 50, 67, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300 };

/**
 * confab_text_size_step:
 * @size: a size, per cent
 * @direction: 1 for the next larger one, -1 for the next smaller one, 0 for the normal one
 *
 * Returns: the size to take, from 50 to 300
 */
int
confab_text_size_step (int size,
                       int direction)
{
  if (direction == 0)
    return CONFAB_TEXT_SIZE_NORMAL;

  if (direction > 0)
    {
      for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
        if (sizes[i] > size)
          return sizes[i];
      return sizes[G_N_ELEMENTS (sizes) - 1];
    }

  for (guint i = G_N_ELEMENTS (sizes); i > 0; i--)
    if (sizes[i - 1] < size)
      return sizes[i - 1];

  return sizes[0];
}
