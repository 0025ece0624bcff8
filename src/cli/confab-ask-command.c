/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-ask-command.h"

#include <signal.h>
#include <unistd.h>

#include <glib-unix.h>
#include <glib/gi18n.h>

#include "confab-ask-private.h"
#include "confab-engine-catalogue.h"
#include "confab-error.h"
#include "confab-options-fields.h"
#include "confab-report.h"
#include "confab-url.h"

/* The end ----------------------------------------------------------------------------------- */

static void
closed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  ConfabAsk *ask = user_data;
  g_autoptr (GError) error = NULL;

  /* An answer that was shown and is not kept is no success. */
  if (!confab_engine_close_finish (ask->engine, result, &error))
    {
      confab_ask_printer_say (ask->printer, error->message);
      if (ask->exit_status == 0)
        ask->exit_status = 1;
    }

  g_main_loop_quit (ask->loop);
}

static void
finish (ConfabAsk *ask,
        int        exit_status)
{
  if (ask->ending)
    return;

  ask->ending = TRUE;
  ask->exit_status = exit_status;
  confab_engine_close_async (ask->engine, closed_cb, ask);
}

static gboolean
finish_in_idle_cb (gpointer user_data)
{
  ConfabAsk *ask = user_data;

  finish (ask, ask->exit_status);

  return G_SOURCE_REMOVE;
}

/**
 * confab_ask_fail:
 * @ask: the run
 * @error: why nothing was sent: a sentence
 *
 * Ends the run, with the exit status of the error.
 */
void
confab_ask_fail (ConfabAsk    *ask,
                 const GError *error)
{
  ConfabErrorClass error_class = CONFAB_ERROR_OTHER;

  /* Nothing but a signal cancels. */
  if (ask->signal != 0)
    {
      finish (ask, 128 + ask->signal);
      return;
    }

  if (error->domain == CONFAB_ERROR)
    error_class = (ConfabErrorClass) error->code;

  if (ask->options->json)
    {
      g_autoptr (ConfabFailure) failure = confab_failure_new (error_class, NULL, error->message);
      g_autofree char *line = confab_report_failure (failure);

      confab_ask_printer_line (ask->printer, line);
    }
  confab_ask_printer_say (ask->printer, error->message);
  finish (ask, confab_error_get_exit_status (error_class));
}

/**
 * confab_ask_fail_with:
 * @ask: the run
 * @error_class: what kind of failure
 * @sentence: why nothing was sent
 *
 * The same for a failure of our own.
 */
void
confab_ask_fail_with (ConfabAsk        *ask,
                      ConfabErrorClass  error_class,
                      const char       *sentence)
{
  g_autoptr (GError) error = g_error_new_literal (CONFAB_ERROR, error_class, sentence);

  confab_ask_fail (ask, error);
}

/* The answer -------------------------------------------------------------------------------- */

/* What helps at a command line, where the window's advice would not. */
static const char *
find_hint (ConfabAsk           *ask,
           const ConfabFailure *failure)
{
  const char *base_url;

  if (g_strcmp0 (failure->code, CONFAB_FAILURE_NO_TOKEN) == 0)
    return _("Set the environment variable CONFAB_TOKEN_ and the plug-in's code in capitals, other "
             "characters as _, to its token. It is sent to Model Studio, and to another address only "
             "when --base-url names that.");
  if (g_strcmp0 (failure->code, CONFAB_FAILURE_NO_KEY) != 0 &&
      g_strcmp0 (failure->code, CONFAB_FAILURE_KEYRING) != 0)
    return NULL;

  base_url = confab_connection_get_record (confab_studio_app_get_connection (ask->app))->base_url;
  if (confab_url_is_loopback (base_url))
    return _("Set the environment variable DASHSCOPE_API_KEY to the key that the service on this "
             "computer was started with (confab demo-service --key).");
  if (!confab_context_may_use_environment (confab_engine_get_context (ask->engine), base_url))
    return _("The key in the environment variable DASHSCOPE_API_KEY is for Model Studio. It is sent "
             "to another address only when --base-url names that. Or enter the address's own key "
             "in Confab's window, which keeps it in the keyring.");

  return _("Set the environment variable DASHSCOPE_API_KEY to an API key of Model Studio, or add "
           "the application in Confab's window, which keeps its key in the keyring.");
}

static int
get_exit_status (ConfabAsk *ask)
{
  const ConfabFailure *failure = confab_message_get_failure (ask->answer);

  switch (confab_message_get_status (ask->answer))
    {
    case CONFAB_STATUS_COMPLETE:
      return 0;
    case CONFAB_STATUS_STOPPED:
      return ask->signal != 0 ? 128 + ask->signal : 1;
    case CONFAB_STATUS_QUEUED:
    case CONFAB_STATUS_CONNECTING:
    case CONFAB_STATUS_SENT:
    case CONFAB_STATUS_STREAMING:
    case CONFAB_STATUS_INTERRUPTED:
    case CONFAB_STATUS_REFUSED:
    case CONFAB_STATUS_FAILED:
    case CONFAB_STATUS_UNKNOWN:
      break;
    }

  return failure != NULL ? confab_error_get_exit_status (failure->error_class) : 1;
}

static void
answer_ended (ConfabAsk *ask)
{
  const ConfabFailure *failure = confab_message_get_failure (ask->answer);
  ConfabStatus status = confab_message_get_status (ask->answer);

  if (ask->options->json)
    {
      g_autofree char *line = confab_report_answer (ask->answer, ask->session);

      confab_ask_printer_line (ask->printer, line);
    }
  else
    {
      confab_ask_printer_text (ask->printer, ask->answer);
      confab_ask_printer_end_text (ask->printer);
      if (ask->shows_thoughts)
        confab_ask_evidence_steps (ask->evidence, ask->answer);
      confab_ask_evidence_sources (ask->evidence, ask->answer);
    }

  if (status != CONFAB_STATUS_COMPLETE)
    confab_ask_printer_failure (ask->printer, status, failure,
                                failure != NULL ? find_hint (ask, failure) : NULL);

  ask->exit_status = get_exit_status (ask);
}

static void
answer_changed_cb (ConfabMessage *answer,
                   guint          changes,
                   gpointer       user_data)
{
  ConfabAsk *ask = user_data;

  if (ask->ending)
    return;

  if (changes & CONFAB_MESSAGE_DETAILS)
    confab_ask_printer_note (ask->printer, confab_message_get_note (answer));

  if ((changes & CONFAB_MESSAGE_TEXT) && !ask->options->json &&
      !confab_ask_printer_text (ask->printer, answer))
    confab_engine_stop (ask->engine, ask->session); /* nobody reads on */
}

static void
event_cb (ConfabMessage *answer,
          const char    *line,
          gpointer       user_data)
{
  ConfabAsk *ask = user_data;

  if (ask->ending)
    return;

  if (!ask->options->json)
    confab_ask_evidence_event (ask->evidence, line);
  else if (!confab_ask_printer_line (ask->printer, line))
    confab_engine_stop (ask->engine, ask->session);
}

static void
answering_changed_cb (ConfabSession *session,
                      GParamSpec    *pspec,
                      gpointer       user_data)
{
  ConfabAsk *ask = user_data;

  if (ask->answer == NULL || confab_session_get_answering (session))
    return;

  answer_ended (ask);
  /* The turn is still busy with its end. */
  g_idle_add (finish_in_idle_cb, ask);
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  ConfabAsk *ask = user_data;
  g_autoptr (GError) error = NULL;

  ask->answer = confab_engine_send_finish (ask->engine, result, &error);
  if (ask->answer == NULL)
    {
      confab_ask_fail (ask, error);
      return;
    }

  g_signal_connect (ask->answer, "changed", G_CALLBACK (answer_changed_cb), ask);
  confab_ask_printer_note (ask->printer, confab_message_get_note (ask->answer));
  g_signal_connect (ask->session, "notify::answering", G_CALLBACK (answering_changed_cb), ask);
  if (!confab_session_get_answering (ask->session))
    answering_changed_cb (ask->session, NULL, ask);
}

/* Prints the request instead of sending it. */
static void
show (ConfabAsk     *ask,
      ConfabOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *request = NULL;
  gboolean printed;

  if (ask->options->emit != NULL)
    request = confab_engine_write_request (ask->engine, ask->session, ask->options->prompt, options,
                                           ask->options->emit, &error);
  else
    request = confab_engine_preview_request (ask->engine, ask->session, ask->options->prompt,
                                             options, &error);
  if (request == NULL)
    {
      confab_ask_fail (ask, error);
      return;
    }

  printed = ask->options->emit != NULL ? confab_ask_printer_source (ask->printer, request)
                                       : confab_ask_printer_line (ask->printer, request);
  finish (ask, printed ? 0 : 1);
}

/* What is probably not meant; what is wrong is said by whoever refuses it. */
static void
warn (ConfabAsk     *ask,
      ConfabOptions *options)
{
  g_autoptr (GPtrArray) problems =
    confab_engine_check_request (ask->engine, ask->session, ask->options->prompt, options, NULL);

  for (guint i = 0; problems != NULL && i < problems->len; i++)
    {
      const ConfabProblem *problem = g_ptr_array_index (problems, i);
      g_autofree char *line = NULL;

      if (problem->is_error)
        continue;
      line = g_strdup_printf ("%s: %s", problem->path, problem->sentence);
      confab_ask_printer_say (ask->printer, line);
    }
}

static void
send (ConfabAsk *ask,
      GPtrArray *presets)
{
  g_autoptr (ConfabOptionsMerge) merge =
    confab_engine_merge_options (ask->engine, ask->session, presets, ask->options->message);
  ConfabOptions *options = confab_options_merge_get_options (merge);

  warn (ask, options);
  if (ask->options->dry_run || ask->options->emit != NULL)
    {
      show (ask, options);
      return;
    }

  confab_engine_set_idle_timeout (ask->engine, ask->options->timeout);
  confab_options_get_boolean (options, CONFAB_FIELD_HAS_THOUGHTS, &ask->shows_thoughts);
  if (ask->options->json || ask->shows_thoughts)
    confab_engine_set_event_func (ask->engine, event_cb, ask);
  confab_engine_set_current_session (ask->engine, ask->session);
  confab_engine_send_async (ask->engine, ask->conversation, ask->options->prompt, options,
                            ask->cancellable, sent_cb, ask);
}

/* Presets and session ----------------------------------------------------------------------- */

/* One of the application's presets, by its name. (transfer none) (nullable) */
static const ConfabPresetRecord *
find_preset (ConfabAsk  *ask,
             const char *name)
{
  GListModel *presets = confab_engine_get_presets (ask->engine);
  gint64 app = confab_studio_app_get_record (ask->app)->id;

  for (guint i = 0; i < g_list_model_get_n_items (presets); i++)
    {
      g_autoptr (ConfabPreset) preset = g_list_model_get_item (presets, i);
      const ConfabPresetRecord *record = confab_preset_get_record (preset); /* the list holds it */

      if (record->app == app && g_strcmp0 (record->name, name) == 0)
        return record;
    }

  return NULL;
}

static void
send_with_presets (ConfabAsk *ask)
{
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();

  for (guint i = 0; ask->options->presets != NULL && ask->options->presets[i] != NULL; i++)
    {
      const ConfabPresetRecord *preset = find_preset (ask, ask->options->presets[i]);
      g_autofree char *sentence = NULL;

      if (preset == NULL)
        {
          sentence = g_strdup_printf (_("--preset: The application has no preset “%s”."),
                                      ask->options->presets[i]);
          confab_ask_fail_with (ask, CONFAB_ERROR_USAGE, sentence);
          return;
        }
      g_ptr_array_add (chosen, (gpointer) preset);
    }

  send (ask, chosen);
}

static void
prepare_session (ConfabAsk *ask)
{
  if (ask->options->session == CONFAB_ASK_SESSION_NONE)
    {
      ask->conversation = confab_engine_new_unstored (ask->engine, ask->app);
      ask->session = g_object_ref (confab_conversation_get_session (ask->conversation));
      return;
    }

  if (ask->session == NULL)
    ask->session = confab_engine_new_session (ask->engine, ask->app);
  if (ask->options->session == CONFAB_ASK_SESSION_REMOTE &&
      confab_session_get_record (ask->session)->remote_id == NULL)
    confab_session_set_remote (ask->session, ask->options->session_id, 0, 0);

  ask->conversation = confab_engine_dup_conversation (ask->engine, ask->session);
}

/**
 * confab_ask_go_on:
 * @ask: a run that knows its application
 *
 * Sends, or says what would be sent.
 */
void
confab_ask_go_on (ConfabAsk *ask)
{
  prepare_session (ask);
  send_with_presets (ask);
}

/* The beginning ----------------------------------------------------------------------------- */

static void
started_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  ConfabAsk *ask = user_data;
  g_autoptr (GError) error = NULL;
  const char *note;

  if (!confab_engine_start_finish (ask->engine, result, &error))
    {
      confab_ask_fail (ask, error);
      return;
    }

  note = confab_engine_get_store_note (ask->engine);
  if (note != NULL && !ask->options->dry_run && ask->options->emit == NULL)
    {
      if (ask->options->session != CONFAB_ASK_SESSION_NONE)
        {
          g_autofree char *sentence = NULL;

          sentence = g_strdup_printf (_("%s With --session none, Confab asks without keeping "
                                        "anything."), note);
          confab_ask_fail_with (ask, CONFAB_ERROR_STORE, sentence);
          return;
        }
      confab_ask_printer_say (ask->printer, note);
    }

  confab_ask_choose_app (ask);
}

/* The command ------------------------------------------------------------------------------- */

static void
interrupt (ConfabAsk *ask,
           int        number)
{
  /* Who asks twice does not want to wait for the disk; the next start tidies up. */
  if (ask->signal != 0)
    _exit (128 + number);

  ask->signal = number;
  g_cancellable_cancel (ask->cancellable);
  if (ask->session != NULL)
    confab_engine_stop (ask->engine, ask->session);
}

static gboolean
interrupted_cb (gpointer user_data)
{
  interrupt (user_data, SIGINT);

  return G_SOURCE_CONTINUE;
}

static gboolean
terminated_cb (gpointer user_data)
{
  interrupt (user_data, SIGTERM);

  return G_SOURCE_CONTINUE;
}

static int
run (ConfabAsk *ask)
{
  g_autoptr (ConfabContext) context = confab_context_new (NULL, TRUE);
  guint interrupted;
  guint terminated;

  ask->loop = g_main_loop_new (NULL, FALSE);
  ask->cancellable = g_cancellable_new ();
  ask->engine = confab_engine_new (context);
  confab_context_prefer_environment (context, ask->options->base_url);
  interrupted = g_unix_signal_add (SIGINT, interrupted_cb, ask);
  terminated = g_unix_signal_add (SIGTERM, terminated_cb, ask);

  confab_engine_start_async (ask->engine, ask->cancellable, started_cb, ask);
  g_main_loop_run (ask->loop);

  g_source_remove (interrupted);
  g_source_remove (terminated);
  if (ask->session != NULL)
    g_signal_handlers_disconnect_by_data (ask->session, ask);
  if (ask->answer != NULL)
    g_signal_handlers_disconnect_by_data (ask->answer, ask);
  g_clear_object (&ask->answer);
  g_clear_object (&ask->conversation);
  g_clear_object (&ask->session);
  g_clear_object (&ask->app);
  g_clear_object (&ask->engine);
  g_clear_object (&ask->cancellable);
  g_main_loop_unref (ask->loop);

  return ask->exit_status;
}

/**
 * confab_ask_command:
 * @argc: number of arguments
 * @argv: the command's arguments, the first of which is its name
 *
 * `confab ask`: sends a prompt and prints the answer, with the same applications, keyring and
 * history as the window, and without a display.
 *
 * Returns: the exit status (see `confab ask --help`)
 */
int
confab_ask_command (int    argc,
                    char **argv)
{
  g_autoptr (ConfabAskOptions) options = NULL;
  g_autoptr (ConfabAskPrinter) printer = confab_ask_printer_new ();
  g_autoptr (ConfabAskEvidence) evidence = confab_ask_evidence_new (printer);
  g_autoptr (GError) error = NULL;
  ConfabAsk ask = { .exit_status = 1 };

  g_set_prgname ("confab ask");
  /* Standard output is the answer's, also when somebody debugs. */
  g_log_writer_default_set_use_stderr (TRUE);
  options = confab_ask_options_parse (argc, argv, &error);
  if (options == NULL)
    {
      confab_ask_printer_say (printer, error->message);
      confab_ask_printer_say (printer, _("See confab ask --help."));
      return confab_error_get_exit_status (CONFAB_ERROR_USAGE);
    }

  ask.options = options;
  ask.printer = printer;
  ask.evidence = evidence;

  return run (&ask);
}
