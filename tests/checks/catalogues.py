#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each language of po/LINGUAS is well formed, whole and up to date with the sources."""

import pathlib
import subprocess
import tempfile

import tree

PO = tree.ROOT / "po"
# As meson's preset "glib" gives them to xgettext.
KEYWORDS = ["_", "N_", "C_:1c,2", "NC_:1c,2", "g_dcgettext:2", "g_dngettext:2,3", "g_dpgettext2:2c,3",
            "ngettext:1,2"]

languages = [word for line in (PO / "LINGUAS").read_text().splitlines()
             if not line.startswith("#") for word in line.split()]
problems = []


def run(*command):
    result = subprocess.run([str(word) for word in command], capture_output=True, text=True,
                            cwd=tree.ROOT, check=False)
    # xgettext only warns of a message that a macro such as G_GINT64_FORMAT cuts in two.
    if result.returncode != 0 or "format string" in result.stderr:
        problems.append(f"{command[0]}: {(result.stdout + result.stderr).strip()}")
    return result.returncode == 0


with tempfile.TemporaryDirectory() as folder:
    template = pathlib.Path(folder) / "confab.pot"
    run("xgettext", "--from-code=UTF-8", "--add-comments", "--files-from=po/POTFILES.in",
        f"--directory={tree.ROOT}", "--package-name=confab", f"--output={template}", "--force-po",
        "--flag=_:1:pass-c-format", "--flag=N_:1:pass-c-format", "--flag=g_strdup_printf:1:c-format",
        *[f"--keyword={keyword}" for keyword in KEYWORDS])
    for language in languages:
        catalogue = PO / f"{language}.po"
        run("msgfmt", "--check", "--check-accelerators=_", "--output-file=/dev/null", catalogue)
        if template.exists():
            run("msgcmp", catalogue, template)

tree.finish("catalogues", problems, len(languages))
