/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-connection.h"

struct _ConfabConnection
{
  GObject parent_instance;

  ConfabConnectionRecord *record;
};

G_DEFINE_FINAL_TYPE (ConfabConnection, confab_connection, G_TYPE_OBJECT)

static void
confab_connection_finalize (GObject *object)
{
  ConfabConnection *self = CONFAB_CONNECTION (object);

  confab_connection_record_free (self->record);

  G_OBJECT_CLASS (confab_connection_parent_class)->finalize (object);
}

static void
confab_connection_class_init (ConfabConnectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_connection_finalize;
}

static void
confab_connection_init (ConfabConnection *self)
{
}

/**
 * confab_connection_new:
 * @record: (transfer full): what is stored of it
 *
 * Returns: (transfer full): the connection
 */
ConfabConnection *
confab_connection_new (ConfabConnectionRecord *record)
{
  ConfabConnection *self;

  g_return_val_if_fail (record != NULL, NULL);

  self = g_object_new (CONFAB_TYPE_CONNECTION, NULL);
  self->record = record;

  return self;
}

/**
 * confab_connection_get_record:
 * @self: a connection
 *
 * Returns: (transfer none): its data, valid until the next change
 */
const ConfabConnectionRecord *
confab_connection_get_record (ConfabConnection *self)
{
  g_return_val_if_fail (CONFAB_IS_CONNECTION (self), NULL);

  return self->record;
}

/**
 * confab_connection_take_record:
 * @self: a connection
 * @record: (transfer full): what is stored of it now
 */
void
confab_connection_take_record (ConfabConnection       *self,
                               ConfabConnectionRecord *record)
{
  g_return_if_fail (CONFAB_IS_CONNECTION (self));
  g_return_if_fail (record != NULL);

  confab_connection_record_free (self->record);
  self->record = record;
}

/**
 * confab_connection_set_base_url:
 * @self: a connection
 * @base_url: where the embedded demo service listens in this run
 *
 * Changes the address for this run only; nothing is stored.
 */
void
confab_connection_set_base_url (ConfabConnection *self,
                                const char       *base_url)
{
  g_return_if_fail (CONFAB_IS_CONNECTION (self));

  g_free (self->record->base_url);
  self->record->base_url = g_strdup (base_url);
}
