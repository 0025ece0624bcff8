/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-message-row-private.h"

#include <glib/gi18n.h>

#include "confab-answer-facts.h"
#include "confab-answer-footer.h"
#include "confab-attachment-list.h"
#include "confab-attachment.h"
#include "confab-version-pager.h"
#include "confab-error-card.h"
#include "confab-prose.h"
#include "confab-row-state.h"
#include "confab-stages.h"
#include "confab-timeline.h"
#include "confab-wait-note.h"

/* A prompt that is shorter than this, in bytes and in lines, is never folded. */
#define LONG_PROMPT 600
#define LONG_PROMPT_LINES 18

/**
 * confab_message_row_update_text:
 * @self: the row
 *
 * Takes in the text.
 */
void
confab_message_row_update_text (ConfabMessageRow *self)
{
  gsize length;
  const char *text = confab_message_get_text (self->message, &length);
  guint rewrites = confab_message_get_rewrites (self->message);
  gboolean open = confab_status_is_open (confab_message_get_status (self->message));
  ConfabDocumentChange change;

  confab_document_update (self->document, text, length, rewrites != self->rewrites, !open, &change);
  self->rewrites = rewrites;
  confab_prose_update (CONFAB_PROSE (self->prose), &change);
  confab_prose_set_caret (CONFAB_PROSE (self->prose), open && !confab_message_row_is_user (self));
}

/**
 * confab_message_row_update_timeline:
 * @self: the row
 * @evidence: whether they are others than before
 *
 * Takes in thoughts and nodes.
 */
void
confab_message_row_update_timeline (ConfabMessageRow *self,
                 gboolean          evidence)
{
  const ConfabMessageRecord *record = confab_message_get_record (self->message);

  if (record->thoughts == NULL && record->nodes == NULL)
    {
      g_clear_pointer (&self->timeline, gtk_widget_unparent);
      return;
    }

  if (self->timeline == NULL)
    {
      self->timeline = confab_timeline_new (self->counters, self->message);
      g_signal_connect_object (self->timeline, "toggled", G_CALLBACK (confab_message_row_hold),
                               self, G_CONNECT_SWAPPED);
      gtk_widget_insert_after (self->timeline, GTK_WIDGET (self), NULL);
    }
  confab_timeline_update (CONFAB_TIMELINE (self->timeline), evidence, self->following);
  if (confab_timeline_is_empty (CONFAB_TIMELINE (self->timeline)))
    g_clear_pointer (&self->timeline, gtk_widget_unparent);
}

/**
 * confab_message_row_update_wait:
 * @self: the row
 *
 * Says what is waited for.
 */
void
confab_message_row_update_wait (ConfabMessageRow *self)
{
  g_autofree char *text = NULL;

  /* What runs in the timeline is all there is to say: no spinner beside a spinner. */
  if (self->timeline == NULL || !confab_stages_running (self->message))
    text = confab_answer_facts_wait (self->message, g_get_real_time ());
  if (text == NULL)
    {
      if (self->wait != NULL)
        confab_wait_note_set_message (CONFAB_WAIT_NOTE (self->wait), NULL);
      g_clear_pointer (&self->wait, gtk_widget_unparent);
      return;
    }

  if (self->wait == NULL)
    {
      self->wait = confab_wait_note_new ();
      gtk_widget_insert_after (self->wait, GTK_WIDGET (self), self->prose);
    }
  confab_wait_note_set_message (CONFAB_WAIT_NOTE (self->wait), self->message);
}

/* Under a prompt that was edited; an answer has it in its footer. */
static void
update_pager (ConfabMessageRow *self)
{
  if (!confab_message_row_is_user (self) ||
      confab_message_get_n_versions (self->message, NULL) <= 1)
    {
      g_clear_pointer (&self->pager, gtk_widget_unparent);
      return;
    }

  if (self->pager == NULL)
    {
      self->pager = confab_version_pager_new ();
      gtk_widget_set_halign (self->pager, GTK_ALIGN_END);
      gtk_widget_insert_after (self->pager, GTK_WIDGET (self), self->prose);
    }
  confab_version_pager_show (CONFAB_VERSION_PAGER (self->pager), self->message);
}

/**
 * confab_message_row_update_footer:
 * @self: the row
 *
 * Says what the answer cost, and what can be done with it.
 */
void
confab_message_row_update_footer (ConfabMessageRow *self)
{
  g_autofree char *facts = confab_answer_facts_footer (self->message, self->narrow);
  g_autofree char *tooltip = NULL;
  const char *request_id;

  update_pager (self);
  if (facts == NULL)
    {
      g_clear_pointer (&self->footer, gtk_widget_unparent);
      return;
    }

  if (self->footer == NULL)
    {
      self->footer = confab_answer_footer_new ();
      gtk_widget_insert_before (self->footer, GTK_WIDGET (self), self->error);
    }
  confab_answer_footer_set_versions (CONFAB_ANSWER_FOOTER (self->footer), self->message);
  tooltip = confab_answer_facts_tooltip (self->message);
  confab_answer_footer_set_facts (CONFAB_ANSWER_FOOTER (self->footer), facts, tooltip,
                                  confab_document_get_n_blocks (self->document) > 0);
  /* For one that failed its error offers it. */
  confab_answer_footer_set_again (CONFAB_ANSWER_FOOTER (self->footer),
                                  confab_answer_facts_has_error (self->message)
                                    ? 0
                                    : confab_message_get_id (self->message),
                                  self->position + 1 == self->n_messages);

  request_id = confab_message_get_record (self->message)->request_id;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "message.copy-request-id",
                                 request_id != NULL && request_id[0] != '\0');
}

/**
 * confab_message_row_update_error:
 * @self: the row
 *
 * Says what went wrong.
 */
void
confab_message_row_update_error (ConfabMessageRow *self)
{
  if (!confab_answer_facts_has_error (self->message))
    {
      g_clear_pointer (&self->error, gtk_widget_unparent);
      return;
    }

  if (self->error == NULL)
    {
      self->error = confab_error_card_new ();
      gtk_widget_insert_before (self->error, GTK_WIDGET (self), NULL);
    }
  confab_error_card_update (CONFAB_ERROR_CARD (self->error), self->message,
                            self->position + 1 == self->n_messages);
}

static void
update_more (ConfabMessageRow *self)
{
  gboolean all = confab_row_state_get (self->message)->prompt;

  gtk_button_set_label (GTK_BUTTON (self->more), all ? _("Show Less") : _("Show All"));
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->more), GTK_ACCESSIBLE_STATE_EXPANDED, all,
                               -1);
}

static void
more_clicked_cb (ConfabMessageRow *self,
                 GtkButton        *button)
{
  ConfabRowState *state = confab_row_state_get (self->message);

  g_assert (CONFAB_IS_MESSAGE_ROW (self));

  state->prompt = !state->prompt;
  update_more (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  confab_message_row_hold (self);
  /* Less of it: its beginning, and not what comes to stand in the place of the text that goes. */
  if (!state->prompt && self->view_top > 0)
    confab_message_row_reveal (self, 0);
}

/* Whether there may be enough lines to fold: at any width, without laying it out. */
static gboolean
may_be_long (ConfabMessageRow *self)
{
  gsize length;
  const char *text = confab_message_get_text (self->message, &length);
  guint n_lines = 0;

  if (length > LONG_PROMPT)
    return TRUE;
  for (gsize i = 0; i < length; i++)
    n_lines += text[i] == '\n';

  return n_lines > LONG_PROMPT_LINES;
}

/**
 * confab_message_row_make_more:
 * @self: the row
 *
 * Adds the button that shows all of a long prompt.
 */
void
confab_message_row_make_more (ConfabMessageRow *self)
{
  if (!may_be_long (self))
    return;

  self->more = gtk_button_new ();
  gtk_widget_add_css_class (self->more, "more");
  g_signal_connect_object (self->more, "clicked", G_CALLBACK (more_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_insert_after (self->more, GTK_WIDGET (self), self->prose);
  gtk_widget_set_overflow (self->prose, GTK_OVERFLOW_HIDDEN);
  update_more (self);
}

/**
 * confab_message_row_make_attached:
 * @self: the row
 *
 * Adds what was sent along with a prompt.
 */
void
confab_message_row_make_attached (ConfabMessageRow *self)
{
  g_autoptr (GPtrArray) attachments =
    confab_attachments_from_rest (confab_message_get_record (self->message)->rest);

  if (attachments->len == 0)
    return;

  self->attached = confab_attachment_list_new (attachments);
  gtk_widget_insert_after (self->attached, GTK_WIDGET (self), self->prose);
}

/**
 * confab_message_row_update_spoken:
 * @self: the row
 *
 * Says the message to assistive tools.
 */
void
confab_message_row_update_spoken (ConfabMessageRow *self)
{
  g_autofree char *spoken = confab_answer_facts_spoken (self->message, self->author);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}
