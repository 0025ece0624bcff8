/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-message-row-private.h"

#include <adwaita.h>

#include "confab-asker.h"
#include "confab-prose.h"
#include "confab-row-state.h"
#include "confab-source-list.h"
#include "confab-source-popover.h"
#include "confab-sources.h"

/* How long a mark that was led to is shown. */
#define FLASH_MS 1600
/* Around its digit, pixels. */
#define FLASH_MARGIN 3

static ConfabTextPlace
to_place (const ConfabSourceMark *mark,
          gsize                   byte)
{
  return (ConfabTextPlace) { .block = mark->block, .line = mark->line, .byte = byte };
}

/* The list under the answer */

static void
list_toggled_cb (ConfabMessageRow *self,
                 gboolean          all,
                 ConfabSourceList *list)
{
  g_assert (CONFAB_IS_MESSAGE_ROW (self));

  confab_row_state_get (self->message)->sources = all;
  confab_message_row_update_sources (self);
  confab_message_row_hold (self);
}

/**
 * confab_message_row_update_sources:
 * @self: the row
 *
 * Makes the list of sources anew. It stands under a finished answer only: while it is written more
 * of them come, and what is under the text would jump.
 */
void
confab_message_row_update_sources (ConfabMessageRow *self)
{
  const ConfabMessageRecord *record = confab_message_get_record (self->message);
  g_autoptr (GPtrArray) citations = NULL;
  g_autoptr (GPtrArray) sources = NULL;

  if (record->references != NULL && !confab_status_is_open (record->status))
    citations = confab_citations_parse (record->references);
  if (citations == NULL || citations->len == 0)
    {
      g_clear_pointer (&self->sources, gtk_widget_unparent);
      return;
    }

  if (self->sources == NULL)
    {
      self->sources = confab_source_list_new ();
      confab_source_list_set_narrow (CONFAB_SOURCE_LIST (self->sources), self->narrow);
      g_signal_connect_object (self->sources, "toggled", G_CALLBACK (list_toggled_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_widget_insert_after (self->sources, GTK_WIDGET (self), self->prose);
    }
  sources = confab_sources_group (citations, self->document);
  confab_source_list_update (CONFAB_SOURCE_LIST (self->sources), sources,
                             confab_row_state_get (self->message)->sources);
}

/* The popover */

static gboolean
drop_closed_cb (gpointer user_data)
{
  ConfabMessageRow *self = user_data;

  if (self->source != NULL && !gtk_widget_get_visible (self->source))
    confab_message_row_close_source (self);

  return G_SOURCE_REMOVE;
}

/* Not at once: a button inside of it may be what has closed it. */
static void
source_closed_cb (ConfabMessageRow *self,
                  GtkPopover       *popover)
{
  g_assert (CONFAB_IS_MESSAGE_ROW (self));

  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, drop_closed_cb, g_object_ref (self), g_object_unref);
}

/* Where there is a page that can ask. */
static void
add_asking (ConfabMessageRow *self,
            const char       *index)
{
  GtkWidget *asker = gtk_widget_get_ancestor (GTK_WIDGET (self), CONFAB_TYPE_ASKER);

  for (guint how = CONFAB_NARROW_ONLY; asker != NULL && how <= CONFAB_NARROW_WITHOUT; how++)
    {
      g_autofree char *objection = confab_asker_dup_objection (CONFAB_ASKER (asker), self->message,
                                                               index, (ConfabNarrowing) how);

      confab_source_popover_add_asking (self->source, confab_message_get_id (self->message), index,
                                        (ConfabNarrowing) how, objection);
    }
}

static void
show_popover (ConfabMessageRow   *self,
              const char         *index,
              const GdkRectangle *area)
{
  const ConfabMessageRecord *record = confab_message_get_record (self->message);
  g_autoptr (GPtrArray) citations = confab_citations_parse (record->references);
  const ConfabCitation *citation = confab_citations_find (citations, index);
  g_autoptr (GArray) marks = NULL;
  GdkRectangle in_view = *area;

  /* An assistive tool presses what is not in view as well, and a popover cannot be there. */
  in_view.y = CLAMP (in_view.y, self->view_top,
                     MAX (self->view_bottom - in_view.height, self->view_top));

  confab_message_row_close_source (self);
  confab_message_row_end_flash (self);
  if (citation == NULL)
    {
      /* A mark that names nothing: the service has made it up, or the sources did not come. */
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }

  marks = confab_sources_find_marks (self->document, index);
  self->source = confab_source_popover_new (citation, marks->len);
  add_asking (self, index);
  g_signal_connect_object (self->source, "closed", G_CALLBACK (source_closed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_parent (self->source, GTK_WIDGET (self));
  gtk_popover_set_pointing_to (GTK_POPOVER (self->source), &in_view);
  gtk_popover_popup (GTK_POPOVER (self->source));
}

static void
show_citation (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  ConfabMessageRow *self = CONFAB_MESSAGE_ROW (widget);
  GtkWidget *list = gtk_widget_get_parent (widget);
  graphene_point_t origin = { 0, 0 };
  const char *index;
  GdkRectangle area;

  g_variant_get (parameter, "(&siiii)", &index, &area.x, &area.y, &area.width, &area.height);
  if (self->message == NULL)
    return;

  if (list != NULL && gtk_widget_compute_point (widget, list, &GRAPHENE_POINT_INIT (0, 0), &origin))
    {
      area.x -= (int) origin.x;
      area.y -= (int) origin.y;
    }
  show_popover (self, index, &area);
}

static void
show_source (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  ConfabMessageRow *self = CONFAB_MESSAGE_ROW (widget);
  const char *index = g_variant_get_string (parameter, NULL);
  GtkWidget *badge = NULL;
  graphene_rect_t bounds;

  if (self->message == NULL)
    return;

  if (self->sources != NULL)
    badge = confab_source_list_find_badge (CONFAB_SOURCE_LIST (self->sources), index);
  if (badge == NULL)
    badge = self->prose;
  if (!gtk_widget_compute_bounds (badge, widget, &bounds))
    return;

  show_popover (self, index,
                &(GdkRectangle) { (int) bounds.origin.x, (int) bounds.origin.y,
                                  (int) bounds.size.width, (int) bounds.size.height });
}

/**
 * confab_message_row_close_source:
 * @self: the row
 *
 * Takes the popover away.
 */
void
confab_message_row_close_source (ConfabMessageRow *self)
{
  g_clear_pointer (&self->source, gtk_widget_unparent);
}

/* The way back to the text */

static void
flash_done_cb (ConfabMessageRow *self,
               AdwAnimation     *animation)
{
  g_assert (CONFAB_IS_MESSAGE_ROW (self));

  if (adw_animation_get_widget (animation) == self->flash)
    confab_message_row_end_flash (self);
}

static void
start_flash (ConfabMessageRow       *self,
             const ConfabSourceMark *mark)
{
  AdwAnimation *animation;

  confab_message_row_end_flash (self);
  self->flash_from = to_place (mark, mark->start);
  self->flash_to = to_place (mark, mark->end);
  self->flash = gtk_separator_new (GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (self->flash, "flash");
  gtk_widget_set_can_target (self->flash, FALSE);
  gtk_widget_insert_after (self->flash, GTK_WIDGET (self), self->prose);

  /* Without animations it stays until something else is shown. */
  if (!adw_get_enable_animations (GTK_WIDGET (self)))
    return;

  animation = adw_timed_animation_new (
    self->flash, 1, 0, FLASH_MS,
    adw_property_animation_target_new (G_OBJECT (self->flash), "opacity"));
  adw_timed_animation_set_easing (ADW_TIMED_ANIMATION (animation), ADW_EASE_IN_CUBIC);
  g_signal_connect_object (animation, "done", G_CALLBACK (flash_done_cb), self,
                           G_CONNECT_SWAPPED);
  g_object_set_data_full (G_OBJECT (self->flash), "animation", animation, g_object_unref);
  adw_animation_play (animation);
}

/**
 * confab_message_row_end_flash:
 * @self: the row
 *
 * Shows no mark any more.
 */
void
confab_message_row_end_flash (ConfabMessageRow *self)
{
  g_clear_pointer (&self->flash, gtk_widget_unparent);
}

/**
 * confab_message_row_place_flash:
 * @self: the row, its text laid out
 *
 * Puts what shows a mark where the mark is.
 */
void
confab_message_row_place_flash (ConfabMessageRow *self)
{
  GdkRectangle from;
  GdkRectangle to;
  int minimum;
  int right;

  if (self->flash == NULL)
    return;

  gtk_widget_measure (self->flash, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  if (!confab_prose_get_caret_area (CONFAB_PROSE (self->prose), &self->flash_from, &from))
    {
      gtk_widget_set_child_visible (self->flash, FALSE);
      return;
    }

  right = from.x + from.height / 2;
  if (confab_prose_get_caret_area (CONFAB_PROSE (self->prose), &self->flash_to, &to) &&
      to.y == from.y)
    {
      right = MAX (from.x, to.x);
      from.x = MIN (from.x, to.x);
    }
  gtk_widget_set_child_visible (self->flash, TRUE);
  gtk_widget_size_allocate (self->flash,
                            &(GtkAllocation) { from.x - FLASH_MARGIN,
                                               self->text_top + from.y - FLASH_MARGIN,
                                               MAX (right - from.x, 1) + 2 * FLASH_MARGIN,
                                               from.height + 2 * FLASH_MARGIN }, -1);
}

static void
show_mark (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  ConfabMessageRow *self = CONFAB_MESSAGE_ROW (widget);
  g_autoptr (GArray) marks = NULL;
  const ConfabSourceMark *mark;
  const char *index;
  ConfabTextPlace place;
  guint which;

  g_variant_get (parameter, "(&su)", &index, &which);
  if (self->message == NULL)
    return;

  marks = confab_sources_find_marks (self->document, index);
  if (which >= marks->len)
    return;

  mark = &g_array_index (marks, ConfabSourceMark, which);
  place = to_place (mark, mark->start);
  if (self->source != NULL)
    gtk_popover_popdown (GTK_POPOVER (self->source));
  start_flash (self, mark);
  confab_message_row_reveal (self, confab_message_row_find_place (self, &place));
}

/**
 * confab_message_row_install_source_actions:
 * @widget_class: the class of the row
 *
 * Installs the actions: `message.show-citation` (siiii: a number, and where its mark is in the
 * coordinates of the row's parent), `message.show-source` (s), `message.show-mark` (su).
 */
void
confab_message_row_install_source_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "message.show-citation", "(siiii)",
                                   show_citation);
  gtk_widget_class_install_action (widget_class, "message.show-source", "s", show_source);
  gtk_widget_class_install_action (widget_class, "message.show-mark", "(su)", show_mark);
}
