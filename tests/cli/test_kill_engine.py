#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""kill -9 of the engine as the window has it, without a display, while several sessions are answered and
everything else is done with them (tests/engine/kill-load.c): five times, or as many as
CONFAB_TEST_KILLS says. No message that was acknowledged is lost, at most a second of any answer, and
the same of names, drafts and places in the list; the next start marks what was cut off, and has back
what was in the trash."""

import os
import random
import subprocess
import sys
import threading
import time

from stage import Stage
from busy_server import BusyServer
from journal import PROMISE, TEXT_NOW
import tap

LOAD = sys.argv[2]
# A draft is written half a second after it was typed.
DRAFT = 0.5
# So many kills of one database.
CHAPTER = 20

seed = int(os.environ.get("CONFAB_TEST_SEED", random.randrange(1 << 30)))
print(f"# CONFAB_TEST_SEED={seed}", flush=True)
chance = random.Random(seed)


class Run:
    """The program at work, and what it has said."""

    def __init__(self, stage, server, name):
        self.lines = []  # (when, words)
        self._process = subprocess.Popen(
            [LOAD, str(stage.data / "confab"), server.base_url, name, str(chance.randrange(1 << 30))],
            env=stage.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True)
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self):
        for line in self._process.stdout:
            self.lines.append((time.monotonic(), line.split()))

    def kill(self):
        """Gives when, and fails when it was dead before."""
        early = self._process.poll()
        self._process.kill()
        killed = time.monotonic()
        self._reader.join()
        error = self._process.stderr.read()
        self._process.communicate()
        assert early is None, f"it had ended by itself ({early}): {error}"
        assert "CRITICAL" not in error and "WARNING" not in error, error
        return killed

    def said(self, word, before=float("inf")):
        return [words[1:] for moment, words in list(self.lines)
                if words[0] == word and moment < before]


class Figures:
    """What is told at the end."""
    kills = replies = cut = pieces = sessions = 0
    worst = 0.0


def check_answers(stage, replies, killed):
    """What the database has of all that the service has sent."""
    rows = stage.read(f"SELECT {TEXT_NOW}, status FROM message WHERE role <> 'user'")
    answers = {text.split(" ", 1)[0]: (text, status) for text, status in rows if text}
    prompts = {text for (text,) in stage.read("SELECT text FROM message WHERE role = 'user'")}
    for reply in replies:
        assert reply.prompt in prompts, f"gone: {reply.prompt!r}"
        whole = reply.text()
        kept, status = answers.get(reply.name, ("", None))
        assert whole.startswith(kept), (reply.name, kept[-80:], whole[-80:])
        Figures.replies += 1
        Figures.pieces += len(reply.sent)
        # What came after Stop is not wanted. Stopped before the first piece it has no name here.
        if status == "stopped" or (status is None and reply.broken and reply.broken < killed):
            continue
        due = reply.text(before=killed - PROMISE)
        assert len(kept) >= len(due), \
            f"{reply.name} ({status}): kept {len(kept)} of {len(due)} characters that had been there" \
            f" for a second; {[round(killed - moment, 3) for moment, _ in reply.sent]}"
        if reply.ended is not None and reply.ended < killed - PROMISE:
            assert (kept, status) == (whole, "complete"), (reply.name, status)
        Figures.cut += reply.ended is None
        lost = at = 0
        for moment, piece in list(reply.sent):
            at += len(piece)
            if at > len(kept):
                lost = killed - moment
                break
        Figures.worst = max(Figures.worst, lost)


def check_sessions(stage, run, killed):
    """Names, drafts and places: what was asked for last, or what was a while before it was killed."""
    for prompt in run.said("sent"):
        if prompt != ["again"]:
            assert stage.read("SELECT 1 FROM message WHERE role = 'user' AND text = ?",
                              " ".join(prompt)), f"gone: {prompt}"
    for word, wait, column, first in (("draft", DRAFT + PROMISE, "draft", "Draft"),
                                      ("title", PROMISE, "title", "Title")):
        for session, number in dict(run.said(word, killed - wait)).items():
            [(value,)] = stage.read(f"SELECT {column} FROM session WHERE id = ?", int(session))
            assert value and value.startswith(first) and int(value.split()[1]) >= int(number), \
                (word, session, number, value)
    # Of a place that was changed, that of a second before or one that came after it.
    for word in ("pinned", "archived"):
        for session, value in dict(run.said(word, killed - PROMISE)).items():
            after = [place for other, place in run.said(word) if other == session]
            before = [place for other, place in run.said(word, killed - PROMISE) if other == session]
            [(kept,)] = stage.read(f"SELECT {word} FROM session WHERE id = ?", int(session))
            assert str(kept) in [value, *after[len(before):]], (word, session, value, after, kept)


def check_next_start(stage, server):
    before = {text.split(" ", 1)[0]: text for (text,) in stage.read(
        f"SELECT {TEXT_NOW} FROM message WHERE role <> 'user'") if text}
    status, _, err = stage.ask("--base-url", server.base_url, "--app", "held-app", "--dry-run", "Hello")
    assert status == 0, err
    assert stage.read("PRAGMA integrity_check") == [("ok",)]
    rows = stage.read("SELECT text, status FROM message WHERE role <> 'user'")
    after = {text.split(" ", 1)[0]: text for text, _ in rows if text}
    assert before == after, "recovering has changed what an answer says"
    states = {status for _, status in rows}
    assert states <= {"complete", "stopped", "interrupted", "unknown", "failed"}, states
    for query in ("SELECT count(*) FROM message WHERE run IS NOT NULL",
                  "SELECT count(*) FROM open_answer", "SELECT count(*) FROM open_text",
                  "SELECT count(*) FROM session WHERE deleted <> 0"):
        assert stage.read(query) == [(0,)], query
    Figures.sessions = max(Figures.sessions, stage.read("SELECT count(*) FROM session")[0][0])


number = int(os.environ.get("CONFAB_TEST_KILLS", "5"))
stage = server = None
for turn in range(number):
    if turn % CHAPTER == 0:
        if stage is not None:
            stage.close()
            server.close()
        stage = Stage()
        stage.data.mkdir()
        server = BusyServer(seed + turn)
    begun = len(server.replies)
    # Some die while they start, and the others in the midst of it.
    moment = chance.uniform(0.0, 0.3) if chance.random() < 0.1 else chance.uniform(0.5, 4.0)
    with tap.case(f"killed after {moment:.3f} s: nothing that was there is gone"):
        run = Run(stage, server, f"Run-{turn}")
        time.sleep(moment)
        killed = run.kill()
        Figures.kills += 1
        if stage.read_or_nothing("SELECT name FROM sqlite_schema WHERE name = 'open_text'"):
            assert stage.read("PRAGMA integrity_check") == [("ok",)]
            check_answers(stage, server.replies[begun:], killed)
            check_sessions(stage, run, killed)
    with tap.case(f"the next start marks what was killed after {moment:.3f} s"):
        check_next_start(stage, server)

stage.close()
server.close()
tap.note(f"{Figures.kills} kills, {Figures.replies} answers asked for, {Figures.cut} of them cut off,"
         f" {Figures.pieces} pieces, up to {Figures.sessions} sessions; what was lost had been there"
         f" for {Figures.worst:.3f} s at most")
tap.end()
