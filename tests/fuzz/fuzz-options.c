/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <stdint.h>
#include <string.h>

#include "confab-emit.h"
#include "confab-json.h"
#include "confab-options-merge.h"

/*
 * Options survive any text: what is taken is written back as the same, merges, is checked, and, when
 * it makes a request, makes one that is valid JSON, has no secret in what is shown of it, and can be
 * written in each language.
 */

int LLVMFuzzerInitialize (int *argc, char ***argv);
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerInitialize (int    *argc,
                      char ***argv)
{
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING | G_LOG_FATAL_MASK);
  return 0;
}

static void
check_round_trip (ConfabOptions *options)
{
  g_autofree char *text = confab_options_to_json (options);
  g_autoptr (ConfabOptions) again = confab_options_new_from_json (text, NULL);
  g_autofree char *second = NULL;

  g_assert_nonnull (again);
  g_assert_true (confab_options_equal (options, again));
  second = confab_options_to_json (again);
  g_assert_cmpstr (text, ==, second);
}

static void
check_merge (ConfabOptions *options)
{
  const ConfabOptionsLayer layers[] = {
    { CONFAB_LAYER_APP, NULL, options },
    { CONFAB_LAYER_SESSION, "name", options },
  };
  g_autoptr (ConfabOptionsMerge) merge = confab_options_merge (layers, G_N_ELEMENTS (layers));
  g_auto (GStrv) paths = confab_options_merge_dup_paths (merge);

  for (guint i = 0; paths[i] != NULL; i++)
    g_assert_true (confab_options_merge_find (merge, paths[i], NULL, NULL));
}

static void
check_request (ConfabOptions *options,
               ConfabAppKind  kind,
               gboolean       knows_canary)
{
  g_autoptr (ConfabCall) call = confab_call_new ("https://host/api/v1", "app", "prompt");
  g_autoptr (ConfabSecrets) secrets = confab_secrets_new (g_strdup ("sk-0123456789"));
  g_autoptr (GPtrArray) refs = confab_options_dup_tokens (options);
  g_autoptr (ConfabRequest) request = NULL;
  g_autoptr (JsonNode) body = NULL;
  g_autoptr (JsonNode) filled_body = NULL;
  g_autoptr (GBytes) filled = NULL;
  g_autofree char *shown = NULL;

  confab_options_unref (call->options);
  call->options = confab_options_ref (options);
  call->kind = kind;
  request = confab_request_build (call, NULL);
  if (request == NULL)
    return;

  body = confab_json_parse (request->body, (gssize) request->body_length, NULL);
  g_assert_nonnull (body);

  for (guint i = 0; i < refs->len; i++)
    {
      const ConfabTokenRef *ref = g_ptr_array_index (refs, i);

      confab_secrets_take_token (secrets, ref->code, g_strdup ("canary\"\\token"));
    }
  filled = confab_request_fill (request, secrets);
  filled_body = confab_json_parse (g_bytes_get_data (filled, NULL),
                                   (gssize) g_bytes_get_size (filled), NULL);
  g_assert_nonnull (filled_body);
  shown = confab_request_to_json (request);
  /* The fuzzer knows the word by now. */
  if (!knows_canary)
    g_assert_null (strstr (shown, "canary"));

  for (guint i = 0; i <= CONFAB_EMIT_JAVA; i++)
    {
      g_autofree char *source = confab_emit (request, (ConfabEmitLanguage) i);

      g_assert_true (g_utf8_validate (source, -1, NULL));
      g_assert_true (g_str_has_suffix (source, "\n"));
      for (const char *p = source; *p != '\0'; p++)
        g_assert_true ((guchar) *p >= 0x20 || *p == '\n');
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (ConfabOptions) options = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (size < 1)
    return 0;

  text = g_strndup ((const char *) data + 1, size - 1);
  options = confab_options_new_from_json (text, &error);
  g_assert_true ((options == NULL) == (error != NULL));
  if (options == NULL)
    {
      g_assert_true (g_utf8_validate (error->message, -1, NULL) && *error->message != '\0');
      return 0;
    }

  check_round_trip (options);
  check_merge (options);
  check_request (options, (ConfabAppKind) (data[0] % (CONFAB_KIND_ORCHESTRATION + 1)),
                 strstr (text, "canary") != NULL);

  return 0;
}
