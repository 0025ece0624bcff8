/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-hit-row.h"

#include <glib/gi18n.h>

#include "confab-app-dot.h"
#include "confab-day.h"

struct _ConfabHitRow
{
  AdwBin parent_instance;

  ConfabAppDot *dot;
  GtkLabel *title;
  GtkLabel *time;
  GtkLabel *passage;
};

G_DEFINE_FINAL_TYPE (ConfabHitRow, confab_hit_row, ADW_TYPE_BIN)

static void
confab_hit_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CONFAB_TYPE_HIT_ROW);

  G_OBJECT_CLASS (confab_hit_row_parent_class)->dispose (object);
}

static void
confab_hit_row_class_init (ConfabHitRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_hit_row_dispose;

  g_type_ensure (CONFAB_TYPE_APP_DOT);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/confab_chat/Confab/search/confab-hit-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabHitRow, dot);
  gtk_widget_class_bind_template_child (widget_class, ConfabHitRow, title);
  gtk_widget_class_bind_template_child (widget_class, ConfabHitRow, time);
  gtk_widget_class_bind_template_child (widget_class, ConfabHitRow, passage);
}

static void
confab_hit_row_init (ConfabHitRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Bold and underlined, and not by colour alone: selected rows and high contrast have their own. */
static void
mark (GtkLabel          *label,
      const ConfabRange *ranges,
      guint              n)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  for (guint i = 0; i < n; i++)
    {
      PangoAttribute *each[] = {
        pango_attr_weight_new (PANGO_WEIGHT_BOLD),
        pango_attr_underline_new (PANGO_UNDERLINE_SINGLE),
      };

      for (guint j = 0; j < G_N_ELEMENTS (each); j++)
        {
          each[j]->start_index = (guint) ranges[i].start;
          each[j]->end_index = (guint) ranges[i].end;
          pango_attr_list_insert (attributes, each[j]);
        }
    }
  gtk_label_set_attributes (label, attributes);
}

/**
 * confab_hit_row_new:
 *
 * Returns: (transfer floating): a row that shows nothing yet
 */
GtkWidget *
confab_hit_row_new (void)
{
  return g_object_new (CONFAB_TYPE_HIT_ROW, NULL);
}

/**
 * confab_hit_row_bind:
 * @self: a row
 * @hit: what to show
 * @now: the time now, in microseconds since the epoch
 */
void
confab_hit_row_bind (ConfabHitRow    *self,
                     ConfabSearchHit *hit,
                     gint64           now)
{
  ConfabSession *session;
  ConfabStudioApp *app;
  const char *title;
  const ConfabRange *ranges;
  gboolean is_title;
  guint n;
  g_autofree char *time = NULL;
  g_autoptr (GDateTime) local_now = g_date_time_new_from_unix_local (now / G_USEC_PER_SEC);

  g_return_if_fail (CONFAB_IS_HIT_ROW (self));
  g_return_if_fail (CONFAB_IS_SEARCH_HIT (hit));

  session = confab_search_hit_get_session (hit);
  app = confab_session_get_app (session);
  title = confab_session_get_title (session);
  is_title = confab_search_hit_get_message (hit) == 0;
  ranges = confab_search_hit_get_ranges (hit, &n);
  time = confab_day_dup_time (confab_search_hit_get_time (hit), local_now);

  confab_app_dot_set_color (self->dot, confab_studio_app_get_color (app));
  gtk_label_set_text (self->time, time);
  if (is_title)
    {
      gtk_label_set_text (self->title, confab_search_hit_get_passage (hit));
      mark (self->title, ranges, n);
      gtk_label_set_text (self->passage, confab_studio_app_get_name (app));
      mark (self->passage, NULL, 0);
    }
  else
    {
      gtk_label_set_text (self->title, title != NULL && *title != '\0' ? title : _("New Session"));
      mark (self->title, NULL, 0);
      gtk_label_set_text (self->passage, confab_search_hit_get_passage (hit));
      mark (self->passage, ranges, n);
    }
}

/**
 * confab_hit_row_dup_accessible:
 * @self: a row with something
 *
 * Returns: (transfer full): what a screen reader says of it
 */
char *
confab_hit_row_dup_accessible (ConfabHitRow *self)
{
  g_return_val_if_fail (CONFAB_IS_HIT_ROW (self), NULL);

  return g_strdup_printf ("%s, %s, %s", gtk_label_get_text (self->title),
                          gtk_label_get_text (self->time), gtk_label_get_text (self->passage));
}
