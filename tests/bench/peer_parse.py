#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same stream in Python: lines, json.loads, text put together. Prints CPU for each event."""

import codecs
import json
import pathlib
import platform
import sys
import time

MODE, PATH = sys.argv[1:]
BYTES = pathlib.Path(PATH).read_bytes()
PIECE = 16384


def parse():
    decoder = codecs.getincrementaldecoder("utf-8")()
    rest, data, pieces, events = "", "", [], 0
    for at in range(0, len(BYTES), PIECE):
        *lines, rest = (rest + decoder.decode(BYTES[at:at + PIECE])).split("\n")
        for line in lines:
            if line.startswith("data:"):
                data += line[5:]
            elif not line and data:
                text = json.loads(data)["output"]["text"]
                if MODE == "incremental":
                    pieces.append(text)
                else:
                    pieces = [text]
                data = ""
                events += 1
    return events, "".join(pieces)


rounds = []
for _ in range(5):
    begin = time.process_time()
    n_events, _ = parse()
    rounds.append((time.process_time() - begin) * 1e9 / n_events)
print(json.dumps({"peer": "python " + platform.python_version(), "mode": MODE, "events": n_events,
                  "decode_ns_event": round(sorted(rounds)[2])}))
