/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-preset.h"

struct _ConfabPreset
{
  GObject parent_instance;

  ConfabPresetRecord *record;
};

G_DEFINE_FINAL_TYPE (ConfabPreset, confab_preset, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_NAME,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
confab_preset_finalize (GObject *object)
{
  ConfabPreset *self = CONFAB_PRESET (object);

  confab_preset_record_free (self->record);

  G_OBJECT_CLASS (confab_preset_parent_class)->finalize (object);
}

static void
confab_preset_get_property (GObject    *object,
                            guint       id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  ConfabPreset *self = CONFAB_PRESET (object);

  switch (id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->record->name);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
confab_preset_class_init (ConfabPresetClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = confab_preset_finalize;
  object_class->get_property = confab_preset_get_property;

  properties[PROP_NAME] =
    g_param_spec_string ("name", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
confab_preset_init (ConfabPreset *self)
{
}

/**
 * confab_preset_new:
 * @record: (transfer full): what is stored of it
 *
 * Returns: (transfer full): the preset
 */
ConfabPreset *
confab_preset_new (ConfabPresetRecord *record)
{
  ConfabPreset *self;

  g_return_val_if_fail (record != NULL, NULL);

  self = g_object_new (CONFAB_TYPE_PRESET, NULL);
  self->record = record;

  return self;
}

/**
 * confab_preset_get_record:
 * @self: a preset
 *
 * Returns: (transfer none): its data, valid until the next change
 */
const ConfabPresetRecord *
confab_preset_get_record (ConfabPreset *self)
{
  g_return_val_if_fail (CONFAB_IS_PRESET (self), NULL);

  return self->record;
}

/**
 * confab_preset_take_record:
 * @self: a preset
 * @record: (transfer full): what is stored of it now
 */
void
confab_preset_take_record (ConfabPreset       *self,
                           ConfabPresetRecord *record)
{
  g_autoptr (ConfabPresetRecord) old = NULL;

  g_return_if_fail (CONFAB_IS_PRESET (self));
  g_return_if_fail (record != NULL);

  old = self->record;
  self->record = record;
  if (g_strcmp0 (old->name, record->name) != 0 || g_strcmp0 (old->options, record->options) != 0 ||
      old->kind != record->kind)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
}
