/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Long answers in Markdown: the reader is not moved, and who follows sees each line at once. */

#include "config.h"

#include <string.h>

#include "chat-fixture.h"
#include "chat-samples.h"
#include "confab-prose.h"
#include "loop.h"
#include "uitest.h"

#define MEGABYTE   1000000
#define SCROLL_BAR 16

typedef struct {
  ChatFixture        fixture;
  ConfabMessage     *answer; /* unowned: of the fixture */
  guint              position; /* of the answer */
  ConfabChatCounters before; /* the frame before */
  guint              frames;
  guint              late; /* frames in which the end was not in view */
  guint64            max_bytes; /* laid out in one frame */
  guint64            max_lines;
  guint64            max_cells;
  guint64            max_nodes;
} Stream;

/* Headings, prose, lists, a table, code, citations; each time a little different. */
static char *
make_section (guint number)
{
  return g_strdup_printf ("# Section %u\n\n%s\n", number, chat_sample_markdown);
}

static GtkWidget *
get_prose (Stream *self)
{
  ConfabMessageRow *row = confab_message_list_get_row (self->fixture.list, self->position);

  return row != NULL ? ui_find_type (GTK_WIDGET (row), CONFAB_TYPE_PROSE) : NULL;
}

/* Whether the last character of the answer, if there is one, is in view. */
static gboolean
is_end_in_view (Stream *self)
{
  GtkWidget *prose = get_prose (self);
  ConfabDocument *document = prose != NULL ? confab_prose_get_document (CONFAB_PROSE (prose)) : NULL;
  const ConfabBlock *block;
  const ConfabLine *line;
  ConfabTextPlace place = { 0, };
  GdkRectangle caret;
  graphene_point_t point;

  if (document == NULL || confab_document_get_n_blocks (document) == 0)
    return TRUE;

  place.block = confab_document_get_n_blocks (document) - 1;
  block = confab_document_get_block (document, place.block);
  place.line = block->lines->len - 1;
  line = g_ptr_array_index (block->lines, place.line);
  place.byte = line->length;
  if (!confab_prose_get_caret_area (CONFAB_PROSE (prose), &place, &caret) ||
      !gtk_widget_compute_point (prose, GTK_WIDGET (self->fixture.list),
                                 &GRAPHENE_POINT_INIT (0, (float) caret.y), &point))
    return FALSE;

  return point.y >= 0 && point.y + (float) caret.height <=
                           (float) gtk_widget_get_height (GTK_WIDGET (self->fixture.list));
}

static void
after_paint_cb (Stream        *self,
                GdkFrameClock *clock)
{
  const ConfabChatCounters *now = confab_message_list_get_counters (self->fixture.list);

  self->frames++;
  if (now->updates != self->before.updates && !is_end_in_view (self))
    self->late++;

  self->max_bytes = MAX (self->max_bytes, now->bytes_laid - self->before.bytes_laid);
  self->max_lines = MAX (self->max_lines, now->lines_laid - self->before.lines_laid);
  self->max_cells = MAX (self->max_cells, now->cells_measured - self->before.cells_measured);
  self->max_nodes = MAX (self->max_nodes, now->nodes_made - self->before.nodes_made);
  self->before = *now;
}

static void
watch (Stream *self)
{
  self->before = *confab_message_list_get_counters (self->fixture.list);
  self->frames = 0;
  self->late = 0;
  self->max_bytes = self->max_lines = self->max_cells = self->max_nodes = 0;
  g_signal_connect_swapped (gtk_widget_get_frame_clock (self->fixture.view), "after-paint",
                            G_CALLBACK (after_paint_cb), self);
}

static void
unwatch (Stream *self)
{
  g_signal_handlers_disconnect_by_func (gtk_widget_get_frame_clock (self->fixture.view),
                                        after_paint_cb, self);
}

static void
open_stream (Stream *self,
             guint   n_before)
{
  *self = (Stream) { .position = n_before };
  chat_open (&self->fixture, chat_sample_many (n_before));
  self->answer = chat_sample_answer ("", CONFAB_STATUS_STREAMING);
  chat_add (&self->fixture, self->answer);
  confab_conversation_view_follow (CONFAB_CONVERSATION_VIEW (self->fixture.view));
  ui_wait_frames (self->fixture.window, 2);
}

/* Appends @text in pieces of @step bytes, each taken in by a frame of its own. */
static void
stream (Stream     *self,
        const char *text,
        gsize       length,
        gsize       step)
{
  const ConfabChatCounters *counters = confab_message_list_get_counters (self->fixture.list);

  for (gsize sent = 0; sent < length;)
    {
      gsize end = MIN (sent + step, length);
      guint64 updates = counters->updates;

      while (end < length && ((guchar) text[end] & 0xc0) == 0x80)
        end++;
      confab_message_append_text (self->answer, text + sent, end - sent);
      /* After a long frame the list waits for as long again. */
      loop_until (counters->updates != updates);
      ui_wait_frames (self->fixture.window, 1);
      sent = end;
    }
}

static void
test_follows (void)
{
  Stream self;

  open_stream (&self, 10);
  watch (&self);
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *section = make_section (i);

      stream (&self, section, strlen (section), 60);
    }
  unwatch (&self);

  g_assert_cmpuint (self.frames, >, 200);
  g_assert_cmpuint (self.late, ==, 0);
  g_assert_cmpint (confab_message_list_get_follow (self.fixture.list), ==, CONFAB_FOLLOW);
  /* The open block is a table or a list of some lines; what is above it is not laid out again. */
  g_assert_cmpuint (self.max_lines, <, 40);
  g_assert_cmpuint (self.max_bytes, <, 3000);

  chat_close (&self.fixture);
}

static GBytes *
take_picture (Stream *self)
{
  GtkWidget *list = GTK_WIDGET (self->fixture.list);
  int width = gtk_widget_get_width (list) - SCROLL_BAR;
  int height = gtk_widget_get_height (list);
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (list);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  guchar *pixels = g_malloc ((gsize) width * height * 4);

  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (list), height);
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (
    gtk_native_get_renderer (gtk_widget_get_native (list)), node,
    &GRAPHENE_RECT_INIT (0, 0, width, height));
  gdk_texture_download (texture, pixels, (gsize) width * 4);

  return g_bytes_new_take (pixels, (gsize) width * height * 4);
}

/* Waits until no more colours of code come. */
static void
settle (Stream *self)
{
  const ConfabChatCounters *counters = confab_message_list_get_counters (self->fixture.list);
  ConfabChatCounters before;

  do
    {
      before = *counters;
      ui_wait_frames (self->fixture.window, 10);
    }
  while (before.code_slices != counters->code_slices || before.nodes_made != counters->nodes_made ||
         before.updates != counters->updates);
}

/* A megabyte comes in below what is read, which is the answer itself or a message above it. */
static void
check_reader (gboolean in_answer)
{
  Stream self;
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  double value;
  gsize sent = 0;

  open_stream (&self, 30);
  for (guint i = 0; i < 6; i++)
    {
      g_autofree char *section = make_section (i);

      stream (&self, section, strlen (section), 1000);
      sent += strlen (section);
    }
  gtk_adjustment_set_value (self.fixture.adjustment,
                            in_answer ? gtk_adjustment_get_value (self.fixture.adjustment) - 900
                                      : gtk_adjustment_get_lower (self.fixture.adjustment) + 700);
  settle (&self);
  g_assert_cmpint (confab_message_list_get_follow (self.fixture.list), ==, CONFAB_FREE);
  g_assert_true (in_answer == (get_prose (&self) != NULL));

  value = gtk_adjustment_get_value (self.fixture.adjustment);
  before = take_picture (&self);
  for (guint i = 6; sent < MEGABYTE; i++)
    {
      g_autofree char *section = make_section (i);
      gsize length = strlen (section);

      for (gsize k = 0; k < 3 && sent < MEGABYTE; k++, sent += length)
        confab_message_append_text (self.answer, section, length);
      ui_wait_frames (self.fixture.window, 1);
      g_assert_cmpfloat (gtk_adjustment_get_value (self.fixture.adjustment), ==, value);
      if (i % 40 == 0)
        {
          g_autoptr (GBytes) now = take_picture (&self);

          g_assert_true (g_bytes_equal (before, now));
        }
    }

  confab_message_set_status (self.answer, CONFAB_STATUS_COMPLETE);
  settle (&self);
  after = take_picture (&self);
  g_assert_true (g_bytes_equal (before, after));
  g_assert_cmpfloat (gtk_adjustment_get_value (self.fixture.adjustment), ==, value);
  g_assert_cmpfloat (gtk_adjustment_get_upper (self.fixture.adjustment), >, 100000);
  g_assert_cmpint (confab_message_list_get_follow (self.fixture.list), ==, CONFAB_FREE);

  chat_close (&self.fixture);
}

static void
test_reader_above (void)
{
  check_reader (FALSE);
}

static void
test_reader_within (void)
{
  check_reader (TRUE);
}

/* Hostile text: whatever there is of it, the work of a frame has an end. */

static char *
make_columns (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint row = 0; row < 12; row++)
    {
      for (guint column = 0; column < 10000; column++)
        g_string_append (text, row == 1 ? "| --- " : "| a ");
      g_string_append (text, "|\n");
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
make_nested (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint depth = 0; depth < 400; depth++)
    g_string_append_printf (text, "%*s- x\n", (int) depth * 2, "");

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
repeat (const char *part,
        gsize       length)
{
  GString *text = g_string_new (NULL);

  while (text->len < length)
    g_string_append (text, part);

  return g_string_free (text, FALSE);
}

static void
check_hostile (const char *name,
               char       *text)
{
  Stream self;
  gsize length = strlen (text);

  open_stream (&self, 4);
  watch (&self);
  stream (&self, text, length, 4000);
  unwatch (&self);
  g_test_message ("%s: %" G_GSIZE_FORMAT " bytes, in a frame at most %" G_GUINT64_FORMAT
                  " bytes laid out, %" G_GUINT64_FORMAT " lines, %" G_GUINT64_FORMAT
                  " cells, %" G_GUINT64_FORMAT " nodes",
                  name, length, self.max_bytes, self.max_lines, self.max_cells, self.max_nodes);

  /* 4,000 bytes come each frame, some of them once more where it has to be found out where to cut. */
  g_assert_cmpuint (self.max_bytes, <, 30000);
  g_assert_cmpuint (self.max_lines, <, 100);
  g_assert_cmpuint (self.max_nodes, <, 100);
  g_assert_cmpuint (self.late, ==, 0);

  /* And it ends as it does for any other answer. */
  confab_message_set_status (self.answer, CONFAB_STATUS_STOPPED);
  ui_wait_frames (self.fixture.window, 3);
  loop_until (ui_find_action (self.fixture.view, "message.copy") != NULL);

  chat_close (&self.fixture);
  g_free (text);
}

static void
test_hostile (void)
{
  check_hostile ("a word", repeat ("abcdefghij", 100000));
  check_hostile ("combining marks", repeat ("e\u0301\u0323\u0301\u0323\u0301\u0323", 100000));
  check_hostile ("quotes", repeat ("> ", 200000));
  check_hostile ("lists in lists", make_nested ());
  check_hostile ("columns", make_columns ());
  check_hostile ("joined emoji", repeat ("👩\u200d", 200000));
  check_hostile ("directions", repeat ("\u202da\u202eb\u2067c", 100000));
}

int
main (int   argc,
      char *argv[])
{
  chat_init (&argc, &argv);

  g_test_add_func ("/view-markdown/follows", test_follows);
  g_test_add_func ("/view-markdown/reader-above", test_reader_above);
  g_test_add_func ("/view-markdown/reader-within", test_reader_within);
  g_test_add_func ("/view-markdown/hostile", test_hostile);

  return g_test_run ();
}
