/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-secrets.h"

#include <string.h>

#include "confab-json-writer.h"

/* Far above what any service hands out. */
#define MAX_TOKEN 8192

#define TOKEN_VARIABLE "CONFAB_TOKEN_"

struct _ConfabSecrets
{
  grefcount ref_count;
  char *key; /* (nullable) */
  GHashTable *tokens; /* code → token */
  GPtrArray *all; /* each in each form it may be echoed in, and NULL; owns the other forms */
  GPtrArray *forms;
};

static void
wipe (gpointer secret)
{
  confab_secrets_wipe (secret);
}

/**
 * confab_secrets_wipe:
 * @secret: (nullable) (transfer full): a secret
 *
 * Overwrites and frees it.
 */
void
confab_secrets_wipe (char *secret)
{
  if (secret == NULL)
    return;

  explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

/* The ways in which a text can come back: as it is, and as it stands in JSON. */
static void
add_forms (ConfabSecrets *self,
           const char    *secret)
{
  GString *quoted = g_string_sized_new (strlen (secret) * 6 + 3); /* it is not moved */

  g_ptr_array_remove_index (self->all, self->all->len - 1);
  g_ptr_array_add (self->all, (gpointer) secret);

  confab_json_append_string (quoted, secret, FALSE);
  if (quoted->len != strlen (secret) + 2)
    {
      char *form = g_strndup (quoted->str + 1, quoted->len - 2);

      g_ptr_array_add (self->forms, form);
      g_ptr_array_add (self->all, form);
    }
  g_ptr_array_add (self->all, NULL);
  confab_secrets_wipe (g_string_free (quoted, FALSE));
}

/**
 * confab_secrets_new:
 * @key: (nullable) (transfer full): the API key
 *
 * Returns: (transfer full): secrets without tokens
 */
ConfabSecrets *
confab_secrets_new (char *key)
{
  ConfabSecrets *self = g_new0 (ConfabSecrets, 1);

  g_ref_count_init (&self->ref_count);
  self->key = key;
  self->tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, wipe);
  self->forms = g_ptr_array_new_with_free_func (wipe);
  self->all = g_ptr_array_new ();
  g_ptr_array_add (self->all, NULL);
  if (key != NULL)
    add_forms (self, key);

  return self;
}

/**
 * confab_secrets_ref:
 * @self: secrets
 *
 * Returns: (transfer full): @self
 */
ConfabSecrets *
confab_secrets_ref (ConfabSecrets *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * confab_secrets_unref:
 * @self: (transfer full): secrets
 */
void
confab_secrets_unref (ConfabSecrets *self)
{
  g_return_if_fail (self != NULL);

  if (!g_ref_count_dec (&self->ref_count))
    return;

  g_ptr_array_unref (self->all);
  g_ptr_array_unref (self->forms);
  g_hash_table_unref (self->tokens);
  confab_secrets_wipe (self->key);
  g_free (self);
}

/**
 * confab_secrets_take_token:
 * @self: secrets that have no token for @code yet
 * @code: the plug-in
 * @token: (transfer full): its token
 */
void
confab_secrets_take_token (ConfabSecrets *self,
                           const char    *code,
                           char          *token)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (token != NULL);
  g_return_if_fail (!g_hash_table_contains (self->tokens, code));

  g_hash_table_insert (self->tokens, g_strdup (code), token);
  add_forms (self, token);
}

/**
 * confab_secrets_get_key:
 * @self: (nullable): secrets
 *
 * Returns: (transfer none) (nullable): the API key
 */
const char *
confab_secrets_get_key (ConfabSecrets *self)
{
  return self != NULL ? self->key : NULL;
}

/**
 * confab_secrets_get_token:
 * @self: (nullable): secrets
 * @code: a plug-in
 *
 * Returns: (transfer none) (nullable): its token
 */
const char *
confab_secrets_get_token (ConfabSecrets *self,
                          const char    *code)
{
  return self != NULL ? g_hash_table_lookup (self->tokens, code) : NULL;
}

/**
 * confab_secrets_get_all:
 * @self: (nullable): secrets
 *
 * Returns: (transfer none) (array zero-terminated=1): all that must not be seen, for
 *   confab_text_mask_secrets() and its like
 */
const char * const *
confab_secrets_get_all (ConfabSecrets *self)
{
  static const char * const nothing[] = { NULL };

  return self != NULL ? (const char * const *) self->all->pdata : nothing;
}

/**
 * confab_secrets_is_token:
 * @text: what somebody says is a token
 *
 * Returns: whether it can be one: not empty, not endless, valid UTF-8, in one line
 */
gboolean
confab_secrets_is_token (const char *text)
{
  gsize length = strlen (text);

  if (length == 0 || length > MAX_TOKEN || !g_utf8_validate (text, (gssize) length, NULL))
    return FALSE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      return FALSE;

  return TRUE;
}

/**
 * confab_secrets_dup_variable:
 * @code: a plug-in
 *
 * Returns: (transfer full): the environment variable that may hold its token
 */
char *
confab_secrets_dup_variable (const char *code)
{
  GString *name = g_string_new (TOKEN_VARIABLE);

  for (; *code != '\0'; code++)
    g_string_append_c (name, g_ascii_isalnum (*code) ? g_ascii_toupper (*code) : '_');

  return g_string_free (name, FALSE);
}
