/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-store"

#include "config.h"

#include "confab-tokenizer.h"

#include <string.h>

/* How a character takes part in tokens. */
typedef enum {
  PART_NONE,      /* ends a word */
  PART_WORD,      /* belongs to a word */
  PART_CHARACTER, /* is a token of its own */
  PART_IGNORED,   /* is not there: an accent, a soft hyphen, a joiner */
} Part;

/* The word being collected. */
typedef struct {
  ConfabTokenFunc  func;
  gpointer         user_data;
  char             word[CONFAB_TOKEN_MAX_BYTES];
  gsize            length;
  gsize            start;
  gsize            end;
  gboolean         open;
} Tokens;

static gboolean
is_written_without_spaces (gunichar character)
{
  /* The marks of Japanese that Unicode counts to no script. */
  if (character == 0x30fc || character == 0xff70)
    return TRUE;

  switch ((int) g_unichar_get_script (character))
    {
    case G_UNICODE_SCRIPT_HAN:
    case G_UNICODE_SCRIPT_HIRAGANA:
    case G_UNICODE_SCRIPT_KATAKANA:
    case G_UNICODE_SCRIPT_HANGUL:
    case G_UNICODE_SCRIPT_BOPOMOFO:
    case G_UNICODE_SCRIPT_YI:
      return TRUE;
    default:
      return FALSE;
    }
}

static Part
classify (gunichar character)
{
  switch (g_unichar_type (character))
    {
    case G_UNICODE_LOWERCASE_LETTER:
    case G_UNICODE_MODIFIER_LETTER:
    case G_UNICODE_OTHER_LETTER:
    case G_UNICODE_TITLECASE_LETTER:
    case G_UNICODE_UPPERCASE_LETTER:
    case G_UNICODE_LETTER_NUMBER:
      return is_written_without_spaces (character) ? PART_CHARACTER : PART_WORD;

    case G_UNICODE_DECIMAL_NUMBER:
    case G_UNICODE_OTHER_NUMBER:
      return PART_WORD;

    case G_UNICODE_OTHER_SYMBOL:
      /* Emoji and their like can be looked for. */
      return PART_CHARACTER;

    case G_UNICODE_NON_SPACING_MARK:
    case G_UNICODE_ENCLOSING_MARK:
    case G_UNICODE_SPACING_MARK:
      /* Vowel signs of Indic scripts (class 0) are letters of their words; accents are not. The
       * variation selectors choose a look. */
      if (g_unichar_combining_class (character) != 0 ||
          (character >= 0xfe00 && character <= 0xfe0f))
        return PART_IGNORED;
      return PART_WORD;

    case G_UNICODE_FORMAT:
      /* Joiners and soft hyphens stand inside words; the zero width space is there to part them. */
      return character == 0x200b ? PART_NONE : PART_IGNORED;

    case G_UNICODE_CONTROL:
    case G_UNICODE_UNASSIGNED:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_CONNECT_PUNCTUATION:
    case G_UNICODE_DASH_PUNCTUATION:
    case G_UNICODE_CLOSE_PUNCTUATION:
    case G_UNICODE_FINAL_PUNCTUATION:
    case G_UNICODE_INITIAL_PUNCTUATION:
    case G_UNICODE_OTHER_PUNCTUATION:
    case G_UNICODE_OPEN_PUNCTUATION:
    case G_UNICODE_CURRENCY_SYMBOL:
    case G_UNICODE_MODIFIER_SYMBOL:
    case G_UNICODE_MATH_SYMBOL:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_SPACE_SEPARATOR:
      return PART_NONE;

    default:
      return PART_NONE;
    }
}

static int
emit (Tokens     *tokens,
      const char *text,
      gsize       length,
      gsize       start,
      gsize       end,
      gboolean    is_character)
{
  ConfabToken token = { text, length, start, end, is_character };

  return tokens->func (&token, tokens->user_data);
}

static int
end_word (Tokens *tokens)
{
  gsize length = tokens->length;

  tokens->open = FALSE;
  tokens->length = 0;

  if (length == 0)
    return 0;

  return emit (tokens, tokens->word, length, tokens->start, tokens->end, FALSE);
}

static void
append_to_word (Tokens   *tokens,
                gunichar  character)
{
  char utf8[6];
  int length = g_unichar_to_utf8 (character, utf8);

  if (tokens->length + (gsize) length > sizeof tokens->word)
    return;

  memcpy (tokens->word + tokens->length, utf8, (gsize) length);
  tokens->length += (gsize) length;
}

/* Upper case, accents and compatibility forms (full width letters) make no difference. */
static void
fold_into_word (Tokens   *tokens,
                gunichar  character)
{
  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  gsize n_parts;

  n_parts = g_unichar_fully_decompose (character, TRUE, parts, G_N_ELEMENTS (parts));

  for (gsize i = 0; i < MIN (n_parts, G_N_ELEMENTS (parts)); i++)
    {
      gunichar part = parts[i];

      if (g_unichar_combining_class (part) != 0)
        continue;

      part = g_unichar_tolower (part);

      /* The one common letter that folds to two. */
      if (part == 0xdf)
        {
          append_to_word (tokens, 's');
          append_to_word (tokens, 's');
        }
      else
        append_to_word (tokens, part);
    }
}

static int
emit_character (Tokens   *tokens,
                gunichar  character,
                gsize     start,
                gsize     end)
{
  char utf8[6];
  int length;

  /* Half width Kana and the ideographs for compatibility equal the ordinary ones. Hangul must not
   * be taken apart, so the others stay as they are. */
  if ((character >= 0xf900 && character <= 0xfaff) ||
      (character >= 0xff00 && character <= 0xffef) ||
      (character >= 0x2f800 && character <= 0x2fa1f))
    {
      gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];

      if (g_unichar_fully_decompose (character, TRUE, parts, G_N_ELEMENTS (parts)) == 1)
        character = parts[0];
    }

  length = g_unichar_to_utf8 (character, utf8);

  return emit (tokens, utf8, (gsize) length, start, end, TRUE);
}

/**
 * confab_tokenize:
 * @text: any bytes; what is not UTF-8, and NUL, parts words
 * @length: bytes of @text
 * @func: called for each token, in order
 * @user_data: for @func
 *
 * Takes text apart as our full-text indexes do: each Han, Kana or Hangul character is a token, so
 * that a phrase of such tokens finds exactly that part of a text, and the other words are tokens
 * without case and accents.
 *
 * Returns: 0, or what @func returned to stop
 */
int
confab_tokenize (const char      *text,
                 gsize            length,
                 ConfabTokenFunc  func,
                 gpointer         user_data)
{
  Tokens tokens = { .func = func, .user_data = user_data };
  gsize position = 0;

  g_return_val_if_fail (text != NULL || length == 0, 0);
  g_return_val_if_fail (func != NULL, 0);

  while (position < length)
    {
      guchar byte = (guchar) text[position];
      gunichar character;
      gsize end;
      Part part;
      int result = 0;

      if (byte < 0x80)
        {
          end = position + 1;
          character = (gunichar) g_ascii_tolower ((char) byte);
          part = g_ascii_isalnum ((char) byte) ? PART_WORD : PART_NONE;
        }
      else
        {
          character = g_utf8_get_char_validated (text + position, (gssize) (length - position));
          if (character == (gunichar) -1 || character == (gunichar) -2)
            {
              end = position + 1;
              part = PART_NONE;
            }
          else
            {
              end = position + (gsize) g_unichar_to_utf8 (character, NULL);
              part = classify (character);
            }
        }

      switch (part)
        {
        case PART_NONE:
          result = end_word (&tokens);
          break;

        case PART_WORD:
          if (!tokens.open)
            {
              tokens.open = TRUE;
              tokens.start = position;
            }
          tokens.end = end;
          if (byte < 0x80)
            append_to_word (&tokens, character);
          else
            fold_into_word (&tokens, character);
          break;

        case PART_CHARACTER:
          result = end_word (&tokens);
          if (result == 0)
            result = emit_character (&tokens, character, position, end);
          break;

        case PART_IGNORED:
          if (tokens.open)
            tokens.end = end;
          break;
        }

      if (result != 0)
        return result;

      position = end;
    }

  return end_word (&tokens);
}

/* --- The tokenizer as SQLite's FTS5 wants it --- */

typedef struct {
  void *context;
  int (*func) (void       *context,
               int         flags,
               const char *token,
               int         length,
               int         start,
               int         end);
} Fts5Sink;

static int
pass_token (const ConfabToken *token,
            gpointer           user_data)
{
  Fts5Sink *sink = user_data;

  return sink->func (sink->context, 0, token->text, (int) token->length,
                     (int) token->start, (int) token->end);
}

static int
create_tokenizer (void           *context,
                  const char    **arguments,
                  int             n_arguments,
                  Fts5Tokenizer **tokenizer)
{
  static const char stateless;

  *tokenizer = (Fts5Tokenizer *) &stateless;

  return SQLITE_OK;
}

static void
delete_tokenizer (Fts5Tokenizer *tokenizer)
{
}

static int
run_tokenizer (Fts5Tokenizer *tokenizer,
               void          *context,
               int            flags,
               const char    *text,
               int            length,
               int          (*func) (void       *context,
                                     int         flags,
                                     const char *token,
                                     int         length,
                                     int         start,
                                     int         end))
{
  Fts5Sink sink = { context, func };

  return confab_tokenize (text, length > 0 ? (gsize) length : 0, pass_token, &sink);
}

/**
 * confab_tokenizer_register:
 * @handle: an open connection
 *
 * Makes the tokenizer known to a connection. Each connection that touches one of our full-text
 * tables needs it.
 *
 * Returns: a result code of SQLite
 */
int
confab_tokenizer_register (sqlite3 *handle)
{
  static fts5_tokenizer methods = { create_tokenizer, delete_tokenizer, run_tokenizer };
  fts5_api *api = NULL;
  sqlite3_stmt *statement = NULL;
  int code;

  g_return_val_if_fail (handle != NULL, SQLITE_MISUSE);

  code = sqlite3_prepare_v2 (handle, "SELECT fts5(?1)", -1, &statement, NULL);
  if (code != SQLITE_OK)
    return code;

  sqlite3_bind_pointer (statement, 1, &api, "fts5_api_ptr", NULL);
  sqlite3_step (statement);
  code = sqlite3_finalize (statement);
  if (code != SQLITE_OK)
    return code;
  if (api == NULL)
    return SQLITE_ERROR;

  return api->xCreateTokenizer (api, CONFAB_TOKENIZER_NAME, NULL, &methods, NULL);
}
