#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The service's documented calls: Confab sends the documented bodies, prints programs that make the
documented calls, and decodes the documented answers to the documented values.

usage: test_documented.py PROGRAM SDK
"""

import http.server
import json
import pathlib
import subprocess
import sys
import tempfile
import threading

from java import run_programs
from stage import KEY, Stage
import tap

SDK = pathlib.Path(sys.argv[2])
TABLE = pathlib.Path(__file__).resolve().parents[1] / "fixtures" / "documented-calls.json"
CALLS = json.loads(TABLE.read_text(encoding="utf-8"))["calls"]
APP_ID = "YOUR_APP_ID"
TOKEN = "YOUR_TOKEN"


class Service(http.server.BaseHTTPRequestHandler):
    """Gives the answer that is laid ready, and keeps the request."""

    answer = None
    request = None

    def do_POST(self):  # pylint: disable=invalid-name
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        type(self).request = (self.path, dict(self.headers), body)
        kind, text = self.answer
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):  # pylint: disable=arguments-differ
        pass


def frame(form, number, answer):
    text, reason, *tokens = answer
    models = {"models": [{"input_tokens": tokens[0], "output_tokens": tokens[1],
                          "model_id": "qwen-max"}]} if tokens else {}
    data = {"output": {"session_id": form["session_id"], "finish_reason": reason, "text": text},
            "usage": models, "request_id": form["request_id"]}
    return f"id:{number}\nevent:result\n:HTTP_STATUS/200\ndata:{json.dumps(data)}\n\n"


def lay_ready(form):
    """The documented answer as the service sends it, and what it says."""
    if "answers" in form:
        frames = "".join(frame(form, number, answer)
                         for number, answer in enumerate(form["answers"], 1))
        Service.answer = ("text/event-stream;charset=UTF-8", frames.encode())
        tokens = form["answers"][-1][2:]
        return {"text": form["text"], "session_id": form["session_id"],
                "request_id": form["request_id"], "finish_reason": "stop",
                "usage": [("qwen-max", *tokens)] if tokens else []}

    Service.answer = ("application/json", json.dumps(form["answer"]).encode())
    output = form["answer"]["output"]
    return {"text": output["text"], "session_id": output.get("session_id"),
            "request_id": form["answer"]["request_id"], "finish_reason": output["finish_reason"],
            "usage": usage_of(form["answer"]["usage"])}


def usage_of(usage):
    return [(model["model_id"], model["input_tokens"], model["output_tokens"])
            for model in (usage or {}).get("models") or []]


def same(name, one, other):
    """As text: 1 is not 1.0 and not true."""
    one, other = (json.dumps(value, sort_keys=True) for value in (one, other))
    assert one == other, f"{name}:\n{one}\n{other}"


def ask(call, *arguments):
    given = call["arguments"]
    if "--session" not in given:
        given = ["--session", "none", *given]
    env = {call["token"]: TOKEN} if "token" in call else {}
    status, out, err = stage.ask("--base-url", URL, "--app", APP_ID, *arguments, *given, env=env)
    assert status == 0, (call["name"], err)
    return out


def run_python(source):
    done = subprocess.run([sys.executable, "-"], input=source, env=environment, capture_output=True,
                          encoding="utf-8", timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def check_call(name, printed, form):
    same(name, printed, {"app_id": APP_ID, "base_url": URL, "key": KEY, **form["call"]})


stage = Stage()
scratch = tempfile.TemporaryDirectory(prefix="confab-documented-")
home = pathlib.Path(scratch.name)
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Service)
threading.Thread(target=server.serve_forever, daemon=True).start()
URL = f"http://127.0.0.1:{server.server_address[1]}/api/v1"

environment = {**stage.environment, "PYTHONPATH": str(SDK / "python"), "LC_ALL": "C.UTF-8",
               "PYTHONDONTWRITEBYTECODE": "1",
               **{case["token"]: TOKEN for case in CALLS if "token" in case}}
in_java = [case for case in CALLS if "java" in case["forms"]]
printed_by_java = dict(zip((case["name"] for case in in_java), run_programs(
    SDK / "java", home, [ask(case, "--emit", "java") for case in in_java], environment)))

for case in CALLS:
    for language, form in case["forms"].items():
        title = f"{case['name']}, as {language}"
        with tap.case(title):
            if language == "python":
                source = ask(case, "--emit", "python")
                check_call(title, json.loads(run_python(source)), form)
            elif language == "java":
                check_call(title, json.loads(printed_by_java[case["name"]]), form)

            if "answer" not in form and "answers" not in form:
                continue
            wanted = lay_ready(form)
            answer = json.loads(ask(case, "--json").splitlines()[-1])
            path, headers, body = Service.request
            assert path == f"/api/v1/apps/{APP_ID}/completion", path
            assert headers["Authorization"] == f"Bearer {KEY}", headers
            assert headers["Content-Type"] == "application/json", headers
            if "body" in form:
                # Where the documents leave `debug` out, an empty one means the same.
                same(title, body, {"debug": {}, **form["body"]})
                for header, value in form.get("headers", {}).items():
                    assert headers[header] == value, headers
            else:
                same(title, body, {"debug": {}, **{part: form["call"][part]
                                                   for part in ("input", "parameters")}})
            assert (answer["type"], answer["status"], answer["error"]) == \
                ("answer", "complete", None), answer
            for member in ("text", "session_id", "request_id", "finish_reason"):
                assert answer[member] == wanted[member], (member, answer[member], wanted[member])
            assert usage_of(answer["usage"]) == wanted["usage"], (answer["usage"], wanted["usage"])
            assert not answer["thoughts"] and not answer["doc_references"], answer

server.shutdown()
scratch.cleanup()
stage.close()
tap.end()
