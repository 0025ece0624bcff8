/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-row-state.h"

#define STATE "confab-row-state"

static void
free_state (gpointer data)
{
  ConfabRowState *self = data;

  g_hash_table_unref (self->open_steps);
  g_free (self);
}

/**
 * confab_row_state_get:
 * @message: a message
 *
 * Returns: (transfer none): what the reader has opened in it; it lives as long as the message
 */
ConfabRowState *
confab_row_state_get (ConfabMessage *message)
{
  ConfabRowState *self = g_object_get_data (G_OBJECT (message), STATE);

  if (self == NULL)
    {
      self = g_new0 (ConfabRowState, 1);
      self->open_steps = g_hash_table_new (NULL, NULL);
      g_object_set_data_full (G_OBJECT (message), STATE, self, free_state);
    }

  return self;
}
