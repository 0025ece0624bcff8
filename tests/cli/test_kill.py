#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""kill -9 at random moments, ten or as many as CONFAB_TEST_KILLS says: no prompt that was sent is lost,
at most a second of the answer is, and the next start marks it for what it is."""

import os
import queue
import random
import time

from stage import Stage
from held_server import HeldServer
from journal import PROMISE, TEXT_NOW
import tap

seed = int(os.environ.get("CONFAB_TEST_SEED", random.randrange(1 << 30)))
print(f"# CONFAB_TEST_SEED={seed}", flush=True)
chance = random.Random(seed)
stage = Stage()
worst = 0.0

for turn in range(int(os.environ.get("CONFAB_TEST_KILLS", "10"))):
    server = HeldServer()
    prompt = f"Question number {turn}"
    sent = []
    # The first ones die while they start, the others in the midst of an answer.
    moment = chance.uniform(0.0, 0.3) if turn < 3 else chance.uniform(0.5, 3.0)

    with tap.case(f"killed after {moment:.3f} s: nothing that was there is gone"):
        started = time.monotonic()
        process = stage.start("--base-url", server.base_url, "--app", "held-app", prompt)
        received = False
        while time.monotonic() - started < moment:
            if received:
                piece = f"piece {len(sent)} of {turn}, "
                server.send(piece)
                sent.append((time.monotonic(), piece))
                time.sleep(chance.uniform(0.01, 0.08))
            else:
                try:
                    server.requests.get(timeout=0.02)
                    received = True
                except queue.Empty:
                    pass
        process.kill()
        killed = time.monotonic()
        process.communicate()
        received = received or not server.requests.empty()
        if received:
            server.drop()

        if stage.read_or_nothing("SELECT name FROM sqlite_schema WHERE name = 'message'"):
            assert stage.read("PRAGMA integrity_check") == [("ok",)]
        texts = [row[0] for row in stage.read_or_nothing(
            "SELECT text FROM message WHERE role = 'user'")]
        assert not received or prompt in texts, (prompt, texts)
        kept = ""
        if prompt in texts:
            [(kept,)] = stage.read(
                f"SELECT {TEXT_NOW} FROM message WHERE role <> 'user' AND parent ="
                " (SELECT id FROM message WHERE text = ?)", prompt)
        whole = "".join(piece for _, piece in sent)
        due = "".join(piece for at, piece in sent if at < killed - PROMISE)
        assert whole.startswith(kept), (kept, whole)
        assert len(kept) >= len(due), f"kept {kept!r}, and {due!r} had been there for a second"
        if len(kept) < len(whole):
            n_kept = kept.count(", ")
            worst = max(worst, killed - sent[n_kept][0])

    with tap.case(f"the next start marks what was killed after {moment:.3f} s"):
        status, _, err = stage.ask("--base-url", server.base_url, "--app", "held-app", "--dry-run",
                                   "Hello")
        assert status == 0, err
        rows = stage.read("SELECT answer.status, answer.run, answer.text FROM message AS answer,"
                          " message AS prompt WHERE answer.parent = prompt.id AND prompt.text = ?",
                          prompt)
        for state, run, text in rows:
            assert run is None
            if text:
                assert state == "interrupted", state
            else:
                assert state in ("failed", "unknown", "interrupted"), state
                assert not (received and state == "failed") or not sent, "it had been sent"
        assert stage.read("PRAGMA integrity_check") == [("ok",)]
    server.close()

stage.close()
tap.note(f"what was lost had been there for {worst:.3f} s at most")
tap.end()
