/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-theme-color.h"

/**
 * confab_theme_color_get:
 * @widget: a widget
 * @name: (nullable): the name of a colour of the style sheet
 * @color: (out caller-allocates): that colour as it is now; that of the widget's text where there is
 *   none of the name
 *
 * For what draws itself. GTK has no other way to a named colour, and means to end this one: it is
 * gone in one place.
 */
void
confab_theme_color_get (GtkWidget  *widget,
                        const char *name,
                        GdkRGBA    *color)
{
  GtkStyleContext *context;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (color != NULL);

  context = gtk_widget_get_style_context (widget);
  if (name == NULL || !gtk_style_context_lookup_color (context, name, color))
    gtk_style_context_get_color (context, color);
}
