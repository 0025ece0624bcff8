#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finding in a session, in everything, and sessions by name, with real keys."""

import re

from stage import Confab, until
from confab_window import WELCOME_DEMO
import tap

with Confab() as confab:
    confab.press(WELCOME_DEMO)
    for prompt in ("What should I eat in Singapore?", "Who are you?"):
        confab.send(prompt)
        confab.wait_for_answer()
        confab.keys("ctrl+n")
        confab.find("label", "Write a message to begin.")

    with tap.case("Ctrl+Shift+F finds the words of a message, and a click opens it there"):
        confab.keys("ctrl+shift+f")
        confab.type("hawker")
        hit = until("a hit", lambda: confab.shown("list item", re.compile("hawker")))[0]
        confab.picture_to("search")
        confab.click(hit)
        until("the conversation", lambda: len(confab.rows()) > 0)
        confab.picture_to("search-opened")

    with tap.case("Ctrl+F counts, goes on, and goes with Esc"):
        confab.keys("ctrl+f")
        confab.type("singapore")
        count = until("the count", lambda: confab.every(name=re.compile(r"^\d+ of \d+$")))[0].name
        last = int(count.split()[-1])
        assert count.split()[0] == str(last) and last > 2, count
        confab.picture_to("find")
        confab.keys("Return")
        confab.find(name=f"1 of {last}")
        confab.keys("shift+Return")
        confab.find(name=f"{last} of {last}")
        confab.keys("Escape")
        until("no bar", lambda: not confab.shown(name="Find in This Session", role="text"))

    with tap.case("Ctrl+K goes to a session by a few letters of its name"):
        confab.keys("ctrl+k")
        confab.find("entry", "Name of a Session or Application")
        confab.type("who")
        until("a row", lambda: any("Who are you?" in widget.name for widget in confab.widgets()
                                   if widget.role in ("label", "list item")))
        confab.picture_to("quick-switch")
        confab.keys("Return")
        until("its conversation", lambda: any("Who are you?" in row for row in confab.messages()))

    with tap.case("Chinese words of any length are found"):
        confab.keys("ctrl+n")
        confab.find("label", "Write a message to begin.")
        confab.write(confab.composer(), "新加坡有什么美食？")
        confab.focus(confab.composer())
        confab.keys("Return")
        until("the message", lambda: any("美食" in row for row in confab.messages()))
        confab.wait_for_answer()
        for query in ("食", "美食", "有什么美食"):
            confab.keys("ctrl+shift+f")
            confab.write(confab.find("entry", "Search Sessions"), query)
            until(f"hits of {query}", lambda query=query: confab.shown(
                "list item", re.compile(query), within=confab.find("list", "Search Results")))
            confab.picture_to("search-chinese")
        confab.keys("Escape")
        confab.quit()

tap.end()
