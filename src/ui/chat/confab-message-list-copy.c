/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-message-list-private.h"

#include <glib/gi18n.h>

#include "confab-copy.h"

static char *
export_part (ConfabMessageList  *self,
             guint               position,
             ConfabTextPlace    *start,
             ConfabTextPlace    *end,
             ConfabMarkupFormat  format)
{
  g_autoptr (ConfabDocument) made = NULL;
  ConfabDocument *document = confab_message_list_get_document (self, position, &made);
  ConfabPlace from;
  ConfabPlace to;

  confab_place_clamp (document, start);
  confab_place_clamp (document, end);
  from = (ConfabPlace) { start->block, start->line, start->byte };
  to = (ConfabPlace) { end->block, end->line, end->byte };

  return confab_document_export (document, &from, &to, format);
}

/* Text of more than one message says who speaks. */
static void
append_speaker (ConfabMessageList  *self,
                guint               position,
                ConfabMarkupFormat  format,
                GString            *text)
{
  g_autoptr (ConfabMessage) message = g_list_model_get_item (self->model, position);
  gboolean user = confab_message_get_role (message) == CONFAB_ROLE_USER;
  const char *who = user ? _("You") : self->author != NULL ? self->author : _("Answer");
  g_autofree char *heading = NULL;

  switch (format)
    {
    case CONFAB_MARKUP_MARKDOWN:
      {
        g_autoptr (GString) escaped = g_string_new (NULL);

        confab_copy_append_escaped (escaped, who, format);
        /* Translators: who speaks, before what was said. */
        heading = g_strdup_printf (_("%s:"), escaped->str);
        g_string_append_printf (text, "**%s**\n\n", heading);
      }
      break;

    case CONFAB_MARKUP_HTML:
      heading = g_strdup_printf (_("%s:"), who);
      {
        g_autofree char *escaped = g_markup_escape_text (heading, -1);

        g_string_append_printf (text, "<p><strong>%s</strong></p>\n", escaped);
      }
      break;

    case CONFAB_MARKUP_PLAIN:
      heading = g_strdup_printf (_("%s:"), who);
      g_string_append_printf (text, "%s\n", heading);
      break;

    default:
      g_assert_not_reached ();
    }
}

static void
trim_end (GString *text)
{
  while (text->len > 0 && g_ascii_isspace (text->str[text->len - 1]))
    g_string_truncate (text, text->len - 1);
}

/**
 * confab_message_list_export_selection:
 * @self: the list
 * @format: plain text, Markdown or HTML
 *
 * Returns: (transfer full): what is selected; text of several messages with who spoke
 */
char *
confab_message_list_export_selection (ConfabMessageList  *self,
                                      ConfabMarkupFormat  format)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = confab_heights_get_n (self->heights);
  ConfabSpot first;
  ConfabSpot last;

  if (!confab_selection_get_span (self->selection, &first, &last))
    return g_strdup ("");

  for (guint position = first.message; position <= last.message && position < n; position++)
    {
      g_autofree char *part = NULL;
      ConfabTextPlace start;
      ConfabTextPlace end;

      if (!confab_selection_get_part (self->selection, position, &start, &end))
        continue;

      part = export_part (self, position, &start, &end, format);
      if (*part == '\0' && first.message != last.message)
        continue;
      if (text->len > 0)
        {
          trim_end (text);
          g_string_append (text, "\n\n");
        }
      if (first.message != last.message)
        append_speaker (self, position, format, text);
      g_string_append (text, part);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * confab_message_list_copy_selection:
 * @self: the list
 *
 * Copies what is selected as plain text, Markdown and HTML.
 */
void
confab_message_list_copy_selection (ConfabMessageList *self)
{
  g_autofree char *plain = confab_message_list_export_selection (self, CONFAB_MARKUP_PLAIN);
  g_autofree char *markdown = confab_message_list_export_selection (self, CONFAB_MARKUP_MARKDOWN);
  g_autofree char *html = confab_message_list_export_selection (self, CONFAB_MARKUP_HTML);

  confab_copy_formats (GTK_WIDGET (self), plain, markdown, html);
}

/**
 * confab_message_list_export_block:
 * @self: the list
 * @spot: a spot in a block
 * @format: plain text, Markdown or HTML
 *
 * Returns: (transfer full) (nullable): the whole block
 */
char *
confab_message_list_export_block (ConfabMessageList  *self,
                                  const ConfabSpot   *spot,
                                  ConfabMarkupFormat  format)
{
  ConfabTextPlace start = { spot->place.block, 0, 0, 0 };
  ConfabTextPlace end = { spot->place.block, G_MAXUINT, 0, 0 };

  if (spot->message >= confab_heights_get_n (self->heights))
    return NULL;

  return export_part (self, spot->message, &start, &end, format);
}
