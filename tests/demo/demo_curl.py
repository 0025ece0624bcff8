#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cURL samples of the service's documentation, with the real curl against `confab demo-service`.

Only the host and the identifiers differ: each of the samples, and the form of its answer."""

import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

import tap  # noqa: E402  pylint: disable=wrong-import-position

PROGRAM = sys.argv[1]
KEY = "sk-demo"
FRAME = re.compile(r"id:(\d+)\nevent:result\n:HTTP_STATUS/200\ndata:(\{[^\n]*\})\n\n")
SAMPLE = """curl {more} -X POST {base}/apps/{app}/completion \\
--header "Authorization: Bearer $DASHSCOPE_API_KEY" \\
--header 'Content-Type: application/json' {headers} \\
--data '{body}'"""


def curl(base, body, headers="", more="-sS", app="assistant"):
    """Runs one sample in a shell, as a reader would; gives what it prints."""
    command = SAMPLE.format(base=base, body=json.dumps(body), headers=headers, more=more,
                            app=app)
    return subprocess.run(["sh", "-c", command], check=True, capture_output=True, text=True,
                          timeout=60, env={**os.environ, "DASHSCOPE_API_KEY": KEY,
                                           "NO_PROXY": "*"}).stdout


def documented(text, usage=True):
    """Holds a whole answer against the documented form; gives its output."""
    reply = json.loads(text)
    assert set(reply) == {"output", "usage", "request_id"}, reply
    assert {"finish_reason", "session_id", "text"} <= set(reply["output"]), reply
    assert reply["output"]["finish_reason"] == "stop"
    assert re.fullmatch(r"[0-9a-f]{32}", reply["output"]["session_id"])
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", reply["request_id"])
    if not usage:
        assert reply["usage"] == {}
    else:
        [model] = reply["usage"]["models"]
        assert set(model) == {"model_id", "input_tokens", "output_tokens"}, model
    return reply["output"]


def frames(text):
    """All frames, and nothing that is no frame."""
    found = FRAME.findall(text)
    assert "".join(f"id:{n}\nevent:result\n:HTTP_STATUS/200\ndata:{data}\n\n"
                   for n, data in found) == text, text[:500]
    assert [int(n) for n, _ in found] == list(range(1, len(found) + 1))
    return [json.loads(data) for _, data in found]


with subprocess.Popen([PROGRAM, "demo-service", "--port", "0", "--key", KEY, "--pace", "0.1"],
                      env={name: value for name, value in os.environ.items()
                           if name not in ("DISPLAY", "WAYLAND_DISPLAY",
                                           "DBUS_SESSION_BUS_ADDRESS")},
                      stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as service:
    facts = dict(service.stdout.readline().rstrip("\n").split(": ", 1) for _ in range(3))
    BASE = facts["base-url"]
    print("#", BASE)

    with tap.case("the command says where it is, and what it answers to"):
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/api/v1", BASE), BASE
        assert facts["key"] == KEY
        assert {"assistant", "fault-slow", "fault-401"} <= set(facts["app-ids"].split())

    with tap.case("a single round"):
        reply = json.loads(curl(BASE, {"input": {"prompt": "Who are you?"}, "parameters": {},
                                       "debug": {}}))
        assert reply["output"]["finish_reason"] == "stop"
        assert "not a language model" in reply["output"]["text"]
        assert re.fullmatch(r"[0-9a-f]{32}", reply["output"]["session_id"])
        assert re.fullmatch(r"[0-9a-f-]{36}", reply["request_id"])
        assert reply["usage"]["models"][0]["output_tokens"] > 0
        assert set(reply) == {"output", "usage", "request_id"}

    with tap.case("two rounds of one session"):
        first = json.loads(curl(BASE, {"input": {"prompt": "I want to visit Singapore"},
                                       "parameters": {}, "debug": {}}))["output"]
        second = json.loads(curl(BASE, {"input": {"prompt": "What are the foods there?",
                                                  "session_id": first["session_id"]},
                                        "parameters": {}, "debug": {}}))["output"]
        assert second["session_id"] == first["session_id"]
        assert "chicken rice" in second["text"]

    with tap.case("a stream of pieces, with curl -N"):
        text = curl(BASE, {"input": {"prompt": "Who are you?"},
                           "parameters": {"incremental_output": True}, "debug": {}},
                    headers="--header 'X-DashScope-SSE: enable'", more="-sS -N")
        found = frames(text)
        assert all(f["output"]["finish_reason"] == "null" for f in found[:-1])
        assert found[-1]["output"]["finish_reason"] == "stop"
        assert found[-1]["output"]["text"] == ""
        assert "".join(f["output"]["text"] for f in found) == reply["output"]["text"]

    with tap.case("a stream that grows, in Chinese"):
        found = frames(curl(BASE, {"input": {"prompt": "你是谁？"}, "parameters": {}, "debug": {}},
                            headers="--header 'X-DashScope-SSE: enable'", more="-sS -N"))
        for before, after in zip(found, found[1:]):
            assert after["output"]["text"].startswith(before["output"]["text"])
        assert "演示助手" in found[-1]["output"]["text"]

    with tap.case("custom parameters of a workflow: no usage"):
        body = {"input": {"prompt": "Query the administrative divisions of this city",
                          "biz_params": {"city": "Singapore"}}, "parameters": {}}
        output = documented(curl(BASE, body, app="cities"), usage=False)
        for region in ("Central", "East", "North", "North-East", "West"):
            assert f"{region} Region" in output["text"], output
        # Its stream tells nothing before the end, unless it is asked to.
        assert len(frames(curl(BASE, body, "--header 'X-DashScope-SSE: enable'", app="cities"))) == 1
        # The sample as it is printed has the city "convention", which is none.
        body["input"]["biz_params"]["city"] = "convention"
        assert "does not know" in documented(curl(BASE, body, app="cities"), usage=False)["text"]

    with tap.case("parameters of a custom plug-in, and its authentication"):
        params = {"user_defined_params": {"dormitory": {"article_index": 2}}}
        body = {"input": {"prompt": "Dormitory convention content", "biz_params": params},
                "parameters": {}, "debug": {}}
        plain = documented(curl(BASE, body, app="dormitory"))["text"]
        assert "second article" in plain and "help each other" in plain
        params["user_defined_tokens"] = {"dormitory": {"user_token": "demo-token"}}
        assert documented(curl(BASE, body, app="dormitory-auth"))["text"] == plain
        grown = frames(curl(BASE, body, "--header 'X-DashScope-SSE: enable'", app="dormitory-auth"))
        assert grown[-1]["output"]["text"] == grown[-2]["output"]["text"] == plain
        params["user_defined_tokens"]["dormitory"]["user_token"] = "YOUR_TOKEN"
        refused = json.loads(curl(BASE, body, app="dormitory-auth"))
        assert refused["code"] == "InvokePluginFailed", refused

    with tap.case("a filter of the knowledge base"):
        options = {"pipeline_ids": ["kb_phones"], "file_ids": ["file_tern_t6"]}
        output = documented(curl(BASE, {"input": {"prompt": "Please recommend a phone under 3000 yuan"},
                                        "parameters": {"rag_options": options}, "debug": {}},
                                 app="phones"))
        assert "Tern T6" in output["text"] and "Kestrel" not in output["text"], output
        assert [r["doc_id"] for r in output["doc_references"]] == ["file_tern_t6"]

    with tap.case("connections that are closed between two requests stay nowhere"):
        files = pathlib.Path(f"/proc/{service.pid}/fd")
        assert files.is_dir()
        end = time.monotonic() + 30
        # All of the calls above have let theirs go like that. Left: the standard ones, a listener, wake-ups.
        while len(list(files.iterdir())) > 10:
            assert time.monotonic() < end, [os.readlink(file) for file in files.iterdir()]
            time.sleep(0.05)

    with tap.case("it ends when it is told to, and has logged no key"):
        service.send_signal(signal.SIGTERM)
        log = service.communicate(timeout=30)[1]
        assert service.returncode == 0, service.returncode
        records = [json.loads(line) for line in log.splitlines()]
        assert records[0]["path"] == "/api/v1/apps/assistant/completion"
        assert "demo-token" not in log
        assert records[0]["body"] == {"input": {"prompt": "Who are you?"}, "parameters": {},
                                      "debug": {}}, records[0]
        assert records[0]["headers"]["Authorization"] == "***"
        assert KEY not in log

with tap.case("wrong usage and a port in use are told"):
    for arguments, status in ((["--port", "70000"], 2), (["--dance"], 2), (["x"], 2),
                              (["--port", "0", "--key", ""], 2), (["--pace", "-1"], 2),
                              (["--log", "/nowhere/at/all"], 1)):
        done = subprocess.run([PROGRAM, "demo-service", *arguments], capture_output=True, text=True,
                              timeout=30, check=False)
        assert done.returncode == status, (arguments, done)
        assert done.stderr.startswith("confab demo-service: "), done.stderr
        assert done.stdout == ""

tap.end()
