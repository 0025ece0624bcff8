/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-ui"

#include "config.h"

#include "confab-chat-page-private.h"

#include <glib/gi18n.h>

#include "confab-engine-narrow.h"
#include "confab-sources.h"

/* From a source: its question once more, from this document only, or without it. */

static char *
dup_objection (ConfabAsker     *asker,
               ConfabMessage   *answer,
               const char      *index,
               ConfabNarrowing  how)
{
  ConfabChatPage *self = CONFAB_CHAT_PAGE (asker);
  g_autoptr (ConfabOptions) options = NULL;
  g_autoptr (GError) error = NULL;

  if (self->conversation == NULL || confab_session_get_answering (self->session))
    return g_strdup (_("An answer is still coming. Wait for its end, or stop it first."));
  options = confab_engine_narrow (self->engine, self->conversation, answer, index, how, &error);

  return options == NULL ? g_strdup (error->message) : NULL;
}

/**
 * confab_chat_page_asker_init:
 * @iface: the interface
 *
 * Lets what is inside a conversation ask.
 */
void
confab_chat_page_asker_init (ConfabAskerInterface *iface)
{
  iface->dup_objection = dup_objection;
}

static void
asked_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (ConfabPageRequest) request = user_data;
  g_autoptr (ConfabMessage) answer = NULL;
  g_autoptr (GError) error = NULL;

  answer = confab_engine_retry_finish (CONFAB_ENGINE (source), result, &error);
  if (answer == NULL)
    {
      confab_page_request_show_error (request, error);
      return;
    }
  if (!confab_page_request_is_on_show (request))
    return;

  confab_chat_page_show_toast (request->page, request->said);
  confab_conversation_view_follow (request->page->view);
}

/* (transfer full): as markup, which a toast is */
static char *
describe (ConfabMessage   *answer,
          const char      *index,
          ConfabNarrowing  how)
{
  g_autoptr (GPtrArray) citations =
    confab_citations_parse (confab_message_get_record (answer)->references);
  const ConfabCitation *citation = confab_citations_find (citations, index);
  g_autofree char *name = citation != NULL ? confab_source_dup_name (citation) : g_strdup (index);

  return g_markup_printf_escaped (how == CONFAB_NARROW_ONLY
                                    /* Translators: %s is the name of a document. */
                                    ? _("Asked again only in “%s”")
                                    /* Translators: %s is the name of a document. */
                                    : _("Asked again without “%s”"), name);
}

static void
ask_narrow_activated_cb (GSimpleAction *action,
                         GVariant      *parameter,
                         gpointer       user_data)
{
  ConfabChatPage *self = CONFAB_CHAT_PAGE (user_data);
  g_autoptr (ConfabOptions) options = NULL;
  g_autoptr (GError) error = NULL;
  ConfabMessage *answer;
  const char *index;
  ConfabPageRequest *request;
  gint64 id;
  guint how;

  g_variant_get (parameter, "(x&su)", &id, &index, &how);
  answer = self->conversation != NULL ? confab_conversation_find (self->conversation, id) : NULL;
  if (answer == NULL || how > CONFAB_NARROW_WITHOUT)
    return;

  options = confab_engine_narrow (self->engine, self->conversation, answer, index,
                                  (ConfabNarrowing) how, &error);
  confab_composer_set_error (self->composer, options == NULL ? error->message : NULL);
  if (options == NULL)
    return;

  request = confab_page_request_new (self);
  request->said = describe (answer, index, (ConfabNarrowing) how);
  confab_engine_retry_async (self->engine, self->conversation, answer, options, NULL, asked_cb,
                             request);
}

static const GActionEntry entries[] = {
  { .name = "ask-narrow", .activate = ask_narrow_activated_cb, .parameter_type = "(xsu)" },
};

/* Adds it to the group `chat`. */
void
confab_chat_page_create_narrow_actions (ConfabChatPage *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
}
