/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-store"

#include "config.h"

#include "confab-query.h"

#include "confab-tokenizer.h"

#include <string.h>

/* Beyond these nobody means every word. */
#define MAX_BYTES  4096
#define MAX_TOKENS 64

typedef struct {
  char     *text;      /* folded */
  gboolean  begins;    /* a phrase: it does not touch the token before */
} Token;

struct _ConfabQuery {
  Token    tokens[MAX_TOKENS];
  guint    n;
  gsize    last_end;
  gboolean open;       /* the last word may go on */
};

static int
take_token (const ConfabToken *token,
            gpointer           user_data)
{
  ConfabQuery *self = user_data;
  Token *next = &self->tokens[self->n];

  if (self->n == MAX_TOKENS)
    return 1;

  next->text = g_strndup (token->text, token->length);
  next->begins = self->n == 0 || token->start != self->last_end;
  self->last_end = token->end;
  self->open = !token->is_character && token->length > 1;
  self->n++;

  return 0;
}

/**
 * confab_query_new:
 * @text: any text
 *
 * Returns: (transfer full): the query
 */
ConfabQuery *
confab_query_new (const char *text)
{
  ConfabQuery *self = g_new0 (ConfabQuery, 1);
  g_autofree char *valid = g_utf8_make_valid (text, (gssize) strnlen (text, MAX_BYTES));
  gsize length = strlen (valid);

  confab_tokenize (valid, length, take_token, self);
  self->open = self->open && self->last_end == length;

  return self;
}

/**
 * confab_query_free:
 * @self: (nullable) (transfer full): a query
 */
void
confab_query_free (ConfabQuery *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < self->n; i++)
    g_free (self->tokens[i].text);
  g_free (self);
}

/**
 * confab_query_is_empty:
 * @self: a query
 *
 * Returns: whether there is nothing in it that could be found
 */
gboolean
confab_query_is_empty (const ConfabQuery *self)
{
  return self->n == 0;
}

/**
 * confab_query_is_open:
 * @self: a query
 *
 * Returns: whether it ends with a word that may be the beginning of others
 */
gboolean
confab_query_is_open (const ConfabQuery *self)
{
  return self->open;
}

/**
 * confab_query_to_expression:
 * @self: a query that is not empty
 * @open: whether the last word may go on, if it is one
 *
 * Returns: (transfer full): the same for FTS5; tokens hold nothing that it could take for syntax
 *   once they are quoted
 */
char *
confab_query_to_expression (const ConfabQuery *self,
                            gboolean           open)
{
  GString *expression = g_string_new (NULL);

  for (guint i = 0; i < self->n; i++)
    {
      if (self->tokens[i].begins)
        g_string_append (expression, i > 0 ? "\" AND \"" : "\"");
      else
        g_string_append_c (expression, ' ');
      g_string_append (expression, self->tokens[i].text);
    }
  g_string_append (expression, open && self->open ? "\" *" : "\"");

  return g_string_free (expression, FALSE);
}

/* --- Where it stands --- */

/* The last tokens of a text: as many as a phrase can be long. */
typedef struct {
  const ConfabQuery *query;
  GArray            *ranges;
  guint              limit;
  guint              n;      /* tokens so far */
  gsize              starts[MAX_TOKENS];
  guint8             lengths[MAX_TOKENS];
  char               texts[MAX_TOKENS][CONFAB_TOKEN_MAX_BYTES];
} Window;

static gboolean
is_token (const Window *window,
          guint         position,
          guint         i)
{
  const Token *token = &window->query->tokens[i];
  gsize length = strlen (token->text);
  guint slot = position % MAX_TOKENS;
  gboolean may_go_on = window->query->open && i + 1 == window->query->n;

  return (window->lengths[slot] == length || (may_go_on && window->lengths[slot] > length)) &&
         memcmp (window->texts[slot], token->text, length) == 0;
}

static void
add_range (Window *window,
           gsize   start,
           gsize   end)
{
  ConfabRange range = { start, end };

  /* One is in the other where a word is there twice. */
  if (window->ranges->len > 0)
    {
      ConfabRange *last = &g_array_index (window->ranges, ConfabRange, window->ranges->len - 1);

      if (start < last->end)
        {
          last->start = MIN (last->start, start);
          last->end = MAX (last->end, end);
          return;
        }
    }

  g_array_append_val (window->ranges, range);
}

static int
see_token (const ConfabToken *token,
           gpointer           user_data)
{
  Window *window = user_data;
  const ConfabQuery *query = window->query;
  guint slot = window->n % MAX_TOKENS;

  window->starts[slot] = token->start;
  window->lengths[slot] = (guint8) token->length;
  memcpy (window->texts[slot], token->text, token->length);
  window->n++;

  for (guint from = 0, to; from < query->n; from = to)
    {
      gboolean same = TRUE;
      guint size;

      for (to = from + 1; to < query->n && !query->tokens[to].begins;)
        to++;
      size = to - from;
      if (size > window->n)
        continue;

      for (guint i = 0; same && i < size; i++)
        same = is_token (window, window->n - size + i, from + i);
      if (same)
        add_range (window, window->starts[(window->n - size) % MAX_TOKENS], token->end);
    }

  return window->ranges->len >= window->limit;
}

/**
 * confab_query_find:
 * @self: a query
 * @text: valid UTF-8
 * @length: its length in bytes
 * @limit: how many places at most
 * @ranges: (element-type ConfabRange): the places, in order
 */
void
confab_query_find (const ConfabQuery *self,
                   const char        *text,
                   gsize              length,
                   guint              limit,
                   GArray            *ranges)
{
  g_autofree Window *window = g_new0 (Window, 1);

  window->query = self;
  window->ranges = ranges;
  window->limit = limit;
  confab_tokenize (text, length, see_token, window);
}
