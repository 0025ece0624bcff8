/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-engine"

#include "config.h"

#include "confab-find.h"

#include "confab-conversation-private.h"
#include "confab-store-search.h"

struct _ConfabFind
{
  GObject parent_instance;

  ConfabConversation *conversation;
  GCancellable *cancellable; /* of what is under way */
  char *text;
  GArray *places;            /* of ConfabPlace, oldest first */
  guint chosen;
  GHashTable *open;          /* ConfabMessage that is open → its signal handler */
  gboolean ready;
};

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabFind, confab_find, G_TYPE_OBJECT)

static void
emit_changed (ConfabFind *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static const ConfabPlace *
get_place (ConfabFind *self,
           guint       i)
{
  return &g_array_index (self->places, ConfabPlace, i);
}

/* The chosen place stays, or else one that is next to it; without one it is the last. */
static void
take_places (ConfabFind *self,
             GArray     *places)
{
  ConfabPlace old = { 0 };
  gboolean had_one = self->chosen < self->places->len;

  if (had_one)
    old = *get_place (self, self->chosen);

  g_array_unref (self->places);
  self->places = g_array_ref (places);
  self->chosen = places->len > 0 ? places->len - 1 : 0;
  for (guint i = 0; had_one && i < places->len; i++)
    if (get_place (self, i)->message > old.message ||
        (get_place (self, i)->message == old.message &&
         get_place (self, i)->range.start >= old.range.start))
      {
        self->chosen = i;
        break;
      }

  self->ready = TRUE;
  emit_changed (self);
}

/* Looking ----------------------------------------------------------------------------------- */

static void
find_in_message (ConfabFind         *self,
                 ConfabMessage      *message,
                 const ConfabNeedle *needle,
                 GArray             *places)
{
  g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (ConfabRange));
  gsize length;
  const char *text = confab_message_get_text (message, &length);

  confab_needle_find (needle, text, length, G_MAXUINT, ranges);
  for (guint i = 0; i < ranges->len; i++)
    {
      ConfabPlace place = { confab_message_get_id (message),
                            g_array_index (ranges, ConfabRange, i) };

      g_array_append_val (places, place);
    }
}

static int
compare_places (gconstpointer a,
                gconstpointer b)
{
  const ConfabPlace *x = a;
  const ConfabPlace *y = b;

  if (x->message != y->message)
    return x->message < y->message ? -1 : 1;

  return x->range.start < y->range.start ? -1 : x->range.start > y->range.start;
}

/* What was made in this run is newer here than on disk, or is here only. @stored (nullable): what was
 * found on disk */
static void
look_here (ConfabFind *self,
           GArray     *stored)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (ConfabPlace));
  g_autoptr (ConfabNeedle) needle = confab_needle_new (self->text);
  GListModel *model = G_LIST_MODEL (self->conversation);
  GHashTable *own = self->conversation->own;

  for (guint i = 0; stored != NULL && i < stored->len; i++)
    {
      ConfabPlace place = g_array_index (stored, ConfabPlace, i);

      if (!g_hash_table_contains (own, &place.message))
        g_array_append_val (places, place);
    }

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (ConfabMessage) message = g_list_model_get_item (model, i);
      gint64 id = confab_message_get_id (message);

      if (g_hash_table_contains (own, &id))
        find_in_message (self, message, needle, places);
    }

  g_array_sort (places, compare_places);
  take_places (self, places);
}

static void
places_found_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (ConfabFind) self = user_data;
  g_autoptr (GArray) places = NULL;
  g_autoptr (GError) error = NULL;

  places = confab_store_find_places_finish (CONFAB_STORE (source), result, &error);
  if (places != NULL && self->conversation != NULL)
    look_here (self, places);
  else if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_info ("Not found: %s", error->message);
}

static void
look (ConfabFind *self)
{
  ConfabSession *session = confab_conversation_get_session (self->conversation);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();

  if (*self->text == '\0')
    {
      g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (ConfabPlace));

      take_places (self, none);
    }
  else if (self->conversation->store == NULL || confab_session_get_id (session) == 0)
    look_here (self, NULL);
  else
    confab_store_find_places_async (self->conversation->store, confab_session_get_id (session),
                                    self->conversation->through, self->text, self->cancellable,
                                    places_found_cb, g_object_ref (self));
}

static void
message_changed_cb (ConfabMessage *message,
                    guint          change,
                    ConfabFind    *self)
{
  if (!(change & CONFAB_MESSAGE_STATUS) ||
      confab_status_is_open (confab_message_get_status (message)))
    return;

  g_signal_handlers_disconnect_by_func (message, message_changed_cb, self);
  g_hash_table_remove (self->open, message);
  look (self);
}

/* An answer is looked into when it has come to its end. */
static void
follow_open_ones (ConfabFind *self)
{
  GListModel *model = G_LIST_MODEL (self->conversation);
  guint n = g_list_model_get_n_items (model);

  for (guint i = n > 2 ? n - 2 : 0; i < n; i++)
    {
      g_autoptr (ConfabMessage) message = g_list_model_get_item (model, i);

      if (!confab_status_is_open (confab_message_get_status (message)) ||
          g_hash_table_contains (self->open, message))
        continue;

      g_signal_connect_object (message, "changed", G_CALLBACK (message_changed_cb), self, 0);
      g_hash_table_add (self->open, g_object_ref (message));
    }
}

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  ConfabFind *self)
{
  follow_open_ones (self);

  /* An older page was looked into before. */
  if (removed > 0 || position > 0)
    look (self);
}

/* Object ------------------------------------------------------------------------------------ */

static void
confab_find_dispose (GObject *object)
{
  ConfabFind *self = CONFAB_FIND (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->open, g_hash_table_unref);
  g_clear_object (&self->conversation);

  G_OBJECT_CLASS (confab_find_parent_class)->dispose (object);
}

static void
confab_find_finalize (GObject *object)
{
  ConfabFind *self = CONFAB_FIND (object);

  g_clear_object (&self->cancellable);
  g_array_unref (self->places);
  g_free (self->text);

  G_OBJECT_CLASS (confab_find_parent_class)->finalize (object);
}

static void
confab_find_class_init (ConfabFindClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = confab_find_dispose;
  object_class->finalize = confab_find_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
confab_find_init (ConfabFind *self)
{
  self->places = g_array_new (FALSE, FALSE, sizeof (ConfabPlace));
  self->open = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->text = g_strdup ("");
}

/**
 * confab_find_new:
 * @conversation: where to look
 *
 * Returns: (transfer full): looks for nothing yet
 */
ConfabFind *
confab_find_new (ConfabConversation *conversation)
{
  ConfabFind *self;

  g_return_val_if_fail (CONFAB_IS_CONVERSATION (conversation), NULL);

  self = g_object_new (CONFAB_TYPE_FIND, NULL);
  self->conversation = g_object_ref (conversation);
  g_signal_connect_object (conversation, "items-changed", G_CALLBACK (items_changed_cb), self, 0);
  follow_open_ones (self);

  return self;
}

/**
 * confab_find_look_for:
 * @self: what looks
 * @text: any text
 *
 * Looks for another text; what is under way for the old one ends.
 */
void
confab_find_look_for (ConfabFind *self,
                      const char *text)
{
  g_return_if_fail (CONFAB_IS_FIND (self));
  g_return_if_fail (text != NULL);

  if (g_str_equal (self->text, text))
    return;

  g_free (self->text);
  self->text = g_strdup (text);
  self->ready = FALSE;
  look (self);
}

/**
 * confab_find_is_ready:
 * @self: what looks
 *
 * Returns: whether the places are those of the last text
 */
gboolean
confab_find_is_ready (ConfabFind *self)
{
  g_return_val_if_fail (CONFAB_IS_FIND (self), FALSE);

  return self->ready;
}

/**
 * confab_find_get_n:
 * @self: what looks
 *
 * Returns: how many places there are
 */
guint
confab_find_get_n (ConfabFind *self)
{
  g_return_val_if_fail (CONFAB_IS_FIND (self), 0);

  return self->places->len;
}

/**
 * confab_find_get_chosen:
 * @self: what looks
 * @position: (out) (optional): which one it is, from 0
 * @message: (out) (optional): the message it is in
 * @range: (out) (optional): where in its text
 *
 * Returns: whether there is one
 */
gboolean
confab_find_get_chosen (ConfabFind  *self,
                        guint       *position,
                        gint64      *message,
                        ConfabRange *range)
{
  g_return_val_if_fail (CONFAB_IS_FIND (self), FALSE);

  if (self->chosen >= self->places->len)
    return FALSE;

  if (position != NULL)
    *position = self->chosen;
  if (message != NULL)
    *message = get_place (self, self->chosen)->message;
  if (range != NULL)
    *range = get_place (self, self->chosen)->range;

  return TRUE;
}

/**
 * confab_find_next:
 * @self: what looks
 *
 * Chooses the next place.
 */
void
confab_find_next (ConfabFind *self)
{
  g_return_if_fail (CONFAB_IS_FIND (self));

  if (self->places->len == 0)
    return;

  self->chosen = (self->chosen + 1) % self->places->len;
  emit_changed (self);
}

/**
 * confab_find_previous:
 * @self: what looks
 *
 * Chooses the place before.
 */
void
confab_find_previous (ConfabFind *self)
{
  g_return_if_fail (CONFAB_IS_FIND (self));

  if (self->places->len == 0)
    return;

  self->chosen = (self->chosen + self->places->len - 1) % self->places->len;
  emit_changed (self);
}

/**
 * confab_find_list_places:
 * @self: what looks
 * @message: a message's id
 * @chosen: (out) (optional): the index of the chosen place among them, or -1
 *
 * Returns: (transfer full) (element-type ConfabRange): the places in it
 */
GArray *
confab_find_list_places (ConfabFind *self,
                         gint64      message,
                         int        *chosen)
{
  GArray *ranges = g_array_new (FALSE, FALSE, sizeof (ConfabRange));

  g_return_val_if_fail (CONFAB_IS_FIND (self), ranges);

  if (chosen != NULL)
    *chosen = -1;
  for (guint i = 0; i < self->places->len; i++)
    {
      const ConfabPlace *place = get_place (self, i);

      if (place->message != message)
        continue;
      if (chosen != NULL && i == self->chosen)
        *chosen = (int) ranges->len;
      g_array_append_val (ranges, place->range);
    }

  return ranges;
}
