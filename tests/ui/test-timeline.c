/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The thoughts and nodes above an answer: what they say, and that they never move the reader. */

#include "config.h"

#include <string.h>

#include "chat-fixture.h"
#include "chat-samples.h"
#include "confab-prose.h"
#include "confab-row-state.h"
#include "confab-stages.h"
#include "confab-raw-text.h"
#include "confab-timeline-step.h"
#include "confab-timeline.h"
#include "loop.h"
#include "uitest.h"

static ConfabMessage *
make_answer (const char   *text,
             ConfabStatus  status,
             const char   *thoughts,
             const char   *nodes)
{
  ConfabMessage *answer = chat_sample_answer (text, status);

  confab_message_set_evidence (answer, thoughts, NULL, nodes);

  return answer;
}

static GtkWidget *
get_head (ChatFixture *fixture,
          guint        position)
{
  ConfabMessageRow *row = confab_message_list_get_row (fixture->list, position);
  GtkWidget *timeline = ui_find_type (GTK_WIDGET (row), CONFAB_TYPE_TIMELINE);

  return timeline != NULL ? gtk_widget_get_first_child (timeline) : NULL;
}

static void
click (GtkWidget *button)
{
  g_assert_true (GTK_IS_BUTTON (button));
  g_signal_emit_by_name (button, "clicked");
}

static double
get_top (ChatFixture *fixture,
         GtkWidget   *widget)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (widget, GTK_WIDGET (fixture->list), &bounds));

  return bounds.origin.y;
}

/* The list knows each row's height, and GTK gave it just that. */
static void
assert_exact (ChatFixture *fixture,
              guint        position)
{
  ConfabMessageRow *row = confab_message_list_get_row (fixture->list, position);
  int width = gtk_widget_get_width (GTK_WIDGET (row));

  g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (row)), ==,
                   confab_message_row_get_height (row, width));
}

static void
test_stages (void)
{
  g_autoptr (ConfabMessage) answer = make_answer ("Text", CONFAB_STATUS_COMPLETE,
                                                  chat_sample_thoughts, NULL);
  g_autoptr (ConfabMessage) flow = make_answer ("", CONFAB_STATUS_STREAMING, NULL,
                                                chat_sample_nodes);
  g_autoptr (GPtrArray) stages = confab_stages_new (answer);
  g_autoptr (GPtrArray) nodes = confab_stages_new (flow);
  g_autofree char *caption = NULL;
  g_autofree char *running = NULL;
  ConfabStage *stage;

  g_assert_cmpuint (stages->len, ==, 4);
  stage = g_ptr_array_index (stages, 0);
  g_assert_cmpstr (stage->note, ==, "2 passages found");
  g_assert_nonnull (strstr (stage->input, "night photos"));
  stage = g_ptr_array_index (stages, 1);
  g_assert_cmpstr (stage->note, ==, "nothing found");
  g_assert_null (stage->output);
  stage = g_ptr_array_index (stages, 2);
  g_assert_true (g_str_has_prefix (stage->text, "The catalogue gives"));
  g_assert_false (confab_stage_has_more (stage));
  stage = g_ptr_array_index (stages, 3);
  g_assert_cmpstr (stage->title, ==, "Price check");
  g_assert_nonnull (strstr (stage->output, "2799"));

  confab_message_set_times (answer, 3200000, 9000000);
  caption = confab_stages_caption (stages, answer, 0);
  g_assert_cmpstr (caption, ==, "Thought for 3 s · 2 knowledge searches · 1 tool called");

  g_assert_cmpuint (nodes->len, ==, 5);
  stage = g_ptr_array_index (nodes, 2);
  g_assert_cmpstr (stage->title, ==, "Describe");
  g_assert_cmpuint (stage->depth, ==, 1);
  g_assert_cmpint (stage->duration_ms, ==, 1332);
  stage = g_ptr_array_index (nodes, 3);
  g_assert_cmpint (stage->state, ==, CONFAB_STAGE_FAILED);
  stage = g_ptr_array_index (nodes, 4);
  g_assert_cmpint (stage->state, ==, CONFAB_STAGE_RUNNING);
  running = confab_stages_caption (nodes, flow, 0);
  g_assert_cmpstr (running, ==, "Running End…");
}

/* Nodes that name each other as parents, names of any length, types that are none. */
static void
test_hostile (void)
{
  static const char *nodes[] = {
    "[{\"node_id\":\"a\",\"parent_node_id\":\"b\"},{\"node_id\":\"b\",\"parent_node_id\":\"a\"}]",
    "[{\"node_id\":\"a\",\"parent_node_id\":\"a\"}]",
    "[{\"node_id\":7,\"node_name\":{},\"node_type\":[1]},null,5,\"x\"]",
    "[[[[]]]]",
    "{",
  };

  for (guint i = 0; i < G_N_ELEMENTS (nodes); i++)
    {
      g_autoptr (ConfabMessage) answer = make_answer ("Text", CONFAB_STATUS_COMPLETE, nodes[i],
                                                      nodes[i]);
      g_autoptr (GPtrArray) stages = confab_stages_new (answer);
      g_autofree char *caption = confab_stages_caption (stages, answer, 0);

      g_assert_nonnull (caption);
      g_assert_cmpuint (stages->len, <=, 8);
    }

  {
    g_autofree char *name = g_strnfill (100000, 'x');
    g_autofree char *json = g_strdup_printf ("[{\"node_id\":\"1\",\"node_name\":\"%s\"}]", name);
    g_autoptr (ConfabMessage) answer = make_answer ("", CONFAB_STATUS_STREAMING, NULL, json);
    ChatFixture fixture;

    chat_open (&fixture, g_list_store_new (CONFAB_TYPE_MESSAGE));
    chat_add (&fixture, g_object_ref (answer));
    chat_settle (&fixture);
    g_assert_nonnull (get_head (&fixture, 0));
    assert_exact (&fixture, 0);
    chat_close (&fixture);
  }
}

/* Shown while they run, folded when the text begins; the end stays in view in each frame. */
static void
test_follows (void)
{
  ChatFixture fixture;
  ConfabMessage *answer = make_answer ("", CONFAB_STATUS_STREAMING, chat_sample_reasoning, NULL);
  GtkWidget *head;

  chat_open (&fixture, chat_sample_many (20));
  chat_add (&fixture, g_object_ref (answer));
  chat_settle (&fixture);
  head = get_head (&fixture, 20);
  g_assert_nonnull (ui_find_type (fixture.view, CONFAB_TYPE_TIMELINE_STEP));
  gtk_test_accessible_assert_state (head, GTK_ACCESSIBLE_STATE_EXPANDED, TRUE);
  gtk_test_accessible_assert_property (head, GTK_ACCESSIBLE_PROPERTY_LABEL, "Thinking…");
  gtk_test_accessible_assert_property (confab_message_list_get_row (fixture.list, 20),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Assistant, thinking");
  assert_exact (&fixture, 20);
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture.adjustment), ==, chat_get_end (&fixture));

  chat_append (answer, "Here it is.");
  chat_settle (&fixture);
  g_assert_null (ui_find_type (fixture.view, CONFAB_TYPE_TIMELINE_STEP));
  gtk_test_accessible_assert_state (head, GTK_ACCESSIBLE_STATE_EXPANDED, FALSE);
  assert_exact (&fixture, 20);
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture.adjustment), ==, chat_get_end (&fixture));
  g_assert_cmpint (confab_message_list_get_follow (fixture.list), ==, CONFAB_FOLLOW);

  chat_close (&fixture);
  g_assert_finalize_object (answer);
}

/* What the reader opened stays open, and the line that was clicked stays under the pointer. */
static void
test_opened_by_reader (void)
{
  ChatFixture fixture;
  ConfabMessage *answer = make_answer ("", CONFAB_STATUS_STREAMING, chat_sample_thoughts, NULL);
  GtkWidget *head;
  double before;

  chat_open (&fixture, chat_sample_many (20));
  chat_add (&fixture, g_object_ref (answer));
  chat_settle (&fixture);
  head = get_head (&fixture, 20);

  /* Closed and opened again: that is the reader's word now. */
  click (head);
  chat_settle (&fixture);
  g_assert_null (ui_find_type (fixture.view, CONFAB_TYPE_TIMELINE_STEP));
  assert_exact (&fixture, 20);
  before = get_top (&fixture, head);
  click (head);
  chat_settle (&fixture);
  g_assert_cmpfloat (get_top (&fixture, head), ==, before);
  g_assert_nonnull (ui_find_type (fixture.view, CONFAB_TYPE_TIMELINE_STEP));
  assert_exact (&fixture, 20);
  g_assert_cmpint (confab_message_list_get_follow (fixture.list), ==, CONFAB_FREE);

  for (guint i = 0; i < 20; i++)
    {
      chat_append (answer, "Some text that arrives below.\n\n");
      ui_wait_frames (fixture.window, 1);
      g_assert_cmpfloat (get_top (&fixture, head), ==, before);
    }
  g_assert_nonnull (ui_find_type (fixture.view, CONFAB_TYPE_TIMELINE_STEP));
  confab_message_set_status (answer, CONFAB_STATUS_COMPLETE);
  chat_settle (&fixture);
  g_assert_nonnull (ui_find_type (fixture.view, CONFAB_TYPE_TIMELINE_STEP));
  g_assert_cmpfloat (get_top (&fixture, head), ==, before);

  /* Out of view and back: still open, as high as before. */
  gtk_adjustment_set_value (fixture.adjustment, gtk_adjustment_get_lower (fixture.adjustment));
  chat_settle (&fixture);
  g_assert_null (confab_message_list_get_row (fixture.list, 20));
  gtk_adjustment_set_value (fixture.adjustment, chat_get_end (&fixture));
  chat_settle (&fixture);
  g_assert_nonnull (ui_find_type (fixture.view, CONFAB_TYPE_TIMELINE));
  g_assert_cmpint (confab_row_state_get (answer)->steps, ==, CONFAB_FOLD_OPEN);
  assert_exact (&fixture, 20);

  chat_close (&fixture);
  g_assert_finalize_object (answer);
}

/* When all of it is in view with the end, opening lets nothing go. */
static void
test_short_stays_following (void)
{
  ChatFixture fixture;
  ConfabMessage *answer = make_answer ("Short.", CONFAB_STATUS_STREAMING, chat_sample_reasoning,
                                       NULL);

  chat_open (&fixture, g_list_store_new (CONFAB_TYPE_MESSAGE));
  chat_add (&fixture, g_object_ref (answer));
  chat_settle (&fixture);
  click (get_head (&fixture, 0));
  chat_settle (&fixture);
  g_assert_nonnull (ui_find_type (fixture.view, CONFAB_TYPE_TIMELINE_STEP));
  g_assert_cmpint (confab_message_list_get_follow (fixture.list), ==, CONFAB_FOLLOW);

  chat_close (&fixture);
  g_assert_finalize_object (answer);
}

/* Who reads the text is not moved by what happens to the thoughts above it. */
static void
test_reader_of_text (void)
{
  ChatFixture fixture;
  g_autoptr (GString) text = g_string_new (NULL);
  ConfabMessage *answer;
  GtkWidget *prose;
  double before;

  for (guint i = 0; i < 60; i++)
    g_string_append_printf (text, "Paragraph number %u of a long answer.\n\n", i);
  answer = make_answer (text->str, CONFAB_STATUS_STREAMING, NULL, NULL);
  chat_open (&fixture, g_list_store_new (CONFAB_TYPE_MESSAGE));
  chat_add (&fixture, g_object_ref (answer));
  chat_settle (&fixture);
  gtk_adjustment_set_value (fixture.adjustment,
                            gtk_adjustment_get_value (fixture.adjustment) - 300);
  chat_settle (&fixture);
  g_assert_cmpint (confab_message_list_get_follow (fixture.list), ==, CONFAB_FREE);
  prose = ui_find_type (fixture.view, CONFAB_TYPE_PROSE);
  before = get_top (&fixture, prose);

  confab_message_set_evidence (answer, chat_sample_reasoning, NULL, NULL);
  chat_settle (&fixture);
  g_assert_nonnull (get_head (&fixture, 0));
  g_assert_cmpfloat (get_top (&fixture, prose), ==, before);

  click (get_head (&fixture, 0));
  chat_settle (&fixture);
  g_assert_nonnull (ui_find_type (fixture.view, CONFAB_TYPE_TIMELINE_STEP));
  g_assert_cmpfloat (get_top (&fixture, prose), ==, before);

  confab_message_set_evidence (answer, chat_sample_thoughts, NULL, chat_sample_nodes);
  chat_settle (&fixture);
  g_assert_cmpfloat (get_top (&fixture, prose), ==, before);

  chat_close (&fixture);
  g_assert_finalize_object (answer);
}

static GtkWidget *
get_step_line (ChatFixture *fixture,
               guint        step)
{
  GtkWidget *timeline = ui_find_type (fixture->view, CONFAB_TYPE_TIMELINE);
  GtkWidget *child;

  for (child = gtk_widget_get_first_child (timeline); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (CONFAB_IS_TIMELINE_STEP (child) && step-- == 0)
      return gtk_widget_get_first_child (child);

  g_assert_not_reached ();
}

/* Input and output on demand: capped, as text, exact in height. */
static void
test_details (void)
{
  ChatFixture fixture;
  g_autoptr (GString) json = g_string_new ("[{\"action_type\":\"api\",\"action\":\"big\","
                                           "\"arguments\":\"<b>bold</b>\",\"observation\":\"");
  ConfabMessage *answer;
  GtkWidget *box;

  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (json, "line %u\\n", i);
  g_string_append (json, "\"},{\"action_type\":\"reasoning\",\"thought\":\"Hm\"}]");
  answer = make_answer ("Text.", CONFAB_STATUS_COMPLETE, json->str, NULL);

  chat_open (&fixture, g_list_store_new (CONFAB_TYPE_MESSAGE));
  chat_add (&fixture, g_object_ref (answer));
  chat_settle (&fixture);
  click (get_head (&fixture, 0));
  chat_settle (&fixture);
  assert_exact (&fixture, 0);
  g_assert_null (ui_find_type (fixture.view, CONFAB_TYPE_RAW_TEXT));

  click (get_step_line (&fixture, 0));
  chat_settle (&fixture);
  box = ui_find_type (fixture.view, CONFAB_TYPE_RAW_TEXT);
  g_assert_nonnull (box);
  g_assert_nonnull (ui_find_label (box, "<b>bold</b>"));
  assert_exact (&fixture, 0);
  g_assert_cmpint (gtk_widget_get_height (fixture.view), <, 10000);

  click (get_step_line (&fixture, 0));
  chat_settle (&fixture);
  g_assert_null (ui_find_type (fixture.view, CONFAB_TYPE_RAW_TEXT));
  assert_exact (&fixture, 0);

  chat_close (&fixture);
  g_assert_finalize_object (answer);
}

/* A thought that grows costs what is new, and folded ones cost nothing but the line. */
static void
test_cost (void)
{
  ChatFixture fixture;
  ConfabMessage *answer = make_answer ("", CONFAB_STATUS_STREAMING, NULL, NULL);
  const ConfabChatCounters *counters;
  g_autoptr (GString) thought = g_string_new (NULL);
  guint64 laid;
  guint64 updates;

  chat_open (&fixture, g_list_store_new (CONFAB_TYPE_MESSAGE));
  chat_add (&fixture, g_object_ref (answer));
  counters = confab_message_list_get_counters (fixture.list);
  for (guint folded = 0; folded < 2; folded++)
    {
      laid = counters->lines_laid;
      updates = counters->updates;
      for (guint i = 0; i < 100; i++)
        {
          g_autofree char *json = NULL;

          g_string_append (thought, i % 10 == 9 ? "and a new line\\n\\n" : "some more thoughts, ");
          json = g_strdup_printf ("[{\"action_type\":\"reasoning\",\"thought\":\"%s\"}]",
                                  thought->str);
          confab_message_set_evidence (answer, json, NULL, NULL);
          ui_wait_frames (fixture.window, 1);
          assert_exact (&fixture, 0);
        }
      g_assert_cmpuint (counters->lines_laid - laid, <=,
                        folded ? 0 : 3 * (counters->updates - updates));
      if (!folded)
        click (get_head (&fixture, 0));
      chat_settle (&fixture);
    }

  chat_close (&fixture);
  g_assert_finalize_object (answer);
}

/* A long prompt is folded to whole lines, and the button stays where it was pressed. */
static void
test_long_prompt (void)
{
  ChatFixture fixture;
  g_autoptr (GString) text = g_string_new (NULL);
  GtkWidget *prose;
  GtkWidget *more;
  double before;
  int folded;

  for (guint i = 0; i < 60; i++)
    g_string_append_printf (text, "Line %u\n", i);
  chat_open (&fixture, g_list_store_new (CONFAB_TYPE_MESSAGE));
  chat_add (&fixture, chat_sample_prompt (text->str));
  chat_add (&fixture, chat_sample_answer ("Fine.", CONFAB_STATUS_COMPLETE));
  chat_settle (&fixture);

  prose = ui_find_type (GTK_WIDGET (confab_message_list_get_row (fixture.list, 0)),
                        CONFAB_TYPE_PROSE);
  more = gtk_widget_get_next_sibling (prose);
  g_assert_true (gtk_widget_get_child_visible (more));
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (more)), ==, "Show All");
  folded = gtk_widget_get_height (prose);
  assert_exact (&fixture, 0);

  before = get_top (&fixture, prose);
  click (more);
  chat_settle (&fixture);
  g_assert_cmpint (gtk_widget_get_height (prose), >, 2 * folded);
  g_assert_cmpfloat (get_top (&fixture, prose), ==, before);
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (more)), ==, "Show Less");
  assert_exact (&fixture, 0);

  click (more);
  chat_settle (&fixture);
  g_assert_cmpint (gtk_widget_get_height (prose), ==, folded);
  assert_exact (&fixture, 0);

  /* A short one after it is a plain card again. */
  chat_close (&fixture);
}

int
main (int   argc,
      char *argv[])
{
  chat_init (&argc, &argv);

  g_test_add_func ("/timeline/stages", test_stages);
  g_test_add_func ("/timeline/hostile", test_hostile);
  g_test_add_func ("/timeline/follows", test_follows);
  g_test_add_func ("/timeline/opened-by-reader", test_opened_by_reader);
  g_test_add_func ("/timeline/short-stays-following", test_short_stays_following);
  g_test_add_func ("/timeline/reader-of-text", test_reader_of_text);
  g_test_add_func ("/timeline/details", test_details);
  g_test_add_func ("/timeline/cost", test_cost);
  g_test_add_func ("/timeline/long-prompt", test_long_prompt);

  return g_test_run ();
}
