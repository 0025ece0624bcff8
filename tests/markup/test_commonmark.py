#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""All examples of the CommonMark specification, held against cmark.

usage: test_commonmark.py OUTLINE

OUTLINE is the program document-outline. The examples come from the npm package named below, which is
fetched into a temporary folder: without the registry this test fails. Blocks, containers and text are
compared with cmark's XML; HTML, which we show as text, has no such counterpart and must only be there.
"""

import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile
import xml.etree.ElementTree as ElementTree

PACKAGE = "commonmark-spec@0.31.2"

# Example -> why it is not as cmark has it.
DIFFERENT = {
    "foo&#10;&#10;bar\n": "a line end written as an entity is shown as its picture",
    "#\tFoo\n": "md4c 0.4.8 keeps the tab before a heading's text",
    "  Foo *bar\nbaz*\t\n====\n": "md4c 0.4.8 keeps the tab behind a heading's text",
    **dict.fromkeys(("``\nfoo\nbar  \nbaz\n``\n", "`foo   bar \nbaz`\n", "`code  \nspan`\n"),
                    "md4c 0.5 leaves out a space before the end of a line in a code span"),
}

SPACE = "{http://commonmark.org/xml/1.0}"
LEAVES = {"paragraph": "P", "heading": "H", "code_block": "C", "thematic_break": "R"}


def fetch_examples():
    with tempfile.TemporaryDirectory() as folder:
        packed = subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, capture_output=True,
                                text=True, timeout=120, check=False)
        archives = list(pathlib.Path(folder).glob("*.tgz"))
        if packed.returncode != 0 or len(archives) != 1:
            raise SystemExit(f"Bail out! {PACKAGE} could not be fetched: {packed.stderr.strip()[-300:]}")
        with tarfile.open(archives[0]) as archive:
            text = archive.extractfile("package/spec.txt").read().decode()
    found = re.findall(r"^`{32} example\n(.*?)^\.\n.*?^`{32}$", text, re.MULTILINE | re.DOTALL)
    return [example.replace("→", "\t") for example in found]


def text_of(node):
    """The lines of what is in a leaf."""
    out = ""
    for child in node:
        name = child.tag.removeprefix(SPACE)
        if name in ("text", "code"):
            out += child.text or ""
        elif name in ("softbreak", "linebreak"):
            out += "\n"
        elif name in ("html_inline", "html_block"):
            raise ValueError("HTML")
        elif name == "image" and not text_of(child):
            out += "…"
        else:
            out += text_of(child)
    return out


def outline(node, containers, lines):
    for child in node:
        name = child.tag.removeprefix(SPACE)
        if name == "html_block":
            raise ValueError("HTML")
        if name == "list":
            outline(child, containers, lines)
        elif name in ("block_quote", "item"):
            here = [["> " if name == "block_quote" else "* "]]
            before = len(lines)
            outline(child, containers + here, lines)
            if name == "item" and len(lines) == before:
                lines.append("".join(c[0] for c in containers + here) + "P ")
                for container in containers + here:
                    container[0] = container[0].replace("*", ".")
        elif name in LEAVES:
            text = (child.text or "").removesuffix("\n") if name == "code_block" else text_of(child)
            info = f"({child.get('info')})" if child.get("info") else ""
            lines.append("".join(c[0] for c in containers) + LEAVES[name] + child.get("level", "") + info +
                         " " + text.replace("\n", "|"))
            for container in containers:
                container[0] = container[0].replace("*", ".")
    return lines


def expected(example):
    xml = subprocess.run(["cmark", "-t", "xml"], input=example, capture_output=True, text=True,
                         check=True).stdout
    lines = outline(ElementTree.fromstring(xml), [], [])
    if not lines:
        # Of what Markdown shows nothing of, we show the text as it was written.
        paragraphs = re.split(r"\n\s*\n", example.strip())
        lines = ["P " + "|".join(line.strip() for line in paragraph.splitlines())
                 for paragraph in paragraphs if paragraph]
    return "\n".join(lines)


def main():
    examples = fetch_examples()
    made = subprocess.run([sys.argv[1]], input="\x1e".join(examples), capture_output=True, text=True,
                          check=False)
    if made.returncode != 0:
        raise SystemExit(f"Bail out! {made.stderr.strip()[-500:]} {made.stdout[-500:]}")
    outlines = made.stdout.split("\x1e")[1:-1]
    assert len(outlines) == len(examples) > 600

    print("1..2")
    same = shown = different = 0
    wrong = []
    for number, (example, got) in enumerate(zip(examples, outlines), start=1):
        try:
            wanted = expected(example)
        except ValueError:
            shown += 1
            continue
        if got.rstrip("\n") == wanted:
            same += 1
        elif example in DIFFERENT:
            different += 1
        else:
            wrong.append((number, example, wanted, got.rstrip("\n")))
    for number, example, wanted, got in wrong:
        print(f"# example {number}: {example!r}\n#   wanted {wanted!r}\n#   got    {got!r}")
    print(f"# {len(examples)} examples: {same} as cmark has them, {different} different for a reason, "
          f"{shown} with HTML shown as text, {len(wrong)} wrong")
    print("ok 1 - blocks and text" if not wrong else "not ok 1 - blocks and text")
    print(f"ok 2 - {len(examples)} examples in random pieces end as the whole")
    return 1 if wrong else 0


sys.exit(main())
