/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-demo"

#include "config.h"

#include "confab-demo-apps.h"

#include "confab-demo-assistant.h"
#include "confab-demo-cities.h"
#include "confab-demo-dormitory.h"
#include "confab-demo-phones.h"
#include "confab-demo-service.h"

static const char *const ids[] = {
  CONFAB_DEMO_ASSISTANT_ID, CONFAB_DEMO_DORMITORY_ID, CONFAB_DEMO_DORMITORY_AUTH_ID,
  CONFAB_DEMO_CITIES_ID,    CONFAB_DEMO_PHONES_ID,    NULL,
};

static const ConfabDemoAppFunc functions[] = {
  confab_demo_assistant_answer, confab_demo_dormitory_answer, confab_demo_dormitory_auth_answer,
  confab_demo_cities_answer,    confab_demo_phones_answer,
};

G_STATIC_ASSERT (G_N_ELEMENTS (ids) == G_N_ELEMENTS (functions) + 1);

/**
 * confab_demo_apps_find:
 * @app_id: of a request
 *
 * Returns: (nullable) (scope forever): what answers for that application
 */
ConfabDemoAppFunc
confab_demo_apps_find (const char *app_id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (functions); i++)
    if (g_str_equal (ids[i], app_id))
      return functions[i];

  return NULL;
}

/**
 * confab_demo_apps_get_ids:
 *
 * Returns: (transfer none) (array zero-terminated=1): their App IDs
 */
const char * const *
confab_demo_apps_get_ids (void)
{
  return ids;
}
