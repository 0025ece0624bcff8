# SPDX-License-Identifier: GPL-3.0-or-later
"""Confab among the other programs of a desktop: its search, its notifications, a second start, and an
answer that comes after the window was closed."""

import os
import pathlib
import subprocess
import sys

from gi.repository import Gio, GLib

from stage import LOG, PROGRAM, Confab, ConfabWindow, read_database, until
import tap
from held_server import HeldServer

NAME = "io.github.confab_chat.Confab"
PATH = "/io/github/confab_chat/Confab"
DESKTOP = ("org.freedesktop.Notifications", "/org/freedesktop/Notifications")

bus = Gio.bus_get_sync(Gio.BusType.SESSION)


def call(name, path, method, signature=None, *values):
    interface, _, member = method.rpartition(".")
    arguments = GLib.Variant(signature, values) if signature else None
    reply = bus.call_sync(name, path, interface, member, arguments, None, Gio.DBusCallFlags.NONE,
                          30000, None).unpack()
    return reply[0] if len(reply) == 1 else reply


def is_running(name=NAME):
    return name in call("org.freedesktop.DBus", "/", "org.freedesktop.DBus.ListNames")


def search(method, signature, *values):
    return call(NAME, PATH + "/SearchProvider", "org.gnome.Shell.SearchProvider2." + method, signature,
                *values)


def notifications():
    return [values for _, values in
            call(*DESKTOP, "org.freedesktop.DBus.Mock.GetMethodCalls", "(s)", "Notify")]


mock = subprocess.Popen([sys.executable, "-m", "dbusmock", "--template",  # pylint: disable=consider-using-with
                         "notification_daemon"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
until("the desktop's notifications", lambda: is_running(DESKTOP[0]))

# The bus starts the program as its service file says.
service = pathlib.Path(os.environ["UI_SERVICES"]) / f"{NAME}.service"
service.write_text(f"[D-BUS Service]\nName={NAME}\nExec={PROGRAM} --gapplication-service\n")
call("org.freedesktop.DBus", "/", "org.freedesktop.DBus.ReloadConfig")

# One run, as there is no keyring here: the key is kept for this run only. The answers end when they
# are told to, so no machine is too slow to look away in time.
server = HeldServer()
confab = Confab()
with tap.case("a second start raises the first window and ends"):
    confab.add_application("Slow Assistant", server.base_url, "sk-demo", "held-app")
    subprocess.run([PROGRAM], check=True, timeout=60)
    assert len(confab.every("frame")) == 1


def ask(prompt):
    confab.send(prompt)
    server.requests.get(timeout=30)
    server.send("It begins")
    until("the answer to begin", confab.answering)


with tap.case("an answer that is seen is not told"):
    ask("Tell me slowly")
    server.send(", and it ends.", last=True)
    confab.wait_for_answer()
    until("the text of the answer", lambda: "it ends" in confab.messages()[-1])
    assert notifications() == []

with tap.case("an answer that ends out of sight is told, and a click opens it"):
    ask("Again, while I am elsewhere")
    confab.keys("ctrl+n")
    until("another session", lambda: not confab.answering())
    server.send(", and <a href='file:///etc/passwd'>it</a> ends.", last=True)
    [told] = until("a notification", notifications)
    assert told[3] == "Tell me slowly", told
    assert told[4].startswith("It begins, and ") and "<" not in told[4], told
    assert told[5][-1] == "Open", told
    call(*DESKTOP, "org.freedesktop.DBus.Mock.EmitSignal", "(sssav)", DESKTOP[0],
         "ActionInvoked", "us", [GLib.Variant("u", 1), GLib.Variant("s", told[5][0])])
    until("the session", lambda: any("elsewhere" in text for text in confab.messages()))

with tap.case("an answer comes to its end after the window is closed, and then the program ends"):
    ask("Once more, and I go")
    confab.keys("ctrl+w")
    until("the window to go", lambda: not confab.windows())
    server.send(", and it ends.", last=True)
    assert confab.wait() == 0
    rows = read_database("SELECT status FROM message WHERE role <> 'user' ORDER BY id")
    assert [row[0] for row in rows] == ["complete"] * 3, rows
    assert len(notifications()) == 2, notifications()
server.close()

with tap.case("the search finds a session by its title, without a window"):
    until("the program to be gone", lambda: not is_running())
    found = search("GetInitialResultSet", "(as)", ["SLOWLY", "tell"])
    assert len(found) == 1, found
    [meta] = search("GetResultMetas", "(as)", found)
    assert (meta["name"], meta["description"]) == ("Tell me slowly", "Slow Assistant"), meta
    assert search("GetSubsearchResultSet", "(asas)", found, ["quickly"]) == []
    # What it does not know, and what is no number, is not there.
    assert search("GetResultMetas", "(as)", ["999", "../1", "-1", ""]) == []

with tap.case("what was found opens its session"):
    search("ActivateResult", "(sasu)", found[0], ["slowly"], 0)
    with ConfabWindow(None, log=LOG) as window:
        until("the session", lambda: any("and I go" in text for text in window.messages()))
        window.quit()
        # It does not stay for another search, as it would without its window.
        until("the program to be gone", lambda: not is_running(), 10)

mock.terminate()
mock.wait()
tap.end()
