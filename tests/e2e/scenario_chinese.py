#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every window, dialog and menu in Chinese: nothing that is seen or heard has been left in English, and
nothing that takes the focus is without a name. The pictures are for people."""

import gettext
import os
import pathlib
import re

from stage import CHINESE, Confab, until
import tap

CATALOGUE = pathlib.Path(os.environ["CONFAB_LOCALEDIR"], "zh_CN", "LC_MESSAGES", "confab.mo")
with CATALOGUE.open("rb") as file:
    TRANSLATIONS = gettext.GNUTranslations(file)
# pylint: disable=protected-access
# Where these stand in English they are names.
PAGES = ("Answers", "Knowledge Base", "Plug-ins", "Workflow Inputs", "Advanced")
NAMES = {"Assistant", "Confab", "Markdown", "JSON", "HTML", "MCP", "API Key", "App ID"}


def is_english(text):
    for each in (text, text.rstrip("…:.")):
        if each and each not in NAMES and TRANSLATIONS.gettext(each) != each:
            return True
    return False


def all_chinese(confab, picture):
    left = sorted({word for widget in confab.every() for word in (widget.name, widget.description)
                   if word and is_english(word)})
    confab.picture_to(f"chinese-{picture}")
    assert not left, left
    unnamed = confab.nameless()
    assert not unnamed, unnamed


def text(english):
    """As it stands on the screen, where an access key is in brackets, or not at all."""
    found = {re.sub(r"\(_\w\)|_", "", shown) for given, shown in TRANSLATIONS._catalog.items()
             if isinstance(given, str) and given.replace("_", "") == english}
    assert found and english not in found, (english, found)
    return re.compile("^(" + "|".join(map(re.escape, found)) + r")( \1)?(\(\w\))?$")


with Confab(**CHINESE) as confab:
    with tap.case("the first start"):
        confab.find("button", text("Try the Demo"))
        all_chinese(confab, "welcome")

    with tap.case("the form of an application"):
        confab.press(text("Add an Application"))
        confab.find(name=re.compile("^应用 ID"))
        confab.in_front(2)
        all_chinese(confab, "form")
        confab.press(text("Cancel"))
        confab.in_front(1)

    with tap.case("a conversation"):
        confab.press(text("Try the Demo"))
        composer = confab.find("text", state="multi-line")
        confab.write(composer, "你是谁？")
        confab.focus(composer)
        confab.keys("Return")
        until("the answer", lambda: len(confab.every("list item", within=confab.find(
            "list", text("Conversation")))) == 2)
        until("the answer to end", lambda: not confab.has("button", text("Stop")))
        all_chinese(confab, "conversation")

    with tap.case("the menus"):
        for name in ("Session Menu", "Main Menu"):
            confab.press(text(name))
            until(f"the menu {name}", lambda: len(confab.windows()) == 2)
            all_chinese(confab, name.lower().replace(" ", "-"))
            confab.keys("Escape")
            until(f"the menu {name} to go", lambda: len(confab.windows()) == 1)

    for keys, name in (("ctrl+f", "find"), ("ctrl+shift+f", "search")):
        with tap.case(name):
            confab.keys(keys)
            confab.type("confab")
            until("the hits", lambda: confab.every(state="focused"))
            all_chinese(confab, name)
            confab.keys("Escape", "Escape")

    for keys, name in (("F2", "rename"), ("ctrl+k", "quick-switch"), ("ctrl+question", "shortcuts"),
                       ("ctrl+s", "export"), ("ctrl+shift+r", "request")):
        with tap.case(name):
            confab.keys(keys)
            confab.in_front(2)
            all_chinese(confab, name)
            confab.keys("Escape")
            confab.in_front(1)

    with tap.case("the settings"):
        confab.keys("ctrl+comma")
        confab.in_front(2)
        for name in ("General", "Connections", "Applications"):
            tab = confab.find("page tab", text(name))
            confab.click(tab)
            until(f"the page {name}", lambda: "selected" in confab.states(tab))
            all_chinese(confab, f"settings-{name.lower()}")

    with tap.case("an application's pages"):
        confab.click(confab.find("list item", text("Assistant")))
        confab.find("button", text("Back"))
        for name in ("Application", *PAGES):
            confab.click(confab.find("list item", re.compile("^" + text(name).pattern.strip("^$"))))
            all_chinese(confab, "app-" + name.lower().replace(" ", "-"))
        confab.press(text("Back"))
        confab.gone("button", text("Back"))
        confab.keys("Escape")
        confab.in_front(1)

    with tap.case("the options of a session"):
        confab.keys("ctrl+p")
        confab.in_front(2)
        for name in PAGES:
            confab.click(confab.find("list item", re.compile("^" + text(name).pattern.strip("^$"))))
            all_chinese(confab, "session-" + name.lower().replace(" ", "-"))
        confab.keys("Escape")
        confab.in_front(1)

    with tap.case("about"):
        confab.keys("F10")
        until("the menu", lambda: confab.every("menu item"))
        confab.keys("Up", "Return")
        confab.in_front(2)
        all_chinese(confab, "about")
        confab.keys("Escape")
        confab.in_front(1)
        confab.quit()

tap.end()
