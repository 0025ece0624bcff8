/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-entity.h"

#include <md4c-html.h>
#include <string.h>

/* HTML's longest name has 31 letters. */
#define MAX_NAME 40

static void
append_cb (const MD_CHAR *text,
           MD_SIZE        size,
           void          *user_data)
{
  g_string_append_len (user_data, text, size);
}

/* The 2,125 names stand in md4c's writer of HTML, which gives back "<p>é</p>" for "&eacute;". */
static gboolean
decode_name (GString    *out,
             const char *entity,
             gsize       length)
{
  static const struct {
    const char *entity;
    const char *text;
  } escaped[] = {
    { "&amp;", "&" }, { "&lt;", "<" }, { "&gt;", ">" }, { "&quot;", "\"" }, { "&nbsp;", "\xc2\xa0" },
  };
  g_autoptr (GString) html = NULL;
  g_autofree char *line = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (escaped); i++)
    if (strlen (escaped[i].entity) == length && memcmp (escaped[i].entity, entity, length) == 0)
      {
        g_string_append (out, escaped[i].text);
        return TRUE;
      }

  if (length > MAX_NAME)
    return FALSE;

  html = g_string_new (NULL);
  line = g_strdup_printf ("%.*s\n", (int) length, entity);
  if (md_html (line, (MD_SIZE) length + 1, append_cb, html, MD_FLAG_NOHTML, 0) != 0 ||
      !g_str_has_prefix (html->str, "<p>") || !g_str_has_suffix (html->str, "</p>\n"))
    return FALSE;

  g_string_truncate (html, html->len - strlen ("</p>\n"));
  for (guint i = 0; i < G_N_ELEMENTS (escaped); i++)
    if (strcmp (html->str + 3, escaped[i].entity) == 0)
      {
        g_string_append (out, escaped[i].text);
        return TRUE;
      }
  /* A name that it does not know comes back as it was, escaped. */
  if (html->len == strlen ("<p>") || html->str[3] == '&')
    return FALSE;
  g_string_append (out, html->str + 3);

  return TRUE;
}

/**
 * confab_entity_decode:
 * @out: where to append
 * @entity: "&name;", "&#n;" or "&#xn;"
 * @length: its bytes
 *
 * Appends what the entity stands for, any character but those that no text has, which become
 * U+FFFD; or the entity as it is when there is none of that name.
 */
void
confab_entity_decode (GString    *out,
                      const char *entity,
                      gsize       length)
{
  g_return_if_fail (out != NULL);

  if (length > 3 && entity[1] == '#')
    {
      gboolean hex = entity[2] == 'x' || entity[2] == 'X';
      guint64 value = 0;

      for (gsize i = hex ? 3 : 2; i + 1 < length; i++)
        {
          int digit = g_ascii_xdigit_value (entity[i]);

          value = MIN (value * (hex ? 16 : 10) + (guint64) MAX (digit, 0), 0x110000);
        }
      if (value == 0 || value > 0x10ffff || !g_unichar_validate ((gunichar) value) ||
          (value >= 0xfdd0 && value <= 0xfdef))
        value = 0xfffd;
      g_string_append_unichar (out, (gunichar) value);
      return;
    }

  if (!decode_name (out, entity, length))
    g_string_append_len (out, entity, (gssize) length);
}
