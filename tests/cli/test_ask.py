#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`confab ask` as a person or a script uses it."""

import contextlib
import json
import os
import pty
import signal
import sqlite3
import stat

from stage import KEY, Stage, demo_service, until
from held_server import HeldServer
from journal import TEXT_NOW
import tap

SESSION_OF_HELD = "0123456789abcdef0123456789abcdef"


def handles(process, number):
    """Whether a process has a handler of its own for a signal."""
    with open(f"/proc/{process}/status", encoding="ascii") as status:
        [caught] = [line.split()[1] for line in status if line.startswith("SigCgt:")]
    return int(caught, 16) >> (number - 1) & 1


stage = Stage()
held = HeldServer()
AT_HELD = ("--base-url", held.base_url, "--app", "held-app")

with tap.case("help, and what it does not understand"):
    status, out, err = stage.ask("--help")
    assert status == 0 and "--base-url" in out and "130" in out, (status, out, err)
    for arguments in ((), ("a", "b"), ("--no-such-option", "a"), ("",), ("--session", "x", "a"),
                      ("--base-url", "http://example.com", "--app", "a", "a"),
                      ("--base-url", held.base_url, "--app", "a/b", "a"),
                      ("--cumulative", "--no-stream", "a"), ("--session", "77", "a"),
                      ("--timeout", "0", "a"), ("--timeout", "-1", "a"), ("--timeout", "86401", "a"),
                      ("a",)):
        status, out, err = stage.ask(*arguments)
        assert (status, out) == (2, ""), (arguments, status, out, err)
        assert err.startswith("confab: "), err

with tap.case("a dry run shows the request, holds no key and sends nothing"):
    status, out, err = stage.ask(*AT_HELD, "--dry-run", "--workspace", "ws-1", "Hello")
    assert status == 0, err
    request = json.loads(out)
    assert request["method"] == "POST"
    assert request["url"] == held.base_url + "/apps/held-app/completion"
    assert request["headers"]["X-DashScope-WorkSpace"] == "ws-1"
    assert request["body"]["input"]["prompt"] == "Hello"
    assert KEY not in out + err
    assert held.requests.empty()
    assert stage.read_or_nothing("SELECT count(*) FROM app") in ([], [(0,)])

with tap.case("text comes while the service is still sending"):
    process = stage.start(*AT_HELD, "Who are you?")
    body = held.requests.get(timeout=30)
    assert body["input"]["prompt"] == "Who are you?" and "session_id" not in body["input"]
    assert body["parameters"]["incremental_output"] is True
    assert stage.read("SELECT text FROM message WHERE role = 'user'") == [("Who are you?",)]
    for piece in ("I ", "am ", "here."):
        held.send(piece)
        assert os.read(process.stdout.fileno(), 100).decode() == piece
    held.send("", last=True)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (0, b"\n", b"")
    assert stage.read("SELECT status, text FROM message WHERE role <> 'user'") == \
        [("complete", "I am here.")]

with tap.case("a session goes on, by Confab's number and by the service's id"):
    [(number, remote)] = stage.read("SELECT id, remote_id FROM session")
    assert remote == SESSION_OF_HELD
    for session in (str(number), SESSION_OF_HELD):
        process = stage.start("--session", session, "And then?")
        body = held.requests.get(timeout=30)
        assert body["input"]["session_id"] == SESSION_OF_HELD
        held.send("Then.", last=True)
        out, err = process.communicate(timeout=30)
        assert (process.returncode, out, err) == (0, b"Then.\n", b"")
    assert stage.read("SELECT count(*) FROM session") == [(1,)]
    assert stage.read("SELECT count(*) FROM message") == [(6,)]

with tap.case("marks of citations can be read, also when they are cut, and the sources follow"):
    process = stage.start(*AT_HELD, "--session", "none", "Why?")
    held.requests.get(timeout=30)
    seen = b""
    for piece, shown in (("So<ref>[4]</", b"So"), ("ref>, <b", b"[4], <b"), (">or <ref>[1][12]</ref", b">or "),
                         (">.", b"[1][12]."), (" <ref>no</ref> <re", b" <ref>no</ref> ")):
        held.send(piece)
        assert os.read(process.stdout.fileno(), 100) == shown, (piece, shown)
    held.send("", last=True, doc_references=[
        {"index_id": "1", "title": "Passage", "doc_name": "Guide", "doc_url": "https://h/g"},
        {"index_id": "4", "title": "Only\x1b[31m"}])
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (0, b"<re\n"), (out, err)
    assert err.decode().split("\n")[:2] == [
        "confab: [1] Passage, Guide <https://h/g>", "confab: [4] Only [31m"], err

with tap.case("with --json marks stay, and what is not known yet survives"):
    process = stage.start(*AT_HELD, "--session", "none", "--json", "Why?")
    held.requests.get(timeout=30)
    held.send("So<ref>[4]</ref>", last=True, reject_status=True, novel={"x": [1, None]}, workflow_message={
        "node_id": "A", "node_name": "First", "message": {"role": "assistant", "content": "x"}},
        thoughts=[{"action_type": "reasoning", "thought": "Hm", "action_input": {"y": 1}}])
    out, err = process.communicate(timeout=30)
    [result, answer] = [json.loads(line) for line in out.decode().splitlines()]
    assert (process.returncode, err) == (0, b""), err
    assert result["output"]["novel"] == {"x": [1, None]}
    assert answer["text"] == "So<ref>[4]</ref>" and answer["reject_status"] is True
    assert answer["rest"] == {"output": {"reject_status": True, "novel": {"x": [1, None]}}}
    assert answer["thoughts"] == [{"action_type": "reasoning", "thought": "Hm", "action_input": {"y": 1}}]
    assert answer["workflow_messages"] == [
        {"node_id": "A", "node_name": "First", "message": {"role": "assistant", "content": "x"}}]

with tap.case("reasoning is seen while it comes, on standard error, and the steps at the end"):
    call = {"action_type": "api", "action_name": "Weather", "arguments": "{}", "observation": "sunny"}
    process = stage.start(*AT_HELD, "--session", "none", "--thoughts", "Why?")
    assert held.requests.get(timeout=30)["parameters"]["has_thoughts"] is True
    for piece in ("First ", "\x1b[31mthis.", " Then that."):
        held.send("", thoughts=[{"action_type": "reasoning", "thought": piece}])
        shown = piece.replace("\x1b", "␛").encode()
        seen = b""
        while len(seen) < len(shown):  # nothing is sent until it is here
            more = os.read(process.stderr.fileno(), 100)
            assert more, seen
            seen += more
        assert seen == shown, (seen, shown)
    held.send("So.", thoughts=[call])
    assert os.read(process.stdout.fileno(), 100) == b"So."
    held.send("", last=True)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (0, b"\n"), (process.returncode, out)
    assert b"First" not in err, err
    assert err.decode().split("confab: ")[1:] == ["[Weather] {}\n", "[Weather] sunny\n"], err

with tap.case("with --json each event holds its thoughts, and the answer all of them"):
    process = stage.start(*AT_HELD, "--session", "none", "--thoughts", "--json", "Why?")
    held.requests.get(timeout=30)
    for piece in ("First ", "this."):
        held.send("", thoughts=[{"action_type": "reasoning", "thought": piece}])
    held.send("So.", last=True, thoughts=[{"action_type": "reasoning", "thought": ""}, call])
    out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, b""), err
    [*events, answer] = [json.loads(line) for line in out.decode().splitlines()]
    assert [event["output"]["thoughts"][0]["thought"] for event in events] == ["First ", "this.", ""]
    assert [thought.get("thought") for thought in answer["thoughts"]] == ["First this.", None], answer
    assert answer["thoughts"][1] == call, answer

with tap.case("a service session that Confab does not know is sent as it is"):
    process = stage.start(*AT_HELD, "--session", "f" * 32, "Go on")
    assert held.requests.get(timeout=30)["input"]["session_id"] == "f" * 32
    held.send("Who?", last=True)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (0, b"Who?\n")
    assert b"new session" in err, err

with tap.case("with --session none nothing is kept"):
    before = stage.read("SELECT count(*) FROM message")
    process = stage.start(*AT_HELD, "--session", "none", "-", stdin=os.open("/dev/null", os.O_RDONLY))
    assert process.wait(timeout=30) == 2, "an empty prompt"
    process.communicate()
    status, out, err = None, None, None
    process = stage.start(*AT_HELD, "--session", "none", "Secret")
    held.requests.get(timeout=30)
    held.send("Gone.", last=True)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (0, b"Gone.\n", b"")
    assert stage.read("SELECT count(*) FROM message") == before

with tap.case("the prompt comes from standard input"):
    reading, writing = os.pipe()
    os.write(writing, "第一行\nsecond line\n".encode())
    os.close(writing)
    process = stage.start(*AT_HELD, "-", stdin=reading)
    os.close(reading)
    assert held.requests.get(timeout=30)["input"]["prompt"] == "第一行\nsecond line\n"
    held.send("Read.", last=True)
    process.communicate(timeout=30)
    assert process.returncode == 0

with tap.case("the whole request is as the options say"):
    for option, streams, increments in (("--cumulative", True, False), ("--no-stream", False, None)):
        _, out, _ = stage.ask(*AT_HELD, "--dry-run", option, "Hello")
        request = json.loads(out)
        wanted = request["headers"].get("X-DashScope-SSE") == "enable"
        assert wanted == streams, request
        assert request["body"]["parameters"].get("incremental_output", False) == bool(increments)

with tap.case("controls never reach a terminal or a file"):
    EVIL = "a\x1b]52;c;eA==\x07b\x9bc\x1b[31md\re\n"
    for terminal in (False, True):
        if terminal:
            reading, writing = pty.openpty()
        else:
            reading, writing = os.pipe()
        process = stage.start(*AT_HELD, "Be evil", stdout=writing)
        os.close(writing)
        held.requests.get(timeout=30)
        held.send(EVIL, last=True)
        process.wait(timeout=30)
        out = b""
        while True:
            try:
                chunk = os.read(reading, 4096)
            except OSError:
                break
            if not chunk:
                break
            out += chunk
        os.close(reading)
        process.stderr.close()
        text = out.decode().replace("\r\n", "\n")
        assert not [c for c in text if (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160], out
        assert text.startswith("a") and text.endswith("e\n"), out

with tap.case("a key that the service echoes, cut over two frames, is never printed"):
    for option in ((), ("--json",)):
        process = stage.start(*AT_HELD, *option, "What is my key?")
        held.requests.get(timeout=30)
        held.send(f"It is {KEY[:9]}")
        held.send(f"{KEY[9:]}, or {KEY}.")
        held.send("", last=True)
        out, err = process.communicate(timeout=30)
        assert (process.returncode, err) == (0, b""), (process.returncode, err)
        assert KEY[:6] not in out.decode(), out
        if not option:
            assert out == b"It is ***, or ***.\n", out
        else:
            events = [json.loads(line) for line in out.splitlines()]
            assert "".join(event["output"]["text"] for event in events[:-1]) == \
                events[-1]["text"] == "It is ***, or ***.", events

with tap.case("Ctrl+C stops: what came is printed and kept"):
    process = stage.start(*AT_HELD, "--json", "Stop me")
    held.requests.get(timeout=30)
    held.send("So far")
    line = process.stdout.readline()
    assert json.loads(line)["type"] == "result", line
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    held.drop()
    assert process.returncode == 130, (process.returncode, err)
    last = json.loads(out.decode().splitlines()[-1])
    assert (last["type"], last["status"], last["text"]) == ("answer", "stopped", "So far"), last
    assert stage.read("SELECT status, text, run IS NULL FROM message ORDER BY id DESC LIMIT 1") == \
        [("stopped", "So far", 1)]

with tap.case("a signal's exit status is its own, before an answer begins and after"):
    for number in (signal.SIGINT, signal.SIGTERM):
        # Another process writes: until it has done so, there is no answer.
        with contextlib.closing(sqlite3.connect(stage.data / "confab" / "confab.db",
                                                isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            process = stage.start(*AT_HELD, "Stop me before I begin")
            until("the signal handlers", lambda: handles(process.pid, number))
            process.send_signal(number)
            other.execute("ROLLBACK")
        out, _ = process.communicate(timeout=30)
        assert (process.returncode, out) == (128 + number, b""), (process.returncode, out)
        if not held.requests.empty():  # the signal was late
            held.requests.get()
            held.drop()

    process = stage.start(*AT_HELD, "Terminate me")
    held.requests.get(timeout=30)
    process.terminate()
    process.communicate(timeout=30)
    held.drop()
    assert process.returncode == 128 + signal.SIGTERM, process.returncode

with tap.case("whoever reads the output may go away"):
    process = stage.start(*AT_HELD, "Talk to nobody")
    held.requests.get(timeout=30)
    process.stdout.close()
    held.send("Anybody?")
    assert process.wait(timeout=30) == 1
    process.stderr.close()
    held.drop()

with tap.case("two at once: the second leaves the first one's open answer alone"):
    other = HeldServer()
    first = stage.start(*AT_HELD, "Slow one")
    held.requests.get(timeout=30)
    held.send("Slowly")
    until("the journal", lambda: stage.read(
        f"SELECT {TEXT_NOW} FROM message ORDER BY id DESC LIMIT 1") == [("Slowly",)])
    second = stage.start("--base-url", other.base_url, "--app", "other-app", "Quick one")
    other.requests.get(timeout=30)
    other.send("Quickly", last=True)
    assert second.wait(timeout=30) == 0
    second.communicate()
    assert stage.read(f"SELECT status, run IS NULL FROM message WHERE {TEXT_NOW} = 'Slowly'") == \
        [("streaming", 0)]
    held.send(", but done", last=True)
    out, _ = first.communicate(timeout=30)
    assert first.returncode == 0 and out == b"Slowly, but done\n"
    other.close()

with tap.case("without a key: what to do"):
    status, out, err = stage.ask(*AT_HELD, "Hello", env={"DASHSCOPE_API_KEY": ""})
    assert (status, out) == (3, ""), (status, out, err)
    assert "DASHSCOPE_API_KEY" in err, err
    assert held.requests.empty()

with tap.case("the environment's key goes to no host that was not named"):
    guarded = Stage()
    elsewhere = ("--base-url", "https://0.0.0.0:9/api/v1", "--app", "elsewhere")
    status, out, err = guarded.ask(*elsewhere, "Hello", env={"DASHSCOPE_API_KEY": ""})
    assert (status, out) == (3, ""), (status, out, err)
    status, out, err = guarded.ask("--app", "elsewhere", "Hello")
    assert status == 3 and "--base-url" in err, (status, out, err)
    assert guarded.read("SELECT status FROM message ORDER BY id DESC LIMIT 1") == [("failed",)]
    # Named, it is tried there; nobody listens.
    process = guarded.start(*elsewhere, "Hello")
    line = process.stderr.readline()
    assert b"trying again" in line, line
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert process.returncode == 130, process.returncode
    guarded.close()

with tap.case("the conversations cannot be kept: nothing is sent, and how to ask all the same"):
    broken = Stage()
    folder = broken.data / "confab"
    folder.mkdir(parents=True)
    (folder / "confab.db").write_text("x" * 10000)
    status, out, err = broken.ask(*AT_HELD, "Hello")
    assert (status, out) == (1, "") and "--session none" in err, (status, out, err)
    assert held.requests.empty()
    process = broken.start(*AT_HELD, "--session", "none", "Hello")
    held.requests.get(timeout=30)
    held.send("Hi.", last=True)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (0, b"Hi.\n"), err
    broken.close()

with demo_service(stage) as base_url:
    with tap.case("JSON: each event, and the answer at the end"):
        status, out, err = stage.ask("--base-url", base_url, "--app", "assistant", "--json",
                                     "Where are my conversations kept?")
        assert (status, err) == (0, ""), (status, err)
        events = [json.loads(line) for line in out.splitlines()]
        assert {event["type"] for event in events[:-1]} == {"result"}
        assert len(events) > 5
        last = events[-1]
        assert set(last) == {"type", "status", "text", "thoughts", "doc_references",
                             "workflow_messages", "usage", "session_id", "request_id",
                             "finish_reason", "error"}, last
        assert (last["type"], last["status"], last["finish_reason"], last["error"]) == \
            ("answer", "complete", "stop", None)
        assert last["text"] == "".join(event["output"]["text"] for event in events[:-1])
        assert last["session_id"] == events[0]["output"]["session_id"]
        assert last["request_id"] == events[0]["request_id"]
        assert last["usage"] == events[-2]["usage"]

    with tap.case("all three ways of asking give one text"):
        texts = {stage.ask("--base-url", base_url, "--app", "assistant", *option, "Who are you?")
                 for option in ((), ("--cumulative",), ("--no-stream",))}
        assert len(texts) == 1, texts
        [(status, out, err)] = texts
        assert (status, err) == (0, "") and "demo" in out

    with tap.case("an application that is stored is found by its App ID"):
        status, out, err = stage.ask("--app", "assistant", "Who are you?")
        assert status == 0 and "demo" in out, (status, out, err)

with tap.case("nobody else may read what is kept, and no key is in it"):
    folder = stage.data / "confab"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for path in folder.rglob("*"):
        if path.is_file():
            assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
            assert KEY.encode() not in path.read_bytes(), path
    assert stage.read("PRAGMA integrity_check") == [("ok",)]

held.close()
stage.close()
tap.end()
