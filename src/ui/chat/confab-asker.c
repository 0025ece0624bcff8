/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-asker.h"

G_DEFINE_INTERFACE (ConfabAsker, confab_asker, GTK_TYPE_WIDGET)

static void
confab_asker_default_init (ConfabAskerInterface *iface)
{
}

/**
 * confab_asker_dup_objection:
 * @self: a page
 * @answer: an answer
 * @index: the number of one of its sources
 * @how: how its question would be asked again
 *
 * Returns: (transfer full) (nullable): why that cannot be, as a sentence; %NULL when it can
 */
char *
confab_asker_dup_objection (ConfabAsker     *self,
                            ConfabMessage   *answer,
                            const char      *index,
                            ConfabNarrowing  how)
{
  g_return_val_if_fail (CONFAB_IS_ASKER (self), NULL);
  g_return_val_if_fail (CONFAB_IS_MESSAGE (answer), NULL);
  g_return_val_if_fail (index != NULL, NULL);

  return CONFAB_ASKER_GET_IFACE (self)->dup_objection (self, answer, index, how);
}
