/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-copy.h"

#include <string.h>

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
 * confab_copy_message:
 * @widget: whose clipboard it is
 * @message: a message
 *
 * Copies all of its text.
 */
void
confab_copy_message (GtkWidget     *widget,
                     ConfabMessage *message)
{
  g_autoptr (ConfabDocument) document = confab_document_new ();
  g_autofree char *plain = NULL;
  g_autofree char *html = NULL;
  ConfabDocumentChange change;
  const char *text;
  gsize length;

  g_return_if_fail (CONFAB_IS_MESSAGE (message));

  text = confab_message_get_text (message, &length);
  confab_document_update (document, text, length, FALSE, TRUE, &change);
  plain = confab_document_export (document, NULL, NULL, CONFAB_EXPORT_PLAIN);
  html = confab_document_export (document, NULL, NULL, CONFAB_EXPORT_HTML);
  confab_copy_formats (widget, plain, text, html);
}
