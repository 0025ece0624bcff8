#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""g_autoptr, g_autofree and their like are initialised where they stand: what is not would be freed
with the value the stack happened to hold, on the first early return."""

import re

import tree

DECLARATION = re.compile(
    r"^[ \t]+(?:static[ \t]+)?(?:g_auto(?:ptr|slist|list|queue)?[ \t]*\([^)]*\)|g_autofree\b[^;=({]*?)"
    r"[ \t*]*[A-Za-z_]\w*[ \t]*;", re.MULTILINE)

sources = tree.files(".c", ".h", under="src") + tree.files(".c", ".h", under="tests")
problems = []
for path in sources:
    text = path.read_text(encoding="utf-8")
    for match in DECLARATION.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        problems.append(f"{tree.name(path)}:{line}: not initialised: {match.group().strip()}")

tree.finish("autoptr", problems, len(sources))
