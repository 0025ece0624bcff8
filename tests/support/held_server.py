# SPDX-License-Identifier: GPL-3.0-or-later
"""A Model Studio endpoint that says nothing by itself: the test decides when the next piece of an
answer leaves the server. What is on the screen before a piece is sent cannot come from that piece."""

import http.server
import json
import queue
import threading


def make_frame(number, piece, last=False, more=None):
    """A frame of an answer as the service sends it."""
    body = json.dumps({
        "output": {"session_id": "0123456789abcdef0123456789abcdef", "text": piece,
                   "finish_reason": "stop" if last else "null", **(more or {})},
        "usage": {"models": [{"model_id": "held", "input_tokens": 1, "output_tokens": number}]},
        "request_id": "11111111-2222-3333-4444-555555555555",
    }, ensure_ascii=False, separators=(",", ":"))
    return f"id:{number}\nevent:result\n:HTTP_STATUS/200\ndata:{body}\n\n".encode()


class HeldServer:
    """Serves on 127.0.0.1. `requests` collects the decoded bodies as they come."""

    def __init__(self):
        self.requests = queue.Queue()
        self._pieces = queue.Queue()
        self._sent = queue.Queue()
        held = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):  # pylint: disable=invalid-name
                length = int(self.headers["Content-Length"])
                held.requests.put(json.loads(self.rfile.read(length)))
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream;charset=UTF-8")
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                number = 0
                while True:
                    piece, last, more = held._pieces.get()
                    if piece is None:
                        self.close_connection = True
                        return
                    number += 1
                    self._frame(number, piece, last, more)
                    held._sent.put(number)
                    if last:
                        self.wfile.write(b"0\r\n\r\n")
                        return

            def _frame(self, number, piece, last, more):
                frame = make_frame(number, piece, last, more)
                self.wfile.write(b"%x\r\n%s\r\n" % (len(frame), frame))
                self.wfile.flush()

            def log_message(self, *arguments):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request, client_address):
                pass  # the program has gone away: a test's own doing

        self._server = Server(("127.0.0.1", 0), Handler)
        self.base_url = f"http://127.0.0.1:{self._server.server_port}/api/v1"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def send(self, piece, last=False, **more):
        """Lets one piece go, with `more` members of the output, and returns when it has been written to
        the connection."""
        self._pieces.put((piece, last, more))
        self._sent.get(timeout=30)

    def drop(self):
        """Closes the connection without an end."""
        self._pieces.put((None, False, {}))

    def close(self):
        self._server.shutdown()
        self._server.server_close()
