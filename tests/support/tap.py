# SPDX-License-Identifier: GPL-3.0-or-later
"""Test cases in the Test Anything Protocol: a `with` block each. Each begins where the one before
ended, so the first failure ends the program."""

import contextlib
import sys
import traceback

_count = 0


def note(text):
    """Lines for people, which no parser of results takes for its own."""
    print("\n".join("# " + line for line in text.splitlines()), flush=True)


@contextlib.contextmanager
def case(what):
    global _count  # pylint: disable=global-statement
    _count += 1
    try:
        yield
    except Exception:  # pylint: disable=broad-exception-caught
        note(traceback.format_exc())
        print(f"not ok {_count} - {what}\n1..{_count}", flush=True)
        sys.exit(1)
    print(f"ok {_count} - {what}", flush=True)


def end():
    print(f"1..{_count}", flush=True)
