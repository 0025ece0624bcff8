# SPDX-License-Identifier: GPL-3.0-or-later
"""What the endpoints share that stream an answer as a test wants it."""

import http.server
import json
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


class StreamingHandler(http.server.BaseHTTPRequestHandler):
    """One request, answered in pieces."""

    protocol_version = "HTTP/1.1"

    def read_body(self):
        return json.loads(self.rfile.read(int(self.headers["Content-Length"])))

    def begin(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream;charset=UTF-8")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def send_piece(self, number, piece, last=False, more=None):
        frame = make_frame(number, piece, last, more)
        self.wfile.write(b"%x\r\n%s\r\n" % (len(frame), frame))
        self.wfile.flush()

    def end(self):
        self.wfile.write(b"0\r\n\r\n")
        self.wfile.flush()

    def log_message(self, *arguments):  # pylint: disable=arguments-differ
        pass


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass  # the program has gone away: a test's own doing


class StreamingServer:
    """Serves on 127.0.0.1, at `base_url`, until it is closed."""

    def __init__(self, handler):
        self._server = _Server(("127.0.0.1", 0), handler)
        self.base_url = f"http://127.0.0.1:{self._server.server_port}/api/v1"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()
