/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-ask-private.h"

#include <glib/gi18n.h>

#include "confab-error.h"

/* Where the service's own programs call when nobody says otherwise (protocol section 1.2). */
#define DEFAULT_BASE_URL "https://dashscope.aliyuncs.com/api/v1"

static void
app_ensured_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  ConfabAsk *ask = user_data;
  g_autoptr (GError) error = NULL;

  ask->app = confab_engine_ensure_app_finish (ask->engine, result, &error);
  if (ask->app != NULL)
    confab_ask_go_on (ask);
  else
    confab_ask_fail (ask, error);
}

static gboolean
is_at (ConfabAsk       *ask,
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
find_app (ConfabAsk *ask,
          gboolean   anywhere)
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
find_usual_app (ConfabAsk *ask)
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
find_usual_base_url (ConfabAsk *ask)
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
ensure_app (ConfabAsk *ask)
{
  g_autoptr (ConfabStudioApp) namesake = find_app (ask, TRUE);
  gboolean store = ask->options->session != CONFAB_ASK_SESSION_NONE &&
                   !ask->options->dry_run && ask->options->emit == NULL;
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
find_session (ConfabAsk *ask)
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

/**
 * confab_ask_choose_app:
 * @ask: a run whose engine has started
 *
 * Finds the application and the session that are meant, and lets the run go on, or ends it.
 */
void
confab_ask_choose_app (ConfabAsk *ask)
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
      confab_ask_fail_with (ask, CONFAB_ERROR_USAGE, sentence);
      return;
    }

  if (ask->session != NULL)
    {
      ConfabStudioApp *app = confab_session_get_app (ask->session);

      if (ask->options->app == NULL || (is_at (ask, app) && is_called (app, ask->options->app)))
        {
          ask->app = g_object_ref (app);
          confab_ask_go_on (ask);
          return;
        }
      if (ask->options->session == CONFAB_ASK_SESSION_OURS)
        {
          confab_ask_fail_with (ask, CONFAB_ERROR_USAGE,
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
    confab_ask_go_on (ask);
  else if (ask->options->app != NULL)
    ensure_app (ask);
  else
    confab_ask_fail_with (ask, CONFAB_ERROR_USAGE,
               _("Which application? Give its App ID with --app, and where it is called with "
                 "--base-url, or add it in Confab's window."));
}
