/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-row-estimate.h"

/* Of the default font, which is all an estimate needs. */
#define LINE_HEIGHT 22
#define CHARACTER_WIDTH 7
#define CARD_PADDING 20
#define FOOTER_HEIGHT 36
#define DEFAULT_WIDTH 760

/**
 * confab_row_estimate:
 * @message: a message
 * @width: the width of its row, pixels, or 0 when that is not known yet
 *
 * Guesses how high the row of a message is, for the scroll bar, without looking at the text: a
 * long conversation must open at once.
 *
 * Returns: pixels
 */
int
confab_row_estimate (ConfabMessage *message,
                     int            width)
{
  gsize length;
  gsize in_line = (gsize) MAX ((width > 0 ? width : DEFAULT_WIDTH) / CHARACTER_WIDTH, 1);
  int extra = confab_message_get_role (message) == CONFAB_ROLE_USER ? CARD_PADDING : FOOTER_HEIGHT;

  confab_message_get_text (message, &length);

  return (int) MIN (1 + length / in_line, 1000000) * LINE_HEIGHT + extra;
}
