/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-request-window.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "confab-access.h"
#include "confab-request-parts.h"

#define WIDTH 680
#define HEIGHT 720
#define TOAST_SECONDS 3

typedef struct {
  ConfabPlannedRequest *plan;
  AdwToastOverlay *toasts; /* of the window that holds this */
  GtkWindow *window;
} View;

static void
free_view (gpointer data)
{
  View *view = data;

  confab_planned_request_free (view->plan);
  g_free (view);
}

typedef struct {
  ConfabPlannedRequest *plan; /* of the window, which whoever waits for the result holds */
  GSimpleAction *action; /* until it is done: a window that is closed lets go of it */
  char *language;
} Writing;

static void
free_writing (gpointer data)
{
  Writing *writing = data;

  g_free (writing->language);
  g_free (writing);
}

/* With an image in it that takes long. Nobody changes the plan, and one thread at a time reads it: what
 * is in it counts its references without a lock. */
static void
write_thread (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  Writing *writing = data;

  g_task_return_pointer (task,
                         g_str_equal (writing->language, "json")
                           ? confab_planned_request_dup_body (writing->plan, FALSE)
                           : confab_planned_request_write (writing->plan, writing->language),
                         g_free);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GtkWidget) window = user_data;
  View *view = g_object_get_data (G_OBJECT (window), "confab-view");
  Writing *writing = g_task_get_task_data (G_TASK (result));
  g_autofree char *text = g_task_propagate_pointer (G_TASK (result), NULL);
  AdwToast *toast;

  g_simple_action_set_enabled (writing->action, TRUE);
  g_clear_object (&writing->action);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (window), text);
  /* Whoever has closed it has what was copied all the same. */
  if (!gtk_widget_get_mapped (window))
    return;

  toast = adw_toast_new (g_str_equal (writing->language, "json")
                           ? _("Body copied")
                           : _("Copied. It takes its key from DASHSCOPE_API_KEY."));
  adw_toast_set_timeout (toast, TOAST_SECONDS);
  adw_toast_overlay_add_toast (view->toasts, toast);
}

static void
copy_activated (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  View *view = user_data;
  g_autoptr (GTask) task = g_task_new (NULL, NULL, written_cb, g_object_ref (view->window));
  Writing *writing = g_new0 (Writing, 1);

  g_simple_action_set_enabled (action, FALSE);
  writing->plan = view->plan;
  writing->action = g_object_ref (action);
  writing->language = g_variant_dup_string (parameter, NULL);
  g_task_set_source_tag (task, copy_activated);
  g_task_set_task_data (task, writing, free_writing);
  g_task_run_in_thread (task, write_thread);
}

static GtkWidget *
create_copy_button (View *view)
{
  static const struct {
    const char *label;
    const char *language;
  } items[] = {
    { N_("c_URL"), "curl" },
    { N_("_Python"), "python" },
    { N_("_Java"), "java" },
    { N_("_Body Only (JSON)"), "json" },
  };
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget *button = gtk_menu_button_new ();
  gboolean can_write = confab_planned_request_can_write (view->plan);

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    if (can_write || g_str_equal (items[i].language, "json"))
      {
        g_autoptr (GMenuItem) item = g_menu_item_new (_(items[i].label), NULL);

        g_menu_item_set_action_and_target (item, "request.copy", "s", items[i].language);
        g_menu_append_item (menu, item);
      }

  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), _("_Copy as"));
  gtk_menu_button_set_use_underline (GTK_MENU_BUTTON (button), TRUE);
  gtk_menu_button_set_always_show_arrow (GTK_MENU_BUTTON (button), TRUE);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  confab_access_name_inner (button, GTK_TYPE_TOGGLE_BUTTON, NULL, _("Copy as"));

  return button;
}

static gboolean
close_cb (GtkWidget *widget,
          GVariant  *arguments,
          gpointer   unused)
{
  gtk_window_close (GTK_WINDOW (widget));

  return GDK_EVENT_STOP;
}

static void
install (View *view)
{
  const GActionEntry entries[] = {
    { .name = "copy", .activate = copy_activated, .parameter_type = "s" },
  };
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), view);
  gtk_widget_insert_action_group (GTK_WIDGET (view->window), "request", G_ACTION_GROUP (actions));
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (keys),
    gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                      gtk_callback_action_new (close_cb, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (view->window), keys);
  g_object_set_data_full (G_OBJECT (view->window), "confab-view", view, free_view);
}

/**
 * confab_request_window_show:
 * @parent: what it is shown for
 * @title: its title, translated
 * @plan: (transfer full): the request
 *
 * Shows a request in a window of its own: what is wrong with it, its values and where they are from,
 * and the request itself.
 *
 * Returns: (transfer none): the window
 */
GtkWidget *
confab_request_window_show (GtkWidget            *parent,
                            const char           *title,
                            ConfabPlannedRequest *plan)
{
  GtkRoot *root = gtk_widget_get_root (parent);
  View *view = g_new0 (View, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *bar = adw_header_bar_new ();
  GtkWidget *page = adw_preferences_page_new ();

  view->plan = plan;
  view->window = GTK_WINDOW (adw_window_new ());
  view->toasts = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  gtk_window_set_title (view->window, title);
  gtk_window_set_default_size (view->window, WIDTH, HEIGHT);
  install (view);

  confab_request_parts_add (ADW_PREFERENCES_PAGE (page), plan);
  gtk_widget_set_vexpand (page, TRUE);
  adw_header_bar_pack_start (ADW_HEADER_BAR (bar), create_copy_button (view));
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), page);
  adw_toast_overlay_set_child (view->toasts, box);
  adw_window_set_content (ADW_WINDOW (view->window), GTK_WIDGET (view->toasts));
  gtk_widget_add_css_class (GTK_WIDGET (view->window), "request");

  if (GTK_IS_WINDOW (root))
    {
      gtk_window_set_transient_for (view->window, GTK_WINDOW (root));
      gtk_window_set_modal (view->window, TRUE);
      gtk_window_set_destroy_with_parent (view->window, TRUE);
    }
  gtk_window_present (view->window);

  return GTK_WIDGET (view->window);
}
