#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the conversation costs, in a window with everything behind it: goals P3, P4, P10 to P13, P16,
P20, P21, and hostile replies (A5). Runs bench-view inside ui-session.sh, prints one line of JSON for each
run and one with the goals at the end.

Figures of CPU and ratios of one run hold on a busy machine too; frames a second and milliseconds do
not: the load stands beside them.
"""

import argparse
import json
import os
import statistics
import tempfile

import measuring
import replies
import reply_frames

parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("program", help="bench-view")
parser.add_argument("part", nargs="*", help="which ones, of: slope pace flood memory parallel "
                                           "hostile, and with --core share; all when none is named")
parser.add_argument("--core", help="bench-core: decodes what Confab gets, without the rest of it")
parser.add_argument("--quick", action="store_true", help="only show that it runs")
arguments = parser.parse_args()
QUICK = arguments.quick
goals = {}


def show(result):
    result["load"] = measuring.get_load()
    print(json.dumps(result), flush=True)
    return result


def goal(name, met):
    goals[name] = bool(met)


def stream(service, kind, size, rate, *options, compare=True):
    reply = f"{kind}/{size}/{rate}"
    with measuring.reply_file(kind, size) as path:
        text = ["--text", path] if compare else []
        return show(measuring.run(arguments.program, "stream", service.url, reply, *text, *options))


def compare(name, result):
    """The end of a stream beside the same text shown at once."""
    goal(f"{name}at its end as the same text at once",
         result["text_right"] and result["height"] == result["height_of_whole"] and
         result["looks_as_whole"])


def grow(kind, size, chunks=33):
    with measuring.reply_file(kind, size) as path:
        result = measuring.run(arguments.program, "grow", path, chunks)
    return show({"kind": kind, **result})


def slope():
    """P10: the CPU for a byte does not grow with the length."""
    sizes = (2000, 20000) if QUICK else (20000, 200000, 1000000)
    kinds = ("mixed", "paragraph") if QUICK else ("mixed", "fence", "list", "table", "paragraph", "cjk")
    for kind in kinds:
        runs = [grow(kind, size) for size in sizes]
        for before, after in zip(runs, runs[1:]):
            ratio = round(after["cpu_us_byte"] / before["cpu_us_byte"], 2)
            limit = 2.0 if kind == "paragraph" else 1.1
            goal(f"P10 {kind} {before['size']} to {after['size']}: {ratio} <= {limit}",
                 ratio <= limit)


def pace():
    """P3, P11, P13, P16: frames, delays, and nothing at all afterwards."""
    with measuring.service() as service:
        size = 4000 if QUICK else 200000
        for kind in ("mixed",) if QUICK else replies.KINDS:
            result = stream(service, kind, size if kind == "mixed" else size // 4, 2000)
            goal(f"P11 {kind}: work p99 {result['work_ms_p99']} <= 12 ms, max "
                 f"{result['work_ms_max']} <= 33 ms",
                 result["work_ms_p99"] <= 12 and result["work_ms_max"] <= 33)
            goal(f"P11 {kind}: {result['fps']} frames a second >= 58", result["fps"] >= 58)
            goal(f"P16 {kind}: frames in which the end was not in view: {result['late_frames']}",
                 result["late_frames"] == 0)
            compare(f"{kind}: ", result)
        result = stream(service, "mixed", size // 10, 480, "--idle", "1" if QUICK else "10")
        goal(f"P13 event to paint p50 {result['paint_ms_p50']} <= 20 ms, p99 "
             f"{result['paint_ms_p99']} <= 33 ms",
             result["paint_ms_p50"] <= 20 and result["paint_ms_p99"] <= 33)
        goal(f"P3 idle: CPU {result['idle_cpu_ms']} <= 10 ms, frames {result['idle_frames']}",
             result["idle_cpu_ms"] <= 10 and result["idle_frames"] == 0)


def flood():
    """P12: 100,000 events as fast as they come."""
    with measuring.service() as service:
        result = stream(service, "mixed", (2000 if QUICK else 100000) * replies.PIECE_BYTES, 0,
                        "--clicks", "5" if QUICK else "20", compare=False)
    goal(f"P12 flood: longest gap {result['gap_ms_max']} <= 50 ms", result["gap_ms_max"] <= 50)
    goal(f"P12 flood: {result['fps']} frames a second >= 55", result["fps"] >= 55)
    goal(f"P12 flood: {result['clicks']} clicks, slowest {result['click_ms_max']} <= 100 ms",
         result["clicks"] > 0 and result["click_ms_max"] <= 100)


def memory():
    """P20: replies one after the other leave nothing but their text."""
    count, size = (21, 2000) if QUICK else (200, 20000)
    with measuring.service() as service:
        result = stream(service, "mixed", size, 0, "--replies", str(count), compare=False)
    growth = (result["pss_kb"] - result["pss_20_kb"]) / 1024
    text = (count - 20) * size / 2**20
    goal(f"P20 {count} replies: {growth:.1f} MB after the 20th, of which text {text:.1f}; the rest <= 5",
         growth - text <= 5)


def parallel():
    """P21: conversations that nobody looks at cost less than the one on show."""
    size = 2000 if QUICK else 20000
    ratios = []
    with measuring.service() as service:
        for _ in range(1 if QUICK else 3):
            alone = stream(service, "mixed", size, 200)
            eight = stream(service, "mixed", size, 200, "--sessions", "8")
            ratios.append(eight["cpu_us_event"] / alone["cpu_us_event"])
    ratio = round(statistics.median(ratios), 2)
    goal(f"P21 eight at once: CPU for an event {ratio} of one alone <= 1.2", ratio <= 1.2)
    laid = round(eight["lines_laid"] / alone["lines_laid"], 2)
    goal(f"P21 eight at once: lines laid out {laid} of one alone", laid <= 1.2)


def hostile():
    """A5: what is made to be slow."""
    sizes = {"word": 100000, "marks": 100000, "quotes": 200000, "nested": 200000, "joined": 700000,
             "directions": 100000, "columns": 400000}
    with measuring.service() as service:
        for kind, size in sizes.items():
            result = stream(service, kind, size // 50 if QUICK else size, 0)
            goal(f"A5 {kind}: longest work in a frame {result['work_ms_max']} <= 250 ms",
                 result["work_ms_max"] <= 250)
            compare(f"A5 {kind}: ", result)


def share():
    """P4: what parsing and decoding are of all the work on a reply, up to its pixels."""
    size = 2000 if QUICK else 20000
    frames = b"".join(reply_frames.make_stream("mixed", size))
    shares = []
    for _ in range(1 if QUICK else 3):
        with measuring.service() as service, tempfile.NamedTemporaryFile() as file:
            file.write(frames)
            file.flush()
            whole = stream(service, "mixed", size, 480)
            decoding = show(measuring.run(arguments.core, "parse", "incremental", file.name))
        shares.append(decoding["decode_ns_event"] / 1000 / whole["cpu_us_event"])
    percent = round(100 * statistics.median(shares), 2)
    goal(f"P4 parsing and decoding: {percent} % of the pipeline's CPU <= 5", percent <= 5)


PARTS = {"slope": slope, "pace": pace, "flood": flood, "memory": memory, "parallel": parallel,
         "hostile": hostile, **({"share": share} if arguments.core else {})}
for name in arguments.part or PARTS:
    PARTS[name]()
print(json.dumps({"bench": "view", "goals": goals, "load": os.getloadavg()}, ensure_ascii=False))
