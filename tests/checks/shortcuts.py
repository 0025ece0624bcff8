#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of shortcuts tells of each key that the program sets, and of none that it does not."""

import re
import xml.etree.ElementTree as ElementTree

import tree

UI = tree.ROOT / "src" / "ui"

names = dict(re.findall(r'#define (CONFAB_ACTION_\w+)\s+"([^"]+)"',
                        (UI / "confab-actions.h").read_text(encoding="utf-8")))
accels = (UI / "confab-accels.c").read_text(encoding="utf-8")
table = accels[accels.index("} accels[] = {"):]
table = table[:table.index("};")]
first = {names[name]: accel for name, accel in re.findall(r"\{ (CONFAB_ACTION_\w+),\s*\{ \"([^\"]+)\"",
                                                          table)}
keys = set(first)

problems = []
listed, own = set(), []
for shortcut in ElementTree.parse(UI / "help-overlay.ui").iter("object"):
    if shortcut.get("class") != "GtkShortcutsShortcut":
        continue
    properties = {each.get("name"): each.text for each in shortcut.findall("property")}
    if "action-name" in properties:
        listed.add(properties["action-name"])
    elif "accelerator" in properties:
        own.append(properties["accelerator"])
    else:
        problems.append(f"help-overlay.ui: “{properties.get('title')}” has no key")

# Of an action with many keys it may tell the first one only.
listed |= {name for name, accel in first.items() if accel in own}

problems += [f"help-overlay.ui does not tell the key of {name}" for name in sorted(keys - listed)]
problems += [f"help-overlay.ui: {name} has no key" for name in sorted(listed - keys)]
problems += [f"help-overlay.ui tells {key} twice"
             for key in sorted({key for key in own if own.count(key) > 1})]
if not keys or not own:
    problems.append("no keys were found")

# The user guide tells them, too. The keys that have no modifier are named in words there.
WORDS = {"comma": ",", "question": "?", "plus": "+", "minus": "-"}
for guide in ("user-guide.en.txt", "user-guide.zh.txt"):
    text = (tree.ROOT / "data" / "guide" / guide).read_text(encoding="utf-8")
    for name, accel in sorted(first.items()):
        *modifiers, key = re.findall(r"\w+", accel)
        told = "+".join([{"Control": "Ctrl"}.get(each, each) for each in modifiers]
                        + [WORDS.get(key, key if len(key) > 1 else key.upper())])
        if told not in text:
            problems.append(f"{guide} does not tell {told} ({name})")

tree.finish("shortcuts", problems, len(keys | listed) + len(own))
