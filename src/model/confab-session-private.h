/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-session.h"

G_BEGIN_DECLS

struct _ConfabSession
{
  GObject parent_instance;

  ConfabSessionRecord *record;
  ConfabStudioApp *app;
  gboolean answering; /* of this process and moment, so not part of the record */
  gboolean temporary;
  gboolean has_extras; /* likewise */

  ConfabSessionFunc listener; /* (nullable) */
  gpointer listener_data;
};

typedef enum {
  CONFAB_SESSION_PROP_ID = 1,
  CONFAB_SESSION_PROP_TITLE,
  CONFAB_SESSION_PROP_PREVIEW,
  CONFAB_SESSION_PROP_DRAFT,
  CONFAB_SESSION_PROP_UPDATED_AT,
  CONFAB_SESSION_PROP_ANSWERING,
  CONFAB_SESSION_PROP_UNREAD,
  CONFAB_SESSION_PROP_LAST_STATUS,
  CONFAB_SESSION_PROP_PINNED,
  CONFAB_SESSION_PROP_ARCHIVED,
  CONFAB_SESSION_PROP_APP,
  CONFAB_SESSION_PROP_OPTIONS,
  CONFAB_SESSION_N_PROPS,
} ConfabSessionProperty;

void confab_session_notify (ConfabSession         *self,
                            ConfabSessionProperty  property);

G_END_DECLS
