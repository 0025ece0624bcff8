#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""No file names a place on somebody's machine, and none holds what looks like a real key."""

import re

import tree

# Written in pieces, or this file would be found.
PLACES = re.compile(r"(?:^|[^\w.~$}>-])/(?:ro" r"ot|wo" r"rk|ho" r"me/[a-z]\w*)/[\w.]", re.MULTILINE)
# Keys of the service: 32 hex digits. Invented ones in tests are words or of another length.
KEYS = re.compile(r"\bsk-(?=[0-9a-f]*[0-9])(?=[0-9a-f]*[a-f])[0-9a-f]{32}\b")

looked_at, problems = 0, []
for path in tree.files():
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        continue  # a picture
    looked_at += 1
    for pattern, what in ((PLACES, "a path of one machine"), (KEYS, "what looks like a key")):
        for match in pattern.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            problems.append(f"{tree.name(path)}:{line}: {what}")

tree.finish("paths", problems, looked_at)
