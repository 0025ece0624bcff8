/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-journal.h"

/* What arrives is written at once, and what comes after it so long after that. With the writing, and
 * with a machine that has other things to do, it is in the file within a second. */
#define INTERVAL_MS 300

/* What was written is left alone once it is so long: each write takes what is behind it, again and with
 * what is new. So it costs the same, 0.02 ms here and below one in the writer, however long the answer. */
#define PIECE_BYTES (16 * 1024)

/* A full disk may have room again. */
#define SAVE_AGAIN_SECONDS 5

struct _ConfabJournal
{
  GObject parent_instance;

  ConfabStore *store; /* NULL: nothing is stored */
  ConfabMessage *answer;
  ConfabSession *session;
  ConfabSessionParts parts; /* what the answer has changed of it */

  guint timer;       /* runs only while there is something that is not on disk */
  guint again_timer; /* until the end is tried again */
  gint64 written_at; /* when the last write began */
  guint rewrites;    /* of the text, as it was then, */
  gsize start;       /* where the piece begins in it that still grows, */
  gsize end;         /* and where it ended */
  gboolean dirty;
  gboolean urgent;  /* and it cannot wait for the timer */
  gboolean durable; /* and has to stand a power failure */
  gboolean writing;
  gboolean ended;
  gboolean closing;
  gboolean saved;
};

G_DEFINE_FINAL_TYPE (ConfabJournal, confab_journal, G_TYPE_OBJECT)

enum {
  WRITING,
  WRITTEN,
  SAVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* Another process may have deleted the session: then there is nothing to write, and nothing is the
 * matter with the disk. */
static void
forgive_deletion (GError **error)
{
  if (g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_clear_error (error);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (ConfabJournal) self = user_data;
  g_autoptr (GError) error = NULL;

  confab_store_journal_answer_finish (CONFAB_STORE (source), result, &error);
  forgive_deletion (&error);
  self->writing = FALSE;
  if (error != NULL)
    self->dirty = TRUE;
  else if (self->end - self->start >= PIECE_BYTES)
    self->start = self->end;
  g_signal_emit (self, signals[WRITTEN], 0, error);

  if (self->urgent)
    confab_journal_write (self);
  else if (self->dirty)
    confab_journal_touch (self);
}

static void
write_now (ConfabJournal *self)
{
  gboolean lazily = !self->durable;

  g_clear_handle_id (&self->timer, g_source_remove);
  g_signal_emit (self, signals[WRITING], 0);
  self->dirty = FALSE;
  self->urgent = FALSE;
  self->durable = FALSE;
  self->writing = TRUE;
  self->written_at = g_get_monotonic_time ();

  if (self->rewrites != confab_message_get_rewrites (self->answer))
    {
      self->rewrites = confab_message_get_rewrites (self->answer);
      self->start = 0;
    }
  confab_message_get_text (self->answer, &self->end);
  confab_store_journal_answer_async (self->store,
                                     confab_message_dup_growth (self->answer, self->start),
                                     self->start, lazily, NULL, written_cb, g_object_ref (self));
}

static gboolean
write_due_cb (gpointer user_data)
{
  ConfabJournal *self = CONFAB_JOURNAL (user_data);

  self->timer = 0;
  write_now (self);

  return G_SOURCE_REMOVE;
}

static gboolean
end_due_cb (gpointer user_data)
{
  ConfabJournal *self = CONFAB_JOURNAL (user_data);

  self->again_timer = 0;
  confab_journal_end (self);

  return G_SOURCE_REMOVE;
}

static void
mark_saved (ConfabJournal *self)
{
  if (self->saved)
    return;

  self->saved = TRUE;
  g_signal_emit (self, signals[SAVED], 0);
}

static void
end_written_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (ConfabJournal) self = user_data;
  g_autoptr (GError) error = NULL;

  confab_store_save_answer_finish (CONFAB_STORE (source), result, &error);
  forgive_deletion (&error);
  g_signal_emit (self, signals[WRITTEN], 0, error);

  if (error != NULL && !self->closing)
    self->again_timer = g_timeout_add_seconds (SAVE_AGAIN_SECONDS, end_due_cb, self);
  else
    mark_saved (self);
}

static void
confab_journal_dispose (GObject *object)
{
  ConfabJournal *self = CONFAB_JOURNAL (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_handle_id (&self->again_timer, g_source_remove);
  g_clear_object (&self->store);
  g_clear_object (&self->answer);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (confab_journal_parent_class)->dispose (object);
}

static void
confab_journal_class_init (ConfabJournalClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_journal_dispose;

  signals[WRITING] = g_signal_new ("writing", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[WRITTEN] = g_signal_new ("written", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[SAVED] = g_signal_new ("saved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
confab_journal_init (ConfabJournal *self)
{
}

/**
 * confab_journal_new:
 * @store: (nullable): where to; %NULL when nothing is to be stored
 * @answer: an open answer that is in the database
 * @session: its session
 *
 * Returns: (transfer full): a journal
 */
ConfabJournal *
confab_journal_new (ConfabStore   *store,
                    ConfabMessage *answer,
                    ConfabSession *session)
{
  ConfabJournal *self;

  g_return_val_if_fail (CONFAB_IS_MESSAGE (answer), NULL);
  g_return_val_if_fail (CONFAB_IS_SESSION (session), NULL);

  self = g_object_new (CONFAB_TYPE_JOURNAL, NULL);
  g_set_object (&self->store, store);
  self->answer = g_object_ref (answer);
  self->session = g_object_ref (session);

  return self;
}

/**
 * confab_journal_touch:
 * @self: a journal
 *
 * The answer has changed: it is on disk within a second.
 */
void
confab_journal_touch (ConfabJournal *self)
{
  gint64 waited_ms;

  g_return_if_fail (CONFAB_IS_JOURNAL (self));

  self->dirty = TRUE;
  if (self->store == NULL || self->ended || self->writing || self->timer != 0)
    return;

  /* Not from here: the caller may be in the midst of it. */
  waited_ms = (g_get_monotonic_time () - self->written_at) / 1000;
  self->timer = g_timeout_add ((guint) CLAMP (INTERVAL_MS - waited_ms, 0, INTERVAL_MS),
                               write_due_cb, self);
}

/**
 * confab_journal_write:
 * @self: a journal
 *
 * The answer has changed in a way that cannot wait: it is written now, or, when a write is under
 * way, right after it.
 */
void
confab_journal_write (ConfabJournal *self)
{
  g_return_if_fail (CONFAB_IS_JOURNAL (self));

  if (self->store == NULL || self->ended)
    return;

  self->dirty = TRUE;
  self->urgent = TRUE;
  if (!self->writing)
    write_now (self);
}

/**
 * confab_journal_commit:
 * @self: a journal
 *
 * The same, for a change on which something is about to be done: when confab_journal_is_clean() says
 * so, it is on disk also when the power fails.
 */
void
confab_journal_commit (ConfabJournal *self)
{
  g_return_if_fail (CONFAB_IS_JOURNAL (self));

  if (self->store != NULL && !self->ended)
    self->durable = TRUE;
  confab_journal_write (self);
}

/**
 * confab_journal_is_clean:
 * @self: a journal
 *
 * Returns: whether the answer is on disk as it stands, or nothing is to be stored at all
 */
gboolean
confab_journal_is_clean (ConfabJournal *self)
{
  g_return_val_if_fail (CONFAB_IS_JOURNAL (self), FALSE);

  return self->store == NULL || (!self->dirty && !self->writing);
}

/**
 * confab_journal_session_changed:
 * @self: a journal
 * @parts: what the answer has changed of its session
 *
 * These are stored with the end. Nothing else is, since another process may have changed it.
 */
void
confab_journal_session_changed (ConfabJournal      *self,
                                ConfabSessionParts  parts)
{
  g_return_if_fail (CONFAB_IS_JOURNAL (self));

  self->parts |= parts;
}

/**
 * confab_journal_end:
 * @self: a journal
 *
 * The answer has its end state: it is stored, together with what that means for its session. When
 * the disk does not take it, it is tried again until it does.
 */
void
confab_journal_end (ConfabJournal *self)
{
  ConfabMessageRecord *record;

  g_return_if_fail (CONFAB_IS_JOURNAL (self));

  self->ended = TRUE;
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->store == NULL)
    {
      mark_saved (self);
      return;
    }

  /* It is read where the person sees it, and unread because of an answer. */
  if (confab_session_get_unread (self->session))
    self->parts |= CONFAB_SESSION_UNREAD;

  record = confab_message_dup_growth (self->answer, 0);
  record->run = 0;
  confab_store_save_answer_async (
    self->store, record,
    confab_session_record_copy (confab_session_get_record (self->session)), self->parts, NULL,
    end_written_cb, g_object_ref (self));
}

/**
 * confab_journal_close:
 * @self: a journal
 *
 * What is not on disk yet is tried once more and no longer; `saved` comes in any case, once the
 * answer has ended.
 */
void
confab_journal_close (ConfabJournal *self)
{
  g_return_if_fail (CONFAB_IS_JOURNAL (self));

  self->closing = TRUE;
  if (self->again_timer == 0)
    return;

  g_clear_handle_id (&self->again_timer, g_source_remove);
  confab_journal_end (self);
}
