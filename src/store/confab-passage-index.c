/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-store"

#include "config.h"

#include "confab-passage-index.h"

#include "confab-database.h"
#include "confab-tokenizer.h"

#include <string.h>

/* A question has a few words; a page pasted as a question is cut after this many different ones. */
#define MAX_TERMS 96

/* bm25 has no weights for the parts of a query, but adds up each time one is named. Two Chinese
 * characters that stand together say far more than each of them somewhere. */
#define WORD_WEIGHT 1
#define PAIR_WEIGHT 3

/* A word in a heading says more about a passage than one in its text. */
#define SCHEMA                                                                                     \
  "CREATE VIRTUAL TABLE passage USING fts5 (document UNINDEXED, title, text,"                      \
  " tokenize = '" CONFAB_TOKENIZER_NAME "');"                                                      \
  "INSERT INTO passage (passage, rank) VALUES ('rank', 'bm25(0.0, 3.0, 1.0)');"

struct _ConfabPassageIndex {
  ConfabDatabase *database;
};

/* The expression for FTS5, and what is in it already. */
typedef struct {
  GString    *expression;
  GHashTable *terms;
  char       *previous; /* the character before this one, when they touch */
  gsize       previous_end;
} Query;

/**
 * confab_passage_index_new:
 * @error: return location
 *
 * Returns: (transfer full) (nullable): an empty index in memory
 */
ConfabPassageIndex *
confab_passage_index_new (GError **error)
{
  g_autoptr (ConfabDatabase) database = NULL;
  ConfabPassageIndex *self;

  database = confab_database_open (NULL, CONFAB_DATABASE_MEMORY, error);
  if (database == NULL || !confab_database_execute (database, SCHEMA, error))
    return NULL;

  self = g_new0 (ConfabPassageIndex, 1);
  self->database = g_steal_pointer (&database);

  return self;
}

/**
 * confab_passage_index_free:
 * @self: (nullable) (transfer full): an index
 */
void
confab_passage_index_free (ConfabPassageIndex *self)
{
  if (self == NULL)
    return;

  confab_database_close (self->database);
  g_free (self);
}

/**
 * confab_passage_index_add:
 * @self: an index
 * @document: the document's name, given back with each passage and not searched
 * @title: the heading over the passage; may be empty
 * @text: the passage
 * @error: return location
 *
 * Returns: whether the passage was added
 */
gboolean
confab_passage_index_add (ConfabPassageIndex  *self,
                          const char          *document,
                          const char          *title,
                          const char          *text,
                          GError             **error)
{
  g_autoptr (ConfabStatement) statement = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (document != NULL && title != NULL && text != NULL, FALSE);

  statement = confab_database_prepare (self->database,
                                       "INSERT INTO passage (document, title, text)"
                                       " VALUES (?1, ?2, ?3)",
                                       error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_text (statement, 1, document);
  confab_statement_bind_text (statement, 2, title);
  confab_statement_bind_text (statement, 3, text);

  return confab_statement_run (statement, error);
}

/* Takes @term, which holds nothing FTS5 could take for syntax once it is quoted. */
static void
add_term (Query *query,
          char  *term,
          guint  weight)
{
  if (g_hash_table_size (query->terms) >= MAX_TERMS || g_hash_table_contains (query->terms, term))
    {
      g_free (term);
      return;
    }

  for (guint i = 0; i < weight; i++)
    {
      if (query->expression->len > 0)
        g_string_append (query->expression, " OR ");
      g_string_append_printf (query->expression, "\"%s\"", term);
    }
  g_hash_table_add (query->terms, term);
}

/* English asks for "foods" where the text has "food", and the other way round. */
static void
add_other_number (Query      *query,
                  const char *word,
                  gsize       length)
{
  if (length < 4)
    return;
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_islower (word[i]))
        return;
    }

  if (length > 4 && memcmp (word + length - 3, "ies", 3) == 0)
    add_term (query, g_strdup_printf ("%.*sy", (int) length - 3, word), WORD_WEIGHT);
  else if (word[length - 1] == 'y')
    add_term (query, g_strdup_printf ("%.*sies", (int) length - 1, word), WORD_WEIGHT);

  if (word[length - 1] != 's')
    add_term (query, g_strdup_printf ("%.*ss", (int) length, word), WORD_WEIGHT);
  else if (length > 4 && word[length - 2] != 's')
    add_term (query, g_strndup (word, length - 1), WORD_WEIGHT);
}

static int
add_token (const ConfabToken *token,
           gpointer           user_data)
{
  Query *query = user_data;
  g_autofree char *text = g_strndup (token->text, token->length);

  if (token->is_character)
    {
      /* Two characters that touch are a phrase. */
      if (query->previous != NULL && query->previous_end == token->start)
        add_term (query, g_strconcat (query->previous, text, NULL), PAIR_WEIGHT);
      add_term (query, g_strdup (text), WORD_WEIGHT);

      g_free (query->previous);
      query->previous = g_steal_pointer (&text);
      query->previous_end = token->end;
    }
  else
    {
      add_term (query, g_strdup (text), WORD_WEIGHT);
      add_other_number (query, token->text, token->length);
      g_clear_pointer (&query->previous, g_free);
    }

  return g_hash_table_size (query->terms) >= MAX_TERMS ? 1 : 0;
}

static char *
make_expression (const char *text)
{
  Query query = { NULL };

  query.expression = g_string_new (NULL);
  query.terms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  confab_tokenize (text, strlen (text), add_token, &query);

  g_free (query.previous);
  g_hash_table_unref (query.terms);

  return g_string_free (query.expression, FALSE);
}

/**
 * confab_passage_index_search:
 * @self: an index
 * @query: any text
 * @limit: how many passages at most
 * @error: return location
 *
 * Finds the passages that hold any of the query's words, best first (bm25: a word that is
 * everywhere weighs next to nothing). Equal ones come in the order they were added, so the answer
 * depends on nothing but the passages and the query.
 *
 * Returns: (transfer full) (nullable) (element-type ConfabPassage): the passages, perhaps none
 */
GPtrArray *
confab_passage_index_search (ConfabPassageIndex  *self,
                             const char          *query,
                             guint                limit,
                             GError             **error)
{
  g_autoptr (ConfabStatement) statement = NULL;
  g_autoptr (GPtrArray) passages = NULL;
  g_autofree char *expression = NULL;
  ConfabStep step;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (query != NULL, NULL);

  passages = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_passage_free);

  expression = make_expression (query);
  if (*expression == '\0')
    return g_steal_pointer (&passages);

  statement = confab_database_prepare (self->database,
                                       "SELECT document, title, text, -rank FROM passage"
                                       " WHERE passage MATCH ?1 ORDER BY rank, rowid LIMIT ?2",
                                       error);
  if (statement == NULL)
    return NULL;

  confab_statement_bind_text (statement, 1, expression);
  confab_statement_bind_int (statement, 2, limit);

  while ((step = confab_statement_step (statement, error)) == CONFAB_STEP_ROW)
    {
      ConfabPassage *passage = g_new0 (ConfabPassage, 1);

      passage->document = confab_statement_dup_text (statement, 0);
      passage->title = confab_statement_dup_text (statement, 1);
      passage->text = confab_statement_dup_text (statement, 2);
      passage->score = confab_statement_get_double (statement, 3);
      g_ptr_array_add (passages, passage);
    }

  if (step == CONFAB_STEP_ERROR)
    return NULL;

  return g_steal_pointer (&passages);
}

/**
 * confab_passage_free:
 * @self: (nullable) (transfer full): a passage
 */
void
confab_passage_free (ConfabPassage *self)
{
  if (self == NULL)
    return;

  g_free (self->document);
  g_free (self->title);
  g_free (self->text);
  g_free (self);
}
