# SPDX-License-Identifier: GPL-3.0-or-later
"""Test cases in the Test Anything Protocol: a `with` block each. After a failure the later cases of
the same program fail too, for each begins where the one before ended."""

import contextlib
import sys
import traceback

_done = []


@contextlib.contextmanager
def case(what):
    try:
        if not all(_done):
            raise AssertionError("an earlier case failed")
        yield
        _done.append(True)
        print(f"ok {len(_done)} - {what}", flush=True)
    except Exception:  # pylint: disable=broad-exception-caught
        _done.append(False)
        print("\n".join("# " + line for line in traceback.format_exc().splitlines()))
        print(f"not ok {len(_done)} - {what}", flush=True)


def end():
    print(f"1..{len(_done)}", flush=True)
    sys.exit(0 if _done and all(_done) else 1)
