#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The token of a plug-in with a real keyring: it is there and nowhere else. Not in a file, an export, a
preview, a copied command, the log or what a screen reader hears; and it goes with its plug-in, or with
its application."""

import os
import pathlib
import re

from keyring_items import secrets
from settings_steps import (add_plugin, choose_file, close_settings, close_window, copy_as,
                            give_token, new_preset, open_app, preset_menu)
from stage import LOG, Confab, demo_service, read_database, until
import tap

KEY = "sk-canary-5b0d2e"
TOKEN = "canary-9c41f7"
HOME = pathlib.Path(os.environ["HOME"])
FOLDER = HOME / "exports"
FOLDER.mkdir()
FORMATS = ("session.md", "session.html", "session.json")


def files_with(text):
    """All files that the program could have written, its log included."""
    found = []
    for path in [*HOME.rglob("*"), LOG]:
        try:
            if path.is_file() and text.encode() in path.read_bytes():
                found.append(str(path))
        except OSError:
            pass  # a socket, or gone meanwhile
    return found


def heard(confab):
    """All that a screen reader can be told of: names, descriptions and texts."""
    words = []
    for widget in confab.widgets():
        words += [widget.name, widget.description]
        if "Text" in widget.interfaces:
            words.append(confab.text(widget))
    return "\n".join(word or "" for word in words)


def check_nowhere(confab):
    assert not files_with(TOKEN), files_with(TOKEN)
    assert TOKEN not in heard(confab)


def export(confab, name):
    confab.in_front(1)
    confab.keys("ctrl+s")
    confab.in_front(2)
    confab.find("combo box", "Format")
    for _ in range(8):
        if confab.every(name="Format", state="focused"):
            break
        confab.keys("Tab")
    confab.keys("space")
    until("the choices", lambda: confab.every("label", re.compile("^Web Page")))
    confab.keys("Home", *["Down"] * FORMATS.index(name), "Return")
    confab.in_front(2)
    confab.keys("alt+e")
    choose_file(confab, 3, FOLDER / name, then=1)
    confab.find("label", f"Exported as “{name}”")
    return (FOLDER / name).read_text(encoding="utf-8")


with demo_service(key=KEY) as url, Confab(G_MESSAGES_DEBUG="all") as confab:
    confab.add_application("Rules", url, KEY, "dormitory-auth")

    with tap.case("given in the dialog it is in the keyring, and in no file"):
        until("the key", lambda: secrets() == [KEY])
        open_app(confab, "Rules", "Plug-ins")
        add_plugin(confab, "dormitory")
        give_token(confab, TOKEN)
        assert secrets() == sorted([KEY, TOKEN]), len(secrets())
        until("its name", lambda: "dormitory" in (read_database("SELECT options FROM app")[0][0] or ""))
        confab.picture_to("tokens-given")
        check_nowhere(confab)

    with tap.case("a preset that names it is exported without it"):
        new_preset(confab, "With a token")
        add_plugin(confab, "dormitory")
        give_token(confab, TOKEN)
        preset_menu(confab, "x")
        choose_file(confab, 3, FOLDER / "presets.json")
        text = until("the file", lambda: (FOLDER / "presets.json").exists()
                     and (FOLDER / "presets.json").read_text(encoding="utf-8"))
        assert '"dormitory"' in text and "With a token" in text, text
        check_nowhere(confab)
        close_settings(confab)

    with tap.case("it is sent, refused by the plug-in, and the error says what to do"):
        confab.send("Which article is it?")
        confab.wait_for_answer()
        confab.find("label", re.compile("InvokePluginFailed"))
        confab.picture_to("tokens-refused")
        check_nowhere(confab)

    with tap.case("what will be sent, and what is copied, have a place for it"):
        confab.keys("ctrl+l")
        confab.type("And now?")
        confab.keys("ctrl+shift+r")
        body = confab.text(confab.find("text", "Body"))
        confab.in_front(2)
        assert '"user_token": "***"' in body, body
        confab.picture_to("tokens-preview")
        check_nowhere(confab)
        for position, begins in enumerate(("curl ", "import ", "import com", '"input"')):
            text = copy_as(confab, position, begins)
            assert TOKEN not in text and KEY not in text, text
            until("the menu to go", lambda: len(confab.windows()) == 2)
        close_window(confab)

    with tap.case("a session in a file, in each format"):
        for name in FORMATS:
            text = export(confab, name)
            assert "Which article is it?" in text, text[:200]
            assert TOKEN not in text and KEY not in text
        check_nowhere(confab)

    with tap.case("after a restart it is still known, and the dialog says nothing of it"):
        confab.quit()
        assert not files_with(TOKEN), files_with(TOKEN)
        assert not files_with(KEY), files_with(KEY)

    with Confab(G_MESSAGES_DEBUG="all") as again:
        with tap.case("opened again the dialog shows that there is one"):
            again.composer()
            open_app(again, "Rules", "Plug-ins")
            again.click(again.find("list item", re.compile("^dormitory")))
            again.find("label", "A token is stored")
            again.picture_to("tokens-again")
            check_nowhere(again)

        with tap.case("it stays as long as a preset names it, and goes with the last that does"):
            again.press("Remove Plug-in and Its Token")
            until("no plug-in", lambda: not again.shown("list item", re.compile("^dormitory")))
            until("its name to go", lambda: "dormitory" not in (
                read_database("SELECT options FROM app")[0][0] or ""))
            assert secrets() == sorted([KEY, TOKEN])
            again.click(again.find("combo box", "Preset"))
            until("the presets", lambda: again.shown("label", "With a token"))
            again.keys("End", "Return")
            again.find("list item", re.compile("^dormitory"))
            again.press("Remove Plug-in and Its Token")
            until("no token", lambda: secrets() == [KEY])

        with tap.case("with its application it goes, too"):
            add_plugin(again, "dormitory")
            give_token(again, TOKEN)
            assert secrets() == sorted([KEY, TOKEN])
            again.click(again.find("list item", "Application"))
            again.press(re.compile("^Delete Application"))
            again.find("button", "Delete")
            again.press("Delete")
            until("no token", lambda: secrets() == [KEY])
            until("no application", lambda: not read_database("SELECT id FROM app WHERE deleted = 0"))
            check_nowhere(again)

        with tap.case("with its connection the key goes, too"):
            again.click(again.find("page tab", "Connections"))
            again.click(again.find("list item", re.compile("^127.0.0.1")))
            again.press(re.compile("^Delete Connection"))
            again.find("button", "Delete")
            again.press("Delete")
            until("no key", lambda: secrets() == [])
            until("no connection", lambda: not read_database("SELECT id FROM connection"))

        again.keys("ctrl+q")
        again.wait()

tap.end()
