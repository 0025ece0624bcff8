# SPDX-License-Identifier: GPL-3.0-or-later
"""A Model Studio endpoint that answers everything at once, at uneven paces, and knows which piece of
which answer it had sent when."""

import random
import threading
import time

from streaming_server import StreamingHandler, StreamingServer


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


class BusyServer(StreamingServer):
    """`replies` has one for each request, as they come."""

    def __init__(self, seed):
        self.replies = []
        self._lock = threading.Lock()
        self._seed = seed
        busy = self

        class Handler(StreamingHandler):
            def do_POST(self):  # pylint: disable=invalid-name
                reply, chance = busy.take(self.read_body())
                self.begin()
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
                    self.send_piece(at + 1, piece, last=at == number - 1)
                    reply.sent.append((time.monotonic(), piece))
                    time.sleep(chance.uniform(0.001, 0.08))
                self.end()
                reply.ended = time.monotonic()

        super().__init__(Handler)

    def take(self, body):
        given = body["input"]
        prompt = given["messages"][-1]["content"] if "messages" in given else given["prompt"]
        with self._lock:
            name = f"Reply-{len(self.replies)}"
            self.replies.append(Reply(name, prompt))
            return self.replies[-1], random.Random(f"{self._seed} {name}")
