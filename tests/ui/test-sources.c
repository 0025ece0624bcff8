/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The sources of an answer: their list, the popover, and the way to their marks in the text. */

#include "config.h"

#include <string.h>

#include "chat-fixture.h"
#include "chat-samples.h"
#include "confab-message-list-private.h"
#include "confab-prose.h"
#include "confab-row-state.h"
#include "confab-source-list.h"
#include "confab-sources.h"
#include "loop.h"
#include "uitest.h"

static const char text[] =
  "Both have a large sensor<ref>[1]</ref>. The Aurora gathers more light<ref>[2]</ref>.\n\n"
  "- It is the best at night<ref>[2]</ref>\n- The other one is lighter<ref>[3]</ref>";

static ConfabMessage *
make_answer (ConfabStatus  status,
             const char   *references)
{
  ConfabMessage *answer = chat_sample_answer (text, status);

  confab_message_set_evidence (answer, NULL, references, NULL);

  return answer;
}

static GtkWidget *
find_css (GtkWidget  *root,
          const char *css_class)
{
  if (gtk_widget_has_css_class (root, css_class))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_css (child, css_class);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
test_group (void)
{
  g_autoptr (ConfabDocument) document = confab_document_new ();
  g_autoptr (GPtrArray) citations = confab_citations_parse (chat_sample_references);
  g_autoptr (GPtrArray) sources = NULL;
  g_autoptr (GArray) marks = NULL;
  g_autofree char *place = NULL;
  g_autofree char *image = NULL;
  ConfabDocumentChange change;
  const ConfabSource *source;
  const ConfabCitation *first;

  confab_document_update (document, text, strlen (text), FALSE, TRUE, &change);
  sources = confab_sources_group (citations, document);

  /* Five passages of four documents; those that the text names stand first. */
  g_assert_cmpuint (sources->len, ==, 4);
  source = g_ptr_array_index (sources, 0);
  g_assert_cmpstr (source->name, ==, "Phone catalogue 2025.pdf");
  g_assert_cmpuint (source->citations->len, ==, 2);
  g_assert_true (source->is_used);
  first = g_ptr_array_index (source->citations, 0);
  place = confab_source_dup_place (first);
  g_assert_cmpstr (place, ==, "Phone catalogue · page 14");
  image = confab_source_dup_image (first->images[0]);
  g_assert_cmpstr (image, ==, "pico.png (example.com)");
  g_assert_false (((const ConfabSource *) g_ptr_array_index (sources, 2))->is_used);
  g_assert_false (((const ConfabSource *) g_ptr_array_index (sources, 3))->is_used);

  marks = confab_sources_find_marks (document, "2");
  g_assert_cmpuint (marks->len, ==, 2);
  g_assert_cmpuint (g_array_index (marks, ConfabSourceMark, 0).block, <,
                    g_array_index (marks, ConfabSourceMark, 1).block);
}

static void
test_hostile (void)
{
  static const char *references[] = {
    "[{\"index_id\":null},{\"index_id\":\"1\"},{\"index_id\":\"1\",\"doc_id\":\"\"},5,null]",
    "[{\"index_id\":\"\\u202e1<b>\",\"doc_name\":\"<b>a</b>\\n\\nb\",\"images\":[\"\",\"x\",\"http://\"],"
    "\"page_number\":[1,2,3,4,5,6,7],\"doc_url\":\"file:///etc/passwd\"}]",
    "[{\"index_id\":\"1\",\"doc_url\":\"javascript:alert(1)\",\"text\":\"\\u0007bell\"}]",
  };

  for (guint i = 0; i < G_N_ELEMENTS (references); i++)
    {
      g_autoptr (GPtrArray) citations = confab_citations_parse (references[i]);
      const ConfabCitation *first = g_ptr_array_index (citations, 0);
      ConfabMessage *answer = make_answer (CONFAB_STATUS_COMPLETE, references[i]);
      ConfabMessageRow *row;
      ChatFixture fixture;

      chat_open (&fixture, g_list_store_new (CONFAB_TYPE_MESSAGE));
      chat_add (&fixture, g_object_ref (answer));
      chat_settle (&fixture);
      row = confab_message_list_get_row (fixture.list, 0);
      g_assert_nonnull (ui_find_type (GTK_WIDGET (row), CONFAB_TYPE_SOURCE_LIST));
      gtk_widget_activate_action (GTK_WIDGET (row), "message.show-source", "s", first->index);
      chat_settle (&fixture);
      /* Nothing that would open such a link. */
      g_assert_null (ui_find_label (GTK_WIDGET (row), "Open the Link"));
      g_assert_nonnull (find_css (GTK_WIDGET (row), "source-popover"));

      chat_close (&fixture);
      g_assert_finalize_object (answer);
    }
}

static void
assert_exact (ChatFixture *fixture)
{
  ConfabMessageRow *row = confab_message_list_get_row (fixture->list, 0);

  g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (row)), ==,
                   confab_message_row_get_height (row, gtk_widget_get_width (GTK_WIDGET (row))));
}

/* The list comes with the end of the answer; three documents and a fold. */
static void
test_list (void)
{
  ChatFixture fixture;
  ConfabMessage *answer = make_answer (CONFAB_STATUS_STREAMING, chat_sample_references);
  ConfabSourceList *list;
  GtkWidget *fold;

  chat_open (&fixture, g_list_store_new (CONFAB_TYPE_MESSAGE));
  chat_add (&fixture, g_object_ref (answer));
  chat_settle (&fixture);
  g_assert_null (ui_find_type (fixture.view, CONFAB_TYPE_SOURCE_LIST));

  confab_message_set_status (answer, CONFAB_STATUS_COMPLETE);
  chat_settle (&fixture);
  list = CONFAB_SOURCE_LIST (ui_find_type (fixture.view, CONFAB_TYPE_SOURCE_LIST));
  g_assert_nonnull (list);
  assert_exact (&fixture);
  g_assert_nonnull (confab_source_list_find_badge (list, "3"));
  g_assert_null (confab_source_list_find_badge (list, "5"));

  fold = find_css (GTK_WIDGET (list), "sources-fold");
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (fold)), ==, "3 of 4");
  g_signal_emit_by_name (fold, "clicked");
  chat_settle (&fixture);
  g_assert_nonnull (confab_source_list_find_badge (list, "5"));
  g_assert_true (confab_row_state_get (answer)->sources);
  assert_exact (&fixture);
  g_signal_emit_by_name (fold, "clicked");
  chat_settle (&fixture);
  g_assert_null (confab_source_list_find_badge (list, "5"));
  assert_exact (&fixture);

  chat_close (&fixture);
  g_assert_finalize_object (answer);
}

/* From a badge to the passage, and from there to each place in the text. */
static void
test_way_back (void)
{
  ChatFixture fixture;
  g_autoptr (GString) lines = g_string_new ("It begins<ref>[1]</ref>.\n\n");
  ConfabMessage *answer;
  ConfabMessageRow *row;
  ConfabSourceList *list;
  GtkWidget *popover;
  GtkWidget *flash;
  graphene_rect_t bounds;

  for (guint i = 0; i < 80; i++)
    g_string_append_printf (lines, "Paragraph %u.\n\n", i);
  g_string_append (lines, "And ends<ref>[1]</ref>.");
  answer = chat_sample_answer (lines->str, CONFAB_STATUS_COMPLETE);
  confab_message_set_evidence (answer, NULL, chat_sample_references, NULL);

  chat_open (&fixture, g_list_store_new (CONFAB_TYPE_MESSAGE));
  chat_add (&fixture, g_object_ref (answer));
  chat_settle (&fixture);
  row = confab_message_list_get_row (fixture.list, 0);

  /* Two passages of one document, and the text names one of them. */
  list = CONFAB_SOURCE_LIST (ui_find_type (GTK_WIDGET (row), CONFAB_TYPE_SOURCE_LIST));
  g_assert_false (gtk_widget_has_css_class (confab_source_list_find_badge (list, "1"), "unused"));
  g_assert_true (gtk_widget_has_css_class (confab_source_list_find_badge (list, "3"), "unused"));

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (row), "message.show-source", "s", "1"));
  chat_settle (&fixture);
  popover = find_css (GTK_WIDGET (row), "source-popover");
  g_assert_nonnull (popover);
  g_assert_true (gtk_widget_get_mapped (popover));
  g_assert_nonnull (ui_find_label (popover, "Phone catalogue 2025.pdf"));
  g_assert_nonnull (ui_find_label (popover, "Open at example.com"));
  g_assert_nonnull (ui_find_label (popover, "Image: pico.png (example.com)"));
  g_assert_nonnull (ui_find_action (popover, "message.show-mark"));

  /* The first mark is far above: the reader is led there, and sees which one it is. */
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (row), "message.show-mark", "(su)", "1",
                                             0));
  chat_settle (&fixture);
  loop_until (find_css (GTK_WIDGET (row), "source-popover") == NULL);
  flash = find_css (GTK_WIDGET (row), "flash");
  g_assert_nonnull (flash);
  g_assert_true (gtk_widget_compute_bounds (flash, GTK_WIDGET (fixture.list), &bounds));
  g_assert_cmpfloat (bounds.origin.y, >=, 0);
  g_assert_cmpfloat (bounds.origin.y, <, CHAT_HEIGHT);
  g_assert_cmpint (confab_message_list_get_follow (fixture.list), ==, CONFAB_FREE);
  assert_exact (&fixture);

  /* The mark itself asks in the list's coordinates. */
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (row), "message.show-citation", "(siiii)",
                                             "1", 100, 40, 8, 20));
  chat_settle (&fixture);
  popover = find_css (GTK_WIDGET (row), "source-popover");
  g_assert_true (gtk_widget_get_mapped (popover));
  /* Whoever looks at something else does not need it any more. */
  g_assert_null (find_css (GTK_WIDGET (row), "flash"));

  /* What names nothing opens nothing. */
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (row), "message.show-citation", "(siiii)",
                                             "77", 100, 40, 8, 20));
  chat_settle (&fixture);
  g_assert_null (find_css (GTK_WIDGET (row), "source-popover"));

  chat_close (&fixture);
  g_assert_finalize_object (answer);
}

/* A document's link that hides where it leads asks first. */
static void
test_link (void)
{
  static const char references[] =
    "[{\"index_id\":\"1\",\"doc_name\":\"A\",\"doc_url\":\"https://good.example@evil.example/\"}]";
  ChatFixture fixture;
  ConfabMessage *answer = make_answer (CONFAB_STATUS_COMPLETE, references);
  GListModel *windows = gtk_window_get_toplevels ();
  g_autoptr (GtkWindow) asking = NULL;
  ConfabMessageRow *row;
  GtkWidget *label;
  guint n;

  chat_open (&fixture, g_list_store_new (CONFAB_TYPE_MESSAGE));
  chat_add (&fixture, g_object_ref (answer));
  chat_settle (&fixture);
  n = g_list_model_get_n_items (windows);
  row = confab_message_list_get_row (fixture.list, 0);
  gtk_widget_activate_action (GTK_WIDGET (row), "message.show-source", "s", "1");
  chat_settle (&fixture);
  label = ui_find_label (GTK_WIDGET (row), "Open at evil.example");
  g_assert_nonnull (label);
  g_signal_emit_by_name (gtk_widget_get_parent (label), "clicked");
  loop_until (g_list_model_get_n_items (windows) == n + 1);
  loop_until (find_css (GTK_WIDGET (row), "source-popover") == NULL);

  for (guint i = 0; i <= n && asking == NULL; i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (gtk_window_get_transient_for (window) == GTK_WINDOW (fixture.window))
        asking = g_steal_pointer (&window);
    }
  g_assert_nonnull (asking);
  gtk_window_destroy (asking);
  g_clear_object (&asking);
  chat_settle (&fixture);

  chat_close (&fixture);
  g_assert_finalize_object (answer);
}

/* A click on the mark itself, or Enter when it has the focus. */
static void
test_mark (void)
{
  ChatFixture fixture;
  ConfabMessage *answer = make_answer (CONFAB_STATUS_COMPLETE, chat_sample_references);
  ConfabMessageRow *row;
  ConfabDocument *document;
  g_autoptr (GArray) marks = NULL;
  const ConfabSourceMark *mark;
  GtkWidget *popover;

  chat_open (&fixture, g_list_store_new (CONFAB_TYPE_MESSAGE));
  chat_add (&fixture, g_object_ref (answer));
  chat_settle (&fixture);
  row = confab_message_list_get_row (fixture.list, 0);
  document = confab_prose_get_document (
    CONFAB_PROSE (ui_find_type (GTK_WIDGET (row), CONFAB_TYPE_PROSE)));
  marks = confab_sources_find_marks (document, "2");
  mark = &g_array_index (marks, ConfabSourceMark, 1);

  g_assert_true (confab_message_list_activate_link (
    fixture.list,
    &(ConfabSpot) { 0, { .block = mark->block, .line = mark->line, .byte = mark->start } }));
  chat_settle (&fixture);
  popover = find_css (GTK_WIDGET (row), "source-popover");
  g_assert_nonnull (popover);
  g_assert_true (gtk_widget_get_mapped (popover));
  g_assert_nonnull (ui_find_label (popover, "Camera tests, spring.docx"));
  /* Two places in the text: each has a button. */
  g_assert_nonnull (ui_find_label (popover, "In the text:"));

  chat_close (&fixture);
  g_assert_finalize_object (answer);
}

/* The arrow keys lead through what is inside, in its order, and back. */
static void
test_keys (void)
{
  ChatFixture fixture;
  ConfabMessage *answer = make_answer (CONFAB_STATUS_COMPLETE, chat_sample_references);
  ConfabMessageRow *row;
  guint n = 0;

  confab_message_set_evidence (answer, chat_sample_thoughts, chat_sample_references, NULL);
  chat_open (&fixture, g_list_store_new (CONFAB_TYPE_MESSAGE));
  chat_add (&fixture, g_object_ref (answer));
  chat_settle (&fixture);
  row = confab_message_list_get_row (fixture.list, 0);
  g_assert_true (gtk_widget_grab_focus (GTK_WIDGET (row)));

  for (GtkWidget *before = NULL, *focus = gtk_root_get_focus (GTK_ROOT (fixture.window));
       focus != before && n < 40;
       before = focus, focus = gtk_root_get_focus (GTK_ROOT (fixture.window)), n++)
    g_assert_true (gtk_widget_child_focus (GTK_WIDGET (fixture.list), GTK_DIR_RIGHT));
  /* The line of the thoughts, the fold, seven of the sources, copy, more: at least ten stops. */
  g_assert_cmpuint (n, >, 10);
  g_assert_true (gtk_widget_get_focus_child (GTK_WIDGET (fixture.list)) == GTK_WIDGET (row));

  for (guint i = 0; i < 40 && !gtk_widget_is_focus (GTK_WIDGET (row)); i++)
    g_assert_true (gtk_widget_child_focus (GTK_WIDGET (fixture.list), GTK_DIR_LEFT));
  g_assert_true (gtk_widget_is_focus (GTK_WIDGET (row)));

  chat_close (&fixture);
  g_assert_finalize_object (answer);
}

int
main (int   argc,
      char *argv[])
{
  chat_init (&argc, &argv);

  g_test_add_func ("/sources/group", test_group);
  g_test_add_func ("/sources/hostile", test_hostile);
  g_test_add_func ("/sources/list", test_list);
  g_test_add_func ("/sources/way-back", test_way_back);
  g_test_add_func ("/sources/link", test_link);
  g_test_add_func ("/sources/mark", test_mark);
  g_test_add_func ("/sources/keys", test_keys);

  return g_test_run ();
}
