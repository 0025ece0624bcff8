/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-engine"

#include "config.h"

#include "confab-search.h"

#include "confab-engine-private.h"
#include "confab-search-private.h"

#define PAGE 50

struct _ConfabSearch
{
  GObject parent_instance;

  ConfabEngine *engine;
  GPtrArray *hits;
  GCancellable *cancellable; /* of what is looked for now */

  char *text;
  gint64 app;
  gint64 next;
  gboolean searching;
  gboolean fresh; /* what is found replaces what is there */
  char *error;
};

enum {
  PROP_0,
  PROP_SEARCHING,
  PROP_HAS_MORE,
  PROP_ERROR,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static GType
confab_search_get_item_type (GListModel *model)
{
  return CONFAB_TYPE_SEARCH_HIT;
}

static guint
confab_search_get_n_items (GListModel *model)
{
  return CONFAB_SEARCH (model)->hits->len;
}

static gpointer
confab_search_get_item (GListModel *model,
                        guint       position)
{
  ConfabSearch *self = CONFAB_SEARCH (model);

  if (position >= self->hits->len)
    return NULL;

  return g_object_ref (g_ptr_array_index (self->hits, position));
}

static void
init_list_model (GListModelInterface *iface)
{
  iface->get_item_type = confab_search_get_item_type;
  iface->get_n_items = confab_search_get_n_items;
  iface->get_item = confab_search_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ConfabSearch, confab_search, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, init_list_model))

static void
set_state (ConfabSearch *self,
           gboolean      searching,
           gint64        next,
           const char   *error)
{
  GObject *object = G_OBJECT (self);
  char *copy = g_strdup (error);

  g_object_freeze_notify (object);
  if (self->searching != searching)
    g_object_notify_by_pspec (object, properties[PROP_SEARCHING]);
  if ((self->next != 0) != (next != 0))
    g_object_notify_by_pspec (object, properties[PROP_HAS_MORE]);
  if (g_strcmp0 (self->error, copy) != 0)
    g_object_notify_by_pspec (object, properties[PROP_ERROR]);
  self->searching = searching;
  self->next = next;
  g_free (self->error);
  self->error = copy;
  g_object_thaw_notify (object);
}

/* Sessions that another process has made meanwhile come with the next look. */
static void
show (ConfabSearch *self,
      GPtrArray    *found)
{
  guint n_old = self->fresh ? self->hits->len : 0;
  guint position = self->fresh ? 0 : self->hits->len;

  if (self->fresh)
    g_ptr_array_set_size (self->hits, 0);
  self->fresh = FALSE;

  for (guint i = 0; i < found->len; i++)
    {
      ConfabFound *item = g_ptr_array_index (found, i);
      ConfabSession *session = confab_engine_find_session (self->engine, item->session);

      if (session != NULL)
        g_ptr_array_add (self->hits, confab_search_hit_new (session, item));
    }

  if (n_old > 0 || self->hits->len > position)
    g_list_model_items_changed (G_LIST_MODEL (self), position, n_old, self->hits->len - position);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (ConfabSearch) self = user_data;
  g_autoptr (ConfabFoundPage) page = NULL;
  g_autoptr (GError) error = NULL;

  /* The next search is under way, or nobody wants to know any more. */
  page = confab_store_search_finish (CONFAB_STORE (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->engine == NULL)
    return;

  if (page == NULL)
    {
      set_state (self, FALSE, self->next, error->message);
      return;
    }

  show (self, page->found);
  set_state (self, FALSE, page->next, NULL);
}

static void
ask (ConfabSearch *self,
     gint64        before)
{
  set_state (self, TRUE, self->next, NULL);
  confab_store_search_async (confab_context_get_store (confab_engine_get_context (self->engine)),
                             self->text, self->app, before, PAGE, self->cancellable, found_cb,
                             g_object_ref (self));
}

static void
confab_search_dispose (GObject *object)
{
  ConfabSearch *self = CONFAB_SEARCH (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (confab_search_parent_class)->dispose (object);
}

static void
confab_search_finalize (GObject *object)
{
  ConfabSearch *self = CONFAB_SEARCH (object);

  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->hits);
  g_free (self->text);
  g_free (self->error);

  G_OBJECT_CLASS (confab_search_parent_class)->finalize (object);
}

static void
confab_search_get_property (GObject    *object,
                            guint       id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  ConfabSearch *self = CONFAB_SEARCH (object);

  switch (id)
    {
    case PROP_SEARCHING:
      g_value_set_boolean (value, self->searching);
      break;
    case PROP_HAS_MORE:
      g_value_set_boolean (value, self->next != 0);
      break;
    case PROP_ERROR:
      g_value_set_string (value, self->error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
confab_search_class_init (ConfabSearchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = confab_search_dispose;
  object_class->finalize = confab_search_finalize;
  object_class->get_property = confab_search_get_property;

  properties[PROP_SEARCHING] = g_param_spec_boolean ("searching", NULL, NULL, FALSE, flags);
  properties[PROP_HAS_MORE] = g_param_spec_boolean ("has-more", NULL, NULL, FALSE, flags);
  properties[PROP_ERROR] = g_param_spec_string ("error", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
confab_search_init (ConfabSearch *self)
{
  self->hits = g_ptr_array_new_with_free_func (g_object_unref);
  self->cancellable = g_cancellable_new ();
}

/**
 * confab_search_new:
 * @engine: whose sessions
 *
 * Returns: (transfer full): a search for nothing yet
 */
ConfabSearch *
confab_search_new (ConfabEngine *engine)
{
  ConfabSearch *self;

  g_return_val_if_fail (CONFAB_IS_ENGINE (engine), NULL);

  self = g_object_new (CONFAB_TYPE_SEARCH, NULL);
  self->engine = g_object_ref (engine);

  return self;
}

/**
 * confab_search_look_for:
 * @self: a search
 * @text: any text
 * @app: (nullable): only in the sessions of this one
 *
 * Looks for another text. What was found for the old one stays until there is something new.
 */
void
confab_search_look_for (ConfabSearch    *self,
                        const char      *text,
                        ConfabStudioApp *app)
{
  g_return_if_fail (CONFAB_IS_SEARCH (self));
  g_return_if_fail (text != NULL);
  g_return_if_fail (self->engine != NULL);

  g_cancellable_cancel (self->cancellable);
  g_set_object (&self->cancellable, NULL);
  self->cancellable = g_cancellable_new ();

  g_free (self->text);
  self->text = g_strdup (text);
  self->app = app != NULL ? confab_studio_app_get_record (app)->id : 0;
  self->fresh = TRUE;
  self->next = 0;
  ask (self, 0);
}

/**
 * confab_search_load_more:
 * @self: a search
 *
 * Loads the next page, unless there is none or one is on its way.
 */
void
confab_search_load_more (ConfabSearch *self)
{
  g_return_if_fail (CONFAB_IS_SEARCH (self));

  if (!self->searching && self->next != 0 && self->engine != NULL)
    ask (self, self->next);
}

/**
 * confab_search_get_searching:
 * @self: a search
 *
 * Returns: whether something is on its way
 */
gboolean
confab_search_get_searching (ConfabSearch *self)
{
  g_return_val_if_fail (CONFAB_IS_SEARCH (self), FALSE);

  return self->searching;
}

/**
 * confab_search_get_has_more:
 * @self: a search
 *
 * Returns: whether there is a next page
 */
gboolean
confab_search_get_has_more (ConfabSearch *self)
{
  g_return_val_if_fail (CONFAB_IS_SEARCH (self), FALSE);

  return self->next != 0;
}

/**
 * confab_search_get_error:
 * @self: a search
 *
 * Returns: (transfer none) (nullable): why it did not work
 */
const char *
confab_search_get_error (ConfabSearch *self)
{
  g_return_val_if_fail (CONFAB_IS_SEARCH (self), NULL);

  return self->error;
}
