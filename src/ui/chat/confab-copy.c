/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-copy.h"

#include <glib/gi18n.h>
#include <string.h>

#include "confab-address.h"
#include "confab-sources.h"

#define TYPE_MARKDOWN "text/markdown;charset=utf-8"
#define TYPE_HTML "text/html"

static GdkContentProvider *
make_bytes (const char *type,
            const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return gdk_content_provider_new_for_bytes (type, bytes);
}

/* Without a declaration readers guess at the encoding, and some guess Latin-1. */
static GdkContentProvider *
make_html (const char *html)
{
  g_autofree char *whole = g_strconcat ("<meta charset=\"utf-8\">\n", html, NULL);

  return make_bytes (TYPE_HTML, whole);
}

/**
 * confab_copy_formats:
 * @widget: whose clipboard it is
 * @plain: the text for programs that know nothing else
 * @markdown: the same as Markdown
 * @html: the same as HTML
 *
 * Copies a text in three forms; who pastes it takes the richest one that it knows.
 */
void
confab_copy_formats (GtkWidget  *widget,
                     const char *plain,
                     const char *markdown,
                     const char *html)
{
  GdkContentProvider *forms[3];
  g_autoptr (GdkContentProvider) content = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (plain != NULL && markdown != NULL && html != NULL);

  forms[0] = gdk_content_provider_new_typed (G_TYPE_STRING, plain);
  forms[1] = make_html (html);
  forms[2] = make_bytes (TYPE_MARKDOWN, markdown);
  content = gdk_content_provider_new_union (forms, G_N_ELEMENTS (forms));
  gdk_clipboard_set_content (gtk_widget_get_clipboard (widget), content);
}

/**
 * confab_copy_append_escaped:
 * @text: what is written
 * @foreign: a name
 * @format: what is written in
 *
 * Appends a text that has no marks of its own.
 */
void
confab_copy_append_escaped (GString            *text,
                            const char         *foreign,
                            ConfabMarkupFormat  format)
{
  g_autofree char *escaped = NULL;

  switch (format)
    {
    case CONFAB_MARKUP_MARKDOWN:
      for (const char *p = foreign; *p != '\0'; p++)
        {
          /* What stands in names all the time, and says nothing inside of a line. */
          if (g_ascii_ispunct (*p) && strchr (".,-;'", *p) == NULL)
            g_string_append_c (text, '\\');
          g_string_append_c (text, *p);
        }
      break;

    case CONFAB_MARKUP_HTML:
      escaped = g_markup_escape_text (foreign, -1);
      g_string_append (text, escaped);
      break;

    case CONFAB_MARKUP_PLAIN:
      g_string_append (text, foreign);
      break;

    default:
      g_assert_not_reached ();
    }
}

/* The document, where in it, and its address where a person may be led there. */
static void
append_source (GString              *text,
               const ConfabCitation *citation,
               ConfabMarkupFormat    format)
{
  g_autofree char *name = confab_source_dup_name (citation);
  g_autofree char *place = confab_source_dup_place (citation);
  g_autofree char *address = citation->doc_url != NULL ? confab_address_check (citation->doc_url)
                                                       : NULL;

  g_string_append (text, format == CONFAB_MARKUP_PLAIN      ? "\n["
                         : format == CONFAB_MARKUP_MARKDOWN ? "\n- ["
                                                            : "<li>[");
  confab_copy_append_escaped (text, citation->index, format);
  g_string_append (text, "] ");

  if (address != NULL && format == CONFAB_MARKUP_MARKDOWN)
    g_string_append_c (text, '[');
  if (address != NULL && format == CONFAB_MARKUP_HTML)
    {
      g_string_append (text, "<a href=\"");
      confab_copy_append_escaped (text, address, format);
      g_string_append (text, "\">");
    }
  confab_copy_append_escaped (text, name, format);
  if (address != NULL && format == CONFAB_MARKUP_MARKDOWN)
    g_string_append_printf (text, "](<%s>)", address);
  if (address != NULL && format == CONFAB_MARKUP_HTML)
    g_string_append (text, "</a>");

  if (place != NULL)
    {
      g_string_append (text, ", ");
      confab_copy_append_escaped (text, place, format);
    }
  if (address != NULL && format == CONFAB_MARKUP_PLAIN)
    g_string_append_printf (text, ", %s", address);
  if (format == CONFAB_MARKUP_HTML)
    g_string_append (text, "</li>\n");
}

/* Those that the text names, so that its marks mean something elsewhere. */
static void
append_sources (GString            *text,
                ConfabMessage      *message,
                ConfabDocument     *document,
                ConfabMarkupFormat  format)
{
  const ConfabMessageRecord *record = confab_message_get_record (message);
  g_autoptr (GPtrArray) citations = NULL;
  gboolean has_title = FALSE;

  if (record->references == NULL)
    return;

  citations = confab_citations_parse (record->references);
  confab_sources_sort (citations);
  for (guint i = 0; citations != NULL && i < citations->len; i++)
    {
      const ConfabCitation *citation = g_ptr_array_index (citations, i);
      g_autoptr (GArray) marks = confab_sources_find_marks (document, citation->index);

      if (marks->len == 0)
        continue;
      if (!has_title)
        g_string_append_printf (text,
                                format == CONFAB_MARKUP_PLAIN      ? "\n\n%s"
                                : format == CONFAB_MARKUP_MARKDOWN ? "\n\n**%s**\n"
                                                                   : "<p><strong>%s</strong></p>\n<ul>\n",
                                _("Sources"));
      has_title = TRUE;
      append_source (text, citation, format);
    }
  if (has_title)
    g_string_append (text, format == CONFAB_MARKUP_HTML ? "</ul>\n" : "\n");
}

/**
 * confab_copy_export_message:
 * @message: a message
 * @format: plain text, Markdown or HTML
 *
 * Returns: (transfer full): all of its text as it is seen, and the sources that it names
 */
char *
confab_copy_export_message (ConfabMessage      *message,
                            ConfabMarkupFormat  format)
{
  g_autoptr (ConfabDocument) document = confab_document_new ();
  g_autoptr (GString) copied = g_string_new (NULL);
  g_autofree char *text = NULL;
  ConfabDocumentChange change;
  const char *source;
  gsize length;

  g_return_val_if_fail (CONFAB_IS_MESSAGE (message), NULL);

  source = confab_message_get_text (message, &length);
  confab_document_update (document, source, length, FALSE, TRUE, &change);
  text = confab_document_export (document, NULL, NULL, format);
  g_string_append (copied, text);
  append_sources (copied, message, document, format);

  return g_string_free (g_steal_pointer (&copied), FALSE);
}

/**
 * confab_copy_message:
 * @widget: whose clipboard it is
 * @message: a message
 *
 * Copies all of its text in three forms.
 */
void
confab_copy_message (GtkWidget     *widget,
                     ConfabMessage *message)
{
  g_autofree char *plain = confab_copy_export_message (message, CONFAB_MARKUP_PLAIN);
  g_autofree char *markdown = confab_copy_export_message (message, CONFAB_MARKUP_MARKDOWN);
  g_autofree char *html = confab_copy_export_message (message, CONFAB_MARKUP_HTML);

  confab_copy_formats (widget, plain, markdown, html);
}

/**
 * confab_copy_message_markdown:
 * @widget: whose clipboard it is
 * @message: a message
 *
 * Copies all of its text as Markdown, to be pasted anywhere.
 */
void
confab_copy_message_markdown (GtkWidget     *widget,
                              ConfabMessage *message)
{
  g_autofree char *markdown = confab_copy_export_message (message, CONFAB_MARKUP_MARKDOWN);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), markdown);
}
