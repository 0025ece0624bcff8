/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-ask-command.h"

#include <signal.h>
#include <unistd.h>

#include <glib-unix.h>
#include <glib/gi18n.h>

#include "confab-ask-evidence.h"
#include "confab-ask-options.h"
#include "confab-ask-printer.h"
#include "confab-engine.h"
#include "confab-error.h"
#include "confab-json.h"
#include "confab-report.h"
#include "confab-url.h"

/* Where the service's own programs call when nobody says otherwise (protocol section 1.2). */
#define DEFAULT_BASE_URL "https://dashscope.aliyuncs.com/api/v1"

/* One run of the command. It lives on the stack of confab_ask_command(), which ends when the
 * engine has closed: nothing outlives it. */
typedef struct {
  ConfabAskOptions *options;
  ConfabAskPrinter *printer;
  ConfabAskEvidence *evidence;
  gboolean shows_thoughts; /* they were asked for */
  GMainLoop *loop;
  GCancellable *cancellable;
  ConfabEngine *engine;

  ConfabStudioApp *app;
  ConfabSession *session;
  ConfabConversation *conversation;
  ConfabMessage *answer;

  int exit_status;
  int signal;
  gboolean ending;
} Ask;

/* The end ----------------------------------------------------------------------------------- */

static void
closed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Ask *ask = user_data;
  g_autoptr (GError) error = NULL;

  if (!confab_engine_close_finish (ask->engine, result, &error))
    confab_ask_printer_say (ask->printer, error->message);

  g_main_loop_quit (ask->loop);
}

static void
finish (Ask *ask,
        int  exit_status)
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
  Ask *ask = user_data;

  finish (ask, ask->exit_status);

  return G_SOURCE_REMOVE;
}

/* Nothing was sent: why, in a sentence. */
static void
fail (Ask          *ask,
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

static void
fail_with (Ask              *ask,
           ConfabErrorClass  error_class,
           const char       *sentence)
{
  g_autoptr (GError) error = g_error_new_literal (CONFAB_ERROR, error_class, sentence);

  fail (ask, error);
}

/* The answer -------------------------------------------------------------------------------- */

/* What helps at a command line, where the window's advice would not. */
static const char *
find_hint (Ask                 *ask,
           const ConfabFailure *failure)
{
  const char *base_url;

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
get_exit_status (Ask *ask)
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
answer_ended (Ask *ask)
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
  Ask *ask = user_data;

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
  Ask *ask = user_data;

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
  Ask *ask = user_data;

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
  Ask *ask = user_data;
  g_autoptr (GError) error = NULL;

  ask->answer = confab_engine_send_finish (ask->engine, result, &error);
  if (ask->answer == NULL)
    {
      fail (ask, error);
      return;
    }

  g_signal_connect (ask->answer, "changed", G_CALLBACK (answer_changed_cb), ask);
  confab_ask_printer_note (ask->printer, confab_message_get_note (ask->answer));
  g_signal_connect (ask->session, "notify::answering", G_CALLBACK (answering_changed_cb), ask);
  if (!confab_session_get_answering (ask->session))
    answering_changed_cb (ask->session, NULL, ask);
}

static void
send (Ask *ask)
{
  g_autoptr (ConfabOptions) usual = confab_engine_dup_options (ask->engine, ask->session);
  g_autoptr (ConfabOptions) options = NULL;
  g_autoptr (GError) error = NULL;

  if (ask->options->cumulative)
    options = confab_options_with_stream (usual, CONFAB_STREAM_CUMULATIVE);
  else if (ask->options->no_stream)
    options = confab_options_with_stream (usual, CONFAB_STREAM_NONE);
  else
    options = confab_options_ref (usual);

  if (ask->options->dry_run)
    {
      g_autofree char *request = confab_engine_preview_request (
        ask->engine, ask->session, ask->options->prompt, options, &error);

      if (request == NULL)
        fail (ask, error);
      else
        finish (ask, confab_ask_printer_line (ask->printer, request) ? 0 : 1);
      return;
    }

  confab_engine_set_idle_timeout (ask->engine, ask->options->timeout);
  confab_json_get_boolean (confab_options_get_parameters (options), "has_thoughts",
                           &ask->shows_thoughts);
  if (ask->options->json || ask->shows_thoughts)
    confab_engine_set_event_func (ask->engine, event_cb, ask);
  confab_engine_set_current_session (ask->engine, ask->session);
  confab_engine_send_async (ask->engine, ask->conversation, ask->options->prompt, options,
                            ask->cancellable, sent_cb, ask);
}

/* Application and session ------------------------------------------------------------------- */

static void
prepare_session (Ask *ask)
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

static void
application_known (Ask *ask)
{
  prepare_session (ask);
  send (ask);
}

static void
app_ensured_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  Ask *ask = user_data;
  g_autoptr (GError) error = NULL;

  ask->app = confab_engine_ensure_app_finish (ask->engine, result, &error);
  if (ask->app != NULL)
    application_known (ask);
  else
    fail (ask, error);
}

static gboolean
is_at (Ask             *ask,
       ConfabStudioApp *app)
{
  const ConfabConnectionRecord *record =
    confab_connection_get_record (confab_studio_app_get_connection (app));

  if (ask->options->base_url != NULL &&
      (record->is_demo || g_strcmp0 (record->base_url, ask->options->base_url) != 0))
    return FALSE;

  return ask->options->workspace == NULL ||
         g_strcmp0 (record->workspace, ask->options->workspace) == 0;
}

static gboolean
is_called (ConfabStudioApp *app,
           const char      *name)
{
  return g_strcmp0 (confab_studio_app_get_name (app), name) == 0 ||
         g_strcmp0 (confab_studio_app_get_record (app)->app_id, name) == 0;
}

/* The stored application that is meant, @anywhere or where the options say. (transfer full) */
static ConfabStudioApp *
find_app (Ask      *ask,
          gboolean  anywhere)
{
  GListModel *apps = confab_engine_get_apps (ask->engine);

  for (guint i = 0; i < g_list_model_get_n_items (apps); i++)
    {
      g_autoptr (ConfabStudioApp) app = g_list_model_get_item (apps, i);

      if ((anywhere || is_at (ask, app)) &&
          (ask->options->app == NULL || is_called (app, ask->options->app)))
        return g_steal_pointer (&app);
    }

  return NULL;
}

/* Without a word on the application: the one of the newest session. (transfer full) (nullable) */
static ConfabStudioApp *
find_usual_app (Ask *ask)
{
  GListModel *sessions = confab_engine_get_sessions (ask->engine);

  for (guint i = 0; i < g_list_model_get_n_items (sessions); i++)
    {
      g_autoptr (ConfabSession) session = g_list_model_get_item (sessions, i);
      ConfabStudioApp *app = confab_session_get_app (session);

      if (is_at (ask, app))
        return g_object_ref (app);
    }

  return find_app (ask, FALSE);
}

/* Where an App ID that Confab does not know is called, when nobody says so. */
static const char *
find_usual_base_url (Ask *ask)
{
  GListModel *apps = confab_engine_get_apps (ask->engine);

  for (guint i = 0; i < g_list_model_get_n_items (apps); i++)
    {
      g_autoptr (ConfabStudioApp) app = g_list_model_get_item (apps, i);
      const ConfabConnectionRecord *record =
        confab_connection_get_record (confab_studio_app_get_connection (app));

      if (!record->is_demo && is_at (ask, app))
        return record->base_url; /* the list holds it */
    }

  return DEFAULT_BASE_URL;
}

static void
ensure_app (Ask *ask)
{
  g_autoptr (ConfabStudioApp) namesake = find_app (ask, TRUE);
  gboolean store = ask->options->session != CONFAB_ASK_SESSION_NONE && !ask->options->dry_run;
  ConfabAppDraft draft = {
    .name = ask->options->app,
    .base_url = ask->options->base_url,
    .workspace = ask->options->workspace,
    .app_id = ask->options->app,
  };

  /* A name that is known elsewhere stands for its App ID here, too. */
  if (namesake != NULL)
    draft.app_id = confab_studio_app_get_record (namesake)->app_id;
  if (draft.base_url == NULL)
    draft.base_url = find_usual_base_url (ask);

  confab_engine_ensure_app_async (ask->engine, &draft, store, ask->cancellable, app_ensured_cb,
                                  ask);
}

/* One of the stored sessions, by its number or by the service's id. (transfer full) (nullable) */
static ConfabSession *
find_session (Ask *ask)
{
  GListModel *sessions = confab_engine_get_sessions (ask->engine);

  for (guint i = 0; i < g_list_model_get_n_items (sessions); i++)
    {
      g_autoptr (ConfabSession) session = g_list_model_get_item (sessions, i);
      const ConfabSessionRecord *record = confab_session_get_record (session);

      if (ask->options->session == CONFAB_ASK_SESSION_OURS
            ? record->id == ask->options->session_number
            : g_strcmp0 (record->remote_id, ask->options->session_id) == 0)
        return g_steal_pointer (&session);
    }

  return NULL;
}

static void
choose_app (Ask *ask)
{
  if (ask->options->session == CONFAB_ASK_SESSION_OURS ||
      ask->options->session == CONFAB_ASK_SESSION_REMOTE)
    ask->session = find_session (ask);

  if (ask->session == NULL && ask->options->session == CONFAB_ASK_SESSION_OURS)
    {
      g_autofree char *number = NULL;
      g_autofree char *sentence = NULL;

      /* xgettext does not know GLib's format macros, and would cut the sentence short. */
      number = g_strdup_printf ("%" G_GINT64_FORMAT, ask->options->session_number);
      sentence = g_strdup_printf (_("Confab has no session with the number %s."), number);
      fail_with (ask, CONFAB_ERROR_USAGE, sentence);
      return;
    }

  if (ask->session != NULL)
    {
      ConfabStudioApp *app = confab_session_get_app (ask->session);

      if (ask->options->app == NULL || (is_at (ask, app) && is_called (app, ask->options->app)))
        {
          ask->app = g_object_ref (app);
          application_known (ask);
          return;
        }
      if (ask->options->session == CONFAB_ASK_SESSION_OURS)
        {
          fail_with (ask, CONFAB_ERROR_USAGE,
                     _("This session belongs to another application. Leave --app away."));
          return;
        }
      g_clear_object (&ask->session);
    }

  if (ask->options->app == NULL)
    ask->app = find_usual_app (ask);
  else
    ask->app = find_app (ask, FALSE);

  if (ask->app != NULL)
    application_known (ask);
  else if (ask->options->app != NULL)
    ensure_app (ask);
  else
    fail_with (ask, CONFAB_ERROR_USAGE,
               _("Which application? Give its App ID with --app, and where it is called with "
                 "--base-url, or add it in Confab's window."));
}

static void
started_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Ask *ask = user_data;
  g_autoptr (GError) error = NULL;
  const char *note;

  if (!confab_engine_start_finish (ask->engine, result, &error))
    {
      fail (ask, error);
      return;
    }

  note = confab_engine_get_store_note (ask->engine);
  if (note != NULL && !ask->options->dry_run)
    {
      if (ask->options->session != CONFAB_ASK_SESSION_NONE)
        {
          g_autofree char *sentence = NULL;

          sentence = g_strdup_printf (_("%s With --session none, Confab asks without keeping "
                                        "anything."), note);
          fail_with (ask, CONFAB_ERROR_STORE, sentence);
          return;
        }
      confab_ask_printer_say (ask->printer, note);
    }

  choose_app (ask);
}

/* The command ------------------------------------------------------------------------------- */

static void
interrupt (Ask *ask,
           int  number)
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
run (Ask *ask)
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
  Ask ask = { .exit_status = 1 };

  g_set_prgname ("confab ask");
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
