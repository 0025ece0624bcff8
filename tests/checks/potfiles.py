#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""po/POTFILES.in names every file with strings for translators, each once, in order."""

import re

import tree

CALL = re.compile(r"(?<!\w)(?:_|N_|C_|NC_|Q_|ngettext|dngettext|g_dngettext|dgettext|g_dpgettext2?)"
                  r"[ \t]*\([ \t\n]*\"")
MARKUP = re.compile(r"translatable=\"(?:yes|true|1)\"")

listed = [line.strip() for line in (tree.ROOT / "po" / "POTFILES.in").read_text().splitlines()
          if line.strip() and not line.startswith("#")]

wanted = set()
for path in tree.files(".c", ".h", ".ui", ".in"):
    name = tree.name(path)
    if not name.startswith(("src/", "data/")):
        continue
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ui":
        found = MARKUP.search(text)
    elif path.suffix == ".in":
        found = name.endswith((".desktop.in", ".metainfo.xml.in", ".desktop.in.in",
                               ".metainfo.xml.in.in"))
    else:
        found = CALL.search(text)
    if found:
        wanted.add(name)

problems = [f"POTFILES.in: {name} has strings and is missing" for name in sorted(wanted - set(listed))]
for name in listed:
    if not (tree.ROOT / name).is_file():
        problems.append(f"POTFILES.in: {name} does not exist")
    elif name not in wanted:
        problems.append(f"POTFILES.in: {name} has no strings")
problems += [f"POTFILES.in: {name} is listed twice" for name in sorted(set(listed))
             if listed.count(name) > 1]
if listed != sorted(listed):
    problems.append("POTFILES.in is not sorted")

tree.finish("potfiles", problems, len(listed))
