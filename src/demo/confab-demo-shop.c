/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-demo"

#include "config.h"

#include "confab-demo-shop.h"

#include "confab-demo-filter.h"
#include "confab-demo-resources.h"
#include "confab-json.h"

#define PHONES_PATH "/io/github/confab_chat/Confab/demo/documents/phones.json"

struct _ConfabDemoShop {
  JsonNode *root;
  GHashTable *documents; /* id → JsonObject, of root */
  GPtrArray *sections;   /* JsonObject, of root, as they stand on both shelves */
  ConfabDemoShelf *english;
  ConfabDemoShelf *chinese;
};

typedef struct {
  ConfabDemoShop *shop;
  const ConfabDemoShopWish *wish;
} FilterData;

static gint64
get_price (JsonObject *document)
{
  gint64 price = 0;

  confab_json_get_int (document, "price", &price);

  return price;
}

static gboolean
accepts (JsonObject               *document,
         const ConfabDemoShopWish *wish)
{
  gint64 price = get_price (document);

  if (wish->only_phones && price == 0)
    return FALSE;
  if (wish->price_limit > 0 && price > wish->price_limit)
    return FALSE;

  return confab_demo_filter_accepts (wish->rag_options, document);
}

static gboolean
filter_section (const ConfabDemoSection *section,
                gpointer                 user_data)
{
  FilterData *data = user_data;

  return accepts (confab_demo_shop_get_document (data->shop, section->document_id), data->wish);
}

static gboolean
add_section (ConfabDemoShop  *self,
             JsonObject      *document,
             JsonObject      *section,
             GError         **error)
{
  g_ptr_array_add (self->sections, section);

  return confab_demo_shelf_add (self->english, confab_json_get_string (document, "id"),
                                confab_json_get_string (document, "name"),
                                confab_json_get_string (section, "title"),
                                confab_json_get_string (section, "keywords"),
                                confab_json_get_string (section, "text"), error) &&
         confab_demo_shelf_add (self->chinese, confab_json_get_string (document, "id"),
                                confab_json_get_string (document, "name_zh"),
                                confab_json_get_string (section, "title_zh"),
                                confab_json_get_string (section, "keywords_zh"),
                                confab_json_get_string (section, "text_zh"), error);
}

static gboolean
fill (ConfabDemoShop  *self,
      GError         **error)
{
  JsonArray *documents = json_node_get_array (self->root);

  for (guint i = 0; i < json_array_get_length (documents); i++)
    {
      JsonObject *document = json_array_get_object_element (documents, i);
      JsonArray *sections = confab_json_get_array (document, "sections");

      g_hash_table_insert (self->documents, (char *) confab_json_get_string (document, "id"),
                           document);
      for (guint k = 0; k < json_array_get_length (sections); k++)
        if (!add_section (self, document, json_array_get_object_element (sections, k), error))
          return FALSE;
    }

  return TRUE;
}

/**
 * confab_demo_shop_new:
 * @error: return location
 *
 * Reads the documents that are compiled in. To be used by one thread.
 *
 * Returns: (transfer full) (nullable): the shop, or %NULL with @error set
 */
ConfabDemoShop *
confab_demo_shop_new (GError **error)
{
  g_autoptr (ConfabDemoShop) self = g_new0 (ConfabDemoShop, 1);
  g_autoptr (GBytes) bytes = NULL;

  self->documents = g_hash_table_new (g_str_hash, g_str_equal);
  self->sections = g_ptr_array_new ();
  self->english = confab_demo_shelf_new (error);
  if (self->english != NULL)
    self->chinese = confab_demo_shelf_new (error);
  if (self->chinese != NULL)
    bytes = g_resource_lookup_data (confab_demo_get_resource (), PHONES_PATH,
                                    G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (bytes != NULL)
    self->root = confab_json_parse (g_bytes_get_data (bytes, NULL),
                                    (gssize) g_bytes_get_size (bytes), error);
  if (self->root == NULL || !fill (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * confab_demo_shop_free:
 * @self: (transfer full): a shop
 */
void
confab_demo_shop_free (ConfabDemoShop *self)
{
  g_clear_pointer (&self->english, confab_demo_shelf_free);
  g_clear_pointer (&self->chinese, confab_demo_shelf_free);
  g_clear_pointer (&self->root, json_node_unref);
  g_ptr_array_unref (self->sections);
  g_hash_table_unref (self->documents);
  g_free (self);
}

/**
 * confab_demo_shop_search:
 * @self: a shop
 * @is_chinese: in which language
 * @question: any text
 * @earlier: (nullable) (array zero-terminated=1): what was asked before, oldest first
 * @wish: which documents may be used
 * @limit: return so many at most
 *
 * Returns: (transfer full) (element-type ConfabDemoHit): sections, best first; maybe none
 */
GPtrArray *
confab_demo_shop_search (ConfabDemoShop           *self,
                         gboolean                  is_chinese,
                         const char               *question,
                         const char * const       *earlier,
                         const ConfabDemoShopWish *wish,
                         guint                     limit)
{
  FilterData data = { self, wish };

  return confab_demo_shelf_search (is_chinese ? self->chinese : self->english, question, earlier,
                                   filter_section, &data, limit);
}

static int
compare_prices (gconstpointer a,
                gconstpointer b,
                gpointer      user_data)
{
  const ConfabDemoHit *first = *(ConfabDemoHit *const *) a;
  const ConfabDemoHit *second = *(ConfabDemoHit *const *) b;
  gint64 one = get_price (confab_demo_shop_get_document (user_data, first->section->document_id));
  gint64 other = get_price (confab_demo_shop_get_document (user_data,
                                                           second->section->document_id));

  if (one != other)
    return one < other ? 1 : -1;

  return (int) first->position - (int) second->position;
}

/**
 * confab_demo_shop_list:
 * @self: a shop
 * @is_chinese: in which language
 * @wish: which documents may be used
 * @limit: return so many at most
 *
 * Returns: (transfer full) (element-type ConfabDemoHit): the first section of each phone's document,
 *   the dearest first; maybe none
 */
GPtrArray *
confab_demo_shop_list (ConfabDemoShop           *self,
                       gboolean                  is_chinese,
                       const ConfabDemoShopWish *wish,
                       guint                     limit)
{
  g_autoptr (GPtrArray) sections = NULL;
  g_autoptr (GHashTable) models = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *hits = g_ptr_array_new_with_free_func (g_free);

  sections = confab_demo_shelf_get_sections (is_chinese ? self->chinese : self->english);
  for (guint i = 0; i < sections->len; i++)
    {
      const ConfabDemoSection *section = g_ptr_array_index (sections, i);
      JsonObject *document = confab_demo_shop_get_document (self, section->document_id);
      const char *model = confab_json_get_string (document, "model");
      ConfabDemoHit *hit;

      if (model == NULL || !accepts (document, wish) ||
          !g_hash_table_add (models, (char *) model))
        continue;

      hit = g_new0 (ConfabDemoHit, 1);
      hit->section = section;
      hit->position = i;
      hit->score = hit->coverage = 0.5;
      g_ptr_array_add (hits, hit);
    }

  g_ptr_array_sort_with_data (hits, compare_prices, self);
  if (hits->len > limit)
    g_ptr_array_set_size (hits, (int) limit);

  return hits;
}

/**
 * confab_demo_shop_count:
 * @self: a shop
 * @wish: which documents may be used
 *
 * Returns: how many documents those are
 */
guint
confab_demo_shop_count (ConfabDemoShop           *self,
                        const ConfabDemoShopWish *wish)
{
  GHashTableIter iter;
  gpointer document;
  guint n = 0;

  g_hash_table_iter_init (&iter, self->documents);
  while (g_hash_table_iter_next (&iter, NULL, &document))
    if (accepts (document, wish))
      n++;

  return n;
}

/**
 * confab_demo_shop_get_n:
 * @self: a shop
 *
 * Returns: how many documents it has
 */
guint
confab_demo_shop_get_n (ConfabDemoShop *self)
{
  return g_hash_table_size (self->documents);
}

/**
 * confab_demo_shop_get_document:
 * @self: a shop
 * @document_id: of a document
 *
 * Returns: (transfer none) (nullable): what is known of it
 */
JsonObject *
confab_demo_shop_get_document (ConfabDemoShop *self,
                               const char     *document_id)
{
  return g_hash_table_lookup (self->documents, document_id);
}

/**
 * confab_demo_shop_get_page:
 * @self: a shop
 * @position: of a section, as a hit has it
 *
 * Returns: the page it stands on, from 1; 0 when there are no pages
 */
gint64
confab_demo_shop_get_page (ConfabDemoShop *self,
                           guint           position)
{
  gint64 page = 0;

  g_return_val_if_fail (position < self->sections->len, 0);
  confab_json_get_int (g_ptr_array_index (self->sections, position), "page", &page);

  return page;
}

/**
 * confab_demo_shop_draw:
 * @self: a shop
 * @document_id: of a document
 *
 * Returns: (transfer full) (nullable): a picture of the phone, as SVG; %NULL for other documents
 */
char *
confab_demo_shop_draw (ConfabDemoShop *self,
                       const char     *document_id)
{
  JsonObject *document = confab_demo_shop_get_document (self, document_id);
  const char *label = document != NULL ? confab_json_get_string (document, "label") : NULL;

  if (label == NULL)
    return NULL;

  return g_markup_printf_escaped (
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"120\" height=\"240\">"
      "<title>%s</title>"
      "<rect x=\"10\" y=\"5\" width=\"100\" height=\"205\" rx=\"14\" fill=\"#241f31\"/>"
      "<rect x=\"16\" y=\"12\" width=\"88\" height=\"190\" rx=\"9\" fill=\"%s\"/>"
      "<text x=\"60\" y=\"232\" font-size=\"13\" font-family=\"sans-serif\""
      " text-anchor=\"middle\">%s</text></svg>\n",
      label, confab_json_get_string (document, "colour"), label);
}
