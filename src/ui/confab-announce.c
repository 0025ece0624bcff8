/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-announce.h"

#include <gmodule.h>

/* GtkAccessibleAnnouncementPriority: it waits until what is being read has ended. */
#define PRIORITY_MEDIUM 1

/* gtk_accessible_announce(), which GTK has since 4.14. */
typedef void (*AnnounceFunc) (GtkAccessible *accessible,
                              const char    *message,
                              int            priority);

static AnnounceFunc
look_up (void)
{
  GModule *program = g_module_open (NULL, G_MODULE_BIND_LAZY);
  gpointer symbol = NULL;

  if (program == NULL)
    return NULL;
  if (!g_module_symbol (program, "gtk_accessible_announce", &symbol))
    symbol = NULL;
  /* The library itself stays loaded: the program is linked to it. */
  g_module_close (program);

  return (AnnounceFunc) symbol;
}

/**
 * confab_announce_new_label:
 *
 * Makes what announcements go out from. It has no text and takes no pointer: only assistive tools
 * know of it.
 *
 * Returns: (transfer floating): an empty label with the role of a status
 */
GtkWidget *
confab_announce_new_label (void)
{
  return g_object_new (GTK_TYPE_LABEL,
                       "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS,
                       "can-target", FALSE,
                       "halign", GTK_ALIGN_START,
                       "valign", GTK_ALIGN_START,
                       NULL);
}

/**
 * confab_announce:
 * @label: of confab_announce_new_label()
 * @text: what has happened, in a sentence
 *
 * Tells a screen reader now what nobody has asked for and what has not got the focus. Before GTK
 * 4.14 there is no call for it; there the label is named after it, which is told as a change.
 */
void
confab_announce (GtkWidget  *label,
                 const char *text)
{
  AnnounceFunc announce;

  g_return_if_fail (GTK_IS_LABEL (label));
  g_return_if_fail (text != NULL);

  announce = look_up ();
  if (announce != NULL)
    announce (GTK_ACCESSIBLE (label), text, PRIORITY_MEDIUM);
  else
    gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                    -1);
}
