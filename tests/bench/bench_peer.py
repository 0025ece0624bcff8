#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Confab beside a page in Chromium that shows the same reply from the same service: goals P2, P8, P9.

The two take turns, so that whatever else the machine does meets both, and what is compared is the
median of the ratios of neighbours. CPU is user and system time of all processes of each side, from
the request to the last painted text; memory is their proportional set size with the reply on show.
Needs chromium, node and npm (which fetches the versions that peer/package.json names) and runs
inside ui-session.sh. Prints one line of JSON for each run and one at the end.
"""

import argparse
import json
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import measuring

WAYS = ("react-markdown", "markdown-it", "streamdown")
# At most so much of the page: CPU by way, memory of any, memory when nothing is going on.
GOALS = {"react-markdown": 0.20, "streamdown": 0.22}
PSS_GOAL = 0.20
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--disable-extensions", "--window-size=900,800"]
START_PATIENCE = 60  # seconds
PATIENCE = 300

parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("program", help="bench-view")
parser.add_argument("--confab", help="the program itself: compares memory when idle as well (P2)")
parser.add_argument("--pairs", type=int, default=5)
parser.add_argument("--sizes", type=int, nargs="+", default=[20000, 200000], help="bytes")
parser.add_argument("--ways", nargs="+", choices=WAYS, default=list(GOALS))
parser.add_argument("--kind", default="mixed")
parser.add_argument("--rate", type=int, default=480, help="events a second")
parser.add_argument("--folder", type=pathlib.Path, help="where the page is built, to keep it")
parser.add_argument("--check", action="store_true", help="fail when a goal is missed")
arguments = parser.parse_args()

browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
if browser is None or shutil.which("npm") is None:
    sys.exit("bench_peer: this needs chromium, and npm")
display = measuring.find_display()


def build(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for path in (measuring.HERE / "peer").iterdir():
        shutil.copy(path, folder)
    # The lock file would name the registry of this machine; the versions are in package.json.
    for command in (["npm", "install", "--no-package-lock", "--no-audit", "--no-fund"],
                    ["npm", "run", "build"]):
        subprocess.run(command, cwd=folder, check=True, stdout=sys.stderr)


def show(result):
    result["load"] = measuring.get_load()
    print(json.dumps(result), flush=True)
    return result


def run_page(folder, way, reply):
    """One reply in a Chromium that has just been started, with a profile of its own."""
    with measuring.service(folder) as service, \
            tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        chromium = subprocess.Popen(
            [browser, *FLAGS, f"--user-data-dir={profile}",
             f"{service.url}/?way={way}&reply={reply}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            service.wait_for("start", START_PATIENCE)
            cpu, idle = measuring.get_cpu(chromium.pid), measuring.get_pss_mb(chromium.pid)
            seen = service.wait_for("end", PATIENCE)
            return show({"peer": way, "reply": reply, **seen,
                         "cpu_s": round(measuring.get_cpu(chromium.pid) - cpu, 2),
                         "pss_idle_mb": round(idle, 1),
                         "pss_mb": round(measuring.get_pss_mb(chromium.pid), 1)})
        finally:
            chromium.terminate()
            chromium.wait()


def run_confab(kind, size, rate):
    with measuring.service() as service, measuring.reply_file(kind, size) as path:
        before = measuring.get_cpu(display) if display else 0
        result = measuring.run(arguments.program, "stream", service.url, f"{kind}/{size}/{rate}",
                               "--text", path)
        # Chromium paints without a display server. That of Confab's whole run, its start included:
        if display:
            result["display_cpu_s"] = round(measuring.get_cpu(display) - before, 2)
        return show(result)


def measure_idle():
    with tempfile.TemporaryFile() as nothing:
        program = subprocess.Popen([arguments.confab], stdout=nothing, stderr=nothing)
        try:
            # Not a wait for something to happen: idle means that time has passed.
            time.sleep(5)
            return measuring.get_pss_mb(program.pid)
        finally:
            program.terminate()
            program.wait()


def compare(folder):
    summary = {"bench": "peer", "chromium": subprocess.run(
        [browser, "--version"], capture_output=True, text=True, check=True).stdout.strip()}
    missed = []
    idle = []

    def note(name, values, goal=None):
        summary[name] = round(statistics.median(values), 3)
        if goal is not None and summary[name] > goal:
            missed.append(f"{name} {summary[name]} > {goal}")

    for size in arguments.sizes:
        reply = f"{arguments.kind}/{size}/{arguments.rate}"
        own, pages = [], {way: [] for way in arguments.ways}
        for _ in range(arguments.pairs):
            for way in arguments.ways:
                own.append(run_confab(arguments.kind, size, arguments.rate))
                pages[way].append((run_page(folder, way, reply), own[-1]))
        name = f"{size // 1000}k"
        note(f"{name} confab cpu_s", [one["cpu_s"] for one in own])
        note(f"{name} confab pss_mb", [one["pss_kb"] / 1024 for one in own])
        if display:
            note(f"{name} display cpu_s", [one["display_cpu_s"] for one in own])
        for way, pairs in pages.items():
            idle += [page["pss_idle_mb"] for page, _ in pairs]
            note(f"{name} {way} cpu_s", [page["cpu_s"] for page, _ in pairs])
            note(f"{name} {way} pss_mb", [page["pss_mb"] for page, _ in pairs])
            note(f"{name} {way} gap_ms_p99", [page["gap_ms_p99"] for page, _ in pairs])
            note(f"{name} cpu of {way}", [mine["cpu_s"] / page["cpu_s"] for page, mine in pairs],
                 GOALS.get(way))
            # Who is short of time paints less often, and pays less for it.
            note(f"{name} cpu for a frame of {way}",
                 [mine["cpu_s"] / mine["frames"] / (page["cpu_s"] / page["frames"])
                  for page, mine in pairs])
            note(f"{name} pss of {way}",
                 [mine["pss_kb"] / 1024 / page["pss_mb"] for page, mine in pairs], PSS_GOAL)
    if arguments.confab:
        note("idle confab pss_mb", [measure_idle() for _ in range(3)])
        note("idle page pss_mb", idle)
        note("idle pss of page", [summary["idle confab pss_mb"] / summary["idle page pss_mb"]],
             PSS_GOAL)
    summary.update(missed=missed, load=measuring.get_load())
    print(json.dumps(summary))
    return missed


if arguments.folder:
    build(arguments.folder)
    missed = compare(arguments.folder)
else:
    with tempfile.TemporaryDirectory() as temporary:
        build(pathlib.Path(temporary))
        missed = compare(pathlib.Path(temporary))
sys.exit(1 if missed and arguments.check else 0)
