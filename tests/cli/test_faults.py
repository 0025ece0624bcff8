#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each fault of the demo service gives its exit status, its end state and a sentence that helps. They
run side by side on one database, as several terminals would."""

import concurrent.futures
import json

from stage import Stage, demo_service
import tap

# Fault: exit status, end state, class, a word of the sentence.
FAULTS = {
    "split": (0, "complete", None, ""),  # takes its time, so it begins first
    "401": (3, "refused", "authentication", "API key"),
    "429": (4, "refused", "quota", "Too Many"),
    "429-twice": (0, "complete", None, "trying again"),
    "500": (6, "unknown", "server", "Ask again"),
    "503": (6, "unknown", "server", "Overloaded"),
    "bad-json": (6, "interrupted", "server", "no valid answer"),
    "huge": (6, "interrupted", "server", "Too Large"),
    "html": (7, "unknown", "network", "login page"),
    "redirect": (7, "refused", "network", "redirects"),
    "reset-first": (7, "unknown", "network", "may have been"),
    "stall": (7, "unknown", "network", "silent"),
    "reset": (8, "interrupted", "incomplete", "Incomplete"),
    "stall-mid": (8, "interrupted", "incomplete", "silent"),
    "cut-between": (8, "interrupted", "incomplete", "Incomplete"),
    "cut-inside": (8, "interrupted", "incomplete", "Incomplete"),
    "error-first": (3, "refused", "authentication", "Denied"),
    "error-mid": (5, "refused", "content", "content check"),
    "gzip": (0, "complete", None, ""),
    "rewrite": (0, "complete", None, ""),
}

stage = Stage()


def play(base_url, fault):
    # Only silence is waited for: a service that builds a huge answer beside a slow one on a busy
    # machine may well keep the slow one waiting for two seconds.
    patience = ["--timeout", "2"] if fault.startswith("stall") else []
    return stage.ask("--base-url", base_url, "--app", f"fault-{fault}", "--json", *patience,
                     "Who are you?")


with demo_service(stage, "--pace", "0.1") as url:
    with concurrent.futures.ThreadPoolExecutor(5) as pool:
        runs = {fault: pool.submit(play, url, fault) for fault in FAULTS}

    for fault, (expected, state, kind, words) in FAULTS.items():
        with tap.case(f"fault-{fault}"):
            status, out, err = runs[fault].result()
            assert status == expected, (status, out[-500:], err)
            last = json.loads(out.splitlines()[-1])
            assert last["type"] == "answer" and last["status"] == state, last
            assert (last["error"] or {}).get("class") == kind, last["error"]
            assert words in err, err
            assert (err == "") == (words == ""), err
            if kind is not None:
                assert set(last["error"]) == {"code", "message", "http_status", "class"}
                assert last["error"]["code"], last["error"]
            if state in ("complete", "interrupted"):
                assert last["text"], last

    with tap.case("nothing answers at all"):
        status, out, err = stage.ask("--base-url", "http://127.0.0.1:9/api/v1", "--app", "nobody",
                                     "--json", "Hello?")
        last = json.loads(out.splitlines()[-1])
        assert (status, last["status"], last["error"]["class"]) == (7, "failed", "network"), last
        assert "Nothing was sent" in err, err

with tap.case("all of it is in the database, as it ended"):
    rows = dict(stage.read(
        "SELECT app.app_id, message.status FROM message, session, app WHERE message.role <> 'user'"
        " AND session.id = message.session AND app.id = session.app"))
    assert rows == {**{f"fault-{fault}": FAULTS[fault][1] for fault in FAULTS}, "nobody": "failed"}
    assert stage.read("SELECT count(*) FROM message WHERE run IS NOT NULL") == [(0,)]
    assert stage.read("PRAGMA integrity_check") == [("ok",)]

stage.close()
tap.end()
