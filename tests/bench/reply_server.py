#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A service that sends the replies of replies.py, to Confab and to a page in a browser alike.

  reply_server.py [FOLDER]

Listens on a free port of the loopback and prints {"port": N} on a line. Any request for
/KIND/BYTES/RATE/… is answered with that reply as a stream, RATE events a second, each in a chunk of
its own; RATE 0 is as fast as it goes. GET /mark?NAME prints {"mark": NAME, "body": …}; any other GET
is a file of FOLDER.
"""

import http.server
import json
import pathlib
import sys
import threading
import time

import reply_frames

FOLDER = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else None
TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
BATCH = 64 * 1024  # what goes out at once where nothing is paced
TICK = 0.001
printing = threading.Lock()
making = threading.Lock()


def tell(**what):
    with printing:
        print(json.dumps(what), flush=True)


def chunk(payload):
    return b"%x\r\n%s\r\n" % (len(payload), payload)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *arguments):
        pass

    def send_body(self, body, kind="text/plain; charset=utf-8"):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def send_stream(self, kind, size, rate):
        with making:
            frames = reply_frames.make_stream(kind, size)
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream;charset=UTF-8")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        begin, sent = time.monotonic(), 0
        while sent < len(frames):
            if rate == 0:
                batch = []
                while sent < len(frames) and sum(map(len, batch)) < BATCH:
                    batch.append(b"".join(frames[sent:sent + 64]))
                    sent += 64
                self.wfile.write(chunk(b"".join(batch)))
                continue
            due = min(int((time.monotonic() - begin) * rate) + 1, len(frames))
            for payload in frames[sent:due]:
                self.wfile.write(chunk(payload))
            sent = due
            time.sleep(TICK)
        self.wfile.write(chunk(b""))

    def answer(self, body):
        parts = self.path.partition("?")[0].strip("/").split("/")
        if parts[0] == "mark":
            tell(mark=self.path.partition("?")[2], body=json.loads(body or "null"))
            self.send_body(b"")
        elif len(parts) > 2 and parts[1].isdigit() and parts[2].isdigit():
            self.send_stream(parts[0], int(parts[1]), int(parts[2]))
        else:
            path = FOLDER / (parts[0] or "index.html") if FOLDER else None
            if path is None or path.suffix not in TYPES or not path.is_file():
                self.send_error(404)
                return
            self.send_body(path.read_bytes(), TYPES[path.suffix])

    def do_GET(self):
        self.answer(None)

    def do_POST(self):
        self.answer(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def handle(self):
        try:
            super().handle()
        except (BrokenPipeError, ConnectionResetError):
            pass  # who listened has gone


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
tell(port=server.server_address[1])
server.serve_forever()
