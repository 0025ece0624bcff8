/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-demo"

#include "config.h"

#include "confab-demo-cities.h"

#include <string.h>

#include "confab-demo-flow.h"
#include "confab-demo-resources.h"
#include "confab-demo-terms.h"
#include "confab-json.h"

#define CITIES_PATH "/io/github/confab_chat/Confab/demo/documents/cities.json"

/* Pieces of so many characters; a node of a real model speaks in such. */
#define PIECE_CHARACTERS 48
#define END_PIECE_CHARACTERS 24

static JsonNode *
read_cities (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  JsonNode *node = NULL;

  bytes = g_resource_lookup_data (confab_demo_get_resource (), CITIES_PATH,
                                  G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  if (bytes != NULL)
    node = confab_json_parse (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                              &error);
  if (node == NULL)
    g_error ("The demo's cities cannot be read: %s", error->message);

  return node;
}

static JsonObject *
find_city (JsonArray  *cities,
           const char *name)
{
  g_autofree char *folded = g_utf8_casefold (name, -1);

  g_strstrip (folded);
  for (guint i = 0; i < json_array_get_length (cities); i++)
    {
      JsonObject *city = json_array_get_object_element (cities, i);
      JsonArray *names = confab_json_get_array (city, "names");

      for (guint k = 0; k < json_array_get_length (names); k++)
        if (g_strcmp0 (json_array_get_string_element (names, k), folded) == 0)
          return city;
    }

  return NULL;
}

static const char *
get_text (JsonObject *object,
          const char *member,
          gboolean    is_chinese)
{
  g_autofree char *name = g_strconcat (member, is_chinese ? "_zh" : "", NULL);

  return confab_json_get_string (object, name);
}

static char *
say_unknown (JsonArray  *cities,
             const char *name,
             gboolean    is_chinese)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text,
                          is_chinese ? "演示服务不认识“%s”这座城市。变量 `city` 可以是：\n"
                                     : "The demo service does not know a city “%s”. The variable "
                                       "`city` can be one of these:\n",
                          name);
  for (guint i = 0; i < json_array_get_length (cities); i++)
    g_string_append_printf (text, "\n- %s",
                            get_text (json_array_get_object_element (cities, i), "title",
                                      is_chinese));

  return g_string_free (text, FALSE);
}

/* A heading, a paragraph and a table. */
static char *
say_divisions (JsonObject *city,
               gboolean    is_chinese)
{
  JsonArray *divisions = confab_json_get_array (city, "divisions");
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "### %s\n\n%s\n\n", get_text (city, "title", is_chinese),
                          get_text (city, "intro", is_chinese));
  g_string_append (text, is_chinese ? "| 区划 | 说明 |\n| --- | --- |" :
                                      "| Division | In a few words |\n| --- | --- |");
  for (guint i = 0; i < json_array_get_length (divisions); i++)
    {
      JsonObject *division = json_array_get_object_element (divisions, i);

      g_string_append_printf (text, "\n| %s | %s |", get_text (division, "name", is_chinese),
                              get_text (division, "note", is_chinese));
    }

  return g_string_free (text, FALSE);
}

/* Says @text in pieces. The last piece comes with the message that ends the node, or before one that
 * is empty: both were seen on the real service. */
static void
say_pieces (ConfabDemoFlow *flow,
            guint           node,
            const char     *text,
            guint           n_characters,
            gboolean        end_has_text,
            guint           other,
            const char     *other_text)
{
  const char *at = text;
  guint n_said = 0;

  while (*at != '\0')
    {
      const char *start = at;
      g_autofree char *piece = NULL;

      for (guint i = 0; i < n_characters && *at != '\0'; i++)
        at = g_utf8_next_char (at);
      piece = g_strndup (start, (gsize) (at - start));
      confab_demo_flow_say (flow, node, piece, end_has_text && *at == '\0');

      /* Another node works at the same time: its messages come in between. */
      if (other_text != NULL && n_said == 0)
        confab_demo_flow_say (flow, other, "", FALSE);
      if (other_text != NULL && n_said == 1)
        confab_demo_flow_say (flow, other, other_text, TRUE);
      n_said++;
    }

  if (!end_has_text || n_said == 0)
    confab_demo_flow_say (flow, node, "", TRUE);
  if (other_text != NULL && n_said < 2)
    confab_demo_flow_say (flow, other, other_text, TRUE);
}

static char *
list_divisions (JsonObject *city,
                gboolean    is_chinese)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonArray *names = json_array_new ();
  JsonArray *divisions = confab_json_get_array (city, "divisions");

  for (guint i = 0; i < json_array_get_length (divisions); i++)
    json_array_add_string_element (
        names, get_text (json_array_get_object_element (divisions, i), "name", is_chinese));
  json_object_set_array_member (object, "divisions", names);

  return confab_json_object_to_text (object);
}

/* Start, a model and a plug-in side by side, a batch with one round for each division, and the end. */
static ConfabDemoFlow *
run (JsonObject *city,
     const char *city_name,
     const char *text,
     gboolean    is_chinese)
{
  ConfabDemoFlow *flow = confab_demo_flow_new ();
  g_autoptr (JsonObject) inputs = json_object_new ();
  g_autofree char *inputs_text = NULL;
  g_autofree char *note = NULL;
  guint start = confab_demo_flow_add_node (flow, "Start_bYxoRU", is_chinese ? "开始" : "Start",
                                           "Start", CONFAB_DEMO_NODE_JSON);
  guint output = confab_demo_flow_add_node (flow, "Output_k3Qe", is_chinese ? "进度" : "Progress",
                                            "Output", CONFAB_DEMO_NODE_TEXT);
  guint model = confab_demo_flow_add_node (flow, "LLM_Ilo9", is_chinese ? "概述" : "Overview",
                                           "LLM", CONFAB_DEMO_NODE_RESULT);
  guint plugin = confab_demo_flow_add_node (flow, "Plugin_7sHd",
                                            is_chinese ? "区划表" : "List of divisions", "Plugin",
                                            CONFAB_DEMO_NODE_JSON);
  guint batch = confab_demo_flow_add_node (flow, "Component_Vq2p",
                                           is_chinese ? "逐个说明" : "Describe each", "Component",
                                           CONFAB_DEMO_NODE_JSON);
  guint end = confab_demo_flow_add_node (flow, "End_7w1V", is_chinese ? "结束" : "End", "End",
                                         CONFAB_DEMO_NODE_TEXT);

  json_object_set_string_member (inputs, "city", city_name);
  inputs_text = confab_json_object_to_text (inputs);
  note = g_strdup_printf (is_chinese ? "正在查询%s……" : "Looking up %s…", city_name);
  confab_demo_flow_say (flow, start, inputs_text, TRUE);
  /* Its switch "streaming output" is off: one message. */
  confab_demo_flow_say (flow, output, note, TRUE);

  if (city != NULL)
    {
      JsonArray *divisions = confab_json_get_array (city, "divisions");
      g_autofree char *list = list_divisions (city, is_chinese);

      say_pieces (flow, model, get_text (city, "intro", is_chinese), PIECE_CHARACTERS, FALSE, plugin,
                  list);
      confab_demo_flow_say (flow, batch, "", FALSE);
      for (guint i = 0; i < json_array_get_length (divisions); i++)
        {
          JsonObject *division = json_array_get_object_element (divisions, i);

          confab_demo_flow_say_child (flow, batch, i, is_chinese ? "说明" : "Describe",
                                      get_text (division, "name", is_chinese),
                                      get_text (division, "note", is_chinese));
        }
      confab_demo_flow_say (flow, batch, list, TRUE);
    }

  say_pieces (flow, end, text, END_PIECE_CHARACTERS, TRUE, 0, NULL);

  return flow;
}

/**
 * confab_demo_cities_answer:
 * @question: what is asked
 * @problem: (out) (transfer full): why there is no answer
 *
 * The application *City divisions*: a workflow whose start node has the variable `city`. Chinese when
 * the question or the city is.
 *
 * Returns: (transfer full) (nullable): the answer, or %NULL with @problem set
 */
ConfabDemoAnswer *
confab_demo_cities_answer (const ConfabDemoQuestion  *question,
                           ConfabDemoProblem        **problem)
{
  const ConfabDemoRequest *request = question->request;
  JsonObject *inputs = confab_demo_request_get_biz_params (request);
  const char *name = inputs != NULL ? confab_json_get_string (inputs, "city") : NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (ConfabDemoFlow) flow = NULL;
  g_autofree char *text = NULL;
  ConfabDemoAnswer *answer;
  JsonObject *city;
  gboolean is_chinese;

  /* Prompt variables are for agents: so a workflow refuses them (protocol 2.2). */
  if (inputs != NULL && json_object_has_member (inputs, "user_prompt_params"))
    {
      *problem = confab_demo_problem_new_no_user ();
      return NULL;
    }
  if (name == NULL || *name == '\0')
    {
      *problem = confab_demo_problem_new_parameter ("city");
      return NULL;
    }

  root = read_cities ();
  is_chinese = confab_demo_text_is_chinese (request->prompt) || confab_demo_text_is_chinese (name);
  city = find_city (json_node_get_array (root), name);
  text = city != NULL ? say_divisions (city, is_chinese)
                      : say_unknown (json_node_get_array (root), name, is_chinese);

  answer = confab_demo_answer_new (text, question->session_id, question->request_id, 0);
  flow = run (city, name, text, is_chinese);
  confab_demo_flow_apply (flow, answer, request->flow_mode, request->has_thoughts);

  return answer;
}
