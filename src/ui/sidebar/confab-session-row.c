/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-session-row.h"

#include <glib/gi18n.h>

#include "confab-app-dot.h"
#include "confab-day.h"
#include "confab-session-words.h"

#define COLUMN_SPACING 8
#define ROW_SPACING    2

#define APP_DOT_SIZE    10
#define UNREAD_DOT_SIZE 8
#define DRAFT_SIZE      12

/* Letters that there is room for at least: those of a time, and some of the title. */
#define MIN_COLUMNS 16

typedef enum {
  MARK_NONE,
  MARK_ANSWERING,
  MARK_UNREAD,
  MARK_DRAFT,
} Mark;

struct _ConfabSessionRow
{
  GtkWidget parent_instance;

  ConfabSessionLook *look; /* (nullable): as long as nothing was bound */
  guint look_serial;
  ConfabSession *session;
  ConfabStudioApp *app; /* whose changes it hears of */
  GDateTime *now;
  gboolean with_app;
  char *label; /* (nullable): what its item is called */

  /* (nullable): made when they are drawn, and gone when the row is out of view */
  PangoLayout *title;
  PangoLayout *time;
  PangoLayout *line;
  int time_width;

  GtkWidget *mark_widget; /* (nullable): of a mark that moves or is pointed at */
  Mark mark;
};

G_DEFINE_FINAL_TYPE (ConfabSessionRow, confab_session_row, GTK_TYPE_WIDGET)

/* The texts */

static void
forget_texts (ConfabSessionRow *self)
{
  g_clear_object (&self->title);
  g_clear_object (&self->time);
  g_clear_object (&self->line);
}

static gboolean
ensure_texts (ConfabSessionRow *self)
{
  if (self->title == NULL)
    self->title = confab_session_look_make_layout (self->look,
                                                   self->mark == MARK_UNREAD
                                                     ? CONFAB_LOOK_TITLE_UNREAD
                                                     : CONFAB_LOOK_TITLE,
                                                   confab_session_words_get_title (self->session));
  if (self->time == NULL)
    {
      g_autofree char *time =
        confab_day_dup_time (confab_session_get_updated_at (self->session), self->now);

      self->time = confab_session_look_make_layout (self->look, CONFAB_LOOK_TIME, time);
      if (self->time != NULL)
        pango_layout_get_pixel_size (self->time, &self->time_width, NULL);
    }
  if (self->line == NULL)
    {
      g_autofree char *line = confab_session_words_dup_line (self->session, self->with_app);

      self->line = confab_session_look_make_layout (self->look, CONFAB_LOOK_LINE, line);
    }

  return self->title != NULL && self->time != NULL && self->line != NULL;
}

/* The mark */

static GtkWidget *
create_mark (Mark mark)
{
  GtkWidget *widget = NULL;

  switch (mark)
    {
    case MARK_NONE:
    case MARK_UNREAD: /* is drawn */
      break;
    case MARK_ANSWERING:
      widget = gtk_spinner_new ();
      gtk_spinner_start (GTK_SPINNER (widget));
      break;
    case MARK_DRAFT:
      widget = gtk_image_new_from_icon_name ("document-edit-symbolic");
      gtk_image_set_pixel_size (GTK_IMAGE (widget), DRAFT_SIZE);
      gtk_widget_add_css_class (widget, "dim-label");
      gtk_widget_set_tooltip_text (widget, _("There is text that you have not sent"));
      break;
    }

  return widget;
}

/* All marks are in one place, at the end of the second line, so that nothing moves: the most urgent
 * one is shown. */
static void
update_mark (ConfabSessionRow *self)
{
  Mark mark = confab_session_get_answering (self->session)     ? MARK_ANSWERING
              : confab_session_get_unread (self->session)      ? MARK_UNREAD
              : confab_session_words_has_draft (self->session) ? MARK_DRAFT
                                                               : MARK_NONE;

  if (self->mark == mark)
    return;

  self->mark = mark;
  g_clear_pointer (&self->mark_widget, gtk_widget_unparent);
  self->mark_widget = create_mark (mark);
  if (self->mark_widget != NULL)
    gtk_widget_set_parent (self->mark_widget, GTK_WIDGET (self));
}

/* What it shows has changed */

/* The list wraps each row in a widget of its own, and that is the item that is read out. */
static void
update_accessible (ConfabSessionRow *self)
{
  GtkWidget *item = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *label = NULL;

  if (item == NULL)
    return;

  label = confab_session_words_dup_label (self->session, self->now);
  if (g_strcmp0 (label, self->label) == 0)
    return;

  g_free (self->label);
  self->label = g_steal_pointer (&label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_PROPERTY_LABEL, self->label,
                                  -1);
}

/* The line under the title has no name of its own. */
static void
update_description (ConfabSessionRow *self)
{
  GtkWidget *item = gtk_widget_get_parent (GTK_WIDGET (self));

  if (item != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    confab_session_words_get_last (self->session), -1);
}

static void
update (ConfabSessionRow *self)
{
  forget_texts (self);
  update_mark (self);
  update_accessible (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
app_notified_cb (ConfabSessionRow *self)
{
  g_assert (CONFAB_IS_SESSION_ROW (self));

  update (self);
}

static void
watch_app (ConfabSessionRow *self)
{
  ConfabStudioApp *app = self->session != NULL ? confab_session_get_app (self->session) : NULL;

  if (self->app != NULL)
    g_signal_handlers_disconnect_by_func (self->app, app_notified_cb, self);
  g_set_object (&self->app, app);
  if (app != NULL)
    g_signal_connect_object (app, "notify", G_CALLBACK (app_notified_cb), self,
                             G_CONNECT_SWAPPED);
}

static void
session_notified_cb (ConfabSessionRow *self,
                     GParamSpec       *pspec)
{
  g_assert (CONFAB_IS_SESSION_ROW (self));

  /* The draft changes with each typed letter; it is not shown, only that there is one. */
  if (g_str_equal (pspec->name, "draft"))
    {
      if (confab_session_words_has_draft (self->session) == (self->mark == MARK_DRAFT))
        return;
    }
  else if (g_str_equal (pspec->name, "app"))
    watch_app (self);

  if (g_str_equal (pspec->name, "preview"))
    {
      g_clear_object (&self->line);
      update_description (self);
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }
  else
    update (self);
}

/* Being a widget */

static int
get_height (ConfabSessionRow *self)
{
  return confab_session_look_get_height (self->look, CONFAB_LOOK_TITLE) + ROW_SPACING +
         confab_session_look_get_height (self->look, CONFAB_LOOK_LINE);
}

static void
confab_session_row_measure (GtkWidget      *widget,
                            GtkOrientation  orientation,
                            int             for_size,
                            int            *minimum,
                            int            *natural,
                            int            *minimum_baseline,
                            int            *natural_baseline)
{
  ConfabSessionRow *self = CONFAB_SESSION_ROW (widget);

  *minimum = 0;
  if (self->look != NULL)
    {
      confab_session_look_has_changed (self->look, &self->look_serial);
      if (orientation == GTK_ORIENTATION_VERTICAL)
        *minimum = get_height (self);
      else
        *minimum = APP_DOT_SIZE + 2 * COLUMN_SPACING +
                   confab_session_look_get_columns (self->look, MIN_COLUMNS);
    }
  *natural = *minimum;
}

/* The place from the left of what begins so far from the row's beginning. */
static int
get_x (ConfabSessionRow *self,
       int               start,
       int               width)
{
  GtkWidget *widget = GTK_WIDGET (self);

  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    return gtk_widget_get_width (widget) - start - width;

  return start;
}

static int
get_line_top (ConfabSessionRow *self)
{
  return confab_session_look_get_height (self->look, CONFAB_LOOK_TITLE) + ROW_SPACING;
}

/* In the middle of the second line; it may be higher than the text. */
static int
get_mark_top (ConfabSessionRow *self,
              int               size)
{
  return get_line_top (self) +
         (confab_session_look_get_height (self->look, CONFAB_LOOK_LINE) - size) / 2;
}

static void
confab_session_row_size_allocate (GtkWidget *widget,
                                  int        width,
                                  int        height,
                                  int        baseline)
{
  ConfabSessionRow *self = CONFAB_SESSION_ROW (widget);
  GtkRequisition size;

  if (self->mark_widget == NULL || self->look == NULL)
    return;

  gtk_widget_get_preferred_size (self->mark_widget, NULL, &size);
  gtk_widget_size_allocate (self->mark_widget,
                            &(GtkAllocation) { get_x (self, width - size.width, size.width),
                                               get_mark_top (self, size.height), size.width,
                                               size.height },
                            -1);
}

static void
confab_session_row_snapshot (GtkWidget   *widget,
                             GtkSnapshot *snapshot)
{
  ConfabSessionRow *self = CONFAB_SESSION_ROW (widget);
  const int start = APP_DOT_SIZE + COLUMN_SPACING;
  int width = gtk_widget_get_width (widget);
  int title_height;
  int title_width;
  int time_width;
  int line_width;

  if (self->session == NULL || !ensure_texts (self))
    return;

  title_height = confab_session_look_get_height (self->look, CONFAB_LOOK_TITLE);
  time_width = MIN (self->time_width, MAX (width - start, 0));
  title_width = MAX (width - start - COLUMN_SPACING - time_width, 0);
  line_width = self->mark != MARK_NONE ? title_width : MAX (width - start, 0);

  confab_session_look_draw_dot (
    self->look, snapshot,
    confab_app_dot_check_color (confab_studio_app_get_color (self->app)), widget,
    get_x (self, 0, APP_DOT_SIZE), (title_height - APP_DOT_SIZE) / 2, APP_DOT_SIZE);
  confab_session_look_draw_text (self->look, snapshot, self->title,
                                 self->mark == MARK_UNREAD ? CONFAB_LOOK_TITLE_UNREAD
                                                           : CONFAB_LOOK_TITLE,
                                 widget, get_x (self, start, title_width), 0, title_width);
  confab_session_look_draw_text (
    self->look, snapshot, self->time, CONFAB_LOOK_TIME, widget,
    get_x (self, width - time_width, time_width),
    (title_height - confab_session_look_get_height (self->look, CONFAB_LOOK_TIME)) / 2,
    time_width);
  confab_session_look_draw_text (self->look, snapshot, self->line, CONFAB_LOOK_LINE, widget,
                                 get_x (self, start, line_width), get_line_top (self), line_width);

  if (self->mark == MARK_UNREAD)
    confab_session_look_draw_dot (self->look, snapshot, "accent_bg_color", widget,
                                  get_x (self, width - UNREAD_DOT_SIZE, UNREAD_DOT_SIZE),
                                  get_mark_top (self, UNREAD_DOT_SIZE), UNREAD_DOT_SIZE);
  if (self->mark_widget != NULL)
    gtk_widget_snapshot_child (widget, self->mark_widget, snapshot);
}

/* The list keeps rows around those in view, and unmaps them. */
static void
confab_session_row_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (confab_session_row_parent_class)->unmap (widget);

  forget_texts (CONFAB_SESSION_ROW (widget));
}

/* The list's font is known here: style comes to it before it comes to its rows. */
static void
follow_look (ConfabSessionRow *self)
{
  if (self->look == NULL || !confab_session_look_has_changed (self->look, &self->look_serial))
    return;

  forget_texts (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
confab_session_row_css_changed (GtkWidget         *widget,
                                GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (confab_session_row_parent_class)->css_changed (widget, change);

  follow_look (CONFAB_SESSION_ROW (widget));
}

static void
confab_session_row_system_setting_changed (GtkWidget        *widget,
                                           GtkSystemSetting  setting)
{
  GTK_WIDGET_CLASS (confab_session_row_parent_class)->system_setting_changed (widget, setting);

  follow_look (CONFAB_SESSION_ROW (widget));
}

static void
confab_session_row_dispose (GObject *object)
{
  ConfabSessionRow *self = CONFAB_SESSION_ROW (object);

  confab_session_row_unbind (self);
  g_clear_pointer (&self->mark_widget, gtk_widget_unparent);
  g_clear_pointer (&self->now, g_date_time_unref);
  g_clear_object (&self->look);

  G_OBJECT_CLASS (confab_session_row_parent_class)->dispose (object);
}

static void
confab_session_row_class_init (ConfabSessionRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = confab_session_row_dispose;
  widget_class->measure = confab_session_row_measure;
  widget_class->size_allocate = confab_session_row_size_allocate;
  widget_class->snapshot = confab_session_row_snapshot;
  widget_class->unmap = confab_session_row_unmap;
  widget_class->css_changed = confab_session_row_css_changed;
  widget_class->system_setting_changed = confab_session_row_system_setting_changed;

  /* Its item says all. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
confab_session_row_init (ConfabSessionRow *self)
{
}

/**
 * confab_session_row_new:
 *
 * Returns: (transfer floating): a row that shows nothing yet
 */
GtkWidget *
confab_session_row_new (void)
{
  return g_object_new (CONFAB_TYPE_SESSION_ROW, NULL);
}

/**
 * confab_session_row_get_session:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): what it shows
 */
ConfabSession *
confab_session_row_get_session (ConfabSessionRow *self)
{
  g_return_val_if_fail (CONFAB_IS_SESSION_ROW (self), NULL);

  return self->session;
}

/**
 * confab_session_row_has_texts:
 * @self: a row
 *
 * Returns: whether its texts are laid out, as they are while it is in view
 */
gboolean
confab_session_row_has_texts (ConfabSessionRow *self)
{
  g_return_val_if_fail (CONFAB_IS_SESSION_ROW (self), FALSE);

  return self->title != NULL || self->time != NULL || self->line != NULL;
}

/**
 * confab_session_row_bind:
 * @self: a row
 * @session: what to show
 * @look: (transfer none): of the list that it is in
 * @now: (transfer none): the time now, in the zone that the person is in
 * @with_app: whether to name the application, which in a list of one application is idle talk
 */
void
confab_session_row_bind (ConfabSessionRow  *self,
                         ConfabSession     *session,
                         ConfabSessionLook *look,
                         GDateTime         *now,
                         gboolean           with_app)
{
  g_return_if_fail (CONFAB_IS_SESSION_ROW (self));
  g_return_if_fail (CONFAB_IS_SESSION (session));
  g_return_if_fail (CONFAB_IS_SESSION_LOOK (look));
  g_return_if_fail (now != NULL);

  confab_session_row_unbind (self);

  if (g_set_object (&self->look, look))
    gtk_widget_queue_resize (GTK_WIDGET (self));
  self->session = g_object_ref (session);
  g_clear_pointer (&self->now, g_date_time_unref);
  self->now = g_date_time_ref (now);
  self->with_app = with_app;
  g_signal_connect_object (session, "notify", G_CALLBACK (session_notified_cb), self,
                           G_CONNECT_SWAPPED);
  watch_app (self);
  update (self);
  update_description (self);
}

/**
 * confab_session_row_unbind:
 * @self: a row
 *
 * Forgets the session; the row may be bound to another.
 */
void
confab_session_row_unbind (ConfabSessionRow *self)
{
  GtkWidget *item;

  g_return_if_fail (CONFAB_IS_SESSION_ROW (self));

  if (self->session == NULL)
    return;

  g_signal_handlers_disconnect_by_func (self->session, session_notified_cb, self);
  g_clear_object (&self->session);
  watch_app (self);
  forget_texts (self);
  g_clear_pointer (&self->label, g_free);

  /* It may be that of a heading next. */
  item = gtk_widget_get_parent (GTK_WIDGET (self));
  if (item != NULL)
    gtk_accessible_reset_property (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}
