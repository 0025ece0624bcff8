#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is wrong with the file of the sessions stands in the window, with what to do: damaged, written by
a newer version, on a disk that is full or cannot be written to. And a second start shows the first
window. Nothing is deleted in any of these."""

import contextlib
import hashlib
import os
import pathlib
import re
import sqlite3
import subprocess
import tempfile

from stage import PROGRAM, Confab, database, until
from confab_window import WELCOME_DEMO
import tap

PROMPT = "Who are you?"


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def note(confab, pattern, picture):
    """The note under the header bar."""
    found = confab.find("label", re.compile(pattern))
    confab.picture_to(picture)
    return found.name


@contextlib.contextmanager
def mounted(options):
    """A file system of its own, where the test may have one."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=False,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            yield pathlib.Path(folder) if done.returncode == 0 else None
        finally:
            if done.returncode == 0:
                subprocess.run(["umount", "--lazy", folder], check=False)


with Confab() as confab:
    confab.press(WELCOME_DEMO)
    confab.send(PROMPT)
    confab.wait_for_answer()

    with tap.case("a second start shows the first window, and ends"):
        second = subprocess.run([PROGRAM], timeout=60, check=False)
        assert second.returncode == 0, second.returncode
        assert len(confab.every("frame", "Confab")) == 1
    confab.quit()

whole = database().read_bytes()

with tap.case("a newer database is shown, and stays as it is"):
    with contextlib.closing(sqlite3.connect(database())) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        connection.execute(f"PRAGMA user_version = {version + 1}")
    before = digest(database())
    with Confab() as confab:
        note(confab, "newer version of Confab", "store-newer")
        until("the session", lambda: any(PROMPT in name for name in confab.sessions()))
        confab.quit()
    assert digest(database()) == before

with tap.case("a damaged one is kept aside, and what can be read is there"):
    path = database()
    path.write_bytes(whole[:4096] + os.urandom(32768) + whole[36864:])
    with Confab() as confab:
        text = note(confab, "damaged", "store-damaged")
        confab.quit()
    kept = re.search(r"\S*confab\S*$", text.rstrip("."))
    assert kept and pathlib.Path(kept.group()).exists(), text

with tap.case("a full disk: said at once, and again when there is room nothing is lost"):
    with mounted("size=3m") as folder:
        if folder is None:
            print("# no file system of our own here")
        else:
            (folder / "confab").mkdir()
            (folder / "confab" / "confab.db").write_bytes(whole)
            with Confab(XDG_DATA_HOME=str(folder)) as confab:
                until("the session", lambda: any(PROMPT in name for name in confab.sessions()))
                filler = folder / "filler"
                with contextlib.suppress(OSError):
                    with open(filler, "wb", buffering=0) as file:
                        while True:
                            file.write(b"x" * 4096)
                composer = confab.composer()
                confab.focus(composer)
                confab.type("One more")
                confab.keys("Return")
                confab.find("label", re.compile("disk is full|could not be saved|not sent", re.I))
                confab.picture_to("store-full")
                filler.unlink()
                confab.focus(confab.composer())
                confab.keys("Return")
                until("the message", lambda: any("One more" in text for text in confab.messages()))
                confab.wait_for_answer()
                confab.picture_to("store-room")
                confab.quit()

with tap.case("a folder that cannot be written to: the sessions can be read"):
    with mounted("size=3m") as folder:
        if folder is None:
            print("# no file system of our own here")
        else:
            (folder / "confab").mkdir()
            (folder / "confab" / "confab.db").write_bytes(whole)
            subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
            with Confab(XDG_DATA_HOME=str(folder)) as confab:
                note(confab, "cannot be written to. See to it", "store-read-only")
                until("the session", lambda: any(PROMPT in name for name in confab.sessions()))
                confab.quit()

tap.end()
