/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-demo"

#include "config.h"

#include "confab-demo-script.h"

#include <string.h>

#include "confab-demo-resources.h"
#include "confab-error.h"

#define FAULT_PATH "/io/github/confab_chat/Confab/demo/faults"
#define FAULT_SUFFIX ".fault"
#define CHINESE_MARK "zh: "

/* The language of the script files, one word with its values a line, played from top to bottom:
 *
 *   # TEXT                     explains the fault; "# zh: TEXT" in Chinese
 *   first N STATUS CODE TEXT   the first N requests get this error, the next one the rest
 *   interval MS                between two frames
 *   pieces N                   writes N bytes at a time, each as a chunk of its own
 *   gzip                       compresses, when the caller offers it
 *   rewrite TEXT               cumulative text begins with TEXT, until the middle of the answer
 *
 *   frames N                   the next N frames of the answer
 *   answer                     the rest of the answer, and the end of the reply
 *   wait MS                    nothing for so long
 *   stall                      nothing, ever
 *   error STATUS CODE TEXT     an HTTP error in place of the reply
 *   error-frame STATUS CODE TEXT   an error frame, and the end of the reply
 *   broken-frame               a frame that is no JSON, and the end of the reply
 *   huge-frame BYTES           one frame of more than BYTES
 *   page STATUS NAME           a web page in place of the reply
 *   redirect STATUS PATH       to PATH under another name of this host
 *   cut-between                closes the connection between two chunks
 *   cut-inside                 closes the connection in the middle of a chunk
 *   reset                      resets the connection
 */
typedef enum {
  VALUES_NONE,
  VALUES_NUMBER,
  VALUES_NUMBER_TEXT,
  VALUES_ERROR,
} ValuesKind;

static const struct {
  const char *word;
  ConfabDemoStepKind kind;
  ValuesKind values;
} step_words[] = {
  { "answer", CONFAB_DEMO_STEP_ANSWER, VALUES_NONE },
  { "frames", CONFAB_DEMO_STEP_FRAMES, VALUES_NUMBER },
  { "wait", CONFAB_DEMO_STEP_WAIT, VALUES_NUMBER },
  { "stall", CONFAB_DEMO_STEP_STALL, VALUES_NONE },
  { "error", CONFAB_DEMO_STEP_ERROR, VALUES_ERROR },
  { "error-frame", CONFAB_DEMO_STEP_ERROR_FRAME, VALUES_ERROR },
  { "broken-frame", CONFAB_DEMO_STEP_BROKEN_FRAME, VALUES_NONE },
  { "huge-frame", CONFAB_DEMO_STEP_HUGE_FRAME, VALUES_NUMBER },
  { "page", CONFAB_DEMO_STEP_PAGE, VALUES_NUMBER_TEXT },
  { "redirect", CONFAB_DEMO_STEP_REDIRECT, VALUES_NUMBER_TEXT },
  { "cut-between", CONFAB_DEMO_STEP_CUT_BETWEEN, VALUES_NONE },
  { "cut-inside", CONFAB_DEMO_STEP_CUT_INSIDE, VALUES_NONE },
  { "reset", CONFAB_DEMO_STEP_RESET, VALUES_NONE },
};

static void
clear_step (gpointer data)
{
  ConfabDemoStep *step = data;

  g_free (step->text);
}

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

static gboolean
read_first (ConfabDemoScript  *self,
            const char        *values,
            GError           **error)
{
  g_auto (GStrv) parts = g_strsplit (values, " ", 2);

  if (!read_number (parts[0], &self->n_first, error))
    return FALSE;

  self->first = g_new0 (ConfabDemoStep, 1);
  self->first->kind = CONFAB_DEMO_STEP_ERROR;

  return read_values (self->first, VALUES_ERROR, parts[1] != NULL ? parts[1] : "", error);
}

static gboolean
read_line (ConfabDemoScript  *self,
           const char        *word,
           const char        *values,
           GError           **error)
{
  if (g_str_equal (word, "first"))
    return read_first (self, values, error);
  if (g_str_equal (word, "interval"))
    return read_number (values, &self->interval, error);
  if (g_str_equal (word, "pieces"))
    return read_number (values, &self->piece_size, error);
  if (g_str_equal (word, "gzip"))
    {
      self->is_gzip = TRUE;
      return TRUE;
    }
  if (g_str_equal (word, "rewrite"))
    {
      self->rewrite = g_strdup (values);
      return TRUE;
    }

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

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static ConfabDemoScript *
make_script (void)
{
  ConfabDemoScript *self = g_new0 (ConfabDemoScript, 1);

  self->steps = g_array_new (FALSE, FALSE, sizeof (ConfabDemoStep));
  g_array_set_clear_func (self->steps, clear_step);

  return self;
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
    case CONFAB_DEMO_STEP_WAIT:
    case CONFAB_DEMO_STEP_HUGE_FRAME:
      return FALSE;

    case CONFAB_DEMO_STEP_ANSWER:
    case CONFAB_DEMO_STEP_ERROR:
    case CONFAB_DEMO_STEP_ERROR_FRAME:
    case CONFAB_DEMO_STEP_BROKEN_FRAME:
    case CONFAB_DEMO_STEP_PAGE:
    case CONFAB_DEMO_STEP_REDIRECT:
      return !confab_demo_script_needs_raw (self);

    case CONFAB_DEMO_STEP_STALL:
    case CONFAB_DEMO_STEP_CUT_BETWEEN:
    case CONFAB_DEMO_STEP_CUT_INSIDE:
    case CONFAB_DEMO_STEP_RESET:
      return TRUE;
    }

  return FALSE;
}

/**
 * confab_demo_script_new_plain:
 *
 * Returns: (transfer full): the script of a reply without a fault
 */
ConfabDemoScript *
confab_demo_script_new_plain (void)
{
  ConfabDemoScript *self = make_script ();
  ConfabDemoStep step = { .kind = CONFAB_DEMO_STEP_ANSWER };

  g_array_append_val (self->steps, step);

  return self;
}

/**
 * confab_demo_script_new_error:
 * @status: the HTTP status
 * @code: the service's error code
 * @message: its text
 * @in_frame: whether it is sent as a frame, when the reply is a stream
 *
 * Returns: (transfer full): the script of a reply that is an error
 */
ConfabDemoScript *
confab_demo_script_new_error (guint       status,
                              const char *code,
                              const char *message,
                              gboolean    in_frame)
{
  ConfabDemoScript *self = make_script ();
  ConfabDemoStep step = {
    .kind = in_frame ? CONFAB_DEMO_STEP_ERROR_FRAME : CONFAB_DEMO_STEP_ERROR,
    .number = status,
    .code = g_intern_string (code),
    .text = g_strdup (message),
  };

  g_array_append_val (self->steps, step);

  return self;
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
  g_autoptr (ConfabDemoScript) self = make_script ();
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

/**
 * confab_demo_script_load:
 * @name: of the fault, without `fault-`
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the script that is compiled in under that name; %NULL with
 *   @error set, of the resource domain when there is none
 */
ConfabDemoScript *
confab_demo_script_load (const char  *name,
                         GError     **error)
{
  g_autofree char *path = g_strconcat (FAULT_PATH "/", name, FAULT_SUFFIX, NULL);
  g_autoptr (GBytes) bytes = NULL;

  bytes = g_resource_lookup_data (confab_demo_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE,
                                  error);
  if (bytes == NULL)
    return NULL;

  return confab_demo_script_parse (g_bytes_get_data (bytes, NULL), error);
}

/**
 * confab_demo_script_free:
 * @self: (transfer full): a script
 */
void
confab_demo_script_free (ConfabDemoScript *self)
{
  g_free (self->about);
  g_free (self->about_chinese);
  g_array_unref (self->steps);
  if (self->first != NULL)
    clear_step (self->first);
  g_free (self->first);
  g_free (self->rewrite);
  g_free (self);
}

/**
 * confab_demo_script_has:
 * @self: a script
 * @kind: a kind of step
 *
 * Returns: whether it has such a step
 */
gboolean
confab_demo_script_has (ConfabDemoScript   *self,
                        ConfabDemoStepKind  kind)
{
  for (guint i = 0; i < self->steps->len; i++)
    if (g_array_index (self->steps, ConfabDemoStep, i).kind == kind)
      return TRUE;

  return FALSE;
}

/**
 * confab_demo_script_needs_raw:
 * @self: a script
 *
 * Returns: whether it does what an HTTP server never does, and must write on the bare connection
 */
gboolean
confab_demo_script_needs_raw (ConfabDemoScript *self)
{
  return confab_demo_script_has (self, CONFAB_DEMO_STEP_CUT_BETWEEN) ||
         confab_demo_script_has (self, CONFAB_DEMO_STEP_CUT_INSIDE) ||
         confab_demo_script_has (self, CONFAB_DEMO_STEP_RESET);
}

/**
 * confab_demo_script_dup_names:
 *
 * Returns: (transfer full): the names of all faults, without `fault-`, sorted
 */
char **
confab_demo_script_dup_names (void)
{
  g_auto (GStrv) files = g_resource_enumerate_children (confab_demo_get_resource (), FAULT_PATH,
                                                        G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (gsize i = 0; files != NULL && files[i] != NULL; i++)
    if (g_str_has_suffix (files[i], FAULT_SUFFIX))
      g_ptr_array_add (names, g_strndup (files[i], strlen (files[i]) - strlen (FAULT_SUFFIX)));

  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);

  return (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}
