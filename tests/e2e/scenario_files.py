#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sessions in files: exported, imported and taken back, a hostile file refused with the reason, a
backup put in place. All by keyboard, the desktop's file dialog included."""

import json
import os
import pathlib
import re
import shutil

from stage import Confab, database, until
from confab_window import WELCOME_DEMO
from settings_steps import give_path
import tap

FOLDER = pathlib.Path(os.environ["HOME"]) / "exports"
FOLDER.mkdir()


def titles(confab):
    return [name.split(",")[0] for name in confab.sessions()]


def menu(confab, letter):
    """An item of the main menu, by its letter."""
    confab.in_front(1)
    confab.keys("F10")
    until("the menu", lambda: confab.every("menu item", state="focused"))
    confab.keys(letter)


def choose(confab, n_windows, path):
    confab.in_front(n_windows)
    give_path(confab, path)


def pick_last(confab, row, choice):
    """The last choice of a drop-down that has the focus, or gets it with Tab."""
    for _ in range(6):
        if confab.every(name=row, state="focused"):
            break
        confab.keys("Tab")
    confab.keys("space")
    until("the choices", lambda: confab.every("label", choice))
    confab.keys("End", "Return")
    confab.find("label", choice)


def export(confab, name, **choices):
    confab.in_front(1)
    confab.keys("ctrl+s")
    confab.in_front(2)
    confab.find("combo box", "Format")
    for row, choice in choices.items():
        pick_last(confab, row, choice)
    confab.in_front(2)
    confab.keys("alt+e")
    choose(confab, 3, FOLDER / name)
    confab.find("label", f"Exported as “{name}”")
    return (FOLDER / name).read_text(encoding="utf-8")


def import_file(confab, name):
    menu(confab, "i")
    choose(confab, 2, FOLDER / name)


with Confab() as confab:
    confab.press(WELCOME_DEMO)
    for prompt in ("Who are you?", "What should I eat in Singapore?"):
        confab.send(prompt)
        confab.wait_for_answer()
        confab.keys("ctrl+n")
        confab.find("label", "Write a message to begin.")
    confab.click(confab.find("list item", re.compile("^Who are you")))
    until("its conversation", lambda: len(confab.rows()) == 2)

    with tap.case("one session as Markdown"):
        confab.keys("ctrl+s")
        confab.in_front(2)
        confab.find("combo box", "Format")
        confab.picture_to("export")
        confab.keys("Escape")
        text = export(confab, "one.md")
        confab.picture_to("exported")
        assert text.startswith("# Who are you?"), text[:80]
        assert "Singapore?" not in text, text

    with tap.case("all sessions as JSON, chosen by keys"):
        text = export(confab, "all.json", Sessions="All sessions (2)", Format="Confab’s Own (JSON)")
        assert len(json.loads(text)["sessions"]) == 2, text[:200]

    with tap.case("what cannot be written says why, and what to do"):
        confab.in_front(1)
        confab.keys("ctrl+s")
        confab.in_front(2)
        confab.find("combo box", "Format")
        confab.keys("alt+e")
        choose(confab, 3, "/proc/one.md")
        confab.find("label", re.compile("^Not exported: .*folder"))
        confab.picture_to("export-refused")
        confab.in_front(2)
        confab.keys("Escape")

    with tap.case("an import is on show, and can be taken back"):
        import_file(confab, "all.json")
        confab.find("label", "2 sessions imported")
        until("both twice", lambda: len(titles(confab)) == 5)
        confab.picture_to("imported")
        confab.press("Undo")
        until("both once", lambda: len(titles(confab)) == 3)

    with tap.case("a hostile file is refused with the reason"):
        (FOLDER / "odd.json").write_text('{"format": "something"}', encoding="utf-8")
        import_file(confab, "odd.json")
        confab.find("label", re.compile("“odd.json” Was Not Imported"))
        confab.find("label", re.compile("^This is not an export of Confab as JSON"))
        confab.picture_to("import-refused")
        confab.in_front(2)
        confab.keys("Escape")
        assert len(titles(confab)) == 3, titles(confab)

    with tap.case("a backup is put in place with the next start"):
        folder = database().parent / "backups"
        copy = until("today's copy", lambda: list(folder.glob("confab-*.db")))[0]
        shutil.copy(copy, folder / "confab-20240229.db")
        menu(confab, "u")
        confab.in_front(2)
        confab.find("label", "Thursday, February 29, 2024")
        confab.picture_to("backups")
        confab.keys("Down", "Down", "Return")
        confab.find("label", "Restore the Backup of Thursday, February 29, 2024?")
        confab.picture_to("restore")
        confab.keys("alt+q")
        status = confab.wait()
        assert status == 0, status

    with tap.case("it says so, and what was there is kept"):
        with Confab() as again:
            again.find("label", re.compile("^The backup is in place"))
            again.picture_to("restored")
            assert len(list(database().parent.glob("*replaced*"))) >= 1
            again.quit()

tap.end()
