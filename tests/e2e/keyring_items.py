# SPDX-License-Identifier: GPL-3.0-or-later
"""What is in the keyring of the session: asked of the Secret Service itself, as any program may."""

from gi.repository import Gio, GLib

SERVICE = "org.freedesktop.secrets"


# A session of the service lasts as long as the connection.
BUS = Gio.bus_get_sync(Gio.BusType.SESSION)


def _call(path, interface, method, arguments):
    return BUS.call_sync(SERVICE, path, interface, method, arguments, None, Gio.DBusCallFlags.NONE,
                         20000, None).unpack()


def secrets():
    """All secrets of the unlocked keyring, as text."""
    root = "/org/freedesktop/secrets"
    _, session = _call(root, "org.freedesktop.Secret.Service", "OpenSession",
                       GLib.Variant("(sv)", ("plain", GLib.Variant("s", ""))))
    unlocked, locked = _call(root, "org.freedesktop.Secret.Service", "SearchItems",
                             GLib.Variant("(a{ss})", ({},)))
    assert not locked, locked
    if not unlocked:
        return []
    (found,) = _call(root, "org.freedesktop.Secret.Service", "GetSecrets",
                     GLib.Variant("(aoo)", (unlocked, session)))
    return sorted(bytes(value).decode() for _, _, value, _ in found.values())
