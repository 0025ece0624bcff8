/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-message.h"
#include "confab-narrow.h"

G_BEGIN_DECLS

/**
 * ConfabAsker:
 *
 * The page around a conversation that can ask a question again from one of the documents of its
 * answer, or without it: it has the action `chat.ask-narrow` (xsu: the answer, the number of the
 * source, #ConfabNarrowing).
 */
#define CONFAB_TYPE_ASKER (confab_asker_get_type ())

G_DECLARE_INTERFACE (ConfabAsker, confab_asker, CONFAB, ASKER, GtkWidget)

struct _ConfabAskerInterface
{
  GTypeInterface parent_iface;

  char *(*dup_objection) (ConfabAsker     *self,
                          ConfabMessage   *answer,
                          const char      *index,
                          ConfabNarrowing  how);
};

char *confab_asker_dup_objection (ConfabAsker     *self,
                                  ConfabMessage   *answer,
                                  const char      *index,
                                  ConfabNarrowing  how);

G_END_DECLS
