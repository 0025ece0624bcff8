/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-session-row.h"

#include <glib/gi18n.h>

#include "confab-app-dot.h"
#include "confab-day.h"

typedef enum {
  MARK_NONE,
  MARK_ANSWERING,
  MARK_UNREAD,
  MARK_DRAFT,
} Mark;

struct _ConfabSessionRow
{
  GtkWidget parent_instance;

  ConfabSession *session;
  ConfabStudioApp *app; /* whose changes it hears of */
  GDateTime *now;
  gboolean with_app;

  ConfabAppDot *dot;
  GtkLabel *title;
  GtkLabel *time;
  GtkLabel *line;
  GtkWidget *mark_widget; /* (nullable): of the mark */
  Mark mark;
};

G_DEFINE_FINAL_TYPE (ConfabSessionRow, confab_session_row, GTK_TYPE_WIDGET)

static const char *
get_title (ConfabSession *session)
{
  const char *title = confab_session_get_title (session);

  return title != NULL && *title != '\0' ? title : _("New Session");
}

/* What the second line says of an answer that did not end well, so that it is seen from afar. */
static const char *
get_state_text (ConfabSession *session)
{
  if (confab_session_get_answering (session))
    return _("Answering…");

  switch (confab_session_get_last_status (session))
    {
    case CONFAB_STATUS_INTERRUPTED:
      return _("The answer was cut off");
    case CONFAB_STATUS_REFUSED:
      return _("The service refused");
    case CONFAB_STATUS_FAILED:
      return _("Not sent");
    case CONFAB_STATUS_UNKNOWN:
      return _("No answer came");
    case CONFAB_STATUS_QUEUED:
    case CONFAB_STATUS_CONNECTING:
    case CONFAB_STATUS_SENT:
    case CONFAB_STATUS_STREAMING:
    case CONFAB_STATUS_COMPLETE:
    case CONFAB_STATUS_STOPPED:
      break;
    }

  return NULL;
}

static void
update_line (ConfabSessionRow *self)
{
  const char *state = get_state_text (self->session);
  const char *preview = confab_session_has_begun (self->session)
                          ? confab_session_get_preview (self->session)
                          : _("Draft");
  const char *last = state != NULL ? state : preview;
  const char *app = confab_studio_app_get_name (confab_session_get_app (self->session));
  g_autofree char *line = NULL;

  if (!self->with_app || (confab_session_get_answering (self->session) && state != NULL))
    line = g_strdup (last != NULL ? last : "");
  else if (last != NULL && *last != '\0')
    line = g_strdup_printf ("%s · %s", app, last);
  else
    line = g_strdup (app);

  gtk_label_set_text (self->line, line);
}

/* Text that waits in a session that has begun; before that the line says so. */
static gboolean
has_draft (ConfabSession *session)
{
  const char *draft = confab_session_get_draft (session);

  return confab_session_has_begun (session) && draft != NULL &&
         draft[strspn (draft, " \t\r\n")] != '\0';
}

static GtkWidget *
create_mark (Mark mark)
{
  GtkWidget *widget = NULL;

  switch (mark)
    {
    case MARK_NONE:
      break;
    case MARK_ANSWERING:
      widget = gtk_spinner_new ();
      gtk_spinner_start (GTK_SPINNER (widget));
      break;
    case MARK_UNREAD:
      widget = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
      gtk_widget_add_css_class (widget, "unread-dot");
      break;
    case MARK_DRAFT:
      widget = gtk_image_new_from_icon_name ("document-edit-symbolic");
      gtk_image_set_pixel_size (GTK_IMAGE (widget), 12);
      gtk_widget_add_css_class (widget, "dim-label");
      gtk_widget_set_tooltip_text (widget, _("There is text that you have not sent"));
      break;
    }

  return widget;
}

static GtkLayoutChild *
get_place (ConfabSessionRow *self,
           GtkWidget        *child)
{
  return gtk_layout_manager_get_layout_child (gtk_widget_get_layout_manager (GTK_WIDGET (self)),
                                              child);
}

/* At the end of the second line, whose text makes room for it. */
static void
set_mark (ConfabSessionRow *self,
          Mark              mark)
{
  if (self->mark == mark)
    return;

  self->mark = mark;
  g_clear_pointer (&self->mark_widget, gtk_widget_unparent);
  self->mark_widget = create_mark (mark);
  if (self->mark_widget != NULL)
    {
      gtk_widget_set_halign (self->mark_widget, GTK_ALIGN_END);
      gtk_widget_set_valign (self->mark_widget, GTK_ALIGN_CENTER);
      gtk_widget_set_parent (self->mark_widget, GTK_WIDGET (self));
      g_object_set (get_place (self, self->mark_widget), "row", 1, "column", 2, NULL);
    }
  g_object_set (get_place (self, GTK_WIDGET (self->line)), "column-span",
                self->mark_widget != NULL ? 1 : 2, NULL);
}

/* All marks are in one place, so that nothing moves: the most urgent one is shown. */
static void
update_state (ConfabSessionRow *self)
{
  gboolean answering = confab_session_get_answering (self->session);
  gboolean unread = confab_session_get_unread (self->session) && !answering;

  set_mark (self, answering                   ? MARK_ANSWERING
                  : unread                    ? MARK_UNREAD
                  : has_draft (self->session) ? MARK_DRAFT
                                              : MARK_NONE);
  if (unread)
    gtk_widget_add_css_class (GTK_WIDGET (self->title), "heading");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->title), "heading");
}

static void
update_accessible (ConfabSessionRow *self)
{
  const char *app = confab_studio_app_get_name (confab_session_get_app (self->session));
  const char *state = get_state_text (self->session);
  GtkWidget *item = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *label = NULL;

  /* The list wraps each row in a widget of its own, and that is the item that is read out. */
  if (item == NULL)
    return;

  if (state == NULL && confab_session_get_unread (self->session))
    state = _("Unread");
  if (state == NULL && has_draft (self->session))
    state = _("Draft");

  if (state != NULL)
    label = g_strdup_printf ("%s, %s, %s, %s", get_title (self->session), app,
                             gtk_label_get_text (self->time), state);
  else
    label = g_strdup_printf ("%s, %s, %s", get_title (self->session), app,
                             gtk_label_get_text (self->time));
  gtk_accessible_update_property (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
update (ConfabSessionRow *self)
{
  g_autofree char *time = NULL;
  const char *title = get_title (self->session);

  time = confab_day_dup_time (confab_session_get_updated_at (self->session), self->now);
  gtk_label_set_text (self->time, time);
  gtk_label_set_text (self->title, title);
  confab_app_dot_set_color (self->dot,
                            confab_studio_app_get_color (confab_session_get_app (self->session)));
  update_line (self);
  update_state (self);
  update_accessible (self);
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
      if (has_draft (self->session) == (self->mark == MARK_DRAFT))
        return;
    }
  else if (g_str_equal (pspec->name, "app"))
    watch_app (self);

  if (g_str_equal (pspec->name, "preview"))
    update_line (self);
  else
    update (self);
}

static void
confab_session_row_dispose (GObject *object)
{
  ConfabSessionRow *self = CONFAB_SESSION_ROW (object);
  GtkWidget *child;

  confab_session_row_unbind (self);
  g_clear_pointer (&self->now, g_date_time_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_SESSION_ROW);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (confab_session_row_parent_class)->dispose (object);
}

static void
confab_session_row_class_init (ConfabSessionRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = confab_session_row_dispose;

  g_type_ensure (CONFAB_TYPE_APP_DOT);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/confab_chat/Confab/sidebar/confab-session-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabSessionRow, dot);
  gtk_widget_class_bind_template_child (widget_class, ConfabSessionRow, title);
  gtk_widget_class_bind_template_child (widget_class, ConfabSessionRow, time);
  gtk_widget_class_bind_template_child (widget_class, ConfabSessionRow, line);
}

static void
confab_session_row_init (ConfabSessionRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
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
 * confab_session_row_bind:
 * @self: a row
 * @session: what to show
 * @now: (transfer none): the time now, in the zone that the person is in
 * @with_app: whether to name the application, which in a list of one application is idle talk
 */
void
confab_session_row_bind (ConfabSessionRow *self,
                         ConfabSession    *session,
                         GDateTime        *now,
                         gboolean          with_app)
{
  g_return_if_fail (CONFAB_IS_SESSION_ROW (self));
  g_return_if_fail (CONFAB_IS_SESSION (session));

  confab_session_row_unbind (self);

  self->session = g_object_ref (session);
  g_clear_pointer (&self->now, g_date_time_unref);
  self->now = g_date_time_ref (now);
  self->with_app = with_app;
  g_signal_connect_object (session, "notify", G_CALLBACK (session_notified_cb), self,
                           G_CONNECT_SWAPPED);
  watch_app (self);
  update (self);
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
  g_return_if_fail (CONFAB_IS_SESSION_ROW (self));

  if (self->session == NULL)
    return;

  g_signal_handlers_disconnect_by_func (self->session, session_notified_cb, self);
  g_clear_object (&self->session);
  watch_app (self);
}
