#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo by its settings: a knowledge filter in a few clicks, presets and articles, all set in the real
dialog and answered by it; a chip that leads to its page; presets in a file; a question asked again from
one of its sources; settings found by name."""

import json
import os
import pathlib
import re

from settings_steps import choose_file, close_settings, new_preset, open_app, preset_menu
from stage import Confab, read_database, sent, until
import tap

FOLDER = pathlib.Path(os.environ["HOME"]) / "presets"
FOLDER.mkdir()

# Somebody who has never seen it: so many clicks and words from the main window to the filter and back.
CLICKS = 4
WORDS = 1


class Counted(Confab):
    """Counts what a person does."""

    clicks = 0
    words = 0

    def click(self, widget, button=1):
        self.clicks += 1
        super().click(widget, button)

    def click_in_popover(self, widget, opener):
        self.clicks += 1
        super().click_in_popover(widget, opener)

    def enter(self, text):
        self.words += 1
        self.type(text)
        self.keys("Return")


def filter_sent():
    return sent()["parameters"].get("rag_options")


def add_ids(confab, button, *ids):
    for id_ in ids:
        n = len(confab.shown("text", "ID"))
        confab.press(button)
        until("one more row", lambda: len(confab.shown("text", "ID")) == n + 1)
        confab.write(confab.shown("text", "ID")[-1], id_)


def chip(confab, name):
    return confab.find("button", re.compile(name))


with Counted("--demo") as confab:
    confab.composer()

    with tap.case("a knowledge filter by a person who has never seen it: counted clicks"):
        confab.new_session(5)
        before = confab.clicks
        plus = confab.find(None, "Send Something Along")
        confab.click(plus)
        confab.click_in_popover(confab.find("button", re.compile("^Knowledge Base")), plus)
        confab.in_front(2)
        confab.find("list item", "Knowledge Base", state="selected")
        confab.click(confab.find("button", "Add Knowledge Base"))
        confab.find("text", "ID")
        confab.enter("kb_service")
        until("it is stored", lambda: "kb_service" in (
            read_database("SELECT group_concat(options) FROM session")[0][0] or "")
            or confab.every("button", re.compile("^Knowledge")))
        confab.picture_to("presets-filter")
        confab.keys("Escape")
        confab.in_front(1)
        chip(confab, "^Knowledge")
        clicks, words = confab.clicks - before, confab.words
        print(f"# {clicks} clicks, {words} words")
        assert clicks <= CLICKS and words <= WORDS, (clicks, words)
        confab.ask("How long is the warranty?")
        assert filter_sent() == {"pipeline_ids": ["kb_service"]}, filter_sent()

    with tap.case("a chip leads to the page where it is set"):
        confab.click(chip(confab, "^Knowledge"))
        confab.in_front(2)
        confab.find("list item", "Knowledge Base", state="selected")
        confab.find("label", re.compile("kb_service"))
        assert confab.every("frame", "Options of This Session")
        confab.keys("Escape")
        confab.in_front(1)

    with tap.case("presets made in the dialog, switched by the chips, and each answers differently"):
        confab.new_session(5)
        open_app(confab, "Phone Advisor", "Knowledge Base")
        for name, pipeline in (("Sheets", "kb_phones"), ("Prices", "kb_prices"), ("Terms", "kb_service")):
            new_preset(confab, name)
            add_ids(confab, "Add Knowledge Base", pipeline)
            until("it is stored", lambda: pipeline in (
                read_database("SELECT options FROM preset WHERE name = ?", name)[0][0] or ""))
        confab.picture_to("presets-made")
        close_settings(confab)
        answers = {}
        for name, pipeline in (("Sheets", "kb_phones"), ("Prices", "kb_prices"), ("Terms", "kb_service")):
            plus = confab.find(None, "Send Something Along")
            confab.click(plus)
            confab.click_in_popover(until("the choice", lambda: [
                each for each in confab.shown(None, name) if "focusable" in each.states])[0], plus)
            chip(confab, f"^Knowledge: {name}")
            confab.keys("Escape")
            until("the popover to go", lambda: len(confab.windows()) == 1)
            answers[name] = confab.ask("Please recommend a phone under 3000 yuan")
            assert filter_sent() == {"pipeline_ids": [pipeline]}, filter_sent()
        confab.picture_to("presets-answers")
        assert len(set(answers.values())) == 3, answers

    with tap.case("presets in a file, and out of it again"):
        open_app(confab, "Phone Advisor", "Knowledge Base")
        preset_menu(confab, "x")
        choose_file(confab, 3, FOLDER / "phones.json")
        text = until("the file", lambda: (FOLDER / "phones.json").exists()
                     and (FOLDER / "phones.json").read_text(encoding="utf-8"))
        names = [each["name"] for each in json.loads(text)["confab_presets"]]
        assert sorted(names) == ["Prices", "Sheets", "Terms"], names
        preset_menu(confab, "i")
        choose_file(confab, 3, FOLDER / "phones.json")
        until("all twice", lambda: read_database("SELECT count(*) FROM preset") == [(6,)])

    with tap.case("a setting is found by its name, and opened at its place"):
        confab.keys("ctrl+f")
        confab.in_front(2)
        confab.find(None, "Search Settings", state="focused")
        confab.type("structured")
        confab.find("list item", re.compile("^Structured Filter"))
        confab.picture_to("presets-search-page")
        confab.keys("Return")
        until("the focus there", lambda: confab.every("button", re.compile("^Structured Filter: Add"),
                                                      state="focused"))
        confab.press("Back")
        confab.gone("button", "Back")
        confab.keys("ctrl+f")
        confab.type("temperature phone")
        found = confab.find("list item", re.compile("^Temperature"))
        confab.picture_to("presets-search")
        confab.click(found)
        confab.find("text", re.compile("^Temperature"))
        confab.picture_to("presets-search-found")
        confab.type("0.5")
        confab.keys("Return")
        until("the value", lambda: '"temperature":0.5' in (
            read_database("SELECT options FROM app WHERE name = 'Phone Advisor'")[0][0]))
        close_settings(confab)

    with tap.case("asked again from one source only, and without it"):
        confab.new_session(5)
        confab.ask("Which phone has a good camera?")
        assert filter_sent() is None
        confab.click(confab.find("button", "Source 1"))
        confab.find("button", "Ask Again Only in This Document")
        confab.picture_to("presets-source")
        confab.press("Ask Again Only in This Document")
        # For some seconds, which the answer may take.
        confab.find("label", re.compile("^Asked again only in"))
        until("another version", lambda: len(read_database("SELECT id FROM message WHERE session = ("
                                                           "SELECT max (id) FROM session)")) == 3)
        confab.wait_for_answer()
        assert len(filter_sent()["file_ids"]) == 1, filter_sent()
        only = filter_sent()["file_ids"][0]
        confab.picture_to("presets-only")
        confab.press("Previous Version")
        until("the first one", lambda: confab.shown("button", "Source 2"))
        confab.click(confab.find("button", "Source 1"))
        confab.press("Ask Again Without It")
        until("one more", lambda: len(read_database("SELECT id FROM message WHERE session = ("
                                                    "SELECT max (id) FROM session)")) == 4)
        confab.wait_for_answer()
        assert only not in filter_sent()["file_ids"], filter_sent()

    with tap.case("the articles of the dormitory, one after another"):
        confab.new_session(2)
        for number, title in ((1, "Quiet"), (2, "Living together"), (3, "Cleaning")):
            open_app(confab, "Dormitory Rules", "Plug-ins")
            if not confab.shown("text", "Value"):
                confab.click(confab.find("list item", re.compile("^dormitory")))
            confab.write(confab.find("text", "Value"), str(number))
            until("it is stored", lambda: f'"article_index":{number}' in (
                read_database("SELECT options FROM app WHERE name = 'Dormitory Rules'")[0][0]))
            close_settings(confab)
            confab.ask("What does the article say?", title)
            params = sent()["input"]["biz_params"]["user_defined_params"]
            assert params == {"dormitory": {"article_index": number}}, params
        confab.quit()

tap.end()
