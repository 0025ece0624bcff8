/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "random-options.h"

#include <stdlib.h>

#include "confab-json.h"
#include "confab-options-fields.h"
#include "confab-options-local.h"

#define SEED 20261126

/* What stands in JSON between quotes. None begins or ends with a blank: in an id or a name these go. */
static const char * const words[] = {
  "a", "b/c", "~1", "\\\"q\\\"", "\\\\", "新加坡", "😀", "$x", "`", "'", "x y", "é", "0", "42", "true",
  "null", "<b>", "A & B", "\\ud83d\\ude00", "!", "{}",
};

/* Within a text that is a value, there is more. */
static const char * const odd[] = { "\\u0001", "\\u007f", "\\u2028", "\\n", " ", "", "\\t", "\\/" };

static const char * const numbers[] = {
  "0", "-1", "1.0", "0.1", "1e22", "-0.0", "9223372036854775807", "-9223372036854775808", "2.5e-8",
  "0.30000000000000004", "1.7976931348623157e308", "123456789.125",
};

static gboolean
toss (GRand *rand)
{
  return g_rand_boolean (rand);
}

static guint
up_to (GRand *rand,
       guint  most)
{
  return (guint) g_rand_int_range (rand, 0, (gint32) most + 1);
}

static const char *
pick (GRand              *rand,
      const char * const *from,
      guint               n)
{
  return from[g_rand_int_range (rand, 0, (gint32) n)];
}

#define PICK(rand, from) pick (rand, from, G_N_ELEMENTS (from))

/* JSON as text ------------------------------------------------------------------------------ */

/* An id, name or code; @i tells those of one list apart. */
static void
add_word (GRand      *rand,
          GString    *out,
          const char *prefix,
          guint       i)
{
  g_string_append_printf (out, "\"%s%s%u\"", prefix, PICK (rand, words), i);
}

static void
add_words (GRand      *rand,
           GString    *out,
           const char *prefix,
           guint       least,
           guint       most)
{
  guint n = least + up_to (rand, most - least);

  g_string_append_c (out, '[');
  for (guint i = 0; i < n; i++)
    {
      g_string_append (out, i > 0 ? "," : "");
      add_word (rand, out, prefix, i);
    }
  g_string_append_c (out, ']');
}

static void
add_text (GRand   *rand,
          GString *out)
{
  g_string_append_c (out, '"');
  for (guint n = up_to (rand, 4); n > 0; n--)
    g_string_append (out, toss (rand) ? PICK (rand, words) : PICK (rand, odd));
  g_string_append_c (out, '"');
}

static void
add_value (GRand   *rand,
           GString *out,
           guint    depth)
{
  guint n = up_to (rand, 3);

  switch (g_rand_int_range (rand, 0, depth < 4 ? 7 : 5))
    {
    case 0:
      g_string_append (out, PICK (rand, numbers));
      break;
    case 1:
      add_text (rand, out);
      break;
    case 2:
      g_string_append (out, "true");
      break;
    case 3:
      g_string_append (out, "false");
      break;
    case 4:
      g_string_append (out, "null");
      break;
    case 5:
      g_string_append_c (out, '[');
      for (guint i = 0; i < n; i++)
        {
          g_string_append (out, i > 0 ? "," : "");
          add_value (rand, out, depth + 1);
        }
      g_string_append_c (out, ']');
      break;
    default:
      g_string_append (out, "{\"k\":");
      add_value (rand, out, depth + 1);
      g_string_append (out, ",\"~l/\":");
      add_value (rand, out, depth + 1);
      g_string_append_c (out, '}');
      break;
    }
}

static void
add_object (GRand      *rand,
            GString    *out,
            const char *prefix,
            guint       most)
{
  guint n = 1 + up_to (rand, most - 1);

  g_string_append_c (out, '{');
  for (guint i = 0; i < n; i++)
    {
      g_string_append (out, i > 0 ? "," : "");
      add_word (rand, out, prefix, i);
      g_string_append_c (out, ':');
      add_value (rand, out, 1);
    }
  g_string_append_c (out, '}');
}

static void
add_scalar (GRand    *rand,
            GString  *out,
            gboolean  with_numbers)
{
  if (with_numbers && toss (rand))
    g_string_append (out, PICK (rand, numbers));
  else
    add_word (rand, out, "", up_to (rand, 9));
}

static void
add_filter (GRand    *rand,
            GString  *out,
            gboolean  with_numbers)
{
  guint n = 1 + up_to (rand, 3);

  g_string_append_c (out, '{');
  for (guint i = 0; i < n; i++)
    {
      gboolean is_list = toss (rand);
      guint n_values = is_list ? 1 + up_to (rand, 3) : 1;

      g_string_append (out, i > 0 ? "," : "");
      add_word (rand, out, "", i);
      g_string_append (out, is_list ? ":[" : ":");
      for (guint k = 0; k < n_values; k++)
        {
          g_string_append (out, k > 0 ? "," : "");
          add_scalar (rand, out, with_numbers);
        }
      g_string_append (out, is_list ? "]" : "");
    }
  g_string_append_c (out, '}');
}

static void
add_plugins (GRand   *rand,
             GString *out)
{
  guint n = 1 + up_to (rand, 1);

  g_string_append_c (out, '{');
  for (guint i = 0; i < n; i++)
    {
      g_string_append (out, i > 0 ? "," : "");
      g_string_append_printf (out, "\"plug/in %u\":", i);
      add_object (rand, out, "p", 3);
    }
  g_string_append_c (out, '}');
}

static void
add_messages (GRand   *rand,
              GString *out)
{
  g_string_append (out, "[{\"role\":\"system\",\"content\":");
  add_text (rand, out);
  g_string_append (out, "},{\"role\":\"user\",\"content\":");
  add_text (rand, out);
  g_string_append (out, toss (rand) ? ",\"later\":null}]"
                                    : "},{\"role\":\"assistant\",\"content\":\"\"}]");
}

/* Fields ------------------------------------------------------------------------------------ */

/* Whatever stands there is a value of the field, and within its limits. */
static void
add_field (GRand       *rand,
           GString     *out,
           ConfabField  field)
{
  static const char * const modes[] = {
    "\"message_format_plus\"", "\"message_format\"", "\"full_thoughts\"", "\"agent_format\"",
    "\"later_format\"", "null",
  };
  static const char * const references[] = { "\"simple\"", "\"indexed\"", "\"later\"" };
  static const char * const temperatures[] = { "0", "1", "0.5", "1.99", "1.0", "1e-7" };
  static const char * const shares[] = { "1", "1.0", "0.5", "1e-9", "0.30000000000000004" };
  static const char * const counts[] = { "0", "1", "42", "9223372036854775807" };
  static const char * const booleans[] = { "true", "false", "null" };
  static const char * const images[] = { "[\"https://example.com/a%20b.png\"]",
                                         "[\"data:image/png;base64,iVBORw0KGgo=\","
                                         "\"oss://bucket/x\"]" };

  switch ((int) field)
    {
    case CONFAB_FIELD_MESSAGES:
      add_messages (rand, out);
      return;
    case CONFAB_FIELD_IMAGE_LIST:
    case CONFAB_FIELD_FILE_LIST:
      g_string_append (out, PICK (rand, images));
      return;
    case CONFAB_FIELD_DOC_REFERENCE_TYPE:
      g_string_append (out, PICK (rand, references));
      return;
    case CONFAB_FIELD_USER_PROMPT_PARAMS:
      add_object (rand, out, "v", 4);
      return;
    case CONFAB_FIELD_USER_DEFINED_PARAMS:
      add_plugins (rand, out);
      return;
    case CONFAB_FIELD_FLOW_STREAM_MODE:
      g_string_append (out, PICK (rand, modes));
      return;
    case CONFAB_FIELD_TEMPERATURE:
      g_string_append (out, PICK (rand, temperatures));
      return;
    case CONFAB_FIELD_TOP_P:
      g_string_append (out, PICK (rand, shares));
      return;
    case CONFAB_FIELD_CIP_SERVICE_CODES:
      g_string_append (out, toss (rand) ? "{\"text\":{\"input\":\"a\",\"later\":1},\"image\":{\"output\":"
                                          "\"b c\"}}"
                                        : "{\"text\":{\"output\":\"新\"}}");
      return;
    case CONFAB_FIELD_PIPELINE_IDS:
    case CONFAB_FIELD_FILE_IDS:
      add_words (rand, out, "", 1, 5);
      return;
    case CONFAB_FIELD_SESSION_FILE_IDS:
      add_words (rand, out, "file_session_", 1, 10);
      return;
    case CONFAB_FIELD_METADATA_FILTER:
    case CONFAB_FIELD_STRUCTURED_FILTER:
      add_filter (rand, out, field == CONFAB_FIELD_STRUCTURED_FILTER);
      return;
    case CONFAB_FIELD_DATA_INSPECTION:
      g_string_append (out, "\"{\\\"input\\\":\\\"cip\\\",\\\"output\\\":\\\"cip\\\"}\"");
      return;
    case CONFAB_FIELD_OSS_RESOLVE:
      g_string_append (out, "\"enable\"");
      return;
    case CONFAB_FIELD_DEBUG:
      add_object (rand, out, "", 3);
      return;
    default:
      break;
    }

  /* Also of a field that is new and not in the list above. */
  switch (confab_field_get_info (field)->type)
    {
    case CONFAB_FIELD_TYPE_STRING:
      add_word (rand, out, "", up_to (rand, 9));
      break;
    case CONFAB_FIELD_TYPE_BOOLEAN:
      g_string_append (out, PICK (rand, booleans));
      break;
    case CONFAB_FIELD_TYPE_INTEGER:
    case CONFAB_FIELD_TYPE_NUMBER:
      g_string_append (out, PICK (rand, counts));
      break;
    case CONFAB_FIELD_TYPE_STRINGS:
      add_words (rand, out, "", 1, 4);
      break;
    case CONFAB_FIELD_TYPE_ARRAY:
      g_string_append (out, "[{\"user\":\"a\",\"bot\":");
      add_text (rand, out);
      g_string_append (out, "}]");
      break;
    case CONFAB_FIELD_TYPE_OBJECT:
    case CONFAB_FIELD_TYPE_ANY:
    default:
      add_object (rand, out, "", 3);
      break;
    }
}

static void
put (ConfabOptions **options,
     ConfabOptions  *changed)
{
  confab_options_unref (*options);
  *options = changed;
}

static void
put_text (ConfabOptions **options,
          const char     *path,
          const char     *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = confab_json_parse (text, -1, &error);

  g_assert_no_error (error);
  put (options, confab_options_with (*options, path, node));
}

/* Members that are objects of others are made of these. */
static gboolean
is_made_of_others (ConfabField field)
{
  return field == CONFAB_FIELD_BIZ_PARAMS || field == CONFAB_FIELD_RAG_OPTIONS;
}

static void
put_fields (GRand          *rand,
            ConfabOptions **options)
{
  for (guint i = 0; i < CONFAB_N_FIELDS; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      if (is_made_of_others ((ConfabField) i) || toss (rand))
        continue;
      add_field (rand, text, (ConfabField) i);
      put_text (options, confab_field_get_info ((ConfabField) i)->path, text->str);
    }
}

/* What nobody knows, everywhere. */
static void
put_unknown (GRand          *rand,
             ConfabOptions **options)
{
  static const char * const paths[] = {
    "/input/later", "/parameters/later", "/parameters/rag_options/later", "/input/biz_params/city",
    "/input/biz_params/a~1b ~0", "/body/model", "/later",
  };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      if (toss (rand))
        continue;
      add_value (rand, text, 0);
      put_text (options, paths[i], text->str);
    }
  if (toss (rand))
    put_text (options, "/headers/X-Later", "\"a; b=c\"");
}

/* Combinations that are refused. */
static void
make_sendable (GRand          *rand,
               ConfabOptions **options)
{
  gboolean thinks = FALSE;

  confab_options_get_boolean (*options, CONFAB_FIELD_ENABLE_THINKING, &thinks);
  if (thinks)
    put (options, confab_options_without (*options, CONFAB_FIELD_INCREMENTAL_OUTPUT));
  else if (toss (rand))
    put_text (options, "/stream", toss (rand) ? "\"none\"" : "\"cumulative\"");

  if ((confab_options_is_set (*options, CONFAB_FIELD_FILE_IDS) ||
       confab_options_is_set (*options, CONFAB_FIELD_METADATA_FILTER)) &&
      !confab_options_is_set (*options, CONFAB_FIELD_PIPELINE_IDS))
    put_text (options, "/parameters/rag_options/pipeline_ids", "[\"p\"]");
}

/* What is not sent: tokens by name, what is switched off or known about something, labels. */
static void
put_local (GRand          *rand,
           ConfabOptions **options)
{
  g_auto (GStrv) ids = confab_options_dup_strings (*options, CONFAB_FIELD_FILE_IDS);
  g_autoptr (GString) text = g_string_new (NULL);

  if (toss (rand))
    put_text (options, "/tokens/plug~1in 0", toss (rand) ? "true" : "false");
  if (toss (rand))
    put_text (options, "/tokens/mcp", toss (rand) ? "\"Authorization\"" : "\"X-Token\"");
  if (ids != NULL && toss (rand))
    put (options, confab_options_with_label (*options, CONFAB_LABEL_FILE, ids[0], "A & B <x>"));
  if (toss (rand))
    put (options, confab_options_with_label (*options, CONFAB_LABEL_PLUGIN, "mcp", "Maps"));
  if (toss (rand))
    {
      add_value (rand, text, 0);
      put_text (options, "/local/off/~1input~1biz_params~1user_defined_params~1plug~01in 0~1off",
                text->str);
    }
  if (confab_options_get (*options, "/input/biz_params/city") != NULL && toss (rand))
    put_text (options, "/local/about/~1input~1biz_params~1city",
              "{\"required\":true,\"description\":\"Where\",\"choices\":[\"新加坡\",\"Hangzhou\"]}");
  if (toss (rand))
    put_text (options, "/presets", toss (rand) ? "[]" : "[3,1]");
  if (toss (rand))
    put_text (options, "/unset", "[\"/parameters/left_out\"]");
}

/**
 * random_options_start:
 *
 * CONFAB_TEST_SEED=N makes other ones.
 *
 * Returns: (transfer full): where all of them come from, the same in each program
 */
GRand *
random_options_start (void)
{
  const char *given = g_getenv ("CONFAB_TEST_SEED");
  guint32 seed = given != NULL ? (guint32) g_ascii_strtoull (given, NULL, 10) : SEED;

  g_test_message ("random options: CONFAB_TEST_SEED=%u", seed);

  return g_rand_new_with_seed (seed);
}

/**
 * random_options_next:
 * @rand: of random_options_start()
 *
 * Returns: (transfer full): the next ones
 */
ConfabOptions *
random_options_next (GRand *rand)
{
  ConfabOptions *options = confab_options_new_empty ();

  put_fields (rand, &options);
  put_unknown (rand, &options);
  make_sendable (rand, &options);
  put_local (rand, &options);

  return options;
}

/**
 * random_options_count:
 * @most: how many there should be
 *
 * With CONFAB_TEST_SCALE=N there are N times fewer: for sanitizers, which take minutes for them.
 *
 * Returns: how many to try
 */
guint
random_options_count (guint most)
{
  const char *scale = g_getenv ("CONFAB_TEST_SCALE");

  return most / (scale != NULL ? (guint) CLAMP (atoi (scale), 1, (int) most) : 1);
}

/**
 * random_options_check:
 * @wanted: what was given
 * @have: what came back
 * @where: which way it went
 *
 * Fails the test with both where they are not the same.
 */
void
random_options_check (ConfabOptions *wanted,
                      ConfabOptions *have,
                      const char    *where)
{
  g_autofree char *a = confab_options_to_json (wanted);
  g_autofree char *b = confab_options_to_json (have);

  if (!confab_options_equal (wanted, have))
    g_error ("%s: %s became %s", where, a, b);
}
