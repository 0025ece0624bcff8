/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What only real keys show: GTK's own bindings, and where the focus is afterwards. */

#include "config.h"

#include <adwaita.h>

#include "confab-app-form.h"
#include "confab-prompt.h"
#include "confab-ui.h"
#include "loop.h"
#include "shell-fixture.h"
#include "uitest.h"

static GtkWidget *
find_toplevel (GType type)
{
  GtkWidget *found = NULL;
  GList *windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (g_type_is_a (G_OBJECT_TYPE (l->data), type))
      found = l->data;
  g_list_free (windows);

  return found;
}

static gboolean
is_active (GtkWidget *window)
{
  return gtk_window_is_active (GTK_WINDOW (window));
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* The dialog goes with the focus in its field, as it does under a person's hands. */
static void
test_secret (gconstpointer data)
{
  const char *key = data;
  const ConfabPrompt prompt = {
    .heading = "Enter API Key", .label = "API Key", .accept = "_Save", .secret = TRUE,
  };
  GtkWidget *window = ui_show (gtk_label_new ("below"), 400, 300);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GtkWidget *dialog;
  GtkWidget *entry;
  char *text;

  confab_prompt_text_async (gtk_window_get_child (GTK_WINDOW (window)), &prompt, NULL, answered_cb,
                            &result);
  dialog = find_toplevel (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_nonnull (dialog);
  loop_until (is_active (dialog));
  entry = ui_find_type (dialog, ADW_TYPE_PASSWORD_ENTRY_ROW);
  ui_type_keys ("s k 1");
  loop_until (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (entry)), "sk1") == 0);

  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  if (g_str_equal (key, "parent"))
    gtk_window_destroy (GTK_WINDOW (g_steal_pointer (&window)));
  else
    ui_type_keys (key);
  loop_until (result != NULL && dialog == NULL);

  text = confab_prompt_text_finish (result, &error);
  if (g_str_equal (key, "Return"))
    g_assert_cmpstr (text, ==, "sk1");
  else
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  confab_prompt_wipe (text);
  g_clear_object (&result);
  if (window != NULL)
    ui_close (window);
}

/* The same in the form, whose last field is the key. */
static void
test_form (ShellFixture  *self,
           gconstpointer  data)
{
  const char *keys = data;
  GtkWidget *form;
  GtkWidget *entry;

  shell_fixture_open (self);
  form = confab_app_form_new (GTK_WINDOW (self->window), self->engine);
  gtk_window_present (GTK_WINDOW (form));
  loop_until (is_active (form));
  entry = ui_find_type (form, ADW_TYPE_PASSWORD_ENTRY_ROW);
  gtk_widget_grab_focus (entry);
  ui_type_keys ("s k");
  loop_until (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (entry)), "sk") == 0);

  g_object_add_weak_pointer (G_OBJECT (form), (gpointer *) &form);
  ui_type_keys (keys);
  loop_until (form == NULL);
  shell_fixture_close (self);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  confab_ui_init ();

  if (!ui_has_keys ())
    {
      g_print ("1..0 # SKIP real keys need xdotool and a window manager\n");
      return 0;
    }

  g_test_add_data_func ("/shell/keys/secret/accept", "Return", test_secret);
  g_test_add_data_func ("/shell/keys/secret/cancel", "Escape", test_secret);
  g_test_add_data_func ("/shell/keys/secret/parent", "parent", test_secret);
  g_test_add ("/shell/keys/form/cancel", ShellFixture, "Escape", shell_fixture_set_up, test_form,
              shell_fixture_tear_down);

  return g_test_run ();
}
