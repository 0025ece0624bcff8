/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A pasted command fills the form that adds an application; anything else is pasted as it is. */

#include "config.h"

#include <adwaita.h>

#include "confab-app-form.h"
#include "confab-region.h"
#include "loop.h"
#include "shell-fixture.h"
#include "uitest.h"

#define ID  "0123456789abcdef0123456789abcdef"
#define KEY "sk-" ID

typedef struct {
  GtkWidget *form;
  GtkEditable *base_url;
  GtkEditable *workspace;
  GtkEditable *app_id;
  GtkEditable *key;
  AdwComboRow *region;
} Form;

static GtkEditable *
find_row (GtkWidget  *widget,
          const char *title)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkEditable *row;

      if (ADW_IS_ENTRY_ROW (child) &&
          g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (child)), title))
        return GTK_EDITABLE (child);
      row = find_row (child, title);
      if (row != NULL)
        return row;
    }

  return NULL;
}

static Form
open_form (ShellFixture *self)
{
  GtkWidget *form = confab_app_form_new (GTK_WINDOW (self->window), self->engine);

  gtk_window_present (GTK_WINDOW (form));
  ui_wait_frames (form, 2);

  return (Form) {
    .form = form,
    .base_url = find_row (form, "_Base URL"),
    .workspace = find_row (form, "_Workspace ID (Optional)"),
    .app_id = find_row (form, "App _ID"),
    .key = find_row (form, "API _Key"),
    .region = ADW_COMBO_ROW (ui_find_type (form, ADW_TYPE_COMBO_ROW)),
  };
}

static void
paste (GtkEditable *field,
       const char  *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (field)), text);
  g_signal_emit_by_name (gtk_editable_get_delegate (field), "paste-clipboard");
}

static void
test_command (ShellFixture  *self,
              gconstpointer  data)
{
  Form form;

  shell_fixture_open (self);
  form = open_form (self);
  paste (form.workspace,
         "curl https://dashscope.aliyuncs.com/api/v1/apps/" ID "/completion \\\n"
         "  -H 'Authorization: Bearer " KEY "' -H 'X-DashScope-WorkSpace: ws-1'");
  loop_until (g_str_equal (gtk_editable_get_text (form.app_id), ID));
  g_assert_cmpstr (gtk_editable_get_text (form.workspace), ==, "ws-1");
  g_assert_cmpstr (gtk_editable_get_text (form.key), ==, KEY);
  g_assert_cmpuint (adw_combo_row_get_selected (form.region), ==, 1);
  g_assert_nonnull (ui_find_label (form.form, "Filled in: Region, Workspace ID, App ID, API Key"));

  /* A host of one's own, and no key: what was there stays. */
  paste (form.app_id, "https://llm-2.cn-beijing.maas.aliyuncs.com/api/v1/apps/other/completion");
  loop_until (g_str_equal (gtk_editable_get_text (form.app_id), "other"));
  g_assert_cmpuint (adw_combo_row_get_selected (form.region), ==, CONFAB_REGION_BEIJING_HOST);
  g_assert_cmpstr (gtk_editable_get_text (form.workspace), ==, "llm-2");
  g_assert_cmpstr (gtk_editable_get_text (form.key), ==, KEY);

  /* An address of one's own. */
  paste (form.app_id, "https://proxy.example.com/api/v1/apps/mine-1/completion");
  loop_until (g_str_equal (gtk_editable_get_text (form.app_id), "mine-1"));
  g_assert_cmpuint (adw_combo_row_get_selected (form.region), ==, CONFAB_REGION_CUSTOM);
  g_assert_cmpstr (gtk_editable_get_text (form.base_url), ==,
                   "https://proxy.example.com/api/v1");
  gtk_window_close (GTK_WINDOW (form.form));
  shell_fixture_close (self);
}

static void
test_plain (ShellFixture  *self,
            gconstpointer  data)
{
  Form form;

  shell_fixture_open (self);
  form = open_form (self);
  paste (form.app_id, ID);
  loop_until (g_str_equal (gtk_editable_get_text (form.app_id), ID));
  g_assert_cmpuint (adw_combo_row_get_selected (form.region), ==, 0);
  g_assert_cmpstr (gtk_editable_get_text (form.key), ==, "");
  gtk_window_close (GTK_WINDOW (form.form));
  shell_fixture_close (self);
}

#define add(name, func)                                                                           \
  g_test_add ("/shell/paste/" name, ShellFixture, NULL, shell_fixture_set_up, func,               \
              shell_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  add ("command", test_command);
  add ("plain", test_plain);

  return g_test_run ();
}
