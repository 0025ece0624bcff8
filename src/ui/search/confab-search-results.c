/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-search-results.h"

#include <glib/gi18n.h>

#include "confab-hit-row.h"
#include "confab-list-layout.h"

struct _ConfabSearchResults
{
  AdwBin parent_instance;

  ConfabSearch *search; /* (nullable) */
  gint64 now;

  GtkListView *view;
  GtkLabel *status;
};

G_DEFINE_FINAL_TYPE (ConfabSearchResults, confab_search_results, ADW_TYPE_BIN)

enum {
  OPENED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
update_status (ConfabSearchResults *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->search));
  const char *text = confab_search_get_error (self->search);

  if (text == NULL && confab_search_get_searching (self->search))
    text = _("Searching…");
  else if (text == NULL && n == 0)
    text = _("Nothing was found.");

  gtk_label_set_text (self->status, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->status), text != NULL);
}

static void
search_changed_cb (ConfabSearchResults *self)
{
  g_assert (CONFAB_IS_SEARCH_RESULTS (self));

  update_status (self);
}

static void
view_activated_cb (ConfabSearchResults *self,
                   guint                position)
{
  g_autoptr (ConfabSearchHit) hit = g_list_model_get_item (G_LIST_MODEL (self->search), position);

  if (hit != NULL)
    g_signal_emit (self, signals[OPENED], 0, hit);
}

static void
edge_reached_cb (ConfabSearchResults *self,
                 GtkPositionType      edge)
{
  if (edge == GTK_POS_BOTTOM && self->search != NULL && confab_search_get_has_more (self->search))
    confab_search_load_more (self->search);
}

static void
item_set_up_cb (ConfabSearchResults      *self,
                GtkListItem              *item,
                GtkSignalListItemFactory *factory)
{
  gtk_list_item_set_child (item, confab_hit_row_new ());
}

static void
item_bound_cb (ConfabSearchResults      *self,
               GtkListItem              *item,
               GtkSignalListItemFactory *factory)
{
  GtkWidget *row = gtk_list_item_get_child (item);
  GtkWidget *parent = gtk_widget_get_parent (row);
  g_autofree char *label = NULL;

  confab_hit_row_bind (CONFAB_HIT_ROW (row), gtk_list_item_get_item (item), self->now);
  if (parent == NULL)
    return;

  /* The list wraps each row in a widget of its own, and that is the item that is read out. */
  label = confab_hit_row_dup_accessible (CONFAB_HIT_ROW (row));
  gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

static void
confab_search_results_dispose (GObject *object)
{
  ConfabSearchResults *self = CONFAB_SEARCH_RESULTS (object);

  if (self->search != NULL)
    g_signal_handlers_disconnect_by_data (self->search, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_SEARCH_RESULTS);
  g_clear_object (&self->search);

  G_OBJECT_CLASS (confab_search_results_parent_class)->dispose (object);
}

static void
confab_search_results_class_init (ConfabSearchResultsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_search_results_dispose;

  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, CONFAB_TYPE_SEARCH_HIT);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/confab_chat/Confab/search/confab-search-results.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabSearchResults, view);
  gtk_widget_class_bind_template_child (widget_class, ConfabSearchResults, status);
  gtk_widget_class_bind_template_callback (widget_class, view_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, edge_reached_cb);
}

static void
confab_search_results_init (ConfabSearchResults *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_object (factory, "setup", G_CALLBACK (item_set_up_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (item_bound_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->view, factory);
  confab_list_lay_out_in_time (self->view);
}

/**
 * confab_search_results_new:
 *
 * Returns: (transfer floating): results of no search yet
 */
GtkWidget *
confab_search_results_new (void)
{
  return g_object_new (CONFAB_TYPE_SEARCH_RESULTS, NULL);
}

/**
 * confab_search_results_set_search:
 * @self: the results
 * @search: (transfer none): what is shown; once
 */
void
confab_search_results_set_search (ConfabSearchResults *self,
                                  ConfabSearch        *search)
{
  GtkSingleSelection *selection;

  g_return_if_fail (CONFAB_IS_SEARCH_RESULTS (self));
  g_return_if_fail (CONFAB_IS_SEARCH (search));
  g_return_if_fail (self->search == NULL);

  self->search = g_object_ref (search);
  selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (selection, FALSE);
  gtk_single_selection_set_can_unselect (selection, TRUE);
  gtk_single_selection_set_model (selection, G_LIST_MODEL (search));
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
  g_object_unref (selection);

  g_signal_connect_object (search, "notify", G_CALLBACK (search_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (search, "items-changed", G_CALLBACK (search_changed_cb), self,
                           G_CONNECT_SWAPPED);
  update_status (self);
}

/**
 * confab_search_results_open_first:
 * @self: the results
 *
 * Returns: whether there was one
 */
gboolean
confab_search_results_open_first (ConfabSearchResults *self)
{
  g_return_val_if_fail (CONFAB_IS_SEARCH_RESULTS (self), FALSE);

  if (self->search == NULL || g_list_model_get_n_items (G_LIST_MODEL (self->search)) == 0)
    return FALSE;

  view_activated_cb (self, 0);

  return TRUE;
}

/**
 * confab_search_results_set_now:
 * @self: the results
 * @now: the time now, in microseconds since the epoch, by which times are told
 */
void
confab_search_results_set_now (ConfabSearchResults *self,
                               gint64               now)
{
  g_return_if_fail (CONFAB_IS_SEARCH_RESULTS (self));

  self->now = now;
}
