/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-builder-private.h"

static const char * const bullets[] = { "•", "◦", "▪" };

/**
 * confab_builder_start_list:
 * @self: a builder
 * @ordered: whether its items have numbers
 * @start: the first number
 * @delimiter: what follows the number
 */
void
confab_builder_start_list (ConfabBuilder *self,
                           gboolean       ordered,
                           guint          start,
                           char           delimiter)
{
  if (self->deep_lists > 0 || self->n_lists == G_N_ELEMENTS (self->lists))
    {
      self->deep_lists++;
      return;
    }

  if (ordered && self->n_lists == 0 && self->context->item_number > 0 &&
      self->result->blocks->len == 0)
    start = self->context->item_number;
  self->lists[self->n_lists++] = (OpenList) { ordered, delimiter, start };
}

/**
 * confab_builder_end_list:
 * @self: a builder in a list
 */
void
confab_builder_end_list (ConfabBuilder *self)
{
  if (self->deep_lists > 0)
    {
      self->deep_lists--;
      return;
    }

  self->n_lists--;
  if (self->n_lists == 0 && self->n_containers == 0)
    self->result->next_item = self->lists[0].ordered ? self->lists[0].next : 0;
}

/**
 * confab_builder_push_container:
 * @self: a builder
 * @container: (transfer full): what begins; its id is given here
 */
void
confab_builder_push_container (ConfabBuilder *self,
                               OpenContainer  container)
{
  if (self->deep_containers > 0 || self->n_containers == G_N_ELEMENTS (self->containers))
    {
      g_free (container.shown.marker);
      self->deep_containers++;
      return;
    }

  container.shown.id = self->result->next_container++;
  self->containers[self->n_containers++] = container;
}

/**
 * confab_builder_pop_container:
 * @self: a builder in a container
 */
void
confab_builder_pop_container (ConfabBuilder *self)
{
  if (self->deep_containers > 0)
    self->deep_containers--;
  else
    g_free (self->containers[--self->n_containers].shown.marker);
}

/**
 * confab_builder_start_item:
 * @self: a builder in a list
 * @detail: what md4c says of it
 */
void
confab_builder_start_item (ConfabBuilder            *self,
                           const MD_BLOCK_LI_DETAIL *detail)
{
  OpenList *list = &self->lists[self->n_lists - 1];
  OpenContainer item = { 0, };
  guint depth = 0;

  item.shown.kind = CONFAB_CONTAINER_ITEM;
  if (detail->is_task)
    item.shown.task = detail->task_mark == ' ' ? CONFAB_TASK_OPEN : CONFAB_TASK_DONE;

  if (self->deep_lists == 0 && list->ordered)
    {
      item.shown.marker = g_strdup_printf ("%u%c", list->next++, list->delimiter);
    }
  else
    {
      for (guint i = 0; i + 1 < self->n_lists; i++)
        depth += !self->lists[i].ordered;
      item.shown.marker = g_strdup (bullets[MIN (depth, G_N_ELEMENTS (bullets) - 1)]);
    }

  confab_builder_push_container (self, item);
}

/**
 * confab_builder_end_item:
 * @self: a builder in an item
 */
void
confab_builder_end_item (ConfabBuilder *self)
{
  /* An item in which nothing is yet is seen by its marker. */
  if (self->deep_containers == 0 && !self->containers[self->n_containers - 1].used)
    {
      confab_builder_add_block (self, CONFAB_BLOCK_PARAGRAPH);
      confab_builder_add_empty_line (self);
      self->block = NULL;
    }

  confab_builder_pop_container (self);
}
