/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-demo"

#include "config.h"

#include "confab-demo-script.h"

#include <string.h>

#include "confab-demo-frame.h"
#include "confab-error.h"

#define CHINESE_MARK "zh: "

/* The language of the script files, one word with its values a line, played from top to bottom:
 *
 *   # TEXT                     explains the fault; "# zh: TEXT" in Chinese
 *   first N STATUS CODE TEXT   the first N requests get this error, the next one the rest
 *   with-session STATUS CODE TEXT   a request that goes on with a session gets this error
 *   forget                     every reply has another session
 *   plain                      one reply, also where a stream was asked for
 *   interval MS                between two frames
 *   pieces N                   writes N bytes at a time, each as a chunk of its own
 *   gzip                       compresses, when the caller offers it
 *   type TYPE                  the content type; "none": without
 *   header NAME VALUE          in replies that are errors
 *   dialect WORD...            how frames are written: see dialect_words
 *   shuffle                    the members of each object come in another order
 *   no-usage                   `usage` is empty
 *   finish WORD                the reason at the end, in place of "stop"
 *   last-text                  the last frame brings text
 *   rewrite TEXT               cumulative text begins with TEXT, until the middle of the answer
 *
 *   frames N                   the next N frames of the answer
 *   rest                       all its frames, and the reply goes on
 *   answer                     all its frames, and the end of the reply
 *   end                        the end of the reply, whatever has come
 *   frame JSON                 a frame with this payload; of a reply without a stream: all of it
 *   text TEXT                  these bytes, with the escapes of C
 *   many-frames N              N small frames
 *   heartbeats N MS            N comments, so far apart
 *   wait MS                    nothing for so long
 *   stall                      nothing, ever
 *   error STATUS CODE TEXT     an HTTP error in place of the reply
 *   error-frame STATUS CODE TEXT   an error frame, and the end of the reply
 *   error-stream STATUS CODE TEXT  an HTTP error whose body is a stream of one frame
 *   body STATUS TEXT           these bytes in place of the reply; maybe none
 *   broken-frame               a frame that is no JSON, and the end of the reply
 *   huge-frame BYTES           one frame of more than BYTES
 *   page STATUS NAME           a web page in place of the reply
 *   redirect STATUS PATH       to PATH under another name of this host
 *   cut-between                closes the connection between two chunks
 *   cut-inside                 closes the connection in the middle of a chunk
 *   half-close                 closes one half of it between two chunks
 *   reset                      resets the connection
 *
 * In values, {key} is the key of the request, {request-id} and {session-id} are the reply's, and
 * {date+N} is the time in N seconds, as HTTP writes it.
 */
typedef enum {
  VALUES_NONE,
  VALUES_NUMBER,
  VALUES_TEXT,
  VALUES_NUMBER_NUMBER,
  VALUES_NUMBER_TEXT,
  VALUES_NUMBER_MAYBE,
  VALUES_ERROR,
} ValuesKind;

static const struct {
  const char *word;
  ConfabDemoStepKind kind;
  ValuesKind values;
} step_words[] = {
  { "answer", CONFAB_DEMO_STEP_ANSWER, VALUES_NONE },
  { "rest", CONFAB_DEMO_STEP_REST, VALUES_NONE },
  { "end", CONFAB_DEMO_STEP_END, VALUES_NONE },
  { "frames", CONFAB_DEMO_STEP_FRAMES, VALUES_NUMBER },
  { "frame", CONFAB_DEMO_STEP_FRAME, VALUES_TEXT },
  { "text", CONFAB_DEMO_STEP_TEXT, VALUES_TEXT },
  { "many-frames", CONFAB_DEMO_STEP_MANY_FRAMES, VALUES_NUMBER },
  { "heartbeats", CONFAB_DEMO_STEP_HEARTBEATS, VALUES_NUMBER_NUMBER },
  { "wait", CONFAB_DEMO_STEP_WAIT, VALUES_NUMBER },
  { "stall", CONFAB_DEMO_STEP_STALL, VALUES_NONE },
  { "error", CONFAB_DEMO_STEP_ERROR, VALUES_ERROR },
  { "error-frame", CONFAB_DEMO_STEP_ERROR_FRAME, VALUES_ERROR },
  { "error-stream", CONFAB_DEMO_STEP_ERROR_STREAM, VALUES_ERROR },
  { "body", CONFAB_DEMO_STEP_BODY, VALUES_NUMBER_MAYBE },
  { "broken-frame", CONFAB_DEMO_STEP_BROKEN_FRAME, VALUES_NONE },
  { "huge-frame", CONFAB_DEMO_STEP_HUGE_FRAME, VALUES_NUMBER },
  { "page", CONFAB_DEMO_STEP_PAGE, VALUES_NUMBER_TEXT },
  { "redirect", CONFAB_DEMO_STEP_REDIRECT, VALUES_NUMBER_TEXT },
  { "cut-between", CONFAB_DEMO_STEP_CUT_BETWEEN, VALUES_NONE },
  { "cut-inside", CONFAB_DEMO_STEP_CUT_INSIDE, VALUES_NONE },
  { "half-close", CONFAB_DEMO_STEP_HALF_CLOSE, VALUES_NONE },
  { "reset", CONFAB_DEMO_STEP_RESET, VALUES_NONE },
};

static const struct {
  const char *word;
  ConfabDemoDialect dialect;
} dialect_words[] = {
  { "crlf", CONFAB_DEMO_DIALECT_CRLF },
  { "cr", CONFAB_DEMO_DIALECT_CR },
  { "space", CONFAB_DEMO_DIALECT_SPACE },
  { "no-id", CONFAB_DEMO_DIALECT_NO_ID },
  { "no-event", CONFAB_DEMO_DIALECT_NO_EVENT },
  { "no-status", CONFAB_DEMO_DIALECT_NO_STATUS },
  { "two-lines", CONFAB_DEMO_DIALECT_TWO_LINES },
  { "heartbeats", CONFAB_DEMO_DIALECT_HEARTBEATS },
  { "bom", CONFAB_DEMO_DIALECT_BOM },
  { "no-blank", CONFAB_DEMO_DIALECT_NO_BLANK },
  { "done", CONFAB_DEMO_DIALECT_DONE },
  { "done-event", CONFAB_DEMO_DIALECT_DONE_EVENT },
};

static const struct {
  const char *word;
  gsize offset;
} switch_words[] = {
  { "gzip", G_STRUCT_OFFSET (ConfabDemoScript, is_gzip) },
  { "plain", G_STRUCT_OFFSET (ConfabDemoScript, is_plain) },
  { "forget", G_STRUCT_OFFSET (ConfabDemoScript, forgets) },
  { "shuffle", G_STRUCT_OFFSET (ConfabDemoScript, is_shuffled) },
  { "no-usage", G_STRUCT_OFFSET (ConfabDemoScript, is_without_usage) },
  { "last-text", G_STRUCT_OFFSET (ConfabDemoScript, ends_with_text) },
};

static gboolean
read_number (const char  *text,
             guint       *number,
             GError     **error)
{
  guint64 value;

  if (!g_ascii_string_to_unsigned (text != NULL ? text : "", 10, 0, G_MAXUINT, &value, error))
    return FALSE;
  *number = (guint) value;

  return TRUE;
}

static gboolean
read_values (ConfabDemoStep  *step,
             ValuesKind       kind,
             const char      *values,
             GError         **error)
{
  g_auto (GStrv) parts = g_strsplit (values, " ", kind == VALUES_ERROR ? 3 : 2);
  guint n_parts = g_strv_length (parts);

  switch (kind)
    {
    case VALUES_NONE:
      return TRUE;

    case VALUES_NUMBER:
      return read_number (parts[0], &step->number, error);

    case VALUES_TEXT:
      step->text = g_strdup (values);
      return TRUE;

    case VALUES_NUMBER_MAYBE:
      step->text = g_strdup (n_parts > 1 ? parts[1] : "");
      return read_number (parts[0], &step->number, error);

    case VALUES_NUMBER_NUMBER:
      return read_number (parts[0], &step->number, error) &&
             read_number (parts[1], &step->interval, error);

    case VALUES_NUMBER_TEXT:
    case VALUES_ERROR:
      break;
    }

  if (n_parts < (kind == VALUES_ERROR ? 3 : 2))
    {
      g_set_error (error, CONFAB_ERROR, CONFAB_ERROR_OTHER, "Too few values: %s", values);
      return FALSE;
    }

  if (kind == VALUES_ERROR)
    step->code = g_intern_string (parts[1]);
  step->text = g_strdup (parts[n_parts - 1]);

  return read_number (parts[0], &step->number, error);
}

static ConfabDemoStep *
read_error (const char  *values,
            GError     **error)
{
  ConfabDemoStep *step = g_new0 (ConfabDemoStep, 1);

  step->kind = CONFAB_DEMO_STEP_ERROR;
  if (!read_values (step, VALUES_ERROR, values, error))
    {
      g_free (step->text);
      g_clear_pointer (&step, g_free);
    }

  return step;
}

static gboolean
read_first (ConfabDemoScript  *self,
            const char        *values,
            GError           **error)
{
  g_auto (GStrv) parts = g_strsplit (values, " ", 2);

  if (!read_number (parts[0], &self->n_first, error))
    return FALSE;

  self->first = read_error (parts[1] != NULL ? parts[1] : "", error);

  return self->first != NULL;
}

static gboolean
read_dialect (ConfabDemoScript  *self,
              const char        *values,
              GError           **error)
{
  g_auto (GStrv) words = g_strsplit (values, " ", -1);

  for (gsize i = 0; words[i] != NULL; i++)
    {
      gsize k = 0;

      while (k < G_N_ELEMENTS (dialect_words) && !g_str_equal (words[i], dialect_words[k].word))
        k++;
      if (k == G_N_ELEMENTS (dialect_words))
        {
          g_set_error (error, CONFAB_ERROR, CONFAB_ERROR_OTHER, "No such dialect: %s", words[i]);
          return FALSE;
        }
      self->dialect |= dialect_words[k].dialect;
    }

  return TRUE;
}

/* A word that says how, and not what comes; *@is_known tells whether it is one. */
static gboolean
read_setting (ConfabDemoScript  *self,
              const char        *word,
              const char        *values,
              gboolean          *is_known,
              GError           **error)
{
  *is_known = TRUE;

  if (g_str_equal (word, "first"))
    return read_first (self, values, error);
  if (g_str_equal (word, "with-session"))
    {
      self->with_session = read_error (values, error);
      return self->with_session != NULL;
    }
  if (g_str_equal (word, "interval"))
    return read_number (values, &self->interval, error);
  if (g_str_equal (word, "pieces"))
    return read_number (values, &self->piece_size, error);
  if (g_str_equal (word, "dialect"))
    return read_dialect (self, values, error);

  for (gsize i = 0; i < G_N_ELEMENTS (switch_words); i++)
    if (g_str_equal (word, switch_words[i].word))
      {
        G_STRUCT_MEMBER (gboolean, self, switch_words[i].offset) = TRUE;
        return TRUE;
      }

  if (g_str_equal (word, "header"))
    g_ptr_array_add (self->headers, g_strdup (values));
  else if (g_str_equal (word, "type"))
    self->content_type = g_strdup (values);
  else if (g_str_equal (word, "finish"))
    self->finish_reason = g_strdup (values);
  else if (g_str_equal (word, "rewrite"))
    self->rewrite = g_strdup (values);
  else
    *is_known = FALSE;

  return TRUE;
}

static gboolean
read_line (ConfabDemoScript  *self,
           const char        *word,
           const char        *values,
           GError           **error)
{
  gboolean is_known = FALSE;

  if (!read_setting (self, word, values, &is_known, error))
    return FALSE;
  if (is_known)
    return TRUE;

  for (gsize i = 0; i < G_N_ELEMENTS (step_words); i++)
    {
      ConfabDemoStep step = { .kind = step_words[i].kind };
      gboolean is_read;

      if (!g_str_equal (word, step_words[i].word))
        continue;

      is_read = read_values (&step, step_words[i].values, values, error);
      g_array_append_val (self->steps, step);
      return is_read;
    }

  g_set_error (error, CONFAB_ERROR, CONFAB_ERROR_OTHER, "Unknown word: %s", word);

  return FALSE;
}

static void
read_comment (ConfabDemoScript *self,
              const char       *comment)
{
  if (g_str_has_prefix (comment, CHINESE_MARK))
    {
      g_free (self->about_chinese);
      self->about_chinese = g_strdup (comment + strlen (CHINESE_MARK));
    }
  else
    {
      g_free (self->about);
      self->about = g_strdup (comment);
    }
}

/* The last step ends the reply, in the one way its connection can. */
static gboolean
has_proper_end (ConfabDemoScript *self)
{
  if (self->steps->len == 0)
    return FALSE;

  switch (g_array_index (self->steps, ConfabDemoStep, self->steps->len - 1).kind)
    {
    case CONFAB_DEMO_STEP_FRAMES:
    case CONFAB_DEMO_STEP_REST:
    case CONFAB_DEMO_STEP_FRAME:
    case CONFAB_DEMO_STEP_TEXT:
    case CONFAB_DEMO_STEP_MANY_FRAMES:
    case CONFAB_DEMO_STEP_HEARTBEATS:
    case CONFAB_DEMO_STEP_WAIT:
    case CONFAB_DEMO_STEP_HUGE_FRAME:
      return FALSE;

    case CONFAB_DEMO_STEP_ANSWER:
    case CONFAB_DEMO_STEP_END:
    case CONFAB_DEMO_STEP_ERROR:
    case CONFAB_DEMO_STEP_ERROR_FRAME:
    case CONFAB_DEMO_STEP_ERROR_STREAM:
    case CONFAB_DEMO_STEP_BODY:
    case CONFAB_DEMO_STEP_BROKEN_FRAME:
    case CONFAB_DEMO_STEP_PAGE:
    case CONFAB_DEMO_STEP_REDIRECT:
      return !confab_demo_script_needs_raw (self);

    case CONFAB_DEMO_STEP_STALL:
    case CONFAB_DEMO_STEP_CUT_BETWEEN:
    case CONFAB_DEMO_STEP_CUT_INSIDE:
    case CONFAB_DEMO_STEP_HALF_CLOSE:
    case CONFAB_DEMO_STEP_RESET:
      return TRUE;
    }

  return FALSE;
}

/**
 * confab_demo_script_parse:
 * @text: the text of a script file
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the script, or %NULL with @error set
 */
ConfabDemoScript *
confab_demo_script_parse (const char  *text,
                          GError     **error)
{
  g_autoptr (ConfabDemoScript) self = confab_demo_script_new ();
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      const char *line = g_strstrip (lines[i]);
      g_auto (GStrv) parts = NULL;

      if (*line == '\0')
        continue;
      if (g_str_has_prefix (line, "# "))
        {
          read_comment (self, line + strlen ("# "));
          continue;
        }

      parts = g_strsplit (line, " ", 2);
      if (!read_line (self, parts[0], parts[1] != NULL ? parts[1] : "", error))
        {
          g_prefix_error (error, "line %" G_GSIZE_FORMAT ": ", i + 1);
          return NULL;
        }
    }

  if (self->about == NULL || self->about_chinese == NULL || !has_proper_end (self))
    {
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_OTHER,
                           "A script needs its two explaining comments, and a step that ends it");
      return NULL;
    }

  return g_steal_pointer (&self);
}

