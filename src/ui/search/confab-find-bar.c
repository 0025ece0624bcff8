/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-find-bar.h"

#include <glib/gi18n.h>

#include "confab-find.h"

struct _ConfabFindBar
{
  AdwBin parent_instance;

  ConfabConversation *conversation; /* (nullable) */
  ConfabFind *find;                 /* (nullable): while it is open */

  GtkSearchEntry *entry;
  GtkLabel *count;
  GtkWidget *previous;
  GtkWidget *next;
};

G_DEFINE_FINAL_TYPE (ConfabFindBar, confab_find_bar, ADW_TYPE_BIN)

enum {
  MARKED,
  CHOSEN,
  CLOSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const char *
get_text (ConfabFindBar *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

static void
update_count (ConfabFindBar *self)
{
  guint n = self->find != NULL ? confab_find_get_n (self->find) : 0;
  guint position = 0;
  g_autofree char *text = NULL;

  if (self->find == NULL || *get_text (self) == '\0')
    text = g_strdup ("");
  else if (confab_find_get_chosen (self->find, &position, NULL, NULL))
    /* Translators: which of the places where a text was found, such as “2 of 17”. */
    text = g_strdup_printf (_("%u of %u"), position + 1, n);
  else if (confab_find_is_ready (self->find))
    text = g_strdup (_("Not found"));
  else
    text = g_strdup ("…");

  gtk_label_set_text (self->count, text);
  gtk_widget_set_sensitive (self->previous, n > 0);
  gtk_widget_set_sensitive (self->next, n > 0);
  if (n == 0 && self->find != NULL && *get_text (self) != '\0' &&
      confab_find_is_ready (self->find))
    gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
}

static void
find_changed_cb (ConfabFindBar *self)
{
  gint64 message;
  int chosen;

  g_assert (CONFAB_IS_FIND_BAR (self));

  update_count (self);
  if (confab_find_get_chosen (self->find, NULL, &message, NULL))
    {
      g_autoptr (GArray) places = confab_find_list_places (self->find, message, &chosen);

      g_signal_emit (self, signals[CHOSEN], 0, message, (guint) MAX (chosen, 0));
    }
}

static void
search (ConfabFindBar *self)
{
  if (self->find == NULL)
    return;

  g_signal_emit (self, signals[MARKED], 0, get_text (self));
  confab_find_look_for (self->find, get_text (self));
  update_count (self);
}

static void
search_changed_cb (ConfabFindBar *self)
{
  search (self);
}

static void
search_stopped_cb (ConfabFindBar *self)
{
  confab_find_bar_close (self);
  g_signal_emit (self, signals[CLOSED], 0);
}

static void
next_cb (ConfabFindBar *self)
{
  if (self->find != NULL)
    confab_find_next (self->find);
}

static void
previous_cb (ConfabFindBar *self)
{
  if (self->find != NULL)
    confab_find_previous (self->find);
}

/* Shift+Enter goes back. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                ConfabFindBar         *self)
{
  g_assert (CONFAB_IS_FIND_BAR (self));

  if ((keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter) ||
      (state & gtk_accelerator_get_default_mod_mask ()) != GDK_SHIFT_MASK)
    return GDK_EVENT_PROPAGATE;

  previous_cb (self);

  return GDK_EVENT_STOP;
}

static void
start (ConfabFindBar *self)
{
  g_clear_object (&self->find);
  if (self->conversation == NULL)
    return;

  self->find = confab_find_new (self->conversation);
  g_signal_connect_object (self->find, "changed", G_CALLBACK (find_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
confab_find_bar_dispose (GObject *object)
{
  ConfabFindBar *self = CONFAB_FIND_BAR (object);

  g_clear_object (&self->find);
  g_clear_object (&self->conversation);
  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_FIND_BAR);

  G_OBJECT_CLASS (confab_find_bar_parent_class)->dispose (object);
}

static void
confab_find_bar_class_init (ConfabFindBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = confab_find_bar_dispose;

  signals[MARKED] = g_signal_new ("marked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_UINT);
  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/confab_chat/Confab/search/confab-find-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabFindBar, entry);
  gtk_widget_class_bind_template_child (widget_class, ConfabFindBar, count);
  gtk_widget_class_bind_template_child (widget_class, ConfabFindBar, previous);
  gtk_widget_class_bind_template_child (widget_class, ConfabFindBar, next);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
}

static void
confab_find_bar_init (ConfabFindBar *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), keys);
}

/**
 * confab_find_bar_new:
 *
 * Returns: (transfer floating): a bar that is hidden
 */
GtkWidget *
confab_find_bar_new (void)
{
  return g_object_new (CONFAB_TYPE_FIND_BAR, NULL);
}

/**
 * confab_find_bar_set_conversation:
 * @self: a bar
 * @conversation: (nullable): where to look from now on
 *
 * Closes it: what was looked for belongs to the other conversation.
 */
void
confab_find_bar_set_conversation (ConfabFindBar      *self,
                                  ConfabConversation *conversation)
{
  g_return_if_fail (CONFAB_IS_FIND_BAR (self));
  g_return_if_fail (conversation == NULL || CONFAB_IS_CONVERSATION (conversation));

  if (self->conversation == conversation)
    return;

  confab_find_bar_close (self);
  g_set_object (&self->conversation, conversation);
}

/**
 * confab_find_bar_open:
 * @self: a bar
 * @text: (nullable): what to look for; without one what stood there last
 *
 * Shows it, with the cursor in it.
 */
void
confab_find_bar_open (ConfabFindBar *self,
                      const char    *text)
{
  g_return_if_fail (CONFAB_IS_FIND_BAR (self));

  if (text != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  if (self->find == NULL)
    {
      gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
      start (self);
      search (self);
    }
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
}

/**
 * confab_find_bar_close:
 * @self: a bar
 *
 * Hides it and takes away all marks.
 */
void
confab_find_bar_close (ConfabFindBar *self)
{
  g_return_if_fail (CONFAB_IS_FIND_BAR (self));

  if (self->find == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->find, self);
  g_clear_object (&self->find);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_emit (self, signals[MARKED], 0, NULL);
}
