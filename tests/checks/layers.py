#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Includes go one way only. The build says so by its include paths; this table says it in words."""

import re

import tree

# Folder under src/ -> the folders it may name in an #include, besides itself.
LAYERS = {
    "base": "",
    "model": "base",
    "wire": "model base",
    "markup": "base",
    "store": "model base",
    "keyring": "base",
    "net": "wire model base",
    # What the demo service writes proves what wire/ and net/ read: it knows neither.
    "demo": "store base",
    "engine": "net wire store keyring markup demo model base",
    "cli": "engine demo markup model base",
    "ui": "engine markup model base",
    "main.c": "cli ui",
}

# A library's headers -> the folders that may name them.
LIBRARIES = {
    r"sqlite3\.h": "store",
    r"libsoup/": "net demo",
    r"libsecret/": "keyring",
    r"md4c(-html)?\.h": "markup",
    r"(gtk|gdk|gsk|graphene|pango|cairo)[/.-]|gtk4|adwaita\.h|gtksourceview/": "ui",
}

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]+["<]([^">]+)[">]', re.MULTILINE)

sources = tree.files(".c", ".h", under="src")
folder_of = {}
for path in sources:
    folder_of[path.name] = path.relative_to(tree.ROOT / "src").parts[0]

problems = []
for path in sources:
    folder = path.relative_to(tree.ROOT / "src").parts[0]
    if folder not in LAYERS:
        problems.append(f"{tree.name(path)}: the folder {folder} is not in the table of layers")
        continue
    allowed = LAYERS[folder].split() + [folder]
    for header in INCLUDE.findall(path.read_text(encoding="utf-8")):
        owner = folder_of.get(header.split("/")[-1])
        if owner is not None and owner not in allowed:
            problems.append(f"{tree.name(path)}: {folder}/ may not include {owner}/'s {header}")
        for pattern, folders in LIBRARIES.items():
            if re.match(pattern, header) and folder not in folders.split():
                problems.append(f"{tree.name(path)}: {header} belongs to {folders} only")

for folder in LAYERS:
    if not (tree.ROOT / "src" / folder).exists():
        problems.append(f"src/{folder} is in the table of layers and does not exist")

tree.finish("layers", problems, len(sources))
