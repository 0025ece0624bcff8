/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-places.h"

#include <string.h>

/* Around what is scrolled into view, pixels. */
#define MARGIN 24

/* What settings there are is asked of the pages themselves: a list beside them would grow old. */

/**
 * confab_place_free:
 * @self: (transfer full): a place
 */
void
confab_place_free (ConfabPlace *self)
{
  g_free (self->title);
  g_free (self->where);
  g_free (self->page);
  g_clear_object (&self->app);
  g_free (self);
}

/* (transfer full): without what the eye does not tell apart */
static char *
fold (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);

  return g_utf8_casefold (normal != NULL ? normal : "", -1);
}

/**
 * confab_place_matches:
 * @self: a place
 * @text: words that the person has typed
 *
 * Returns: whether each of them is in its title, or in where it is
 */
gboolean
confab_place_matches (ConfabPlace *self,
                      const char  *text)
{
  g_autofree char *title = NULL;
  g_autofree char *where = NULL;
  g_autofree char *folded = NULL;
  g_auto (GStrv) words = NULL;
  gboolean in_title = FALSE;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  title = fold (self->title);
  where = fold (self->where != NULL ? self->where : "");
  folded = fold (text);
  words = g_strsplit_set (folded, " \t", -1);
  for (guint i = 0; words[i] != NULL; i++)
    {
      if (*words[i] == '\0')
        continue;
      if (strstr (title, words[i]) != NULL)
        in_title = TRUE;
      else if (strstr (where, words[i]) == NULL)
        return FALSE;
    }

  /* A word that only says where would find all that is there. */
  return in_title;
}

/* (transfer full) (nullable): what a row or group is called */
static char *
dup_title (GtkWidget *widget)
{
  const char *title = NULL;
  GString *plain;

  if (ADW_IS_PREFERENCES_ROW (widget))
    title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget));
  else if (ADW_IS_PREFERENCES_GROUP (widget))
    title = adw_preferences_group_get_title (ADW_PREFERENCES_GROUP (widget));
  if (title == NULL || *title == '\0')
    return NULL;

  if (!ADW_IS_PREFERENCES_ROW (widget) ||
      !adw_preferences_row_get_use_underline (ADW_PREFERENCES_ROW (widget)))
    return g_strdup (title);

  plain = g_string_new (title);
  g_string_replace (plain, "_", "", 1);

  return g_string_free (plain, FALSE);
}

static gboolean
is_known (GPtrArray       *places,
          const char      *title,
          const char      *page,
          ConfabStudioApp *app)
{
  for (guint i = 0; i < places->len; i++)
    {
      const ConfabPlace *place = g_ptr_array_index (places, i);

      if (place->app == app && g_strcmp0 (place->page, page) == 0 &&
          g_str_equal (place->title, title))
        return TRUE;
    }

  return FALSE;
}

/**
 * confab_places_collect:
 * @places: (element-type ConfabPlace): gets one more for each row and group that has a title
 * @root: a page
 * @where: (nullable): what it is called
 * @page: (nullable): its name
 * @app: (nullable): whose it is
 */
void
confab_places_collect (GPtrArray       *places,
                       GtkWidget       *root,
                       const char      *where,
                       const char      *page,
                       ConfabStudioApp *app)
{
  g_return_if_fail (places != NULL);
  g_return_if_fail (GTK_IS_WIDGET (root));

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      g_autofree char *title = dup_title (child);

      if (GTK_IS_NATIVE (child) || !gtk_widget_get_visible (child))
        continue;
      if (title != NULL && !is_known (places, title, page, app))
        {
          ConfabPlace *place = g_new0 (ConfabPlace, 1);

          place->title = g_steal_pointer (&title);
          place->where = g_strdup (where);
          place->page = g_strdup (page);
          g_set_object (&place->app, app);
          g_ptr_array_add (places, place);
        }
      confab_places_collect (places, child, where, page, app);
    }
}

/**
 * confab_places_find:
 * @root: a page
 * @title: of a row or group in it
 *
 * Returns: (transfer none) (nullable): the row or group
 */
GtkWidget *
confab_places_find (GtkWidget  *root,
                    const char *title)
{
  g_return_val_if_fail (GTK_IS_WIDGET (root), NULL);
  g_return_val_if_fail (title != NULL, NULL);

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      g_autofree char *own = NULL;
      GtkWidget *found;

      if (GTK_IS_NATIVE (child) || !gtk_widget_get_visible (child))
        continue;
      own = dup_title (child);
      if (g_strcmp0 (own, title) == 0)
        return child;
      found = confab_places_find (child, title);
      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
scroll_to (GtkWidget *widget)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment;
  graphene_rect_t bounds;
  double top;

  if (scrolled == NULL || !gtk_widget_compute_bounds (widget, scrolled, &bounds))
    return;

  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
  top = gtk_adjustment_get_value (adjustment) + (double) bounds.origin.y;
  gtk_adjustment_clamp_page (adjustment, top - MARGIN,
                             top + (double) bounds.size.height + MARGIN);
}

/* With the first frame that it is in: what comes into view first moves the focus by itself, and there
 * is no place to scroll to yet. */
static gboolean
focus_cb (GtkWidget     *widget,
          GdkFrameClock *clock,
          gpointer       unused)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkEditable *text = GTK_IS_EDITABLE (widget) ? gtk_editable_get_delegate (GTK_EDITABLE (widget))
                                               : NULL;

  /* A row with a text says that it has the focus, and has not; a group hands it on to what is in it. */
  if (text != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (text));
  else if (!gtk_widget_grab_focus (widget))
    gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD);
  scroll_to (widget);
  if (GTK_IS_WINDOW (root))
    gtk_window_set_focus_visible (GTK_WINDOW (root), TRUE);

  return G_SOURCE_REMOVE;
}

static void
mapped_cb (GtkWidget *widget,
           gpointer   unused)
{
  g_signal_handlers_disconnect_by_func (widget, mapped_cb, unused);
  gtk_widget_add_tick_callback (widget, focus_cb, NULL, NULL);
}

/**
 * confab_places_go:
 * @widget: a row or group, on a page that is being shown
 *
 * Gives it the focus, as soon as it is there.
 */
void
confab_places_go (GtkWidget *widget)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (gtk_widget_get_mapped (widget))
    gtk_widget_add_tick_callback (widget, focus_cb, NULL, NULL);
  else
    g_signal_connect_after (widget, "map", G_CALLBACK (mapped_cb), NULL);
}
