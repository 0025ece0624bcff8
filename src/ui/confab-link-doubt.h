/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Why a link may lead elsewhere than its reader believes. */
typedef enum {
  CONFAB_LINK_OTHER_TEXT = 1 << 0, /* the text is an address as well, and another one */
  CONFAB_LINK_USERINFO = 1 << 1,   /* what stands before an @ is not where it leads */
  CONFAB_LINK_LOOK_ALIKE = 1 << 2, /* the host has letters of another script */
  CONFAB_LINK_HIDDEN = 1 << 3,     /* the text has characters that turn or hide others */
} ConfabLinkDoubt;

char            *confab_link_dup_shown  (const char *uri);
ConfabLinkDoubt  confab_link_get_doubts (const char *uri,
                                         const char *text);

G_END_DECLS
