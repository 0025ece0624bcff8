/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * kill-load DIRECTORY URL NAME SEED: the engine as the window has it, without a display, and somebody who
 * does everything at once: sends in several sessions, edits, asks again, stops, writes drafts, renames,
 * pins, archives, deletes and takes that back. It does so until it is killed, which is what it is for:
 * tests/cli/test_kill_engine.py. The key is the environment's. What it has done it says in lines:
 *   sent PROMPT              a prompt is on disk
 *   draft ID N, title ID N   of a session, in which these numbers only grow
 *   pinned ID 1, …           asked for, or 0
 */

#include "config.h"

#include "confab-engine-sessions.h"
#include "confab-engine.h"
#include "loop.h"

#include <stdio.h>
#include <stdlib.h>

#define MAX_SESSIONS 7

typedef struct {
  ConfabEngine *engine;
  ConfabStudioApp *app;
  GRand *chance;
  const char *name;
  GPtrArray *conversations;
  GPtrArray *trash;      /* of ConfabConversation, deleted and not brought back yet */
  ConfabSession *drafts; /* in which nothing is sent */
  guint n;               /* gives everything its number */
} Load;

static void
result_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* A session may be deleted before its prompt is sent, and one that is answering says no. */
static void
note_sent (ConfabMessage *answer,
           char          *prompt,
           GError        *error)
{
  if (error == NULL)
    g_print ("sent %s\n", prompt);
  g_clear_object (&answer);
  g_clear_error (&error);
  g_free (prompt);
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GError *error = NULL;
  ConfabMessage *answer = confab_engine_send_finish (CONFAB_ENGINE (source), result, &error);

  note_sent (answer, user_data, error);
}

static void
edited_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GError *error = NULL;
  ConfabMessage *answer = confab_engine_edit_finish (CONFAB_ENGINE (source), result, &error);

  note_sent (answer, user_data, error);
}

static void
asked_again_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  GError *error = NULL;
  ConfabMessage *answer = confab_engine_retry_finish (CONFAB_ENGINE (source), result, &error);

  note_sent (answer, user_data, error);
}

/* (transfer full) (nullable): the last message in view that somebody has written. */
static ConfabMessage *
find_last (ConfabConversation *conversation,
           ConfabRole          role)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (conversation));

  while (n-- > 0)
    {
      g_autoptr (ConfabMessage) message = g_list_model_get_item (G_LIST_MODEL (conversation), n);

      if (confab_message_get_role (message) == role && confab_message_get_id (message) != 0 &&
          !confab_status_is_open (confab_message_get_status (message)))
        return g_steal_pointer (&message);
    }

  return NULL;
}

static char *
make_prompt (Load       *load,
             const char *word)
{
  return g_strdup_printf ("%s %s %u", load->name, word, load->n);
}

/* Where one is answering already it is stopped, now and then. */
static void
ask_something (Load               *load,
               ConfabConversation *conversation)
{
  ConfabSession *session = confab_conversation_get_session (conversation);
  g_autoptr (ConfabMessage) message = NULL;
  char *prompt;

  if (confab_session_get_answering (session))
    {
      if (g_rand_int_range (load->chance, 0, 40) == 0)
        confab_engine_stop (load->engine, session);
      return;
    }

  switch (g_rand_int_range (load->chance, 0, 4))
    {
    case 0:
      message = find_last (conversation, CONFAB_ROLE_USER);
      prompt = make_prompt (load, "edited");
      if (message != NULL)
        {
          confab_engine_edit_async (load->engine, conversation, message, prompt, NULL, NULL,
                                    edited_cb, prompt);
          return;
        }
      break;
    case 1:
      message = find_last (conversation, CONFAB_ROLE_ASSISTANT);
      if (message != NULL)
        {
          confab_engine_retry_async (load->engine, conversation, message, NULL, NULL,
                                     asked_again_cb, g_strdup ("again"));
          return;
        }
      prompt = make_prompt (load, "first");
      break;
    default:
      prompt = make_prompt (load, "next");
      break;
    }
  confab_engine_send_async (load->engine, conversation, prompt, NULL, NULL, sent_cb, prompt);
}

static void
begin_session (Load *load)
{
  g_autoptr (ConfabSession) session = confab_engine_new_session (load->engine, load->app);
  ConfabConversation *conversation = confab_engine_dup_conversation (load->engine, session);

  g_ptr_array_add (load->conversations, conversation);
  ask_something (load, conversation);
}

static void
change_session (Load          *load,
                ConfabSession *session)
{
  g_autofree char *title = g_strdup_printf ("Title %u", load->n);
  gint64 id = confab_session_get_id (session);
  gboolean on = g_rand_boolean (load->chance);

  if (id == 0)
    return;

  switch (g_rand_int_range (load->chance, 0, 4))
    {
    case 0:
      confab_engine_rename_session (load->engine, session, title);
      g_print ("title %" G_GINT64_FORMAT " %u\n", id, load->n);
      break;
    case 1:
      confab_engine_pin_session (load->engine, session, on);
      g_print ("pinned %" G_GINT64_FORMAT " %d\n", id, on);
      break;
    case 2:
      confab_engine_archive_session (load->engine, session, on);
      g_print ("archived %" G_GINT64_FORMAT " %d\n", id, on);
      break;
    default:
      confab_engine_mark_session (load->engine, session, on);
      break;
    }
}

static void
write_draft (Load *load)
{
  g_autofree char *draft = g_strdup_printf ("Draft %u", load->n);

  confab_engine_save_draft (load->engine, load->drafts, draft);
  if (confab_session_get_id (load->drafts) != 0)
    g_print ("draft %" G_GINT64_FORMAT " %u\n", confab_session_get_id (load->drafts), load->n);
}

static void
delete_or_restore (Load  *load,
                   guint  which)
{
  ConfabConversation *conversation;

  if (load->trash->len > 0)
    {
      conversation = g_ptr_array_steal_index (load->trash, 0);
      confab_engine_restore_session (load->engine, confab_conversation_get_session (conversation));
      g_ptr_array_add (load->conversations, conversation);
      return;
    }

  conversation = g_ptr_array_index (load->conversations, which);
  if (confab_session_get_id (confab_conversation_get_session (conversation)) == 0)
    return;

  g_ptr_array_add (load->trash, g_ptr_array_steal_index (load->conversations, which));
  confab_engine_delete_session (load->engine, confab_conversation_get_session (conversation));
}

static gboolean
act_cb (gpointer user_data)
{
  Load *load = user_data;
  gint what = g_rand_int_range (load->chance, 0, 100);
  guint which;

  load->n++;
  if (load->conversations->len == 0 ||
      (what < 10 && load->conversations->len + load->trash->len < MAX_SESSIONS))
    begin_session (load);
  else
    {
      ConfabConversation *conversation;

      which = (guint) g_rand_int_range (load->chance, 0, (gint) load->conversations->len);
      conversation = g_ptr_array_index (load->conversations, which);
      if (what < 60)
        ask_something (load, conversation);
      else if (what < 75)
        change_session (load, confab_conversation_get_session (conversation));
      else if (what < 95)
        write_draft (load);
      else
        delete_or_restore (load, which);
    }

  g_timeout_add ((guint) g_rand_int_range (load->chance, 2, 40), act_cb, load);

  return G_SOURCE_REMOVE;
}

/* What an earlier one has left is gone on with. */
static void
take_up (Load *load)
{
  GListModel *sessions = confab_engine_get_sessions (load->engine);

  for (guint i = 0; i < MIN (g_list_model_get_n_items (sessions), 3); i++)
    {
      g_autoptr (ConfabSession) session = g_list_model_get_item (sessions, i);

      if (confab_session_has_begun (session))
        g_ptr_array_add (load->conversations,
                         confab_engine_dup_conversation (load->engine, session));
    }
}

int
main (int    argc,
      char **argv)
{
  Load load = { NULL };
  ConfabAppDraft draft = { "Held", NULL, NULL, "held-app", NULL };
  g_autoptr (ConfabContext) context = NULL;
  g_autoptr (GAsyncResult) started = NULL;
  g_autoptr (GAsyncResult) added = NULL;
  g_autoptr (GError) error = NULL;

  if (argc != 5)
    {
      fprintf (stderr, "kill-load DIRECTORY URL NAME SEED\n");
      return 2;
    }

  context = confab_context_new (argv[1], FALSE);
  confab_context_prefer_environment (context, argv[2]);
  load.engine = confab_engine_new (context);
  confab_engine_start_async (load.engine, NULL, result_cb, &started);
  loop_until (started != NULL);
  if (!confab_engine_start_finish (load.engine, started, &error))
    g_error ("%s", error->message);

  draft.base_url = argv[2];
  confab_engine_ensure_app_async (load.engine, &draft, TRUE, NULL, result_cb, &added);
  loop_until (added != NULL);
  load.app = confab_engine_ensure_app_finish (load.engine, added, &error);
  if (load.app == NULL)
    g_error ("%s", error->message);

  load.name = argv[3];
  load.chance = g_rand_new_with_seed ((guint32) strtoul (argv[4], NULL, 10));
  load.conversations = g_ptr_array_new_with_free_func (g_object_unref);
  load.trash = g_ptr_array_new_with_free_func (g_object_unref);
  load.drafts = confab_engine_new_session (load.engine, load.app);
  take_up (&load);
  g_print ("ready\n");
  act_cb (&load);

  for (;;)
    g_main_context_iteration (NULL, TRUE);
}
