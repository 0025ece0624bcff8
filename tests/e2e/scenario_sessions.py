#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many sessions: pinned, archived, duplicated, moved, deleted and taken back, with real keys and the
real menus; a temporary one that nobody finds afterwards."""

import re

from stage import Confab, read_database, until
from confab_window import WELCOME_DEMO
import tap


def titles(confab):
    return [name.split(",")[0] for name in confab.sessions()]


def delete_by_menu(confab, row):
    """The last item of the row's menu, once keys go there."""
    confab.click(confab.find("list item", row), button=3)
    until("the menu", lambda: confab.every("menu item", state="focused"))
    confab.keys("Up", "Return")


with Confab() as confab:
    confab.press(WELCOME_DEMO)
    for prompt in ("Who are you?", "What should I eat in Singapore?"):
        confab.send(prompt)
        confab.wait_for_answer()
        confab.keys("ctrl+n")
        confab.find("label", "Write a message to begin.")

    with tap.case("a pinned session stands first, in a group of its own"):
        until("the newest session first", lambda: titles(confab)[:2] == [
            "Today", "What should I eat in Singapore?"])
        confab.click(confab.find("list item", re.compile("^Who are you")))
        until("its conversation", lambda: len(confab.rows()) == 2)
        confab.keys("ctrl+shift+p")
        until("the pinned group", lambda: titles(confab)[:2] == ["Pinned", "Who are you?"])

    with tap.case("the menu of a row"):
        row = confab.find("list item", re.compile("^What should I eat"))
        confab.click(row, button=3)
        confab.find("menu item", "Duplicate")
        confab.picture_to("row-menu")
        confab.keys("Escape")

    with tap.case("duplicate, and a draft that is marked"):
        confab.keys("ctrl+shift+d")
        until("the copy", lambda: "Who are you? (copy)" in titles(confab))
        confab.focus(confab.composer())
        confab.type("half a thought")
        until("the mark", lambda: any("Who are you? (copy)" in name and "Draft" in name
                                      for name in confab.sessions()))
        confab.picture_to("sessions")

    with tap.case("archive and come back"):
        confab.keys("ctrl+shift+b")
        until("no copy", lambda: "Who are you? (copy)" not in titles(confab))
        confab.keys("F10")
        until("the menu", lambda: confab.every("menu item", "Add Application…", state="focused"))
        confab.keys("Down", "Down", "Return")
        until("the copy in the archive", lambda: titles(confab)[-1:] == ["Who are you? (copy)"])
        confab.picture_to("archive")
        confab.press("Leave the Archive")
        until("all others", lambda: "Who are you?" in titles(confab))

    with tap.case("delete by the row's menu, and take it back"):
        delete_by_menu(confab, re.compile("^What should I eat"))
        until("no row", lambda: "What should I eat in Singapore?" not in titles(confab))
        confab.picture_to("deleted")
        confab.press("Undo")
        until("the row", lambda: "What should I eat in Singapore?" in titles(confab))

    with tap.case("Ctrl+Z takes back as well, once nothing typed is left to undo"):
        confab.keys("ctrl+shift+b")
        until("no row", lambda: "What should I eat in Singapore?" not in titles(confab))
        confab.keys("ctrl+z")
        until("the row", lambda: "What should I eat in Singapore?" in titles(confab))
        delete_by_menu(confab, re.compile("^What should I eat"))
        until("no row", lambda: "What should I eat in Singapore?" not in titles(confab))
        confab.focus(confab.composer())
        confab.type("xyz")
        confab.keys("ctrl+z")
        until("no text", lambda: confab.text(confab.composer()) == "")
        confab.keys("ctrl+z")
        until("the row", lambda: "What should I eat in Singapore?" in titles(confab))

    with tap.case("a temporary session is marked, and stored nowhere"):
        confab.keys("ctrl+shift+n")
        confab.find("label", "Assistant · Temporary")
        confab.send("A secret question")
        confab.wait_for_answer()
        assert "A secret question" not in titles(confab), titles(confab)
        confab.picture_to("temporary")
        assert not read_database("SELECT 1 FROM message WHERE text LIKE '%secret question%'")
        confab.keys("ctrl+n")
        confab.find("label", re.compile("^Temporary session"))
        confab.quit()

tap.end()
