#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Printed commands and programs send what Confab sends.

usage: test_emit.py PROGRAM SDK
"""

import contextlib
import http.server
import json
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading

from java import run_programs
from stage import KEY, Stage, demo_service
import tap

SDK = pathlib.Path(sys.argv[2])
TOKEN = 'tok"en\\ $HOME `x` é'
MESSAGES = [{"role": "system", "content": 'Be "brief"'}, {"role": "user", "content": "Hi \u2028"},
            {"role": "assistant", "content": "Hello\n$HOME"}]

# What is hostile to a shell, to Python, to Java or to a terminal.
HOSTILE = ("it's \"x\" back\\slash \\n \\u0041 \\", "$HOME ${IFS} $(id) `id` !! !x",
           "a\nb\r\n\tc\nCONFAB_BODY\nend", "新加坡 😀 é \x1b[31m \x7f \u202e \u2028 \ufeff \u0085",
           "''' \"\"\" %s %d */ // # {} <>", "@file")

MODES = {
    "single round": ["--no-stream", "Who are you?"],
    "streamed": ["Who are you?"],
    "streamed, all the text each time": ["--cumulative", "Who are you?"],
    "session": ["--session", "d380aeb21d4b4b018f1d7ae9f98de404", "--no-stream",
                "What are the foods there?"],
    "workflow": ["--input", '{"city":"Singapore","n":1.0,"big":9007199254740993,"z":null}',
                 "--flow-mode", "message_format", "--thoughts", "Divisions?"],
    "plug-in with token": ["--plugin", "dormitory:article_index=2", "--plugin", 'my tool:a "b"=x',
                           "--token", "dormitory", "--token", "my tool:Authorization", "Rules?"],
    "knowledge": ["--pipeline", "p1", "--file", "f1", "--tag", "t'1", "--metadata", '{"y":["1","2"]}',
                  "--structured", '{"price":2999.5}', "--workspace", "ws-1", "A phone?"],
}
ODD = {"parameters": {"a-b": True, "class": [1, False, None], "temperature": 0.1, "top_k": 0}}
APP_ID = 'a\'pp"$1'


class Recorder(http.server.BaseHTTPRequestHandler):
    """Answers with nothing much, and keeps the request."""

    requests = []

    def do_POST(self):  # pylint: disable=invalid-name
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.requests.append((self.path, dict(self.headers), body))
        answer = json.dumps({"output": {"text": "ok", "finish_reason": "stop",
                                        "session_id": "0" * 32}, "usage": {}, "request_id": "r"})
        streams = self.headers.get("X-DashScope-SSE") == "enable"
        text = f"id:1\nevent:result\n:HTTP_STATUS/200\ndata:{answer}\n\n" if streams else answer
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream" if streams else "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):  # pylint: disable=arguments-differ
        pass


def run(command, text=None, env=None):
    done = subprocess.run(command, input=text, env=env or environment, capture_output=True,
                          encoding="utf-8", timeout=120, check=False)
    assert done.returncode == 0, (command, done.stdout, done.stderr)
    return done.stdout


def ask(arguments, env=None):
    """Its output, which never has a secret in it."""
    status, out, err = stage.ask(*arguments, env=env or environment)
    assert status == 0, (arguments, err)
    assert KEY not in out + err and 'tok"en' not in out + err and "tok\\" not in out, out
    return out


def at_recorder(arguments):
    return ["--base-url", URL, "--app", APP_ID, *arguments]


def compare(name, printed, arguments):
    """What a program called the SDK with, and what Confab would send."""
    request = json.loads(ask(["--dry-run", *arguments]).replace('"***"', json.dumps(TOKEN)))
    headers = request["headers"]
    wanted = {"base_url": URL, "app_id": APP_ID, "key": KEY, "stream": "X-DashScope-SSE" in headers,
              "input": request["body"]["input"], "parameters": request["body"]["parameters"]}
    if "X-DashScope-WorkSpace" in headers:
        wanted["workspace"] = headers["X-DashScope-WorkSpace"]
    if "X-DashScope-OssResourceResolve" in headers:
        wanted["headers"] = {"X-DashScope-OssResourceResolve": "enable"}
    same(name, printed, wanted)


def same(name, one, other):
    """As text: 1 is not 1.0 and not true."""
    one, other = (json.dumps(value, sort_keys=True) for value in (one, other))
    assert one == other, f"{name}:\n{one[:4000]}\n{other[:4000]}"


stage = Stage()
environment = {**stage.environment, "CONFAB_TOKEN_DORMITORY": TOKEN, "CONFAB_TOKEN_MY_TOOL": TOKEN,
               "PYTHONPATH": str(SDK / "python"), "PYTHONDONTWRITEBYTECODE": "1",
               "LC_ALL": "C.UTF-8"}
folder = tempfile.TemporaryDirectory(prefix="confab-emit-")
scratch = pathlib.Path(folder.name)

cases = {name: ["--session", "none", *arguments] if "--session" not in arguments else arguments
         for name, arguments in MODES.items()}
for number, text in enumerate(HOSTILE):
    cases[f"hostile {number}"] = [
        "--session", "none", "--plugin", f"dormitory:x={json.dumps(text)}", "--token", "dormitory",
        "--extra", json.dumps({"parameters": {"rag_options": {
            "pipeline_ids": [text], "metadata_filter": {text: text}}}}), "--", text]
for name, messages in (("messages", MESSAGES),
                       ("large", [{"role": "user", "content": "x" * 200_000 + "'\"$\\新"}])):
    path = scratch / f"{name}.json"
    path.write_text(json.dumps(messages), encoding="utf-8")
    cases[name] = ["--session", "none", "--messages", str(path), "--image", "oss://a/b.png",
                   "--extra", json.dumps(ODD), "And?"]

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Recorder)
threading.Thread(target=server.serve_forever, daemon=True).start()
URL = f"http://127.0.0.1:{server.server_address[1]}/api/v1"
cases = {name: at_recorder(arguments) for name, arguments in cases.items()}

with tap.case("a cURL command sends what Confab sends, in each shell"):
    shells = [name for name in ("sh", "bash", "dash") if shutil.which(name)]
    for name, arguments in cases.items():
        Recorder.requests.clear()
        ask(arguments)
        command = ask(["--emit", "curl", *arguments])
        for shell in shells:
            run([shell], command)
        sent, *printed = Recorder.requests
        assert len(printed) == len(shells), name
        for other in printed:
            assert other[0] == sent[0], name
            same(name, other[2], sent[2])
            for header, value in sent[1].items():
                if header not in ("User-Agent", "Content-Length", "Connection", "Host"):
                    assert other[1].get(header) == value, (name, header)
            assert other[1]["Authorization"] == f"Bearer {KEY}", name

with tap.case("a cURL command gets the same answer from the demo service"):
    with demo_service(stage) as url:
        for arguments in (["--app", "dormitory-auth", "--plugin", "dormitory:article_index=2",
                           "--token", "dormitory", "Dormitory convention content"],
                          ["--app", "cities", "--input", '{"city":"Singapore"}', "Divisions?"],
                          ["--app", "assistant", "Who are you?"]):
            arguments = ["--base-url", url, "--session", "none", "--no-stream", *arguments]
            demo = {**environment, "CONFAB_TOKEN_DORMITORY": "demo-token"}
            wanted = ask(arguments, demo)
            out = run(["sh"], ask(["--emit", "curl", *arguments], demo), demo)
            assert json.loads(out)["output"]["text"].strip() == wanted.strip(), out

with tap.case("a Python program calls the SDK with what Confab sends"):
    for name, arguments in cases.items():
        source = ask(["--emit", "python", *arguments])
        compile(source, name, "exec")
        compare(name, json.loads(run([sys.executable, "-"], source)), arguments)

with tap.case("a Java program compiles, and calls the SDK with what Confab sends"):
    sources = [ask(["--emit", "java", *arguments]) for arguments in cases.values()]
    printed = run_programs(SDK / "java", scratch / "java", sources, environment)
    for (name, arguments), text in zip(cases.items(), printed):
        compare(name, json.loads(text), arguments)

with tap.case("a header among the options is sent by each of them"):
    header = {"X-DashScope-DataInspection": '{"input":"cip","output":"cip"}'}
    ask(at_recorder(["Hello"]))
    with contextlib.closing(sqlite3.connect(stage.data / "confab" / "confab.db")) as database:
        database.execute("UPDATE app SET options = ?", (json.dumps({"headers": header}),))
        database.commit()
    arguments = at_recorder(["--session", "none", "Hello"])
    Recorder.requests.clear()
    ask(arguments)
    run(["sh"], ask(["--emit", "curl", *arguments]))
    for _, sent, _ in Recorder.requests:
        assert header.items() <= sent.items(), sent
    assert len(Recorder.requests) == 2
    printed = json.loads(run([sys.executable, "-"], ask(["--emit", "python", *arguments])))
    assert printed["headers"] == header, printed
    [text] = run_programs(SDK / "java", scratch / "header", [ask(["--emit", "java", *arguments])],
                          environment)
    assert json.loads(text)["headers"] == header, text

with tap.case("what an SDK cannot send is said"):
    extra = '{"model":"","input":{"later":1},"parameters":{"stream":1}}'
    for language, mark, count in (("python", "#", 3), ("java", "//", 2)):
        text = ask(at_recorder(["--session", "none", "--extra", extra, "--emit", language, "x"]))
        lines = [line for line in text.splitlines() if "cannot send" in line]
        assert len(lines) == count and all(line.startswith(mark) for line in lines), lines

server.shutdown()
folder.cleanup()
stage.close()
tap.end()
