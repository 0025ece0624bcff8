/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-ask-printer.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "confab-advice.h"
#include "confab-ask-marks.h"
#include "confab-text.h"

/* Of what the service says about itself. */
#define FOREIGN_CHARACTERS 500

struct _ConfabAskPrinter
{
  gboolean to_terminal;
  GString *printed; /* the answer's text as far as it was printed, before it was made harmless */
  guint rewrites;   /* of the answer, when it was last looked at */
  ConfabAskMarks *marks;
  gboolean line_is_open;
  gboolean aside_is_open; /* the last line of standard error */
  gboolean noting;
};

/**
 * confab_ask_printer_new:
 *
 * Returns: (transfer full): a printer on this process's standard output and error
 */
ConfabAskPrinter *
confab_ask_printer_new (void)
{
  ConfabAskPrinter *self = g_new0 (ConfabAskPrinter, 1);

  self->to_terminal = isatty (STDOUT_FILENO);
  self->printed = g_string_new (NULL);
  self->marks = confab_ask_marks_new ();

  return self;
}

/**
 * confab_ask_printer_free:
 * @self: (nullable) (transfer full): a printer
 */
void
confab_ask_printer_free (ConfabAskPrinter *self)
{
  if (self == NULL)
    return;

  g_string_free (self->printed, TRUE);
  confab_ask_marks_free (self->marks);
  g_free (self);
}

/* For a file or a pipe: the text as it is, but for the controls, since it may end up on a terminal
 * after all. (transfer full) */
static char *
drop_controls (const char *text,
               gsize       length)
{
  GString *result = g_string_sized_new (length);
  const char *end = text + length;

  for (const char *p = text; p < end; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\n' || c == '\t' || !g_unichar_iscntrl (c))
        g_string_append_unichar (result, c);
    }

  return g_string_free (result, FALSE);
}

static gboolean
write_out (const char *text)
{
  return fputs (text, stdout) >= 0 && fflush (stdout) == 0;
}

static gboolean
end_line (ConfabAskPrinter *self)
{
  if (!self->line_is_open)
    return TRUE;

  self->line_is_open = FALSE;

  return write_out ("\n");
}

static void
end_aside (ConfabAskPrinter *self)
{
  if (!self->aside_is_open)
    return;

  self->aside_is_open = FALSE;
  fputc ('\n', stderr);
}

static gboolean
print_readable (ConfabAskPrinter *self,
                const char       *text,
                gsize             length)
{
  g_autofree char *harmless = self->to_terminal ? confab_text_for_terminal (text, (gssize) length)
                                                : drop_controls (text, length);
  gsize n;

  end_aside (self);
  n = strlen (harmless);
  if (n == 0)
    return TRUE;

  self->line_is_open = harmless[n - 1] != '\n';

  return write_out (harmless);
}

static gboolean
print_piece (ConfabAskPrinter *self,
             const char       *text,
             gsize             length)
{
  g_autoptr (GString) readable = g_string_new (NULL);

  g_string_append_len (self->printed, text, (gssize) length);
  confab_ask_marks_feed (self->marks, text, length, readable);

  return readable->len == 0 || print_readable (self, readable->str, readable->len);
}

/**
 * confab_ask_printer_text:
 * @self: a printer
 * @answer: the answer, which may have grown
 *
 * Prints what is new. When the service took back what was printed already, the whole new text
 * follows in a line of its own, and standard error says so.
 *
 * Returns: whether it could be written
 */
gboolean
confab_ask_printer_text (ConfabAskPrinter *self,
                         ConfabMessage    *answer)
{
  guint rewrites = confab_message_get_rewrites (answer);
  const char *text;
  gsize length;

  text = confab_message_get_text (answer, &length);

  if (rewrites != self->rewrites)
    {
      self->rewrites = rewrites;
      if (length < self->printed->len ||
          memcmp (text, self->printed->str, self->printed->len) != 0)
        {
          confab_ask_printer_end_text (self);
          confab_ask_printer_say (self, _("The service has rewritten its answer. It begins anew:"));
          g_string_truncate (self->printed, 0);
        }
    }

  if (length <= self->printed->len)
    return TRUE;

  return print_piece (self, text + self->printed->len, length - self->printed->len);
}

/**
 * confab_ask_printer_end_text:
 * @self: a printer
 *
 * The text is over: prints what waited for more of it, and ends the last line.
 *
 * Returns: whether it could be written
 */
gboolean
confab_ask_printer_end_text (ConfabAskPrinter *self)
{
  g_autoptr (GString) rest = g_string_new (NULL);

  confab_ask_marks_end (self->marks, rest);
  if (rest->len > 0 && !print_readable (self, rest->str, rest->len))
    return FALSE;

  return end_line (self);
}

/**
 * confab_ask_printer_line:
 * @self: a printer
 * @json: one JSON object in one line
 *
 * Prints it; a control inside (json-glib leaves the C1 ones alone) is escaped as JSON does.
 *
 * Returns: whether it could be written
 */
gboolean
confab_ask_printer_line (ConfabAskPrinter *self,
                         const char       *json)
{
  g_autoptr (GString) line = g_string_sized_new (strlen (json) + 1);

  for (const char *p = json; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_iscntrl (c))
        g_string_append_printf (line, "\\u%04x", c);
      else
        g_string_append_unichar (line, c);
    }
  g_string_append_c (line, '\n');

  return write_out (line->str);
}

/**
 * confab_ask_printer_aside:
 * @self: a printer
 * @text: foreign text that goes on in the next piece
 *
 * Prints a piece to standard error as it stands, but for what could command a terminal.
 */
void
confab_ask_printer_aside (ConfabAskPrinter *self,
                          const char       *text)
{
  g_autofree char *harmless = confab_text_for_terminal (text, -1);
  gsize n = strlen (harmless);

  if (n == 0)
    return;
  if (self->line_is_open && self->to_terminal)
    end_line (self);

  fputs (harmless, stderr);
  fflush (stderr);
  self->aside_is_open = harmless[n - 1] != '\n';
}

/**
 * confab_ask_printer_source:
 * @self: a printer
 * @source: a program that Confab wrote
 *
 * Prints it as it is: a program holds foreign text only where it has escaped all controls.
 *
 * Returns: whether it could be written
 */
gboolean
confab_ask_printer_source (ConfabAskPrinter *self,
                           const char       *source)
{
  return write_out (source);
}

/**
 * confab_ask_printer_say:
 * @self: a printer
 * @sentence: for the person; may hold foreign text
 *
 * Prints to standard error.
 */
void
confab_ask_printer_say (ConfabAskPrinter *self,
                        const char       *sentence)
{
  g_autofree char *harmless = confab_text_for_terminal (sentence, -1);

  /* A sentence never continues the answer's last line. */
  if (self->line_is_open && self->to_terminal)
    end_line (self);
  end_aside (self);

  fprintf (stderr, "confab: %s\n", harmless);
  fflush (stderr);
}

/**
 * confab_ask_printer_note:
 * @self: a printer
 * @note: (nullable): what is going on, %NULL when that is over
 *
 * Prints the first of several notes that follow each other, such as the seconds of a countdown.
 */
void
confab_ask_printer_note (ConfabAskPrinter *self,
                         const char       *note)
{
  if (note != NULL && !self->noting)
    confab_ask_printer_say (self, note);

  self->noting = note != NULL;
}

/* "code, HTTP status, request id", as far as they are known. (transfer full) (nullable) */
static char *
describe_origin (const ConfabFailure *failure)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (failure->code != NULL)
    g_ptr_array_add (parts, confab_text_one_line (failure->code, FOREIGN_CHARACTERS));
  if (failure->http_status != 0)
    g_ptr_array_add (parts, g_strdup_printf ("HTTP %d", failure->http_status));
  if (failure->request_id != NULL)
    {
      g_autofree char *id = confab_text_one_line (failure->request_id, FOREIGN_CHARACTERS);

      g_ptr_array_add (parts, g_strdup_printf (_("request %s"), id));
    }

  if (parts->len == 0)
    return NULL;

  g_ptr_array_add (parts, NULL);

  return g_strjoinv (", ", (char **) parts->pdata);
}

/**
 * confab_ask_printer_failure:
 * @self: a printer
 * @status: how the answer ended
 * @failure: (nullable): why
 * @hint: (nullable): what to do at a command line, instead of the general advice
 *
 * Prints what happened, what to do, and what the service said, to standard error.
 */
void
confab_ask_printer_failure (ConfabAskPrinter    *self,
                            ConfabStatus         status,
                            const ConfabFailure *failure,
                            const char          *hint)
{
  g_autofree char *sentence = NULL;
  g_autofree char *origin = NULL;
  ConfabAdvice advice;

  confab_advice_for (status, failure, &advice);
  sentence = g_strdup_printf ("%s. %s", advice.title, hint != NULL ? hint : advice.text);
  confab_ask_printer_say (self, sentence);

  if (failure == NULL)
    return;

  origin = describe_origin (failure);
  if (failure->message != NULL && *failure->message != '\0')
    {
      g_autofree char *words = confab_text_one_line (failure->message, FOREIGN_CHARACTERS);
      g_autofree char *line = NULL;

      line = origin != NULL ? g_strdup_printf ("%s (%s)", words, origin) : g_strdup (words);
      confab_ask_printer_say (self, line);
    }
  else if (origin != NULL)
    {
      g_autofree char *line = g_strdup_printf ("(%s)", origin);

      confab_ask_printer_say (self, line);
    }
}
