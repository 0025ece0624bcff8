/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-message-row-private.h"

#include "confab-prose.h"
#include "confab-source-list.h"
#include "confab-timeline.h"

enum {
  SIGNAL_STALE,
  SIGNAL_HELD,
  SIGNAL_REVEAL,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabMessageRow, confab_message_row, GTK_TYPE_WIDGET)

static void
message_changed_cb (ConfabMessageRow *self,
                    guint             changes,
                    ConfabMessage    *message)
{
  g_assert (CONFAB_IS_MESSAGE_ROW (self));

  if (self->pending == 0)
    g_signal_emit (self, signals[SIGNAL_STALE], 0);
  self->pending |= changes;
}

/* The text has ended, and the whole of it says something else than its parts did. */
static void
document_changed_cb (gpointer user_data)
{
  ConfabMessageRow *self = user_data;

  message_changed_cb (self, CONFAB_MESSAGE_TEXT | CONFAB_MESSAGE_STATUS, self->message);
}

/* One stop of the Tab key; the arrow keys lead to the buttons inside, in their order, and back. */
static gboolean
confab_message_row_focus (GtkWidget        *widget,
                          GtkDirectionType  direction)
{
  GtkWidgetClass *parent = GTK_WIDGET_CLASS (confab_message_row_parent_class);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  gboolean inside = gtk_widget_get_focus_child (widget) != NULL;
  gboolean forward;

  if (direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD)
    return !inside && !gtk_widget_is_focus (widget) && gtk_widget_grab_focus (widget);

  if ((direction != GTK_DIR_LEFT && direction != GTK_DIR_RIGHT) ||
      (!inside && !gtk_widget_is_focus (widget)))
    return parent->focus (widget, direction);

  forward = (direction == GTK_DIR_RIGHT) != rtl;
  if (forward)
    return parent->focus (widget, GTK_DIR_TAB_FORWARD) || inside;

  return inside &&
         (parent->focus (widget, GTK_DIR_TAB_BACKWARD) || gtk_widget_grab_focus (widget));
}

static void
confab_message_row_dispose (GObject *object)
{
  ConfabMessageRow *self = CONFAB_MESSAGE_ROW (object);

  confab_message_row_set_message (self, NULL);
  g_clear_pointer (&self->prose, gtk_widget_unparent);

  G_OBJECT_CLASS (confab_message_row_parent_class)->dispose (object);
}

static void
confab_message_row_finalize (GObject *object)
{
  ConfabMessageRow *self = CONFAB_MESSAGE_ROW (object);

  g_free (self->author);

  G_OBJECT_CLASS (confab_message_row_parent_class)->finalize (object);
}

static void
confab_message_row_class_init (ConfabMessageRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = confab_message_row_dispose;
  object_class->finalize = confab_message_row_finalize;

  widget_class->focus = confab_message_row_focus;
  widget_class->get_request_mode = confab_message_row_get_request_mode;
  widget_class->measure = confab_message_row_measure;
  widget_class->size_allocate = confab_message_row_size_allocate;

  signals[SIGNAL_STALE] =
    g_signal_new ("stale", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  confab_message_row_install_actions (widget_class);

  signals[SIGNAL_HELD] =
    g_signal_new ("held", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  signals[SIGNAL_REVEAL] =
    g_signal_new ("reveal", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_INT);

  confab_message_row_install_source_actions (widget_class);
  gtk_widget_class_set_css_name (widget_class, "message");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
}

static void
confab_message_row_init (ConfabMessageRow *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
}

/**
 * confab_message_row_is_user:
 * @self: the row
 *
 * Returns: whether it shows a prompt
 */
gboolean
confab_message_row_is_user (ConfabMessageRow *self)
{
  return self->message != NULL && confab_message_get_role (self->message) == CONFAB_ROLE_USER;
}

/**
 * confab_message_row_hold:
 * @self: the row
 *
 * The reader has opened or closed something here: this is what is being read now.
 */
void
confab_message_row_hold (ConfabMessageRow *self)
{
  g_signal_emit (self, signals[SIGNAL_HELD], 0);
}

/**
 * confab_message_row_reveal:
 * @self: the row
 * @y: pixels from its top
 *
 * The reader wants to be led to a place in it.
 */
void
confab_message_row_reveal (ConfabMessageRow *self,
                           int               y)
{
  g_signal_emit (self, signals[SIGNAL_REVEAL], 0, y);
}

/**
 * confab_message_row_new:
 * @counters: where work is counted; must outlive the row
 *
 * Returns: (transfer floating): a row without a message
 */
GtkWidget *
confab_message_row_new (ConfabChatCounters *counters)
{
  ConfabMessageRow *self = g_object_new (CONFAB_TYPE_MESSAGE_ROW, NULL);

  self->counters = counters;
  self->prose = confab_prose_new (counters);
  confab_prose_set_sliced (CONFAB_PROSE (self->prose), TRUE);
  gtk_widget_set_parent (self->prose, GTK_WIDGET (self));

  return GTK_WIDGET (self);
}

/**
 * confab_message_row_get_message:
 * @self: the row
 *
 * Returns: (transfer none) (nullable): the message it shows
 */
ConfabMessage *
confab_message_row_get_message (ConfabMessageRow *self)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE_ROW (self), NULL);

  return self->message;
}

/**
 * confab_message_row_leave:
 * @self: the row
 *
 * Takes the row out of its list: it shows nothing, and knows nothing of the list any more, which
 * somebody may hold it longer than.
 */
void
confab_message_row_leave (ConfabMessageRow *self)
{
  g_return_if_fail (CONFAB_IS_MESSAGE_ROW (self));

  confab_message_row_set_message (self, NULL);
  confab_prose_dispose_frames (CONFAB_PROSE (self->prose));
  gtk_widget_unparent (GTK_WIDGET (self));
}

/**
 * confab_message_row_set_message:
 * @self: the row
 * @message: (nullable): the message to show; %NULL while the row waits for another
 */
void
confab_message_row_set_message (ConfabMessageRow *self,
                                ConfabMessage    *message)
{
  g_return_if_fail (CONFAB_IS_MESSAGE_ROW (self));
  g_return_if_fail (message == NULL || CONFAB_IS_MESSAGE (message));

  if (self->message == message)
    return;

  if (self->message != NULL)
    {
      g_signal_handlers_disconnect_by_func (self->message, message_changed_cb, self);
      confab_prose_set_document (CONFAB_PROSE (self->prose), NULL);
      g_clear_pointer (&self->document, confab_document_free);
      confab_message_row_close_source (self);
      confab_message_row_end_flash (self);
      g_clear_pointer (&self->sources, gtk_widget_unparent);
      if (self->timeline != NULL)
        confab_timeline_dispose_frames (CONFAB_TIMELINE (self->timeline));
      g_clear_pointer (&self->timeline, gtk_widget_unparent);
      g_clear_pointer (&self->more, gtk_widget_unparent);
      g_clear_pointer (&self->attached, gtk_widget_unparent);
      g_clear_pointer (&self->pager, gtk_widget_unparent);
      gtk_widget_set_overflow (self->prose, GTK_OVERFLOW_VISIBLE);
      gtk_widget_remove_css_class (self->prose, "foldable");
      g_clear_pointer (&self->wait, gtk_widget_unparent);
      g_clear_pointer (&self->footer, gtk_widget_unparent);
      g_clear_pointer (&self->error, gtk_widget_unparent);
      g_clear_object (&self->message);
      gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
      /* A text that is not here any more is not to be read either. */
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, "", -1);
    }

  self->pending = 0;
  if (message == NULL)
    return;

  self->message = g_object_ref (message);
  g_signal_connect_object (message, "changed", G_CALLBACK (message_changed_cb), self,
                           G_CONNECT_SWAPPED);
  self->document = confab_document_new ();
  confab_document_set_changed_func (self->document, document_changed_cb, self);
  self->rewrites = confab_message_get_rewrites (message);
  confab_prose_set_document (CONFAB_PROSE (self->prose), self->document);
  /* A row of the same height as before would keep the width of the other message's card. */
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_HIDDEN, FALSE, -1);

  confab_prose_set_spacious (CONFAB_PROSE (self->prose), !confab_message_row_is_user (self));
  if (confab_message_row_is_user (self))
    {
      gtk_widget_add_css_class (self->prose, "user-card");
      confab_message_row_make_more (self);
      confab_message_row_make_attached (self);
    }
  else
    {
      gtk_widget_remove_css_class (self->prose, "user-card");
    }

  self->pending = CONFAB_MESSAGE_TEXT | CONFAB_MESSAGE_STATUS | CONFAB_MESSAGE_DETAILS |
                  CONFAB_MESSAGE_EVIDENCE | CONFAB_MESSAGE_VERSIONS;
  confab_message_row_update (self);
}

/**
 * confab_message_row_get_position:
 * @self: the row
 *
 * Returns: which message of the conversation it shows
 */
guint
confab_message_row_get_position (ConfabMessageRow *self)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE_ROW (self), 0);

  return self->position;
}

/**
 * confab_message_row_set_position:
 * @self: the row
 * @position: which message of the conversation it shows
 * @n_messages: of how many
 */
void
confab_message_row_set_position (ConfabMessageRow *self,
                                 guint             position,
                                 guint             n_messages)
{
  gboolean was_last;

  g_return_if_fail (CONFAB_IS_MESSAGE_ROW (self));

  if (self->position == position && self->n_messages == n_messages)
    return;

  was_last = self->position + 1 == self->n_messages;
  self->position = position;
  self->n_messages = n_messages;
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_RELATION_POS_IN_SET, (int) position + 1,
                                  GTK_ACCESSIBLE_RELATION_SET_SIZE, (int) n_messages,
                                  -1);
  if (self->message != NULL && was_last != (position + 1 == n_messages))
    {
      confab_message_row_update_footer (self);
      confab_message_row_update_error (self);
    }
}

/**
 * confab_message_row_set_author:
 * @self: the row
 * @author: (nullable): who answers
 */
void
confab_message_row_set_author (ConfabMessageRow *self,
                               const char       *author)
{
  g_return_if_fail (CONFAB_IS_MESSAGE_ROW (self));

  if (g_strcmp0 (self->author, author) == 0)
    return;

  g_free (self->author);
  self->author = g_strdup (author);
  if (self->message != NULL)
    confab_message_row_update_spoken (self);
}

/**
 * confab_message_row_set_narrow:
 * @self: the row
 * @narrow: whether the window is as narrow as a phone
 */
void
confab_message_row_set_narrow (ConfabMessageRow *self,
                               gboolean          narrow)
{
  g_return_if_fail (CONFAB_IS_MESSAGE_ROW (self));

  if (self->narrow == narrow)
    return;

  self->narrow = narrow;
  if (self->sources != NULL)
    confab_source_list_set_narrow (CONFAB_SOURCE_LIST (self->sources), narrow);
  if (self->message != NULL)
    confab_message_row_update_footer (self);
}

/**
 * confab_message_row_set_following:
 * @self: the row
 * @following: whether the end of the conversation is followed
 */
void
confab_message_row_set_following (ConfabMessageRow *self,
                                  gboolean          following)
{
  g_return_if_fail (CONFAB_IS_MESSAGE_ROW (self));

  self->following = following;
}

/**
 * confab_message_row_update:
 * @self: the row
 *
 * Takes in what the message has told since the last time.
 */
void
confab_message_row_update (ConfabMessageRow *self)
{
  guint pending;

  g_return_if_fail (CONFAB_IS_MESSAGE_ROW (self));

  pending = self->pending;
  self->pending = 0;
  if (pending == 0 || self->message == NULL)
    return;

  if ((pending & (CONFAB_MESSAGE_TEXT | CONFAB_MESSAGE_STATUS)) != 0)
    confab_message_row_update_text (self);
  if (self->timeline != NULL || (pending & CONFAB_MESSAGE_EVIDENCE) != 0)
    confab_message_row_update_timeline (self, (pending & CONFAB_MESSAGE_EVIDENCE) != 0);
  if (self->wait != NULL || (pending & ~CONFAB_MESSAGE_TEXT) != 0)
    confab_message_row_update_wait (self);
  if ((pending & (CONFAB_MESSAGE_STATUS | CONFAB_MESSAGE_EVIDENCE)) != 0)
    confab_message_row_update_sources (self);
  if ((pending & ~CONFAB_MESSAGE_TEXT) != 0)
    {
      confab_message_row_update_footer (self);
      confab_message_row_update_error (self);
    }
  if ((pending & CONFAB_MESSAGE_STATUS) != 0 ||
      !confab_status_is_open (confab_message_get_status (self->message)))
    confab_message_row_update_spoken (self);
}

/**
 * confab_message_row_set_viewport:
 * @self: the row
 * @top: the first pixel in view, from the top of the row
 * @bottom: the first one after it that is not
 */
void
confab_message_row_set_viewport (ConfabMessageRow *self,
                                 int               top,
                                 int               bottom)
{
  g_return_if_fail (CONFAB_IS_MESSAGE_ROW (self));

  self->view_top = top;
  self->view_bottom = bottom;
  confab_message_row_pass_viewport (self);
}

/**
 * confab_message_row_get_text_top:
 * @self: the row, its height asked for
 *
 * Returns: where its text begins, pixels from its top: what is above it can grow while it is read
 */
int
confab_message_row_get_text_top (ConfabMessageRow *self)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE_ROW (self), 0);

  return self->text_top;
}

/**
 * confab_message_row_get_place:
 * @self: the row
 * @y: pixels from its top
 * @place: (out caller-allocates): the text there
 *
 * Returns: whether there is text
 */
gboolean
confab_message_row_get_place (ConfabMessageRow *self,
                              int               y,
                              ConfabTextPlace  *place)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE_ROW (self), FALSE);

  return y >= self->text_top &&
         confab_prose_get_place (CONFAB_PROSE (self->prose), y - self->text_top, place);
}

/**
 * confab_message_row_find_place:
 * @self: the row
 * @place: a place in its text
 *
 * Returns: where it is now, pixels from the top of the row
 */
int
confab_message_row_find_place (ConfabMessageRow      *self,
                               const ConfabTextPlace *place)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE_ROW (self), 0);

  return self->text_top + confab_prose_find_place (CONFAB_PROSE (self->prose), place);
}

/**
 * confab_message_row_get_prose:
 * @self: the row
 *
 * Returns: (transfer none): the widget that shows its text
 */
ConfabProse *
confab_message_row_get_prose (ConfabMessageRow *self)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE_ROW (self), NULL);

  return CONFAB_PROSE (self->prose);
}
