# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the command line share: the program, files of its own, no keyring, services."""

import contextlib
import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

PROGRAM = sys.argv[1]
KEY = "sk-cli-0123456789"


class Stage:
    """A home in which Confab has never run."""

    def __init__(self):
        self._home = tempfile.TemporaryDirectory(prefix="confab-cli-")
        self.data = pathlib.Path(self._home.name) / "data"
        self.environment = {
            **os.environ,
            "HOME": self._home.name,
            "XDG_DATA_HOME": str(self.data),
            "XDG_RUNTIME_DIR": self._home.name,
            "DBUS_SESSION_BUS_ADDRESS": "disabled:",
            "DASHSCOPE_API_KEY": KEY,
        }
        for name in ("DASHSCOPE_HTTP_BASE_URL", "DISPLAY", "WAYLAND_DISPLAY"):
            self.environment.pop(name, None)

    def close(self):
        self._home.cleanup()

    def start(self, *arguments, **options):
        """`confab ask`, as a process that runs."""
        environment = {**self.environment, **options.pop("env", {})}
        settings = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE,
                    "stderr": subprocess.PIPE, **options}
        return subprocess.Popen([PROGRAM, "ask", *arguments], env=environment, **settings)

    def ask(self, *arguments, env=None, given=None, timeout=150):
        """`confab ask` to its end: exit status, standard output and error."""
        done = subprocess.run([PROGRAM, "ask", *arguments], env={**self.environment, **(env or {})},
                              input=given.encode() if given is not None else b"",
                              capture_output=True, timeout=timeout, check=False)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def read(self, query, *values):
        """Asks the database itself, read-only, beside whoever has it open."""
        address = f"file:{self.data / 'confab' / 'confab.db'}?mode=ro"
        with contextlib.closing(sqlite3.connect(address, uri=True, timeout=10)) as connection:
            return connection.execute(query, values).fetchall()

    def read_or_nothing(self, query, *values):
        """The same, while the database may not be there yet."""
        try:
            return self.read(query, *values)
        except sqlite3.OperationalError:
            return []


@contextlib.contextmanager
def demo_service(stage, *options):
    """`confab demo-service` in a process of its own; gives the base URL."""
    with subprocess.Popen([PROGRAM, "demo-service", "--port", "0", "--key", KEY, *options],
                          env=stage.environment, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, text=True) as process:
        try:
            yield re.search(r"http://[^\s\"]+", process.stdout.readline()).group()
        finally:
            process.terminate()


def until(what, condition, limit=30):
    """Waits for something that must happen."""
    end = time.monotonic() + limit
    while not condition():
        assert time.monotonic() < end, f"never seen: {what}"
        time.sleep(0.02)
