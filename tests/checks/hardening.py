#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The program as it was linked: PIE, full RELRO, no executable stack, stack protector, FORTIFY."""

import subprocess
import sys

import tree

program = sys.argv[1]
fortified = sys.argv[2] == "fortified"


def readelf(option):
    return subprocess.run(["readelf", "--wide", option, program], capture_output=True, text=True,
                          check=True).stdout


header, segments = readelf("--file-header"), readelf("--program-headers")
dynamic, symbols = readelf("--dynamic"), readelf("--dyn-syms")
stack = [line for line in segments.splitlines() if "GNU_STACK" in line]

facts = {
    "position independent": "DYN (" in header and "INTERP" in segments and "PIE" in header + dynamic,
    "relocations read-only": "GNU_RELRO" in segments,
    "bound at start": "BIND_NOW" in dynamic or "Flags: NOW" in dynamic,
    "stack not executable": bool(stack) and "RWE" not in stack[0],
    "stack protector": "__stack_chk_fail" in symbols,
    "no search path of the build": "RPATH" not in dynamic,
}
if fortified:
    facts["fortified calls"] = "_chk@" in symbols

tree.finish("hardening", [f"{program}: not {fact}" for fact, true in facts.items() if not true],
            len(facts))
