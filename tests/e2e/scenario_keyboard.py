#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Without a pointer: from the first start to a conversation, to another application, and through what
is done with a session, by real key presses only."""

import contextlib
import json
import os
import pathlib
import re
import sqlite3

from stage import Confab, database, demo_service, until
from confab_window import WELCOME_DEMO
import tap

PROMPT = "Who are you?"


def focused(confab):
    return [widget for widget in confab.every(state="focused")]


def reach(confab, name, key="Tab", role=None):
    """Goes on with this key until the focus is where it should be; each stop is to be seen."""
    stops = []
    for _ in range(40):
        if any(widget.matches(role, name, None) for widget in focused(confab)):
            return
        stops += [(widget.role, widget.name[:40]) for widget in focused(confab)]
        before = [widget.path for widget in focused(confab)]
        confab.keys(key)
        until("the focus to move", lambda: [widget.path for widget in focused(confab)] != before)
    raise AssertionError(f"{key} does not lead to {name!r}, but to {stops}")


def ask(confab, prompt):
    """Writes into the composer, which has the focus."""
    confab.keys("ctrl+l")
    until("the focus in the composer",
          lambda: any(re.match("^Message", widget.name) for widget in focused(confab)))
    confab.type(prompt)
    until("the prompt", lambda: confab.text(confab.composer()) == prompt)
    confab.keys("Return")
    until("the composer to be empty", lambda: confab.text(confab.composer()) == "")
    confab.wait_for_answer()
    until("the text of the answer", lambda: ": " in confab.messages()[-1])


def pasted(confab):
    """What is on the clipboard, by pasting it into the composer and taking it out again."""
    confab.keys("ctrl+l", "ctrl+v")
    text = until("the pasted text", lambda: confab.text(confab.composer()))
    confab.keys("ctrl+a", "BackSpace")
    until("the composer to be empty", lambda: confab.text(confab.composer()) == "")
    return text


def fill(confab, keys, name, text):
    field = until(f"a field {name}", lambda: [
        widget for widget in confab.shown(name=re.compile("^" + name))
        if "EditableText" in widget.interfaces])[0]
    confab.keys(keys, "ctrl+a")
    confab.type(text)
    # Newer GTK gives nobody a hidden text.
    until(f"the text in {name}", lambda: confab.text(field) in (text, "●" * len(text)))


def titles(confab):
    return [name.split(",")[0] for name in confab.sessions()]


with demo_service() as address:
    with Confab() as confab:
        with tap.case("the first start: Tab, Enter"):
            confab.find("button", WELCOME_DEMO)
            reach(confab, WELCOME_DEMO, role="button")
            confab.keys("Return")
            confab.composer()

        with tap.case("a conversation"):
            ask(confab, PROMPT)
            confab.picture_to("keyboard-answer")

        with tap.case("to the message and back: it is the message that has the focus"):
            confab.keys("shift+Tab")
            reach(confab, re.compile("^Assistant, "), key="shift+Tab", role="list item")
            confab.picture_to("keyboard-message")
            confab.keys("Up")
            until("the prompt", lambda: any(widget.name.startswith("You, ")
                                            for widget in focused(confab)))

        with tap.case("copy"):
            confab.keys("ctrl+c")
            assert pasted(confab).strip() == PROMPT
            confab.keys("ctrl+shift+c")
            assert "Confab" in pasted(confab)

        with tap.case("the size of the text, and the caret, from the composer"):
            last = confab.shown("list item", re.compile("^Assistant, "))[-1]
            height = confab.extents(last)[3]
            confab.keys("ctrl+l", "ctrl+plus", "ctrl+plus")
            until("a larger text", lambda: confab.extents(last)[3] > height)
            confab.keys("ctrl+minus", "ctrl+minus", "ctrl+minus")
            until("a smaller text", lambda: confab.extents(last)[3] < height)
            confab.keys("ctrl+0")
            until("the size as it was", lambda: confab.extents(last)[3] == height)
            confab.keys("F7")
            until("the caret in the answer", lambda: any(widget.name.startswith("Assistant, ")
                                                         for widget in focused(confab)))
            confab.picture_to("keyboard-caret")
            confab.keys("F7")

        with tap.case("a new session, another session, rename"):
            confab.keys("ctrl+n")
            confab.find("label", "Write a message to begin.")
            ask(confab, "What should I eat in Singapore?")
            confab.keys("ctrl+Tab")
            until("the first conversation", lambda: any(PROMPT in text for text in confab.messages()))
            confab.keys("F2")
            confab.in_front(2)
            confab.keys("ctrl+a")
            confab.type("By keyboard")
            confab.keys("Return")
            until("the new title", lambda: "By keyboard" in titles(confab))

        with tap.case("into the list of sessions, and over its headings"):
            confab.keys("ctrl+shift+p")
            until("the pinned group", lambda: titles(confab)[:3] == ["Pinned", "By keyboard", "Today"])
            reach(confab, re.compile("^By keyboard"), role="list item")
            confab.picture_to("keyboard-list")
            confab.keys("Down")
            until("the session below the heading", lambda: any(
                widget.name.startswith("What should I eat") for widget in focused(confab)))
            until("its conversation", lambda: any("Singapore" in text for text in confab.messages()))
            confab.keys("Up")
            until("the session above it", lambda: any(widget.name.startswith("By keyboard")
                                                      for widget in focused(confab)))

        with tap.case("delete in the list, and undo"):
            confab.keys("Delete")
            until("no row", lambda: "By keyboard" not in titles(confab))
            until("the focus at the next session", lambda: any(
                widget.role == "list item" and widget.name.startswith("What should I eat")
                for widget in focused(confab)))
            confab.keys("ctrl+l")
            until("the focus in the composer", lambda: any(re.match("^Message", widget.name)
                                                           for widget in focused(confab)))
            reach(confab, "Undo", role="button")
            confab.picture_to("keyboard-undo")
            confab.keys("Return")
            until("the row", lambda: "By keyboard" in titles(confab))

        with tap.case("search"):
            reach(confab, "Search Sessions")
            confab.type("keyboard")
            until("one session", lambda: [row.name.split(",")[0] for row in confab.shown(
                "list item", within=confab.find("list", "Search Results"))] == ["By keyboard"])
            confab.picture_to("keyboard-search")
            confab.keys("Escape")
            until("all sessions", lambda: len(titles(confab)) > 2)

        with tap.case("another application: the form by its access keys"):
            confab.keys("F10")
            until("the menu", lambda: confab.every("menu item", re.compile("^Add Application")))
            confab.keys("a")
            confab.in_front(2)
            confab.keys("alt+r")
            until("the list of regions", lambda: confab.every("label", "Custom"))
            confab.keys("End", "Return")
            confab.find(name=re.compile("^Base URL"))
            fill(confab, "alt+b", "Base URL", address)
            fill(confab, "alt+i", "App ID", "phones")
            fill(confab, "alt+n", "Name", "Phones")
            fill(confab, "alt+k", "API Key", "sk-demo")
            confab.picture_to("keyboard-form")
            confab.keys("alt+a")
            confab.gone(name=re.compile("^App ID"))
            until("the sessions of the new application", lambda: len(titles(confab)) >= 2)
            confab.keys("alt+2")
            until("no session of the other", lambda: not titles(confab))
            confab.keys("alt+0")
            until("all sessions", lambda: len(titles(confab)) > 2)
            confab.keys("ctrl+q")
            assert confab.wait() == 0

    # Making a preset is for the settings; switching to it is what is done all day.
    with contextlib.closing(sqlite3.connect(database())) as store, store:
        store.execute("INSERT INTO preset (app, name, kind, options)"
                      " SELECT id, 'Cameras', 'knowledge', ? FROM app WHERE app_id = 'phones' AND name != 'Phones'",
                      [json.dumps({"parameters": {"rag_options": {"pipeline_ids": ["kb_phones"],
                                                                  "tags": ["camera"]}}})])

    with Confab() as confab:
        with tap.case("a preset switch, and the next message goes with it"):
            confab.conversation()
            confab.in_front(1)
            confab.keys("alt+5", "ctrl+n")
            confab.find("label", "Write a message to begin.")
            confab.keys("ctrl+l")
            reach(confab, "Send Something Along", key="shift+Tab")
            confab.keys("Return")
            reach(confab, "None")
            reach(confab, "Cameras", key="Down")
            confab.keys("space")
            confab.picture_to("keyboard-preset")
            confab.keys("Escape")
            until("the popover to go", lambda: len(confab.windows()) == 1)
            until("the chip", lambda: confab.shown("button", re.compile("^Knowledge: Cameras")))
            confab.keys("ctrl+shift+r")
            confab.in_front(2)
            body = confab.find("text", "Body")
            assert json.loads(confab.text(body))["parameters"]["rag_options"] == {
                "pipeline_ids": ["kb_phones"], "tags": ["camera"]}, confab.text(body)
            confab.keys("Escape")
            confab.in_front(1)
            ask(confab, "Which phone has the best camera?")

        with tap.case("an export"):
            target = pathlib.Path(os.environ["HOME"], "by-keyboard.md")
            confab.keys("ctrl+s")
            confab.in_front(2)
            confab.find("combo box", "Format")
            confab.keys("alt+e")
            confab.in_front(3)
            confab.keys("ctrl+l", "ctrl+a")
            confab.type(str(target))
            confab.keys("Return")
            until("the file dialog to go", lambda: len(confab.windows()) == 1)
            until("the file", target.exists)
            assert "Which phone" in target.read_text(encoding="utf-8")
            confab.keys("ctrl+q")
            assert confab.wait() == 0

tap.end()
