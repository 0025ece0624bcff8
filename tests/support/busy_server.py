# SPDX-License-Identifier: GPL-3.0-or-later
"""A Model Studio endpoint that answers everything at once, at uneven paces, and knows which piece of
which answer it had sent when."""

import http.server
import json
import random
import threading
import time

from held_server import make_frame


class Reply:
    """What was sent of one answer. Each begins with a name of its own."""

    def __init__(self, name, prompt):
        self.name = name
        self.prompt = prompt
        self.sent = []  # (when it was written to the connection, piece)
        self.ended = None
        self.broken = None  # when it was seen that nobody listens any more

    def text(self, before=float("inf")):
        return "".join(piece for moment, piece in list(self.sent) if moment < before)


class BusyServer:
    """Serves on 127.0.0.1. `replies` has one for each request, as they come."""

    def __init__(self, seed):
        self.replies = []
        self._lock = threading.Lock()
        self._seed = seed
        busy = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):  # pylint: disable=invalid-name
                length = int(self.headers["Content-Length"])
                reply, chance = busy.take(json.loads(self.rfile.read(length)))
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream;charset=UTF-8")
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                try:
                    self._answer(reply, chance)
                except OSError:
                    reply.broken = time.monotonic()
                    self.close_connection = True

            def _answer(self, reply, chance):
                number = chance.choice([3, 20, 60, 200])
                for at in range(number):
                    piece = f"{reply.name} {at}: " if at == 0 else f"{at} "
                    # A few of them make an answer of many kilobytes.
                    piece += "词" * chance.choice([1, 5, 20, 20, 2000])
                    last = at == number - 1
                    frame = make_frame(at + 1, piece, last)
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(frame), frame))
                    self.wfile.flush()
                    reply.sent.append((time.monotonic(), piece))
                    time.sleep(chance.uniform(0.001, 0.08))
                self.wfile.write(b"0\r\n\r\n")
                self.wfile.flush()
                reply.ended = time.monotonic()

            def log_message(self, *arguments):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request, client_address):
                pass  # the program has gone away: a test's own doing

        self._server = Server(("127.0.0.1", 0), Handler)
        self.base_url = f"http://127.0.0.1:{self._server.server_port}/api/v1"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def take(self, body):
        given = body["input"]
        prompt = given["messages"][-1]["content"] if "messages" in given else given["prompt"]
        with self._lock:
            name = f"Reply-{len(self.replies)}"
            self.replies.append(Reply(name, prompt))
            return self.replies[-1], random.Random(f"{self._seed} {name}")

    def close(self):
        self._server.shutdown()
        self._server.server_close()
