# SPDX-License-Identifier: GPL-3.0-or-later
"""Compiles and runs printed Java programs, with classes that stand in for the SDK."""

import subprocess

# What is run once is not worth a second compiler.
JAVA = ("java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
JAVAC = ("javac", "-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC", "-proc:none")


def run_programs(sdk, scratch, sources, environment):
    """What each of the programs prints; `sdk` has the sources of the classes, `scratch` is a folder of
    its own."""
    classes = str(scratch / "classes")
    _run(environment, *JAVAC, "-encoding", "US-ASCII", "-d", classes, *map(str, sdk.rglob("*.java")))
    folders = []
    for number, source in enumerate(sources):
        folder = scratch / str(number)
        folder.mkdir()
        (folder / "Main.java").write_text(source, encoding="ascii")
        folders.append(str(folder))
    _run(environment, *JAVA, "-cp", classes, "Compile", classes, *folders)
    return [_run(environment, *JAVA, "-cp", f"{classes}:{folder}", "Main") for folder in folders]


def _run(environment, *command):
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8",
                          timeout=240, check=False)
    assert done.returncode == 0, (command, done.stdout, done.stderr)
    return done.stdout
