#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands around an answer: thoughts, sources, workflow nodes, the footer, asking again."""

import contextlib
import json
import re
import sqlite3

from stage import CHINESE, Confab, database, until
from confab_window import WELCOME_DEMO
import tap

QUESTION = "Please recommend a phone under 3000 yuan"


def become(app_id, name, options):
    """Another of the demo's applications, with what the settings would write, while nothing runs."""
    with contextlib.closing(sqlite3.connect(database())) as connection, connection:
        connection.execute("UPDATE app SET app_id = ?, name = ?, kind = ?, options = ?",
                           (app_id, name, "workflow" if app_id == "cities" else "agent",
                            json.dumps(options)))


def button(confab, pattern):
    return confab.find(name=re.compile(pattern), role="button")


with Confab() as confab:
    confab.press(WELCOME_DEMO)
    confab.composer()
    confab.quit()

become("phones", "Phone advisor", {"parameters": {"has_thoughts": True}})

with Confab() as confab:
    with tap.case("an answer comes with its thoughts, folded, and its sources"):
        confab.composer()
        confab.send(QUESTION)
        confab.wait_for_answer()
        head = button(confab, "knowledge search|^Thought")
        assert "expanded" not in confab.states(head), confab.states(head)
        confab.find("button", re.compile("^Source 1$"))
        confab.picture_to("evidence")

    with tap.case("the thoughts open, and what they searched for is there on demand"):
        confab.act(head)
        line = button(confab, "^Knowledge search")
        confab.picture_to("evidence-thoughts")
        confab.act(line)
        confab.find("button", "Copy: Input")
        confab.picture_to("evidence-input")
        confab.act(head)
        confab.gone("button", "Copy: Input")

    with tap.case("a source opens its passage and leads back to the text"):
        confab.act(confab.find("button", re.compile("^Source 1$")))
        confab.find("button", "Copy Passage")
        confab.picture_to("evidence-source")
        places = [widget for widget in confab.shown("button")
                  if widget.name == "Show in the Text" or widget.name.startswith("Show place 1")]
        if places:
            confab.act(places[0])
            confab.gone("button", "Copy Passage")
            confab.picture_to("evidence-mark")
        else:
            confab.keys("Escape")

    with tap.case("everything that takes the focus has a name"):
        unnamed = confab.nameless(within=confab.conversation())
        assert not unnamed, unnamed

    with tap.case("Ctrl+R asks again: another answer to the same prompt"):
        before = len(confab.rows())
        confab.keys("ctrl+r")
        until("another answer", lambda: len(confab.rows()) > before or confab.answering())
        confab.wait_for_answer()
        confab.picture_to("evidence-again")
        confab.quit()

with Confab(**CHINESE, ADW_DEBUG_COLOR_SCHEME="prefer-dark") as confab:
    with tap.case("in Chinese and dark"):
        button(confab, "检索知识库")
        confab.find("button", re.compile("^来源 1$"))
        confab.picture_to("evidence-chinese")
        confab.quit()

become("cities", "City divisions",
       {"parameters": {"has_thoughts": True, "flow_stream_mode": "message_format_plus"},
        "input": {"biz_params": {"city": "Singapore"}}})

with Confab() as confab:
    with tap.case("a workflow shows its steps"):
        confab.composer()
        confab.send("Which divisions does it have?")
        confab.wait_for_answer()
        head = button(confab, r"\d steps?")
        confab.act(head)
        until("the steps", lambda: "expanded" in confab.states(head))
        confab.find("label", re.compile("^Start"))
        confab.picture_to("evidence-workflow")
        confab.quit()

tap.end()
