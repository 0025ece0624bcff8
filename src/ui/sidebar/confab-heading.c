/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-heading.h"

struct _ConfabHeading
{
  GObject parent_instance;

  char *title;
};

G_DEFINE_FINAL_TYPE (ConfabHeading, confab_heading, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_TITLE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
confab_heading_finalize (GObject *object)
{
  ConfabHeading *self = CONFAB_HEADING (object);

  g_free (self->title);

  G_OBJECT_CLASS (confab_heading_parent_class)->finalize (object);
}

static void
confab_heading_get_property (GObject    *object,
                             guint       id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  ConfabHeading *self = CONFAB_HEADING (object);

  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
confab_heading_class_init (ConfabHeadingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = confab_heading_finalize;
  object_class->get_property = confab_heading_get_property;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
confab_heading_init (ConfabHeading *self)
{
}

/**
 * confab_heading_new:
 * @title: what it says
 *
 * Returns: (transfer full): a heading
 */
ConfabHeading *
confab_heading_new (const char *title)
{
  ConfabHeading *self;

  g_return_val_if_fail (title != NULL, NULL);

  self = g_object_new (CONFAB_TYPE_HEADING, NULL);
  self->title = g_strdup (title);

  return self;
}

/**
 * confab_heading_get_title:
 * @self: a heading
 *
 * Returns: (transfer none): what it says
 */
const char *
confab_heading_get_title (ConfabHeading *self)
{
  g_return_val_if_fail (CONFAB_IS_HEADING (self), NULL);

  return self->title;
}
