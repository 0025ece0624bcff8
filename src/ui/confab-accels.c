/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-accels.h"

#include "confab-actions.h"

static const struct {
  const char *action;
  const char *accels[5];
} accels[] = {
  { CONFAB_ACTION_QUIT, { "<Control>q" } },
  { CONFAB_ACTION_SHORTCUTS, { "<Control>question" } },
  { CONFAB_ACTION_CLOSE, { "<Control>w" } },
  { CONFAB_ACTION_SETTINGS, { "<Control>comma" } },
  { CONFAB_ACTION_SESSION_OPTIONS, { "<Control>p" } },
  { CONFAB_ACTION_NEW_SESSION, { "<Control>n" } },
  { CONFAB_ACTION_NEW_TEMPORARY, { "<Control><Shift>n" } },
  { CONFAB_ACTION_FOCUS_COMPOSER, { "<Control>l" } },
  { CONFAB_ACTION_SHOW_SIDEBAR, { "F9" } },
  { CONFAB_ACTION_NEXT_SESSION, { "<Control>Tab" } },
  { CONFAB_ACTION_PREVIOUS_SESSION, { "<Control><Shift>Tab" } },
  { CONFAB_ACTION_TEXT_LARGER,
    { "<Control>plus", "<Control>equal", "<Control>KP_Add", "<Control>ZoomIn" } },
  { CONFAB_ACTION_TEXT_SMALLER, { "<Control>minus", "<Control>KP_Subtract", "<Control>ZoomOut" } },
  { CONFAB_ACTION_TEXT_NORMAL, { "<Control>0", "<Control>KP_0" } },
  { CONFAB_ACTION_RENAME, { "F2" } },
  { CONFAB_ACTION_EDIT_LAST, { "<Control>e" } },
  { CONFAB_ACTION_FIND, { "<Control>f" } },
  { CONFAB_ACTION_SEARCH, { "<Control><Shift>f" } },
  { CONFAB_ACTION_QUICK_SWITCH, { "<Control>k" } },
  { CONFAB_ACTION_PIN, { "<Control><Shift>p" } },
  { CONFAB_ACTION_EXPORT, { "<Control>s" } },
  { CONFAB_ACTION_DUPLICATE, { "<Control><Shift>d" } },
  { CONFAB_ACTION_ARCHIVE, { "<Control><Shift>b" } },
  { CONFAB_ACTION_ASK_AGAIN, { "<Control>r" } },
  { CONFAB_ACTION_COPY_LAST, { "<Control><Shift>c" } },
  { CONFAB_ACTION_ATTACH_IMAGE, { "<Control><Shift>a" } },
  { CONFAB_ACTION_SHOW_REQUEST, { "<Control><Shift>r" } },
  { CONFAB_ACTION_CARET, { "F7" } },
};

/**
 * confab_accels_set:
 * @application: the application
 *
 * Gives the program's actions their keys.
 */
void
confab_accels_set (GtkApplication *application)
{
  g_return_if_fail (GTK_IS_APPLICATION (application));

  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (application, accels[i].action,
                                           (const char **) accels[i].accels);

  for (int i = 0; i < 10; i++)
    {
      g_autofree char *action = g_strdup_printf ("%s(%d)", CONFAB_ACTION_FILTER_POSITION, i);
      g_autofree char *accel = g_strdup_printf ("<Alt>%d", i);

      gtk_application_set_accels_for_action (application, action,
                                             (const char *[]) { accel, NULL });
    }
}
