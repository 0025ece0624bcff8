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

/* A frame that comes before the text, in both ways. */
typedef struct {
  JsonObject *pieces;
  JsonObject *growing;
} Lead;

struct _ConfabDemoAnswer {
  char *text;
  char *session_id;
  char *request_id;
  guint input_tokens;
  GArray *pieces;
  GArray *references;
  GArray *leads;
  JsonArray *thoughts;         /* of the frames with text; as pieces */
  JsonArray *growing_thoughts; /* the same, whole */
  gboolean is_text_at_end;
  gboolean is_without_usage;
};

static void
clear_reference (gpointer data)
{
  Reference *reference = data;

  json_object_unref (reference->object);
}

static void
clear_lead (gpointer data)
{
  Lead *lead = data;

  json_object_unref (lead->pieces);
  json_object_unref (lead->growing);
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
  JsonArray *models;
  JsonObject *model;

  if (self->is_without_usage)
    return usage;

  models = json_array_new ();
  model = json_object_new ();
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
  self->leads = g_array_new (FALSE, FALSE, sizeof (Lead));
  g_array_set_clear_func (self->leads, clear_lead);
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
  g_array_unref (self->leads);
  g_clear_pointer (&self->thoughts, json_array_unref);
  g_clear_pointer (&self->growing_thoughts, json_array_unref);
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
 * @pieces: (transfer none): the member `thoughts` of every frame with text, when it is incremental
 * @growing: (transfer none): the same when it is cumulative, and of the whole reply
 */
void
confab_demo_answer_set_thoughts (ConfabDemoAnswer *self,
                                 JsonArray        *pieces,
                                 JsonArray        *growing)
{
  g_clear_pointer (&self->thoughts, json_array_unref);
  g_clear_pointer (&self->growing_thoughts, json_array_unref);
  self->thoughts = json_array_ref (pieces);
  self->growing_thoughts = json_array_ref (growing);
}

/**
 * confab_demo_answer_add_lead:
 * @self: an answer
 * @pieces: (transfer none): the output of the frame when it is incremental
 * @growing: (transfer none): the same when it is cumulative
 *
 * Adds a frame before those with text. Session and finish reason are put in here.
 */
void
confab_demo_answer_add_lead (ConfabDemoAnswer *self,
                             JsonObject       *pieces,
                             JsonObject       *growing)
{
  Lead lead = { json_object_ref (pieces), json_object_ref (growing) };

  g_array_append_val (self->leads, lead);
}

/**
 * confab_demo_answer_set_text_at_end:
 * @self: an answer
 *
 * The whole text comes in the last frame of a stream and in no other, as workflows do it.
 */
void
confab_demo_answer_set_text_at_end (ConfabDemoAnswer *self)
{
  self->is_text_at_end = TRUE;
}

/**
 * confab_demo_answer_set_without_usage:
 * @self: an answer
 *
 * No model is counted: `usage` is an empty object.
 */
void
confab_demo_answer_set_without_usage (ConfabDemoAnswer *self)
{
  self->is_without_usage = TRUE;
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
 * confab_demo_answer_get_session_id:
 * @self: an answer
 *
 * Returns: (transfer none): the id of the session it belongs to
 */
const char *
confab_demo_answer_get_session_id (ConfabDemoAnswer *self)
{
  return self->session_id;
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

static char *
format_reply (ConfabDemoAnswer *self,
              JsonObject       *output,
              guint             n_tokens)
{
  g_autoptr (JsonObject) reply = json_object_new ();

  json_object_set_object_member (reply, "output", output);
  json_object_set_object_member (reply, "usage", make_usage (self, n_tokens));
  json_object_set_string_member (reply, "request_id", self->request_id);

  return confab_json_object_to_text (reply);
}

/* The frame with the pieces from @from to before @to. */
static char *
format_text (ConfabDemoAnswer *self,
             guint             from,
             guint             to,
             gboolean          is_last,
             JsonArray        *thoughts,
             const char       *prefix)
{
  g_autofree char *text = NULL;
  JsonObject *output = json_object_new ();
  JsonArray *references;
  gsize start = 0;
  gsize end = 0;
  guint n_tokens = 0;

  if (from > 0)
    start = g_array_index (self->pieces, Piece, from - 1).end;
  if (to > 0)
    {
      end = g_array_index (self->pieces, Piece, to - 1).end;
      n_tokens = g_array_index (self->pieces, Piece, to - 1).tokens;
    }
  text = g_strdup_printf ("%s%.*s", prefix != NULL ? prefix : "", (int) (end - start),
                          self->text + start);
  references = collect_references (self, end);

  /* The order of the members is that of the captured frames. */
  if (thoughts != NULL)
    json_object_set_array_member (output, "thoughts", json_array_ref (thoughts));
  json_object_set_string_member (output, "session_id", self->session_id);
  json_object_set_string_member (output, "finish_reason", is_last ? "stop" : "null");
  json_object_set_string_member (output, "text", text);
  if (references != NULL)
    json_object_set_array_member (output, "doc_references", references);

  return format_reply (self, output, n_tokens);
}

static char *
format_lead (ConfabDemoAnswer *self,
             JsonObject       *members)
{
  JsonObject *output = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_set_string_member (output, "session_id", self->session_id);
  json_object_iter_init_ordered (&iter, members);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    json_object_set_member (output, name, json_node_copy (node));
  json_object_set_string_member (output, "finish_reason", "null");

  return format_reply (self, output, 0);
}

/**
 * confab_demo_answer_get_n_frames:
 * @self: an answer
 *
 * Returns: how many frames a stream of it has
 */
guint
confab_demo_answer_get_n_frames (ConfabDemoAnswer *self)
{
  return self->leads->len + (self->is_text_at_end ? 0 : self->pieces->len) + 1;
}

/**
 * confab_demo_answer_format_frame:
 * @self: an answer
 * @nth: of its frames, from 0
 * @is_incremental: whether each frame has what is new, or all so far
 * @prefix: (nullable): put before the text; for the fault that rewrites it later
 *
 * The payload of one frame (protocol 3). The last one repeats the whole text or has none (4.2),
 * and the text of a workflow that comes at the end is whole both ways (4.4). Usage counts the text
 * so far, either way.
 *
 * Returns: (transfer full): one line of JSON
 */
char *
confab_demo_answer_format_frame (ConfabDemoAnswer *self,
                                 guint             nth,
                                 gboolean          is_incremental,
                                 const char       *prefix)
{
  JsonArray *thoughts = is_incremental ? self->thoughts : self->growing_thoughts;
  guint n_pieces = self->pieces->len;
  gboolean is_last;
  guint to;

  g_return_val_if_fail (nth < confab_demo_answer_get_n_frames (self), NULL);

  if (nth < self->leads->len)
    {
      Lead *lead = &g_array_index (self->leads, Lead, nth);

      return format_lead (self, is_incremental ? lead->pieces : lead->growing);
    }

  nth -= self->leads->len;
  if (self->is_text_at_end)
    return format_text (self, 0, n_pieces, TRUE, thoughts, NULL);

  is_last = nth == n_pieces;
  to = is_last ? n_pieces : nth + 1;

  return format_text (self, is_incremental ? nth : 0, to, is_last, thoughts,
                      is_incremental ? NULL : prefix);
}

/**
 * confab_demo_answer_format_whole:
 * @self: an answer
 *
 * Returns: (transfer full): the reply without a stream, one line of JSON
 */
char *
confab_demo_answer_format_whole (ConfabDemoAnswer *self)
{
  return format_text (self, 0, self->pieces->len, TRUE, self->growing_thoughts, NULL);
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
