# SPDX-License-Identifier: GPL-3.0-or-later
"""Steps in the settings that several scenarios take: pages, presets, plug-ins, files."""

import re

from stage import NotSeen, clipboard, until

FILE_DIALOG = "^(Export As|Import Sessions|Export Presets|Import Presets)$"


def open_app(confab, app, page):
    """A page of an application's settings, from wherever the settings are."""
    if not confab.shown("list item", page):
        if not confab.every("frame", "Settings"):
            confab.keys("ctrl+comma")
        confab.click(confab.find("page tab", "Applications"))
        confab.click(confab.find("list item", app))
    confab.click(confab.find("list item", page))


def close_settings(confab):
    """Back to the main window."""
    def gone():
        if confab.every("frame", "Settings"):
            confab.keys("Escape")
        return not confab.every("frame", "Settings")
    until("the settings to go", gone)
    confab.point_away()
    confab.in_front(1)


def close_window(confab):
    """The window over the main one; the first Escape may be a toast's."""
    def closed():
        if len(confab.windows()) > 1:
            confab.keys("Escape")
        return len(confab.windows()) == 1
    until("the window to go", closed)
    confab.in_front(1)


def preset_menu(confab, letter):
    """An item of the menu beside the presets, by its letter."""
    confab.press("New, Rename, Duplicate, Delete")
    until("the menu", lambda: confab.every("menu item", state="focused"))
    confab.keys(letter)


def new_preset(confab, name):
    preset_menu(confab, "n")
    confab.find("button", "Add")
    confab.type(name)
    confab.keys("Return")
    until("the new preset", lambda: confab.shown("list item", "Use in New Sessions"))


def add_plugin(confab, code):
    confab.press("Add Plug-in")
    confab.find("button", "Add")
    confab.type(code)
    confab.keys("Return")
    confab.find("list item", re.compile("^" + code))


def give_token(confab, token):
    """Types a token with real keys; the row is empty afterwards."""
    confab.click(confab.shown("text", re.compile("^Token, "))[0])
    confab.type(token)
    confab.keys("Return")
    confab.find("label", "A token is stored")


def give_path(confab, path):
    """The desktop's file dialog takes a path as text, and goes."""
    until("the file dialog", lambda: confab.every(state="focused"))
    confab.keys("ctrl+l", "ctrl+a")
    # All at once: what GTK 4.24 adds to complete a part of it would stay between real keys.
    entry = until("a place for the path", lambda: confab.shown("text", state="focused"))[0]
    confab.write(entry, str(path))
    until("the path", lambda: confab.text(entry) == str(path))
    confab.keys("Return")
    # Where it offers a name to complete, the first Return takes that.
    try:
        until("the file dialog to go", lambda: not confab.has_window(FILE_DIALOG), 3)
    except NotSeen:
        confab.keys("Return")
        until("the file dialog to go", lambda: not confab.has_window(FILE_DIALOG))


def choose_file(confab, n_windows, path, then=None):
    """There are so many windows with the file dialog, and then so many."""
    confab.in_front(n_windows)
    give_path(confab, path)
    confab.point_away()
    # GTK 4.8 does not like to be asked for the place of what is just going.
    confab.in_front(then or n_windows - 1)


def copy_as(confab, position, begins):
    """One of the languages of the window “What Will Be Sent”, and what it has put on the clipboard."""
    confab.press("Copy as")
    until("the menu", lambda: confab.every("menu item", state="focused"))
    confab.keys(*["Down"] * position, "Return")
    return until("the text", lambda: clipboard() if begins in clipboard() else "")
