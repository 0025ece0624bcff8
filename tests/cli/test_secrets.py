#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A canary key and a canary token: they are in the request, and nowhere else that this program
leaves a trace."""

import http.server
import json
import pathlib
import threading

from stage import PROGRAM, Stage
import tap

KEY = "sk-canary-key-0123456789"
TOKEN = 'canary"token\\0123456789'
SECRETS = (KEY, TOKEN, json.dumps(TOKEN)[1:-1], "canary-key", 'canary"token', 'canary\\"token')

ECHO = f"The key is {KEY} and the token {TOKEN}, as {json.dumps(TOKEN)}"


class Echo(http.server.BaseHTTPRequestHandler):
    """Says all that it was told, in the way that the App ID asks for."""

    requests = []
    arguments = []

    def do_POST(self):  # pylint: disable=invalid-name
        self.requests.append((dict(self.headers), self.rfile.read(
            int(self.headers["Content-Length"])).decode()))
        # While it waits for this, the client can be looked at.
        for process in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                if (process / "exe").samefile(PROGRAM):
                    line = (process / "cmdline").read_bytes().decode(errors="replace")
                    limits = (process / "limits").read_text()
                    self.arguments.append((line, limits))
            except OSError:
                pass
        way = self.path.split("/")[-2]
        getattr(self, way)()

    def _send(self, status, kind, text):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def text(self):
        frames = []
        for number, piece in enumerate((*ECHO, None), 1):
            output = {"session_id": "0" * 32, "finish_reason": "stop" if piece is None else "null",
                      "text": piece or "", "thoughts": [{
                          "action": "x", "action_type": "reasoning", "thought": piece or "",
                          "observation": ECHO}], "doc_references": [{"index_id": "1", "text": ECHO}],
                      "later": {ECHO: [ECHO]}}
            data = json.dumps({"output": output, "usage": {}, "request_id": ECHO})
            frames.append(f"id:{number}\nevent:result\n:HTTP_STATUS/200\ndata:{data}\n\n")
        self._send(200, "text/event-stream", "".join(frames))

    def error(self):
        self._send(500, "application/json",
                   json.dumps({"code": ECHO, "message": ECHO, "request_id": ECHO}))

    def page(self):
        self._send(502, "text/html", f"<html>{ECHO}</html>")

    def frame(self):
        data = json.dumps({"code": "InvalidParameter", "message": ECHO, "request_id": "r"})
        self._send(200, "text/event-stream", f"id:1\nevent:error\n:HTTP_STATUS/400\ndata:{data}\n\n")

    def junk(self):
        self._send(200, "text/event-stream", f"data:{ECHO}\n\ndata:{{{ECHO}\n\n")

    def redirect(self):
        self.send_response(302)
        self.send_header("Location", f"http://127.0.0.1:1/{KEY}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):  # pylint: disable=arguments-differ
        pass


stage = Stage()
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo)
threading.Thread(target=server.serve_forever, daemon=True).start()
URL = f"http://127.0.0.1:{server.server_address[1]}/api/v1"
environment = {"DASHSCOPE_API_KEY": KEY, "CONFAB_TOKEN_THE_TOOL": TOKEN, "G_MESSAGES_DEBUG": "all",
               "SOUP_DEBUG": "all"}


def ask(way, *arguments):
    status, out, err = stage.ask("--base-url", URL, "--app", way, "--token", "the-tool", *arguments,
                                 "Tell me all", env=environment)
    assert_clean(out, err)
    return status, out, err


def assert_clean(*texts):
    for text in texts:
        for secret in SECRETS:
            assert secret not in text, (secret, text[:2000])


with tap.case("both are in the request, in their places"):
    status, out, _ = ask("text")
    assert (status, out) == (0, "The key is *** and the token ***, as \"***\"\n"), (status, out)
    headers, body = Echo.requests[-1]
    assert headers.pop("Authorization") == f"Bearer {KEY}"
    assert KEY not in body and KEY not in str(headers)
    tokens = json.loads(body)["input"]["biz_params"].pop("user_defined_tokens")
    assert tokens == {"the-tool": {"user_token": TOKEN}}, tokens

with tap.case("nothing that is printed has them, whatever is asked for and whatever comes"):
    for option in ((), ("--json",), ("--no-stream",), ("--cumulative", "--json"), ("--thoughts",)):
        for way, wanted in (("text", 0), ("error", 6), ("page", 7), ("frame", 2), ("junk", 6),
                            ("redirect", 7)):
            if option == ("--no-stream",) and way in ("text", "frame", "junk"):
                continue
            status, out, err = ask(way, *option)
            assert status in (wanted, 6, 7), (way, option, status, out, err)
    for option in (("--dry-run",), ("--emit", "curl"), ("--emit", "python"), ("--emit", "java")):
        status, out, _ = ask("text", *option)
        assert status == 0 and ("***" in out or "CONFAB_TOKEN_THE_TOOL" in out), out

with tap.case("no list of processes has them, and no core is written"):
    assert len(Echo.arguments) > 10
    for line, limits in Echo.arguments:
        assert_clean(line)
        core = next(row for row in limits.splitlines() if row.startswith("Max core file size"))
        assert core.split()[4] == "0", core

with tap.case("no file has them"):
    files = [path for path in pathlib.Path(stage.environment["HOME"]).rglob("*") if path.is_file()]
    assert any(path.name == "confab.db" for path in files), files
    for path in files:
        data = path.read_bytes()
        for secret in SECRETS:
            assert secret.encode() not in data, path
    assert stage.read("SELECT count(*) FROM message WHERE request LIKE '%\"user_token\":\"***\"%'") \
        > [(10,)]

with tap.case("a token that is no token is refused without being shown"):
    bad = "canary-bad\ttoken"
    status, out, err = stage.ask("--base-url", URL, "--app", "text", "--token", "the-tool", "x",
                                 env={**environment, "CONFAB_TOKEN_THE_TOOL": bad})
    assert status == 2 and "CONFAB_TOKEN_THE_TOOL" in err and "canary-bad" not in out + err, err

server.shutdown()
stage.close()
tap.end()
