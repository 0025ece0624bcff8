/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-ask-evidence.h"

#include <string.h>

#include <glib/gi18n.h>

#include "confab-citation.h"
#include "confab-json.h"
#include "confab-text.h"
#include "confab-thought.h"

/* Of one text in a line. */
#define LINE_CHARACTERS 200

struct _ConfabAskEvidence
{
  ConfabAskPrinter *printer;
  GString *reasoning; /* as far as it was printed */
};

/**
 * confab_ask_evidence_new:
 * @printer: (transfer none): what prints; must live longer
 *
 * Returns: (transfer full): nothing printed yet
 */
ConfabAskEvidence *
confab_ask_evidence_new (ConfabAskPrinter *printer)
{
  ConfabAskEvidence *self = g_new0 (ConfabAskEvidence, 1);

  self->printer = printer;
  self->reasoning = g_string_new (NULL);

  return self;
}

/**
 * confab_ask_evidence_free:
 * @self: (nullable) (transfer full): evidence
 */
void
confab_ask_evidence_free (ConfabAskEvidence *self)
{
  if (self == NULL)
    return;

  g_string_free (self->reasoning, TRUE);
  g_free (self);
}

/* A text that goes on is printed from where it was; in pieces, or whole each time. */
static void
take_reasoning (ConfabAskEvidence *self,
                const char        *text)
{
  gsize length = strlen (text);
  gsize old = self->reasoning->len;

  if (length > old && old > 0 && memcmp (text, self->reasoning->str, old) == 0)
    text += old;
  if (*text == '\0')
    return;

  g_string_append (self->reasoning, text);
  confab_ask_printer_aside (self->printer, text);
}

/**
 * confab_ask_evidence_event:
 * @self: evidence
 * @line: one decoded event, without secrets
 *
 * Prints what the model thinks, while it does.
 */
void
confab_ask_evidence_event (ConfabAskEvidence *self,
                           const char        *line)
{
  g_autoptr (JsonNode) root = confab_json_parse (line, -1, NULL);
  JsonArray *thoughts;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return;

  thoughts = confab_json_get_array (
    confab_json_get_object (json_node_get_object (root), "output"), "thoughts");
  for (guint i = 0; thoughts != NULL && i < json_array_get_length (thoughts); i++)
    {
      JsonNode *node = json_array_get_element (thoughts, i);
      JsonObject *thought = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      const char *text = confab_json_get_string (thought, "thought");

      if (text != NULL &&
          g_strcmp0 (confab_json_get_string (thought, "action_type"), "reasoning") == 0)
        take_reasoning (self, text);
    }
}

static char *
dup_line (const char *text)
{
  return text != NULL ? confab_text_one_line (text, LINE_CHARACTERS) : NULL;
}

static void
say_step (ConfabAskEvidence *self,
          const char        *name,
          const char        *text)
{
  g_autofree char *short_name = dup_line (name);
  g_autofree char *short_text = dup_line (text);
  g_autofree char *line = NULL;

  line = short_text != NULL && *short_text != '\0'
           ? g_strdup_printf ("[%s] %s", short_name, short_text)
           : g_strdup_printf ("[%s]", short_name);
  confab_ask_printer_say (self->printer, line);
}

static void
say_node (ConfabAskEvidence *self,
          const ConfabNode  *node)
{
  g_autoptr (GString) text = g_string_new (NULL);

  switch (node->state)
    {
    case CONFAB_NODE_RUNNING:
      g_string_append (text, _("not finished"));
      break;
    case CONFAB_NODE_SUCCESS:
      g_string_append (text, _("done"));
      break;
    case CONFAB_NODE_FAILED:
      g_string_append (text, _("failed"));
      break;
    }
  if (node->exec_time != NULL)
    g_string_append_printf (text, ", %s", node->exec_time);
  if (node->error_info != NULL || node->error_code != NULL)
    g_string_append_printf (text, ": %s",
                            node->error_info != NULL ? node->error_info : node->error_code);
  else if (node->content != NULL)
    g_string_append_printf (text, ": %s", node->content);

  say_step (self, node->name != NULL ? node->name : node->id, text->str);
}

static void
say_thought (ConfabAskEvidence   *self,
             const ConfabThought *thought)
{
  const char *name = thought->action_name != NULL ? thought->action_name : thought->action;
  g_autofree char *text = NULL;

  if (name == NULL)
    name = thought->action_type != NULL ? thought->action_type : _("Step");

  switch (thought->kind)
    {
    case CONFAB_THOUGHT_NODE:
      break; /* see the nodes */
    case CONFAB_THOUGHT_REASONING:
      if (self->reasoning->len == 0)
        say_step (self, name, thought->text);
      break;
    case CONFAB_THOUGHT_RETRIEVAL:
      text = g_strdup_printf (ngettext ("%u passage", "%u passages", thought->passages->len),
                              thought->passages->len);
      say_step (self, name, text);
      for (guint i = 0; i < thought->passages->len; i++)
        {
          const ConfabThoughtPassage *passage = g_ptr_array_index (thought->passages, i);
          const char *title = passage->title != NULL ? passage->title : passage->data_name;

          say_step (self, title != NULL ? title : name, passage->content);
        }
      break;
    case CONFAB_THOUGHT_MEMORY:
      text = g_strjoinv ("; ", thought->memories);
      say_step (self, name, text);
      break;
    case CONFAB_THOUGHT_TOOL:
      if (thought->arguments != NULL)
        say_step (self, name, thought->arguments);
      if (thought->observation != NULL)
        say_step (self, name, thought->observation);
      break;
    case CONFAB_THOUGHT_RESPONSE:
    case CONFAB_THOUGHT_OTHER:
      say_step (self, name, thought->text != NULL ? thought->text : thought->observation);
      break;
    }
}

/**
 * confab_ask_evidence_steps:
 * @self: evidence
 * @answer: an answer that has ended
 *
 * Prints its steps: retrievals, calls of tools, a workflow's nodes, and the reasoning if it was not
 * seen yet.
 */
void
confab_ask_evidence_steps (ConfabAskEvidence *self,
                           ConfabMessage     *answer)
{
  const ConfabMessageRecord *record = confab_message_get_record (answer);
  g_autoptr (GPtrArray) thoughts = confab_thoughts_parse (record->thoughts);
  g_autoptr (GPtrArray) nodes = confab_nodes_parse (record->nodes, record->thoughts);

  for (guint i = 0; i < thoughts->len; i++)
    say_thought (self, g_ptr_array_index (thoughts, i));
  for (guint i = 0; i < nodes->len; i++)
    say_node (self, g_ptr_array_index (nodes, i));
}

/**
 * confab_ask_evidence_sources:
 * @self: evidence
 * @answer: an answer that has ended
 *
 * Prints the sources that it names, with the numbers of their marks.
 */
void
confab_ask_evidence_sources (ConfabAskEvidence *self,
                             ConfabMessage     *answer)
{
  g_autoptr (GPtrArray) citations =
    confab_citations_parse (confab_message_get_record (answer)->references);

  for (guint i = 0; i < citations->len; i++)
    {
      const ConfabCitation *citation = g_ptr_array_index (citations, i);
      const char *name = citation->doc_name != NULL ? citation->doc_name : citation->doc_id;
      g_autofree char *text = NULL;

      if (citation->title != NULL && name != NULL && !g_str_equal (citation->title, name))
        text = g_strdup_printf ("%s, %s", citation->title, name);
      else
        text = g_strdup (citation->title != NULL ? citation->title : name);
      if (citation->doc_url != NULL)
        {
          char *with_url = g_strdup_printf ("%s <%s>", text != NULL ? text : "", citation->doc_url);

          g_free (text);
          text = with_url;
        }

      say_step (self, citation->index, text);
    }
}
