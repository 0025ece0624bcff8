#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Versions: an answer that is asked for again, a prompt that is edited, paging between them, and
earlier prompts by the Up key."""

import re

from stage import Confab, until
from confab_window import WELCOME_DEMO
import tap

ANSWER = re.compile("^Assistant, ")

with Confab() as confab:
    confab.press(WELCOME_DEMO)

    with tap.case("ask again: two versions, and back to the first"):
        confab.send("Who are you?")
        confab.wait_for_answer()
        confab.keys("ctrl+r")
        confab.find("label", "Version 2 of 2")
        confab.wait_for_answer()
        confab.press("Previous Version")
        confab.find("label", "Version 1 of 2")
        confab.picture_to("versions")

    with tap.case("Up brings earlier prompts, Down goes back"):
        confab.focus(confab.composer())
        confab.keys("Up")
        until("the prompt", lambda: confab.text(confab.composer()) == "Who are you?")
        confab.keys("Down")
        until("nothing", lambda: confab.text(confab.composer()) == "")

    with tap.case("edit and ask again: a branch, the draft comes back"):
        confab.type("a draft")
        confab.keys("ctrl+e")
        until("the prompt", lambda: confab.text(confab.composer()) == "Who are you?")
        confab.find("label", re.compile("^You are editing a question.*cannot go back", re.DOTALL))
        confab.picture_to("editing")
        confab.keys("ctrl+a")
        confab.type("What should I eat?")
        confab.keys("Return")
        until("the other prompt", lambda: any("What should I eat?" in message
                                              for message in confab.messages()))
        confab.wait_for_answer()
        until("the draft", lambda: confab.text(confab.composer()) == "a draft")
        confab.picture_to("branch")
        confab.press("Previous Version")
        until("the first prompt", lambda: any("Who are you?" in message
                                              for message in confab.messages()))

    with tap.case("ask an older answer again: what followed is with the earlier version"):
        confab.keys("ctrl+l", "ctrl+a", "BackSpace")
        confab.send("And what did I ask?")
        confab.wait_for_answer()
        until("four messages", lambda: [bool(text) for text in confab.messages()].count(True) == 4)
        confab.press("Ask Again", within=confab.shown("list item", ANSWER)[0])
        confab.find("label", "Version 3 of 3")
        confab.wait_for_answer()
        until("two messages", lambda: [bool(text) for text in confab.messages()].count(True) == 2)
        confab.picture_to("asked-again")
        confab.press("Previous Version", within=confab.shown("list item", ANSWER)[-1])
        until("what followed", lambda: any("And what did I ask?" in message
                                           for message in confab.messages()))
        confab.quit()

tap.end()
