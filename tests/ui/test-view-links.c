/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Links in hostile text: nothing is opened that is no link, and nothing without being asked for. */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "chat-pointer.h"
#include "chat-samples.h"
#include "confab-answer-facts.h"
#include "confab-link.h"
#include "confab-message-list-private.h"
#include "loop.h"
#include "uitest.h"

typedef struct {
  guint  n;
  char  *last;
} Opened;

/* Takes the place of the portal. */
static gboolean
open_uri_cb (ConfabMessageList *list,
             const char        *uri,
             Opened            *opened)
{
  opened->n++;
  g_free (opened->last);
  opened->last = g_strdup (uri);

  return TRUE;
}

static void
open_answer (ChatFixture *self,
             const char  *text,
             Opened      *opened)
{
  chat_open (self, g_list_store_new (CONFAB_TYPE_MESSAGE));
  chat_add (self, chat_sample_answer (text, CONFAB_STATUS_COMPLETE));
  g_signal_connect (self->list, "open-uri", G_CALLBACK (open_uri_cb), opened);
  ui_wait_frames (self->window, 3);
}

static gboolean
find_link (ChatFixture    *self,
           guint           number,
           ConfabTextLink *link)
{
  ConfabDocument *document =
    confab_prose_get_document (confab_message_row_get_prose (
        confab_message_list_get_row (self->list, 0)));
  gboolean found = confab_text_link_find_next (document, NULL, 1, link);

  for (guint i = 0; i < number && found; i++)
    found = confab_text_link_find_next (document, &(ConfabTextRange) { link->range.start,
                                                                       link->range.end }, 1, link);

  return found;
}

static void
click_link (ChatFixture *self,
            guint        number)
{
  ConfabTextLink link;
  GdkRectangle area;

  g_assert_true (find_link (self, number, &link));
  g_assert_true (confab_message_list_get_spot_area (
      self->list, &(ConfabSpot) { 0, link.range.start }, &area));
  ui_click (GTK_WIDGET (self->list), area.x + 3, area.y + area.height / 2, 1, 1);
}

static void
test_open (void)
{
  ChatFixture fixture;
  Opened opened = { 0, };
  ConfabTextMarks *marks;
  ConfabTextRange ring;

  open_answer (&fixture, "See [the **guide**](https://example.com/guide), then <https://example.org/>.",
               &opened);
  marks = confab_prose_get_marks (
    confab_message_row_get_prose (confab_message_list_get_row (fixture.list, 0)));

  click_link (&fixture, 0);
  loop_until (opened.n == 1);
  g_assert_cmpstr (opened.last, ==, "https://example.com/guide");

  /* By keys: each link is a stop of Tab, and a screen reader hears where it leads. */
  confab_message_list_focus_row (fixture.list, 0);
  ui_type_keys ("Tab Tab");
  loop_until (fixture.list->link_focus && fixture.list->link_spot.place.byte > 14);
  g_assert_true (confab_text_marks_get_focus (marks, &ring));
  g_assert_cmpuint (ring.start.byte, ==, fixture.list->link_spot.place.byte);
  gtk_test_accessible_assert_property (
      GTK_ACCESSIBLE (confab_message_list_get_row (fixture.list, 0)),
      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "Link: https://example.org/, https://example.org/");
  g_assert_cmpuint (opened.n, ==, 1);
  ui_type_keys ("Return");
  loop_until (opened.n == 2);
  g_assert_cmpstr (opened.last, ==, "https://example.org/");
  ui_type_keys ("shift+Tab Return");
  loop_until (opened.n == 3);
  g_assert_cmpstr (opened.last, ==, "https://example.com/guide");
  g_assert_true (confab_text_marks_get_focus (marks, &ring));
  g_assert_cmpuint (ring.start.byte, ==, 4);
  ui_type_keys ("shift+Tab");
  loop_until (!confab_text_marks_get_focus (marks, &ring));

  g_free (opened.last);
  chat_close (&fixture);
}

/* A drag that begins on a link selects; it opens nothing. */
static void
test_drag (void)
{
  ChatFixture fixture;
  Opened opened = { 0, };
  ConfabTextLink link;
  GdkRectangle area;

  open_answer (&fixture, "[the guide to all of it](https://example.com/guide) and more", &opened);
  g_assert_true (find_link (&fixture, 0, &link));
  g_assert_true (confab_message_list_get_spot_area (
      fixture.list, &(ConfabSpot) { 0, link.range.start }, &area));
  ui_point (GTK_WIDGET (fixture.list), area.x + 1, area.y + 8);
  ui_hold_button (1, TRUE);
  ui_point (GTK_WIDGET (fixture.list), area.x + 30, area.y + 8);
  ui_point (GTK_WIDGET (fixture.list), area.x + 60, area.y + 8);
  ui_hold_button (1, FALSE);
  loop_until (!confab_selection_is_empty (fixture.list->selection) && !fixture.list->dragging);
  ui_wait_frames (fixture.window, 3);
  g_assert_cmpuint (opened.n, ==, 0);

  chat_close (&fixture);
}

static GtkWidget *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window) && gtk_widget_get_mapped (window))
        return window;
    }

  return NULL;
}

/* A4: what may lead elsewhere than it seems to says so, and asks. */
static void
test_doubtful (void)
{
  static const struct {
    const char *text;
    const char *shown;
  } cases[] = {
    { "[bank.com](https://evil.example/)", "https://evil.example/\nThe text of the link names" },
    { "[log in](https://bank.com@evil.example/)", "https://bank.com@evil.example/\nWhat stands" },
    { "[log in](https://\xd0\xb0pple.com/)", "https://xn--pple-43d.com/\nThe address has letters" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (int accept = 0; accept <= 1; accept++)
      {
        ChatFixture fixture;
        Opened opened = { 0, };
        GtkWidget *dialog;

        open_answer (&fixture, cases[i].text, &opened);
        click_link (&fixture, 0);
        loop_until (find_dialog () != NULL);
        dialog = find_dialog ();
        g_assert_cmpuint (opened.n, ==, 0);
        g_assert_true (g_str_has_prefix (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)),
                                         cases[i].shown));
        g_assert_false (adw_message_dialog_get_body_use_markup (ADW_MESSAGE_DIALOG (dialog)));
        loop_until (gtk_window_is_active (GTK_WINDOW (dialog)));
        ui_type_keys (accept ? "alt+o" : "Escape");
        loop_until (find_dialog () == NULL);
        ui_wait_frames (fixture.window, 2);
        g_assert_cmpuint (opened.n, ==, accept);
        g_clear_pointer (&opened.last, g_free);
        chat_close (&fixture);
      }
}

/* What the tooltip says of the point that a real pointer stands at. */
static gboolean
query_tooltip_cb (ConfabMessageList  *list,
                  int                 x,
                  int                 y,
                  gboolean            keyboard,
                  GtkTooltip         *tooltip,
                  char              **said)
{
  GdkRectangle area;

  g_free (*said);
  *said = confab_message_list_dup_tooltip (list, x, y, keyboard, &area);
  if (*said != NULL)
    {
      g_assert_cmpint (x, >=, area.x);
      g_assert_cmpint (x, <=, area.x + area.width);
    }

  return FALSE;
}

static void
point_at (ChatFixture *self,
          guint        message,
          gsize        byte)
{
  ConfabSpot spot = { message, { 0, 0, byte, 0 } };
  GdkRectangle area;

  g_assert_true (confab_message_list_get_spot_area (self->list, &spot, &area));
  ui_point (GTK_WIDGET (self->list), area.x + 2, area.y + area.height / 2);
}

/* A prompt says when it was written, and a link in it still where it leads. */
static void
test_tooltips (void)
{
  ConfabMessageRecord *record = confab_message_record_new ();
  ChatFixture fixture;
  g_autofree char *said = NULL;

  record->role = CONFAB_ROLE_USER;
  record->status = CONFAB_STATUS_COMPLETE;
  record->created_at = (gint64) 1700000000 * G_USEC_PER_SEC;
  g_free (record->text);
  record->text = g_strdup ("What is in [this guide](https://example.com/guide)?");
  chat_open (&fixture, g_list_store_new (CONFAB_TYPE_MESSAGE));
  chat_add (&fixture, confab_message_new (record));
  chat_add (&fixture, chat_sample_answer ("All there is.", CONFAB_STATUS_COMPLETE));
  g_signal_connect (fixture.list, "query-tooltip", G_CALLBACK (query_tooltip_cb), &said);
  ui_wait_frames (fixture.window, 3);

  point_at (&fixture, 0, 13);
  loop_until (g_strcmp0 (said, "https://example.com/guide") == 0);
  point_at (&fixture, 0, 2);
  loop_until (said != NULL && !g_str_equal (said, "https://example.com/guide"));
  g_assert_null (strstr (said, "example"));
  {
    ConfabMessageRow *row = confab_message_list_get_row (fixture.list, 0);
    g_autofree char *time = confab_answer_facts_time (confab_message_row_get_message (row));

    g_assert_cmpstr (said, ==, time);
  }

  /* Of an answer its footer says more. */
  point_at (&fixture, 1, 2);
  loop_until (said == NULL);

  chat_close (&fixture);
}

/* A2: whatever an image is said to be, and wherever, it is text. A service on this machine that all
 * of them name is never called. */

static gboolean
incoming_cb (GSocketService    *service,
             GSocketConnection *connection,
             GObject           *source,
             guint             *n)
{
  (*n)++;

  return TRUE;
}

static guint
count_sockets (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc/self/fd", name, NULL);
      g_autofree char *target = g_file_read_link (path, NULL);

      n += target != NULL && g_str_has_prefix (target, "socket:");
    }

  return n;
}

static void
test_images (void)
{
  static const char *const forms[] = {
    "![image](%s)", "![](%s)", "![image](<%s> \"title\")", "![image][r%u]\n\n[r%u]: %s",
    "[![image](%s)](%s)", "<img src=\"%s\">", "<svg><image href=\"%s\"/></svg>",
    "<picture><source srcset=\"%s\"></picture>", "| a |\n|---|\n| ![image](%s) |",
    "- ![image](%s)", "> ![image](%s)", "<link rel=prefetch href=\"%s\">",
    "<iframe src=\"%s\"></iframe>", "<style>@import url(%s)</style>", "**![image](%s)**",
  };
  static const char *const addresses[] = {
    "http://127.0.0.1:%u/i%u.png?q=DATA", "http://localhost:%u/i%u.svg", "http://[::1]:%u/i%u.gif",
    "//127.0.0.1:%u/i%u.png", "http://user@127.0.0.1:%u/i%u.webp", "http://127.1:%u/i%u.png",
    "http://2130706433:%u/i%u.png",
  };
  ChatFixture fixture;
  Opened opened = { 0, };
  g_autoptr (GSocketService) service = g_socket_service_new ();
  g_autoptr (GString) all = g_string_new (NULL);
  g_autoptr (GString) data = g_string_new ("data:image/png;base64,");
  g_autoptr (GError) error = NULL;
  ConfabMessage *answer;
  guint port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, &error);
  guint n_connections = 0;
  guint n_sockets;
  double lower;

  g_assert_no_error (error);
  g_signal_connect (service, "incoming", G_CALLBACK (incoming_cb), &n_connections);
  g_socket_service_start (service);

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    for (guint k = 0; k < G_N_ELEMENTS (forms); k++)
      {
        guint number = i * G_N_ELEMENTS (forms) + k;
        g_autofree char *id = g_strdup_printf ("%u", number);
        g_autofree char *port_text = g_strdup_printf ("%u", port);
        g_autoptr (GString) address = g_string_new (addresses[i]);
        g_autoptr (GString) form = g_string_new (forms[k]);

        g_string_replace (address, "%u/i", "%p/i", 1);
        g_string_replace (address, "%u", id, 0);
        g_string_replace (address, "%p", port_text, 1);
        g_string_replace (form, "%u", id, 0);
        g_string_replace (form, "%s", address->str, 0);
        g_string_append_printf (all, "%s\n\n", form->str);
      }
  for (guint i = 0; i < 100000; i++)
    g_string_append (data, "iVBORw0KGgoAAAANSUhEUgAA");
  g_string_append_printf (all, "![image](%s)\n\n![image](http://169.254.169.254/latest/)\n", data->str);

  /* While it comes, when it is complete, and with all of it in view once. */
  open_answer (&fixture, "Images:", &opened);
  n_sockets = count_sockets ();
  answer = chat_sample_answer ("", CONFAB_STATUS_STREAMING);
  chat_add (&fixture, g_object_ref (answer));
  for (gsize at = 0; at < all->len; at += all->len / 20 + 1)
    {
      confab_message_append_text (answer, all->str + at, MIN (all->len / 20 + 1, all->len - at));
      ui_wait_frames (fixture.window, 1);
    }
  confab_message_set_status (answer, CONFAB_STATUS_COMPLETE);
  ui_wait_frames (fixture.window, 2);
  lower = gtk_adjustment_get_lower (fixture.adjustment);
  for (double value = lower; value < chat_get_end (&fixture); value += CHAT_HEIGHT)
    {
      gtk_adjustment_set_value (fixture.adjustment, value);
      ui_wait_frames (fixture.window, 1);
      if (value < lower + 4 * CHAT_HEIGHT)
        ui_point (GTK_WIDGET (fixture.list), 60, CHAT_HEIGHT / 2);
    }
  g_assert_cmpuint (count_sockets (), ==, n_sockets);
  g_assert_cmpuint (n_connections, ==, 0);
  g_assert_cmpuint (opened.n, ==, 0);

  /* The service does hear who calls it. */
  {
    g_autoptr (GSocketClient) client = g_socket_client_new ();
    g_autoptr (GSocketConnection) connection =
      g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) port, NULL, &error);

    g_assert_no_error (error);
    loop_until (n_connections == 1);
  }

  chat_close (&fixture);
  g_assert_finalize_object (answer);
  g_socket_service_stop (service);
}

/* A1: no other kind of address is a link, in whatever form it is written; and the last step before
 * the portal does not take one either. */
static void
test_schemes (void)
{
  static const char *const addresses[] = {
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "java&#10;script:alert(1)",
    "&#106;avascript:alert(1)", "data:text/html,<b>x</b>", "file:///etc/passwd", "FILE:///etc/passwd",
    "smb://host/share", "calculator:", "ms-msdt:/id", "vscode://x", "//host/x", "\\\\host\\x", "../x",
    "/etc/passwd", "ftp://host/x", "intent://x#Intent;end", "tel:123", "x-apple:1",
  };
  static const char *const forms[] = {
    "[text](%s)", "[text](<%s>)", "[text](%s \"title\")", "<%s>", "%s", "[text][r]\n\n[r]: %s",
    "[r]\n\n[r]: <%s>", "![text](%s)", "[![text](%s)](%s)", "**[text](%s)**", "> [text](%s)",
    "* [text](%s)", "| a |\n|---|\n| [text](%s) |", "# [text](%s)", "<a href=\"%s\">text</a>",
  };
  ChatFixture fixture;
  Opened opened = { 0, };
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      GtkWidget *button = g_object_ref_sink (gtk_button_new ());

      g_assert_false (confab_link_open (button, addresses[i]));
      g_object_unref (button);

      for (guint k = 0; k < G_N_ELEMENTS (forms); k++)
        {
          g_auto (GStrv) parts = g_strsplit (forms[k], "%s", -1);
          g_autofree char *text = g_strjoinv (addresses[i], parts);
          g_autoptr (ConfabDocument) document = confab_document_new ();
          ConfabDocumentChange change;
          ConfabTextLink link;

          confab_document_update (document, text, strlen (text), FALSE, TRUE, &change);
          if (confab_text_link_find_next (document, NULL, 1, &link))
            g_error ("%s: a link to %s", text, link.target);
          g_string_append_printf (all, "%s\n\n", text);
        }
    }

  /* In a window: a pointer that presses everywhere, and all keys that could open something. */
  open_answer (&fixture, all->str, &opened);
  for (int y = 20; y < CHAT_HEIGHT; y += 60)
    ui_click (GTK_WIDGET (fixture.list), 60, y, 1, 1);
  confab_message_list_focus_row (fixture.list, 0);
  ui_type_keys ("Tab Return shift+Tab Return F7 Return");
  loop_until (fixture.list->caret);
  ui_wait_frames (fixture.window, 3);
  g_assert_cmpuint (opened.n, ==, 0);
  g_assert_null (find_dialog ());

  chat_close (&fixture);
}

/* A3: what looks like markup of ours is text, in the row and in the tooltip. */
static void
test_markup (void)
{
  static const char text[] =
    "<b>bold</b> &lt;i&gt; <span size=\"99999\">x</span> <a href='file:///etc/passwd'>y</a> & <\n\n"
    "[<u>&</u>](https://example.com/?a=<b>&b=%3Cb%3E)";
  ChatFixture fixture;
  Opened opened = { 0, };
  g_autofree char *described = NULL;
  g_autofree char *plain = NULL;
  ConfabTextLink link;

  open_answer (&fixture, text, &opened);
  confab_message_list_select_all (fixture.list, FALSE);
  plain = confab_message_list_export_selection (fixture.list, CONFAB_MARKUP_PLAIN);
  g_assert_nonnull (strstr (plain, "<b>bold</b> <i> <span size=\"99999\">x</span> "
                                   "<a href='file:///etc/passwd'>y</a> & <"));
  if (find_link (&fixture, 0, &link))
    {
      described = confab_link_describe (link.target, "<u>&</u>");
      g_assert_null (strchr (described, '<'));
    }
  g_assert_cmpuint (opened.n, ==, 0);

  chat_close (&fixture);
}

/* The menu has what is under the pointer, and its items do it. */
static gboolean
menu_has (ChatFixture *self,
          const char  *action)
{
  GMenuModel *model = gtk_popover_menu_get_menu_model (GTK_POPOVER_MENU (self->list->menu));

  for (int i = 0; i < g_menu_model_get_n_items (model); i++)
    {
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (model, i, G_MENU_LINK_SECTION);

      for (int k = 0; k < g_menu_model_get_n_items (section); k++)
        {
          g_autofree char *name = NULL;

          if (g_menu_model_get_item_attribute (section, k, G_MENU_ATTRIBUTE_ACTION, "s", &name) &&
              g_strcmp0 (name, action) == 0)
            return TRUE;
        }
    }

  return FALSE;
}

static void
test_menu (void)
{
  ChatFixture fixture;
  Opened opened = { 0, };
  ConfabTextLink link;
  GdkRectangle area;

  open_answer (&fixture, "See [the guide](https://example.com/guide).\n\n```c\nint x;\n```\n\n"
                         "| a | b |\n|---|---|\n| 1 | 2 |\n", &opened);

  g_assert_true (find_link (&fixture, 0, &link));
  confab_message_list_get_spot_area (fixture.list, &(ConfabSpot) { 0, link.range.start }, &area);
  ui_click (GTK_WIDGET (fixture.list), area.x + 3, area.y + 8, 3, 1);
  loop_until (fixture.list->menu != NULL && gtk_widget_get_mapped (fixture.list->menu));
  g_assert_true (menu_has (&fixture, "messages.open-link"));
  g_assert_true (menu_has (&fixture, "messages.copy-message"));
  g_assert_false (menu_has (&fixture, "messages.copy-block"));
  gtk_widget_activate_action (fixture.list->menu, "messages.copy-link", NULL);
  gtk_widget_activate_action (fixture.list->menu, "messages.open-link", NULL);
  loop_until (opened.n == 1);
  ui_type_keys ("Escape");
  loop_until (!gtk_widget_get_mapped (fixture.list->menu));
  ui_wait_frames (fixture.window, 5);

  confab_message_list_get_spot_area (fixture.list, &(ConfabSpot) { 0, { 1, 0, 1, 0 } }, &area);
  ui_click (GTK_WIDGET (fixture.list), area.x + 3, area.y + 8, 3, 1);
  loop_until (gtk_widget_get_mapped (fixture.list->menu));
  g_assert_true (menu_has (&fixture, "messages.copy-block"));
  g_assert_false (menu_has (&fixture, "messages.open-link"));
  ui_type_keys ("Escape");
  loop_until (!gtk_widget_get_mapped (fixture.list->menu));
  ui_wait_frames (fixture.window, 5);

  confab_message_list_get_spot_area (fixture.list, &(ConfabSpot) { 0, { 2, 3, 0, 0 } }, &area);
  ui_click (GTK_WIDGET (fixture.list), area.x + 3, area.y + 8, 3, 1);
  loop_until (gtk_widget_get_mapped (fixture.list->menu));
  g_assert_true (menu_has (&fixture, "messages.copy-block-markdown"));
  {
    g_autofree char *table =
      confab_message_list_export_block (fixture.list, &fixture.list->menu_spot, CONFAB_MARKUP_PLAIN);

    g_assert_true (g_str_has_prefix (table, "a\tb\n1\t2"));
  }
  ui_type_keys ("Escape");
  loop_until (!gtk_widget_get_mapped (fixture.list->menu));
  ui_wait_frames (fixture.window, 5);

  /* By key. */
  confab_message_list_focus_row (fixture.list, 0);
  ui_type_keys ("Menu");
  loop_until (gtk_widget_get_mapped (fixture.list->menu));
  g_assert_true (menu_has (&fixture, "messages.select-all"));
  ui_type_keys ("Escape");
  loop_until (!gtk_widget_get_mapped (fixture.list->menu));
  ui_wait_frames (fixture.window, 5);

  g_free (opened.last);
  chat_close (&fixture);
}

int
main (int   argc,
      char *argv[])
{
  if (!chat_pointer_init (&argc, &argv))
    return 0;

  g_test_add_func ("/view-links/open", test_open);
  g_test_add_func ("/view-links/drag", test_drag);
  g_test_add_func ("/view-links/doubtful", test_doubtful);
  g_test_add_func ("/view-links/tooltips", test_tooltips);
  g_test_add_func ("/view-links/images", test_images);
  g_test_add_func ("/view-links/schemes", test_schemes);
  g_test_add_func ("/view-links/markup", test_markup);
  g_test_add_func ("/view-links/menu", test_menu);

  return g_test_run ();
}
