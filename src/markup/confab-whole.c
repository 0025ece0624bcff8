/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-whole.h"

#include <gio/gio.h>
#include <string.h>

#include "confab-builder.h"
#include "confab-parts.h"

struct _ConfabWholeCheck {
  GString              *text;
  GPtrArray            *blocks;
  GPtrArray            *whole; /* (nullable): found to be other blocks */
  ConfabDocumentChange  correction;
  ConfabWholeCheckFunc  func; /* (nullable): nobody waits any more */
  gpointer              data;
};

static GPtrArray *
parse (const GString *text)
{
  ConfabBuilderContext context = { 0, };
  ConfabBuilderResult result;
  ConfabPrepared prepared;

  confab_prepared_init (&prepared);
  confab_prepare (&prepared, "", text->str, text->len, FALSE);
  confab_builder_run (&prepared, &context, &result);
  confab_prepared_clear (&prepared);

  return result.blocks;
}

/* So that each character stands for itself. */
static GString *
escape (const GString *text)
{
  GString *escaped = g_string_sized_new (text->len * 2);
  gboolean at_start = TRUE;

  for (gsize i = 0; i < text->len; i++)
    {
      char ch = text->str[i];

      if (at_start && (ch == ' ' || ch == '\t'))
        continue;
      if (g_ascii_ispunct (ch))
        g_string_append_c (escaped, '\\');
      g_string_append_c (escaped, ch);
      at_start = ch == '\n';
    }

  return escaped;
}

static gboolean
is_blank (const GString *text)
{
  return strspn (text->str, " \t\n") == text->len;
}

/**
 * confab_whole_parse:
 * @text: all of a text
 *
 * A text of which Markdown shows nothing (signs of quotes and nothing quoted, addresses of links that
 * are not there) is shown as it was written.
 *
 * Returns: (transfer full): its blocks: one at least, if there is something to see
 */
GPtrArray *
confab_whole_parse (const GString *text)
{
  g_autoptr (GPtrArray) blocks = parse (text);

  if (blocks->len == 0 && !is_blank (text))
    {
      GString *escaped = escape (text);

      g_ptr_array_unref (blocks);
      blocks = parse (escaped);
      g_string_free (escaped, TRUE);
    }

  return g_steal_pointer (&blocks);
}

/**
 * confab_whole_compare:
 * @whole: the blocks of the whole text
 * @blocks: those that its parts made
 * @correction: (out): what is the same in both
 *
 * What is the same gets the ids that it has in @blocks.
 *
 * Returns: whether all of it is
 */
gboolean
confab_whole_compare (GPtrArray            *whole,
                      GPtrArray            *blocks,
                      ConfabDocumentChange *correction)
{
  ConfabPartsBefore parts = { .blocks = blocks };

  confab_parts_compare (&parts, whole, correction);

  return correction->kept_blocks == whole->len && whole->len == blocks->len;
}

static void
free_check (gpointer data)
{
  ConfabWholeCheck *self = data;

  if (self->text != NULL)
    g_string_free (self->text, TRUE);
  g_clear_pointer (&self->blocks, g_ptr_array_unref);
  g_clear_pointer (&self->whole, g_ptr_array_unref);
  g_free (self);
}

/* What is not needed any more is freed here as well: for a long text that takes its time. */
static void
check_in_thread (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  ConfabWholeCheck *self = task_data;
  g_autoptr (GPtrArray) whole = confab_whole_parse (self->text);

  if (!confab_whole_compare (whole, self->blocks, &self->correction))
    self->whole = g_steal_pointer (&whole);
  g_string_free (g_steal_pointer (&self->text), TRUE);
  g_clear_pointer (&self->blocks, g_ptr_array_unref);
  g_clear_pointer (&whole, g_ptr_array_unref);

  g_task_return_boolean (task, TRUE);
}

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  ConfabWholeCheck *self = g_task_get_task_data (G_TASK (result));

  if (self->func != NULL)
    self->func (self->whole, &self->correction, self->data);
}

/**
 * confab_whole_check_start:
 * @text: a text that is at its end; copied
 * @blocks: those that its parts made; nobody may write to them from now on
 * @func: called when it is known whether those of the whole are the same, in the thread's main context;
 *   not after the check was stopped
 * @data: for @func
 *
 * Parses the text as a whole in a thread.
 *
 * Returns: (transfer none): the check, valid until @func was called or it was stopped
 */
ConfabWholeCheck *
confab_whole_check_start (const GString        *text,
                          GPtrArray            *blocks,
                          ConfabWholeCheckFunc  func,
                          gpointer              data)
{
  ConfabWholeCheck *self = g_new0 (ConfabWholeCheck, 1);
  g_autoptr (GTask) task = g_task_new (NULL, NULL, checked_cb, NULL);

  self->text = g_string_new_len (text->str, (gssize) text->len);
  self->blocks = g_ptr_array_ref (blocks);
  self->func = func;
  self->data = data;
  g_task_set_task_data (task, self, free_check);
  g_task_run_in_thread (task, check_in_thread);

  return self;
}

/**
 * confab_whole_check_stop:
 * @self: a check
 *
 * Nobody wants to know any more. The thread runs to its end.
 */
void
confab_whole_check_stop (ConfabWholeCheck *self)
{
  self->func = NULL;
}
