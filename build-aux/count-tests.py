#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts the test cases in the logs of `meson test`; the last line is "N passed, N failed"."""

import argparse
import collections
import json
import pathlib
import sys
import xml.etree.ElementTree

GOOD = ("OK", "EXPECTEDFAIL", "SKIP")


def cases_of(folder):
    """Test program -> [passed, failed, skipped] from the JUnit log, which knows each TAP line."""
    cases = collections.defaultdict(lambda: [0, 0, 0])
    path = folder / "meson-logs" / "testlog.junit.xml"
    if not path.exists():
        return cases
    for suite in xml.etree.ElementTree.parse(path).getroot().iter("testsuite"):
        for case in suite.iter("testcase"):
            # Programs with TAP output are a <testsuite> each, named "project.SUITE.PROGRAM"; the
            # rest are cases of the <testsuite> "project".
            program = suite.get("name") + "\0" + case.get("name")
            for name in (suite.get("name").split(".")[-1], case.get("name")):
                if name in PROGRAMS[folder]:
                    program = name
                    break
            if case.find("failure") is not None or case.find("error") is not None:
                cases[program][1] += 1
            elif case.find("skipped") is not None:
                cases[program][2] += 1
            else:
                cases[program][0] += 1
    return cases


def results_of(folder):
    """Test program -> result, as meson says it."""
    results = {}
    path = folder / "meson-logs" / "testlog.json"
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            results[entry["name"].split(" / ")[-1].split(":")[-1]] = entry["result"]
    return results


parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--broken", type=int, default=0, help="steps that failed before any test ran")
parser.add_argument("folder", nargs="*", type=pathlib.Path)
arguments = parser.parse_args()

PROGRAMS = {}
passed, failed, skipped = 0, arguments.broken, 0
for folder in arguments.folder:
    results = PROGRAMS[folder] = results_of(folder)
    cases = cases_of(folder)
    here = [0, 0, 0]
    if not results:
        print(f"{folder}: no test ran")
        here[1] += 1
    for program, result in results.items():
        good, bad, left_out = cases.get(program, (0, 0, 0))
        if result not in GOOD:
            print(f"{folder}: {program}: {result}")
            # A program can fail without a failed case: it crashed, ran too long or leaked.
            bad = max(bad, 1)
        elif result == "SKIP":
            left_out = max(left_out, 1)
            print(f"{folder}: {program}: skipped")
        elif good + bad == 0 and left_out == 0:
            good = 1
        here = [here[0] + good, here[1] + bad, here[2] + left_out]
    print(f"{folder}: {here[0]} passed, {here[1]} failed, {here[2]} skipped (cases)")
    passed, failed, skipped = passed + here[0], failed + here[1], skipped + here[2]

if skipped:
    print(f"skipped: {skipped}")
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed or not passed else 0)
