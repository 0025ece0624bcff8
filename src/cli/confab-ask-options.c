/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-ask-options.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <glib/gi18n.h>

#include "confab-ask-fields.h"
#include "confab-engine.h"
#include "confab-error.h"
#include "confab-text.h"
#include "confab-url.h"

#define BASE_URL_VARIABLE "DASHSCOPE_HTTP_BASE_URL"
#define SESSION_ID_LENGTH 32
#define MAX_TIMEOUT       86400
#define NO_TIMEOUT        G_MININT /* the option was not given */

/* Far above what the service takes; it only keeps `confab ask - < /dev/zero` from going on. */
#define MAX_PROMPT (16 * 1024 * 1024)

/**
 * confab_ask_options_free:
 * @self: (nullable) (transfer full): options
 */
void
confab_ask_options_free (ConfabAskOptions *self)
{
  if (self == NULL)
    return;

  g_free (self->prompt);
  g_free (self->app);
  g_free (self->base_url);
  g_free (self->workspace);
  g_free (self->session_id);
  g_strfreev (self->presets);
  g_clear_pointer (&self->message, confab_options_unref);
  g_free (self->emit);
  g_free (self);
}

static gboolean
take_session (ConfabAskOptions  *self,
              const char        *word,
              GError           **error)
{
  gsize length;
  guint64 number;

  if (word == NULL || g_str_equal (word, "new"))
    {
      self->session = CONFAB_ASK_SESSION_NEW;
      return TRUE;
    }

  if (g_str_equal (word, "none"))
    {
      self->session = CONFAB_ASK_SESSION_NONE;
      return TRUE;
    }

  length = strlen (word);
  if (length == SESSION_ID_LENGTH && strspn (word, "0123456789abcdefABCDEF") == length)
    {
      self->session = CONFAB_ASK_SESSION_REMOTE;
      self->session_id = g_strdup (word);
      return TRUE;
    }

  if (g_ascii_string_to_unsigned (word, 10, 1, G_MAXINT64, &number, NULL))
    {
      self->session = CONFAB_ASK_SESSION_OURS;
      self->session_number = (gint64) number;
      return TRUE;
    }

  g_set_error (error, CONFAB_ERROR, CONFAB_ERROR_USAGE,
               _("--session takes “new”, “none”, the number of a session of Confab, or the 32 hex "
                 "digits of a session of the service, not “%s”."), word);

  return FALSE;
}

static char *
read_standard_input (GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char buffer[4096];
  gsize n;

  while ((n = fread (buffer, 1, sizeof buffer, stdin)) > 0)
    {
      g_string_append_len (text, buffer, (gssize) n);
      if (text->len > MAX_PROMPT)
        {
          g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_USAGE,
                               _("The prompt on standard input is too long."));
          return NULL;
        }
    }

  if (ferror (stdin))
    {
      g_set_error (error, CONFAB_ERROR, CONFAB_ERROR_USAGE,
                   _("Standard input cannot be read: %s"), g_strerror (errno));
      return NULL;
    }

  return confab_text_make_valid (text->str, (gssize) text->len);
}

static gboolean
take_prompt (ConfabAskOptions  *self,
             char             **words,
             gboolean           may_be_missing,
             GError           **error)
{
  g_autofree char *visible = NULL;
  guint n = words != NULL ? g_strv_length (words) : 0;

  if (n == 0 && may_be_missing)
    return TRUE;

  if (n == 0)
    {
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_USAGE,
                           _("The prompt is missing. Give it as the last argument, or “-” to read "
                             "it from standard input."));
      return FALSE;
    }

  if (n > 1)
    {
      g_set_error (error, CONFAB_ERROR, CONFAB_ERROR_USAGE,
                   _("There is one prompt only; put it in quotes. “%s” is too much."), words[1]);
      return FALSE;
    }

  self->prompt = g_str_equal (words[0], "-") ? read_standard_input (error)
                                             : confab_text_make_valid (words[0], -1);
  if (self->prompt == NULL)
    return FALSE;

  visible = g_strstrip (g_strdup (self->prompt));
  if (*visible != '\0')
    return TRUE;

  g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_USAGE, _("The prompt is empty."));

  return FALSE;
}

static gboolean
take_base_url (ConfabAskOptions  *self,
               const char        *option,
               GError           **error)
{
  g_autoptr (GError) url_error = NULL;
  const char *text = option != NULL ? option : g_getenv (BASE_URL_VARIABLE);

  if (text == NULL || *text == '\0')
    return TRUE;

  self->base_url = confab_url_normalize_base (text, &url_error);
  if (self->base_url != NULL)
    return TRUE;

  g_set_error (error, CONFAB_ERROR, CONFAB_ERROR_USAGE, "%s: %s",
               option != NULL ? "--base-url" : BASE_URL_VARIABLE, url_error->message);

  return FALSE;
}

/**
 * confab_ask_options_parse:
 * @argc: number of arguments
 * @argv: the command's arguments, the first of which is its name
 * @error: return location
 *
 * Understands the arguments, and reads the prompt from standard input when they say so. For
 * `--help` it prints what there is and ends the program.
 *
 * Returns: (transfer full): the options, or %NULL with a sentence about what is wrong
 */
ConfabAskOptions *
confab_ask_options_parse (int      argc,
                          char   **argv,
                          GError **error)
{
  g_autoptr (ConfabAskOptions) self = g_new0 (ConfabAskOptions, 1);
  g_autoptr (GOptionContext) context = NULL;
  g_autoptr (GError) option_error = NULL;
  g_auto (GStrv) arguments = NULL;
  g_auto (GStrv) words = NULL;
  g_autofree char *base_url = NULL;
  g_autofree char *session = NULL;
  g_auto (ConfabAskFields) fields = { 0 };
  int timeout = NO_TIMEOUT;
  const GOptionEntry entries[] = {
    { "app", 'a', 0, G_OPTION_ARG_STRING, &self->app,
      N_("The application: its name in Confab, or its App ID"), N_("NAME|APP_ID") },
    { "base-url", 'b', 0, G_OPTION_ARG_STRING, &base_url,
      N_("Where it is called, ending in /api/v1"), N_("URL") },
    { "workspace", 'w', 0, G_OPTION_ARG_STRING, &self->workspace,
      N_("The workspace it belongs to"), N_("ID") },
    { "session", 's', 0, G_OPTION_ARG_STRING, &session,
      N_("The session to go on with; “new” is the default, “none” stores nothing"),
      N_("ID|new|none") },
    { "timeout", 't', 0, G_OPTION_ARG_INT, &timeout,
      N_("Give up after so many seconds without any data"), N_("SECONDS") },
    { "preset", 'p', 0, G_OPTION_ARG_STRING_ARRAY, &self->presets,
      N_("Send with this preset of the application, too"), N_("NAME") },
    { "pipeline", 0, 0, G_OPTION_ARG_STRING_ARRAY, &fields.pipelines,
      N_("Retrieve from this knowledge base only"), N_("ID") },
    { "file", 0, 0, G_OPTION_ARG_STRING_ARRAY, &fields.files,
      N_("Retrieve from this document of a knowledge base only"), N_("ID") },
    { "tag", 0, 0, G_OPTION_ARG_STRING_ARRAY, &fields.tags,
      N_("Retrieve from documents with this tag only"), N_("TAG") },
    { "metadata", 0, 0, G_OPTION_ARG_STRING, &fields.metadata,
      N_("Retrieve from documents with these metadata only"), N_("JSON") },
    { "structured", 0, 0, G_OPTION_ARG_STRING, &fields.structured,
      N_("Retrieve rows with these values only"), N_("JSON") },
    { "input", 'i', 0, G_OPTION_ARG_STRING, &fields.input,
      N_("Inputs of a workflow: members of biz_params"), N_("JSON") },
    { "plugin", 0, 0, G_OPTION_ARG_STRING_ARRAY, &fields.plugins,
      N_("A parameter of a plug-in; VALUE is JSON, else a text"), N_("CODE:NAME=VALUE") },
    { "token", 0, 0, G_OPTION_ARG_STRING_ARRAY, &fields.tokens,
      N_("Send the token of this plug-in; with NAME, as that parameter"), N_("CODE[:NAME]") },
    { "image", 0, 0, G_OPTION_ARG_STRING_ARRAY, &fields.images,
      N_("Send the address of an image along"), N_("URL") },
    { "messages", 'm', 0, G_OPTION_ARG_FILENAME, &fields.messages,
      N_("Send these messages before the prompt: a JSON list of role and content"), N_("FILE") },
    { "thoughts", 0, 0, G_OPTION_ARG_NONE, &fields.thoughts,
      N_("Ask for thoughts: retrieval, plug-in calls, reasoning"), NULL },
    { "flow-mode", 0, 0, G_OPTION_ARG_STRING, &fields.flow_mode,
      N_("How a workflow streams: message_format_plus, message_format, full_thoughts, "
         "agent_format"), N_("MODE") },
    { "extra", 'x', 0, G_OPTION_ARG_STRING, &fields.extra,
      N_("Merge this into the body of the request"), N_("JSON") },
    { "cumulative", 0, 0, G_OPTION_ARG_NONE, &fields.cumulative,
      N_("Ask for frames that each hold the whole text so far"), NULL },
    { "no-stream", 0, 0, G_OPTION_ARG_NONE, &fields.no_stream,
      N_("Ask for the answer in one piece"), NULL },
    { "json", 'j', 0, G_OPTION_ARG_NONE, &self->json,
      N_("Print one JSON object a line: each event, and the answer at the end"), NULL },
    { "dry-run", 'n', 0, G_OPTION_ARG_NONE, &self->dry_run,
      N_("Print the request as JSON, without its key, and send nothing"), NULL },
    { "emit", 'e', 0, G_OPTION_ARG_STRING, &self->emit,
      N_("Print a program that sends the request, and send nothing: curl, python or java"),
      N_("LANGUAGE") },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &words, NULL, NULL },
    { NULL },
  };

  /* The parser sets the program's name in messages from the first argument. */
  arguments = g_new0 (char *, argc + 1);
  for (int i = 0; i < argc; i++)
    arguments[i] = g_strdup (argv[i]);

  context = g_option_context_new (_("PROMPT"));
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (
    context, _("Sends a prompt to an application of Model Studio and prints the answer as it comes.\n"
               "PROMPT may be “-”: then it is read from standard input."));
  g_option_context_set_description (
    context, _("The key is taken from DASHSCOPE_API_KEY or from the keyring, the address from "
               "--base-url,\nDASHSCOPE_HTTP_BASE_URL or what Confab knows of the application. A plug-in's "
               "token is taken\nfrom the keyring or from CONFAB_TOKEN_ and its code in capitals, "
               "other characters as _.\n\n"
               "Exit status: 0 done, 1 other, 2 usage, 3 authentication or access, 4 quota or "
               "throttling,\n5 refused content, 6 server, 7 network, 8 incomplete answer, "
               "130 interrupted,\n143 terminated."));

  if (!g_option_context_parse_strv (context, &arguments, &option_error))
    {
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_USAGE, option_error->message);
      return NULL;
    }

  if (self->emit != NULL && !confab_engine_can_write_request (self->emit))
    {
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_USAGE,
                           _("--emit takes curl, python or java."));
      return NULL;
    }

  if (self->emit != NULL && self->dry_run)
    {
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_USAGE,
                           _("--emit and --dry-run exclude each other."));
      return NULL;
    }

  if (timeout != NO_TIMEOUT && (timeout < 1 || timeout > MAX_TIMEOUT))
    {
      g_set_error (error, CONFAB_ERROR, CONFAB_ERROR_USAGE,
                   _("--timeout takes 1 to %d seconds."), MAX_TIMEOUT);
      return NULL;
    }
  self->timeout = timeout != NO_TIMEOUT ? (guint) timeout : 0;

  if (!take_session (self, session, error) || !take_base_url (self, base_url, error) ||
      !take_prompt (self, words, fields.messages != NULL, error))
    return NULL;

  self->message = confab_ask_fields_to_options (&fields, &self->prompt, error);
  if (self->message == NULL)
    return NULL;

  return g_steal_pointer (&self);
}
