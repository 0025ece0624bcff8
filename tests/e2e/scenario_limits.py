#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the service would refuse is refused in the dialog, on its row and with a sentence that helps; what
was typed stays there, also when the dialog is opened again."""

import json
import pathlib
import re

from options_dialog import Dialog
from stage import Confab, demo_service, read_database, until
import tap

TOKEN = "canary-5b1e"

# The row, what is typed, and the sentence. The last of each row stays to the end.
RANGES = [
    ("Earlier Rounds", "three", "This is no number"),
    ("Earlier Rounds", "-1", "at least 0"),
    ("Temperature", "2", "at least 0 and less than 2"),
    ("Temperature", "-0.1", "at least 0 and less than 2"),
    ("Temperature", "warm", "This is no number"),
    ("Top P", "0", "more than 0 and at most 1"),
    ("Top P", "1.01", "more than 0 and at most 1"),
    ("Top K", "-1", "at least 0"),
    ("Top K", "1.5", "a whole number"),
    ("Seed", "-1", "at least 0"),
    ("Seed", "9223372036854775808", "too large to be kept exactly"),
    ("Tokens at Most", "-1", "at least 0"),
]


def says(dialog, sentence, which=1):
    pattern = re.compile(sentence)
    return until(sentence, lambda: len(dialog.confab.shown("label", pattern)) >= which)


def count(dialog, sentence):
    return len(dialog.confab.shown("label", re.compile(sentence)))


def stored():
    return json.loads(read_database("SELECT options FROM app")[0][0] or "{}")


def stored_at(*names):
    node = stored()
    for name in names:
        node = node.get(name, {}) if isinstance(node, dict) else {}
    return node


def write_json(dialog, page, text):
    dialog.open(page)
    dialog.json(text)


def check_rows(dialog, rows):
    """Each is refused, and nothing of it is stored as a value."""
    for name, typed, sentence in rows:
        before = count(dialog, sentence)
        dialog.text(name, typed)
        says(dialog, sentence, before + 1)
        kept = [row for row in rows if row[0] == name][-1]
        if (name, typed) != kept[:2]:
            dialog.text(name, "")
            until(f"no {sentence!r}", lambda sentence=sentence, before=before:
                  count(dialog, sentence) == before)


def check_kept(dialog, page, rows):
    dialog.open(page)
    last = {name: (typed, sentence) for name, typed, sentence in rows}
    for name, (typed, sentence) in last.items():
        assert dialog.confab.text(dialog.field(name)) == typed, name
        says(dialog, sentence)


def again(dialog):
    """As somebody who comes back later."""
    dialog.close()
    dialog.open("Answers")


def add_condition(dialog, group, key, values):
    dialog.add_condition(group, key, values)
    # A value is taken when the focus leaves it.
    dialog.confab.keys("Tab")


with demo_service(pace=0) as url:
    with Confab() as confab:
        confab.add_application("Limits", url, "sk-demo", "phones")
        dialog = Dialog(confab, "Limits")

        with tap.case("ranges: each on its row, nothing of it stored, and what was typed stays"):
            dialog.open("Answers")
            check_rows(dialog, RANGES)
            until("no value", lambda: "parameters" not in stored())
            confab.picture_to("limits-answers")
            again(dialog)
            check_kept(dialog, "Answers", RANGES)

        with tap.case("combinations: thinking needs a stream, and full_thoughts needs thoughts"):
            for name in sorted({row[0] for row in RANGES}):
                dialog.text(name, "")
            dialog.choice("Thinking", 1)
            says(dialog, "seen only when thoughts are asked for")
            dialog.choice("The Answer Comes", 3)
            says(dialog, "only while the answer is streamed in pieces")
            dialog.choice("Workflow Streams", 1)
            says(dialog, "full_thoughts nothing is seen before the end")
            confab.picture_to("limits-combinations")
            dialog.close()
            composer = confab.composer()
            confab.focus(composer)
            confab.type("Hello")
            confab.keys("Return")
            says(dialog, "only while the answer is streamed in pieces")
            confab.picture_to("limits-send")
            assert confab.text(composer) == "Hello"
            assert not confab.answering() and not confab.every("list item", re.compile("^You"))
            dialog.open("Answers")
            for name in ("Thinking", "The Answer Comes", "Workflow Streams"):
                dialog.choice(name, 0)
            until("nothing", lambda: "parameters" not in stored() and "stream" not in stored())

        with tap.case("files want their knowledge bases; an id is there once; a label alone is no id"):
            dialog.open("Knowledge Base")
            dialog.add_id("Add File", "file_1", "Prices")
            says(dialog, "Name the knowledge bases of these files")
            dialog.add_id("Add File", "file_1", "Twice")
            says(dialog, "This ID is in the list already")
            until("the first", lambda: stored_at("parameters", "rag_options", "file_ids") == ["file_1"])
            assert stored_at("local", "labels", "file_ids") == {"file_1": "Prices"}, stored()
            dialog.add_id("Add Session File", "file_2", "Mine")
            says(dialog, "begins with “file_session_”")
            dialog.add_id("Add Knowledge Base", "", "Only a label")
            says(dialog, "Enter the ID, or remove the row")
            assert "session_file_ids" not in stored_at("parameters", "rag_options"), stored()
            assert "pipeline_ids" not in stored_at("parameters", "rag_options"), stored()
            confab.picture_to("limits-ids")
            again(dialog)
            dialog.open("Knowledge Base")
            for sentence in ("Name the knowledge bases of these", "in the list already",
                             "begins with “file_session_”", "Enter the ID, or remove"):
                until(sentence, lambda sentence=sentence: confab.every("label", re.compile(sentence)))
            for label in ("Prices", "Twice", "Mine", "Only a label"):
                assert confab.every("list item", re.compile("^" + label)), label

        with tap.case("conditions: a key, once, with a value, of a knowledge base"):
            add_condition(dialog, "Metadata Filter", "brand", ["Aurora"])
            says(dialog, "Name the knowledge bases to filter")
            add_condition(dialog, "Metadata Filter", "brand", ["Bailian"])
            says(dialog, "There is a condition on this already")
            add_condition(dialog, "Metadata Filter", "", ["lonely"])
            says(dialog, "Enter a name, or remove the condition")
            add_condition(dialog, "Structured Filter", "price", [])
            says(dialog, "Enter a value, or remove the condition")
            until("the good one", lambda: stored_at("parameters", "rag_options", "metadata_filter")
                  == {"brand": "Aurora"})
            confab.picture_to("limits-conditions")
            again(dialog)
            dialog.open("Knowledge Base")
            for tag in ("Aurora", "Bailian", "lonely"):
                assert confab.every("button", f"Remove {tag}"), tag
            assert "price" in [confab.text(each) for each in confab.every("text", "Column")]
            for sentence in ("a condition on this already", "Enter a name, or", "Enter a value, or"):
                assert confab.every("label", re.compile(sentence)), sentence

        with tap.case("a value that is not finished when the dialog is closed is one"):
            dialog.add_condition("Structured Filter", "unfinished", [])
            confab.type("half")
            again(dialog)
            dialog.open("Knowledge Base")
            assert confab.every("button", "Remove half")

        with tap.case("five knowledge bases, five files, ten session files"):
            names = {"pipeline_ids": ("p", 5), "file_ids": ("f", 5), "session_file_ids": ("file_session_", 10)}
            full = {name: [f"{prefix}{i}" for i in range(n)] for name, (prefix, n) in names.items()}
            write_json(dialog, "Knowledge Base", json.dumps({"parameters": {"rag_options": full}}))
            dialog.form()
            for button in ("Add Knowledge Base", "Add File", "Add Session File"):
                until(f"no more by {button}", lambda button=button: all(
                    "sensitive" not in each.states for each in confab.shown("button", button)))
            for name, (prefix, n) in names.items():
                more = {**full, name: full[name] + [f"{prefix}x"]}
                dialog.json(json.dumps({"parameters": {"rag_options": more}}))
                says(dialog, f"^/parameters/rag_options/{name}: There can be at most {n}")
                dialog.form()
                says(dialog, f"^There can be at most {n}")
            dialog.json("{}")
            dialog.form()

        with tap.case("plug-ins: names, types, required, tokens"):
            dialog.open("Plug-ins")
            dialog.add_plugin("dormitory")
            for given, sentence in (
                    (("", "Text", "nameless"), "Enter a name, or remove the parameter"),
                    (("count", "Number", "many"), "This is no number"),
                    (("list", "List", '["A"'), r"ends too early \(line 1, column 5\)"),
                    (("list2", "List", "A, B"), "This is no list. Write it like"),
                    (("object", "Object", '{"a": }'), r"not valid JSON \(line 1, column 7\)"),
                    (("count", "Number", "2"), "a parameter of this name already"),
                    (("Authorization", "Text", TOKEN), "This is no parameter. A token has a row")):
                dialog.add_parameter("Add Parameter", *given)
                says(dialog, sentence)
            assert stored_at("input", "biz_params") == {}, stored()
            confab.picture_to("limits-plugins")
            again(dialog)
            dialog.open("Plug-ins")
            confab.click(dialog.reveal(confab.find("list item", re.compile("^dormitory"))))
            values = until("the values", lambda: [confab.text(each) for each in confab.shown("text", "Value")])
            for value in ("nameless", "many", '["A"', "A, B", '{"a": }', "2"):
                assert value in values, (value, values)
            assert TOKEN not in values
            for path in pathlib.Path(read_database("PRAGMA database_list")[0][2]).parent.rglob("*"):
                assert not path.is_file() or TOKEN.encode() not in path.read_bytes(), path
            eleven = {f"plug-in {i}": {"a": 1} for i in range(11)}
            dialog.json(json.dumps({"input": {"biz_params": {"user_defined_params": eleven}}}))
            says(dialog, "There can be at most 10")
            dialog.form()
            says(dialog, "^There can be at most 10")
            dialog.json(json.dumps({"input": {"biz_params": {"user_defined_params": {"mcp": {"X-T": "a"}}}},
                                    "tokens": {"mcp": "X-T"}}))
            says(dialog, "takes a token, and has another value")
            dialog.json("{}")
            dialog.form()

        dialog.close()
        confab.quit()

tap.end()
