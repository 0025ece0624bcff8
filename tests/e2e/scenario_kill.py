#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""kill -9 in the middle of an answer, three times or as many as CONFAB_TEST_KILLS says: the prompt is
there, at most one second of text is lost, the answer is marked as interrupted and the database is
whole."""

import os
import time

from stage import Confab, read_database, until
import tap
from held_server import HeldServer
from journal import PROMISE, TEXT_NOW

server = HeldServer()

with Confab() as confab:
    with tap.case("an application is added"):
        confab.add_application("Held", server.base_url, "sk-held-example", "held-app")
        confab.quit()

for turn in range(int(os.environ.get("CONFAB_TEST_KILLS", "3"))):
    prompt = f"Question number {turn}"
    sent = []
    with Confab(DASHSCOPE_API_KEY="sk-held-example") as confab:
        with tap.case(f"killed in the middle of answer {turn}"):
            confab.send(prompt)
            server.requests.get(timeout=30)
            # A piece every tenth of a second for a while, then no mercy.
            for number in range(17 + 4 * (turn % 5)):
                piece = f"piece {number} of {turn}, "
                server.send(piece)
                sent.append((time.monotonic(), piece))
                time.sleep(0.1)
            confab.kill()
            killed = time.monotonic()
            server.drop()

    with tap.case(f"what was there {turn}"):
        assert read_database("PRAGMA integrity_check") == [("ok",)]
        texts = [row[0] for row in read_database(f"SELECT {TEXT_NOW} FROM message ORDER BY id")]
        assert prompt in texts, texts
        kept = texts[-1] or ""
        whole = "".join(piece for _, piece in sent)
        assert whole.startswith(kept), (kept, whole)
        due = "".join(piece for moment, piece in sent if moment < killed - PROMISE)
        assert len(kept) >= len(due), f"kept {kept!r}, and {due!r} had been there for a second"

    with Confab() as confab:
        with tap.case(f"the next start marks it {turn}"):
            until("the mark", lambda: "Confab Ended" in confab.messages()[-1])
            assert any(prompt in name for name in confab.messages()), confab.messages()
            confab.quit()

server.close()
tap.end()
