#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several answers at once and Stop All in the menu; ten thousand sessions in the sidebar with the
wheel."""

import contextlib
import re
import sqlite3
import subprocess
import time

from stage import Confab, database, read_database, until
import tap
from held_server import HeldServer

N_SESSIONS = 10000
# GTK keeps two hundred rows around what is in view; those of the day stand among them.
MAX_ROWS = 230

servers = HeldServer()


def titles(confab):
    return [name.split(",")[0] for name in confab.sessions()]


def insert(connection, title, moment, texts):
    app = connection.execute("SELECT id FROM app").fetchone()[0]
    session = connection.execute(
        "INSERT INTO session (app, title, remote_used_at, remote_rounds, created_at, updated_at,"
        " pinned, archived, unread, preview, last_status, message_count)"
        " VALUES (?, ?, 0, 0, ?, ?, 0, 0, 0, 'preview', 'complete', ?)",
        (app, title, moment, moment, len(texts))).lastrowid
    parent = None
    for place, text in enumerate(texts):
        parent = connection.execute(
            "INSERT INTO message (session, parent, role, status, text, created_at, first_text_us,"
            " duration_us) VALUES (?, ?, ?, 'complete', ?, ?, 1, 2)",
            (session, parent, ("user", "assistant")[place % 2], text, moment)).lastrowid


def fill():
    """Ten thousand sessions of four messages, newest last."""
    with contextlib.closing(sqlite3.connect(database())) as connection:
        base = int(time.time() - 40 * 86400) * 1000000
        for number in range(1, N_SESSIONS + 1):
            insert(connection, f"Session {number}", base + number * 60000000,
                   [f"Message {place} of session {number}. " * (1 + 30 * (place % 2))
                    for place in range(4)])
        connection.commit()


with Confab() as confab:
    confab.add_application("Held", servers.base_url, "sk-held-example", "held-app")

    with tap.case("three answers come at once, and each session says so"):
        for number in range(3):
            confab.send(f"Question {number}")
            servers.requests.get(timeout=30)
            confab.keys("ctrl+n")
            confab.find("label", "Write a message to begin.")
        until("three that answer", lambda: sum("Answering" in name for name in confab.sessions()) == 3)
        confab.picture_to("many-answering")

    with tap.case("Stop All in the menu leaves none of them open"):
        confab.keys("F10")
        until("the menu", lambda: confab.every("menu item", "Add Application…", state="focused"))
        begun = time.monotonic()
        confab.keys("Down", "Down", "Down", "Return")
        until("none that answers", lambda: not any("Answering" in name for name in confab.sessions()))
        tap.note(f"Stop All to the last spinner, as seen from outside: {time.monotonic() - begun:.2f} s")
        until("all on disk", lambda: read_database(
            "SELECT count(*) FROM message WHERE status = 'stopped' AND run IS NULL") == [(3,)])
        confab.keys("Escape")
        confab.click(confab.find("list item", re.compile("^Question 1")))
        until("its answer, marked", lambda: any("stopped" in name for name in confab.messages()))
        confab.picture_to("many-stopped")
        confab.quit()

fill()

with Confab(DASHSCOPE_API_KEY="sk-held-example") as confab:
    view = confab.find("list", "Sessions")

    def count_rows():
        return len(confab.every("list item", within=view))

    with tap.case("the newest are in view, and few rows were made"):
        until("the newest", lambda: f"Session {N_SESSIONS}" in titles(confab))
        assert count_rows() <= MAX_ROWS, count_rows()
        confab.picture_to("many-sessions")

    def look():
        """The list as it is painted, without the pointer over it."""
        left, top, width, height = confab.place(confab.conversation())
        subprocess.run(["xdotool", "mousemove", str(left + width // 2), str(top + height // 2)],
                       check=True)
        return confab.picture(view).digest

    def wheel(button, times):
        left, top, width, height = confab.place(view)
        subprocess.run(["xdotool", "mousemove", str(left + width // 2), str(top + height // 2),
                        "click", "--repeat", str(times), "--delay", "10", str(button)], check=True)

    with tap.case("the wheel goes down"):
        first = before = until("a picture that stands", lambda: (
            (digest := look()) == look() and digest))
        for _ in range(20):
            wheel(5, 6)
            before = until("other rows", lambda before=before: (
                (digest := look()) not in (before, first) and digest))
            assert count_rows() <= MAX_ROWS, count_rows()
        confab.picture_to("many-sessions-wheel")
        confab.quit()

servers.close()
tap.end()
