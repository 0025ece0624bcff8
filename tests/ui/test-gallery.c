/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pictures of the conversation view, to be looked at: written to the build folder. */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "chat-samples.h"
#include "confab-answer-details.h"
#include "confab-conversation-view-private.h"
#include "confab-row-state.h"
#include "uitest.h"

typedef struct {
  const char *name;
  int         width;
  int         height;
  gboolean    dark;
  GListStore *(*make) (void);
} Picture;

static void
add (GListStore    *store,
     ConfabMessage *message)
{
  g_list_store_append (store, message);
  g_object_unref (message);
}

static GListStore *
make_talk (void)
{
  GListStore *store = g_list_store_new (CONFAB_TYPE_MESSAGE);
  ConfabMessage *answer;

  add (store, chat_sample_prompt ("Please recommend a phone under 3000 yuan. I take many photos at "
                                  "night."));
  answer = chat_sample_answer (
    "Both cost less than 3000 yuan and have a large main sensor with optical stabilisation. For "
    "night photos, take the Aurora 12: its sensor gathers about 40 % more light.\n\n"
    "Aurora 12, 2799 yuan: best at night, charges in 38 minutes\n"
    "Pico S, 2399 yuan: lighter, the battery lasts a day and a half\n\n"
    "The same question as a filter for your own requests is on the knowledge page.",
    CONFAB_STATUS_COMPLETE);
  chat_sample_usage (answer, "qwen-plus", 1204, 318);
  add (store, answer);
  add (store, chat_sample_prompt ("And which one has the better screen in sunlight?"));
  add (store, chat_sample_answer (
                "The Aurora 12 is brighter: 1600 nits at its peak against 1300. Outdoors the "
                "difference is smaller than the numbers say, because the Pico S reflects",
                CONFAB_STATUS_STREAMING));

  return store;
}

/* All that stands around an answer. */
static GListStore *
make_evidence (void)
{
  GListStore *store = g_list_store_new (CONFAB_TYPE_MESSAGE);
  ConfabMessage *answer;

  add (store, chat_sample_prompt ("Please recommend a phone under 3000 yuan. I take many photos at "
                                  "night."));
  answer = chat_sample_answer (
    "Both cost less than 3000 yuan and have a large main sensor with optical "
    "stabilisation<ref>[1]</ref>. For night photos, take the **Aurora 12**: its sensor gathers "
    "about 40 % more light<ref>[2]</ref>.\n\n"
    "- **Aurora 12**, 2799 yuan: best at night, charges in 38 minutes<ref>[2]</ref>\n"
    "- **Pico S**, 2399 yuan: lighter, the battery lasts a day and a half<ref>[1]</ref>",
    CONFAB_STATUS_COMPLETE);
  chat_sample_usage (answer, "qwen-plus", 1204, 318);
  confab_message_set_ids_of_service (answer, "661c9cad-e59c-9f78-a262-78eff243f151", "stop");
  confab_message_set_evidence (answer, chat_sample_thoughts, chat_sample_references, NULL);
  confab_row_state_get (answer)->steps = CONFAB_FOLD_OPEN;
  g_hash_table_add (confab_row_state_get (answer)->open_steps, GUINT_TO_POINTER (3));
  add (store, answer);

  add (store, chat_sample_prompt ("And which one has the better screen in sunlight?"));
  answer = chat_sample_answer ("", CONFAB_STATUS_STREAMING);
  confab_message_set_evidence (answer, chat_sample_reasoning, NULL, NULL);
  add (store, answer);

  return store;
}

static GListStore *
make_workflow (void)
{
  GListStore *store = g_list_store_new (CONFAB_TYPE_MESSAGE);
  g_autoptr (GString) prompt = g_string_new ("All of these, please:");
  ConfabMessage *answer;

  for (guint i = 0; i < 40; i++)
    g_string_append_printf (prompt, "\n%u. Tell me about city number %u", i + 1, i + 1);
  add (store, chat_sample_prompt (prompt->str));
  answer = chat_sample_answer ("", CONFAB_STATUS_STREAMING);
  confab_message_set_evidence (answer, NULL, NULL, chat_sample_nodes);
  add (store, answer);

  return store;
}

static GListStore *
make_chinese (void)
{
  GListStore *store = g_list_store_new (CONFAB_TYPE_MESSAGE);
  ConfabMessage *answer;

  add (store, chat_sample_prompt ("请推荐一款 3000 元以下的手机，我经常在晚上拍照。"));
  answer = chat_sample_answer (
    "两款价格都低于 3000 元，主摄传感器较大，并带光学防抖。如果主要拍夜景，建议选择极光 12：进光量约多 40%。\n\n"
    "极光 12，2799 元：夜景最好，38 分钟充满 📱\n皮可 S，2399 元：更轻，续航一天半 🔋",
    CONFAB_STATUS_COMPLETE);
  chat_sample_usage (answer, "qwen-plus", 1204, 318);
  add (store, answer);
  add (store, chat_sample_prompt ("哪一款在阳光下屏幕更清楚？"));
  add (store, chat_sample_answer (
                "极光 12 更亮：峰值亮度 1600 尼特，皮可 S 为 1300 尼特。不过在户外，两者的差别没有数字上那么大，因为皮可 S 的屏幕反光",
                CONFAB_STATUS_STREAMING));

  return store;
}

/* All that an answer can have in it. */
static GListStore *
make_technical (void)
{
  GListStore *store = g_list_store_new (CONFAB_TYPE_MESSAGE);
  ConfabMessage *answer;

  add (store, chat_sample_prompt ("Please recommend a phone under 3000 yuan. I take many photos at "
                                  "night."));
  answer = chat_sample_answer (chat_sample_markdown, CONFAB_STATUS_COMPLETE);
  chat_sample_usage (answer, "qwen-plus", 1204, 318);
  add (store, answer);

  return store;
}

static GListStore *
make_more (void)
{
  GListStore *store = g_list_store_new (CONFAB_TYPE_MESSAGE);

  add (store, chat_sample_prompt ("Show me `all` of *it*: more than [a line](https://example.com)"));
  add (store, chat_sample_answer (chat_sample_markdown_more, CONFAB_STATUS_COMPLETE));

  return store;
}

static GListStore *
make_technical_chinese (void)
{
  GListStore *store = g_list_store_new (CONFAB_TYPE_MESSAGE);
  ConfabMessage *answer;

  add (store, chat_sample_prompt ("请推荐一款 3000 元以下的手机，我经常在晚上拍照。"));
  answer = chat_sample_answer (chat_sample_markdown_chinese, CONFAB_STATUS_COMPLETE);
  chat_sample_usage (answer, "qwen-plus", 1204, 318);
  add (store, answer);

  return store;
}

static GListStore *
make_errors (void)
{
  GListStore *store = g_list_store_new (CONFAB_TYPE_MESSAGE);
  ConfabFailure *failure;
  ConfabMessage *answer;

  add (store, chat_sample_prompt ("Which regions does Singapore have?"));
  answer = chat_sample_answer ("", CONFAB_STATUS_REFUSED);
  failure = confab_failure_new (CONFAB_ERROR_AUTH, "InvalidApiKey", "Invalid API-key provided.");
  failure->http_status = 401;
  failure->request_id = g_strdup ("f3a8a3ff-17a5-9f2c-8a51-0d0ed8b2b7e4");
  confab_message_set_failure (answer, failure);
  confab_failure_free (failure);
  add (store, answer);

  add (store, chat_sample_prompt ("And which one has the better screen in sunlight?"));
  answer = chat_sample_answer (
    "The Aurora 12 is brighter: 1600 nits at its peak against 1300. Outdoors the difference is "
    "smaller than the numbers say, because the Pico S reflects less than most phones of its",
    CONFAB_STATUS_INTERRUPTED);
  chat_sample_usage (answer, "qwen-plus", 0, 0);
  confab_message_set_times (answer, 400000, 2100000);
  failure = confab_failure_new (CONFAB_ERROR_INCOMPLETE, CONFAB_FAILURE_INCOMPLETE, NULL);
  failure->http_status = 200;
  failure->request_id = g_strdup ("661c9cad-e59c-9f78-a262-78eff243f151");
  confab_message_set_failure (answer, failure);
  confab_failure_free (failure);
  add (store, answer);

  return store;
}

static GListStore *
make_no_key (void)
{
  GListStore *store = make_errors ();

  g_list_store_splice (store, 2, 2, NULL, 0);

  return store;
}

static GListStore *
make_states (void)
{
  GListStore *store = g_list_store_new (CONFAB_TYPE_MESSAGE);
  ConfabMessage *answer;

  add (store, chat_sample_prompt ("A short one"));
  answer = chat_sample_answer ("Stopped in the middle of", CONFAB_STATUS_STOPPED);
  chat_sample_usage (answer, "qwen-max", 20, 6);
  add (store, answer);
  add (store, chat_sample_prompt ("Right to left"));
  answer = chat_sample_answer ("هذا نص عربي يبدأ من اليمين ويحتوي على كلمة English في الوسط.\n\n"
                               "And a line from the left with עברית in it.",
                               CONFAB_STATUS_COMPLETE);
  add (store, answer);
  add (store, chat_sample_prompt ("مرحبا"));
  add (store, chat_sample_answer ("Controls \x1b[31m are shown\tand long runs wrap: "
                                  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                                  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                                  CONFAB_STATUS_COMPLETE));
  add (store, chat_sample_prompt ("Still waiting"));
  answer = chat_sample_answer ("", CONFAB_STATUS_SENT);
  confab_message_set_note (answer, "The service asks for patience");
  add (store, answer);

  return store;
}

static GListStore *
make_long (void)
{
  return chat_sample_many (200);
}

static const Picture pictures[] = {
  { "light", 884, 640, FALSE, make_talk },
  { "dark", 884, 640, TRUE, make_talk },
  { "narrow", 360, 640, FALSE, make_talk },
  { "chinese", 884, 640, FALSE, make_chinese },
  { "error", 884, 760, FALSE, make_errors },
  { "error-dark", 884, 760, TRUE, make_errors },
  { "error-narrow", 360, 720, FALSE, make_errors },
  { "no-key", 884, 640, FALSE, make_no_key },
  { "states", 884, 760, FALSE, make_states },
  { "evidence", 884, 900, FALSE, make_evidence },
  { "evidence-dark", 884, 900, TRUE, make_evidence },
  { "evidence-narrow", 360, 1000, FALSE, make_evidence },
  { "workflow", 884, 700, FALSE, make_workflow },
  { "technical", 884, 1000, FALSE, make_technical },
  { "technical-dark", 884, 1000, TRUE, make_technical },
  { "technical-narrow", 360, 1240, FALSE, make_technical },
  { "technical-chinese", 884, 1000, FALSE, make_technical_chinese },
  { "more", 884, 1500, FALSE, make_more },
  { "more-top", 884, 1500, FALSE, make_more },
  { "more-dark", 884, 1500, TRUE, make_more },
  { "more-narrow", 360, 2200, FALSE, make_more },
  { "evidence-large", 884, 1400, FALSE, make_evidence },
  { "technical-large", 884, 1400, FALSE, make_technical },
  { "more-rtl", 884, 1500, FALSE, make_more },
  { "evidence-rtl", 884, 900, FALSE, make_evidence },
  { "newest", 884, 640, FALSE, make_long },
};

/* What the page around the view installs: without it the buttons are insensitive. */
static void
install_actions (GtkWidget *view)
{
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) retry = g_simple_action_new ("retry", G_VARIANT_TYPE_INT64);
  g_autoptr (GSimpleAction) set_key = g_simple_action_new ("set-key", NULL);

  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (retry));
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (set_key));
  gtk_widget_insert_action_group (view, "chat", G_ACTION_GROUP (group));
}

static void
test_picture (gconstpointer data)
{
  const Picture *picture = data;
  g_autoptr (GListStore) messages = picture->make ();
  g_autofree char *file = g_strdup_printf ("%s.png", picture->name);
  g_autofree char *path = g_test_build_filename (G_TEST_BUILT, "ui", file, NULL);
  GtkWidget *view = confab_conversation_view_new ();
  GtkWidget *window;

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      picture->dark ? ADW_COLOR_SCHEME_FORCE_DARK
                                                    : ADW_COLOR_SCHEME_FORCE_LIGHT);
  confab_conversation_view_set_messages (CONFAB_CONVERSATION_VIEW (view), G_LIST_MODEL (messages),
                                         "Phone advisor");
  install_actions (view);
  if (g_str_has_suffix (picture->name, "-rtl"))
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  if (g_str_has_suffix (picture->name, "-large"))
    confab_conversation_view_set_text_scale (CONFAB_CONVERSATION_VIEW (view), 2);
  window = ui_show (view, picture->width, picture->height);
  gtk_widget_add_css_class (window, "view");

  if (g_str_equal (picture->name, "newest") || g_str_equal (picture->name, "more-top"))
    {
      GtkWidget *scrolled = ui_find_type (view, GTK_TYPE_SCROLLED_WINDOW);
      GtkAdjustment *adjustment =
        gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));

      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) - 1500);
    }
  ui_wait_frames (window, 3);

  g_assert_cmpint (gtk_widget_get_width (view), ==, picture->width);
  g_assert_true (ui_save_png (window, path));
  g_test_message ("%s", path);
  ui_close (window);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

static void
test_details (void)
{
  g_autoptr (GListStore) messages = make_evidence ();
  g_autoptr (ConfabMessage) answer = g_list_model_get_item (G_LIST_MODEL (messages), 1);
  g_autofree char *path = g_test_build_filename (G_TEST_BUILT, "ui", "details.png", NULL);
  g_autofree char *text = confab_answer_details_text (answer);
  GtkWidget *parent = ui_show (gtk_label_new (NULL), 300, 300);
  GtkWidget *window = confab_answer_details_show (parent, answer);

  g_assert_nonnull (strstr (text, "661c9cad-e59c-9f78-a262-78eff243f151"));
  g_assert_nonnull (strstr (text, "price_check"));
  gtk_test_widget_wait_for_draw (window);
  ui_wait_frames (window, 3);
  g_assert_true (ui_save_png (window, path));
  g_test_message ("%s", path);
  gtk_window_destroy (GTK_WINDOW (window));
  ui_close (parent);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *css = NULL;
  int status;

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  css = g_test_build_filename (G_TEST_DIST, "..", "src", "ui", "chat", "chat.css", NULL);
  ui_load_css (css);

  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++)
    {
      g_autofree char *path = g_strconcat ("/gallery/", pictures[i].name, NULL);

      g_test_add_data_func (path, &pictures[i], test_picture);
    }

  g_test_add_func ("/gallery/details", test_details);

  status = g_test_run ();

  return status;
}
