/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "keyring-daemon.h"

#include "loop.h"

#define SERVICE  "org.freedesktop.secrets"
#define LOGIN    "/org/freedesktop/secrets/collection/login"
#define PROMPTER "org.gnome.keyring.SystemPrompter"

GVariant *
keyring_daemon_call (const char *path,
                     const char *interface,
                     const char *method,
                     GVariant   *arguments)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GError) error = NULL;
  GVariant *reply;

  reply = g_dbus_connection_call_sync (bus, SERVICE, path, interface, method, arguments, NULL,
                                       G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);

  return reply;
}

void
keyring_daemon_lock (void)
{
  const char *paths[] = { LOGIN, NULL };
  g_autoptr (GVariant) reply = NULL;

  reply = keyring_daemon_call ("/org/freedesktop/secrets", "org.freedesktop.Secret.Service", "Lock",
                        g_variant_new ("(^ao)", paths));
}

/* What no window can do here: gnome-keyring's own way in, by the password. */
void
keyring_daemon_unlock (void)
{
  g_autoptr (GVariant) session = NULL;
  g_autoptr (GVariant) reply = NULL;
  const char *path;

  session = keyring_daemon_call ("/org/freedesktop/secrets", "org.freedesktop.Secret.Service",
                          "OpenSession", g_variant_new ("(sv)", "plain", g_variant_new_string ("")));
  g_variant_get (session, "(v&o)", NULL, &path);
  reply = keyring_daemon_call ("/org/freedesktop/secrets",
                        "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface",
                        "UnlockWithMasterPassword",
                        g_variant_new ("(o(o@ay@ays))", LOGIN, path,
                                       g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, NULL, 0, 1),
                                       g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, "test", 4, 1),
                                       "text/plain"));
}

/* What gnome-keyring asks a desktop for. */
static const char prompter_xml[] =
  "<node>"
  "  <interface name='org.gnome.keyring.internal.Prompter'>"
  "    <method name='BeginPrompting'><arg type='o' direction='in'/></method>"
  "    <method name='PerformPrompt'>"
  "      <arg type='o' direction='in'/><arg type='s' direction='in'/>"
  "      <arg type='a{sv}' direction='in'/><arg type='s' direction='in'/>"
  "    </method>"
  "    <method name='StopPrompting'><arg type='o' direction='in'/></method>"
  "  </interface>"
  "</node>";

struct _HeldPrompter
{
  GDBusConnection *bus;
  GDBusNodeInfo *info;
  guint object;
  guint name;
  gboolean owned;
  guint n_begun;
  guint n_stopped;
};

static void
prompter_called_cb (GDBusConnection       *bus,
                    const char            *sender,
                    const char            *path,
                    const char            *interface,
                    const char            *method,
                    GVariant              *arguments,
                    GDBusMethodInvocation *invocation,
                    gpointer               user_data)
{
  HeldPrompter *self = user_data;

  if (g_str_equal (method, "BeginPrompting"))
    self->n_begun++;
  else if (g_str_equal (method, "StopPrompting"))
    self->n_stopped++;

  g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
name_acquired_cb (GDBusConnection *bus,
                  const char      *name,
                  gpointer         user_data)
{
  ((HeldPrompter *) user_data)->owned = TRUE;
}

HeldPrompter *
held_prompter_new (void)
{
  static const GDBusInterfaceVTable vtable = { prompter_called_cb, NULL, NULL, { NULL } };
  HeldPrompter *self = g_new0 (HeldPrompter, 1);
  g_autoptr (GError) error = NULL;

  self->bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  self->info = g_dbus_node_info_new_for_xml (prompter_xml, &error);
  g_assert_no_error (error);
  self->object = g_dbus_connection_register_object (self->bus, "/org/gnome/keyring/Prompter",
                                                    self->info->interfaces[0], &vtable, self, NULL,
                                                    &error);
  g_assert_no_error (error);
  self->name = g_bus_own_name_on_connection (self->bus, PROMPTER, G_BUS_NAME_OWNER_FLAGS_NONE,
                                             name_acquired_cb, NULL, self, NULL);
  loop_until (self->owned);

  return self;
}

void
held_prompter_free (HeldPrompter *self)
{
  g_bus_unown_name (self->name);
  g_dbus_connection_unregister_object (self->bus, self->object);
  g_dbus_node_info_unref (self->info);
  g_object_unref (self->bus);
  g_free (self);
}

/* How many prompts were shown so far. */
guint
held_prompter_get_n_begun (HeldPrompter *self)
{
  return self->n_begun;
}

/* How many of them were taken away. */
guint
held_prompter_get_n_stopped (HeldPrompter *self)
{
  return self->n_stopped;
}
