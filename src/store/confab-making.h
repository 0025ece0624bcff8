/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-database.h"
#include "confab-store.h"

G_BEGIN_DECLS

/* So many messages a step, a few milliseconds each: answers are journalled in between. */
#define CONFAB_MAKING_STEP 64

typedef struct _ConfabMaking ConfabMaking;

/* Writes some more of it, in a transaction of the writer's. */
typedef gboolean (*ConfabMakingFunc) (ConfabStore     *store,
                                      ConfabDatabase  *database,
                                      ConfabMaking    *making,
                                      GError         **error);

/**
 * ConfabMaking:
 *
 * A session that is made out of sight, in steps: a copy, or an import. Nobody sees it before it is
 * whole, and it goes when the run ends before that. It is the first member of the job's own data.
 */
struct _ConfabMaking {
  ConfabMakingFunc     step;    /* the first calls confab_making_begin(), the last _publish() */
  GDestroyNotify       free_job;
  GHashTable          *ids;     /* of the messages elsewhere → what they have here (gint64) */
  guint                n;       /* messages that are there */
  gint64               session; /* its id, 0 until it is there */
  ConfabSessionRecord *record;  /* (nullable): once it is whole */
};

void                 confab_making_init      (ConfabMaking         *self,
                                              ConfabMakingFunc      step,
                                              GDestroyNotify        free_job);
void                 confab_making_clear     (ConfabMaking         *self);
gboolean             confab_making_begin     (ConfabMaking         *self,
                                              ConfabStore          *store,
                                              ConfabDatabase       *database,
                                              gint64                session,
                                              GError              **error);
gint64               confab_making_find      (ConfabMaking         *self,
                                              gint64                id);
gboolean             confab_making_add       (ConfabMaking         *self,
                                              ConfabDatabase       *database,
                                              gint64                id,
                                              gint64                own,
                                              GError              **error);
gboolean             confab_making_publish   (ConfabMaking         *self,
                                              ConfabDatabase       *database,
                                              gint64                head,
                                              GError              **error);
void                 confab_making_run_async (ConfabMaking         *self,
                                              ConfabStore          *store,
                                              gpointer              source_tag,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);

G_END_DECLS
