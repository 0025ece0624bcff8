# SPDX-License-Identifier: GPL-3.0-or-later
"""What the checks share: the files of the project, with git or without, and how to end."""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
MADE = re.compile(r"(build|build-(?!aux\b).*|_build.*|\.git|__pycache__|\.flatpak-builder)$")


def walk(folder):
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            # Generated folders are not ours; a git work tree has its .git as a file.
            if not MADE.match(path.name):
                yield from walk(path)
        elif path.name != ".git" and path.suffix != ".pyc":
            yield path


def files(*suffixes, under="."):
    """The project's files (what git tracks or would track; in an unpacked archive, what is there)."""
    git = subprocess.run(["git", "-C", ROOT, "ls-files", "-z", "--cached", "--others",
                          "--exclude-standard"], capture_output=True, text=True, check=False)
    if git.returncode == 0 and git.stdout:
        paths = [ROOT / name for name in git.stdout.split("\0") if name]
    else:
        paths = list(walk(ROOT))
    base = ROOT / under
    return sorted({path for path in paths
                   if path.is_file() and (path.is_relative_to(base))
                   and (not suffixes or path.suffix in suffixes)})


def name(path):
    return str(path.relative_to(ROOT))


def finish(what, problems, looked_at):
    """Prints the problems and ends. A check that looked at nothing has found nothing out."""
    for problem in problems:
        print(problem)
    if not looked_at:
        print(f"{what}: found nothing to look at")
        sys.exit(1)
    print(f"{what}: looked at {looked_at}, {len(problems)} wrong")
    sys.exit(1 if problems else 0)
