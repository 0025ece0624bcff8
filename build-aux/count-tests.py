#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts the test cases in the logs of `meson test`; the last line is "N passed, N failed"."""

import argparse
import json
import pathlib
import sys
import xml.etree.ElementTree

GOOD = ("OK", "EXPECTEDFAIL", "SKIP")


def count_cases(folder):
    """Full name of a program -> [passed, failed, skipped], for programs with TAP output."""
    path = folder / "meson-logs" / "testlog.junit.xml"
    counts = {}
    if path.exists():
        for suite in xml.etree.ElementTree.parse(path).getroot().iter("testsuite"):
            # "PROJECT.PROJECT:SUITE / PROGRAM"; the suite "PROJECT" holds what has no cases.
            _, dot, program = suite.get("name").partition(".")
            if not dot:
                continue
            count = counts[program] = [0, 0, 0]
            for case in suite.iter("testcase"):
                bad = case.find("failure") is not None or case.find("error") is not None
                count[1 if bad else 2 if case.find("skipped") is not None else 0] += 1
    return counts


def read_results(folder):
    """Full name of a program -> its result, as meson says it."""
    path = folder / "meson-logs" / "testlog.json"
    if not path.exists():
        return {}
    entries = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {entry["name"]: entry["result"] for entry in entries}


parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--broken", type=int, default=0, help="steps that failed before any test ran")
parser.add_argument("folder", nargs="*", type=pathlib.Path)
arguments = parser.parse_args()

total = [0, arguments.broken, 0]
for folder in arguments.folder:
    results, counts = read_results(folder), count_cases(folder)
    here = [0, 0, 0]
    if not results:
        print(f"{folder}: no test ran")
        here[1] = 1
    for program, result in results.items():
        passed, failed, skipped = counts.get(program, (0, 0, 0))
        if result not in GOOD:
            print(f"{folder}: {program}: {result}")
            # A program can fail without a failed case: it crashed, took too long or leaked.
            failed = max(failed, 1)
        elif passed + failed + skipped == 0:
            passed, skipped = (0, 1) if result == "SKIP" else (1, 0)
        if skipped:
            print(f"{folder}: {program}: {skipped} skipped")
        here = [here[0] + passed, here[1] + failed, here[2] + skipped]
    print(f"{folder}: {here[0]} passed, {here[1]} failed, {here[2]} skipped")
    total = [sum(pair) for pair in zip(total, here)]

print(f"{total[0]} passed, {total[1]} failed")
sys.exit(0 if total[0] and not total[1] else 1)
