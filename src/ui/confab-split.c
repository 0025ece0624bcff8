/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-split.h"

struct _ConfabSplit
{
  AdwBin parent_instance;

  AdwFlap *flap;
};

G_DEFINE_FINAL_TYPE (ConfabSplit, confab_split, ADW_TYPE_BIN)

enum {
  PROP_0,
  PROP_SIDEBAR,
  PROP_CONTENT,
  PROP_SHOW_SIDEBAR,
  PROP_FOLDED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
flap_revealed_cb (ConfabSplit *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_SIDEBAR]);
}

static void
flap_folded_cb (ConfabSplit *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLDED]);
}

static void
confab_split_get_property (GObject    *object,
                           guint       id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  ConfabSplit *self = CONFAB_SPLIT (object);

  switch (id)
    {
    case PROP_SIDEBAR:
      g_value_set_object (value, confab_split_get_sidebar (self));
      break;
    case PROP_CONTENT:
      g_value_set_object (value, confab_split_get_content (self));
      break;
    case PROP_SHOW_SIDEBAR:
      g_value_set_boolean (value, confab_split_get_show_sidebar (self));
      break;
    case PROP_FOLDED:
      g_value_set_boolean (value, confab_split_get_folded (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
confab_split_set_property (GObject      *object,
                           guint         id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  ConfabSplit *self = CONFAB_SPLIT (object);

  switch (id)
    {
    case PROP_SIDEBAR:
      confab_split_set_sidebar (self, g_value_get_object (value));
      break;
    case PROP_CONTENT:
      confab_split_set_content (self, g_value_get_object (value));
      break;
    case PROP_SHOW_SIDEBAR:
      confab_split_set_show_sidebar (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
confab_split_class_init (ConfabSplitClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags =
    G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = confab_split_get_property;
  object_class->set_property = confab_split_set_property;

  properties[PROP_SIDEBAR] =
    g_param_spec_object ("sidebar", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_CONTENT] =
    g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_SHOW_SIDEBAR] =
    g_param_spec_boolean ("show-sidebar", NULL, NULL, TRUE, flags);
  properties[PROP_FOLDED] =
    g_param_spec_boolean ("folded", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
confab_split_init (ConfabSplit *self)
{
  self->flap = ADW_FLAP (adw_flap_new ());
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->flap));

  g_signal_connect_object (self->flap, "notify::reveal-flap", G_CALLBACK (flap_revealed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->flap, "notify::folded", G_CALLBACK (flap_folded_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * confab_split_new:
 *
 * Returns: (transfer floating): an empty split
 */
GtkWidget *
confab_split_new (void)
{
  return g_object_new (CONFAB_TYPE_SPLIT, NULL);
}

/**
 * confab_split_get_sidebar:
 * @self: a split
 *
 * Returns: (transfer none) (nullable): what stands at the side
 */
GtkWidget *
confab_split_get_sidebar (ConfabSplit *self)
{
  g_return_val_if_fail (CONFAB_IS_SPLIT (self), NULL);

  return adw_flap_get_flap (self->flap);
}

/**
 * confab_split_set_sidebar:
 * @self: a split
 * @sidebar: (nullable): what stands at the side; its least width is the width it gets
 */
void
confab_split_set_sidebar (ConfabSplit *self,
                          GtkWidget   *sidebar)
{
  g_return_if_fail (CONFAB_IS_SPLIT (self));
  g_return_if_fail (sidebar == NULL || GTK_IS_WIDGET (sidebar));

  if (adw_flap_get_flap (self->flap) == sidebar)
    return;

  /* Without a flap AdwFlap 1.2 gives the separator a width that nobody has computed. */
  adw_flap_set_separator (self->flap, NULL);
  adw_flap_set_flap (self->flap, sidebar);
  if (sidebar != NULL)
    adw_flap_set_separator (self->flap, gtk_separator_new (GTK_ORIENTATION_VERTICAL));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIDEBAR]);
}

/**
 * confab_split_get_content:
 * @self: a split
 *
 * Returns: (transfer none) (nullable): what takes the rest
 */
GtkWidget *
confab_split_get_content (ConfabSplit *self)
{
  g_return_val_if_fail (CONFAB_IS_SPLIT (self), NULL);

  return adw_flap_get_content (self->flap);
}

/**
 * confab_split_set_content:
 * @self: a split
 * @content: (nullable): what takes the rest
 */
void
confab_split_set_content (ConfabSplit *self,
                          GtkWidget   *content)
{
  g_return_if_fail (CONFAB_IS_SPLIT (self));
  g_return_if_fail (content == NULL || GTK_IS_WIDGET (content));

  if (adw_flap_get_content (self->flap) == content)
    return;

  adw_flap_set_content (self->flap, content);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONTENT]);
}

/**
 * confab_split_get_show_sidebar:
 * @self: a split
 *
 * Returns: whether the sidebar is to be seen
 */
gboolean
confab_split_get_show_sidebar (ConfabSplit *self)
{
  g_return_val_if_fail (CONFAB_IS_SPLIT (self), FALSE);

  return adw_flap_get_reveal_flap (self->flap);
}

/**
 * confab_split_set_show_sidebar:
 * @self: a split
 * @show_sidebar: whether the sidebar is to be seen
 */
void
confab_split_set_show_sidebar (ConfabSplit *self,
                               gboolean     show_sidebar)
{
  g_return_if_fail (CONFAB_IS_SPLIT (self));

  adw_flap_set_reveal_flap (self->flap, show_sidebar);
}

/**
 * confab_split_get_folded:
 * @self: a split
 *
 * Returns: whether there is no room for both, so that the sidebar lies over the content
 */
gboolean
confab_split_get_folded (ConfabSplit *self)
{
  g_return_val_if_fail (CONFAB_IS_SPLIT (self), FALSE);

  return adw_flap_get_folded (self->flap);
}
