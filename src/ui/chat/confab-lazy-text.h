/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef char *(*ConfabLazyTextGet)  (gpointer            owner);
typedef void  (*ConfabLazyTextLost) (gpointer            owner,
                                     GdkContentProvider *provider);

/**
 * ConfabLazyText:
 *
 * Text for a clipboard that is made when somebody asks for it. Its owner may go before it does.
 */
#define CONFAB_TYPE_LAZY_TEXT (confab_lazy_text_get_type ())

G_DECLARE_FINAL_TYPE (ConfabLazyText, confab_lazy_text, CONFAB, LAZY_TEXT, GdkContentProvider)

GdkContentProvider *confab_lazy_text_new (GObject            *owner,
                                          ConfabLazyTextGet   get,
                                          ConfabLazyTextLost  lost);

G_END_DECLS
