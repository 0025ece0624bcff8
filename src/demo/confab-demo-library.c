/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-demo"

#include "config.h"

#include "confab-demo-library.h"

#include <string.h>

#include "confab-demo-resources.h"

#define GUIDE_PATH "/io/github/confab_chat/Confab/demo/guide"
#define ID_PREFIX "file_demo_"
#define KEYWORDS_MARK "Keywords: "

/* In the order in which they offer themselves. */
static const char *const documents[] = { "user-guide", "singapore" };

struct _ConfabDemoLibrary {
  ConfabDemoShelf *english;
  ConfabDemoShelf *chinese;
};

/* A document is plain text: "# " before its title, "## " before each section's, then perhaps a
 * line of keywords: other words people use for the thing. */
static gboolean
add_document (ConfabDemoShelf  *shelf,
              const char       *document_id,
              const char       *text,
              GError          **error)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GString) body = g_string_new (NULL);
  const char *document_title = "";
  const char *title = NULL;
  const char *keywords = NULL;

  for (gsize i = 0;; i++)
    {
      const char *line = lines[i];

      if (line == NULL || g_str_has_prefix (line, "## "))
        {
          if (title != NULL &&
              !confab_demo_shelf_add (shelf, document_id, document_title, title, keywords,
                                      body->str, error))
            return FALSE;
          if (line == NULL)
            return TRUE;
          title = line + strlen ("## ");
          keywords = NULL;
          g_string_truncate (body, 0);
        }
      else if (g_str_has_prefix (line, "# "))
        document_title = line + strlen ("# ");
      else if (g_str_has_prefix (line, KEYWORDS_MARK))
        keywords = line + strlen (KEYWORDS_MARK);
      else
        g_string_append_printf (body, "%s\n", line);
    }
}

static ConfabDemoShelf *
make_shelf (const char  *suffix,
            GError     **error)
{
  g_autoptr (ConfabDemoShelf) shelf = confab_demo_shelf_new (error);

  for (gsize i = 0; shelf != NULL && i < G_N_ELEMENTS (documents); i++)
    {
      g_autofree char *path = g_strconcat (GUIDE_PATH "/", documents[i], suffix, NULL);
      g_autofree char *id = g_strconcat (ID_PREFIX, documents[i], NULL);
      g_autoptr (GBytes) bytes = NULL;

      bytes = g_resource_lookup_data (confab_demo_get_resource (), path,
                                      G_RESOURCE_LOOKUP_FLAGS_NONE, error);
      /* Compiled-in data ends with a zero byte after its size. */
      if (bytes == NULL ||
          !add_document (shelf, id, g_bytes_get_data (bytes, NULL), error))
        return NULL;
    }

  return g_steal_pointer (&shelf);
}

/**
 * confab_demo_library_new:
 * @error: return location
 *
 * Reads the documents that are compiled in. To be used by one thread.
 *
 * Returns: (transfer full) (nullable): the library, or %NULL with @error set
 */
ConfabDemoLibrary *
confab_demo_library_new (GError **error)
{
  g_autoptr (ConfabDemoLibrary) self = g_new0 (ConfabDemoLibrary, 1);

  self->english = make_shelf (".en.txt", error);
  if (self->english != NULL)
    self->chinese = make_shelf (".zh.txt", error);
  if (self->chinese == NULL)
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * confab_demo_library_free:
 * @self: (transfer full): a library
 */
void
confab_demo_library_free (ConfabDemoLibrary *self)
{
  g_clear_pointer (&self->english, confab_demo_shelf_free);
  g_clear_pointer (&self->chinese, confab_demo_shelf_free);
  g_free (self);
}

/**
 * confab_demo_library_search:
 * @self: a library
 * @is_chinese: which documents are searched
 * @question: any text
 * @earlier: (nullable) (array zero-terminated=1): what was asked before, oldest first
 * @limit: return so many at most
 *
 * See confab_demo_shelf_search().
 *
 * Returns: (transfer full) (element-type ConfabDemoHit): sections, best first; maybe none
 */
GPtrArray *
confab_demo_library_search (ConfabDemoLibrary  *self,
                            gboolean            is_chinese,
                            const char         *question,
                            const char * const *earlier,
                            guint               limit)
{
  return confab_demo_shelf_search (is_chinese ? self->chinese : self->english, question, earlier,
                                   NULL, NULL, limit);
}

/**
 * confab_demo_library_get_sections:
 * @self: a library
 * @is_chinese: in which language
 *
 * Returns: (transfer container) (element-type ConfabDemoSection): all sections, in their order
 */
GPtrArray *
confab_demo_library_get_sections (ConfabDemoLibrary *self,
                                  gboolean           is_chinese)
{
  return confab_demo_shelf_get_sections (is_chinese ? self->chinese : self->english);
}
