/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Databases of any size, and what the store does with them:
 *   bench-store generate DIRECTORY MESSAGES SESSIONS   a database of that size, always the same
 *   bench-store measure DIRECTORY                      lists, opens and searches it
 *   bench-store save                                   what saving costs the thread that asks for it
 *   bench-store journal                                how long one write of a growing answer takes
 * Prints one JSON object a line. Times are CPU of this process unless it says wall.
 */

#include "config.h"

#include "confab-database.h"
#include "confab-migrations.h"
#include "confab-store-search.h"
#include "store-support.h"

#include "confab-message.h"

#include <glib/gstdio.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char * const english[] = {
  "the", "of", "and", "a", "to", "in", "is", "you", "that", "it", "for", "was", "on", "are", "as",
  "with", "this", "have", "from", "or", "one", "had", "by", "word", "but", "not", "what", "all",
  "were", "we", "when", "your", "can", "said", "there", "use", "an", "each", "which", "she", "do",
  "how", "their", "if", "will", "up", "other", "about", "out", "many", "then", "them", "these",
  "so", "some", "her", "would", "make", "like", "him", "into", "time", "has", "look", "two", "more",
  "write", "go", "see", "number", "no", "way", "could", "people", "my", "than", "first", "water",
  "been", "call", "who", "oil", "its", "now", "find", "long", "down", "day", "did", "get", "come",
  "made", "may", "part", "knowledge", "workflow", "application", "parameter", "document", "answer",
  "question", "retrieval", "dormitory", "regulation", "Singapore", "Hangzhou", "laksa", "session",
};

static const char * const chinese[] = {
  "的", "一", "是", "在", "不", "了", "有", "和", "人", "这", "中", "大", "为", "上", "个", "国",
  "我", "以", "要", "他", "时", "来", "用", "们", "生", "到", "作", "地", "于", "出", "就", "分",
  "对", "成", "会", "可", "主", "发", "年", "动", "同", "工", "也", "能", "下", "过", "子", "说",
  "产", "种", "面", "而", "方", "后", "多", "定", "行", "学", "法", "所", "民", "得", "经", "十",
  "三", "之", "进", "着", "等", "部", "度", "家", "电", "力", "里", "如", "水", "化", "高", "自",
  "新加坡", "杭州", "宿舍", "规定", "知识库", "工作流", "参数", "文档", "检索", "应用", "美食", "问题",
};

/* Common words are common: about what Zipf says. */
static const char *
choose (GRand              *chance,
        const char * const *words,
        guint               n)
{
  double x = g_rand_double (chance);

  return words[(guint) (pow (x, 2.5) * n)];
}

static void
write_text (GRand   *chance,
            GString *text,
            guint    bytes,
            gboolean in_chinese)
{
  g_string_truncate (text, 0);
  while (text->len < bytes)
    {
      guint n = (guint) g_rand_int_range (chance, 6, 18);

      for (guint i = 0; i < n; i++)
        {
          if (!in_chinese && i > 0)
            g_string_append_c (text, ' ');
          g_string_append (text, in_chinese ? choose (chance, chinese, G_N_ELEMENTS (chinese))
                                            : choose (chance, english, G_N_ELEMENTS (english)));
        }
      g_string_append (text, in_chinese ? "。" : ". ");
      if (g_rand_int_range (chance, 0, 4) == 0)
        g_string_append (text, "\n\n");
    }
}

static double
get_cpu_ms (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);

  return (double) time.tv_sec * 1e3 + (double) time.tv_nsec / 1e6;
}

static void
check (gboolean      ok,
       const GError *error)
{
  if (!ok)
    g_error ("%s", error != NULL ? error->message : "failed");
}

/* --- Generating --- */

static void
run_insert (ConfabStatement *statement)
{
  g_autoptr (GError) error = NULL;

  check (confab_statement_run (statement, &error), error);
  confab_statement_release (statement);
}

static void
insert_session (ConfabDatabase *database,
                guint           session,
                const char     *title,
                guint           n_messages)
{
  ConfabStatement *statement = confab_database_prepare (
    database,
    "INSERT INTO session (id, app, title, remote_used_at, remote_rounds, created_at, updated_at,"
    " pinned, archived, unread, preview, last_status, message_count)"
    " VALUES (?1, 1 + ?1 % 5, ?2, 0, 0, ?3, ?3, ?1 % 97 = 0, 0, 0, ?2, 'complete', ?4)",
    NULL);

  confab_statement_bind_int (statement, 1, session);
  confab_statement_bind_text (statement, 2, title);
  confab_statement_bind_int (statement, 3, G_GINT64_CONSTANT (1700000000000000) +
                                             (gint64) session * 3600 * G_USEC_PER_SEC);
  confab_statement_bind_int (statement, 4, n_messages);
  run_insert (statement);
  confab_database_run_with_id (database,
                               "INSERT INTO session_index (rowid, title)"
                               " SELECT id, title FROM session WHERE id = ?1",
                               session, NULL);
}

static void
insert_message (ConfabDatabase *database,
                guint           id,
                guint           session,
                guint           place,
                const char     *text)
{
  ConfabStatement *statement = confab_database_prepare (
    database,
    "INSERT INTO message (id, session, parent, role, status, text, created_at, first_text_us,"
    " duration_us) VALUES (?1, ?2, ?3, ?4, 'complete', ?5, ?6, 300000, 2000000)",
    NULL);

  confab_statement_bind_int (statement, 1, id);
  confab_statement_bind_int (statement, 2, session);
  confab_statement_bind_id (statement, 3, place > 0 ? id - 1 : 0);
  confab_statement_bind_text (statement, 4, place % 2 == 0 ? "user" : "assistant");
  confab_statement_bind_text (statement, 5, text);
  confab_statement_bind_int (statement, 6, G_GINT64_CONSTANT (1700000000000000) +
                                             (gint64) id * G_USEC_PER_SEC);
  run_insert (statement);
  confab_database_run_with_id (database,
                               "INSERT INTO message_index (rowid, text)"
                               " SELECT id, text FROM message WHERE id = ?1",
                               id, NULL);
}

static void
generate (const char *directory,
          guint       n_messages,
          guint       n_sessions)
{
  g_autofree char *path = g_build_filename (directory, "confab.db", NULL);
  g_autoptr (ConfabDatabase) database = NULL;
  g_autoptr (GRand) chance = g_rand_new_with_seed (20261125);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  gsize n_steps;
  const ConfabMigration *steps = confab_migrations_get (&n_steps);
  double before = get_cpu_ms (CLOCK_PROCESS_CPUTIME_ID);
  gint64 bytes = 0;
  guint id = 0;

  g_mkdir_with_parents (directory, 0700);
  database = confab_database_open (path, CONFAB_DATABASE_WRITE, &error);
  check (database != NULL, error);
  check (confab_database_execute (database, "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;"
                                            " PRAGMA secure_delete = OFF", &error) &&
           confab_migrations_run (database, NULL, steps, n_steps, &error) &&
           confab_database_execute (database,
                                    "INSERT INTO connection VALUES (1, 'bench', 'Bench',"
                                    " 'http://127.0.0.1/api/v1', NULL, 15, 300, 0, 0);"
                                    "INSERT INTO app (id, connection, app_id, name, kind, color,"
                                    " position) VALUES (1, 1, 'a', 'One', 'agent', 'blue_3', 0),"
                                    " (2, 1, 'b', 'Two', 'agent', 'red_3', 1),"
                                    " (3, 1, 'c', 'Three', 'agent', 'green_4', 2),"
                                    " (4, 1, 'd', 'Four', 'workflow', 'purple_3', 3),"
                                    " (5, 1, 'e', 'Five', 'agent', 'orange_3', 4)",
                                    &error),
         error);

  check (confab_database_begin (database, &error), error);
  for (guint session = 1; session <= n_sessions; session++)
    {
      gboolean in_chinese = g_rand_int_range (chance, 0, 100) < 30;
      guint n = n_messages / n_sessions + (session <= n_messages % n_sessions);

      write_text (chance, text, in_chinese ? 20 : 30, in_chinese);
      insert_session (database, session, text->str, n);
      for (guint place = 0; place < n; place++)
        {
          write_text (chance, text,
                      place % 2 == 0 ? (guint) g_rand_int_range (chance, 20, 120)
                                     : (guint) g_rand_int_range (chance, 200, 1500),
                      in_chinese);
          bytes += (gint64) text->len;
          insert_message (database, ++id, session, place, text->str);
        }
      if (session % 200 == 0)
        check (confab_database_end (database, TRUE, &error) &&
                 confab_database_begin (database, &error),
               error);
    }
  check (confab_database_end (database, TRUE, &error), error);
  printf ("{\"generated\":%u,\"sessions\":%u,\"text_mb\":%.1f,\"us_a_message\":%.1f}\n", id,
          n_sessions, (double) bytes / 1e6,
          (get_cpu_ms (CLOCK_PROCESS_CPUTIME_ID) - before) * 1e3 / MAX (id, 1));
}

/* --- Measuring --- */

static void
search_for (ConfabStore *store,
            const char  *query)
{
  double best = G_MAXDOUBLE;
  double best_wall = G_MAXDOUBLE;
  guint n = 0;

  for (guint round = 0; round < 5; round++)
    {
      Pending pending = { NULL };
      g_autoptr (ConfabFoundPage) page = NULL;
      double cpu = get_cpu_ms (CLOCK_PROCESS_CPUTIME_ID);
      double wall = get_cpu_ms (CLOCK_MONOTONIC);
      g_autoptr (GError) error = NULL;

      confab_store_search_async (store, query, 0, 0, 50, NULL, pending_cb, &pending);
      page = confab_store_search_finish (store, pending_wait (&pending), &error);
      check (page != NULL, error);
      best = MIN (best, get_cpu_ms (CLOCK_PROCESS_CPUTIME_ID) - cpu);
      best_wall = MIN (best_wall, get_cpu_ms (CLOCK_MONOTONIC) - wall);
      n = page->found->len;
      g_object_unref (pending.result);
    }

  printf ("{\"search\":\"%s\",\"found\":%u,\"cpu_ms\":%.2f,\"wall_ms\":%.2f}\n", query, n, best,
          best_wall);
}

static void
open_session (ConfabStore *store,
              gint64       session)
{
  ConfabPathQuery query = { 0 };
  double best = G_MAXDOUBLE;
  guint n = 0;

  query.session = session;
  query.limit = 50;
  for (guint round = 0; round < 20; round++)
    {
      Pending pending = { NULL };
      g_autoptr (ConfabPath) path = NULL;
      double cpu = get_cpu_ms (CLOCK_PROCESS_CPUTIME_ID);

      confab_store_load_path_async (store, &query, NULL, pending_cb, &pending);
      path = confab_store_load_path_finish (store, pending_wait (&pending), NULL);
      best = MIN (best, get_cpu_ms (CLOCK_PROCESS_CPUTIME_ID) - cpu);
      n = path->items->len;
      g_object_unref (pending.result);
    }
  printf ("{\"open\":%" G_GINT64_FORMAT ",\"messages\":%u,\"cpu_ms\":%.2f}\n", session, n, best);
}

static void
measure (const char *directory)
{
  static const char * const queries[] = {
    "的", "宿舍", "新加坡", "美食问题", "the", "knowledge", "laksa singapore", "sing", "ab", "x", "没有龘",
  };
  g_autoptr (ConfabStore) store = confab_store_new (directory);
  g_autofree char *path = g_build_filename (directory, "confab.db", NULL);
  g_autoptr (GPtrArray) sessions = NULL;
  g_autoptr (GError) error = NULL;
  double cpu;
  double size;
  double text;

  check (store_open (store, &error), error);
  cpu = get_cpu_ms (CLOCK_PROCESS_CPUTIME_ID);
  sessions = store_load_sessions (store, &error);
  check (sessions != NULL, error);
  printf ("{\"list\":%u,\"cpu_ms\":%.2f}\n", sessions->len,
          get_cpu_ms (CLOCK_PROCESS_CPUTIME_ID) - cpu);

  open_session (store, 1);
  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    search_for (store, queries[i]);

  size = (double) database_ask (path, "SELECT sum (length (block)) FROM message_index_data");
  text = (double) database_ask (path, "SELECT sum (length (CAST (text AS BLOB))) FROM message");
  printf ("{\"index_mb\":%.1f,\"text_mb\":%.1f,\"index_of_text\":%.2f}\n", size / 1e6, text / 1e6,
          size / text);
  store_close (store);
}

/* --- Saving --- */

static void
measure_saving (void)
{
  char *directory = test_directory_new ();
  g_autoptr (ConfabStore) store = confab_store_new (directory);
  g_autofree char *text = g_strnfill (2000, 'x');
  double here = 0;
  gint64 app;
  guint n = 500;
  ConfabTurnIds ids = { 0 };

  check (store_open (store, NULL), NULL);
  app = store_add_app (store, NULL);
  for (guint i = 0; i < n; i++)
    {
      Pending begun = { NULL };
      Pending saved = { NULL };
      double cpu = get_cpu_ms (CLOCK_THREAD_CPUTIME_ID);

      confab_store_begin_turn_async (store, make_session (ids.session, app, "Bench"),
                                     TEST_ALL_PARTS, make_prompt ("A question"),
                                     make_answer (0, CONFAB_STATUS_QUEUED, ""), FALSE, NULL,
                                     pending_cb, &begun);
      confab_store_begin_turn_finish (store, pending_wait (&begun), &ids, NULL);
      confab_store_save_answer_async (store, make_answer (ids.answer, CONFAB_STATUS_COMPLETE, text),
                                      NULL, 0, NULL, pending_cb, &saved);
      confab_store_save_answer_finish (store, pending_wait (&saved), NULL);
      here += get_cpu_ms (CLOCK_THREAD_CPUTIME_ID) - cpu;
      g_object_unref (begun.result);
      g_object_unref (saved.result);
    }
  printf ("{\"saved\":%u,\"main_thread_ms_a_message\":%.4f}\n", 2 * n, here / (2 * n));
  store_close (store);
  test_directory_remove (directory);
}

/* --- The journal --- */

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double difference = *(const double *) a - *(const double *) b;

  return difference < 0 ? -1 : difference > 0;
}

/* Each write of an open answer is what it has grown by, however long it is and whatever was sent: what
 * that costs the thread that asks for it, and how long it takes until it is in the file. */
static void
measure_journal (void)
{
  static const guint sizes[] = { 16, 256, 4096, 16384, 65536 };
  char *directory = test_directory_new ();
  g_autoptr (ConfabStore) store = confab_store_new (directory);
  ConfabMessageRecord *first = make_answer (0, CONFAB_STATUS_STREAMING, "");
  ConfabTurnIds ids = { 0 };
  Pending begun = { NULL };

  check (store_open (store, NULL), NULL);
  /* An image has gone along. */
  first->request = g_strnfill (4 * 1024 * 1024, 'i');
  confab_store_begin_turn_async (store, make_session (0, store_add_app (store, NULL), "Bench"),
                                 TEST_ALL_PARTS, make_prompt ("A question"), first, FALSE, NULL,
                                 pending_cb, &begun);
  confab_store_begin_turn_finish (store, pending_wait (&begun), &ids, NULL);
  g_object_unref (begun.result);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      gsize length = (gsize) sizes[i] * 1024;
      g_autofree char *text = g_strnfill (length, 'x');
      g_autoptr (ConfabMessage) message =
        confab_message_new (make_answer (ids.answer, CONFAB_STATUS_STREAMING, text));
      double walls[20];
      double here = 0;
      double cpu = 0;
      guint n = G_N_ELEMENTS (walls);

      for (guint round = 0; round <= n; round++)
        {
          gsize start = round == 0 ? 0 : length;
          Pending saved = { NULL };
          double mine = get_cpu_ms (CLOCK_THREAD_CPUTIME_ID);
          double all = get_cpu_ms (CLOCK_PROCESS_CPUTIME_ID);
          double wall = get_cpu_ms (CLOCK_MONOTONIC);

          confab_store_journal_answer_async (store, confab_message_dup_growth (message, start),
                                             start, TRUE, NULL, pending_cb, &saved);
          check (confab_store_journal_answer_finish (store, pending_wait (&saved), NULL), NULL);
          g_object_unref (saved.result);
          if (round > 0)
            {
              walls[round - 1] = get_cpu_ms (CLOCK_MONOTONIC) - wall;
              here += get_cpu_ms (CLOCK_THREAD_CPUTIME_ID) - mine;
              cpu += get_cpu_ms (CLOCK_PROCESS_CPUTIME_ID) - all;
            }
          /* A line more for the next time. */
          for (guint line = 0; line < 20; line++)
            confab_message_append_text (message, "ten bytes\n", 10);
        }
      qsort (walls, n, sizeof (double), compare_doubles);
      printf ("{\"journal_kb\":%u,\"wall_p50_ms\":%.2f,\"wall_max_ms\":%.2f,\"cpu_ms\":%.3f,"
              "\"main_thread_ms\":%.4f}\n",
              sizes[i], walls[n / 2], walls[n - 1], cpu / n, here / n);
    }
  store_close (store);
  test_directory_remove (directory);
}

int
main (int    argc,
      char **argv)
{
  if (argc == 5 && g_str_equal (argv[1], "generate"))
    generate (argv[2], (guint) atoi (argv[3]), (guint) atoi (argv[4]));
  else if (argc == 3 && g_str_equal (argv[1], "measure"))
    measure (argv[2]);
  else if (argc == 2 && g_str_equal (argv[1], "save"))
    measure_saving ();
  else if (argc == 2 && g_str_equal (argv[1], "journal"))
    measure_journal ();
  else
    {
      fprintf (stderr, "bench-store generate DIRECTORY MESSAGES SESSIONS | measure DIRECTORY | "
                       "save | journal\n");
      return 2;
    }

  return 0;
}
