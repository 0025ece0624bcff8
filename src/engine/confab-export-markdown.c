/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include <glib/gi18n.h>

#include "confab-attachment.h"
#include "confab-export-private.h"
#include "confab-json.h"

/* Sessions as Markdown, which is what they are written in. */

/* One line; what Markdown would take for more than text is escaped. */
static void
append_line (GString    *out,
             const char *text)
{
  for (const char *at = text; *at != '\0'; at++)
    {
      if (strchr ("\\`*_[]<>#|", *at) != NULL)
        g_string_append_c (out, '\\');
      g_string_append_c (out, (guchar) *at < ' ' ? ' ' : *at);
    }
}

/* A fence that the text does not end. */
static void
append_code (GString    *out,
             const char *language,
             const char *text)
{
  guint longest = 2;
  guint run = 0;
  g_autofree char *fence = NULL;

  for (const char *at = text; *at != '\0'; at++)
    {
      run = *at == '`' ? run + 1 : 0;
      longest = MAX (longest, run);
    }

  fence = g_strnfill (longest + 1, '`');
  g_string_append_printf (out, "%s%s\n%s\n%s\n\n", fence, language, text, fence);
}

static void
begin (GString *out)
{
}

static void
begin_session (GString                *out,
               const ConfabExportHead *head,
               gboolean                is_first)
{
  const char *title = head->record->title;
  g_autofree char *time = confab_export_format_time (head->record->created_at);

  if (!is_first)
    g_string_append (out, "\n");
  g_string_append (out, "# ");
  append_line (out, title != NULL && *title != '\0' ? title : _("Untitled conversation"));
  g_string_append (out, "\n\n");
  append_line (out, head->app_name);
  if (*time != '\0')
    g_string_append_printf (out, " · %s", time);
  g_string_append (out, "\n\n");
}

static void
append_thoughts (GString    *out,
                 const char *title,
                 const char *text)
{
  g_autoptr (JsonNode) node = text != NULL ? confab_json_parse (text, -1, NULL) : NULL;
  g_autofree char *pretty = NULL;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node) ||
      json_array_get_length (json_node_get_array (node)) == 0)
    return;

  pretty = json_to_string (node, TRUE);
  g_string_append_printf (out, "**%s**\n\n", title);
  append_code (out, "json", pretty);
}

static void
append_citations (GString    *out,
                  const char *text)
{
  g_autoptr (JsonArray) array = confab_export_parse_array (text);

  if (array == NULL)
    return;

  g_string_append_printf (out, "**%s**\n\n", _("Sources"));
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *source = json_array_get_object_element (array, i);
      const char *id = confab_json_get_string (source, "index_id");
      const char *title = confab_json_get_string (source, "title");
      const char *name = confab_json_get_string (source, "doc_name");
      const char *passage = confab_json_get_string (source, "text");

      g_string_append_printf (out, "%s. ", id != NULL ? id : "-");
      append_line (out, title != NULL ? title : name != NULL ? name : "");
      if (passage != NULL)
        {
          g_string_append (out, ": ");
          append_line (out, passage);
        }
      g_string_append_c (out, '\n');
    }
  g_string_append_c (out, '\n');
}

static void
append_attachments (GString    *out,
                    const char *rest)
{
  g_autoptr (GPtrArray) attachments = confab_attachments_from_rest (rest);

  if (attachments->len == 0)
    return;

  g_string_append_printf (out, "**%s**\n\n", _("Attached"));
  for (guint i = 0; i < attachments->len; i++)
    {
      ConfabAttachment *attachment = g_ptr_array_index (attachments, i);
      g_autofree char *summary = confab_attachment_dup_summary (attachment);

      g_string_append (out, "- ");
      append_line (out, confab_attachment_get_name (attachment));
      g_string_append (out, ": ");
      append_line (out, summary);
      g_string_append_c (out, '\n');
    }
  g_string_append_c (out, '\n');
}

static void
write_message (GString                   *out,
               const ConfabMessageRecord *message,
               const char                *app_name,
               ConfabExportParts          parts,
               gboolean                   is_first)
{
  g_autofree char *time = confab_export_format_time (message->created_at);
  const char *text = message->text != NULL ? message->text : "";

  g_string_append (out, "## ");
  append_line (out, message->role == CONFAB_ROLE_USER ? _("You") : app_name);
  if (*time != '\0')
    g_string_append_printf (out, " · %s", time);
  g_string_append (out, "\n\n");

  if (parts & CONFAB_EXPORT_THOUGHTS)
    {
      append_thoughts (out, _("Thoughts"), message->thoughts);
      append_thoughts (out, _("Workflow nodes"), message->nodes);
    }

  g_string_append (out, text);
  g_string_append (out, g_str_has_suffix (text, "\n") ? "\n" : "\n\n");

  if (message->role == CONFAB_ROLE_USER)
    append_attachments (out, message->rest);
  if (message->role == CONFAB_ROLE_ASSISTANT && message->status != CONFAB_STATUS_COMPLETE)
    g_string_append_printf (out, "*(%s)*\n\n", confab_status_to_word (message->status));
  if (parts & CONFAB_EXPORT_CITATIONS)
    append_citations (out, message->references);
  if ((parts & CONFAB_EXPORT_PARAMETERS) && message->request != NULL)
    {
      g_string_append_printf (out, "**%s**\n\n", _("Request"));
      append_code (out, "json", message->request);
    }
}

static void
end_nothing (GString *out)
{
}

/**
 * confab_export_markdown_writer:
 *
 * Returns: (transfer none): what writes Markdown
 */
const ConfabExportWriter *
confab_export_markdown_writer (void)
{
  static const ConfabExportWriter writer = {
    begin, begin_session, write_message, end_nothing, end_nothing,
  };

  return &writer;
}
