/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-demo-shelf.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * ConfabDemoShop:
 *
 * The documents of a shop for phones, in three knowledge bases: product sheets, a price list (a
 * table) and terms. In English and in Chinese.
 */
typedef struct _ConfabDemoShop ConfabDemoShop;

/* Which documents may be used. */
typedef struct {
  JsonObject *rag_options; /* or NULL */
  gint64      price_limit; /* 0: none */
  gboolean    only_phones; /* and not the terms */
} ConfabDemoShopWish;

ConfabDemoShop *confab_demo_shop_new           (GError                  **error);
void            confab_demo_shop_free          (ConfabDemoShop           *self);
GPtrArray      *confab_demo_shop_search        (ConfabDemoShop           *self,
                                                gboolean                  is_chinese,
                                                const char               *question,
                                                const char * const       *earlier,
                                                const ConfabDemoShopWish *wish,
                                                guint                     limit);
GPtrArray      *confab_demo_shop_list          (ConfabDemoShop           *self,
                                                gboolean                  is_chinese,
                                                const ConfabDemoShopWish *wish,
                                                guint                     limit);
guint           confab_demo_shop_count         (ConfabDemoShop           *self,
                                                const ConfabDemoShopWish *wish);
guint           confab_demo_shop_get_n         (ConfabDemoShop           *self);
JsonObject     *confab_demo_shop_get_document  (ConfabDemoShop           *self,
                                                const char               *document_id);
gint64          confab_demo_shop_get_page      (ConfabDemoShop           *self,
                                                guint                     position);
char           *confab_demo_shop_draw          (ConfabDemoShop           *self,
                                                const char               *document_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabDemoShop, confab_demo_shop_free)

G_END_DECLS
