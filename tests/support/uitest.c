/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "uitest.h"

#include <string.h>

#include <gdk/x11/gdkx.h>

#include "loop.h"

/* GTK 4.24 says this of its own frames where there is no compositor; all other warnings end a test. */
static GLogWriterOutput
write_log (GLogLevelFlags   level,
           const GLogField *fields,
           gsize            n_fields,
           gpointer         user_data)
{
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE") && fields[i].length < 0 &&
        strstr (fields[i].value, "gdk_frame_timings_submitted") != NULL)
      return G_LOG_WRITER_HANDLED;

  return g_log_writer_default (level, fields, n_fields, user_data);
}

/* Each program that uses anything of this file. */
__attribute__ ((constructor)) static void
set_up (void)
{
  g_log_set_writer_func (write_log, NULL, NULL);
}

static void
count_frame_cb (GdkFrameClock *clock,
                guint         *n_frames)
{
  (*n_frames)++;
}

/* Waits until the window of @widget was painted @n_frames times more, asking for it. */
void
ui_wait_frames (GtkWidget *widget,
                guint      n_frames)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);
  gulong handler;
  guint n_painted = 0;

  g_assert_nonnull (clock);
  handler = g_signal_connect (clock, "after-paint", G_CALLBACK (count_frame_cb), &n_painted);
  for (guint i = 0; i < n_frames; i++)
    {
      n_painted = 0;
      gtk_widget_queue_draw (widget);
      loop_until (n_painted > 0);
    }
  g_signal_handler_disconnect (clock, handler);
}

/* Shows @child alone in a window without borders of exactly this size, and paints it. */
GtkWidget *
ui_show (GtkWidget *child,
         int        width,
         int        height)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (window);
  ui_wait_frames (window, 2);

  return window;
}

void
ui_close (GtkWidget *window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  while (g_main_context_pending (NULL))
    g_main_context_iteration (NULL, FALSE);
}

GtkWidget *
ui_find_type (GtkWidget *root,
              GType      type)
{
  if (g_type_is_a (G_OBJECT_TYPE (root), type))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = ui_find_type (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

GtkWidget *
ui_find_label (GtkWidget  *root,
               const char *text)
{
  if (GTK_IS_LABEL (root) && g_strcmp0 (gtk_label_get_text (GTK_LABEL (root)), text) == 0)
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = ui_find_label (child, text);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* The first visible widget that activates @action_name. */
GtkWidget *
ui_find_action (GtkWidget  *root,
                const char *action_name)
{
  if (!gtk_widget_get_visible (root))
    return NULL;
  if (GTK_IS_ACTIONABLE (root) &&
      g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (root)), action_name) == 0)
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = ui_find_action (child, action_name);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* Hands a key to the widget's own key controllers, capturing ones first. GTK has no public way to
 * make a GdkEvent, so shortcuts and class bindings are not reached. */
gboolean
ui_press (GtkWidget       *widget,
          guint            key,
          GdkModifierType  modifiers)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  gboolean handled = FALSE;

  for (int capture = 1; capture >= 0 && !handled; capture--)
    for (guint i = 0; i < g_list_model_get_n_items (controllers) && !handled; i++)
      {
        g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
        GtkPropagationPhase phase = gtk_event_controller_get_propagation_phase (controller);

        if (GTK_IS_EVENT_CONTROLLER_KEY (controller) && (phase == GTK_PHASE_CAPTURE) == capture)
          g_signal_emit_by_name (controller, "key-pressed", key, 0, modifiers, &handled);
      }

  return handled;
}

/* Whether real keys can be pressed here: that takes a window manager, which gives a window the
 * focus (UI_WM), and xdotool. */
gboolean
ui_has_keys (void)
{
  g_autofree char *xdotool = g_find_program_in_path ("xdotool");
  const char *manager = g_getenv ("UI_WM");
  g_autofree char *path = manager != NULL ? g_find_program_in_path (manager) : NULL;

  return xdotool != NULL && path != NULL;
}

static void
run_xdotool (const char *arguments)
{
  g_autofree char *command = g_strconcat ("xdotool ", arguments, NULL);
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_command_line_sync (command, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
}

/* Presses real keys, one after the other, in the window that has the focus: "ctrl+n a Escape". They
 * come in by the main loop, as all events do. */
void
ui_type_keys (const char *keys)
{
  g_autoptr (GString) arguments = g_string_new ("key --delay 20 ");

  g_string_append (arguments, keys);
  /* Newer X servers have function keys on another level as well, with Alt, and xdotool takes that:
   * by their numbers there is no choice. */
  for (int i = 10; i > 0; i--)
    {
      g_autofree char *name = g_strdup_printf ("F%d", i);
      g_autofree char *number = g_strdup_printf ("%d", 66 + i);

      g_string_replace (arguments, name, number, 0);
    }
  run_xdotool (arguments->str);
}

/* Moves the real pointer to a point of a widget. What that does comes in by the main loop. */
void
ui_point (GtkWidget *widget,
          double     x,
          double     y)
{
  GtkNative *native = gtk_widget_get_native (widget);
  GdkSurface *surface = gtk_native_get_surface (native);
  g_autofree char *arguments = NULL;
  graphene_point_t point;
  double offset_x;
  double offset_y;

  g_assert_true (gtk_widget_compute_point (widget, GTK_WIDGET (native),
                                           &GRAPHENE_POINT_INIT ((float) x, (float) y), &point));
  gtk_native_get_surface_transform (native, &offset_x, &offset_y);
  arguments = g_strdup_printf ("mousemove --window %lu %d %d",
                               gdk_x11_surface_get_xid (surface), (int) (point.x + offset_x),
                               (int) (point.y + offset_y));
  run_xdotool (arguments);
}

/* Presses or lets go of a real button of the pointer. */
void
ui_hold_button (guint    button,
                gboolean down)
{
  g_autofree char *arguments = g_strdup_printf ("mouse%s %u", down ? "down" : "up", button);

  run_xdotool (arguments);
}

/* Turns the wheel of the pointer: all clicks are there before the first of them is handled. */
void
ui_turn_wheel (gboolean down,
               guint    n_clicks)
{
  g_autofree char *arguments =
    g_strdup_printf ("click --repeat %u --delay 0 %d", n_clicks, down ? 5 : 4);

  run_xdotool (arguments);
}

void
ui_hold_key (const char *key,
             gboolean    down)
{
  g_autofree char *arguments = g_strdup_printf ("key%s %s", down ? "down" : "up", key);

  run_xdotool (arguments);
}

void
ui_click (GtkWidget *widget,
          double     x,
          double     y,
          guint      button,
          guint      n_press)
{
  g_autofree char *arguments = g_strdup_printf ("click --repeat %u --delay 30 %u", n_press, button);

  ui_point (widget, x, y);
  run_xdotool (arguments);
}

void
ui_load_css (const char *path)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_path (provider, path);
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

/* Paints the widget into a file, without asking the display. */
gboolean
ui_save_png (GtkWidget  *widget,
             const char *path)
{
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (widget));
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GskRenderNode) node = NULL;

  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL)
    return FALSE;

  texture = gsk_renderer_render_texture (renderer, node,
                                         &GRAPHENE_RECT_INIT (0, 0, width, height));

  return gdk_texture_save_to_png (texture, path);
}
