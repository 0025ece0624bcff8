# SPDX-License-Identifier: GPL-3.0-or-later
"""What the scenarios share: the program under test, its files, a service for it."""

import contextlib
import json
import locale
import os
import pathlib
import re
import sqlite3
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

# pylint: disable=wrong-import-position,unused-import
from a11y_driver import NotSeen, until  # noqa: E402,F401
from confab_window import ConfabWindow  # noqa: E402

PROGRAM = sys.argv[1]
PICTURES = pathlib.Path(sys.argv[2])
PICTURES.mkdir(parents=True, exist_ok=True)
LOG = PICTURES / (pathlib.Path(sys.argv[0]).stem + ".log")
LOG.unlink(missing_ok=True)


# What a library says of a program that uses it wrongly. libsoup's own grumbling is not ours, nor is
# what GTK 4.24 says of its own frames on a display without a compositor, of the clock of its moving
# icons, and of the heading of a message dialog that libadwaita 1.10 makes smaller by 3 px where it is
# long.
COMPLAINT = re.compile(
    r"^(?!.*(?:gdk_frame_timings_submitted|gtk_svg_advance: time went backward"
    r"|Trying to measure AdwMessageDialog))"
    r".*\b(?:G\w*|Gtk|Gdk|Gsk|Adwaita|Pango|confab[\w-]*)-(?:WARNING|CRITICAL)\b.*$",
    re.MULTILINE)


def has_locale(name):
    try:
        locale.setlocale(locale.LC_MESSAGES, name)
    except locale.Error:
        return False
    locale.setlocale(locale.LC_MESSAGES, "C")
    return True


# Days and numbers are Chinese in a Chinese locale only. Newer C libraries translate nothing in
# C.UTF-8, and a bare Debian 12 has no other locale.
CHINESE = {"LANGUAGE": "zh_CN",
           "LC_ALL": next(filter(has_locale, ("zh_CN.UTF-8", "en_US.UTF-8")), "C.UTF-8")}


class Confab(ConfabWindow):
    """One run of the program under test."""

    def __init__(self, *arguments, **environment):
        super().__init__([PROGRAM, *arguments], log=LOG,
                         env={"G_DEBUG": "fatal-criticals", **environment})

    def ask(self, prompt, part=""):
        """Sends a prompt, and waits for the end of its answer: what is said of it, with this in it."""
        newest = read_database("SELECT coalesce(max(id), 0) FROM message")[0][0]
        self.send(prompt)
        until("the answer to end", lambda: read_database(
            "SELECT 1 FROM message WHERE id > ? AND role = 'assistant' AND status = 'complete'", newest))

        def answer():
            last = self.messages()[-1]
            return not last.endswith(prompt) and part in last and re.search(r": \S", last) and last
        return until(f"the answer with {part!r}", answer)

    def quit(self):
        super().quit()
        complaints = COMPLAINT.findall(LOG.read_text(encoding="utf-8", errors="replace"))
        if complaints:
            raise NotSeen("the log has " + "; ".join(complaints))

    def picture_to(self, name):
        """A screenshot into the folder of pictures."""
        self.screenshot(PICTURES / f"{name}.png")


def database():
    """The file that holds the conversations; its backups are elsewhere."""
    folder = pathlib.Path(os.environ["XDG_DATA_HOME"])
    found = [path for path in folder.rglob("*") if path.suffix in (".db", ".sqlite", ".sqlite3")
             and "backup" not in str(path.relative_to(folder))]
    if len(found) != 1:
        raise NotSeen(f"one database, not {found}")
    return found[0]


def read_database(query, *values):
    """Asks the file itself, read-only, as somebody would after a crash."""
    with contextlib.closing(sqlite3.connect(f"file:{database()}?mode=ro", uri=True)) as connection:
        return connection.execute(query, values).fetchall()


def sent():
    """The body that the last message was sent with."""
    rows = read_database("SELECT request FROM message WHERE role = 'assistant' ORDER BY id DESC LIMIT 1")
    return json.loads(rows[0][0])["body"]


def clipboard():
    """What another program would paste."""
    found = subprocess.run(["xclip", "-selection", "clipboard", "-o"], capture_output=True, text=True,
                           check=False, timeout=20)
    return found.stdout


@contextlib.contextmanager
def demo_service(key="sk-demo", log=None, pace=1):
    """`confab demo-service` in a process of its own; gives the base URL. At the pace 0 it answers at
    once."""
    more = ["--pace", str(pace)]
    if log is not None:
        more += ["--log", str(log)]
    with subprocess.Popen([PROGRAM, "demo-service", "--port", "0", "--key", key, *more],
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            line = process.stdout.readline()
            yield re.search(r"http://[^\s\"]+", line).group()
        finally:
            process.terminate()
