#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs bench-core and its peers in turn on the same streams, and prints the medians as one line of JSON.

The goals beside the figures are for a quiet machine; nothing here fails because of one.
"""

import argparse
import json
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent

parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("program")
parser.add_argument("--rounds", type=int, default=5)
parser.add_argument("--events", type=int, default=20000)
parser.add_argument("--quick", action="store_true", help="only show that it runs")
arguments = parser.parse_args()
if arguments.quick:
    arguments.rounds, arguments.events = 1, 500


def measure(*command):
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: {run.stderr or run.returncode}")
    print(run.stdout.strip(), file=sys.stderr)
    return json.loads(run.stdout)


def median(runs, member):
    return statistics.median(run[member] for run in runs)


peers = {"python": [sys.executable, HERE / "peer_parse.py"]}
if shutil.which("node"):
    peers["node"] = ["node", HERE / "peer_parse.mjs"]

result = {"bench": "core"}
with tempfile.TemporaryDirectory() as folder:
    for mode, n_events in ("incremental", arguments.events), ("cumulative", arguments.events // 20):
        stream = pathlib.Path(folder) / mode
        subprocess.run([arguments.program, "make", mode, str(n_events), stream], check=True)
        own, others = [], {name: [] for name in peers}
        for _ in range(arguments.rounds):
            own.append(measure(arguments.program, "parse", mode, stream))
            for name, command in peers.items():
                others[name].append(measure(*command, mode, stream))
        for member in "decode_ns_event", "decode_mb_s", "sse_mb_s", "memchr_mb_s", "sse_of_memchr":
            result[f"{mode}_{member}"] = median(own, member)
        result[f"{mode}_text_bytes_handed_on"] = own[0]["text_bytes_handed_on"]
        assert all(run["one_byte_pieces_same"] for run in own)
        for name, runs in others.items():
            result[f"{mode}_{name}_ns_event"] = median(runs, "decode_ns_event")
            result[f"{mode}_of_{name}"] = round(statistics.median(
                mine["decode_ns_event"] / theirs["decode_ns_event"]
                for mine, theirs in zip(own, runs)), 3)

    # The other way of asking for the same answer: what is handed on to be shown is the same.
    twin = pathlib.Path(folder) / "twin"
    subprocess.run([arguments.program, "make", "incremental", str(arguments.events // 20), twin],
                   check=True)
    pieces = measure(arguments.program, "parse", "incremental", twin)
    result["same_text_handed_on"] = (pieces["text_bytes_handed_on"]
                                     == result["cumulative_text_bytes_handed_on"])

if not arguments.quick:
    result["scale"] = measure(arguments.program, "scale")
n_events = arguments.events
floods = [measure(arguments.program, "flood", str(n_events)) for _ in range(arguments.rounds)]
paced = [measure(arguments.program, "paced", str(min(n_events, 4000)), "500")
         for _ in range(arguments.rounds)]
result["flood_cpu_us_event"] = median(floods, "cpu_us_event")
result["paced_delay_ms_p50"] = median(paced, "delay_ms_p50")
result["paced_delay_ms_p99"] = median(paced, "delay_ms_p99")
result["paced_cpu_us_event"] = median(paced, "cpu_us_event")

result["goals"] = {
    "P6 cumulative hands on the same": result["same_text_handed_on"],
    "P4 decode_ns_event <= 10000": result["incremental_decode_ns_event"] <= 10000,
    "P5 sse_of_memchr >= 0.40": result["incremental_sse_of_memchr"] >= 0.40,
    "P7 paced_delay_ms_p50 <= 0.2": result["paced_delay_ms_p50"] <= 0.2,
    "P7 flood_cpu_us_event <= 13": result["flood_cpu_us_event"] <= 13,
}
if "cumulative_of_node" in result:
    result["goals"]["P6 cumulative_of_node <= 1.2"] = result["cumulative_of_node"] <= 1.2
if "scale" in result:
    result["goals"]["64 MiB / 1 MiB <= 1.2"] = result["scale"]["ratio"] <= 1.2
print(json.dumps(result))
