/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-message-list-private.h"

#include <math.h>

#include "confab-link.h"

/* What the list asks for, whatever is in it. */
#define MIN_WIDTH 240
#define MIN_HEIGHT 100
#define NATURAL_WIDTH 808

enum {
  PROP_0,
  PROP_AT_NEWEST,
  N_PROPS,
  PROP_HADJUSTMENT = N_PROPS,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

static GParamSpec *properties[N_PROPS];

enum {
  SIGNAL_OLDER_WANTED,
  SIGNAL_OPEN_URI,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE_WITH_CODE (ConfabMessageList, confab_message_list, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

/* Frames */

/* Takes in what the messages have told since the last frame. */
static void
update (GtkWidget *widget)
{
  ConfabMessageList *self = CONFAB_MESSAGE_LIST (widget);

  self->counters.updates++;
  confab_message_list_update_rows (self);
  confab_message_list_take_text_changes (self);
  confab_message_list_refine (self);
  confab_message_list_prepare (self);
  if (self->column > 0)
    confab_message_list_configure (self);
  confab_message_list_reveal_found (self);
  confab_message_list_queue_allocate (self);
}

static void
notify_at_newest (ConfabMessageList *self)
{
  gboolean at_newest = self->follow == CONFAB_FOLLOW ||
                       confab_heights_get_n (self->heights) == 0 ||
                       confab_message_list_get_view_top (self) + self->height >=
                           confab_message_list_get_upper (self);

  if (self->at_newest == at_newest)
    return;

  self->at_newest = at_newest;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AT_NEWEST]);
}

/* What follows from a frame and may change widgets waits until it is painted. */
static void
after_paint_cb (ConfabMessageList *self,
                GdkFrameClock     *clock)
{
  g_assert (CONFAB_IS_MESSAGE_LIST (self));

  self->counters.frames++;
  confab_frame_task_painted (self->task);
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  if (self->pace != NULL)
    confab_pace_frame_painted (self->pace);

  if (self->stop_kinetic)
    {
      GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));

      /* A movement that goes on would be taken for one of the reader, away from the end. */
      self->stop_kinetic = FALSE;
      if (GTK_IS_SCROLLED_WINDOW (parent) &&
          gtk_scrolled_window_get_kinetic_scrolling (GTK_SCROLLED_WINDOW (parent)))
        {
          gtk_scrolled_window_set_kinetic_scrolling (GTK_SCROLLED_WINDOW (parent), FALSE);
          gtk_scrolled_window_set_kinetic_scrolling (GTK_SCROLLED_WINDOW (parent), TRUE);
        }
    }

  /* All of what was opened is in view with the end: nothing has to be held. */
  if (self->held && confab_heights_get_n (self->heights) > 0 &&
      confab_message_list_get_view_top (self) + self->height >=
        confab_message_list_get_upper (self))
    confab_message_list_switch_follow (self, CONFAB_FOLLOW_EVENT_REACHED_END);

  notify_at_newest (self);

  if (self->near_first && !self->asked_older && confab_heights_get_n (self->heights) > 0)
    {
      self->asked_older = TRUE;
      g_signal_emit (self, signals[SIGNAL_OLDER_WANTED], 0);
    }
}

/* Links */

static gboolean
open_uri (ConfabMessageList *self,
          const char        *uri)
{
  return confab_link_open (GTK_WIDGET (self), uri);
}

/**
 * confab_message_list_emit_open_uri:
 * @self: the list
 * @uri: an address that the person wants to open
 *
 * Hands an address to another program.
 */
void
confab_message_list_emit_open_uri (ConfabMessageList *self,
                                   const char        *uri)
{
  gboolean opened = FALSE;

  g_signal_emit (self, signals[SIGNAL_OPEN_URI], 0, uri, &opened);
}

/* GtkWidget and GObject */

/* Constant: a list that asked for more would lay out the whole window with each word. */
static void
confab_message_list_measure (GtkWidget      *widget,
                             GtkOrientation  orientation,
                             int             for_size,
                             int            *minimum,
                             int            *natural,
                             int            *minimum_baseline,
                             int            *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MIN_WIDTH;
      *natural = NATURAL_WIDTH;
    }
  else
    {
      *minimum = MIN_HEIGHT;
      *natural = MIN_HEIGHT;
    }
}

static void
confab_message_list_snapshot (GtkWidget   *widget,
                              GtkSnapshot *snapshot)
{
  ConfabMessageList *self = CONFAB_MESSAGE_LIST (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  gint64 top = confab_message_list_get_view_top (self);
  GHashTableIter iter;
  gpointer key;
  gpointer row;

  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  g_hash_table_iter_init (&iter, self->live);
  while (g_hash_table_iter_next (&iter, &key, &row))
    {
      guint position = GPOINTER_TO_UINT (key);
      gint64 y = confab_message_list_get_row_top (self, position) - top;

      if (y < height && y + confab_heights_get (self->heights, position) > 0)
        gtk_widget_snapshot_child (widget, row, snapshot);
    }
  gtk_snapshot_pop (snapshot);
}

static void
confab_message_list_size_allocate (GtkWidget *widget,
                                   int        width,
                                   int        height,
                                   int        baseline)
{
  ConfabMessageList *self = CONFAB_MESSAGE_LIST (widget);

  confab_message_list_allocate (self, width, height);
  if (self->menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->menu));
}

static void
confab_message_list_realize (GtkWidget *widget)
{
  ConfabMessageList *self = CONFAB_MESSAGE_LIST (widget);

  GTK_WIDGET_CLASS (confab_message_list_parent_class)->realize (widget);

  self->clock = g_object_ref (gtk_widget_get_frame_clock (widget));
  g_signal_connect_object (self->clock, "after-paint", G_CALLBACK (after_paint_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
confab_message_list_unrealize (GtkWidget *widget)
{
  ConfabMessageList *self = CONFAB_MESSAGE_LIST (widget);

  g_signal_handlers_disconnect_by_func (self->clock, after_paint_cb, self);
  g_clear_object (&self->clock);

  GTK_WIDGET_CLASS (confab_message_list_parent_class)->unrealize (widget);
}

static void
confab_message_list_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (confab_message_list_parent_class)->map (widget);

  confab_frame_task_set_mapped (CONFAB_MESSAGE_LIST (widget)->task, TRUE);
}

static void
confab_message_list_unmap (GtkWidget *widget)
{
  confab_frame_task_set_mapped (CONFAB_MESSAGE_LIST (widget)->task, FALSE);

  GTK_WIDGET_CLASS (confab_message_list_parent_class)->unmap (widget);
}

static void
confab_message_list_get_property (GObject    *object,
                                  guint       property_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  ConfabMessageList *self = CONFAB_MESSAGE_LIST (object);

  switch (property_id)
    {
    case PROP_AT_NEWEST:
      g_value_set_boolean (value, self->at_newest);
      break;

    case PROP_HADJUSTMENT:
      g_value_set_object (value, self->hadjustment);
      break;

    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->vadjustment);
      break;

    case PROP_HSCROLL_POLICY:
      g_value_set_enum (value, self->hscroll_policy);
      break;

    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, self->vscroll_policy);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
confab_message_list_set_property (GObject      *object,
                                  guint         property_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  ConfabMessageList *self = CONFAB_MESSAGE_LIST (object);

  switch (property_id)
    {
    case PROP_HADJUSTMENT:
      confab_message_list_set_adjustment (self, &self->hadjustment, g_value_get_object (value));
      break;

    case PROP_VADJUSTMENT:
      confab_message_list_set_adjustment (self, &self->vadjustment, g_value_get_object (value));
      break;

    case PROP_HSCROLL_POLICY:
      self->hscroll_policy = g_value_get_enum (value);
      break;

    case PROP_VSCROLL_POLICY:
      self->vscroll_policy = g_value_get_enum (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
confab_message_list_dispose (GObject *object)
{
  ConfabMessageList *self = CONFAB_MESSAGE_LIST (object);

  confab_message_list_set_model (self, NULL);
  confab_message_list_stop_pointing (self);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  confab_message_list_destroy_rows (self);
  confab_message_list_set_adjustment (self, &self->hadjustment, NULL);
  confab_message_list_set_adjustment (self, &self->vadjustment, NULL);
  g_clear_object (&self->pace);

  G_OBJECT_CLASS (confab_message_list_parent_class)->dispose (object);
}

static void
confab_message_list_finalize (GObject *object)
{
  ConfabMessageList *self = CONFAB_MESSAGE_LIST (object);

  confab_frame_task_free (self->task);
  g_clear_object (&self->text_style);
  confab_heights_free (self->heights);
  confab_selection_free (self->selection);
  g_clear_pointer (&self->needle, confab_needle_free);
  g_hash_table_unref (self->live);
  g_ptr_array_unref (self->pool);
  g_ptr_array_unref (self->open);
  g_free (self->author);

  G_OBJECT_CLASS (confab_message_list_parent_class)->finalize (object);
}

static void
confab_message_list_class_init (ConfabMessageListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = confab_message_list_dispose;
  object_class->finalize = confab_message_list_finalize;
  object_class->get_property = confab_message_list_get_property;
  object_class->set_property = confab_message_list_set_property;

  widget_class->focus = confab_message_list_focus;
  widget_class->map = confab_message_list_map;
  widget_class->measure = confab_message_list_measure;
  widget_class->query_tooltip = confab_message_list_query_tooltip;
  widget_class->realize = confab_message_list_realize;
  widget_class->size_allocate = confab_message_list_size_allocate;
  widget_class->snapshot = confab_message_list_snapshot;
  widget_class->unmap = confab_message_list_unmap;
  widget_class->unrealize = confab_message_list_unrealize;

  properties[PROP_AT_NEWEST] =
    g_param_spec_boolean ("at-newest", NULL, NULL, TRUE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");

  signals[SIGNAL_OLDER_WANTED] =
    g_signal_new ("older-wanted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 0);
  /* The last step before an address leaves the program; a handler that answers TRUE takes it. */
  signals[SIGNAL_OPEN_URI] =
    g_signal_new_class_handler ("open-uri", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                G_CALLBACK (open_uri), g_signal_accumulator_true_handled, NULL,
                                NULL, G_TYPE_BOOLEAN, 1, G_TYPE_STRING);

  confab_message_list_add_bindings (widget_class);
  confab_message_list_add_caret_bindings (widget_class);
  confab_message_list_install_actions (widget_class);
  gtk_widget_class_set_css_name (widget_class, "messages");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
}

static void
confab_message_list_init (ConfabMessageList *self)
{
  self->heights = confab_heights_new ();
  self->live = g_hash_table_new (NULL, NULL);
  self->pool = g_ptr_array_new ();
  self->open = g_ptr_array_new_with_free_func (g_object_unref);
  self->task = confab_frame_task_new (GTK_WIDGET (self), update);
  self->at_newest = TRUE;
  confab_message_list_listen (self);
  confab_message_list_add_menu (self);
  self->text_scale = 1;
  self->text_style = gtk_css_provider_new ();
  confab_message_list_add_text_style (self, GTK_WIDGET (self));
  self->read_value = NAN;
}

/**
 * confab_message_list_new:
 *
 * Returns: (transfer floating): a list without a model
 */
GtkWidget *
confab_message_list_new (void)
{
  return g_object_new (CONFAB_TYPE_MESSAGE_LIST, NULL);
}

/**
 * confab_message_list_set_pace:
 * @self: the list
 * @pace: (nullable): what is told of each painted frame
 */
void
confab_message_list_set_pace (ConfabMessageList *self,
                              ConfabPace        *pace)
{
  g_return_if_fail (CONFAB_IS_MESSAGE_LIST (self));
  g_return_if_fail (pace == NULL || CONFAB_IS_PACE (pace));

  g_set_object (&self->pace, pace);
}

/**
 * confab_message_list_add_text_style:
 * @self: the list
 * @widget: the list itself, or a menu of it, whose text is not scaled
 *
 * From now on the widget follows the size of the text.
 */
void
confab_message_list_add_text_style (ConfabMessageList *self,
                                    GtkWidget         *widget)
{
  gtk_style_context_add_provider (gtk_widget_get_style_context (widget),
                                  GTK_STYLE_PROVIDER (self->text_style),
                                  GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

/**
 * confab_message_list_set_text_scale:
 * @self: the list
 * @scale: the size of the text, 1 is that of the font
 *
 * The size of all that belongs to a message: captions, thoughts and buttons too. What is being read
 * stays where it is.
 */
void
confab_message_list_set_text_scale (ConfabMessageList *self,
                                    double             scale)
{
  g_autofree char *css = NULL;

  g_return_if_fail (CONFAB_IS_MESSAGE_LIST (self));

  if (self->text_scale == scale)
    return;

  self->text_scale = scale;
  css = g_strdup_printf ("messages { font-size: %d%%; } popover { font-size: %d%%; }",
                         (int) (scale * 100 + 0.5), (int) (100 / scale + 0.5));
  gtk_css_provider_load_from_data (self->text_style, css, -1);
  confab_frame_task_queue (self->task);
}

/**
 * confab_message_list_set_author:
 * @self: the list
 * @author: (nullable): who answers, for assistive tools
 */
void
confab_message_list_set_author (ConfabMessageList *self,
                                const char        *author)
{
  GHashTableIter iter;
  gpointer row;

  g_return_if_fail (CONFAB_IS_MESSAGE_LIST (self));

  g_free (self->author);
  self->author = g_strdup (author);

  g_hash_table_iter_init (&iter, self->live);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    confab_message_row_set_author (row, author);
}

/**
 * confab_message_list_get_follow:
 * @self: the list
 *
 * Returns: whether the end is followed
 */
ConfabFollow
confab_message_list_get_follow (ConfabMessageList *self)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE_LIST (self), CONFAB_FOLLOW);

  return self->follow;
}

/**
 * confab_message_list_follow:
 * @self: the list
 * @event: what happened, other than scrolling
 */
void
confab_message_list_follow (ConfabMessageList *self,
                            ConfabFollowEvent  event)
{
  g_return_if_fail (CONFAB_IS_MESSAGE_LIST (self));

  confab_message_list_switch_follow (self, event);
  confab_frame_task_queue (self->task);
}

/**
 * confab_message_list_get_at_newest:
 * @self: the list
 *
 * Returns: whether the end was followed or in view when the last frame was painted
 */
gboolean
confab_message_list_get_at_newest (ConfabMessageList *self)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE_LIST (self), TRUE);

  return self->at_newest;
}

/**
 * confab_message_list_get_counters:
 * @self: the list
 *
 * Returns: (transfer none): the work done so far
 */
const ConfabChatCounters *
confab_message_list_get_counters (ConfabMessageList *self)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE_LIST (self), NULL);

  return &self->counters;
}
