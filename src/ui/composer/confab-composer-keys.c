/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-composer-keys.h"

#include <gtk/gtk.h>

static gboolean
sends (guint            keyval,
       GdkModifierType  state,
       gboolean         control_sends)
{
  return (keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter || keyval == GDK_KEY_ISO_Enter) &&
         (state & (GDK_SHIFT_MASK | GDK_ALT_MASK)) == 0 &&
         (!control_sends || (state & GDK_CONTROL_MASK) != 0);
}

/**
 * confab_composer_key_read:
 * @keyval: a key
 * @state: what is held with it
 * @is_empty: whether nothing is written: then paging has no use in the text
 * @is_recalled: whether what is written is an earlier prompt as it came, to be left for another
 * @control_sends: whether Enter alone begins a line
 *
 * Returns: what it is to the composer
 */
ConfabComposerKey
confab_composer_key_read (guint            keyval,
                          GdkModifierType  state,
                          gboolean         is_empty,
                          gboolean         is_recalled,
                          gboolean         control_sends)
{
  if (sends (keyval, state, control_sends))
    return CONFAB_COMPOSER_KEY_SEND;
  if ((state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return CONFAB_COMPOSER_KEY_NONE;

  switch (keyval)
    {
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
      return is_empty ? CONFAB_COMPOSER_KEY_PAGE_UP : CONFAB_COMPOSER_KEY_NONE;
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      return is_empty ? CONFAB_COMPOSER_KEY_PAGE_DOWN : CONFAB_COMPOSER_KEY_NONE;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      return is_empty || is_recalled ? CONFAB_COMPOSER_KEY_EARLIER : CONFAB_COMPOSER_KEY_NONE;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      return is_recalled ? CONFAB_COMPOSER_KEY_LATER : CONFAB_COMPOSER_KEY_NONE;
    default:
      return CONFAB_COMPOSER_KEY_NONE;
    }
}
