#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files that the desktop reads: desktop entry, store page, settings schema, icons, manual."""

import subprocess
import sys
import xml.etree.ElementTree

import tree

desktop_file = sys.argv[1]
schema_compiler = sys.argv[2]
metainfo = sys.argv[3]
manual = sys.argv[4]
problems, looked_at = [], 0


def run(*command):
    result = subprocess.run([str(word) for word in command], capture_output=True, text=True,
                            check=False)
    if result.returncode != 0 or result.stderr:
        problems.append(f"{command[0]}: {(result.stdout + result.stderr).strip()}")


looked_at += 1
run("desktop-file-validate", desktop_file)

looked_at += 1
run("appstreamcli", "validate", "--no-net", "--pedantic", metainfo)

# What the manual's own formatter has to say about it.
looked_at += 1
run("man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", manual)

schemas = {path.parent for path in tree.files(".xml", under="data") if ".gschema." in path.name}
for folder in schemas:
    looked_at += 1
    run(schema_compiler, "--strict", "--dry-run", folder)

for path in tree.files(".svg", ".ui"):
    looked_at += 1
    try:
        xml.etree.ElementTree.parse(path)
    except xml.etree.ElementTree.ParseError as error:
        problems.append(f"{tree.name(path)}: {error}")

tree.finish("data", problems, looked_at)
