#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Things said in two places say the same: libraries in meson.build and in build-aux/packages.sh, the
version in meson.build and in NEWS; the scripts parse and can be executed."""

import os
import re
import subprocess

import tree

problems, looked_at = [], 0
meson = (tree.ROOT / "meson.build").read_text(encoding="utf-8")
packages = (tree.ROOT / "build-aux" / "packages.sh").read_text(encoding="utf-8")

known = set(re.findall(r"^build\s*\| library (\S+)", packages, re.MULTILINE))
wanted = set(re.findall(r"dependency\('([^']+)'", meson))
# gio-2.0, gio-unix-2.0 and gmodule-2.0 come in glib-2.0's package.
for name in sorted(wanted):
    looked_at += 1
    if name not in known and not (name.startswith(("gio-", "gmodule-")) and "glib-2.0" in known):
        problems.append(f"build-aux/packages.sh does not install {name}")
for name in sorted(known - wanted):
    problems.append(f"build-aux/packages.sh installs {name}, and nothing uses it")

version = re.search(r"^\s*version: '([^']+)'", meson, re.MULTILINE).group(1)
news = (tree.ROOT / "NEWS").read_text(encoding="utf-8")
newest = re.search(r"^(?:Confab )?(\d+\.\d+\.\d+)", news, re.MULTILINE)
looked_at += 1
if newest is None or newest.group(1) != version:
    problems.append(f"NEWS does not begin with version {version}")

for path in tree.files():
    name = tree.name(path)
    with open(path, "rb") as file:
        first = file.readline(100)
    if not first.startswith(b"#!"):
        continue
    looked_at += 1
    if not os.access(path, os.X_OK) and (name.startswith(("build-aux/", ".ci/")) or path.suffix == ".sh"):
        problems.append(f"{name} cannot be executed")
    if first.strip().endswith(b"bash"):
        parsed = subprocess.run(["bash", "-n", path], capture_output=True, text=True, check=False)
        if parsed.returncode != 0:
            problems.append(parsed.stderr.strip())

tree.finish("house", problems, looked_at)
