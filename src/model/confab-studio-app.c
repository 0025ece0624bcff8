/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-studio-app.h"

struct _ConfabStudioApp
{
  GObject parent_instance;

  ConfabAppRecord *record;
  ConfabConnection *connection;
};

G_DEFINE_FINAL_TYPE (ConfabStudioApp, confab_studio_app, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_NAME,
  PROP_COLOR,
  PROP_OPTIONS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
confab_studio_app_finalize (GObject *object)
{
  ConfabStudioApp *self = CONFAB_STUDIO_APP (object);

  confab_app_record_free (self->record);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (confab_studio_app_parent_class)->finalize (object);
}

static void
confab_studio_app_get_property (GObject    *object,
                                guint       id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  ConfabStudioApp *self = CONFAB_STUDIO_APP (object);

  switch (id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->record->name);
      break;
    case PROP_COLOR:
      g_value_set_string (value, self->record->color);
      break;
    case PROP_OPTIONS:
      g_value_set_string (value, self->record->options);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
confab_studio_app_class_init (ConfabStudioAppClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = confab_studio_app_finalize;
  object_class->get_property = confab_studio_app_get_property;

  properties[PROP_NAME] =
    g_param_spec_string ("name", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_COLOR] =
    g_param_spec_string ("color", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_OPTIONS] =
    g_param_spec_string ("options", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
confab_studio_app_init (ConfabStudioApp *self)
{
}

/**
 * confab_studio_app_new:
 * @record: (transfer full): what is stored of it
 * @connection: (transfer none): where it is called
 *
 * Returns: (transfer full): the application
 */
ConfabStudioApp *
confab_studio_app_new (ConfabAppRecord  *record,
                       ConfabConnection *connection)
{
  ConfabStudioApp *self;

  g_return_val_if_fail (record != NULL, NULL);
  g_return_val_if_fail (CONFAB_IS_CONNECTION (connection), NULL);

  self = g_object_new (CONFAB_TYPE_STUDIO_APP, NULL);
  self->record = record;
  self->connection = g_object_ref (connection);

  return self;
}

/**
 * confab_studio_app_get_record:
 * @self: an application
 *
 * Returns: (transfer none): its data, valid until the next change
 */
const ConfabAppRecord *
confab_studio_app_get_record (ConfabStudioApp *self)
{
  g_return_val_if_fail (CONFAB_IS_STUDIO_APP (self), NULL);

  return self->record;
}

/**
 * confab_studio_app_take_record:
 * @self: an application
 * @record: (transfer full): what is stored of it now
 * @connection: (transfer none): where it is called now
 *
 * Replaces its data, and tells what has changed.
 */
void
confab_studio_app_take_record (ConfabStudioApp  *self,
                               ConfabAppRecord  *record,
                               ConfabConnection *connection)
{
  g_autoptr (ConfabAppRecord) old = NULL;
  GObject *object = G_OBJECT (self);

  g_return_if_fail (CONFAB_IS_STUDIO_APP (self));
  g_return_if_fail (record != NULL);
  g_return_if_fail (CONFAB_IS_CONNECTION (connection));

  old = self->record;
  self->record = record;
  g_set_object (&self->connection, connection);

  g_object_freeze_notify (object);
  if (g_strcmp0 (old->name, record->name) != 0)
    g_object_notify_by_pspec (object, properties[PROP_NAME]);
  if (g_strcmp0 (old->color, record->color) != 0)
    g_object_notify_by_pspec (object, properties[PROP_COLOR]);
  if (g_strcmp0 (old->options, record->options) != 0)
    g_object_notify_by_pspec (object, properties[PROP_OPTIONS]);
  g_object_thaw_notify (object);
}

/**
 * confab_studio_app_get_connection:
 * @self: an application
 *
 * Returns: (transfer none): where it is called
 */
ConfabConnection *
confab_studio_app_get_connection (ConfabStudioApp *self)
{
  g_return_val_if_fail (CONFAB_IS_STUDIO_APP (self), NULL);

  return self->connection;
}

/**
 * confab_studio_app_get_name:
 * @self: an application
 *
 * Returns: (transfer none): the name the person gave it
 */
const char *
confab_studio_app_get_name (ConfabStudioApp *self)
{
  g_return_val_if_fail (CONFAB_IS_STUDIO_APP (self), NULL);

  return self->record->name;
}

/**
 * confab_studio_app_get_color:
 * @self: an application
 *
 * Returns: (transfer none): a palette name such as "blue_3"
 */
const char *
confab_studio_app_get_color (ConfabStudioApp *self)
{
  g_return_val_if_fail (CONFAB_IS_STUDIO_APP (self), NULL);

  return self->record->color;
}
