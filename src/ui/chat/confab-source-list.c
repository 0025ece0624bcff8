/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-source-list.h"

#include <glib/gi18n.h>

/* More documents than this are folded, and more than that are not made at all. */
#define SHOWN_SOURCES 3
#define MAX_SOURCES 100
#define MAX_BADGES 12

struct _ConfabSourceList {
  GtkWidget   parent_instance;

  GtkWidget  *head;
  GtkWidget  *fold;
  GtkWidget  *box;
  GHashTable *badges; /* index → button */
  GPtrArray  *places; /* the labels that a narrow window has no room for */
  gboolean    all;
  gboolean    narrow;
};

enum {
  SIGNAL_TOGGLED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabSourceList, confab_source_list, GTK_TYPE_WIDGET)

static void
fold_clicked_cb (ConfabSourceList *self,
                 GtkButton        *button)
{
  g_assert (CONFAB_IS_SOURCE_LIST (self));

  g_signal_emit (self, signals[SIGNAL_TOGGLED], 0, !self->all);
}

static void
confab_source_list_dispose (GObject *object)
{
  ConfabSourceList *self = CONFAB_SOURCE_LIST (object);

  g_hash_table_remove_all (self->badges);
  g_ptr_array_set_size (self->places, 0);
  g_clear_pointer (&self->head, gtk_widget_unparent);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (confab_source_list_parent_class)->dispose (object);
}

static void
confab_source_list_finalize (GObject *object)
{
  ConfabSourceList *self = CONFAB_SOURCE_LIST (object);

  g_hash_table_unref (self->badges);
  g_ptr_array_unref (self->places);

  G_OBJECT_CLASS (confab_source_list_parent_class)->finalize (object);
}

static void
confab_source_list_class_init (ConfabSourceListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = confab_source_list_dispose;
  object_class->finalize = confab_source_list_finalize;

  signals[SIGNAL_TOGGLED] =
    g_signal_new ("toggled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_BOOLEAN);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "sourcelist");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
confab_source_list_init (ConfabSourceList *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  GtkWidget *title = gtk_label_new (_("Sources"));

  self->badges = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->places = g_ptr_array_new ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 4);

  self->head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "caption-heading");
  gtk_widget_add_css_class (title, "dim-label");
  gtk_box_append (GTK_BOX (self->head), title);
  self->fold = gtk_button_new ();
  gtk_widget_add_css_class (self->fold, "flat");
  gtk_widget_add_css_class (self->fold, "caption");
  gtk_widget_add_css_class (self->fold, "sources-fold");
  g_signal_connect_object (self->fold, "clicked", G_CALLBACK (fold_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->head), self->fold);
  gtk_widget_set_parent (self->head, GTK_WIDGET (self));

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Sources"), -1);
}

/**
 * confab_source_list_new:
 *
 * Returns: (transfer floating): an empty list
 */
GtkWidget *
confab_source_list_new (void)
{
  return g_object_new (CONFAB_TYPE_SOURCE_LIST, NULL);
}

static GtkWidget *
make_label (const char *text,
            const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_add_css_class (label, "caption");
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

static GtkWidget *
make_badge (ConfabSourceList     *self,
            const ConfabSource   *source,
            const ConfabCitation *citation)
{
  GtkWidget *badge = gtk_button_new_with_label (citation->index);
  GtkWidget *label = gtk_button_get_child (GTK_BUTTON (badge));
  /* Translators: %s is the number of a source */
  g_autofree char *spoken = g_strdup_printf (_("Source %s"), citation->index);

  /* Where nothing of a document is used its whole line shows it. */
  if (source->is_used && !g_hash_table_contains (source->used, citation->index))
    {
      g_autofree char *name = g_steal_pointer (&spoken);

      spoken = g_strdup_printf (_("%s, not used in the text"), name);
      gtk_widget_add_css_class (badge, "unused");
    }
  gtk_label_set_max_width_chars (GTK_LABEL (label), 4);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (badge, "badge");
  gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (badge), "s", citation->index);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (badge), "message.show-source");
  /* A button is labelled by its text, which newer GTK prefers to any other name. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (badge), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (badge), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  -1);
  g_hash_table_insert (self->badges, g_strdup (citation->index), badge);

  return badge;
}

static void
add_source (ConfabSourceList   *self,
            const ConfabSource *source)
{
  const ConfabCitation *first = g_ptr_array_index (source->citations, 0);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *button = gtk_button_new ();
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  g_autofree char *place = NULL;
  GtkWidget *label;

  for (guint i = 0; i < MIN (source->citations->len, MAX_BADGES); i++)
    gtk_box_append (GTK_BOX (line), make_badge (self, source,
                                                g_ptr_array_index (source->citations, i)));

  if (source->citations->len == 1)
    place = confab_source_dup_place (first);
  else
    place = g_strdup_printf (g_dngettext (NULL, "%u passage", "%u passages",
                                          source->citations->len), source->citations->len);

  gtk_box_append (GTK_BOX (words), make_label (source->name, NULL));
  if (place != NULL)
    {
      label = make_label (place, "dim-label");
      gtk_widget_set_visible (label, !self->narrow);
      g_ptr_array_add (self->places, label);
      gtk_box_append (GTK_BOX (words), label);
    }
  gtk_button_set_child (GTK_BUTTON (button), words);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "source");
  gtk_widget_set_tooltip_text (button, place);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", first->index);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "message.show-source");
  gtk_box_append (GTK_BOX (line), button);

  if (!source->is_used)
    {
      g_autofree char *spoken = g_strdup_printf (_("%s, not used in the text"), source->name);

      gtk_widget_add_css_class (line, "unused");
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      spoken, -1);
    }
  gtk_box_append (GTK_BOX (self->box), line);
}

/**
 * confab_source_list_update:
 * @self: the list
 * @sources: (element-type ConfabSource): the documents
 * @all: whether all of them are shown
 */
void
confab_source_list_update (ConfabSourceList *self,
                           GPtrArray        *sources,
                           gboolean          all)
{
  guint n = MIN (sources->len, MAX_SOURCES);
  guint shown = all ? n : MIN (n, SHOWN_SOURCES);
  GtkWidget *child;

  g_return_if_fail (CONFAB_IS_SOURCE_LIST (self));

  self->all = all;
  g_hash_table_remove_all (self->badges);
  g_ptr_array_set_size (self->places, 0);
  while ((child = gtk_widget_get_first_child (self->box)) != NULL)
    gtk_box_remove (GTK_BOX (self->box), child);

  for (guint i = 0; i < shown; i++)
    add_source (self, g_ptr_array_index (sources, i));

  gtk_widget_set_visible (self->fold, sources->len > SHOWN_SOURCES);
  if (sources->len > SHOWN_SOURCES)
    {
      /* Translators: how many of all sources are shown: "3 of 9" */
      g_autofree char *text = all ? g_strdup (_("Show Less"))
                                  : g_strdup_printf (_("%u of %u"), shown, sources->len);
      g_autofree char *spoken = all ? g_strdup (_("Show fewer sources"))
                                    : g_strdup_printf (g_dngettext (NULL, "Show all %u source",
                                                                    "Show all %u sources",
                                                                    sources->len), sources->len);

      gtk_button_set_label (GTK_BUTTON (self->fold), text);
      gtk_widget_set_tooltip_text (self->fold, spoken);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->fold), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      spoken, -1);
      gtk_accessible_update_state (GTK_ACCESSIBLE (self->fold), GTK_ACCESSIBLE_STATE_EXPANDED,
                                   all, -1);
    }
}

/**
 * confab_source_list_set_narrow:
 * @self: the list
 * @narrow: whether there is room for names only
 */
void
confab_source_list_set_narrow (ConfabSourceList *self,
                               gboolean          narrow)
{
  g_return_if_fail (CONFAB_IS_SOURCE_LIST (self));

  self->narrow = narrow;
  for (guint i = 0; i < self->places->len; i++)
    gtk_widget_set_visible (g_ptr_array_index (self->places, i), !narrow);
}

/**
 * confab_source_list_find_badge:
 * @self: the list
 * @index: the number of a source
 *
 * Returns: (transfer none) (nullable): its badge, when it is shown
 */
GtkWidget *
confab_source_list_find_badge (ConfabSourceList *self,
                               const char       *index)
{
  g_return_val_if_fail (CONFAB_IS_SOURCE_LIST (self), NULL);

  return g_hash_table_lookup (self->badges, index);
}
