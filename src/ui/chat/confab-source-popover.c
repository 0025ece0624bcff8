/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-source-popover.h"

#include <glib/gi18n.h>

#include "confab-link.h"
#include "confab-sources.h"
#include "confab-text.h"

/* What is shown of a passage: copying takes all of it. */
#define MAX_PASSAGE 4000
#define MAX_HEIGHT 260
#define WIDTH 320
#define LABEL_CHARS 34
#define MAX_IMAGES 8
#define MAX_MARKS 9

static GtkWidget *
make_label (const char *text,
            const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), LABEL_CHARS);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

static GtkWidget *
make_head (const ConfabCitation *citation)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *badge = gtk_label_new (citation->index);
  g_autofree char *name = confab_source_dup_name (citation);
  g_autofree char *place = confab_source_dup_place (citation);

  gtk_label_set_ellipsize (GTK_LABEL (badge), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (badge), 1);
  gtk_widget_add_css_class (badge, "badge");
  gtk_widget_set_valign (badge, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (head), badge);

  gtk_box_append (GTK_BOX (words), make_label (name, "heading"));
  if (place != NULL)
    {
      GtkWidget *label = make_label (place, "caption");

      gtk_widget_add_css_class (label, "dim-label");
      gtk_box_append (GTK_BOX (words), label);
    }
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (head), words);

  return head;
}

/* A label that gets the focus selects all of its text: nobody has asked for that. */
static void
shown_cb (GtkLabel   *label,
          GParamSpec *pspec,
          GtkWidget  *popover)
{
  gtk_label_select_region (label, 0, 0);
}

static GtkWidget *
make_passage (GtkWidget  *popover,
              const char *text)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  g_autofree char *valid = confab_text_for_terminal (text, -1);
  g_autofree char *cut = NULL;
  GtkWidget *label;

  if (g_utf8_strlen (valid, -1) > MAX_PASSAGE)
    {
      g_autofree char *begin = g_utf8_substring (valid, 0, MAX_PASSAGE);

      cut = g_strconcat (begin, "…", NULL);
    }
  label = make_label (cut != NULL ? cut : valid, NULL);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  g_signal_connect_object (popover, "notify::visible", G_CALLBACK (shown_cb), label,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_valign (label, GTK_ALIGN_START);

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), MAX_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), label);

  return scrolled;
}

static GtkWidget *
make_images (char **images)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  for (guint i = 0; images[i] != NULL && i < MAX_IMAGES; i++)
    {
      g_autofree char *name = confab_source_dup_image (images[i]);
      g_autofree char *address = confab_text_one_line (images[i], 200);
      /* Translators: %s is the name of an image and where it is; it is not shown */
      g_autofree char *text = g_strdup_printf (_("Image: %s"), name);
      GtkWidget *label = make_label (text, "caption");

      gtk_widget_add_css_class (label, "dim-label");
      gtk_widget_set_tooltip_text (label, address);
      gtk_box_append (GTK_BOX (box), label);
    }

  return box;
}

typedef struct {
  GtkWidget *widget; /* what the popover belongs to: it is there when the popover has gone */
  char      *uri;
} Opening;

static void
link_confirmed_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  Opening *opening = user_data;

  if (confab_link_confirm_finish (result, NULL))
    confab_link_open (opening->widget, opening->uri);

  g_object_unref (opening->widget);
  g_free (opening->uri);
  g_free (opening);
}

/* One that may lead elsewhere than it seems to asks first. */
static void
open_clicked_cb (GtkButton *button,
                 gpointer   uri)
{
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (button), GTK_TYPE_POPOVER);
  Opening *opening = g_new0 (Opening, 1);

  opening->widget = g_object_ref (gtk_widget_get_parent (popover));
  opening->uri = g_strdup (uri);
  gtk_popover_popdown (GTK_POPOVER (popover));
  confab_link_confirm_async (opening->widget, opening->uri, NULL, link_confirmed_cb, opening);
}

static void
copy_clicked_cb (GtkButton *button,
                 gpointer   text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (button)), text);
}

static void
free_string (gpointer  data,
             GClosure *closure)
{
  g_free (data);
}

/* A link of a kind that is not opened is text, so that the reader sees what it is. */
static GtkWidget *
make_link (const char *uri)
{
  g_autofree char *line = confab_text_one_line (uri, 200);
  g_autofree char *text = NULL;
  g_autoptr (GUri) parsed = NULL;
  const char *host = NULL;
  GtkWidget *button;

  if (!confab_link_is_allowed (uri))
    {
      GtkWidget *label = make_label (line, "caption");

      gtk_widget_add_css_class (label, "monospace");
      gtk_widget_add_css_class (label, "dim-label");
      gtk_label_set_selectable (GTK_LABEL (label), TRUE);
      return label;
    }

  parsed = g_uri_parse (uri, G_URI_FLAGS_PARSE_RELAXED, NULL);
  host = parsed != NULL ? g_uri_get_host (parsed) : NULL;
  /* Translators: %s is a host name such as "example.com" */
  text = host != NULL ? g_strdup_printf (_("Open at %s"), host) : g_strdup (_("Open the Link"));
  button = gtk_button_new_with_label (text);
  gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))),
                           PANGO_ELLIPSIZE_MIDDLE);
  /* The whole address: where it really leads. */
  gtk_widget_set_tooltip_text (button, line);
  g_signal_connect_data (button, "clicked", G_CALLBACK (open_clicked_cb), g_strdup (uri),
                         free_string, 0);

  return button;
}

static GtkWidget *
make_marks (const ConfabCitation *citation,
            guint                 n_marks)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  if (n_marks > 1)
    {
      GtkWidget *label = gtk_label_new (_("In the text:"));

      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, "dim-label");
      gtk_box_append (GTK_BOX (box), label);
    }
  for (guint i = 0; i < MIN (n_marks, MAX_MARKS); i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i + 1);
      /* Translators: which of several places in the text */
      g_autofree char *spoken = g_strdup_printf (_("Show place %u in the text"), i + 1);
      GtkWidget *button = gtk_button_new_with_label (n_marks == 1 ? _("Show in the Text")
                                                                  : number);

      if (n_marks > 1)
        {
          gtk_widget_add_css_class (button, "flat");
          gtk_widget_add_css_class (button, "small");
          gtk_widget_set_tooltip_text (button, spoken);
          gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                          spoken, -1);
        }
      gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(su)", citation->index, i);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "message.show-mark");
      gtk_box_append (GTK_BOX (box), button);
    }

  return box;
}

/**
 * confab_source_popover_new:
 * @citation: the passage
 * @n_marks: how many marks in the text name it
 *
 * Returns: (transfer floating): the popover
 */
GtkWidget *
confab_source_popover_new (const ConfabCitation *citation,
                           guint                 n_marks)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autofree char *name = confab_source_dup_name (citation);
  g_autofree char *spoken = g_strdup_printf (_("Source %s"), citation->index);
  g_autofree char *label = g_strdup_printf ("%s: %s", spoken, name);

  gtk_widget_add_css_class (popover, "source-popover");
  gtk_accessible_update_property (GTK_ACCESSIBLE (popover), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  gtk_widget_set_size_request (box, WIDTH, -1);
  gtk_box_append (GTK_BOX (box), make_head (citation));
  if (citation->text != NULL && citation->text[0] != '\0')
    gtk_box_append (GTK_BOX (box), make_passage (popover, citation->text));
  if (citation->images[0] != NULL)
    gtk_box_append (GTK_BOX (box), make_images (citation->images));

  if (n_marks == 1)
    gtk_box_append (GTK_BOX (buttons), make_marks (citation, n_marks));
  else if (n_marks > 1)
    gtk_box_append (GTK_BOX (box), make_marks (citation, n_marks));
  if (citation->text != NULL && citation->text[0] != '\0')
    {
      GtkWidget *copy = gtk_button_new_with_label (_("Copy Passage"));

      g_signal_connect_data (copy, "clicked", G_CALLBACK (copy_clicked_cb),
                             g_strdup (citation->text), free_string, 0);
      gtk_box_append (GTK_BOX (buttons), copy);
    }
  if (gtk_widget_get_first_child (buttons) != NULL)
    gtk_box_append (GTK_BOX (box), buttons);
  else
    g_object_unref (g_object_ref_sink (buttons));
  if (citation->doc_url != NULL && citation->doc_url[0] != '\0')
    gtk_box_append (GTK_BOX (box), make_link (citation->doc_url));

  gtk_popover_set_child (GTK_POPOVER (popover), box);

  return popover;
}

/**
 * confab_source_popover_add_asking:
 * @popover: the popover
 * @answer: the id of the answer
 * @index: the number of the source
 * @how: how the question would be asked again
 * @objection: (nullable): why it cannot be, as a sentence
 *
 * Adds a button that asks again (action `chat.ask-narrow`).
 */
void
confab_source_popover_add_asking (GtkWidget       *popover,
                                  gint64           answer,
                                  const char      *index,
                                  ConfabNarrowing  how,
                                  const char      *objection)
{
  GtkWidget *box = gtk_popover_get_child (GTK_POPOVER (popover));
  GtkWidget *button = gtk_button_new_with_label (how == CONFAB_NARROW_ONLY
                                                   ? _("Ask Again Only in This Document")
                                                   : _("Ask Again Without It"));

  gtk_widget_add_css_class (button, "flat");
  gtk_label_set_xalign (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), 0);
  if (objection != NULL)
    {
      gtk_widget_set_sensitive (button, FALSE);
      gtk_widget_set_tooltip_text (button, objection);
    }
  else
    {
      if (how == CONFAB_NARROW_WITHOUT)
        gtk_widget_set_tooltip_text (button, _("From the other documents that are known here"));
      gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(xsu)", answer, index, how);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "chat.ask-narrow");
      g_signal_connect_object (button, "clicked", G_CALLBACK (gtk_popover_popdown), popover,
                               G_CONNECT_SWAPPED);
    }
  gtk_box_append (GTK_BOX (box), button);
}
