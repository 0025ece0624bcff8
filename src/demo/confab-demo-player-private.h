/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-demo-player.h"
#include "confab-demo-writer.h"

G_BEGIN_DECLS

struct _ConfabDemoPlayer {
  ConfabDemoWriter *writer;
  ConfabDemoAnswer *answer;
  ConfabDemoScript *script;
  ConfabDemoPlayerOptions options;
  char *key;

  guint nth_step;
  guint n_played;     /* frames of the step that is played */
  guint next_unit;    /* of the answer: a frame, or a part of the whole reply */
  guint frame_id;
  char *whole;        /* the whole reply, when it is no stream */
  gsize n_huge_left;
  gboolean is_huge;

  GSource *timer;
  ConfabDemoPlayerFunc ended;
  gpointer ended_data;
};

/* What the plain playing and the faults share. The two that end a reply free the player. */
void     confab_demo_player_start_answer  (ConfabDemoPlayer     *self,
                                           gboolean              is_whole);
void     confab_demo_player_write_frame   (ConfabDemoPlayer     *self,
                                           const char           *event,
                                           guint                 status,
                                           const char           *json,
                                           gboolean              is_last);
char    *confab_demo_player_dup_payload   (ConfabDemoPlayer     *self,
                                           guint                 nth);
char    *confab_demo_player_expand        (ConfabDemoPlayer     *self,
                                           const char           *text);
void     confab_demo_player_finish        (ConfabDemoPlayer     *self);
void     confab_demo_player_end           (ConfabDemoPlayer     *self,
                                           ConfabDemoEnd         how);

/* Whether a fault goes on; those that return nothing end the reply. */
void     confab_demo_player_send_error    (ConfabDemoPlayer     *self,
                                           const ConfabDemoStep *step);
void     confab_demo_player_send_body     (ConfabDemoPlayer     *self,
                                           const ConfabDemoStep *step);
void     confab_demo_player_send_page     (ConfabDemoPlayer     *self,
                                           const ConfabDemoStep *step);
void     confab_demo_player_send_redirect (ConfabDemoPlayer     *self,
                                           const ConfabDemoStep *step);
void     confab_demo_player_send_broken   (ConfabDemoPlayer     *self);
void     confab_demo_player_cut           (ConfabDemoPlayer     *self,
                                           ConfabDemoStepKind    kind);
void     confab_demo_player_write_own     (ConfabDemoPlayer     *self,
                                           const ConfabDemoStep *step,
                                           gboolean              is_last);
void     confab_demo_player_write_text    (ConfabDemoPlayer     *self,
                                           const ConfabDemoStep *step);
gboolean confab_demo_player_write_many    (ConfabDemoPlayer     *self,
                                           guint                 n_frames);
gboolean confab_demo_player_write_huge    (ConfabDemoPlayer     *self,
                                           gsize                 size);

G_END_DECLS
