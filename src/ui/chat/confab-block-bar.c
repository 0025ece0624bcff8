/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-block-bar.h"

#include <glib/gi18n.h>

#include "confab-code-language.h"
#include "confab-lazy-menu.h"

struct _ConfabBlockBar {
  GtkWidget  parent_instance;

  GtkWidget *language; /* of code, as are the next two */
  GtkWidget *wrap;
  GtkWidget *copy;
  GtkWidget *menu; /* (nullable): of a table */
  guint      id;
  gboolean   setting;
};

G_DEFINE_FINAL_TYPE (ConfabBlockBar, confab_block_bar, GTK_TYPE_WIDGET)

static void
wrap_toggled_cb (ConfabBlockBar  *self,
                 GtkToggleButton *button)
{
  g_assert (CONFAB_IS_BLOCK_BAR (self));

  if (!self->setting)
    gtk_widget_activate_action (GTK_WIDGET (self), "block.wrap", "(ub)", self->id,
                                gtk_toggle_button_get_active (button));
}

/* Sideways, from the keyboard: the buttons have the focus, the block moves. */
static gboolean
scroll_key (GtkWidget *widget,
            GVariant  *arguments,
            gpointer   unused)
{
  int direction;

  g_variant_get (arguments, "i", &direction);
  gtk_widget_activate_action (widget, "block.scroll", "(ui)", CONFAB_BLOCK_BAR (widget)->id,
                              direction);

  return GDK_EVENT_STOP;
}

static void
set_name (GtkWidget  *button,
          const char *name)
{
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
}

/* Not all icon themes have the first one. */
static GtkWidget *
make_wrap_icon (void)
{
  const char *icons[] = { "view-wrapped-symbolic", "format-justify-left-symbolic" };
  g_autoptr (GIcon) icon = g_themed_icon_new_from_names ((char **) icons, G_N_ELEMENTS (icons));

  return gtk_image_new_from_gicon (icon);
}

static void
make_code_parts (ConfabBlockBar *self)
{
  self->language = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->language), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->language), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->language, "caption-heading");
  gtk_widget_add_css_class (self->language, "dim-label");
  gtk_widget_set_hexpand (self->language, TRUE);
  gtk_widget_set_parent (self->language, GTK_WIDGET (self));

  self->wrap = gtk_toggle_button_new ();
  gtk_button_set_child (GTK_BUTTON (self->wrap), make_wrap_icon ());
  gtk_widget_add_css_class (self->wrap, "image-button");
  set_name (self->wrap, _("Wrap Lines"));
  g_signal_connect_object (self->wrap, "toggled", G_CALLBACK (wrap_toggled_cb), self,
                           G_CONNECT_SWAPPED);

  self->copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  set_name (self->copy, _("Copy Code"));

  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *button = i == 0 ? self->wrap : self->copy;

      gtk_widget_add_css_class (button, "flat");
      gtk_widget_add_css_class (button, "small");
      gtk_widget_set_focus_on_click (button, FALSE);
      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_widget_set_parent (button, GTK_WIDGET (self));
    }
}

static GMenuModel *
make_menu (gpointer user_data)
{
  ConfabBlockBar *self = CONFAB_BLOCK_BAR (user_data);
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenuItem) text = g_menu_item_new (_("Copy as _Text"), NULL);
  g_autoptr (GMenuItem) markdown = g_menu_item_new (_("Copy as _Markdown"), NULL);

  g_menu_item_set_action_and_target (text, "block.copy", "u", self->id);
  g_menu_item_set_action_and_target (markdown, "block.copy-markdown", "u", self->id);
  g_menu_append_item (menu, text);
  g_menu_append_item (menu, markdown);

  return G_MENU_MODEL (menu);
}

static void
make_table_parts (ConfabBlockBar *self)
{
  self->menu = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->menu), "edit-copy-symbolic");
  confab_lazy_menu_set (GTK_MENU_BUTTON (self->menu), make_menu, self);
  set_name (self->menu, _("Copy Table"));
  gtk_widget_add_css_class (self->menu, "flat");
  gtk_widget_set_hexpand (self->menu, TRUE);
  gtk_widget_set_halign (self->menu, GTK_ALIGN_END);
  gtk_widget_set_valign (self->menu, GTK_ALIGN_CENTER);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
}

static void
confab_block_bar_dispose (GObject *object)
{
  ConfabBlockBar *self = CONFAB_BLOCK_BAR (object);

  g_clear_pointer (&self->language, gtk_widget_unparent);
  g_clear_pointer (&self->wrap, gtk_widget_unparent);
  g_clear_pointer (&self->copy, gtk_widget_unparent);
  g_clear_pointer (&self->menu, gtk_widget_unparent);

  G_OBJECT_CLASS (confab_block_bar_parent_class)->dispose (object);
}

static void
confab_block_bar_class_init (ConfabBlockBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_block_bar_dispose;

  gtk_widget_class_add_binding (widget_class, GDK_KEY_Left, GDK_SHIFT_MASK, scroll_key, "i", -1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Right, GDK_SHIFT_MASK, scroll_key, "i", 1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Home, GDK_SHIFT_MASK, scroll_key, "i",
                                G_MININT);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_End, GDK_SHIFT_MASK, scroll_key, "i",
                                G_MAXINT);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "blockbar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TOOLBAR);
}

static void
confab_block_bar_init (ConfabBlockBar *self)
{
}

/**
 * confab_block_bar_new:
 *
 * Returns: (transfer floating): a bar without a block
 */
GtkWidget *
confab_block_bar_new (void)
{
  return g_object_new (CONFAB_TYPE_BLOCK_BAR, NULL);
}

static void
set_code (ConfabBlockBar    *self,
          const ConfabBlock *block,
          gboolean           wrapped)
{
  g_autofree char *title = confab_code_language_title (block->language);

  gtk_label_set_text (GTK_LABEL (self->language), title != NULL ? title : C_("program", "Code"));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->copy), "u", block->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->copy), "block.copy");
  self->setting = TRUE;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->wrap), wrapped);
  self->setting = FALSE;
}

/**
 * confab_block_bar_set_block:
 * @self: the bar
 * @block: a block of code, or a table
 * @wrapped: whether the lines of the code wrap
 */
void
confab_block_bar_set_block (ConfabBlockBar    *self,
                            const ConfabBlock *block,
                            gboolean           wrapped)
{
  gboolean is_code;

  g_return_if_fail (CONFAB_IS_BLOCK_BAR (self));
  g_return_if_fail (block != NULL);

  is_code = block->kind == CONFAB_BLOCK_CODE;
  self->id = block->id;
  if (is_code && self->language == NULL)
    make_code_parts (self);
  if (!is_code && self->menu == NULL)
    make_table_parts (self);
  if (self->language != NULL)
    {
      gtk_widget_set_visible (self->language, is_code);
      gtk_widget_set_visible (self->wrap, is_code);
      gtk_widget_set_visible (self->copy, is_code);
    }
  if (self->menu != NULL)
    gtk_widget_set_visible (self->menu, !is_code);

  if (is_code)
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self), "table");
      set_code (self, block, wrapped);
    }
  else
    {
      gtk_widget_add_css_class (GTK_WIDGET (self), "table");
    }
}

/**
 * confab_block_bar_set_shown:
 * @self: the bar
 * @shown: whether the pointer is at its block
 */
void
confab_block_bar_set_shown (ConfabBlockBar *self,
                            gboolean        shown)
{
  g_return_if_fail (CONFAB_IS_BLOCK_BAR (self));

  if (shown)
    gtk_widget_add_css_class (GTK_WIDGET (self), "shown");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "shown");
}
