/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <json-glib/json-glib.h>

#include <glib/gi18n.h>

#include "confab-attachment.h"
#include "confab-export-body.h"
#include "confab-export-private.h"
#include "confab-json.h"

/* Sessions as one page of HTML: answers as they are shown, all other text escaped; nothing is
 * loaded, nothing runs. */

static const char page_head[] =
  "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\">\n"
  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
  "style-src 'unsafe-inline'\">\n"
  "<meta name=\"viewport\" content=\"width=device-width\"><title>Confab</title>\n"
  "<style>body{font:1em/1.5 sans-serif;max-width:45em;margin:2em auto;padding:0 1em}"
  ".user{background:#8882;border-radius:.8em;padding:.6em 1em;margin:1em 0 1em 15%}"
  ".text,pre{white-space:pre-wrap;overflow-wrap:anywhere}h2{font-size:1em;color:#777}"
  ".answer div h1{font-size:1.5em}.answer div h2{font-size:1.25em;color:inherit}"
  "table{border-collapse:collapse;display:block;overflow-x:auto}"
  "th,td{border:1px solid #8886;padding:.2em .6em}code{font-family:monospace}"
  "blockquote{border-left:.2em solid #8888;margin-left:0;padding-left:1em}"
  "details{color:#777;margin:.5em 0}pre{background:#8881;padding:.6em;border-radius:.4em}"
  "@media(prefers-color-scheme:dark){body{background:#222;color:#eee}}</style></head><body>\n";

static void
append_escaped (GString    *out,
                const char *text)
{
  for (const char *at = text; *at != '\0'; at++)
    switch (*at)
      {
      case '&':
        g_string_append (out, "&amp;");
        break;
      case '<':
        g_string_append (out, "&lt;");
        break;
      case '>':
        g_string_append (out, "&gt;");
        break;
      case '"':
        g_string_append (out, "&quot;");
        break;
      case '\'':
        g_string_append (out, "&#39;");
        break;
      default:
        g_string_append_c (out, *at);
      }
}

static void
begin (GString *out)
{
  g_string_append (out, page_head);
}

static void
begin_session (GString                *out,
               const ConfabExportHead *head,
               gboolean                is_first)
{
  const char *title = head->record->title;
  g_autofree char *time = confab_export_format_time (head->record->created_at);

  g_string_append (out, "<section><h1>");
  append_escaped (out, title != NULL && *title != '\0' ? title : _("Untitled conversation"));
  g_string_append (out, "</h1><h2>");
  append_escaped (out, head->app_name);
  if (*time != '\0')
    g_string_append_printf (out, " · %s", time);
  g_string_append (out, "</h2>\n");
}

static void
append_details (GString    *out,
                const char *title,
                const char *text)
{
  g_autoptr (JsonNode) node = text != NULL ? confab_json_parse (text, -1, NULL) : NULL;
  g_autofree char *pretty = NULL;

  if (node == NULL ||
      (JSON_NODE_HOLDS_ARRAY (node) && json_array_get_length (json_node_get_array (node)) == 0))
    return;

  pretty = json_to_string (node, TRUE);
  g_string_append (out, "<details><summary>");
  append_escaped (out, title);
  g_string_append (out, "</summary><pre>");
  append_escaped (out, pretty);
  g_string_append (out, "</pre></details>\n");
}

static void
append_citations (GString    *out,
                  const char *text)
{
  g_autoptr (JsonArray) array = confab_export_parse_array (text);

  if (array == NULL)
    return;

  g_string_append (out, "<details><summary>");
  append_escaped (out, _("Sources"));
  g_string_append (out, "</summary><ol>");
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *source = json_array_get_object_element (array, i);
      const char *title = confab_json_get_string (source, "title");
      const char *name = confab_json_get_string (source, "doc_name");
      const char *passage = confab_json_get_string (source, "text");

      g_string_append (out, "<li>");
      append_escaped (out, title != NULL ? title : name != NULL ? name : "");
      if (passage != NULL)
        {
          g_string_append (out, "<div class=\"text\">");
          append_escaped (out, passage);
          g_string_append (out, "</div>");
        }
      g_string_append (out, "</li>");
    }
  g_string_append (out, "</ol></details>\n");
}

static void
append_attachments (GString    *out,
                    const char *rest)
{
  g_autoptr (GPtrArray) attachments = confab_attachments_from_rest (rest);

  if (attachments->len == 0)
    return;

  g_string_append (out, "<p>");
  append_escaped (out, _("Attached"));
  g_string_append (out, "</p><ul>");
  for (guint i = 0; i < attachments->len; i++)
    {
      ConfabAttachment *attachment = g_ptr_array_index (attachments, i);
      g_autofree char *summary = confab_attachment_dup_summary (attachment);

      g_string_append (out, "<li>");
      append_escaped (out, confab_attachment_get_name (attachment));
      g_string_append (out, ": ");
      append_escaped (out, summary);
      g_string_append (out, "</li>");
    }
  g_string_append (out, "</ul>\n");
}

/* A prompt stands as it was typed. */
static void
append_body (GString    *out,
             const char *text,
             gboolean    is_user)
{
  g_autofree char *body = NULL;

  g_string_append (out, is_user ? "<div class=\"text\">" : "<div>");
  if (is_user)
    append_escaped (out, text);
  else
    {
      body = confab_export_body_html (text);
      g_string_append (out, body);
    }
  g_string_append (out, "</div>\n");
}

static void
write_message (GString                   *out,
               const ConfabMessageRecord *message,
               const char                *app_name,
               ConfabExportParts          parts,
               gboolean                   is_first)
{
  g_autofree char *time = confab_export_format_time (message->created_at);
  gboolean is_user = message->role == CONFAB_ROLE_USER;

  g_string_append_printf (out, "<article class=\"%s\"><h2>", is_user ? "user" : "answer");
  append_escaped (out, is_user ? _("You") : app_name);
  if (*time != '\0')
    g_string_append_printf (out, " · %s", time);
  g_string_append (out, "</h2>\n");

  if (parts & CONFAB_EXPORT_THOUGHTS)
    {
      append_details (out, _("Thoughts"), message->thoughts);
      append_details (out, _("Workflow nodes"), message->nodes);
    }

  append_body (out, message->text != NULL ? message->text : "", is_user);
  if (is_user)
    append_attachments (out, message->rest);
  if (!is_user && message->status != CONFAB_STATUS_COMPLETE)
    g_string_append_printf (out, "<p>(%s)</p>\n", confab_status_to_word (message->status));
  if (parts & CONFAB_EXPORT_CITATIONS)
    append_citations (out, message->references);
  if (parts & CONFAB_EXPORT_PARAMETERS)
    append_details (out, _("Request"), message->request);
  g_string_append (out, "</article>\n");
}

static void
end_session (GString *out)
{
  g_string_append (out, "</section>\n");
}

static void
end (GString *out)
{
  g_string_append (out, "</body></html>\n");
}

/**
 * confab_export_html_writer:
 *
 * Returns: (transfer none): what writes HTML
 */
const ConfabExportWriter *
confab_export_html_writer (void)
{
  static const ConfabExportWriter writer = {
    begin, begin_session, write_message, end_session, end,
  };

  return &writer;
}
