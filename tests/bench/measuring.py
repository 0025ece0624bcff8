# SPDX-License-Identifier: GPL-3.0-or-later
"""What the programs that measure have in common: the service, replies in files, process trees."""

import contextlib
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading

import replies

HERE = pathlib.Path(__file__).resolve().parent
TICKS = os.sysconf("SC_CLK_TCK")


class Service:
    """reply_server.py, and what it tells."""

    def __init__(self, folder=None):
        command = [sys.executable, HERE / "reply_server.py"] + ([folder] if folder else [])
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.url = f"http://127.0.0.1:{json.loads(self.process.stdout.readline())['port']}"

    def wait_for(self, mark, patience):
        """The body that came with a mark; marks before it are passed over."""
        # The one way out of a line that never comes.
        timer = threading.Timer(patience, self.process.kill)
        timer.start()
        try:
            for line in self.process.stdout:
                told = json.loads(line)
                if told.get("mark") == mark:
                    return told["body"]
                if told.get("mark") == "failed":
                    sys.exit(f"the page: {told['body']}")
        finally:
            timer.cancel()
        sys.exit(f"no {mark} came in {patience} s")

    def close(self):
        self.process.kill()
        self.process.wait()


@contextlib.contextmanager
def service(folder=None):
    one = Service(folder)
    try:
        yield one
    finally:
        one.close()


def run(*command, environment=None):
    """Runs a program that prints one JSON object."""
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, text=True,
                          check=False, env=environment)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: status {done.returncode}")
    return json.loads(done.stdout)


@contextlib.contextmanager
def reply_file(kind, size):
    with tempfile.NamedTemporaryFile("w", suffix=".md", encoding="utf-8") as file:
        file.write(replies.make(kind, size))
        file.flush()
        yield file.name


def read_stat(pid):
    """Parent and CPU seconds of a process, or None when it is gone."""
    try:
        text = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="latin-1")
    except OSError:
        return None
    fields = text.rsplit(")", 1)[1].split()
    # Those of children that were waited for are in theirs.
    return int(fields[1]), sum(map(int, fields[11:15])) / TICKS


def get_tree(root):
    """PID → CPU seconds of a process and all below it."""
    stats = {int(name): read_stat(name) for name in os.listdir("/proc") if name.isdigit()}
    children = {}
    for pid, stat in stats.items():
        if stat:
            children.setdefault(stat[0], []).append(pid)
    tree, todo = {}, [root]
    while todo:
        pid = todo.pop()
        if stats.get(pid):
            tree[pid] = stats[pid][1]
            todo += children.get(pid, [])
    return tree


def get_cpu(root):
    return sum(get_tree(root).values())


def get_pss_mb(root):
    total = 0
    for pid in get_tree(root):
        try:
            text = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        except OSError:
            continue
        total += int(re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE).group(1))
    return total / 1024


def find_display():
    """The Xvfb of the ui-session.sh that this runs in, or None."""
    pid = os.getpid()
    while pid > 1:
        stat = read_stat(pid)
        if stat is None:
            return None
        pid = stat[0]
        for child in get_tree(pid):
            try:
                name = pathlib.Path(f"/proc/{child}/comm").read_text(encoding="utf-8").strip()
            except OSError:
                continue
            if name == "Xvfb" and read_stat(child) and read_stat(child)[0] == pid:
                return child
    return None


def get_load():
    return round(os.getloadavg()[0], 1)
