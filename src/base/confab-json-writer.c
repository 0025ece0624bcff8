/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-json-writer.h"

#include <string.h>

#include "confab-json-number.h"

/* json-glib's own writer makes `1e+22.0` of a large number, and no JSON of one out of range. */

typedef struct {
  const ConfabJsonStyle *style;
  GString *out;
  GString *path; /* kept when somebody asks for it */
} Writer;

static void write_node (Writer   *self,
                        JsonNode *node,
                        guint     level);

static gboolean
is_unseen (gunichar c)
{
  switch (g_unichar_type (c))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
      return TRUE;
    default:
      return c == '!';
    }
}

/* No style makes anything else of these. */
static const char as_they_are[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                  " +/=.,:;_-()[]{}<>?#$%&'*@^`|~";

/**
 * confab_json_append_string:
 * @out: where to
 * @text: valid UTF-8
 * @is_plain: see #ConfabJsonStyle; the text is then also one of Python's, which knows no pairs of
 *   surrogates: what is beyond them stays as it is
 *
 * Appends a JSON string with its quotes.
 */
void
confab_json_append_string (GString    *out,
                           const char *text,
                           gboolean    is_plain)
{
  g_string_append_c (out, '"');
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c;

      /* An image is one long run of them. strspn() makes a table first: too much for each character
       * of Chinese. */
      if ((guchar) *p < 0x80)
        {
          gsize run = strspn (p, as_they_are);

          g_string_append_len (out, p, (gssize) run);
          p += run;
          if (*p == '\0')
            break;
        }

      c = (guchar) *p < 0x80 ? (gunichar) *p : g_utf8_get_char (p);
      switch (c)
        {
        case '"':
          g_string_append (out, "\\\"");
          break;
        case '\\':
          g_string_append (out, "\\\\");
          break;
        case '\b':
          g_string_append (out, "\\b");
          break;
        case '\f':
          g_string_append (out, "\\f");
          break;
        case '\n':
          g_string_append (out, "\\n");
          break;
        case '\r':
          g_string_append (out, "\\r");
          break;
        case '\t':
          g_string_append (out, "\\t");
          break;
        default:
          if (c < 0x20 || c == 0x7f || (is_plain && c < 0x10000 && is_unseen (c)))
            g_string_append_printf (out, "\\u%04x", c);
          else
            g_string_append_len (out, p, g_utf8_next_char (p) - p);
          break;
        }
    }
  g_string_append_c (out, '"');
}

/**
 * confab_json_append_path_segment:
 * @path: a JSON pointer (RFC 6901)
 * @name: the name of a member, or the number of an element
 *
 * Makes the pointer one step longer.
 */
void
confab_json_append_path_segment (GString    *path,
                                 const char *name)
{
  g_string_append_c (path, '/');
  for (; *name != '\0'; name++)
    if (*name == '~')
      g_string_append (path, "~0");
    else if (*name == '/')
      g_string_append (path, "~1");
    else
      g_string_append_c (path, *name);
}

static void
break_line (Writer *self,
            guint   level)
{
  if (self->style->indent == 0)
    return;

  g_string_append_c (self->out, '\n');
  for (guint i = 0; i < level * self->style->indent; i++)
    g_string_append_c (self->out, ' ');
}

static gsize
enter (Writer     *self,
       const char *name)
{
  gsize length = self->path->len;

  if (self->style->string_func != NULL)
    confab_json_append_path_segment (self->path, name);

  return length;
}

static void
write_object (Writer     *self,
              JsonObject *object,
              guint       level)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;
  gboolean is_first = TRUE;

  g_string_append_c (self->out, '{');
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    {
      gsize length = enter (self, name);

      if (!is_first)
        g_string_append_c (self->out, ',');
      break_line (self, level + 1);
      confab_json_append_string (self->out, name, self->style->is_plain);
      g_string_append (self->out, self->style->indent > 0 ? ": " : ":");
      write_node (self, value, level + 1);
      g_string_truncate (self->path, length);
      is_first = FALSE;
    }
  if (!is_first)
    break_line (self, level);
  g_string_append_c (self->out, '}');
}

static void
write_array (Writer    *self,
             JsonArray *array,
             guint      level)
{
  guint n = json_array_get_length (array);

  g_string_append_c (self->out, '[');
  for (guint i = 0; i < n; i++)
    {
      char number[16];
      gsize length;

      g_snprintf (number, sizeof number, "%u", i);
      length = enter (self, number);
      if (i > 0)
        g_string_append_c (self->out, ',');
      break_line (self, level + 1);
      write_node (self, json_array_get_element (array, i), level + 1);
      g_string_truncate (self->path, length);
    }
  if (n > 0)
    break_line (self, level);
  g_string_append_c (self->out, ']');
}

static void
write_value (Writer   *self,
             JsonNode *node)
{
  gboolean is_python = self->style->is_python;

  switch (json_node_get_value_type (node))
    {
    case G_TYPE_INT64:
      g_string_append_printf (self->out, "%" G_GINT64_FORMAT, json_node_get_int (node));
      break;
    case G_TYPE_DOUBLE:
      {
        g_autofree char *number = confab_json_number_write (json_node_get_double (node));

        g_string_append (self->out, number);
      }
      break;
    case G_TYPE_BOOLEAN:
      if (json_node_get_boolean (node))
        g_string_append (self->out, is_python ? "True" : "true");
      else
        g_string_append (self->out, is_python ? "False" : "false");
      break;
    case G_TYPE_STRING:
      if (self->style->string_func == NULL ||
          !self->style->string_func (self->path->str, self->out, self->style->user_data))
        confab_json_append_string (self->out, json_node_get_string (node),
                                   self->style->is_plain);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
write_node (Writer   *self,
            JsonNode *node,
            guint     level)
{
  switch (JSON_NODE_TYPE (node))
    {
    case JSON_NODE_OBJECT:
      write_object (self, json_node_get_object (node), level);
      break;
    case JSON_NODE_ARRAY:
      write_array (self, json_node_get_array (node), level);
      break;
    case JSON_NODE_VALUE:
      write_value (self, node);
      break;
    case JSON_NODE_NULL:
    default:
      g_string_append (self->out, self->style->is_python ? "None" : "null");
      break;
    }
}

/**
 * confab_json_write:
 * @node: a node, nested no deeper than the parser lets through
 * @style: (nullable): how; %NULL in one line
 *
 * Returns: (transfer full): its text
 */
char *
confab_json_write (JsonNode              *node,
                   const ConfabJsonStyle *style)
{
  static const ConfabJsonStyle compact = { 0 };
  g_autoptr (GString) path = g_string_new (NULL);
  Writer writer = { style != NULL ? style : &compact, g_string_new (NULL), path };

  g_return_val_if_fail (node != NULL, NULL);

  write_node (&writer, node, 0);

  return g_string_free (writer.out, FALSE);
}
