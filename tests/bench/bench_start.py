#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What starting Confab costs, beside an empty libadwaita window in the same run.

Start-up is the processor time (user and system) from exec to the first painted frame; idle memory is
the proportional set size some seconds later. The programs take turns, so that whatever else the
machine does meets all. With --data a third one is Confab with that database, with --store with one
of 100,000 messages in 5,000 sessions that bench-store makes; it stands beside Confab with none, and
beside Confab with five sessions of the same text, which need the same fonts and widgets. Prints a
table, and one line of JSON at the end. Runs inside ui-session.sh.
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

# Goals P1 and P2: at most so many times the empty window.
GOALS = {"cpu_ms": 1.25, "pss_kb": 1.5, "instructions": 1.6}
# And with a large database at most so many times what it is with none.
DATA_GOALS = {"cpu_ms": 1.15, "pss_kb": 1.2}

parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("confab", type=pathlib.Path)
parser.add_argument("empty", type=pathlib.Path)
parser.add_argument("module", type=pathlib.Path, help="the first-frame module")
parser.add_argument("--rounds", type=int, default=11)
parser.add_argument("--idle", type=float, default=3, help="seconds before memory is read")
parser.add_argument("--idle-rounds", type=int, default=3)
parser.add_argument("--instructions", action="store_true", help="count instructions too (callgrind)")
parser.add_argument("--data", type=pathlib.Path, help="a folder with a confab.db")
parser.add_argument("--store", type=pathlib.Path, help="the bench-store program")
parser.add_argument("--messages", type=int, default=100000)
parser.add_argument("--sessions", type=int, default=5000)
parser.add_argument("--check", action="store_true", help="fail when a goal is missed")
arguments = parser.parse_args()


def prepare(folder, extra=None):
    """An environment with folders of its own: each run is a first run."""
    # GIO loads every module of the folder: it holds ours and nothing else.
    modules = pathlib.Path(folder, "modules")
    modules.mkdir()
    (modules / "libfirst-frame.so").symlink_to(arguments.module.resolve())
    report = pathlib.Path(folder, "report.json")
    # The renderer is cairo in the session around; whether OpenGL is there is the product's affair.
    environment = {name: value for name, value in os.environ.items() if name != "GDK_DEBUG"}
    return report, {
        **environment,
        "GIO_EXTRA_MODULES": str(modules), "CONFAB_BENCH_REPORT": str(report),
        "XDG_DATA_HOME": folder + "/data", "XDG_STATE_HOME": folder + "/state",
        "XDG_CACHE_HOME": folder + "/cache",
        **(extra or {}),
    }


def wait_for(process, report, patience=60):
    end = time.monotonic() + patience
    while not report.exists():
        if process.poll() is not None or time.monotonic() > end:
            sys.exit(f"{process.args[0]} painted no frame")
        time.sleep(0.002)
    return json.loads(report.read_text(encoding="utf-8"))


def measure(program, idle, data=None):
    with tempfile.TemporaryDirectory() as folder:
        report, environment = prepare(folder)
        if data:
            shutil.copytree(data, folder + "/data/confab")
        begin = time.monotonic()
        with subprocess.Popen([program], env=environment, stderr=subprocess.DEVNULL) as process:
            frame = wait_for(process, report)
            result = {"cpu_ms": frame["cpu_ms"], "wall_ms": frame["at_us"] / 1e3 - begin * 1e3}
            if idle:
                # Not a wait for something to happen: idle means that time has passed.
                time.sleep(arguments.idle)
                memory = pathlib.Path(f"/proc/{process.pid}/smaps_rollup").read_text(encoding="ascii")
                result["pss_kb"] = int(re.search(r"^Pss:\s+(\d+)", memory, re.MULTILINE).group(1))
                result["rss_kb"] = int(re.search(r"^Rss:\s+(\d+)", memory, re.MULTILINE).group(1))
            process.kill()
    return result


def count_instructions(program):
    with tempfile.TemporaryDirectory() as folder:
        report, environment = prepare(folder, {"CONFAB_BENCH_EXIT": "1"})
        run = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program],
                             env=environment, stderr=subprocess.PIPE, text=True, check=True)
        if not report.exists():
            sys.exit(f"{program} painted no frame")
        return int(re.search(r"Collected\s*:\s*(\d+)", run.stderr).group(1))


def generate(folder, messages, sessions):
    subprocess.run([arguments.store, "generate", folder, str(messages), str(sessions)],
                   stdout=subprocess.DEVNULL, check=True)
    return folder


programs = {"confab": arguments.confab, "empty": arguments.empty}
data = {}
if arguments.data:
    data["full"] = arguments.data
made = tempfile.TemporaryDirectory()
if arguments.store:
    each = arguments.messages // arguments.sessions
    data["few"] = generate(made.name + "/few", 5 * each, 5)
    data["full"] = generate(made.name + "/full", arguments.messages, arguments.sessions)
programs |= {name: arguments.confab for name in data}
samples = {name: [] for name in programs}
for name, program in programs.items():
    measure(program, False, data.get(name))  # brings files into the page cache
for turn in range(arguments.rounds):
    for name, program in programs.items():
        samples[name].append(measure(program, turn < arguments.idle_rounds, data.get(name)))
made.cleanup()

result = {name: {key: statistics.median(sample[key] for sample in samples[name] if key in sample)
                 for key in ("cpu_ms", "wall_ms", "pss_kb", "rss_kb")
                 if any(key in sample for sample in samples[name])}
          for name in programs}
if arguments.instructions:
    for name, program in programs.items():
        result[name]["instructions"] = count_instructions(program)

ratios, missed = {}, []
print(f"{'':14}{'Confab':>16}{'empty window':>16}{'ratio':>8}{'goal':>8}")
for key, value in result["confab"].items():
    ratios[key] = round(value / result["empty"][key], 3)
    goal = GOALS.get(key)
    if goal and ratios[key] > goal:
        missed.append(key)
    print(f"{key:14}{value:16,.1f}{result['empty'][key]:16,.1f}{ratios[key]:8.2f}"
          + (f"{goal:8.2f}" if goal else ""))
for other, title in (("confab", "with none"), ("few", "with few")):
    if "full" not in data or other not in result:
        continue
    print(f"{'':14}{'with data':>16}{title:>16}{'ratio':>8}{'goal':>8}")
    for key, goal in DATA_GOALS.items():
        value, base = result["full"][key], result[other][key]
        ratios[f"full_{key}_{title.replace(' ', '_')}"] = round(value / base, 3)
        if value / base > goal:
            missed.append(f"full_{key}_{title.replace(' ', '_')}")
        print(f"{key:14}{value:16,.1f}{base:16,.1f}{value / base:8.2f}{goal:8.2f}")
print(json.dumps({"bench": "start", "rounds": arguments.rounds, **result, "ratio": ratios,
                  "missed": missed, "load": os.getloadavg()[0]}))
sys.exit(1 if missed and arguments.check else 0)
