/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-conversation.h"
#include "confab-store.h"

G_BEGIN_DECLS

/* For the engine only, and shared by the files of the conversation: confab-conversation.c (the
 * object) and confab-conversation-path.c (which messages are shown). */
struct _ConfabConversation
{
  GObject parent_instance;

  ConfabSession *session;
  ConfabStore *store; /* NULL: of this run only */
  GPtrArray *messages; /* of ConfabMessage: the path, or its end */
  GHashTable *own;     /* id → ConfabMessage that was made here, on whichever path it is */
  GCancellable *cancellable;

  gboolean loaded;
  gboolean has_older;
  gboolean loading;
  gboolean looking;
  gboolean look_due; /* once more, when what is under way is here */
  gint64 settled;    /* up to this id the path is here without a gap */
  gint64 wanted;     /* to be loaded back to here, or 0 */
  gint64 through;    /* where nothing can be stored: the path that is shown; else 0 */
  char *error; /* why the last page is not here */
};

/* @store (nullable): where its messages are; without one nothing is stored. */
ConfabConversation *confab_conversation_new         (ConfabSession      *session,
                                                     ConfabStore        *store);
/* A turn has begun: @parent is what its prompt follows. */
void                confab_conversation_append      (ConfabConversation *self,
                                                     ConfabMessage      *prompt,
                                                     ConfabMessage      *answer,
                                                     gint64              parent);
/* Loads what another process has added or changed at the end. */
void                confab_conversation_look        (ConfabConversation *self);
gint64              confab_conversation_get_last_id (ConfabConversation *self);
/* For one of this run only: greater than the ids of all its messages. */
gint64              confab_conversation_get_free_id (ConfabConversation *self);
gboolean            confab_conversation_is_stored   (ConfabConversation *self);

/* Between its files. */
void                confab_conversation_load        (ConfabConversation *self,
                                                     gint64              before);
void                confab_conversation_replace     (ConfabConversation *self,
                                                     guint               position,
                                                     GPtrArray          *messages);
void                confab_conversation_set_loaded  (ConfabConversation *self,
                                                     gboolean            has_older);
void                confab_conversation_set_error   (ConfabConversation *self,
                                                     const char         *message);

G_END_DECLS
