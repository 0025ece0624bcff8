/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-lazy-text.h"

struct _ConfabLazyText {
  GdkContentProvider  parent_instance;

  GWeakRef            owner;
  ConfabLazyTextGet   get;
  ConfabLazyTextLost  lost;
};

G_DEFINE_FINAL_TYPE (ConfabLazyText, confab_lazy_text, GDK_TYPE_CONTENT_PROVIDER)

static GdkContentFormats *
confab_lazy_text_ref_formats (GdkContentProvider *provider)
{
  return gdk_content_formats_new_for_gtype (G_TYPE_STRING);
}

static gboolean
confab_lazy_text_get_value (GdkContentProvider  *provider,
                            GValue              *value,
                            GError             **error)
{
  ConfabLazyText *self = CONFAB_LAZY_TEXT (provider);

  if (G_VALUE_HOLDS (value, G_TYPE_STRING))
    {
      g_autoptr (GObject) owner = g_weak_ref_get (&self->owner);

      g_value_take_string (value, owner != NULL ? self->get (owner) : g_strdup (""));
      return TRUE;
    }

  return GDK_CONTENT_PROVIDER_CLASS (confab_lazy_text_parent_class)->get_value (provider, value,
                                                                                error);
}

static void
confab_lazy_text_detach_clipboard (GdkContentProvider *provider,
                                   GdkClipboard       *clipboard)
{
  ConfabLazyText *self = CONFAB_LAZY_TEXT (provider);
  g_autoptr (GObject) owner = g_weak_ref_get (&self->owner);

  if (owner != NULL)
    self->lost (owner, provider);
}

static void
confab_lazy_text_finalize (GObject *object)
{
  ConfabLazyText *self = CONFAB_LAZY_TEXT (object);

  g_weak_ref_clear (&self->owner);

  G_OBJECT_CLASS (confab_lazy_text_parent_class)->finalize (object);
}

static void
confab_lazy_text_class_init (ConfabLazyTextClass *klass)
{
  GdkContentProviderClass *provider_class = GDK_CONTENT_PROVIDER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = confab_lazy_text_finalize;

  provider_class->detach_clipboard = confab_lazy_text_detach_clipboard;
  provider_class->get_value = confab_lazy_text_get_value;
  provider_class->ref_formats = confab_lazy_text_ref_formats;
}

static void
confab_lazy_text_init (ConfabLazyText *self)
{
  g_weak_ref_init (&self->owner, NULL);
}

/**
 * confab_lazy_text_new:
 * @owner: (transfer none): who knows the text
 * @get: answers the text (transfer full)
 * @lost: is told when something else took the place on the clipboard
 *
 * Returns: (transfer full): content for a clipboard
 */
GdkContentProvider *
confab_lazy_text_new (GObject            *owner,
                      ConfabLazyTextGet   get,
                      ConfabLazyTextLost  lost)
{
  ConfabLazyText *self = g_object_new (CONFAB_TYPE_LAZY_TEXT, NULL);

  g_weak_ref_set (&self->owner, owner);
  self->get = get;
  self->lost = lost;

  return GDK_CONTENT_PROVIDER (self);
}
