#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pictures that show Confab: one conversation with the demo, light and dark, and one in Chinese.

Runs inside tests/support/ui-session.sh; build-aux/screenshots calls it.
"""

import contextlib
import json
import os
import pathlib
import re
import sqlite3
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tests" / "support"))

# pylint: disable=wrong-import-position
from a11y_driver import NotSeen, until  # noqa: E402
from confab_window import WELCOME_DEMO, ConfabWindow  # noqa: E402

PROGRAM, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2])
WIDTH, HEIGHT, LIMIT = 1180, 780, 200 * 1000

ENGLISH = {"picture": "conversation.png", "name": "Phone Advisor",
           "demo": WELCOME_DEMO,
           "sessions": ["Which phone has the best camera?", "A phone with a large battery?",
                        "Please recommend a phone under 3000 yuan"]}
CHINESE = {"picture": "conversation-zh.png", "name": "手机顾问",
           "demo": "试用演示",
           "sessions": ["哪款手机拍照最好？", "哪款手机电池最大？", "请推荐一款3000元以下的手机"]}


def database():
    folder = pathlib.Path(os.environ["XDG_DATA_HOME"])
    return next(path for path in folder.rglob("*.db") if "backup" not in str(path))


def advise(name):
    """Makes the demo's application the one that searches a catalogue and says what it thinks."""
    with contextlib.closing(sqlite3.connect(database())) as connection, connection:
        connection.execute("UPDATE app SET app_id = ?, name = ?, options = ?",
                           ("phones", name, json.dumps({"parameters": {"has_thoughts": True}})))


def ask(confab, prompt):
    composer = confab.composer_in_any_language()
    confab.write(composer, prompt)
    confab.focus(composer)
    confab.keys("Return")
    until("the composer to be empty",
          lambda: confab.text(confab.composer_in_any_language()) == "")
    until("the text of the answer", lambda: len(confab.texts()) >= 2 and
          re.search("[:：]", confab.texts()[-1]) and not confab.is_open())


class Shown(ConfabWindow):
    """A window that speaks any language."""

    def composer_in_any_language(self):
        return self.find("text", re.compile("^(Message|消息)"))

    def texts(self):
        return [row.name for row in self.every(
            "list item", within=self.find("list", re.compile("^(Conversation|对话)$")))]

    def is_open(self):
        return self.has("button", re.compile("^(Stop|停止)$"))

    def take(self, name):
        path = FOLDER / name
        self.resize(WIDTH, HEIGHT)
        until("the size", lambda: self.extents(self.find("frame"))[2] >= WIDTH - 40)
        self.portrait(path)
        # A palette is enough for a window, and keeps the page that shows it light.
        subprocess.run(["mogrify", "-strip", "-dither", "None", "-colors", "255",
                        "-define", "png:compression-level=9", str(path)], check=True)
        size = path.stat().st_size
        if size > LIMIT:
            raise NotSeen(f"{name} has {size} bytes")
        print(f"{path}: {size} bytes", flush=True)


def open_thoughts(confab):
    """Opens the timeline over the answer."""
    head = confab.find("button", re.compile("search|^Thought|检索|思考"))
    confab.act(head)
    until("the steps", lambda: "expanded" in confab.states(head))


def converse(words):
    """A few conversations, each in a session of its own; the last of them is on show."""
    with Shown([PROGRAM]) as confab:
        confab.press(re.compile("^" + words["demo"]))
        confab.composer_in_any_language()
        confab.quit()
    advise(words["name"])
    with Shown([PROGRAM]) as confab:
        for prompt in words["sessions"]:
            confab.composer_in_any_language()
            confab.keys("ctrl+n")
            ask(confab, prompt)
        open_thoughts(confab)
        confab.take(words["picture"])
        confab.quit()


try:
    if os.environ.get("LANGUAGE", "").startswith("zh"):
        converse(CHINESE)
    else:
        converse(ENGLISH)
        os.environ["ADW_DEBUG_COLOR_SCHEME"] = "prefer-dark"
        with Shown([PROGRAM]) as shown:
            until("the conversation", lambda: len(shown.texts()) >= 2)
            open_thoughts(shown)
            shown.take("conversation-dark.png")
            shown.quit()
except NotSeen as error:
    sys.exit(f"Confab did not do as expected: {error}")
