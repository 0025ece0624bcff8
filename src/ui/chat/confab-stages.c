/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-stages.h"

#include <glib/gi18n.h>

#include "confab-evidence.h"
#include "confab-text.h"

/* Of a name that the service gives. */
#define MAX_TITLE 80
/* Nodes within nodes: deeper ones stand under each other. */
#define MAX_DEPTH 6
#define SEPARATOR " · "

/**
 * confab_stage_free:
 * @self: (transfer full): a step
 */
void
confab_stage_free (ConfabStage *self)
{
  g_free (self->title);
  g_free (self->note);
  g_free (self->text);
  g_free (self->input);
  g_free (self->output);
  g_free (self->error);
  g_free (self);
}

/**
 * confab_stage_has_more:
 * @self: a step
 *
 * Returns: whether there is something to show on demand
 */
gboolean
confab_stage_has_more (ConfabStage *self)
{
  return self->input != NULL || self->output != NULL || self->error != NULL;
}

/* The first name that says something, on one line. */
static char *
dup_title (const char *first,
           const char *second,
           const char *third)
{
  const char *names[] = { first, second, third };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *line = NULL;

      if (names[i] == NULL)
        continue;
      line = confab_text_one_line (names[i], MAX_TITLE);
      if (line[0] != '\0')
        return g_steal_pointer (&line);
    }

  return g_strdup (_("Step"));
}

static char *
dup_full (const char *text)
{
  return text != NULL && text[0] != '\0' ? g_strdup (text) : NULL;
}

/* An empty array is what a retrieval answers that has found nothing. */
static char *
dup_observation (const char *text)
{
  return g_strcmp0 (text, "[]") != 0 ? dup_full (text) : NULL;
}

static ConfabStage *
create_step (ConfabThoughtKind  kind,
             ConfabStageState    state,
             char              *title)
{
  ConfabStage *self = g_new0 (ConfabStage, 1);

  self->kind = kind;
  self->state = state;
  self->title = title;
  self->duration_ms = -1;

  return self;
}

static ConfabStage *
step_from_thought (const ConfabThought *thought,
                   ConfabStageState      state)
{
  ConfabStage *self = create_step (thought->kind, state, NULL);
  guint n;

  self->input = dup_full (thought->arguments);
  self->output = dup_observation (thought->observation);

  switch (thought->kind)
    {
    case CONFAB_THOUGHT_REASONING:
      self->title = g_strdup (_("Reasoning"));
      self->text = dup_full (thought->text);
      break;

    case CONFAB_THOUGHT_RETRIEVAL:
      self->title = g_strdup (_("Knowledge search"));
      n = thought->passages->len;
      if (n > 0)
        self->note = g_strdup_printf (g_dngettext (NULL, "%u passage found", "%u passages found",
                                                   n), n);
      else if (state == CONFAB_STAGE_DONE)
        self->note = g_strdup (_("nothing found"));
      break;

    case CONFAB_THOUGHT_MEMORY:
      self->title = g_strdup (_("Memory search"));
      n = g_strv_length (thought->memories);
      if (n > 0)
        self->note = g_strdup_printf (g_dngettext (NULL, "%u memory found", "%u memories found", n),
                                      n);
      else if (state == CONFAB_STAGE_DONE)
        self->note = g_strdup (_("nothing found"));
      break;

    case CONFAB_THOUGHT_TOOL:
      self->title = dup_title (thought->action_name, thought->action, thought->action_type);
      break;

    case CONFAB_THOUGHT_RESPONSE:
    case CONFAB_THOUGHT_OTHER:
    case CONFAB_THOUGHT_NODE:
      self->title = dup_title (thought->action_name, thought->action, thought->action_type);
      self->text = dup_full (thought->text);
      break;
    }

  return self;
}

static ConfabStage *
step_from_node (const ConfabNode *node,
                gboolean          is_open)
{
  ConfabStageState state = CONFAB_STAGE_DONE;
  ConfabStage *self;

  if (node->state == CONFAB_NODE_FAILED)
    state = CONFAB_STAGE_FAILED;
  else if (node->state == CONFAB_NODE_RUNNING)
    state = is_open ? CONFAB_STAGE_RUNNING : CONFAB_STAGE_UNFINISHED;

  self = create_step (CONFAB_THOUGHT_NODE, state, dup_title (node->name, node->type, node->id));
  if (node->type != NULL && g_strcmp0 (node->type, node->name) != 0)
    self->note = confab_text_one_line (node->type, MAX_TITLE);
  if (node->index >= 0)
    {
      /* Translators: a round of a loop */
      g_autofree char *round = g_strdup_printf (_("round %d"), node->index + 1);
      g_autofree char *note = g_steal_pointer (&self->note);

      self->note = note != NULL ? g_strconcat (note, SEPARATOR, round, NULL)
                                : g_steal_pointer (&round);
    }
  self->text = dup_full (node->reasoning);
  self->input = dup_full (node->input);
  self->output = dup_full (node->content != NULL && node->content[0] != '\0' ? node->content
                                                                             : node->output);
  if (node->error_code != NULL || node->error_info != NULL)
    self->error = g_strjoin (": ", node->error_code != NULL ? node->error_code : _("Error"),
                             node->error_info, NULL);
  self->duration_ms = node->exec_time_ms;

  return self;
}

/* Nodes under the one that they belong to, each in the order in which they began. */
static void
add_nodes (GPtrArray  *steps,
           GPtrArray  *nodes,
           gboolean   *added,
           const char *parent,
           guint       depth,
           gboolean    is_open)
{
  for (guint i = 0; i < nodes->len; i++)
    {
      const ConfabNode *node = g_ptr_array_index (nodes, i);
      ConfabStage *step;

      if (added[i] || (parent != NULL && g_strcmp0 (node->parent_id, parent) != 0))
        continue;
      if (parent == NULL && node->parent_id != NULL && node->parent_id[0] != '\0')
        {
          gboolean has_parent = FALSE;

          for (guint k = 0; k < nodes->len && !has_parent; k++)
            {
              const ConfabNode *other = g_ptr_array_index (nodes, k);

              has_parent = k != i && g_strcmp0 (other->id, node->parent_id) == 0;
            }
          if (has_parent)
            continue;
        }

      added[i] = TRUE;
      step = step_from_node (node, is_open);
      step->depth = MIN (depth, MAX_DEPTH);
      g_ptr_array_add (steps, step);
      if (node->id[0] != '\0' && depth <= MAX_DEPTH)
        add_nodes (steps, nodes, added, node->id, depth + 1, is_open);
    }
}

/* Hostile nodes can be each other's parents: whoever is left stands at the end. */
static void
add_all_nodes (GPtrArray *steps,
               GPtrArray *nodes,
               gboolean   is_open)
{
  g_autofree gboolean *added = g_new0 (gboolean, MAX (nodes->len, 1));

  add_nodes (steps, nodes, added, NULL, 0, is_open);
  for (guint i = 0; i < nodes->len; i++)
    if (!added[i])
      g_ptr_array_add (steps, step_from_node (g_ptr_array_index (nodes, i), is_open));
}

/**
 * confab_stages_running:
 * @message: an answer
 *
 * Returns: whether what is going on are steps: the text has not begun
 */
gboolean
confab_stages_running (ConfabMessage *message)
{
  gsize length;

  confab_message_get_text (message, &length);

  return length == 0 && confab_status_is_open (confab_message_get_status (message));
}

/**
 * confab_stages_new:
 * @message: an answer
 *
 * Reads thoughts and nodes. It costs what they are long: not for each frame.
 *
 * Returns: (transfer full) (element-type ConfabStage): the steps in their order
 */
GPtrArray *
confab_stages_new (ConfabMessage *message)
{
  const ConfabMessageRecord *record = confab_message_get_record (message);
  GPtrArray *steps = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_stage_free);
  gboolean is_open = confab_status_is_open (record->status);
  gboolean running = confab_stages_running (message);

  if (record->thoughts != NULL)
    {
      g_autoptr (GPtrArray) thoughts = confab_thoughts_parse (record->thoughts);

      for (guint i = 0; i < thoughts->len; i++)
        {
          const ConfabThought *thought = g_ptr_array_index (thoughts, i);

          if (thought->kind != CONFAB_THOUGHT_NODE)
            g_ptr_array_add (steps,
                             step_from_thought (thought, running && i + 1 == thoughts->len
                                                           ? CONFAB_STAGE_RUNNING
                                                           : CONFAB_STAGE_DONE));
        }
    }

  if (record->nodes != NULL || record->thoughts != NULL)
    {
      g_autoptr (GPtrArray) nodes = confab_nodes_parse (record->nodes, record->thoughts);

      add_all_nodes (steps, nodes, is_open);
    }

  return steps;
}

/**
 * confab_stage_status:
 * @self: a step
 *
 * Returns: (transfer full) (nullable): what the end of its line says: how it went, how long it took
 */
char *
confab_stage_status (ConfabStage *self)
{
  g_autofree char *time = NULL;

  if (self->duration_ms >= 0)
    time = g_strdup_printf (_("%.1f s"), (double) self->duration_ms / 1000);

  switch (self->state)
    {
    case CONFAB_STAGE_FAILED:
      return time != NULL ? g_strconcat (_("failed"), SEPARATOR, time, NULL)
                          : g_strdup (_("failed"));

    case CONFAB_STAGE_UNFINISHED:
      return g_strdup (_("not finished"));

    case CONFAB_STAGE_RUNNING:
    case CONFAB_STAGE_DONE:
      break;
    }

  return g_steal_pointer (&time);
}

/* What is going on now: the last step that runs. */
static char *
describe_running (GPtrArray *steps)
{
  for (guint i = steps->len; i > 0; i--)
    {
      const ConfabStage *step = g_ptr_array_index (steps, i - 1);

      if (step->state != CONFAB_STAGE_RUNNING)
        continue;

      switch (step->kind)
        {
        case CONFAB_THOUGHT_RETRIEVAL:
          return g_strdup (_("Searching the knowledge base…"));

        case CONFAB_THOUGHT_MEMORY:
          return g_strdup (_("Searching the memory…"));

        case CONFAB_THOUGHT_TOOL:
          /* Translators: %s is the name of a plug-in or tool */
          return g_strdup_printf (_("Calling %s…"), step->title);

        case CONFAB_THOUGHT_NODE:
          /* Translators: %s is the name of a step of a workflow that is running */
          return g_strdup_printf (_("Running %s…"), step->title);

        case CONFAB_THOUGHT_REASONING:
        case CONFAB_THOUGHT_RESPONSE:
        case CONFAB_THOUGHT_OTHER:
          return g_strdup (_("Thinking…"));
        }
    }

  return g_strdup (_("Working…"));
}

static void
append_part (GString *caption,
             char    *part)
{
  if (caption->len > 0)
    g_string_append (caption, SEPARATOR);
  g_string_append (caption, part);
  g_free (part);
}

static char *
describe_done (GPtrArray                 *steps,
               const ConfabMessageRecord *record)
{
  GString *caption = g_string_new (NULL);
  gint64 time = record->first_text_us >= 0 ? record->first_text_us : record->duration_us;
  guint n[CONFAB_THOUGHT_OTHER + 1] = { 0, };
  guint n_failed = 0;
  guint count;

  for (guint i = 0; i < steps->len; i++)
    {
      const ConfabStage *step = g_ptr_array_index (steps, i);

      n[step->kind]++;
      n_failed += step->state == CONFAB_STAGE_FAILED;
    }

  if (n[CONFAB_THOUGHT_REASONING] > 0 && time >= 0)
    append_part (caption, g_strdup_printf (_("Thought for %d s"),
                                           (int) MAX ((time + G_USEC_PER_SEC / 2) / G_USEC_PER_SEC,
                                                      1)));
  else if (n[CONFAB_THOUGHT_REASONING] > 0)
    append_part (caption, g_strdup (_("Thought")));

  count = n[CONFAB_THOUGHT_RETRIEVAL];
  if (count > 0)
    append_part (caption, g_strdup_printf (g_dngettext (NULL, "%u knowledge search",
                                                        "%u knowledge searches", count), count));
  count = n[CONFAB_THOUGHT_MEMORY];
  if (count > 0)
    append_part (caption, g_strdup_printf (g_dngettext (NULL, "%u memory search",
                                                        "%u memory searches", count), count));
  count = n[CONFAB_THOUGHT_TOOL];
  if (count > 0)
    append_part (caption, g_strdup_printf (g_dngettext (NULL, "%u tool called", "%u tools called",
                                                        count), count));
  count = n[CONFAB_THOUGHT_NODE] + n[CONFAB_THOUGHT_RESPONSE] + n[CONFAB_THOUGHT_OTHER];
  if (count > 0)
    append_part (caption, g_strdup_printf (g_dngettext (NULL, "%u step", "%u steps", count),
                                           count));
  if (n_failed > 0)
    append_part (caption, g_strdup_printf (g_dngettext (NULL, "%u failed", "%u failed", n_failed),
                                           n_failed));

  return g_string_free (caption, FALSE);
}

/**
 * confab_stages_caption:
 * @steps: (element-type ConfabStage): the steps of an answer
 * @message: the answer
 * @now: the wall time, microseconds
 *
 * Returns: (transfer full): one line for all of them
 */
char *
confab_stages_caption (GPtrArray     *steps,
                      ConfabMessage *message,
                      gint64         now)
{
  const ConfabMessageRecord *record = confab_message_get_record (message);
  const char *note = confab_message_get_note (message);
  GString *caption;
  gint64 seconds;

  if (!confab_stages_running (message))
    return describe_done (steps, record);

  {
    g_autofree char *running = describe_running (steps);

    caption = g_string_new (running);
  }
  seconds = record->created_at > 0 ? (now - record->created_at) / G_USEC_PER_SEC : 0;
  if (seconds > 0)
    {
      g_string_append_c (caption, ' ');
      g_string_append_printf (caption, _("%d s"), (int) MIN (seconds, G_MAXINT));
    }
  if (note != NULL)
    append_part (caption, g_strdup (note));

  return g_string_free (caption, FALSE);
}
