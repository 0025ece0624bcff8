/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "store-support.h"

#include "confab-database.h"

/* Text and rows that mean harm. */

static void
test_hostile_text (StoreFixture  *fixture,
                   gconstpointer  data)
{
  g_autofree char *huge = g_strnfill (1024 * 1024, 'x');
  g_autofree char *cjk = NULL;
  g_autoptr (GString) many = g_string_new (NULL);
  gint64 app = store_add_app (fixture->store, NULL);

  for (guint i = 0; i < 350000; i++)
    g_string_append (many, "汉");
  cjk = g_strdup (many->str);

  {
    const char *texts[][2] = {
      { "'); DROP TABLE message; --", NULL },
      { "\"quoted\" 'quoted' `quoted` [quoted]", NULL },
      { "NEAR(a b) OR * ^ : {x} -", NULL },
      { "%s%n%d ?1 :a @b $c", NULL },
      { "\x1b]52;c;x\x07 \xe2\x80\xae rtl \xef\xbb\xbf", NULL },
      { "bad \xff\xfe utf-8 \xc3", "bad \xef\xbf\xbd\xef\xbf\xbd utf-8 \xef\xbf\xbd" },
      { huge, NULL },
      { cjk, NULL },
      { "", NULL },
    };

    for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
      {
        const char *expected = texts[i][1] != NULL ? texts[i][1] : texts[i][0];
        g_autoptr (GError) error = NULL;
        g_autoptr (GPtrArray) messages = NULL;
        g_autoptr (ConfabSessionRecord) session = NULL;
        ConfabMessageRecord *got;
        ConfabTurnIds ids;

        store_begin_turn (fixture->store, make_session (0, app, texts[i][0]),
                          make_prompt (texts[i][0]), make_answer (0, CONFAB_STATUS_QUEUED, ""),
                          &ids, &error);
        g_assert_no_error (error);
        store_save_answer (fixture->store,
                           make_answer (ids.answer, CONFAB_STATUS_COMPLETE, texts[i][0]), NULL,
                           &error);
        g_assert_no_error (error);

        messages = store_load_messages (fixture->store, ids.session, 0, 10, &error);
        g_assert_no_error (error);
        got = g_ptr_array_index (messages, 0);
        g_assert_true (g_str_equal (got->text, expected));
        got = g_ptr_array_index (messages, 1);
        g_assert_true (g_str_equal (got->text, expected));
        session = store_find_session (fixture->store, ids.session);
        g_assert_true (g_str_equal (session->title, expected));
        g_assert_true (session->preview == NULL || g_utf8_validate (session->preview, -1, NULL));
      }
  }

  store_close (fixture->store);
  database_check_index (fixture->path);
}

/* Texts that came into the file some other way: one bad row stops nothing. */
static void
test_hostile_rows (StoreFixture  *fixture,
                   gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) messages = NULL;
  ConfabMessageRecord *got;
  ConfabTurnIds ids;

  store_fixture_begin (fixture, 0, store_add_app (fixture->store, NULL), "Hello", &ids);
  store_save_answer (fixture->store, make_answer (ids.answer, CONFAB_STATUS_COMPLETE, "x"), NULL,
                     &error);
  store_close (fixture->store);
  {
    g_autoptr (ConfabDatabase) database = NULL;

    database = confab_database_open (fixture->path, CONFAB_DATABASE_WRITE, &error);
    g_assert_no_error (error);
    confab_database_execute (database,
                             "UPDATE message SET text = CAST (x'61006280ff' AS TEXT),"
                             " status = 'dancing', usage = '{{{{', error_class = 'singing',"
                             " created_at = -5 WHERE role = 'assistant'", &error);
    g_assert_no_error (error);
  }

  store_open (fixture->store, &error);
  g_assert_no_error (error);
  messages = store_load_messages (fixture->store, ids.session, 0, 10, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (messages->len, ==, 2);
  got = g_ptr_array_index (messages, 1);
  g_assert_true (g_utf8_validate (got->text, -1, NULL));
  g_assert_true (g_str_has_prefix (got->text, "a"));
  g_assert_true (strchr (got->text, 'b') != NULL);
  g_assert_cmpint (got->status, ==, CONFAB_STATUS_UNKNOWN);
  g_assert_null (got->usage);
  g_assert_cmpint (got->failure->error_class, ==, CONFAB_ERROR_OTHER);
}

#define ADD(path, func)                                                                            \
  g_test_add ("/store/hostile/" path, StoreFixture, NULL, store_fixture_set_up, func,              \
              store_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("hostile-text", test_hostile_text);
  ADD ("hostile-rows", test_hostile_rows);

  return g_test_run ();
}
