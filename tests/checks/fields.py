#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each field that the model knows is driven through the dialog: it has a row in e2e/option_fields.py."""

import re
import sys

import tree

sys.path.insert(0, str(tree.ROOT / "tests" / "e2e"))

import option_fields  # noqa: E402  pylint: disable=wrong-import-position

MODEL = tree.ROOT / "src" / "model" / "confab-options-fields.c"

table = MODEL.read_text(encoding="utf-8")
table = table[table.index("infos[CONFAB_N_FIELDS]"):]
table = table[:table.index("\n};")]
known = {name: ("/parameters/rag_options" if rag else "") + path
         for name, rag, path in re.findall(r'\[(CONFAB_FIELD_\w+)\]\s*=\s*\{\s*(RAG)?\s*(?:"([^"]*)")?', table)}

driven = [field.path for field in option_fields.every()]
problems = [f"{name} ({path}) has no row in e2e/option_fields.py" for name, path in known.items()
            if not any(row == path or row.startswith(path + "/") for row in driven)]
if len(known) != len(re.findall(r"\[CONFAB_FIELD_", table)) or "/input/memory_id" not in known.values():
    problems.append("the table of the model was not understood")

tree.finish("fields", problems, len(known))
