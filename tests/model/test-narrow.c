/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A question again from one document of its answer, or without it. */

#include "config.h"

#include "confab-error.h"
#include "confab-narrow.h"

#define REFERENCES                                                                                 \
  "[{\"index_id\":\"1\",\"doc_id\":\"file_a\"},{\"index_id\":\"2\",\"doc_id\":\"file_b\"},"         \
  "{\"index_id\":\"3\",\"doc_id\":\"file_a\"},{\"index_id\":\"4\",\"doc_name\":\"no id\"},"         \
  "{\"index_id\":\"5\",\"doc_id\":\"file_session_1\"}]"

#define RAG(content) "{\"parameters\":{\"rag_options\":{" content "}}}"

static const char *const one_known[] = { "kb", NULL };

/* @expected: the options, or what is said where it cannot be. */
static void
check (const char         *options,
       const char * const *known,
       const char         *references,
       const char         *index,
       ConfabNarrowing     how,
       const char         *expected)
{
  g_autoptr (GPtrArray) citations = confab_citations_parse (references);
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabOptions) before = confab_options_new_from_json (options, &error);
  g_autoptr (ConfabOptions) narrowed = NULL;
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  narrowed = confab_options_narrow (before, known, citations,
                                    confab_citations_find (citations, index), how, &error);
  if (narrowed == NULL)
    {
      g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_USAGE);
      g_test_message ("%s", error->message);
      g_assert_nonnull (g_strrstr (error->message, expected));
      return;
    }

  text = confab_options_to_json (narrowed);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_only (void)
{
  check ("{}", one_known, REFERENCES, "1", CONFAB_NARROW_ONLY,
         RAG ("\"pipeline_ids\":[\"kb\"],\"file_ids\":[\"file_a\"]"));

  /* What else the filter says stays; the knowledge bases that it names are meant. */
  check (RAG ("\"pipeline_ids\":[\"x\",\"y\"],\"tags\":[\"t\"],\"session_file_ids\":[\"file_session_9\"]"),
         one_known, REFERENCES, "2", CONFAB_NARROW_ONLY,
         RAG ("\"pipeline_ids\":[\"x\",\"y\"],\"tags\":[\"t\"],\"file_ids\":[\"file_b\"]"));

  check ("{}", NULL, REFERENCES, "1", CONFAB_NARROW_ONLY, "Add its id");
  check ("{}", one_known, REFERENCES, "4", CONFAB_NARROW_ONLY, "not told the id");
  check ("{}", one_known, REFERENCES, "5", CONFAB_NARROW_ONLY, "uploaded for a session");
}

static void
test_without (void)
{
  static const char six[] =
    "[{\"doc_id\":\"a\"},{\"doc_id\":\"b\"},{\"doc_id\":\"c\"},{\"doc_id\":\"d\"},"
    "{\"doc_id\":\"e\"},{\"doc_id\":\"f\"},{\"doc_id\":\"g\"}]";
  static const char one[] = "[{\"doc_id\":\"a\"},{\"doc_id\":\"a\"}]";

  /* The other documents of the answer. */
  check ("{}", one_known, REFERENCES, "3", CONFAB_NARROW_WITHOUT,
         RAG ("\"pipeline_ids\":[\"kb\"],\"file_ids\":[\"file_b\"]"));

  /* Those of the filter, where there is one. */
  check (RAG ("\"pipeline_ids\":[\"x\"],\"file_ids\":[\"file_c\",\"file_a\",\"file_d\"]"), NULL,
         REFERENCES, "1", CONFAB_NARROW_WITHOUT,
         RAG ("\"pipeline_ids\":[\"x\"],\"file_ids\":[\"file_c\",\"file_d\"]"));
  check (RAG ("\"pipeline_ids\":[\"x\"],\"file_ids\":[\"file_a\"]"), NULL, REFERENCES, "1",
         CONFAB_NARROW_WITHOUT, "no other document");

  check ("{}", one_known, one, "1", CONFAB_NARROW_WITHOUT, "no other document");
  check ("{}", one_known, six, "1", CONFAB_NARROW_WITHOUT, "at most five");
  check ("{}", NULL, REFERENCES, "1", CONFAB_NARROW_WITHOUT, "Add its id");

  /* A file of the session is just not sent. */
  check (RAG ("\"session_file_ids\":[\"file_session_1\",\"file_session_2\"]"), NULL, REFERENCES, "5",
         CONFAB_NARROW_WITHOUT, RAG ("\"session_file_ids\":[\"file_session_2\"]"));
  check ("{}", NULL, REFERENCES, "5", CONFAB_NARROW_WITHOUT, "not sent along any more");
}

/* Where the person has told of more knowledge bases than can be named, it is not guessed. */
static void
test_pipelines (void)
{
  static const char *const many[] = { "1", "2", "3", "4", "5", "6", NULL };
  g_autoptr (GPtrArray) known = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (ConfabOptions) options =
    confab_options_new_from_json ("{\"parameters\":{\"rag_options\":{\"pipeline_ids\":[\"b\",\"a\"]}},"
                                  "\"local\":{\"labels\":{\"pipeline_ids\":{\"a\":\"A\",\"c\":\"C\"},"
                                  "\"file_ids\":{\"d\":\"D\"}}}}", NULL);

  check ("{}", many, REFERENCES, "1", CONFAB_NARROW_ONLY, "at most five");

  confab_options_add_pipelines (options, known);
  g_assert_cmpuint (known->len, ==, 3);
  g_assert_cmpstr (g_ptr_array_index (known, 0), ==, "b");
  g_assert_cmpstr (g_ptr_array_index (known, 1), ==, "a");
  g_assert_cmpstr (g_ptr_array_index (known, 2), ==, "c");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/narrow/only", test_only);
  g_test_add_func ("/narrow/without", test_without);
  g_test_add_func ("/narrow/pipelines", test_pipelines);

  return g_test_run ();
}
