#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of `confab ask` that say what is sent: what becomes of each, and what is refused."""

import contextlib
import json
import pathlib
import sqlite3
import subprocess

from stage import KEY, PROGRAM, Stage, demo_service
import tap

TOKEN = "tok-canary-0123456789"

RAG = {"rag_options": {"pipeline_ids": ["a", "b"], "file_ids": ["f"], "tags": ["t", "新"],
                       "metadata_filter": {"year": ["2023", "2024"]},
                       "structured_filter": {"price": 2999.5, "n": 1}}}

# Arguments -> what they add to the input and the parameters.
SENT = (
    (["--pipeline", "a", "--pipeline", "b", "--file", "f", "--tag", "t", "--tag", "新", "--metadata",
      '{"year":["2023","2024"]}', "--structured", '{"price":2999.5,"n":1}'], {}, RAG),
    (["--input", '{"city":"Singapore","n":1,"x":1.0,"b":true,"z":null,"o":{"a":[1]}}'],
     {"biz_params": {"city": "Singapore", "n": 1, "x": 1.0, "b": True, "z": None, "o": {"a": [1]}}},
     {}),
    (["--plugin", "p:n=2", "--plugin", "p:s=two", "--plugin", 'p:q="2"', "--plugin", "q:a=b=c:d",
      "--plugin", "p:o={\"a\":[1,2.0]}", "--plugin", "p:e="],
     {"biz_params": {"user_defined_params": {
         "p": {"n": 2, "s": "two", "q": "2", "o": {"a": [1, 2.0]}, "e": ""}, "q": {"a": "b=c:d"}}}},
     {}),
    (["--token", "p", "--token", "m:Authorization"],
     {"biz_params": {"user_defined_tokens": {"p": {"user_token": "***"}},
                     "user_defined_params": {"m": {"Authorization": "***"}}}}, {}),
    (["--image", "https://a/b.png", "--image", "data:image/png;base64,AAAA"],
     {"image_list": ["https://a/b.png", "data:image/png;base64,AAAA"]}, {}),
    (["--thoughts"], {}, {"has_thoughts": True}),
    (["--flow-mode", "message_format"], {}, {"flow_stream_mode": "message_format"}),
    (["--extra", '{"input":{"memory_id":"m"},"parameters":{"temperature":0.1,"later":{"a":1}}}'],
     {"memory_id": "m"}, {"temperature": 0.1, "later": {"a": 1}}),
    (["--tag", "one", "--extra", '{"parameters":{"rag_options":{"tags":["two"]}}}'], {},
     {"rag_options": {"tags": ["two"]}}),
)

# Arguments -> what the message begins with.
REFUSED = (
    (["--metadata", "[1]"], "--metadata:"),
    (["--metadata", "{"], "--metadata:"),
    (["--metadata", '{"a":"b"}'], "/parameters/rag_options/metadata_filter:"),
    (["--structured", '{"a":null}'], "/parameters/rag_options/structured_filter/a:"),
    (["--structured", '{"a":12345678901234567890}'], "--structured:"),
    (["--input", '"city"'], "--input:"),
    (["--input", '{"user_defined_tokens":{"p":{"user_token":"%s"}}}' % TOKEN], "--input:"),
    (["--plugin", "p"], "--plugin:"),
    (["--plugin", "p:n"], "--plugin:"),
    (["--plugin", ":n=1"], "--plugin:"),
    (["--plugin", "p:=1"], "--plugin:"),
    (["--plugin", "p:n=123456789012345678901"], "--plugin:"),
    (["--plugin", f"p:authorization={TOKEN}"], "--plugin:"),
    (["--token", ""], "--token:"),
    (["--token", ":n"], "--token:"),
    (["--token", "p:"], "--token:"),
    (["--image", "a.png"], "/input/image_list/0:"),
    (["--flow-mode", "fast"], "--flow-mode:"),
    (["--extra", "1"], "--extra:"),
    (["--extra", '{"input":1}'], "--extra:"),
    (["--extra", '{"input":{"prompt":"x"}}'], "/input/prompt:"),
    (["--extra", '{"parameters":{"temperature":2}}'], "/parameters/temperature:"),
    (["--extra", '{"parameters":{"enable_thinking":true}}', "--no-stream"],
     "/parameters/enable_thinking:"),
    (["--file", "f"], "/parameters/rag_options/file_ids:"),
    ([*(["--pipeline", "p"] * 6)], "/parameters/rag_options/pipeline_ids:"),
    (["--cumulative", "--no-stream"], "--cumulative"),
    (["--emit", "ruby"], "--emit"),
    (["--emit", "curl", "--dry-run"], "--emit"),
    (["--timeout", "0"], "--timeout"),
    (["--preset", "none"], "--preset:"),
    (["--messages", "/nonexistent/file"], "--messages:"),
)

HOSTILE_FILES = (
    b"", b"{", b"[]", b"{}", b"null", b'{"messages":[]}', b'[{"role":"user"}]',
    b'[{"role":"tool","content":"x"}]', b'[{"role":"user","content":["x"]}]', b'[1]',
    b'[{"role":"user","content":"x"},{"role":"system","content":"y"}]',
    b'[{"role":"user","content":"a\0b"}]', b'[{"role":"user","content":"\xff"}]',
    b"[" * 100_000, b'[{"role":"user","content":"x","n":1e999}]', b'[{"role":"user","content":"x"}] x',
)

stage = Stage()
environment = {"CONFAB_TOKEN_P": TOKEN}
HERE = ("--base-url", "http://127.0.0.1:1/api/v1", "--app", "an-app", "--session", "none")


def described(*arguments):
    status, out, err = stage.ask(*HERE, "--dry-run", *arguments, env=environment)
    assert status == 0, (arguments, err)
    assert TOKEN not in out + err and KEY not in out + err, (out, err)
    return json.loads(out)


def write(name, data):
    path = pathlib.Path(stage.environment["HOME"]) / name
    path.write_bytes(data)
    return str(path)


with tap.case("each option becomes what the protocol says"):
    for arguments, given, parameters in SENT:
        body = described(*arguments, "p")["body"]
        wanted = {"input": {"prompt": "p", **given},
                  "parameters": {"incremental_output": True, **parameters}, "debug": {}}
        assert json.dumps(body, sort_keys=True) == json.dumps(wanted, sort_keys=True), body
    assert described("--extra", '{"model":"","debug":[]}', "p")["body"] == {
        "input": {"prompt": "p"}, "parameters": {"incremental_output": True}, "debug": [],
        "model": ""}
    assert described("--workspace", "ws-1", "p")["headers"]["X-DashScope-WorkSpace"] == "ws-1"

with tap.case("what cannot be meant is refused by its name, and nothing is sent"):
    for arguments, begins in REFUSED:
        status, out, err = stage.ask(*HERE, *arguments, "p", env=environment)
        assert (status, out) == (2, ""), (arguments, status, out, err)
        assert err.startswith(f"confab: {begins}"), (arguments, err)
        assert TOKEN not in err, err

with tap.case("a file of messages: the prompt is the last of them"):
    history = [{"role": "system", "content": "s"}, {"role": "user", "content": "a"},
               {"role": "assistant", "content": "b"}, {"role": "user", "content": "c"}]
    name = write("messages.json", json.dumps(history).encode())
    assert described("--messages", name)["body"]["input"] == {"messages": history}
    assert described("--messages", name, "d")["body"]["input"] == {
        "messages": [*history, {"role": "user", "content": "d"}]}
    # A history of the caller's own and a session exclude each other.
    assert described("--messages", name, "--session", "f" * 32)["body"]["input"] == {
        "messages": history}
    name = write("one.json", json.dumps({"messages": [{"role": "user", "content": "c"}]}).encode())
    assert described("--messages", name)["body"]["input"] == {"prompt": "c"}
    name = write("odd.json", json.dumps(history[:3]).encode())
    status, _, err = stage.ask(*HERE, "--messages", name)
    assert status == 2 and "--messages" in err, err

with tap.case("a hostile file of messages is refused with the reason"):
    for data in (*HOSTILE_FILES, b" " * (16 * 1024 * 1024 + 1)):
        status, out, err = stage.ask(*HERE, "--messages", write("hostile.json", data), "p")
        assert (status, out) == (2, ""), (data[:80], status, err)
        assert err.startswith("confab: --messages: ") and len(err.splitlines()[0]) > 25, err
        assert "\0" not in err
    status, _, err = stage.ask(*HERE, "--messages", "/", "p")
    assert (status, err.startswith("confab: --messages: ")) == (2, True), err

with tap.case("presets lie between the application and the message"):
    with demo_service(stage) as url:
        at_demo = ("--base-url", url, "--app", "phones")
        assert stage.ask(*at_demo, "Please recommend a phone")[0] == 0
        with contextlib.closing(sqlite3.connect(stage.data / "confab" / "confab.db")) as database:
            database.execute("UPDATE app SET options = ?",
                             ('{"parameters":{"temperature":0.5,"top_k":1},"stream":"none"}',))
            for name, options in (("budget", '{"parameters":{"rag_options":{"tags":["budget"]}}}'),
                                  ("warm", '{"parameters":{"temperature":1.5}}')):
                database.execute("INSERT INTO preset (app, name, kind, options) "
                                 "SELECT id, ?, 'knowledge', ? FROM app", (name, options))
            database.commit()
        status, out, err = stage.ask(*at_demo, "--preset", "budget", "--preset", "warm", "--dry-run",
                                     "--extra", '{"parameters":{"top_k":2}}', "p")
        assert status == 0, err
        assert json.loads(out)["body"]["parameters"] == {
            "temperature": 1.5, "top_k": 2, "rag_options": {"tags": ["budget"]}}, out

with tap.case("a token comes from the environment, and only to an address that is named"):
    with demo_service(stage) as url:
        asked = ("--base-url", url, "--session", "none", "--app", "dormitory-auth", "--plugin",
                 "dormitory:article_index=2", "--token", "dormitory", "Which article?")
        status, out, err = stage.ask(*asked, env={"CONFAB_TOKEN_DORMITORY": "demo-token"})
        assert status == 0 and "second article" in out, (status, err)
        status, out, err = stage.ask(*asked, env={"CONFAB_TOKEN_DORMITORY": TOKEN})
        assert status == 6 and TOKEN not in out + err, (status, out, err)
        status, out, err = stage.ask(*asked)
        assert status == 3 and "CONFAB_TOKEN_" in err and "dormitory" in err, (status, err)

with tap.case("each option is in the help, in both languages"):
    for language in ("C.UTF-8", "zh_CN"):
        text = subprocess.run([PROGRAM, "ask", "--help"], capture_output=True, check=True, env={
            **stage.environment, "LANGUAGE": language, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"},
            text=True).stdout
        for option in ("app", "base-url", "workspace", "timeout", "session", "preset", "pipeline",
                       "file", "tag", "metadata", "structured", "input", "plugin", "token", "image",
                       "messages", "cumulative", "no-stream", "thoughts", "flow-mode", "extra",
                       "json", "dry-run", "emit"):
            assert f"--{option}" in text, (language, option)

stage.close()
tap.end()
