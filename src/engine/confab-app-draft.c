/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-app-draft.h"

#include <string.h>

#include <glib/gi18n.h>

#include "confab-error.h"
#include "confab-key-store.h"
#include "confab-url.h"

#define ID_BYTES  256
#define KEY_BYTES 1024

/**
 * confab_app_draft_tidy:
 * @text: (nullable): what was entered
 *
 * Returns: (transfer full) (nullable): the same without blanks around it; %NULL when nothing is left
 */
char *
confab_app_draft_tidy (const char *text)
{
  g_autofree char *tidied = NULL;

  if (text == NULL)
    return NULL;

  tidied = g_strstrip (g_strdup (text));

  return *tidied != '\0' ? g_steal_pointer (&tidied) : NULL;
}

/* Goes into a header line: printable ASCII without blanks. */
static gboolean
is_token (const char *text,
          gsize       max_bytes)
{
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isgraph (*p))
      return FALSE;

  return strlen (text) <= max_bytes;
}

static gboolean
fail_field (ConfabAppField   found,
            const char      *sentence,
            ConfabAppField  *field,
            GError         **error)
{
  if (field != NULL)
    *field = found;
  g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_USAGE, sentence);

  return FALSE;
}

static gboolean
check_app_id (const char      *app_id,
              ConfabAppField  *field,
              GError         **error)
{
  if (app_id == NULL)
    return fail_field (CONFAB_APP_FIELD_APP_ID,
                       _("Enter the App ID. The console shows it on the application's card."),
                       field, error);

  for (const char *p = app_id; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isspace (c) || g_unichar_iscntrl (c))
        return fail_field (CONFAB_APP_FIELD_APP_ID,
                           _("An App ID holds no spaces."), field, error);
      if (c == '/' || c == '\\' || c == '?' || c == '#')
        return fail_field (CONFAB_APP_FIELD_APP_ID,
                           _("This looks like an address. Enter the App ID alone."), field,
                           error);
    }

  if (strlen (app_id) > ID_BYTES || g_str_equal (app_id, ".") || g_str_equal (app_id, ".."))
    return fail_field (CONFAB_APP_FIELD_APP_ID, _("This is not an App ID."), field, error);

  return TRUE;
}

static gboolean
check_base_url (const char      *base_url,
                ConfabAppField  *field,
                GError         **error)
{
  g_autofree char *normalized = NULL;
  g_autoptr (GError) url_error = NULL;

  if (base_url == NULL)
    return fail_field (CONFAB_APP_FIELD_BASE_URL, _("Enter the address of the service."), field,
                       error);

  normalized = confab_url_normalize_base (base_url, &url_error);
  if (normalized == NULL)
    return fail_field (CONFAB_APP_FIELD_BASE_URL, url_error->message, field, error);

  return TRUE;
}

/**
 * confab_app_draft_is_key:
 * @key: what may be an API key
 *
 * Returns: whether it can go into a header line
 */
gboolean
confab_app_draft_is_key (const char *key)
{
  g_return_val_if_fail (key != NULL, FALSE);

  return *key != '\0' && is_token (key, KEY_BYTES);
}

/**
 * confab_app_draft_check:
 * @draft: what was entered
 * @field: (out) (optional): the field that is wrong
 * @error: return location
 *
 * Looks at each field by itself; whether a key is needed is not known here.
 *
 * Returns: whether they make sense; else @error is a sentence about @field
 */
gboolean
confab_app_draft_check (const ConfabAppDraft  *draft,
                        ConfabAppField        *field,
                        GError               **error)
{
  g_autofree char *base_url = NULL;
  g_autofree char *workspace = NULL;
  g_autofree char *app_id = NULL;
  char *key;
  gboolean key_fits;

  g_return_val_if_fail (draft != NULL, FALSE);

  base_url = confab_app_draft_tidy (draft->base_url);
  workspace = confab_app_draft_tidy (draft->workspace);
  app_id = confab_app_draft_tidy (draft->app_id);
  key = confab_app_draft_tidy (draft->key);
  key_fits = key == NULL || confab_app_draft_is_key (key);
  confab_key_free (key);

  if (field != NULL)
    *field = CONFAB_APP_FIELD_NONE;

  if (!check_base_url (base_url, field, error))
    return FALSE;
  if (workspace != NULL && !is_token (workspace, ID_BYTES))
    return fail_field (CONFAB_APP_FIELD_WORKSPACE,
                       _("A workspace ID holds only letters, digits and signs, without spaces."),
                       field, error);
  if (!check_app_id (app_id, field, error))
    return FALSE;
  if (!key_fits)
    return fail_field (CONFAB_APP_FIELD_KEY,
                       _("An API key holds only letters, digits and signs, without spaces."),
                       field, error);

  return TRUE;
}
