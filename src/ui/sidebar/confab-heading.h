/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * ConfabHeading:
 *
 * The name of a day in the list of sessions: an item like the sessions, so that the list can be
 * one list. Property: `title`.
 */
#define CONFAB_TYPE_HEADING (confab_heading_get_type ())

G_DECLARE_FINAL_TYPE (ConfabHeading, confab_heading, CONFAB, HEADING, GObject)

ConfabHeading *confab_heading_new       (const char    *title);
const char    *confab_heading_get_title (ConfabHeading *self);

G_END_DECLS
