/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-demo"

#include "config.h"

#include "confab-demo-answer.h"

#include <string.h>

#include "confab-json.h"

/* With 15 to 40 ms between them, so many pieces take about 6 seconds. */
#define MAX_PIECES 220

/* How a reference mark is torn, as it was seen on the real service. */
#define MARK_START "<ref>"
#define MARK_TEAR "</"

typedef struct {
  gsize end;    /* offset in the text, bytes */
  guint tokens; /* in the text up to there */
} Piece;

typedef struct {
  JsonObject *object;
  gsize offset; /* where its mark ends: from there on it is in the frames */
} Reference;

struct _ConfabDemoAnswer {
  char *text;
  char *session_id;
  char *request_id;
  guint input_tokens;
  GArray *pieces;
  GArray *references;
  JsonArray *thoughts;
};

static void
clear_reference (gpointer data)
{
  Reference *reference = data;

  json_object_unref (reference->object);
}

static gboolean
is_wide_at (const char *text)
{
  return g_unichar_iswide (g_utf8_get_char (text));
}

/* The end of the piece that starts at @text: a word with the blanks before it, one to three wide
 * characters, or a part of a reference mark. */
static const char *
find_piece_end (const char *text,
                guint       nth)
{
  static const guint wide_lengths[] = { 2, 1, 3, 2, 2, 1 };
  const char *end = text;

  while (*end == ' ' || *end == '\n')
    end++;

  if (g_str_has_prefix (end, MARK_START))
    {
      const char *tear = strstr (end, MARK_TEAR);

      if (tear != NULL)
        return tear + strlen (MARK_TEAR);
    }

  if (*end != '\0' && is_wide_at (end))
    {
      guint length = wide_lengths[nth % G_N_ELEMENTS (wide_lengths)];

      for (guint i = 0; i < length && *end != '\0' && is_wide_at (end); i++)
        end = g_utf8_next_char (end);
    }
  else
    {
      while (*end != '\0' && *end != ' ' && *end != '\n' && !is_wide_at (end) &&
             !g_str_has_prefix (end, MARK_START))
        end = g_utf8_next_char (end);
    }

  return end;
}

static void
split_text (ConfabDemoAnswer *self)
{
  g_autoptr (GArray) ends = g_array_new (FALSE, FALSE, sizeof (gsize));
  const char *at = self->text;
  guint step;
  guint tokens = 0;
  gsize start = 0;

  while (*at != '\0')
    {
      gsize end;

      at = find_piece_end (at, ends->len);
      end = at - self->text;
      g_array_append_val (ends, end);
    }

  step = ends->len / MAX_PIECES + 1;
  for (guint i = 0; i < ends->len; i += step)
    {
      gsize end = g_array_index (ends, gsize, MIN (i + step, ends->len) - 1);
      Piece piece;

      tokens += confab_demo_count_tokens (self->text + start, end - start);
      piece.end = end;
      piece.tokens = tokens;
      g_array_append_val (self->pieces, piece);
      start = end;
    }
}

static JsonObject *
make_usage (ConfabDemoAnswer *self,
            guint             output_tokens)
{
  JsonObject *usage = json_object_new ();
  JsonArray *models = json_array_new ();
  JsonObject *model = json_object_new ();

  json_object_set_int_member (model, "input_tokens", self->input_tokens);
  json_object_set_int_member (model, "output_tokens", output_tokens);
  json_object_set_string_member (model, "model_id", CONFAB_DEMO_MODEL_ID);
  json_array_add_object_element (models, model);
  json_object_set_array_member (usage, "models", models);

  return usage;
}

/* References are whole snapshots that grow, in every mode (protocol 4.2). */
static JsonArray *
collect_references (ConfabDemoAnswer *self,
                    gsize             end)
{
  JsonArray *array = NULL;

  for (guint i = 0; i < self->references->len; i++)
    {
      Reference *reference = &g_array_index (self->references, Reference, i);

      if (reference->offset > end)
        continue;

      if (array == NULL)
        array = json_array_new ();
      json_array_add_object_element (array, json_object_ref (reference->object));
    }

  return array;
}

/**
 * confab_demo_answer_new:
 * @text: the whole text, valid UTF-8
 * @session_id: of the session it belongs to
 * @request_id: of the request it answers
 * @input_tokens: what the request is counted as
 *
 * Returns: (transfer full): an answer, divided into small pieces
 */
ConfabDemoAnswer *
confab_demo_answer_new (const char *text,
                        const char *session_id,
                        const char *request_id,
                        guint       input_tokens)
{
  ConfabDemoAnswer *self = g_new0 (ConfabDemoAnswer, 1);

  self->text = g_strdup (text);
  self->session_id = g_strdup (session_id);
  self->request_id = g_strdup (request_id);
  self->input_tokens = input_tokens;
  self->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  self->references = g_array_new (FALSE, FALSE, sizeof (Reference));
  g_array_set_clear_func (self->references, clear_reference);
  split_text (self);

  return self;
}

/**
 * confab_demo_answer_free:
 * @self: (transfer full): an answer
 */
void
confab_demo_answer_free (ConfabDemoAnswer *self)
{
  g_free (self->text);
  g_free (self->session_id);
  g_free (self->request_id);
  g_array_unref (self->pieces);
  g_array_unref (self->references);
  g_clear_pointer (&self->thoughts, json_array_unref);
  g_free (self);
}

/**
 * confab_demo_answer_add_reference:
 * @self: an answer
 * @reference: (transfer none): one member of `doc_references`
 * @offset: where in the text its mark ends, in bytes; 0: it is in every frame
 *
 * Add them in the order of their numbers.
 */
void
confab_demo_answer_add_reference (ConfabDemoAnswer *self,
                                  JsonObject       *reference,
                                  gsize             offset)
{
  Reference entry = { json_object_ref (reference), offset };

  g_array_append_val (self->references, entry);
}

/**
 * confab_demo_answer_set_thoughts:
 * @self: an answer
 * @thoughts: (transfer none): the member `thoughts` of every frame
 */
void
confab_demo_answer_set_thoughts (ConfabDemoAnswer *self,
                                 JsonArray        *thoughts)
{
  g_clear_pointer (&self->thoughts, json_array_unref);
  self->thoughts = json_array_ref (thoughts);
}

/**
 * confab_demo_answer_get_request_id:
 * @self: an answer
 *
 * Returns: (transfer none): the id of the request it answers
 */
const char *
confab_demo_answer_get_request_id (ConfabDemoAnswer *self)
{
  return self->request_id;
}

/**
 * confab_demo_answer_get_n_pieces:
 * @self: an answer
 *
 * Returns: into how many pieces the text is divided
 */
guint
confab_demo_answer_get_n_pieces (ConfabDemoAnswer *self)
{
  return self->pieces->len;
}

/**
 * confab_demo_answer_format:
 * @self: an answer
 * @from: the first piece to write
 * @to: one after the last piece to write
 * @is_last: whether the reply ends here, with the reason `stop`
 * @prefix: (nullable): put before the text; for the fault that rewrites it later
 *
 * The reply object (protocol 3): the payload of one frame, or the whole reply without a stream.
 * Usage counts the text up to @to, wherever @from is.
 *
 * Returns: (transfer full): one line of JSON
 */
char *
confab_demo_answer_format (ConfabDemoAnswer *self,
                           guint             from,
                           guint             to,
                           gboolean          is_last,
                           const char       *prefix)
{
  g_autoptr (JsonObject) reply = json_object_new ();
  g_autofree char *text = NULL;
  JsonObject *output = json_object_new ();
  JsonArray *references;
  gsize start = 0;
  gsize end = 0;
  guint tokens = 0;

  g_return_val_if_fail (from <= to && to <= self->pieces->len, NULL);

  if (from > 0)
    start = g_array_index (self->pieces, Piece, from - 1).end;
  if (to > 0)
    {
      end = g_array_index (self->pieces, Piece, to - 1).end;
      tokens = g_array_index (self->pieces, Piece, to - 1).tokens;
    }
  text = g_strdup_printf ("%s%.*s", prefix != NULL ? prefix : "", (int) (end - start),
                          self->text + start);
  references = collect_references (self, end);

  /* The order of the members is that of the captured frames. */
  if (self->thoughts != NULL)
    json_object_set_array_member (output, "thoughts", json_array_ref (self->thoughts));
  json_object_set_string_member (output, "session_id", self->session_id);
  json_object_set_string_member (output, "finish_reason", is_last ? "stop" : "null");
  json_object_set_string_member (output, "text", text);
  if (references != NULL)
    json_object_set_array_member (output, "doc_references", references);

  json_object_set_object_member (reply, "output", output);
  json_object_set_object_member (reply, "usage", make_usage (self, tokens));
  json_object_set_string_member (reply, "request_id", self->request_id);

  return confab_json_object_to_text (reply);
}

/**
 * confab_demo_count_tokens:
 * @text: valid UTF-8
 * @length: in bytes
 *
 * A plain estimate, in place of a tokenizer: a wide character is one, every six letters of a word
 * begin one, a mark of punctuation is one.
 *
 * Returns: the number of tokens
 */
guint
confab_demo_count_tokens (const char *text,
                          gsize       length)
{
  const char *end = text + length;
  guint n_tokens = 0;
  guint n_letters = 0;

  for (const char *at = text; at < end; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      if (!g_unichar_isalnum (character) || g_unichar_iswide (character))
        {
          n_letters = 0;
          if (!g_unichar_isspace (character))
            n_tokens++;
          continue;
        }

      if (n_letters % 6 == 0)
        n_tokens++;
      n_letters++;
    }

  return n_tokens;
}
