/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-document.h"

G_BEGIN_DECLS

/**
 * ConfabTextStyle:
 *
 * How the text of a document looks: fonts, sizes and colours, taken from a widget's style and a
 * scale. It makes layouts and knows nothing of where they stand.
 */
typedef struct _ConfabTextStyle ConfabTextStyle;

typedef enum {
  CONFAB_TEXT_BODY,
  CONFAB_TEXT_TITLE,
  CONFAB_TEXT_HEADING,
  CONFAB_TEXT_CODE,
  CONFAB_TEXT_CELL,
  CONFAB_TEXT_HEAD, /* of a table */
  CONFAB_TEXT_N_ROLES,
} ConfabTextRole;

typedef enum {
  CONFAB_TEXT_AUTO, /* as the text says */
  CONFAB_TEXT_LTR,
  CONFAB_TEXT_RTL,
  CONFAB_TEXT_N_DIRECTIONS,
} ConfabTextDirection;

typedef struct {
  GdkRGBA text;
  GdkRGBA accent;
  gboolean dark;
  gboolean high_contrast;
} ConfabTextColors;

ConfabTextStyle        *confab_text_style_new           (GtkWidget            *widget);
void                    confab_text_style_free          (ConfabTextStyle      *self);
void                    confab_text_style_set_spacious  (ConfabTextStyle      *self,
                                                         gboolean              spacious);
gboolean                confab_text_style_follow        (ConfabTextStyle      *self);
gboolean                confab_text_style_follow_colors (ConfabTextStyle      *self);
gboolean                confab_text_style_has_colors    (ConfabTextStyle      *self);
const ConfabTextColors *confab_text_style_get_colors    (ConfabTextStyle      *self);
int                     confab_text_style_get_em        (ConfabTextStyle      *self);
PangoLayout            *confab_text_style_make_layout   (ConfabTextStyle      *self,
                                                         ConfabTextRole        role,
                                                         ConfabTextDirection   direction,
                                                         const ConfabLine     *line,
                                                         gsize                 start,
                                                         gsize                 length);
guint                   confab_text_style_find_span     (const ConfabLine     *line,
                                                         gsize                 byte);
PangoLayout            *confab_text_style_make_marker   (ConfabTextStyle      *self,
                                                         const char           *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabTextStyle, confab_text_style_free)

G_END_DECLS
