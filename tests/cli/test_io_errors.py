#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An I/O error at each call that concerns the database, one after the other, while a prompt is sent,
its answer received and the program started again: it ends by itself with a sentence and an exit
status, what it had acknowledged is there, and the next start works on a whole database. Some of the
calls, or with CONFAB_TEST_SWEEP=all every one of them, once failing once and once from there on.
"""

import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys

from stage import PROGRAM, Stage, demo_service
import tap

CALLS = {"pwrite64": "EIO", "fdatasync": "EIO", "ftruncate": "EIO", "openat": "EACCES",
         "rename": "EIO", "pread64": "EIO", "fcntl": "EIO", "unlink": "EACCES"}
# A full disk is another error, of the same calls.
MORE = {"pwrite64": "ENOSPC"}

EVERY = os.environ.get("CONFAB_TEST_SWEEP") == "all"
PATIENCE = 120

EARLIER = "Who are you?"
PROMPT = "What are the foods there?"

if not shutil.which("strace"):
    print("1..0 # SKIP strace is not installed")
    sys.exit(77)


class Home(Stage):
    """A stage that can be put back to where it was."""

    def __init__(self):
        super().__init__()
        self.saved = self.data.with_name("saved")

    def folder(self):
        return self.data / "confab"

    def save(self):
        shutil.rmtree(self.saved, ignore_errors=True)
        if self.data.exists():
            shutil.copytree(self.data, self.saved)

    def restore(self):
        shutil.rmtree(self.data, ignore_errors=True)
        if self.saved.exists():
            shutil.copytree(self.saved, self.data)

    def paths(self):
        """What strace is to look at: the files, also those that are not there yet, and the folder."""
        database = self.folder() / "confab.db"
        return [str(self.folder()), *(f"{database}{end}" for end in ("", "-wal", "-shm", "-journal"))]

    def traced(self, base_url, prompt, *tracing, log=None):
        watched = [word for path in self.paths() for word in ("-P", path)]
        command = ["strace", "-f", "-qq", "-o", log or "/dev/null", *watched, *tracing,
                   PROGRAM, "ask", "--json", "--base-url", base_url, "--app", "assistant", prompt]
        # The search for leaks traces the program itself, and nobody can be traced by two.
        sanitizing = os.environ.get("ASAN_OPTIONS", "")
        environment = {**self.environment, "ASAN_OPTIONS": f"{sanitizing}:detect_leaks=0"}
        done = subprocess.run(command, env=environment, capture_output=True, check=False,
                              stdin=subprocess.DEVNULL, timeout=PATIENCE)
        return done.returncode, done.stdout.decode(), done.stderr.decode()


def count_calls(home, base_url):
    """How many calls of each kind one run makes, by the thread that makes the most: strace counts each
    thread's by themselves."""
    log = home.data.with_name("calls")
    status, _, err = home.traced(base_url, PROMPT, "-e", "trace=" + ",".join(CALLS), log=str(log))
    if status != 0:
        raise AssertionError(err)
    found = {}
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        match = re.match(r"(\d+)\s+(\w+)\(", line)
        if match:
            found[match.groups()] = found.get(match.groups(), 0) + 1
    return {call: max([n for (_, name), n in found.items() if name == call], default=0)
            for call in CALLS}


def choose(number):
    if EVERY:
        return range(1, number + 1)
    # With the sanitizers each run takes several times as long.
    some = {1 + number // 2}
    return sorted(some if "CONFAB_TEST_SCALE" in os.environ else some | {number})


def ways(number):
    """Once, and from there on; with the sanitizers the one or the other."""
    both = (str(number), f"{number}+")
    return both[number % 2:][:1] if "CONFAB_TEST_SCALE" in os.environ and not EVERY else both


def check_whole(home):
    database = home.folder() / "confab.db"
    if not database.exists():
        return
    # Not read-only: a write-ahead log without its index is recovered.
    connection = sqlite3.connect(database, timeout=10)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()


def read_answers(home, prompt):
    return dict(home.read_or_nothing(
        "SELECT answer.text, answer.status FROM message AS answer, message AS prompt"
        " WHERE answer.parent = prompt.id AND prompt.text = ?", prompt))


def play(home, base_url, log, begun, call, error, when):
    """One run with an error in it, and what is there afterwards."""
    asked = len(log.read_text(encoding="utf-8").splitlines())
    status, out, err = home.traced(base_url, PROMPT, "-e", f"trace={call}",
                                   "-e", f"inject={call}:error={error}:when={when}")
    was_sent = len(log.read_text(encoding="utf-8").splitlines()) > asked
    where = f"{call} {when} {error}: {status} {err}"

    # Neither a signal nor a crash of strace; what is not success is explained.
    assert 0 <= status < 100, where
    assert status == 0 or err.startswith("confab:"), where
    assert "CRITICAL" not in err and "WARNING" not in err, where
    last = json.loads(out.splitlines()[-1]) if out else {}
    if status == 0:
        assert last.get("status") == "complete", (where, last)

    check_whole(home)
    answers = read_answers(home, PROMPT)
    # Nothing is sent before it is on disk; what ended well is there as it was shown, unless the
    # program has said that it is not.
    if was_sent:
        assert answers, f"sent, and not stored: {where}"
    if status == 0 and not err:
        assert answers == {last["text"]: "complete"}, (where, answers)

    status, out, err = home.ask("--base-url", base_url, "--app", "assistant", "--json", "And now?")
    assert (status, err) == (0, ""), f"the next start after {where}: {status} {err}"
    check_whole(home)
    if was_sent:
        assert read_answers(home, PROMPT), f"gone after the next start: {where}"
    if begun:
        assert list(read_answers(home, EARLIER).values()) == ["complete"], where
    assert home.read("SELECT count(*) FROM message WHERE run IS NOT NULL") == [(0,)], where
    return was_sent


home = Home()
request_log = pathlib.Path(home.environment["HOME"], "requests.log")
request_log.touch()

with demo_service(home, "--quiet", "--pace", "0", "--log", str(request_log)) as url:
    for begun in (False, True):
        with tap.case("before: " + ("a session" if begun else "nothing")):
            if begun:
                home.restore()
                status, _, err = home.ask("--base-url", url, "--app", "assistant", EARLIER)
                assert status == 0, err
            home.save()
            numbers = count_calls(home, url)
            tap.note(str(numbers))
            assert numbers["pwrite64"] > 0 and numbers["fdatasync"] > 0, numbers
        for call, error in [*CALLS.items(), *MORE.items()]:
            if numbers[call] == 0:
                continue
            with tap.case(f"{call} with {error}, " + ("again" if begun else "first")):
                n_sent = n_runs = 0
                for n in choose(numbers[call]):
                    for when in ways(n):
                        home.restore()
                        n_sent += play(home, url, request_log, begun, call, error, when)
                        n_runs += 1
                tap.note(f"{n_runs} runs, {n_sent} that sent")

home.close()
tap.end()
