/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-answer-details.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "confab-answer-ending.h"
#include "confab-evidence.h"
#include "confab-planned-request.h"
#include "confab-raw-text.h"
#include "confab-request-window.h"

#define WIDTH 560
#define HEIGHT 640
/* Least width of the names, so that the window can be as narrow as a phone. */
#define VALUE_CHARS 14

/* A name and what stands for it: a line, or a text of its own. */
typedef struct {
  const char *name; /* translated */
  char       *value;
  gboolean    is_code;
} Fact;

static void
free_fact (gpointer data)
{
  Fact *fact = data;

  g_free (fact->value);
  g_free (fact);
}

static void
add_fact (GPtrArray  *facts,
          const char *name,
          char       *value,
          gboolean    is_code)
{
  Fact *fact;

  if (value == NULL || value[0] == '\0')
    {
      g_free (value);
      return;
    }

  fact = g_new0 (Fact, 1);
  fact->name = name;
  fact->value = value;
  fact->is_code = is_code;
  g_ptr_array_add (facts, fact);
}

static char *
dup_time (gint64 microseconds)
{
  g_autoptr (GDateTime) time = NULL;

  if (microseconds <= 0)
    return NULL;

  time = g_date_time_new_from_unix_local (microseconds / G_USEC_PER_SEC);

  return time != NULL ? g_date_time_format (time, "%F %T %:z") : NULL;
}

static char *
dup_seconds (gint64 microseconds)
{
  return microseconds >= 0
           ? g_strdup_printf (_("%.3f s"), (double) microseconds / G_USEC_PER_SEC)
           : NULL;
}

static GPtrArray *
list_facts (ConfabMessage *message)
{
  const ConfabMessageRecord *record = confab_message_get_record (message);
  const ConfabFailure *failure = record->failure;
  GPtrArray *facts = g_ptr_array_new_with_free_func (free_fact);

  add_fact (facts, _("Written"), dup_time (record->created_at), FALSE);
  if (record->role == CONFAB_ROLE_USER)
    return facts;

  add_fact (facts, _("Status"), confab_answer_ending_dup_status (message), FALSE);
  add_fact (facts, _("Finish Reason"), g_strdup (record->finish_reason), TRUE);
  add_fact (facts, _("Time to First Token"), dup_seconds (record->first_text_us), FALSE);
  add_fact (facts, _("Time to the End"), dup_seconds (record->duration_us), FALSE);
  add_fact (facts, _("Request ID"), g_strdup (record->request_id), TRUE);
  if (failure != NULL)
    {
      add_fact (facts, _("Error Code"), g_strdup (failure->code), TRUE);
      add_fact (facts, _("Error Message"), g_strdup (failure->message), FALSE);
      if (failure->http_status > 0)
        add_fact (facts, _("HTTP Status"), g_strdup_printf ("%d", failure->http_status), TRUE);
    }

  return facts;
}

static GPtrArray *
list_usage (ConfabMessage *message)
{
  GPtrArray *usage = confab_message_get_record (message)->usage;
  GPtrArray *facts = g_ptr_array_new_with_free_func (free_fact);

  for (guint i = 0; usage != NULL && i < usage->len; i++)
    {
      const ConfabModelUsage *model = g_ptr_array_index (usage, i);

      add_fact (facts, model->model_id != NULL ? model->model_id : _("Unnamed model"),
                g_strdup_printf (_("%d → %d tokens"), (int) model->input_tokens,
                                 (int) model->output_tokens), FALSE);
    }

  return facts;
}

static GPtrArray *
list_texts (ConfabMessage *message)
{
  const ConfabMessageRecord *record = confab_message_get_record (message);
  GPtrArray *facts = g_ptr_array_new_with_free_func (free_fact);

  add_fact (facts, _("Request, without Secrets"), g_strdup (record->request), TRUE);
  add_fact (facts, _("Thoughts"), g_strdup (record->thoughts), TRUE);
  add_fact (facts, _("Sources"), g_strdup (record->references), TRUE);
  add_fact (facts, _("Workflow Steps"), g_strdup (record->nodes), TRUE);
  add_fact (facts, _("Other Members"), g_strdup (record->rest), TRUE);

  return facts;
}

/**
 * confab_answer_details_text:
 * @message: a message
 *
 * Returns: (transfer full): all that the window shows, as text to pass on; it holds no secrets,
 *   since the message has none
 */
char *
confab_answer_details_text (ConfabMessage *message)
{
  g_autoptr (GPtrArray) facts = list_facts (message);
  g_autoptr (GPtrArray) usage = list_usage (message);
  g_autoptr (GPtrArray) texts = list_texts (message);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < facts->len; i++)
    {
      const Fact *fact = g_ptr_array_index (facts, i);

      g_string_append_printf (text, "%s: %s\n", fact->name, fact->value);
    }
  for (guint i = 0; i < usage->len; i++)
    {
      const Fact *fact = g_ptr_array_index (usage, i);

      g_string_append_printf (text, "%s: %s\n", fact->name, fact->value);
    }
  for (guint i = 0; i < texts->len; i++)
    {
      const Fact *fact = g_ptr_array_index (texts, i);
      g_autofree char *pretty = confab_evidence_dup_pretty (fact->value);

      g_string_append_printf (text, "\n%s:\n%s\n", fact->name, pretty);
    }

  return g_string_free (text, FALSE);
}

static void
add_group (GtkWidget  *page,
           const char *title,
           GPtrArray  *facts)
{
  GtkWidget *group;

  if (facts->len == 0)
    return;

  group = adw_preferences_group_new ();
  if (title != NULL)
    adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);

  for (guint i = 0; i < facts->len; i++)
    {
      const Fact *fact = g_ptr_array_index (facts, i);
      GtkWidget *row = adw_action_row_new ();
      GtkWidget *value = gtk_label_new (fact->value);

      /* Foreign text: never markup. */
      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), fact->name);
      gtk_label_set_selectable (GTK_LABEL (value), TRUE);
      gtk_label_set_wrap (GTK_LABEL (value), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (value), PANGO_WRAP_WORD_CHAR);
      gtk_label_set_width_chars (GTK_LABEL (value), VALUE_CHARS);
      gtk_label_set_xalign (GTK_LABEL (value), 1);
      gtk_widget_set_margin_top (value, 8);
      gtk_widget_set_margin_bottom (value, 8);
      gtk_widget_add_css_class (value, fact->is_code ? "monospace" : "numeric");
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), value);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }

  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
}

static void
add_texts (GtkWidget *page,
           GPtrArray *texts)
{
  for (guint i = 0; i < texts->len; i++)
    {
      const Fact *fact = g_ptr_array_index (texts, i);
      GtkWidget *group = adw_preferences_group_new ();
      GtkWidget *box = confab_raw_text_new (fact->name);

      confab_raw_text_set_text (CONFAB_RAW_TEXT (box), fact->value);
      gtk_widget_add_css_class (box, "card");
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), box);
      adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
    }
}

static void
copy_all_clicked_cb (ConfabMessage *message,
                     GtkButton     *button)
{
  g_autofree char *text = confab_answer_details_text (message);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (button)), text);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GtkWidget) button = user_data;
  g_autoptr (ConfabPlannedRequest) plan = confab_planned_request_read_finish (result, NULL);

  gtk_widget_set_sensitive (button, TRUE);
  if (!gtk_widget_get_mapped (button))
    return;

  if (plan != NULL)
    confab_request_window_show (button, _("What Was Sent"), g_steal_pointer (&plan));
  else
    gtk_widget_error_bell (button);
}

/* As it was sent: to be read, and copied as a command or program. */
static void
request_clicked_cb (ConfabMessage *message,
                    GtkWidget     *button)
{
  gtk_widget_set_sensitive (button, FALSE);
  confab_planned_request_read_async (confab_message_get_record (message)->request, NULL, read_cb,
                                     g_object_ref (button));
}

static void
add_request_button (GtkWidget     *bar,
                    ConfabMessage *message)
{
  GtkWidget *button;

  if (confab_message_get_record (message)->request == NULL)
    return;

  button = gtk_button_new_with_mnemonic (_("What Was _Sent…"));
  g_signal_connect_object (button, "clicked", G_CALLBACK (request_clicked_cb), message,
                           G_CONNECT_SWAPPED);
  adw_header_bar_pack_start (ADW_HEADER_BAR (bar), button);
}

static gboolean
close_cb (GtkWidget *widget,
          GVariant  *arguments,
          gpointer   unused)
{
  gtk_window_close (GTK_WINDOW (widget));

  return GDK_EVENT_STOP;
}

/**
 * confab_answer_details_show:
 * @parent: what it is shown for
 * @message: the message
 *
 * Shows what is known of a message at this moment, in a window of its own.
 *
 * Returns: (transfer none): the window
 */
GtkWidget *
confab_answer_details_show (GtkWidget     *parent,
                            ConfabMessage *message)
{
  GtkRoot *root = gtk_widget_get_root (parent);
  GtkWidget *window = adw_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *bar = adw_header_bar_new ();
  GtkWidget *copy = gtk_button_new_with_mnemonic (_("_Copy All"));
  GtkWidget *page = adw_preferences_page_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();
  g_autoptr (GPtrArray) facts = list_facts (message);
  g_autoptr (GPtrArray) usage = list_usage (message);
  g_autoptr (GPtrArray) texts = list_texts (message);

  add_group (page, NULL, facts);
  add_group (page, _("Models"), usage);
  add_texts (page, texts);
  gtk_widget_set_vexpand (page, TRUE);

  g_signal_connect_object (copy, "clicked", G_CALLBACK (copy_all_clicked_cb), message,
                           G_CONNECT_SWAPPED);
  adw_header_bar_pack_start (ADW_HEADER_BAR (bar), copy);
  add_request_button (bar, message);
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), page);

  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (keys),
    gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                      gtk_callback_action_new (close_cb, NULL, NULL)));
  gtk_widget_add_controller (window, keys);

  adw_window_set_content (ADW_WINDOW (window), box);
  gtk_window_set_title (GTK_WINDOW (window),
                        confab_message_get_role (message) == CONFAB_ROLE_USER
                          ? _("Prompt Details")
                          : _("Answer Details"));
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_widget_add_css_class (window, "answer-details");
  if (GTK_IS_WINDOW (root))
    {
      gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (root));
      gtk_window_set_modal (GTK_WINDOW (window), TRUE);
      gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);
    }
  gtk_window_present (GTK_WINDOW (window));

  return window;
}
