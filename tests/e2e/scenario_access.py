#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a screen reader finds: a message says who, when and what, and the end of an answer is told once.
(That no control of any window is without a name is looked at in scenario_chinese.) And an input
method: what it is composing is never sent."""

import re

from gi.repository import GLib

from stage import Confab, until
from confab_window import WELCOME_DEMO
import tap

LONG = "How do I write a message, and where are my keys kept?"


class Announcements:
    """What is told, in its order: by a status that changes its name, in newer GTK as an announcement."""

    def __init__(self, confab):
        self.texts = []
        told = [("PropertyChange", status.path, "accessible-name") for status in confab.every("status bar")]
        for signal, path, detail in told or [("Announcement", None, None)]:
            confab.connection.signal_subscribe(
                confab.bus, "org.a11y.atspi.Event.Object", signal, path, detail, 0, self._heard)

    def _heard(self, _connection, _sender, _path, _interface, _signal, parameters):
        self.texts.append(parameters.unpack()[3])

    def heard(self):
        while GLib.MainContext.default().iteration(False):
            pass
        return self.texts


def named(confab):
    unnamed = confab.nameless()
    assert not unnamed, unnamed


with Confab() as confab:
    with tap.case("a new session, and the text of the end is told once"):
        confab.press(WELCOME_DEMO)
        confab.composer()
        named(confab)
        announcements = Announcements(confab)
        confab.send(LONG)
        confab.find("button", "Stop")
        assert not announcements.heard(), announcements.heard()
        confab.wait_for_answer()
        until("the announcement", announcements.heard)
        until("the text of the answer", lambda: ": " in confab.messages()[-1])
        assert len(announcements.heard()) == 1, announcements.heard()
        assert re.match(r"Assistant: \w", announcements.heard()[0]), announcements.heard()
        assert len(announcements.heard()[0]) < 1000, announcements.heard()

    with tap.case("a message says who, when and what, and a list has its items"):
        asked, answered = confab.messages()
        assert re.match(r"You, .*\d.*: How do I write", asked), asked
        assert re.match(r"Assistant, .*\d.*: .", answered), answered
        assert {row.role for row in confab.rows()} == {"list item"}, confab.rows()

    with tap.case("the key to quit works from a dialog"):
        confab.keys("F2")
        confab.find("button", re.compile("^Rename"))
        confab.in_front(2)
        confab.quit()

with Confab(GTK_IM_MODULE="gtk-im-context-simple") as confab:
    with tap.case("Enter ends a composition and sends nothing"):
        composer = confab.composer()
        until("the conversation", lambda: len(confab.rows()) == 2)
        confab.focus(composer)
        confab.keys("ctrl+shift+u", "4", "f", "6", "0")
        confab.keys("Return")
        until("the character", lambda: confab.text(composer) == "你")
        assert len(confab.rows()) == 2 and not confab.answering()

    with tap.case("Enter after it sends, and Chinese text arrives whole"):
        confab.write(composer, "你好，怎么写消息？\n第二行")
        confab.keys("Return")
        until("the message", lambda: len(confab.rows()) >= 3)
        until("its text", lambda: any("你好，怎么写消息？\n第二行" in text
                                      for text in confab.messages()))
        confab.wait_for_answer()
        confab.quit()

tap.end()
