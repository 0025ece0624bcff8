/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-app-dot.h"

struct _ConfabAppDot
{
  GtkWidget parent_instance;

  char *color;
};

G_DEFINE_FINAL_TYPE (ConfabAppDot, confab_app_dot, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_COLOR,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* Each has a rule in style.css: a colour name from elsewhere must not become a style class. */
static const char * const palette[] = {
  "blue_3", "green_4", "orange_3", "purple_3", "brown_2", "red_3", "yellow_5", NULL,
};

/* As in style.css. */
#define UNKNOWN_COLOR "dark_1"

static void
confab_app_dot_finalize (GObject *object)
{
  ConfabAppDot *self = CONFAB_APP_DOT (object);

  g_free (self->color);

  G_OBJECT_CLASS (confab_app_dot_parent_class)->finalize (object);
}

static void
confab_app_dot_get_property (GObject    *object,
                             guint       id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  ConfabAppDot *self = CONFAB_APP_DOT (object);

  switch (id)
    {
    case PROP_COLOR:
      g_value_set_string (value, self->color);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
confab_app_dot_set_property (GObject      *object,
                             guint         id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  ConfabAppDot *self = CONFAB_APP_DOT (object);

  switch (id)
    {
    case PROP_COLOR:
      confab_app_dot_set_color (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
confab_app_dot_class_init (ConfabAppDotClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = confab_app_dot_finalize;
  object_class->get_property = confab_app_dot_get_property;
  object_class->set_property = confab_app_dot_set_property;

  properties[PROP_COLOR] =
    g_param_spec_string ("color", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "appdot");
  /* Never the only sign: the application's name stands beside it. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
confab_app_dot_init (ConfabAppDot *self)
{
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

/**
 * confab_app_dot_new:
 *
 * Returns: (transfer floating): a dot without a colour
 */
GtkWidget *
confab_app_dot_new (void)
{
  return g_object_new (CONFAB_TYPE_APP_DOT, NULL);
}

/**
 * confab_app_dot_get_color:
 * @self: a dot
 *
 * Returns: (transfer none) (nullable): the name of its colour
 */
const char *
confab_app_dot_get_color (ConfabAppDot *self)
{
  g_return_val_if_fail (CONFAB_IS_APP_DOT (self), NULL);

  return self->color;
}

/**
 * confab_app_dot_set_color:
 * @self: a dot
 * @color: (nullable): name of a palette colour; one that is not known is shown as grey
 */
void
confab_app_dot_set_color (ConfabAppDot *self,
                          const char   *color)
{
  g_return_if_fail (CONFAB_IS_APP_DOT (self));

  if (g_strcmp0 (self->color, color) == 0)
    return;

  if (self->color != NULL && g_strv_contains (palette, self->color))
    gtk_widget_remove_css_class (GTK_WIDGET (self), self->color);
  g_free (self->color);
  self->color = g_strdup (color);
  if (self->color != NULL && g_strv_contains (palette, self->color))
    gtk_widget_add_css_class (GTK_WIDGET (self), self->color);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COLOR]);
}

/**
 * confab_app_dot_check_color:
 * @color: (nullable): name of a palette colour
 *
 * Returns: (transfer none): the name of the colour that a dot of it has, which is in the style sheet:
 *   that of a grey when @color is not known
 */
const char *
confab_app_dot_check_color (const char *color)
{
  return color != NULL && g_strv_contains (palette, color) ? color : UNKNOWN_COLOR;
}
