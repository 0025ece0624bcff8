/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-request.h"

#include <string.h>

#include <glib/gi18n.h>

#include "confab-error.h"
#include "confab-json-path.h"
#include "confab-json.h"
#include "confab-request-private.h"

/* A request from what is kept of it, to be looked at and written as a program. */

#define REDACTED   "***"
#define APPS       "/apps/"
#define COMPLETION "/completion"
#define BIZ_PARAMS "/input/biz_params"

static gboolean
refuse (GError **error)
{
  g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_OTHER,
                       _("What is kept of this request cannot be read any more."));
  return FALSE;
}

static gboolean
read_headers (ConfabRequest *self,
              JsonObject    *headers)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  self->stream = CONFAB_STREAM_INCREMENTAL;
  json_object_iter_init_ordered (&iter, headers);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    {
      const char *text = confab_json_get_string (headers, name);

      if (text == NULL)
        return FALSE;
      if (g_ascii_strcasecmp (name, "Authorization") == 0)
        continue;
      if (g_ascii_strcasecmp (name, "Accept") == 0 && g_str_equal (text, "application/json"))
        self->stream = CONFAB_STREAM_NONE;
      confab_request_add_header (self, name, text);
    }

  return TRUE;
}

/* Where a token was there are asterisks, and it is known whose it was by where it stood. */
static void
find_slots (ConfabRequest *self,
            JsonObject    *body,
            const char    *member)
{
  g_autofree char *above = confab_json_path_join (BIZ_PARAMS, member, NULL);
  JsonNode *plugins = confab_json_path_get (body, above);
  JsonObjectIter iter;
  const char *code;
  JsonNode *value;

  if (plugins == NULL || !JSON_NODE_HOLDS_OBJECT (plugins))
    return;

  json_object_iter_init_ordered (&iter, json_node_get_object (plugins));
  while (json_object_iter_next_ordered (&iter, &code, &value))
    {
      g_autoptr (GList) names = NULL;

      if (!JSON_NODE_HOLDS_OBJECT (value))
        continue;

      names = json_object_get_members (json_node_get_object (value));
      for (GList *l = names; l != NULL; l = l->next)
        if (g_strcmp0 (confab_json_get_string (json_node_get_object (value), l->data),
                       REDACTED) == 0)
          {
            g_autofree char *path = confab_json_path_join (above, code, l->data, NULL);

            confab_request_add_slot (self, code, path);
          }
    }
}

static gboolean
read_body (ConfabRequest *self,
           JsonObject    *body)
{
  g_autoptr (JsonObject) filled = json_object_ref (body);
  g_autoptr (JsonNode) empty = json_node_new (JSON_NODE_VALUE);

  json_node_set_string (empty, "");
  find_slots (self, body, "user_defined_tokens");
  find_slots (self, body, "user_defined_params");
  for (guint i = 0; i < self->tokens->len; i++)
    {
      const ConfabTokenSlot *slot = g_ptr_array_index (self->tokens, i);
      JsonObject *next = confab_json_path_set (filled, slot->path, empty);

      json_object_unref (filled);
      filled = next;
    }
  confab_request_write_body (self, filled);

  return TRUE;
}

/* The emitters take it to pieces. */
static gboolean
is_address (const char *url)
{
  const char *apps = url != NULL ? g_strrstr (url, APPS) : NULL;
  const char *end = apps != NULL ? strchr (apps + strlen (APPS), '/') : NULL;

  return end != NULL && g_str_equal (end, COMPLETION);
}

/**
 * confab_request_new_from_record:
 * @record: what confab_request_to_json() or confab_request_to_record() has written
 * @error: return location for %CONFAB_ERROR_OTHER
 *
 * Returns: (transfer full) (nullable): the request again, its tokens by name
 */
ConfabRequest *
confab_request_new_from_record (const char  *record,
                                GError     **error)
{
  g_autoptr (ConfabRequest) self = confab_request_new ();
  g_autoptr (JsonNode) node = NULL;
  JsonObject *root;
  JsonObject *headers;
  JsonObject *body;
  const char *url;

  g_return_val_if_fail (record != NULL, NULL);

  node = confab_json_parse (record, -1, NULL);
  root = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  url = confab_json_get_string (root, "url");
  headers = confab_json_get_object (root, "headers");
  body = confab_json_get_object (root, "body");
  if (!is_address (url) || headers == NULL || body == NULL || !read_headers (self, headers) ||
      !read_body (self, body))
    {
      refuse (error);
      return NULL;
    }
  self->url = g_strdup (url);

  return g_steal_pointer (&self);
}
