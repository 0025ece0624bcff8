/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-message-list-private.h"

#include <glib/gi18n.h>

#include "confab-copy.h"

/* What is under the pointer decides what stands in the menu. */

static const ConfabBlock *
get_menu_block (ConfabMessageList *self)
{
  ConfabMessageRow *row = confab_message_list_get_row (self, self->menu_spot.message);
  ConfabDocument *document = row != NULL
                                 ? confab_prose_get_document (confab_message_row_get_prose (row))
                                 : NULL;

  if (document == NULL || self->menu_spot.place.block >= confab_document_get_n_blocks (document))
    return NULL;

  return confab_document_get_block (document, self->menu_spot.place.block);
}

static gboolean
get_menu_link (ConfabMessageList *self,
               ConfabTextLink    *link)
{
  ConfabMessageRow *row = confab_message_list_get_row (self, self->menu_spot.message);
  ConfabDocument *document = row != NULL
                                 ? confab_prose_get_document (confab_message_row_get_prose (row))
                                 : NULL;

  return self->menu_on_text && document != NULL &&
         confab_text_link_find_at (document, &self->menu_spot.place, link);
}

static void
append_section (GMenu *menu,
                GMenu *section)
{
  if (g_menu_model_get_n_items (G_MENU_MODEL (section)) > 0)
    g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
}

/* A prompt can be written anew. */
static void
append_edit (ConfabMessageList *self,
             GMenu             *section)
{
  g_autoptr (ConfabMessage) message = g_list_model_get_item (self->model,
                                                             self->menu_spot.message);
  g_autoptr (GMenuItem) item = NULL;

  if (message == NULL || confab_message_get_role (message) != CONFAB_ROLE_USER)
    return;

  item = g_menu_item_new (_("_Edit and Ask Again"), NULL);
  g_menu_item_set_action_and_target (item, "chat.edit", "x", confab_message_get_id (message));
  g_menu_append_item (section, item);
}

static GMenuModel *
make_menu (ConfabMessageList *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) links = g_menu_new ();
  g_autoptr (GMenu) texts = g_menu_new ();
  g_autoptr (GMenu) blocks = g_menu_new ();
  g_autoptr (GMenu) all = g_menu_new ();
  g_autoptr (GMenu) about = g_menu_new ();
  const ConfabBlock *block = self->menu_on_block ? get_menu_block (self) : NULL;
  ConfabTextLink link;

  if (get_menu_link (self, &link))
    {
      if (link.citation)
        {
          g_menu_append (links, _("_Show Source"), "messages.open-link");
        }
      else
        {
          g_menu_append (links, _("_Open Link"), "messages.open-link");
          g_menu_append (links, _("Copy _Link Address"), "messages.copy-link");
        }
    }

  if (!confab_selection_is_empty (self->selection))
    {
      g_menu_append (texts, _("_Copy"), "messages.copy");
      g_menu_append (texts, _("Copy as Mark_down"), "messages.copy-markdown");
    }
  g_menu_append (texts, _("Copy _Message"), "messages.copy-message");
  g_menu_append (texts, _("Copy Message as M_arkdown"), "messages.copy-message-markdown");

  if (block != NULL && block->kind == CONFAB_BLOCK_CODE)
    {
      g_menu_append (blocks, _("Copy C_ode"), "messages.copy-block");
    }
  else if (block != NULL && block->kind == CONFAB_BLOCK_TABLE)
    {
      g_menu_append (blocks, _("Copy _Table"), "messages.copy-block");
      g_menu_append (blocks, _("Copy Table as Mar_kdown"), "messages.copy-block-markdown");
    }

  g_menu_append (all, _("Select _All"), "messages.select-all");

  append_edit (self, about);
  g_menu_append (about, _("_Details…"), "messages.details");

  append_section (menu, links);
  append_section (menu, texts);
  append_section (menu, blocks);
  append_section (menu, all);
  append_section (menu, about);

  return G_MENU_MODEL (g_steal_pointer (&menu));
}

/* The focus goes back to where the menu was asked for. */
static void
menu_closed_cb (ConfabMessageList *self,
                GtkPopover        *menu)
{
  ConfabMessageRow *row = confab_message_list_get_row (self, self->menu_spot.message);

  g_assert (CONFAB_IS_MESSAGE_LIST (self));

  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
popup (ConfabMessageList  *self,
       const GdkRectangle *area)
{
  g_autoptr (GMenuModel) model = make_menu (self);

  if (self->menu == NULL)
    {
      self->menu = gtk_popover_menu_new_from_model (NULL);
      gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
      gtk_popover_set_position (GTK_POPOVER (self->menu), GTK_POS_BOTTOM);
      gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
      g_signal_connect_object (self->menu, "closed", G_CALLBACK (menu_closed_cb), self,
                               G_CONNECT_SWAPPED);
      confab_message_list_add_text_style (self, self->menu);
      gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
    }

  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->menu), model);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), area);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
secondary_pressed_cb (ConfabMessageList *self,
                      int                n_press,
                      double             x,
                      double             y,
                      GtkGesture        *gesture)
{
  ConfabSpot spot;

  g_assert (CONFAB_IS_MESSAGE_LIST (self));

  if (confab_heights_get_n (self->heights) == 0)
    return;

  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  self->menu_on_text = confab_message_list_pick (self, x, y, &spot, &self->menu_spot);
  /* The empty end of a line of code is still code. */
  self->menu_on_block = confab_message_list_is_on_prose (self, x, y);
  gtk_widget_grab_focus (
      GTK_WIDGET (confab_message_list_get_row (self, self->menu_spot.message)));
  popup (self, &(GdkRectangle) { (int) x, (int) y, 1, 1 });
}

/* At the link or the caret that has the focus, else at the message. */
static gboolean
menu_key (GtkWidget *widget,
          GVariant  *arguments,
          gpointer   unused)
{
  ConfabMessageList *self = CONFAB_MESSAGE_LIST (widget);
  GtkWidget *child = gtk_widget_get_focus_child (widget);
  GdkRectangle area = { 0, 0, 1, 1 };
  ConfabTextLink link;
  ConfabSpot head;

  if (child == NULL)
    return GDK_EVENT_PROPAGATE;

  if (confab_message_list_get_focus_link (self, &self->menu_spot, &link))
    {
      self->menu_on_text = TRUE;
      self->menu_on_block = TRUE;
      confab_message_list_get_spot_area (self, &self->menu_spot, &area);
    }
  else if (self->caret && confab_selection_get_head (self->selection, &head))
    {
      self->menu_spot = head;
      self->menu_on_text = TRUE;
      self->menu_on_block = TRUE;
      confab_message_list_get_spot_area (self, &head, &area);
    }
  else
    {
      graphene_rect_t bounds;

      self->menu_spot =
        (ConfabSpot) { confab_message_row_get_position (CONFAB_MESSAGE_ROW (child)), { 0, } };
      self->menu_on_text = FALSE;
      self->menu_on_block = FALSE;
      if (gtk_widget_compute_bounds (child, widget, &bounds))
        {
          area.x = (int) bounds.origin.x;
          area.y = (int) MAX (bounds.origin.y, 0);
        }
    }
  area.width = MAX (area.width, 1);
  area.height = MAX (area.height, 1);
  popup (self, &area);

  return GDK_EVENT_STOP;
}

/* Actions */

static ConfabMessage *
get_message (ConfabMessageList *self,
             guint              position)
{
  return self->model != NULL ? g_list_model_get_item (self->model, position) : NULL;
}

static void
copy_message (ConfabMessageList *self,
              guint              position)
{
  g_autoptr (ConfabMessage) message = get_message (self, position);

  if (message != NULL)
    confab_copy_message (GTK_WIDGET (self), message);
}

/* Without a selection, the message that has the focus. */
static void
copy_activated (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  ConfabMessageList *self = CONFAB_MESSAGE_LIST (widget);
  GtkWidget *child = gtk_widget_get_focus_child (widget);

  if (!confab_selection_is_empty (self->selection))
    confab_message_list_copy_selection (self);
  else if (child != NULL)
    copy_message (self, confab_message_row_get_position (CONFAB_MESSAGE_ROW (child)));
}

static void
copy_markdown_activated (GtkWidget  *widget,
                         const char *action_name,
                         GVariant   *parameter)
{
  g_autofree char *text =
    confab_message_list_export_selection (CONFAB_MESSAGE_LIST (widget), CONFAB_MARKUP_MARKDOWN);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

static void
copy_message_activated (GtkWidget  *widget,
                        const char *action_name,
                        GVariant   *parameter)
{
  ConfabMessageList *self = CONFAB_MESSAGE_LIST (widget);

  copy_message (self, self->menu_spot.message);
}

static void
copy_message_markdown_activated (GtkWidget  *widget,
                                 const char *action_name,
                                 GVariant   *parameter)
{
  ConfabMessageList *self = CONFAB_MESSAGE_LIST (widget);
  g_autoptr (ConfabMessage) message = get_message (self, self->menu_spot.message);

  if (message != NULL)
    confab_copy_message_markdown (widget, message);
}

static void
copy_block_activated (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  ConfabMessageList *self = CONFAB_MESSAGE_LIST (widget);
  g_autofree char *plain = NULL;
  g_autofree char *markdown = NULL;
  g_autofree char *html = NULL;

  if (get_menu_block (self) == NULL)
    return;

  plain = confab_message_list_export_block (self, &self->menu_spot, CONFAB_MARKUP_PLAIN);
  markdown = confab_message_list_export_block (self, &self->menu_spot, CONFAB_MARKUP_MARKDOWN);
  html = confab_message_list_export_block (self, &self->menu_spot, CONFAB_MARKUP_HTML);
  confab_copy_formats (widget, plain, markdown, html);
}

static void
copy_block_markdown_activated (GtkWidget  *widget,
                               const char *action_name,
                               GVariant   *parameter)
{
  ConfabMessageList *self = CONFAB_MESSAGE_LIST (widget);
  g_autofree char *text = NULL;

  if (get_menu_block (self) == NULL)
    return;

  text = confab_message_list_export_block (self, &self->menu_spot, CONFAB_MARKUP_MARKDOWN);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

static void
copy_link_activated (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  ConfabTextLink link;

  if (get_menu_link (CONFAB_MESSAGE_LIST (widget), &link) && !link.citation)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), link.target);
}

static void
open_link_activated (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  ConfabMessageList *self = CONFAB_MESSAGE_LIST (widget);

  confab_message_list_activate_link (self, &self->menu_spot);
}

static void
details_activated (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  ConfabMessageList *self = CONFAB_MESSAGE_LIST (widget);
  ConfabMessageRow *row = confab_message_list_get_row (self, self->menu_spot.message);

  if (row != NULL)
    gtk_widget_activate_action (GTK_WIDGET (row), "message.details", NULL);
}

static void
select_all_activated (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  confab_message_list_select_all (CONFAB_MESSAGE_LIST (widget), FALSE);
}

/* The message first, all of the conversation with the second press. */
static gboolean
select_all_key (GtkWidget *widget,
                GVariant  *arguments,
                gpointer   unused)
{
  confab_message_list_select_all (CONFAB_MESSAGE_LIST (widget), TRUE);

  return GDK_EVENT_STOP;
}

static gboolean
enter_key (GtkWidget *widget,
           GVariant  *arguments,
           gpointer   unused)
{
  ConfabMessageList *self = CONFAB_MESSAGE_LIST (widget);
  ConfabTextLink link;
  ConfabSpot spot;

  if (confab_message_list_get_focus_link (self, &spot, &link))
    return confab_message_list_activate_link (self, &spot);
  if (self->caret && gtk_widget_get_focus_child (widget) != NULL &&
      gtk_widget_is_focus (gtk_widget_get_focus_child (widget)) &&
      confab_selection_get_head (self->selection, &spot))
    return confab_message_list_activate_link (self, &spot);

  return GDK_EVENT_PROPAGATE;
}

/**
 * confab_message_list_add_menu:
 * @self: a new list
 *
 * Has the secondary button open the menu.
 */
void
confab_message_list_add_menu (ConfabMessageList *self)
{
  GtkGesture *gesture = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (gesture), GDK_BUTTON_SECONDARY);
  g_signal_connect_object (gesture, "pressed", G_CALLBACK (secondary_pressed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (gesture));
}

/**
 * confab_message_list_install_actions:
 * @widget_class: the class of the list
 *
 * Installs what can be done with text, and the keys for it.
 */
void
confab_message_list_install_actions (GtkWidgetClass *widget_class)
{
  static const struct {
    const char                  *name;
    GtkWidgetActionActivateFunc  activate;
  } actions[] = {
    { "messages.copy", copy_activated },
    { "messages.copy-markdown", copy_markdown_activated },
    { "messages.copy-message", copy_message_activated },
    { "messages.copy-message-markdown", copy_message_markdown_activated },
    { "messages.copy-block", copy_block_activated },
    { "messages.copy-block-markdown", copy_block_markdown_activated },
    { "messages.copy-link", copy_link_activated },
    { "messages.open-link", open_link_activated },
    { "messages.details", details_activated },
    { "messages.select-all", select_all_activated },
  };
  static const guint enter_keys[] = { GDK_KEY_Return, GDK_KEY_KP_Enter, GDK_KEY_ISO_Enter };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, actions[i].activate);

  /* The menu shows the key that was added last. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Insert, GDK_CONTROL_MASK,
                                       "messages.copy", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "messages.copy",
                                       NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_a, GDK_CONTROL_MASK, select_all_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, menu_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, menu_key, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (enter_keys); i++)
    gtk_widget_class_add_binding (widget_class, enter_keys[i], 0, enter_key, NULL);
}
