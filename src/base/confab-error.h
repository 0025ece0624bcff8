/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CONFAB_ERROR:
 *
 * The one error domain of Confab. Its codes are classes: few, and each one asks the person for
 * another action. The service's own code travels beside it, in a #ConfabFailure.
 */
#define CONFAB_ERROR (confab_error_quark ())

/* Stored in the database as the word of confab_error_to_word(): append, never reorder. */
typedef enum {
  CONFAB_ERROR_OTHER,
  CONFAB_ERROR_USAGE,      /* the request or a setting is wrong */
  CONFAB_ERROR_AUTH,       /* key, workspace or access rights */
  CONFAB_ERROR_QUOTA,      /* throttled, quota or bill */
  CONFAB_ERROR_CONTENT,    /* refused by a content check */
  CONFAB_ERROR_SERVER,     /* the service failed, or its reply makes no sense */
  CONFAB_ERROR_NETWORK,    /* nothing of use came from the other side */
  CONFAB_ERROR_INCOMPLETE, /* an answer began and did not finish */
  CONFAB_ERROR_CANCELLED,  /* stopped by the person */
  CONFAB_ERROR_STORE,      /* disk or database */
  CONFAB_ERROR_KEYRING,    /* keyring absent, locked or broken */
} ConfabErrorClass;

#define CONFAB_N_ERROR_CLASSES (CONFAB_ERROR_KEYRING + 1)

GQuark           confab_error_quark           (void);
const char      *confab_error_to_word         (ConfabErrorClass  error_class);
gboolean         confab_error_from_word       (const char       *word,
                                               ConfabErrorClass *error_class);
int              confab_error_get_exit_status (ConfabErrorClass  error_class);

G_END_DECLS
