# SPDX-License-Identifier: GPL-3.0-or-later
"""A Model Studio endpoint that says nothing by itself: the test decides when the next piece of an
answer leaves the server. What is on the screen before a piece is sent cannot come from that piece."""

import queue

from streaming_server import StreamingHandler, StreamingServer


class HeldServer(StreamingServer):
    """`requests` collects the decoded bodies as they come."""

    def __init__(self):
        self.requests = queue.Queue()
        self._pieces = queue.Queue()
        self._sent = queue.Queue()
        held = self

        class Handler(StreamingHandler):
            def do_POST(self):  # pylint: disable=invalid-name
                held.requests.put(self.read_body())
                self.begin()
                number = 0
                while True:
                    piece, last, more = held._pieces.get()
                    if piece is None:
                        self.close_connection = True
                        return
                    number += 1
                    self.send_piece(number, piece, last, more)
                    held._sent.put(number)
                    if last:
                        self.end()
                        return

        super().__init__(Handler)

    def send(self, piece, last=False, **more):
        """Lets one piece go, with `more` members of the output, and returns when it has been written to
        the connection."""
        self._pieces.put((piece, last, more))
        self._sent.get(timeout=30)

    def drop(self):
        """Closes the connection without an end."""
        self._pieces.put((None, False, {}))
