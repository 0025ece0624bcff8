#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several applications: their order by dragging and by keys, a kind and a colour, the sessions of one
of them, a session that goes to another, an answer that ends out of sight, and deleting with all that
belongs to it."""

import re
import subprocess

from stage import Confab, read_database, until
from confab_window import WELCOME_DEMO
import tap


def names():
    return [name for name, in read_database("SELECT name FROM app ORDER BY position, id")]


def titles(confab):
    return [name.split(",")[0] for name in confab.sessions()]


def settings(confab, page):
    confab.keys("ctrl+comma")
    confab.find("list item", "Text Size")
    tab = confab.find("page tab", page)
    confab.click(tab)
    until(f"the page {page}", lambda: "selected" in confab.states(tab))


def leave(confab):
    confab.keys("Escape")
    confab.gone("page tab", "Applications")
    confab.focus(confab.composer())


def drag(confab, row, onto):
    """With a real pointer, in steps: the first ones only begin a drag."""
    left, top, width, height = confab.place(row)
    x, y = left + width // 3, top + height // 2
    _, to_top, _, to_height = confab.place(onto)
    to_y = to_top + to_height // 2
    steps = [word for step in range(1, 21)
             for word in ("mousemove", str(x), str(y + (to_y - y) * step // 20), "sleep", "0.02")]
    subprocess.run(["xdotool", "mousemove", str(x), str(y), "mousedown", "1", *steps,
                    "sleep", "0.2", "mouseup", "1"], check=True)


with Confab() as confab:
    confab.press(WELCOME_DEMO)
    confab.composer()
    until("all applications", lambda: len(names()) > 3)
    first, second, third = names()[:3]

    with tap.case("the order of applications: by dragging, and with Alt and an arrow"):
        # Nobody is there to show them.
        confab.keys("ctrl+comma")
        confab.click(confab.find("list item", re.compile("^Notifications")))
        leave(confab)
        settings(confab, "Applications")
        drag(confab, confab.find("list item", first), confab.find("list item", third))
        until("the new order", lambda: names()[:3] == [second, third, first])
        confab.picture_to("applications-order")
        confab.click(confab.find("list item", first))
        confab.find("button", "Back")
        confab.press("Back")
        confab.gone("button", "Back")
        until("the row with the focus", lambda: confab.every("list item", first, state="focused"))
        confab.keys("alt+Up", "alt+Up")
        until("the order of before", lambda: names()[:3] == [first, second, third])

    with tap.case("a colour and a kind are stored at once"):
        confab.click(confab.find("list item", first))
        confab.find("button", "Back")
        [(before,)] = read_database("SELECT color FROM app WHERE name = ?", first)
        confab.click(confab.find("combo box", "Colour"))
        until("the colours", lambda: confab.every("label", "Orange"))
        confab.keys("End", "Return")
        until("another one", lambda: read_database(
            "SELECT color FROM app WHERE name = ?", first) == [("yellow_5",)] != [(before,)])
        kind = confab.find("combo box", "Kind")
        for way, stored in (("Down", "workflow"), ("Up", "agent")):
            confab.click(kind)
            until("the kinds", lambda: confab.every("label", "Orchestration"))
            confab.keys(way, way, "Return")
            until(f"it is a {stored}", lambda stored=stored: read_database(
                "SELECT kind FROM app WHERE name = ?", first) == [(stored,)])
            confab.picture_to(f"applications-{stored}")
        confab.press("Back")
        confab.gone("button", "Back")
        leave(confab)

    with tap.case("the new session on show is still with the same application"):
        confab.send("Who are you?")
        confab.wait_for_answer()
        until("it is stored", lambda: read_database(
            "SELECT app.name FROM session, app WHERE session.app = app.id") == [(first,)])

    with tap.case("the sessions of one application"):
        until("its row", lambda: "Who are you?" in titles(confab))
        confab.keys("alt+2")
        until("none of it", lambda: "Who are you?" not in titles(confab))
        confab.keys("alt+1")
        until("its row", lambda: "Who are you?" in titles(confab))
        confab.keys("alt+0")

    with tap.case("a session goes to another application"):
        confab.click(confab.find("list item", re.compile("^Who are you")), button=3)
        confab.act(confab.find("menu item", re.compile("^Move to")))
        confab.picture_to("applications-move")
        confab.act(confab.find("menu item", second))
        until("it is there", lambda: read_database(
            "SELECT app.name FROM session, app WHERE session.app = app.id"
            " AND session.title = 'Who are you?'") == [(second,)])
        until("it says so", lambda: any(name.startswith("Who are you?") and second in name
                                        for name in confab.sessions()))
        confab.picture_to("applications-moved")

    with tap.case("an answer that ended out of sight is unread until it is seen"):
        confab.keys("alt+1", "ctrl+n")
        confab.find("label", "Write a message to begin.")
        confab.send("What should I eat in Singapore?")
        confab.keys("ctrl+n")
        until("the dot", lambda: any(name.startswith("What should I eat") and "Unread" in name
                                     for name in confab.sessions()))
        confab.picture_to("applications-unread")
        confab.click(confab.find("list item", re.compile("^What should I eat")))
        until("no dot", lambda: not any("Unread" in name for name in confab.sessions()))

    with tap.case("an application is deleted with its sessions, after a question that counts them"):
        confab.keys("alt+0")
        settings(confab, "Applications")
        confab.click(confab.find("list item", second))
        confab.find("button", "Back")
        confab.press(re.compile("^Delete"))
        confab.find("label", re.compile(r"\(1\)"))
        confab.picture_to("applications-delete")
        confab.keys("Tab")
        confab.press("Delete", within=confab.find("dialog", re.compile("^Delete")))
        until("it is gone", lambda: second not in names())
        assert read_database("SELECT count(*) FROM session WHERE title = 'Who are you?'") == [(0,)]
        until("the dialog without it", lambda: not confab.shown("list item", second))
        leave(confab)
        until("no row", lambda: "Who are you?" not in titles(confab))
        confab.quit()

tap.end()
